package corpus

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A pageText is what a browser searches on the page of an article, folded: its
// blocks are the title, the captions and the paragraphs, one a line. Where on the
// page the title and the captions stand is not known; coming first they make the
// words of a link as long as they may have to be.
type pageText struct {
	text    string
	offsets []int32 // of every byte of the body, and of its end, in text
}

// page returns the article's page text. It is made when the first link into the
// article is, since most articles of a large corpus are not quoted for long.
func (a *Article) page() *pageText {
	a.pageOnce.Do(func() {
		var f folder
		f.block(a.meta.title)
		for _, c := range a.meta.captions {
			f.block(c.Text + " " + c.Credit)
		}
		offsets := make([]int32, len(a.body)+1)
		for i, p := range a.paragraphs {
			next := len(a.body)
			if i+1 < len(a.paragraphs) {
				next = a.paragraphs[i+1].start
			}
			f.newBlock()
			f.write(a.body[p.start:next], offsets[p.start:])
		}
		offsets[len(a.body)] = int32(f.Len())
		a.pageText = pageText{f.String(), offsets}
	})
	return &a.pageText
}

// paragraphAt returns the paragraph that byte at of the body is in, or the last
// one before it.
func (a *Article) paragraphAt(at int) span { return a.paragraphs[a.paragraphIndex(at)] }

func (a *Article) paragraphIndex(at int) int {
	return sort.Search(len(a.paragraphs), func(i int) bool { return a.paragraphs[i].start > at }) - 1
}

// fold returns the directive as it is looked up in a folded page.
func (d directive) fold() directive {
	return directive{fold(d.prefix), fold(d.start), fold(d.end), fold(d.suffix)}
}

// fold returns a text as browsers compare it.
func fold(s string) string {
	var f folder
	f.block(s)
	return f.String()
}

// A folder folds text as browsers do when they look for a text fragment, or
// further: white space becomes one space, letters lose case and accents,
// quotation marks their shape, and what cannot be seen is dropped.
type folder struct {
	strings.Builder
	gap string // to be written before the next character
}

// newBlock begins a block. The line feed between blocks is in no directive, so
// nothing is found that reaches from one to the next.
func (f *folder) newBlock() {
	f.gap = ""
	if f.Len() > 0 {
		f.gap = "\n"
	}
}

func (f *folder) block(s string) {
	f.newBlock()
	f.write(s, nil)
}

// write folds s. If offsets is not nil, offsets[i] becomes the place in the
// output of byte i of s.
func (f *folder) write(s string, offsets []int32) {
	for i, r := range s {
		folded := foldRune(r)
		switch {
		case unicode.IsSpace(r):
			if f.gap == "" && f.Len() > 0 {
				f.gap = " "
			}
			folded = ""
		case folded != "":
			f.WriteString(f.gap)
			f.gap = ""
		}
		for j := i; offsets != nil && j < i+utf8.RuneLen(r); j++ {
			offsets[j] = int32(f.Len())
		}
		f.WriteString(folded)
	}
}

// foldRune returns what stands for a character in folded text; "" for one that
// cannot be seen.
func foldRune(r rune) string {
	switch r {
	case '‘', '’', '‚', '‛', '′', '‹', '›':
		return "'"
	case '“', '”', '„', '‟', '″', '«', '»':
		return "\""
	}
	if r < utf8.RuneSelf {
		return string(unicode.ToLower(r))
	}
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Mn, unicode.Cf) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(string(r)))
}
