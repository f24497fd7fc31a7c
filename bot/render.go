package bot

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"summitbot/bot/answer"
	"summitbot/corpus"
)

// Limits of a message, counted before it is sent (Discord allows 4,000 code
// points and, by observation, 10,170 bytes with 12 for each text).
const (
	maxRunes      = 4000
	maxBytes      = 10_000
	bytesPerText  = 12
	maxPlain      = 2000
	maxQuotes     = 3
	maxQuoteRunes = 600
)

// The colours of the bar beside a card.
const (
	accentQuoted = 0x2E7D6B
	accentMiss   = 0x8A8F98
)

// A draft is an answer in words, before it is fitted into a message.
type draft struct {
	asked  string   // who asked what
	read   string   // how it was read, "" if literally
	lead   string   // what the coverage has on it
	quotes []quote  // best first
	foot   string   // small print
	links  linkKind // how exact the links are
}

// A quote is a quotation as it is shown.
type quote struct {
	excerpt corpus.Excerpt
	text    string // escaped, the question's words in bold
	source  string // publisher and date, escaped
}

// A linkKind says how exactly a link points at its sentence; the exact ones are
// longer.
type linkKind int

const (
	exactLink   linkKind = iota // at the sentence, told apart from equal ones
	plainLink                   // at the sentence's text
	articleLink                 // at the article
)

// render makes the message that answers q.
func (b *Bot) render(asker string, q answer.Question, a *answer.Answer) Message {
	d := draft{asked: fmt.Sprintf("-# %s asked: %s", Escape(truncate(asker, 40)), Escape(q.String())), read: readings(q, a)}
	shown := a.Quotes
	if a.Verdict == answer.Quoted {
		d.lead = passages(a.Articles, a.Articles+len(a.NothingIn))
		d.foot = footer(a)
	} else {
		shown = a.Nearest
		d.lead = miss(q, a)
		d.foot = fmt.Sprintf("-# corpus %d", a.Corpus.Version())
	}
	for _, s := range shown[:min(len(shown), maxQuotes)] {
		d.quotes = append(d.quotes, b.quote(q, s.Excerpt))
	}
	accent := accentQuoted
	if a.Verdict != answer.Quoted {
		accent = accentMiss
	}
	return Message{
		Private: a.Verdict != answer.Quoted,
		Card:    []Component{Container{Accent: accent, Children: d.fit(cardFits).card()}},
		Plain:   d.fit(plainFits).plain(),
	}
}

// quote renders an excerpt, cut at a clause if it is too long.
func (b *Bot) quote(q answer.Question, e corpus.Excerpt) quote {
	short := clause(e, maxQuoteRunes)
	date := "date unknown"
	if d := e.Article().Date(); d.Day != "" {
		date = day(d)
	}
	source := Escape(e.Article().Publisher()) + " · " + date
	if short != e {
		source = "… · " + source
	}
	return quote{excerpt: e, text: embolden(short.Text(), b.service.Marks(q, short)), source: source}
}

// embolden escapes text and puts the marked byte ranges in bold.
func embolden(text string, marks []answer.Mark) string {
	var b strings.Builder
	at := 0
	for _, m := range marks {
		b.WriteString(escape(visible(text[at:m.Start]), at == 0))
		b.WriteString("**" + escape(visible(text[m.Start:m.End]), false) + "**")
		at = m.End
	}
	return b.String() + escape(visible(text[at:]), at == 0)
}

// passages says how many of all articles have a passage on the question.
func passages(n, all int) string {
	switch {
	case all == 1:
		return "The article has a passage on this"
	case n == 1:
		return fmt.Sprintf("1 of %d articles has a passage on this", all)
	}
	return fmt.Sprintf("%d of %d articles have a passage on this", n, all)
}

// miss says why nothing is quoted, in one of the fixed forms.
func miss(q answer.Question, a *answer.Answer) string {
	var s string
	switch n := len(a.Corpus.Articles()); {
	case len(a.Missing) == 0:
		s = list(italics(q, q.Content()), "and") + " are in the articles, not in one passage."
	case n == 1:
		s = "The article does not contain " + list(italics(q, a.Missing), "or") + "."
	default:
		s = fmt.Sprintf("None of the %d articles contains %s.", n, list(italics(q, a.Missing), "or"))
	}
	if len(a.Nearest) > 0 {
		s += "\nThe coverage does not say. Nearest to it:"
	}
	return s
}

// readings says which words of the question were not taken literally.
func readings(q answer.Question, a *answer.Answer) string {
	var s []string
	for _, r := range a.Readings[:min(len(a.Readings), 5)] {
		s = append(s, fmt.Sprintf("*%s* as *%s*", Escape(truncate(q.Words[r.Asked].Text, 40)), Escape(strings.Join(r.Read, ", "))))
	}
	if len(s) == 0 {
		return ""
	}
	return "-# read " + list(s, "and")
}

// italics returns words of the question in italics, at most five.
func italics(q answer.Question, places []int) []string {
	var s []string
	for _, p := range places[:min(len(places), 5)] {
		s = append(s, "*"+Escape(truncate(q.Words[p].Text, 40))+"*")
	}
	return s
}

// list joins words as in "a, b and c".
func list(words []string, and string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + and + " " + words[last]
}

// footer names the articles in which nothing was found, and the corpus version.
func footer(a *answer.Answer) string {
	s := fmt.Sprintf("corpus %d", a.Corpus.Version())
	if n := len(a.NothingIn); n > 5 {
		s = fmt.Sprintf("Nothing found in %d articles · ", n) + s
	} else if n > 0 {
		var names []string
		for _, art := range a.NothingIn {
			names = append(names, Escape(truncate(art.Publisher(), 60)))
		}
		s = "Nothing found in: " + strings.Join(names, ", ") + " · " + s
	}
	return "-# " + s
}

// day returns a date as a reader writes it: "21 June 2024".
func day(d corpus.Date) string {
	t, err := time.Parse(time.DateOnly, d.Day)
	if err != nil {
		return "date unknown" // unreachable: corpus checks dates
	}
	s := t.Format("2 January 2006")
	if d.Kind == corpus.Updated {
		s = "updated " + s
	}
	return s
}

// fit gives up, in this order, exact links, links at the sentence, the third
// quote and the second, until the message fits.
func (d draft) fit(fits func(draft) bool) draft {
	for kind := exactLink; kind <= articleLink; kind++ {
		if d.links = kind; fits(d) {
			return d
		}
	}
	for len(d.quotes) > 1 && !fits(d) {
		d.quotes = d.quotes[:len(d.quotes)-1]
	}
	return d
}

func cardFits(d draft) bool {
	runes, bytes := 0, 0
	for _, c := range d.card() {
		if t, ok := c.(Text); ok {
			runes += utf8.RuneCountInString(t.Content)
			bytes += len(t.Content) + bytesPerText
		}
	}
	return runes <= maxRunes && bytes <= maxBytes
}

func plainFits(d draft) bool { return utf8.RuneCountInString(d.plain()) <= maxPlain }

// head returns what stands above the quotes.
func (d draft) head() string {
	if d.read == "" {
		return d.asked + "\n" + d.lead
	}
	return d.asked + "\n" + d.read + "\n" + d.lead
}

// card returns the parts of the card.
func (d draft) card() []Component {
	parts := []Component{Text{d.head()}}
	for _, q := range d.quotes {
		parts = append(parts, Text{q.lines(d.links)})
	}
	return append(parts, Separator{}, Text{d.foot})
}

// plain returns the same as ordinary text.
func (d draft) plain() string {
	parts := []string{d.head()}
	for _, q := range d.quotes {
		parts = append(parts, q.lines(d.links))
	}
	return strings.Join(append(parts, d.foot), "\n")
}

// lines returns the quotation and, under it, its source and link.
func (q quote) lines(kind linkKind) string {
	address, label := link(q.excerpt, kind)
	return fmt.Sprintf("> %s\n-# %s · [%s](%s)", q.text, q.source, label, address)
}

// link returns the address of an excerpt, safe inside a Markdown link, and the
// words to show for it.
func link(e corpus.Excerpt, kind linkKind) (address, label string) {
	links := e.Links() // the last is the article's, any before it open at the sentence
	last := len(links) - 1
	at := last
	switch kind {
	case exactLink:
		at = 0
	case plainLink:
		at = max(0, last-1)
	}
	label = "Open at this sentence"
	if at == last {
		label = "Open the article"
	}
	return strings.NewReplacer("(", "%28", ")", "%29").Replace(links[at]), label
}
