package answer

import (
	"cmp"
	"context"
	"slices"

	"summitbot/corpus"
	"summitbot/retrieval"
)

// A passage is a document of the searcher, read for sentences; captions have none.
type passage struct {
	article   *corpus.Article
	sentences []sentence
}

// A sentence is what is compared with a question: its terms in order, and the
// kinds of things it holds.
type sentence struct {
	excerpt corpus.Excerpt
	terms   []string
	exact   []string   // the same words as they stand, folded
	names   []nameForm // which name each word is of, nil if there is none
	holds   holds
}

// readPassages analyses every sentence of c once, so that a question only
// compares terms, and shows them to rd.
func readPassages(c *corpus.Corpus, an *retrieval.Analyzer, rd *reader) []passage {
	var ps []passage
	var tokens []retrieval.Token
	for _, a := range c.Articles() {
		for _, p := range a.Passages() {
			read := passage{article: a}
			for _, s := range p.Sentences() {
				text := s.Excerpt().Text()
				tokens = an.Tokens(tokens[:0], text)
				terms, exact := make([]string, len(tokens)), make([]string, len(tokens))
				for i, t := range tokens {
					terms[i], exact[i] = t.Term, t.Exact
				}
				read.sentences = append(read.sentences, sentence{s.Excerpt(), terms, exact, rd.add(text, tokens), cues(text, tokens)})
			}
			ps = append(ps, read)
		}
	}
	for _, a := range c.Articles() { // in the order of Documents
		if captions(a) != "" {
			ps = append(ps, passage{article: a})
		}
	}
	return ps
}

// hits returns the best passages that the filters of q allow.
func (s *Service) hits(ctx context.Context, q Question, r reading) ([]retrieval.Hit, error) {
	query := retrieval.Query{Terms: make([]retrieval.QueryTerm, len(r.terms)), Phrases: r.phrases}
	for i, t := range r.terms {
		query.Terms[i] = retrieval.QueryTerm{Term: t.term, Weight: float64(t.count)}
		query.Terms = t.alternativesInSearch(query.Terms)
	}
	if !q.filtered() && !s.linkOnly {
		return s.search.Search(ctx, query, s.cfg.Passages)
	}
	hits, err := s.search.Search(ctx, query, len(s.passages)) // a filter may leave only the last
	hits = slices.DeleteFunc(hits, func(h retrieval.Hit) bool { return !q.allows(s.passages[h.Doc].article) })
	return hits[:min(len(hits), s.cfg.Passages)], err
}

// A candidate is a sentence that may be quoted.
type candidate struct {
	excerpt  corpus.Excerpt
	score    float64
	evidence float64 // that it answers, as in [reading.evidence]
}

// The weights of a sentence's score, tried on the development questions in
// November 2026: each is worth one to four questions in a hundred there, and
// nearby values do as well.
const (
	k1            = 1.2  // BM25's, for a sentence
	b             = 0.2  // low: the longer of two sentences more often holds the answer
	soft          = 0.25 // added to every idf: the names in all articles still are asked about
	stemOnly      = 0.8  // of the weight of a word that stands in another form
	weightPassage = 1.5  // of the passage's own score
	weightWeak    = 0.4  // of the idf of words that are not content: "got out of the car"
	weightKind    = 0.4  // of the question's idf, if the sentence holds the kind of thing asked for
)

// choose scores the sentences of the passages, best first; equal ones in the
// order of their passages.
//
// The score of a sentence is BM25 over its terms (Robertson and Zaragoza 2009,
// section 3.4, with the passages' idf and the mean length of the sentences
// read), plus a part of the score of its passage, plus what the other words of
// the question and the kind of thing asked for add.
func (s *Service) choose(r reading, hits []retrieval.Hit) []candidate {
	var n, length int
	for _, h := range hits {
		for _, sent := range s.passages[h.Doc].sentences {
			n, length = n+1, length+len(sent.terms)
		}
	}
	cs := make([]candidate, 0, n)
	ms := make([]standing, len(r.terms))
	for _, h := range hits {
		for j := range s.passages[h.Doc].sentences {
			sent := &s.passages[h.Doc].sentences[j]
			for i := range r.terms {
				ms[i] = r.terms[i].in(sent)
			}
			norm := k1 * (1 - b + b*float64(len(sent.terms)*n)/float64(length))
			score := weightPassage*h.Score + bm25(ms, r.terms, norm) + sent.extra(r)
			cs = append(cs, candidate{sent.excerpt, score, r.evidence(ms)})
		}
	}
	slices.SortStableFunc(cs, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	return cs
}

// bm25 sums the weights of the asked terms that a sentence has as ms say, with
// norm for its length.
func bm25(ms []standing, asked []queryTerm, norm float64) (score float64) {
	for i, t := range asked {
		m := ms[i]
		if f := float64(m.times); f > 0 {
			w := float64(t.count) * (m.idf + soft) * f * (k1 + 1) / (f + norm) * m.weight
			if !m.exact {
				w *= stemOnly
			}
			score += w
		}
	}
	return score
}

// extra is what the words beside the content, and the kind of thing asked for,
// add to the score.
func (s sentence) extra(r reading) (score float64) {
	for _, t := range r.weak {
		if slices.Contains(s.terms, t.term) {
			score += weightWeak * t.idf
		}
	}
	if r.kind != anything && s.holds[r.kind] {
		score += weightKind * r.idf
	}
	return score
}

// A Mark is a byte range [Start, End) of an excerpt's text in which a word of
// the question stands, in any of its forms.
type Mark struct{ Start, End int }

// Marks returns where content words of q stand in e, in order, or what they were
// read as. Marks that touch are one.
func (s *Service) Marks(q Question, e corpus.Excerpt) []Mark {
	tokens := s.analyzer.Tokens(nil, e.Text())
	marked := make([]bool, len(tokens))
	for _, p := range s.reader.foundWords(s.reader.read(q), e.Text(), tokens) {
		for i := p.start; i < p.end; i++ {
			marked[i] = true
		}
	}
	var marks []Mark
	for i, t := range tokens {
		if !marked[i] {
			continue
		}
		if last := len(marks) - 1; last >= 0 && marks[last].End == t.Start {
			marks[last].End = t.End
			continue
		}
		marks = append(marks, Mark{t.Start, t.End})
	}
	return marks
}
