package answer

import "slices"

// A match is a sentence compared with a question. It is filled again for each
// sentence, to save allocations.
type match struct {
	of    []int     // for each word of the sentence, which of the question's terms it is, or -1
	asked []bool    // for each word, whether the question has it, as a term or beside
	at    []int     // places of the words that are terms of the question
	tf    []int     // for each term of the question, how often the sentence has it
	have  []float64 // for each term, how much what stands there counts for it, 0 to 1
	exact []bool    // for each term, whether the sentence has it in the form asked
	weak  float64   // idf of the question's other words that the sentence has
	near  []float64 // for each term; scratch of weightNear
}

// newMatch returns a match for a question of so many terms, with room for the
// words of most sentences.
func newMatch(terms int) *match {
	const room = 64
	places := make([]int, 2*room+terms)
	numbers, yes := make([]float64, 2*terms), make([]bool, room+terms)
	return &match{
		of: places[:0:room], at: places[room : room : 2*room], tf: places[2*room:],
		have: numbers[:terms:terms], near: numbers[terms:],
		asked: yes[:0:room], exact: yes[room:],
	}
}

// compare fills m.
func (m *match) compare(r *reading, s *sentence) {
	words := len(s.terms)
	m.of, m.asked, m.at = slices.Grow(m.of[:0], words)[:words], slices.Grow(m.asked[:0], words)[:words], m.at[:0]
	clear(m.tf)
	clear(m.have)
	clear(m.exact)
	for j := range s.terms {
		m.of[j], m.asked[j] = -1, false
		for i := range r.terms {
			have := r.terms[i].standsAt(s, j)
			if have == 0 {
				continue
			}
			m.of[j], m.asked[j] = i, true
			m.tf[i]++
			m.have[i] = max(m.have[i], have)
			m.exact[i] = m.exact[i] || s.exact[j] == r.terms[i].exact
			m.at = append(m.at, j)
			break
		}
	}
	m.weak = 0
	for _, t := range r.weak {
		found := false
		for j, word := range s.terms {
			if word == t.term {
				found, m.asked[j] = true, true
			}
		}
		if found {
			m.weak += t.idf
		}
	}
}

// weightNear returns Σ weight/(1+d/4) over the terms of the question that the
// sentence has, d words away from place j.
func (m *match) weightNear(r *reading, j int) (sum float64) {
	clear(m.near)
	for _, at := range m.at {
		i := m.of[at]
		m.near[i] = max(m.near[i], 1/(1+float64(max(at-j, j-at))/4))
	}
	for i, near := range m.near {
		sum += near * m.have[i] * r.terms[i].weight
	}
	return sum
}

// standsAt says how much word j of a sentence counts for the term, from 0, it is
// another word, to 1.
func (t *queryTerm) standsAt(s *sentence, j int) float64 {
	weight, _ := t.at(s, j)
	return weight
}

// standsIn returns the most that any word of a sentence counts for the term.
func (t *queryTerm) standsIn(s *sentence) (most float64) {
	for j := range s.terms {
		most = max(most, t.standsAt(s, j))
	}
	return most
}
