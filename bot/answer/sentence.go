package answer

import (
	"context"
	"slices"

	"summitbot/corpus"
	"summitbot/retrieval"
)

// A passage is a document of the searcher, read for sentences.
type passage struct {
	article   *corpus.Article
	sentences []sentence
}

// A sentence is what is compared with a question: its terms in order, and the
// kinds of things it holds.
type sentence struct {
	excerpt corpus.Excerpt
	terms   []string
	holds   holds
}

// readPassages analyses every sentence of c once, so that a question only
// compares terms.
func readPassages(c *corpus.Corpus, an *retrieval.Analyzer) ([]passage, *vocabulary) {
	var ps []passage
	v := newVocabulary()
	var tokens []retrieval.Token
	for _, a := range c.Articles() {
		for _, p := range a.Passages() {
			read := passage{article: a}
			for _, s := range p.Sentences() {
				text := s.Excerpt().Text()
				tokens = an.Tokens(tokens[:0], text)
				terms := make([]string, len(tokens))
				for i, t := range tokens {
					terms[i] = t.Term
					v.add(t.Exact, t.Term)
				}
				read.sentences = append(read.sentences, sentence{s.Excerpt(), terms, cues(text, tokens)})
			}
			ps = append(ps, read)
		}
	}
	return ps, v
}

// A reading is what a question looks for.
type reading struct {
	kind     kind
	terms    []queryTerm // content words, each term once
	idf      float64     // sum over terms
	missing  []int       // places of content words that no passage has
	readings []Reading   // words that were not taken literally
}

// A queryTerm is a content word of a question.
type queryTerm struct {
	term  string
	idf   float64
	count int // how often the question has it
}

// read finds what q looks for and which of it the passages lack.
func (s *Service) read(q Question) reading {
	var r reading
	ws := slices.Clone(q.Words)
	for i, w := range ws {
		if functionWords.has(w.Exact) || s.search.DF(w.Term) > 0 {
			continue
		}
		if word, ok := s.vocabulary.repair(w.Exact); ok {
			ws[i].Exact, ws[i].Term = word, s.vocabulary.words[word]
			ws[i].Content = !functionWords.has(word)
			r.readings = append(r.readings, Reading{Asked: i, Read: []string{word}, Why: "spelling"})
		}
	}
	r.kind = kindOf(ws)
	for i, w := range ws {
		if !w.Content {
			continue
		}
		if at := slices.IndexFunc(r.terms, func(t queryTerm) bool { return t.term == w.Term }); at >= 0 {
			r.terms[at].count++
			continue
		}
		t := queryTerm{term: w.Term, idf: s.search.IDF(w.Term), count: 1}
		r.terms = append(r.terms, t)
		r.idf += t.idf
		if s.search.DF(w.Term) == 0 {
			r.missing = append(r.missing, i)
		}
	}
	return r
}

// hits returns the best passages that the filters of q allow.
func (s *Service) hits(ctx context.Context, q Question, r reading) ([]retrieval.Hit, error) {
	query := retrieval.Query{Terms: make([]retrieval.QueryTerm, len(r.terms))}
	for i, t := range r.terms {
		query.Terms[i] = retrieval.QueryTerm{Term: t.term, Weight: float64(t.count)}
	}
	if q.Source == "" && q.Since == "" {
		return s.search.Search(ctx, query, s.cfg.Passages)
	}
	hits, err := s.search.Search(ctx, query, len(s.passages)) // a filter may leave only the last
	hits = slices.DeleteFunc(hits, func(h retrieval.Hit) bool { return !q.allows(s.passages[h.Doc].article) })
	return hits[:min(len(hits), s.cfg.Passages)], err
}

// A candidate is a sentence that may be quoted.
type candidate struct {
	passage  int // document number
	excerpt  corpus.Excerpt
	score    float64
	coverage float64 // share of the question's idf that the passage covers, 0 to 1
}

// The weights of a sentence's score. Tried on the development questions,
// November 2026: top-1 is flat around these values.
var (
	k1            = 1.2  // BM25's, for a sentence
	b             = 0.35 // low: the longer of two sentences more often holds the answer
	weightPassage = 0.3  // of the passage's own score
	weightPair    = 0.5  // of two question words that stand side by side as asked
	weightKind    = 0.1  // of the question's idf, if the sentence holds the kind of thing asked for
)

// choose scores the sentences of the passages, best first; equal ones in the
// order of their passages.
//
// The score of a sentence is BM25 over its terms (Robertson and Zaragoza 2009,
// section 3.4, with the passages' idf and the mean length of the sentences
// read), plus a bonus for neighbouring question words, plus a part of the score
// of its passage.
func (s *Service) choose(r reading, hits []retrieval.Hit) []candidate {
	var n, length int
	for _, h := range hits {
		for _, sent := range s.passages[h.Doc].sentences {
			n, length = n+1, length+len(sent.terms)
		}
	}
	cs := make([]candidate, 0, n)
	tf := make([]int, len(r.terms))
	for _, h := range hits {
		first := len(cs)
		inPassage := make([]bool, len(r.terms))
		for _, sent := range s.passages[h.Doc].sentences {
			pairs := count(tf, sent.terms, r.terms)
			score := weightPassage * h.Score
			for i, t := range r.terms {
				if tf[i] == 0 {
					continue
				}
				inPassage[i] = true
				norm := k1 * (1 - b + b*float64(len(sent.terms)*n)/float64(length))
				score += t.idf * float64(tf[i]) * (k1 + 1) / (float64(tf[i]) + norm)
			}
			score += weightPair * pairs
			if r.kind != anything && sent.holds[r.kind] {
				score += weightKind * r.idf
			}
			cs = append(cs, candidate{passage: h.Doc, excerpt: sent.excerpt, score: score})
		}
		for i := range cs[first:] {
			cs[first+i].coverage = r.coverage(inPassage)
		}
	}
	slices.SortStableFunc(cs, func(a, b candidate) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	return cs
}

// count sets tf[i] to how often terms has asked[i], and returns the idf of the
// pairs of neighbouring asked terms that stand side by side in terms.
func count(tf []int, terms []string, asked []queryTerm) (pairs float64) {
	clear(tf)
	last := -2
	for _, term := range terms {
		at := -2
		for i, t := range asked {
			if t.term == term {
				tf[i]++
				at = i
				break
			}
		}
		if at > 0 && last == at-1 {
			pairs += min(asked[last].idf, asked[at].idf)
		}
		last = at
	}
	return pairs
}

// coverage returns the share of the question's idf that the terms present have.
func (r reading) coverage(present []bool) float64 {
	if r.idf == 0 {
		return 0
	}
	var sum float64
	for i, t := range r.terms {
		if present[i] {
			sum += t.idf
		}
	}
	return sum / r.idf
}

// A Mark is a byte range [Start, End) of an excerpt's text in which a word of
// the question stands, in any of its forms.
type Mark struct{ Start, End int }

// Marks returns where content words of q stand in e, in order.
func (s *Service) Marks(q Question, e corpus.Excerpt) []Mark {
	var marks []Mark
	for _, t := range s.analyzer.Tokens(nil, e.Text()) {
		if slices.ContainsFunc(q.Words, func(w Word) bool { return w.Content && w.Term == t.Term }) {
			marks = append(marks, Mark{t.Start, t.End})
		}
	}
	return marks
}
