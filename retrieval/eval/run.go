package eval

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"summitbot/retrieval"
)

// An Engine is what can be measured; [retrieval.Index] is one.
type Engine interface {
	Search(ctx context.Context, q retrieval.Query, k int) ([]retrieval.Hit, error)
	Size() int64 // bytes held in memory
}

// A Setup says what is measured. All fields are required.
type Setup struct {
	Build func(docs []retrieval.Document) (Engine, error)
	Query func(text string) retrieval.Query // reads a query; part of the time measured
	K     int                               // how many hits a query gets in the run, at least 100 for R@100
}

// A Run is one engine measured on one collection. Its JSON is that of
// "summitbot eval --beir".
type Run struct {
	Docs         int     `json:"docs"`
	IndexSeconds float64 `json:"index_seconds"`
	IndexBytes   int64   `json:"index_bytes"`
	QueryMicros  Latency `json:"query_us"`
	// PeakRSSBytes is the most memory the process ever held, 0 where the system
	// does not say (it does on Linux).
	PeakRSSBytes int64    `json:"peak_rss_bytes"`
	*Quality              // nil without judgements
	Results      []Result `json:"-"` // by query, in the order of the collection
}

// Latency is the time of one query in microseconds: top 10, one thread, warm,
// reading of the query included.
type Latency struct {
	P50  float64 `json:"p50"`
	P90  float64 `json:"p90"`
	P99  float64 `json:"p99"`
	Mean float64 `json:"mean"`
}

// Quality is the mean over the queries for which anything is right.
type Quality struct {
	Queries int     `json:"queries"`
	NDCG10  float64 `json:"nDCG@10"`
	MAP     float64 `json:"MAP"` // of the first K
	MRR10   float64 `json:"MRR@10"`
	P10     float64 `json:"P@10"`
	R100    float64 `json:"R@100"`
	Strays  int     `json:"stray_judgements,omitempty"` // see [Collection]
}

// A Result is what one query got.
type Result struct {
	Query                            string // its ID
	Hits                             []retrieval.Hit
	Judged                           bool // whether anything is right; else the figures are 0 and not part of the mean
	NDCG10, AP, RR10, P10, Recall100 float64
}

// Measure builds an engine over a collection, asks it every query, and then
// asks again for the time that takes.
func (s Setup) Measure(ctx context.Context, c *Collection) (*Run, error) {
	began := time.Now()
	engine, err := s.Build(c.Documents)
	if err != nil {
		return nil, err
	}
	run := &Run{Docs: len(c.Documents), IndexSeconds: time.Since(began).Seconds(), IndexBytes: engine.Size()}
	for _, q := range c.Queries {
		hits, err := engine.Search(ctx, s.Query(q.Text), s.K)
		if err != nil {
			return nil, fmt.Errorf("query %q: %w", q.ID, err)
		}
		run.Results = append(run.Results, judge(q.ID, hits, c.Judgments[q.ID], s.K))
	}
	if c.Judgments != nil {
		run.Quality = mean(run.Results)
		run.Quality.Strays = c.Strays
	}
	if run.QueryMicros, err = s.latency(ctx, engine, c.Queries); err != nil {
		return nil, err
	}
	run.PeakRSSBytes = peakRSS()
	return run, nil
}

// judge measures the hits of one query.
func judge(query string, hits []retrieval.Hit, grades Grades, k int) Result {
	r := Result{Query: query, Hits: hits, Judged: grades.right() > 0}
	if !r.Judged {
		return r
	}
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	r.NDCG10 = NDCG(ids, grades, 10)
	r.AP = AveragePrecision(ids, grades, k)
	r.RR10 = ReciprocalRank(ids, grades, 10)
	r.P10 = Precision(ids, grades, 10)
	r.Recall100 = Recall(ids, grades, 100)
	return r
}

// mean returns the mean figures of the results that are judged.
func mean(results []Result) *Quality {
	q := &Quality{}
	for _, r := range results {
		if !r.Judged {
			continue
		}
		q.Queries++
		q.NDCG10 += r.NDCG10
		q.MAP += r.AP
		q.MRR10 += r.RR10
		q.P10 += r.P10
		q.R100 += r.Recall100
	}
	for _, sum := range []*float64{&q.NDCG10, &q.MAP, &q.MRR10, &q.P10, &q.R100} {
		*sum = ratio(*sum, float64(q.Queries))
	}
	return q
}

// timings is how many queries are timed at least, so that a 99th percentile
// is not the worst of a few.
const timings = 1000

// latency asks all queries once more, several times if they are few.
func (s Setup) latency(ctx context.Context, engine Engine, queries []Query) (Latency, error) {
	if len(queries) == 0 {
		return Latency{}, nil
	}
	var took []float64
	for len(took) < timings {
		for _, q := range queries {
			began := time.Now()
			if _, err := engine.Search(ctx, s.Query(q.Text), 10); err != nil {
				return Latency{}, fmt.Errorf("query %q: %w", q.ID, err)
			}
			took = append(took, float64(time.Since(began).Nanoseconds())/1e3)
		}
	}
	return percentiles(took), nil
}

// percentiles sums up times, at least one, which it puts in order.
// A percentile is by nearest rank: the least time that so many do not exceed.
func percentiles(took []float64) Latency {
	slices.Sort(took)
	at := func(percent int) float64 { return took[(len(took)*percent+99)/100-1] }
	sum := 0.0
	for _, t := range took {
		sum += t
	}
	return Latency{P50: at(50), P90: at(90), P99: at(99), Mean: sum / float64(len(took))}
}

// peakRSS returns the most memory that the process ever held, in bytes.
func peakRSS() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if kB, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(kB), "kB")), 10, 64)
			return n << 10
		}
	}
	return 0
}

// WriteTREC writes the hits of a run in the format of TREC, which trec_eval and
// its kin read: query, Q0, document, rank from 1, score, name of the run.
func (r *Run) WriteTREC(w io.Writer, name string) error {
	b := bufio.NewWriter(w)
	for _, result := range r.Results {
		for i, h := range result.Hits {
			fmt.Fprintf(b, "%s Q0 %s %d %v %s\n", result.Query, h.ID, i+1, h.Score, name)
		}
	}
	return b.Flush()
}
