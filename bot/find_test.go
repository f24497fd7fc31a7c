package bot

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"summitbot/bot/answer"
)

// find makes an event of the message menu on somebody's message.
func find(text string) Event {
	return inServer(Event{ID: "1", Kind: Menu, Command: "Find in coverage", Message: &Written{ID: "9", Text: text}, User: User{ID: "2", Name: "ann"}})
}

func TestFind(t *testing.T) {
	b := newBot(t, summit(t))
	for _, tt := range []struct{ name, text, want string }{
		{"a question among other sentences", "I was there. What did Putin give Kim? No idea.", "-# ann searched: What did Putin give Kim?"},
		{"all questions that fit", "Who is Ushakov?! Really?\nWhich breed are the dogs? Tell me!", "-# ann searched: Really? Which breed are the dogs?"},
		{"a question mark in an address", "https://example.com/?q=dogs and the limousine", "-# ann searched: limousine"},
		{"the words that the coverage knows", "my uncle told everybody about limousines and zebras", "-# ann searched: limousines"},
		{"a question without content", "What? The dogs!", "-# ann searched: dogs"},
		{"markup and mentions", "**Putin** <@123> ||limousine|| `dogs`", "-# ann searched: Putin limousine dogs"},
		{"filters are no filters there", "which breed are the dogs source:nytimes since:x sou||rce:foo?", "-# ann searched: which breed are the dogs sou rce\\:foo?"},
		{"quotation marks make no phrase", "did he say \"what breed are those dogs?\"", "-# ann searched: did he say what breed are those dogs?"},
		{"only a picture", "", "There is no text in that message"},
		{"only a link and an emoji", "https://example.com/what <:smile:123456>", "There is no text in that message"},
		{"nothing known", "zebra crossing", "no word of it was found"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := b.Handle(t.Context(), find(tt.text))
			if !m.Private || !strings.Contains(first(m), tt.want) {
				t.Errorf("got  %s\nwant %s", first(m), tt.want)
			}
		})
	}
	own := find("-# bob asked: what did Putin give Kim? source\\:dayfr\nwhat is quoted?")
	own.Message.Mine = true
	if got, want := first(b.Handle(t.Context(), own)), "-# ann searched: what did Putin give Kim? source\\:dayfr"; got != want {
		t.Errorf("of its own message the bot searches %q, want %q", got, want)
	}
	own.Message.Text = "Settings of this server"
	if got := first(b.Handle(t.Context(), own)); !strings.Contains(got, "no text") {
		t.Errorf("of its own message without a question the bot says %q", got)
	}
}

// FuzzFind: whatever a message says, there is an answer and no error; the line that
// says what was searched reads back as the same question, and no text of more than
// 300 characters stands there.
func FuzzFind(f *testing.F) {
	b := newBot(f, summit(f))
	for _, seed := range []string{"What did Putin give Kim?", "source:x since:y dogs?", "\u00a0source:x?", "so**urce:x dogs?", "\"dogs", "> q?\n-# x?", strings.Repeat("Putin? ", 200), "\xff?", "Путин?", "sou`rce:dayfr dogs"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) { checkFind(t, b, text) })
}

func TestFindLaws(t *testing.T) {
	b := newBot(t, summit(t))
	rapid.Check(t, func(t *rapid.T) { checkFind(t, b, hostileText.Draw(t, "text")) })
}

func checkFind(t interface{ Fatalf(string, ...any) }, b *Bot, text string) {
	m := b.Handle(context.Background(), find(text))
	if !m.Private || m.Plain == "" {
		t.Fatalf("%+v", m)
	}
	if l := en; first(m) == l.say(askPhrases.unreadable) || strings.Contains(m.Plain, "should be") || strings.Contains(m.Plain, "I read at most") {
		t.Fatalf("an error: %q", m.Plain)
	}
	asked := searched(b.service, searchable(text))
	if utf8.RuneCountInString(asked) > answer.MaxQuestion {
		t.Fatalf("%q is too long", asked)
	}
	if asked == "" || noQuestion(b.service, asked) {
		return
	}
	want, err := b.service.Read(asked)
	if err != nil {
		t.Fatalf("%q: %v", asked, err)
	}
	got, err := b.service.Read(questionIn(first(m)))
	if err != nil || want.String() != questionIn(first(m)) || got.Normalised() != want.Normalised() {
		t.Fatalf("%q was searched, the line says %q", asked, first(m))
	}
}
