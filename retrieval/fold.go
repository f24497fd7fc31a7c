package retrieval

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// fold returns the form in which a word is compared: Unicode NFKC with full
// case folding, Latin letters without accents, ' for every apostrophe, without
// thousands commas, dots of abbreviations and invisible signs. Folding twice
// changes nothing. It returns "" for a word that has nothing to compare.
func fold(word string) string {
	if allLettersAndDigits(word) {
		return strings.ToLower(word)
	}
	// Folding case may undo normal form and the other way round; what Unicode
	// calls NFKC_Casefold does both twice for that reason. Composition comes
	// last, when nothing is taken out any more.
	for range 2 {
		word = stripAccents(norm.NFKD.String(word))
		// A Caser keeps state, so each call makes its own; it is small.
		word = keepWord(cases.Fold().String(word))
	}
	return norm.NFC.String(word)
}

// stripAccents drops the combining marks U+0300 to U+036F after Latin letters,
// and invisible signs, which would stand between the two. In other scripts such
// marks make other letters (й is not и).
func stripAccents(decomposed string) string {
	latin := false
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		if r < 0x0300 || 0x036F < r {
			latin = unicode.Is(unicode.Latin, r)
			return r
		}
		if latin {
			return -1
		}
		return r
	}, decomposed)
}

// keepWord drops from a folded word what is not compared.
func keepWord(word string) string {
	var last rune
	return strings.Map(func(r rune) rune {
		switch {
		case isApostrophe(r):
			r = '\''
		case r == '.' && unicode.IsDigit(last):
		case unicode.In(r, letterOrDigit...) || unicode.Is(unicode.M, r):
		default:
			return -1
		}
		last = r
		return r
	}, word)
}
