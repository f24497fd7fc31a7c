package answer

import (
	"cmp"
	"context"
	"slices"
	"time"

	"summitbot/corpus"
)

// A Moment is a date as an article prints it.
type Moment struct {
	Date     corpus.Excerpt // the words of the date: "on June 19" has "June 19"
	Sentence corpus.Excerpt // the sentence they stand in
	ISO      string         // the day, such as "2024-06-19", or "" if it is not certain; see [Service.Timeline]
}

// Timeline returns the dates that the articles print, those whose day is certain
// first, by day; the others behind them. Among equals, and among the others, the
// order is that of reading: articles by id, each from its start. A question
// with content words keeps only the dates in passages about it, and one with
// filters only those of the articles that they allow. The error is ctx's or the
// searcher's.
//
// A date is a day, a weekday, a month or a year, and what says which of them
// ("last February", "24 years to the day", "this week"); a mere duration is
// none. The dates of the articles themselves are not printed in them and are
// left out. Only English is read.
//
// The day of a date is certain in these cases, and D is the day that the
// article was published or, failing that, updated:
//
//   - It is printed in full: "June 19, 2024", "19 June 2024", "2024-06-19". With
//     a weekday it must be one.
//   - Day and month are printed, and the article has a D: the year is the one
//     for which the day lies at most 90 days before D or 30 behind it, if there
//     is one. "On June 19" in an article of 2024-06-21 is 2024-06-19.
//   - A weekday is printed, the article was published on D, and the sentence
//     tells what has happened: a verb of it is in the past, and no word of it
//     looks ahead. It is the last such day up to D: of an article published on
//     Friday, 2024-06-21, "on Wednesday" is 2024-06-19. An update may be of
//     another week, so its day does not do.
//   - "Yesterday", likewise, is the day before.
//
// Inside a quotation a date counts from the day it was spoken, so there only
// full dates are certain. So is no date that "last", "next" or "every" stands
// before or behind.
func (s *Service) Timeline(ctx context.Context, q Question) ([]Moment, error) {
	about, err := s.about(ctx, q)
	if err != nil {
		return nil, err
	}
	all := []Moment{}
	for i, p := range s.passages {
		if !about[i] || !english(p.article) || p.article.LinkOnly() {
			continue
		}
		qs := quotations(p.article)
		for _, sent := range p.sentences {
			all = append(all, moments(sent.excerpt, qs)...)
		}
	}
	slices.SortStableFunc(all, func(a, b Moment) int {
		if (a.ISO == "") != (b.ISO == "") {
			return cmp.Compare(len(b.ISO), len(a.ISO))
		}
		return cmp.Compare(a.ISO, b.ISO)
	})
	return all, nil
}

// aboutTopic is the share of the weight of a topic's words that a passage must
// have to be about it; a half, so that one word of two is enough if it is the
// rarer one.
const aboutTopic = 0.5

// about reports which passages a timeline of q is made of.
func (s *Service) about(ctx context.Context, q Question) ([]bool, error) {
	about := make([]bool, len(s.passages))
	r := s.reader.read(q)
	if len(r.terms) == 0 {
		for i, p := range s.passages {
			about[i] = q.allows(p.article)
		}
		return about, nil
	}
	hits, err := s.hits(ctx, q, r)
	if err != nil {
		return nil, err
	}
	for _, h := range hits {
		found := make([]bool, len(r.terms))
		for _, sent := range s.passages[h.Doc].sentences {
			for i := range r.terms {
				found[i] = found[i] || r.terms[i].in(&sent).weight > 0
			}
		}
		var has, all float64
		for i, t := range r.terms {
			if all += t.idf + soft; found[i] {
				has += t.idf + soft
			}
		}
		about[h.Doc] = has >= aboutTopic*all
	}
	return about, nil
}

// moments returns the dates of a sentence, in order.
func moments(sentence corpus.Excerpt, qs []quotation) []Moment {
	var all []Moment
	text := sentence.Text()
	start, _ := sentence.Span()
	for _, d := range dates(text) {
		e, err := sentence.Article().Excerpt(start+d.start, start+d.end)
		if err != nil {
			continue // unreachable: dates begin and end with letters and digits
		}
		m := Moment{Date: e, Sentence: sentence}
		spoken := slices.ContainsFunc(qs, func(q quotation) bool { return q.start <= start+d.start && start+d.start < q.end })
		if day, ok := d.day(text, sentence.Article().Date(), spoken); ok {
			m.ISO = day.Format(time.DateOnly)
		}
		all = append(all, m)
	}
	return all
}

// The days around an article's own date in which a date without a year must lie.
const (
	mostBefore = 90
	mostBehind = 30
)

// day returns the day of a date in a sentence, if it is certain. Own is the
// article's date, and spoken tells that the date stands in a quotation.
func (d printedDate) day(sentence string, own corpus.Date, spoken bool) (time.Time, bool) {
	if d.year > 0 && d.month > 0 && d.dayOfMonth > 0 {
		day, ok := date(d.year, d.month, d.dayOfMonth)
		return day, ok && (d.weekday < 0 || day.Weekday() == d.weekday)
	}
	today, err := time.Parse(time.DateOnly, own.Day)
	if err != nil || spoken || d.relative {
		return time.Time{}, false
	}
	switch {
	case d.month > 0 && d.dayOfMonth > 0:
		for _, year := range []int{today.Year() - 1, today.Year(), today.Year() + 1} {
			day, ok := date(year, d.month, d.dayOfMonth)
			if since := int(today.Sub(day).Hours() / 24); ok && since <= mostBefore && since >= -mostBehind {
				return day, d.weekday < 0 || day.Weekday() == d.weekday
			}
		}
	case own.Kind != corpus.Published || !hasHappened(sentence):
	case d.yesterday:
		return today.AddDate(0, 0, -1), true
	case d.weekday >= 0:
		back := (int(today.Weekday()) - int(d.weekday) + 7) % 7
		return today.AddDate(0, 0, -back), true
	}
	return time.Time{}, false
}

// date returns a day of the calendar; it is false for one that does not exist.
func date(year int, month time.Month, day int) (time.Time, bool) {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return t, t.Day() == day && t.Month() == month
}
