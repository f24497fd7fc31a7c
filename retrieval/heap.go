package retrieval

// A ranked is a document with its score, on the way to becoming a [Hit].
type ranked struct {
	doc   uint32
	score float64
}

// before reports whether r stands before other in a ranking: by score, the
// highest first, then by the order of documents.
func (r ranked) before(other ranked) bool {
	if r.score != other.score {
		return r.score > other.score
	}
	return r.doc < other.doc
}

// up restores the heap h, whose worst is on top, after its last was added.
func up(h []ranked) {
	for i := len(h) - 1; i > 0; {
		parent := (i - 1) / 2
		if !h[parent].before(h[i]) {
			return
		}
		h[parent], h[i] = h[i], h[parent]
		i = parent
	}
}

// down restores the heap h after its top was replaced.
func down(h []ranked) {
	for i := 0; ; {
		worst := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(h); child++ {
			if h[worst].before(h[child]) {
				worst = child
			}
		}
		if worst == i {
			return
		}
		h[i], h[worst] = h[worst], h[i]
		i = worst
	}
}
