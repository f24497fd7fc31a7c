package main

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strings"
)

// A lexicon is what is written: numbers for words, senses and synsets, and the
// relations between them.
type lexicon struct {
	words     []string // in order
	firsts    []int    // by word: its first sense; one more for the end
	senses    []sense  // by word, then nouns, verbs, adjectives, then the most used first
	nouns     int      // synsets before this number are nouns
	verbs     int      // and before this one verbs
	parents   [][]int  // by synset: what it is a kind or an instance of
	links     [][]int  // by synset: adjectives similar to it, the quality of which it is a value
	below     []int    // by synset: how many others are kinds of it, kinds of its kinds and so on
	forms     [][]int  // by sense: senses of the words derived from it or that it is derived from
	irregular []form   // in order of forms
}

// A sense is a word in one of its meanings.
type sense struct {
	synset int
	tags   int  // how often it was met in tagged text
	name   bool // it names one person, place, people, day or number: others like it are not meant by it
}

// A form is an irregular form with the number of its word.
type form struct {
	form string
	word int
}

// newLexicon chooses what to keep: every word that the analyzer can make, with
// its synsets, and all synsets above those.
func newLexicon(db *database) *lexicon {
	lex := &lexicon{}
	keep := db.kept()
	number := make([]int, len(db.synsets)) // new numbers, -1 for those left out
	for old, s := range db.synsets {
		number[old] = -1
		if !keep[old] {
			continue
		}
		number[old] = len(lex.below)
		lex.below = append(lex.below, db.below(old))
		switch s.key.pos {
		case 'n':
			lex.nouns++
			lex.verbs++
		case 'v':
			lex.verbs++
		}
	}
	lex.addWords(db, number)
	lex.addRelations(db, number)
	lex.addForms(db, number)
	lex.addIrregular(db)
	return lex
}

// isWord reports whether the analyzer can make a word: letters and apostrophes.
// Words of two letters are kept only if they were met in tagged text: most are
// signs of elements and states, and would relate "in" to metals.
func isWord(word string, tags int) bool {
	for i := range len(word) {
		if c := word[i]; (c < 'a' || 'z' < c) && c != '\'' {
			return false
		}
	}
	return len(word) > 2 || len(word) == 2 && tags > 0
}

// tagged returns how often all senses of an entry were met.
func (db *database) tagged(e entry) (n int) {
	for i := range e.in {
		n += db.tags[tagKey{e.word, e.pos, i + 1}]
	}
	return n
}

// kept tells of each synset whether a word that is kept is in it or below it.
func (db *database) kept() []bool {
	keep := make([]bool, len(db.synsets))
	var mark func(s int)
	mark = func(s int) {
		if keep[s] {
			return
		}
		keep[s] = true
		for _, up := range db.to(s, isParent) {
			mark(up)
		}
	}
	for _, e := range db.entries {
		if isWord(e.word, db.tagged(e)) {
			for _, key := range e.in {
				mark(db.number[key])
			}
		}
	}
	return keep
}

func isParent(symbol string) bool { return symbol == "@" || symbol == "@i" }
func isChild(symbol string) bool  { return symbol == "~" || symbol == "~i" }
func isLink(symbol string) bool   { return symbol == "&" || symbol == "=" }

// isForm: derived forms, what an adjective pertains to, the verb of a participle.
func isForm(symbol string) bool { return symbol == "+" || symbol == "\\" || symbol == "<" }

// to returns the synsets to which the pointers of a kind lead.
func (db *database) to(s int, kind func(symbol string) bool) []int {
	var to []int
	for _, p := range db.synsets[s].pointers {
		if n, ok := db.number[p.to]; ok && kind(p.symbol) && !slices.Contains(to, n) {
			to = append(to, n)
		}
	}
	return to
}

// below counts the synsets below s, each once.
func (db *database) below(s int) int {
	seen := map[int]bool{s: true}
	for todo := []int{s}; len(todo) > 0; {
		last := len(todo) - 1
		at := todo[last]
		todo = todo[:last]
		for _, down := range db.to(at, isChild) {
			if !seen[down] {
				seen[down] = true
				todo = append(todo, down)
			}
		}
	}
	return len(seen) - 1
}

// addWords numbers words and senses. The words of all parts of speech are one list.
func (lex *lexicon) addWords(db *database, number []int) {
	entries := slices.Clone(db.entries)
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(a.word, b.word) })
	for _, e := range entries {
		if !isWord(e.word, db.tagged(e)) {
			continue
		}
		if n := len(lex.words); n == 0 || lex.words[n-1] != e.word {
			lex.words = append(lex.words, e.word)
			lex.firsts = append(lex.firsts, len(lex.senses))
		}
		for i, key := range e.in {
			old := db.number[key]
			lex.senses = append(lex.senses, sense{number[old], db.tags[tagKey{e.word, e.pos, i + 1}], db.isName(old, e.word)})
		}
	}
	lex.firsts = append(lex.firsts, len(lex.senses))
}

// isName reports whether a word is a name in a synset: written with a capital,
// or a number, which WordNet keeps beside the adjectives cardinal and ordinal
// and below the noun digit and the noun "large integer".
func (db *database) isName(s int, word string) bool {
	for _, w := range db.synsets[s].words {
		if strings.EqualFold(w, word) && w != word {
			return true
		}
	}
	for _, near := range append(db.to(s, isLink), db.to(s, isParent)...) {
		for _, w := range db.synsets[near].words {
			if w == "cardinal" || w == "ordinal" || w == "digit" || w == "large_integer" {
				return true
			}
		}
	}
	return false
}

// addRelations fills in what is above and beside each synset.
func (lex *lexicon) addRelations(db *database, number []int) {
	renumber := func(s int, kind func(string) bool) []int {
		var to []int
		for _, t := range db.to(s, kind) {
			if n := number[t]; n >= 0 {
				to = append(to, n)
			}
		}
		slices.Sort(to)
		return to
	}
	for old := range db.synsets {
		if number[old] >= 0 {
			lex.parents = append(lex.parents, renumber(old, isParent))
			lex.links = append(lex.links, renumber(old, isLink))
		}
	}
}

// addForms joins the senses of words that are derived from each other.
func (lex *lexicon) addForms(db *database, number []int) {
	lex.forms = make([][]int, len(lex.senses))
	for _, s := range db.synsets {
		for _, p := range s.pointers {
			to, ok := db.number[p.to]
			if !isForm(p.symbol) || !ok || p.source < 1 || p.source > len(s.words) || p.target < 1 || p.target > len(db.synsets[to].words) {
				continue
			}
			a := lex.sense(strings.ToLower(s.words[p.source-1]), number[db.number[s.key]])
			b := lex.sense(strings.ToLower(db.synsets[to].words[p.target-1]), number[to])
			if a >= 0 && b >= 0 && a != b {
				lex.forms[a] = append(lex.forms[a], b)
				lex.forms[b] = append(lex.forms[b], a)
			}
		}
	}
	for i, f := range lex.forms {
		slices.Sort(f)
		lex.forms[i] = slices.Compact(f)
	}
}

// sense returns the number of a word's sense in a synset, -1 if it has none.
func (lex *lexicon) sense(word string, synset int) int {
	w, ok := slices.BinarySearch(lex.words, word)
	if !ok {
		return -1
	}
	for s := lex.firsts[w]; s < lex.firsts[w+1]; s++ {
		if lex.senses[s].synset == synset {
			return s
		}
	}
	return -1
}

// addIrregular keeps the forms that are words of a word that is kept.
func (lex *lexicon) addIrregular(db *database) {
	for _, irr := range db.irregular {
		for _, base := range irr.bases {
			w, ok := slices.BinarySearch(lex.words, base)
			if ok && isWord(irr.form, 0) && irr.form != base {
				lex.irregular = append(lex.irregular, form{irr.form, w})
			}
		}
	}
	slices.SortFunc(lex.irregular, func(a, b form) int {
		return cmp.Or(cmp.Compare(a.form, b.form), cmp.Compare(a.word, b.word))
	})
	lex.irregular = slices.Compact(lex.irregular)
}

// encode writes the lexicon as retrieval/lexicon.go describes it.
func (lex *lexicon) encode() []byte {
	forms := make([]string, len(lex.irregular))
	of := make([]int, len(lex.irregular))
	for i, f := range lex.irregular {
		forms[i], of[i] = f.form, f.word
	}
	synsets, tags := make([]int, len(lex.senses)), make([]byte, len(lex.senses))
	for i, s := range lex.senses {
		synsets[i], tags[i] = s.synset, level(s.tags, 4)
		if s.name {
			tags[i] |= 0x80
		}
	}
	below := make([]byte, len(lex.below))
	for i, n := range lex.below {
		below[i] = level(n, 8)
	}
	wordBlocks, wordBytes := frontCoded(lex.words)
	formBlocks, formBytes := frontCoded(forms)
	firstParent, parents := flat(lex.parents)
	linkFrom, linkTo := pairs(lex.links)
	formFrom, formTo := pairs(lex.forms)

	b := append([]byte("sblx"), 1)
	for _, n := range []int{len(lex.words), len(lex.senses), len(lex.parents), lex.nouns, lex.verbs, len(parents),
		len(linkFrom), len(formFrom), len(forms), len(wordBytes), len(formBytes)} {
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	b = append(numbers(b, wordBlocks), wordBytes...)
	b = append(numbers(numbers(b, lex.firsts), synsets), tags...)
	b = append(numbers(numbers(b, firstParent), parents), below...)
	for _, list := range [][]int{linkFrom, linkTo, formFrom, formTo, formBlocks} {
		b = numbers(b, list)
	}
	return numbers(append(b, formBytes...), of)
}

// numbers appends numbers of three bytes.
func numbers(b []byte, list []int) []byte {
	for _, n := range list {
		if n < 0 || n >= 1<<24 {
			panic("a number has no place in three bytes") // unreachable unless WordNet grows a hundredfold
		}
		b = append(b, byte(n), byte(n>>8), byte(n>>16))
	}
	return b
}

// level returns n on a logarithmic scale: steps × log2(1+n), rounded.
func level(n, steps int) byte {
	return byte(math.Round(float64(steps) * math.Log2(1+float64(n))))
}

// perBlock is how many words share a starting point.
const perBlock = 16

// frontCoded writes words, each as the length of what it shares with the word
// before in its block, the length of the rest, and the rest; starts are where
// the blocks begin.
func frontCoded(words []string) (starts []int, b []byte) {
	for i, w := range words {
		shared := 0
		if i%perBlock == 0 {
			starts = append(starts, len(b))
		} else {
			last := words[i-1]
			for shared < min(len(w), len(last)) && w[shared] == last[shared] {
				shared++
			}
		}
		b = append(b, byte(shared), byte(len(w)-shared))
		b = append(b, w[shared:]...)
	}
	return starts, b
}

// flat returns the lists one behind the other, and where each begins, with one
// more for the end.
func flat(lists [][]int) (first, all []int) {
	for _, l := range lists {
		first = append(first, len(all))
		all = append(all, l...)
	}
	return append(first, len(all)), all
}

// pairs returns the lists as pairs of list number and value.
func pairs(lists [][]int) (from, to []int) {
	for i, l := range lists {
		for _, v := range l {
			from, to = append(from, i), append(to, v)
		}
	}
	return from, to
}
