package answer

import (
	"strings"
	"unicode"

	"summitbot/corpus"
)

// oddSpellings returns the sentences that print a name as no other article does,
// where at least two print it with other letters: "Auras" beside "Aurus". A reader may
// take it for a slip of ours. Words that are no names are left out: how "defence" is
// spelt is a matter of the country.
func oddSpellings(points []foundPoint) map[corpus.Excerpt]bool {
	odd := map[corpus.Excerpt]bool{}
	for _, p := range points {
		if p.Kind != Spelling || len(p.Values[0].Sources()) < 2 || !capitalised(p.Values[0].Text.Text()) {
			continue
		}
		for _, v := range p.Values[1:] {
			if len(v.Sources()) > 1 || !capitalised(v.Text.Text()) || lettersOf(v.Text.Text()) == lettersOf(p.Values[0].Text.Text()) {
				continue
			}
			for _, e := range v.Evidence {
				odd[e] = true
			}
		}
	}
	return odd
}

// lettersOf returns a text without what is no letter, in lower case.
func lettersOf(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
}
