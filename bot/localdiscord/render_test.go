package localdiscord

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// testRenderer shows messages on 21 June 2024 at noon, UTC.
func testRenderer() renderer {
	now := time.Date(2024, 6, 21, 12, 0, 0, 0, time.UTC)
	return renderer{names: map[string]string{"1": "ann", "2": "bob"}, now: now, zone: time.UTC}
}

func text(content string) Component { return Component{Type: TextDisplay, Content: content} }

// sampleMessages has a message of every kind, by the name of its golden file.
func sampleMessages() map[string][]Message {
	ann := User{ID: "1", Username: "ann"}
	bot := User{ID: "9", Username: "summitbot", Bot: true}
	at := time.Date(2024, 6, 21, 9, 5, 0, 0, time.UTC)
	edited := at.Add(time.Minute)
	asked := &MessageInteraction{Name: "ask", User: ann}
	hidden := false
	accent, red := 0x5b8def, 0xff0000
	card := func(cs ...Component) []Message {
		return []Message{{ID: "100", Author: bot, Timestamp: at, Flags: FlagComponentsV2, Interaction: asked, Components: cs}}
	}
	return map[string][]Message{
		"answer": card(
			text("-# ann asked: what did Putin give Kim?"), text("4 of 5 articles have a passage on this"),
			Component{Type: Container, AccentColor: &accent, Components: []Component{
				text("On Wednesday, **Putin** presented **Kim** with an Aurus car\n" +
					"-# DayFR Euro · date unknown · [Open at this sentence](https://euro.example/a.html#:~:text=On%20Wednesday%2C,model.)"),
				{Type: Separator}, text("> quoted"), {Type: Separator, Divider: &hidden, Spacing: 2}, text("end"),
			}},
			text("-# Nothing found in: Real Time India · corpus 3")),
		"buttons": card(
			Component{Type: ActionRow, Components: []Component{
				{Type: Button, Style: StylePrimary, Label: "More", CustomID: "more"},
				{Type: Button, Style: StyleSecondary, Label: "Not helpful", Emoji: &Emoji{Name: "👎"}, CustomID: "bad"},
				{Type: Button, Style: StyleSuccess, Label: "Yes", CustomID: "yes"},
				{Type: Button, Style: StyleDanger, Label: "No", CustomID: "no", Disabled: true},
				{Type: Button, Style: StyleLink, Label: "Source", URL: "https://a.example/#:~:text=a,b"},
				{Type: Button, Style: StyleLink, Label: "Bad", URL: "javascript:alert(1)"},
				{Type: Button, Style: 6, Label: "Odd", CustomID: "odd"},
			}},
			Component{Type: ActionRow, Components: []Component{{Type: StringSelect, CustomID: "pick", Placeholder: "Which article?",
				Options: []SelectOption{{Label: "ARY News", Value: "arynews", Description: "2024"}, {Label: "DayFR", Value: "dayfr", Default: true}}}}}),
		"section": card(
			Component{Type: Section, Components: []Component{text("one"), text("two")},
				Accessory: &Component{Type: Thumbnail, Media: &Media{URL: "https://a.example/x.png"}, Description: "a car"}},
			Component{Type: Section, Components: []Component{text("three")},
				Accessory: &Component{Type: Button, Style: StyleSecondary, Label: "Open", CustomID: "open"}},
			Component{Type: MediaGallery, Items: []MediaItem{{Media: Media{URL: "https://a.example/y.png"}}, {Description: "a dog"}}},
			Component{Type: Container, Spoiler: true, Components: []Component{text("who")}},
			Component{Type: 99}),
		"private": {{ID: "100", Author: bot, Timestamp: at, Content: "Only **you**", Flags: FlagEphemeral, Interaction: asked, VisibleTo: "1"}},
		"pending": {{ID: "100", Author: bot, Timestamp: at, Interaction: asked, VisibleTo: "1", Pending: true}},
		"failed":  {{ID: "100", Author: bot, Timestamp: at, Interaction: asked, VisibleTo: "1", Failed: true}},
		"replies": {
			{ID: "100", Author: ann, Timestamp: at.AddDate(0, 0, -1), Content: "first\nline"},
			{ID: "101", Author: bot, Timestamp: at, Type: TypeReply, Content: "second", Reference: &MessageReference{MessageID: "100"}, EditedTimestamp: &edited},
			{ID: "102", Author: bot, Timestamp: at.AddDate(0, -1, 0), Type: TypeReply, Content: "third", Reference: &MessageReference{MessageID: "77"}},
		},
		"embeds": {{ID: "100", Author: bot, Timestamp: at, Embeds: []Embed{
			{Title: "Title", URL: "https://a.example", Description: "a **b**", Color: &red, Footer: &EmbedFooter{Text: "foot <b>"},
				Fields: []EmbedField{{Name: "n", Value: "*v*", Inline: true}, {Name: "m", Value: "w"}}},
			{Title: "No link", URL: "javascript:alert(1)"}}}},
		"pings": {{ID: "100", Author: bot, Timestamp: at, Content: "<@2> @everyone `@here`", Pings: []string{"2", "everyone", "here"}}},
		"hostile": {{ID: "100", Timestamp: at, Author: User{ID: "3", Username: `<img src=x onerror=alert(1)>`},
			Content:     `<script>alert(1)</script> "><b> ` + "\u202egnp.exe",
			Interaction: &MessageInteraction{Name: `x"><i>`, User: User{ID: "4", Username: `"'><svg onload=alert(1)>`}},
			Components: []Component{{Type: ActionRow, Components: []Component{
				{Type: Button, Label: "<u>", CustomID: `" onclick="alert(1)`},
				{Type: Button, Style: StyleLink, Label: "x", URL: `https://a.example/"onclick="y`},
				{Type: StringSelect, Placeholder: `"><s>`, Options: []SelectOption{{Label: "</select>", Value: `"><s>`}}},
			}}},
			Embeds: []Embed{{Title: "</b><script>", Footer: &EmbedFooter{Text: "</small>"}}},
		}},
	}
}

func TestMessagesGolden(t *testing.T) {
	for name, messages := range sampleMessages() {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			if err := testRenderer().messages(&b, messages); err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join("testdata", "page", name+".html"), b.String())
		})
	}
}

// golden compares got with a file, or writes the file with -update.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v\nwrite it with: go test -run %s -update", err, t.Name())
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// What texts of others could bring in if they became markup. The templates
// themselves use none of these.
var foreign = regexp.MustCompile(`(?i)<(script|img|svg on|i>|s>|u>)|\son[a-z]+="|javascript:|style="`)

func TestHostileTextStaysText(t *testing.T) {
	for name, messages := range sampleMessages() {
		var b strings.Builder
		if err := testRenderer().messages(&b, messages); err != nil {
			t.Fatal(err)
		}
		// The three dots of "thinking" are the one <i> of the templates.
		html := strings.ReplaceAll(b.String(), `<i></i>`, "")
		html = strings.ReplaceAll(html, `<i>The original message is not here.</i>`, "")
		if m := foreign.FindString(html); m != "" {
			t.Errorf("%s: %q became markup:\n%s", name, m, html)
		}
	}
}

func TestWhen(t *testing.T) {
	berlin := time.FixedZone("", 2*60*60)
	r := renderer{now: time.Date(2024, 6, 21, 23, 0, 0, 0, time.UTC), zone: berlin} // there it is 01:00 on the 22nd
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{time.Date(2024, 6, 21, 22, 30, 0, 0, time.UTC), "Today at 00:30"},
		{time.Date(2024, 6, 21, 21, 59, 0, 0, time.UTC), "Yesterday at 23:59"},
		{time.Date(2024, 6, 20, 12, 0, 0, 0, time.UTC), "20 June 2024 14:00"},
	} {
		if got := r.when(c.at); got != c.want {
			t.Errorf("when(%v) = %q, want %q", c.at, got, c.want)
		}
	}
}
