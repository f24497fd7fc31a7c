package retrieval

import "strings"

// A partOfSpeech is what words of a synset are.
type partOfSpeech uint8

const (
	noun partOfSpeech = iota
	verb
	adjective
)

func (lex *Lexicon) partOf(synset int) partOfSpeech {
	switch {
	case synset < lex.nouns:
		return noun
	case synset < lex.verbs:
		return verb
	}
	return adjective
}

// A meaning is one sense of a word of a text.
type meaning struct {
	sense, synset int
	share         float64 // how likely the word has it, in (0, 1]; all of a word sum to 1
}

// An ending makes a form of a word.
type ending struct {
	ending, base string
	of           partOfSpeech
}

// endings are those of WordNet's own morphology (the manual page morphy(7)),
// nouns and verbs first.
var endings = []ending{
	{"s", "", noun}, {"ses", "s", noun}, {"xes", "x", noun}, {"zes", "z", noun}, {"ches", "ch", noun},
	{"shes", "sh", noun}, {"men", "man", noun}, {"ies", "y", noun},
	{"s", "", verb}, {"ies", "y", verb}, {"es", "e", verb}, {"es", "", verb},
	{"ed", "e", verb}, {"ed", "", verb}, {"ing", "e", verb}, {"ing", "", verb},
	{"er", "", adjective}, {"est", "", adjective}, {"er", "e", adjective}, {"est", "e", adjective},
}

// meanings returns the senses that a folded word can have: those of the word
// itself, of the words of which it is an irregular form, and of those that an
// ending makes it of; nil if the lexicon has none. A word that is there itself
// is not read as a comparison ("number" is not more numb).
//
// The share of a sense is (n+½)/Σ(n+½), n being how often it was met in tagged
// text, over all senses of all these words.
func (lex *Lexicon) meanings(word string) []meaning {
	var ms []meaning
	if from, to := lex.words.find(word); from < to {
		ms = lex.addMeanings(ms, from, -1)
	}
	from, to := lex.irregular.find(word)
	for i := from; i < to; i++ {
		ms = lex.addMeanings(ms, lex.irregularOf.at(i), -1)
	}
	known := len(ms) > 0
	for _, e := range endings {
		stem, ok := strings.CutSuffix(word, e.ending)
		if !ok || len(stem) < 2 || known && e.of == adjective {
			continue
		}
		if from, to := lex.words.find(stem + e.base); from < to {
			ms = lex.addMeanings(ms, from, int(e.of))
		}
	}
	sum := 0.0
	for _, m := range ms {
		sum += m.share
	}
	for i := range ms {
		ms[i].share /= sum
	}
	return ms
}

// addMeanings appends the senses of a word that are of a part of speech, or
// all if that is negative, each with n+½ as its share. No sense gets in twice.
func (lex *Lexicon) addMeanings(ms []meaning, word, part int) []meaning {
	for sense, end := lex.sensesOf(word); sense < end; sense++ {
		synset := lex.senses.at(sense)
		if part >= 0 && lex.partOf(synset) != partOfSpeech(part) {
			continue
		}
		twice := false
		for _, m := range ms {
			twice = twice || m.sense == sense
		}
		if !twice {
			ms = append(ms, meaning{sense, synset, lex.tagsOf(sense) + .5})
		}
	}
	return ms
}
