package retrieval

import (
	"slices"
)

// An inverter turns documents, given in order, into a dictionary and postings.
// It notes every occurrence of a term in the order of the text and sorts them
// by term once, by counting, which keeps that order: linear in the text.
type inverter struct {
	an     *Analyzer
	cfg    Config
	ids    map[string]uint32 // term → number by first appearance
	terms  []string
	count  []uint32 // by term number: occurrences
	occ    []occurrence
	length [fields][]uint32 // by document
	tokens []Token
}

// An occurrence is one word of one document.
type occurrence struct {
	term, unit, position uint32
	field                field
}

func newInverter(an *Analyzer, cfg Config) *inverter {
	return &inverter{an: an, cfg: cfg, ids: make(map[string]uint32)}
}

// add notes the words of document number unit. Titles that have no weight are
// not indexed: they would make documents match that cannot score.
func (inv *inverter) add(unit uint32, d Document) {
	if inv.cfg.TitleWeight == 0 {
		d.Title = ""
	}
	inv.addField(unit, title, d.Title)
	inv.addField(unit, text, d.Text)
}

func (inv *inverter) addField(unit uint32, f field, s string) {
	inv.tokens = inv.an.Tokens(inv.tokens[:0], s)
	for i, tok := range inv.tokens {
		t, ok := inv.ids[tok.Term]
		if !ok {
			t = uint32(len(inv.terms))
			inv.ids[tok.Term] = t
			inv.terms = append(inv.terms, tok.Term)
			inv.count = append(inv.count, 0)
		}
		inv.count[t]++
		inv.occ = append(inv.occ, occurrence{term: t, unit: unit, position: uint32(i), field: f})
	}
	inv.length[f] = append(inv.length[f], uint32(len(inv.tokens)))
}

// invert returns the dictionary of all terms and the level of all documents.
func (inv *inverter) invert(documents int) (dictionary, *level) {
	sorted := slices.Clone(inv.terms)
	slices.Sort(sorted)
	lv := newLevel(inv.cfg, inv.cfg.TitleWeight, documents, len(sorted))
	lv.length = inv.length
	byTerm, first := inv.sortByTerm()
	for id, term := range sorted {
		t := inv.ids[term]
		lv.terms[id] = gather(byTerm[first[t]:first[t+1]])
		inv.ids[term] = uint32(id) // t is not needed again
	}
	lv.finish()
	return dictionary{terms: sorted, ids: inv.ids}, lv
}

// sortByTerm returns the occurrences by term number, and where those of each
// term begin, with one more entry for the end.
func (inv *inverter) sortByTerm() (byTerm []occurrence, first []int) {
	first = make([]int, len(inv.terms)+1)
	for t, n := range inv.count {
		first[t+1] = first[t] + int(n)
	}
	next := slices.Clone(first)
	byTerm = make([]occurrence, len(inv.occ))
	for _, o := range inv.occ {
		byTerm[next[o.term]] = o
		next[o.term]++
	}
	return byTerm, first
}

// gather makes the postings of one term from its occurrences, which stand in
// the order of documents, fields and words.
func gather(occ []occurrence) postings {
	units := 0
	var words [fields]int
	for i, o := range occ {
		words[o.field]++
		if i == 0 || occ[i-1].unit != o.unit {
			units++
		}
	}
	p := postings{units: make([]uint32, 0, units)}
	for f := range fields {
		p.tf[f] = make([]uint32, units)
		p.positions[f] = make([]uint32, 0, words[f])
	}
	for i, o := range occ {
		if i == 0 || occ[i-1].unit != o.unit {
			p.units = append(p.units, o.unit)
		}
		p.tf[o.field][len(p.units)-1]++
		p.positions[o.field] = append(p.positions[o.field], o.position)
	}
	return p
}
