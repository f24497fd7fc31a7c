package answer

import (
	"cmp"
	"context"
	"math"
	"slices"

	"summitbot/corpus"
	"summitbot/retrieval"
)

// A Bar is how the verdict that the coverage answers is made of what was found.
type Bar struct {
	// Enough is what the verdict's number must be at least.
	Enough float64
	// Weights are what the clues count in the number, 1/(1+exp(-Σ weight × clue)), which
	// is the probability that the coverage answers if it does as often as not. Nil
	// makes the number the most evidence that a sentence, or its passage, gives.
	Weights []float64
	// Plenty is the weight of words from which on more of them in a question
	// change nothing in its evidence: a long one tells a story besides.
	Plenty float64
	// Floor is added to the idf of every word in evidence: among a few articles on one
	// event the names in all of them have next to none, and still are what is asked about.
	Floor float64
}

// The clues of the verdict among many articles.
const (
	clueOne      = iota // 1
	clueScore           // score of the best passage, by the sum of idf
	clueLead            // by how much that is more than the score of the fifth, by the sum of idf
	cluePassage         // evidence of the best passage
	clueSentence        // the most evidence that a sentence gives
	clues
)

// manyArticles is from how many articles on the bar is that of many. What lies
// between five and the 240 of the smallest collection is not measured.
const manyArticles = 50

// BarFor returns the bar for a coverage of so many articles. That of few was tried
// on the development questions in November 2026. The weights of many are fitted by
// deploy/tools/trainsilence; deploy/SILENCE.md has what they are worth, on
// collections that they were not fitted on as well.
//
// Among many articles more has some words of any question, and a rare word weighs
// twice as much, so that evidence alone, and with three words as plenty, hardly ever
// refuses: of 116 questions on the news of 2022, asked of news of 2004 and 2005, 1.
// By the clues 109 are. In the mean of the three collections .698 of the verdicts are
// right, where the bar of few has .593; AUC is .940 on xquad-en and .772 on bbc, where
// evidence alone has .936 and .750. Enough is less than 1/2, which would be right .014
// more often, so that half as much is refused by fault. How many words are found nowhere
// would tell more (.946 on xquad-en), but speaks for an answer, so that a question full
// of them would get one.
func BarFor(articles int) Bar {
	if articles < manyArticles {
		return Bar{Enough: 0.46, Plenty: 25, Floor: 1.5}
	}
	return Bar{Enough: 0.35, Plenty: math.Inf(1), Weights: manyWeights}
}

// manyWeights are those of the clues, in their order.
var manyWeights = []float64{-3.713, 2.084, 2.554, 0.521, 1.807}

// The verdict's other constants, tried on the development questions in November 2026.
const (
	// passagePart is what the evidence of a whole passage counts for a sentence of
	// it. From 0 to 0.85, F1 of silence rose by .018 on the development questions and
	// by .009 on those by other writers, and fewer answerable ones were refused on both.
	passagePart = 0.85
	// closeBy is the evidence that a second quote of an article needs.
	closeBy = 0.23
	// worse is by how much its score may be less than that of the best sentence:
	// one wins against another that scores so much less in 49 cases of 50, by the model.
	worse = 4.0
	// nearest is how many sentences are shown as nearest when nothing answers.
	nearest = 2
)

// evidence returns how much of what the question names a sentence has, 0 to 1 or
// above for a long question: the weight of the terms in it, as far as has says
// that it has them, by the weight of all or Plenty, whichever is less. The weight of a
// term is its idf and Floor; the words of one name count once. Words found nowhere
// count in full, so that a question about something else stays low. A word that
// only names the kind of thing asked for counts the less the more surely the sentence
// holds such a thing, as cue says: black is a colour without saying so.
func (b *Bar) evidence(r *reading, has []float64, cue float64) float64 {
	var found, all float64
	for i := range r.terms {
		t := &r.terms[i]
		if t.named {
			continue
		}
		w := t.idf + b.Floor
		if has[i] == 0 && r.wanted.namesKind(t) {
			w *= 1 - cue
		}
		all += w
		found += w * has[i]
	}
	return found / max(1, min(all, b.Plenty))
}

// judge returns the candidates of the passages, best first, and the number that the
// verdict is made of: 0 if the passages lack a phrase in quotation marks or the kind
// of thing asked for.
func (s *Service) judge(q Question, r *reading, hits []retrieval.Hit, lacksPhrase bool) (cs []candidate, number float64) {
	cs = s.choose(*r, hits)
	switch {
	case len(cs) == 0, lacksPhrase, s.lacksKind(q, r, hits):
		return cs, 0
	case s.bar.Weights != nil:
		return cs, s.bar.probability(cluesOf(r, hits, cs))
	}
	for _, c := range cs {
		number = max(number, c.evidence)
	}
	return cs, number
}

// cluesOf returns what tells among many articles whether they answer.
func cluesOf(r *reading, hits []retrieval.Hit, cs []candidate) []float64 {
	v := make([]float64, clues)
	idf := max(1, r.idf)
	v[clueOne], v[clueScore] = 1, hits[0].Score/idf
	v[clueLead] = (hits[0].Score - hits[min(4, len(hits)-1)].Score) / idf
	for _, c := range cs {
		v[clueSentence] = max(v[clueSentence], c.own)
		if c.hit == 0 {
			v[cluePassage] = c.passage
		}
	}
	return v
}

// probability returns 1/(1+exp(-Σ weight × clue)).
func (b *Bar) probability(clues []float64) float64 {
	sum := 0.0
	for i, w := range b.Weights {
		sum += w * clues[i]
	}
	return 1 / (1 + math.Exp(-sum))
}

// Evidence returns the number that the verdict on q is made of, if bar is the bar, and
// the clues for [Bar].Weights, nil if nothing is found. The articles whose ids are
// without are left out of what is compared; how rare words are, and what else is known
// of them, stays that of all articles. The error is ctx's or the searcher's. It is for
// measuring and training.
func (s *Service) Evidence(ctx context.Context, q Question, bar Bar, without ...string) (number float64, clues []float64, err error) {
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
		return 0, nil, err
	}
	hits = slices.DeleteFunc(hits, func(h retrieval.Hit) bool {
		return slices.Contains(without, s.passages[h.Doc].article.ID())
	})
	hits = hits[:min(len(hits), s.cfg.Passages)]
	cs, number := other.judge(q, &r, hits, false)
	if len(cs) > 0 {
		clues = cluesOf(&r, hits, cs)
	}
	return number, clues, nil
}

// quote fills in the verdict, the quotes or the nearest sentences, and how many
// articles have a passage on the question, and returns those. Candidates are in
// order, best first.
//
// The coverage answers if the verdict's number is enough. The article of the
// best sentence then has a passage on the question, whatever evidence that very
// sentence gives.
func (s *Service) quote(a *Answer, cs []candidate, number float64) (has []*corpus.Article) {
	has, copied := s.speaks(cs, number)
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
		case c.score >= cs[0].score-worse && c.own >= closeBy:
			further = append(further, c)
		}
	}
	return append(first, further...)
}
