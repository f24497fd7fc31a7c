package bot

import (
	"context"
	"strings"
	"time"
)

// Reasons are what a vote that an answer is not helpful may give, in the order of
// their buttons.
var reasons = [...]string{"wrong_sentence", "no_answer", "misses_article", "hard_to_understand", "outdated"}

// onceAVote is how long a second vote of a person on an answer counts for nothing.
const onceAVote = 30 * 24 * time.Hour

// notHelpful asks what is wrong with an answer.
func (b *Bot) notHelpful(_ context.Context, p press) Message {
	l := b.private(p.Event)
	row := Row{}
	for i, label := range cardPhrases.reasons {
		id := p.id
		id.action = actReason0 + action(i)
		row.Buttons = append(row.Buttons, Button{ID: b.keys.seal(id, p.ApplicationID, p.question), Label: l.say(label)})
	}
	m := note(p.Message.FirstLine() + "\n" + l.say(cardPhrases.whatIsWrong) + "\n-# " + l.say(cardPhrases.voteKept))
	m.Rows = []Row{row}
	return m
}

// reason keeps a vote, once for a person and an answer. One that could not be kept may
// be given again.
func (b *Bot) reason(ctx context.Context, p press) Message {
	l := b.private(p.Event)
	i := int(p.id.action - actReason0)
	question := b.keys.hash("question", strings.ToLower(p.question))
	key := "vote " + p.User.ID + " " + question
	first := b.first(ctx, key, p.Event, onceAVote)
	failed := "failed " + key // → id of the last press whose vote was not kept
	if b.cfg.Limits.Once(ctx, key+" "+b.cfg.Limits.Recall(ctx, failed), onceAVote) {
		if err := b.cfg.Store.Append(ctx, b.vote(p, question, reasons[i])); err != nil {
			b.lg.Error("vote not kept", "err", err)
			b.cfg.Limits.Remember(ctx, failed, p.ID, onceAVote)
			return p.instead(l.say(cardPhrases.notKept))
		}
	} else if !first {
		return p.instead(l.say(cardPhrases.told))
	}
	return p.instead(l.say(cardPhrases.thanks, l.say(cardPhrases.reasons[i])) + "\n-# " + l.say(cardPhrases.voteKept))
}

// vote returns what is kept of a vote. Which sentence came first is known only of the
// coverage that is asked now.
func (b *Bot) vote(p press, question, reason string) Record {
	service, _ := b.coverage(p.Event)
	c := service.Corpus()
	r := Record{
		Kind: VoteRecord, Hour: time.Now().UTC().Truncate(time.Hour), Corpus: c.Name(), Version: p.id.version,
		Question: question, Vote: "not_helpful", Reason: reason,
	}
	if art := p.id.in(c); art != nil && p.id.version == c.Version() && int(p.id.sentence) < len(art.Sentences()) {
		r.Article = art.ID()
		r.Start, r.End = art.Sentences()[p.id.sentence].Excerpt().Span()
	}
	return r
}

// instead returns a sentence that takes the place of the message that was pressed.
func (p press) instead(text string) Message {
	m := note(text)
	m.Update = true
	if p.Message.Plain {
		m.Card = nil
	}
	return m
}
