package gateway

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
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
