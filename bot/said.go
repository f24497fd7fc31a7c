package bot

import (
	"context"
	"regexp"
	"strings"
)

// said answers what somebody wrote to the bot: in a direct message, with a mention
// of it, or in a reply that pings it. A reply to one of the bot's own answers may
// leave out what that was about; see [followUp].
func (b *Bot) said(ctx context.Context, ev Event) Message {
	a := asking{Event: ev, text: strings.TrimSpace(withoutMentions(ev.Text)), what: corePhrases.asked}
	if ev.ReplyTo != nil && ev.ReplyTo.Mine {
		a.before = questionIn(ev.ReplyTo.FirstLine())
	}
	return b.answer(ctx, a)
}

// mentions are Discord's forms for people, roles, channels, commands, times and
// emoji of a server, and the two that mean everybody.
var mentions = regexp.MustCompile(`<(?:@[!&]?|#|id:|/[^>:]{1,100}:|t:-?|a?:\w{1,32}:)[\w:]{1,40}>|@everyone|@here`)

// withoutMentions returns text with a space for each mention: it is no word of a
// question.
func withoutMentions(text string) string { return mentions.ReplaceAllString(text, " ") }
