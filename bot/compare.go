package bot

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"summitbot/bot/answer"
	"summitbot/corpus"
)

// Limits of a comparison.
const (
	maxCompared       = 12 // articles that have a line
	maxComparedPoints = 3  // that have their values listed
	maxNames          = 3  // publishers that are named for one value
)

// compareCommand returns /compare.
func (b *Bot) compareCommand() command {
	c := commandOf(commandPhrases.compare)
	topic := optionOf(commandPhrases.compareTopic)
	topic.Required, topic.MaxLength = true, answer.MaxQuestion
	c.Options = []Option{topic}
	return command{Command: c, do: func(ctx context.Context, ev Event) Message {
		r, no, ok := b.topic(ctx, ev)
		if !ok {
			return no
		}
		if len(r.question.Content()) == 0 {
			return note(b.private(ev).say(listPhrases.notRead))
		}
		return b.comparison(ctx, r)
	}}
}

// comparison shows what each article prints on a request's question. If the
// coverage does not have it, it says so as an answer does.
func (b *Bot) comparison(ctx context.Context, r request) Message {
	l := b.languageFor(r)
	service, scope := b.coverage(r.Event)
	got, err := service.Compare(ctx, r.question)
	var a *answer.Answer
	if err == nil {
		a, err = service.Ask(ctx, scope, r.question)
	}
	if err != nil {
		b.lg.Error("not compared", "err", err)
		return note(b.private(r.Event).say(answerPhrases.notAsked))
	}
	if len(got.Points) == 0 && a.Verdict != answer.Quoted {
		return b.render(r, a)
	}
	d := b.compared(l, r, service, got, a)
	card, err := d.fit(func(d comparedDraft) bool {
		return utf8.RuneCountInString(d.plain) <= maxRunes && len(d.plain)+bytesPerText*(len(d.lines)+2) <= maxBytes
	})
	var text comparedDraft
	if err == nil {
		text, err = d.fit(func(d comparedDraft) bool { return utf8.RuneCountInString(d.plain) <= maxPlain })
	}
	if err != nil {
		b.lg.Error("comparison not shown", "err", err)
		return note(b.private(r.Event).say(answerPhrases.unfaithful))
	}
	question := r.question.String()
	buttons := []Button{b.button(r.Event, question, actionCiteCompared, cursor{}, l.say(cardPhrases.cite))}
	if !r.private {
		buttons = append(buttons, b.button(r.Event, question, actRemove, cursor{}, l.say(cardPhrases.remove)))
	}
	return laidOut(Message{Card: card.card(), Plain: text.plain, Rows: rowsOf(buttons)}, r)
}

// citeCompared writes what a comparison quotes as citations to copy, for the
// presser alone.
func (b *Bot) citeCompared(ctx context.Context, p press) Message {
	r, a, failed := b.pressed(ctx, p)
	if a == nil {
		return failed
	}
	service, _ := b.coverage(p.Event)
	got, err := service.Compare(ctx, r.question)
	if err != nil {
		b.lg.Error("not compared", "err", err)
		return note(b.private(p.Event).say(answerPhrases.notAsked))
	}
	shown := *a
	shown.Quotes = nil
	for _, c := range comparedLines(service, r.question, got, a) {
		shown.Verdict, shown.Quotes = answer.Quoted, append(shown.Quotes, answer.Quote{Excerpt: c.excerpt})
	}
	return b.cites(p, r, &shown, [forms]action{actionComparedPlain, actionComparedMarkdown, actionComparedBibTeX})
}

// A comparedLine is what one article prints.
type comparedLine struct {
	excerpt corpus.Excerpt
	marks   []answer.Mark     // the value, or words of the topic
	also    []*corpus.Article // that print the same text
}

// A comparedDraft is a comparison in words, before it is fitted into a message.
type comparedDraft struct {
	language language
	head     string // first line, and what this is
	lines    []comparedLine
	has      int      // how many articles have something
	values   []string // a line for each point, small print
	foot     string

	parts []string // the lines written out
	plain string   // all of it
}

// compared gathers a comparison.
func (b *Bot) compared(l language, r request, service *answer.Service, got *answer.Comparison, a *answer.Answer) comparedDraft {
	d := comparedDraft{language: l, has: a.Asked() - len(got.NothingIn)}
	d.head = questionLine(l, listPhrases.compared, r.User.Name, r.question.String()) + "\n"
	if len(got.Points) == 0 {
		d.head += l.say(listPhrases.noPoints)
	} else {
		d.head += l.count(listPhrases.prints, d.has, d.has, a.Asked())
	}
	d.lines = comparedLines(service, r.question, got, a)
	for i, p := range got.Points {
		if line := valuesLine(l, p); line != "" && len(d.values) < maxComparedPoints && (i == 0 || p.Kind != answer.Title) {
			d.values = append(d.values, "-# "+line)
		}
	}
	foot := []string{l.say(answerPhrases.corpus, got.Corpus.Version())}
	if n := len(got.NothingIn); n > 5 {
		foot = slices.Insert(foot, 0, l.count(answerPhrases.nothingInSome, n, n))
	} else if n > 0 {
		foot = slices.Insert(foot, 0, l.say(answerPhrases.nothingIn, strings.Join(publishers(got.NothingIn), ", ")))
	}
	d.foot = "-# " + l.say(listPhrases.judges) + "\n-# " + strings.Join(foot, " · ")
	return d
}

// comparedLines returns one line for each article that has something: what it
// prints on the closest point, or else what answers. What is spelled or called in
// some way need not be on the topic, unless that is the closest point.
func comparedLines(service *answer.Service, q answer.Question, got *answer.Comparison, a *answer.Answer) []comparedLine {
	var lines []comparedLine
	add := func(e corpus.Excerpt, marks []answer.Mark) {
		if !slices.ContainsFunc(lines, func(c comparedLine) bool { return c.excerpt.Article() == e.Article() }) {
			lines = append(lines, comparedLine{e, marks, service.AlsoIn(e)})
		}
	}
	for i, p := range got.Points {
		if i > 0 && (p.Kind == answer.Spelling || p.Kind == answer.Title) {
			continue
		}
		for _, v := range p.Values {
			for _, e := range v.Evidence {
				if m, ok := markOf(v.Text, e); ok {
					add(e, []answer.Mark{m})
				}
			}
		}
		for _, v := range p.Values {
			for _, e := range v.Evidence { // that prints it in other words
				add(e, service.Marks(q, e))
			}
		}
	}
	for _, quote := range a.Quotes {
		add(quote.Excerpt, service.Marks(q, quote.Excerpt))
	}
	return lines[:min(len(lines), maxCompared)]
}

// markOf returns where in a sentence a value stands, if it does in these words.
func markOf(value, sentence corpus.Excerpt) (answer.Mark, bool) {
	text, want := sentence.Text(), value.Text()
	from, to := sentence.Span()
	if start, end := value.Span(); value.Article() == sentence.Article() && from <= start && end <= to {
		return answer.Mark{Start: start - from, End: end - from}, true
	}
	for at := 0; ; {
		i := strings.Index(text[at:], want)
		if i < 0 {
			return answer.Mark{}, false
		}
		start, end := at+i, at+i+len(want)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		behind, _ := utf8.DecodeRuneInString(text[end:])
		if !wordRune(before) && !wordRune(behind) {
			return answer.Mark{Start: start, End: end}, true
		}
		at = end
	}
}

// wordRune reports whether a character is part of a word or number.
func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// valuesLine lists the values of a point with who prints them, “24 years” (DayFR
// Euro) · “two long years” (Asian Diplomacy), and says whether they differ. It is
// "" for a point with a value too long to be read at a glance.
func valuesLine(l language, p answer.Point) string {
	var parts []string
	for _, v := range p.Values[:min(len(p.Values), maxValues)] {
		names := publishers(printing(v))
		if utf8.RuneCountInString(v.Text.Text()) > maxValueRunes || len(names) == 0 {
			return ""
		}
		who := strings.Join(names[:min(len(names), maxNames)], ", ")
		if more := len(names) - maxNames; more > 0 {
			who = l.say(listPhrases.more1, who, more)
		}
		parts = append(parts, l.say(listPhrases.quoted, Escape(v.Text.Text()))+" ("+who+")")
	}
	kind := l.say(map[answer.PointKind]phrase{
		answer.Spelling: listPhrases.spelled, answer.Number: listPhrases.numbers, answer.Date: listPhrases.dates,
		answer.Name: listPhrases.names, answer.Title: listPhrases.titles,
	}[p.Kind])
	if p.Differ {
		kind = l.say(listPhrases.differs, kind)
	}
	return l.say(listPhrases.values, kind, strings.Join(parts, " · "))
}

// fit shortens links and quotations, then gives up values but the first, then
// articles from the last, until the comparison fits.
func (d comparedDraft) fit(fits func(comparedDraft) bool) (comparedDraft, error) {
	tight := 0
	for {
		if err := d.write(tight); err != nil || fits(d) {
			return d, err
		}
		switch {
		case tight < tightest-1:
			tight++
		case len(d.values) > 1:
			d.values = d.values[:len(d.values)-1]
		case len(d.lines) > 1:
			d.lines = d.lines[:len(d.lines)-1]
		case tight < tightest:
			tight++
		case len(d.values) > 0:
			d.values = nil
		default:
			return d, nil // the bounds of names and publishers leave no room for this
		}
	}
}

// write writes the comparison out.
func (d *comparedDraft) write(tight int) error {
	d.parts = nil
	told := len(d.lines)
	for _, c := range d.lines {
		part, err := quotation(d.language, c.excerpt, c.marks, tight)
		if err != nil {
			return err
		}
		if n := len(c.also); n > 0 {
			part += "\n-# " + d.language.say(listPhrases.also, strings.Join(publishers(c.also[:min(n, maxNames)]), ", "))
			told += n
		}
		d.parts = append(d.parts, part)
	}
	if more := d.has - told; more > 0 {
		d.parts = append(d.parts, "-# "+d.language.count(listPhrases.more, more, more))
	}
	d.plain = joined(d.head, joined(d.parts...), joined(d.values...), d.foot)
	return nil
}

// card returns the comparison as the parts of a card.
func (d comparedDraft) card() []Component {
	parts := []Component{Text{d.head}}
	for _, part := range d.parts {
		parts = append(parts, Text{part})
	}
	return []Component{Container{Accent: accentQuoted, Children: append(parts, Separator{}, Text{joined(joined(d.values...), d.foot)})}}
}
