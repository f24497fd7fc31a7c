package bot

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"summitbot/bot/answer"
	"summitbot/corpus"
)

// quotation writes an excerpt with marks in bold and, under it, its source, date
// and link: the larger tight, the shorter. The error says that what a reader
// would see is not what the article prints.
func quotation(l language, e corpus.Excerpt, marks []answer.Mark, tight int) (string, error) {
	n, kind := 300, linkKind(min(tight, int(articleLink)))
	if tight > 1 {
		n = 150
	}
	from, to := 0, 0
	if len(marks) > 0 {
		from, to = marks[0].Start, marks[0].End
	}
	short := around(e, from, to, n)
	text := embolden(short.Text(), within(marks, e, short))
	if err := faithful(short, text); err != nil {
		return "", err
	}
	source := sourceAndDate(l, e.Article())
	if short != e {
		source = "… · " + source // outside the quotation
	}
	if address, label := link(l, short, kind); tight < tightest && len(address) <= maxLink {
		source += fmt.Sprintf(" · [%s](%s)", label, address)
	}
	return "> " + text + "\n-# " + source, nil
}

// within returns those of the marks in e that are in short, a part of it.
func within(marks []answer.Mark, e, short corpus.Excerpt) []answer.Mark {
	begin, _ := e.Span()
	start, end := short.Span()
	var in []answer.Mark
	for _, m := range marks {
		if from, to := begin+m.Start, begin+m.End; start <= from && to <= end {
			in = append(in, answer.Mark{Start: from - start, End: to - start})
		}
	}
	return in
}

// around returns e, or the stretch of at most n characters of it that holds its
// bytes [from, to) and begins and ends at a clause; failing that, at a word.
func around(e corpus.Excerpt, from, to, n int) corpus.Excerpt {
	text := e.Text()
	fits := func(start, end int) bool { return utf8.RuneCountInString(text[start:end]) <= n }
	if fits(0, len(text)) {
		return e
	}
	start, end := 0, len(text)
	if !fits(0, to) {
		start = from
		clauses := slices.Concat(borders(text[:from], ", ", "; ", ": ", " – ", " — "), borders(text[:from], " "))
		if i := slices.IndexFunc(clauses, func(b [2]int) bool { return fits(b[1], to) }); i >= 0 {
			start = clauses[i][1]
		}
	}
	if !fits(start, end) {
		end = max(to, start+len(string([]rune(text[start:])[:n])))
		clauses := slices.Concat(borders(text, " "), borders(text, ", ", "; ", ": ", " – ", " — "))
		for _, b := range slices.Backward(clauses) {
			if b[0] >= to && b[0] > start && fits(start, b[0]) {
				end = b[0]
				break
			}
		}
	}
	begin, _ := e.Span()
	short, err := e.Article().Excerpt(begin+start, begin+end)
	if err != nil {
		return e // unreachable: both ends lie inside e between characters
	}
	return short
}

// borders returns the byte ranges of borders in text, in order.
func borders(text string, of ...string) (all [][2]int) {
	for i := range text {
		for _, b := range of {
			if strings.HasPrefix(text[i:], b) {
				all = append(all, [2]int{i, i + len(b)})
			}
		}
	}
	return all
}

// sourceAndDate returns the publisher of an article and its date, escaped.
func sourceAndDate(l language, a *corpus.Article) string {
	return publisher(a) + " · " + l.date(a.Date())
}

// publisher returns who published an article, escaped.
func publisher(a *corpus.Article) string { return Escape(truncate(a.Publisher(), maxPublisher)) }
