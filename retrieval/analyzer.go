package retrieval

import (
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
	"github.com/kljensen/snowball/english"
)

// A Token is a word of a text.
//
// Text[Start:End] folds to Exact: the range leaves out a possessive ending, so
// that it is what one would print in bold. Start < End, both lie on rune
// borders, and the ranges of a text's tokens do not overlap.
type Token struct {
	Start, End int    // byte range [Start, End) in the text
	Exact      string // the word folded, without possessive ending; never ""
	Term       string // its stem; never ""
}

// An Analyzer turns text into tokens. Make one with [English] and share it: it
// is safe for concurrent use and remembers the words it has seen.
//
// What is a word:
//
//   - Unicode's word borders (UAX 29) come first; a segment without a letter or
//     digit is no token.
//   - Hyphens part: "Russian-built" is russian, built; "Hong-kyun" is hong,
//     kyun. Full stops between letters, colons and underscores part as well.
//   - Abbreviations of single letters lose their dots: "U.N." is un, the same
//     as "UN". Numbers keep their decimal point and lose their thousands
//     commas: "3,000.5" is 3000.5. "S600" and "1.2m" are one word.
//   - Either apostrophe is the same. One inside a word stays ("don't",
//     "O'Brien"); the possessive 's and the s' of plurals do not.
//   - Case, width, ligatures and the accents of Latin letters do not matter:
//     "Kyïv" is kyiv. Letters that are letters of their own (ø, ł) stay.
//
// No word is left out as a stop word: the caller knows which words of a
// question only ask.
//
// Hyphens were tried on six collections: parts and joined word together moved
// nDCG@10 by -0.013 to +0.006, the joined word alone by -0.011 to +0.011; most
// lost. Accents made no difference there; names need them gone.
type Analyzer struct {
	memo [memoSize]atomic.Pointer[memoWord]
}

// stemStopWords is the second argument of Snowball's Stem, and true is the
// Porter2 algorithm as published: without it 18 of the library's stop words
// ("having", "does", "very" …) keep their endings and no longer meet their
// other forms. nDCG@10 is the same within 0.003 either way. Indexes keep stems,
// so a change of it is a change of format.
const stemStopWords = true

// The memo is a table in which a word has two slots; a new word takes the first
// and moves whoever held it to the second. It needs no lock, cannot grow, and
// holds about the 10,000 commonest words of a corpus. Stemming costs 760 ns, a
// look-up about 20.
const (
	memoSize     = 1 << 14 // slots; a power of two
	memoMaxBytes = 40      // longer words are rare, and may be somebody's junk
)

// A memoWord is what became of a word as it was written.
type memoWord struct{ written, exact, term string }

// English returns the analyzer for English.
func English() *Analyzer { return &Analyzer{} }

// Query returns the query for the tokens of text, each with weight 1.
func (an *Analyzer) Query(text string) Query {
	tokens := an.Tokens(nil, text)
	q := Query{Terms: make([]QueryTerm, len(tokens))}
	for i, tok := range tokens {
		q.Terms[i] = QueryTerm{Term: tok.Term, Exact: tok.Exact, Weight: 1}
	}
	return q
}

// Tokens appends the tokens of text to dst, in order, and returns it.
// Text need not be valid UTF-8; bytes that are not end a word.
func (an *Analyzer) Tokens(dst []Token, text string) []Token {
	for it := words.FromString(text); it.Next(); {
		start, segment := it.Start(), it.Value()
		switch {
		case allLettersAndDigits(segment):
			dst = an.word(dst, text, start, it.End())
		case len(segment) == 1: // a space or a sign, every second segment
		case isInitials(segment):
			dst = an.word(dst, text, start, it.End())
		default:
			dst = an.pieces(dst, text, start, it.End())
		}
	}
	return dst
}

// allLettersAndDigits reports whether s consists of ASCII letters and digits:
// nearly all segments of English do, and need no closer look.
func allLettersAndDigits(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9') {
			return false
		}
	}
	return true
}

// isInitials reports whether s is an abbreviation of single letters with dots
// between them, such as "U.N" (its last dot belongs to no word).
func isInitials(s string) bool {
	for n := 1; ; n++ {
		r, size := utf8.DecodeRuneInString(s)
		if !unicode.IsLetter(r) {
			return false
		}
		s = s[size:]
		if s == "" {
			return n > 1
		}
		if s[0] != '.' {
			return false
		}
		s = s[1:]
	}
}

// pieces appends the words of the segment text[start:end], which may be parted
// where Unicode does not part it.
func (an *Analyzer) pieces(dst []Token, text string, start, end int) []Token {
	from := -1 // where the piece begins, -1 outside one
	var last rune
	for i := start; i < end; {
		r, size := utf8.DecodeRuneInString(text[i:end])
		switch {
		case isWordRune(r) && from < 0 && unicode.In(r, letterOrDigit...):
			from = i
		case isWordRune(r):
		case from >= 0 && joins(last, r, text[i+size:end]):
		case from >= 0:
			dst = an.word(dst, text, from, i)
			from = -1
		}
		last = r
		i += size
	}
	if from >= 0 {
		dst = an.word(dst, text, from, end)
	}
	return dst
}

// letterOrDigit are the runes with which a word can begin. Numbers that are
// neither digits nor letters are left out: "6½" is 6, not 6 and 12.
var letterOrDigit = []*unicode.RangeTable{unicode.L, unicode.Nd, unicode.Nl}

// isWordRune reports whether r is part of a word wherever it stands: letters,
// digits, and the marks and invisible signs that belong to the rune before.
func isWordRune(r rune) bool {
	return unicode.In(r, letterOrDigit...) || unicode.In(r, unicode.M, unicode.Cf)
}

// joins reports whether sign r stands inside a word, between last and rest.
func joins(last, r rune, rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	switch {
	case isApostrophe(r):
		return isWordRune(last) && unicode.IsLetter(next)
	case r == '.':
		return unicode.IsDigit(last) && unicode.IsDigit(next)
	case r == ',':
		return unicode.IsDigit(last) && digits(rest) == 3
	}
	return false
}

// digits returns with how many digits s begins.
func digits(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.IsDigit(r) {
			break
		}
		n++
	}
	return n
}

func isApostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '＇'
}

// word appends the token for text[start:end].
func (an *Analyzer) word(dst []Token, text string, start, end int) []Token {
	if isStrayPossessive(text, start, end) {
		return dst
	}
	written := trimPossessive(text[start:end])
	m := an.lookUp(written)
	if m.exact == "" {
		return dst
	}
	return append(dst, Token{Start: start, End: start + len(written), Exact: m.exact, Term: m.term})
}

// trimPossessive cuts 's from the end of a word. The bare apostrophe of
// plurals ("leaders’") never gets here: a word ends before it.
func trimPossessive(word string) string {
	s := strings.TrimSuffix(strings.TrimSuffix(word, "s"), "S")
	r, size := utf8.DecodeLastRuneInString(s)
	if len(s)+1 == len(word) && isApostrophe(r) && len(s) > size {
		return s[:len(s)-size]
	}
	return word
}

// isStrayPossessive reports whether text[start:end] is the s of a possessive
// that Unicode parts from its word, as in "the U.N.’s".
func isStrayPossessive(text string, start, end int) bool {
	if end-start != 1 || text[start]|0x20 != 's' {
		return false
	}
	r, size := utf8.DecodeLastRuneInString(text[:start])
	return isApostrophe(r) && strings.HasSuffix(text[:start-size], ".")
}

// lookUp returns what becomes of a word, from memory if it was seen before.
func (an *Analyzer) lookUp(written string) *memoWord {
	if len(written) > memoMaxBytes {
		exact := fold(written)
		return &memoWord{exact: exact, term: stem(exact)}
	}
	slot := memoSlot(written)
	first, second := &an.memo[slot], &an.memo[slot+1]
	held := first.Load()
	if held != nil && held.written == written {
		return held
	}
	if m := second.Load(); m != nil && m.written == written {
		return m
	}
	exact := fold(written)
	m := &memoWord{written: strings.Clone(written), exact: strings.Clone(exact), term: stem(exact)}
	second.Store(held)
	first.Store(m)
	return m
}

// memoSlot returns a word's first slot, an even number; the next is its second.
// It is FNV-1a, folded to the size of the memo.
func memoSlot(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return (h ^ h>>16) % memoSize &^ 1
}

// stem returns the Porter2 stem of a folded word, or that of its base form if the
// word is an irregular one. Words with digits or letters outside a to z have no
// English endings and stay as they are.
func stem(exact string) string {
	for i := range len(exact) {
		if c := exact[i]; (c < 'a' || 'z' < c) && c != '\'' {
			return exact
		}
	}
	if base, ok := regular[exact]; ok {
		exact = base
	}
	if s := english.Stem(exact, stemStopWords); s != "" {
		return s
	}
	return exact
}
