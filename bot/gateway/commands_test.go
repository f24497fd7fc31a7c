package gateway

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"summitbot/bot"
)

// TestRegisters: commands are sent once, and again only when they differ.
func TestRegisters(t *testing.T) {
	const ours = `[{"name":"ask","type":1,"description":"Ask","options":[{"type":3,"name":"question","description":"What","required":true,"max_length":300},` +
		`{"type":3,"name":"source","description":"Who","choices":[{"name":"ARY News","value":"arynews"}]}],"contexts":[0,1,2],"integration_types":[0,1]}]`
	// What Discord adds, and another order of what has none.
	const theirs = `[{"id":"9","application_id":"77","version":"10","default_member_permissions":null,"nsfw":false,"dm_permission":true,` +
		`"name":"ask","name_localizations":null,"type":1,"description":"Ask","description_localizations":null,"options":[` +
		`{"type":3,"name":"question","description":"What","required":true,"max_length":300,"choices":[]},` +
		`{"type":3,"name":"source","description":"Who","required":false,"autocomplete":false,"choices":[{"name":"ARY News","name_localizations":null,"value":"arynews"}]}],` +
		`"contexts":[2,0,1],"integration_types":[1,0]}]`
	tests := []struct {
		name string
		have string
		puts int
	}{
		{"none", `[]`, 1},
		{"ours", ours, 0},
		{"ours as Discord tells them", theirs, 0},
		{"another description", strings.Replace(theirs, `"Ask"`, `"Old"`, 1), 1},
		{"another length", strings.Replace(theirs, `300`, `200`, 1), 1},
		{"another choice", strings.Replace(theirs, `"arynews"`, `"ary"`, 1), 1},
		{"fewer contexts", strings.Replace(theirs, `[2,0,1]`, `[0]`, 1), 1},
		{"no contexts", strings.Replace(theirs, `[2,0,1]`, `null`, 1), 1},
		{"options in another order", strings.Replace(strings.Replace(theirs, `"question"`, `"x"`, 1), `"source"`, `"question"`, 1), 1},
		{"one more", strings.Replace(theirs, `[{"id"`, `[{"name":"old","type":1,"description":"x"},{"id"`, 1), 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, d *fake) {
				d.commands = json.RawMessage(test.have)
				for range 2 { // the second start finds what the first one left
					g := d.run(d.config())
					<-g.Registered()
					if err := g.stop(); err != nil {
						t.Errorf("Run: %v", err)
					}
				}
				if gets, puts := d.count("GET /applications/77/commands"), d.count("PUT /applications/77/commands"); gets != 2 || puts != test.puts {
					t.Errorf("%d GETs, %d PUTs, want 2, %d", gets, puts, test.puts)
				}
				if test.puts == 1 && string(d.commands) != ours {
					t.Errorf("put\n%s\nwant\n%s", d.commands, ours)
				}
			})
		})
	}
}

// TestWireCommands: what is registered of commands of every kind is equal to what
// Discord tells of them later.
func TestWireCommands(t *testing.T) {
	commands := []bot.Command{
		{Menu: true, Name: "Find in coverage", Names: map[string]string{"de": "Suchen"}},
		{Name: "settings", Description: "Set", Needs: bot.ManageServer, ServerOnly: true},
		{Name: "coverage", Names: map[string]string{"de": "stoff"}, Description: "Coverage", Descriptions: map[string]string{"de": "Stoff", "fr": "Sujet"}, Subcommands: []bot.Command{
			{Name: "status", Description: "Status"},
			{Name: "gaps", Names: map[string]string{"de": "lücken"}, Description: "Gaps", Options: []bot.Option{
				{Name: "all", Description: "All", Yes: true},
				{Name: "word", Names: map[string]string{"de": "wort"}, Description: "Word", Descriptions: map[string]string{"de": "Wort"}, Completed: true, MaxLength: 100},
			}},
		}},
	}
	const ours = `[{"name":"coverage","name_localizations":{"de":"stoff"},"type":1,"description":"Coverage","description_localizations":{"de":"Stoff","fr":"Sujet"},"options":[` +
		`{"type":1,"name":"status","description":"Status"},` +
		`{"type":1,"name":"gaps","name_localizations":{"de":"lücken"},"description":"Gaps","options":[` +
		`{"type":5,"name":"all","description":"All"},` +
		`{"type":3,"name":"word","name_localizations":{"de":"wort"},"description":"Word","description_localizations":{"de":"Wort"},"autocomplete":true,"max_length":100}]}],` +
		`"contexts":[0,1,2],"integration_types":[0,1]},` +
		`{"name":"settings","type":1,"description":"Set","default_member_permissions":"32","contexts":[0],"integration_types":[0]},` +
		`{"name":"Find in coverage","name_localizations":{"de":"Suchen"},"type":3,"description":"","contexts":[0,1,2],"integration_types":[0,1]}]`
	const theirs = `[{"id":"1","version":"2","name":"Find in coverage","name_localizations":{"de":"Suchen"},"type":3,"description":"","description_localizations":null,"default_member_permissions":null,"dm_permission":true,"contexts":[0,1,2],"integration_types":[0,1],"nsfw":false},` +
		`{"id":"3","name":"settings","name_localizations":{},"type":1,"description":"Set","description_localizations":null,"default_member_permissions":"32","dm_permission":false,"contexts":[0],"integration_types":[0],"options":[]},` +
		`{"id":"4","name":"coverage","name_localizations":{"de":"stoff"},"type":1,"description":"Coverage","description_localizations":{"fr":"Sujet","de":"Stoff"},"default_member_permissions":null,"options":[` +
		`{"type":1,"name":"status","name_localizations":null,"description":"Status","description_localizations":null,"options":[]},` +
		`{"type":1,"name":"gaps","name_localizations":{"de":"lücken"},"description":"Gaps","description_localizations":{},"options":[` +
		`{"type":5,"name":"all","description":"All","required":false},` +
		`{"type":3,"name":"word","name_localizations":{"de":"wort"},"description":"Word","description_localizations":{"de":"Wort"},"autocomplete":true,"required":false,"max_length":100,"choices":[]}]}],"contexts":[0,1,2],"integration_types":[0,1]}]`
	want := wireCommands(commands)
	if got, _ := json.Marshal(want); string(got) != ours {
		t.Errorf("got\n%s\nwant\n%s", got, ours)
	}
	read := func(text string) (have []wireCommand) {
		if err := json.Unmarshal([]byte(text), &have); err != nil {
			t.Fatal(err)
		}
		return normal(have)
	}
	if have := read(theirs); !reflect.DeepEqual(have, want) {
		t.Errorf("Discord's are not equal\ngot  %+v\nwant %+v", have, want)
	}
	for _, change := range [][2]string{
		{`"32"`, `"0"`}, {`"32"`, `null`}, {`"de":"lücken"`, `"de":"loch"`}, {`"fr":"Sujet",`, ``}, {`"autocomplete":true`, `"autocomplete":false`},
		{`"type":5`, `"type":3`}, {`[0],"integration_types":[0]`, `[0],"integration_types":[0,1]`}, {`"Status"`, `"State"`}, {`{"de":"Suchen"},"type":3`, `null,"type":3`},
	} {
		if reflect.DeepEqual(read(strings.Replace(theirs, change[0], change[1], 1)), want) {
			t.Errorf("%s for %s makes no difference", change[1], change[0])
		}
	}
}

// TestRegistersLater: answering goes on while the commands cannot be registered.
func TestRegistersLater(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		d.onREST = func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method == http.MethodPut && d.count("PUT /applications/77/commands") <= 3 {
				w.WriteHeader(503)
				return true
			}
			return false
		}
		g := d.run(d.config())
		time.Sleep(time.Second)
		d.ask("q")
		synctest.Wait()
		if n := len(d.answers()); n != 1 {
			t.Errorf("%d answers before the commands are registered, want 1", n)
		}
		<-g.Registered()
		if n := d.count("PUT /applications/77/commands"); n != 4 {
			t.Errorf("%d PUTs, want 4", n)
		}
		g.stop()
	})
}
