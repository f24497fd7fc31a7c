package answer

import (
	"cmp"
	"slices"

	"summitbot/retrieval"
)

// A standing is how a sentence has a word of a question.
type standing struct {
	times  int     // how often, 0 if not at all
	weight float64 // what that counts, at most 1
	idf    float64 // of what stands there, at most the word's
	exact  bool    // not just in another form
}

// in returns how a sentence has t: by what counts most of all that stands there.
func (t *queryTerm) in(s *sentence) (m standing) {
	for j := range s.terms {
		weight, a := t.at(s, j)
		switch {
		case weight == 0 || weight < m.weight:
			continue
		case weight > m.weight:
			m = standing{weight: weight, idf: t.idf}
		}
		m.times++
		if a == nil {
			m.exact = m.exact || s.exact[j] == t.exact
			continue
		}
		m.exact, m.idf = true, min(t.idf, a.idf)
	}
	return m
}

// at returns what word j of a sentence counts for t, and which alternative it is
// or begins, nil for the word itself.
func (t *queryTerm) at(s *sentence, j int) (weight float64, as *alternative) {
	if s.terms[j] == t.term {
		weight = t.literal
	}
	for i := range t.alternatives {
		a := &t.alternatives[i]
		switch {
		case a.weight <= weight:
		case a.name != 0 && s.names != nil && s.names[j] == a.name && (j == 0 || s.names[j-1] != a.name),
			a.name == 0 && stands(a.terms, s.terms[j:]):
			weight, as = a.weight, a
		}
	}
	return weight, as
}

// other returns number k of what may stand for the word, the related ones last.
func (t *queryTerm) other(k int) *alternative {
	if k < len(t.alternatives) {
		return &t.alternatives[k]
	}
	return &t.related[k-len(t.alternatives)]
}

// stands reports whether words begins with phrase.
func stands(phrase, words []string) bool {
	return len(words) >= len(phrase) && slices.Equal(phrase, words[:len(phrase)])
}

// A foundWord is words [start, end) of an excerpt that stand for a word of the
// question.
type foundWord struct {
	start, end int
	asked      *queryTerm
	as         *alternative // nil for the word itself
}

// weight is what the words count.
func (p foundWord) weight() float64 {
	if p.as == nil {
		return p.asked.literal
	}
	return p.as.weight
}

// foundWords returns where in an excerpt's text words of the question stand,
// by word of the question: of what may stand for it, what counts most.
func (rd *reader) foundWords(r reading, text string, tokens []retrieval.Token) []foundWord {
	var all []foundWord
	terms := make([]string, len(tokens))
	for i, tok := range tokens {
		terms[i] = tok.Term
	}
	named := rd.names.find(nil, text, tokens)
	for i := range r.terms {
		t, first, most := &r.terms[i], len(all), 0.0
		put := func(start, end int, as *alternative) {
			p := foundWord{start, end, t, as}
			all, most = append(all, p), max(most, p.weight())
		}
		for j, term := range terms {
			if term == t.term && t.literal > 0 {
				put(j, j+1, nil)
			}
		}
		for k := range len(t.alternatives) + len(t.related) {
			a := t.other(k)
			if a.weight < sure {
				continue
			}
			for _, p := range named {
				if p.form == a.name {
					put(p.start, p.end, a)
				}
			}
			for j := range terms {
				if a.name == 0 && stands(a.terms, terms[j:]) {
					put(j, j+len(a.terms), a)
				}
			}
		}
		kept := slices.DeleteFunc(all[first:], func(p foundWord) bool { return p.weight() < most })
		all = all[:first+len(kept)]
	}
	return all
}

// explain adds to the readings of a question those that its quotes rely on: what
// they print for a word that none of them has literally. For nearest ones that is
// only worth saying of words that no passage has.
func (rd *reader) explain(q Question, r reading, a *Answer) []Reading {
	if !slices.ContainsFunc(r.terms, func(t queryTerm) bool { return len(t.alternatives)+len(t.related) > 0 }) {
		return r.readings
	}
	literal := map[*queryTerm]bool{}
	read := map[*queryTerm]printedFor{}
	var tokens []retrieval.Token
	for _, quote := range append(slices.Clone(a.first()), a.Nearest...) {
		text := quote.Excerpt.Text()
		tokens = rd.an.Tokens(tokens[:0], text)
		for _, p := range rd.foundWords(r, text, tokens) {
			printed := text[tokens[p.start].Start:tokens[p.end-1].End]
			switch {
			case p.as == nil && p.asked.literal == 1, p.as != nil && (p.as.why == "" || q.asks(p.asked, tokens[p.start:p.end])):
				literal[p.asked] = true
			case p.as != nil:
				read[p.asked] = read[p.asked].with(printed, p.as)
			}
		}
	}
	all := slices.Clone(r.readings)
	for i := range r.terms {
		t := &r.terms[i]
		if !literal[t] && len(read[t].texts) > 0 && (a.Verdict == Quoted || rd.search.DF(t.term) == 0) {
			all = addReading(all, t, read[t].texts, read[t].why)
		}
	}
	slices.SortStableFunc(all, func(a, b Reading) int { return cmp.Compare(a.Asked, b.Asked) })
	return all
}

// A printedFor is what quotes print for a word: of what counts most, all.
type printedFor struct {
	texts  []string
	weight float64
	why    string
}

// with returns p with a further text.
func (p printedFor) with(text string, as *alternative) printedFor {
	switch {
	case as.weight > p.weight:
		return printedFor{[]string{text}, as.weight, as.why}
	case as.weight == p.weight && !slices.Contains(p.texts, text):
		p.texts = append(p.texts, text)
	}
	return p
}

// asks reports whether words that are printed for a word of the question are
// much the same to a reader: Korean for Koreans, Soviet for the Soviet Union.
func (q Question) asks(t *queryTerm, printed []retrieval.Token) bool {
	words := q.Words[t.place : t.place+1]
	if t.name[0] < t.name[1] {
		words = q.Words[t.name[0]:t.name[1]]
	}
	return slices.ContainsFunc(printed, func(p retrieval.Token) bool {
		return slices.ContainsFunc(words, func(w Word) bool {
			n := min(len(p.Exact), len(w.Exact), 5)
			return p.Term == w.Term || n > 3 && p.Exact[:n] == w.Exact[:n]
		})
	})
}

// addReading adds how a word was read, to what there is of it already.
func addReading(all []Reading, t *queryTerm, read []string, why string) []Reading {
	n := Reading{Asked: t.place, Read: read, Why: why}
	if t.name[1] > t.name[0] {
		n.Asked, n.Words = t.name[0], t.name[1]-t.name[0]
	}
	for i, r := range all {
		if r.Asked != n.Asked {
			continue
		}
		all[i].Read = slices.Clone(r.Read)
		for _, word := range read {
			if !slices.Contains(r.Read, word) {
				all[i].Read = append(all[i].Read, word)
			}
		}
		return all
	}
	return append(all, n)
}
