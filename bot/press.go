package bot

import (
	"context"
	"strconv"
	"time"
)

// An action is what a button or select does. Its numbers stand in messages for
// ever: they are never reused.
type action byte

// An actionFunc does an action.
type actionFunc struct {
	do func(context.Context, press) Message
	// changes says that it changes something, and so must be pressed within
	// changeWithin of the message.
	changes bool
}

// changeWithin is how long buttons that change something may be pressed.
const changeWithin = 15 * time.Minute

// A press is a button that was pressed, found to be one of ours and unchanged.
type press struct {
	Event
	id       customID
	question string // of the message it stands under, as it could be typed; "" if it has none
}

// press does what a button says. A button that is not ours, or whose message was
// changed, changes nothing.
func (b *Bot) press(ctx context.Context, ev Event) Message {
	l := b.private(ev)
	question := questionIn(ev.Message.FirstLine())
	id, err := b.keys.open(ev.CustomID, ev.ApplicationID, question)
	if err == errVersion {
		return note(l.say(corePhrases.oldButton))
	}
	a, ok := b.actions[id.action]
	if err != nil || !ok || ev.Message == nil {
		b.lg.Debug("a button that is not ours", "err", err)
		return note(l.say(corePhrases.foreignButton))
	}
	if a.changes && age(ev.Message) > changeWithin {
		return note(l.say(corePhrases.expiredButton))
	}
	return a.do(ctx, press{Event: ev, id: id, question: question})
}

// age returns how long ago a message was written, by its id: milliseconds since
// 2015 stand above 22 other bits. A message without one is as old as can be.
func age(w *Written) time.Duration {
	const discordEpoch = 1420070400000
	if w == nil {
		return 1 << 62
	}
	id, err := strconv.ParseUint(w.ID, 10, 64)
	if err != nil {
		return 1 << 62
	}
	return time.Since(time.UnixMilli(int64(id>>22) + discordEpoch))
}
