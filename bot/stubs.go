package bot

import "context"

func (b *Bot) help(_ context.Context, ev Event) Message {
	s, _ := b.coverage(ev)
	return note(b.private(ev).say(askPhrases.nothingAsked, example(s)))
}

func (b *Bot) allowed(Event, Settings) (Message, bool) { return Message{}, true }

// asker returns what stands in kept questions for a person.
func (b *Bot) asker(u User) string { return b.keys.hash("asker", u.ID) }
