package bot

import (
	"context"
	"errors"
	"slices"

	"summitbot/bot/answer"
)

// pressed asks the question of the message that a button stands under again, now.
// If there is no answer, it returns a note that says why.
func (b *Bot) pressed(ctx context.Context, p press) (request, *answer.Answer, Message) {
	service, scope := b.coverage(p.Event)
	l := b.private(p.Event)
	r := request{Event: p.Event, what: corePhrases.asked, private: p.Message.Hidden}
	var err error
	if r.question, err = service.Read(p.question); err != nil {
		if _, ok := errors.AsType[*answer.FilterError](err); ok {
			return r, nil, note(l.say(answerPhrases.sourceGone))
		}
		return r, nil, note(l.say(answerPhrases.notAsked))
	}
	r.settings, _ = b.settings(ctx, p.Event)
	a, err := service.Ask(ctx, scope, r.question)
	if err != nil {
		b.lg.Error("question not answered", "err", err)
		return r, nil, note(l.say(answerPhrases.notAsked))
	}
	return r, a, Message{}
}

// view returns what a button shows in place of its message.
func (p press) view() view {
	return view{
		line: p.Message.FirstLine(), owner: p.id.owner, at: p.id.cursor, version: p.id.version, inPlace: true,
		context: p.id.action == actContext, nearest: p.id.action == actNearest,
	}
}

// page shows another part of an answer in place: other quotes, what stands around
// them, or what is nearest. Anyone may.
func (b *Bot) page(ctx context.Context, p press) Message {
	r, a, failed := b.pressed(ctx, p)
	if a == nil {
		return failed
	}
	return b.show(r, a, p.view())
}

// share shows everybody an answer that only the presser sees, as the reply to the
// press.
func (b *Bot) share(ctx context.Context, p press) Message {
	l := b.private(p.Event)
	s, known := b.settings(ctx, p.Event)
	_, allowed := b.allowed(p.Event, s)
	switch {
	case p.GuildID == "":
		return note(l.say(cardPhrases.nobody))
	case !known:
		return note(l.say(cardPhrases.unsure))
	case !allowed:
		return note(l.say(cardPhrases.noChannel))
	case !p.writes(p.Permissions):
		return note(l.say(cardPhrases.notWriter))
	}
	if m, too := b.tooFast(ctx, p.Event); too {
		return m
	}
	r, a, failed := b.pressed(ctx, p)
	if a == nil {
		return failed
	}
	if a.Verdict != answer.Quoted {
		return note(l.say(answerPhrases.noQuote))
	}
	if link := b.answered(ctx, p.Event, r.question); link != "" { // pressed twice, or asked in public meanwhile
		return note(l.say(askPhrases.askedBefore, link))
	}
	r.private = false
	m := b.show(r, a, view{owner: p.User.ID, at: p.id.cursor, version: p.id.version})
	ctx = context.WithoutCancel(ctx) // the message is sent when the handler is done
	m.Sent = func(id string) { b.rememberAnswer(ctx, p.Event, r.question, id) }
	return m
}

// writes reports whether somebody with these permissions may write where an event
// comes from. What a button posts for everybody is its presser's as well, and buttons
// can be pressed where hardly anybody may write, as under announcements.
func (ev Event) writes(p Permissions) bool {
	if ev.ParentID != "" {
		return p.Has(ViewChannel | SendMessagesInThreads)
	}
	return p.Has(ViewChannel | SendMessages)
}

// remove deletes an answer for the one who asked, and for those who may delete any
// message here.
func (b *Bot) remove(ctx context.Context, p press) Message {
	if p.id.owner == p.User.ID && p.User.ID != "" || p.Permissions.Has(ManageMessages) {
		b.forgetAnswer(ctx, p.Event, p.question)
		return Message{Remove: true}
	}
	return note(b.private(p.Event).say(cardPhrases.notYours))
}

// try answers a starter question: in place of a message that only the presser sees,
// else for the presser alone.
func (b *Bot) try(ctx context.Context, p press) Message {
	i := slices.IndexFunc(b.starters, func(s starter) bool { return s.at == p.id.cursor })
	if i < 0 {
		return note(b.private(p.Event).say(answerPhrases.noQuote))
	}
	if m, too := b.tooFast(ctx, p.Event); too {
		return m
	}
	hidden := p.Message.Hidden
	p.question = b.starters[i].text
	r, a, failed := b.pressed(ctx, p)
	if a == nil {
		return failed
	}
	r.private = true
	return b.show(r, a, view{owner: p.User.ID, inPlace: hidden})
}

// compareAnswer compares the articles on the question of an answer, for the presser
// alone.
func (b *Bot) compareAnswer(ctx context.Context, p press) Message {
	r, a, failed := b.pressed(ctx, p)
	if a == nil {
		return failed
	}
	r.private = true
	return b.comparison(ctx, r)
}
