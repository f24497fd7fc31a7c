package bot

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"summitbot/bot/answer"
)

// reply makes an event of what ann wrote in reply to one of the bot's own messages.
func reply(text, line string) Event {
	ev := say(text)
	ev.ReplyTo = &Written{ID: "8", Mine: true, Text: line + "\nquotes"}
	return ev
}

func TestSaid(t *testing.T) {
	b := newBot(t, summit(t))
	line := questionLine(de, corePhrases.asked, "bob: x", "what did Putin give Kim? source:arynews since:2024-06-20")
	theirs := reply("and the dogs?", line)
	theirs.ReplyTo.Mine = false
	for _, tt := range []struct {
		name string
		ev   Event
		want string
	}{
		{"a mention", say("  what did Putin give Kim? "), "-# ann asked: what did Putin give Kim?"},
		{"of others as well", say("<@5> what did Putin give Kim? <@&6>"), "-# ann asked: what did Putin give Kim?"},
		{"of nothing", say(""), "Mention me with a question"},
		{"small talk", say("thanks!"), "Mention me with a question"},
		{"small talk in a direct message", Event{ID: "5", Kind: Said, Text: "Hallo!", User: User{ID: "2", Name: "ann"}}, "Schreib mir eine Frage"},
		{"a filter that does not exist", say("dogs source:bbc"), "No source here is called bbc."},
		{"too long", say(strings.Repeat("dogs ", 100)), "That question has 499 characters"},
		{"no content", say("who is he?"), "with a name or a thing in your question"},
		{"a reply takes names and filters", reply("and the dogs?", line), "-# ann asked: and the dogs? Putin Kim source\\:arynews since\\:2024-06-20"},
		{"of nothing but function words", reply("when was that?", line), "-# ann asked: when was that? Putin Kim source\\:arynews since\\:2024-06-20"},
		{"a name of its own", reply("and Ushakov?", line), "-# ann asked: and Ushakov?"},
		{"a filter of its own", reply("and the dogs? source:dayfr", line), "-# ann asked: and the dogs? source\\:dayfr"},
		{"to a question without names", reply("when was that?", "-# bob asked: which breed are the dogs"), "-# ann asked: when was that? breed dogs"},
		{"to a source that is gone", reply("and the dogs?", "-# bob asked: Putin source\\:bbc"), "-# ann asked: and the dogs?"},
		{"to a message of the bot without a question", reply("and the dogs?", "Settings"), "-# ann asked: and the dogs?"},
		{"to somebody else", theirs, "-# ann asked: and the dogs?"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := b.Handle(t.Context(), tt.ev)
			if got := first(m); m.Private || got != tt.want && (strings.HasPrefix(tt.want, "-#") || !strings.Contains(got, tt.want)) {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestFollowUp: what was taken over is told, stands in the question as it could be
// typed, and is not taken if the question would become too long.
func TestFollowUp(t *testing.T) {
	s := newBot(t, summit(t)).service
	q, err := s.Read("and the dogs?")
	if err != nil {
		t.Fatal(err)
	}
	whole, carried := followUp(s, q, "what did Putin give Kim Jong Un? source:dayfr")
	if got, want := fmt.Sprint(carried), "[Putin Kim Jong Un source:dayfr]"; got != want {
		t.Errorf("carried %s, want %s", got, want)
	}
	if got, want := whole.String(), "and the dogs? Putin Kim Jong Un source:dayfr"; got != want {
		t.Errorf("asked %s, want %s", got, want)
	}
	rapid.Check(t, func(t *rapid.T) {
		q, err := s.Read(visible(hostileText.Draw(t, "text")))
		before := visible(hostileText.Draw(t, "before"))
		if err != nil {
			return
		}
		whole, carried := followUp(s, q, before)
		again, err := s.Read(whole.String())
		if err != nil || again.Normalised() != whole.Normalised() || again.String() != whole.String() {
			t.Fatalf("%q reads as %q", whole, again)
		}
		if len(carried) == 0 && whole.Normalised() != q.Normalised() {
			t.Fatalf("%q became %q, and nothing says why", q, whole)
		}
		if old := len([]rune(q.Text)); len([]rune(whole.Text)) > max(old, answer.MaxQuestion) {
			t.Fatalf("%q has %d characters", whole, len([]rune(whole.Text)))
		}
	})
}
