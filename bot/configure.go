package bot

import (
	"cmp"
	"context"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// languageNames are what languages call themselves, and how [Settings] spells them.
var languageNames = [languages]struct{ code, name string }{en: {"en", "English"}, de: {"de", "Deutsch"}, es: {"es", "Español"}, fr: {"fr", "Français"}}

// settingsPages is how many pages the panel has; each has at most four selects.
const settingsPages = 2

// A setting is one thing that a server can choose.
type setting struct {
	do   action
	page int
	// says tells in words what holds.
	says func(l language, ev Event, s Settings) string
	// choose is the select to choose it with, without its custom ID.
	choose func(l language, s Settings) Select
	// set takes what was chosen, and reports whether it can be.
	set func(s *Settings, values []string) bool
}

// settingsTable returns what can be chosen, as the panel orders it.
func settingsTable() []setting {
	p := &settingsPhrases
	return []setting{
		{actionSetChannels, 0, saysChannels, func(l language, s Settings) Select {
			return Select{Of: Channels, Placeholder: l.say(p.chooseChannels), Chosen: s.Channels, Max: maxChoices}
		}, func(s *Settings, values []string) bool {
			s.Channels = append([]string(nil), values...) // nil for none, as it is stored
			return len(values) <= maxChoices && !slices.ContainsFunc(values, notSnowflake)
		}},
		{actionSetHumanRole, 0, saysHuman, func(l language, s Settings) Select {
			return Select{Of: Roles, Placeholder: l.say(p.chooseHuman), Chosen: chosen(s.HumanRole), Max: 1}
		}, func(s *Settings, values []string) bool { return setID(&s.HumanRole, values) }},
		{actionSetLogChannel, 0, saysLog, func(l language, s Settings) Select {
			return Select{Of: Channels, Placeholder: l.say(p.chooseLog), Chosen: chosen(s.LogChannel), Max: 1}
		}, func(s *Settings, values []string) bool { return setID(&s.LogChannel, values) }},
		{actionSetLanguage, 0, saysLanguage, chooseLanguage, setLanguage},
		{actionSetPrivacy, 1, func(l language, _ Event, s Settings) string { return l.say(either(s.Private, p.private, p.public)) }, func(l language, s Settings) Select {
			return oneOf(l.say(p.choosePrivacy), SelectOption{l.say(p.forAll), "public", l.say(p.forAllMore), !s.Private}, SelectOption{l.say(p.forAsker), "private", l.say(p.forAskerMore), s.Private})
		}, func(s *Settings, values []string) bool { return setEither(&s.Private, values, "private", "public") }},
		{actionSetQuotes, 1, func(l language, _ Event, s Settings) string {
			return l.count(p.quotes, quotesAtOnce(s), quotesAtOnce(s))
		}, chooseQuotes, setQuotes},
		{actionSetLayout, 1, func(l language, _ Event, s Settings) string { return l.say(either(s.Plain, p.plain, p.cards)) }, func(l language, s Settings) Select {
			return oneOf(l.say(p.chooseLayout), SelectOption{l.say(p.asCards), "cards", l.say(p.cardsMore), !s.Plain}, SelectOption{l.say(p.asText), "plain", l.say(p.plainMore), s.Plain})
		}, func(s *Settings, values []string) bool { return setEither(&s.Plain, values, "plain", "cards") }},
	}
}

// settingsCommand returns /settings.
func (b *Bot) settingsCommand() command {
	c := commandOf(commandPhrases.settings)
	c.Needs, c.ServerOnly = ManageServer, true
	return command{Command: c, do: func(ctx context.Context, ev Event) Message {
		s, no, ok := b.manage(ctx, ev)
		if !ok {
			return no
		}
		return b.panel(ev, actLine(b.private(ev), settingsPhrases.line, ev.User.Name), s, 0)
	}}
}

// settingsActions returns what the panel's buttons and selects do.
func (b *Bot) settingsActions() map[action]actionFunc {
	all := map[action]actionFunc{actionSettingsPage: {do: func(ctx context.Context, p press) Message {
		s, no, ok := b.manage(ctx, p.Event)
		if !ok {
			return no
		}
		return b.panel(p.Event, p.Message.FirstLine(), s, int(p.id.sentence)%settingsPages)
	}}}
	for _, c := range settingsTable() {
		all[c.do] = actionFunc{changes: true, do: func(ctx context.Context, p press) Message { return b.change(ctx, p, c) }}
	}
	return all
}

// mayManage reports whether somebody may manage the server, or says why not.
func (b *Bot) mayManage(ev Event) (Message, bool) {
	l := b.private(ev)
	switch {
	case ev.GuildID == "" || !ev.Installed:
		return note(l.say(settingsPhrases.notHere)), false
	case !ev.Permissions.Has(ManageServer):
		return note(l.say(settingsPhrases.notAllowed)), false
	}
	return Message{}, true
}

// manage returns the settings for somebody who may change them.
func (b *Bot) manage(ctx context.Context, ev Event) (s Settings, no Message, ok bool) {
	if no, ok := b.mayManage(ev); !ok {
		return Settings{}, no, false
	}
	s, known := b.settings(ctx, ev)
	if !known {
		return Settings{}, note(b.private(ev).say(settingsPhrases.notRead)), false
	}
	return s, Message{}, true
}

// change sets what was chosen and tells it in the log channel; who takes the log
// channel away is told of in the old one.
func (b *Bot) change(ctx context.Context, p press, c setting) Message {
	l := b.private(p.Event)
	wanted, no, ok := b.manage(ctx, p.Event)
	if !ok {
		return no
	}
	if !c.set(&wanted, p.Values) {
		return note(l.say(settingsPhrases.notOffered))
	}
	if wanted.HumanRole == p.GuildID {
		return note(l.say(settingsPhrases.everyone))
	}
	var old Settings
	s, err := b.cfg.Store.ChangeSettings(ctx, p.GuildID, func(s *Settings) bool {
		old = *s
		c.set(s, p.Values)
		return !reflect.DeepEqual(*s, old)
	})
	if err != nil {
		b.lg.Error("settings not stored", "guild", p.GuildID, "err", err)
		return note(l.say(settingsPhrases.notStored))
	}
	m := b.panel(p.Event, p.Message.FirstLine(), s, c.page)
	if channel := cmp.Or(s.LogChannel, old.LogChannel); channel != "" && !reflect.DeepEqual(s, old) {
		public := b.public(p.Event, s)
		m.Log = &Post{ChannelID: channel, Text: public.say(settingsPhrases.changed, Escape(truncate(p.User.Name, maxAsker)), c.says(public, p.Event, s))}
	}
	return m
}

// panel shows all settings in words and one page of what can be chosen.
func (b *Bot) panel(ev Event, line string, s Settings, page int) Message {
	l := b.private(ev)
	words := []string{line, l.say(settingsPhrases.head)}
	var rows []Row
	for _, c := range settingsTable() {
		words = append(words, "- "+c.says(l, ev, s))
		if c.page == page {
			choose := c.choose(l, s)
			choose.ID = b.seal(ev, "", c.do, cursor{})
			rows = append(rows, Row{Select: &choose})
		}
	}
	corpus := b.service.Corpus()
	words = append(words, "- "+l.say(settingsPhrases.corpus, Escape(corpus.Name()), corpus.Version()))
	turn := b.button(ev, "", actionSettingsPage, cursor{sentence: 1}, l.say(settingsPhrases.toPage2))
	if page > 0 {
		turn = b.button(ev, "", actionSettingsPage, cursor{sentence: 0}, l.say(settingsPhrases.toPage1))
	}
	text := strings.Join(words, "\n")
	m := framed(ev, text, append(rows, Row{Buttons: []Button{turn}}), Text{text})
	m.Private = true
	return m
}

func saysChannels(l language, _ Event, s Settings) string {
	if len(s.Channels) == 0 {
		return l.say(settingsPhrases.everywhere)
	}
	return l.say(settingsPhrases.nowhereElse, channelList(s.Channels))
}

func saysHuman(l language, _ Event, s Settings) string {
	if s.HumanRole == "" {
		return l.say(settingsPhrases.nobody)
	}
	return l.say(settingsPhrases.human, "<@&"+s.HumanRole+">")
}

func saysLog(l language, _ Event, s Settings) string {
	if s.LogChannel == "" {
		return l.say(settingsPhrases.unlogged)
	}
	return l.say(settingsPhrases.logged, channelList([]string{s.LogChannel}))
}

func saysLanguage(l language, ev Event, s Settings) string {
	if s.Language == "" {
		return l.say(settingsPhrases.ownLanguage, languageNames[languageOf(ev.GuildLocale)].name)
	}
	return l.say(settingsPhrases.language, languageNames[languageOf(s.Language)].name)
}

func chooseLanguage(l language, s Settings) Select {
	options := []SelectOption{{Label: l.say(settingsPhrases.own), Value: "own", Chosen: s.Language == ""}}
	for _, n := range languageNames {
		options = append(options, SelectOption{Label: n.name, Value: n.code, Chosen: s.Language == n.code})
	}
	return oneOf(l.say(settingsPhrases.chooseLanguage), options...)
}

func setLanguage(s *Settings, values []string) bool {
	if len(values) != 1 {
		return false
	}
	s.Language = values[0]
	if s.Language == "own" {
		s.Language = ""
		return true
	}
	for _, n := range languageNames {
		if n.code == s.Language {
			return true
		}
	}
	return false
}

func chooseQuotes(l language, s Settings) Select {
	var options []SelectOption
	for n := 1; n <= maxQuotes; n++ {
		options = append(options, SelectOption{Label: l.count(settingsPhrases.quotesOption, n, n), Value: strconv.Itoa(n), Chosen: n == quotesAtOnce(s)})
	}
	return oneOf(l.say(settingsPhrases.chooseQuotes), options...)
}

func setQuotes(s *Settings, values []string) bool {
	if len(values) != 1 {
		return false
	}
	n, err := strconv.Atoi(values[0])
	s.Quotes = n
	return err == nil && n >= 1 && n <= maxQuotes
}

// oneOf returns a select of one of several options.
func oneOf(placeholder string, options ...SelectOption) Select {
	return Select{Placeholder: placeholder, Options: options, Min: 1, Max: 1}
}

// either returns yes or no.
func either(is bool, yes, no phrase) phrase {
	if is {
		return yes
	}
	return no
}

// setEither sets a truth value by the one value that was chosen.
func setEither(to *bool, values []string, yes, no string) bool {
	if len(values) != 1 || values[0] != yes && values[0] != no {
		return false
	}
	*to = values[0] == yes
	return true
}

// setID sets an id to the one that was chosen, "" if none was.
func setID(to *string, values []string) bool {
	*to = strings.Join(values, "")
	return len(values) < 2 && !slices.ContainsFunc(values, notSnowflake)
}

// chosen returns an id as a select has it.
func chosen(id string) []string {
	if id == "" {
		return nil
	}
	return []string{id}
}

// notSnowflake reports whether text cannot be an id of Discord's.
func notSnowflake(text string) bool {
	_, err := strconv.ParseUint(text, 10, 64)
	return err != nil
}
