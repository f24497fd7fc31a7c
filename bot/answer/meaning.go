package answer

import "summitbot/retrieval"

// A meaning says how words and texts are related to each other. It is safe for
// concurrent use once its fields are set.
type meaning struct {
	related *retrieval.Related // to the words of the coverage
	vectors *retrieval.Vectors
}

// relatedTo returns the words of the coverage that are related to a folded word,
// heaviest first.
func (mg *meaning) relatedTo(word string, in frequencies) []alternative {
	words := mg.related.Of(word)
	if len(words) == 0 {
		return nil
	}
	all, terms := make([]alternative, len(words)), make([]string, len(words))
	for i, w := range words {
		terms[i] = w.Term
		all[i] = alternative{terms: terms[i : i+1], weight: w.Weight, idf: in.IDF(w.Term), why: "related"}
	}
	return all
}

// centroidOf returns the centroid of a sentence's content words. The weight of a
// word is idf + [soft], in the question as well.
func (mg *meaning) centroidOf(s *sentence, in frequencies) retrieval.Centroid {
	var m retrieval.Mixture
	for i, w := range s.exact {
		if !functionWords.has(w) {
			m.Add(mg.vectors, w, in.IDF(s.terms[i])+soft)
		}
	}
	return m.Centroid()
}

// centroidOfTerms returns the centroid of a question.
func (mg *meaning) centroidOfTerms(ts []queryTerm) retrieval.Centroid {
	var m retrieval.Mixture
	for i := range ts {
		m.Add(mg.vectors, ts[i].exact, ts[i].weight)
	}
	return m.Centroid()
}
