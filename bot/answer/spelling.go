package answer

import (
	"unicode"
	"unicode/utf8"
)

// A vocabulary is the words of a coverage and of questions, to repair misspelt
// words from. It never changes.
type vocabulary struct {
	words map[string]string   // folded word → its term
	count map[string]int      // folded word → how often the coverage has it
	near  map[string][]string // first letter → words, in the order they were first seen
}

func newVocabulary() *vocabulary {
	return &vocabulary{words: map[string]string{}, count: map[string]int{}, near: map[string][]string{}}
}

// add counts a word that may be meant by a misspelt one: three letters or more.
func (v *vocabulary) add(exact, term string) {
	if utf8.RuneCountInString(exact) < 3 || !letters(exact) {
		return
	}
	if v.count[exact]++; v.count[exact] == 1 {
		first := initial(exact)
		v.words[exact], v.near[first] = term, append(v.near[first], exact)
	}
}

// repair returns the word that a word found nowhere was meant to be, and
// whether there is one. It begins with the same letter and is one edit away, or
// two from nine letters on. The shorter a word, the more other words are its
// neighbours (block, black): up to five letters no letter may stand for another,
// up to three only two may be swapped. Of several the nearest is taken, then the
// commonest, then the first seen.
func (v *vocabulary) repair(exact string) (word string, ok bool) {
	asked := []rune(exact)
	if len(asked) < 3 || !letters(exact) {
		return "", false
	}
	best := 1
	if len(asked) >= 9 {
		best = 2
	}
	for _, w := range v.near[initial(exact)] {
		meant := []rune(w)
		d := distance(asked, meant, best)
		if d > best || len(asked) <= 5 && substitution(asked, meant) || len(asked) <= 3 && len(asked) != len(meant) {
			continue
		}
		if d < best || word == "" || v.count[w] > v.count[word] {
			word, best = w, d
		}
	}
	return word, word != ""
}

func letters(s string) bool {
	for _, r := range s {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return s != ""
}

func initial(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}

// substitution reports whether one letter of a stands for another of b, and
// all else is equal.
func substitution(a, b []rune) bool {
	if len(a) != len(b) {
		return false
	}
	other := 0
	for i := range a {
		if a[i] != b[i] {
			other++
		}
	}
	return other == 1
}

// distance returns how many letters must be put in, left out, changed or swapped
// with their neighbour to make b of a, or most+1 if that is more than most
// (Damerau 1964, in the restricted form that edits no stretch twice).
func distance(a, b []rune, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], most+1)
}
