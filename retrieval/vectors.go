package retrieval

import (
	_ "embed"
	"errors"
	"math"
	"math/bits"
)

// Vectors are directions of words in a space in which words that occur in like
// company lie near each other. They are read where they lie, immutable and safe
// for concurrent use. Make them with [GloVe] or [OpenVectors]; the zero Vectors
// have no words.
//
// # Format
//
// Numbers are unsigned and begin with their lowest byte.
//
//	"sbvc", version 1 (one byte)
//	three numbers of four bytes: words W, length of a vector D, which is 100, length of the words' bytes
//	words    as those of a [Lexicon]: where each block of 16 begins, ceil(W/16) numbers of three bytes; the bytes
//	vectors  W times 50 bytes, each holding two numbers of four bits, the first in the lower half: n stands
//	         for 2n-15, the middle of one of 16 equal steps
//
// GloVe's 40,000 commonest words are 2.2 MB so. How the numbers were chosen
// stands beside the generator, deploy/tools/vectors.
type Vectors struct {
	words   wordList
	vectors string
}

// dims is the length of a vector, vectorBytes what it takes.
const (
	dims        = 100
	vectorBytes = dims / 2
)

//go:embed vectors.bin
var gloVe string

// GloVe returns the vectors of the 40,000 commonest words of news and
// encyclopedia, after Pennington, Socher and Manning 2014, GloVe. It panics if
// the embedded file is damaged, which a test rules out.
func GloVe() *Vectors {
	v, err := OpenVectors(gloVe)
	if err != nil {
		panic(err)
	}
	return v
}

// OpenVectors returns the vectors that data holds.
func OpenVectors(data string) (*Vectors, error) {
	r := lexiconReader{rest: data}
	if r.bytes(4) != "sbvc" || r.bytes(1) != "\x01" {
		return nil, errors.New("open vectors: not vectors of version 1")
	}
	words, length, text := r.count(), r.count(), r.count()
	if length != dims {
		return nil, errors.New("open vectors: their length is not 100")
	}
	v := &Vectors{words: wordList{words, r.numbers(blocks(words)), r.bytes(text)}, vectors: r.bytes(words * vectorBytes)}
	if r.short || r.rest != "" || !v.words.sound() {
		return nil, errors.New("open vectors: they are damaged")
	}
	return v, nil
}

// of returns the vector of a word, "" if there is none.
func (v *Vectors) of(word string) string {
	from, to := v.words.find(word)
	if from == to {
		return ""
	}
	return v.vectors[from*vectorBytes : (from+1)*vectorBytes]
}

// value returns the number for which four bits stand.
func value(four byte) int { return 2*int(four) - 15 }

// length returns the length of a vector; it is never 0.
func length(vector string) float64 {
	sum := 0
	for i := range len(vector) {
		low, high := value(vector[i]&15), value(vector[i]>>4)
		sum += low*low + high*high
	}
	return math.Sqrt(float64(sum))
}

// A products table holds, for one vector, the product of each two of its
// numbers with every two that a byte can hold: a look-up instead of two
// multiplications and what it takes to unpack them.
type products [vectorBytes][256]int16

// fill makes the table that of a vector.
func (p *products) fill(vector string) {
	for i := range p {
		low, high := value(vector[i]&15), value(vector[i]>>4)
		for b := range 16 {
			row := p[i][16*b : 16*b+16]
			product := high*value(byte(b)) - 15*low
			for j := range row {
				row[j] = int16(product + 2*j*low)
			}
		}
	}
}

// dot returns the scalar product with another vector.
func (p *products) dot(vector string) int {
	sum := 0
	for i := range p {
		sum += int(p[i][vector[i]])
	}
	return sum
}

// signs are which numbers of a vector are positive.
type signs [2]uint64

func signsOf(vector string) (s signs) {
	for i := range len(vector) {
		s[i/32] |= uint64(vector[i]>>3&1)<<(2*i%64) | uint64(vector[i]>>7)<<((2*i+1)%64)
	}
	return s
}

// differ returns in how many numbers two vectors have other signs. Of vectors at
// an angle of φ these are 100 φ/π, give or take 5 (Goemans and Williamson 1995,
// section 3, of random directions).
func (s signs) differ(t signs) int {
	return bits.OnesCount64(s[0]^t[0]) + bits.OnesCount64(s[1]^t[1])
}
