package answer

import (
	"cmp"
	"maps"
	"slices"
	"sort"
	"strings"

	"summitbot/corpus"
	"summitbot/retrieval"
)

// A Suggestion is a question, or a topic, for somebody who has typed the beginning
// of one.
type Suggestion struct {
	Text     string
	Match    int  // where the first word that was typed stands in Text, in bytes; 0 if nothing was typed
	Headline bool // it is an article's headline, so that a part of it asks about the same
}

// mostCompletions is how many of the suggestions are what was typed, with its last
// word completed.
const mostCompletions = 8

// Suggest returns at most so many things to ask for somebody who has typed so much,
// each once: starter questions and headlines that have all words of it, the last as
// the beginning of one, those first that begin with it; then what was typed with its
// last word completed from the coverage's words, the most frequent first. If no word
// was typed it returns starter questions, one an article first.
func (s *Service) Suggest(typed string, most int) []Suggestion {
	tokens := s.analyzer.Tokens(nil, typed)
	if len(tokens) == 0 {
		return s.proposed.first(most)
	}
	var completed []Suggestion
	if last := tokens[len(tokens)-1]; last.End == len(typed) {
		for _, word := range s.reader.complete.of(last.Exact, min(most, mostCompletions)) {
			completed = append(completed, Suggestion{Text: typed[:last.Start] + word})
		}
	}
	all := append(s.proposed.with(tokens, most-len(completed)), completed...)
	seen := make(map[string]bool, len(all))
	return slices.DeleteFunc(all, func(s Suggestion) bool {
		again := seen[s.Text]
		seen[s.Text] = true
		return again
	})
}

// proposals are the starter questions and headlines of a corpus, by their words.
// They never change.
type proposals struct {
	texts    []string // starter questions, one an article first; then headlines; each once
	starters int      // how many of them are questions
	words    []textWord
	sources  [][2]string // by article: its publisher and its id, folded, without spaces
}

// A textWord is where a word stands in a text of proposals.
type textWord struct {
	exact string
	text  int // its place in texts
	at    int // in bytes
}

// newProposals gathers the starter questions and headlines of c.
func newProposals(c *corpus.Corpus, an *retrieval.Analyzer) proposals {
	var p proposals
	seen := map[string]bool{}
	add := func(text string) {
		if text != "" && !seen[text] {
			seen[text] = true
			p.texts = append(p.texts, text)
		}
	}
	for i, more := 0, true; more; i++ {
		more = false
		for _, a := range c.Articles() {
			if qs := a.Questions(); i < len(qs) {
				more = true
				add(qs[i])
			}
		}
	}
	p.starters = len(p.texts)
	for _, a := range c.Articles() {
		add(a.Title())
		p.sources = append(p.sources, [2]string{squeezed(an, a.Publisher()), squeezed(an, a.ID())})
	}
	for i, text := range p.texts {
		for _, t := range an.Tokens(nil, text) {
			p.words = append(p.words, textWord{t.Exact, i, t.Start})
		}
	}
	slices.SortFunc(p.words, func(a, b textWord) int {
		return cmp.Or(cmp.Compare(a.exact, b.exact), cmp.Compare(a.text, b.text), cmp.Compare(a.at, b.at))
	})
	return p
}

// squeezed returns the folded words of text, with nothing between them.
func squeezed(an *retrieval.Analyzer, text string) string {
	var b strings.Builder
	for _, t := range an.Tokens(nil, text) {
		b.WriteString(t.Exact)
	}
	return b.String()
}

// first returns the first starter questions.
func (p *proposals) first(most int) []Suggestion {
	var all []Suggestion
	for _, text := range p.texts[:min(most, p.starters)] {
		all = append(all, Suggestion{Text: text})
	}
	return all
}

// with returns the texts that have a word for each token which begins with it:
// questions first, then by where the first token stands.
func (p *proposals) with(tokens []retrieval.Token, most int) []Suggestion {
	passed, at := make([]int, len(p.texts)), make([]int, len(p.texts)) // by text: how many tokens it has; where the first is
	var found []int
	for i, t := range tokens {
		from, to := prefixed(len(p.words), func(i int) string { return p.words[i].exact }, t.Exact)
		for _, w := range p.words[from:to] {
			if i == 0 && (passed[w.text] == 0 || w.at < at[w.text]) {
				at[w.text] = w.at
			}
			if passed[w.text] == i {
				passed[w.text] = i + 1
				if i == len(tokens)-1 {
					found = append(found, w.text)
				}
			}
		}
	}
	slices.SortFunc(found, func(a, b int) int {
		if questions := (a < p.starters) == (b < p.starters); !questions {
			return cmp.Compare(a, b)
		}
		return cmp.Or(cmp.Compare(at[a], at[b]), cmp.Compare(a, b))
	})
	var all []Suggestion
	for _, i := range found[:min(most, len(found))] {
		all = append(all, Suggestion{Text: p.texts[i], Match: at[i], Headline: i >= p.starters})
	}
	return all
}

// prefixed returns the range [from, to) of n sorted words in which all begin with
// prefix.
func prefixed(n int, word func(i int) string, prefix string) (from, to int) {
	from = sort.Search(n, func(i int) bool { return word(i) >= prefix })
	to = from + sort.Search(n-from, func(i int) bool { return !strings.HasPrefix(word(from+i), prefix) })
	return from, to
}

// completions are the words of the coverage that can be asked about. They never
// change once finish was called.
type completions struct {
	words   []string          // folded, in order
	counts  []int             // how often each stands in the coverage
	printed map[string]string // as they are printed, where they are not as folded
}

// add notes how a word is printed inside a sentence.
func (c *completions) add(exact, printed string) {
	if _, known := c.printed[exact]; !known && printed != exact {
		c.printed[exact] = printed
	}
}

// finish takes the words of the coverage with their counts. Name says which of them
// are mostly names: the others lose a capital that they have by chance.
func (c *completions) finish(vocabulary map[string]int, name func(word string) bool) {
	c.words = slices.DeleteFunc(slices.Sorted(maps.Keys(vocabulary)), functionWords.has)
	c.counts = make([]int, len(c.words))
	for i, w := range c.words {
		c.counts[i] = vocabulary[w]
		if printed, ok := c.printed[w]; ok && !name(w) {
			c.printed[w] = strings.ToLower(printed)
		}
	}
}

// of returns the words that begin with prefix and are not it, as printed, the most
// frequent first, at most so many.
func (c *completions) of(prefix string, most int) []string {
	from, to := prefixed(len(c.words), func(i int) string { return c.words[i] }, prefix)
	var best []int
	for i := from; i < to; i++ {
		if c.words[i] == prefix {
			continue
		}
		at := len(best)
		for at > 0 && c.counts[best[at-1]] < c.counts[i] {
			at--
		}
		if at < most {
			best = slices.Insert(best[:min(len(best), most-1)], at, i)
		}
	}
	words := make([]string, len(best))
	for i, w := range best {
		words[i] = cmp.Or(c.printed[c.words[w]], c.words[w])
	}
	return words
}

// Sources returns the articles whose publisher's name or id has what was typed
// anywhere, without regard to case, accents and spaces; those first in which it
// stands at the beginning, of equals by id; at most so many. If nothing was typed
// these are the first articles.
func (s *Service) Sources(typed string, most int) []*corpus.Article {
	typed = squeezed(s.analyzer, typed)
	var begin, inside []*corpus.Article
	for i, a := range s.corpus.Articles() {
		publisher, id := s.proposed.sources[i][0], s.proposed.sources[i][1]
		switch {
		case len(begin) == most:
			return begin
		case strings.HasPrefix(publisher, typed) || strings.HasPrefix(id, typed):
			begin = append(begin, a)
		case len(inside) < most && (strings.Contains(publisher, typed) || strings.Contains(id, typed)):
			inside = append(inside, a)
		}
	}
	return append(begin, inside[:min(len(inside), most-len(begin))]...)
}
