package eval

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"summitbot/retrieval"
)

// plain is BM25 over one field, k1 1.2 and b 0.75, every word of a query kept.
func plain() Setup {
	an := retrieval.English()
	return Setup{
		Build: func(docs []retrieval.Document) (Engine, error) {
			joined := slices.Clone(docs)
			for i, d := range joined {
				joined[i].Title, joined[i].Text = "", d.Title+"\n"+d.Text
			}
			return retrieval.Build(joined, an, retrieval.Config{GroupWeight: -1})
		},
		Query: an.Query,
		K:     100,
	}
}

// titled is the same with the title as a field of its own.
func titled() Setup {
	s := plain()
	s.Build = func(docs []retrieval.Document) (Engine, error) {
		return retrieval.Build(docs, retrieval.English(), retrieval.Config{GroupWeight: -1})
	}
	return s
}

// The ranking of q1 is worked in retrieval's own test: d1, d0, d2.
//
//	q1  grades d0 2, d2 1: nDCG (2/log2(3) + 1/log2(4)) / (2 + 1/log2(3)) = 1.761860/2.630930 = 0.669672,
//	    AP (1/2 + 2/3)/2 = 0.583333, RR 1/2, P@10 0.2, R 1
//	q2  finds nothing, d1 would be right: 0
//	q3  nothing is right: not part of the mean
//	q4  finds the right one first: 1, P@10 0.1
//
// Means over q1, q2, q4: nDCG 0.556557, MAP 0.527778, MRR 0.5, P@10 0.1, R@100 0.666667.
func TestMeasureSmall(t *testing.T) {
	c, err := ReadCollection("testdata/small", "test")
	if err != nil {
		t.Fatal(err)
	}
	run, err := titled().Measure(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	want := &Quality{Queries: 3, NDCG10: 0.556557, MAP: 0.527778, MRR10: 0.5, P10: 0.1, R100: 0.666667}
	if diff := cmp.Diff(want, run.Quality, cmp.Comparer(near)); diff != "" {
		t.Errorf("quality (-want +got):\n%s", diff)
	}
	if r := run.Results[0]; !r.Judged || !near(r.NDCG10, 0.669672) || !near(r.AP, 0.583333) || r.RR10 != 0.5 || r.P10 != 0.2 || r.Recall100 != 1 {
		t.Errorf("q1: %+v", r)
	}
	if run.Results[2].Judged {
		t.Error("q3 has nothing right, and counts as judged")
	}
	if run.Docs != 3 || run.IndexBytes <= 0 || run.QueryMicros.P99 < run.QueryMicros.P50 {
		t.Errorf("run: %+v", run)
	}
	var trec strings.Builder
	if err := run.WriteTREC(&trec, "small"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("q1 Q0 d1 1\nq1 Q0 d0 2\nq1 Q0 d2 3\nq3 Q0 d1 1\nq3 Q0 d0 2\nq4 Q0 d2 1\n", withoutScores(t, trec.String())); diff != "" {
		t.Errorf("TREC run (-want +got):\n%s", diff)
	}
}

// withoutScores cuts the last two columns of a TREC run.
func withoutScores(t *testing.T, run string) string {
	t.Helper()
	var b strings.Builder
	for line := range strings.Lines(run) {
		columns := strings.Fields(line)
		if len(columns) != 6 || columns[5] != "small" {
			t.Fatalf("TREC line %q: want six columns, the last \"small\"", line)
		}
		b.WriteString(strings.Join(columns[:4], " ") + "\n")
	}
	return b.String()
}

func TestRunJSON(t *testing.T) {
	keys := func(r Run) []string {
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]any
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatal(err)
		}
		return slices.Sorted(maps.Keys(m))
	}
	want := []string{"docs", "index_bytes", "index_seconds", "peak_rss_bytes", "query_us"}
	if diff := cmp.Diff(want, keys(Run{})); diff != "" {
		t.Errorf("without judgements (-want +got):\n%s", diff)
	}
	want = []string{"MAP", "MRR@10", "P@10", "R@100", "docs", "index_bytes", "index_seconds", "nDCG@10", "peak_rss_bytes", "queries", "query_us"}
	if diff := cmp.Diff(want, keys(Run{Quality: &Quality{}})); diff != "" {
		t.Errorf("with judgements (-want +got):\n%s", diff)
	}
}

func TestPercentiles(t *testing.T) {
	var took []float64
	for i := range 200 {
		took = append(took, float64(200-i)) // 1 to 200, mean 100.5
	}
	if got, want := percentiles(took), (Latency{P50: 100, P90: 180, P99: 198, Mean: 100.5}); got != want {
		t.Errorf("percentiles of 1 to 200: %+v, want %+v", got, want)
	}
	if got, want := percentiles([]float64{7}), (Latency{7, 7, 7, 7}); got != want {
		t.Errorf("percentiles of one: %+v, want %+v", got, want)
	}
}

func TestMeasureCancelled(t *testing.T) {
	c, err := ReadCollection("testdata/small", "test")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := plain().Measure(ctx, c); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), `query "q1"`) {
		t.Errorf("cancelled: %v, want context.Canceled at query q1", err)
	}
}

// Plain BM25 on public test collections is where an independent program,
// written beside this one, put it: nDCG@10 with k1 1.2, b 0.75, Porter2 stems
// and Lucene's stop words. Ours keeps the stop words, hence the margin.
// The collections are not free to ship; without them the small one stands in.
func TestMeasureCollections(t *testing.T) {
	type measured struct {
		dir          string
		setup        Setup
		want, margin float64
	}
	dir := filepath.Join(os.Getenv("TESTDATA_DIR"), "collections")
	tests := []measured{
		{filepath.Join(dir, "cranfield"), plain(), .360, .01},
		{filepath.Join(dir, "med"), plain(), .692, .01},
		{filepath.Join(dir, "npl"), plain(), .434, .01},
		{filepath.Join(dir, "xquad-en"), plain(), .969, .01},
	}
	if _, err := os.Stat(dir); err != nil || !filepath.IsAbs(dir) {
		t.Log("no collections in TESTDATA_DIR: measuring testdata/small alone")
		tests = []measured{{"testdata/small", titled(), .556557, 1.5e-6}}
	}
	for _, tt := range tests {
		t.Run(filepath.Base(tt.dir), func(t *testing.T) {
			c, err := ReadCollection(tt.dir, "test")
			if err != nil {
				t.Fatal(err)
			}
			run, err := tt.setup.Measure(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("nDCG@10 %.4f MAP %.4f MRR@10 %.4f R@100 %.4f over %d queries", run.NDCG10, run.MAP, run.MRR10, run.R100, run.Queries)
			if run.NDCG10 < tt.want-tt.margin || run.NDCG10 > tt.want+tt.margin {
				t.Errorf("nDCG@10 %.4f, want %.4f ± %v", run.NDCG10, tt.want, tt.margin)
			}
		})
	}
}
