// Package eval holds judgements and metrics: how well a ranking finds what was
// judged relevant in a test collection ([ReadCollection], [Setup.Measure]), and
// how well replies answer judged questions ([ReadQuestions], [Measure]). It knows
// no articles and no Discord.
package eval

import (
	"math"
	"slices"
)

// NDCG returns the normalised discounted cumulative gain of the first k of a
// ranking of document IDs, from 0 to 1: its DCG over that of the best possible
// ranking, and 0 if nothing is right. Järvelin and Kekäläinen 2002, Cumulated
// gain-based evaluation of IR techniques, with the discount most use:
//
//	DCG = Σ over ranks i from 1 to k of grade(i) / log2(i+1)
//
// The gain is the grade itself, as in trec_eval and BEIR, so that our figures
// stand beside theirs; 2^grade-1 (Burges and others 2005) is not used.
func NDCG(ranking []string, grades Grades, k int) float64 {
	dcg, ideal := 0.0, 0.0
	for i, id := range first(k, ranking) {
		dcg += discounted(grades[id], i)
	}
	best := make([]int, 0, len(grades))
	for _, g := range grades {
		best = append(best, g)
	}
	slices.SortFunc(best, func(a, b int) int { return b - a })
	for i, g := range first(k, best) {
		ideal += discounted(g, i)
	}
	return ratio(dcg, ideal)
}

// discounted returns what a grade adds at place i, counted from 0.
func discounted(grade, i int) float64 {
	return float64(max(grade, 0)) / math.Log2(float64(i+2))
}

// AveragePrecision returns the mean, over all right documents, of the precision
// at the rank where each stands among the first k, or 0 where it does not
// stand. Its mean over queries is MAP. Voorhees and Harman 2005, TREC:
// Experiment and Evaluation in Information Retrieval, chapter 3.
func AveragePrecision(ranking []string, grades Grades, k int) float64 {
	sum, found := 0.0, 0
	for i, id := range first(k, ranking) {
		if grades[id] > 0 {
			found++
			sum += float64(found) / float64(i+1)
		}
	}
	return ratio(sum, float64(grades.right()))
}

// ReciprocalRank returns 1/rank of the first right document among the first k,
// 0 if there is none. Its mean over queries is MRR@k. Voorhees 1999, The TREC-8
// Question Answering Track Report.
func ReciprocalRank(ranking []string, grades Grades, k int) float64 {
	for i, id := range first(k, ranking) {
		if grades[id] > 0 {
			return 1 / float64(i+1)
		}
	}
	return 0
}

// Recall returns the share of the right documents that stand among the first k.
func Recall(ranking []string, grades Grades, k int) float64 {
	return ratio(found(ranking, grades, k), float64(grades.right()))
}

// Precision returns the share of k that right documents among the first k make
// up; a ranking shorter than k is not excused.
func Precision(ranking []string, grades Grades, k int) float64 {
	return ratio(found(ranking, grades, k), float64(k))
}

// found returns how many right documents stand among the first k.
func found(ranking []string, grades Grades, k int) float64 {
	n := 0.0
	for _, id := range first(k, ranking) {
		if grades[id] > 0 {
			n++
		}
	}
	return n
}

// right returns how many documents are right.
func (g Grades) right() int {
	n := 0
	for _, grade := range g {
		if grade > 0 {
			n++
		}
	}
	return n
}

func first[T any](k int, s []T) []T { return s[:max(0, min(k, len(s)))] }

// ratio returns a/b, and 0 of nothing.
func ratio(a, b float64) float64 {
	if b <= 0 {
		return 0
	}
	return a / b
}
