package retrieval

import "slices"

// keepPhrases leaves of docs those that have every phrase; an empty one every
// document has. It changes docs, which must be in ascending order.
func (ix *Index) keepPhrases(docs []uint32, phrases [][]string) []uint32 {
	for _, phrase := range phrases {
		if len(phrase) == 0 {
			continue
		}
		cursors := make([]cursor, len(phrase))
		for i, term := range phrase {
			id, ok := ix.terms.id(term)
			if !ok {
				return docs[:0]
			}
			cursors[i].postings = &ix.documents.terms[id]
		}
		docs = slices.DeleteFunc(docs, func(doc uint32) bool { return !hasPhrase(cursors, doc) })
	}
	return docs
}

// hasPhrase reports whether the terms of the cursors stand side by side, in
// order, in one field of a document.
func hasPhrase(terms []cursor, doc uint32) bool {
	for i := range terms {
		if !terms[i].move(doc) {
			return false
		}
	}
	for f := range fields {
		if slices.ContainsFunc(terms[0].positions(f), func(first uint32) bool {
			for i := range terms {
				if _, ok := slices.BinarySearch(terms[i].positions(f), first+uint32(i)); !ok {
					return false
				}
			}
			return true
		}) {
			return true
		}
	}
	return false
}

// A cursor walks through the postings of a term, so that to look at the
// positions in many documents costs one pass over them.
type cursor struct {
	*postings
	at   int            // the posting it stands on
	from [fields]uint32 // where that posting's positions begin
}

// move goes forward to a document and reports whether the term is in it.
func (c *cursor) move(doc uint32) bool {
	for c.at < len(c.units) && c.units[c.at] < doc {
		for f := range fields {
			c.from[f] += c.tf[f][c.at]
		}
		c.at++
	}
	return c.at < len(c.units) && c.units[c.at] == doc
}

// positions returns where in a field the term stands, in the document that the
// cursor is on.
func (c *cursor) positions(f field) []uint32 {
	return c.postings.positions[f][c.from[f] : c.from[f]+c.tf[f][c.at]]
}
