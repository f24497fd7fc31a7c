package corpus

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxWholeQuotation is the length in bytes up to which a quotation is never cut
// inside: “I saw it. I heard it,” he said. A longer one is cut into its
// sentences, because nobody wants to read a speech to find one of them.
const maxWholeQuotation = 200

// cutSentences cuts the body of an article. Every paragraph is cut by itself, so
// that a sentence never crosses from one to the next, and what is said in one
// never changes how another is cut.
func cutSentences(a *Article) []Sentence {
	var all []Sentence
	for i, p := range a.paragraphs {
		text := a.body[p.start:p.end]
		start := 0
		for _, end := range borders(text) {
			start += leadingSpace(text[start:end])
			all = append(all, Sentence{
				article:   a,
				start:     p.start + start,
				textEnd:   p.start + end,
				paragraph: i,
			})
			start = end
		}
	}
	for i := range all {
		all[i].index = i
		all[i].end = len(a.body)
		if i+1 < len(all) {
			all[i].end = all[i+1].start
		}
	}
	return all
}

// A span is a byte range [start, end) of a text.
type span struct{ start, end int }

// paragraphs returns the paragraphs of a body without white space around them.
// One or more lines with nothing but white space separate two paragraphs.
func paragraphs(body string) []span {
	var all []span
	open := false // the last paragraph may go on
	at := 0
	for line := range strings.SplitAfterSeq(body, "\n") {
		text := strings.TrimSpace(line)
		start := at + leadingSpace(line)
		at += len(line)
		switch {
		case text == "":
			open = false
		case open:
			all[len(all)-1].end = start + len(text)
		default:
			open = true
			all = append(all, span{start, start + len(text)})
		}
	}
	return all
}

// borders returns where the sentences of a paragraph end, in order; the last is
// the paragraph's end. Behind a border there is the next sentence or white space
// and the next sentence.
func borders(p string) []int {
	var ends []int
	from := 0 // where the sentence begins
	whole := wholeQuotations(p)
	for at := 0; at < len(p); {
		r, size := utf8.DecodeRuneInString(p[at:])
		if !isTerminator(r) {
			at += size
			continue
		}
		stop := readStop(p, at)
		at = stop.end
		for len(whole) > 0 && whole[0].end < at {
			whole = whole[1:]
		}
		quoted := len(whole) > 0 && whole[0].start < at
		if at < len(p) && !quoted && hasWord(p[from:at]) && stop.endsSentence(p) {
			ends = append(ends, at)
			from = at
		}
	}
	if from > 0 && !hasWord(p[from:]) { // marks alone are no sentence
		ends = ends[:len(ends)-1]
	}
	return append(ends, len(p))
}

func hasWord(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// wholeQuotations returns the quotations of a paragraph that are never cut, from
// the opening mark to the closing one. A straight mark behind white space opens
// one even if another seems to be open, so that a mark too few does no harm.
func wholeQuotations(p string) []span {
	var all []span
	start, german := -1, false // „so“
	last := ' '
	for at, r := range p {
		before := last
		last = r
		switch {
		case r == '„', r == '«', r == '“' && !german, r == '"' && unicode.IsSpace(before):
			start, german = at, r == '„'
		case start >= 0 && (r == '”' || r == '»' || r == '"' || r == '“'):
			if at-start <= maxWholeQuotation {
				all = append(all, span{start, at})
			}
			start, german = -1, false
		}
	}
	return all
}

// A stop is a stretch of a paragraph that may end a sentence: full stops and the
// like, then the marks that close what the sentence opened.
type stop struct {
	start, end int
	marks      string // ".", "?!", "…": up to the first closing mark
	closed     bool   // a quotation ends in it
}

// readStop reads the stop that begins at the terminator p[at].
func readStop(p string, at int) stop {
	s := stop{start: at, end: at}
	for s.end < len(p) {
		r, size := utf8.DecodeRuneInString(p[s.end:])
		if isTerminator(r) {
			s.end += size
			if !s.closed {
				s.marks = p[at:s.end]
			}
			continue
		}
		gap := leadingSpace(p[s.end:])
		mark, size := utf8.DecodeRuneInString(p[s.end+gap:])
		if !closes(mark, gap > 0, p[s.end+gap+size:]) {
			break
		}
		s.closed = s.closed || !strings.ContainsRune(")]}）】", mark)
		s.end += gap + size
	}
	return s
}

// closes reports whether a mark behind a terminator closes a quotation or a
// bracket. Behind a space, a slip such as “stability. ”, marks that may also open
// one or be an apostrophe do so only where they stand alone.
func closes(mark rune, spaced bool, rest string) bool {
	switch mark {
	case '”', '»', ')', ']', '}', '」', '』', '）', '】', '》':
		return true
	case '"', '\'', '’', '›':
		return !spaced || rest == "" || leadingSpace(rest) > 0
	case '“': // „so“
		return !spaced && (rest == "" || leadingSpace(rest) > 0)
	}
	return false
}

// endsSentence reports whether the stop, which is not the last thing in the
// paragraph, is followed by another sentence.
func (s stop) endsSentence(p string) bool {
	rest := p[s.end:]
	gap := leadingSpace(rest)
	if gap == 0 {
		// "3.5", "arynews.tv" and "U.N.-led" go on; ideographs need no space;
		// after a closed quotation the space may be missing by a slip.
		last, _ := utf8.DecodeLastRuneInString(s.marks)
		return wide(last) || s.closed && startsUpper(rest)
	}
	rest = rest[gap:]
	switch {
	case startsLower(rest):
		return false // “Why?” he asked
	case strings.HasPrefix(rest, "– "), strings.HasPrefix(rest, "— "):
		return false // “Why?” – Putin
	case s.closed && s.marks != ".":
		return !attributed(rest) // “Why?” Putin asked
	case s.closed:
		return true
	case s.marks == ".":
		return !abbreviates(p[:s.start], rest)
	case s.marks == "…" || strings.HasPrefix(s.marks, ".."):
		spaced := strings.TrimRightFunc(p[:s.start], unicode.IsSpace) != p[:s.start]
		return !spaced || startsNew(rest)
	}
	return true
}

// attributed reports whether the first words of a text say who spoke the
// quotation before it.
func attributed(rest string) bool {
	n := 0
	for w := range strings.FieldsSeq(rest) {
		if n++; n > 4 {
			break
		}
		bare := strings.TrimRight(w, ".,:;")
		if speechVerbs[bare] {
			return true
		}
		if bare != w && !titles[bare] {
			return false
		}
	}
	return false
}

// isTerminator reports whether r may end a sentence. The ellipsis is not a
// terminator to Unicode, but it is one to newspapers.
func isTerminator(r rune) bool { return r == '…' || unicode.Is(unicode.STerm, r) }

// wide reports whether r is a full stop of a script that puts no space behind it.
func wide(r rune) bool { return strings.ContainsRune("。！？｡．", r) }

// leadingSpace returns the number of bytes of white space that s begins with.
func leadingSpace(s string) int { return len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace)) }

// startsUpper reports whether a text begins with a capital, perhaps behind marks
// that open something.
func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, openers))
	return unicode.IsUpper(r)
}

// startsLower reports the same of a small letter. A name such as iPhone does not
// count.
func startsLower(s string) bool {
	s = strings.TrimLeft(s, openers)
	r, size := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r) && !startsUpper(s[size:])
}
