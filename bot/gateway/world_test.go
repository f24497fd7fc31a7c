package gateway

import (
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"summitbot/bot"
)

// answering returns an onREST that answers calls of one path.
func answering(path string, answer func() (status int, body string)) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, path) {
			return false
		}
		status, body := answer()
		w.WriteHeader(status)
		io.WriteString(w, body)
		return true
	}
}

// TestPresence: the text is sent when a session begins or resumes, and when it has
// changed.
func TestPresence(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		shows := func(state string) string {
			return `{"since":null,"activities":[{"name":"Custom Status","type":4,"state":"` + state + `"}],"status":"online","afk":false}`
		}
		var want []string
		check := func(when string, states ...string) {
			t.Helper()
			for _, s := range states {
				want = append(want, shows(s))
			}
			if got := d.shownPresences(); !slices.Equal(got, want) {
				t.Fatalf("%s: %q, want %q", when, got, want)
			}
		}
		d.handler.show("five articles")
		g := d.run(d.config())
		<-g.Registered()
		synctest.Wait()
		check("at first", "five articles")
		time.Sleep(time.Hour)
		check("an hour later")
		d.handler.show("six articles")
		time.Sleep(presenceEvery + time.Second)
		check("after a change", "six articles")
		d.handler.show(strings.Repeat("é", maxPresence+1))
		time.Sleep(presenceEvery + time.Second)
		check("too long", strings.Repeat("é", maxPresence))
		d.handler.show("six articles")
		d.peer().hangUp(4000)
		time.Sleep(10 * time.Second)
		check("after a resume", "six articles")
		d.peer().send(`{"op":9,"d":false}`)
		time.Sleep(10 * time.Second)
		check("after a new session", "six articles")
		if err := g.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
}

// TestIntents: none is privileged.
func TestIntents(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		g := d.run(d.config())
		<-g.Registered()
		g.stop()
		// 1 GUILDS, 512 GUILD_MESSAGES, 4096 DIRECT_MESSAGES.
		if got := d.identified; len(got) != 1 || !strings.Contains(got[0], `"intents":4609`) {
			t.Errorf("identified with %q", got)
		}
	})
}

// TestSaidLocale: a message comes with the language of its server, which Discord tells
// when the session begins and when it changes.
func TestSaidLocale(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		g := d.run(d.config())
		<-g.Registered()
		said := func(id, want string) {
			t.Helper()
			synctest.Wait()
			d.peer().dispatch("MESSAGE_CREATE", `{"id":"`+id+`","guild_id":"8","channel_id":"5","content":"<@77> who?","author":{"id":"3"}}`)
			synctest.Wait()
			got := d.handler.handled()
			if ev := got[len(got)-1]; ev.ID != id || ev.GuildLocale != want {
				t.Errorf("message %s of %s is in %q, want %q", ev.ID, ev.GuildID, ev.GuildLocale, want)
			}
		}
		said("40", "")
		d.peer().dispatch("GUILD_CREATE", `{"id":"8","preferred_locale":"de"}`)
		d.peer().dispatch("GUILD_CREATE", `{"id":"9","preferred_locale":"fr"}`)
		said("41", "de")
		d.peer().dispatch("GUILD_UPDATE", `{"id":"8","preferred_locale":"es-ES"}`)
		said("42", "es-ES")
		d.peer().dispatch("GUILD_DELETE", `{"id":"8"}`)
		said("43", "")
		g.stop()
	})
}

// TestSaidInThread: a message in a thread comes with the channel that the thread is in,
// which Discord tells when the session begins and when a thread comes or changes.
func TestSaidInThread(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		g := d.run(d.config())
		<-g.Registered()
		for event, data := range map[string]string{
			"GUILD_CREATE":     `{"id":"8","threads":[{"id":"51","parent_id":"20"},{"id":"52","parent_id":"21"}]}`,
			"THREAD_CREATE":    `{"id":"53","guild_id":"8","parent_id":"22"}`,
			"THREAD_UPDATE":    `{"id":"54","guild_id":"8","parent_id":"23"}`,
			"THREAD_LIST_SYNC": `{"guild_id":"8","threads":[{"id":"55","parent_id":"24"}]}`,
		} {
			d.peer().dispatch(event, data)
		}
		d.peer().dispatch("THREAD_UPDATE", `{"id":[]}`)
		synctest.Wait()
		d.peer().dispatch("THREAD_DELETE", `{"id":"52","guild_id":"8","parent_id":"21"}`)
		synctest.Wait()
		for thread, want := range map[string]string{"51": "20", "52": "", "53": "22", "54": "23", "55": "24", "20": "", "8": ""} {
			d.peer().dispatch("MESSAGE_CREATE", `{"id":"4`+thread+`","guild_id":"8","channel_id":"`+thread+`","content":"<@77> who?","author":{"id":"3"}}`)
			synctest.Wait()
			got := d.handler.handled()
			if ev := got[len(got)-1]; ev.ChannelID != thread || ev.ParentID != want {
				t.Errorf("channel %s is in %q, want %s in %q", ev.ChannelID, ev.ParentID, thread, want)
			}
		}
		g.stop()
	})
}

// TestServers: the handler hears where the bot is and is no more.
func TestServers(t *testing.T) {
	const ready = `{"v":9,"session_id":"s","user":{"id":"77"},"application":{"id":"77"},"guilds":[{"id":"8","unavailable":true},{"id":"9","unavailable":true}]`
	tests := []struct {
		name, ready string
		want        []string // sorted
	}{
		{"alone", ready + `}`, []string{"joined 8", "left 8", "present 8 9", "sweep", "sweep"}},
		{"the only shard", ready + `,"shard":[0,1]}`, []string{"joined 8", "left 8", "present 8 9", "sweep", "sweep"}},
		{"one shard of two", ready + `,"shard":[1,2]}`, []string{"joined 8", "left 8", "sweep", "sweep"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, d *fake) {
				d.onPeer = func(_ int, p *peer) bool {
					p.hello()
					for op := p.read(); op >= 0; op = p.read() {
						if op == 2 {
							p.dispatch("READY", test.ready)
							continue
						}
						p.handle(op)
					}
					return true
				}
				g := d.run(d.config())
				<-g.Registered()
				d.peer().dispatch("GUILD_CREATE", `{"id":"8","name":"Newsroom"}`)
				d.peer().dispatch("GUILD_DELETE", `{"id":"9","unavailable":true}`)
				d.peer().dispatch("GUILD_DELETE", `{"id":"9","unavailable":false}`)
				d.peer().dispatch("GUILD_DELETE", `[]`)
				synctest.Wait()
				d.peer().dispatch("GUILD_DELETE", `{"id":"8"}`)
				time.Sleep(sweepEvery + time.Second)
				got := d.handler.heard()
				slices.Sort(got)
				if !slices.Equal(got, test.want) {
					t.Errorf("heard %q, want %q", got, test.want)
				}
				g.stop()
			})
		})
	}
}

// TestServer: a server is looked up for the handler.
func TestServer(t *testing.T) {
	answers := map[string]string{
		"/guilds/8": `{"id":"8","name":"Newsroom","owner_id":"4","roles":[{"id":"8","name":"@everyone","permissions":"1024"},{"id":"81","name":"bots","permissions":"2048","mentionable":true}]}`,
		"/guilds/8/channels": `[{"id":"21","type":0,"name":"late","position":2,"parent_id":"30"},{"id":"30","type":4,"name":"Desk","position":0},` +
			`{"id":"22","type":5,"name":"news","position":1,"parent_id":"30","permission_overwrites":[{"id":"8","type":0,"allow":"0","deny":"2048"},{"id":"77","type":1,"allow":"2048","deny":"0"}]},` +
			`{"id":"23","type":15,"name":"forum","position":9,"parent_id":null},{"id":"24","type":2,"name":"voice","position":0},{"id":"25","type":11,"name":"thread"}]`,
		"/guilds/8/members/77": `{"user":{"id":"77"},"roles":["81"]}`,
	}
	want := &bot.Server{
		ID: "8", Name: "Newsroom", OwnerID: "4", BotID: "77", BotRoles: []string{"81"},
		Roles: []bot.Role{{ID: "8", Name: "@everyone", Permissions: bot.ViewChannel}, {ID: "81", Name: "bots", Permissions: bot.SendMessages, Mentionable: true}},
		Channels: []bot.Channel{{ID: "23", Name: "forum"}, {ID: "22", Name: "news", Overwrites: []bot.Overwrite{
			{ID: "8", Deny: bot.SendMessages}, {ID: "77", Member: true, Allow: bot.SendMessages}}}, {ID: "21", Name: "late"}},
	}
	bubble(t, func(t *testing.T, d *fake) {
		failed := false
		d.onREST = func(w http.ResponseWriter, r *http.Request) bool {
			body, ok := answers[strings.TrimPrefix(r.URL.Path, "/api/v10")]
			if !ok && strings.Contains(r.URL.Path, "/guilds/") {
				w.WriteHeader(404)
				io.WriteString(w, `{"message":"Unknown Guild","code":10004}`)
				return true
			}
			if ok && !failed {
				failed = true
				w.WriteHeader(503)
				return true
			}
			io.WriteString(w, body)
			return ok
		}
		g := d.run(d.config())
		<-g.Registered()
		d.ask("q")
		synctest.Wait()
		discord := d.handler.handled()[0].Discord
		got, err := discord.Server(t.Context(), "8")
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%v\ngot  %+v\nwant %+v", err, got, want)
		}
		for _, id := range []string{"9", "", "8/../9"} {
			if _, err := discord.Server(t.Context(), id); err == nil {
				t.Errorf("server %q is there", id)
			}
		}
		g.stop()
	})
}
