package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"summitbot/bot/answer"
	"summitbot/corpus"
)

// summit returns the embedded coverage.
func summit(t fatal) *corpus.Corpus {
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// limited returns a bot with the limits that are there by default, and its store.
func limited(t fatal, change func(*Config)) (*Bot, *memory) {
	plain, kept := newBot(t, summit(t)), newMemory()
	cfg := Config{Secret: []byte("a secret for tests"), Store: kept, Limits: kept}
	if change != nil {
		change(&cfg)
	}
	b, err := New(plain.lg, plain.service, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return b, kept
}

// say makes an event of what ann wrote to the bot in a server.
func say(text string) Event {
	return inServer(Event{ID: "5", Kind: Said, Text: text, User: User{ID: "2", Name: "ann"}})
}

// first returns the first line of a message's plain text.
func first(m Message) string {
	line, _, _ := strings.Cut(m.Plain, "\n")
	return line
}

// TestAskWords: what is said instead of an answer, in the asker's language.
func TestAskWords(t *testing.T) {
	b := newBot(t, summit(t))
	de := func(ev Event) Event { ev.Locale = "de"; return ev }
	for _, tt := range []struct {
		name string
		ev   Event
		want string
	}{
		{"small talk", ask("Hi there!"), "with a name or a thing in it"},
		{"small talk of several phrases", ask("hallo, was kannst du?"), "with a name or a thing in it"},
		{"thanks", ask("¡Muchas gracias!"), "with a name or a thing in it"},
		{"mentions only", ask("@everyone <@1> <@&2> <#3> <a:x:4>"), "with a name or a thing in it"},
		{"nothing that can be seen", ask("\u202e\u200b"), "with a name or a thing in it"},
		{"no content", ask("who is he?"), "with a name or a thing in your question"},
		{"unknown source", ask("dogs", "source", "n*ytimes"), "No source here is called n\\*ytimes. Choose from arynews, asiandiplomacy, dayfr, realtimeindia and westsidepeople."},
		{"in the text", de(ask("dogs source:nytimes")), "Hier heißt keine Quelle nytimes."},
		{"no day", ask("dogs", "since", "june"), "`since` takes a day like 2024-06-20, not june."},
		{"too long", de(ask(strings.Repeat("dogs ", 70))), "Diese Frage hat 349 Zeichen, ich lese höchstens 300."},
		{"source by publisher", ask("dogs", "source", "ARY News"), "-# ann asked: dogs source\\:arynews"},
		{"source by the name of a choice", ask("dogs", "source", "DayFR Euro · dayfr"), "-# ann asked: dogs source\\:dayfr"},
		{"filters in the text", ask("dogs source:ARYNEWS since:2024-06-20"), "-# ann asked: dogs source\\:arynews since\\:2024-06-20"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := b.Handle(t.Context(), tt.ev).Plain; !strings.Contains(got, tt.want) {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestPrivate(t *testing.T) {
	b, kept := limited(t, nil)
	ev := inServer(ask("what did Putin give Kim?"))
	if b.Handle(t.Context(), ev).Private {
		t.Error("an answer is private that nobody wanted so")
	}
	ev.Options["private"], ev.User.ID = "true", "3"
	if m := b.Handle(t.Context(), ev); !m.Private || m.Sent != nil {
		t.Error("an answer is not private though the asker wants it so")
	}
	kept.settings["10"] = Settings{Private: true}
	ev.Options["private"] = "false"
	if !b.Handle(t.Context(), ev).Private {
		t.Error("an answer is not private though the server wants it so")
	}
	if m := b.Handle(t.Context(), say("what did Putin give Kim?")); m.Private || !strings.Contains(m.Plain, "ask with `/ask`") {
		t.Errorf("a mention in a private server gets %q", m.Plain)
	}
}

// TestWhere: in a channel where the bot must not answer, who asks is told where it
// does, and talk that mentions it goes on undisturbed. Where the settings cannot be
// read, nobody but the asker sees an answer.
func TestWhere(t *testing.T) {
	b, kept := limited(t, nil)
	kept.settings["10"] = Settings{Channels: []string{"21"}}
	if m := b.Handle(t.Context(), inServer(ask("what did Putin give Kim?"))); !m.Private || !strings.Contains(m.Plain, "<#21>") {
		t.Errorf("asked in another channel: %q", m.Plain)
	}
	if m := b.Handle(t.Context(), say("what did Putin give Kim?")); !m.Empty() {
		t.Errorf("mentioned in another channel: %q", m.Plain)
	}
	kept.settings["10"], kept.broken = Settings{}, errors.New("away")
	if m := b.Handle(t.Context(), inServer(ask("what did Putin give Kim?"))); !m.Private || !strings.Contains(m.Plain, "ann asked") {
		t.Errorf("asked without settings: %q", m.Plain)
	}
	if m := b.Handle(t.Context(), say("what did Putin give Kim?")); !strings.Contains(m.Plain, "ask with `/ask`") {
		t.Errorf("mentioned without settings: %q", m.Plain)
	}
}

func TestLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, _ := limited(t, nil)
		by := func(member, channel, question string) Event {
			ev := inServer(ask(question))
			ev.User.ID, ev.ChannelID = member, channel
			return ev
		}
		tooFast := func(m Message) bool { return strings.Contains(m.Plain, "little fast") }
		for _, q := range []string{"dogs", "car", "hi"} {
			if m := b.Handle(t.Context(), by("2", "20", q)); tooFast(m) {
				t.Fatalf("%s: %s", q, m.Plain)
			}
		}
		time.Sleep(8500 * time.Millisecond)
		if m := b.Handle(t.Context(), by("2", "21", "tea")); !m.Private || !strings.HasSuffix(m.Plain, "again in 12 s.") {
			t.Errorf("the fourth in 20 s, in another channel: %q", m.Plain)
		}
		if m := b.Handle(t.Context(), say("tea")); m.React != "⏳" || m.Plain != "" {
			t.Errorf("a mention that comes too fast: %+v", m)
		}
		menu := inServer(Event{Kind: Menu, Command: "Find in coverage", Message: &Written{Text: "the dogs"}, User: User{ID: "2"}})
		if m := b.Handle(t.Context(), menu); !tooFast(m) {
			t.Errorf("a menu command that comes too fast: %q", m.Plain)
		}
		time.Sleep(11500 * time.Millisecond)
		if m := b.Handle(t.Context(), by("2", "20", "tea")); tooFast(m) {
			t.Errorf("20 s later: %q", m.Plain)
		}
		for i := range 16 {
			if m := b.Handle(t.Context(), by("m"+string(rune('a'+i)), "20", "tea")); tooFast(m) {
				t.Fatalf("question %d of the channel: %q", i, m.Plain)
			}
		}
		if m := b.Handle(t.Context(), by("x", "20", "tea")); !m.Private || !strings.HasSuffix(m.Plain, "again in 40 s.") {
			t.Errorf("number 21 of the channel in a minute: %q", m.Plain)
		}
		dm := ask("tea")
		dm.User.ID, dm.ChannelID = "x", "20"
		if m := b.Handle(t.Context(), dm); tooFast(m) {
			t.Errorf("a direct message is held to the limit of a channel: %q", m.Plain)
		}
	})
}

// TestAskedBefore: who asks the same in the same channel is sent to the answer.
func TestAskedBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, _ := limited(t, func(cfg *Config) { cfg.MemberAsks = Rate{100, time.Second} })
		ctx, cancel := context.WithCancel(t.Context())
		m := b.Handle(ctx, inServer(ask("What did Putin give Kim?")))
		cancel()
		same := inServer(ask("what did  putin give kim"))
		if b.Handle(t.Context(), same).Private {
			t.Fatal("pointed to an answer that is not there yet")
		}
		m.Sent("77")
		link := "https://discord.com/channels/10/20/77"
		if m := b.Handle(t.Context(), same); !m.Private || !strings.HasSuffix(m.Plain, link) {
			t.Errorf("the same question: %q", m.Plain)
		}
		if m := b.Handle(t.Context(), say("What did Putin give Kim?")); m.Private || !strings.HasSuffix(m.Plain, link) {
			t.Errorf("the same question in a mention: %q", m.Plain)
		}
		private, elsewhere, filtered := inServer(ask("what did putin give kim", "private", "true")), same, inServer(ask("what did putin give kim", "source", "dayfr"))
		elsewhere.ChannelID = "21"
		for name, ev := range map[string]Event{"private": private, "another channel": elsewhere, "another filter": filtered} {
			if m := b.Handle(t.Context(), ev); strings.Contains(m.Plain, "discord.com/channels") {
				t.Errorf("%s: sent to %q", name, m.Plain)
			}
		}
		deleted := same
		deleted.Message = &Written{ID: "76"}
		b.forgetAnswer(t.Context(), deleted, "What did Putin give Kim?")
		if !strings.HasSuffix(b.Handle(t.Context(), same).Plain, link) {
			t.Error("another answer was deleted, and this one forgotten")
		}
		deleted.Message = &Written{ID: "77"}
		b.forgetAnswer(t.Context(), deleted, "What did Putin give Kim?")
		if strings.HasSuffix(b.Handle(t.Context(), same).Plain, link) {
			t.Error("sent to an answer that was deleted")
		}
	})
}

// TestSmallTalk: every phrase of the table is recognised as it is typed, and no
// question about the coverage is.
func TestSmallTalk(t *testing.T) {
	s := newBot(t, summit(t)).service
	for _, said := range slices.Concat(smallTalk[:]...) {
		if !noQuestion(s, strings.ToUpper(said)+"!") {
			t.Errorf("%q folds to %q", said, s.Folds(said))
		}
	}
	for _, a := range s.Corpus().Articles() {
		for _, q := range a.Questions() {
			if noQuestion(s, q) {
				t.Errorf("%q is taken for small talk", q)
			}
		}
	}
	if noQuestion(s, "hi, what did Putin give Kim?") {
		t.Error("a question is taken for small talk because it is polite")
	}
}

// TestAskLaws: whatever is asked in whichever way, there is an answer within
// Discord's limits that is private unless it is said.
func TestAskLaws(t *testing.T) {
	b := newBot(t, summit(t))
	rapid.Check(t, func(t *rapid.T) {
		text := hostileText.Draw(t, "text")
		ev := inServer(Event{ID: "1", User: User{ID: "2", Name: hostileText.Draw(t, "name")}, Locale: rapid.SampledFrom([]string{"", "de", "es-419", "fr", "ko"}).Draw(t, "locale")})
		switch ev.Kind = rapid.SampledFrom([]Kind{Slash, Said, Menu}).Draw(t, "kind"); ev.Kind {
		case Slash:
			ev.Command, ev.Options = "ask", map[string]string{"question": text, "source": rapid.SampledFrom([]string{"", "dayfr", "…", "x"}).Draw(t, "source")}
		case Said:
			ev.Text = text
			ev.ReplyTo = &Written{Mine: rapid.Bool().Draw(t, "mine"), Text: "-# bob asked: " + hostileText.Draw(t, "before")}
		case Menu:
			ev.Command, ev.Message = "Find in coverage", &Written{Text: text}
		}
		m := b.Handle(t.Context(), ev)
		if m.Empty() || m.Private && ev.Kind == Said || !m.Private && ev.Kind == Menu {
			t.Fatalf("%+v", m)
		}
		if n := utf8.RuneCountInString(m.Plain); n > maxPlain {
			t.Fatalf("%d characters", n)
		}
	})
}

// TestFirstLineAsksTheSame: the question in the first line of an answer is, read
// back, the very question that was asked, whatever its text and its filters.
func TestFirstLineAsksTheSame(t *testing.T) {
	b := newBot(t, summit(t))
	rapid.Check(t, func(t *rapid.T) {
		text := "Putin " + hostileText.Draw(t, "text")
		options := map[string]string{"source": rapid.SampledFrom([]string{"", "dayfr", "ARY News"}).Draw(t, "source"), "since": rapid.SampledFrom([]string{"", "2024-06-20"}).Draw(t, "since")}
		asked, err := b.read(text, options)
		if err != nil || utf8.RuneCountInString(text) > answer.MaxQuestion {
			t.Skip("not a question")
		}
		options["question"] = text
		m := b.Handle(t.Context(), inServer(Event{Kind: Slash, Command: "ask", Options: options, User: User{ID: "2", Name: hostileText.Draw(t, "name")}}))
		line := written(m).FirstLine()
		again, err := b.read(questionIn(line), nil)
		if err != nil || fmt.Sprintf("%+v", again) != fmt.Sprintf("%+v", asked) {
			t.Fatalf("%q asks %+v (%v), want %+v", line, again, err, asked)
		}
	})
}

// TestRightToLeft: a quotation in Hebrew or Arabic is shown as it is printed, letter
// for letter, and no mark turns the text around it.
func TestRightToLeft(t *testing.T) {
	const hebrew, arabic = "הנשיא פוטין נתן לקים מכונית Aurus במתנה.", "قدم بوتين سيارة Aurus إلى كيم."
	c, err := corpus.Open(fstest.MapFS{"a.md": {Data: []byte("---\nurl: https://example.com/a\npublisher: ידיעות\nlanguage: he\n---\n" + hebrew + "\n\n" + arabic + "\n")}}, "test", 1)
	if err != nil {
		t.Fatal(err)
	}
	m := newBot(t, c).Handle(t.Context(), inServer(ask("Aurus")))
	for _, want := range []string{"> " + strings.Replace(hebrew, "Aurus", "**Aurus**", 1), "> " + strings.Replace(arabic, "Aurus", "**Aurus**", 1), "ידיעות · date unknown"} {
		if !strings.Contains(m.Plain, want) {
			t.Errorf("no %s in\n%s", want, m.Plain)
		}
	}
	if strings.ContainsAny(m.Plain, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") {
		t.Errorf("direction marks in %q", m.Plain)
	}
}

// hostileText is text as nobody wants it.
var hostileText = rapid.Map(rapid.SliceOfN(rapid.OneOf(
	rapid.SampledFrom([]string{
		"Putin", "Kim", "dogs", "what did", "?", "? ", "when was that", "source:", "source:dayfr", "source:x", "since:2024-06-20", "since:x", "@everyone", "<@1>",
		"<@&2>", "\u202e", "\u200b", "||", "**", "`", "\"", "“", "http://x.y/z?a=b", "\n", "\u2028", "Ким", "김정은", "😀", "\\", ": ", "-# ", "\u00a0source:x", "sou**rce:x", "U.N.", strings.Repeat("a", 120),
	}), rapid.String()), 0, 60), func(parts []string) string { return strings.Join(parts, " ") })
