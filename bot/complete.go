package bot

import (
	"context"
	"strings"
	"unicode/utf8"

	"summitbot/bot/answer"
	"summitbot/corpus"
)

// completeAsk returns choices for an option of /ask.
func (b *Bot) completeAsk(_ context.Context, ev Event) []Choice {
	s, _ := b.coverage(ev)
	switch ev.Focused {
	case "question":
		return questionChoices(s, ev.Options[ev.Focused])
	case "source":
		return sourceChoices(s, ev.Options[ev.Focused])
	}
	return nil
}

// questionChoices returns what somebody may mean who has typed so much of a
// question: first just that, since Discord makes people take the first choice;
// then what the coverage suggests. A question that is finished or too long for a
// choice has none, so that it is sent as it stands.
//
// The value of a choice is its name, so that it does not matter which of the two
// Discord sends.
func questionChoices(s *answer.Service, typed string) []Choice {
	typed = visible(typed)
	whole := strings.TrimSpace(typed)
	if utf8.RuneCountInString(whole) > maxChoice || strings.HasSuffix(whole, "?") {
		return nil
	}
	var choices []Choice
	seen := map[string]bool{"": true}
	add := func(text string) {
		if !seen[text] && len(choices) < maxChoices && utf8.RuneCountInString(text) <= maxChoice {
			choices = append(choices, Choice{Name: text, Value: text})
		}
		seen[text] = true
	}
	add(whole)
	for _, proposed := range s.Suggest(strings.TrimLeft(typed, " "), maxChoices-len(choices)) {
		text := proposed.Text
		if proposed.Headline {
			text = cutAround(text, proposed.Match, maxChoice)
		}
		add(strings.TrimSpace(visible(text)))
	}
	return choices
}

// sourceChoices returns the sources that somebody may mean who has typed so much of
// a name.
func sourceChoices(s *answer.Service, typed string) []Choice {
	typed = visible(typed)
	var choices []Choice
	for _, a := range s.Sources(typed, maxChoices) {
		name := sourceName(a)
		at := max(0, strings.Index(strings.ToLower(name), strings.ToLower(strings.TrimSpace(typed))))
		if at >= len(name) || !utf8.RuneStart(name[at]) {
			at = 0 // a lower-case letter that is longer than its capital
		}
		if name = cutAround(name, at, maxChoice); len(a.ID()) <= maxChoice {
			choices = append(choices, Choice{Name: name, Value: a.ID()})
		}
	}
	return choices
}

// sourceName returns the name of an article among choices of sources: the
// publisher's, and the id by which others of it are told apart.
func sourceName(a *corpus.Article) string {
	publisher := strings.TrimSpace(visible(a.Publisher()))
	if strings.EqualFold(strings.ReplaceAll(publisher, " ", ""), a.ID()) {
		return publisher
	}
	return publisher + " · " + a.ID()
}

// sourceNamed returns the id of the source that a choice is for. Discord may send
// the name of a choice, or whatever else was typed: that is returned as it is.
func sourceNamed(s *answer.Service, typed string) string {
	part := strings.Trim(typed, "…")
	if strings.TrimSpace(part) == "" || s.Corpus().Article(typed) != nil {
		return strings.TrimSpace(typed)
	}
	for _, a := range s.Corpus().Articles() {
		if name := sourceName(a); name == typed || part != typed && strings.Contains(name, part) {
			return a.ID()
		}
	}
	return strings.TrimSpace(typed)
}

// cutAround returns text if it has at most n characters, else n of them with what
// stands at a byte offset first, an ellipsis wherever something was cut.
func cutAround(text string, at, n int) string {
	if utf8.RuneCountInString(text) <= n || at == 0 {
		return truncate(text, n)
	}
	return "…" + truncate(text[at:], n-1)
}
