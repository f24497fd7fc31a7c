package main

import (
	"math"
	"slices"

	"summitbot/retrieval/eval"
)

// A sample is the evidence of questions with what answers them, and of the same
// questions without it, in the same order.
type sample struct{ with, without []float64 }

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
	least := math.Inf(1)
	at := c.threshold()
	for _, t := range slices.Sorted(slices.Values(slices.Concat(s.with, s.without))) {
		f := s.at(t)
		if off := math.Abs(f.Refused - (1 - f.Caught)); off < least {
			least, at = off, t
		}
	}
	c.b = -c.a * at
	return c
}

// ece returns the calibration error of c on a sample, by ten bins.
func (c calibration) ece(s sample) float64 {
	var p []float64
	var is []bool
	for i, xs := range [][]float64{s.with, s.without} {
		for _, x := range xs {
			p, is = append(p, c.probability(x)), append(is, i == 0)
		}
	}
	return eval.ECE(p, is, 10)
}
