package answer

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"summitbot/corpus"
	"summitbot/retrieval"
)

// talks is coverage of an invented meeting, whose sources spell differently.
func talks(t testing.TB) *Service {
	t.Helper()
	return newService(t, newCorpus(t, map[string]string{
		"a": "Envoy Dmitri Galanov of Russia flew into Seoul on Monday. He drove a silver Karvanos limousine.\n\nFarmers sold apples at the market. The price of apples fell.",
		"b": "Washington protested against the visit of the Russian envoy. A silver Karvanas limousine took Galanov to the palace.\n\nThe UN saw a new level of trust, and trust of a new kind. Kim Jong Un stayed away.",
		"c": "South Korea welcomed envoy Galanov with a concert. The new hall has one level.\n\nRain fell on the harbour. Ships waited in the harbour for the tide.",
	}), Config{Limit: 2})
}

func TestReading(t *testing.T) {
	s := talks(t)
	for _, tt := range []struct{ name, question, want string }{
		{"a misspelt word", "who sold appels", "read appels as apples (spelling)\nquote a: Farmers sold apples"},
		{"a seat for its state", "what did the US protest against", "read US as Washington (name)\nquote b: Washington protested"},
		{"a state for its seat", "did seoul welcome the envoy with a concert", "read seoul as South Korea (name)\nquote c: South Korea welcomed"},
		{"a misspelt state that is printed otherwise", "what did amercia protest against", "read amercia as america, Washington (spelling)\nquote b: Washington protested"},
		{"a name of two words", "when did envoy galanov fly into south korea", "quote a: Envoy Dmitri Galanov"},
		{"a name of two words, printed otherwise", "south korea monday source:a", "read south korea as Seoul (name)\nquote a: Envoy Dmitri Galanov"},
		{"a people for its state", "whose visit did russia see protest against", "quote b: Washington protested against the visit of the Russian"},
		{"the institution, not the name", "what did the un see", "quote b: The UN saw"},
		{"a name in Cyrillic", "Галанов limousine palace", "read Галанов as Galanov (script)\nquote b: A silver Karvanas"},
		{"two of them", "Дмитрий Галанов limousine", "read Дмитрий Галанов as Dmitri Galanov (script)\nquote b: A silver Karvanas"},
		{"a capital in Hangul", "envoy 서울에서 Monday", "read 서울에서 as Seoul (script)\nquote a: Envoy Dmitri Galanov"},
		{"a variant of a source", "who drove the Karvanos limousine", "quote a: He drove a silver Karvanos"},
		{"a phrase", `"new level"`, "quote b: The UN saw a new level"},
		{"a phrase in other words", `"level new"`, "not_covered"},
		{"words that are no phrase", "new hall level", "quote c: The new hall"},
		{"a word found nowhere", "price of bitcoin", "missing bitcoin"},
	} {
		q, err := s.Read(tt.question)
		if err != nil {
			t.Fatal(err)
		}
		a, err := s.Ask(t.Context(), "public", q)
		if err != nil {
			t.Fatal(err)
		}
		got := print(q, a)
		at := 0 // the lines of want stand in got in order
		for line := range strings.SplitSeq(tt.want, "\n") {
			i := strings.Index(got[at:], line)
			if i < 0 {
				t.Errorf("%s: %q: no %q in\n%s", tt.name, tt.question, line, got)
				break
			}
			at += i
		}
		if n, want := strings.Count(got, "read "), strings.Count(tt.want, "read "); n != want {
			t.Errorf("%s: %q: %d readings, want %d:\n%s", tt.name, tt.question, n, want, got)
		}
	}
}

// A source that spells a name in its own way is found by either spelling, the
// asked one first.
func TestReadingFindsVariants(t *testing.T) {
	s := talks(t)
	for question, want := range map[string]string{"silver karvanos": "a b", "silver karvanas": "b a"} {
		q, err := s.Read(question)
		if err != nil {
			t.Fatal(err)
		}
		a, err := s.Ask(t.Context(), "public", q)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, quote := range a.Quotes {
			got = append(got, quote.Excerpt.Article().ID())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: quotes of %v, want %s", question, got, want)
		}
	}
}

// Whatever is asked: no sentence has more of a question than all of it, and what
// stands for a word counts no more than the word.
func TestAlternativesNeverCountMore(t *testing.T) {
	s := talks(t)
	word := rapid.SampledFrom(strings.Fields("seoul south korea US the un russia russian washington karvanos karvanas galanov Галанов 서울 appels \"new level\" envoy limousine bitcoin who"))
	rapid.Check(t, func(t *rapid.T) {
		q, err := s.Read(strings.Join(rapid.SliceOfN(word, 1, 8).Draw(t, "words"), " "))
		if err != nil {
			t.Fatal(err)
		}
		r := s.reader.read(q)
		for _, p := range s.passages {
			for i := range p.sentences {
				have := make([]float64, len(r.terms))
				for j := range r.terms {
					term := &r.terms[j]
					m := term.in(&p.sentences[i])
					if m.weight < 0 || m.weight > 1 || m.idf > term.idf || (m.times > 0) != (m.weight > 0) {
						t.Fatalf("%q: %q has %q as %+v, idf %v", q.Text, p.sentences[i].excerpt.Text(), term.exact, m, term.idf)
					}
					if stands := slices.Contains(p.sentences[i].terms, term.term); stands && term.literal == 1 && m.weight != 1 {
						t.Fatalf("%q: %q has %q itself, but as %+v", q.Text, p.sentences[i].excerpt.Text(), term.exact, m)
					}
					have[j] = m.weight
				}
				if e := s.bar.evidence(&r, have, 0); e < 0 || e > 1+1e-9 && r.idf < s.bar.Plenty-s.bar.Floor*float64(len(r.terms)) {
					t.Fatalf("%q: evidence %v", q.Text, e)
				}
			}
		}
	})
}

func TestQuotations(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{`"new level"`, "new level"},
		{`a “new level” and "trust"`, "new level|trust"},
		{`„neu“ und «nouveau»`, "neu|nouveau"},
		{`6'2" tall and 5'1" wide`, ""},
		{`an open "quotation`, ""},
		{`“one" “two”`, "one|two"},
		{`it's Kim's`, ""},
		{`""`, ""},
		{``, ""},
	} {
		var got []string
		for _, q := range quotedRanges(tt.text) {
			if q[1] > q[0] {
				got = append(got, tt.text[q[0]:q[1]])
			}
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("%s: %q, want %q", tt.text, got, tt.want)
		}
	}
}

// Words in quotation marks are content whatever they are, and another question.
func TestReadPhrases(t *testing.T) {
	c := newCorpus(t, map[string]string{"post": "One."})
	an := retrieval.English()
	read := func(text string) Question {
		q, err := Read(c, an, text)
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	q := read(`who said "to be" or "" and “new levels”?`)
	if got, want := fmt.Sprint(q.phrases()), "[[to be] [new level]]"; got != want {
		t.Errorf("phrases %s, want %s", got, want)
	}
	if got := len(q.Content()); got != 4 {
		t.Errorf("%d words of content, want to, be, new, levels", got)
	}
	if read(`"new level"`).Normalised() == read(`new level`).Normalised() || read(`"new" "level"`).Normalised() == read(`"new level"`).Normalised() {
		t.Error("a phrase and its words have the same key")
	}
}

// A filter by day counts the articles that it leaves out for want of a date.
func TestUndated(t *testing.T) {
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	s := newService(t, c, Config{})
	for text, want := range map[string]int{
		"limousine": 0, "limousine since:2024-06-21": 3, "limousine since:2024-06-21 source:arynews": 0, "limousine since:2024-06-21 source:dayfr": 1,
	} {
		q, err := s.Read(text)
		if err != nil {
			t.Fatal(err)
		}
		a, err := s.Ask(t.Context(), "public", q)
		if err != nil {
			t.Fatal(err)
		}
		if a.Undated != want {
			t.Errorf("%s: %d articles without a date, want %d", text, a.Undated, want)
		}
	}
}
