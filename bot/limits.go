package bot

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"summitbot/bot/answer"
)

// A Rate allows so many events in any time as long as Per.
type Rate struct {
	Events int
	Per    time.Duration
}

// How often may be asked, unless the operator says otherwise.
var (
	defaultMemberAsks  = Rate{3, 20 * time.Second}
	defaultChannelAsks = Rate{20, time.Minute}
)

// sameWithin is how long the same question in a channel is answered with a link
// to the answer that is there.
const sameWithin = time.Minute

// KeepQuestions says which questions' texts are kept.
type KeepQuestions string

// What can be kept.
const (
	KeepNone   KeepQuestions = ""       // none
	KeepMisses KeepQuestions = "misses" // of questions that the coverage does not answer
	KeepAll    KeepQuestions = "all"
)

// tooFast counts an event as a question that is asked. If there were too many it
// returns true, and what to say instead of an answer.
//
// The member is counted first, so that one who asks on and on does not use up what
// the channel has. In direct messages there is nobody else to protect.
func (b *Bot) tooFast(ctx context.Context, ev Event) (Message, bool) {
	take := func(key string, r Rate) time.Duration { return b.cfg.Limits.Take(ctx, key, r.Events, r.Per) }
	wait := take("ask member "+ev.User.ID, b.cfg.MemberAsks)
	if wait <= 0 && ev.GuildID != "" {
		wait = take("ask channel "+ev.ChannelID, b.cfg.ChannelAsks)
	}
	if wait <= 0 {
		return Message{}, false
	}
	if ev.Kind == Said { // words would make the channel fuller still, and nothing private exists there
		return Message{React: "⏳"}, true
	}
	seconds := int((wait + time.Second - 1) / time.Second)
	return note(b.private(ev).say(askPhrases.tooFast, seconds)), true
}

// sameKey names a question in a channel, asked of one version of a corpus.
func (b *Bot) sameKey(ev Event, q answer.Question) string {
	s, scope := b.coverage(ev)
	c := s.Corpus()
	return fmt.Sprintf("answer %s\x00%s\x00%s\x00%d\x00%s", ev.ChannelID, scope, c.Name(), c.Version(), q.Normalised())
}

// answered returns a link to the answer that a question got in this channel within
// the last minute, "" if there is none.
func (b *Bot) answered(ctx context.Context, ev Event, q answer.Question) string {
	id := b.cfg.Limits.Recall(ctx, b.sameKey(ev, q))
	if _, err := strconv.ParseUint(id, 10, 64); err != nil {
		return ""
	}
	guild := ev.GuildID
	if guild == "" {
		guild = "@me"
	}
	return fmt.Sprintf("https://discord.com/channels/%s/%s/%s", guild, ev.ChannelID, id)
}

// rememberAnswer notes that a question is answered by a message of this channel.
func (b *Bot) rememberAnswer(ctx context.Context, ev Event, q answer.Question, messageID string) {
	b.cfg.Limits.Remember(ctx, b.sameKey(ev, q), messageID, sameWithin)
}

// forgetAnswer is called when the message that an event was pressed under goes
// away: nobody is sent there any more.
func (b *Bot) forgetAnswer(ctx context.Context, ev Event, question string) {
	s, _ := b.coverage(ev)
	q, err := s.Read(question)
	if err != nil || ev.Message == nil {
		return
	}
	if key := b.sameKey(ev, q); b.cfg.Limits.Recall(ctx, key) == ev.Message.ID {
		b.cfg.Limits.Remember(ctx, key, "", sameWithin)
	}
}
