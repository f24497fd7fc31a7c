package corpus

import (
	"net/url"
	"strings"
	"testing"
	"unicode"

	"github.com/clipperhouse/uax29/v2/words"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestLinks(t *testing.T) {
	const head = "https://example.com/story"
	for _, test := range []struct {
		name, body, text string // the first place of text is the excerpt, or the one behind a bar
		want             []string
	}{
		{"up to eight words whole", "He left. She stayed on.", "He left.", []string{"#:~:text=He%20left%2E", ""}},
		{"nine words by both ends", "One two three four five six seven eight nine.", "One two three four five six seven eight nine.",
			[]string{"#:~:text=One%20two%20three%20four,six%20seven%20eight%20nine%2E", ""}},
		{"marks of the syntax", "A-b, c & (d) [e] <f> *g* _h_ ~i~.", "A-b, c & (d) [e]",
			[]string{"#:~:text=A%2Db%2C%20c%20%26%20%28d%29%20%5Be%5D", ""}},
		{"white space is one space", "He\u00a0has  left\nnow.", "He\u00a0has  left\nnow.", []string{"#:~:text=He%20has%20left%20now%2E", ""}},
		{"letters beyond ASCII", "Kyïv.", "Kyïv.", []string{"#:~:text=Ky%C3%AFv%2E", ""}},
		{"second of two, by what stands before", "They left. They ate. |They left.", "They left.",
			[]string{"#:~:text=They%20ate%2E-,They%20left%2E", "#:~:text=They%20left%2E", ""}},
		{"the paragraph before counts", "Yes.\n\nNo one knew.\n\n|Yes.", "Yes.",
			[]string{"#:~:text=one%20knew%2E-,Yes%2E", "#:~:text=Yes%2E", ""}},
		{"case and quotation marks do not tell apart", "“YES”. Then he said |\"yes\".", "\"yes\".",
			[]string{"#:~:text=he%20said-,%22yes%22%2E", "#:~:text=%22yes%22%2E", ""}},
		{"what stands behind tells, where before does not", "Go on, go on. Go on, |go away.", "go",
			[]string{"#:~:text=go,-away%2E", "#:~:text=go", ""}},
		{"nothing tells", "A.\n\nA.\n\n|A.\n\nA.\n\nA.", "A.", []string{""}},
		{"part of a word is the word", "Putin’s car, then U.N. cars.", "utin", []string{"#:~:text=Putin%E2%80%99s", ""}},
		{"over two paragraphs", "One two.\n\nThree four.", "One two.\n\nThree four.", []string{"#:~:text=One%20two%2E,Three%20four%2E", ""}},
		{"white space alone", "One. Two.", " ", []string{""}},
	} {
		t.Run(test.name, func(t *testing.T) {
			before, after, marked := strings.Cut(test.body, "|")
			start := strings.Index(before, test.text)
			if marked {
				start = len(before)
			}
			e, err := textArticle(t, before+after).Excerpt(start, start+len(test.text))
			if err != nil || e.Text() != test.text {
				t.Fatalf("excerpt %q: %v", test.text, err)
			}
			var got []string
			for _, link := range e.Links() {
				got = append(got, strings.TrimPrefix(link, head))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if e.Link() != e.Links()[0] {
				t.Errorf("Link is %s", e.Link())
			}
		})
	}
}

func TestLinkAddress(t *testing.T) {
	for _, test := range []struct{ url, want string }{
		{"https://example.com", "https://example.com#:~:text=Body%2E"},
		{"https://example.com/a?b=c", "https://example.com/a?b=c#:~:text=Body%2E"},
		{"https://example.com/a#part", "https://example.com/a#part:~:text=Body%2E"},
		{"https://example.com/#", "https://example.com/#:~:text=Body%2E"},
		{"https://my_site.example/a_(b)~[c]*%20<d> e", "https://my_site.example/a%5F%28b%29%7E%5Bc%5D%2A%20%3Cd%3E%20e#:~:text=Body%2E"},
	} {
		a, err := ParseArticle("a.md", []byte("---\nurl: '"+test.url+"'\npublisher: P\n---\nBody."))
		if err != nil {
			t.Errorf("%s: %v", test.url, err)
			continue
		}
		if got := a.Sentences()[0].Excerpt().Link(); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.url, got, test.want)
		}
	}
}

// The rest of this file is a second reading of the standard, slow and by the
// letter, that does not share a line with link.go: it takes an address apart,
// looks for word borders with uax29, and goes through the steps one by one.

// A cell is a character of the page, white space squeezed, with its place in the
// body; -1 if it is not of the body.
type cell struct {
	text   string
	at     int
	size   int
	border bool // before it, or the block begins
}

// pageCells returns the blocks of an article's page: title, captions, paragraphs.
func pageCells(a *Article) [][]cell {
	blocks := [][]cell{blockCells(a.Title(), -1)}
	for _, c := range a.Captions() {
		blocks = append(blocks, blockCells(c.Text+" "+c.Credit, -1))
	}
	at := 0
	var lines []string
	begin := 0
	flush := func() {
		if len(lines) > 0 {
			blocks = append(blocks, blockCells(strings.Join(lines, ""), begin))
		}
		lines = nil
	}
	for line := range strings.SplitAfterSeq(a.Body(), "\n") {
		if strings.TrimSpace(line) == "" {
			flush()
		} else {
			if lines == nil {
				begin = at
			}
			lines = append(lines, line)
		}
		at += len(line)
	}
	flush()
	return blocks
}

func blockCells(text string, body int) []cell {
	borders := map[int]bool{len(text): true}
	for segments := words.FromString(text); segments.Next(); {
		borders[segments.Start()] = true
	}
	var cells []cell
	space := false
	for i, r := range text {
		if unicode.IsSpace(r) {
			space = true
			continue
		}
		if space && len(cells) > 0 {
			cells = append(cells, cell{" ", -1, 0, true})
		}
		space = false
		at := -1
		if body >= 0 {
			at = body + i
		}
		cells = append(cells, cell{string(r), at, len(string(r)), borders[i]})
	}
	return cells
}

// A place is a position before a cell; end of block if cell is the block's length.
type place struct{ block, cell int }

type referee struct {
	blocks [][]cell
	equal  func(a, b string) bool
}

// find is "find a string in range": the first match at or after from.
func (r referee) find(term string, from place, startBorder, endBorder bool) (start, end place, ok bool) {
	want := []rune(term)
	for b := from.block; b < len(r.blocks); b++ {
		first := 0
		if b == from.block {
			first = from.cell
		}
		for c := first; c+len(want) <= len(r.blocks[b]); c++ {
			last := c + len(want)
			if r.matches(r.blocks[b][c:last], want) && (!startBorder || r.border(b, c)) && (!endBorder || r.border(b, last)) {
				return place{b, c}, place{b, last}, true
			}
		}
	}
	return place{}, place{}, false
}

func (r referee) matches(cells []cell, want []rune) bool {
	for i, c := range cells {
		if !r.equal(c.text, string(want[i])) {
			return false
		}
	}
	return true
}

func (r referee) border(b, c int) bool { return c == len(r.blocks[b]) || r.blocks[b][c].border }

// skip advances to the next position that is not white space.
func (r referee) skip(p place) place {
	for p.block < len(r.blocks) {
		if p.cell < len(r.blocks[p.block]) {
			if r.blocks[p.block][p.cell].text != " " {
				return p
			}
			p.cell++
			continue
		}
		p = place{p.block + 1, 0}
	}
	return p
}

// next is the first boundary point after a place.
func next(p place) place { return place{p.block, p.cell + 1} }

// marks returns the byte range of the body that the standard marks for an address.
func (r referee) marks(t rapidOrTest, link string) (start, end int, ok bool) {
	t.Helper()
	_, text, found := strings.Cut(link, ":~:text=")
	if !found {
		return 0, 0, false
	}
	var prefix, suffix string
	terms := strings.Split(text, ",")
	if p, is := strings.CutSuffix(terms[0], "-"); is {
		prefix, terms = p, terms[1:]
	}
	if s, is := strings.CutPrefix(terms[len(terms)-1], "-"); is {
		suffix, terms = s, terms[:len(terms)-1]
	}
	if len(terms) < 1 || len(terms) > 2 {
		t.Fatalf("not a text directive: %s", link)
	}
	var to string
	if len(terms) == 2 {
		to = unescape(t, terms[1])
	}
	from, until, ok := r.markedRange(unescape(t, prefix), unescape(t, terms[0]), to, unescape(t, suffix))
	if !ok {
		return 0, 0, false
	}
	first, last := r.blocks[from.block][from.cell], r.blocks[until.block][until.cell-1]
	return first.at, last.at + last.size, first.at >= 0
}

func unescape(t rapidOrTest, term string) string {
	t.Helper()
	s, err := url.PathUnescape(term)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// markedRange is "find a range from a text directive".
func (r referee) markedRange(prefix, start, end, suffix string) (place, place, bool) {
	for search := (place{}); ; {
		var from, to place
		var ok bool
		if prefix != "" {
			p, q, ok := r.find(prefix, search, true, false)
			if !ok {
				return place{}, place{}, false
			}
			search = next(p)
			q = r.skip(q)
			from, to, ok = r.find(start, q, false, end != "" || suffix == "")
			if !ok {
				return place{}, place{}, false
			}
			if from != q {
				continue
			}
		} else {
			from, to, ok = r.find(start, search, true, end != "" || suffix == "")
			if !ok {
				return place{}, place{}, false
			}
			search = next(from)
		}
		for rest := to; ; {
			if end != "" {
				_, to, ok = r.find(end, rest, true, suffix == "")
				if !ok {
					return place{}, place{}, false
				}
				rest = to
			}
			if suffix == "" {
				return from, to, true
			}
			want := r.skip(to)
			got, _, ok := r.find(suffix, want, false, true)
			if !ok {
				return place{}, place{}, false
			}
			if got == want {
				return from, to, true
			}
			if end == "" {
				break
			}
		}
	}
}

// Browsers differ in what they take for equal. These are the ends of the scale.
func strict(a, b string) bool { return strings.EqualFold(a, b) }

func loose(a, b string) bool { return plain(a) == plain(b) }

// plain returns a letter without case and accent, and a quotation mark as the
// first of its kind.
func plain(s string) rune {
	r := []rune(norm.NFD.String(strings.ToLower(s)))[0]
	for _, marks := range []string{"'‘’‚‛", "\"“”„‟«»"} {
		if strings.ContainsRune(marks, r) {
			return rune(marks[0])
		}
	}
	return r
}

// checkLink checks that the link marks the excerpt: exactly, if it begins and ends
// at word borders, otherwise with the rest of its words.
func checkLink(t rapidOrTest, a *Article, e Excerpt, exact bool) {
	t.Helper()
	blocks := pageCells(a)
	for _, equal := range []func(a, b string) bool{strict, loose} {
		start, end, ok := referee{blocks, equal}.marks(t, e.Link())
		if !ok {
			t.Fatalf("%s does not find %q", e.Link(), e.Text())
		}
		wantStart, wantEnd := e.Span()
		text := e.Text()
		wantStart += len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
		wantEnd -= len(text) - len(strings.TrimRightFunc(text, unicode.IsSpace))
		if exact && (start != wantStart || end != wantEnd) ||
			start > wantStart || end < wantEnd || strings.ContainsAny(a.Body()[start:wantStart]+a.Body()[wantEnd:end], " \n") {
			t.Fatalf("%s marks %q, want %q", e.Link(), a.Body()[start:end], e.Text())
		}
	}
}

// repetitive draws bodies in which most words stand more than once.
func repetitive() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		word := rapid.SampledFrom([]string{"Kim", "kim", "Kím", "Putin’s", "“No", "no”", "a", "A.", "car.", "cars", "x-y", "–", "U.N.", "3.5", "&,"})
		gap := rapid.SampledFrom([]string{" ", " ", " ", " ", ". ", "\u00a0", "\n", "\n\n"})
		var b strings.Builder
		for range rapid.IntRange(1, 50).Draw(t, "words") {
			b.WriteString(word.Draw(t, "word") + gap.Draw(t, "gap"))
		}
		return b.String() + "end"
	})
}

// checkLinks checks the links to all sentences of an article, and that a link is
// missing only where the same text stands elsewhere too.
func checkLinks(t rapidOrTest, a *Article) {
	t.Helper()
	for _, s := range a.Sentences() {
		e := s.Excerpt()
		if !strings.Contains(e.Link(), ":~:text=") {
			if n := strings.Count(a.page().text, fold(e.Text())); n < 2 {
				t.Fatalf("no link to %q, which is there %d times", e.Text(), n)
			}
			continue
		}
		checkLink(t, a, e, true)
	}
}

func TestLinkLaws(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a := textArticle(t, repetitive().Draw(rt, "body"))
		checkLinks(rt, a)

		start := rapid.IntRange(0, len(a.Body())-1).Draw(rt, "start")
		end := rapid.IntRange(start+1, len(a.Body())).Draw(rt, "end")
		if e, err := a.Excerpt(start, end); err == nil && strings.Contains(e.Link(), ":~:text=") {
			checkLink(rt, a, e, false)
		}
	})
}

func FuzzLink(f *testing.F) {
	f.Add("They left. They ate. They left.", 21, 31)
	f.Add("A.\n\nA.\n\nA.", 4, 6)
	f.Add("“No”, he\u00a0said. \"no\", he said.", 0, 5)
	f.Fuzz(func(t *testing.T, body string, start, end int) {
		a, err := ParseArticle("text.md", []byte("---\nurl: https://example.com/\npublisher: P\n---\n"+body))
		if err != nil {
			return
		}
		e, err := a.Excerpt(start, end)
		if err != nil {
			return
		}
		links := e.Links()
		if len(links) < 1 || len(links) > 3 || links[len(links)-1] != a.URL() {
			t.Fatalf("links %q", links)
		}
		for i, link := range links {
			if strings.ContainsAny(strings.Replace(link, ":~:text=", "", 1), "()<>[]*_~ \"\\`|") {
				t.Fatalf("link %d holds a mark that Markdown reads: %s", i, link)
			}
			if i > 0 && len(link) >= len(links[i-1]) {
				t.Fatalf("link %d is not shorter: %q", i, links)
			}
		}
	})
}
