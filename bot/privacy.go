package bot

import (
	"context"
	"slices"
	"time"
)

// privacyCommand returns /privacy.
func (b *Bot) privacyCommand() command {
	return command{Command: commandOf(commandPhrases.privacy), do: func(_ context.Context, ev Event) Message {
		return b.privacy(ev, actLine(b.private(ev), helpPhrases.privacyLine, ev.User.Name))
	}}
}

// privacyAgain shows it again in the place of what follows from it.
func (b *Bot) privacyAgain(_ context.Context, p press) Message {
	return b.privacy(p.Event, p.Message.FirstLine())
}

// privacy says what is kept.
func (b *Bot) privacy(ev Event, line string) Message {
	l := b.private(ev)
	days := int(KeepQuestionsFor / (24 * time.Hour))
	questions := l.say(helpPhrases.keepNone)
	switch b.cfg.KeepQuestions {
	case KeepMisses:
		questions = l.say(helpPhrases.keepMisses, days)
	case KeepAll:
		questions = l.say(helpPhrases.keepAll, days)
	}
	text := joined(line, l.say(helpPhrases.keptHead), questions, l.say(helpPhrases.votes), l.say(helpPhrases.gaps),
		l.say(helpPhrases.limits), l.say(helpPhrases.servers, b.slash(l, "settings")))
	return b.aboutMe(ev, text, b.button(ev, "", actionShowKept, cursor{}, l.say(helpPhrases.show)), b.deleteButton(ev, l))
}

// aboutMe is a private message with a row of buttons. Pressed, it changes itself.
func (b *Bot) aboutMe(ev Event, text string, buttons ...Button) Message {
	m := framed(ev, text, []Row{{Buttons: buttons}}, Text{text})
	m.Private = true
	return m
}

func (b *Bot) deleteButton(ev Event, l language) Button {
	button := b.button(ev, "", actionAskDelete, cursor{}, l.say(helpPhrases.delete))
	button.Style = Red
	return button
}

func (b *Bot) backButton(ev Event, l language) Button {
	return b.button(ev, "", actionKeep, cursor{}, l.say(helpPhrases.keep))
}

// asker returns what stands for a person beside kept questions.
func (b *Bot) asker(u User) string { return b.keys.hash("asker", u.ID) }

// keptOf returns the kept questions of a person, newest first.
func (b *Bot) keptOf(ctx context.Context, u User) ([]Record, error) {
	all, err := b.cfg.Store.Records(ctx, QuestionRecord)
	if err != nil {
		return nil, err
	}
	mine := slices.DeleteFunc(slices.Clone(all), func(r Record) bool { return r.Asker != b.asker(u) })
	slices.Reverse(mine)
	return mine, nil
}

// turnKept shows a page of what is kept about who presses.
func (b *Bot) turnKept(ctx context.Context, p press, at position) Message {
	l := b.private(p.Event)
	mine, err := b.keptOf(ctx, p.User)
	if err != nil {
		b.lg.Error("kept questions not read", "err", err)
		return note(l.say(answerPhrases.notAsked))
	}
	list := listing{
		language: l, line: p.Message.FirstLine(), n: len(mine),
		earlier: actionEarlierKept, later: actionLaterKept, labels: turning{helpPhrases.newer, helpPhrases.older},
		head: func(int) string {
			if len(mine) == 0 {
				return l.say(helpPhrases.nothingKept)
			}
			return l.count(helpPhrases.kept, len(mine), len(mine))
		},
		part: func(i, _ int) string {
			r := mine[i]
			asked, until := r.Hour.Format(time.DateOnly), r.Hour.Add(KeepQuestionsFor).Format(time.DateOnly)
			return "> " + Escape(r.Text) + "\n-# " + l.say(helpPhrases.keptUntil, l.day(asked), l.day(until))
		},
		foot: "-# " + l.say(helpPhrases.hash),
		rows: []Row{{Buttons: []Button{b.backButton(p.Event, l)}}},
	}
	if len(mine) > 0 {
		list.rows[0].Buttons = append(list.rows[0].Buttons, b.deleteButton(p.Event, l))
	}
	return b.list(p.Event, list, list.page(at))
}

// askDelete asks whether to delete what is kept.
func (b *Bot) askDelete(ctx context.Context, p press) Message {
	l := b.private(p.Event)
	mine, err := b.keptOf(ctx, p.User)
	if err != nil {
		b.lg.Error("kept questions not read", "err", err)
		return note(l.say(answerPhrases.notAsked))
	}
	back := b.backButton(p.Event, l)
	if len(mine) == 0 {
		return b.aboutMe(p.Event, joined(p.Message.FirstLine(), l.say(helpPhrases.nothingKept)), back)
	}
	yes := b.button(p.Event, "", actionDelete, cursor{}, l.say(helpPhrases.yesDelete))
	yes.Style = Red
	text := joined(p.Message.FirstLine(), "**"+l.count(helpPhrases.askDelete, len(mine), len(mine))+"**", l.say(helpPhrases.really))
	return b.aboutMe(p.Event, text, yes, back)
}

// deleteKept deletes what is kept about who presses.
func (b *Bot) deleteKept(ctx context.Context, p press) Message {
	l := b.private(p.Event)
	n, err := b.cfg.Store.DeleteQuestions(ctx, b.asker(p.User))
	if err != nil {
		b.lg.Error("kept questions not deleted", "err", err)
		return note(l.say(helpPhrases.nothingDeleted))
	}
	return b.aboutMe(p.Event, joined(p.Message.FirstLine(), l.count(helpPhrases.deleted, n, n)), b.backButton(p.Event, l))
}
