package answer

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// Names returns the words of a question that are names, as typed, in order: those
// that the coverage mostly prints with a capital, those of states and institutions,
// those that spell such a name in another script, and those typed with a capital
// that the coverage does not have at all. Months and weekdays are none.
func (s *Service) Names(q Question) []string {
	shouted := len(q.Words) > 1 && allUpper(q.Text)
	named := make([]bool, len(q.Words))
	for _, p := range s.reader.names.asked(nil, q.Words, func(w string) bool { return functionWords.has(w) || s.reader.otherWords[w] }) {
		for i := p.start; i < p.end; i++ {
			named[i] = true
		}
	}
	typed := func(i int) bool { return i < len(q.Words) && capitalised(q.Words[i].Text) && !shouted }
	var names []string
	for i, w := range q.Words {
		switch sign := signWords[w.Exact]; {
		case named[i]:
		case !w.Content || sign&isDate != 0:
			continue
		case s.search.DF(w.Term) > 0:
			named[i] = s.reader.capitals.has(w.Term)
		case foreign(w.Exact):
			named[i] = len(s.reader.script.read([]string{w.Exact})) > 0
		default:
			named[i] = sign&isFunction == 0 && typed(i) && (i > 0 || typed(i+1))
		}
		if named[i] && !slices.Contains(names, w.Text) {
			names = append(names, w.Text)
		}
	}
	return names
}

// Known returns the content words of any text that the coverage has, as they stand
// there, each term once, in order: the rarest, at most so many. A name in another
// script counts as what it spells.
func (s *Service) Known(text string, most int) []string {
	type word struct {
		place int
		text  string
		term  string
		idf   float64
	}
	var known []word
	seen := map[string]bool{}
	for i, w := range words(s.analyzer, text) {
		term := w.Term
		if foreign(w.Exact) && s.search.DF(term) == 0 {
			if spelled := s.reader.script.read([]string{w.Exact}); len(spelled) == 1 && len(spelled[0]) > 0 {
				term = s.reader.term(spelled[0][0])
			}
		}
		if w.Content && !functionWords.has(w.Exact) && !seen[term] && s.search.DF(term) > 0 && utf8.ValidString(w.Text) {
			seen[term] = true
			known = append(known, word{i, w.Text, term, s.search.IDF(term)})
		}
	}
	slices.SortStableFunc(known, func(a, b word) int { return cmp.Compare(b.idf, a.idf) })
	known = known[:min(most, len(known))]
	slices.SortFunc(known, func(a, b word) int { return cmp.Compare(a.place, b.place) })
	var found []string
	for _, w := range known {
		found = append(found, w.text)
	}
	return found
}

// Folds returns text as it is compared: its words without case, accents and marks,
// one space between them.
func (s *Service) Folds(text string) string {
	var folded []byte
	for i, t := range s.analyzer.Tokens(nil, text) {
		if i > 0 {
			folded = append(folded, ' ')
		}
		folded = append(folded, t.Exact...)
	}
	return string(folded)
}
