package eval

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestAUC(t *testing.T) {
	for _, tt := range []struct {
		name          string
		with, without []float64
		want          float64
	}{
		{"told apart", []float64{.9, .8}, []float64{.1, .7}, 1},
		{"the wrong way round", []float64{.1}, []float64{.2, .3}, 0},
		{"all equal", []float64{1, 1}, []float64{1, 1, 1}, .5},
		{"pairs: 2>1, 2=2, 3>1, 3>2", []float64{3, 2}, []float64{1, 2}, 3.5 / 4},
		{"none", nil, []float64{1}, 0},
	} {
		if got := AUC(tt.with, tt.without); got != tt.want {
			t.Errorf("%s: AUC %v, want %v", tt.name, got, tt.want)
		}
	}
}

// AUC is the mean over all pairs, which another loop can count.
func TestAUCPairs(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	draw := func() []float64 {
		xs := make([]float64, 1+r.IntN(20))
		for i := range xs {
			xs[i] = float64(r.IntN(8))
		}
		return xs
	}
	for range 200 {
		with, without, sum := draw(), draw(), 0.0
		for _, x := range with {
			for _, y := range without {
				switch {
				case x > y:
					sum++
				case x == y:
					sum += .5
				}
			}
		}
		if got, want := AUC(with, without), sum/float64(len(with)*len(without)); math.Abs(got-want) > 1e-12 {
			t.Fatalf("AUC(%v, %v) = %v, want %v", with, without, got, want)
		}
	}
}

func TestECE(t *testing.T) {
	for _, tt := range []struct {
		name string
		p    []float64
		is   []bool
		bins int
		want float64
	}{
		{"sure and right", []float64{0, 1}, []bool{false, true}, 2, 0},
		{"sure and wrong", []float64{0, 1}, []bool{true, false}, 2, 1},
		// One bin: mean .5, half are true.
		{"one bin hides it", []float64{0, 1}, []bool{true, false}, 1, 0},
		// Bins {.1, .3, .5} and {.7, .9}: |.9-1| + |1.6-1| = .7, by 5.
		{"the first bin has one more", []float64{.9, .1, .5, .3, .7}, []bool{true, false, true, false, false}, 2, .7 / 5},
		// Half of the equal ones are true wherever they stand: |.6-.5|+|.6-.5|, by 2.
		{"equal ones", []float64{.6, .6}, []bool{true, false}, 2, .1},
		{"equal ones, other order", []float64{.6, .6}, []bool{false, true}, 2, .1},
		{"fewer than bins", []float64{.25}, []bool{true}, 10, .75},
		{"none", nil, nil, 10, 0},
	} {
		if got := ECE(tt.p, tt.is, tt.bins); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("%s: ECE %v, want %v", tt.name, got, tt.want)
		}
	}
}

// Of four with an answer one is below .5; of two without, one: precision 1/2,
// recall 1/2. What is at the threshold is not refused.
func TestMeasureSilence(t *testing.T) {
	with, without := []float64{.2, .5, .6, .9}, []float64{.1, .5}
	if got, want := MeasureSilence(with, without, .5), (SilenceFigures{F1: .5, Refused: .25, Caught: .5}); got != want {
		t.Errorf("at .5: %+v, want %+v", got, want)
	}
	if got := MeasureSilence(with, without, .5).Right(); got != .625 {
		t.Errorf("right %v, want (.75+.5)/2", got)
	}
	// All are refused: precision 1/2 of what is half, recall 1.
	if got := MeasureSilence(with, with, 2); got.F1 != 2./3 || got.Right() != .5 {
		t.Errorf("all refused: %+v, want F1 2/3, right 1/2", got)
	}
	if got := MeasureSilence(nil, nil, 1); got != (SilenceFigures{}) {
		t.Errorf("nothing: %+v", got)
	}
}
