package bot

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"summitbot/bot/answer"
)

// askCommand returns /ask.
func (b *Bot) askCommand() command {
	source := Option{Name: "source", Description: "Quote one source only"}
	if articles := b.service.Corpus().Articles(); len(articles) <= maxChoices {
		for _, a := range articles {
			source.Choices = append(source.Choices, Choice{Name: truncate(a.Publisher(), 100), Value: a.ID()})
		}
	}
	return command{
		Command: Command{
			Name:        "ask",
			Description: "Ask about the news coverage and get quotes from it",
			Options: []Option{
				{Name: "question", Description: "What you want to know", Required: true, MaxLength: answer.MaxQuestion},
				source,
				{Name: "since", Description: "Only articles from this day on, like 2024-06-20", MaxLength: 10},
			},
		},
		do: b.ask,
	}
}

func (b *Bot) ask(ctx context.Context, ev Event) Message {
	text := ev.Options["question"]
	if n := utf8.RuneCountInString(text); n > answer.MaxQuestion {
		return note(fmt.Sprintf("That question has %d characters and I read at most %d. Please ask a shorter one.", n, answer.MaxQuestion))
	}
	q, err := b.read(text, ev.Options)
	if err != nil {
		return badFilter(err)
	}
	if len(q.Content()) == 0 {
		return note("Ask me about the news coverage, with a name or a thing in it, like `/ask what did Putin give Kim?`")
	}
	a, err := b.service.Ask(ctx, publicScope, q)
	if err != nil {
		b.lg.Error("question not answered", "err", err)
		return note("I could not look that up just now. Please ask again in a minute.")
	}
	kept, _ := b.settings(ctx, ev)
	return b.render(request{Event: ev, question: q, what: corePhrases.asked, settings: kept, private: kept.Private || ev.Options["private"] == "true"}, a)
}

// A request is a question on its way to an answer, from wherever it came.
type request struct {
	Event
	question answer.Question
	what     phrase   // the first line of the answer: who did what, and the question
	carried  []string // words that were taken over from the question that is replied to
	private  bool     // the asker or the server wants answers private
	settings Settings // of the server
}

// read reads the question with the options beside it. What cannot be seen of it
// is left out first, so that the line that shows the question reads the same.
func (b *Bot) read(text string, options map[string]string) (answer.Question, error) {
	q, err := b.service.Read(visible(text))
	if err == nil {
		q, err = q.WithSource(b.service.Corpus(), options["source"])
	}
	if err == nil {
		q, err = q.WithSince(options["since"])
	}
	return q, err
}

// badFilter says which filter cannot be followed.
func badFilter(err error) Message {
	e, ok := errors.AsType[*answer.FilterError](err)
	if !ok {
		return note("I could not read that question. Please ask it in other words.")
	}
	s := fmt.Sprintf("`%s` should be %s, not %s.", e.Name, e.Want, Escape(truncate(e.Value, 100)))
	if len(e.Known) > 0 {
		s += " I have " + list(e.Known[:min(len(e.Known), maxChoices)], "and") + "."
	}
	return note(s)
}
