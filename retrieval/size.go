package retrieval

// Size returns about how many bytes the index holds in memory: its tables and
// strings, without the headers that Go keeps for each.
func (ix *Index) Size() int64 {
	n := int64(len(ix.groupOf)) * 4
	for _, s := range [][]string{ix.ids, ix.groupIDs, ix.terms.terms} {
		for _, v := range s {
			n += int64(len(v)) + 16
		}
	}
	n += int64(len(ix.terms.ids)) * (16 + 4)
	return n + ix.documents.size() + ix.groups.size()
}

func (lv *level) size() int64 {
	if lv == nil {
		return 0
	}
	n := int64(0)
	for f := range fields {
		n += int64(len(lv.length[f])) * 4
	}
	for t := range lv.terms {
		p := &lv.terms[t]
		n += int64(len(p.units))*(4+8+4*int64(fields)) + 4*int64(len(p.positions[title])+len(p.positions[text]))
	}
	return n
}
