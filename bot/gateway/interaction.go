package gateway

import (
	"cmp"
	"encoding/json"
	"strconv"
	"time"

	"summitbot/bot"
)

// An interaction is INTERACTION_CREATE in Discord's JSON, as far as we look.
// Anything may be missing.
type interaction struct {
	ID        string `json:"id"`
	Type      int    `json:"type"`
	Token     string `json:"token"` // as good as a password for 15 minutes: never logged
	GuildID   string `json:"guild_id"`
	ChannelID string `json:"channel_id"`
	Locale    string `json:"locale"`
	User      *user  `json:"user"` // in direct messages
	Member    *struct {
		User *user  `json:"user"`
		Nick string `json:"nick"`
	} `json:"member"` // in servers
	Data struct {
		Name    string   `json:"name"`
		Type    int      `json:"type"`
		Options []option `json:"options"`
	} `json:"data"`
}

type user struct {
	ID         string `json:"id"`
	Username   string `json:"username"`
	GlobalName string `json:"global_name"`
}

type option struct {
	Name  string          `json:"name"`
	Value json.RawMessage `json:"value"`
}

// slashCommand reports whether the interaction is a slash command that can be answered.
func (in *interaction) slashCommand() bool {
	const applicationCommand = 2
	return in.Type == applicationCommand && in.Data.Type == chatInput && in.ID != "" && in.Token != ""
}

// event returns what the person did.
func (in *interaction) event() bot.Event {
	ev := bot.Event{
		ID: in.ID, Command: in.Data.Name, Options: make(map[string]string, len(in.Data.Options)),
		GuildID: in.GuildID, ChannelID: in.ChannelID, Locale: in.Locale,
	}
	for _, o := range in.Data.Options {
		ev.Options[o.Name] = o.text()
	}
	who, nick := in.User, ""
	if in.Member != nil && in.Member.User != nil {
		who, nick = in.Member.User, in.Member.Nick
	}
	if who != nil {
		ev.User = bot.User{ID: who.ID, Name: cmp.Or(nick, who.GlobalName, who.Username)}
	}
	return ev
}

// text returns the value as typed; a number or a truth value is its JSON.
func (o *option) text() string {
	var s string
	if json.Unmarshal(o.Value, &s) == nil {
		return s
	}
	return string(o.Value)
}

// Bounds of what counts as stale. Discord takes an answer for 3 seconds and
// replays what a resumed session has missed. It never replays what is older than
// the token's life, so an id that says so is no clock.
const (
	stale    = 3 * time.Second
	tokenAge = 15 * time.Minute
)

// staleAt reports whether the interaction was too old to be answered at now.
// The time is in the id: milliseconds since 2015, above 22 other bits.
func (in *interaction) staleAt(now time.Time) bool {
	const discordEpoch = 1420070400000
	id, err := strconv.ParseUint(in.ID, 10, 64)
	if err != nil {
		return false
	}
	age := now.Sub(time.UnixMilli(int64(id>>22) + discordEpoch))
	return age > stale && age < tokenAge
}
