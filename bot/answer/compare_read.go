package answer

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"summitbot/corpus"
	"summitbot/retrieval"
)

// A gap is what stands between a word and the one before it.
type gap uint8

const (
	space      gap = iota // white space only
	hyphen                // Russian-built
	possessive            // Putin’s aide
	comma
	stop // anything else: a bracket, a dash, the sentence's begin
)

// A printedWord is a word of an article, read to be compared.
type printedWord struct {
	start, end int // byte range in the body
	exact      string
	term       string
	kin        string // what it counts as in a context, "" for a word that says nothing about it
	upper      bool
	gap        gap // before it
}

// A statement is a sentence, read to be compared.
type statement struct {
	article  *corpus.Article
	excerpt  corpus.Excerpt
	words    []printedWord
	names    []nameRun
	first    bool           // of its article
	original corpus.Excerpt // the sentence that it is a near-copy of; its own if of none
	position int            // among all statements
}

// A nameRun is words [from, to) of a statement that are capitalised in a row.
type nameRun struct{ from, to int }

// A comparer finds points. It is made for one corpus and thrown away.
type comparer struct {
	*tables
	states     *names // and institutions
	statements []statement
	df         map[string]int              // kin → in how many statements
	lower      map[string]bool             // words that are printed without a capital somewhere
	inside     map[string]bool             // words that are capitalised within a sentence
	stories    map[[2]*corpus.Article]bool // articles on one story
	spelled    map[string]string           // name, folded → the first spelling it is a variant of
}

// newComparer reads the sentences of c, or returns nil if there are more than
// [MaxCompared].
func newComparer(c *corpus.Corpus, an *retrieval.Analyzer, copies copies) *comparer {
	cp := &comparer{tables: newTables(), states: shippedNames(an), df: map[string]int{}, lower: map[string]bool{}, inside: map[string]bool{}, spelled: map[string]string{}, stories: map[[2]*corpus.Article]bool{}}
	var tokens []retrieval.Token
	for _, a := range c.Articles() {
		if lang := a.Language(); a.LinkOnly() || lang != "en" && !strings.HasPrefix(lang, "en-") {
			continue
		}
		for _, s := range a.Sentences() {
			if len(cp.statements) == MaxCompared {
				return nil
			}
			text := s.Excerpt().Text()
			tokens = an.Tokens(tokens[:0], text)
			st := statement{article: a, excerpt: s.Excerpt(), words: cp.read(s.Excerpt(), tokens), position: len(cp.statements), first: s.Index() == 0, original: copies.original(s.Excerpt())}
			cp.statements = append(cp.statements, st)
		}
	}
	for i := range cp.statements {
		st := &cp.statements[i]
		st.names = cp.nameRuns(st)
		seen := map[string]bool{}
		for _, w := range st.words {
			if w.kin != "" && !seen[w.kin] {
				seen[w.kin] = true
				cp.df[w.kin]++
			}
		}
	}
	cp.findStories()
	return cp
}

// read makes words of the tokens of an excerpt.
func (cp *comparer) read(e corpus.Excerpt, tokens []retrieval.Token) []printedWord {
	text := e.Text()
	at, _ := e.Span()
	ws := make([]printedWord, len(tokens))
	for i, t := range tokens {
		first, _ := utf8.DecodeRuneInString(text[t.Start:t.End])
		w := printedWord{start: at + t.Start, end: at + t.End, exact: t.Exact, term: t.Term, upper: unicode.IsUpper(first), gap: stop}
		if i > 0 {
			w.gap = gapOf(text[tokens[i-1].End:t.Start])
		}
		if unicode.IsLower(first) {
			cp.lower[t.Exact] = true
		} else if w.upper && i > 0 {
			cp.inside[t.Exact] = true
		}
		if !functionWords.has(t.Exact) {
			w.kin = cp.kinOf(t.Exact, t.Term)
		}
		ws[i] = w
	}
	for _, p := range cp.states.find(nil, text, tokens) {
		for i := p.start; i < p.end; i++ {
			if ws[i].upper {
				ws[i].kin = fmt.Sprint("state ", p.form.of(aName))
			}
		}
	}
	return ws
}

// kinOf returns what a word counts as in a context.
func (t *tables) kinOf(exact, term string) string {
	if k, ok := t.kin[exact]; ok {
		return k
	}
	if a := american(exact); a != exact {
		return a
	}
	return term
}

func gapOf(between string) gap {
	trimmed := strings.TrimSpace(between)
	switch {
	case trimmed == "":
		return space
	case between == "-" || between == "‑":
		return hyphen
	case trimmed == "’s" || trimmed == "'s" || trimmed == "’" || trimmed == "'":
		return possessive
	case trimmed == ",":
		return comma
	}
	return stop
}

// nameRuns returns the capitalised words of a statement that stand in a row. The
// first word of a sentence is one of them only if it is no common word.
func (cp *comparer) nameRuns(st *statement) []nameRun {
	var runs []nameRun
	open := false
	for i, w := range st.words {
		name := w.upper && w.kin != ""
		if i == 0 && name {
			name = cp.inside[w.exact] || !cp.lower[w.exact] && len(st.words) > 1 && st.words[1].upper
		}
		joined := i+1 < len(st.words) && st.words[i+1].gap == hyphen && !st.words[i+1].upper
		if joined && (!open || strings.HasPrefix(w.kin, "state ")) {
			name = false // Russian-built, but not Moon Jae-in
		}
		name = name || open && w.gap == hyphen
		switch {
		case name && open && w.gap <= hyphen:
			runs[len(runs)-1].to = i + 1
		case name:
			runs = append(runs, nameRun{i, i + 1})
		}
		open = name
	}
	return runs
}

// findStories notes which articles are on one story: they share names, of people
// and things rather than states and days, at least two and a fifth of those of
// the article that has fewer. Of the articles of a section of a newspaper that is
// few pairs, of articles on one event all.
func (cp *comparer) findStories() {
	const least, share = 2, .2
	names := map[*corpus.Article]map[string]bool{}
	for i := range cp.statements {
		st := &cp.statements[i]
		if names[st.article] == nil {
			names[st.article] = map[string]bool{}
		}
		for _, run := range st.names {
			for _, w := range st.words[run.from:run.to] {
				if !cp.lower[w.exact] && !strings.HasPrefix(w.kin, "state ") && cp.days[w.exact] == "" && cp.roles[w.exact].name == "" {
					names[st.article][w.exact] = true
				}
			}
		}
	}
	for a, own := range names {
		for b, others := range names {
			common := 0
			for n := range own {
				if others[n] {
					common++
				}
			}
			if a != b && common >= least && float64(common) >= share*float64(min(len(own), len(others))) {
				cp.stories[[2]*corpus.Article{a, b}] = true
			}
		}
	}
}

// oneStory reports whether two statements are of articles on one story.
func (cp *comparer) oneStory(a, b *statement) bool {
	return a.article == b.article || cp.stories[[2]*corpus.Article{a.article, b.article}]
}

// shareName reports whether two statements name one and the same, or one of them
// nothing: what is said of different names does not differ.
func (cp *comparer) shareName(a, b *statement) bool {
	own := cp.namesOf(a)
	others := cp.namesOf(b)
	return len(own) == 0 || len(others) == 0 || shareKey(own, others)
}

// namesOf returns the names of a statement, states by their kin.
func (cp *comparer) namesOf(st *statement) map[string]bool {
	names := map[string]bool{}
	for _, run := range st.names {
		for _, w := range st.words[run.from:run.to] {
			if cp.days[w.exact] == "" {
				names[w.exact], names[w.kin] = true, true
			}
		}
	}
	return names
}

func exactOf(ws []printedWord) string {
	parts := make([]string, len(ws))
	for i, w := range ws {
		parts[i] = w.exact
	}
	return strings.Join(parts, " ")
}

// A mention is a value where it is printed: words [from, to) of a statement.
type mention struct {
	st       *statement
	from, to int
	key      string // equal for what is the same value
	indirect bool   // not the one to show, if there is another
	about    map[string]float64
}

// copies reports whether m is another mention in a near-copy of its sentence.
func (m mention) copies(o mention) bool {
	return m.key == o.key && m.st != o.st && m.st.original == o.st.excerpt
}

// excerpt returns the words of the mention as printed.
func (m mention) excerpt() corpus.Excerpt {
	end := m.st.words[m.to-1].end
	if strings.HasPrefix(m.st.article.Body()[end:], ".") && slices.Contains([]string{"am", "pm"}, m.st.words[m.to-1].exact) {
		end++ // 3 p.m.
	}
	e, err := m.st.article.Excerpt(m.st.words[m.from].start, end)
	if err != nil {
		panic("compare: words of an article are no excerpt of it: " + err.Error()) // words are tokens of the body
	}
	return e
}

// contextOf returns the kin of the words around words [from, to) of a statement,
// with 1 for a word up to five words away and less for one farther off.
func (cp *comparer) contextOf(st *statement, from, to int) map[string]float64 {
	const near, far, less = 5, 12, .6
	m := map[string]float64{}
	for i, w := range st.words {
		away := max(from-i, i-to+1)
		if w.kin == "" || i >= from && i < to || away > far {
			continue
		}
		weight := 1.
		if away > near {
			weight = less
		}
		m[w.kin] = max(m[w.kin], weight)
	}
	return m
}

// likeness sums what two contexts share: for each kin its weight in both and
// how rare it is, ln(1+n/df)/ln(1+n) for one in df of n sentences, 0 to 1.
func (cp *comparer) likeness(a, b map[string]float64) (sum float64, shared int) {
	n := float64(len(cp.statements))
	keys := make([]string, 0, len(a))
	for k := range a {
		if b[k] > 0 {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys) // sums of floats depend on their order
	for _, k := range keys {
		sum += math.Sqrt(a[k]*b[k]) * math.Log(1+n/float64(max(1, cp.df[k]))) / math.Log(1+n)
	}
	return sum, len(keys)
}

// A foundPoint is a point with the terms that it is about.
type foundPoint struct {
	Point
	about map[string]float64 // term or kin → share of the values that have it in or near one of their mentions
}

// point makes a point of mentions, or none if they are not two values of two
// articles.
func (cp *comparer) point(kind PointKind, ms []mention) (foundPoint, bool) {
	ms = slices.DeleteFunc(slices.Clone(ms), func(m mention) bool {
		return slices.ContainsFunc(ms, m.copies) || !slices.ContainsFunc(ms, func(o mention) bool { return o.key != m.key && cp.oneStory(o.st, m.st) })
	})
	slices.SortStableFunc(ms, func(a, b mention) int { return a.st.position - b.st.position })
	var values []*gathered
	articles := map[*corpus.Article]bool{}
	for _, m := range ms {
		articles[m.st.article] = true
		i := slices.IndexFunc(values, func(v *gathered) bool { return v.key == m.key })
		if i < 0 {
			i = len(values)
			values = append(values, &gathered{key: m.key, indirect: true, terms: map[string]bool{}})
		}
		values[i].add(m)
	}
	p := foundPoint{Point{Kind: kind}, map[string]float64{}}
	for _, v := range values {
		p.Values = append(p.Values, v.Value)
		for t := range v.terms {
			p.about[t] += 1 / float64(len(values))
		}
	}
	if len(values) < 2 || len(articles) < 2 || !apart(p.Values) {
		return foundPoint{}, false
	}
	slices.SortStableFunc(p.Values, func(a, b Value) int { return len(b.Sources()) - len(a.Sources()) })
	return p, true
}

// A gathered is a value as its mentions come in.
type gathered struct {
	Value
	key      string
	indirect bool            // so are all mentions so far
	terms    map[string]bool // in and near the mentions
}

// add adds a mention of the value.
func (v *gathered) add(m mention) {
	const near = 5
	if v.indirect && (!m.indirect || v.Evidence == nil) {
		v.Text, v.indirect = m.excerpt(), m.indirect
	}
	if !slices.Contains(v.Evidence, m.st.excerpt) {
		v.Evidence = append(v.Evidence, m.st.excerpt)
	}
	for _, w := range m.st.words[max(0, m.from-near):min(len(m.st.words), m.to+near)] {
		if w.kin != "" {
			v.terms[w.term], v.terms[w.kin] = true, true
		}
	}
}

// apart reports whether two values have different sources, so that it is
// articles that are compared.
func apart(vs []Value) bool {
	return slices.ContainsFunc(vs[1:], func(v Value) bool { return !slices.Equal(v.Sources(), vs[0].Sources()) })
}
