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
	maxRunes     = 4000
	maxBytes     = 10_000
	bytesPerText = 12
	maxPlain     = 2000
	maxQuotes    = 3
	maxAsker     = 40
	maxWord      = 24
	maxPublisher = 60
	maxHeadline  = 200 // a longer one is not shown, since it could be shown only in part
	maxLink      = 600
)

// quoteRunes are the lengths in characters that a quotation is cut to, one after
// the other, until the message fits.
var quoteRunes = [...]int{600, 300, 150}

// The colours of the bar beside a card.
const (
	accentQuoted = 0x2E7D6B
	accentMiss   = 0x8A8F98
)

// A draft is an answer in words, before it is fitted into a message.
type draft struct {
	asker  string // who asked
	asked  string // what, as it could be typed
	lead   string // how it was read, and what the coverage has on it
	quotes []quote
	strip  string // which values the articles print, small print
	foot   string // small print

	links linkKind // how exact the links are
	cut   int      // which of quoteRunes the quotations are cut to
}

// A quote is a quotation as it is shown.
type quote struct {
	excerpt corpus.Excerpt
	texts   [len(quoteRunes)]string // escaped, the question's words in bold
	whole   [len(quoteRunes)]bool   // whether that is the whole excerpt
	speaker string                  // whose words they are, as printed, escaped; "" if nobody's or the quotation says so
	head    string                  // the article's headline, escaped; "" if it is not to be shown
	source  string                  // publisher and date, escaped
}

// A linkKind says how exactly a link points at its sentence; the exact ones are
// longer.
type linkKind int

const (
	exactLink   linkKind = iota // at the sentence, told apart from equal ones
	plainLink                   // at the sentence's text
	articleLink                 // at the article
)

// render makes the message that answers a request.
func (b *Bot) render(r request, a *answer.Answer) Message {
	q := r.question
	d := draft{asker: r.User.Name, asked: q.String(), foot: fmt.Sprintf("-# corpus %d", a.Corpus.Version())}
	shown, accent := a.Nearest, accentMiss
	if a.Verdict == answer.Quoted {
		shown, accent = a.Quotes, accentQuoted
		d.lead = passages(a) + nowhere(q, a)
		d.strip = strip(a.Points)
		d.foot = footer(a)
	} else {
		d.lead = miss(q, a)
		d.foot = fmt.Sprintf("-# %scorpus %d", undated(a), a.Corpus.Version())
	}
	d.lead = readings(q, a) + d.lead
	for _, s := range shown[:min(len(shown), maxQuotes)] {
		quote, err := b.quote(q, s)
		if err != nil {
			b.lg.Error("quotation not shown", "err", err)
			return note("I could not write that answer down faithfully, so I leave it. The operator has been told.")
		}
		d.quotes = append(d.quotes, quote)
	}
	return Message{
		Private: r.private || a.Verdict != answer.Quoted,
		Card:    []Component{Container{Accent: accent, Children: d.fit(cardFits).card()}},
		Plain:   d.fit(plainFits).plain(),
	}
}

// quote renders a quote in every length. The error says that what a reader would
// see is not what the article prints: the last check before it is sent.
func (b *Bot) quote(q answer.Question, said answer.Quote) (quote, error) {
	e := said.Excerpt
	date := "date unknown"
	if d := e.Article().Date(); d.Day != "" {
		date = day(d)
	}
	rendered := quote{excerpt: e, source: Escape(truncate(e.Article().Publisher(), maxPublisher)) + " · " + date}
	for i, n := range quoteRunes {
		short := clause(e, n)
		rendered.texts[i], rendered.whole[i] = embolden(short.Text(), b.service.Marks(q, short)), short == e
		start, end := short.Span()
		if printed := e.Article().Body()[start:end]; reads(rendered.texts[i]) != visible(printed) {
			return quote{}, fmt.Errorf("article %s, bytes %d to %d: %q would be shown for %q", e.Article().ID(), start, end, rendered.texts[i], printed)
		}
	}
	if said.Speaker != (corpus.Excerpt{}) && !said.NamesSpeaker() {
		rendered.speaker = Escape(said.Speaker.Text())
	}
	if title := e.Article().Title(); said.Headline && utf8.RuneCountInString(title) <= maxHeadline {
		rendered.head = Escape(title)
	}
	return rendered, nil
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

// passages says how many of the articles asked have a passage on the question.
func passages(a *answer.Answer) string {
	switch n, all := a.Articles, a.Asked(); {
	case all == 1:
		return "The article has a passage on this"
	case n == 1:
		return fmt.Sprintf("1 of %d articles has a passage on this", all)
	default:
		return fmt.Sprintf("%d of %d articles have a passage on this", n, all)
	}
}

// nowhere names the words of a question that is answered all the same and were
// not read as others.
func nowhere(q answer.Question, a *answer.Answer) string {
	unread := a.Unread()
	if len(unread) == 0 {
		return ""
	}
	return "\n-# not in any article: " + list(italics(q, unread), "and")
}

// miss says why nothing is quoted, in one of the fixed forms.
func miss(q answer.Question, a *answer.Answer) string {
	words, are := list(italics(q, q.Content()), "and"), isOrAre(q.Content())
	var s string
	switch a.Miss {
	case "":
		s = "Ask me with a name or a thing in it."
	case answer.Nowhere:
		articles := "the articles"
		if n := len(a.Corpus.Articles()); n > 1 {
			articles = fmt.Sprintf("the %d articles", n)
		}
		s = fmt.Sprintf("None of %s contains %s.%s", articles, list(italics(q, a.Missing), "or"), found(q, a))
	case answer.Headed:
		s = fmt.Sprintf("Only headlines or captions contain %s.%s", list(italics(q, a.Missing), "or"), found(q, a))
	case answer.Filtered:
		s = fmt.Sprintf("%s %s in the coverage, not in what `source` and `since` leave of it.", list(italics(q, a.Missing), "and"), isOrAre(a.Missing))
	case answer.Apart:
		s = fmt.Sprintf("%s %s in the articles, not in one passage.", words, are)
	default:
		s = fmt.Sprintf("Passages speak of %s; none of those found %s.", words, a.Miss.Lacks())
	}
	if len(a.Nearest) > 0 {
		s += "\nThe coverage does not say. Nearest to it:"
	}
	return s
}

// found names the words that are in the articles, where others are not.
func found(q answer.Question, a *answer.Answer) string {
	if len(a.Found) == 0 {
		return ""
	}
	return fmt.Sprintf(" %s %s in the articles.", list(italics(q, a.Found), "and"), isOrAre(a.Found))
}

// isOrAre returns the verb for so many words.
func isOrAre(places []int) string {
	if len(places) == 1 {
		return "is"
	}
	return "are"
}

// readings says which words of the question were not taken literally.
func readings(q answer.Question, a *answer.Answer) string {
	var s []string
	for _, r := range a.Readings[:min(len(a.Readings), 3)] {
		s = append(s, fmt.Sprintf("*%s* as *%s*", Escape(truncate(q.Asked(r), maxWord)), Escape(strings.Join(r.Read, ", "))))
	}
	if len(s) == 0 {
		return ""
	}
	return "-# read " + list(s, "and") + "\n"
}

// italics returns words of the question in italics, at most five.
func italics(q answer.Question, places []int) []string {
	var s []string
	for _, p := range places[:min(len(places), 5)] {
		s = append(s, "*"+Escape(truncate(q.Words[p].Text, maxWord))+"*")
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
			names = append(names, Escape(truncate(art.Publisher(), maxPublisher)))
		}
		s = "Nothing found in: " + strings.Join(names, ", ") + " · " + s
	}
	return "-# " + undated(a) + s
}

// undated says how many articles a filter by day leaves out for want of a date.
func undated(a *answer.Answer) string {
	switch a.Undated {
	case 0:
		return ""
	case 1:
		return "1 article without a date left out · "
	}
	return fmt.Sprintf("%d articles without a date left out · ", a.Undated)
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
// quote and the second, the last one's speaker and headline and the strip of values, and then
// cuts that quotation and the question, until the message fits.
func (d draft) fit(fits func(draft) bool) draft {
	for kind := exactLink; kind <= articleLink; kind++ {
		if d.links = kind; fits(d) {
			return d
		}
	}
	for len(d.quotes) > 1 && !fits(d) {
		d.quotes = d.quotes[:len(d.quotes)-1]
	}
	if len(d.quotes) == 1 && !fits(d) {
		only := d.quotes[0]
		only.speaker, only.head = "", ""
		d.quotes = []quote{only}
	}
	if !fits(d) {
		d.strip = ""
	}
	for d.cut < len(quoteRunes)-1 && !fits(d) {
		d.cut++
	}
	if !fits(d) {
		d.asked = truncate(d.asked, maxWord)
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
	return questionLine(en, corePhrases.asked, d.asker, d.asked) + "\n" + d.lead
}

// card returns the parts of the card.
func (d draft) card() []Component {
	parts := []Component{Text{d.head()}}
	for _, q := range d.quotes {
		parts = append(parts, Text{q.lines(d.cut, d.links)})
	}
	return append(parts, Separator{}, Text{d.strip + d.foot})
}

// plain returns the same as ordinary text.
func (d draft) plain() string {
	parts := []string{d.head()}
	for _, q := range d.quotes {
		parts = append(parts, q.lines(d.cut, d.links))
	}
	return strings.Join(append(parts, d.strip+d.foot), "\n")
}

// lines returns the quotation and, under it, its speaker, its headline, and its
// source and link. Where the quotation is cut, an ellipsis outside of it says so.
func (q quote) lines(cut int, kind linkKind) string {
	s := "> " + q.texts[cut] + "\n-# "
	if q.speaker != "" {
		s += q.speaker + "\n-# "
	}
	if q.head != "" {
		s += "headline: “" + q.head + "”\n-# "
	}
	if !q.whole[cut] {
		s += "… · "
	}
	s += q.source
	if address, label := link(q.excerpt, kind); len(address) <= maxLink {
		s += fmt.Sprintf(" · [%s](%s)", label, address)
	}
	return s
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
