package bot

import (
	"context"
	"fmt"
	"time"
)

// humanEvery is how often one person may ask a human.
const humanEvery = 10 * time.Minute

// human calls the people whom the server chose, where the coverage does not say.
func (b *Bot) human(ctx context.Context, p press) Message {
	l := b.private(p.Event)
	s, known := b.settings(ctx, p.Event)
	switch {
	case !known:
		return note(l.say(answerPhrases.notAsked))
	case s.HumanRole == "": // also where the server does not have the bot
		return note(l.say(cardPhrases.humanNobody))
	case !p.writes(p.Permissions):
		return note(l.say(cardPhrases.notWriter))
	}
	refused := note(l.say(cardPhrases.humanRefused))
	if !p.writes(p.BotPermissions) {
		return refused
	}
	key := "human " + p.GuildID + " " + p.User.ID
	first := b.first(ctx, key, p.Event, humanEvery) // bot/gateway posts the same event's call once
	if wait := b.cfg.Limits.Take(ctx, key, 1, humanEvery); wait > 0 && !first {
		return note(l.say(cardPhrases.humanWait, minutes(wait)))
	}
	// Here the role is only named: nothing pings but the call.
	m := note(l.say(cardPhrases.humanAsked, "<@&"+s.HumanRole+">"))
	name := Escape(truncate(p.User.Name, maxAsker))
	m.Call = &HumanCall{ChannelID: p.ChannelID, RoleID: s.HumanRole, Text: b.public(p.Event, s).say(cardPhrases.humanText, name, Escape(p.question))}
	m.Otherwise = &refused
	return m
}

// minutes returns a duration as all our languages write it, rounded up: in seconds, or
// in minutes from one on.
func minutes(d time.Duration) string {
	if d > time.Minute {
		return fmt.Sprintf("%d min", (d+time.Minute-1)/time.Minute)
	}
	return fmt.Sprintf("%d s", (d+time.Second-1)/time.Second)
}
