package main

import (
	"context"
	"fmt"
	"io"
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
				foreign, err := c.evidence(ctx, other.queries, b.bar, func(query) []string { return nil })
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

// methods are the ways to calibrate by the samples of other coverages and the
// headlines of the one that is tested. A mere threshold has no probabilities: a is 0.
var methods = []struct {
	name string
	make func(b *barSamples, others []sample, headlines sample) (threshold float64, c calibration)
}{
	{"the bar", func(b *barSamples, _ []sample, _ sample) (float64, calibration) {
		return b.bar.Enough, calibration{}
	}},
	{"threshold", func(_ *barSamples, others []sample, _ sample) (float64, calibration) {
		return best(others), calibration{}
	}},
	{"logistic", func(_ *barSamples, others []sample, _ sample) (float64, calibration) {
		c := fit(others)
		return c.threshold(), c
	}},
	{"logistic, shifted", func(_ *barSamples, others []sample, headlines sample) (float64, calibration) {
		c := fit(others).shift(headlines)
		return c.threshold(), c
	}},
}

// printFitted writes how what was fitted on the other coverages does on each, and
// the means of that.
func (r *report) printFitted(w io.Writer) {
	const row = "| %-4s | %-17s | %-17s | %6s | %5s | %7s | %6s | %5s | %5s |\n"
	fmt.Fprintf(w, row, "bar", "calibrated by", "measured on", "enough", "F1", "refused", "caught", "right", "ECE")
	fmt.Fprintf(w, row, "---", "---", "---", "---:", "---:", "---:", "---:", "---:", "---:")
	n := float64(len(r.coverages))
	for _, b := range r.bars {
		for _, m := range methods {
			var mean eval.SilenceFigures
			var meanECE float64
			print := func(on, enough string, f eval.SilenceFigures, ece float64, calibrated bool) {
				off := "–"
				if calibrated {
					off = share(ece)
				}
				fmt.Fprintf(w, row, b.name, m.name, on, enough, share(f.F1), share(f.Refused), share(f.Caught), share(f.Right()), off)
			}
			calibrated := false
			for i, c := range r.coverages {
				s := b.queries[i]
				threshold, fitted := m.make(b, slices.Delete(slices.Clone(b.queries), i, i+1), b.headlines[i])
				f, ece := s.at(threshold), fitted.ece(s)
				calibrated = fitted.a != 0
				print(c.name, share(threshold), f, ece, calibrated)
				mean.F1, mean.Refused, mean.Caught, meanECE = mean.F1+f.F1/n, mean.Refused+f.Refused/n, mean.Caught+f.Caught/n, meanECE+ece/n
			}
			print("mean", "", mean, meanECE, calibrated)
		}
	}
}

const head = `# Silence

Generated by ` + "`go run ./trainsilence -write ../SILENCE.md`" + ` in deploy/tools.

How well evidence tells that a coverage does not say, on public collections of more articles than the five. Each question
is asked with its right articles and once more without them: their passages are left out of what is compared, idf and all
else stay. Xquad-en has questions on paragraphs of encyclopedia articles, each an article here; of bbc, the questions are
headlines; rtqa-dev-passages has quiz questions on a week's news. Without its right article a question may be answered by
another all the same, which is not known; on rtqa evidence hardly tells the two apart, and the figures say little.

Two bars of bot/answer/silence.go: few, for less than 50 articles, evidence of %.2f with %v as plenty, which
deploy/QUALITY.md measures; and many, %.2f with no weight of words as plenty. Only the bar of many is used on these.
F1 is of refusing; refused, the share with the articles that is refused by fault; caught, the share without them that is
refused; right, the mean of what is right of both. Refusing everything has an F1 of .667 and .500 right, so that F1 alone
must not choose: best is the evidence from which on most is right in that collection.

`

const headForeign = `
Questions of one collection asked of another, which mostly has no answer to them: the share that is refused.

`

const headFitted = `
Would a calibration be better? Each is fitted on two of the collections and measured on the third: the best threshold; the
logistic curve p = 1/(1+exp(-(a × evidence + b))), enough being where p is 1/2; and that with b moved so that as many are
refused by fault as are not caught when up to %d articles, evenly spaced, are asked their own headline, or first sentence
if they have none, with and without that article. Bbc has no headlines beside its questions, and five articles of xquad-en
share one, so that the shift is tested fairly on rtqa only. ECE is the calibration error of p in 10 bins of equal count. The
bar of many was chosen knowing all three collections.

`
