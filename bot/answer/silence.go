package answer

import (
	"cmp"
	"context"
	"math"
	"slices"

	"summitbot/corpus"
	"summitbot/retrieval"
)

// A Bar is what evidence must be for the verdict that the coverage answers.
type Bar struct {
	// Enough is the evidence that one sentence, or its passage, must give.
	Enough float64
	// Plenty is the weight of words from which on more of them in a question
	// change nothing: a long one tells a story besides.
	Plenty float64
}

// manyArticles is from how many articles on the bar is that of many. What lies
// between five and the 240 of the smallest collection is not measured.
const manyArticles = 50

// BarFor returns the bar for a coverage of so many articles. That of few was tried
// on the development questions in November 2026, that of many on the collections in
// deploy/SILENCE.md, where other ways to calibrate are measured as well.
//
// Among many articles more has some words of any question, and a rare word weighs
// twice as much, so that three are plenty and long questions are never met with
// silence: of 116 on the news of 2022, asked of news of 2004 and 2005, the bar of
// few refuses 1, with 0.70 in place of 0.46 it refuses 35, and that of many 109. Enough is
// the least that is right as often as any, within .002: in the mean of three
// collections .692 of the time, where the bar of few is .592. That costs .012 of
// AUC on bbc and .002 on xquad-en, which are .738 and .932.
//
// Beside evidence, the score of the best passage by the sum of idf, NQC, the score of
// the best sentence and the names lacking were fitted, each with its own weight. None
// is right .02 more often, in the mean, on collections that it was not fitted on,
// and with none, fitted on both, AUC reaches .95 on xquad-en or .77 on bbc.
func BarFor(articles int) Bar {
	if articles < manyArticles {
		return Bar{Enough: 0.46, Plenty: 25}
	}
	return Bar{Enough: 0.57, Plenty: math.Inf(1)}
}

// The verdict's other constants, tried on the development questions in November 2026.
const (
	// passagePart is what the evidence of a whole passage counts for a sentence of
	// it. From 0 to 0.85, F1 of silence rose by .018 on the development questions and
	// by .009 on those by other writers, and fewer answerable ones were refused on both.
	passagePart = 0.85
	// floor is added to the idf of every word: among a few articles on one event
	// the names in all of them have next to none, and still are what is asked about.
	floor = 1.5
	// closeBy is the share of [Bar].Enough that a second quote of an article needs.
	closeBy = 0.5
	// worse is by how much its score may be less than that of the best sentence:
	// one wins against another that scores so much less in 49 cases of 50, by the model.
	worse = 4.0
	// nearest is how many sentences are shown as nearest when nothing answers.
	nearest = 2
)

// evidence returns how much of what the question names a sentence has, 0 to 1 or
// above for a long question: the weight of the terms in it, as far as has says
// that it has them, by the weight of all or plenty, whichever is less. The weight of a
// term is its idf and [floor]; the words of one name count once. Words found nowhere
// count in full, so that a question about something else stays low. A word that
// only names the kind of thing asked for counts the less the more surely the sentence
// holds such a thing, as cue says: black is a colour without saying so.
func (r *reading) evidence(has []float64, cue, plenty float64) float64 {
	var found, all float64
	for i := range r.terms {
		t := &r.terms[i]
		if t.named {
			continue
		}
		w := t.idf + floor
		if has[i] == 0 && r.wanted.namesKind(t) {
			w *= 1 - cue
		}
		all += w
		found += w * has[i]
	}
	return found / max(1, min(all, plenty))
}

// judge returns the candidates of the passages, best first. If the passages lack
// a phrase in quotation marks or the kind of thing asked for, none gives evidence.
func (s *Service) judge(q Question, r *reading, hits []retrieval.Hit, lacksPhrase bool) []candidate {
	cs := s.choose(*r, hits)
	if lacksPhrase || s.lacksKind(q, r, hits) {
		for i := range cs {
			cs[i].evidence = 0
		}
	}
	return cs
}

// Evidence returns what the verdict on q is made of, if bar is the bar: the most
// evidence that a sentence or its passage gives, 0 if nothing is found. The articles
// whose ids are without are left out of what is compared; how rare words are, and
// what else is known of them, stays that of all articles. The error is ctx's or the
// searcher's. It is for measuring.
func (s *Service) Evidence(ctx context.Context, q Question, bar Bar, without ...string) (float64, error) {
	other := *s
	other.bar = bar
	for _, id := range without {
		if a := s.corpus.Article(id); a != nil {
			other.cfg.Passages += len(a.Passages()) + 1 // its captions
		}
	}
	r := s.reader.read(q)
	hits, err := other.hits(ctx, q, r)
	if err != nil {
		return 0, err
	}
	hits = slices.DeleteFunc(hits, func(h retrieval.Hit) bool {
		return slices.Contains(without, s.passages[h.Doc].article.ID())
	})
	var best float64
	for _, c := range other.judge(q, &r, hits[:min(len(hits), s.cfg.Passages)], false) {
		best = max(best, c.evidence)
	}
	return best, nil
}

// quote fills in the verdict, the quotes or the nearest sentences, and how many
// articles have a passage on the question, and returns those. Candidates are in
// order, best first.
//
// The coverage answers if any sentence, or its passage, gives enough evidence. The article of the
// best sentence then has a passage on the question, whatever evidence that very
// sentence gives.
func (s *Service) quote(a *Answer, cs []candidate) (has []*corpus.Article) {
	has, copied := s.speaks(cs)
	if len(has) == 0 {
		for _, c := range cs[:min(len(cs), nearest)] {
			a.Nearest = append(a.Nearest, Quote{Excerpt: c.excerpt})
		}
		return nil
	}
	a.Verdict, a.Articles = Quoted, len(has)
	chosen := s.onePerArticleFirst(s.copies.once(cs, has), has)
	if s.without&onePerArticle != 0 {
		slices.SortStableFunc(chosen, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	}
	for _, c := range chosen {
		if len(a.Quotes) == s.cfg.Limit {
			break
		}
		a.Quotes = append(a.Quotes, Quote{Excerpt: c.excerpt})
	}
	return append(has, copied...)
}

// holdsKind reports whether the candidate with this excerpt holds the kind of thing
// asked for.
func holdsKind(cs []candidate, e corpus.Excerpt) bool {
	return slices.ContainsFunc(cs, func(c candidate) bool { return c.excerpt == e && c.cue > 0 })
}

// onePerArticleFirst returns the best candidate of each of the articles, and
// then what else of them is worth a quote. Candidates are in order, best first.
func (s *Service) onePerArticleFirst(cs []candidate, of []*corpus.Article) []candidate {
	var first, further []candidate
	var seen []*corpus.Article
	for _, c := range cs {
		switch art := c.excerpt.Article(); {
		case !slices.Contains(of, art):
		case !slices.Contains(seen, art):
			seen, first = append(seen, art), append(first, c)
		case c.score >= cs[0].score-worse && c.own >= closeBy*s.bar.Enough:
			further = append(further, c)
		}
	}
	return append(first, further...)
}
