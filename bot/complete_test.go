package bot

import (
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"pgregory.net/rapid"

	"summitbot/corpus"
)

// typing makes an event of an option that is being typed.
func typing(option, text string) Event {
	return Event{ID: "1", Kind: Typing, Command: "ask", Focused: option, Options: map[string]string{option: text}}
}

func names(choices []Choice) string {
	var s []string
	for _, c := range choices {
		s = append(s, c.Name)
	}
	return strings.Join(s, " | ")
}

func TestComplete(t *testing.T) {
	b := newBot(t, summit(t))
	for _, tt := range []struct{ name, option, typed, want string }{
		{"what was typed comes first", "question", "which breed", "which breed | Which breed are the dogs that Kim gave Putin?"},
		{"a finished question", "question", "which breed?", ""},
		{"100 characters", "question", strings.Repeat("x", 100), strings.Repeat("x", 100)},
		{"101 characters", "question", strings.Repeat("x", 101), ""},
		{"completed with the coverage's words", "question", "who in pyong", "who in pyong | who in Pyongyang"},
		{"what cannot be seen is left out", "question", "\u202ewhich\u200b breed", "which breed | Which breed are the dogs that Kim gave Putin?"},
		{"all sources", "source", "", "ARY News | Asian Diplomacy | DayFR Euro · dayfr | Real Time India | Westside People"},
		{"sources by any part", "source", "SIDE pe", "Westside People"},
		{"and by id", "source", "dayfr", "DayFR Euro · dayfr"},
		{"no source", "source", "times of", ""},
		{"another option", "since", "2024", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := names(b.Complete(t.Context(), typing(tt.option, tt.typed))); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
	if got := b.Complete(t.Context(), typing("question", "")); len(got) != 15 || got[0].Name != "What did Putin and Kim sign on June 19?" {
		t.Errorf("an empty question gets %d choices: %s", len(got), names(got))
	}
}

// TestCompleteLongNames: of what is too long for a choice, the match comes first.
func TestCompleteLongNames(t *testing.T) {
	long := strings.Repeat("A very long headline goes on and on, ", 3) + "until zebras come at the end of it and it is cut by Discord's limit"
	files := fstest.MapFS{}
	for _, id := range []string{"a", "b"} {
		files[id+".md"] = &fstest.MapFile{Data: []byte("---\nurl: https://example.com/" + id + "\npublisher: " + strings.Repeat("Post ", 25) + "Café Herald\ntitle: '" + strings.ReplaceAll(long, "'", "''") + "'\nquestions: ['" + strings.Repeat("Why? ", 30) + "']\n---\nZebras came.\n")}
	}
	c, err := corpus.Open(files, "test", 1)
	if err != nil {
		t.Fatal(err)
	}
	b := newBot(t, c)
	if got, want := names(b.Complete(t.Context(), typing("question", "zeb"))), "zeb | …zebras come at the end of it and it is cut by Discord's limit | zebras"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	got := b.Complete(t.Context(), typing("source", "Herald"))
	if names(got) != "…Herald · a | …Herald · b" {
		t.Errorf("sources: %s", names(got))
	}
	for _, choice := range got { // Discord may send the name
		if id := sourceNamed(b.service, choice.Name); id != choice.Value {
			t.Errorf("%q is read as %q, want %q", choice.Name, id, choice.Value)
		}
	}
}

func TestCompleteLaws(t *testing.T) {
	b := newBot(t, summit(t))
	rapid.Check(t, func(t *rapid.T) {
		option := rapid.SampledFrom([]string{"question", "source"}).Draw(t, "option")
		typed := rapid.OneOf(hostileText, rapid.String(), rapid.StringMatching(`[a-z]{0,3}( [a-z]{0,2})?`)).Draw(t, "typed")
		choices := b.Complete(t.Context(), typing(option, typed))
		if len(choices) > maxChoices {
			t.Fatalf("%d choices", len(choices))
		}
		seen := map[string]bool{}
		for i, c := range choices {
			for _, s := range []string{c.Name, c.Value} {
				if n := utf8.RuneCountInString(s); n == 0 || n > maxChoice || s != visible(s) {
					t.Fatalf("%q has %d characters or some that cannot be seen", s, n)
				}
			}
			if seen[c.Value] {
				t.Fatalf("%q twice", c.Value)
			}
			seen[c.Value] = true
			if whole := strings.TrimSpace(visible(typed)); option == "question" && whole != "" && i == 0 && c.Value != whole {
				t.Fatalf("the first choice is %q", c.Value)
			}
		}
	})
}

func BenchmarkComplete(b *testing.B) {
	bot := newBot(b, summit(b))
	b.ReportAllocs()
	for b.Loop() {
		bot.Complete(b.Context(), typing("question", "what did p"))
	}
}
