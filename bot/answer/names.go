package answer

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"summitbot/retrieval"
)

//go:embed names.txt
var namesText string

// A nameForm is one kind of name of one state or institution: its number in the
// table times nameKinds, plus the kind. The zero nameForm is none.
type nameForm uint16

// The kinds of names, as the columns of names.txt.
const (
	aName   = 1 + iota // North Korea, DPRK
	aPeople            // North Korean
	aSeat              // Pyongyang
	nameKinds
)

func (f nameForm) kind() int { return int(f) % nameKinds }

// of returns the same state's or institution's name of another kind.
func (f nameForm) of(kind int) nameForm { return f - f%nameKinds + nameForm(kind) }

// nameWeights says how much a name of one kind (row) counts where another
// (column) was asked for. The seat of a government stands for the state, but is a
// city as well. On sentences of trecqa, where 34 of 83 questions name a state,
// reading names raises MAP from .746 to .751; 0.5 to 0.9 for people and 0.4 to 0.8
// for seats do the same within .003.
var nameWeights = [nameKinds][nameKinds]float64{
	aName:   {aName: 1, aPeople: 0.8, aSeat: 0.5},
	aPeople: {aName: 0.8, aPeople: 1, aSeat: 0.5},
	aSeat:   {aName: 0.5, aPeople: 0.5, aSeat: 0.6},
}

// names knows what states and institutions are called. It never changes.
type names struct {
	forms map[string][]writtenName // by first folded word; those of more words first
}

// A writtenName is one way to write a name.
type writtenName struct {
	words  []string // folded
	form   nameForm
	shouts bool // an abbreviation: printed in capitals
}

// shippedNames returns the names of names.txt.
func shippedNames(an *retrieval.Analyzer) *names {
	ns, err := readNames(an, namesText)
	if err != nil {
		panic(err) // unreachable: a test reads the table
	}
	return ns
}

// readNames reads a table in the format that names.txt describes. The error says
// which line is wrong.
func readNames(an *retrieval.Analyzer, table string) (*names, error) {
	ns := &names{forms: map[string][]writtenName{}}
	entity, number := nameForm(0), 0
	for line := range strings.Lines(table) {
		if number++; strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		columns := strings.Split(strings.TrimSpace(line), "|")
		if len(columns) != nameKinds-1 {
			return nil, fmt.Errorf("names, line %d: %d columns, want %d", number, len(columns), nameKinds-1)
		}
		for i, column := range columns {
			for written := range strings.SplitSeq(column, ",") {
				if written = strings.TrimSpace(written); written != "" {
					ns.add(an, written, entity*nameKinds+nameForm(i+1))
				}
			}
		}
		entity++
	}
	for _, all := range ns.forms {
		slices.SortStableFunc(all, func(a, b writtenName) int { return len(b.words) - len(a.words) })
	}
	return ns, nil
}

// add adds a way to write a name and, for people, its plural.
func (ns *names) add(an *retrieval.Analyzer, written string, form nameForm) {
	var folded []string
	for _, t := range an.Tokens(nil, written) {
		folded = append(folded, nameKey(t.Exact))
	}
	shouts := allUpper(written) && cased(written) && utf8.RuneCountInString(written) > 1 && len(folded) == 1
	put := func(words []string) {
		ns.forms[words[0]] = append(ns.forms[words[0]], writtenName{words, form, shouts})
	}
	put(folded)
	if last := folded[len(folded)-1]; form.kind() == aPeople && (strings.HasSuffix(last, "n") || strings.HasSuffix(last, "i")) {
		plural := slices.Clone(folded)
		plural[len(plural)-1] += "s"
		put(plural)
	}
}

// nameKey returns the form in which a folded word of a name is compared: without
// its case ending if it is Cyrillic, without its particle if it is Hangul.
func nameKey(exact string) string { return stripEnding(exact) }

// abbreviates reports whether a folded word is an abbreviation in the table.
func (ns *names) abbreviates(word string) bool {
	return slices.ContainsFunc(ns.forms[word], func(n writtenName) bool { return n.shouts })
}

// begins reports whether a question's words begin with a name.
func (ns *names) begins(words []Word) bool {
	return slices.ContainsFunc(ns.forms[nameKey(words[0].Exact)], func(n writtenName) bool {
		return len(n.words) <= len(words) && follows(n.words, 0, func(i int) string { return nameKey(words[i].Exact) })
	})
}

// A namePlace is a name in a text: words [start, end) of its tokens.
type namePlace struct {
	start, end int
	form       nameForm
	shouts     bool
}

// find appends the names among the tokens of a text as articles print it, in
// order and without overlap, the longest first at each word. There a name has
// its capital, and an abbreviation nothing but.
func (ns *names) find(dst []namePlace, text string, tokens []retrieval.Token) []namePlace {
	word := func(i int) string { return nameKey(tokens[i].Exact) }
	return ns.scan(dst, len(tokens), word, func(start, end int, n writtenName) bool {
		typed := text[tokens[start].Start:tokens[start].End]
		if n.shouts {
			return allUpper(typed)
		}
		first, _ := utf8.DecodeRuneInString(typed)
		return !unicode.IsLower(first)
	})
}

// asked appends the names among the words of a question. People type names
// without capitals, so case only matters for an abbreviation that is another
// word as well, as ambiguous says: that needs its capitals, or "the" before it
// ("the us", "at the un").
func (ns *names) asked(dst []namePlace, ws []Word, ambiguous func(word string) bool) []namePlace {
	shouted := len(ws) > 1 && !slices.ContainsFunc(ws, func(w Word) bool { return !allUpper(w.Text) })
	word := func(i int) string { return nameKey(ws[i].Exact) }
	return ns.scan(dst, len(ws), word, func(start, end int, n writtenName) bool {
		w := ws[start]
		return !n.shouts || !ambiguous(w.Exact) ||
			!shouted && allUpper(w.Text) || start > 0 && ws[start-1].Exact == "the"
	})
}

// scan appends the names among n words that fit allows.
func (ns *names) scan(dst []namePlace, n int, word func(int) string, fit func(start, end int, n writtenName) bool) []namePlace {
	for i := 0; i < n; i++ {
		for _, name := range ns.forms[word(i)] {
			end := i + len(name.words)
			if end > n || !follows(name.words, i, word) || !fit(i, end, name) {
				continue
			}
			dst = append(dst, namePlace{i, end, name.form, name.shouts})
			i = end - 1
			break
		}
	}
	return dst
}

// follows reports whether words stand from place i on.
func follows(words []string, i int, word func(int) string) bool {
	for j := 1; j < len(words); j++ {
		if word(i+j) != words[j] {
			return false
		}
	}
	return true
}

// cased reports whether s has a letter of a script with capitals.
func cased(s string) bool { return strings.ContainsFunc(s, unicode.IsUpper) }
