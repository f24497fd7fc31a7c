package retrieval

import (
	"cmp"
	"slices"
)

// buildGroups makes the level of groups from that of documents. A group's text
// is the texts of its documents; its title counts once, however many documents
// repeat it. A document without a group is one by itself, as long as others
// have theirs: with nothing to add, it would stand behind all of them. If no
// document has a group, the level is left out and ix.groups stays nil.
func (ix *Index) buildGroups(docs []Document) {
	if !slices.ContainsFunc(docs, func(d Document) bool { return d.Group != "" }) {
		return
	}
	ix.numberGroups(docs)
	lv := newLevel(ix.cfg, ix.cfg.GroupTitleWeight, len(ix.groupIDs), len(ix.terms.terms))
	titled := ix.titledDocuments()
	for doc, g := range ix.groupOf {
		lv.length[text][g] += ix.documents.length[text][doc]
		if titled[doc] {
			lv.length[title][g] = ix.documents.length[title][doc]
		}
	}
	m := merger{groupOf: ix.groupOf, titled: titled}
	for f := range m.tf {
		m.tf[f] = make([]uint32, len(ix.groupIDs))
	}
	for t := range lv.terms {
		lv.terms[t] = m.merge(&ix.documents.terms[t])
	}
	lv.finish()
	ix.groups = lv
}

// numberGroups fills in ix.groupIDs and ix.groupOf, by first appearance.
func (ix *Index) numberGroups(docs []Document) {
	ix.groupOf = make([]uint32, len(docs))
	numbers := make(map[string]uint32)
	for i, d := range docs {
		g, known := numbers[d.Group]
		if !known || d.Group == "" {
			g = uint32(len(ix.groupIDs))
			numbers[d.Group] = g
			ix.groupIDs = append(ix.groupIDs, cmp.Or(d.Group, d.ID))
		}
		ix.groupOf[i] = g
	}
}

// titledDocuments reports, by document, whether its title is its group's.
func (ix *Index) titledDocuments() []bool {
	titled := make([]bool, len(ix.groupOf))
	if ix.cfg.GroupTitleWeight == 0 {
		return titled
	}
	has := make([]bool, len(ix.groupIDs))
	for doc, g := range ix.groupOf {
		if !has[g] && ix.documents.length[title][doc] > 0 {
			has[g], titled[doc] = true, true
		}
	}
	return titled
}

// A merger adds up a term's postings in documents to postings in groups.
type merger struct {
	groupOf []uint32
	titled  []bool
	tf      [fields][]uint32 // by group; all 0 between calls
	touched []uint32
}

func (m *merger) merge(p *postings) postings {
	m.touched = m.touched[:0]
	for i, doc := range p.units {
		g := m.groupOf[doc]
		fresh := m.tf[title][g] == 0 && m.tf[text][g] == 0
		m.tf[text][g] += p.tf[text][i]
		if m.titled[doc] {
			m.tf[title][g] += p.tf[title][i]
		}
		if fresh && (m.tf[title][g] > 0 || m.tf[text][g] > 0) {
			m.touched = append(m.touched, g)
		}
	}
	slices.Sort(m.touched)
	merged := postings{units: slices.Clone(m.touched)}
	for f := range m.tf {
		merged.tf[f] = make([]uint32, len(m.touched))
		for i, g := range m.touched {
			merged.tf[f][i] = m.tf[f][g]
			m.tf[f][g] = 0
		}
	}
	return merged
}
