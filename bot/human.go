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
	}
	refused := note(l.say(cardPhrases.humanRefused))
	if !p.BotPermissions.Has(ViewChannel) || p.BotPermissions&(SendMessages|SendMessagesInThreads|Administrator) == 0 {
		return refused
	}
	if wait := b.cfg.Limits.Take(ctx, "human "+p.GuildID+" "+p.User.ID, 1, humanEvery); wait > 0 {
		return note(l.say(cardPhrases.humanWait, minutes(wait)))
	}
	m := note(l.say(cardPhrases.humanAsked, b.roleName(ctx, p.Event, l, s.HumanRole)))
	name := Escape(truncate(p.User.Name, maxAsker))
	m.Call = &HumanCall{ChannelID: p.ChannelID, RoleID: s.HumanRole, Text: b.public(p.Event, s).say(cardPhrases.humanText, name, Escape(p.question))}
	m.Otherwise = &refused
	return m
}

// roleName returns the name of a role, or words that do for it if it cannot be looked
// up.
func (b *Bot) roleName(ctx context.Context, ev Event, l language, id string) string {
	if ev.Discord == nil {
		return l.say(cardPhrases.moderators)
	}
	server, err := ev.Discord.Server(ctx, ev.GuildID)
	if err != nil {
		b.lg.Warn("server not looked up", "guild", ev.GuildID, "err", err)
		return l.say(cardPhrases.moderators)
	}
	for _, r := range server.Roles {
		if r.ID == id {
			return "**" + Escape("@"+truncate(visible(r.Name), maxAsker)) + "**"
		}
	}
	return l.say(cardPhrases.moderators)
}

// minutes returns a duration in minutes and seconds, as all our languages write it,
// rounded up.
func minutes(d time.Duration) string {
	s := int((d + time.Second - 1) / time.Second)
	if s < 60 {
		return fmt.Sprintf("%d s", s)
	}
	return fmt.Sprintf("%d min %d s", s/60, s%60)
}
