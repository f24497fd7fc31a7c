package retrieval

// A dictionary numbers the terms of an index in ascending order of their bytes,
// so that equal corpora have equal indexes.
type dictionary struct {
	terms []string // by id
	ids   map[string]uint32
}

// id returns the number of a term, and whether the dictionary has it.
func (d *dictionary) id(term string) (uint32, bool) {
	id, ok := d.ids[term]
	return id, ok
}
