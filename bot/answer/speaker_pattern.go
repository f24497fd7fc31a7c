package answer

import "strings"

// A nature is what a speaker is, as far as pronouns go.
type nature uint8

const (
	unknown nature = iota
	aHuman         // "he" or "she"
	aBody          // "it"
)

// A naming is how a sentence names its speaker: bytes [start, end) of the body,
// or a pronoun.
type naming struct {
	start, end int
	nature     nature
	gender     string // "he" or "she" if the words tell, else ""
	pronoun    string // "he", "she", "it", "they", or "" for a name
	partly     bool   // only a part of the sentence is theirs: "…, while S said …"
}

// A segment is the words between two marks or quotations: tokens [from, to).
type segment struct{ from, to int }

// A clause is the sentence that an attribution is looked for in.
type clause struct {
	tokens   []speechToken
	segments []segment
}

// attribution returns whom the sentence gives its words to. It is false if it
// names nobody, more than one, or not surely the speaker of it all.
//
// S is a noun phrase, with its appositions, that fills all the words from a
// mark to the verb or from the verb on (see [nounPhrase]); V a verb of saying:
//
//	S V that … · S V: “…” · S V “…” · S said …     at the start or behind a comma
//	“…,” S V · “…,” V S · …, S V, …                behind or around what is said
//	S hailed … “…”                                 verbs that need the words quoted
//	S was quoted as saying · quoted S as saying
//	According to S, … · …, according to S
//
// "According to" counts only where nobody speaks, since the one who speaks is
// nearer to the words than the one who reports it.
func attribution(tokens []speechToken) (naming, bool) {
	c := clause{tokens, segments(tokens)}
	var found naming
	ok := false
	for i, seg := range c.segments {
		for v := seg.from; v < seg.to; v++ {
			frame := speechVerbs[c.tokens[v].lower]
			if frame == noFrame {
				continue
			}
			n, named := c.subject(i, v, frame)
			switch {
			case !named, ok && n.pronoun != "":
			case ok && (n.start != found.start || n.end != found.end):
				return naming{}, false
			default:
				found, ok = n, true
			}
		}
	}
	if ok {
		return found, !found.partly
	}
	return c.accordingTo()
}

// segments cuts a sentence at its marks and quotations.
func segments(tokens []speechToken) []segment {
	var all []segment
	from := -1
	for i, t := range tokens {
		border := t.kind == quotedToken || t.kind == markToken && strings.Contains(",;:–—-().!?…", t.text)
		if border && from >= 0 {
			all, from = append(all, segment{from, i}), -1
		}
		if !border && from < 0 {
			from = i
		}
	}
	if from >= 0 {
		all = append(all, segment{from, len(tokens)})
	}
	return all
}

// subject returns who does the speaking that verb v of segment i tells.
func (c clause) subject(i, v int, frame verbFrame) (naming, bool) {
	seg := c.segments[i]
	if frame == frameQuoted {
		return c.quotedAs(seg, v)
	}
	behindQuote, cut := c.behindQuote(seg.from)
	if cut || !c.says(i, v, frame, behindQuote) {
		return naming{}, false
	}
	to := v
	for to > seg.from && isAdverb(c.tokens[to-1].lower) {
		to--
	}
	if to > seg.from {
		from := c.skipOpening(seg.from, to)
		n, ok := c.nounPhrase(from, to)
		n.partly = i > 0 && !behindQuote && turns.has(c.tokens[seg.from].lower)
		return n, ok
	}
	if behindQuote {
		if frame == frameSay || frame == frameState || frame == frameAsk {
			return c.inverted(i, v)
		}
		return naming{}, false
	}
	if n, ok := c.apposed(i); ok {
		return n, true
	}
	if c.ends(seg) && to == v && i > 0 && (frame == frameSay || frame == frameState) {
		return c.inverted(i, v)
	}
	return naming{}, false
}

// behindQuote reports whether the words from token at on follow a quotation
// that has come to a stop. Cut tells that they follow one in the middle of a
// phrase, such as the “special” envoy.
func (c clause) behindQuote(at int) (behind, cut bool) {
	for i, comma := at-1, false; i >= 0; i-- {
		switch t := c.tokens[i]; {
		case t.kind == quotedToken:
			return comma || t.stopped, !comma && !t.stopped
		case t.text == ",", t.text == "–", t.text == "—":
			comma = true
		default:
			return false, false
		}
	}
	return false, false
}

// says reports whether what stands around verb v is what is said, by what the
// verb needs.
func (c clause) says(i, v int, frame verbFrame, behindQuote bool) bool {
	seg := c.segments[i]
	next := ""
	if v+1 < len(c.tokens) {
		next = c.tokens[v+1].lower
	}
	aside := i > 0 && c.tokens[seg.from-1].text == "," // …, Smith added, …
	switch frame {
	case frameSay:
		return !notSaid.has(next)
	case frameState, frameAsk:
		tail := v+1 == seg.to || placeWords.has(next) || calendar.has(next)
		if frame == frameState && aside && v == seg.from && c.ends(seg) {
			return true // …, reported S.
		}
		return behindQuote || c.opensSpeech(v+1, frame == frameState) || frame == frameState && aside && tail && !c.leadsOn(seg)
	case frameTell:
		return next != "to" && next != "" && (behindQuote || c.thatWithin(v+1, 8))
	case frameJudge: // its words are quoted in the same clause
		return seg.to < len(c.tokens) && c.tokens[seg.to].kind == quotedToken
	}
	return false
}

// ends reports whether a segment is the sentence's last.
func (c clause) ends(seg segment) bool { return seg.to >= len(c.tokens)-1 }

// leadsOn reports whether a segment is followed by a quotation or a colon.
func (c clause) leadsOn(seg segment) bool {
	return seg.to < len(c.tokens) && (c.tokens[seg.to].kind == quotedToken || c.tokens[seg.to].text == ":")
}

// opensSpeech reports whether the tokens from at on open what is said: "that",
// a colon or a quotation, at once or behind a time or a place.
func (c clause) opensSpeech(at int, that bool) bool {
	for i := at; i < len(c.tokens) && i < at+7; i++ {
		t := c.tokens[i]
		switch {
		case t.kind == quotedToken, t.text == ":":
			return true
		case that && t.lower == "that":
			return true
		case t.text == ",":
		case i == at && !placeWords.has(t.lower) && !calendar.has(t.lower) && t.lower != "to":
			return false
		}
	}
	return false
}

// thatWithin reports whether "that", a colon or a quotation comes within n
// tokens from at on.
func (c clause) thatWithin(at, n int) bool {
	for i := at; i < len(c.tokens) && i < at+n; i++ {
		if t := c.tokens[i]; t.kind == quotedToken || t.text == ":" || t.lower == "that" {
			return true
		}
	}
	return false
}

// skipOpening returns where the noun phrase in tokens [from, to) may begin:
// behind words that join the sentence to the one before, or say when.
func (c clause) skipOpening(from, to int) int {
	for from < to {
		switch w := c.tokens[from].lower; {
		case openings.has(w):
			from++
		case w == "on" && from+1 < to && calendar.has(c.tokens[from+1].lower):
			from += 2
		case w == "in" && from+2 < to && c.tokens[from+1].lower == "a" && c.tokens[from+2].lower == "statement":
			from += 3
		case w == "as" && from == 0:
			from++
		default:
			return from
		}
	}
	return from
}

// inverted returns the subject that follows verb v: “…,” said S.
func (c clause) inverted(i, v int) (naming, bool) {
	seg := c.segments[i]
	from := v + 1
	to := c.nameEnd(from, seg.to)
	n, ok := c.nounPhrase(from, to)
	if !ok || n.pronoun != "" || to < seg.to {
		return n, ok
	}
	for i++; i < len(c.segments) && c.comma(i-1, i); i++ { // , a fisherman from Grimsby
		seg := c.segments[i]
		to := c.nameEnd(seg.from, seg.to)
		a, ok := c.nounPhrase(seg.from, to)
		if !ok || !c.hasRole(segment{seg.from, to}) || seg.to < len(c.tokens) && !strings.Contains(",.–—", c.tokens[seg.to].text) {
			break
		}
		n.end, n.nature = a.end, max(n.nature, a.nature)
		n.gender += a.gender
	}
	return n, true
}

// nameEnd returns where a name that begins at token from ends, at most at to:
// before a time, a place that is not of the office, or another clause.
func (c clause) nameEnd(from, to int) int {
	role := false
	for i := from; i < to; i++ {
		t := c.tokens[i]
		capital := i+1 < to && startsUpper(c.tokens[i+1].text)
		switch {
		case t.lower == "and" && capital:
		case stops.has(t.lower), calendar.has(t.lower),
			attaching.has(t.lower) && !(role && (capital || i+2 < to && nounStarters.has(c.tokens[i+1].lower) && !stops.has(c.tokens[i+2].lower))):
			return i
		}
		role = role || humans.has(t.lower) || bodies.has(t.lower)
	}
	return to
}

// comma reports whether nothing but a comma stands between two segments.
func (c clause) comma(i, j int) bool {
	a, b := c.segments[i], c.segments[j]
	return b.from == a.to+1 && c.tokens[a.to].text == ","
}

// apposed returns the subject before segment i, which begins with the verb:
// "Anna Berg, 43, a nurse, said". An insertion that is no apposition is left
// out: "Putin, for his part, hailed".
func (c clause) apposed(i int) (naming, bool) {
	last := i - 1
	if last < 0 || !c.comma(last, i) {
		return naming{}, false
	}
	if !c.apposition(c.segments[last]) {
		if first := c.tokens[c.segments[last].from].lower; !insertions.has(first) || last == 0 || !c.comma(last-1, last) {
			return naming{}, false
		}
		last--
	}
	first := last
	for first > 0 && last-first < 2 && c.comma(first-1, first) && c.apposition(c.segments[first]) && c.apposition(c.segments[first-1]) {
		first--
	}
	from := c.skipOpening(c.segments[first].from, c.segments[first].to)
	n, ok := c.nounPhrase(from, c.segments[first].to)
	_, cut := c.behindQuote(c.segments[first].from)
	if !ok || cut || n.pronoun != "" || first == i-1 { // an apposition alone
		return naming{}, false
	}
	for j := first + 1; j <= last; j++ {
		if a, ok := c.nounPhrase(c.segments[j].from, c.segments[j].to); ok {
			n.end, n.nature = a.end, max(n.nature, a.nature)
			if n.gender == "" {
				n.gender = a.gender
			}
		}
	}
	return n, true
}

// apposition reports whether a segment may stand beside a name: an age, an
// office, another name.
func (c clause) apposition(seg segment) bool {
	if seg.to == seg.from+1 && isAge(c.tokens[seg.from].text) {
		return true
	}
	from := c.skipOpening(seg.from, seg.to)
	n, ok := c.nounPhrase(from, seg.to)
	return ok && n.pronoun == ""
}

func isAge(word string) bool { return len(word) <= 3 && word[0] >= '0' && word[0] <= '9' }

// hasRole reports whether an office or a body is named in a segment.
func (c clause) hasRole(seg segment) bool {
	for _, t := range c.tokens[seg.from:seg.to] {
		if humans.has(t.lower) || bodies.has(t.lower) {
			return true
		}
	}
	return false
}

// quotedAs returns who is quoted: "S was quoted as saying", "quoted S as saying".
func (c clause) quotedAs(seg segment, v int) (naming, bool) {
	as := v + 1
	for as+1 < seg.to && !(c.tokens[as].lower == "as" && c.tokens[as+1].lower == "saying") {
		as++
	}
	if as+1 >= seg.to {
		return naming{}, false
	}
	if before := v - 1; before > seg.from && (c.tokens[before].lower == "was" || c.tokens[before].lower == "were") {
		return c.nounPhrase(c.skipOpening(seg.from, before), before)
	}
	return c.nounPhrase(v+1, as)
}

// dashed reports whether a dash, a colon or a semicolon is the first mark behind
// byte end: what follows it may be somebody else's.
func (c clause) dashed(end int) bool {
	for _, t := range c.tokens {
		if t.start >= end && t.kind != wordToken {
			return strings.Contains("–—-:;", t.text)
		}
	}
	return false
}

// accordingTo returns whom the sentence is according to.
func (c clause) accordingTo() (naming, bool) {
	for i, seg := range c.segments {
		for at := seg.from; at+2 < seg.to; at++ {
			if c.tokens[at].lower != "according" || c.tokens[at+1].lower != "to" || at > seg.from {
				continue
			}
			n, ok := c.inverted(i, at+1)
			return n, ok && n.pronoun == "" && !c.dashed(n.end)
		}
	}
	return naming{}, false
}

// nounPhrase reads tokens [from, to) as the name of a speaker: a pronoun, or
// words of which one is a name, an office or a body, none a verb or a word that
// begins another clause, and whose head is neither a document ("the report") nor
// hearsay ("sources"). All of them must belong to it, else it is none.
func (c clause) nounPhrase(from, to int) (naming, bool) {
	if from >= to || to-from > 14 {
		return naming{}, false
	}
	words := c.tokens[from:to]
	n := naming{start: words[0].start, end: words[len(words)-1].end}
	if len(words) == 1 && personalPronouns.has(words[0].lower) {
		n.pronoun = words[0].lower
		return n, true
	}
	head, names, run, longest := "", 0, 0, 0
	for i, t := range words {
		if i > 0 && i+1 < len(words) && (t.text == "'" || t.text == "’") {
			continue // the leaders’ spokesman
		}
		switch {
		case t.kind != wordToken, neverInNames.has(t.lower) && !(startsUpper(t.text) && i > 0 && t.lower != "i"), speechVerbs[t.lower] != noFrame && t.lower != "state" && !startsUpper(t.text):
			return naming{}, false
		case (attaching.has(t.lower) || stops.has(t.lower) || t.lower == "of" || t.lower == "familiar") && head == "":
			if i == 0 {
				return naming{}, false
			}
			head = words[i-1].lower
		}
		if i > 0 && i+1 < len(words) && t.lower == "and" && !startsUpper(words[i-1].text) && startsUpper(words[i+1].text) ||
			i > 1 && stops.has(t.lower) && hearsay.has(words[i-2].lower) {
			return naming{}, false // two clauses, or "a report issued on"
		}
		run++
		if !startsUpper(t.text) || calendar.has(t.lower) {
			run = 0
		} else if i > 0 || to-from == 1 || !nounStarters.has(t.lower) {
			names++
		}
		if head == "" {
			longest = max(longest, run)
		}
		n.nature, n.gender = natureOf(n, t, head == "")
	}
	if head == "" {
		head = words[len(words)-1].lower
	}
	switch {
	case hearsay.has(head), vague.has(words[0].lower), calendar.has(words[len(words)-1].lower):
		return naming{}, false
	case humans.has(head), bodies.has(head):
		return n, true
	}
	if n.nature == unknown && longest > 1 && longest < 4 {
		n.nature = aHuman
	}
	// A capital that the beginning of a sentence gives is a name only if
	// nothing else follows: "Reuters", but not "Growth in Asia".
	first := from == 0 && names == 1 && len(words) > 1 && startsUpper(words[0].text)
	return n, names > 0 && !first
}

// natureOf returns what token t of a phrase adds to what is known of it. Inside
// tells that it stands before any "of" or "for".
func natureOf(n naming, t speechToken, inside bool) (nature, string) {
	if !inside {
		return n.nature, n.gender
	}
	gender := n.gender
	switch {
	case femaleWords.has(t.lower):
		gender = "she"
	case maleWords.has(t.lower):
		gender = "he"
	}
	switch {
	case humans.has(t.lower), honorifics.has(t.lower):
		return aHuman, gender
	case n.nature == unknown && (bodies.has(t.lower) || len(t.text) > 1 && t.text == strings.ToUpper(t.text)):
		return aBody, gender
	case n.nature == unknown && lands.has(t.lower):
		return aBody, gender
	}
	return n.nature, gender
}

// isAdverb reports whether a word may stand between a subject and its verb
// without changing who says what.
func isAdverb(w string) bool {
	return between.has(w) || strings.HasSuffix(w, "ly") && !hedges.has(w) && !humans.has(w) && len(w) > 4
}
