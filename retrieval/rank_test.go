package retrieval_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"summitbot/retrieval"
	"summitbot/retrieval/eval"
)

// rankers are the configurations that ranking scripts may ask for.
var rankers = map[string]retrieval.Config{
	"bm25":      {GroupWeight: -1},
	"two-level": {},
}

// A ranking is one query of a script:
//
//	who signs treaties: other forms of the words      title
//	[bm25] who signs treaties                         [ranker] query
//	realtimeindia#8                                   passages that must come first, in order
//	also dayfr#4                                      other right ones, wherever they stand
//
// Rankings are parted by empty lines; lines beginning with # are comments.
type ranking struct {
	file, title, ranker, query string
	first, also                []string
}

func readRankings(t *testing.T) []ranking {
	t.Helper()
	paths, err := filepath.Glob("testdata/rank/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no ranking scripts in testdata/rank: %v", err)
	}
	var all []ranking
	for _, path := range paths {
		for i, block := range paragraphs(t, path) {
			r, err := parseRanking(block)
			if err != nil {
				t.Fatalf("%s, ranking %d: %v", path, i+1, err)
			}
			r.file = strings.TrimSuffix(filepath.Base(path), ".txt")
			all = append(all, r)
		}
	}
	return all
}

func parseRanking(block string) (ranking, error) {
	var lines []string
	for line := range strings.Lines(block) {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	if len(lines) < 3 {
		return ranking{}, fmt.Errorf("%q: want a title, [ranker] query, and passages", block)
	}
	name, query, ok := strings.Cut(strings.TrimPrefix(lines[1], "["), "] ")
	if _, known := rankers[name]; !ok || !known {
		return ranking{}, fmt.Errorf("%q: want [bm25] or [two-level] and a query", lines[1])
	}
	r := ranking{title: lines[0], ranker: name, query: query}
	for _, line := range lines[2:] {
		if id, also := strings.CutPrefix(line, "also "); also {
			r.also = append(r.also, id)
			continue
		}
		r.first = append(r.first, line)
	}
	return r, nil
}

// paragraphs returns what empty lines part in a file.
func paragraphs(t testing.TB, path string) []string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(b)), "\n\n")
}

// coverage returns the paragraphs of the articles in testdata as documents
// ARTICLE#N, N from 1.
func coverage(t testing.TB) []retrieval.Document {
	t.Helper()
	paths, err := filepath.Glob("testdata/articles/*.txt")
	if err != nil || len(paths) != 5 {
		t.Fatalf("%d articles in testdata/articles, want 5: %v", len(paths), err)
	}
	var docs []retrieval.Document
	for _, path := range paths {
		article, title, n := strings.TrimSuffix(filepath.Base(path), ".txt"), "", 0
		for _, p := range paragraphs(t, path) {
			if rest, ok := strings.CutPrefix(p, "title: "); ok {
				title = rest
				continue
			}
			n++
			docs = append(docs, retrieval.Document{ID: fmt.Sprintf("%s#%d", article, n), Group: article, Title: title, Text: p})
		}
	}
	return docs
}

// The scripts hold; and what all of their queries find, with the quality that
// this is, stands in testdata/rank.golden, so that a change of ranking shows.
func TestRankings(t *testing.T) {
	docs, an := coverage(t), retrieval.English()
	indexes := make(map[string]*retrieval.Index)
	for name, cfg := range rankers {
		ix, err := retrieval.Build(docs, an, cfg)
		if err != nil {
			t.Fatal(err)
		}
		indexes[name] = ix
	}
	var all strings.Builder
	figures := make(map[string]*[4]float64) // by ranker: MRR@10, recall@3, nDCG@10, queries
	for _, r := range readRankings(t) {
		t.Run(r.file+"/"+r.title, func(t *testing.T) {
			hits, err := indexes[r.ranker].Search(t.Context(), an.Query(r.query), 10)
			if err != nil {
				t.Fatal(err)
			}
			var found []string
			for _, h := range hits {
				found = append(found, h.ID)
			}
			if diff := cmp.Diff(r.first, found[:min(len(r.first), len(found))]); diff != "" {
				t.Errorf("[%s] %s: first passages (-want +got):\n%s", r.ranker, r.query, diff)
			}
		})
		for name, ix := range indexes {
			if figures[name] == nil {
				figures[name] = new([4]float64)
			}
			measure(t, figures[name], ix, r, docs)
		}
		hits, _ := indexes[r.ranker].Search(t.Context(), an.Query(r.query), 3)
		fmt.Fprintf(&all, "[%s] %s\n", r.ranker, r.query)
		for _, h := range hits {
			fmt.Fprintf(&all, "  %-18s %.4f\n", h.ID, h.Score)
		}
	}
	fmt.Fprintf(&all, "\n%-10s %8s %8s %8s %8s\n", "all", "queries", "MRR@10", "recall@3", "nDCG@10")
	for _, name := range []string{"bm25", "two-level"} {
		f := figures[name]
		fmt.Fprintf(&all, "%-10s %8.0f %8.4f %8.4f %8.4f\n", name, f[3], f[0]/f[3], f[1]/f[3], f[2]/f[3])
	}
	compareGolden(t, "testdata/rank.golden", all.String())
}

// measure adds the quality of one query to sums.
func measure(t *testing.T, sums *[4]float64, ix *retrieval.Index, r ranking, docs []retrieval.Document) {
	t.Helper()
	grades := make(eval.Grades)
	for _, id := range append(slices.Clone(r.first), r.also...) {
		if !slices.ContainsFunc(docs, func(d retrieval.Document) bool { return d.ID == id }) {
			t.Fatalf("%s: %s: no passage %q", r.file, r.title, id)
		}
		grades[id] = 1
	}
	hits, err := ix.Search(t.Context(), ix.Analyzer().Query(r.query), 10)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, h := range hits {
		found = append(found, h.ID)
	}
	sums[0] += eval.ReciprocalRank(found, grades, 10)
	sums[1] += eval.Recall(found, grades, 3)
	sums[2] += eval.NDCG(found, grades, 10)
	sums[3]++
}

// compareGolden is golden for this package; -update is declared there.
func compareGolden(t *testing.T, path, got string) {
	t.Helper()
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got); run with -update if it should be so:\n%s", path, diff)
	}
}
