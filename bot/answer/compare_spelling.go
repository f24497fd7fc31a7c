package answer

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"summitbot/corpus"
	"summitbot/retrieval"
)

// spellings returns the names and words that articles write in different ways,
// and notes which names are one, for the extractors that follow.
func (cp *comparer) spellings() []foundPoint {
	var points []foundPoint
	for _, group := range cp.nameVariants() {
		if p, ok := cp.point(Spelling, group); ok {
			points = append(points, p)
		}
	}
	for _, group := range cp.formVariants() {
		if p, ok := cp.point(Spelling, group); ok {
			points = append(points, p)
		}
	}
	return slices.DeleteFunc(points, func(p foundPoint) bool {
		return slices.ContainsFunc(points, func(o foundPoint) bool { return p.within(o.Point) })
	})
}

// within reports whether a point says less than another and nothing else: each
// of its values has its evidence from one of the other's values, and not all.
func (p Point) within(o Point) bool {
	less := false
	for _, v := range p.Values {
		i := slices.IndexFunc(o.Values, func(w Value) bool {
			return !slices.ContainsFunc(v.Evidence, func(e corpus.Excerpt) bool { return !slices.Contains(w.Evidence, e) })
		})
		if i < 0 {
			return false
		}
		less = less || len(o.Values[i].Evidence) > len(v.Evidence)
	}
	return less
}

// A spelledName is a word of names, with all its mentions.
type spelledName struct {
	exact    string
	mentions []mention
	context  map[string]float64
	alone    bool // it also stands without other names beside it
	beside   map[string]bool
}

// nameVariants returns names that are one but for a letter or two, and stand in
// like context.
func (cp *comparer) nameVariants() [][]mention {
	names := cp.spelledNames()
	parent := make([]int, len(names))
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			i = parent[i]
		}
		return i
	}
	for i := range names {
		for j := range i {
			if cp.variants(names[i], names[j]) {
				a, b := root(i), root(j)
				parent[max(a, b)] = min(a, b)
			}
		}
	}
	groups := map[int][]mention{}
	var order []int
	for i, n := range names {
		r := root(i)
		if r != i {
			cp.spelled[n.exact] = names[r].exact
		}
		if groups[r] == nil {
			order = append(order, r)
		}
		groups[r] = append(groups[r], n.mentions...)
	}
	var out [][]mention
	for _, r := range order {
		out = append(out, groups[r])
	}
	return out
}

// spelledNames returns the words of names that may have a variant: of four
// letters or more, never printed small, and no state, day, month or office.
func (cp *comparer) spelledNames() []*spelledName {
	var names []*spelledName
	at := map[string]*spelledName{}
	for i := range cp.statements {
		st := &cp.statements[i]
		for _, run := range st.names {
			for k := run.from; k < run.to; k++ {
				w := st.words[k]
				if utf8.RuneCountInString(w.exact) < 4 || !onlyLetters(w.exact) || cp.lower[w.exact] ||
					strings.HasPrefix(w.kin, "state ") || cp.days[w.exact] != "" || cp.roles[w.exact].name != "" {
					continue
				}
				n := at[w.exact]
				if n == nil {
					n = &spelledName{exact: w.exact, context: map[string]float64{}, beside: map[string]bool{}}
					at[w.exact], names = n, append(names, n)
				}
				n.mentions = append(n.mentions, mention{st: st, from: k, to: k + 1, key: w.exact})
				for kin := range cp.contextOf(st, k, k+1) {
					n.context[kin] = 1
				}
				name := cp.personName(st, run)
				n.alone = n.alone || name.to-name.from == 1
				for j := name.from; j < name.to; j++ {
					if j != k {
						n.beside[st.words[j].exact] = true
					}
				}
			}
		}
	}
	return names
}

// likeEnough is the likeness of contexts that two names need to be one. Found on
// invented articles in November 2026: between .7 and 1.5 nothing changes.
const likeEnough = 1

// variants reports whether two names are one. They differ by one letter, or two
// from eight letters on; no sentence and no two sentences' articles tell them
// apart by printing both side by side; words around them are alike. Names of
// several words must share another one: Marta Lind and Marta Lindt, not Maria
// Lind and Mario Rossi.
func (cp *comparer) variants(a, b *spelledName) bool {
	x, y := []rune(a.exact), []rune(b.exact)
	most := 1
	if min(len(x), len(y)) >= 8 {
		most = 2
	}
	if retrieval.Distance(x, y, most) > most || inflected(a.exact, b.exact) {
		return false
	}
	for _, m := range a.mentions {
		if slices.ContainsFunc(b.mentions, func(o mention) bool { return o.st == m.st }) {
			return false
		}
	}
	if !a.alone && !b.alone && !shareKey(a.beside, b.beside) {
		return false
	}
	if !slices.ContainsFunc(a.mentions, func(m mention) bool {
		return slices.ContainsFunc(b.mentions, func(o mention) bool { return m.st.article != o.st.article && cp.oneStory(m.st, o.st) })
	}) {
		return false
	}
	like, _ := cp.likeness(a.context, b.context)
	return like >= likeEnough
}

// inflected reports whether one name is made of the other: Korea, Korean.
func inflected(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	ending, ok := strings.CutPrefix(b, a)
	return ok && slices.Contains([]string{"s", "es", "n", "an", "i", "y", "a"}, ending)
}

func shareKey(a, b map[string]bool) bool {
	for k := range a {
		if b[k] {
			return true
		}
	}
	return false
}

// formVariants returns words and names that are the same to the analyzer or to
// an American and yet printed in two ways: Rolls-Royce and Rolls Royce, Rehak and
// Rehák, armoured and armored.
func (cp *comparer) formVariants() [][]mention {
	forms := map[string][]mention{}
	add := func(form string, m mention) { forms[form] = append(forms[form], m) }
	for i := range cp.statements {
		st := &cp.statements[i]
		body := st.article.Body()
		for k, w := range st.words {
			if !w.upper {
				add("word "+american(w.exact), mention{st: st, from: k, to: k + 1, key: w.exact})
			}
		}
		for _, run := range st.names {
			for k := run.from; k < run.to; k++ {
				w := st.words[k]
				add("name "+w.exact, mention{st: st, from: k, to: k + 1, key: printedForm(body[w.start:w.end])})
				if k > run.from {
					v := st.words[k-1]
					joined := v.exact + " " + w.exact
					if w.gap == hyphen {
						add("pair "+joined, mention{st: st, from: k - 1, to: k + 1, key: v.exact + "-" + w.exact})
					} else {
						add("pair "+joined, mention{st: st, from: k - 1, to: k + 1, key: joined})
					}
				}
			}
		}
	}
	var out [][]mention
	for _, ms := range forms {
		if slices.ContainsFunc(ms, func(m mention) bool { return m.key != ms[0].key }) {
			out = append(out, ms)
		}
	}
	slices.SortFunc(out, func(a, b []mention) int {
		return cmp.Or(a[0].st.position-b[0].st.position, a[0].from-b[0].from, a[0].to-b[0].to)
	})
	return out
}

// printedForm returns a name without what printing alone changes: case and the
// kind of apostrophe.
func printedForm(s string) string {
	return strings.ToLower(strings.ReplaceAll(s, "’", "'"))
}

// american returns a folded English word as an American spells it, by the
// regular differences and a few words. A word that is no English word may come back as
// none; only whether two words come back as the same matters.
func american(w string) string {
	if a, ok := britishWords[w]; ok {
		return a
	}
	if len(w) < 5 {
		return w
	}
	for _, r := range britishEndings {
		for _, tail := range r.tails {
			stem, ok := strings.CutSuffix(w, r.british+tail)
			if ok && len(stem) >= r.least && (!r.syllables || vowelGroups(stem) >= 2) {
				return stem + r.american + tail
			}
		}
	}
	return w
}

// britishWords are words that differ in no regular way.
var britishWords = map[string]string{
	"grey": "gray", "tyre": "tire", "tyres": "tires", "kerb": "curb", "plough": "plow", "sceptical": "skeptical", "sceptics": "skeptics",
	"aluminium": "aluminum", "moustache": "mustache", "cosy": "cozy", "pyjamas": "pajamas", "aeroplane": "airplane", "licence": "license",
	"mould": "mold", "smoulder": "smolder", "smouldering": "smoldering", "manoeuvre": "maneuver", "manoeuvres": "maneuvers",
}

// britishEndings are regular differences: an ending, what follows it, and how
// much must stand before it, in bytes or as two syllables (travelled, not
// filled).
var britishEndings = []struct {
	british, american string
	tails             []string
	least             int
	syllables         bool
}{
	{"our", "or", []string{"", "s", "ed", "ing", "ful", "able", "ite", "er", "hood"}, 3, false},
	{"ence", "ense", []string{"", "s", "less"}, 2, false},
	{"tre", "ter", []string{"", "s"}, 2, false},
	{"is", "iz", []string{"e", "ed", "es", "ing", "er", "ers", "ation", "ations"}, 3, false},
	{"ys", "yz", []string{"e", "ed", "es", "ing"}, 3, false},
	{"ogue", "og", []string{"", "s"}, 3, false},
	{"ll", "l", []string{"ed", "ing", "er", "ers"}, 3, true},
	{"gramme", "gram", []string{"", "s"}, 2, false},
}

// vowelGroups counts the runs of vowels in a word.
func vowelGroups(w string) int {
	n, in := 0, false
	for _, r := range w {
		v := strings.ContainsRune("aeiouy", r)
		if v && !in {
			n++
		}
		in = v
	}
	return n
}

// onlyLetters reports whether a word has nothing but letters.
func onlyLetters(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
}
