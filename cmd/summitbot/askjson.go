package main

import (
	"summitbot/bot/answer"
	"summitbot/corpus"
)

// An answerJSON is what "summitbot ask --json" prints. Tools outside the
// repository read it: keys are only ever added. No array is null.
type answerJSON struct {
	Question  string         `json:"question"` // as typed
	Verdict   answer.Verdict `json:"verdict"`
	Quotes    []quoteJSON    `json:"quotes"`
	Nearest   []quoteJSON    `json:"nearest"`
	Readings  []readingJSON  `json:"readings"`
	Points    []pointJSON    `json:"points"`
	NothingIn []string       `json:"nothing_in"` // ids of articles
	Corpus    corpusJSON     `json:"corpus"`
	Micros    int64          `json:"micros"` // from the question to the answer
}

// A spanJSON is bytes [Start, End) of what "corpus show ARTICLE --body" prints.
type spanJSON struct {
	Article string `json:"article"`
	Text    string `json:"text"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
}

type quoteJSON struct {
	spanJSON
	Publisher string           `json:"publisher"`
	Title     *string          `json:"title"`
	Date      *string          `json:"date"`
	DateKind  *corpus.DateKind `json:"date_kind"`
	Link      string           `json:"link"`
	Speaker   *spanJSON        `json:"speaker"`
	AsPrinted bool             `json:"as_printed"`
	AlsoIn    []string         `json:"also_in,omitempty"` // ids of articles that print a near-copy
}

type readingJSON struct {
	Asked string   `json:"asked"`
	Read  []string `json:"read"`
	Why   string   `json:"why"`
}

type corpusJSON struct {
	Name    string `json:"name"`
	Version int    `json:"version"`
	Hash    string `json:"hash"`
}

// newAnswerJSON returns an answer as it is printed.
func newAnswerJSON(service *answer.Service, got asked) answerJSON {
	a := got.answer
	j := answerJSON{
		Question: got.text, Verdict: a.Verdict,
		Quotes: quotesJSON(service, a.Quotes), Nearest: quotesJSON(service, a.Nearest),
		Readings: []readingJSON{}, Points: pointsJSON(service, a.Points), NothingIn: ids(a.NothingIn),
		Corpus: newCorpusJSON(a.Corpus),
		Micros: got.took.Microseconds(),
	}
	for _, r := range a.Readings {
		read := append([]string{}, r.Read...)
		j.Readings = append(j.Readings, readingJSON{got.question.Asked(r), read, r.Why})
	}
	return j
}

func quotesJSON(service *answer.Service, quotes []answer.Quote) []quoteJSON {
	list := make([]quoteJSON, 0, len(quotes))
	for _, q := range quotes {
		a := q.Excerpt.Article()
		j := quoteJSON{
			spanJSON: newSpanJSON(q.Excerpt), Publisher: a.Publisher(), Title: orNull(a.Title()),
			Date: orNull(a.Date().Day), DateKind: orNull(a.Date().Kind),
			Link: q.Excerpt.Link(), AsPrinted: q.AsPrinted, AlsoIn: ids(service.AlsoIn(q.Excerpt)),
		}
		if q.Speaker != (corpus.Excerpt{}) {
			s := newSpanJSON(q.Speaker)
			j.Speaker = &s
		}
		list = append(list, j)
	}
	return list
}

func newSpanJSON(e corpus.Excerpt) spanJSON {
	start, end := e.Span()
	return spanJSON{e.Article().ID(), e.Text(), start, end}
}
