//go:build !nocoverage

package corpus

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func summit(t testing.TB) *Corpus {
	t.Helper()
	c, err := Summit()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestSummit holds what the front matter says against what is known of each page.
// Of two dates on the pages one is of the page, not of the article.
func TestSummit(t *testing.T) {
	type facts struct {
		ID, Title, URL, Publisher string
		Date                      Date
		Captions                  []Caption
	}
	var got []facts
	for _, a := range summit(t).Articles() {
		got = append(got, facts{a.ID(), a.Title(), a.URL(), a.Publisher(), a.Date(), a.Captions()})
		if a.Author() != "" || a.Retrieved() != "" || a.Language() != "en" || a.LinkOnly() {
			t.Errorf("%s: author %q, retrieved %q, language %q, link-only %v", a.ID(), a.Author(), a.Retrieved(), a.Language(), a.LinkOnly())
		}
		if n := len(a.Questions()); n < 2 || n > 3 {
			t.Errorf("%s has %d questions, want 2 or 3", a.ID(), n)
		}
	}
	want := []facts{
		{"arynews", "", "https://arynews.tv/viral-putin-takes-kim-for-a-drive-in-russian-built-limousine/", "ARY News",
			Date{"2024-06-21", Published}, nil},
		{"asiandiplomacy", "Kim had fun with the driver Putin, the video went viral",
			"https://asiandiplomacy.com/kim-had-fun-with-the-driver-putin-the-video-went-viral/", "Asian Diplomacy",
			Date{"2024-06-22", Updated}, nil},
		{"dayfr", "Vladimir Putin and Kim Jong Un seen laughing in Russian limo",
			"https://euro.dayfr.com/trends/2332373.html", "DayFR Euro", Date{}, []Caption{
				{"The two autocrats appeared to enjoy each other’s company as they took a jaunt in the Aurus luxury car.",
					"KCNA/AP via CNN Newsource"},
				{"Putin gave Kim an Aurus when the two leaders exchanged gifts, according to Russian state media – the second time Putin has given his counterpart this car model.",
					"KCNA/Reuters via CNN Newsource"}}},
		{"realtimeindia", "Vladimir Putin driving car with Kim Jong Un",
			"https://www.realtimeindia.in/viral-video-vladimir-putin-drives-russia-built-aurus-limousine-with-kim-jong-un-sitting-by-his-side/",
			"Real Time India", Date{}, []Caption{
				{"Vladimir Putin driving a car with Kim Jong Un sitting by his side.", "Screengrab of Viral video from X"}}},
		{"westsidepeople", "Putin takes Kim Jong Un in a limousine, and later gives him a car",
			"https://westsidepeoplemag.com/putin-takes-kim-jong-un-in-a-limousine-and-later-gives-him-a-car/", "Westside People",
			Date{}, nil},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// supplied are the texts the articles were made from, and all that was around
// them: furniture, headlines and captions, line by line as often as it is there.
var supplied = map[string]struct {
	file      string
	prefix    string // glued to the first sentence
	furniture []string
}{
	"realtimeindia": {"000_5f7aa93e38d5c33e.txt", "", []string{
		"Vladimir Putin driving car with Kim Jong Un",
		"Vladimir Putin driving a car with Kim Jong Un sitting by his side. Photo Courtesy: Screengrab of Viral video from X",
	}},
	"arynews": {"001_8ff800b8156d5422.txt", " date 2024-06-21 ", nil},
	"asiandiplomacy": {"002_f4e370593c9dea70.txt", "", []string{
		"Kim had fun with the driver Putin, the video went viral",
		"Last Updated on June 22, 2024 9:07 am",
		"Leave a Reply",
		"Your email address will not be published. Required fields are marked *",
	}},
	"dayfr": {"003_add151624b3974ff.txt", "", []string{
		"Vladimir Putin and Kim Jong Un seen laughing in Russian limo",
		"The two autocrats appeared to enjoy each other’s company as they took a jaunt in the Aurus luxury car. (KCNA/AP via CNN Newsource)",
		"Putin gave Kim an Aurus when the two leaders exchanged gifts, according to Russian state media – the second time Putin has given his counterpart this car model. (KCNA/Reuters via CNN Newsource)",
		"PREV New School Finalists: Which Candidate Is in the Season 3 Final?",
		"NEXT US Presidential Election: Who is Lara Trump? Outstanding organizer, potential senator… this is Donald Trump’s daughter-in-law",
	}},
	"westsidepeople": {"004_57b1121843670349.txt", "", []string{
		"July 17, 2024",
		"Westside People",
		"Complete News World",
		"Putin takes Kim Jong Un in a limousine, and later gives him a car",
		"Putin takes Kim Jong Un in a limousine, and later gives him a car",
		"See also\u00a0 Prince Harry will now have to bow before Queen Camilla",
		"Today’s featured video",
		"An Indian American wins the Democratic primaries in the United States",
	}},
}

// TestBodies: an article is the supplied text without its furniture, and nothing
// else. What is not furniture must be a paragraph, in the same order.
func TestBodies(t *testing.T) {
	for _, a := range summit(t).Articles() {
		from := supplied[a.ID()]
		raw, err := os.ReadFile("testdata/raw/" + from.file)
		if err != nil {
			t.Fatal(err)
		}
		text, found := strings.CutPrefix(string(raw), from.prefix)
		if !found {
			t.Errorf("%s: the supplied text does not begin with %q", a.ID(), from.prefix)
		}
		left := map[string]int{}
		for _, f := range from.furniture {
			left[f]++
			if strings.Contains(a.Body(), f) {
				t.Errorf("%s: furniture in the body: %q", a.ID(), f)
			}
		}
		var paragraphs []string
		for line := range strings.SplitSeq(text, "\n") {
			switch line = strings.TrimSpace(line); {
			case line == "":
			case left[line] > 0:
				left[line]--
			default:
				paragraphs = append(paragraphs, line)
			}
		}
		for f, n := range left {
			if n > 0 {
				t.Errorf("%s: %d more times not in the supplied text: %q", a.ID(), n, f)
			}
		}
		if diff := cmp.Diff(strings.Join(paragraphs, "\n\n"), a.Body()); diff != "" {
			t.Errorf("%s (-supplied +body):\n%s", a.ID(), diff)
		}
		for _, c := range a.Captions() {
			if !strings.Contains(text, c.Text) || !strings.Contains(text, c.Credit) {
				t.Errorf("%s: the supplied text has no caption %v", a.ID(), c)
			}
		}
		checkCut(t, a)
	}
}

// TestGoldSentences holds the splitter against the judgements: every judged
// sentence must be exactly one sentence.
func TestGoldSentences(t *testing.T) {
	c := summit(t)
	sentences := map[string]bool{}
	for _, a := range c.Articles() {
		for _, s := range a.Sentences() {
			sentences[a.ID()+" "+s.Excerpt().Text()] = true
		}
	}
	if len(sentences) != 84 {
		t.Errorf("%d different sentences, want the 84 that the judgements were made on", len(sentences))
	}
	type evidence struct{ Article, Sentence string }
	for name, want := range map[string]int{"summit-dev": 208, "summit-disagreements": 165, "summit-agreements": 105} {
		data, err := os.ReadFile("testdata/eval/" + name + ".jsonl")
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for line := range strings.Lines(string(data)) {
			var row struct {
				ID     string
				Gold   []evidence
				Values []struct{ Evidence []evidence }
			}
			if err := json.Unmarshal([]byte(line), &row); err != nil {
				t.Fatal(err)
			}
			for _, v := range row.Values {
				row.Gold = append(row.Gold, v.Evidence...)
			}
			for _, e := range row.Gold {
				n++
				if !sentences[e.Article+" "+e.Sentence] {
					t.Errorf("%s %s: not one sentence of %s: %s", name, row.ID, e.Article, e.Sentence)
				}
			}
		}
		if n != want {
			t.Errorf("%s has %d judged sentences, want %d", name, n, want)
		}
	}
}

// TestSummitLinks: the link to every sentence marks that sentence, with the
// title and the captions on the page.
func TestSummitLinks(t *testing.T) {
	for _, a := range summit(t).Articles() {
		for _, s := range a.Sentences() {
			checkLink(t, a, s.Excerpt(), true)
		}
	}
}
