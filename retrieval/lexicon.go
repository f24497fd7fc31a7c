package retrieval

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sort"
)

// A Lexicon is a dictionary of which words mean the same, are kinds of each
// other or are made from each other, to be compiled into [Related] for the
// words of an index. It is read where it lies, is immutable and safe for
// concurrent use. The zero Lexicon has no words; make others with [WordNet] or
// [OpenLexicon].
//
// # Format
//
// Numbers are unsigned and begin with their lowest byte. After the header, all
// have three bytes: every list of WordNet is shorter than 2^24, and a tenth of
// the file is saved.
//
//	"sblx", version 1 (one byte)
//	eleven numbers of four bytes: words W, senses S, synsets Y, nouns N, verbs V, parents P,
//	  links K, forms F, irregular forms I, length of the words' bytes, length of the irregular forms' bytes
//	words            where each block of 16 begins, ceil(W/16) numbers; then their bytes:
//	                 in ascending order, small letters and apostrophes only, each as the length that it
//	                 shares with the word before in its block (0 for the first), the length of the rest, the rest
//	first senses     W+1 numbers: word w has the senses from number w of this list up to number w+1
//	senses           S numbers, the synset of each; S bytes, round(4 log2(1+n)), n being how often the sense
//	                 was met in tagged text, plus 128 if the word is a name or a number in it.
//	                 Senses of a word: nouns, verbs, adjectives, of each the most used first
//	first parents    Y+1 numbers, as the first senses
//	parents          P numbers: the synsets of which a synset is a kind or an instance
//	below            Y bytes, round(8 log2(1+n)), n being how many other synsets are kinds or instances of
//	                 this one, at any distance
//	links            K numbers from, in ascending order, and K numbers to: adjectives of like meaning,
//	                 and an adjective with the quality of which it is a value (heavy, weight), both ways
//	forms            F numbers from, in ascending order, and F numbers to: senses of words that are derived
//	                 from each other (gift, give), both ways
//	irregular forms  as the words, ceil(I/16) numbers and the bytes; then I numbers, the word of each.
//	                 A form of two words is there twice
//
// Synsets below N are nouns, those below V verbs, the rest adjectives. A synset
// without a word is there because one of its kinds has words.
//
// WordNet 3.0 without phrases, adverbs and glosses is 2.4 MB so. Gzip would make
// it 1.3 MB, to be unpacked at every start into memory that this leaves alone.
type Lexicon struct {
	words, irregular     wordList
	irregularOf          numbers // by irregular form: its word
	firstSense, senses   numbers
	tags                 string
	firstParent, parents numbers
	below                string
	linkFrom, linkTo     numbers
	formFrom, formTo     numbers
	nouns, verbs         int // synsets below the first are nouns, those below the second nouns or verbs
}

//go:embed lexicon.bin
var wordNet string

// WordNet returns the lexicon made from WordNet 3.0: nouns, verbs and
// adjectives of English. It takes some milliseconds, so call it once. It panics
// if the embedded file is damaged, which a test rules out.
func WordNet() *Lexicon {
	lex, err := OpenLexicon(wordNet)
	if err != nil {
		panic(err)
	}
	return lex
}

// OpenLexicon returns the lexicon that data holds. Every number is checked here,
// once, so that nothing can go wrong later.
func OpenLexicon(data string) (*Lexicon, error) {
	r := lexiconReader{rest: data}
	if r.bytes(4) != "sblx" || r.bytes(1) != "\x01" {
		return nil, errors.New("open lexicon: not a lexicon of version 1")
	}
	var n [11]int
	for i := range n {
		n[i] = r.count()
	}
	words, senses, synsets, irregular := n[0], n[1], n[2], n[8]
	lex := &Lexicon{nouns: n[3], verbs: n[4]}
	lex.words = wordList{words, r.numbers(blocks(words)), r.bytes(n[9])}
	lex.firstSense, lex.senses, lex.tags = r.numbers(words+1), r.numbers(senses), r.bytes(senses)
	lex.firstParent, lex.parents, lex.below = r.numbers(synsets+1), r.numbers(n[5]), r.bytes(synsets)
	lex.linkFrom, lex.linkTo = r.numbers(n[6]), r.numbers(n[6])
	lex.formFrom, lex.formTo = r.numbers(n[7]), r.numbers(n[7])
	lex.irregular = wordList{irregular, r.numbers(blocks(irregular)), r.bytes(n[10])}
	lex.irregularOf = r.numbers(irregular)
	if r.short || r.rest != "" {
		return nil, errors.New("open lexicon: its length is not the sum of its parts")
	}
	if part := lex.damaged(words, senses, synsets); part != "" {
		return nil, fmt.Errorf("open lexicon: the %s are damaged", part)
	}
	return lex, nil
}

// damaged names a part that holds what cannot be, "" if there is none.
func (lex *Lexicon) damaged(words, senses, synsets int) string {
	for _, part := range []struct {
		name  string
		sound bool
	}{
		{"words", lex.words.sound()},
		{"first senses", lex.firstSense.ascend() && lex.firstSense.at(0) == 0 && lex.firstSense.at(words) == senses},
		{"senses", lex.senses.below(synsets)},
		{"first parents", lex.firstParent.ascend() && lex.firstParent.at(0) == 0 && lex.firstParent.at(synsets) == lex.parents.len()},
		{"parents", lex.parents.below(synsets)},
		{"links", lex.linkFrom.ascend() && lex.linkTo.below(synsets)},
		{"forms", lex.formFrom.ascend() && lex.formTo.below(senses)},
		{"irregular forms", lex.irregular.sound() && lex.irregularOf.below(words)},
	} {
		if !part.sound {
			return part.name
		}
	}
	return ""
}

// Len returns how many words there are.
func (lex *Lexicon) Len() int { return lex.words.n }

// Has reports whether a folded word, or one that it is a form of, is a noun,
// verb, adjective or adverb of English.
func (lex *Lexicon) Has(word string) bool { return len(lex.meanings(word)) > 0 }

// parentsOf returns the numbers of what a synset is a kind of.
func (lex *Lexicon) parentsOf(synset int) numbers {
	return lex.parents.slice(lex.firstParent.at(synset), lex.firstParent.at(synset+1))
}

// linksOf returns the synsets beside a synset.
func (lex *Lexicon) linksOf(synset int) numbers {
	return lex.linkTo.slice(lex.linkFrom.equal(synset))
}

// formsOf returns the senses that have the form relation to a sense.
func (lex *Lexicon) formsOf(sense int) numbers { return lex.formTo.slice(lex.formFrom.equal(sense)) }

// sensesOf returns the range of senses of a word.
func (lex *Lexicon) sensesOf(word int) (from, to int) {
	return lex.firstSense.at(word), lex.firstSense.at(word + 1)
}

// tagsOf returns how often a sense was met in tagged text, within a tenth.
func (lex *Lexicon) tagsOf(sense int) float64 {
	return math.Exp2(float64(lex.tags[sense]&0x7f)/4) - 1
}

// isName reports whether a word is in that sense a name (of one person or
// place, a people, a day) or a number.
func (lex *Lexicon) isName(sense int) bool { return lex.tags[sense]&0x80 != 0 }

// maxBelow is how many synsets are below one that says something, 1,000, as the
// lexicon keeps it: round(8 log2(1+1000)).
const maxBelow = 80

// isGeneral reports whether so much is a kind of a synset that to be one says
// nothing: animals and artifacts are, pets and cars are not.
func (lex *Lexicon) isGeneral(synset int) bool { return lex.below[synset] > maxBelow }

// numbers are numbers of three bytes each.
type numbers string

func (ns numbers) len() int { return len(ns) / 3 }

func (ns numbers) at(i int) int {
	b := ns[3*i : 3*i+3]
	return int(b[0]) | int(b[1])<<8 | int(b[2])<<16
}

func (ns numbers) slice(from, to int) numbers { return ns[3*from : 3*to] }

// equal returns the range of numbers that equal v, in numbers that ascend.
func (ns numbers) equal(v int) (from, to int) {
	from = sort.Search(ns.len(), func(i int) bool { return ns.at(i) >= v })
	for to = from; to < ns.len() && ns.at(to) == v; to++ {
	}
	return from, to
}

// ascend reports whether no number is less than the one before.
func (ns numbers) ascend() bool {
	for i := 1; i < ns.len(); i++ {
		if ns.at(i) < ns.at(i-1) {
			return false
		}
	}
	return true
}

// below reports whether all numbers are below n.
func (ns numbers) below(n int) bool {
	for i := range ns.len() {
		if ns.at(i) >= n {
			return false
		}
	}
	return true
}

// A wordList is words in ascending order, coded by what they share.
type wordList struct {
	n      int
	starts numbers // of blocks, in bytes
	bytes  string
}

// perBlock is how many words share a starting point.
const perBlock = 16

func blocks(words int) int { return (words + perBlock - 1) / perBlock }

// decode calls yield with the words of a block until it returns false. A word's
// bytes are valid until the next. It reports whether the block is sound.
func (wl wordList) decode(block int, yield func(i int, word []byte) bool) bool {
	var buf [256 + 256]byte
	at, length := wl.starts.at(block), 0
	for i := block * perBlock; i < min((block+1)*perBlock, wl.n); i++ {
		if at+2 > len(wl.bytes) {
			return false
		}
		shared, rest := int(wl.bytes[at]), int(wl.bytes[at+1])
		if at += 2; shared > length || at+rest > len(wl.bytes) {
			return false
		}
		copy(buf[shared:], wl.bytes[at:at+rest])
		at, length = at+rest, shared+rest
		if !yield(i, buf[:length]) {
			return true
		}
	}
	return true
}

// sound reports whether every block can be read, within the buffer that a word has.
func (wl wordList) sound() bool {
	for block := range wl.starts.len() {
		short := true
		if !wl.decode(block, func(_ int, word []byte) bool { short = short && len(word) < 256; return short }) || !short {
			return false
		}
	}
	return true
}

// find returns the range of places that hold a word: none, one, or several of
// which each but the first shares all of itself with the one before.
func (wl wordList) find(word string) (from, to int) {
	// A range may begin in the block before the first that begins with the word or after it.
	block := sort.Search(wl.starts.len(), func(b int) bool { return wl.head(b) >= word })
	for block, past := max(block-1, 0), false; block < wl.starts.len() && !past; block++ {
		wl.decode(block, func(i int, w []byte) bool {
			switch past = string(w) > word; {
			case past || string(w) < word:
			case to == 0:
				from, to = i, i+1
			default:
				to = i + 1
			}
			return !past
		})
	}
	return from, to
}

// head returns the first word of a block.
func (wl wordList) head(block int) string {
	at := wl.starts.at(block)
	return wl.bytes[at+2 : at+2+int(wl.bytes[at+1])]
}

// A lexiconReader takes parts from the front of a lexicon.
type lexiconReader struct {
	rest  string
	short bool // something was not there in full
}

func (r *lexiconReader) bytes(n int) string {
	if r.short = r.short || n < 0 || n > len(r.rest); r.short {
		return ""
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

// count returns a number of the header.
func (r *lexiconReader) count() int {
	b := r.bytes(4)
	if r.short {
		return 0
	}
	n := binary.LittleEndian.Uint32([]byte(b))
	r.short = n >= 1<<24
	return int(n % (1 << 24))
}

func (r *lexiconReader) numbers(n int) numbers { return numbers(r.bytes(3 * n)) }
