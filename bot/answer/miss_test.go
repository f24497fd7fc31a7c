package answer

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"summitbot/corpus"
	"summitbot/retrieval"
	"summitbot/retrieval/eval"
)

// numberOrTime finds digits, number words and words of time, with no help of [signs].
var numberOrTime = regexp.MustCompile(`(?i)[0-9]|\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundreds?|thousands?|millions?|billions?|` +
	`first|second|third|fourth|fifth|pair|couple|both|twice|several|half|mon|tues|wednes|thurs|fri|satur|sun)(day)?\b`)

// dateWord finds capitalised words of time, which name neither a place nor a person.
var dateWord = regexp.MustCompile(`^(January|February|March|April|May|June|July|August|September|October|November|December|[A-Z][a-z]+day)$`)

// What a miss of a kind says is so: no passage found that has all the words prints
// any. The passages are searched anew, as text; the questions ask of each sentence
// how many, when, where and who, with some of its words.
func TestKindMissesAreTrue(t *testing.T) {
	summit, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	points, err := corpus.Open(os.DirFS("testdata/points"), "points", 1)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[Miss]int{}
	for _, c := range []*corpus.Corpus{summit, points} {
		s := newService(t, c, Config{})
		for _, article := range c.Articles() {
			for _, sent := range article.Sentences() {
				for _, text := range kindQuestions(s, sent.Excerpt().Text()) {
					q, err := s.Read(text)
					if err != nil {
						t.Fatal(err)
					}
					r := s.reader.read(q)
					hits, err := s.hits(t.Context(), q, r)
					if err != nil {
						t.Fatal(err)
					}
					m := s.present(q, &r, hits).kind
					if seen[m]++; m == "" {
						continue
					}
					for _, p := range passagesWith(s, q) {
						checkKindMiss(t, s, m, q, p)
					}
				}
			}
		}
	}
	for _, m := range []Miss{NoNumber, NoDate, NoPlace, NoPerson} {
		if seen[m] == 0 {
			t.Errorf("of no question %q is said: %v", m, seen)
		}
	}
}

// kindQuestions returns questions for each kind of thing, with each two content
// words of a sentence that follow each other.
func kindQuestions(s *Service, sentence string) (all []string) {
	var content []string
	for _, w := range words(s.analyzer, strings.Map(plainMarks, sentence)) {
		if w.Content {
			content = append(content, w.Text)
		}
	}
	for i := 1; i < len(content); i++ {
		for _, ask := range []string{"how many", "when did", "where did", "who did"} {
			all = append(all, fmt.Sprintf("%s the %s and the %s", ask, content[i-1], content[i]))
		}
	}
	return all
}

// plainMarks makes spaces of quotation marks and colons, which mean something in a question.
func plainMarks(r rune) rune {
	if strings.ContainsRune("\"“”„«»:", r) {
		return ' '
	}
	return r
}

// passagesWith returns the passages that have all content words of q, by their stems.
func passagesWith(s *Service, q Question) (all []corpus.Passage) {
	for _, article := range s.corpus.Articles() {
		for _, p := range article.Passages() {
			has := map[string]bool{}
			for _, tok := range s.analyzer.Tokens(nil, p.Excerpt().Text()) {
				has[tok.Term] = true
			}
			complete := true
			for _, place := range q.Content() {
				complete = complete && has[q.Words[place].Term]
			}
			if complete {
				all = append(all, p)
			}
		}
	}
	return all
}

func checkKindMiss(t *testing.T, s *Service, m Miss, q Question, p corpus.Passage) {
	t.Helper()
	text := p.Excerpt().Text()
	switch m {
	case NoNumber, NoDate:
		if found := numberOrTime.FindString(text); found != "" {
			t.Errorf("%q: miss %q, but %s prints %q", q.Text, m, p.ID(), found)
		}
	case NoPlace, NoPerson:
		asked := map[string]bool{}
		for _, w := range q.Words {
			asked[w.Term] = true
		}
		for _, tok := range s.analyzer.Tokens(nil, text) {
			if word := text[tok.Start:tok.End]; capitalised(word) && !asked[tok.Term] && !functionWords.has(tok.Exact) && !dateWord.MatchString(word) {
				t.Errorf("%q: miss %q, but %s prints %q", q.Text, m, p.ID(), word)
			}
		}
	}
}

// What the comment of [Service.lacksKind] says: each sentence that answers a question
// for a time or a number has a sign of it.
func TestAnswersPrintTheirKind(t *testing.T) {
	dir := os.Getenv("TESTDATA_DIR")
	if dir == "" {
		t.Log("TESTDATA_DIR is not set: that answers print their kind is not checked on trecqa")
		return
	}
	an := retrieval.English()
	answers := 0
	for _, part := range []string{"clean-train", "clean-dev"} {
		choices, err := eval.ReadChoices(filepath.Join(dir, "collections", "trecqa", part+".jsonl.gz"))
		if err != nil {
			t.Fatal(err)
		}
		selector := NewSelector(an, [][]string{})
		for _, c := range choices {
			r := gather(words(an, c.Question), &selector.words, selector.capitals, selector.meaning)
			m := newMatch(&r)
			for _, candidate := range c.Candidates {
				if miss := kindMisses[r.wanted.kind]; candidate.Label == 0 || miss != NoDate && miss != NoNumber {
					continue
				}
				sent := newSentence(candidate.Text, an.Tokens(nil, candidate.Text))
				m.compare(&r, &sent)
				if answers++; !sent.prints(r.wanted.kind, m.asked) {
					t.Errorf("%q is answered without a sign of it: %s", c.Question, candidate.Text)
				}
			}
		}
	}
	if answers != 112 {
		t.Errorf("%d answers, want 112", answers)
	}
}

// A kind is only missed where a question asks for it outright.
func TestKindMiss(t *testing.T) {
	an := retrieval.English()
	for question, want := range map[string]Miss{
		"how many workers repaired the bridge":    NoNumber,
		"so how long is the bridge":               NoNumber,
		"how much was the bridge":                 NoNumber,
		"how much of the bridge was repaired":     "", // most of it
		"what score did they get":                 "", // top marks
		"when was the bridge repaired":            NoDate,
		"do you know when the bridge was built":   NoDate,
		"in which year was the bridge built":      NoDate,
		"when the talks ended, what was repaired": "",
		"where is the bridge":                     NoPlace,
		"which city has the bridge":               NoPlace,
		"where the road ends, what stands":        "",
		"who repaired the bridge":                 NoPerson,
		"did the man who sold plums repair it":    "",
		"who is Ann Lee":                          "",
		"why was the bridge repaired":             "",
		"what did the workers repair":             "",
		"did they repair the bridge":              "",
	} {
		ws := words(an, question)
		if got := kindMiss(ws, wantedIn(ws)); got != want {
			t.Errorf("%q: %q, want %q", question, got, want)
		}
	}
}

func TestPrints(t *testing.T) {
	an := retrieval.English()
	for _, tt := range []struct {
		kind     kind
		sentence string
		asked    string
		want     bool
	}{
		{aNumber, "The workers were tired.", "", false},
		{aNumber, "Twelve workers were tired.", "", true},
		{aNumber, "The workers of 1999 were tired.", "", true}, // it may be how many
		{aNumber, "It was the second strike.", "", true},
		{aNumber, "Two workers were tired.", "two", true}, // asked, and still a number
		{aMoney, "The price was high.", "price", false},
		{aMoney, "The price was high.", "", true},
		{aTime, "It grew in the 1980s.", "", true},
		{aTime, "It grew on Friday.", "Friday", true},
		{aTime, "It grew by the river.", "", false},
		{aTime, "It grew after the talks ended.", "", true},
		{aPerson, "The bridge was repaired by workers.", "", false},
		{aPerson, "Workers repaired the bridge.", "", true}, // it may be a name
		{aPerson, "It was repaired by Lee.", "", true},
		{aPerson, "It was repaired by Lee.", "Lee", false},
		{aPerson, "It was repaired by the mayor.", "", true},
		{aPlace, "The talks were held in the city.", "", true},
		{aPlace, "The talks were held in Riverton.", "", true},
		{aPlace, "The talks were held in silence.", "", false},
	} {
		s := newSentence(tt.sentence, an.Tokens(nil, tt.sentence))
		asked := make([]bool, len(s.exact))
		for j, word := range s.exact {
			asked[j] = word == strings.ToLower(tt.asked)
		}
		if got := s.prints(tt.kind, asked); got != tt.want {
			t.Errorf("kind %d in %q, asked %q: %v, want %v", tt.kind, tt.sentence, tt.asked, got, tt.want)
		}
	}
}

// An article in another language may print what is asked for in words that are not
// known, so nothing is said of it.
func TestKindMissesAreEnglishOnly(t *testing.T) {
	for language, want := range map[string]Miss{"en": NoNumber, "en-GB": NoNumber, "de": ""} {
		c := openArticle(t, "language: "+language, "Die bridge workers waren zwölf und müde.")
		s := newService(t, c, Config{})
		q, err := s.Read("how many bridge workers")
		if err != nil {
			t.Fatal(err)
		}
		a, err := s.Ask(t.Context(), "public", q)
		if err != nil {
			t.Fatal(err)
		}
		if a.Miss != want {
			t.Errorf("language %s: miss %q, want %q", language, a.Miss, want)
		}
	}
}

// openArticle returns a corpus of one article.
func openArticle(t testing.TB, front, body string) *corpus.Corpus {
	t.Helper()
	c, err := corpus.Open(fstest.MapFS{"a.md": {Data: []byte("---\nurl: https://example.com/\npublisher: A\n" + front + "\n---\n" + body + "\n")}}, "test", 1)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
