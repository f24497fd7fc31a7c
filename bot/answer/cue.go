package answer

// kindFeatures are the features that say how surely a sentence holds what is
// asked for. Kinds without one (0, which is none of these) are too rare in the
// collections to learn a weight from; they have their part in [fCue].
var kindFeatures = [kinds]feature{
	aTime: fTime, aPerson: fPerson, aPlace: fPlace, aNumber: fNumber, aMoney: fNumber, aMeasure: fNumber,
}

// cueFor returns how surely a sentence holds the kind of thing asked for, from 0
// to 1, and the most of that × Σ weight/(1+d/4) over the words of the question
// in the sentence, d words away from what holds it, by the weight of all.
func cueFor(r *reading, s *sentence, m *match) (strength, near float64) {
	kind := r.wanted.kind
	if kindSigns[kind] == 0 {
		return 0, 0
	}
	for j, sg := range s.signs {
		if sg&kindSigns[kind] == 0 || m.asked[j] && kind != aReason && kind != aSaying {
			continue // what the question has already is no answer to it
		}
		here := s.cueAt(j, r.wanted)
		if here == 0 {
			continue
		}
		strength = max(strength, here)
		near = max(near, here*m.weightNear(r, j))
	}
	return strength, near / max(r.weight, 1e-9)
}

// kindSigns are the signs of which a word needs one to hold a kind of thing.
var kindSigns = [kinds]signs{
	aTime:    isAYear | isDate | isTime,
	aPerson:  isName | isRole,
	aPlace:   isName | isPlace,
	aNumber:  isNumber,
	aMoney:   isMoney | isNumber,
	aMeasure: isNumber | isUnit,
	aColour:  isColour,
	aThing:   isName | afterQuote,
	aReason:  isCause,
	aSaying:  isSaying | afterQuote,
}

// kindNamed are the kinds for which the noun that asks need not be printed by an
// answer. Of a number the noun says what is counted.
var kindNamed = [kinds]bool{aTime: true, aMoney: true, aMeasure: true, aColour: true, aPlace: true, aPerson: true}

// namesKind reports whether t only names the kind of thing asked for.
func (w wanted) namesKind(t *queryTerm) bool { return t.term == w.head && kindNamed[w.kind] }

// cueAt says how surely word j, which has one of the kindSigns, holds what is
// wanted.
func (s *sentence) cueAt(j int, w wanted) float64 {
	sg := s.signs[j]
	var next, last signs
	if j+1 < len(s.signs) {
		next = s.signs[j+1]
	}
	if j > 0 {
		last = s.signs[j-1]
	}
	either := func(sure bool, yes, no float64) float64 {
		if sure {
			return yes
		}
		return no
	}
	switch w.kind {
	case aTime:
		return either(sg&(isAYear|isDate) != 0, 1, .4)
	case aPerson:
		if sg&isName == 0 {
			return .4
		}
		return either(next&isName != 0 || last&(isName|isRole) != 0, 1, .5)
	case aPlace:
		if sg&isName == 0 {
			return .6
		}
		return either(last&isWhere != 0, 1, .4)
	case aNumber:
		return either(sg&isAYear != 0, 0, either(s.counts(j, w.head), 1, .6))
	case aMoney:
		return either(sg&isMoney != 0, 1, either(sg&isAYear != 0, 0, .4))
	case aMeasure:
		return either(sg&isNumber == 0, .3, either(next&isUnit != 0, 1, .5))
	case aThing:
		return either(sg&isName != 0, 1, .5)
	case aSaying:
		return either(sg&afterQuote != 0, 1, .5)
	}
	return 1
}

// counts reports whether the number at j counts the noun: it stands among the
// next four words.
func (s *sentence) counts(j int, noun string) bool {
	for _, term := range s.terms[j+1 : min(len(s.terms), j+5)] {
		if term == noun {
			return true
		}
	}
	return false
}

// listed says whether a sentence lists things.
func listed(s *sentence) float64 {
	marks, listing := 0, 0
	for j, sg := range s.signs {
		if sg&afterMark != 0 {
			marks++
		}
		switch s.exact[j] {
		case "and", "or":
			if marks > 0 {
				listing = max(listing, 1)
			}
		case "including", "includes", "include", "such":
			listing = 2
		}
	}
	return min(1, float64(marks+listing)/4)
}

// defined says whether the sentence goes on, up to three words after a word of
// the question or the last word of a name in it, with "is" or the like; most if
// with "is a".
func defined(s *sentence, m *match) (sure float64) {
	for k, j := range m.at {
		if k+1 < len(m.at) && m.at[k+1] == j+1 {
			continue // not the last word of the name
		}
		for x := j + 1; x < len(s.signs)-1 && x <= j+3; x++ {
			if s.signs[x]&isBe == 0 {
				continue
			}
			if s.signs[x+1]&isArticle != 0 {
				return 1
			}
			sure = .5
			break
		}
	}
	return sure
}

// apposed says whether a word of the question stands behind what a person is, or
// before a comma; most if the comma leads to what a person is, or to an article.
func apposed(s *sentence, m *match) (sure float64) {
	for k, j := range m.at {
		if j > 0 && s.signs[j-1]&isRole != 0 {
			return 1
		}
		if k+1 < len(m.at) && m.at[k+1] == j+1 || j+1 >= len(s.signs) {
			continue
		}
		switch next := s.signs[j+1]; {
		case next&afterMark == 0 || next&isName != 0:
		case next&(isArticle|isRole) != 0:
			return 1
		default:
			sure = .5
		}
	}
	return sure
}
