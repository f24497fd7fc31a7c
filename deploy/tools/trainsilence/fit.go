package main

import (
	"math"
	"slices"

	"summitbot/retrieval/eval"
)

// A sample is the numbers and the clues of questions with what answers them, and of the
// same questions without it, in the same order.
type sample struct {
	with, without           []float64
	withClues, withoutClues [][]float64 // nil for a question for which nothing is found
}

// by returns the sample with the numbers that weights make of its clues: the
// probabilities, 0 where nothing is found.
func (s sample) by(weights []float64) sample {
	numbers := func(all [][]float64) []float64 {
		ps := make([]float64, len(all))
		for i, x := range all {
			if x != nil {
				ps[i] = logistic(dot(weights, x))
			}
		}
		return ps
	}
	s.with, s.without = numbers(s.withClues), numbers(s.withoutClues)
	return s
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func dot(a, b []float64) (sum float64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// fitClues returns the weights of the clues of least mean log loss, each sample
// counting the same, by Newton's method.
func fitClues(samples []sample) []float64 {
	n := 0
	for _, s := range samples {
		for _, x := range s.withClues {
			n = max(n, len(x))
		}
	}
	w := make([]float64, n)
	for range 50 {
		grad, hess := make([]float64, n), make([][]float64, n)
		for i := range hess {
			hess[i] = make([]float64, n)
			hess[i][i], grad[i] = 2*ridge, 2*ridge*w[i]
		}
		for _, s := range samples {
			share := 1 / float64(len(samples)*(len(s.withClues)+len(s.withoutClues)))
			add := func(all [][]float64, is float64) {
				for _, x := range all {
					if x == nil {
						continue
					}
					p := logistic(dot(w, x))
					for i := range x {
						grad[i] += share * (p - is) * x[i]
						for j := range x {
							hess[i][j] += share * p * (1 - p) * x[i] * x[j]
						}
					}
				}
			}
			add(s.withClues, 1)
			add(s.withoutClues, 0)
		}
		step, most := solve(hess, grad), 0.0
		for i := range w {
			w[i] -= step[i]
			most = max(most, math.Abs(step[i]))
		}
		if most < 1e-10 {
			break
		}
	}
	return w
}

// solve returns x of m x = b, by Gauss's elimination; m is symmetric and positive
// definite. Both are spent.
func solve(m [][]float64, b []float64) []float64 {
	n := len(b)
	for i := range n {
		for k := i + 1; k < n; k++ {
			f := m[k][i] / m[i][i]
			for j := i; j < n; j++ {
				m[k][j] -= f * m[i][j]
			}
			b[k] -= f * b[i]
		}
	}
	for i := n - 1; i >= 0; i-- {
		for j := i + 1; j < n; j++ {
			b[i] -= m[i][j] * b[j]
		}
		b[i] /= m[i][i]
	}
	return b
}

// balance returns the threshold at which as many are refused by fault as are not
// caught, or as nearly as can be.
func balance(s sample) (at float64) {
	least := math.Inf(1)
	for _, t := range slices.Sorted(slices.Values(slices.Concat(s.with, s.without))) {
		f := s.at(t)
		if off := math.Abs(f.Refused - (1 - f.Caught)); off < least {
			least, at = off, t
		}
	}
	return at
}

// eceOf returns the calibration error of numbers that are probabilities, by ten bins.
func eceOf(s sample) float64 {
	var is []bool
	for i, xs := range [][]float64{s.with, s.without} {
		for range xs {
			is = append(is, i == 0)
		}
	}
	return eval.ECE(slices.Concat(s.with, s.without), is, 10)
}

func (s sample) auc() float64 { return eval.AUC(s.with, s.without) }

func (s sample) at(threshold float64) eval.SilenceFigures {
	return eval.MeasureSilence(s.with, s.without, threshold)
}

// best returns the threshold from 0.2 to 1.5, in steps of 0.01, that decides right
// most often in the samples, each counting the same; of equal ones the least.
func best(samples []sample) (threshold float64) {
	most := -1.0
	for i := 20; i <= 150; i++ {
		var right float64
		for _, s := range samples {
			right += s.at(float64(i) / 100).Right()
		}
		if right > most+1e-12 {
			most, threshold = right, float64(i)/100
		}
	}
	return threshold
}

// A calibration makes a probability of evidence: p = 1/(1+exp(-(a × evidence + b))).
type calibration struct{ a, b float64 }

func (c calibration) probability(evidence float64) float64 {
	return 1 / (1 + math.Exp(-c.a*evidence-c.b))
}

// threshold returns the evidence of probability 1/2.
func (c calibration) threshold() float64 { return -c.b / c.a }

// ridge is what a² and b² cost a fit, against the mean loss of a question: so
// little that it only matters where evidence tells questions wholly apart.
const ridge = 1e-6

// fit returns the calibration of least mean log loss, each sample counting the
// same, by Newton's method (Platt 1999, without his targets).
func fit(samples []sample) calibration {
	var c calibration
	for range 50 {
		ga, gb := 2*ridge*c.a, 2*ridge*c.b
		haa, hab, hbb := 2*ridge, 0.0, 2*ridge
		for _, s := range samples {
			share := 1 / float64(len(samples)*(len(s.with)+len(s.without)))
			add := func(evidence []float64, is float64) {
				for _, x := range evidence {
					p := c.probability(x)
					ga, gb = ga+share*(p-is)*x, gb+share*(p-is)
					h := share * p * (1 - p)
					haa, hab, hbb = haa+h*x*x, hab+h*x, hbb+h
				}
			}
			add(s.with, 1)
			add(s.without, 0)
		}
		det := haa*hbb - hab*hab
		da, db := (hbb*ga-hab*gb)/det, (haa*gb-hab*ga)/det
		c.a, c.b = c.a-da, c.b-db
		if math.Abs(da)+math.Abs(db) < 1e-10 {
			break
		}
	}
	return c
}

// shift returns c with b such that on a sample it refuses as many by fault as it
// fails to refuse, or as nearly as can be.
func (c calibration) shift(s sample) calibration {
	if len(s.with) > 0 {
		c.b = -c.a * balance(s)
	}
	return c
}

// ece returns the calibration error of c on a sample, by ten bins.
func (c calibration) ece(s sample) float64 {
	of := func(evidence []float64) []float64 {
		p := make([]float64, len(evidence))
		for i, x := range evidence {
			p[i] = c.probability(x)
		}
		return p
	}
	return eceOf(sample{with: of(s.with), without: of(s.without)})
}
