package localdiscord_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"summitbot/bot/localdiscord"
)

// card returns a Components V2 message of these components.
func card(components ...string) string {
	return `{"flags":32768,"components":[` + strings.Join(components, ",") + `]}`
}

// text returns a text display.
func text(content string) string {
	b, _ := json.Marshal(content)
	return `{"type":10,"content":` + string(b) + `}`
}

// times returns n copies of a component.
func times(n int, component string) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = component
	}
	return list
}

// buttons returns an action row of n buttons with distinct custom ids.
func buttons(n int) string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf(`{"type":2,"style":1,"label":"b","custom_id":"c%d"}`, i))
	}
	return `{"type":1,"components":[` + strings.Join(list, ",") + `]}`
}

// selectOf returns an action row with a select of n options.
func selectOf(n int) string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf(`{"label":"o","value":"%d"}`, i))
	}
	return `{"type":1,"components":[{"type":3,"custom_id":"s","options":[` + strings.Join(list, ",") + `]}]}`
}

func TestMessageRules(t *testing.T) {
	const legacy = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
	button := func(fields string) string {
		return `{"content":"x","components":[{"type":1,"components":[{"type":2,` + fields + `}]}]}`
	}
	at := "components.0.components.0"
	tests := []struct {
		name, body, want string
	}{
		{"content", `{"content":"x"}`, "200"},
		{"2,000 code points", `{"content":"` + strings.Repeat("김", 2000) + `"}`, "200"},
		{"2,001 code points", `{"content":"` + strings.Repeat("x", 2001) + `"}`, "400 50035; content BASE_TYPE_MAX_LENGTH"},
		{"content that is a number", `{"content":7}`, "400 50035; content STRING_TYPE_CONVERT"},
		{"nothing", `{}`, "400 50006"},
		{"nothing, in discordgo's way", `{"content":"","embeds":null,"components":null,"tts":false}`, "400 50006"},
		{"rows only", `{"components":[` + buttons(1) + `]}`, "400 50006"},
		{"an empty card", card(), "400 50006"},
		{"a card", card(text("x")), "200"},
		{"a card in discordgo's way", `{"tts":false,"content":"","components":[` + text("x") + `],"embeds":null,"flags":32768}`, "200"},
		{"a card with content", `{"content":"x","flags":32768,"components":[` + text("x") + `]}`, "400 50035; content " + legacy},
		{"a card with an embed", `{"embeds":[{"title":"x"}],"flags":32768,"components":[` + text("x") + `]}`, "400 50035; embeds " + legacy},
		{"a card without the flag", `{"components":[` + text("x") + `]}`, "400 50035; components.0.type UNION_TYPE_CHOICES"},
		{"an empty text", card(text("")), "400 50035; components.0.content BASE_TYPE_REQUIRED"},
		{"a text without content", card(`{"type":10}`), "400 50035; components.0.content BASE_TYPE_REQUIRED"},
		{"4,000 code points", card(text(strings.Repeat("x", 4000))), "200"},
		{"4,001 code points", card(text(strings.Repeat("x", 4001))), "400 50035; components.0.content BASE_TYPE_BAD_LENGTH"},
		{"4,001 code points in two", card(text(strings.Repeat("x", 4000)), text("x")), "400 50035; components COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"},
		// 3,386 × 3 bytes + 12 = 10,170: the most that goes through.
		{"10,170 bytes", card(text(strings.Repeat("김", 3386))), "200"},
		{"10,171 bytes", card(text(strings.Repeat("김", 3386) + "x")), "500 0"},
		// Of the same text in two displays, each costs 12: 10,158 + 24 = 10,182.
		{"10,182 bytes in two", card(text(strings.Repeat("김", 3385)), text("김")), "500 0"},
		{"40 components", card(times(40, text("x"))...), "200"},
		{"41 components", card(times(41, text("x"))...), "400 50035; components BASE_TYPE_BAD_LENGTH COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"},
		// A container and 40 texts in it: no list is too long, their sum is.
		{"41 components, nested", card(`{"type":17,"components":[` + strings.Join(times(40, text("x")), ",") + `]}`), "400 50035; components COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"},
		{"unknown type", card(`{"type":99}`), "400 50035; components.0.type UNION_TYPE_CHOICES"},
		{"no type", card(`{"content":"x"}`), "400 50035; components.0.type UNION_TYPE_CHOICES"},
		{"a component that is no object", card(`"x"`), "400 50035; components.0 DICT_TYPE_CONVERT"},
		{"components that are no list", `{"content":"x","components":{}}`, "400 50035; components LIST_TYPE_CONVERT"},
		{"a container in a container", card(`{"type":17,"components":[{"type":17,"components":[]}]}`), "400 50035; " + at + ".type UNION_TYPE_CHOICES"},
		{"accent colour", card(`{"type":17,"accent_color":16777215,"components":[` + text("x") + `]}`), "200"},
		{"accent colour out of range", card(`{"type":17,"accent_color":16777216,"components":[` + text("x") + `]}`), "400 50035; components.0.accent_color NUMBER_TYPE_MAX"},
		{"negative accent colour", card(`{"type":17,"accent_color":-1,"components":[` + text("x") + `]}`), "400 50035; components.0.accent_color NUMBER_TYPE_MIN"},
		{"separator", card(`{"type":14,"divider":true,"spacing":2}`), "200"},
		{"separator with odd spacing", card(`{"type":14,"spacing":3}`), "400 50035; components.0.spacing BASE_TYPE_CHOICES"},
		{"separator with an odd divider", card(`{"type":14,"divider":"yes"}`), "400 50035; components.0.divider BOOLEAN_TYPE_CONVERT"},
		{"section", card(`{"type":9,"components":[` + text("x") + `],"accessory":{"type":11,"media":{"url":"https://example.com/a.png"}}}`), "200"},
		{"section without accessory", card(`{"type":9,"components":[` + text("x") + `]}`), "400 50035; components.0.accessory BASE_TYPE_REQUIRED"},
		{"section of four texts", card(`{"type":9,"components":[` + strings.Join(times(4, text("x")), ",") + `],"accessory":{"type":11,"media":{"url":"https://example.com/a.png"}}}`), "400 50035; components.0.components BASE_TYPE_BAD_LENGTH"},
		{"gallery", card(`{"type":12,"items":[{"media":{"url":"https://example.com/a.png"}}]}`), "200"},
		{"gallery of nothing", card(`{"type":12,"items":[]}`), "400 50035; components.0.items BASE_TYPE_BAD_LENGTH"},
		{"five rows", `{"content":"x","components":[` + strings.Join(times(5, `{"type":1,"components":[{"type":2,"style":5,"label":"l","url":"https://example.com"}]}`), ",") + `]}`, "200"},
		{"six rows", `{"content":"x","components":[` + strings.Join(times(6, `{"type":1,"components":[{"type":2,"style":5,"label":"l","url":"https://example.com"}]}`), ",") + `]}`, "400 50035; components BASE_TYPE_BAD_LENGTH"},
		{"five buttons", card(buttons(5)), "200"},
		{"six buttons", card(buttons(6)), "400 50035; components.0.components BASE_TYPE_BAD_LENGTH"},
		{"one custom id twice", card(buttons(1), buttons(1)), "400 50035; components COMPONENT_CUSTOM_ID_DUPLICATED"},
		{"one id twice", card(`{"type":14,"id":3}`, `{"type":14,"id":3}`), "400 50035; components COMPONENT_ID_DUPLICATED"},
		{"button without custom id", button(`"style":1,"label":"b"`), "400 50035; " + at + ".custom_id BUTTON_COMPONENT_CUSTOM_ID_REQUIRED"},
		{"button without style", button(`"label":"b","custom_id":"c"`), "400 50035; " + at + ".style BASE_TYPE_REQUIRED"},
		{"button without label", button(`"style":1,"custom_id":"c"`), "400 50035; " + at + " BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED"},
		{"button with an emoji", button(`"style":1,"custom_id":"c","emoji":{"name":"👎"}`), "200"},
		{"label of 81", button(`"style":1,"custom_id":"c","label":"` + strings.Repeat("x", 81) + `"`), "400 50035; " + at + ".label BASE_TYPE_MAX_LENGTH"},
		{"custom id of 101", button(`"style":1,"label":"b","custom_id":"` + strings.Repeat("x", 101) + `"`), "400 50035; " + at + ".custom_id BASE_TYPE_MAX_LENGTH"},
		{"link without address", button(`"style":5,"label":"b"`), "400 50035; " + at + ".url BASE_TYPE_REQUIRED"},
		{"link with custom id", button(`"style":5,"label":"b","custom_id":"c","url":"https://example.com"`), "400 50035; " + at + " BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"},
		{"link of another scheme", button(`"style":5,"label":"b","url":"javascript:alert(1)"`), "400 50035; " + at + ".url URL_TYPE_INVALID_SCHEME"},
		{"link of 513", button(`"style":5,"label":"b","url":"https://example.com/` + strings.Repeat("x", 493) + `"`), "400 50035; " + at + ".url BASE_TYPE_BAD_LENGTH"},
		{"address on a plain button", button(`"style":1,"label":"b","custom_id":"c","url":"https://example.com"`), "400 50035; " + at + " BUTTON_COMPONENT_URL_FOR_NON_LINK"},
		{"select", card(selectOf(25)), "200"},
		{"select of 26", card(selectOf(26)), "400 50035; " + at + ".options BASE_TYPE_BAD_LENGTH"},
		{"a select beside a button", card(`{"type":1,"components":[{"type":2,"style":1,"label":"b","custom_id":"c"},{"type":3,"custom_id":"s","options":[{"label":"o","value":"v"}]}]}`), "400 50035; components.0.components COMPONENT_LAYOUT_WIDTH_EXCEEDED"},
		{"select of nothing", card(selectOf(0)), "400 50035; " + at + ".options BASE_TYPE_BAD_LENGTH"},
		{"embeds", `{"embeds":[{"title":"t","description":"d","footer":{"text":"f"},"fields":[{"name":"n","value":"v"}]}]}`, "200"},
		{"11 embeds", `{"embeds":[` + strings.Join(times(11, `{"title":"x"}`), ",") + `]}`, "400 50035; embeds BASE_TYPE_BAD_LENGTH"},
		{"6,001 in embeds", `{"embeds":[{"description":"` + strings.Repeat("x", 4096) + `"},{"description":"` + strings.Repeat("x", 1905) + `"}]}`, "400 50035; embeds MAX_EMBED_SIZE_EXCEEDED"},
		{"allowed mentions", `{"content":"x","allowed_mentions":{"parse":[],"replied_user":false}}`, "200"},
		{"allowed mentions in discordgo's way", `{"content":"x","allowed_mentions":{"parse":null,"replied_user":false}}`, "200"},
		{"an unknown kind of mention", `{"content":"x","allowed_mentions":{"parse":["all"]}}`, "400 50035; allowed_mentions.parse BASE_TYPE_CHOICES"},
		{"all users and some", `{"content":"x","allowed_mentions":{"parse":["users"],"users":["1"]}}`, "400 50035; allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"},
		{"two faults at once", `{"content":7,"allowed_mentions":{"parse":["all"]}}`, "400 50035; allowed_mentions.parse BASE_TYPE_CHOICES; content STRING_TYPE_CONVERT"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newServer(t, localdiscord.Config{})
			res := do(s, call{"POST", "/api/v10/channels/" + s.ChannelID() + "/messages", tt.body, nil})
			if got := outcome(t, res); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
			kept := len(s.Messages(s.ChannelID(), ""))
			if want := map[bool]int{true: 1}[res.StatusCode == 200]; kept != want {
				t.Errorf("the channel has %d messages, want %d", kept, want)
			}
		})
	}
}

func TestPings(t *testing.T) {
	const ann, bob = "1100000000000000044", "1100000000000000055"
	tests := []struct {
		name, text, allowed string
		want                []string
	}{
		{"a person", "<@" + ann + ">", "", []string{ann}},
		{"the older form", "<@!" + bob + ">", "", []string{bob}},
		{"twice", "<@" + ann + "> <@" + ann + ">", "", []string{ann}},
		{"everybody", "@everyone and @here", "", []string{"everyone", "here"}},
		{"a role", "<@&77>", "", []string{"77"}},
		{"a stranger", "<@1>", "", nil},
		{"in code, which hides nothing", "`<@" + ann + ">` \\@everyone", "", []string{ann, "everyone"}},
		{"nobody allowed", "<@" + ann + "> <@&77> @everyone @here", `{"parse":[]}`, nil},
		{"users only", "<@" + ann + "> <@&77> @everyone", `{"parse":["users"]}`, []string{ann}},
		{"one of two", "<@" + ann + "> <@" + bob + ">", `{"users":["` + bob + `"]}`, []string{bob}},
		{"one role", "<@&77> <@&78>", `{"roles":["78"]}`, []string{"78"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for kind, body := range map[string]string{
				"content": `"content":` + strings.TrimPrefix(text(tt.text), `{"type":10,"content":`),
				"card":    `"flags":32768,"components":[{"type":17,"components":[` + text(tt.text) + `]}]}`,
			} {
				body = "{" + strings.TrimSuffix(body, "}")
				if tt.allowed != "" {
					body += `,"allowed_mentions":` + tt.allowed
				}
				s := newServer(t, localdiscord.Config{})
				res := do(s, call{"POST", "/api/v10/channels/" + s.ChannelID() + "/messages", body + "}", nil})
				if res.StatusCode != 200 {
					t.Fatalf("%s: %s", kind, outcome(t, res))
				}
				if diff := cmp.Diff(tt.want, s.Messages(s.ChannelID(), "")[0].Pings); diff != "" {
					t.Errorf("%s: pings (-want +got):\n%s", kind, diff)
				}
			}
		})
	}
}

func TestReplyPingsItsAuthor(t *testing.T) {
	s := newServer(t, localdiscord.Config{})
	path := "/api/v10/channels/" + s.ChannelID() + "/messages"
	var first struct{ ID string }
	decode(t, do(s, call{"POST", path, `{"content":"x"}`, nil}), &first)
	ref := `"message_reference":{"message_id":"` + first.ID + `"}`
	do(s, call{"POST", path, `{"content":"y",` + ref + `}`, nil})
	do(s, call{"POST", path, `{"content":"z",` + ref + `,"allowed_mentions":{"parse":[]}}`, nil})
	var got [][]string
	for _, m := range s.Messages(s.ChannelID(), "") {
		got = append(got, m.Pings)
	}
	if diff := cmp.Diff([][]string{nil, {s.Bot().ID}, nil}, got); diff != "" {
		t.Error(diff)
	}
}

func TestComponentsAreNumbered(t *testing.T) {
	s := newServer(t, localdiscord.Config{})
	body := card(`{"type":17,"id":2,"components":[`+text("a")+`,`+text("b")+`]}`,
		`{"type":9,"components":[`+text("c")+`],"accessory":{"type":11,"media":{"url":"https://example.com/a.png"}}}`)
	do(s, call{"POST", "/api/v10/channels/" + s.ChannelID() + "/messages", body, nil})
	m := s.Messages(s.ChannelID(), "")[0]
	box, section := m.Components[0], m.Components[1]
	got := []int{box.ID, box.Components[0].ID, box.Components[1].ID, section.ID, section.Components[0].ID, section.Accessory.ID}
	// 2 is taken by the bot; the others get 1, 3, 4, 5, 6 in the order of the text.
	if diff := cmp.Diff([]int{2, 1, 3, 4, 5, 6}, got); diff != "" {
		t.Error(diff)
	}
}
