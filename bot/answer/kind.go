package answer

import "strings"

// A kind is the kind of thing that a question asks for.
type kind uint8

const (
	anything    kind = iota
	aTime            // when, what year
	aPerson          // who, which actor
	aPlace           // where, what country
	aNumber          // how many
	aMoney           // how much, what price
	aMeasure         // how long, how old, what height
	aColour          // what colour
	aThing           // what breed, which company
	aReason          // why
	aManner          // how
	aDefinition      // who is X, what is X, what does X stand for
	aSaying          // what did X say
	yesNo            // did, is
	kinds            // how many kinds there are
)

// wanted is what a question asks for.
type wanted struct {
	kind kind
	many bool   // more than one of them
	head string // term of the noun that names what is asked for: "dogs" of "how many dogs"; "" if none does
}

// wantedIn reads what is asked for, by the first question word and what stands
// behind it; words is the question in order.
func wantedIn(words []Word) wanted {
	if len(words) == 0 {
		return wanted{}
	}
	for i, w := range words {
		rest := words[i+1:]
		if i > 6 && relatives.has(w.Exact) && (len(rest) == 0 || !auxiliaries.has(rest[0].Exact) && rest[0].Exact != "many" && rest[0].Exact != "much") {
			continue // far inside, only an inversion asks: "a line about how it changes"
		}
		switch w.Exact {
		case "list", "name":
			if i == 0 {
				w := wanted{kind: kindOfNoun(head(rest), aThing)}.named(head(rest))
				w.many = w.many || w.head == ""
				return w
			}
		case "when", "whens", "when's":
			return wanted{kind: aTime}
		case "where", "wheres", "where's":
			return wanted{kind: aPlace}
		case "why", "whys", "why's":
			return wanted{kind: aReason}
		case "who", "whom", "whose", "whos", "who's":
			if defines(rest, w.Exact) {
				return wanted{kind: aDefinition}
			}
			return wanted{kind: aPerson}
		case "how", "hows", "how's":
			return how(rest)
		case "what", "which", "wat", "whats", "what's", "wot":
			return what(rest, w.Exact)
		}
	}
	if auxiliaries.has(words[0].Exact) {
		return wanted{kind: yesNo}
	}
	return wanted{}
}

// how reads the words behind "how".
func how(rest []Word) wanted {
	if len(rest) == 0 {
		return wanted{}
	}
	switch w := rest[0].Exact; {
	case w == "many":
		return wanted{kind: aNumber}.named(head(rest[1:]))
	case w == "much":
		return wanted{kind: aMoney}
	case measures.has(w) && w != "come", w == "often", w == "deep", w == "wide", w == "high", w == "heavy":
		return wanted{kind: aMeasure}
	case w == "come":
		return wanted{kind: aReason}
	}
	return wanted{kind: aManner}
}

// what reads the words behind "what" or "which", asked as typed.
func what(rest []Word, asked string) wanted {
	for _, w := range rest {
		if sayingVerbs.has(w.Exact) {
			return wanted{kind: aSaying}
		}
		if w.Exact == "mean" || w.Exact == "means" || w.Exact == "stand" || w.Exact == "stands" {
			return wanted{kind: aDefinition}
		}
	}
	noun := head(rest)
	if noun == nil && defines(rest, asked) {
		return wanted{kind: aDefinition}
	}
	if noun == nil {
		return wanted{}
	}
	return wanted{kind: kindOfNoun(noun, aThing)}.named(noun)
}

func (w wanted) named(noun *Word) wanted {
	if noun != nil {
		w.head = noun.Term
		w.many = w.kind != aNumber && len(noun.Exact) > 3 && strings.HasSuffix(noun.Exact, "s") && !strings.HasSuffix(noun.Exact, "ss")
	}
	return w
}

// head returns the noun that names what is asked for in the words behind "what"
// or "how many", nil if none does: the last word before the verb ("what luxury
// cars did"), or before the preposition in "what is the colour of".
func head(rest []Word) *Word {
	i, copula := 0, false
	if i < len(rest) && copulas.has(rest[i].Exact) {
		i, copula = i+1, true
		if i < len(rest) && signWords[rest[i].Exact]&isArticle == 0 {
			return nil
		}
	}
	var noun *Word
	for ; i < len(rest); i++ {
		w := &rest[i]
		switch {
		case w.Exact == "name" || w.Exact == "kind" || w.Exact == "type" || w.Exact == "sort" || w.Exact == "names":
			if i+1 < len(rest) && rest[i+1].Exact == "of" {
				i++ // the name of the mayor is a mayor
			}
		case signWords[w.Exact]&(isArticle|isPronoun) != 0 && noun == nil:
		case w.Exact == "s" || w.Exact == "t":
		case !w.Content:
			if copula && noun != nil && signWords[w.Exact]&isWhere == 0 {
				return nil
			}
			return noun
		default:
			noun = w
		}
	}
	if copula {
		return nil // "what is the euro": the noun is what is asked about
	}
	return noun
}

// defines reports whether the words behind "who" or "what" only name whom or
// what the question is about: "is Yuri Ushakov".
func defines(rest []Word, asked string) bool {
	contracted := asked != "who" && asked != "what" && asked != "wat" && asked != "which"
	if len(rest) > 0 && copulas.has(rest[0].Exact) {
		rest = rest[1:]
	} else if !contracted {
		return false
	}
	content := 0
	for i, w := range rest {
		switch {
		case w.Content:
			content++
		case i == 0 && signWords[w.Exact]&isArticle != 0 && asked[:3] != "who":
		default:
			return false
		}
	}
	return content > 0 && content <= 4
}

// kindOfNoun returns the kind of thing that a noun names, or other.
func kindOfNoun(noun *Word, other kind) kind {
	if noun == nil {
		return other
	}
	for _, k := range nounKinds {
		if k.nouns.has(noun.Exact) {
			return k.kind
		}
	}
	if signWords[noun.Exact]&isRole != 0 {
		return aPerson
	}
	return other
}

var nounKinds = []struct {
	kind  kind
	nouns wordSet
}{
	{aTime, set("year years month day date time century decade season weekday birthday dates")},
	{aPlace, set("city country state county town place village province region continent capital island river street location headquarters district nation birthplace venue countries cities states")},
	{aMoney, set("price cost revenue salary worth value income budget fare fee profit wage money prize")},
	{aMeasure, set("length height distance weight size speed temperature depth width age duration area")},
	{aNumber, set("number population percentage percent share rate amount score total count level")},
	{aColour, set("color colour colors colours")},
	{aPerson, set("person man woman people guy president")},
}

var (
	relatives   = set("how when where who whom whose why")
	copulas     = set("is are was were 's s be")
	auxiliaries = set("is are was were am do does did has have had can could will would should may might must isn't aren't wasn't weren't don't doesn't didn't isnt didnt doesnt")
	sayingVerbs = set("say says said saying tell told call called describe described claim claimed think react")
)
