package answer

// collocations tell which words stand behind one other word and nowhere else, as
// Jong does behind Kim: together they are one name.
type collocations map[string]map[string]int // term → term before it → how often

// add counts a term with the one before it in its sentence, "" if it is the first.
func (c collocations) add(before, term string) {
	if c[term] == nil {
		c[term] = map[string]int{}
	}
	c[term][before]++
}

// joins reports whether term ends a name that before begins: nine times in ten
// that is what stands before it, and it stands there twice at least.
func (c collocations) joins(before, term string) bool {
	all := 0
	for _, times := range c[term] {
		all += times
	}
	return c[term][before] >= 2 && c[term][before]*10 >= all*9
}
