package answer

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"summitbot/retrieval"
)

// A reading is what a question looks for.
type reading struct {
	wanted   wanted
	terms    []queryTerm // content words, each term once
	weak     []queryTerm // the other words that passages have, each term once
	idf      float64     // sum over terms
	weakIDF  float64     // sum over weak
	weight   float64     // sum over terms
	highest  float64     // idf of a word found nowhere
	missing  []int       // places of content words that no passage has
	readings []Reading   // words that no passage has and that were read as others
	phrases  [][]string  // what the question has in quotation marks, as terms
	centroid retrieval.Centroid
}

// A queryTerm is a content word of a question, with what may stand for it. A
// sentence has the word as far as the weightiest of these says that stands there:
// the word itself, in any form, or an alternative. So nothing that stands for a
// word counts more than the word.
type queryTerm struct {
	term   string
	exact  string
	idf    float64 // of the term or, if no passage has it, of its best alternative
	count  int     // how often the question has it
	place  int     // the first of these, among the question's words
	weight float64 // (idf + soft) × count
	proper bool    // it is mostly a name where texts have it, or a number
	// name is which of the question's words are the name that this belongs to,
	// [first, end); empty if it belongs to none.
	name [2]int
	// literal is what the word itself counts: 1, less for a word of a name or a
	// phrase that stands by itself ("Korea" for "North Korea"), 0 if what stands
	// there is another word (the "Un" of Kim Jong Un for "the UN").
	literal      float64
	alternatives []alternative
	related      []alternative // words that are related to it, where it does not stand
	named        bool          // it only ends the name that the word before it begins: Jong behind Kim
}

// An alternative is what may stand in a sentence for a word of a question: terms
// side by side and in order or, if name is not 0, any spelling of that name.
type alternative struct {
	terms  []string // of a name: as the coverage has it first
	name   nameForm
	weight float64 // over 0, at most 1
	idf    float64 // of the rarest of its terms
	why    string  // as in Reading; "" for the word itself, as part of a name or phrase
}

const (
	// otherRepair is what a second or third repair of a misspelt word counts: with
	// 0.5 and 1 misspelt queries of bbc lose as much within 0.1 %.
	otherRepair = 0.8
	repairs     = 3
	// ofName is what a word counts beside the name or phrase that it belongs to.
	ofName = 0.6
	// inSearch is what another name counts in the search for passages, of its
	// weight. There alternatives add up, so that a state with many names would
	// outweigh the rest of a question: nDCG@10 of bbc is .8373 with 0, .8392 to
	// .8397 with 0.2 to 0.5, and .8357 with 1.
	inSearch = 0.2
	// sure is what an alternative must count to be marked in a quote and to be told as
	// a reading, and to be evidence of an answer. Below it a related word only helps to
	// choose sentences and to find what is nearest: from 0.3 on a relationship does not
	// pass for a daughter.
	sure = 0.4
	// relatedShare is what a related word counts as evidence, of its weight, that a
	// literal one would: with 1, "how are you doing today" is answered with what has a
	// day in it, and one question in forty more that has no answer.
	relatedShare = 0.7
)

// A reader reads questions against the words of one corpus version. It never
// changes once [reader.finish] was called.
type reader struct {
	an       *retrieval.Analyzer
	search   Searcher
	names    *names
	script   *scriptReader
	speller  *retrieval.Speller
	variants *retrieval.Variants
	meaning  *meaning
	printed  map[nameForm][]string // the terms of the names that the coverage has, as it has them first
	// otherWords are abbreviations of the table of names that stand in the
	// coverage as another word as well: "us", the "Un" of Kim Jong Un.
	otherWords map[string]bool
	together   collocations
	capitals   capitals
	complete   completions

	vocabulary map[string]int // folded word → how often it stands there; nil once finished
	finder     *retrieval.VariantFinder
}

func newReader(an *retrieval.Analyzer, search Searcher, vectors *retrieval.Vectors) *reader {
	return &reader{
		an: an, search: search, meaning: &meaning{vectors: vectors}, names: shippedNames(an), script: newScriptReader(), printed: map[nameForm][]string{},
		otherWords: map[string]bool{}, together: collocations{}, capitals: capitals{}, complete: completions{printed: map[string]string{}},
		vocabulary: map[string]int{}, finder: &retrieval.VariantFinder{},
	}
}

// add notes the words of a sentence and returns, by word, which name it is or is
// a part of; nil if there is none in it.
func (rd *reader) add(text string, tokens []retrieval.Token) []nameForm {
	rd.finder.Add(text, tokens)
	rd.script.add(text, tokens)
	before := ""
	for i, t := range tokens {
		rd.together.add(before, t.Term)
		before = t.Term
		rd.vocabulary[t.Exact]++
		if i > 0 { // a capital at the start of a sentence says nothing
			rd.complete.add(t.Exact, text[t.Start:t.End])
		}
		if rd.names.abbreviates(t.Exact) && !allUpper(text[t.Start:t.End]) {
			rd.otherWords[t.Exact] = true
		}
	}
	var named []nameForm
	for _, p := range rd.names.find(nil, text, tokens) {
		if named == nil {
			named = make([]nameForm, len(tokens))
		}
		known := rd.printed[p.form] != nil
		for i := p.start; i < p.end; i++ {
			named[i] = p.form
			if !known {
				rd.printed[p.form] = append(rd.printed[p.form], tokens[i].Term)
			}
		}
	}
	return named
}

// finish is called when all sentences were added. The lexicon says which words
// are right although the coverage lacks them and, with the vectors, which words
// are related; it may be nil.
func (rd *reader) finish(lex *retrieval.Lexicon) {
	var known func(word string) bool
	if lex != nil {
		known = lex.Has
	}
	words := slices.SortedFunc(maps.Keys(rd.vocabulary), func(a, b string) int {
		return cmp.Or(cmp.Compare(rd.vocabulary[b], rd.vocabulary[a]), cmp.Compare(a, b))
	})
	rd.meaning.related = retrieval.NewRelated(lex, rd.meaning.vectors, rd.an, slices.DeleteFunc(words, functionWords.has))
	rd.complete.finish(rd.vocabulary, func(word string) bool { return rd.capitals.has(rd.term(word)) })
	for _, w := range questionWords {
		rd.vocabulary[w]++
	}
	for w, all := range rd.names.forms { // a misspelt "America" finds what is printed of the US
		for _, n := range all {
			if len(n.words) == 1 && rd.prints(n.form) {
				rd.vocabulary[w]++
				break
			}
		}
	}
	rd.speller = retrieval.NewSpeller(rd.vocabulary, known)
	rd.variants = rd.finder.Variants()
	rd.vocabulary, rd.finder = nil, nil
}

// prints reports whether the coverage has any name of a form's state.
func (rd *reader) prints(form nameForm) bool {
	for kind := aName; kind < nameKinds; kind++ {
		if rd.printed[form.of(kind)] != nil {
			return true
		}
	}
	return false
}

// read finds what q looks for and which of it the passages lack.
func (rd *reader) read(q Question) reading {
	r := reading{phrases: q.phrases()}
	ws := rd.repair(&r, q.Words)
	named := rd.names.asked(nil, ws.words, func(w string) bool { return functionWords.has(w) || rd.otherWords[w] })
	for i, w := range ws.words {
		if len(named) > 0 && named[0].end <= i {
			named = named[1:]
		}
		inName := len(named) > 0 && named[0].start <= i
		alone := inName && named[0].end-named[0].start == 1
		if !w.Content && !alone {
			r.addWeak(w, rd.search)
			continue
		}
		t := queryTerm{term: w.Term, exact: w.Exact, count: 1, place: ws.asked[i], literal: 1}
		t.named = i > 0 && rd.together.joins(ws.words[i-1].Term, w.Term)
		for _, other := range ws.others[i] {
			t.addTerms(rd.search, []string{other}, otherRepair, "spelling")
		}
		if inName {
			rd.addName(&t, ws, named[0])
		}
		if w.Phrase > 0 && len(r.phrases[w.Phrase-1]) > 1 {
			t.addPhrase(r.phrases[w.Phrase-1], rd.search)
		}
		if !inName && w.Phrase == 0 && len(t.alternatives) == 0 && !rd.capitals.has(w.Term) {
			t.related = rd.meaning.relatedTo(w.Exact, rd.search)
		}
		for _, v := range rd.variants.Of(w.Exact) {
			if term := rd.term(v.Word); term != w.Term {
				t.addTerms(rd.search, []string{term}, v.Weight, "spelling")
			}
		}
		r.add(t, rd.search)
	}
	r.weigh(ws.words, rd.search, rd.capitals, rd.meaning)
	return r
}

// readWords are the words of a question as they were read: other ones for those
// that were misspelt or in another script.
type readWords struct {
	words  []Word
	asked  []int            // by word: its place in the question
	others map[int][]string // by word: the terms of what else it may have been
}

// put adds a word that stands for word number asked of the question.
func (ws *readWords) put(asked int, w Word) {
	ws.words, ws.asked = append(ws.words, w), append(ws.asked, asked)
}

// repair reads the words that no passage has.
func (rd *reader) repair(r *reading, words []Word) readWords {
	ws := readWords{words: make([]Word, 0, len(words)+2), asked: make([]int, 0, len(words)+2)}
	for i := 0; i < len(words); i++ {
		w := words[i]
		switch {
		case w.Phrase > 0 || functionWords.has(w.Exact) || rd.search.DF(w.Term) > 0 || rd.names.begins(words[i:]):
			ws.put(i, w)
		case foreign(w.Exact):
			i += rd.spell(r, &ws, words, i) - 1
		default:
			rd.mend(r, &ws, w, i)
		}
	}
	return ws
}

// spell reads word number i, and those behind it, as the names that they spell in
// another script, and returns how many words it read.
func (rd *reader) spell(r *reading, ws *readWords, words []Word, i int) int {
	var run []string
	for _, w := range words[i:] {
		if !foreign(w.Exact) || w.Phrase > 0 {
			break
		}
		run = append(run, w.Exact)
	}
	spelled := rd.script.read(run)
	var printed []string
	for j, names := range spelled {
		for _, name := range names {
			printed = append(printed, rd.script.seen[name])
			ws.put(i+j, Word{Text: words[i+j].Text, Exact: name, Term: rd.term(name), Content: true})
		}
	}
	if len(spelled) > 0 {
		n := Reading{Asked: i, Read: []string{strings.Join(printed, " ")}, Why: "script"}
		if len(spelled) > 1 {
			n.Words = len(spelled)
		}
		r.readings = append(r.readings, n)
	}
	if len(spelled) == 0 {
		ws.put(i, words[i])
	}
	return max(1, len(spelled))
}

// mend reads a misspelt word as what it was meant to be.
func (rd *reader) mend(r *reading, ws *readWords, w Word, i int) {
	found := slices.DeleteFunc(rd.speller.Repair(w.Exact, repairs), func(r retrieval.Repair) bool {
		term := rd.term(r.Word)
		return term == w.Term || // "explains" is right, even where only "explain" stands
			r.Sounds && !rd.capitals.has(term) // only names are written after the ear
	})
	if len(found) == 0 {
		ws.put(i, w)
		return
	}
	first := found[0].Word
	r.readings = append(r.readings, Reading{Asked: i, Read: []string{first}, Why: "spelling"})
	for _, other := range found[1:] {
		if ws.others == nil {
			ws.others = map[int][]string{}
		}
		ws.others[len(ws.words)] = append(ws.others[len(ws.words)], rd.term(other.Word))
	}
	ws.put(i, Word{Text: w.Text, Exact: first, Term: rd.term(first), Content: !functionWords.has(first)})
}

// term returns the stem of a folded word.
func (rd *reader) term(exact string) string {
	for _, t := range rd.an.Tokens(nil, exact) {
		return t.Term
	}
	return exact
}

// addName adds to a word of a name what else the name's state is called.
func (rd *reader) addName(t *queryTerm, ws readWords, name namePlace) {
	t.name = [2]int{ws.asked[name.start], ws.asked[name.end-1] + 1}
	if n := name.end - name.start; n > 1 {
		var terms []string
		for _, w := range ws.words[name.start:name.end] {
			terms = append(terms, w.Term)
		}
		t.addPhrase(terms, rd.search)
	} else if name.shouts && rd.otherWords[t.exact] {
		t.literal = 0
	}
	why := "name"
	if foreign(t.exact) {
		why = "script"
	}
	for kind := aName; kind < nameKinds; kind++ {
		form := name.form.of(kind)
		if printed, ok := rd.printed[form]; ok {
			weight := nameWeights[name.form.kind()][kind]
			if why == "script" && form == name.form {
				weight = 1 // Пхеньян is Pyongyang, not just another seat
			}
			t.alternatives = append(t.alternatives, alternative{printed, form, weight, rarest(rd.search, printed), why})
		}
	}
}

// addPhrase has the word count in full only beside the others of a phrase.
func (t *queryTerm) addPhrase(terms []string, search Searcher) {
	t.literal = ofName
	if !slices.ContainsFunc(terms, func(term string) bool { return search.DF(term) == 0 }) {
		t.addTerms(search, terms, 1, "")
	}
}

// addTerms adds terms that may stand for the word.
func (t *queryTerm) addTerms(search Searcher, terms []string, weight float64, why string) {
	t.alternatives = append(t.alternatives, alternative{terms: terms, weight: weight, idf: rarest(search, terms), why: why})
}

// rarest returns the highest idf of terms.
func rarest(search Searcher, terms []string) (idf float64) {
	for _, term := range terms {
		idf = max(idf, search.IDF(term))
	}
	return idf
}

// add adds a word to what is looked for, once.
func (r *reading) add(t queryTerm, search frequencies) {
	if at := slices.IndexFunc(r.terms, func(other queryTerm) bool { return other.term == t.term }); at >= 0 {
		r.terms[at].count++
		return
	}
	df := search.DF(t.term)
	t.idf = search.IDF(t.term)
	if df == 0 && len(t.alternatives) > 0 {
		t.idf = t.alternatives[0].idf
	}
	if (df == 0 || t.literal == 0) && len(t.alternatives) == 0 {
		r.missing = append(r.missing, t.place)
	}
	r.terms = append(r.terms, t)
	r.idf += t.idf
}

// missingThings returns r.missing without the word that only names the kind of
// thing asked for, for an answer that has such a thing.
func (r *reading) missingThings() []int {
	return slices.DeleteFunc(slices.Clone(r.missing), func(place int) bool {
		return slices.ContainsFunc(r.terms, func(t queryTerm) bool { return t.place == place && r.wanted.namesKind(&t) })
	})
}

// addWeak adds a word that is not content and does not ask, if the passages have it.
func (r *reading) addWeak(w Word, in frequencies) {
	if interrogatives.has(w.Exact) || in.DF(w.Term) == 0 || slices.ContainsFunc(r.weak, func(t queryTerm) bool { return t.term == w.Term }) {
		return
	}
	t := queryTerm{term: w.Term, idf: in.IDF(w.Term), count: 1, literal: 1}
	r.weak, r.weakIDF = append(r.weak, t), r.weakIDF+t.idf
}

// alternativesInSearch appends the terms that may stand for the word: related ones
// only for a word that no passage has.
func (t *queryTerm) alternativesInSearch(dst []retrieval.QueryTerm, search Searcher) []retrieval.QueryTerm {
	if search.DF(t.term) == 0 {
		for _, a := range t.related {
			dst = append(dst, retrieval.QueryTerm{Term: a.terms[0], Weight: a.weight * float64(t.count)})
		}
	}
	for _, a := range t.alternatives {
		weight := a.weight * float64(t.count) / float64(len(a.terms))
		if a.name != 0 {
			weight *= inSearch
		}
		for _, term := range a.terms {
			if term != t.term && a.why != "" { // the words of its own name are asked for anyway
				dst = append(dst, retrieval.QueryTerm{Term: term, Weight: weight})
			}
		}
	}
	return dst
}
