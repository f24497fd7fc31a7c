package bot

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"summitbot/bot/answer"
	"summitbot/corpus"
)

// Limits of what stands in an answer, in characters or pieces.
const (
	maxQuotes    = 3
	maxAsker     = 40
	maxWord      = 24
	maxPublisher = 60
	maxHeadline  = 200 // a longer one is not shown, since it could be shown only in part
	maxLink      = 600
	maxStatus    = 100
	maxReadings  = 3
	maxContext   = 250 // of a sentence beside a quote
)

// quoteRunes are the lengths in characters that a quotation is cut to, one after
// the other, until the message fits.
var quoteRunes = [...]int{600, 300, 150}

// The colours of the bar beside a card.
const (
	accentQuoted = 0x2E7D6B
	accentMiss   = 0x8A8F98
)

// A view is what is shown of an answer.
type view struct {
	line    string // the first line, if it stands there already
	owner   string // id of who asked
	at      cursor // the quote that the page begins with; zero is the first
	context bool   // with the sentences around each quote
	nearest bool   // of a miss, what is nearest to it
	version int    // of the corpus that the button was made for; 0 is none
	inPlace bool   // of the message whose button was pressed
}

// render makes the message that answers a request.
func (b *Bot) render(r request, a *answer.Answer) Message {
	return b.show(r, a, view{owner: r.User.ID})
}

// show makes the message that shows one view of an answer.
func (b *Bot) show(r request, a *answer.Answer, v view) Message {
	c, err := b.shown(r, a, v)
	if err != nil {
		b.lg.Error("quotation not shown", "err", err)
		return note(b.private(r.Event).say(answerPhrases.unfaithful))
	}
	m := Message{Private: c.private, Update: v.inPlace}
	card, plain := c.draft.fit(cardFits), c.draft.fit(plainFits)
	m.Plain = plain.plain()
	if r.plain(v) {
		m.Rows = b.rows(c, len(plain.quotes))
		return m
	}
	// If Discord refuses the card, the text under these buttons may hold a quote less.
	m.Rows = b.rows(c, len(card.quotes))
	m.Card = []Component{Container{Accent: c.accent, Children: card.card()}}
	return m
}

// plain reports whether ordinary text is wanted. A message that is there stays
// what it is: Discord turns no card into text.
func (r request) plain(v view) bool {
	if v.inPlace && r.Message != nil {
		return r.Message.Plain
	}
	return r.settings.Plain
}

// A card is an answer on its way to a message.
type card struct {
	request
	view
	answer  *answer.Answer
	l       language
	private bool
	from    int // the first quote on the page, of those that may be shown
	shown   []answer.Quote
	draft   draft
	accent  int
}

// shown puts in words what a view shows of an answer.
func (b *Bot) shown(r request, a *answer.Answer, v view) (*card, error) {
	missed := a.Verdict != answer.Quoted
	c := &card{request: r, view: v, answer: a, accent: accentQuoted}
	c.private = r.private || missed && r.Kind != Said && !v.inPlace
	c.l = b.public(r.Event, r.settings)
	if c.private {
		c.l = b.private(r.Event)
	}
	d := draft{l: c.l, line: v.line}
	if d.line == "" {
		d.line = questionLine(c.l, r.what, r.User.Name, r.question.String())
	}
	found, gone := true, ""
	if missed {
		c.accent = accentMiss
		d.lead, c.shown = b.miss(c)
	} else {
		d.lead, c.shown = c.l.passages(a), a.Quotes
		d.strip = c.l.strip(a.Points)
		if c.from, found = place(a, v.at); !found {
			gone = "-# " + c.l.say(answerPhrases.gone) + "\n"
		}
	}
	d.small = c.readings() + c.notIn()
	d.foot, d.shortFoot = gone+"-# "+b.footer(c, true), gone+"-# "+b.footer(c, false)
	page := c.shown[c.from:min(len(c.shown), c.from+quotesAtOnce(r.settings))]
	for _, s := range page {
		quote, err := b.quote(c.l, r.question, s)
		if err == nil && v.context {
			err = quote.surround(c.l, s.Excerpt)
		}
		if err != nil {
			return nil, err
		}
		d.quotes = append(d.quotes, quote)
	}
	if v.context {
		d.context = len(d.quotes)
	}
	c.draft = d
	return c, nil
}

// place returns the place of the quote at a cursor and whether it is there. The zero
// cursor is at the first.
func place(a *answer.Answer, at cursor) (int, bool) {
	if at == (cursor{}) {
		return 0, true
	}
	i := slices.IndexFunc(a.Quotes, func(q answer.Quote) bool { return cursorAt(q.Excerpt) == at })
	return max(i, 0), i >= 0
}

// quotesAtOnce returns how many quotes a message shows at most.
func quotesAtOnce(s Settings) int {
	if s.Quotes < 1 || s.Quotes > maxQuotes {
		return maxQuotes
	}
	return s.Quotes
}

// A quote is a quotation as it is shown.
type quote struct {
	links   []string                // of the excerpt
	texts   [len(quoteRunes)]string // escaped, the question's words in bold
	whole   [len(quoteRunes)]bool   // whether that is the whole excerpt
	also    string                  // which articles print the same text, in words; "" if none does
	speaker string                  // whose words they are, as printed, escaped; "" if nobody's or the quotation says so
	head    string                  // the article's headline, escaped; "" if it is not to be shown
	source  string                  // publisher and date, escaped

	before, after string // the sentences around it, escaped; "" if there are none
}

// quote renders a quote in every length. The error says that what a reader would
// see is not what the article prints: the last check before it is sent.
func (b *Bot) quote(l language, q answer.Question, said answer.Quote) (quote, error) {
	e := said.Excerpt
	rendered := quote{links: e.Links(), source: Escape(truncate(e.Article().Publisher(), maxPublisher)) + " · " + l.date(e.Article().Date())}
	marks := b.service.Marks(q, e)
	for i, n := range quoteRunes {
		short := clause(e, n)
		if rendered.whole[i] = short == e; i > 0 && rendered.whole[i] {
			rendered.texts[i] = rendered.texts[i-1]
			continue
		}
		for len(marks) > 0 && marks[len(marks)-1].End > len(short.Text()) {
			marks = marks[:len(marks)-1]
		}
		rendered.texts[i] = embolden(short.Text(), marks)
		if err := faithful(short, rendered.texts[i]); err != nil {
			return quote{}, err
		}
	}
	if also := publishers(b.service.AlsoIn(e)); len(also) > 0 {
		rendered.also = l.say(listPhrases.also, strings.Join(also[:min(len(also), maxNames)], ", "))
	}
	if said.AsPrinted {
		rendered.source += " · " + l.say(answerPhrases.asPrinted)
	}
	if said.Speaker != (corpus.Excerpt{}) && !said.NamesSpeaker() {
		rendered.speaker = Escape(said.Speaker.Text())
	}
	if title := e.Article().Title(); said.Headline && utf8.RuneCountInString(title) <= maxHeadline {
		rendered.head = Escape(title)
	}
	return rendered, nil
}

// faithful returns an error if markdown does not show what an excerpt's article
// prints there.
func faithful(e corpus.Excerpt, markdown string) error {
	start, end := e.Span()
	if printed := e.Article().Body()[start:end]; reads(markdown) != visible(printed) {
		return fmt.Errorf("article %s, bytes %d to %d: %q would be shown for %q", e.Article().ID(), start, end, markdown, printed)
	}
	return nil
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
func (l language) passages(a *answer.Answer) string {
	if a.Asked() == 1 {
		return l.say(answerPhrases.oneArticle)
	}
	return l.count(answerPhrases.passages, a.Articles, a.Articles, a.Asked())
}

// notIn names the words of a question that is answered all the same and were not
// read as others, on a line of its own.
func (c *card) notIn() string {
	unread := c.answer.Unread()
	if len(unread) == 0 || c.answer.Verdict != answer.Quoted {
		return ""
	}
	return "-# " + c.l.say(answerPhrases.notIn, c.l.and(italics(c.question, unread))) + "\n"
}

// readings says which words of the question were not taken literally or were not
// typed, a line each.
func (c *card) readings() string {
	var s, lines []string
	own := otherLanguage(c.question, c.answer.Corpus)
	for _, r := range c.answer.Readings {
		if len(s) == maxReadings || own != "" && r.Why == "spelling" { // "ist" is no "its"
			continue
		}
		read := make([]string, len(r.Read))
		for i, word := range r.Read {
			read[i] = printed(word, c.answer)
		}
		asked := Escape(truncate(c.question.Asked(r), maxWord))
		s = append(s, c.l.say(answerPhrases.readAs, "*"+asked+"*", "*"+Escape(truncate(strings.Join(read, ", "), 3*maxWord))+"*"))
	}
	if len(s) > 0 {
		lines = append(lines, c.l.say(answerPhrases.read, c.l.and(s)))
	}
	if own != "" && c.answer.Verdict == answer.Quoted {
		lines = append(lines, c.l.coverageIn(own))
	}
	var carried []string
	for _, word := range c.carried[:min(len(c.carried), 5)] {
		carried = append(carried, "*"+Escape(truncate(word, maxWord))+"*")
	}
	if len(carried) > 0 {
		lines = append(lines, c.l.say(answerPhrases.carried, c.l.and(carried)))
	}
	var text strings.Builder
	for _, line := range lines {
		text.WriteString("-# " + line + "\n")
	}
	return text.String()
}

// printed returns a folded word as the quotes print it, if one does: "Putin".
func printed(word string, a *answer.Answer) string {
	for _, q := range slices.Concat(a.Quotes, a.Nearest) {
		for _, w := range strings.FieldsFunc(q.Excerpt.Text(), func(r rune) bool { return strings.ContainsRune(" \n\t,.;:!?’'\"“”‘()", r) }) {
			if strings.EqualFold(w, word) {
				return w
			}
		}
	}
	return word
}

// italics returns words of the question in italics, at most five.
func italics(q answer.Question, places []int) []string {
	var s []string
	for _, p := range places[:min(len(places), 5)] {
		s = append(s, "*"+Escape(truncate(q.Words[p].Text, maxWord))+"*")
	}
	return s
}

// footer says in small print in which articles nothing was found, which corpus was
// asked and what else is worth knowing. If not by names, it counts the articles.
func (b *Bot) footer(c *card, names bool) string {
	a, l := c.answer, c.l
	var parts []string
	if a.Undated > 0 {
		parts = append(parts, l.count(answerPhrases.undated, a.Undated, a.Undated))
	}
	if n := len(a.NothingIn); a.Verdict == answer.Quoted && n > 0 {
		if n > 5 || !names {
			parts = append(parts, l.count(answerPhrases.nothingInSome, n, n))
		} else {
			parts = append(parts, l.say(answerPhrases.nothingIn, strings.Join(publishers(a.NothingIn), ", ")))
		}
	}
	return strings.Join(append(parts, b.state(c)), " · ")
}

// state says which corpus was asked and what else is worth knowing of the bot.
func (b *Bot) state(c *card) string {
	a, l, version := c.answer, c.l, c.answer.Corpus.Version()
	parts := []string{l.say(answerPhrases.corpus, version)}
	if c.version != 0 && c.version != version {
		parts = append(parts, l.say(answerPhrases.changed, version, c.version))
	}
	if d := b.cfg.Degraded(); d != "" {
		parts = append(parts, Escape(truncate(d, maxStatus)))
	}
	k := b.cfg.KeepQuestions
	if c.Kind != Menu && (k == KeepAll || k == KeepMisses && a.Verdict != answer.Quoted) { // what is found in a message is not kept
		parts = append(parts, l.say(answerPhrases.kept, int(KeepQuestionsFor.Hours()/24)))
	}
	return strings.Join(parts, " · ")
}

// publishers returns the publishers of articles, escaped.
func publishers(of []*corpus.Article) []string {
	var names []string
	for _, a := range of {
		names = append(names, Escape(truncate(a.Publisher(), maxPublisher)))
	}
	return names
}

// link returns the address of an excerpt, safe inside a Markdown link, and the
// words to show for it.
func link(l language, e corpus.Excerpt, kind linkKind) (address, label string) {
	return chooseLink(l, e.Links(), kind)
}

// chooseLink does so with the excerpt's links, which take some time to find.
func chooseLink(l language, links []string, kind linkKind) (address, label string) {
	last := len(links) - 1 // the article's, any before it open at the sentence
	at := last
	switch kind {
	case exactLink:
		at = 0
	case plainLink:
		at = max(0, last-1)
	}
	label = l.say(answerPhrases.openSentence)
	if at == last {
		label = l.say(answerPhrases.openArticle)
	}
	return strings.ReplaceAll(strings.ReplaceAll(links[at], "(", "%28"), ")", "%29"), label
}
