package bot

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits of a message, counted before it is sent (Discord allows 4,000 code
// points and, by observation, 10,170 bytes with 12 for each text).
const (
	maxRunes     = 4000
	maxBytes     = 10_000
	bytesPerText = 12
	maxPlain     = 2000
)

// A draft is an answer in words, before it is fitted into a message.
type draft struct {
	l      language
	line   string // the first line, which says who asked what; never cut, since buttons need it whole
	small  string // how the question was read, small print, lines
	lead   string // what the coverage has on it
	quotes []quote
	strip  string // which values the articles print, small print, lines
	foot   string // small print

	shortFoot string // the same with numbers for names
	context   int    // how many of the quotes are shown with the sentences around them
	links     linkKind
	cut       int // which of quoteRunes the quotations are cut to
}

// A linkKind says how exactly a link points at its sentence; the exact ones are
// longer.
type linkKind int

const (
	exactLink   linkKind = iota // at the sentence, told apart from equal ones
	plainLink                   // at the sentence's text
	articleLink                 // at the article
	noLink
)

// gives are what a draft gives up to fit, one after the other; each gives up a
// little and reports whether it had something to give.
var gives = [...]func(d *draft) bool{
	func(d *draft) bool { return less(&d.context, 0) },
	func(d *draft) bool { return more(&d.links, articleLink) },
	func(d *draft) bool {
		if len(d.quotes) < 2 {
			return false
		}
		d.quotes = d.quotes[:len(d.quotes)-1]
		return true
	},
	func(d *draft) bool {
		if len(d.quotes) == 0 || d.quotes[0].speaker+d.quotes[0].head+d.quotes[0].also == "" {
			return false
		}
		d.quotes = slices.Clone(d.quotes)
		d.quotes[0].speaker, d.quotes[0].head, d.quotes[0].also = "", "", ""
		return true
	},
	func(d *draft) bool { return empty(&d.strip) },
	func(d *draft) bool { return more(&d.cut, len(quoteRunes)-1) },
	func(d *draft) bool {
		long := d.foot != d.shortFoot
		d.foot = d.shortFoot
		return long
	},
	func(d *draft) bool { return empty(&d.small) },
	func(d *draft) bool { return more(&d.links, noLink) },
}

func less(n *int, least int) bool {
	*n--
	if *n < least {
		*n = least
		return false
	}
	return true
}

func more[N ~int](n *N, most N) bool {
	if *n >= most {
		return false
	}
	*n++
	return true
}

func empty(s *string) bool {
	was := *s
	*s = ""
	return was != ""
}

// fit gives up the sentences around quotes, exact links, links at the sentence, the
// third quote and the second, the last one's speaker and headline and the strip of
// values, cuts that quotation, and gives up names and readings in small print and the
// link, until the message fits. The question stays whole.
func (d draft) fit(fits func(draft) bool) draft {
	for _, give := range gives {
		for !fits(d) && give(&d) {
		}
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
func (d draft) head() string { return d.line + "\n" + d.small + d.lead }

// card returns the parts of the card.
func (d draft) card() []Component {
	if len(d.quotes) == 0 {
		return []Component{Text{d.head() + "\n" + d.foot}}
	}
	parts := []Component{Text{d.head()}}
	for i, q := range d.quotes {
		parts = append(parts, Text{q.lines(d, i < d.context)})
	}
	return append(parts, Separator{}, Text{d.strip + d.foot})
}

// plain returns the same as ordinary text.
func (d draft) plain() string {
	parts := []string{d.head()}
	for i, q := range d.quotes {
		parts = append(parts, q.lines(d, i < d.context))
	}
	return strings.Join(append(parts, d.strip+d.foot), "\n")
}

// lines returns the quotation and, under it, its speaker, its headline, who prints
// the same text, and its source and link. Where the quotation is cut, an ellipsis outside of it says so.
// The sentences around it stand above and below, in small print.
func (q quote) lines(d draft, context bool) string {
	s := "> " + q.texts[d.cut]
	if context && q.before != "" {
		s = "-# " + q.before + "\n" + s
	}
	for _, small := range []string{q.speaker, q.heading(d.l), q.also} {
		if small != "" {
			s += "\n-# " + small
		}
	}
	if context && q.after != "" {
		s += "\n-# " + q.after
	}
	s += "\n-# "
	if !q.whole[d.cut] {
		s += "… · "
	}
	s += q.source
	if d.links == noLink {
		return s
	}
	if address, label := chooseLink(d.l, q.links, d.links); len(address) <= maxLink {
		s += " · [" + label + "](" + address + ")"
	}
	return s
}

// heading returns the article's headline as such, "" if it is not to be shown.
func (q quote) heading(l language) string {
	if q.head == "" {
		return ""
	}
	return l.say(answerPhrases.headline, q.head)
}
