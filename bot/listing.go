package bot

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxParts is how many parts one page of a listing has at most.
const maxParts = 10

// tightest is the last way to write a part shorter.
const tightest = 3

// A listing is a message that lists parts, one page of them at a time. Card and
// text have the same parts, so that its buttons mean the same under either.
type listing struct {
	language language
	line     string                    // the first line, as questionLine or actLine makes it
	question string                    // in it, as it could be typed
	head     func(first int) string    // stands above a page that begins with that part; nil is nothing
	n        int                       // how many parts there are
	part     func(i, tight int) string // one of them; the larger tight, up to tightest, the shorter
	foot     string                    // small print under it; "" is nothing

	earlier, later action           // of the buttons that turn the page
	labels         turning          // what they say
	article        func(int) uint32 // what stands for the article of a part; nil is none
	rows           []Row            // under those buttons
}

// A turning is what the buttons say that turn a page.
type turning struct{ earlier, later phrase }

// A position says which page of a listing is wanted: the one that begins with a
// part or, if back, the one that ends before it. The zero position is the first page.
type position struct {
	cursor  // the part, by its number; and its article, if that matters
	back    bool
	version int // of the corpus that the part was counted in; 0 is the present one
}

// ahead makes a button of what shows a position: the page that begins there.
func ahead(show func(context.Context, press, position) Message) actionFunc {
	return actionFunc{do: func(ctx context.Context, p press) Message {
		return show(ctx, p, position{p.id.cursor, false, p.id.version})
	}}
}

// back does the same for the page that ends there.
func back(show func(context.Context, press, position) Message) actionFunc {
	return actionFunc{do: func(ctx context.Context, p press) Message {
		return show(ctx, p, position{p.id.cursor, true, p.id.version})
	}}
}

// A page is parts [first, end) of a listing.
type page struct {
	first, end int
	parts      []string
}

// page returns the page of a position.
func (l listing) page(at position) page {
	if at.back {
		return l.before(int(at.sentence))
	}
	return l.ahead(int(at.sentence))
}

// ahead returns the page that begins with a part.
func (l listing) ahead(first int) page {
	p := page{first: max(0, min(first, l.n-1))}
	p.end = p.first
	for p.end < l.n && len(p.parts) < maxParts {
		longer := append(p.parts, l.part(p.end, 0))
		if !l.fits(p.first, longer) {
			break
		}
		p.parts, p.end = longer, p.end+1
	}
	if p.end == p.first && p.end < l.n {
		p.parts, p.end = []string{l.tight(p.first)}, p.end+1
	}
	return p
}

// before returns the page that ends before a part. It is the first page if there
// is room for the first part.
func (l listing) before(end int) page {
	end = max(0, min(end, l.n))
	p := page{first: end, end: end}
	for p.first > 0 && len(p.parts) < maxParts {
		longer := slices.Insert(slices.Clone(p.parts), 0, l.part(p.first-1, 0))
		if !l.fits(p.first-1, longer) {
			break
		}
		p.parts, p.first = longer, p.first-1
	}
	switch {
	case p.first == 0:
		return l.ahead(0)
	case p.first == end:
		p.parts, p.first = []string{l.tight(end - 1)}, end-1
	}
	return p
}

// tight returns a part as long as there is room for alone.
func (l listing) tight(i int) string {
	for tight := 1; tight < tightest; tight++ {
		if s := l.part(i, tight); l.fits(i, []string{s}) {
			return s
		}
	}
	return l.part(i, tightest)
}

// fits reports whether a page can be sent, as text; as a card it then can, too:
// no character has more than four bytes.
func (l listing) fits(first int, parts []string) bool {
	return utf8.RuneCountInString(l.text(first, parts)) <= maxPlain
}

// above returns what stands above the parts.
func (l listing) above(first int) string {
	if l.head == nil {
		return l.line
	}
	return joined(l.line, l.head(first))
}

// text returns a page as ordinary text.
func (l listing) text(first int, parts []string) string {
	return joined(l.above(first), joined(parts...), l.foot)
}

// joined puts paragraphs under each other, without the empty ones.
func joined(paragraphs ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(paragraphs), func(s string) bool { return s == "" }), "\n")
}

// list makes the message of a page.
func (b *Bot) list(ev Event, l listing, p page) Message {
	parts := []Component{Text{l.above(p.first)}}
	for _, part := range p.parts {
		parts = append(parts, Text{part})
	}
	if l.foot != "" {
		parts = append(parts, Separator{}, Text{l.foot})
	}
	at := func(i int) cursor {
		c := cursor{sentence: uint16(min(i, 0xffff))}
		if l.article != nil {
			c.article = l.article(min(i, l.n-1))
		}
		return c
	}
	var turn []Button
	if p.first > 0 {
		turn = append(turn, b.button(ev, l.question, l.earlier, at(p.first), l.language.say(l.labels.earlier)))
	}
	if p.end < l.n {
		turn = append(turn, b.button(ev, l.question, l.later, at(p.end), l.language.say(l.labels.later)))
	}
	var rows []Row
	if turn != nil {
		rows = append(rows, Row{Buttons: turn})
	}
	return framed(ev, l.text(p.first, p.parts), append(rows, l.rows...), parts...)
}

// framed returns a message that answers an event as a card of parts or as text. A
// button changes its own message, which stays the card or the text that it is.
func framed(ev Event, text string, rows []Row, parts ...Component) Message {
	m := Message{Plain: text, Rows: rows, Update: ev.Kind == Press}
	m.Private = m.Update && ev.Message.hidden()
	if !m.Update || ev.Message == nil || !ev.Message.Plain {
		m.Card = []Component{Container{Accent: accentQuoted, Children: parts}}
	}
	return m
}

// laidOut returns a new message in a server's layout and privacy.
func laidOut(m Message, r request) Message {
	m.Private = m.Private || r.private
	if r.settings.Plain {
		m.Card = nil
	}
	return m
}

// button returns a grey button of ours under a message on a question.
func (b *Bot) button(ev Event, question string, do action, at cursor, label string) Button {
	return Button{ID: b.seal(ev, question, do, at), Label: label}
}

// seal returns a custom ID that the person of ev owns.
func (b *Bot) seal(ev Event, question string, do action, at cursor) string {
	id := customID{action: do, version: b.service.Corpus().Version(), owner: ev.User.ID, cursor: at}
	return b.keys.seal(id, ev.ApplicationID, question)
}

// actLine returns the first line of a message that is about no question: what is
// a phrase with the name of who did something.
func actLine(l language, what phrase, name string) string {
	return "-# " + l.say(what, asker(name))
}
