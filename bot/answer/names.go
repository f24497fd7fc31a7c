package answer

// names tells which words stand behind one other word and nowhere else, as Jong
// does behind Kim: together they are one name.
type names map[string]map[string]int // term → term before it → how often

// add counts a term with the one before it in its sentence, "" if it is the first.
func (n names) add(before, term string) {
	if n[term] == nil {
		n[term] = map[string]int{}
	}
	n[term][before]++
}

// joins reports whether term ends a name that before begins: nine times in ten
// that is what stands before it, and it stands there twice at least.
func (n names) joins(before, term string) bool {
	all := 0
	for _, times := range n[term] {
		all += times
	}
	return n[term][before] >= 2 && n[term][before]*10 >= all*9
}
