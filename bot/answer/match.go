package answer

import (
	"cmp"
	"slices"

	"summitbot/retrieval"
)

// A match is how a sentence has a word of a question.
type match struct {
	times  int     // how often, 0 if not at all
	weight float64 // what that counts, at most 1
	idf    float64 // of what stands there, at most the word's
	exact  bool    // not just in another form
}

// in returns how a sentence has t: by what counts most of all that stands there.
func (t *queryTerm) in(s *sentence) (m match) {
	if t.literal > 0 {
		for i, term := range s.terms {
			if term == t.term {
				m.times++
				m.exact = m.exact || s.exact[i] == t.exact
			}
		}
		if m.times > 0 {
			m.weight, m.idf = t.literal, t.idf
		}
	}
	for _, a := range t.alternatives {
		if a.weight <= m.weight {
			continue
		}
		if n := a.in(s); n > 0 {
			m = match{n, a.weight, min(a.idf, t.idf), true}
		}
	}
	return m
}

// in returns how often an alternative stands in a sentence.
func (a alternative) in(s *sentence) int {
	if a.name != 0 {
		if slices.Contains(s.names, a.name) {
			return 1
		}
		return 0
	}
	n := 0
	for i, term := range s.terms {
		if term == a.terms[0] && stands(a.terms, s.terms[i:]) {
			n++
		}
	}
	return n
}

// stands reports whether words begins with phrase.
func stands(phrase, words []string) bool {
	return len(words) >= len(phrase) && slices.Equal(phrase, words[:len(phrase)])
}

// A matchedWord is words [start, end) of an excerpt that stand for a word of the
// question.
type matchedWord struct {
	start, end int
	asked      *queryTerm
	as         *alternative // nil for the word itself
}

// weight is what the words count.
func (p matchedWord) weight() float64 {
	if p.as == nil {
		return p.asked.literal
	}
	return p.as.weight
}

// matchedWords returns where in an excerpt's text words of the question stand,
// by word of the question: of what may stand for it, what counts most.
func (rd *reader) matchedWords(r reading, text string, tokens []retrieval.Token) []matchedWord {
	var all []matchedWord
	terms := make([]string, len(tokens))
	for i, tok := range tokens {
		terms[i] = tok.Term
	}
	named := rd.names.find(nil, text, tokens)
	for i := range r.terms {
		t, first, most := &r.terms[i], len(all), 0.0
		put := func(start, end int, as *alternative) {
			p := matchedWord{start, end, t, as}
			all, most = append(all, p), max(most, p.weight())
		}
		for j, term := range terms {
			if term == t.term && t.literal > 0 {
				put(j, j+1, nil)
			}
		}
		for k := range t.alternatives {
			a := &t.alternatives[k]
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
		kept := slices.DeleteFunc(all[first:], func(p matchedWord) bool { return p.weight() < most })
		all = all[:first+len(kept)]
	}
	return all
}

// explain adds to the readings of a question those that its quotes rely on: what
// they print for a word that none of them has literally. For nearest ones that is
// only worth saying of words that no passage has.
func (rd *reader) explain(q Question, r reading, a *Answer) []Reading {
	if !slices.ContainsFunc(r.terms, func(t queryTerm) bool { return len(t.alternatives) > 0 }) {
		return r.readings
	}
	literal := map[*queryTerm]bool{}
	read := map[*queryTerm]printedFor{}
	var tokens []retrieval.Token
	for _, quote := range append(slices.Clone(a.Quotes), a.Nearest...) {
		text := quote.Excerpt.Text()
		tokens = rd.an.Tokens(tokens[:0], text)
		for _, p := range rd.matchedWords(r, text, tokens) {
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
