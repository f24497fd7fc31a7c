// Package retrievaltest is the suite that everything that searches must pass,
// and a slow referee to hold against it. Only tests use it.
package retrievaltest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"summitbot/retrieval"
)

// A Searcher is what the suite tests.
type Searcher interface {
	Search(ctx context.Context, q retrieval.Query, k int) ([]retrieval.Hit, error)
}

// TestSearcher runs the suite. Build returns the searcher over docs, analysed
// by [retrieval.English] and ranked with the zero [retrieval.Config]; what has
// to be closed it leaves to t.Cleanup.
func TestSearcher(t *testing.T, build func(t *testing.T, docs []retrieval.Document) Searcher) {
	t.Run("Cases", func(t *testing.T) { testCases(t, build(t, library)) })
	t.Run("Empty", func(t *testing.T) { testEmpty(t, build(t, nil)) })
	t.Run("Laws", func(t *testing.T) { testLaws(t, build(t, library)) })
	t.Run("Cancelled", func(t *testing.T) { testCancelled(t, build(t, library)) })
	t.Run("AtOnce", func(t *testing.T) { testAtOnce(t, build(t, library)) })
	t.Run("Agrees", func(t *testing.T) { testAgrees(t, build) })
}

// library is what the cases search: two groups, one document without, and two
// that are the same.
var library = []retrieval.Document{
	{ID: "cars#1", Group: "cars", Title: "Gifts of cars", Text: "Putin presented Kim with a limousine."},
	{ID: "cars#2", Group: "cars", Title: "Gifts of cars", Text: "The limousine is the president’s official car."},
	{ID: "dogs#1", Group: "dogs", Title: "Hunting dogs", Text: "Kim gave a pair of Pungsan dogs in return."},
	{ID: "dogs#2", Group: "dogs", Title: "Hunting dogs", Text: "They were tied to a fence covered in flowers."},
	{ID: "tea", Text: "A tea set, too. A tea set. Kyïv."},
	{ID: "twin#1", Text: "The treaty was signed in Pyongyang."},
	{ID: "twin#2", Text: "The treaty was signed in Pyongyang."},
}

// query returns a query from text, each word with weight 1.
func query(text string) retrieval.Query { return retrieval.English().Query(text) }

// phrase returns a query for the words of text in documents that have a phrase.
func phrase(phrase, text string) retrieval.Query {
	q := query(text)
	q.Phrases = [][]string{nil}
	for _, t := range query(phrase).Terms {
		q.Phrases[0] = append(q.Phrases[0], t.Term)
	}
	return q
}

func testCases(t *testing.T, s Searcher) {
	for _, tt := range []struct {
		name string
		q    retrieval.Query
		k    int
		want string // IDs in order
	}{
		{"best first", query("Pungsan dogs"), 10, "dogs#1 dogs#2"},
		{"the title counts", query("hunting"), 10, "dogs#1 dogs#2"}, // alike: the text's length does not matter
		{"a group without the word itself is not found", query("fence"), 10, "dogs#2"},
		{"other forms of a word", query("presents limousines"), 10, "cars#1 cars#2"},
		{"equals in the order of documents", query("treaty"), 10, "twin#1 twin#2"},
		{"k cuts", query("treaty"), 1, "twin#1"},
		{"k larger than matches", query("tea"), 1000, "tea"},
		{"k of 0", query("tea"), 0, ""},
		{"k negative", query("tea"), -1, ""},
		{"no terms", retrieval.Query{}, 10, ""},
		{"only unknown terms", query("dessert"), 10, ""},
		{"unknown terms beside known ones", query("dessert fence"), 10, "dogs#2"},
		{"accents and case", query("KYIV"), 10, "tea"},
		{"possessive", query("presidents"), 10, "cars#2"},
		{"weights", retrieval.Query{Terms: []retrieval.QueryTerm{{Term: "tea", Weight: 0.001}, {Term: "fenc", Weight: 1}}}, 10, "dogs#2 tea"},
		{"weight 0 finds nothing", retrieval.Query{Terms: []retrieval.QueryTerm{{Term: "tea"}}}, 10, ""},
		{"weight that is no number", retrieval.Query{Terms: []retrieval.QueryTerm{{Term: "tea", Weight: math.NaN()}, {Term: "fenc", Weight: -1}}}, 10, ""},
		{"a phrase", phrase("the limousine", "limousine"), 10, "cars#2"},
		{"a phrase in another order", phrase("limousine the", "limousine"), 10, ""},
		{"a phrase in the title", phrase("hunting dogs", "dogs"), 10, "dogs#1 dogs#2"},
		{"no phrase over title and text", phrase("dogs Kim", "dogs"), 10, ""},
		{"a phrase that begins twice", phrase("a tea set kyiv", "tea"), 10, "tea"},
		{"a phrase of one word", phrase("fence", "dogs"), 10, "dogs#2"},
		{"a phrase with an unknown word", phrase("dessert dogs", "dogs"), 10, ""},
		{"a phrase without a word", phrase("", "tea"), 10, "tea"},
		{"a phrase alone finds nothing", phrase("fence", ""), 10, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			hits, err := s.Search(t.Context(), tt.q, tt.k)
			if err != nil {
				t.Fatalf("Search: %v", err)
			}
			if got := ids(hits); got != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}

func testEmpty(t *testing.T, s Searcher) {
	hits, err := s.Search(t.Context(), query("anything"), 10)
	if err != nil || len(hits) != 0 {
		t.Errorf("Search of nothing: %v, %v; want no hits and no error", hits, err)
	}
}

// testLaws checks what holds for every query.
func testLaws(t *testing.T, s Searcher) {
	all := []string{"kim", "limousine", "dogs", "tea", "a", "treaty", "car", "dessert", "the"}
	search := func(t *rapid.T, q retrieval.Query, k int) []retrieval.Hit {
		hits, err := s.Search(context.Background(), q, k)
		if err != nil {
			t.Fatalf("Search: %v", err)
		}
		return hits
	}
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom(all), 1, 6).Draw(t, "words")
		q := query(strings.Join(words, " "))
		hits := search(t, q, 100)
		for i, h := range hits {
			if h.ID != library[h.Doc].ID {
				t.Fatalf("hit %d: document %d is %q, not %q", i, h.Doc, library[h.Doc].ID, h.ID)
			}
			if i > 0 && (h.Score > hits[i-1].Score || h.Score == hits[i-1].Score && h.Doc < hits[i-1].Doc) {
				t.Fatalf("hit %d out of order: %v", i, hits)
			}
		}
		k := rapid.IntRange(0, 8).Draw(t, "k")
		if diff := cmp.Diff(hits[:min(k, len(hits))], search(t, q, k), sameIfEmpty); diff != "" {
			t.Fatalf("the best %d are not the first of 100 (-want +got):\n%s", k, diff)
		}
		turned := retrieval.Query{Terms: slices.Clone(q.Terms)}
		slices.Reverse(turned.Terms)
		if diff := cmp.Diff(hits, search(t, turned, 100)); diff != "" {
			t.Fatalf("the order of words matters (-as given +reversed):\n%s", diff)
		}
		twice := retrieval.Query{Terms: append(slices.Clone(q.Terms), q.Terms...)}
		double := retrieval.Query{Terms: slices.Clone(q.Terms)}
		for i := range double.Terms {
			double.Terms[i].Weight = 2
		}
		if diff := cmp.Diff(search(t, twice, 100), search(t, double, 100)); diff != "" {
			t.Fatalf("a term given twice is not one of weight 2 (-twice +double):\n%s", diff)
		}
	})
}

// sameIfEmpty takes a nil slice of hits for an empty one.
var sameIfEmpty = cmp.Transformer("hits", func(hits []retrieval.Hit) string { return fmt.Sprint(hits) })

func testCancelled(t *testing.T, s Searcher) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if hits, err := s.Search(ctx, query("tea"), 10); !errors.Is(err, context.Canceled) || hits != nil {
		t.Errorf("Search with a cancelled context: %v, %v; want no hits and context.Canceled", hits, err)
	}
	if hits, err := s.Search(t.Context(), query("tea"), 10); err != nil || ids(hits) != "tea" {
		t.Errorf("Search after a cancelled one: %v, %v; want tea", hits, err)
	}
}

// testAtOnce runs searches at once; the race detector watches.
func testAtOnce(t *testing.T, s Searcher) {
	queries := []string{"Kim limousine", "tea set", "treaty dogs", "the official car"}
	want := make([][]retrieval.Hit, len(queries))
	for i, q := range queries {
		var err error
		if want[i], err = s.Search(t.Context(), query(q), 5); err != nil {
			t.Fatalf("Search %q: %v", q, err)
		}
	}
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 50 {
				n := (g + i) % len(queries)
				got, err := s.Search(t.Context(), query(queries[n]), 5)
				if diff := cmp.Diff(want[n], got); err != nil || diff != "" {
					t.Errorf("Search %q among others: %v (-alone +among others):\n%s", queries[n], err, diff)
					return
				}
			}
		})
	}
	wg.Wait()
}

// testAgrees holds the searcher against [Exhaustive] on small random corpora.
func testAgrees(t *testing.T, build func(t *testing.T, docs []retrieval.Document) Searcher) {
	an := retrieval.English()
	for i, corpus := range []struct{ docs, queries int }{{1, 5}, {5, 20}, {40, 40}, {200, 40}} {
		t.Run(fmt.Sprintf("%d documents", corpus.docs), func(t *testing.T) {
			docs := rapid.Custom(func(t *rapid.T) []retrieval.Document { return drawDocuments(t, corpus.docs) }).Example(i)
			s, referee := build(t, docs), NewExhaustive(docs, an, retrieval.Config{})
			for seed := range corpus.queries {
				q := rapid.Custom(DrawQuery).Example(seed)
				got, err := s.Search(t.Context(), q, 10)
				if err != nil {
					t.Fatalf("Search: %v", err)
				}
				want, _ := referee.Search(t.Context(), q, len(docs))
				if diff := Compare(want, got, 10); diff != "" {
					t.Errorf("query %v: %s", q, diff)
				}
			}
		})
	}
}

// Compare says how got, the first k hits of a search, differs from all, the
// referee's ranking of everything that matches; "" if it does not. Scores may
// differ by 1e-9 of themselves, and documents whose scores differ by no more
// may stand in either order.
func Compare(all, got []retrieval.Hit, k int) string {
	if want := max(0, min(k, len(all))); len(got) != want {
		return fmt.Sprintf("%d hits, want %d\n got %v\nwant %v", len(got), want, got, all[:want])
	}
	score := make(map[int]float64, len(all))
	for _, h := range all {
		score[h.Doc] = h.Score
	}
	for i, h := range got {
		if !near(h.Score, score[h.Doc]) || !near(h.Score, all[i].Score) {
			return fmt.Sprintf("hit %d is %v, the referee gives it %v, and that place to %v", i, h, score[h.Doc], all[i])
		}
		if slices.ContainsFunc(got[:i], func(other retrieval.Hit) bool { return other.Doc == h.Doc }) {
			return fmt.Sprintf("hit %d, %v, is there twice", i, h)
		}
	}
	return ""
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Abs(b) }

func ids(hits []retrieval.Hit) string {
	var s []string
	for _, h := range hits {
		s = append(s, h.ID)
	}
	return strings.Join(s, " ")
}
