package eval

import (
	"cmp"
	"slices"
)

// AUC returns how often the evidence of a question that has an answer is above
// that of one that has none, over all such pairs; equal is half. It is the area
// under the ROC curve: 0.5 tells nothing, 1 tells them apart. 0 if either is empty.
func AUC(with, without []float64) float64 {
	sorted := slices.Sorted(slices.Values(without))
	var above float64
	for _, x := range with {
		below, _ := slices.BinarySearch(sorted, x)
		equal, _ := slices.BinarySearchFunc(sorted[below:], x, func(y, x float64) int {
			if y <= x {
				return -1
			}
			return 1
		})
		above += float64(below) + float64(equal)/2
	}
	return ratio(above, float64(len(with)*len(without)))
}

// ECE returns the expected calibration error of probabilities: sorted, they are
// cut into bins of equal count (the first ones have one more if it does not come
// out even), and the differences between the mean probability of a bin and its
// share of what is true are averaged by count. Naeini, Cooper and Hauskrecht 2015,
// with equal counts for equal widths. Among equal probabilities each counts as
// their share of what is true, so that the order given does not matter.
func ECE(probabilities []float64, is []bool, bins int) float64 {
	order := make([]int, len(probabilities))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(probabilities[a], probabilities[b]) })
	share := make([]float64, len(order)) // by place in order
	for first := 0; first < len(order); {
		last, yes := first, 0.0
		for ; last < len(order) && probabilities[order[last]] == probabilities[order[first]]; last++ {
			if is[order[last]] {
				yes++
			}
		}
		for i := first; i < last; i++ {
			share[i] = yes / float64(last-first)
		}
		first = last
	}
	var wrong float64
	at := 0
	for bin := range bins {
		size := len(order) / bins
		if bin < len(order)%bins {
			size++
		}
		var off float64
		for range size {
			off += probabilities[order[at]] - share[at]
			at++
		}
		wrong += max(off, -off)
	}
	return ratio(wrong, float64(len(order)))
}

// SilenceFigures is how well evidence tells which questions have no answer, if
// those with less than a threshold are refused.
type SilenceFigures struct {
	F1      float64 // of refusing those without an answer
	Refused float64 // share of those with an answer, by fault
	Caught  float64 // share of those without
}

// Right returns the share of right decisions, where questions with and without an
// answer are equally many.
func (f SilenceFigures) Right() float64 { return (1 - f.Refused + f.Caught) / 2 }

// MeasureSilence measures a threshold on the evidence of questions with and
// without an answer.
func MeasureSilence(with, without []float64, threshold float64) SilenceFigures {
	refused, caught := below(with, threshold), below(without, threshold)
	return SilenceFigures{
		F1:      ratio(2*caught, refused+caught+float64(len(without))),
		Refused: ratio(refused, float64(len(with))),
		Caught:  ratio(caught, float64(len(without))),
	}
}

// below returns how many are less than a threshold.
func below(xs []float64, threshold float64) (n float64) {
	for _, x := range xs {
		if x < threshold {
			n++
		}
	}
	return n
}
