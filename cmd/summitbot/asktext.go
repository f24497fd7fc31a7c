package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"summitbot/bot/answer"
	"summitbot/corpus"
)

// maxWidth keeps lines readable in a wide terminal.
const maxWidth = 100

// The styles of a terminal (ECMA-48, Select Graphic Rendition).
const (
	bold  = "\x1b[1m"
	dim   = "\x1b[2m"
	green = "\x1b[32m"
	reset = "\x1b[0m"
)

// A page prints answers for people. In a pipe it neither wraps nor colours, so
// that a quote stays byte for byte what the article has.
type page struct {
	w      io.Writer
	width  int // columns to wrap at; 0 does not wrap
	colour bool
}

// newPage returns a page that prints to w as w can show it. NO_COLOR
// (no-color.org) and TERM=dumb switch colours off.
func newPage(w io.Writer, env map[string]string) *page {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return &page{w: w}
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width <= 0 {
		width = 80
	}
	return &page{w, min(width, maxWidth), env["NO_COLOR"] == "" && env["TERM"] != "dumb"}
}

// answer prints an answer.
func (p *page) answer(s *answer.Service, got asked) error {
	var b strings.Builder
	a := got.answer
	quotes := a.Quotes
	if a.Verdict == answer.Quoted {
		b.WriteString(p.style(bold, articlesHave(a)) + "\n")
		if unread := a.Unread(); len(unread) > 0 {
			fmt.Fprintf(&b, "not in any article: %s\n", strings.Join(words(got.question, unread), " and "))
		}
	} else {
		b.WriteString(p.style(bold, "The coverage does not say.") + " " + silent(got) + "\n")
		quotes = a.Nearest
	}
	for _, r := range a.Readings {
		fmt.Fprintf(&b, "%q is read as %s\n", got.question.Asked(r), strings.Join(r.Read, ", "))
	}
	if a.Verdict != answer.Quoted && len(a.Nearest) > 0 {
		b.WriteString("Nearest to it:\n")
	}
	for _, q := range quotes {
		p.quote(&b, q, s.Marks(got.question, q.Excerpt), s.AlsoIn(q.Excerpt))
	}
	b.WriteString("\n" + p.style(dim, foot(a)) + "\n")
	_, err := io.WriteString(p.w, b.String())
	return err
}

// articlesHave says how many of the articles asked have a passage on the question.
func articlesHave(a *answer.Answer) string {
	verb := "have"
	if a.Articles == 1 {
		verb = "has"
	}
	return fmt.Sprintf("%d of %d articles %s a passage on this", a.Articles, a.Asked(), verb)
}

// words returns words of the question in quotation marks, the first few of many.
func words(q answer.Question, places []int) []string {
	var ws []string
	for _, i := range places[:min(len(places), 5)] {
		word := []rune(q.Words[i].Text)
		ws = append(ws, fmt.Sprintf("%q", string(word[:min(len(word), 40)])))
	}
	return ws
}

// silent says why the coverage does not answer.
func silent(got asked) string {
	a, q := got.answer, got.question
	all, are := strings.Join(words(q, q.Content()), " and "), isOrAre(q.Content())
	missing := words(q, a.Missing)
	switch a.Miss {
	case "":
		return "Ask with a name or a thing in it."
	case answer.Nowhere:
		return fmt.Sprintf("None of the %d articles contains %s.", len(a.Corpus.Articles()), strings.Join(missing, " or ")) + found(got)
	case answer.Headed:
		return fmt.Sprintf("Only headlines or captions contain %s.", strings.Join(missing, " or ")) + found(got)
	case answer.Filtered:
		return fmt.Sprintf("%s %s in the coverage, not in what the filters leave of it.", strings.Join(missing, " and "), isOrAre(a.Missing))
	case answer.Apart:
		return fmt.Sprintf("%s %s in the articles, not in one passage.", all, are)
	}
	return fmt.Sprintf("Passages speak of %s; none of those found %s.", all, a.Miss.Lacks())
}

// found names the words that are in the articles, where others are not.
func found(got asked) string {
	places := got.answer.Found
	if len(places) == 0 {
		return ""
	}
	return fmt.Sprintf(" %s %s in the articles.", strings.Join(words(got.question, places), " and "), isOrAre(places))
}

// isOrAre returns the verb for so many words.
func isOrAre(places []int) string {
	if len(places) == 1 {
		return "is"
	}
	return "are"
}

// foot names the corpus, says how many articles a filter by day leaves out for
// want of a date and, unless that is all of them, names the articles without a
// passage.
func foot(a *answer.Answer) string {
	s := fmt.Sprintf("corpus %s, version %d", a.Corpus.Name(), a.Corpus.Version())
	switch a.Undated {
	case 0:
	case 1:
		s = "1 article without a date left out · " + s
	default:
		s = fmt.Sprintf("%d articles without a date left out · %s", a.Undated, s)
	}
	if a.Verdict != answer.Quoted {
		return s
	}
	if len(a.NothingIn) == 0 {
		return s
	}
	return "Nothing found in: " + strings.Join(publishers(a.NothingIn), ", ") + " · " + s
}

// quote prints a quotation beside a bar, and under it where it stands.
func (p *page) quote(b *strings.Builder, q answer.Quote, marks []answer.Mark, also []*corpus.Article) {
	art := q.Excerpt.Article()
	bar := p.style(green, "▌") + " "
	b.WriteString("\n")
	for _, line := range p.wrap(q.Excerpt.Text()) {
		b.WriteString(bar + p.embolden(line, marks) + "\n")
	}
	source := []string{art.Publisher(), dateText(art.Date())}
	if q.Speaker != (corpus.Excerpt{}) && !q.NamesSpeaker() {
		source = append(source, q.Speaker.Text())
	}
	if q.AsPrinted {
		source = append(source, "as printed")
	}
	b.WriteString("  " + strings.Join(source, " · ") + alsoIn(" · ", also) + "\n")
	if q.Headline {
		b.WriteString("  headline: " + art.Title() + "\n")
	}
	b.WriteString("  " + p.style(dim, q.Excerpt.Link()) + "\n")
}

// A line is a part of a quotation that is printed on one line.
type line struct {
	text string
	at   int // its first byte in the quotation
}

// wrap cuts text into lines at most as wide as the page. It cuts at spaces
// only, and drops no more than the one space at each cut.
func (p *page) wrap(text string) []line {
	var lines []line
	at := 0
	for part := range strings.SplitSeq(text, "\n") {
		for rest := part; ; {
			cut := len(rest)
			if p.width > 2 {
				cut = fit(rest, p.width-2) // the bar takes two columns
			}
			lines = append(lines, line{rest[:cut], at})
			if cut == len(rest) {
				at += cut + 1
				break
			}
			rest, at = rest[cut+1:], at+cut+1
		}
	}
	return lines
}

// fit returns where to cut s so that at most width characters stand before the
// cut: at its last space that allows it, else at its first one, else at its end.
func fit(s string, width int) int {
	cut, n := -1, 0
	for i, r := range s {
		if r == ' ' && (n <= width || cut < 0) {
			cut = i
		}
		n++
	}
	if cut < 0 || n <= width {
		return len(s)
	}
	return cut
}

// embolden puts the marked bytes of a line in bold.
func (p *page) embolden(l line, marks []answer.Mark) string {
	var b strings.Builder
	at := 0
	for _, m := range marks {
		start, end := max(m.Start-l.at, at), min(m.End-l.at, len(l.text))
		if start >= end {
			continue // the mark is on another line
		}
		b.WriteString(l.text[at:start] + p.style(bold, l.text[start:end]))
		at = end
	}
	return b.String() + l.text[at:]
}

// style returns s in a style, if the page has colours.
func (p *page) style(style, s string) string {
	if !p.colour {
		return s
	}
	return style + s + reset
}

// dateText returns a date for people, such as "21 June 2024".
func dateText(d corpus.Date) string {
	t, err := time.Parse(time.DateOnly, d.Day)
	if err != nil {
		return "date unknown"
	}
	s := t.Format("2 January 2006")
	if d.Kind == corpus.Updated {
		return "updated " + s
	}
	return s
}
