package bot

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"summitbot/corpus"
)

// TestForeignButtons presses a button for every action there is, in every place, that
// another deployment has made, or that was made for another question: each gets the
// same kind word, and nothing that is stored changes.
func TestForeignButtons(t *testing.T) {
	b, other := summitBot(t), testKeys(t, "the secret of another deployment")
	stored(b).settings["10"] = Settings{Language: "fr", HumanRole: "30"}
	stored(b).records = []Record{{Kind: QuestionRecord, Text: "who?", Asker: b.asker(User{ID: "2"})}}
	before := fmt.Sprintf("%+v %+v", stored(b).settings, stored(b).records)
	places := map[string]Event{
		"server":         managing(Event{}),
		"direct message": {ChannelID: "21", User: User{ID: "2", Name: "ann"}},
		"brought along":  {GuildID: "11", ChannelID: "22", User: User{ID: "2", Name: "ann"}},
	}
	for place, ev := range places {
		ev.Kind, ev.Owner, ev.Values = Press, true, []string{"de"}
		ev.Message = &Written{ID: fmt.Sprint(uint64(1) << 62), Mine: true, Text: "-# ann asked: what did Putin give Kim?"}
		for a := range b.actions {
			id := customID{action: a, version: 1, owner: "2"}
			for why, text := range map[string]string{
				"another deployment": other.seal(id, ev.ApplicationID, "what did Putin give Kim?"),
				"another question":   b.keys.seal(id, ev.ApplicationID, "who drove?"),
			} {
				ev.CustomID = text
				if m := b.Handle(t.Context(), ev); !m.Private || m.Update || m.Remove || m.Call != nil || m.Log != nil || !strings.Contains(m.Plain, "not one of mine") {
					t.Errorf("%s, %s, action %d: %+v", place, why, a, m)
				}
			}
		}
	}
	if after := fmt.Sprintf("%+v %+v", stored(b).settings, stored(b).records); after != before {
		t.Errorf("stored is %s, was %s", after, before)
	}
}

// TestSourcesTurn turns the pages of many sources there and back, in every place, and
// once more after most of them are gone.
func TestSourcesTurn(t *testing.T) {
	bridges := func(n int) *corpus.Corpus {
		files := fstest.MapFS{}
		for i := range n {
			files[fmt.Sprintf("a%02d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\ntitle: Bridge number %d\nurl: https://example.com/%d\npublisher: Paper %02d\nlanguage: en\n---\nThe bridge has a stone.\n", i, i, i)}
		}
		c, err := corpus.Open(files, "test", 61-n)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	many, few := newBot(t, bridges(60)), newBot(t, bridges(3))
	for place, where := range map[string]Event{"server": inServer(Event{}), "direct message": {ChannelID: "21"}, "brought along": {GuildID: "11", ChannelID: "22"}} {
		ev := use("sources")
		ev.GuildID, ev.ChannelID, ev.Installed = where.GuildID, where.ChannelID, where.Installed
		first := many.Handle(t.Context(), ev)
		var seen strings.Builder
		m := first
		for seen.WriteString(m.Plain); hasButton(m, "More"); seen.WriteString(m.Plain) {
			m = pressed(t, many, m, "More", ev)
		}
		if n := strings.Count(seen.String(), "**Paper "); n != 60 {
			t.Errorf("%s: %d sources are shown, want 60", place, n)
		}
		for hasButton(m, "Back") {
			m = pressed(t, many, m, "Back", ev)
		}
		if !reflect.DeepEqual(m.Plain, first.Plain) {
			t.Errorf("%s: there and back is\n%s", place, m.Plain)
		}
		if got := pressed(t, few, first, "More", ev); !got.Update || strings.Contains(got.Plain, "Paper 20") {
			t.Errorf("%s: after most are gone\n%s", place, got.Plain)
		}
	}
}
