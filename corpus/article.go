package corpus

import (
	"fmt"
	"sync"
	"unicode/utf8"
)

// An Article is one published piece: what its front matter says and its body,
// byte for byte. It never changes.
type Article struct {
	id   string
	meta meta
	body string

	paragraphs []span // without the white space between them
	sentences  []Sentence
	passages   []Passage

	pageOnce sync.Once
	pageText pageText // made by page
}

// meta is the front matter of an article file.
type meta struct {
	title, url, publisher, author string
	date                          Date
	retrieved                     string // a day, or ""
	language, licence             string
	linkOnly                      bool
	captions                      []Caption
	questions                     []string
}

// A Date is a day as the source states it, with what the source says of it.
// The zero Date is a date that is not known.
type Date struct {
	Day  string   // "2024-06-21", or "" if not known
	Kind DateKind // "" if not known
}

// A DateKind says what a [Date] is the date of.
type DateKind string

// The kinds of dates that articles state.
const (
	Published DateKind = "published"
	Updated   DateKind = "updated"
)

// A Caption is the text under a picture of an article. It is never quoted as a
// sentence of the article.
type Caption struct{ Text, Credit string }

// ID returns the article's id: the name of its file without ".md".
func (a *Article) ID() string { return a.id }

// Title returns the headline, or "" for an article that has none.
func (a *Article) Title() string { return a.meta.title }

// URL returns the address of the article at its source.
func (a *Article) URL() string { return a.meta.url }

// Publisher returns the outlet's name.
func (a *Article) Publisher() string { return a.meta.publisher }

// Author returns the byline, or "" if none is known.
func (a *Article) Author() string { return a.meta.author }

// Date returns the day the article was published or, failing that, updated.
func (a *Article) Date() Date { return a.meta.date }

// Retrieved returns the day the text was taken from its source, such as
// "2024-06-24", or "" if it is not known.
func (a *Article) Retrieved() string { return a.meta.retrieved }

// Language returns the language of the article as a tag such as "en" or "pt-BR".
func (a *Article) Language() string { return a.meta.language }

// Licence returns the terms under which the text may be used, in the words of
// whoever added the article, or "" if none are known.
func (a *Article) Licence() string { return a.meta.licence }

// LinkOnly reports whether the article may be found and linked but not quoted.
func (a *Article) LinkOnly() bool { return a.meta.linkOnly }

// Captions returns the captions of the article's pictures.
func (a *Article) Captions() []Caption { return a.meta.captions }

// Questions returns questions that the article answers, to start with.
func (a *Article) Questions() []string { return a.meta.questions }

// Body returns the article's text: paragraphs separated by an empty line.
func (a *Article) Body() string { return a.body }

// Sentences returns the sentences in order. Their ranges partition the body.
func (a *Article) Sentences() []Sentence { return a.sentences }

// Passages returns the passages in order: the stretches that are indexed.
// Every sentence belongs to exactly one.
func (a *Article) Passages() []Passage { return a.passages }

// Excerpt returns bytes [start, end) of the body. It is an error if the range
// is empty, lies outside the body, or cuts a character in two.
func (a *Article) Excerpt(start, end int) (Excerpt, error) {
	if start < 0 || end > len(a.body) || start >= end ||
		!utf8.RuneStart(a.body[start]) || end < len(a.body) && !utf8.RuneStart(a.body[end]) {
		return Excerpt{}, fmt.Errorf("article %s has no excerpt [%d,%d)", a.id, start, end)
	}
	return Excerpt{a, start, end}, nil
}

// An Excerpt is a byte range of an article's body. Only package corpus makes
// one. The zero Excerpt belongs to no article.
type Excerpt struct {
	article    *Article
	start, end int
}

// Article returns the article the excerpt is of.
func (e Excerpt) Article() *Article { return e.article }

// Text returns the bytes of the excerpt.
func (e Excerpt) Text() string { return e.article.body[e.start:e.end] }

// Span returns the byte range [start, end) of the excerpt in its article's body.
func (e Excerpt) Span() (start, end int) { return e.start, e.end }

// A Sentence is a stretch of a body that reads as one sentence.
type Sentence struct {
	article    *Article
	start, end int // with the white space that follows
	textEnd    int // without it
	index      int
	paragraph  int
}

// Excerpt returns the sentence without white space around it.
func (s Sentence) Excerpt() Excerpt { return Excerpt{s.article, s.start, s.textEnd} }

// Span returns the sentence's byte range [start, end), white space behind it
// included: the next sentence starts at end.
func (s Sentence) Span() (start, end int) { return s.start, s.end }

// Index returns the sentence's place in its article, counted from 0.
func (s Sentence) Index() int { return s.index }

// Paragraph returns the place of the sentence's paragraph, counted from 0.
func (s Sentence) Paragraph() int { return s.paragraph }

// A Passage is a run of sentences that is indexed and ranked as one document.
type Passage struct {
	article     *Article
	index       int
	first, last int // sentences [first, last)
}

// ID returns the passage's name in the corpus, such as "dayfr#4": the article's
// id and the passage's place in it, counted from 0.
func (p Passage) ID() string { return fmt.Sprintf("%s#%d", p.article.id, p.index) }

// Article returns the article the passage is of.
func (p Passage) Article() *Article { return p.article }

// Excerpt returns the passage's text.
func (p Passage) Excerpt() Excerpt {
	s := p.article.sentences
	return Excerpt{p.article, s[p.first].start, s[p.last-1].textEnd}
}

// Sentences returns the sentences of the passage in order.
func (p Passage) Sentences() []Sentence { return p.article.sentences[p.first:p.last] }
