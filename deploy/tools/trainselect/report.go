package main

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"summitbot/bot/answer"
	"summitbot/retrieval/eval"
)

// folds is how many parts a set is cut into to measure on what was not learned from.
const folds = 5

// groups are features that say the same kind of thing.
var groups = []struct {
	name     string
	features string
}{
	{"shared words", "bm25 coverage exact names"},
	{"other words", "weak"},
	{"beginning", "opens"},
	{"related words", "related topic"},
	{"surroundings", "before passage lead"},
	{"length", "length fragment"},
	{"kind asked for", "time person place number list cue"},
	{"definitions", "defined apposed"},
}

// A report is what was learned and measured.
type report struct {
	fit        fit
	train, dev []set
	names      []string
	weights    []float64
	all        []float64   // MAP on each set, as in measure
	without    [][]float64 // by feature, the same without it
}

func newReport(f fit, train, dev []set) *report {
	r := &report{fit: f, train: train, dev: dev, names: answer.FeatureNames()}
	out := make([]bool, len(r.names))
	r.weights = f.learn(join(train), out)
	r.all = r.measure(out)
	for i := range r.names {
		out[i] = true
		r.without = append(r.without, r.measure(out))
		out[i] = false
	}
	return r
}

// measure returns the MAP on each training set, cross-validated, and then on each
// development set, without the features that are out.
func (r *report) measure(out []bool) []float64 {
	maps := r.cross(out)
	w := r.fit.learn(join(r.train), out)
	for _, s := range r.dev {
		maps = append(maps, measure(w, s).MAP)
	}
	return maps
}

// cross returns the MAP on each training set: every fifth question is scored by
// weights learned without it.
func (r *report) cross(out []bool) []float64 {
	scores := make([][][]float64, len(r.train))
	for k, s := range r.train {
		scores[k] = make([][]float64, len(s.examples))
	}
	for fold := range folds {
		var learned []example
		for _, s := range r.train {
			for i, e := range s.examples {
				if i%folds != fold {
					learned = append(learned, e)
				}
			}
		}
		w := r.fit.learn(learned, out)
		for k, s := range r.train {
			for i := fold; i < len(s.examples); i += folds {
				scores[k][i] = s.examples[i].scores(w)
			}
		}
	}
	var maps []float64
	for k, s := range r.train {
		maps = append(maps, eval.MeasureSelection(s.choices, scores[k]).MAP)
	}
	return maps
}

func (e example) scores(w []float64) []float64 {
	scores := make([]float64, len(e.features))
	for i, x := range e.features {
		scores[i] = dot(w, x)
	}
	return scores
}

func measure(w []float64, s set) eval.Selection {
	scores := make([][]float64, len(s.examples))
	for i, e := range s.examples {
		scores[i] = e.scores(w)
	}
	return eval.MeasureSelection(s.choices, scores)
}

func join(sets []set) (all []example) {
	for _, s := range sets {
		all = append(all, s.examples...)
	}
	return all
}

// print prints the quality, and what it loses without each group and feature.
func (r *report) print(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "MAP; of training sets (first three) cross-validated, %d folds\n%-16s", folds, "")
	for _, s := range slices.Concat(r.train, r.dev) {
		fmt.Fprintf(&b, " %16s", s.name)
	}
	row := func(name, format string, values []float64) {
		fmt.Fprintf(&b, "\n%-16s", name)
		for _, v := range values {
			fmt.Fprintf(&b, " "+format, v)
		}
	}
	row("all features", "%16.4f", r.all)
	bm25 := make([]float64, len(r.names))
	bm25[slices.Index(r.names, "bm25")] = 1
	var plain, mrr []float64
	for _, s := range slices.Concat(r.train, r.dev) {
		plain, mrr = append(plain, measure(bm25, s).MAP), append(mrr, measure(r.weights, s).MRR)
	}
	row("bm25 alone", "%16.4f", plain)
	for _, g := range groups {
		out := make([]bool, len(r.names))
		for i, name := range r.names {
			out[i] = slices.Contains(strings.Fields(g.features), name)
		}
		row("- "+g.name, "%+16.4f", minus(r.measure(out), r.all))
	}
	for i, name := range r.names {
		row("- "+name, "%+16.4f", minus(r.without[i], r.all))
	}
	row("MRR, all, not cv", "%16.4f", mrr)
	b.WriteString("\n")
	_, err := b.WriteTo(w)
	return err
}

func minus(a, b []float64) []float64 {
	d := make([]float64, len(a))
	for i := range a {
		d[i] = a[i] - b[i]
	}
	return d
}

// file returns the weights as bot/answer reads them.
func (r *report) file() []byte {
	var b bytes.Buffer
	b.WriteString("# How much each feature counts for a sentence: name and weight. Learned by deploy/tools/trainselect.\n" +
		"# Behind each: the MAP on trecqa, wikiqa and xquad, cross-validated, that leaving it out costs (below 0) or\n" +
		"# gains, in thousandths, and what it is.\n#\n")
	for k, s := range slices.Concat(r.train, r.dev) {
		fmt.Fprintf(&b, "# %-16s MAP %.4f\n", s.name, r.all[k])
	}
	b.WriteString("\n")
	for i, name := range r.names {
		d := minus(r.without[i], r.all)
		fmt.Fprintf(&b, "%-10s %7.4f  # %+5.1f %+5.1f %+5.1f  %s\n", name, r.weights[i],
			1000*d[0], 1000*d[1], 1000*d[2], answer.FeatureText(i))
	}
	return b.Bytes()
}
