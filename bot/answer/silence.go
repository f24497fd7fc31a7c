package answer

import (
	"slices"

	"summitbot/corpus"
)

// Thresholds of the verdict. Tried on the development questions, November 2026.
const (
	// enough is the share of the question's idf that one passage must cover for
	// its article to have a passage on it. Words found nowhere count in full, so
	// a question about something else stays below.
	enough = 0.5
	// closeBy is the share of the best sentence's score that a further quote needs.
	closeBy = 0.4
	// nearest is how many sentences are shown as nearest when nothing answers.
	nearest = 2
)

// quote fills in the verdict, the quotes or the nearest sentences, and how many
// articles have a passage on the question. Candidates are in order, best first.
func (s *Service) quote(a *Answer, cs []candidate) (has []*corpus.Article) {
	for _, c := range cs {
		if art := c.excerpt.Article(); c.coverage >= enough && !slices.Contains(has, art) {
			has = append(has, art)
		}
	}
	a.Articles = len(has)
	if len(has) == 0 {
		for _, c := range cs[:min(len(cs), nearest)] {
			a.Nearest = append(a.Nearest, Quote{Excerpt: c.excerpt})
		}
		return nil
	}
	a.Verdict = Quoted
	cs = slices.DeleteFunc(cs, func(c candidate) bool {
		return c.score < closeBy*cs[0].score || !slices.Contains(has, c.excerpt.Article())
	})
	for _, c := range onePerArticleFirst(cs) {
		if len(a.Quotes) == s.cfg.Limit {
			break
		}
		a.Quotes = append(a.Quotes, Quote{Excerpt: c.excerpt})
	}
	return has
}

// onePerArticleFirst moves the best candidate of each article to the front.
func onePerArticleFirst(cs []candidate) []candidate {
	first, rest := make([]candidate, 0, len(cs)), make([]candidate, 0, len(cs))
	var seen []*corpus.Article
	for _, c := range cs {
		if art := c.excerpt.Article(); !slices.Contains(seen, art) {
			seen, first = append(seen, art), append(first, c)
			continue
		}
		rest = append(rest, c)
	}
	return append(first, rest...)
}
