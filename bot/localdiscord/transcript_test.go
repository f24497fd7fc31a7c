package localdiscord_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"summitbot/bot/localdiscord"
)

func TestTranscript(t *testing.T) {
	s := newServer(t, localdiscord.Config{})
	post := func(body string) {
		t.Helper()
		if res := do(s, call{"POST", "/api/v10/channels/" + s.ChannelID() + "/messages", body, nil}); res.StatusCode != 200 {
			t.Fatal(outcome(t, res))
		}
	}
	post(`{"content":"two\nlines <@1100000000000000055>"}`)
	post(card(
		text("-# ann asked: who met?"),
		`{"type":17,"accent_color":255,"components":[`+text("**Putin** met\nKim.")+`,{"type":14},`+text("[Open](https://example.com/)")+`]}`,
		`{"type":14,"divider":false}`,
		`{"type":9,"components":[`+text("beside")+`],"accessory":{"type":2,"style":5,"label":"Open","url":"https://example.com/"}}`,
		`{"type":12,"items":[{"media":{"url":"https://example.com/a.png"},"description":"a limousine"},{"media":{"url":"https://example.com/b.png"}}]}`,
		`{"type":1,"components":[{"type":2,"style":1,"label":"More","custom_id":"a"},{"type":2,"style":4,"label":"Delete","custom_id":"b","disabled":true},{"type":2,"style":2,"emoji":{"name":"👎"},"custom_id":"c"}]}`,
		`{"type":1,"components":[{"type":3,"custom_id":"s","placeholder":"Source","options":[{"label":"ARY News","value":"1"},{"label":"DayFR","value":"2"}]}]}`,
	))
	post(`{"embeds":[{"author":{"name":"by"},"title":"Title","description":"a\nb","fields":[{"name":"n","value":"v"}],"image":{"url":"https://example.com/a.png"},"footer":{"text":"foot"}}]}`)
	post(`{"content":"who?","components":[{"type":1,"components":[{"type":5,"custom_id":"u","placeholder":"Person"}]}]}`)
	ms := s.Messages(s.ChannelID(), "")
	if err := s.React("bob", ms[len(ms)-1].ID, "👍", true); err != nil {
		t.Fatal(err)
	}
	want := `bot → #news (pings bob)
  two
  lines <@1100000000000000055>

bot → #news
  -# ann asked: who met?
  ▌ **Putin** met
  ▌ Kim.
  ▌ ---
  ▌ [Open](https://example.com/)
  beside
  [Open](https://example.com/)
  (image) a limousine
  (image)
  [More] [Delete, off] [👎]
  [Source ▾ ARY News | DayFR]

bot → #news
  ▌ by
  ▌ Title
  ▌ a
  ▌ b
  ▌ n: v
  ▌ (image)
  ▌ foot

bot → #news
  who?
  [Person ▾]
  👍 1
`
	if diff := cmp.Diff(want, s.Transcript()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	check(t, "printed for bob", s.Print(s.Messages(s.ChannelID(), "bob")), want)
	check(t, "another channel", s.Print(s.Messages("1", "bob")), "")
}
