package bot

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"summitbot/bot/answer"
	"summitbot/corpus"
	"summitbot/retrieval"
)

// river is invented coverage. Of Alpha only the headline has a zeppelin, and only
// the caption a brass band.
func river(t *testing.T) *corpus.Corpus {
	t.Helper()
	article := func(front, body string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\nurl: https://example.com/\n" + front + "\n---\n" + body + "\n")}
	}
	c, err := corpus.Open(fstest.MapFS{
		"alpha.md": article("title: Zeppelin lands in Riverton\npublisher: Alpha\ncaptions:\n  - text: A brass band at the mast.",
			"The crew was greeted by a crowd in Riverton. It brought bread and tea."),
		"beta.md":  article("publisher: Beta\npublished: 2024-03-02", "The old bridge was repaired by workers with grey stone. The work was hard."),
		"gamma.md": article("publisher: Gamma", "On Monday farmers sold plums at the market. Ann Lee bought two baskets of them."),
	}, "river", 1)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// said returns what a message says between the question and what is nearest.
func said(m Message) string {
	_, s, _ := strings.Cut(m.Plain, "\n")
	s, _, _ = strings.Cut(s[:strings.LastIndex(s, "\n")], "\nThe coverage does not say. ")
	s, _, _ = strings.Cut(s, "\n> ")
	return s
}

// Each form of a miss, in the coverage shipped and in an invented one. What is
// said is about words and what is printed, whatever a question takes for granted.
func TestMissForms(t *testing.T) {
	summit, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		corpus    *corpus.Corpus
		questions []struct{ question, want string }
	}{
		{summit, []struct{ question, want string }{
			{"what did Xi Jinping say?", "None of the 5 articles contains *Xi* or *Jinping*."},
			{"when did putin crash the limo", "None of the 5 articles contains *crash*. *putin* and *limo* are in the articles."},
			{"why did Kim refuse to ride", "None of the 5 articles contains *refuse*. *Kim* and *ride* are in the articles."},
			{"why did puttin refuse to ride", "-# read *puttin* as *Putin*\nNone of the 5 articles contains *refuse*. *ride* is in the articles."},
			{"horse treaty aukus", "*horse*, *treaty* and *aukus* are in the articles, not in one passage."},
			{"when did the allies work on the problem in the region", "Passages speak of *allies*, *work*, *problem* and *region*; none of those found prints a date for this."},
			{"how many allies work on the problem in the region", "Passages speak of *allies*, *work*, *problem* and *region*; none of those found prints a number for this."},
			{`putin "car luxury"`, "Passages speak of *putin*, *car* and *luxury*; none of those found has what is in quotation marks."},
			{"who had fun?", "Only headlines or captions contain *fun*."},
			{"Pungsan source:arynews", "*Pungsan* is in the coverage, but not in the articles that `source` and `since` leave."},
			{"Kim Pungsan dogs source:arynews", "*Pungsan* and *dogs* are in the coverage, but not in the articles that `source` and `since` leave."},
			{"Xi Jinping source:arynews", "None of the 5 articles contains *Xi* or *Jinping*."},
		}},
		{river(t), []struct{ question, want string }{
			{"who painted the castle", "None of the 3 articles contains *painted* or *castle*."},
			{"why did the mayor burn the bridge", "None of the 3 articles contains *mayor* or *burn*. *bridge* is in the articles."},
			{"did the crew get plums on the bridge", "*crew*, *plums* and *bridge* are in the articles, not in one passage."},
			{"how many workers repaired the bridge", "Passages speak of *workers*, *repaired* and *bridge*; none of those found prints a number for this."},
			{"how much was the stone of the bridge", "Passages speak of *stone* and *bridge*; none of those found prints a number for this."},
			{"when was the bridge repaired", "Passages speak of *bridge* and *repaired*; none of those found prints a date for this."},
			{"who repaired the bridge", "1 of 3 articles has a passage on this"}, // workers, whom nobody names
			{"when was the bridge repaired source:beta", "Passages speak of *bridge* and *repaired*; none of those found prints a date for this."},
			{`"stone grey" bridge`, "Passages speak of *stone*, *grey* and *bridge*; none of those found has what is in quotation marks."},
			{"when did farmers sell plums", "1 of 3 articles has a passage on this"},
			{"who sold plums", "1 of 3 articles has a passage on this"}, // farmers or Ann Lee: a name is printed
			{"plums since:2024-03-01", "*plums* is in the coverage, but not in the articles that `source` and `since` leave."},
			{"did the bridge workers eat plums source:beta", "None of the 3 articles contains *eat*. *bridge*, *workers* and *plums* are in the articles."},
			{"where did the zeppelin land", "Only headlines or captions contain *zeppelin* or *land*."},
			{"did the zeppelin take plums to the bridge", "Only headlines or captions contain *zeppelin*. *plums* and *bridge* are in the articles."},
			{"did the brass band have tea", "Only headlines or captions contain *brass* or *band*. *tea* is in the articles."},
			{"brass band", "Only headlines or captions contain *brass* or *band*."},
		}},
	} {
		b := newBot(t, tt.corpus)
		for _, one := range tt.questions {
			if got := said(b.Handle(t.Context(), ask(one.question))); got != one.want {
				t.Errorf("%q:\ngot  %s\nwant %s", one.question, got, one.want)
			}
		}
	}
}

// The forms that need a verdict which knows more than words.
func TestMissText(t *testing.T) {
	c := river(t)
	q, err := answer.Read(c, retrieval.English(), "who repaired the bridge")
	if err != nil {
		t.Fatal(err)
	}
	for m, want := range map[answer.Miss]string{
		answer.NoPlace:  "Passages speak of *repaired* and *bridge*; none of those found names a place for this.",
		answer.NoPerson: "Passages speak of *repaired* and *bridge*; none of those found names a person for this.",
		answer.Loose:    "Passages speak of *repaired* and *bridge*; none of those found answers this.",
		"":              "Ask me with a name or a thing in your question.",
	} {
		if got := en.miss(q, &answer.Answer{Verdict: answer.NotCovered, Miss: m, Corpus: c}); got != want {
			t.Errorf("miss %q: %s, want %s", m, got, want)
		}
	}
}

// A headline that alone has the words stands under the nearest sentence as a
// headline; a caption that alone has them is not shown.
func TestHeadlinesAndCaptions(t *testing.T) {
	b := newBot(t, river(t))
	m := b.Handle(t.Context(), ask("where did the zeppelin land"))
	for _, tt := range []struct {
		m    Message
		want string
	}{
		{m, `(only the asker sees this)
▌ -# ann asked: where did the zeppelin land
▌ Only headlines or captions contain *zeppelin* or *land*.
▌ -# corpus 1
[Show nearest]
`},
		{pressed(t, b, m, "Show nearest", ask("")), `(only the asker sees this)
▌ -# ann asked: where did the zeppelin land
▌ Only headlines or captions contain *zeppelin* or *land*.
▌ The coverage does not say. Nearest to it:
▌ > The crew was greeted by a crowd in Riverton.
▌ -# headline: “Zeppelin lands in Riverton”
▌ -# Alpha · date unknown · [Open at this sentence](https://example.com/#:~:text=The%20crew%20was%20greeted,a%20crowd%20in%20Riverton%2E)
▌ > It brought bread and tea.
▌ -# headline: “Zeppelin lands in Riverton”
▌ -# Alpha · date unknown · [Open at this sentence](https://example.com/#:~:text=It%20brought%20bread%20and%20tea%2E)
▌ ---
▌ -# corpus 1
`},
		{b.Handle(t.Context(), ask("brass band")), `(only the asker sees this)
▌ -# ann asked: brass band
▌ Only headlines or captions contain *brass* or *band*.
▌ -# corpus 1
`},
	} {
		if diff := cmp.Diff(tt.want, print(tt.m)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}
