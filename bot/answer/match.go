package answer

import "slices"

// A match is a sentence compared with a question. It is filled again for each
// sentence, to save allocations.
type match struct {
	of      []int     // for each word of the sentence, which of the question's terms it is, or -1
	asked   []bool    // for each word, whether the question has it, as a term or beside
	at      []int     // places of the words that are terms of the question
	tf      []int     // for each term of the question, how often the sentence has it
	have    []float64 // for each term, how much what stands there counts for it, 0 to 1
	had     []float64 // the same of the sentence compared before, 0 at first
	related []float64 // for each term, the weight of the word there that is most related to it
	exact   []bool    // for each term, whether the sentence has it in the form asked
	cue     float64   // how surely the sentence holds the kind of thing asked for; vectorOf sets it
	weak    float64   // idf of the question's other words that the sentence has
	near    []float64 // for each term; scratch of weightNear
	other   []bool    // for each of the other words, whether the sentence has it; scratch of compare
	looked  termSet   // the terms that are looked for
}

// newMatch returns a match for a question, with room for the words of most
// sentences.
func newMatch(r *reading) *match {
	const room = 64
	terms, other := len(r.terms), len(r.weak)
	places := make([]int, 2*room+terms)
	numbers, yes := make([]float64, 4*terms), make([]bool, room+terms+other)
	m := &match{
		of: places[:0:room], at: places[room : room : 2*room], tf: places[2*room:],
		have: numbers[:terms:terms], had: numbers[terms : 2*terms : 2*terms], related: numbers[2*terms : 3*terms : 3*terms], near: numbers[3*terms:],
		asked: yes[:0:room], exact: yes[room : room+terms : room+terms], other: yes[room+terms:],
	}
	for i := range r.terms {
		t := &r.terms[i]
		m.looked.add(t.term)
		for _, a := range t.alternatives {
			m.looked.add(a.terms[0])
		}
		for _, a := range t.related {
			m.looked.add(a.terms[0])
		}
	}
	for _, t := range r.weak {
		m.looked.add(t.term)
	}
	return m
}

// compare fills m.
func (m *match) compare(r *reading, s *sentence) {
	words := len(s.terms)
	m.of, m.asked, m.at = slices.Grow(m.of[:0], words)[:words], slices.Grow(m.asked[:0], words)[:words], m.at[:0]
	m.have, m.had = m.had, m.have
	clear(m.tf)
	clear(m.have)
	clear(m.related)
	clear(m.exact)
	clear(m.other)
	for j := range s.terms {
		m.of[j], m.asked[j] = -1, false
		if m.looked.may(s.keys[j]) || s.names != nil && s.names[j] != 0 {
			m.compareWord(r, s, j)
		}
	}
	m.weak = 0
	for i, found := range m.other {
		if found {
			m.weak += r.weak[i].idf
		}
	}
}

// has returns how far the sentence has term i, as evidence of an answer.
func (m *match) has(i int) float64 {
	has := 0.0
	if m.have[i] >= sure {
		has = m.have[i]
	}
	if m.related[i] >= sure {
		has = max(has, m.related[i]*relatedShare)
	}
	return has
}

// compareWord adds word j of the sentence.
func (m *match) compareWord(r *reading, s *sentence, j int) {
	for i := range r.terms {
		t := &r.terms[i]
		for _, a := range t.related {
			if s.terms[j] == a.terms[0] {
				m.related[i] = max(m.related[i], a.weight)
			}
		}
		have, _ := t.at(s, j)
		if have == 0 || m.asked[j] {
			continue
		}
		m.of[j], m.asked[j] = i, true
		m.tf[i]++
		m.have[i] = max(m.have[i], have)
		m.exact[i] = m.exact[i] || s.exact[j] == t.exact
		m.at = append(m.at, j)
	}
	for i := range r.weak {
		if r.weak[i].term == s.terms[j] {
			m.other[i], m.asked[j] = true, true
		}
	}
}

// A termSet says fast that a term is not in it: it holds a bit of each key.
type termSet [1 << termKeyBits / 64]uint64

// A termKey is what a [termSet] knows of a term: the lowest bits of its FNV-1a hash.
type termKey uint16

const termKeyBits = 12

func keyOf(term string) termKey {
	h := uint32(2166136261)
	for i := range len(term) {
		h = (h ^ uint32(term[i])) * 16777619
	}
	return termKey(h & (1<<termKeyBits - 1))
}

func (s *termSet) add(term string) {
	key := keyOf(term)
	s[key/64] |= 1 << (key % 64)
}

// may reports whether a term may be in the set; if not, it surely is not.
func (s *termSet) may(key termKey) bool { return s[key/64]&(1<<(key%64)) != 0 }

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
