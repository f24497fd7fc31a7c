package retrieval

import "math"

// A Centroid is the direction of a text: of the weighted sum of the directions of
// its words. Texts about like things have centroids that lie near each other,
// though they may share no word. The zero Centroid is that of a text without a
// word that has a vector.
//
// With weights that grow as words get rarer it is the sentence embedding of
// Arora, Liang and Ma 2017, A Simple but Tough-to-Beat Baseline for Sentence
// Embeddings, without their last step, the removal of what all sentences share.
type Centroid struct {
	numbers [dims]int8 // the direction, the largest of its numbers being ±127
	length  float32    // of numbers
}

// A Mixture adds up directions. The zero Mixture is empty.
type Mixture [dims]float64

// Add adds a folded word; one that has no vector changes nothing.
func (m *Mixture) Add(v *Vectors, word string, weight float64) {
	vector := v.of(word)
	if vector == "" {
		return
	}
	weight /= length(vector)
	for i := range len(vector) {
		m[2*i] += weight * float64(value(vector[i]&15))
		m[2*i+1] += weight * float64(value(vector[i]>>4))
	}
}

// Centroid returns the direction of what was added.
func (m *Mixture) Centroid() (c Centroid) {
	most := 0.0
	for _, x := range m {
		most = max(most, math.Abs(x))
	}
	if most == 0 {
		return c
	}
	squares := 0
	for i, x := range m {
		n := int(math.Round(x / most * math.MaxInt8))
		c.numbers[i] = int8(n)
		squares += n * n
	}
	c.length = float32(math.Sqrt(float64(squares)))
	return c
}

// Cosine returns the cosine of the angle between two centroids, 0 if one of them
// is zero. Rounding moves it by less than 0.01.
func (c *Centroid) Cosine(d *Centroid) float64 {
	if c.length == 0 || d.length == 0 {
		return 0
	}
	dot := 0
	for i, x := range c.numbers {
		dot += int(x) * int(d.numbers[i])
	}
	return float64(dot) / (float64(c.length) * float64(d.length))
}
