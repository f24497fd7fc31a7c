package retrieval_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"summitbot/retrieval"
	"summitbot/retrieval/eval"
)

// A workload is documents and what is asked of them.
type workload struct {
	name    string
	docs    []retrieval.Document
	queries []string
}

// workloads returns the five articles and, if TESTDATA_DIR has them, 52,000
// passages of news with questions on them.
func workloads(b *testing.B) []workload {
	b.Helper()
	all := []workload{{"five-articles", coverage(b), []string{
		"What did Putin give Kim?", "What breed of dogs did Kim give Putin?",
		"Who is the South Korean vice foreign minister?", "When did Putin last visit Pyongyang before this trip?",
	}}}
	dir := filepath.Join(os.Getenv("TESTDATA_DIR"), "collections", "rtqa-dev-passages")
	if _, err := os.Stat(dir); err != nil || !filepath.IsAbs(dir) {
		b.Log("no collections in TESTDATA_DIR: measuring the five articles alone")
		return all
	}
	c, err := eval.ReadCollection(dir, "test")
	if err != nil {
		b.Fatal(err)
	}
	w := workload{name: "news-passages", docs: c.Documents}
	for i := range w.docs {
		w.docs[i].Group, _, _ = strings.Cut(w.docs[i].ID, "-")
	}
	for _, q := range c.Queries {
		w.queries = append(w.queries, q.Text)
	}
	return append(all, w)
}

func BenchmarkBuild(b *testing.B) {
	for _, w := range workloads(b) {
		b.Run(fmt.Sprintf("%s-%d", w.name, len(w.docs)), func(b *testing.B) {
			b.ReportAllocs()
			an := retrieval.English()
			for b.Loop() {
				if _, err := retrieval.Build(w.docs, an, retrieval.Config{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(w.docs)*b.N)/b.Elapsed().Seconds(), "passages/s")
		})
	}
}

// One operation is one question: analysed and searched, top 10.
func BenchmarkSearch(b *testing.B) {
	for _, w := range workloads(b) {
		b.Run(fmt.Sprintf("%s-%d", w.name, len(w.docs)), func(b *testing.B) {
			an := retrieval.English()
			ix, err := retrieval.Build(w.docs, an, retrieval.Config{})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if _, err := ix.Search(b.Context(), an.Query(w.queries[i%len(w.queries)]), 10); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}

func BenchmarkTokens(b *testing.B) {
	docs := coverage(b)
	an := retrieval.English()
	b.ReportAllocs()
	var tokens []retrieval.Token
	n := 0
	for b.Loop() {
		for _, d := range docs {
			tokens = an.Tokens(tokens[:0], d.Text)
			n += len(d.Text)
		}
	}
	b.ReportMetric(float64(n)/1e6/b.Elapsed().Seconds(), "MB/s")
}
