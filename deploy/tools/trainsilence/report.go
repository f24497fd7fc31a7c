package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"

	"summitbot/bot/answer"
	"summitbot/retrieval/eval"
)

// sampled is how many articles are asked their own headline.
const sampled = 200

// A barSamples is what was asked by one bar.
type barSamples struct {
	name      string
	bar       answer.Bar
	queries   []sample // by coverage
	headlines []sample // by coverage
	foreign   []sample // by coverage and then by other coverage, without only
}

// A report is what was measured.
type report struct {
	coverages []*coverage
	bars      []*barSamples
}

func newReport(ctx context.Context, coverages []*coverage) (*report, error) {
	r := &report{coverages: coverages, bars: []*barSamples{
		{name: "few", bar: answer.BarFor(1)},
		{name: "many", bar: answer.BarFor(1 << 20)},
	}}
	for _, b := range r.bars {
		for _, c := range coverages {
			queries, err := c.ask(ctx, c.queries, b.bar)
			if err != nil {
				return nil, err
			}
			headlines, err := c.ask(ctx, c.headlines(sampled), b.bar)
			if err != nil {
				return nil, err
			}
			b.queries, b.headlines = append(b.queries, queries), append(b.headlines, headlines)
			for _, other := range coverages {
				if other == c {
					continue
				}
				foreign, _, err := c.evidence(ctx, other.queries, b.bar, func(query) []string { return nil })
				if err != nil {
					return nil, err
				}
				b.foreign = append(b.foreign, sample{without: foreign})
			}
		}
	}
	return r, nil
}

// print writes the report as Markdown.
func (r *report) print(w io.Writer) {
	few, many := r.bars[0].bar, r.bars[1].bar
	fmt.Fprintf(w, head, few.Enough, few.Plenty, many.Enough)
	r.printBars(w)
	fmt.Fprint(w, headForeign)
	r.printForeign(w)
	fmt.Fprintf(w, headFitted, sampled)
	r.printFitted(w)
	r.printWeights(w)
}

// printBars writes how each bar does on each coverage, and the best it could.
func (r *report) printBars(w io.Writer) {
	const rule = "---:"
	const row = "| %-17s | %8s | %9s | %-4s | %5s | %5s | %7s | %6s | %5s | %4s | %5s | %7s | %6s | %5s |\n"
	fmt.Fprintf(w, row, "collection", "articles", "questions", "bar", "AUC", "F1", "refused", "caught", "right", "best", "F1", "refused", "caught", "right")
	fmt.Fprintf(w, row, "---", rule, rule, "---", rule, rule, rule, rule, rule, rule, rule, rule, rule, rule)
	for i, c := range r.coverages {
		for _, b := range r.bars {
			s := b.queries[i]
			t := best([]sample{s})
			now, then := s.at(b.bar.Enough), s.at(t)
			fmt.Fprintf(w, row, c.name, fmt.Sprint(c.articles()), fmt.Sprint(len(s.with)), b.name, share(s.auc()),
				share(now.F1), share(now.Refused), share(now.Caught), share(now.Right()),
				fmt.Sprintf("%.2f", t), share(then.F1), share(then.Refused), share(then.Caught), share(then.Right()))
		}
	}
}

func share(x float64) string { return fmt.Sprintf("%.3f", x) }

// printForeign writes which share of the questions of other coverages is refused.
func (r *report) printForeign(w io.Writer) {
	const row = "| %-17s | %-17s | %9s | %5s | %5s |\n"
	fmt.Fprintf(w, row, "asked of", "questions of", "questions", "few", "many")
	fmt.Fprintf(w, row, "---", "---", "---:", "---:", "---:")
	at := 0
	for _, c := range r.coverages {
		for _, other := range r.coverages {
			if other == c {
				continue
			}
			few, many := r.bars[0], r.bars[1]
			fmt.Fprintf(w, row, c.name, other.name, fmt.Sprint(len(other.queries)),
				share(few.foreign[at].at(few.bar.Enough).Caught), share(many.foreign[at].at(many.bar.Enough).Caught))
			at++
		}
	}
}

// methods are the ways to decide on one coverage by the samples of the others and the
// headlines of its own: the sample to look at, the threshold, and the calibration
// error, negative where there are no probabilities.
var methods = []struct {
	name string
	bars []string
	make func(b *barSamples, i int) (s sample, threshold, ece float64)
}{
	{"the bar", []string{"few", "many"}, func(b *barSamples, i int) (sample, float64, float64) {
		if b.bar.Weights != nil {
			return b.queries[i], b.bar.Enough, eceOf(b.queries[i])
		}
		return b.queries[i], b.bar.Enough, -1
	}},
	{"threshold", []string{"few"}, func(b *barSamples, i int) (sample, float64, float64) {
		return b.queries[i], best(b.others(i)), -1
	}},
	{"logistic", []string{"few"}, func(b *barSamples, i int) (sample, float64, float64) {
		c := fit(b.others(i))
		return b.queries[i], c.threshold(), c.ece(b.queries[i])
	}},
	{"logistic, shifted", []string{"few"}, func(b *barSamples, i int) (sample, float64, float64) {
		c := fit(b.others(i)).shift(b.headlines[i])
		return b.queries[i], c.threshold(), c.ece(b.queries[i])
	}},
	{"clues", []string{"many"}, func(b *barSamples, i int) (sample, float64, float64) {
		s := b.queries[i].by(fitClues(b.others(i)))
		return s, 0.5, eceOf(s)
	}},
	{"clues, shifted", []string{"many"}, func(b *barSamples, i int) (sample, float64, float64) {
		w := fitClues(b.others(i))
		at := balance(b.headlines[i].by(w))
		w[0] -= math.Log(max(at, 1e-9) / max(1-at, 1e-9)) // so that p is 1/2 there
		s := b.queries[i].by(w)
		return s, 0.5, eceOf(s)
	}},
}

// others returns the samples of the coverages but number i.
func (b *barSamples) others(i int) []sample { return slices.Delete(slices.Clone(b.queries), i, i+1) }

// printFitted writes how what was fitted on the other coverages does on each, and
// the means of that.
func (r *report) printFitted(w io.Writer) {
	const row = "| %-4s | %-17s | %-17s | %5s | %6s | %5s | %7s | %6s | %5s | %5s |\n"
	fmt.Fprintf(w, row, "bar", "calibrated by", "measured on", "AUC", "enough", "F1", "refused", "caught", "right", "ECE")
	fmt.Fprintf(w, row, "---", "---", "---", "---:", "---:", "---:", "---:", "---:", "---:", "---:")
	n := float64(len(r.coverages))
	for _, b := range r.bars {
		for _, m := range methods {
			if !slices.Contains(m.bars, b.name) {
				continue
			}
			var mean eval.SilenceFigures
			var meanAUC, meanECE float64
			print := func(on, auc, enough string, f eval.SilenceFigures, ece float64) {
				off := "–"
				if ece >= 0 {
					off = share(ece)
				}
				fmt.Fprintf(w, row, b.name, m.name, on, auc, enough, share(f.F1), share(f.Refused), share(f.Caught), share(f.Right()), off)
			}
			for i, c := range r.coverages {
				s, threshold, ece := m.make(b, i)
				f := s.at(threshold)
				print(c.name, share(s.auc()), share(threshold), f, ece)
				mean.F1, mean.Refused, mean.Caught = mean.F1+f.F1/n, mean.Refused+f.Refused/n, mean.Caught+f.Caught/n
				meanAUC, meanECE = meanAUC+s.auc()/n, meanECE+ece/n
			}
			print("mean", share(meanAUC), "", mean, meanECE)
		}
	}
}

// printWeights writes the weights that all coverages together give the clues, as
// bot/answer has them.
func (r *report) printWeights(w io.Writer) {
	fmt.Fprint(w, "\nFitted on all three, the clues weigh")
	for _, x := range fitClues(r.bars[1].queries) {
		fmt.Fprintf(w, " %.3f", x)
	}
	fmt.Fprintln(w, ".")
}

const head = `# Silence

Generated by ` + "`go run ./trainsilence -write ../SILENCE.md`" + ` in deploy/tools.

How well evidence tells that a coverage does not say, on public collections of more articles than the five. Each question
is asked with its right articles and once more without them: their passages are left out of what is compared, idf and all
else stay. Xquad-en has questions on paragraphs of encyclopedia articles, each an article here; of bbc, the questions are
headlines; rtqa-dev-passages has quiz questions on a week's news. Without its right article a question may be answered by
another all the same, which is not known; on rtqa evidence hardly tells the two apart, and the figures say little.

Two bars of bot/answer/silence.go: few, for less than 50 articles, evidence of %.2f with %v as plenty, which
deploy/QUALITY.md measures; and many, a probability of %.2f, by weights of five clues. Only the bar of many is used on these.
F1 is of refusing; refused, the share with the articles that is refused by fault; caught, the share without them that is
refused; right, the mean of what is right of both. Refusing everything has an F1 of .667 and .500 right, so that F1 alone
must not choose: best is the evidence from which on most is right in that collection.

`

const headForeign = `
Questions of one collection asked of another, which mostly has no answer to them: the share that is refused.

`

const headFitted = `
What calibration is worth. Each is fitted on two of the collections and measured on the third: of few, the best threshold,
and the logistic curve p = 1/(1+exp(-(a × evidence + b))), enough being where p is 1/2; of many, the weights of the clues.
Shifted, p is moved so that as many are refused by fault as are not caught when up to %d articles, evenly spaced, are asked
their own headline, or first sentence if they have none, with and without that article. Bbc has no headlines beside its
questions, and five articles of xquad-en share one, so that the shift is tested fairly on rtqa only. ECE is the calibration
error of p in 10 bins of equal count. The bar of many, as it is, was fitted on all three collections.

`
