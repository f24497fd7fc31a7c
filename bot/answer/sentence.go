package answer

import (
	"cmp"
	"context"
	"slices"
	"unicode"

	"summitbot/corpus"
	"summitbot/retrieval"
)

// A passage is a document of the searcher, read for sentences.
type passage struct {
	article   *corpus.Article
	sentences []sentence
}

// A sentence is what is compared with a question: its words in order, and what
// they are.
type sentence struct {
	excerpt  corpus.Excerpt
	terms    []string   // the stems of its words
	keys     []termKey  // of the same
	exact    []string   // the same words as they stand, folded
	names    []nameForm // which name each word is of, nil if there is none
	signs    []signs    // what the same words are
	centroid retrieval.Centroid
}

// newSentence reads a text whose tokens are given.
func newSentence(text string, tokens []retrieval.Token) sentence {
	s := sentence{terms: make([]string, len(tokens)), exact: make([]string, len(tokens)), keys: make([]termKey, len(tokens)), signs: signsOf(text, tokens)}
	for i, t := range tokens {
		s.terms[i], s.exact[i], s.keys[i] = t.Term, t.Exact, keyOf(t.Term)
	}
	return s
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
				sent := newSentence(text, tokens)
				sent.excerpt, sent.names = s.Excerpt(), rd.add(text, tokens)
				sent.centroid = rd.meaning.centroidOf(&sent, rd.search)
				rd.capitals.add(&sent)
				read.sentences = append(read.sentences, sent)
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

// Capitals counts how often a term of the texts stands as a name, so that names are
// known in questions without capitals.
type capitals map[string]struct{ name, all int }

// add counts the words of a sentence, but the first, whose capital says nothing.
func (ns capitals) add(s *sentence) {
	for i, term := range s.terms {
		if i == 0 || s.signs[i]&isFunction != 0 {
			continue
		}
		c := ns[term]
		if c.all++; s.signs[i]&isName != 0 {
			c.name++
		}
		ns[term] = c
	}
}

// has reports whether a term is mostly a name.
func (ns capitals) has(term string) bool {
	c := ns[term]
	return c.all > 0 && 2*c.name > c.all
}

// frequencies say how rare terms are in what is compared; a [Searcher] does.
type frequencies interface {
	IDF(term string) float64
	DF(term string) int
}

// gather returns the reading of a question's words that takes them literally, or
// as those that are related.
func gather(ws []Word, in frequencies, ns capitals, by *meaning) reading {
	r := reading{}
	for i, w := range ws {
		if !w.Content {
			r.addWeak(w, in)
			continue
		}
		t := queryTerm{term: w.Term, exact: w.Exact, count: 1, place: i, literal: 1}
		if !ns.has(w.Term) {
			t.related = by.relatedTo(w.Exact, in)
		}
		r.add(t, in)
	}
	r.weigh(ws, in, ns, by)
	return r
}

// weigh fills in what follows from the terms.
func (r *reading) weigh(ws []Word, in frequencies, ns capitals, by *meaning) {
	r.wanted, r.highest = wantedIn(ws), in.IDF("")
	for i := range r.terms {
		t := &r.terms[i]
		t.proper = ns.has(t.term) || unicode.IsDigit(rune(t.exact[0]))
		t.weight = (t.idf + soft) * float64(t.count)
		if r.wanted.namesKind(t) {
			t.related = nil // a month is no week, and no year
		}
		r.weight += t.weight
	}
	r.centroid = by.centroidOfTerms(r.terms)
}

// hits returns the best passages that the filters of q allow.
func (s *Service) hits(ctx context.Context, q Question, r reading) ([]retrieval.Hit, error) {
	query := retrieval.Query{Terms: make([]retrieval.QueryTerm, len(r.terms)), Phrases: r.phrases}
	for i, t := range r.terms {
		query.Terms[i] = retrieval.QueryTerm{Term: t.term, Weight: float64(t.count)}
		query.Terms = t.alternativesInSearch(query.Terms, s.search)
	}
	if !q.filtered() && !s.linkOnly {
		return s.search.Search(ctx, query, s.cfg.Passages)
	}
	hits, err := s.search.Search(ctx, query, len(s.passages)) // a filter may leave only the last
	hits = slices.DeleteFunc(hits, func(h retrieval.Hit) bool {
		art := s.passages[h.Doc].article
		return art.LinkOnly() || !q.allows(art)
	})
	return hits[:min(len(hits), s.cfg.Passages)], err
}

// A candidate is a sentence that may be quoted.
type candidate struct {
	excerpt  corpus.Excerpt
	score    float64
	own      float64 // evidence of the sentence alone, as in [reading.evidence]
	evidence float64 // that it or its passage answers
	cue      float64 // how surely it holds the kind of thing asked for
	hit      int     // which passage it is of
	passage  float64 // evidence of that
}

// choose scores the sentences of the passages by the shipped weights, best
// first; equal ones in the order of their passages.
func (s *Service) choose(r reading, hits []retrieval.Hit) []candidate {
	n := 0
	for _, h := range hits {
		n += len(s.passages[h.Doc].sentences)
	}
	cs := make([]candidate, 0, n)
	terms := len(r.terms)
	passages := make([]float64, terms*len(hits)) // by passage and term: how far its sentences have it
	has := make([]float64, terms)                // by term: how far a sentence has it
	cues := make([]float64, len(hits))           // by passage: how surely it holds the kind of thing asked for
	s.compare(&r, hits, func(hit int, sent *sentence, m *match, v *vector) {
		if s.without&relatedCounts != 0 {
			clear(m.related)
		}
		for i := range m.have {
			has[i] = m.has(i)
			passages[hit*terms+i] = max(passages[hit*terms+i], has[i])
		}
		cues[hit] = max(cues[hit], m.cue)
		cs = append(cs, candidate{excerpt: sent.excerpt, score: s.weights.score(v), own: s.bar.evidence(&r, has, m.cue), cue: m.cue, hit: hit})
	})
	for i := range cs {
		c := &cs[i]
		c.passage = s.bar.evidence(&r, passages[c.hit*terms:(c.hit+1)*terms], cues[c.hit])
		c.evidence = c.own
		if s.without&passageCounts == 0 {
			c.evidence = max(c.own, passagePart*c.passage)
		}
	}
	slices.SortStableFunc(cs, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	return cs
}

// compare calls do with every sentence of the passages and its features. The
// match and the vector are used again for the next.
func (s *Service) compare(r *reading, hits []retrieval.Hit, do func(hit int, sent *sentence, m *match, v *vector)) {
	var n, length int
	for _, h := range hits {
		for i := range s.passages[h.Doc].sentences {
			n, length = n+1, length+len(s.passages[h.Doc].sentences[i].terms)
		}
	}
	m := newMatch(r)
	var v vector
	a := around{length: float64(length) / float64(max(1, n))}
	for hit, h := range hits {
		a.passage, a.before = h.Score/max(1, r.idf), false
		ss := s.passages[h.Doc].sentences
		for i := range ss {
			m.compare(r, &ss[i])
			v = vectorOf(r, &ss[i], m, a)
			do(hit, &ss[i], m, &v)
			a.before = true
		}
	}
}

// A Scored is a sentence with what its score is made of.
type Scored struct {
	Excerpt corpus.Excerpt
	Score   float64
	Parts   []Part // in the order of [FeatureNames]
}

// A Part is what one feature adds to a score: Value × Weight.
type Part struct {
	Feature       string
	Value, Weight float64
}

// Explain returns the sentences that were compared to answer q, best first, and
// what the score of each is made of. The error is ctx's or the searcher's.
func (s *Service) Explain(ctx context.Context, q Question) ([]Scored, error) {
	r := s.reader.read(q)
	hits, err := s.hits(ctx, q, r)
	if err != nil {
		return nil, err
	}
	var all []Scored
	s.compare(&r, hits, func(_ int, sent *sentence, _ *match, v *vector) {
		one := Scored{Excerpt: sent.excerpt, Score: s.weights.score(v), Parts: make([]Part, features)}
		for i := range v {
			one.Parts[i] = Part{featureTexts[i].name, v[i], s.weights[i]}
		}
		all = append(all, one)
	})
	slices.SortStableFunc(all, func(a, b Scored) int { return cmp.Compare(b.Score, a.Score) })
	return all, nil
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
