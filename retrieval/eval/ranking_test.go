package eval

import (
	"math"
	"strings"
	"testing"
)

func near(got, want float64) bool { return math.Abs(got-want) <= 1.5e-6 }

func TestRankingMetrics(t *testing.T) {
	grades := Grades{"a": 3, "b": 0, "c": 1, "x": 2}
	metrics := map[string]func([]string, Grades, int) float64{
		"nDCG": NDCG, "AP": AveragePrecision, "RR": ReciprocalRank, "recall": Recall, "precision": Precision,
	}
	for _, tt := range []struct {
		ranking string
		grades  Grades
		k       int
		want    map[string]float64
	}{
		// DCG 3/log2(2) + 0 + 1/log2(4) = 3.5; ideal 3 + 2/log2(3) + 1/log2(4) = 3 + 1.261860 + 0.5;
		// 3.5/4.761860. AP (1/1 + 2/3)/3. Two of three found.
		{"a b c", grades, 3, map[string]float64{"nDCG": 0.735007, "AP": 0.555556, "RR": 1, "recall": 0.666667, "precision": 0.666667}},
		// k 2: only a. Ideal 3 + 1.261860. AP (1/1)/3.
		{"a b c", grades, 2, map[string]float64{"nDCG": 0.703918, "AP": 0.333333, "RR": 1, "recall": 0.333333, "precision": 0.5}},
		// c third: DCG 1/2 of 4.761860 (k 5, three are right); AP (1/3)/3; two unjudged ones are wrong.
		{"y z c", grades, 5, map[string]float64{"nDCG": 0.105001, "AP": 0.111111, "RR": 0.333333, "recall": 0.333333, "precision": 0.2}},
		{"a x c", grades, 10, map[string]float64{"nDCG": 1, "AP": 1, "RR": 1, "recall": 1, "precision": 0.3}},
		{"", grades, 10, map[string]float64{"nDCG": 0, "AP": 0, "RR": 0, "recall": 0, "precision": 0}},
		{"a b", nil, 10, map[string]float64{"nDCG": 0, "AP": 0, "RR": 0, "recall": 0, "precision": 0}},
		{"a b", grades, 0, map[string]float64{"nDCG": 0, "AP": 0, "RR": 0, "recall": 0, "precision": 0}},
		// A grade below 0 is wrong, not a debt.
		{"n a", Grades{"n": -1, "a": 1}, 10, map[string]float64{"nDCG": 0.630930, "AP": 0.5, "RR": 0.5, "recall": 1, "precision": 0.1}},
	} {
		for name, want := range tt.want {
			if got := metrics[name](strings.Fields(tt.ranking), tt.grades, tt.k); !near(got, want) {
				t.Errorf("%s@%d of %q, grades %v: %f, want %f", name, tt.k, tt.ranking, tt.grades, got, want)
			}
		}
	}
}
