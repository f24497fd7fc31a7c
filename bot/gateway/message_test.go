package gateway

import (
	"encoding/json"
	"strings"
	"testing"

	"summitbot/bot"
)

func TestCard(t *testing.T) {
	m := bot.Message{Private: true, Card: []bot.Component{
		bot.Text{Content: "a"},
		bot.Separator{},
		bot.Container{Accent: 0x112233, Children: []bot.Component{bot.Text{Content: "b"}}},
		bot.Container{Children: []bot.Component{bot.Text{Content: "c"}}},
	}}
	w, err := card(m, m.Private)
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	// 32832 is 32768 for components and 64 for ephemeral; 1122867 is 0x112233.
	want := `{"components":[{"type":10,"content":"a"},{"type":14},{"type":17,"accent_color":1122867,"components":[{"type":10,"content":"b"}]},` +
		`{"type":17,"components":[{"type":10,"content":"c"}]}],"flags":32832,"allowed_mentions":{"parse":[]}}`
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestCardLimits(t *testing.T) {
	texts := func(n int, content string) []bot.Component {
		var parts []bot.Component
		for range n {
			parts = append(parts, bot.Text{Content: content})
		}
		return parts
	}
	tests := []struct {
		name string
		card []bot.Component
		bad  string // part of the error; "" is none
	}{
		{"4000 characters", texts(1, strings.Repeat("a", 4000)), ""},
		{"4001 characters", texts(1, strings.Repeat("a", 4001)), "4001 characters"},
		{"4001 characters in two texts", append(texts(1, strings.Repeat("a", 4000)), texts(1, "a")...), "4001 characters"},
		{"characters count by code point", texts(1, strings.Repeat("é", 4000)), ""},
		// 3 bytes each: 3329 × 3 + 12 = 9999, 3330 × 3 + 12 = 10002.
		{"9999 bytes", texts(1, strings.Repeat("한", 3329)), ""},
		{"10002 bytes", texts(1, strings.Repeat("한", 3330)), "10002 bytes"},
		{"40 components", texts(40, "a"), ""},
		{"41 components", texts(41, "a"), "41 components"},
		{"41 components nested", []bot.Component{bot.Container{Children: texts(40, "a")}}, "41 components"},
		{"empty text", texts(1, ""), "empty"},
		{"empty container", []bot.Component{bot.Container{}}, "empty"},
		{"container in a container", []bot.Component{bot.Container{Children: []bot.Component{bot.Container{Children: texts(1, "a")}}}}, "nested"},
		{"no colour", []bot.Component{bot.Container{Accent: 1 << 24, Children: texts(1, "a")}}, "colour"},
		{"nil", []bot.Component{nil}, "no translation"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := card(bot.Message{Card: test.card}, false)
			if test.bad == "" && err != nil || test.bad != "" && (err == nil || !strings.Contains(err.Error(), test.bad)) {
				t.Errorf("error %v, want %q", err, test.bad)
			}
		})
	}
}

func TestPlain(t *testing.T) {
	for _, test := range []struct {
		in    string
		runes int
		cut   bool
	}{{"a", 1, false}, {strings.Repeat("é", 2000), 2000, false}, {strings.Repeat("é", 2001), 2000, true}} {
		w, err := plain(bot.Message{Plain: test.in}, false)
		cut := err != nil
		if n := len([]rune(w.Content)); n != test.runes || cut != test.cut || w.Flags != flagSuppressEmbeds {
			t.Errorf("%d characters, cut %v, flags %d", n, cut, w.Flags)
		}
	}
}
