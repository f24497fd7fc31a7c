package main

import "math"

// An example is one question: the features of its candidates, and which of them
// are right.
type example struct {
	features [][]float64
	right    []bool
	count    float64 // how much the question counts
}

// A fit says how weights are learned.
type fit struct {
	l2    float64
	steps int
}

// learn returns the weights w that make
//
//	Σ count × mean over pairs of ln(1 + exp(-w·(right - wrong))) / Σ count + l2 × |w|²
//
// least, where the pairs are those of a right and a wrong candidate of one
// question: RankNet (Burges and others 2005, Learning to Rank using Gradient
// Descent) with a net of one layer. The descent is Adam (Kingma and Ba 2015) with
// all pairs in each step, the rate 0.1 falling to 0 in the second half.
// Features that are out keep the weight 0.
func (f fit) learn(examples []example, out []bool) []float64 {
	const slow, slower = .9, .999
	n := len(out)
	w, grad, mean, square := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	total := 0.
	for _, e := range examples {
		total += e.count
	}
	for step := 1; step <= f.steps; step++ {
		for i := range grad {
			grad[i] = 2 * f.l2 * w[i]
		}
		for _, e := range examples {
			e.slope(w, grad, total)
		}
		rate := .1 * min(1, 2*(1-float64(step)/float64(f.steps+1)))
		for i, g := range grad {
			if out[i] {
				continue
			}
			mean[i] = slow*mean[i] + (1-slow)*g
			square[i] = slower*square[i] + (1-slower)*g*g
			m, v := mean[i]/(1-math.Pow(slow, float64(step))), square[i]/(1-math.Pow(slower, float64(step)))
			w[i] -= rate * m / (math.Sqrt(v) + 1e-8)
		}
	}
	return w
}

// slope adds the question's part of the gradient at w to grad.
func (e example) slope(w, grad []float64, total float64) {
	scores, right := make([]float64, len(e.features)), 0
	for i, x := range e.features {
		scores[i] = dot(w, x)
		if e.right[i] {
			right++
		}
	}
	pairs := right * (len(e.right) - right)
	if pairs == 0 {
		return
	}
	share := e.count / total / float64(pairs)
	push := make([]float64, len(scores)) // by candidate, what each of its features is worth
	for i := range scores {
		for j := range scores {
			if e.right[i] && !e.right[j] {
				p := share / (1 + math.Exp(scores[i]-scores[j]))
				push[i] -= p
				push[j] += p
			}
		}
	}
	for i, x := range e.features {
		for k := range x {
			grad[k] += push[i] * x[k]
		}
	}
}

func dot(a, b []float64) (sum float64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}
