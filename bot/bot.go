// Package bot is the conversation in Discord: what people can ask, press and set,
// and what the answers look like. A handler is a function from an [Event] to a
// [Message]; bot/gateway brings the events and is the one place that sends.
//
// It speaks no wire format, keeps no connection, and remembers nothing between
// two events but what a [Store] and [Limits] keep: all that a button needs stands
// in its custom ID and in the message it is pressed under. Start with [New].
package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"

	"summitbot/bot/answer"
)

// A Config holds what a [Bot] needs beside its coverage. Secret, Store and Limits
// are required.
type Config struct {
	// Secret is the deployment's secret, from which the keys of custom IDs and of
	// hashes are derived. Replicas understand each other's buttons if they have the
	// same one.
	Secret []byte
	Store  Store
	Limits Limits

	Operators     []string      // ids of users who may use /coverage, beside the application's owners
	KeepQuestions KeepQuestions // whose text is kept; default none
	MemberAsks    Rate          // how often one member may ask; default 3 in 20 s
	ChannelAsks   Rate          // how often may be asked in one channel; default 20 in a minute

	// Degraded says what is not as it should be, such as "Redis is away", "" if
	// all is well. Nil is always well.
	Degraded func() string
}

// A Bot answers events from one corpus. It is safe for concurrent use.
type Bot struct {
	lg       *slog.Logger
	service  *answer.Service
	cfg      Config
	keys     *keys
	records  *recorder
	commands []command
	actions  map[action]actionFunc
	starters []starter
}

// New returns a bot that answers what service answers.
func New(lg *slog.Logger, service *answer.Service, cfg Config) (*Bot, error) {
	if cfg.Store == nil || cfg.Limits == nil {
		return nil, errors.New("bot: no store or no limits")
	}
	if cfg.Degraded == nil {
		cfg.Degraded = func() string { return "" }
	}
	cfg.MemberAsks = cmp.Or(cfg.MemberAsks, defaultMemberAsks)
	cfg.ChannelAsks = cmp.Or(cfg.ChannelAsks, defaultChannelAsks)
	keys, err := newKeys(cfg.Secret)
	if err != nil {
		return nil, err
	}
	b := &Bot{
		lg: lg, service: service, cfg: cfg, keys: keys, records: newRecorder(lg, cfg.Store, cfg.Limits),
		actions: map[action]actionFunc{}, starters: starters(service),
	}
	maps.Copy(b.actions, b.cardActions())
	maps.Copy(b.actions, b.commandActions())
	b.commands = append([]command{b.askCommand(), b.findCommand()}, b.moreCommands()...)
	return b, nil
}

// publicScope is the scope of a corpus that everybody may ask.
const publicScope = "public"

// Discord's limits of choices for an option.
const (
	maxChoices = 25
	maxChoice  = 100 // characters of the name and of the value of one
)

// A command is one that people can use, and what it does.
type command struct {
	Command
	do       func(context.Context, Event) Message
	complete func(context.Context, Event) []Choice // for options that are Completed; nil if there are none
}

// Commands returns the commands that the bot understands.
func (b *Bot) Commands() []Command {
	var all []Command
	for _, c := range b.commands {
		all = append(all, c.Command)
	}
	return all
}

// named returns the command of an event. A subcommand is its command's to tell
// apart.
func (b *Bot) named(ev Event) (command, bool) {
	i := slices.IndexFunc(b.commands, func(c command) bool {
		return c.Name == ev.Command || len(c.Subcommands) > 0 && len(ev.Command) > len(c.Name) && ev.Command[:len(c.Name)+1] == c.Name+" "
	})
	if i < 0 {
		return command{}, false
	}
	return b.commands[i], true
}

// Handle returns the answer to an event. It never fails: what goes wrong is
// logged and told the asker in one kind sentence.
func (b *Bot) Handle(ctx context.Context, ev Event) Message {
	switch ev.Kind {
	case Press:
		return b.press(ctx, ev)
	case Said:
		return b.said(ctx, ev)
	}
	c, ok := b.named(ev)
	if !ok {
		b.lg.Warn("unknown command", "command", ev.Command)
		return note(b.private(ev).say(corePhrases.unknownCommand))
	}
	return c.do(ctx, ev)
}

// Complete returns choices for the option that is being typed, at most 25.
func (b *Bot) Complete(ctx context.Context, ev Event) []Choice {
	c, ok := b.named(ev)
	if !ok || c.complete == nil {
		return nil
	}
	return c.complete(ctx, ev)
}

// Presence returns the text that stands under the bot's name: which coverage it
// answers from, and what is not as it should be.
func (b *Bot) Presence() string {
	c := b.service.Corpus()
	s := fmt.Sprintf("/ask · %s · %d articles", c.Name(), len(c.Articles()))
	if d := b.cfg.Degraded(); d != "" {
		s += " · " + d
	}
	return s
}

// coverage returns what answers an event, and its scope.
func (b *Bot) coverage(Event) (*answer.Service, string) { return b.service, publicScope }

// private returns the language of what only the person sees. Discord does not tell
// it of somebody who writes a direct message: there it is the one written in.
func (b *Bot) private(ev Event) language {
	if locale := cmp.Or(ev.Locale, ev.GuildLocale); locale != "" || ev.Kind != Said {
		return languageOf(locale)
	}
	return languageWritten(ev.Text, b.service.Folds(ev.Text))
}

// public returns the language of what everybody sees in the place of an event.
func (b *Bot) public(ev Event, s Settings) language {
	if ev.GuildID == "" || !ev.Installed {
		return b.private(ev)
	}
	return languageOf(cmp.Or(s.Language, ev.GuildLocale, ev.Locale))
}

// settings returns the settings of the server that an event comes from. If they
// cannot be read, known is false, and nothing that they might forbid should be
// done: answers are for the asker alone.
func (b *Bot) settings(ctx context.Context, ev Event) (s Settings, known bool) {
	if ev.GuildID == "" || !ev.Installed {
		return Settings{}, true
	}
	s, err := b.cfg.Store.Settings(ctx, ev.GuildID)
	if err != nil {
		b.lg.Error("settings not read", "guild", ev.GuildID, "err", err)
		return Settings{Private: true}, false
	}
	return s, true
}

// note is a sentence that only the asker sees.
func note(s string) Message {
	return Message{Private: true, Card: []Component{Text{s}}, Plain: s}
}
