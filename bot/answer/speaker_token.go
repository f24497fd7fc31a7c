package answer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"summitbot/corpus"
)

// A quotation is a byte range [start, end) of a body, marks included. Ranges of
// one block are one speech: paragraphs that each open it again.
type quotation struct{ start, end, block int }

// quotations returns the quotations of an article in double marks, in order. A
// quotation that a paragraph leaves open ends with it, and goes on if the next
// paragraph begins with an opening mark.
func quotations(a *corpus.Article) []quotation {
	var all []quotation
	body := a.Body()
	block, carried := -1, false
	var from, to int // the paragraph
	flush := func() {
		open, starts := -1, carried
		carried = false
		for at, r := range body[from:to] {
			at += from
			switch {
			case open < 0 && (r == '“' || r == '"'):
				if open = at; !starts || at > from {
					block++
				}
			case open >= 0 && (r == '”' || r == '"'):
				all = append(all, quotation{open, at + utf8.RuneLen(r), block})
				open = -1
			}
		}
		if open >= 0 {
			all = append(all, quotation{open, to, block})
			carried = true
		}
	}
	paragraph := -1
	for _, s := range a.Sentences() {
		start, end := s.Excerpt().Span()
		if s.Paragraph() != paragraph {
			if paragraph >= 0 {
				flush()
			}
			paragraph, from = s.Paragraph(), start
		}
		to = end
	}
	flush()
	return all
}

type tokenKind uint8

const (
	wordToken tokenKind = iota
	markToken
	quotedToken // a whole quotation, or the part of one that a sentence has
)

// A speechToken is a word, a mark or a quotation of a sentence, bytes
// [start, end) of the body.
type speechToken struct {
	kind       tokenKind
	start, end int
	text       string
	lower      string
	block      int  // of a quotation
	stopped    bool // a quotation that ends in a comma or the end of a sentence
}

// speechTokens cuts bytes [start, end) of a body into tokens.
func speechTokens(body string, start, end int, qs []quotation) []speechToken {
	var tokens []speechToken
	for _, q := range qs {
		if q.end <= start {
			continue
		}
		if q.start >= end {
			break
		}
		tokens = plainTokens(tokens, body, start, max(q.start, start))
		start = min(q.end, end)
		text := body[max(q.start, 0):start]
		inner := strings.TrimRight(text, "”\"’' \u00a0")
		last, _ := utf8.DecodeLastRuneInString(inner)
		tokens = append(tokens, speechToken{kind: quotedToken, start: q.start, end: start, block: q.block,
			stopped: strings.ContainsRune(",.!?…—–", last)})
	}
	return plainTokens(tokens, body, start, end)
}

// plainTokens appends the words and marks of bytes [start, end). Full stops
// behind titles and initials are no marks.
func plainTokens(tokens []speechToken, body string, start, end int) []speechToken {
	for at := start; at < end; {
		r, size := utf8.DecodeRuneInString(body[at:end])
		switch {
		case unicode.IsSpace(r):
			at += size
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			to := wordEnd(body, at, end)
			text := body[at:to]
			tokens = append(tokens, speechToken{kind: wordToken, start: at, end: to, text: text, lower: strings.ToLower(text)})
			if at = to; strings.HasPrefix(body[at:end], ".") && (honorifics.has(strings.ToLower(text)) || strings.Contains(text, ".") || len(text) == 1 && startsUpper(text)) {
				at++
			}
			continue
		}
		tokens = append(tokens, speechToken{kind: markToken, start: at, end: at + size, text: string(r)})
		at += size
	}
	return tokens
}

// wordEnd returns where the word that begins at byte at ends: marks inside a
// word ("Kim’s", "U.S", "co-operation") belong to it.
func wordEnd(body string, at, end int) int {
	for at < end {
		r, size := utf8.DecodeRuneInString(body[at:end])
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) {
			at += size
			continue
		}
		next, _ := utf8.DecodeRuneInString(body[at+size : end])
		if !strings.ContainsRune("’'.-&", r) || !(unicode.IsLetter(next) || unicode.IsDigit(next)) {
			break
		}
		at += size
	}
	return at
}

// startsUpper reports whether a word begins with a capital.
func startsUpper(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

// bareWord returns a word without marks around it and without a possessive
// ending.
func bareWord(w string) string {
	w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	w = strings.TrimSuffix(strings.TrimSuffix(w, "’s"), "'s")
	return w
}
