package gateway

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"summitbot/bot"
)

// A wireWritten is a message that is there already, in Discord's JSON, as far as
// we look. Anything may be missing.
type wireWritten struct {
	ID          string                 `json:"id"`
	Type        int                    `json:"type"`
	Flags       int                    `json:"flags"`
	GuildID     string                 `json:"guild_id"`
	ChannelID   string                 `json:"channel_id"`
	WebhookID   string                 `json:"webhook_id"`
	Author      maybe[*user]           `json:"author"`
	Member      maybe[*member]         `json:"member"`
	Mentions    maybe[[]user]          `json:"mentions"`
	Content     string                 `json:"content"`
	Components  maybe[[]wirePart]      `json:"components"`
	Embeds      maybe[[]any]           `json:"embeds"`
	Attachments maybe[[]any]           `json:"attachments"`
	Stickers    maybe[[]any]           `json:"sticker_items"`
	Poll        any                    `json:"poll"`
	Referenced  maybe[*wireWritten]    `json:"referenced_message"` // what it replies to
	Snapshots   maybe[[]wireForwarded] `json:"message_snapshots"`  // what it forwards
}

type wireForwarded struct {
	Message maybe[*wireWritten] `json:"message"`
}

// A wirePart is a component of a message as far as it has text.
type wirePart struct {
	Type       int               `json:"type"`
	Content    maybe[string]     `json:"content"`
	Components maybe[[]wirePart] `json:"components"`
	Accessory  maybe[*wirePart]  `json:"accessory"`
	Media      json.RawMessage   `json:"media"` // a picture beside a text
	Items      maybe[[]any]      `json:"items"` // pictures
	File       json.RawMessage   `json:"file"`
}

// written returns the message, or nil if there is none. self is the bot's id.
func (w *wireWritten) written(self string) *bot.Written {
	if w == nil || w.ID == "" {
		return nil
	}
	author := w.Author.v.person("").ID
	m := &bot.Written{ID: w.ID, Author: author, Mine: author != "" && author == self,
		Hidden: w.Flags&flagEphemeral != 0, Plain: w.Flags&flagComponentsV2 == 0}
	m.Text, m.Other = w.texts()
	for _, s := range w.Snapshots.v {
		if f := s.Message.v; f != nil && m.Text == "" {
			text, other := f.texts()
			m.Text, m.Other = text, m.Other || other
		}
	}
	return m
}

// texts returns what the message says, and whether it has something else too.
func (w *wireWritten) texts() (text string, other bool) {
	var texts []string
	if w.Content != "" {
		texts = append(texts, w.Content)
	}
	other = len(w.Embeds.v) > 0 || len(w.Attachments.v) > 0 || len(w.Stickers.v) > 0 || w.Poll != nil
	var walk func([]wirePart)
	walk = func(parts []wirePart) {
		for _, p := range parts {
			if p.Type == textDisplay && p.Content.v != "" {
				texts = append(texts, p.Content.v)
			}
			other = other || len(p.Items.v) > 0 || p.Media != nil || p.File != nil
			walk(p.Components.v)
			if p.Accessory.v != nil {
				walk([]wirePart{*p.Accessory.v})
			}
		}
	}
	walk(w.Components.v)
	return strings.Join(texts, "\n"), other
}

// Types of the messages that people write; all others are Discord's own.
const (
	messageDefault = 0
	messageReply   = 19
)

// said returns the event that a new message is to the bot: a mention in its text,
// a direct message, or a reply that pings. ok is false for all others.
func (w *wireWritten) said(self identity) (ev bot.Event, ok bool) {
	author := w.Author.v
	if w.ID == "" || w.ChannelID == "" || author == nil || author.ID == "" || author.ID == self.user || self.user == "" ||
		author.Bot || author.System || w.WebhookID != "" || w.Type != messageDefault && w.Type != messageReply {
		return bot.Event{}, false
	}
	mentioned := strings.Contains(w.Content, "<@"+self.user+">") || strings.Contains(w.Content, "<@!"+self.user+">")
	to := w.Referenced.v.written(self.user)
	pinged := slices.ContainsFunc(w.Mentions.v, func(u user) bool { return u.ID == self.user })
	if w.GuildID != "" && !mentioned && !(pinged && to != nil && to.Mine) {
		return bot.Event{}, false
	}
	mention := regexp.MustCompile(`\s*<@!?` + regexp.QuoteMeta(self.user) + `>\s*`)
	nick := ""
	if w.Member.v != nil {
		nick = w.Member.v.Nick
	}
	return bot.Event{
		ID: w.ID, Kind: bot.Said,
		Text:    strings.TrimSpace(mention.ReplaceAllString(w.Content, " ")),
		Message: w.written(self.user), ReplyTo: to,
		User:    author.person(nick),
		GuildID: w.GuildID, ChannelID: w.ChannelID, Installed: w.GuildID != "",
		ApplicationID: self.application,
	}, true
}

// situate fills in what a message does not tell of where it is, as far as Discord has
// told it before.
func (t *intake) situate(ev *bot.Event) {
	if locale, ok := t.locales.Load(ev.GuildID); ok {
		ev.GuildLocale = locale.(string)
	}
	if parent, ok := t.parents.Load(ev.ChannelID); ok {
		ev.ParentID = parent.(string)
	}
}

// A wireThread is a thread in Discord's JSON, as far as we look.
type wireThread struct {
	ID       string `json:"id"`
	ParentID string `json:"parent_id"`
}

// threads notes in which channels the threads are that an event tells of.
func (t *intake) threads(event string, data []byte) {
	var told struct {
		wireThread
		Threads maybe[[]wireThread] `json:"threads"` // of GUILD_CREATE and THREAD_LIST_SYNC
	}
	if json.Unmarshal(data, &told) != nil {
		return
	}
	for _, thread := range append(told.Threads.v, told.wireThread) {
		switch {
		case event == "THREAD_DELETE":
			t.parents.Delete(thread.ID)
		case thread.ID != "" && thread.ParentID != "":
			t.parents.Store(thread.ID, thread.ParentID)
		}
	}
}

// An identity is who the bot is. Nothing is known before READY.
type identity struct{ user, application string }
