package answer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"summitbot/corpus"
	"summitbot/retrieval"
)

func newService(t testing.TB, c *corpus.Corpus, cfg Config) *Service {
	t.Helper()
	an := retrieval.English()
	ix, err := Index(c, an)
	if err != nil {
		t.Fatal(err)
	}
	return New(slog.New(slog.DiscardHandler), c, an, ix, cfg)
}

// print writes an answer as a test reads it.
func print(q Question, a *Answer) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %d of %d articles\n", a.Verdict, a.Articles, len(a.Corpus.Articles()))
	for _, r := range a.Readings {
		fmt.Fprintf(&b, "read %s as %s (%s)\n", q.Asked(r), strings.Join(r.Read, ", "), r.Why)
	}
	for _, m := range a.Missing {
		fmt.Fprintf(&b, "missing %s\n", q.Words[m].Text)
	}
	for _, s := range a.Quotes {
		fmt.Fprintf(&b, "quote %s: %s\n", s.Excerpt.Article().ID(), s.Excerpt.Text())
	}
	for _, s := range a.Nearest {
		fmt.Fprintf(&b, "nearest %s: %s\n", s.Excerpt.Article().ID(), s.Excerpt.Text())
	}
	for _, art := range a.NothingIn {
		fmt.Fprintf(&b, "nothing in %s\n", art.ID())
	}
	return b.String()
}

func TestAsk(t *testing.T) {
	c := newCorpus(t, map[string]string{
		"a": "The mayor opened a bridge. It is red. Birds sat on it.\n\nHe gave the builders a clock on Monday.",
		"b": "A bridge was opened by the mayor of Riverton. The bridge cost two million.",
		"c": "Farmers sold apples at the market. The apples were green.",
	})
	s := newService(t, c, Config{Limit: 3})
	for _, tt := range []struct{ name, question, want string }{
		{"one quote of each article first", "who opened the bridge", `
quoted, 2 of 3 articles
quote b: A bridge was opened by the mayor of Riverton.
quote a: The mayor opened a bridge.
quote b: The bridge cost two million.
nothing in c
`},
		{"an irregular form and the kind of thing", "when did he give the clock", `
quoted, 1 of 3 articles
quote a: He gave the builders a clock on Monday.
nothing in b
nothing in c
`},
		{"a misspelt word", "who sold the appels", `
quoted, 1 of 3 articles
read appels as apples (spelling)
quote c: Farmers sold apples at the market.
quote c: The apples were green.
nothing in a
nothing in b
`},
		{"one source only", "bridge source:a", `
quoted, 1 of 3 articles
quote a: The mayor opened a bridge.
nothing in ` + "\n"},
		{"words found nowhere, none surely related", "price of bitcoin", `
not_covered, 0 of 3 articles
missing price
missing bitcoin
nearest c: Farmers sold apples at the market.
nearest b: A bridge was opened by the mayor of Riverton.
nothing in a
nothing in b
nothing in c
`},
		{"no word that says what about", "what is it", `
not_covered, 0 of 3 articles
nothing in a
nothing in b
nothing in c
`},
	} {
		q, err := s.Read(tt.question)
		if err != nil {
			t.Fatal(err)
		}
		a, err := s.Ask(t.Context(), "public", q)
		if err != nil {
			t.Fatal(err)
		}
		want := strings.TrimPrefix(strings.TrimSuffix(tt.want, "nothing in \n"), "\n")
		if diff := cmp.Diff(want, print(q, a)); diff != "" {
			t.Errorf("%s: %q (-want +got):\n%s", tt.name, tt.question, diff)
		}
	}
}

// A filter by day leaves out what is older, and what has no date.
func TestAskSince(t *testing.T) {
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	s := newService(t, c, Config{})
	for day, want := range map[string]string{
		"2024-06-21": "arynews, asiandiplomacy",
		"2024-06-22": "asiandiplomacy",
		"2024-06-23": "",
	} {
		q, err := s.Read("Putin Kim limousine since:" + day)
		if err != nil {
			t.Fatal(err)
		}
		a, err := s.Ask(t.Context(), "public", q)
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		for _, s := range a.Quotes {
			ids[s.Excerpt.Article().ID()] = true
		}
		var got []string
		for _, art := range c.Articles() {
			if ids[art.ID()] {
				got = append(got, art.ID())
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("since %s quotes %v, want %s", day, got, want)
		}
	}
}

// What is evidence of a term: what stands there if it is sure, or a related word for
// less; never more than the word itself.
func TestMatchHas(t *testing.T) {
	for _, tt := range []struct{ have, related, want float64 }{
		{1, 0, 1}, {1, .9, 1}, {.5, 0, .5}, {.2, 0, 0}, {0, .3, 0}, {0, .5, .35}, {.5, .9, .63}, {.2, .9, .63},
	} {
		m := match{have: []float64{tt.have}, related: []float64{tt.related}}
		if got := m.has(0); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("have %v, related %v: has %v, want %v", tt.have, tt.related, got, tt.want)
		}
	}
}

// Asked for a colour, a sentence need not print the word.
func TestKindNeedsNoNoun(t *testing.T) {
	s := newService(t, newCorpus(t, map[string]string{
		"a": "The mayor came in a black car with two flags on it.\n\nThe band played for an hour in the rain.",
	}), Config{})
	for question, want := range map[string]Verdict{
		"what colour was the car": Quoted, "what colour were the flowers": NotCovered, "what breed was the car": NotCovered,
	} {
		q, err := s.Read(question)
		if err != nil {
			t.Fatal(err)
		}
		a, err := s.Ask(t.Context(), "public", q)
		if err != nil || a.Verdict != want {
			t.Errorf("%s: %v, %v, want %v", question, a.Verdict, err, want)
		}
		if want == Quoted && len(a.Missing) > 0 {
			t.Errorf("%s: quoted, and words said to be missing: %v", question, a.Missing)
		}
	}
}

// Weights of terms with idf 1, 2 and 3, floor 1.5: 2.5, 3.5 and 4.5, together 10.5.
func TestEvidence(t *testing.T) {
	r := reading{terms: []queryTerm{{idf: 1}, {idf: 2}, {idf: 3}}}
	for _, tt := range []struct {
		weights []float64
		want    float64
	}{
		{[]float64{0, 0, 0}, 0},
		{[]float64{1, 0, 1}, 7 / 10.5},
		{[]float64{1, 1, 1}, 1},
		{[]float64{0, 0.6, 0}, 2.1 / 10.5}, // an alternative for the second
	} {
		if got := r.evidence(tt.weights, 0, 25); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("evidence(%v) = %v, want %v", tt.weights, got, tt.want)
		}
	}
	// Ten terms of idf 1.5 weigh 30: 5 of them are 15/25 if 25 is plenty, 15/30 if nothing is.
	long := reading{terms: make([]queryTerm, 10)}
	weights := make([]float64, 10)
	for i := range long.terms {
		long.terms[i].idf = 1.5
		weights[i] = float64(i % 2)
	}
	for plenty, want := range map[float64]float64{25: .6, math.Inf(1): .5} {
		if got := long.evidence(weights, 0, plenty); math.Abs(got-want) > 1e-12 {
			t.Errorf("evidence of a long question, plenty %v = %v, want %v", plenty, got, want)
		}
	}
	if got := new(reading).evidence(nil, 0, 25); got != 0 {
		t.Errorf("evidence without a word = %v, want 0", got)
	}
}

// failing is a searcher that is out of reach.
type failing struct{ *retrieval.Index }

func (failing) Search(context.Context, retrieval.Query, int) ([]retrieval.Hit, error) {
	return nil, errors.New("out of reach")
}

func TestAskReportsTheSearcher(t *testing.T) {
	c := newCorpus(t, map[string]string{"a": "A dog."})
	s := newService(t, c, Config{})
	s.search = failing{s.search.(*retrieval.Index)}
	for _, text := range []string{"dog", "dog source:a"} {
		q, err := s.Read(text)
		if err != nil {
			t.Fatal(err)
		}
		if a, err := s.Ask(t.Context(), "public", q); err == nil || a != nil {
			t.Errorf("%q: answer %v, error %v, want the searcher's error", text, a, err)
		}
	}
}

// TestAskConcurrently is for the race detector, and for answers that do not
// depend on who else asks.
func TestAskConcurrently(t *testing.T) {
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	s := newService(t, c, Config{})
	ask := func(text string) string {
		q, err := s.Read(text)
		if err != nil {
			return err.Error()
		}
		a, err := s.Ask(t.Context(), "public", q)
		if err != nil {
			return err.Error()
		}
		return print(q, a)
	}
	questions := []string{"what did Putin give Kim?", "dogs", "wich car did puttin drive", "xi jinping"}
	want := map[string]string{}
	for _, q := range questions {
		want[q] = ask(q)
	}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 50 {
				q := questions[(i+j)%len(questions)]
				if got := ask(q); got != want[q] {
					t.Errorf("%q: another answer when asked beside others:\n%s", q, got)
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkAsk(b *testing.B) {
	c, err := corpus.Summit()
	if err != nil {
		b.Fatal(err)
	}
	s := newService(b, c, Config{})
	for _, text := range []string{"what did Putin give Kim?", "wich car did puttin drive kim jon un in"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				q, err := s.Read(text)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := s.Ask(b.Context(), "public", q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A question costs few allocations: what is read of it, the candidates and the
// answer, not the sentences of the coverage.
func TestAskAllocates(t *testing.T) {
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	s := newService(t, c, Config{})
	q, err := s.Read("what did Putin give Kim?")
	if err != nil {
		t.Fatal(err)
	}
	const most = 130 // with the race detector, pools drop what they hold
	if n := testing.AllocsPerRun(100, func() { _, err = s.Ask(t.Context(), "public", q) }); n > most || err != nil {
		t.Errorf("%.0f allocations a question, want at most %d; error %v", n, most, err)
	}
}
