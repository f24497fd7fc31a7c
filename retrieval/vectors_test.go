package retrieval

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// cosine is the naive way to compare two vectors: unpack, multiply, divide.
func cosine(a, b string) float64 {
	dot, aa, bb := 0.0, 0.0, 0.0
	for i := range 2 * len(a) {
		x, y := float64(value(a[i/2]>>(4*(i%2))&15)), float64(value(b[i/2]>>(4*(i%2))&15))
		dot, aa, bb = dot+x*y, aa+x*x, bb+y*y
	}
	return dot / math.Sqrt(aa*bb)
}

func TestGloVe(t *testing.T) {
	v := GloVe()
	if v.words.n != 40_000 {
		t.Errorf("%d words, want 40,000", v.words.n)
	}
	for _, tt := range []struct{ word, near, far string }{
		{"dog", "puppy", "treaty"},
		{"car", "limousine", "horse"},
		{"treaty", "pact", "garden"},
		{"colour", "black", "signing"},
	} {
		near, far := cosine(v.of(tt.word), v.of(tt.near)), cosine(v.of(tt.word), v.of(tt.far))
		if near < far+0.2 {
			t.Errorf("%s: %s at %.2f, %s at %.2f", tt.word, tt.near, near, tt.far, far)
		}
	}
	if v.of("xyzzy") != "" || (&Vectors{}).of("dog") != "" {
		t.Error("a word that is not there has a vector")
	}
}

func TestProducts(t *testing.T) {
	vectors := rapid.SliceOfN(rapid.Byte(), vectorBytes, vectorBytes)
	rapid.Check(t, func(t *rapid.T) {
		a, b := string(vectors.Draw(t, "a")), string(vectors.Draw(t, "b"))
		var p products
		p.fill(a)
		got := float64(p.dot(b)) / (length(a) * length(b))
		if want := cosine(a, b); math.Abs(got-want) > 1e-9 {
			t.Errorf("cosine %v, want %v", got, want)
		}
		differ := 0
		for i := range dims {
			if value(a[i/2]>>(4*(i%2))&15) > 0 != (value(b[i/2]>>(4*(i%2))&15) > 0) {
				differ++
			}
		}
		if got := signsOf(a).differ(signsOf(b)); got != differ {
			t.Errorf("%d signs differ, want %d", got, differ)
		}
	})
}

// packVectors writes words, in order, with equal vectors.
func packVectors(words ...string) string {
	b := append([]byte("sbvc"), 1)
	var text, starts []byte
	for i, w := range words {
		if i%perBlock == 0 {
			starts = append(starts, byte(len(text)), byte(len(text)>>8), 0)
		}
		text = append(append(text, 0, byte(len(w))), w...)
	}
	for _, n := range []int{len(words), dims, len(text)} {
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	b = append(append(b, starts...), text...)
	return string(b) + strings.Repeat(strings.Repeat("\x9a", vectorBytes), len(words))
}

// Damaged vectors are refused or work.
func FuzzOpenVectors(f *testing.F) {
	data := packVectors("dog", "puppy")
	if v, err := OpenVectors(data); err != nil || v.of("puppy") == "" {
		f.Fatalf("two words: %v", err)
	}
	f.Add(data)
	f.Add(data[:len(data)-1])
	f.Add("sbvc\x01" + strings.Repeat("\xff", 12))
	lex, an := openSmall(f), English()
	f.Fuzz(func(t *testing.T, data string) {
		v, err := OpenVectors(data)
		if err != nil {
			return
		}
		words := []string{"dog", "puppy", "zebra"}
		r := NewRelated(lex, v, an, words)
		for _, w := range words {
			r.Of(w)
		}
	})
}
