package retrieval

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// Related says which words of a vocabulary are related to a word that is not in
// it: what to look for when a question says "pets" and the articles say "dogs".
// It never changes and is safe for concurrent use.
//
// Names and numbers are only replaced by other words for the same thing: who
// asks about Monday does not mean Wednesday.
type Related struct {
	lex      *Lexicon
	vectors  *Vectors
	words    []relatedTo
	places   []place  // in order of synsets, then words
	directed []direct // words that have a vector
	scratch  sync.Pool
}

// A relatedTo is a word of the vocabulary.
type relatedTo struct {
	word, term string
}

// A place is a synset that a word of the vocabulary has, or that is up to
// maxDown steps above one that it has.
type place struct {
	synset uint32
	word   uint32
	share  float32 // of the word's meaning from which the steps begin
	down   uint8   // steps from here to that meaning
}

// A direct is a word of the vocabulary with its vector.
type direct struct {
	word   uint32
	length float32
	signs  signs
	vector string
}

// Relation is what a word is to another.
type Relation uint8

// The relations, from the word that is asked to the one that is there.
const (
	Synonym Relation = iota // the same: limo, limousine
	KindOf                  // asked for the special, there is the general: limousine, car
	HasKind                 // asked for the general, there is the special: colour, black
	Form                    // derived from it, or that from which it is derived: gift, give
	Like                    // an adjective much like it, or the quality of which it is a value: heavy, weight
	Near                    // in like company: pet, cat
)

func (r Relation) String() string {
	return [...]string{"synonym", "kind of", "has kind", "form", "like", "near"}[r]
}

// A RelatedWord is a word of the vocabulary that may stand for another.
type RelatedWord struct {
	Word   string   // as the vocabulary has it
	Term   string   // its term
	Weight float64  // what a posting of it is worth, in (0, 1), if one of the asked word is worth 1
	Steps  int      // from the one to the other in the lexicon, 0 for a synonym or if only Near relates them
	Why    Relation // what weighs most
}

// NewRelated compiles the relations of the lexicon and the vectors, either of
// which may be nil, for the words of an index. The vocabulary is exact folded
// words; it should leave out those that only hold sentences together, and of
// several forms of a term give that first which should be shown.
//
// The 740 words of five articles take 3 ms and 0.2 MB, the 90,000 of 52,000
// passages of news 0.4 s and 10 MB.
func NewRelated(lex *Lexicon, vectors *Vectors, an *Analyzer, vocabulary []string) *Related {
	r := &Related{lex: cmp.Or(lex, &Lexicon{}), vectors: cmp.Or(vectors, &Vectors{}), words: make([]relatedTo, len(vocabulary))}
	var reach []reached
	for i, word := range vocabulary {
		r.words[i] = relatedTo{word, an.lookUp(word).term}
		meanings := r.lex.meanings(word)
		if len(meanings) == 0 {
			continue
		}
		for _, m := range meanings {
			reach = r.lex.climb(reach[:0], reached{synset: m.synset}, maxDown)
			for _, at := range reach {
				r.places = append(r.places, place{uint32(at.synset), uint32(i), float32(m.share), at.up})
			}
		}
		if v := r.vectors.of(word); v != "" && !r.lex.named(meanings) {
			r.directed = append(r.directed, direct{uint32(i), float32(length(v)), signsOf(v), v})
		}
	}
	slices.SortFunc(r.places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.synset, b.synset), cmp.Compare(a.word, b.word), cmp.Compare(b.share, a.share))
	})
	r.places = slices.Clip(r.places)
	r.scratch.New = func() any { return &scratch{weights: make([]weighed, len(r.words))} }
	return r
}

// maxRelated is how many words Of returns at most. With BM25 alone, four lose 0.003
// of mean average precision on wikiqa and sixteen gain nothing.
const maxRelated = 8

// minRelated is the least weight that Of returns. Least weights from 0.05 to 0.3
// were tried as below: the likelihood is best at 0.1 on xquad and trecqa, at 0.2
// on wikiqa.
const minRelated = 0.1

// Of returns the words of the vocabulary that are related to a folded word,
// best first and of equals the one that the vocabulary has first, one of each
// term, at most eight. It returns nil for a word that the lexicon does not
// have. Use it for content words that have no posting at all.
func (r *Related) Of(word string) []RelatedWord {
	meanings := r.lex.meanings(word)
	if len(meanings) == 0 {
		return nil
	}
	s := r.scratch.Get().(*scratch)
	defer r.scratch.Put(s)
	defer s.reset()
	named := r.lex.named(meanings)
	r.walk(s, meanings, named)
	if !named {
		r.compare(s, word)
	}
	return r.best(s)
}

// named reports whether a word is most likely a name or a number.
func (lex *Lexicon) named(meanings []meaning) bool {
	share := 0.0
	for _, m := range meanings {
		if lex.isName(m.sense) {
			share += m.share
		}
	}
	return share > 0.5
}

// How far a path goes at most: up from the asked word, or down to the word that
// is there, and all its steps together.
const (
	maxUp    = 1
	maxDown  = 2
	maxSteps = 2
)

// strengths are the weights of a path by its relation and steps, if neither word
// has another meaning. They are fitted so that a sentence with the related word
// is right as often as one with the asked word would be at that weight: the
// log-odds that a sentence is right rise by β weight idf, with the β of literal
// matches. Tried in November 2026 on trecqa (raw, train and dev), wikiqa (train,
// dev) and the sentences of xquad's right paragraphs: the 1,931 question words
// that no candidate has, and, since these are few, all content words in the
// sentences without them. Of the former, the lift (how much more often a
// sentence with the related word is right than the others of its question) and
// the weight that [pathWeight] fits with:
//
//	             steps 0     1          2          3
//	synonym      1.80 1.2
//	form                     2.01 1.2   1.20 .26   1.15 .24
//	kind of                  1.30 .8    1.07 .16   0.58 < 0
//	has kind                 1.33 .7    1.39 .6    0.98 < 0
//	like                     1.37 .5
//	of one kind                         1.13 .19   1.06 .09
//
// The other words gave about half of these weights, so what stands here is near
// the mean of the two, times 0.8 for the vectors beside them. All paths of four
// steps lie between 1.02 and 1.06. A literal match has 1.90 and 1. Words of one
// kind (pets and dogs, both animals) gained 0.001 at most and went out; the
// vectors know the better ones of them.
var strengths = [...][maxSteps + 1]float64{
	Synonym: {0: 0.75},
	KindOf:  {1: 0.5},
	HasKind: {1: 0.4, 2: 0.4},
	Form:    {1: 0.8, 2: 0.2}, // the second step leads to what the derived word is a kind of, or to its kinds
	Like:    {1: 0.35},
}

// pathWeight returns what a path is worth between a meaning that the asked word
// has with share a and one that the word there has with share b. Powers of their
// product from 0.2 to 0.4 fit best for every relation; no power loses a third of
// the gain in likelihood of synonyms, and power 1 as much.
func pathWeight(why Relation, steps int, a, b float64) float64 {
	return strengths[why][steps] * math.Sqrt(math.Sqrt(a*b))
}

// nearWeight returns what the cosine of two vectors is worth, fitted as the
// strengths and beside them. What it is all worth was tried on the questions with
// a word that no candidate has (54, 442 and 751), in a linear ranker by words,
// their coverage, length and place, cross-validated: mean average precision and
// the log-likelihood of the right sentences.
//
//	           trecqa         wikiqa          xquad
//	no words   0.740  -96.9   0.681 -677.7   0.864 -515.6
//	WordNet    0.737  -95.1   0.687 -659.9   0.884 -475.2
//	both       0.763  -92.6   0.693 -647.3   0.879 -475.3
//
// A ranker that weighs Near apart from the rest gains another 6 on xquad and 1 on
// wikiqa. Names replaced as well are worth 0.01, 0.005 and 0.001: what one may
// not do. Slopes from 0.7 to 1.2 and thresholds from 0.1 to 0.2 make no difference.
func nearWeight(cosine float64) float64 { return 0.9 * max(cosine-0.2, 0) }

// maxWeight keeps a related word from counting as much as the word itself.
const maxWeight = 0.95

// A reached is a synset at which a climb came by.
type reached struct {
	synset int
	up     uint8
}

// climb appends from and what is up to most steps above it.
func (lex *Lexicon) climb(dst []reached, from reached, most uint8) []reached {
	next := len(dst)
	dst = append(dst, from)
	for ; next < len(dst); next++ {
		at := dst[next]
		if at.up == most {
			continue
		}
		parents := lex.parentsOf(at.synset)
		for i := range parents.len() {
			dst = append(dst, reached{parents.at(i), at.up + 1})
		}
	}
	return dst
}

// A scratch is the memory of one call of Of, used again by later ones.
type scratch struct {
	weights  []weighed // by word of the vocabulary
	touched  []uint32
	reach    []reached
	products products
}

// A weighed is what relates a word of the vocabulary to the asked one.
type weighed struct {
	path, near float32
	steps      uint8
	why        Relation
}

func (s *scratch) at(word uint32) *weighed {
	w := &s.weights[word]
	if w.path == 0 && w.near == 0 {
		s.touched = append(s.touched, word)
	}
	return w
}

func (s *scratch) reset() {
	for _, word := range s.touched {
		s.weights[word] = weighed{}
	}
	s.touched = s.touched[:0]
}

// walk weighs the words to which paths of the lexicon lead. From a name they
// lead to other words for it alone.
func (r *Related) walk(s *scratch, meanings []meaning, named bool) {
	up := uint8(maxUp)
	if named {
		up = 0
	}
	for _, m := range meanings {
		r.meet(s, m.share, Synonym, 0, m.synset, up)
		forms := r.lex.formsOf(m.sense)
		for i := range forms.len() {
			r.meet(s, m.share, Form, 1, r.lex.senses.at(forms.at(i)), up)
		}
		if named {
			continue
		}
		links := r.lex.linksOf(m.synset)
		for i := range links.len() {
			r.meet(s, m.share, Like, 1, links.at(i), 0)
		}
	}
}

// meet climbs from a synset that is some steps from a meaning of the asked word,
// and weighs the words that are, or come by, where it gets to. A synset with a
// thousand others below it relates nothing.
func (r *Related) meet(s *scratch, share float64, first Relation, steps int, from int, up uint8) {
	s.reach = r.lex.climb(s.reach[:0], reached{synset: from}, up)
	for _, at := range s.reach {
		general := r.lex.isGeneral(at.synset)
		i, _ := slices.BinarySearchFunc(r.places, uint32(at.synset), func(p place, synset uint32) int { return cmp.Compare(p.synset, synset) })
		for ; i < len(r.places) && r.places[i].synset == uint32(at.synset); i++ {
			p := &r.places[i]
			why, n := relation(first, at.up, p.down), steps+int(at.up+p.down)
			if at.up > 0 && p.down > 0 || n > maxSteps || general && at.up+p.down > 0 {
				continue
			}
			weight := float32(pathWeight(why, n, share, float64(p.share)))
			if weight == 0 {
				continue
			}
			if w := s.at(p.word); weight > w.path {
				w.path, w.why, w.steps = weight, why, uint8(n)
			}
		}
	}
}

// relation names a path that begins as first and goes up or down from there.
func relation(first Relation, up, down uint8) Relation {
	switch {
	case first != Synonym:
		return first
	case up > 0:
		return KindOf
	case down > 0:
		return HasKind
	}
	return Synonym
}

// maxDiffer is in how many signs the vector of a word may differ from that of
// the asked one to be looked at: one word in seven passes. None of the table
// above moves by more than 0.001, and a cosine of 0.4, which has 37 differences
// on average, is missed once in ten.
const maxDiffer = 45

// compare weighs the words that are near in the space of vectors.
func (r *Related) compare(s *scratch, word string) {
	v := r.vectors.of(word)
	if v == "" || len(r.directed) == 0 {
		return
	}
	s.products.fill(v)
	asked, askedSigns := length(v), signsOf(v)
	for i := range r.directed {
		d := &r.directed[i]
		if askedSigns.differ(d.signs) > maxDiffer {
			continue
		}
		if weight := nearWeight(float64(s.products.dot(d.vector)) / (asked * float64(d.length))); weight > 0 {
			s.at(d.word).near = float32(weight)
		}
	}
}

// best returns the heaviest of the words that were weighed, one of each term.
func (r *Related) best(s *scratch) []RelatedWord {
	var best []RelatedWord
	slices.Sort(s.touched)
	for _, word := range s.touched {
		w := s.weights[word]
		weight := min(float64(w.path)+float64(w.near), maxWeight)
		if weight < minRelated || len(best) == maxRelated && weight <= best[maxRelated-1].Weight {
			continue
		}
		rel := RelatedWord{Word: r.words[word].word, Term: r.words[word].term, Weight: weight, Steps: int(w.steps), Why: w.why}
		if w.near > w.path {
			rel.Why = Near
		}
		best = insert(best, rel)
	}
	return best
}

// insert puts rel in its place among words sorted by weight, of which it keeps
// the best of each term, and no more than maxRelated.
func insert(best []RelatedWord, rel RelatedWord) []RelatedWord {
	if i := slices.IndexFunc(best, func(b RelatedWord) bool { return b.Term == rel.Term }); i >= 0 {
		if best[i].Weight >= rel.Weight {
			return best
		}
		rel.Word = best[i].Word // the form that the vocabulary has first
		best = slices.Delete(best, i, i+1)
	}
	at := len(best)
	for at > 0 && best[at-1].Weight < rel.Weight {
		at--
	}
	best = slices.Insert(best, at, rel)
	return best[:min(len(best), maxRelated)]
}
