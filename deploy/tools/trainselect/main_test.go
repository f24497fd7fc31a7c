package main

import (
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// One question, one pair, one feature, in which right and wrong differ by 1. The
// loss ln(1+exp(-w)) + 0.1 w² is least where 1/(1+exp(w)) = 0.2 w: at w = 1.177
// the left is 1/(1+3.2446) = 0.2356 and the right 0.2354.
func TestLearn(t *testing.T) {
	pair := []example{{features: [][]float64{{1, 5}, {0, 0}}, right: []bool{true, false}, count: 3}}
	w := fit{l2: .1, steps: 2000}.learn(pair, []bool{false, true})
	if math.Abs(w[0]-1.177) > .002 {
		t.Errorf("weight %v, want 1.177", w[0])
	}
	if w[1] != 0 {
		t.Errorf("a feature that is out has weight %v", w[1])
	}
	// Questions without a pair say nothing.
	none := []example{{features: [][]float64{{1}}, right: []bool{true}, count: 1}, {features: [][]float64{{1}}, right: []bool{false}, count: 1}}
	if w := (fit{l2: .1, steps: 50}).learn(none, []bool{false}); w[0] != 0 {
		t.Errorf("learned %v from nothing", w[0])
	}
}

// The slope is that of the loss, by differences.
func TestSlope(t *testing.T) {
	e := example{features: [][]float64{{1, 0}, {.5, 2}, {0, 1}, {.3, .3}}, right: []bool{true, false, true, false}, count: 2}
	loss := func(w []float64) (sum float64) {
		s := e.scores(w)
		for _, r := range []int{0, 2} {
			for _, x := range []int{1, 3} {
				sum += math.Log(1 + math.Exp(s[x]-s[r]))
			}
		}
		return sum / 4 * e.count / 4 // 4 pairs; counts add up to 4
	}
	w, grad := []float64{.7, -.2}, []float64{0, 0}
	e.slope(w, grad, 4)
	for i := range w {
		const h = 1e-6
		up, down := slices.Clone(w), slices.Clone(w)
		up[i], down[i] = w[i]+h, w[i]-h
		if want := (loss(up) - loss(down)) / (2 * h); math.Abs(grad[i]-want) > 1e-6 {
			t.Errorf("slope %d: %v, want %v", i, grad[i], want)
		}
	}
}

func TestRun(t *testing.T) {
	if err := run(nil, "", io.Discard); err == nil || !strings.Contains(err.Error(), "TESTDATA_DIR") {
		t.Errorf("without collections: %v", err)
	}
	if err := run(nil, t.TempDir(), io.Discard); err == nil {
		t.Error("an empty folder: no error")
	}
	if err := run([]string{"-l2", "much"}, t.TempDir(), io.Discard); err == nil {
		t.Error("-l2 much: no error")
	}
}

// The reading test becomes questions with one right sentence each, whose
// features the product computes.
func TestReadXQuAD(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"corpus.jsonl":   `{"_id":"p1","title":"Mill","text":"Öl is milled. The mill was built in 1843. It is old."}` + "\n",
		"queries.jsonl":  `{"_id":"q1","text":"When was the mill built?"}` + "\n",
		"qrels/test.tsv": "query-id\tcorpus-id\tscore\nq1\tp1\t1\n",
		"spans.jsonl":    `{"query": "q1", "doc": "p1", "answers": [[36, "1843"]]}` + "\n",
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := readXQuAD(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.choices) != 1 || len(s.choices[0].Candidates) != 3 {
		t.Fatalf("choices %+v", s.choices)
	}
	for i, c := range s.choices[0].Candidates {
		if right := c.Text == "The mill was built in 1843."; s.examples[0].right[i] != right || (c.Label == 1) != right {
			t.Errorf("%q: right is %v", c.Text, s.examples[0].right[i])
		}
	}
}
