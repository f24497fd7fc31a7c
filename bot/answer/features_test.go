package answer

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"summitbot/retrieval"
)

// flat is a language in which every word is as rare as any other: idf 1.5, so
// that a word weighs 2, and a word found nowhere has idf 5.
type flat struct{}

func (flat) DF(term string) int { return len(term) }
func (flat) IDF(term string) float64 {
	if term == "" {
		return 5
	}
	return 1.5
}

// nowhere relates no words.
var nowhere = &meaning{related: retrieval.NewRelated(nil, nil, retrieval.English(), nil), vectors: &retrieval.Vectors{}}

// compared returns the features of a sentence that is all there is, after
// another if before is not "".
func compared(question, before, text string) vector {
	an := retrieval.English()
	read := func(text string) *sentence {
		s := newSentence(text, an.Tokens(nil, text))
		return &s
	}
	ns := capitals{}
	ns.add(read("So Ann, Bob, Kim."))
	r := gather(words(an, question), flat{}, ns, nowhere)
	s := read(text)
	a := around{length: float64(len(s.terms))}
	m := newMatch(&r)
	if a.before = before != ""; a.before {
		m.compare(&r, read(before))
	}
	m.compare(&r, s)
	return vectorOf(&r, s, m, a)
}

// Every content word weighs 2. A word that stands once in a sentence of mean
// length has BM25 2 × 2.2/(1+1.2) = 2; four times the highest idf is 20.
func TestVectorOf(t *testing.T) {
	for _, tt := range []struct{ question, before, text, want string }{
		// All of two words, one in another form: BM25 4/20. Of its first two words one is
		// asked about. The question asks yes or no.
		{"did dogs bark", "", "Often dogs barked very loudly today.", "bm25 0.200 coverage 1.000 exact 0.500 opens 0.500 length 0.486"},
		// "dog" again: 2 × 2 × 2.2/(2+1.2) = 2.75, with 2 for bark 4.75/20 = 0.2375. Less than six words: ln(1+5)/4 = 0.448.
		{"did dogs bark", "", "Dogs and dogs bark too.", "bm25 0.237 coverage 1.000 exact 1.000 opens 0.500 length 0.448 fragment 1.000"},
		// Half of the words here, the other half in the sentence before; without "they" half of that.
		{"dogs bark", "The dogs came.", "Then some barked, and all was so very loud.", "bm25 0.100 coverage 0.500 before 0.250 length 0.576"},
		{"dogs bark", "The dogs came.", "Then they barked, and it was all so very loud.", "bm25 0.100 coverage 0.500 before 0.500 length 0.599"},
		// Beside the content: "out" of weak words "get, out, of" in idf (1.5) by 2 + 3 × 1.5 + 1.5 × 5 = 14.
		{"get out of cars", "", "He went out and he walked away.", "weak 0.107 length 0.520"},
		// Ann is a name, a third of the weight; nothing else.
		{"ann dogs bark", "", "But Ann was not there at all.", "bm25 0.100 coverage 0.333 exact 0.333 names 0.333 opens 0.333 length 0.520"},
		// A date, one word from "barked" (1/(1+1/4) = 0.8) and two from "dogs"
		// (1/(1+2/4) = 0.667): (1.6 + 1.333)/4 = 0.733.
		{"when did dogs bark", "", "At night the dogs barked Wednesday, loudly.", "bm25 0.200 coverage 1.000 exact 0.500 length 0.520 time 1.000 cue 0.733"},
		// A person is asked for; Ann is in the question, Bob Kim is not. Bob is one word
		// from barked, two from dogs, four from Ann: 2 × (0.8 + 0.667 + 0.5)/6 = 0.656.
		// "for" is one of two weak words: 1.5/(6 + 3 + 7.5) = 0.091.
		{"who made dogs bark for Ann", "", "For Ann the dogs barked Bob Kim said.", "bm25 0.300 coverage 1.000 exact 0.667 names 0.333 weak 0.091 opens 0.333 length 0.549 person 1.000 cue 0.656"},
		// The number counts what is asked for: 1, not 0.6; next to it.
		{"how many dogs", "", "There in the yard were two dogs.", "bm25 0.100 coverage 1.000 exact 1.000 length 0.520 number 1.000 cue 0.800"},
		{"how many dogs", "", "The dogs in the yard are two.", "bm25 0.100 coverage 1.000 exact 1.000 opens 1.000 length 0.520 number 0.600 cue 0.267"},
		// Two marks of four.
		{"list dogs", "", "There came dogs, cats, and no mice at all.", "bm25 0.100 coverage 1.000 exact 1.000 length 0.576 list 0.750"},
		{"who is Bob Kim", "", "There is no doubt Bob Kim is an aide.", "bm25 0.200 coverage 1.000 exact 1.000 names 1.000 weak 0.115 length 0.576 defined 1.000"},
		{"who is Bob Kim", "", "There came Bob Kim, an aide, alone.", "bm25 0.200 coverage 1.000 exact 1.000 names 1.000 length 0.520 apposed 1.000"},
		{"who is Bob Kim", "", "There came the aide Bob Kim alone.", "bm25 0.200 coverage 1.000 exact 1.000 names 1.000 length 0.520 apposed 1.000"},
		{"", "", "There came the aide Bob Kim alone.", "length 0.520"},
		{"dogs", "", "", "fragment 1.000"},
	} {
		v := compared(tt.question, tt.before, tt.text)
		var got []string
		for i, x := range v {
			if math.Abs(x) > 5e-4 {
				got = append(got, fmt.Sprintf("%s %.3f", featureTexts[i].name, x))
			}
		}
		if got := strings.Join(got, " "); got != tt.want {
			t.Errorf("%q: %q:\n got %s\nwant %s", tt.question, tt.text, got, tt.want)
		}
	}
}

// Whatever is compared, every feature is a number from 0 to 1, but that of
// BM25, up to 3, and that of the length.
func TestFeaturesAreBounded(t *testing.T) {
	vocabulary := strings.Fields("who when how many what list did dog dogs bark Ann Bob Kim Wednesday 2018 24 two aide is a , \" ( said because")
	text := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 30), func(ws []string) string { return strings.Join(ws, " ") })
	rapid.Check(t, func(t *rapid.T) {
		v := compared(text.Draw(t, "question"), text.Draw(t, "before"), text.Draw(t, "text"))
		for i, x := range v {
			most := 1.0
			if f := feature(i); f == fBM25 || f == fLength {
				most = 3
			}
			if !(x >= 0 && x <= most+1e-9) {
				t.Errorf("%s is %v", featureTexts[i].name, x)
			}
		}
	})
}

// What is related counts where the word itself is not, and texts about like things
// have a topic in common.
func TestRelatedFeatures(t *testing.T) {
	an, in := retrieval.English(), flat{}
	by := &meaning{related: retrieval.NewRelated(retrieval.WordNet(), retrieval.GloVe(), an, []string{"dogs", "parliament"}), vectors: retrieval.GloVe()}
	r := gather(words(an, "which puppies"), in, capitals{}, by)
	features := func(text string) vector {
		s := newSentence(text, an.Tokens(nil, text))
		s.centroid = by.centroidOf(&s, in)
		m := newMatch(&r)
		m.compare(&r, &s)
		return vectorOf(&r, &s, m, around{length: 5})
	}
	like, other, itself := features("The dogs howl at night."), features("The parliament votes at night."), features("The puppies and dogs howl at night.")
	if dogs := by.relatedTo("puppies", in)[0]; dogs.terms[0] != "dog" || math.Abs(like[fRelated]-dogs.weight) > 1e-9 {
		t.Errorf("related is %v, want what %v weighs", like[fRelated], dogs)
	}
	if other[fRelated] != 0 || itself[fRelated] != 0 {
		t.Errorf("related is %v in a sentence on something else, %v in one with the word itself, want 0", other[fRelated], itself[fRelated])
	}
	if like[fTopic] < other[fTopic]+.2 {
		t.Errorf("topic is %v, but %v in a sentence on something else", like[fTopic], other[fTopic])
	}
}

func TestListed(t *testing.T) {
	an := retrieval.English()
	for text, want := range map[string]float64{
		"Dogs and cats came.":               0,
		"Dogs, cats and mice came.":         .5, // a comma, an "and" behind it
		"They own pets including dogs.":     .5, // 2 of 4
		"Dogs, cats, mice, birds, and fish": 1,  // 4 marks and an "and", of 4
	} {
		s := newSentence(text, an.Tokens(nil, text))
		if got := listed(&s); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
