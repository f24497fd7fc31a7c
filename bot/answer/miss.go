package answer

import (
	"slices"
	"strings"

	"summitbot/retrieval"
)

// A Miss says why nothing is quoted. All of them are facts about words that are
// printed, never about what happened.
type Miss string

// The kinds of misses. A question without a content word is none of them. In
// those from NoPhrase on, a passage has all words.
const (
	Nowhere  Miss = "nowhere"  // the words in Answer.Missing are in no article
	Headed   Miss = "headed"   // the words in Answer.Missing are in headlines or captions only, in no sentence
	Filtered Miss = "filtered" // all words are in articles, those in Answer.Missing not in what the filters leave
	Apart    Miss = "apart"    // all words are in articles, never in one passage
	NoPhrase Miss = "phrase"   // no passage has what the question has in quotation marks
	NoNumber Miss = "number"   // asked for a number, and no passage on it prints any
	NoDate   Miss = "date"     // asked for a time, and no passage on it prints any
	NoPlace  Miss = "place"    // asked for a place, and no passage on it names any other
	NoPerson Miss = "person"   // asked for a person, and no passage on it names any other
	Loose    Miss = "loose"    // none of these: what has all words does not answer
)

// Misses returns all kinds of misses, in the order in which they are tried.
func Misses() []Miss {
	return []Miss{Nowhere, Headed, NoPhrase, NoNumber, NoDate, NoPlace, NoPerson, Loose, Filtered, Apart}
}

// Lacks says what none of the passages does that have all words, as in "none of
// those found prints a number for this"; "" if the words stand in no one passage.
func (m Miss) Lacks() string {
	switch m {
	case NoPhrase:
		return "has what is in quotation marks"
	case NoNumber:
		return "prints a number for this"
	case NoDate:
		return "prints a date for this"
	case NoPlace:
		return "names a place for this"
	case NoPerson:
		return "names a person for this"
	case Loose:
		return "answers this"
	}
	return ""
}

// kindMisses are what to say if passages have all words and nothing of the kind
// asked for.
var kindMisses = [kinds]Miss{
	aTime: NoDate, aPerson: NoPerson, aPlace: NoPlace, aNumber: NoNumber, aMoney: NoNumber, aMeasure: NoNumber,
}

// kindMiss returns what to say if passages have all words of a question and nothing
// of the kind that it wants; "" if it may want something else. The question word must
// ask, not join: no content word stands before it ("the man who"), and a "when" or
// "where" that comes first has its verb ("when did", not "when the talks ended, what").
// A number is asked for by "how many", "how long" and the like; "how much of it" and
// "what score" may be told in words.
func kindMiss(words []Word, w wanted) Miss {
	i := slices.IndexFunc(words, func(w Word) bool { return interrogatives.has(w.Exact) })
	if i < 0 || slices.ContainsFunc(words[:i], func(w Word) bool { return w.Content }) {
		return ""
	}
	behind := func(n int) string {
		if i+n < len(words) {
			return words[i+n].Exact
		}
		return ""
	}
	miss, first := kindMisses[w.kind], words[i].Exact
	switch {
	case i == 0 && (first == "when" || first == "where") && !auxiliaries.has(behind(1)),
		miss == NoNumber && first != "how",
		behind(1) == "much" && !auxiliaries.has(behind(2)):
		return ""
	}
	return miss
}

// mostly is the share of the words, by weight, from which on a passage may be on
// a question, so that what it prints may be what is asked for.
const mostly = 0.5

// A presence is how the passages found have the words of a question.
type presence struct {
	here     []bool // for each term, whether any of them has it
	together bool   // one of them has all
	kind     Miss   // one has all, and none that has most prints the kind of thing asked for; else ""
}

// lacksKind reports whether one of the passages has all words and none prints a
// number or a date, as the question asks for. What has no sign of these is no answer
// to it: each of the 112 sentences of TREC QA (clean, train and dev) that answer a
// question for a time or a number has one. Persons and places have not only names.
func (s *Service) lacksKind(q Question, r *reading, hits []retrieval.Hit) bool {
	kind := kindMiss(q.Words, r.wanted)
	return (kind == NoNumber || kind == NoDate) && s.without&kindRefuses == 0 && s.present(q, r, hits).kind != ""
}

// present compares the passages found with a question. In languages other than
// English nothing is said of kinds.
func (s *Service) present(q Question, r *reading, hits []retrieval.Hit) presence {
	all := presence{here: make([]bool, len(r.terms)), kind: kindMiss(q.Words, r.wanted)}
	m, have := newMatch(r), make([]bool, len(r.terms))
	for _, h := range hits {
		p := &s.passages[h.Doc]
		clear(have)
		prints := !strings.HasPrefix(p.article.Language(), "en")
		for i := range p.sentences {
			m.compare(r, &p.sentences[i])
			for j := range have {
				have[j] = have[j] || m.have[j] >= sure
			}
			prints = prints || all.kind != "" && p.sentences[i].prints(r.wanted.kind, m.asked)
		}
		var found float64
		for j := range have {
			if have[j] {
				all.here[j], found = true, found+r.terms[j].weight
			}
		}
		all.together = all.together || len(have) > 0 && !slices.Contains(have, false)
		if prints && found >= mostly*r.weight {
			all.kind = ""
		}
	}
	if !all.together {
		all.kind = ""
	}
	return all
}

// prints reports whether any word of a sentence might be of the kind. In doubt it
// is: each number may be the one asked for, part of a date, or a year, "after" may
// begin what says when, and each word that opens a sentence may be a name. Only a
// name that the question has already, as asked says by word, is not what it asks for.
func (s *sentence) prints(k kind, asked []bool) bool {
	named := k == aPerson || k == aPlace
	of := kindSigns[k]
	if !named {
		of |= isNumber
	}
	for j, sg := range s.signs {
		switch {
		case sg&of&(isNumber|isAYear|isDate|isTime) != 0, !named && ordinals.has(s.exact[j]), k == aTime && clauses.has(s.exact[j]):
			return true
		case asked[j]:
		case sg&of != 0, named && j == 0 && sg&isFunction == 0:
			return true
		}
	}
	return false
}

// ordinals say how many as well: a second car makes two. "Third" is a number by
// signWords.
var ordinals = set("first second fourth fifth sixth seventh eighth ninth tenth")

// clauses are words that begin a clause which says when.
var clauses = set("after before when whenever while once upon as following amid")

// miss fills in why the passages do not answer, and which words are found.
// LacksPhrase says that no passage has what stands in quotation marks.
func (s *Service) miss(a *Answer, q Question, r *reading, hits []retrieval.Hit, lacksPhrase bool) {
	p := s.present(q, r, hits)
	switch headed := s.headed(r, p); {
	case len(r.terms) == 0:
	case len(r.missing) > 0:
		a.Miss = Nowhere
	case len(headed) > 0:
		a.Miss, a.Missing = Headed, headed
		s.headline(a, q)
	case p.together && lacksPhrase:
		a.Miss = NoPhrase
	case p.kind != "":
		a.Miss = p.kind
	case p.together:
		a.Miss = Loose
	case q.filtered() && slices.Contains(p.here, false):
		a.Miss = Filtered
		for i, t := range r.terms {
			if !p.here[i] {
				a.Missing = append(a.Missing, t.place)
			}
		}
	default:
		a.Miss = Apart
	}
	if len(a.Missing) > 0 {
		for _, t := range r.terms {
			if !slices.Contains(a.Missing, t.place) && s.search.DF(q.Words[t.place].Term) > 0 {
				a.Found = append(a.Found, t.place)
			}
		}
	}
}

// headed returns the places of the words that stand in headlines or captions and
// in no sentence.
func (s *Service) headed(r *reading, p presence) (places []int) {
	for i, t := range r.terms {
		if !p.here[i] && !s.printed[t.term] && s.search.DF(t.term) > 0 {
			places = append(places, t.place)
		}
	}
	return places
}

// headline marks the nearest quotes whose article has a missing word in its headline.
func (s *Service) headline(a *Answer, q Question) {
	for i := range a.Nearest {
		n := &a.Nearest[i]
		n.Headline = slices.ContainsFunc(s.analyzer.Tokens(nil, n.Excerpt.Article().Title()), func(t retrieval.Token) bool {
			return slices.ContainsFunc(a.Missing, func(place int) bool { return q.Words[place].Term == t.Term })
		})
	}
}

// printedTerms returns the terms that any sentence of the passages has.
func printedTerms(ps []passage) map[string]bool {
	printed := map[string]bool{}
	for _, p := range ps {
		for _, s := range p.sentences {
			for _, t := range s.terms {
				printed[t] = true
			}
		}
	}
	return printed
}
