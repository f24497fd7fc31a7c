package bot

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"summitbot/bot/answer"
	"summitbot/corpus"
)

// Limits of the strip under an answer.
const (
	maxPoints     = 2
	maxValues     = 4
	maxValueRunes = 60
)

// strip says in small print which values the articles print on the points of an
// answer, a line each; "" if there are none. Values are the articles' words.
func (l language) strip(points []answer.Point) string {
	var b strings.Builder
	lines := 0
	for _, p := range points {
		if line := l.pointLine(p); line != "" && lines < maxPoints {
			b.WriteString("-# " + line + "\n")
			lines++
		}
	}
	return b.String()
}

// pointLine writes one point: "spelled Aurus, Auras (Asian Diplomacy)", or
// “24 years” in 2 articles · “two years” only in Asian Diplomacy. It is "" for a
// point with a value too long to be read at a glance.
func (l language) pointLine(p answer.Point) string {
	var parts []string
	for i, v := range p.Values[:min(len(p.Values), maxValues)] {
		if utf8.RuneCountInString(v.Text.Text()) > maxValueRunes {
			return ""
		}
		value, sources := Escape(v.Text.Text()), printing(v)
		publisher := Escape(truncate(sources[0].Publisher(), maxPublisher))
		switch {
		case p.Kind == answer.Spelling && i == 0:
			parts = append(parts, l.say(answerPhrases.spelled, value))
		case p.Kind == answer.Spelling && len(sources) == 1:
			parts = append(parts, fmt.Sprintf("%s (%s)", value, publisher))
		case p.Kind == answer.Spelling:
			parts = append(parts, l.count(answerPhrases.spelledIn, len(sources), value, len(sources)))
		case len(sources) == 1:
			parts = append(parts, l.say(answerPhrases.onlyIn, value, publisher))
		default:
			parts = append(parts, l.count(answerPhrases.printedIn, len(sources), value, len(sources)))
		}
	}
	if p.Kind == answer.Spelling {
		return strings.Join(parts, ", ")
	}
	return strings.Join(parts, " · ")
}

// printing returns the articles that print a value in these very words; its other
// sources print it in some other way.
func printing(v answer.Value) []*corpus.Article {
	var of []*corpus.Article
	for _, e := range v.Evidence {
		if strings.Contains(e.Text(), v.Text.Text()) && !slices.Contains(of, e.Article()) {
			of = append(of, e.Article())
		}
	}
	return of
}
