package retrieval

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// worked are three documents small enough to score by hand.
//
//	         group  title       text
//	d0       g      2 words     3 words
//	d1       g      2 words     1 word
//	d2       h      none        5 words
//	average         2           (3+1+5)/3 = 3
var worked = []Document{
	{ID: "d0", Group: "g", Title: "red car", Text: "car car dog"},
	{ID: "d1", Group: "g", Title: "red car", Text: "dog"},
	{ID: "d2", Group: "h", Text: "blue car in a row"},
}

// near reports whether got is want, which was worked with six digits.
func near(got, want float64) bool { return math.Abs(got-want) <= 1.5e-6 }

func build(t testing.TB, docs []Document, cfg Config) *Index {
	t.Helper()
	ix, err := Build(docs, English(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

// Documents alone, "car dog", k1 1.2:
//
//	length norm of a text, b 0.75: d0 0.25+0.75×3/3 = 1, d1 0.25+0.75×1/3 = 0.5, d2 0.25+0.75×5/3 = 1.5
//	length norm of a title, b 0.5: 0.5+0.5×2/2 = 1
//	idf car: ln(1 + (3-3+0.5)/(3+0.5)) = ln(8/7) = 0.133531
//	idf dog: ln(1 + (3-2+0.5)/(2+0.5)) = ln(1.6) = 0.470004
//
//	          car: tf                saturation              dog: tf      saturation
//	d0        1/1 + 2/1 = 3          3/4.2 = 0.714286        1/1 = 1      1/2.2 = 0.454545
//	d1        1/1 = 1                1/2.2 = 0.454545        1/0.5 = 2    2/3.2 = 0.625
//	d2        1/1.5 = 0.666667       0.666667/1.866667 = 0.357143
//
//	d0 = 0.133531×0.714286 + 0.470004×0.454545 = 0.095379 + 0.213638 = 0.309017
//	d1 = 0.133531×0.454545 + 0.470004×0.625    = 0.060696 + 0.293752 = 0.354448
//	d2 = 0.133531×0.357143                     = 0.047690
//
// Groups, title weight 3; texts have 4 and 5 words, mean 4.5:
//
//	length norm of a text: g 0.25+0.75×4/4.5 = 0.916667, h 0.25+0.75×5/4.5 = 1.083333
//	idf car: ln(1 + 0.5/2.5) = ln(1.2) = 0.182322; idf dog: ln(1 + 1.5/1.5) = ln(2) = 0.693147
//
//	g car: tf 3×1/1 + 2/0.916667 = 5.181818, saturation 5.181818/6.381818 = 0.811966
//	g dog: tf 2/0.916667 = 2.181818, saturation 2.181818/3.381818 = 0.645161
//	h car: tf 1/1.083333 = 0.923077, saturation 0.923077/2.123077 = 0.434783
//
//	g = 0.182322×0.811966 + 0.693147×0.645161 = 0.148039 + 0.447192 = 0.595231
//	h = 0.182322×0.434783 = 0.079270
//
// Together, λ 1: d0 0.309017+0.595231 = 0.904248, d1 0.354448+0.595231 = 0.949679,
// d2 0.047690+0.079270 = 0.126960. With λ 2: 1.499479, 1.544910, 0.206230.
func TestSearchWorked(t *testing.T) {
	for _, tt := range []struct {
		name  string
		cfg   Config
		query string
		want  []Hit
	}{
		{"documents alone", Config{GroupWeight: -1}, "car dog", []Hit{{1, "d1", 0.354448}, {0, "d0", 0.309017}, {2, "d2", 0.047690}}},
		{"two levels", Config{}, "car dog", []Hit{{1, "d1", 0.949679}, {0, "d0", 0.904248}, {2, "d2", 0.126960}}},
		{"two levels, λ 2", Config{GroupWeight: 2}, "car dog", []Hit{{1, "d1", 1.544910}, {0, "d0", 1.499479}, {2, "d2", 0.206230}}},
		// A term given twice counts twice: d0 0.309017+0.095379, d1 0.354448+0.060696, d2 2×0.047690.
		{"twice", Config{GroupWeight: -1}, "car dog car", []Hit{{1, "d1", 0.415144}, {0, "d0", 0.404397}, {2, "d2", 0.095379}}},
		// Without titles d1 loses "car", which then is in 2 of 3: idf ln(1.6) as dog's.
		// d0 car: tf 2, saturation 2/3.2 = 0.625. d0 0.470004×(0.625+0.454545) = 0.507390,
		// d1 0.470004×0.625 = 0.293752, d2 0.470004×0.357143 = 0.167859.
		{"titles do not count", Config{GroupWeight: -1, TitleWeight: -1}, "car dog", []Hit{{0, "d0", 0.507390}, {1, "d1", 0.293752}, {2, "d2", 0.167859}}},
		// Without lengths and saturation (b 0, k1 0) a term is there or not:
		// d0 and d1 0.133531+0.470004, in the order of documents; d2 0.133531.
		{"only idf", Config{K1: -1, TextB: -1, TitleB: -1, GroupWeight: -1}, "car dog", []Hit{{0, "d0", 0.603535}, {1, "d1", 0.603535}, {2, "d2", 0.133531}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ix := build(t, worked, tt.cfg)
			hits, err := ix.Search(t.Context(), ix.Analyzer().Query(tt.query), 10)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, hits, cmp.Comparer(near)); diff != "" {
				t.Errorf("hits (-want +got):\n%s", diff)
			}
		})
	}
}

func TestIDF(t *testing.T) {
	ix := build(t, worked, Config{})
	for _, tt := range []struct {
		term string
		df   int
		idf  float64
	}{
		{"car", 3, 0.133531},  // ln(8/7)
		{"dog", 2, 0.470004},  // ln(1.6)
		{"red", 2, 0.470004},  // in titles only
		{"blue", 1, 0.980829}, // ln(1 + 2.5/1.5) = ln 2.666667
		{"tea", 0, 2.079442},  // ln(1 + 3.5/0.5) = ln 8
	} {
		if df, idf := ix.DF(tt.term), ix.IDF(tt.term); df != tt.df || !near(idf, tt.idf) {
			t.Errorf("%s: df %d, idf %f; want %d, %f", tt.term, df, idf, tt.df, tt.idf)
		}
	}
	if ix.Len() != 3 || ix.ID(2) != "d2" {
		t.Errorf("%d documents, the last %q; want 3, d2", ix.Len(), ix.ID(2))
	}
}

func TestBuildErrors(t *testing.T) {
	docs := []Document{{ID: "a"}, {}, {ID: "b"}, {ID: "a"}}
	_, err := Build(docs, English(), Config{K1: math.NaN(), TextB: 1.5, GroupWeight: math.Inf(1)})
	const want = `build index of 4 documents: Config.K1: NaN is not between 1e-06 and 1e+06
Config.TextB: 1.5 is not between 1e-06 and 1
Config.GroupWeight: +Inf is not between 1e-06 and 1e+06
document 1 has no ID
document 3 has the ID "a" of document 0`
	if err == nil || err.Error() != want {
		t.Errorf("Build says\n%v\nwant\n%s", err, want)
	}
}

// The group's title is the first that has words, and its other documents may
// stand anywhere.
func TestGroupTitle(t *testing.T) {
	docs := []Document{
		{ID: "0", Group: "g", Title: "…", Text: "one"},
		{ID: "1", Group: "h", Text: "two"},
		{ID: "2", Group: "g", Title: "first title", Text: "three"},
		{ID: "3", Group: "g", Title: "second title", Text: "four"},
	}
	ix := build(t, docs, Config{})
	got := ix.Explain(ix.Analyzer().Query("title second"), 3).String()
	// The group is "first title" (2 words) over 3 words of text, of groups that
	// have 2 title words and (3+1)/2 text words on average. "second" is in no group.
	const want = "3  title: 3 × 1 / (1-b + b × length/average), b 0.5, length 2, average 2\n"
	if !strings.Contains(got, want) {
		t.Errorf("no %q in\n%s", want, got)
	}
	if strings.Count(got, `"second"`) != 1 {
		t.Errorf("\"second\" should be in the document and not in its group:\n%s", got)
	}
}

// 0.1+0.2+0.3 is 0.6000000000000001 and 0.3+0.2+0.1 is 0.6, and still the order
// in which a question has its words changes nothing.
func TestSearchOrderOfWeights(t *testing.T) {
	ix := build(t, worked, Config{})
	score := func(term string, weights ...float64) float64 {
		var q Query
		for _, w := range weights {
			q.Terms = append(q.Terms, QueryTerm{Term: term, Weight: w})
		}
		hits, err := ix.Search(t.Context(), q, 1)
		if err != nil || len(hits) != 1 {
			t.Fatal(hits, err)
		}
		return hits[0].Score
	}
	for _, term := range []string{"car", "dog", "red", "blue", "row"} {
		if a, b := score(term, 0.1, 0.2, 0.3), score(term, 0.3, 0.2, 0.1); a != b {
			t.Errorf("%s: scores %v and %v", term, a, b)
		}
	}
}

// Positions lead back to the words they stand for.
func TestPositions(t *testing.T) {
	docs := []Document{
		{ID: "0", Title: "car dog car", Text: "dog car car"},
		{ID: "1", Text: "tea car"},
		{ID: "2", Title: "dog", Text: "tea dog tea car tea"},
	}
	ix, found := build(t, docs, Config{}), 0
	for id, term := range ix.terms.terms {
		p := &ix.documents.terms[id]
		for i, doc := range p.units {
			for f, s := range map[field]string{title: docs[doc].Title, text: docs[doc].Text} {
				words := strings.Fields(s)
				for _, at := range p.positionsOf(i, f) {
					found++
					if words[at] != term {
						t.Errorf("document %d, %v %q: word %d is not %q", doc, f, s, at, term)
					}
				}
			}
		}
	}
	if found != 3+3+2+1+5 {
		t.Errorf("%d positions for 14 words", found)
	}
}

func TestSearchAllocations(t *testing.T) {
	ix := build(t, worked, Config{})
	q := ix.Analyzer().Query("car dog car tea row blue")
	ctx := context.Background()
	memory := newSearch(ix)
	if n := testing.AllocsPerRun(100, func() {
		if hits, err := memory.run(ctx, ix, q, 10); err != nil || len(hits) != 3 {
			t.Fatal(hits, err)
		}
	}); n != 1 {
		t.Errorf("search: %v allocations, want 1, the hits", n)
	}
}

func TestSize(t *testing.T) {
	// Tables of documents: lengths 2 fields × 3 × 4 B = 24. Of postings, each
	// 4+8+2×4 = 20 B: car 3, dog 2, red 2, blue, in, a, row 1 each = 11: 220.
	// Positions 4 B: titles 4, texts 9 = 52. Groups: lengths 2×2×4 = 16; postings
	// car 2, dog, red, blue, in, a, row 1 each = 8: 160. groupOf 3×4 = 12.
	// Strings, 16 B and their bytes: ids 3×18, groups 2×17, terms 7×16 + 3+3+3+4+2+1+3 = 54+34+131.
	// The map, 7 × 20 = 140.
	const want = 24 + 220 + 52 + 16 + 160 + 12 + 54 + 34 + 131 + 140
	if got := build(t, worked, Config{}).Size(); got != want {
		t.Errorf("Size() = %d, want %d", got, want)
	}
}
