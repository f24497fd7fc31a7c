package retrieval

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// A Speller finds the words of a vocabulary that a misspelt word was meant to
// be. It never changes and is safe for concurrent use.
//
// It keeps a table of deletion neighbourhoods (Garbe 2012, SymSpell): of every
// word its first letters, and these with one or two letters left out. Two words
// few edits apart share an entry, so a look-up hashes the same forms of the word
// asked, compares the words found there, and never walks the vocabulary.
// Entries are bare word numbers; a wrong one costs a comparison. 200,000 words
// take about 17 MB, and a look-up some microseconds.
type Speller struct {
	known   func(word string) bool
	words   []string // ascending
	counts  []uint32 // by word: how often the vocabulary has it
	first   []uint32 // by bucket: where its entries begin; one more for the end
	entries []uint32 // word numbers
}

// A Repair is a word that a misspelt one may stand for.
type Repair struct {
	Word  string
	Edits int // letters put in, left out, changed or swapped with a neighbour
	// Sounds says that the edits are of vowels, in a word too short for two others. So
	// are names of other people: gordon is as near to garden as poetin is to putin.
	Sounds bool
}

const (
	// spellPrefix is how many letters of a word have their neighbourhood in the
	// table. Words few edits apart have prefixes no more edits apart.
	spellPrefix = 7
	// twoEdits is the length from which on two edits are allowed, for both words.
	// With 7 letters no more words of bbc and xquad are repaired rightly, and 5 %
	// instead of 3 of those that need none.
	twoEdits = 8
	// voiced is the length from which on two edits are allowed in vowels alone, for
	// both words: names are written after the ear (Poutine and Poetin for Putin).
	voiced = 5
	// shortest and longest are the lengths of the words that are looked at.
	shortest, longest = 3, 40
)

// NewSpeller returns a speller for a vocabulary of folded words and how often
// each occurs. Words with other signs than letters, and very short or long ones,
// are left out. Known, if not nil, says which words are right although the
// vocabulary lacks them; it is asked for folded words.
func NewSpeller(vocabulary map[string]int, known func(word string) bool) *Speller {
	s := &Speller{known: known}
	for w := range vocabulary {
		if n := runes(w); shortest <= n && n <= longest && onlyLetters(w) {
			s.words = append(s.words, w)
		}
	}
	slices.Sort(s.words)
	s.counts = make([]uint32, len(s.words))
	for i, w := range s.words {
		s.counts[i] = uint32(min(vocabulary[w], 1<<31))
	}
	s.fill()
	return s
}

// fill makes the table: it counts the entries of each bucket, then places them.
func (s *Speller) fill() {
	buckets := 1 << 10
	for buckets < 8*len(s.words) && buckets < 1<<20 {
		buckets *= 2
	}
	s.first = make([]uint32, buckets+1)
	var letters []rune
	var hashes []uint32
	each := func(f func(word int, bucket uint32)) {
		for i, w := range s.words {
			letters = append(letters[:0], []rune(w)...)
			hashes = neighbourhood(hashes[:0], letters, mostEdits(len(letters)))
			if len(letters) >= voiced {
				hashes = append(hashes, hashSkeleton(letters))
			}
			for _, h := range hashes {
				f(i, h&uint32(buckets-1))
			}
		}
	}
	each(func(_ int, bucket uint32) { s.first[bucket+1]++ })
	for b := range buckets {
		s.first[b+1] += s.first[b]
	}
	s.entries = make([]uint32, s.first[buckets])
	next := slices.Clone(s.first)
	each(func(word int, bucket uint32) {
		s.entries[next[bucket]] = uint32(word)
		next[bucket]++
	})
}

// mostEdits returns how many edits are allowed in a word of n letters.
func mostEdits(n int) int {
	if n >= twoEdits {
		return 2
	}
	return 1
}

// neighbourhood appends the hashes of a word's prefix and of what is left of it
// without each letter and, if edits is 2, without each two, each hash once.
func neighbourhood(dst []uint32, letters []rune, edits int) []uint32 {
	letters = letters[:min(len(letters), spellPrefix)]
	dst = append(dst, hashWithout(letters, -1, -1))
	for i := range letters {
		dst = append(dst, hashWithout(letters, i, -1))
		for j := i + 1; edits == 2 && j < len(letters); j++ {
			dst = append(dst, hashWithout(letters, i, j))
		}
	}
	slices.Sort(dst)
	return slices.Compact(dst)
}

// hashWithout hashes letters without those at i and j, by FNV-1a with a final
// mix, since only its low bits are used.
func hashWithout(letters []rune, i, j int) uint32 {
	h := uint32(2166136261)
	for k, r := range letters {
		if k != i && k != j {
			h = (h ^ uint32(r)) * 16777619
		}
	}
	h ^= h >> 15
	h *= 0x85ebca6b
	return h ^ h>>13
}

// Repair returns the words that a word which is not in the vocabulary was
// likely meant to be, at most most: those with the fewest edits, the commonest
// first, equally common ones by the alphabet. It returns nil for a word of the
// vocabulary, a known one, and one that has no likely repair.
//
// The shorter a word, the more other words are its neighbours (block, black), so
// what may have happened to it depends on its letters:
//
//   - 3: two of them swapped;
//   - 4 or 5: one edit, but no letter for another;
//   - 6 or 7: one edit;
//   - 8 and more: two edits;
//   - 5 and more, if the speller knows which words are right and nothing else is
//     found: two edits of vowels, the first letter apart.
//
// The first letter stays, but from 6 letters on it may be swapped with the second.
//
// A speller that knows which words are right can be bolder: then 5 letters may
// have one for another, and one edit may change the first letter from 4 on.
//
// With the rarest word of each query misspelt by one edit anywhere, the three
// best repairs weighing 1, 0.8 and 0.8, nDCG@10 of xquad falls from .970 to .961
// (.895 without repairs, .953 if no word is known) and that of bbc from .832 to
// .808 (.644, .786). Of words that stood in the other's queries, were right and
// merely absent, 3 % (bbc's in xquad) and 11 % (xquad's in bbc, half of them
// really misspelt) are repaired; 14 and 27 % if no word is known, by rules that
// are already shyer.
func (s *Speller) Repair(word string, most int) []Repair {
	letters := []rune(word)
	if n := len(letters); n < shortest || n > longest || !onlyLetters(word) || most <= 0 {
		return nil
	}
	if _, has := slices.BinarySearch(s.words, word); has || s.known != nil && s.known(word) {
		return nil
	}
	var found []spelled
	least := mostEdits(len(letters))
	var seen [64]uint32 // words compared last, since neighbours share many entries
	var other [longest]rune
	for _, h := range neighbourhood(make([]uint32, 0, 1+spellPrefix*(spellPrefix+1)/2), letters, least) {
		bucket := h & uint32(len(s.first)-2)
		for _, w := range s.entries[s.first[bucket]:s.first[bucket+1]] {
			if slot := &seen[w%64]; *slot == w+1 {
				continue
			} else {
				*slot = w + 1
			}
			n := copyRunes(&other, s.words[w])
			if d := s.plausible(letters, other[:n], least); d <= least {
				if d < least {
					least, found = d, found[:0]
				}
				found = append(found, spelled{w, d, false})
			}
		}
	}
	if len(found) == 0 {
		found = s.sounding(letters)
	}
	return s.best(found, most)
}

// sounding returns the words that differ from a misspelt one in two vowels. Without
// a list of right words none are: too many absent words would be repaired.
func (s *Speller) sounding(letters []rune) (found []spelled) {
	if len(letters) < voiced || s.known == nil {
		return nil
	}
	var other [longest]rune
	bucket := hashSkeleton(letters) & uint32(len(s.first)-2)
	for _, w := range s.entries[s.first[bucket]:s.first[bucket+1]] {
		n := copyRunes(&other, s.words[w])
		if n >= voiced && sameSkeleton(letters, other[:n]) && Distance(letters, other[:n], 2) == 2 {
			found = append(found, spelled{w, 2, true})
		}
	}
	return found
}

// isVowel reports whether a letter behind the first may stand for another vowel, or
// for none. Y is one as often as not.
func isVowel(r rune) bool { return strings.ContainsRune("aeiouyäöüåøæ", r) }

// hashSkeleton hashes a word's first letter and the consonants behind it.
func hashSkeleton(letters []rune) uint32 {
	var consonants [longest]rune
	n := 0
	for i, r := range letters[:min(len(letters), longest)] {
		if i == 0 || !isVowel(r) {
			consonants[n] = r
			n++
		}
	}
	return ^hashWithout(consonants[:n], -1, -1)
}

// sameSkeleton reports whether two words have the same first letter and the same
// consonants behind it.
func sameSkeleton(a, b []rune) bool {
	if a[0] != b[0] {
		return false
	}
	i, j := 1, 1
	for {
		for i < len(a) && isVowel(a[i]) {
			i++
		}
		for j < len(b) && isVowel(b[j]) {
			j++
		}
		if i == len(a) || j == len(b) {
			return i == len(a) && j == len(b)
		}
		if a[i] != b[j] {
			return false
		}
		i, j = i+1, j+1
	}
}

// A spelled is a word found for a misspelt one.
type spelled struct {
	word   uint32
	edits  int
	sounds bool
}

// best returns the commonest of the words found, at most most.
func (s *Speller) best(found []spelled, most int) []Repair {
	slices.SortFunc(found, func(a, b spelled) int {
		return cmp.Or(cmp.Compare(s.counts[b.word], s.counts[a.word]), cmp.Compare(a.word, b.word))
	})
	found = slices.Compact(found)
	var repairs []Repair
	for _, f := range found[:min(len(found), most)] {
		repairs = append(repairs, Repair{s.words[f.word], f.edits, f.sounds})
	}
	return repairs
}

// plausible returns how many edits make meant of asked, or more than most if
// they are more or not of the kind that [Speller.Repair] allows.
func (s *Speller) plausible(asked, meant []rune, most int) int {
	n, never := len(asked), most+1
	if n-len(meant) > most || len(meant)-n > most {
		return never
	}
	d := Distance(asked, meant, most)
	if d == 2 && min(n, len(meant)) < twoEdits {
		return never
	}
	if asked[0] != meant[0] && d > 0 {
		swapped := n >= 6 && asked[0] == meant[1] && asked[1] == meant[0]
		if bold := s.known != nil && n >= 4 && d == 1; !swapped && !bold {
			return never
		}
	}
	guarded := 5
	if s.known != nil {
		guarded = 4
	}
	if n <= guarded && substitution(asked, meant) || n <= 3 && n != len(meant) {
		return never
	}
	return d
}

// substitution reports whether one letter of a stands for another of b, and all
// else is equal.
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

// Distance returns how many letters must be put in, left out, changed or swapped
// with their neighbour to make b of a, or more than most if that is more than
// most (Damerau 1964, in the restricted form that edits no stretch twice).
// Words of more than 40 letters count as further apart.
func Distance(a, b []rune, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most || len(a) > longest || len(b) > longest {
		return most + 1
	}
	var rows [3][longest + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
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

// copyRunes puts the letters of a word into dst and returns how many there are,
// at most all that fit.
func copyRunes(dst *[longest]rune, word string) int {
	n := 0
	for _, r := range word {
		dst[n] = r
		if n++; n == longest {
			break
		}
	}
	return n
}

func runes(s string) int {
	n := 0
	for range s {
		n++
	}
	return n
}

func onlyLetters(s string) bool {
	for _, r := range s {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return s != ""
}
