package retrieval

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Quantised centroids keep the angles of the sums that they are made of.
func TestCentroidCosine(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var a, b Mixture
		var dot, aa, bb float64
		for i := range a {
			common := r.NormFloat64()
			a[i], b[i] = common+r.NormFloat64(), common+r.NormFloat64()
			dot, aa, bb = dot+a[i]*b[i], aa+a[i]*a[i], bb+b[i]*b[i]
		}
		ca, cb := a.Centroid(), b.Centroid()
		if got, want := ca.Cosine(&cb), dot/math.Sqrt(aa*bb); math.Abs(got-want) > .01 {
			t.Errorf("cosine %v, want %v", got, want)
		}
	}
}

// Texts about like things are nearer than others, in other words or not; a text
// without a known word is near nothing.
func TestCentroid(t *testing.T) {
	v := GloVe()
	of := func(words ...string) *Centroid {
		var m Mixture
		for _, w := range words {
			m.Add(v, w, 1)
		}
		c := m.Centroid()
		return &c
	}
	asked := of("puppy", "gift")
	near, far := asked.Cosine(of("dogs", "present")), asked.Cosine(of("parliament", "budget"))
	if near < far+.2 {
		t.Errorf("cosine with a like text %v, with another %v", near, far)
	}
	if same := asked.Cosine(of("gift", "puppy")); math.Abs(same-1) > 1e-6 {
		t.Errorf("cosine with itself in another order %v, want 1", same)
	}
	if none := asked.Cosine(of("xqzzt")); none != 0 {
		t.Errorf("cosine with a text without a known word %v, want 0", none)
	}
}
