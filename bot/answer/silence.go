package answer

import (
	"slices"

	"summitbot/corpus"
)

// The verdict's constants, tried on the development questions in November 2026.
const (
	// enough is the evidence that one sentence must give for its article to have
	// a passage on the question.
	enough = 0.46
	// passagePart is what the evidence of a whole passage counts for a sentence of
	// it. From 0 to 0.85, F1 of silence rose by .018 on the development questions and
	// by .009 on those by other writers, and fewer answerable ones were refused on both.
	passagePart = 0.85
	// floor is added to the idf of every word: among a few articles on one event
	// the names in all of them have next to none, and still are what is asked about.
	floor = 1.5
	// plenty is the weight of words from which on more of them in a question
	// change nothing: a long one tells a story besides.
	plenty = 25
	// closeBy is the share of enough that a second quote of an article needs.
	closeBy = 0.5
	// worse is by how much its score may be less than that of the best sentence:
	// one wins against another that scores so much less in 49 cases of 50, by the model.
	worse = 4.0
	// nearest is how many sentences are shown as nearest when nothing answers.
	nearest = 2
)

// evidence returns how much of what the question names a sentence has, 0 to 1 or
// above for a long question: the weight of the terms in it, as far as has says
// that it has them, by the weight of all or [plenty], whichever is less. The weight of a
// term is its idf and [floor]; the words of one name count once. Words found nowhere
// count in full, so that a question about something else stays low. A word that
// only names the kind of thing asked for counts the less the more surely the sentence
// holds such a thing, as cue says: black is a colour without saying so.
func (r *reading) evidence(has []float64, cue float64) float64 {
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
	for _, c := range onePerArticleFirst(s.copies.once(cs, has), has) {
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
func onePerArticleFirst(cs []candidate, of []*corpus.Article) []candidate {
	var first, further []candidate
	var seen []*corpus.Article
	for _, c := range cs {
		switch art := c.excerpt.Article(); {
		case !slices.Contains(of, art):
		case !slices.Contains(seen, art):
			seen, first = append(seen, art), append(first, c)
		case c.score >= cs[0].score-worse && c.own >= closeBy*enough:
			further = append(further, c)
		}
	}
	return append(first, further...)
}
