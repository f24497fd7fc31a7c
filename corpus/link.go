package corpus

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A link opens an article at an excerpt by a text fragment, as the WICG's
// "URL Fragment Text Directives" specifies it:
//
//	URL#:~:text=[prefix-,]start[,end][,-suffix]
//
// A browser marks the first stretch of the page that reads start, or that runs
// from start to the next end after it, with prefix right before and suffix right
// behind. It compares without case, accents, kinds of quotation marks and kinds
// of white space, begins and ends at word borders, and finds each part within one
// paragraph only.
const (
	// exactWords is the number of words up to which start is the whole excerpt.
	exactWords = 8
	// edgeWords is the number of words of start and of end at first; it is
	// doubled until the browser finds the excerpt and nothing else. A link so
	// made takes about 70 bytes where the whole sentence takes 250, and survives
	// a correction inside the sentence.
	edgeWords = 4
	// contextWords is the number of words of prefix and suffix at first.
	contextWords = 2
	// maxContextWords is where doubling contextWords stops.
	maxContextWords = 32
	// maxSteps bounds the places that are looked at for one link. News prose
	// takes under ten; a text made to be ambiguous would take minutes.
	maxSteps = 2000
)

// Link returns the address that opens the article at the excerpt. It is the
// first of [Excerpt.Links].
func (e Excerpt) Link() string { return e.Links()[0] }

// Links returns addresses that open the article, the most exact first, so that a
// message that is too long can take a shorter one:
//
//   - with a text fragment that marks the excerpt and nothing else,
//   - the same without prefix and suffix, if it had any: the same words may then
//     be marked at an earlier place,
//   - the address of the article.
//
// There are one to three. There is only the last if no text fragment was found
// that tells the excerpt from other stretches of the article. An excerpt that begins or ends
// inside a word is marked with the whole word.
func (e Excerpt) Links() []string {
	base := encodeURL(e.article.meta.url)
	d, ok := e.directive()
	if !ok {
		return []string{base}
	}
	hash := "#"
	if strings.Contains(base, "#") {
		hash = ""
	}
	fragment := base + hash + ":~:text="
	links := []string{fragment + d.String()}
	if d.prefix != "" || d.suffix != "" {
		links = append(links, fragment+directive{start: d.start, end: d.end}.String())
	}
	return append(links, base)
}

// A directive says in words which stretch of a page to mark. All but start may
// be empty.
type directive struct{ prefix, start, end, suffix string }

// String returns the directive as it stands in an address behind "text=".
func (d directive) String() string {
	s := encodeTerm(d.start)
	if d.prefix != "" {
		s = encodeTerm(d.prefix) + "-," + s
	}
	if d.end != "" {
		s += "," + encodeTerm(d.end)
	}
	if d.suffix != "" {
		s += ",-" + encodeTerm(d.suffix)
	}
	return s
}

// directive returns a directive by which a browser finds the excerpt, and
// whether there is one. Of those it prefers the one without prefix and suffix,
// then the one with the fewest words.
func (e Excerpt) directive() (directive, bool) {
	a := e.article
	at, ok := e.words()
	if !ok {
		return directive{}, false
	}
	page := a.page()
	want := span{int(page.offsets[at.start]), int(page.offsets[at.end])}
	if want.start == want.end { // nothing but marks that cannot be seen
		return directive{}, false
	}
	steps := maxSteps
	finds := func(d directive) bool {
		got, ok := d.fold().find(page.text, &steps)
		return ok && got == want
	}
	cores := a.cores(at)
	for d := range cores {
		if finds(d) {
			return d, true
		}
	}
	before, after := a.context(at)
	for n := contextWords; n <= maxContextWords; n *= 2 {
		prefix, suffix := joinLast(before, n), joinFirst(after, n)
		for d := range cores {
			for _, d := range []directive{
				{prefix, d.start, d.end, ""},
				{"", d.start, d.end, suffix},
				{prefix, d.start, d.end, suffix},
			} {
				if finds(d) {
					return d, true
				}
			}
		}
	}
	return directive{}, false
}

// words returns the range of the excerpt, without white space around it and with
// the whole of a word that it cuts, and whether anything is left.
func (e Excerpt) words() (span, bool) {
	text, body := e.Text(), e.article.body
	at := span{e.start + leadingSpace(text), e.start + len(strings.TrimRightFunc(text, unicode.IsSpace))}
	if at.start >= at.end {
		return span{}, false
	}
	for insideWord(body, at.start) {
		_, size := utf8.DecodeLastRuneInString(body[:at.start])
		at.start -= size
	}
	for insideWord(body, at.end) {
		_, size := utf8.DecodeRuneInString(body[at.end:])
		at.end += size
	}
	return at, true
}

// insideWord reports whether a browser may see no word border at body[at]. It
// says so of some places between marks and letters that are borders; a link then
// marks a little more. Between ideographs, where browsers look words up in a
// dictionary, it says so always.
func insideWord(body string, at int) bool {
	left, _ := utf8.DecodeLastRuneInString(body[:at])
	right, size := utf8.DecodeRuneInString(body[at:])
	switch {
	case at == 0 || at == len(body) || unicode.IsSpace(left) || unicode.IsSpace(right):
		return false
	case joins(left) && joins(right), unicode.Is(unicode.M, right), unicode.Is(unicode.Cf, right):
		return true
	case joins(left): // 3.5, U.N, Putin’s
		next, _ := utf8.DecodeRuneInString(body[at+size:])
		return strings.ContainsRune(wordMarks, right) && joins(next)
	case joins(right):
		_, size := utf8.DecodeLastRuneInString(body[:at])
		previous, _ := utf8.DecodeLastRuneInString(body[:at-size])
		return strings.ContainsRune(wordMarks, left) && joins(previous)
	}
	return false
}

// wordMarks are marks that do not end a word when they stand in it.
const wordMarks = "'’‘.·:‧,;․﹒＇．，；\"״"

// joins reports whether r holds together with another such character.
func joins(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N, unicode.M, unicode.Cf) || unicode.Is(unicode.Pc, r)
}

// cores yields the directives without prefix and suffix that are tried for a
// range of the body, in order.
func (a *Article) cores(at span) iter.Seq[directive] {
	return func(yield func(directive) bool) {
		head, tail := a.paragraphAt(at.start), a.paragraphAt(at.end-1)
		first := strings.Fields(a.body[at.start:min(at.end, head.end)])
		last, one := first, head == tail
		if !one {
			last = strings.Fields(a.body[tail.start:at.end])
		}
		for n := edgeWords; !one || 2*n <= len(first) && len(first) > exactWords; n *= 2 {
			if !yield(directive{start: joinFirst(first, n), end: joinLast(last, n)}) {
				return
			}
			if n >= max(len(first), len(last)) {
				return
			}
		}
		yield(directive{start: strings.Join(first, " ")})
	}
}

// context returns the words before and behind a range of the body: those of its
// paragraph or, at its edge, of the paragraph beyond.
func (a *Article) context(at span) (before, after []string) {
	i, j := a.paragraphIndex(at.start), a.paragraphIndex(at.end-1)
	head, tail := a.paragraphs[i], a.paragraphs[j]
	head.end, tail.start = at.start, at.end
	if head.start == head.end && i > 0 {
		head = a.paragraphs[i-1]
	}
	if tail.start == tail.end && j+1 < len(a.paragraphs) {
		tail = a.paragraphs[j+1]
	}
	return strings.Fields(a.body[head.start:head.end]), strings.Fields(a.body[tail.start:tail.end])
}

func joinFirst(words []string, n int) string { return strings.Join(words[:min(n, len(words))], " ") }

func joinLast(words []string, n int) string {
	return strings.Join(words[len(words)-min(n, len(words)):], " ")
}

// find returns the stretch of a page that a browser marks for the directive.
// Page and directive are folded. It follows the standard's steps but does not ask
// for word borders. So it stops at every place where a browser may stop, and at
// more; if it comes to the excerpt first, a browser does too. Every place that it
// looks at takes one from steps; at 0 it gives up.
func (d directive) find(page string, steps *int) (span, bool) {
	for from := 0; *steps > 0; *steps-- {
		first := d.prefix
		if first == "" {
			first = d.start
		}
		at := index(page, first, from)
		if at < 0 {
			return span{}, false
		}
		from = at + 1
		if d.prefix != "" {
			at = skipSpace(page, at+len(d.prefix))
		}
		if !strings.HasPrefix(page[at:], d.start) {
			continue
		}
		if end, ok := d.findEnd(page, at+len(d.start), steps); ok {
			return span{at, end}, true
		}
	}
	return span{}, false
}

// findEnd returns where the stretch ends whose start ends at from.
func (d directive) findEnd(page string, from int, steps *int) (int, bool) {
	for end := from; *steps > 0; *steps-- {
		if d.end != "" {
			at := index(page, d.end, from)
			if at < 0 {
				return 0, false
			}
			end, from = at+len(d.end), at+1
		}
		if strings.HasPrefix(page[skipSpace(page, end):], d.suffix) {
			return end, true
		}
		if d.end == "" {
			break
		}
	}
	return 0, false
}

// index returns the place of the first part in s from a place on, or -1.
func index(s, part string, from int) int {
	if i := strings.Index(s[from:], part); i >= 0 {
		return from + i
	}
	return -1
}

func skipSpace(s string, at int) int {
	return at + len(s[at:]) - len(strings.TrimLeft(s[at:], " \n"))
}

// encodeTerm percent-encodes all but ASCII letters and digits. The standard asks
// for that of "-", "," and "&"; the rest is for programs that find the address in
// a text and would end it at a full stop or read Markdown in it.
func encodeTerm(s string) string {
	b := make([]byte, 0, 3*len(s))
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
			b = append(b, c)
		default:
			b = percent(b, c)
		}
	}
	return string(b)
}

// percent appends the percent-encoding of a byte.
func percent(b []byte, c byte) []byte {
	const hex = "0123456789ABCDEF"
	return append(b, '%', hex[c>>4], hex[c&15])
}

// encodeURL percent-encodes what a chat program could read as Markdown or as the
// end of an address, behind the host.
func encodeURL(u string) string {
	host := strings.Index(u, "://") + len("://")
	path := strings.IndexAny(u[host:], "/?#")
	if path < 0 {
		return u
	}
	b := []byte(u[:host+path])
	for i := host + path; i < len(u); i++ {
		if strings.IndexByte("()<>[]{}*_~ \"\\^`|", u[i]) >= 0 {
			b = percent(b, u[i])
			continue
		}
		b = append(b, u[i])
	}
	return string(b)
}
