package bot

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"summitbot/bot/answer"
)

// miss says why nothing is quoted and returns what is nearest, if it is to be shown.
// It is if that was asked for, and for a false premise and a question in another
// language as far as it has words that were found.
func (b *Bot) miss(c *card) (lead string, shown []answer.Quote) {
	a, other := c.answer, otherLanguage(c.question, c.answer.Corpus)
	if other != "" {
		lead = c.l.otherLanguage(c.question, a, other)
	} else {
		lead = c.l.miss(c.question, a)
	}
	switch {
	case c.nearest && len(a.Nearest) > 0:
		return lead + "\n" + c.l.say(missPhrases.nearest), a.Nearest
	case other == "" && (a.Miss != answer.Nowhere || len(a.Found) == 0):
		return lead, nil
	}
	for _, n := range a.Nearest {
		if len(b.service.Marks(c.question, n.Excerpt)) > 0 {
			shown = append(shown, n)
		}
	}
	switch {
	case len(shown) > 0 && other != "":
		lead += "\n" + c.l.say(missPhrases.named)
	case len(shown) > 0:
		lead += "\n" + c.l.say(missPhrases.premise)
	}
	return lead, shown
}

// miss says why nothing is quoted, in one of the fixed forms.
func (l language) miss(q answer.Question, a *answer.Answer) string {
	missing := italics(q, a.Missing)
	switch a.Miss {
	case "":
		return l.say(answerPhrases.asked)
	case answer.Nowhere:
		if n := len(a.Corpus.Articles()); n > 1 {
			return l.say(missPhrases.none, n, l.or(missing)) + l.found(q, a.Found)
		}
		return l.say(missPhrases.noneOfOne, l.or(missing)) + l.found(q, a.Found)
	case answer.Headed:
		return l.say(missPhrases.headed, l.or(missing)) + l.found(q, a.Found)
	case answer.Filtered:
		return l.count(missPhrases.filtered, len(a.Missing), l.and(missing))
	}
	content := q.Content()
	words := l.and(italics(q, content))
	if a.Miss == answer.Apart {
		return l.count(missPhrases.apart, len(content), words)
	}
	return l.say(missPhrases.lacking, words, l.say(missPhrases.lacks[a.Miss]))
}

// found names the words that are in the articles, where others are not.
func (l language) found(q answer.Question, places []int) string {
	if len(places) == 0 {
		return ""
	}
	return " " + l.count(missPhrases.found, len(places), l.and(italics(q, places)))
}

// A starter is a question that an article answers, offered where the coverage does
// not say.
type starter struct {
	text  string
	terms []string // of its content words
	at    cursor   // the article, and the question's place in its list
}

// starters returns the starter questions of a service's coverage.
func starters(s *answer.Service) []starter {
	var all []starter
	for _, art := range s.Corpus().Articles() {
		for i, text := range art.Questions() {
			q, err := s.Read(visible(text))
			if err != nil || i > 0xffff || utf8.RuneCountInString(text) > answer.MaxQuestion {
				continue
			}
			one := starter{text: q.String(), at: cursor{articleHash(art.ID()), uint16(i)}}
			for _, place := range q.Content() {
				one.terms = append(one.terms, q.Words[place].Term)
			}
			all = append(all, one)
		}
	}
	return all
}

// maxTries is how many starter questions are offered at once.
const maxTries = 3

// shortTry is the length in characters up to which a starter question is offered
// before longer ones, as a phone shows no more of a button.
const shortTry = 40

// tries returns the starter questions to offer for a question: those that share most
// words with it first, then short ones; the same ones for the same question.
func (b *Bot) tries(q answer.Question) []starter {
	rank := func(s starter) (long, shared, mixed int) {
		if utf8.RuneCountInString(s.text) > shortTry {
			long = 1
		}
		for _, place := range q.Content() {
			if slices.Contains(s.terms, q.Words[place].Term) {
				shared++
			}
		}
		return long, shared, int(articleHash(s.text + "\x00" + q.String()))
	}
	all := slices.DeleteFunc(slices.Clone(b.starters), func(s starter) bool { return s.text == q.String() })
	slices.SortStableFunc(all, func(x, y starter) int {
		longX, sharedX, mixedX := rank(x)
		longY, sharedY, mixedY := rank(y)
		return cmp.Or(cmp.Compare(sharedY, sharedX), cmp.Compare(longX, longY), cmp.Compare(mixedX, mixedY))
	})
	return all[:min(len(all), maxTries)]
}
