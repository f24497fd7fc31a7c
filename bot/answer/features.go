package answer

import "math"

// A feature is something about a sentence, as compared with a question, that
// tells whether it answers: a number in about [0, 1], 0 if it does not apply.
// Each is described in featureTexts.
type feature int

const (
	fBM25 feature = iota
	fCoverage
	fExact
	fNames
	fWeak
	fOpens
	fRelated
	fTopic
	fBefore
	fPassage
	fLead
	fLength
	fFragment
	fTime
	fPerson
	fPlace
	fNumber
	fList
	fCue
	fDefined
	fApposed
	features // how many there are
)

// featureTexts are the names of the features in weights.txt, and what they are.
// The weight of a word is (idf + [soft]) × how often the question has it; "share"
// is of the weight of the question's content words.
var featureTexts = [features]struct{ name, text string }{
	fBM25:     {"bm25", "BM25 of the content words that the sentence has, by four times the idf of a word found nowhere; at most 3"},
	fCoverage: {"coverage", "share of the words that it has in any form"},
	fExact:    {"exact", "share of the words that it has in the form asked"},
	fNames:    {"names", "share of the names and numbers that it has"},
	fWeak:     {"weak", "idf of the words beside the content that it has, by that of all words and more: got out of the car"},
	fOpens:    {"opens", "share of its first or second word, if the question has it"},
	fRelated:  {"related", "share of the words that it lacks and has a related one of, by the weight of that"},
	fTopic:    {"topic", "cosine of its centroid with that of the question: it is about like things"},
	fBefore:   {"before", "share of the words that it lacks and the sentence before it has; half of that if it begins without a pronoun"},
	fPassage:  {"passage", "score of its passage by the idf of the question"},
	fLead:     {"lead", "1 by its place, from 1, in candidates that are a text from its beginning"},
	fLength:   {"length", "ln(1 + words) / 4: of two sentences the longer one more often holds the answer"},
	fFragment: {"fragment", "1 if it has less than six words"},
	fTime:     {"time", "asked for a time: how surely it holds one"},
	fPerson:   {"person", "asked for a person: how surely it names one"},
	fPlace:    {"place", "asked for a place: how surely it names one"},
	fNumber:   {"number", "asked how many, how much or how long: how surely it says so"},
	fList:     {"list", "asked for more than one thing: commas, at most 4, by 4"},
	fCue:      {"cue", "what holds the kind of thing asked for × share of the words around it, less the further they stand"},
	fDefined:  {"defined", "asked who or what X is: X is a …"},
	fApposed:  {"apposed", "asked who or what X is: X, an aide; aide X"},
}

// FeatureNames returns the names of the features by which sentences are chosen,
// in the order of [Scored.Parts] and [Selector.Features].
func FeatureNames() []string {
	names := make([]string, features)
	for i, f := range featureTexts {
		names[i] = f.name
	}
	return names
}

// FeatureText says what a feature is, by its place in [FeatureNames].
func FeatureText(i int) string { return featureTexts[i].text }

// A vector holds the features of one sentence.
type vector [features]float64

// Constants of the features, as they were when the weights were learned.
const (
	k1   = 1.2 // of BM25 for a sentence; not tried
	b    = 0.2 // low: the longer of two sentences more often holds the answer; 0, 0.5 and 0.75 are worse
	soft = 0.5 // added to every idf: names in all articles still are asked about; 0.25 and 1 are no better
	// steady keeps the words beside the content from deciding where the names asked
	// about are in every article, and so weigh nothing. It is the one number here
	// that comes from the development questions: in the collections names are rare,
	// and 0 is best by 0.002 of MAP. There 1.5 to 3 do the same.
	steady = 1.5
)

// Around is what stands around a sentence.
type around struct {
	length  float64 // mean words of the sentences compared
	lead    float64 // as the feature
	passage float64 // as the feature, 0 if the sentence stands alone
	before  bool    // the sentence compared before stands before it in its text
}

// vectorOf returns the features of a sentence; m compares it with the question.
func vectorOf(r *reading, s *sentence, m *match, a around) (v vector) {
	v.shared(r, s, m, a)
	v[fLength] = math.Log(1+float64(len(s.terms))) / 4
	if len(s.terms) < 6 {
		v[fFragment] = 1
	}
	strength, near := cueFor(r, s, m)
	m.cue = strength
	if f := kindFeatures[r.wanted.kind]; f != 0 {
		v[f] = strength
	}
	v[fCue] = near
	if r.wanted.many {
		v[fList] = listed(s)
	}
	if r.wanted.kind == aDefinition {
		v[fDefined], v[fApposed] = defined(s, m), apposed(s, m)
	}
	v[fLead], v[fPassage] = a.lead, a.passage
	v[fTopic] = max(0, r.centroid.Cosine(&s.centroid))
	return v
}

// shared sets the features of the words that question and sentence share.
//
// BM25 is that of Robertson and Zaragoza 2009, The Probabilistic Relevance
// Framework: BM25 and Beyond, section 3.4, with sentences for documents.
func (v *vector) shared(r *reading, s *sentence, m *match, a around) {
	var bm25, found, exact, names, related, before float64
	norm := k1 * (1 - b + b*float64(len(s.terms))/max(1, a.length))
	for i := range r.terms {
		t, tf := &r.terms[i], float64(m.tf[i])
		if tf == 0 {
			related += t.weight * m.related[i]
			if a.before {
				before += t.weight * m.had[i]
			}
			continue
		}
		has := t.weight * m.have[i]
		bm25 += has * tf * (k1 + 1) / (tf + norm)
		found += has
		if m.exact[i] {
			exact += has
		}
		if t.proper {
			names += has
		}
	}
	all := max(r.weight, 1e-9)
	v[fBM25] = min(3, bm25/(4*r.highest))
	v[fCoverage], v[fExact], v[fNames], v[fBefore] = found/all, exact/all, names/all, before/all*refers(s)
	v[fRelated] = related / all
	v[fWeak] = m.weak / (all + r.weakIDF + steady*r.highest)
	if len(m.at) > 0 && m.at[0] <= 1 { // 1 for "the dogs"
		first := m.of[m.at[0]]
		v[fOpens] = r.terms[first].weight * m.have[first] / all
	}
}

// refers says how much a sentence leans on the one before it: 1 if one of its
// first three words is a pronoun, else 0.5. Always 1, and 0 without a pronoun, lose
// up to 0.004 and 0.015 of MAP on the training sets, cross-validated.
func refers(s *sentence) float64 {
	for _, sg := range s.signs[:min(3, len(s.signs))] {
		if sg&isPronoun != 0 {
			return 1
		}
	}
	return .5
}
