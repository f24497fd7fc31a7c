package retrieval

import "slices"

// postings say in which units a term occurs, in ascending order.
type postings struct {
	units      []uint32
	saturation []float64        // by BM25F, ready to be weighted
	tf         [fields][]uint32 // how often in each field; one of them > 0
	positions  [fields][]uint32 // tf[f][0] word numbers for the first unit, then tf[f][1] …; from 0, ascending; nil for groups
}

// find returns where the posting of a unit is, and whether there is one.
func (p *postings) find(unit uint32) (int, bool) { return slices.BinarySearch(p.units, unit) }

// positionsOf returns where in field f the words of posting i stand. It walks
// the postings before it; nothing on the way of a search asks for it.
func (p *postings) positionsOf(i int, f field) []uint32 {
	if p.positions[f] == nil {
		return nil
	}
	start := 0
	for _, tf := range p.tf[f][:i] {
		start += int(tf)
	}
	return p.positions[f][start : start+int(p.tf[f][i])]
}
