package gateway

import (
	"cmp"
	"encoding/json"
	"strconv"
	"time"

	"summitbot/bot"
)

// Discord's numbers for interactions.
const (
	commandUsed     = 2
	componentUsed   = 3
	optionTyped     = 4
	subcommand      = 1 // type of an option; a group of them is 2
	subcommandGroup = 2
)

// An interaction is INTERACTION_CREATE in Discord's JSON, as far as we look.
// Anything may be missing.
type interaction struct {
	ID            string              `json:"id"`
	ApplicationID string              `json:"application_id"`
	Type          int                 `json:"type"`
	Token         string              `json:"token"` // as good as a password for 15 minutes: never logged
	GuildID       string              `json:"guild_id"`
	ChannelID     string              `json:"channel_id"`
	Channel       maybe[*inChannel]   `json:"channel"`
	Locale        string              `json:"locale"`
	GuildLocale   string              `json:"guild_locale"`
	Permissions   permissions         `json:"app_permissions"`
	User          maybe[*user]        `json:"user"`                           // in direct messages
	Member        maybe[*member]      `json:"member"`                         // in servers
	Owners        maybe[owners]       `json:"authorizing_integration_owners"` // by integration type
	Message       maybe[*wireWritten] `json:"message"`                        // of a component
	Data          struct {
		Name     string          `json:"name"`
		Type     int             `json:"type"`
		Options  []option        `json:"options"`
		CustomID string          `json:"custom_id"`
		Values   []string        `json:"values"`
		TargetID string          `json:"target_id"`
		Resolved maybe[resolved] `json:"resolved"`
	} `json:"data"`
}

type owners map[string]string

// An inChannel is the channel of an interaction.
type inChannel struct {
	Type     int    `json:"type"`
	ParentID string `json:"parent_id"` // a thread's channel; another's category
}

// parent returns the channel that c is a thread of, "" if it is none.
func (c *inChannel) parent() string {
	const newsThread, privateThread = 10, 12
	if c == nil || c.Type < newsThread || c.Type > privateThread {
		return ""
	}
	return c.ParentID
}

// resolved is what an interaction names by id.
type resolved struct {
	Messages map[string]maybe[*wireWritten] `json:"messages"`
}

type user struct {
	ID         string `json:"id"`
	Username   string `json:"username"`
	GlobalName string `json:"global_name"`
	Bot        bool   `json:"bot"`
	System     bool   `json:"system"`
}

type member struct {
	User        *user       `json:"user"` // missing in messages
	Nick        string      `json:"nick"`
	Permissions permissions `json:"permissions"`
}

type option struct {
	Name    string          `json:"name"`
	Type    int             `json:"type"`
	Value   json.RawMessage `json:"value"`
	Focused bool            `json:"focused"`
	Options []option        `json:"options"` // of a subcommand
}

// A maybe is a value that stays zero if its JSON is not of the form expected.
type maybe[T any] struct{ v T }

// UnmarshalJSON never fails.
func (m *maybe[T]) UnmarshalJSON(data []byte) error {
	var v T
	if json.Unmarshal(data, &v) == nil {
		m.v = v
	}
	return nil
}

// permissions are a decimal number in a string in Discord's JSON. What is none is
// no permission.
type permissions bot.Permissions

// UnmarshalJSON never fails.
func (p *permissions) UnmarshalJSON(data []byte) error {
	var s string
	if json.Unmarshal(data, &s) != nil {
		s = string(data)
	}
	n, _ := strconv.ParseUint(s, 10, 64) // 0 if it is no number
	*p = permissions(n)
	return nil
}

// MarshalJSON implements [json.Marshaler].
func (p permissions) MarshalJSON() ([]byte, error) {
	return strconv.AppendQuote(nil, strconv.FormatUint(uint64(p), 10)), nil
}

// event returns what the person did; ok is false for what is not answered.
func (in *interaction) event() (ev bot.Event, ok bool) {
	switch {
	case in.ID == "" || in.Token == "":
		return bot.Event{}, false
	case in.Type == commandUsed && in.Data.Type == chatInput:
		ev.Kind = bot.Slash
	case in.Type == commandUsed && in.Data.Type == messageMenu:
		ev.Kind = bot.Menu
	case in.Type == componentUsed:
		ev.Kind = bot.Press
	case in.Type == optionTyped && in.Data.Type == chatInput:
		ev.Kind = bot.Typing
	default:
		return bot.Event{}, false
	}
	ev.ID, ev.ApplicationID = in.ID, in.ApplicationID
	ev.GuildID, ev.ChannelID, ev.ParentID = in.GuildID, in.ChannelID, in.Channel.v.parent()
	ev.Locale, ev.GuildLocale = in.Locale, in.GuildLocale
	ev.BotPermissions = bot.Permissions(in.Permissions)
	ev.Installed = in.GuildID != "" && in.Owners.v["0"] == in.GuildID
	ev.User, ev.Permissions = in.who()
	switch ev.Kind {
	case bot.Press:
		ev.CustomID, ev.Values = in.Data.CustomID, in.Data.Values
		ev.Message = in.Message.v.written(in.ApplicationID)
	case bot.Menu:
		ev.Command = in.Data.Name
		ev.Message = in.Data.Resolved.v.Messages[in.Data.TargetID].v.written(in.ApplicationID)
	default:
		in.command(&ev)
	}
	return ev, true
}

// command fills in the command with its subcommand, and its options.
func (in *interaction) command(ev *bot.Event) {
	ev.Command = in.Data.Name
	options := in.Data.Options
	for len(options) == 1 && (options[0].Type == subcommand || options[0].Type == subcommandGroup) {
		ev.Command += " " + options[0].Name
		options = options[0].Options
	}
	ev.Options = make(map[string]string, len(options))
	for _, o := range options {
		ev.Options[o.Name] = o.text()
		if o.Focused {
			ev.Focused = o.Name
		}
	}
}

// who returns the person, and what they may do in the channel.
func (in *interaction) who() (bot.User, bot.Permissions) {
	if m := in.Member.v; m != nil && m.User != nil {
		return m.User.person(m.Nick), bot.Permissions(m.Permissions)
	}
	return in.User.v.person(""), 0
}

// person returns a user by the name that others see.
func (u *user) person(nick string) bot.User {
	if u == nil {
		return bot.User{}
	}
	return bot.User{ID: u.ID, Name: cmp.Or(nick, u.GlobalName, u.Username)}
}

// text returns the value as typed; a number or a truth value is its JSON.
func (o *option) text() string {
	var s string
	if json.Unmarshal(o.Value, &s) == nil {
		return s
	}
	return string(o.Value)
}

// Bounds of what counts as stale. Discord takes an answer to an interaction for 3
// seconds and replays what a resumed session has missed; a message can be answered
// later, but not when nobody waits any more. Discord never replays what is older
// than a token's life, so an id that says so is no clock.
const (
	stale     = 3 * time.Second
	staleSaid = 2 * time.Minute
	tokenAge  = 15 * time.Minute
)

// staleAt reports whether what has this id was made more than limit before now.
// The time is in the id: milliseconds since 2015, above 22 other bits.
func staleAt(id string, limit time.Duration, now time.Time) bool {
	const discordEpoch = 1420070400000
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return false
	}
	age := now.Sub(time.UnixMilli(int64(n>>22) + discordEpoch))
	return age > limit && age < tokenAge
}
