// Package bot is the conversation in Discord: what people can ask, and what
// the answer looks like. A handler is a function from an [Event] to a
// [Message]; bot/gateway brings the events and is the one place that sends.
//
// It speaks no wire format and keeps no connection. Start with [New].
package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"unicode/utf8"

	"summitbot/bot/answer"
)

// A Bot answers events from one corpus. It is safe for concurrent use.
type Bot struct {
	lg      *slog.Logger
	service *answer.Service
}

// New returns a bot that answers what service answers.
func New(lg *slog.Logger, service *answer.Service) *Bot {
	return &Bot{lg: lg, service: service}
}

// publicScope is the scope of a corpus that everybody may ask.
const publicScope = "public"

// maxChoices is Discord's limit of choices for an option.
const maxChoices = 25

// Commands returns the commands that the bot understands.
func (b *Bot) Commands() []Command {
	source := Option{Name: "source", Description: "Quote one source only"}
	if articles := b.service.Corpus().Articles(); len(articles) <= maxChoices {
		for _, a := range articles {
			source.Choices = append(source.Choices, Choice{Name: truncate(a.Publisher(), 100), Value: a.ID()})
		}
	}
	return []Command{{
		Name:        "ask",
		Description: "Ask about the news coverage and get quotes from it",
		Options: []Option{
			{Name: "question", Description: "What you want to know", Required: true, MaxLength: answer.MaxQuestion},
			source,
			{Name: "since", Description: "Only articles from this day on, like 2024-06-20", MaxLength: 10},
		},
	}}
}

// Handle returns the answer to an event. It never fails: what goes wrong is
// logged and told the asker in one kind sentence.
func (b *Bot) Handle(ctx context.Context, ev Event) Message {
	if ev.Command != "ask" {
		b.lg.Warn("unknown command", "command", ev.Command)
		return note("I do not know that command. Try `/ask`.")
	}
	return b.ask(ctx, ev)
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
	return b.render(ev.User.Name, q, a)
}

// read reads the question with the options beside it.
func (b *Bot) read(text string, options map[string]string) (answer.Question, error) {
	q, err := b.service.Read(text)
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

// note is a sentence that only the asker sees.
func note(s string) Message {
	return Message{Private: true, Card: []Component{Text{s}}, Plain: s}
}
