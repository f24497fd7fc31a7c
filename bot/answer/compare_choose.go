package answer

import (
	"cmp"
	"context"
	"slices"

	"summitbot/corpus"
)

// A Comparison is what articles print on a topic.
type Comparison struct {
	Points    []Point           // those on the topic, the closest first
	NothingIn []*corpus.Article // those that the filters allow in which nothing was found on it, by id
	Corpus    *corpus.Corpus    // never nil
}

// Points returns all points of the coverage, as [Points] does.
func (s *Service) Points() []Point {
	all := make([]Point, len(s.points))
	for i, p := range s.points {
		all[i] = p.Point
	}
	return all
}

// Compare compares the articles on a topic, which is read as a question is. A
// topic that the coverage does not have has no points, nor has one source alone.
// The error is ctx's or the searcher's.
func (s *Service) Compare(ctx context.Context, q Question) (*Comparison, error) {
	r := s.reader.read(q)
	hits, err := s.hits(ctx, q, r)
	if err != nil {
		return nil, err
	}
	cs, number := s.judge(q, &r, hits, false)
	on := map[corpus.Excerpt]bool{}
	for _, c := range cs {
		on[c.excerpt] = c.evidence > 0
	}
	points := s.pointsOn(q, r, func(e corpus.Excerpt) bool { return on[e] }, mostCompared)
	has, copied := s.speaks(cs, number)
	has = append(has, copied...)
	for _, p := range points {
		for _, v := range p.Values {
			if p.Kind != Spelling && p.Kind != Title { // else what it prints need not be on the topic
				has = append(has, v.Sources()...)
			}
		}
	}
	return &Comparison{points, s.nothingIn(q, has), s.corpus}, nil
}

// nothingIn returns the articles that q allows, that may be quoted, and that are not
// among has.
func (s *Service) nothingIn(q Question, has []*corpus.Article) []*corpus.Article {
	var none []*corpus.Article
	for _, art := range s.corpus.Articles() {
		if q.allows(art) && !art.LinkOnly() && !slices.Contains(has, art) {
			none = append(none, art)
		}
	}
	return none
}

// quotes reports whether e lies within one of the first quotes.
func (a *Answer) quotes(e corpus.Excerpt) bool {
	from, to := e.Span()
	return slices.ContainsFunc(a.first(), func(q Quote) bool {
		start, end := q.Excerpt.Span()
		return q.Excerpt.Article() == e.Article() && start <= from && to <= end
	})
}

// What makes a point belong to a question. Found on invented articles in
// November 2026.
const (
	mostPoints   = 5   // of an answer
	mostCompared = 10  // of a comparison
	known        = .5  // of a question's idf that the coverage must have at all
	pertinent    = .34 // the least pertinence
	perValue     = .1  // added for each value, after the first, that a chosen sentence prints; twice at most
	askedKind    = .2  // added if values of its kind are asked for
	unaskedTitle = .4  // of the share, for titles if none are asked for: a name alone does not ask for them
)

// asksKind are words that ask for a kind of values rather than name a matter.
var asksKind = map[PointKind]wordSet{
	Spelling: set("spell spells spelled spelt spelling spellings written brand name named"),
	Name:     set("brand make model name named called"),
	Title:    set("title titles called call position office job role rank"),
}

// pointsOn returns the most pertinent points that have a sentence among the
// chosen ones as evidence, best first; of equals the one found first.
func (s *Service) pointsOn(q Question, r reading, chosen func(corpus.Excerpt) bool, most int) []Point {
	if len(s.points) == 0 || q.Source != "" {
		return nil
	}
	w := s.weigh(r)
	if w.all == 0 || w.known < known*w.all {
		return nil
	}
	type ranked struct {
		point *foundPoint
		score float64
	}
	var room [16]ranked // that many seldom grow out of it
	found := room[:0]
	for i := range s.points {
		p := &s.points[i]
		if values := p.chosen(q, chosen); values > 0 {
			if score := w.pertinence(p, values); score >= pertinent {
				found = append(found, ranked{p, score})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b ranked) int { return cmp.Compare(b.score, a.score) })
	if len(found) == 0 {
		return nil
	}
	points := make([]Point, 0, min(len(found), most))
	for _, f := range found[:min(len(found), most)] {
		points = append(points, f.point.Point)
	}
	return points
}

// A weighed is a question as points are compared with it.
type weighed struct {
	words      []weighedWord
	all, known float64 // sums of weights: of all words, of those that the coverage has
	kinds      kindSet // asked for
}

// A weighedWord is a word of a question that names a matter.
type weighedWord struct {
	exact, term, kin string
	weight           float64
}

// A kindSet is a set of kinds of points.
type kindSet struct{ spelling, number, date, name, title bool }

// at returns the place of a kind in the set.
func (s *kindSet) at(k PointKind) *bool {
	switch k {
	case Spelling:
		return &s.spelling
	case Number:
		return &s.number
	case Date:
		return &s.date
	case Name:
		return &s.name
	}
	return &s.title
}

// weigh reads what a question is about and which kinds of values it asks for.
func (s *Service) weigh(r reading) weighed {
	w := weighed{words: make([]weighedWord, 0, len(r.terms))}
	switch r.wanted.kind {
	case aNumber:
		w.kinds.number = true
	case aTime, aMeasure:
		w.kinds.date, w.kinds.number = true, true
	case aPerson, aDefinition:
		w.kinds.title = true
	}
	for _, t := range r.terms {
		asks := false
		for kind, words := range asksKind {
			if words.has(t.exact) {
				asks, *w.kinds.at(kind) = true, true
			}
		}
		has := s.search.DF(t.term) > 0
		if asks && !has {
			continue
		}
		weight := t.idf + soft
		w.words = append(w.words, weighedWord{t.exact, t.term, s.tables.kinOf(t.exact, t.term), weight})
		if w.all += weight; has {
			w.known += weight
		}
	}
	return w
}

// chosen returns how many values of a point chosen sentences print, 0 if a
// filter excludes an article of it.
func (p *foundPoint) chosen(q Question, chosen func(corpus.Excerpt) bool) int {
	values := 0
	for _, v := range p.Values {
		if slices.ContainsFunc(v.Evidence, func(e corpus.Excerpt) bool { return !q.allows(e.Article()) }) {
			return 0
		}
		if slices.ContainsFunc(v.Evidence, chosen) {
			values++
		}
	}
	return values
}

// pertinence returns how much of what a question is about stands near a point's
// values, each word by its weight and the share of values that have it, and a
// little for what else speaks for the point.
func (w *weighed) pertinence(p *foundPoint, values int) float64 {
	var near float64
	for _, word := range w.words {
		near += word.weight * max(p.about[word.exact], p.about[word.term], p.about[word.kin])
	}
	share := near / w.all
	if *w.kinds.at(p.Kind) {
		share += askedKind
	} else if p.Kind == Title {
		share *= unaskedTitle
	}
	return share + perValue*float64(min(values-1, 2))
}
