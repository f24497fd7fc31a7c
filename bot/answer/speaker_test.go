package answer

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"summitbot/corpus"
)

// A spoken case is an article with the speaker of each of its sentences, "-" for
// nobody.
type spoken struct {
	line int
	body string
	want []string
}

// readSpoken reads a file of testdata/speaker.
func readSpoken(t *testing.T, name string) []spoken {
	t.Helper()
	data, err := os.ReadFile("testdata/speaker/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var all []spoken
	open := false
	for i, line := range strings.Split(string(data), "\n") {
		mark, text, _ := strings.Cut(line, " ")
		switch mark {
		case "":
			open = false
		case ">":
			if !open {
				all, open = append(all, spoken{line: i + 1}), true
			}
			s := &all[len(all)-1]
			s.body = strings.TrimPrefix(s.body+"\n\n"+text, "\n\n")
		case "=":
			s := &all[len(all)-1]
			s.want = append(s.want, text)
		}
	}
	return all
}

// A speakerScore counts right, wrong and missed speakers.
type speakerScore struct{ right, wrong, missed, sentences int }

// count compares and says what is not as wanted.
func (s *speakerScore) count(t *testing.T, where, want, got string) {
	t.Helper()
	s.sentences++
	switch {
	case want == got && want != "-":
		s.right++
	case want == got:
	case got == "-":
		s.missed++
		t.Logf("missed %s: %q", where, want)
	default:
		s.wrong++
		if want != "-" {
			s.missed++
		}
		t.Logf("wrong %s: %q, want %q", where, got, want)
	}
}

func (s speakerScore) String() string {
	return fmt.Sprintf("%d sentences: %d right, %d wrong, %d missed", s.sentences, s.right, s.wrong, s.missed)
}

// The bounds are what the rules reach.
func TestSpeakers(t *testing.T) {
	for _, tt := range []struct {
		file string
		want speakerScore
	}{
		{"known.txt", speakerScore{right: 25, sentences: 36}},
		{"aside.txt", speakerScore{right: 22, missed: 1, sentences: 33}},
	} {
		var got speakerScore
		for _, s := range readSpoken(t, tt.file) {
			c := newCorpus(t, map[string]string{"a": s.body})
			names := speakers(c)
			sentences := c.Articles()[0].Sentences()
			if len(sentences) != len(s.want) {
				t.Errorf("%s:%d: %d sentences, %d speakers", tt.file, s.line, len(sentences), len(s.want))
				continue
			}
			for i, sentence := range sentences {
				name := "-"
				if e := names[sentence.Excerpt()]; e != (corpus.Excerpt{}) {
					name = e.Text()
				}
				got.count(t, fmt.Sprintf("%s:%d sentence %d", tt.file, s.line, i+1), s.want[i], name)
			}
		}
		if got != tt.want {
			t.Errorf("%s: %v; want %v", tt.file, got, tt.want)
		}
	}
}

// summitSpeakers are the sentences of the five articles that are somebody's
// words, by how they begin, judged by hand on all 84; the others are the
// article's own, hearsay, or are only partly somebody's ("…, according to Russian
// state media – the second time …").
var summitSpeakers = []struct{ article, sentence, speaker string }{
	{"arynews", "In a move to show", "Kremlin"},
	{"arynews", "Later, an aide of Putin", "an aide of Putin"},
	{"arynews", "On his first visit to Pyongyang", "Putin"}, // "Putin explicitly linked … and said"
	{"asiandiplomacy", "According to the BBC", "the BBC"},
	{"asiandiplomacy", "Kremlin spokesman Dmitry Peskov said", "Kremlin spokesman Dmitry Peskov"},
	{"dayfr", "According to Putin’s aide", "Putin’s aide Yuri Ushakov"},
	{"dayfr", "In remarks ahead of talks", "Kim"},
	{"dayfr", "Putin, for his part, hailed", "Putin"},
	{"realtimeindia", "Matthew Miller, a US state", "Matthew Miller, a US state department spokesperson"},
	{"realtimeindia", "We’ve seen them provide", "Matthew Miller, a US state department spokesperson"},
	{"realtimeindia", "“We have been taking this", "Matthew Miller, a US state department spokesperson"},
	{"realtimeindia", "And I will say", "Matthew Miller, a US state department spokesperson"},
	{"realtimeindia", "He said, “So it continues", "Matthew Miller, a US state department spokesperson"},
	{"realtimeindia", "According to reports, South Korea urged", "South Korea"},
	{"realtimeindia", "First Vice Foreign Minister", "Yonhap news agency"},
}

func TestSummitSpeakers(t *testing.T) {
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	names := speakers(c)
	var got speakerScore
	used := 0
	for _, a := range c.Articles() {
		for _, s := range a.Sentences() {
			want, name := "-", "-"
			for _, row := range summitSpeakers {
				if row.article == a.ID() && strings.HasPrefix(s.Excerpt().Text(), row.sentence) {
					want = row.speaker
					used++
				}
			}
			if e := names[s.Excerpt()]; e != (corpus.Excerpt{}) {
				name = e.Text()
			}
			got.count(t, a.ID()+": "+s.Excerpt().Text(), want, name)
		}
	}
	if want := (speakerScore{right: 14, missed: 1, sentences: 84}); got != want || used != len(summitSpeakers) {
		t.Errorf("%v; want %v; %d of %d judgements used", got, want, used, len(summitSpeakers))
	}
}

// Whatever is printed, a speaker is words of the same article, on one line and
// short, and the same at every reading.
func TestSpeakersOfAnything(t *testing.T) {
	word := rapid.SampledFrom(strings.Fields(`“ ” " said told according to Putin Anna Berg , . : ? ! – He she it that the a minister
		spokesman of for at BBC added hailed was quoted as saying Mr Dr J. U.S. Kim’s leaders’ and who on Friday 43 told reporters`))
	rapid.Check(t, func(t *rapid.T) {
		var body strings.Builder
		for _, w := range rapid.SliceOfN(word, 1, 60).Draw(t, "words") {
			body.WriteString(w)
			body.WriteString(rapid.SampledFrom([]string{" ", " ", " ", "", "\n\n"}).Draw(t, "gap"))
		}
		if strings.TrimSpace(body.String()) == "" {
			return
		}
		c, err := corpus.Open(fstest.MapFS{"a.md": {Data: []byte("---\nurl: https://example.com\npublisher: P\n---\nx " + body.String() + "\n")}}, "test", 1)
		if err != nil {
			t.Fatal(err)
		}
		names := speakers(c)
		if diff := cmp.Diff(len(names), len(speakers(c))); diff != "" {
			t.Fatal("not the same twice", diff)
		}
		for sentence, name := range names {
			if name.Article() != sentence.Article() || name != speakers(c)[sentence] {
				t.Fatalf("%q is given to %q", sentence.Text(), name.Text())
			}
			if text := name.Text(); len(text) > maxSpeakerBytes || strings.Contains(text, "\n\n") || strings.TrimSpace(text) != text {
				t.Fatalf("speaker %q", text)
			}
		}
	})
}

// Coverage in other languages has no speakers.
func TestSpeakersAreEnglish(t *testing.T) {
	for lang, want := range map[string]int{"en": 1, "en-GB": 1, "de": 0} {
		c, err := corpus.Open(fstest.MapFS{"a.md": {Data: []byte("---\nurl: https://example.com\npublisher: P\nlanguage: " + lang + "\n---\n“Yes,” said Ann.\n")}}, "test", 1)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(speakers(c)); got != want {
			t.Errorf("%s: %d speakers, want %d", lang, got, want)
		}
	}
}
