package answer

import (
	"maps"
	"math"
	"slices"

	"summitbot/retrieval"
)

// A Selector scores sentences that stand alone, without a corpus: how likely
// each is to answer a question. It uses the features and weights by which the
// quotes of an answer are chosen, but those that need a corpus. It is safe for
// concurrent use and never changes.
type Selector struct {
	an       *retrieval.Analyzer
	words    sentenceWords
	capitals capitals
	meaning  *meaning
	weights  *weights
	order    bool // candidates of a question are one text, in its order
}

// NewSelector returns a selector for lists of candidates, one list a question.
// From all of them together, and from no judgement, it learns how rare words
// are, which are names, and whether the candidates of a list stand in the order
// of a text, so that their places and neighbours mean something.
func NewSelector(an *retrieval.Analyzer, lists [][]string) *Selector {
	s := &Selector{an: an, words: sentenceWords{df: map[string]int{}}, capitals: capitals{}, meaning: &meaning{vectors: retrieval.GloVe()}, weights: shipped()}
	read, vocabulary := make([][]sentence, len(lists)), map[string]bool{}
	for i, list := range lists {
		read[i] = s.read(list)
		for j := range read[i] {
			s.capitals.add(&read[i][j])
			s.words.add(&read[i][j])
			for _, w := range read[i][j].exact {
				vocabulary[w] = vocabulary[w] || !functionWords.has(w)
			}
		}
	}
	maps.DeleteFunc(vocabulary, func(_ string, content bool) bool { return !content })
	s.meaning.related = retrieval.NewRelated(retrieval.WordNet(), s.meaning.vectors, an, slices.Sorted(maps.Keys(vocabulary)))
	s.order = inOrder(read)
	return s
}

// Score returns a score for each candidate, in order; more is better. Scores of
// different questions do not compare.
func (s *Selector) Score(question string, candidates []string) []float64 {
	scores := make([]float64, len(candidates))
	for i, v := range s.vectors(question, candidates) {
		scores[i] = s.weights.score(&v)
	}
	return scores
}

// Features returns the features of each candidate, in the order of
// [FeatureNames]. Trainers want them.
func (s *Selector) Features(question string, candidates []string) [][]float64 {
	all := make([][]float64, len(candidates))
	for i, v := range s.vectors(question, candidates) {
		all[i] = v[:]
	}
	return all
}

func (s *Selector) vectors(question string, candidates []string) []vector {
	r := gather(words(s.an, question), &s.words, s.capitals, s.meaning)
	vs := make([]vector, len(candidates))
	m := newMatch(&r)
	a := around{length: s.words.length()}
	read := s.read(candidates)
	for i := range read {
		if s.order {
			a.lead = 1 / float64(1+i)
		}
		read[i].centroid = s.meaning.centroidOf(&read[i], &s.words)
		m.compare(&r, &read[i])
		vs[i] = vectorOf(&r, &read[i], m, a)
		a.before = s.order
	}
	return vs
}

func (s *Selector) read(texts []string) []sentence {
	read := make([]sentence, len(texts))
	var tokens []retrieval.Token
	for i, text := range texts {
		tokens = s.an.Tokens(tokens[:0], text)
		read[i] = newSentence(text, tokens)
	}
	return read
}

// sentenceWords counts words, with sentences for documents.
type sentenceWords struct {
	df           map[string]int // in how many sentences a term is
	sentences, n int            // how many there are, and their words
}

func (ws *sentenceWords) add(s *sentence) {
	ws.sentences, ws.n = ws.sentences+1, ws.n+len(s.terms)
	for t := range distinct(s) {
		ws.df[t]++
	}
}

func distinct(s *sentence) map[string]bool {
	d := make(map[string]bool, len(s.terms))
	for _, t := range s.terms {
		d[t] = true
	}
	return d
}

// length returns the mean words of a sentence.
func (ws *sentenceWords) length() float64 { return float64(ws.n) / float64(max(1, ws.sentences)) }

// DF returns in how many sentences a term occurs.
func (ws *sentenceWords) DF(term string) int { return ws.df[term] }

// IDF returns ln(1 + (n-df+0.5)/(df+0.5)) for a term in df of the n sentences,
// as [retrieval.Index.IDF] does for documents.
func (ws *sentenceWords) IDF(term string) float64 {
	df := float64(ws.df[term])
	return math.Log(1 + (float64(ws.sentences)-df+.5)/(df+.5))
}

// inOrder reports whether the sentences of the lists stand in the order of a
// text: neighbours then share more words than others do. For each list of four
// or more it takes the mean of a∩b/√(|a||b|) over the neighbours less that over
// all other pairs; over sentences in any other order its mean is 0. Three
// standard errors above it, they are in order.
func inOrder(lists [][]sentence) bool {
	var n, sum, squares float64
	for _, list := range lists {
		if len(list) < 4 {
			continue
		}
		d := cohesion(list)
		n, sum, squares = n+1, sum+d, squares+d*d
	}
	if n < 2 {
		return false
	}
	mean := sum / n
	variance := (squares - n*mean*mean) / (n - 1)
	return mean > 0 && mean*math.Sqrt(n) > 3*math.Sqrt(max(0, variance))
}

// cohesion returns by how much more neighbours share than other pairs do.
func cohesion(list []sentence) float64 {
	terms := make([]map[string]bool, len(list))
	for i := range list {
		terms[i] = distinct(&list[i])
	}
	var next, other float64
	for i := range terms {
		for j := i + 1; j < len(terms); j++ {
			share := 0
			for t := range terms[i] {
				if terms[j][t] {
					share++
				}
			}
			x := float64(share) / math.Sqrt(float64(max(1, len(terms[i])*len(terms[j]))))
			if j == i+1 {
				next += x
			} else {
				other += x
			}
		}
	}
	pairs := len(terms) - 1
	return next/float64(pairs) - other/float64(pairs*(len(terms)-2)/2)
}
