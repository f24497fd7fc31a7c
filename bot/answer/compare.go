package answer

import (
	"slices"

	"summitbot/corpus"
	"summitbot/retrieval"
)

// A PointKind says what the values of a [Point] are.
type PointKind string

// The kinds of points.
const (
	Spelling PointKind = "spelling" // ways to write the same name or word
	Number   PointKind = "number"   // counts, lengths, stretches of time
	Date     PointKind = "date"     // days, months, years, times of day
	Name     PointKind = "name"     // what a thing is named, or who holds an office
	Title    PointKind = "title"    // what a person is called: office, trade
)

// A Point is a matter on which articles print different values. It says only
// what is printed where; what follows from that is for the reader.
type Point struct {
	Kind   PointKind
	Differ bool    // two of its values cannot stand together; never for spellings and titles
	Values []Value // two or more, of two or more articles together; those of most articles first
}

// A Value is one of the values of a [Point].
type Value struct {
	Text     corpus.Excerpt   // the value as it is first printed
	Evidence []corpus.Excerpt // the sentences that print it, by article, then as they stand
}

// Sources returns the articles that print the value, each once, in the order of
// the evidence. The same text counts once: an article that prints the value only
// in a near-copy of another's sentence is told by [Service.AlsoIn].
func (v Value) Sources() []*corpus.Article {
	var all []*corpus.Article
	for _, e := range v.Evidence {
		if !slices.Contains(all, e.Article()) {
			all = append(all, e.Article())
		}
	}
	return all
}

// Points returns all points of the articles of c, by kind and then in the order
// of what they rest on. An must be the analyzer for English; articles in other
// languages, and those that may not be quoted, are left out.
//
// It compares every mention with every other of its kind, so that the time grows
// with the square of their number. With more than [MaxCompared] sentences there
// are no points.
func Points(c *corpus.Corpus, an *retrieval.Analyzer) []Point {
	var all []Point
	for _, p := range findPoints(c, an, findCopies(c, an)) {
		all = append(all, p.Point)
	}
	return all
}

// MaxCompared is the most sentences that are compared.
const MaxCompared = 2000

func findPoints(c *corpus.Corpus, an *retrieval.Analyzer, copies copies) []foundPoint {
	cp := newComparer(c, an, copies)
	if cp == nil {
		return nil
	}
	points := cp.spellings() // first: it notes which names are one
	points = append(points, cp.numbers()...)
	points = append(points, cp.dates()...)
	points = append(points, cp.names()...)
	return append(points, cp.titles()...)
}
