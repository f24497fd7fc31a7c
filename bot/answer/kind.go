package answer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"summitbot/retrieval"
)

// A kind is the kind of thing that a question asks for.
type kind uint8

const (
	anything kind = iota
	aNumber       // how many
	aTime         // when, how long, what year
	aPlace        // where
	aPerson       // who
	aList         // list, name the
	kinds         // how many kinds there are
)

// kindOf returns what is asked for, by the question word and the word behind it.
func kindOf(words []Word) kind {
	for i, w := range words {
		next := ""
		if i+1 < len(words) {
			next = words[i+1].Exact
		}
		switch w.Exact {
		case "list", "name":
			if i == 0 {
				return aList
			}
		case "how":
			switch next {
			case "many":
				return aNumber
			case "long":
				return aTime
			}
		case "when", "whens", "when's":
			return aTime
		case "what", "which":
			switch next {
			case "year", "month", "day", "date":
				return aTime
			case "city", "place", "town":
				return aPlace
			}
		case "where", "wheres", "where's":
			return aPlace
		case "who", "whom", "whose", "whos", "who's":
			return aPerson
		}
	}
	return anything
}

// holds tells of each kind whether a sentence holds something of it.
type holds [kinds]bool

// cues finds the kinds of things in a sentence, by what its words look like.
func cues(text string, tokens []retrieval.Token) holds {
	var h holds
	h[anything] = true
	if _, rest, ok := strings.Cut(text, ", "); ok { // one, two and three
		h[aList] = strings.Contains(rest, " and ")
	}
	for i, t := range tokens {
		word := text[t.Start:t.End]
		digit := strings.ContainsFunc(word, unicode.IsDigit)
		h[aNumber] = h[aNumber] || digit || numberWords.has(t.Exact)
		h[aTime] = h[aTime] || digit && len(word) == 4 || timeWords.has(t.Exact)
		if first, _ := utf8.DecodeRuneInString(word); i == 0 || !unicode.IsUpper(first) {
			continue
		}
		switch before := tokens[i-1].Exact; {
		case before == "in" || before == "at" || before == "to" || before == "from" || before == "near":
			h[aPlace] = true
		case !timeWords.has(t.Exact):
			h[aPerson] = true
		}
	}
	return h
}

var (
	numberWords = set("one two three four five six seven eight nine ten eleven twelve dozen hundred hundreds thousand thousands million millions pair couple both several")
	timeWords   = set("monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december " +
		"today yesterday tomorrow year years month months week weeks day days hours morning evening night decade decades century ago")
)
