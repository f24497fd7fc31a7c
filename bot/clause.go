package bot

import (
	"strings"
	"unicode/utf8"

	"summitbot/corpus"
)

// clause returns e, or the longest beginning of it that has at most n
// characters and ends at a clause; failing that, at a word.
func clause(e corpus.Excerpt, n int) corpus.Excerpt {
	text := e.Text()
	if utf8.RuneCountInString(text) <= n {
		return e
	}
	text = string([]rune(text)[:n])
	cut := 0
	for _, border := range []string{", ", "; ", ": ", " – ", " — "} {
		cut = max(cut, strings.LastIndex(text, border))
	}
	if cut == 0 {
		cut = strings.LastIndexByte(text, ' ')
	}
	if cut <= 0 {
		cut = len(text) // one word longer than n characters
	}
	start, _ := e.Span()
	short, err := e.Article().Excerpt(start, start+cut)
	if err != nil {
		return e // unreachable: the cut lies inside e between characters
	}
	return short
}
