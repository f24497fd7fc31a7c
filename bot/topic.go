package bot

import (
	"context"
	"slices"
	"unicode/utf8"

	"summitbot/bot/answer"
)

// topic makes a request of the option "topic", or says why it is none.
func (b *Bot) topic(ctx context.Context, ev Event) (r request, no Message, ok bool) {
	l := b.private(ev)
	kept, _ := b.settings(ctx, ev)
	if no, ok := b.allowed(ev, kept); !ok {
		return request{}, no, false
	}
	text := ev.Options["topic"]
	if n := utf8.RuneCountInString(text); n > answer.MaxQuestion {
		return request{}, note(l.say(listPhrases.tooLong, n, answer.MaxQuestion)), false
	}
	q, err := b.read(text, nil)
	if err != nil {
		return request{}, note(badFilter(l, err)), false
	}
	return request{Event: ev, question: q, what: corePhrases.asked, settings: kept, private: kept.Private}, Message{}, true
}

// languageFor returns the language of the message that answers a request.
func (b *Bot) languageFor(r request) language {
	if r.private {
		return b.private(r.Event)
	}
	return b.public(r.Event, r.settings)
}

// languageUnder returns the language of the message that a button stands under.
func (b *Bot) languageUnder(p press, s Settings) language {
	if p.Message.hidden() {
		return b.private(p.Event)
	}
	return b.public(p.Event, s)
}

// maxNamedChannels is how many channels are named at once.
const maxNamedChannels = 10

// allowed reports whether a server lets the bot answer in an event's channel. If
// not, the message says where.
func (b *Bot) allowed(ev Event, s Settings) (Message, bool) {
	if len(s.Channels) == 0 || slices.Contains(s.Channels, ev.ChannelID) || ev.ParentID != "" && slices.Contains(s.Channels, ev.ParentID) {
		return Message{}, true
	}
	l := b.private(ev)
	return note(l.count(listPhrases.elsewhere, len(s.Channels), channelList(s.Channels))), false
}

// channelList names channels. That pings nobody.
func channelList(ids []string) string {
	var s string
	for i, id := range ids[:min(len(ids), maxNamedChannels)] {
		if i > 0 {
			s += ", "
		}
		s += "<#" + id + ">"
	}
	if len(ids) > maxNamedChannels {
		s += " …"
	}
	return s
}
