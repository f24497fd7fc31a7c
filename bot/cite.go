package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"summitbot/bot/answer"
	"summitbot/corpus"
)

// A form is what a citation is written in.
type form int

// The forms.
const (
	plainText form = iota
	markdownText
	bibTeX
	forms // how many
)

// fences are the languages of the blocks of code that the forms stand in.
var fences = [forms]string{"", "md", "bibtex"}

// citingAnswer are the actions that write an answer's citations in a form, in place.
var citingAnswer = [forms]action{actCitePlain, actCiteMarkdown, actCiteBibTeX}

// cite writes the quotes from the cursor on as citations to copy, as many as fit, for
// the presser alone: as plain text at first.
func (b *Bot) cite(ctx context.Context, p press) Message {
	r, a, failed := b.pressed(ctx, p)
	if a == nil {
		return failed
	}
	return b.cites(p, r, a, citingAnswer)
}

// cites writes the quotes of an answer as citations; inForm are the actions that do
// so in a form, in place.
func (b *Bot) cites(p press, r request, a *answer.Answer, inForm [forms]action) Message {
	l := b.private(p.Event)
	if a.Verdict != answer.Quoted {
		return note(l.say(answerPhrases.noQuote))
	}
	v, in := p.view(), form(slices.Index(inForm[:], p.id.action))
	if v.inPlace = in >= 0; !v.inPlace {
		in = plainText
	}
	c := &card{request: r, view: v, answer: a, l: l, private: true, shown: a.Quotes, draft: draft{l: l, line: v.line}}
	var found bool
	c.from, found = place(a, v.at)
	head := v.line
	if !found {
		head += "\n-# " + l.say(answerPhrases.gone)
	}
	foot := "-# " + b.state(c)
	inText, few := c.citations(in, func(block string) bool { return plainFits(draft{line: head, lead: block, foot: foot}) })
	inCard, shown := c.citations(in, func(block string) bool { return cardFits(draft{line: head, lead: block, foot: foot}) })
	m := Message{Private: true, Update: v.inPlace, Plain: draft{line: head, lead: inText, foot: foot}.plain(),
		Card: []Component{Text{draft{line: head, lead: inCard, foot: foot}.plain()}}}
	if r.plain(v) {
		m.Card, shown = nil, few
	}
	var buttons []Button
	for f, do := range inForm {
		if form(f) != in {
			buttons = append(buttons, b.cardButton(c, do, v.at, l.say(cardPhrases.forms[f])))
		}
	}
	if next := c.from + shown; next < len(a.Quotes) {
		at := cursorAt(a.Quotes[next].Excerpt)
		buttons = append(buttons, b.cardButton(c, inForm[in], at, l.say(cardPhrases.moreCitations, len(a.Quotes)-next)))
	}
	m.Rows = rowsOf(buttons)
	return m
}

// citations returns the quotes on the page as citations in one block to copy, and how
// many: at most a page, and as many as fit. If not even the first does, it gets a
// shorter link or quotation.
func (c *card) citations(in form, fits func(block string) bool) (block string, n int) {
	quotes := c.shown[c.from:min(len(c.shown), c.from+quotesAtOnce(c.settings))]
	for n := len(quotes); n > 0; n-- {
		var all []string
		for _, q := range quotes[:n] {
			all = append(all, c.citation(q.Excerpt, exactLink, quoteRunes[0], in))
		}
		if block := fence(fences[in], strings.Join(all, "\n\n")); fits(block) {
			return block, n
		}
	}
	for kind := exactLink; kind <= noLink; kind++ {
		for _, runes := range quoteRunes {
			if block = fence(fences[in], c.citation(quotes[0].Excerpt, kind, runes, in)); fits(block) {
				return block, 1
			}
		}
	}
	return block, 1
}

// citation writes an excerpt as a citation in a form.
func (c *card) citation(e corpus.Excerpt, kind linkKind, runes int, in form) string {
	w := c.work(e, kind, runes)
	short := clause(e, runes)
	text, cut := visible(short.Text()), ""
	if short != e {
		cut = " […]"
	}
	switch in {
	case bibTeX:
		return w.bibtex()
	case plainText:
		return "“" + text + "”" + cut + " — " + w.line(w.author, w.title, w.publisher, w.date, w.address)
	}
	title, publisher := Escape(w.title), Escape(w.publisher)
	linked := &title
	if title == "" {
		linked = &publisher
	}
	if w.address != "" {
		*linked = "[" + *linked + "](" + w.address + ")"
	}
	return "> " + escape(text, true) + cut + "\n>\n> — " + w.line(Escape(w.author), title, publisher, w.date)
}

// A work is an article as it is cited. What is not known is "".
type work struct {
	key                      string
	author, title, publisher string
	date, day                string // as read, and as "2024-06-21"
	address                  string
	retrieved, retrievedDay  string
	hash                     string // which text was read, in words
}

// work returns the article of an excerpt. Where the quotation is cut short, names and
// headline are too: escaped for BibTeX, a hostile one takes eighteen times its length.
func (c *card) work(e corpus.Excerpt, kind linkKind, runes int) work {
	a, name, headline := e.Article(), maxPublisher, maxHeadline
	if runes < quoteRunes[0] {
		name, headline = runes/10, runes/10
	}
	sum := sha256.Sum256([]byte(a.Body()))
	w := work{
		key:    fmt.Sprintf("%s-%d", bibtexKey(a.ID()), sentenceOf(e)+1),
		author: truncate(visible(a.Author()), name), title: truncate(visible(a.Title()), headline), publisher: truncate(visible(a.Publisher()), name),
		date: c.l.say(cardPhrases.noDate), day: a.Date().Day, retrievedDay: a.Retrieved(),
		hash: c.l.say(cardPhrases.bodyHash, hex.EncodeToString(sum[:6]), c.answer.Corpus.Name(), c.answer.Corpus.Version()),
	}
	if w.day != "" {
		w.date = c.l.date(a.Date())
	}
	if w.retrievedDay != "" {
		w.retrieved = c.l.say(cardPhrases.retrieved, c.l.day(w.retrievedDay))
	}
	if kind != noLink {
		if address, _ := link(c.l, e, kind); len(address) <= maxLink {
			w.address = address
		}
	}
	return w
}

// line returns what is known of the work in one line, and which text was read when.
func (w work) line(parts ...string) string {
	unknown := func(s string) bool { return s == "" }
	notes := slices.DeleteFunc([]string{w.retrieved, w.hash}, unknown)
	return strings.Join(slices.DeleteFunc(parts, unknown), ", ") + " (" + strings.Join(notes, "; ") + ")"
}

// bibtex returns the work as an entry for BibTeX and biblatex.
func (w work) bibtex() string {
	s := "@misc{" + w.key
	field := func(name, value string) {
		if value != "" {
			s += ",\n  " + name + " = {" + value + "}"
		}
	}
	field("author", braced(w.author))
	field("title", braced(w.title))
	field("howpublished", bibtexEscape(w.publisher))
	if w.day != "" {
		field("date", w.day)
		field("year", w.day[:4])
	} else {
		field("year", bibtexEscape(w.date))
	}
	field("url", strings.NewReplacer("{", "%7B", "}", "%7D", "\\", "%5C").Replace(w.address))
	field("urldate", w.retrievedDay)
	field("note", bibtexEscape(w.hash))
	return s + "\n}"
}

// braced returns text for BibTeX that is kept as it is: a byline is one name, and a
// headline keeps its capitals.
func braced(text string) string {
	if text == "" {
		return ""
	}
	return "{" + bibtexEscape(text) + "}"
}

// bibtexEscape returns text as BibTeX and LaTeX read it literally. BibTeX counts
// braces even behind a backslash.
func bibtexEscape(text string) string {
	return strings.NewReplacer(
		`\`, `\textbackslash{}`, "{", `\textbraceleft{}`, "}", `\textbraceright{}`, "%", `\%`, "&", `\&`, "#", `\#`, "$", `\$`, "_", `\_`,
		"~", `\textasciitilde{}`, "^", `\textasciicircum{}`, `"`, `{"}`,
	).Replace(text)
}

// bibtexKey returns an id with only what may stand in a key.
func bibtexKey(id string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && (r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			return r
		}
		return '-'
	}, truncate(id, maxPublisher))
}

// fence returns text as a block of code of a language. Three backticks would end it,
// so a character without width stands behind every second of a run.
func fence(language, text string) string {
	return "```" + language + "\n" + strings.ReplaceAll(text, "``", "``\u200b") + "\n```"
}
