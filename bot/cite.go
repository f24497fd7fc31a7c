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

// cite writes the quotes from the cursor on as citations to copy, as many as fit, for
// the presser alone.
func (b *Bot) cite(ctx context.Context, p press) Message {
	r, a, failed := b.pressed(ctx, p)
	if a == nil {
		return failed
	}
	l := b.private(p.Event)
	if a.Verdict != answer.Quoted {
		return note(l.say(answerPhrases.noQuote))
	}
	v := p.view()
	v.inPlace = p.id.action == actMoreCites
	c := &card{request: r, view: v, answer: a, l: l, private: true, shown: a.Quotes, draft: draft{l: l, line: v.line}}
	var found bool
	c.from, found = place(a, v.at)
	head := v.line + "\n" + l.say(cardPhrases.copies)
	if !found {
		head += "\n-# " + l.say(answerPhrases.gone)
	}
	foot := "-# " + b.state(c)
	most := quotesAtOnce(r.settings)
	inText := c.citations(1, func(blocks []string) bool { return plainFits(citing(head, foot, blocks)) })
	inCard := c.citations(most, func(blocks []string) bool { return cardFits(citing(head, foot, blocks)) })
	m := Message{Private: true, Update: v.inPlace, Plain: citing(head, foot, inText).plain(), Card: []Component{Text{citing(head, foot, inCard).plain()}}}
	shown := len(inCard)
	if r.plain(v) {
		m.Card, shown = nil, len(inText)
	}
	if next := c.from + shown; next < len(a.Quotes) {
		at := cursorAt(a.Quotes[next].Excerpt)
		m.Rows = rowsOf([]Button{b.cardButton(c, actMoreCites, at, l.say(cardPhrases.moreCitations, len(a.Quotes)-next))})
	}
	return m
}

// citing is a message of citations as a draft, to see whether it fits.
func citing(head, foot string, blocks []string) draft {
	return draft{line: head, lead: strings.Join(blocks, "\n"), foot: foot}
}

// citations returns the quotes on the page as citations, at most so many and as many
// as fit. If not even the first does, it gets a shorter link or quotation or, last,
// fewer forms.
func (c *card) citations(most int, fits func([]string) bool) []string {
	quotes := c.shown[c.from:min(len(c.shown), c.from+most)]
	for n := len(quotes); n > 0; n-- {
		var blocks []string
		for _, q := range quotes[:n] {
			blocks = append(blocks, c.citation(q.Excerpt, exactLink, quoteRunes[0], forms))
		}
		if fits(blocks) {
			return blocks
		}
	}
	var one []string
	for n := forms; n > 0; n-- {
		for kind := exactLink; kind <= noLink; kind++ {
			for _, runes := range quoteRunes {
				if one = []string{c.citation(quotes[0].Excerpt, kind, runes, n)}; fits(one) {
					return one
				}
			}
		}
	}
	return one
}

// forms is in how many forms a citation is written.
const forms = 3

// citation writes an excerpt as a citation in the first so many of plain text,
// Markdown and BibTeX, each in a block to copy.
func (c *card) citation(e corpus.Excerpt, kind linkKind, runes, forms int) string {
	w := c.work(e, kind)
	short := clause(e, runes)
	text, cut := visible(short.Text()), ""
	if short != e {
		cut = " […]"
	}
	plain := "“" + text + "”" + cut + " — " + w.line(w.author, w.title, w.publisher, w.date, w.address)
	title, publisher := Escape(w.title), Escape(w.publisher)
	linked := &title
	if title == "" {
		linked = &publisher
	}
	if w.address != "" {
		*linked = "[" + *linked + "](" + w.address + ")"
	}
	markdown := "> " + escape(text, true) + cut + "\n>\n> — " + w.line(Escape(w.author), title, publisher, w.date)
	return strings.Join([]string{fence("", plain), fence("md", markdown), fence("bibtex", w.bibtex())}[:forms], "\n")
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

// work returns the article of an excerpt.
func (c *card) work(e corpus.Excerpt, kind linkKind) work {
	a := e.Article()
	sum := sha256.Sum256([]byte(a.Body()))
	w := work{
		key:    fmt.Sprintf("%s-%d", bibtexKey(a.ID()), sentenceOf(e)+1),
		author: truncate(visible(a.Author()), maxPublisher), title: truncate(visible(a.Title()), maxHeadline), publisher: truncate(visible(a.Publisher()), maxPublisher),
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

// bibtexEscape returns text as BibTeX and LaTeX read it literally.
func bibtexEscape(text string) string {
	return strings.NewReplacer(
		`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "%", `\%`, "&", `\&`, "#", `\#`, "$", `\$`, "_", `\_`,
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
