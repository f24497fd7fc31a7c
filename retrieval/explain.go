package retrieval

import (
	"fmt"
	"strconv"
	"strings"
)

// An Explanation says how a number came about: what it is, and the numbers it
// was made from. Print it with %v for an indented tree.
type Explanation struct {
	Value float64
	What  string // such as "idf: ln(1 + (n-df+0.5)/(df+0.5)), n 84, df 7"
	Parts []Explanation
}

// String returns the tree as text, one number a line, the parts of each
// indented under it. Numbers are rounded to six digits.
func (e Explanation) String() string {
	var b strings.Builder
	e.write(&b, "")
	return b.String()
}

func (e Explanation) write(b *strings.Builder, indent string) {
	fmt.Fprintf(b, "%s%s  %s\n", indent, number(e.Value), e.What)
	for _, part := range e.Parts {
		part.write(b, indent+"  ")
	}
}

// number prints v as short as six significant digits allow.
func number(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }

// Explain says how document doc, 0 <= doc < Len, comes by its score for q. Its
// Value is bit for bit the Score that [Index.Search] gives, since both come
// from the same functions in the same order, or 0 if Search would not find the
// document.
func (ix *Index) Explain(q Query, doc int) Explanation {
	s := ix.searches.Get().(*search)
	defer ix.searches.Put(s)
	defer s.reset()
	s.resolve(ix, q)
	e := Explanation{What: ix.ids[doc] + ": has no term of the query"}
	if len(ix.keepPhrases([]uint32{uint32(doc)}, q.Phrases)) == 0 {
		e.What = ix.ids[doc] + ": does not have every phrase of the query"
		return e
	}
	own := ix.explainUnit(ix.documents, s.terms, uint32(doc), "document")
	if len(own.Parts) == 0 {
		return e
	}
	e.Parts = []Explanation{own}
	group := 0.0
	e.What = ix.ids[doc] + ": document"
	if ix.groups != nil {
		g := ix.groupOf[doc]
		of := ix.explainUnit(ix.groups, s.terms, g, "group "+ix.groupIDs[g])
		group = of.Value
		e.What += fmt.Sprintf(" + %s × group", number(ix.cfg.GroupWeight))
		e.Parts = append(e.Parts, of)
	}
	e.Value = total(own.Value, ix.cfg.GroupWeight, group)
	return e
}

// explainUnit explains the BM25F score of a unit: the sum of what its terms gain.
func (ix *Index) explainUnit(lv *level, terms []weightedTerm, unit uint32, name string) Explanation {
	e := Explanation{What: name + ": sum over its terms"}
	for _, t := range terms {
		p := &lv.terms[t.id]
		i, ok := p.find(unit)
		if !ok {
			continue
		}
		part := ix.explainTerm(lv, t, i)
		e.Value += part.Value
		e.Parts = append(e.Parts, part)
	}
	return e
}

// explainTerm explains what posting i of a term gains.
func (ix *Index) explainTerm(lv *level, t weightedTerm, i int) Explanation {
	p := &lv.terms[t.id]
	n, df := lv.units, len(p.units)
	rarity := Explanation{Value: lv.idf(t.id),
		What: fmt.Sprintf("idf: ln(1 + (n-df+0.5)/(df+0.5)), n %d, df %d", n, df)}
	tf := Explanation{Value: lv.frequency(p, i), What: "tf: sum over fields of weight × times / length norm"}
	for f := range fields {
		if p.tf[f][i] > 0 {
			tf.Parts = append(tf.Parts, lv.explainField(p, i, f))
		}
	}
	share := Explanation{Value: saturation(lv.k1, tf.Value),
		What: fmt.Sprintf("saturation: tf / (k1 + tf), k1 %s", number(lv.k1)), Parts: []Explanation{tf}}
	return Explanation{
		Value: gain(t.times(rarity.Value), share.Value),
		What:  fmt.Sprintf("%q: weight %s × idf × saturation", ix.terms.terms[t.id], number(t.weight)),
		Parts: []Explanation{rarity, share},
	}
}

// explainField explains what a field adds to the tf of posting i.
func (lv *level) explainField(p *postings, i int, f field) Explanation {
	what := fmt.Sprintf("%s: %s × %d / (1-b + b × length/average), b %s, length %d, average %s",
		f, number(lv.weight[f]), p.tf[f][i], number(lv.b[f]), lv.length[f][p.units[i]], number(lv.average[f]))
	if at := p.positionsOf(i, f); len(at) > 0 {
		what += fmt.Sprintf("; words %s", joinNumbers(at))
	}
	return Explanation{Value: lv.fieldFrequency(p, i, f), What: what}
}

// joinNumbers prints word numbers, counted from 1 as people do.
func joinNumbers(positions []uint32) string {
	var b strings.Builder
	for i, p := range positions {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strconv.Itoa(int(p) + 1))
	}
	return b.String()
}
