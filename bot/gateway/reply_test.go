package gateway

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"summitbot/bot"
)

// wire returns everything that the bot sent to show something, in order, with
// short names for the calls, and without allowed_mentions that ping nobody.
func (d *fake) wire() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	short := strings.NewReplacer(`,"allowed_mentions":{"parse":[]}`, "", `\u003c`, "<", `\u003e`, ">", `\u0026`, "&",
		"POST /interactions/1/itoken-1/callback", "callback", "/webhooks/77/itoken-1", "webhook")
	var lines []string
	for _, line := range d.wires {
		lines = append(lines, strings.TrimSpace(short.Replace(line)))
	}
	return lines
}

// pressJSON is a button that was pressed under a message with these flags.
func pressJSON(flags int) string {
	return fmt.Sprintf(`{"id":"1","application_id":"77","type":3,"token":"itoken-1","guild_id":"8","channel_id":"5",
		"member":{"user":{"id":"3"}},"message":{"id":"50","flags":%d,"author":{"id":"77"}},"data":{"custom_id":"x","component_type":2}}`, flags)
}

// TestWire: what goes over the wire for every kind of event and message. Flags: 4
// no embeds, 64 ephemeral, 32768 card; 32832 is a private card.
func TestWire(t *testing.T) {
	const slow = 2 * time.Second // a handler that is deferred
	card, plain := []bot.Component{bot.Text{Content: "c"}}, "p"
	slash, said := interactionJSON("1", "q"), `{"id":"1","channel_id":"5","content":"who?","author":{"id":"3"}}`
	row := []bot.Row{{Buttons: []bot.Button{{ID: "m", Label: "More"}, {ID: "s", Label: "Share", WhenPrivate: true}}}}
	const more = `{"type":1,"components":[{"type":2,"style":2,"label":"More","custom_id":"m"}]}`
	const both = `{"type":1,"components":[{"type":2,"style":2,"label":"More","custom_id":"m"},{"type":2,"style":2,"label":"Share","custom_id":"s"}]}`
	call := &bot.HumanCall{ChannelID: "6", RoleID: "81", Text: "please"}
	const reference = `,"allowed_mentions":{"parse":[],"replied_user":false},"message_reference":{"message_id":"1","fail_if_not_exists":false},"nonce":"1","enforce_nonce":true}`
	tests := []struct {
		name  string
		event string
		took  time.Duration // by the handler
		m     bot.Message
		want  []string
	}{
		{"slash", slash, 0, bot.Message{Card: card, Plain: plain, Rows: row},
			[]string{`callback {"type":4,"data":{"components":[{"type":10,"content":"c"},` + more + `],"flags":32768}}`}},
		{"slash, private", slash, 0, bot.Message{Private: true, Card: card, Plain: plain, Rows: row},
			[]string{`callback {"type":4,"data":{"components":[{"type":10,"content":"c"},` + both + `],"flags":32832}}`}},
		{"slash, plain", slash, 0, bot.Message{Plain: plain, Rows: row},
			[]string{`callback {"type":4,"data":{"content":"p","components":[` + more + `],"flags":4}}`}},
		{"slash, deferred", slash, slow, bot.Message{Card: card, Plain: plain, Rows: row},
			[]string{`callback {"type":5,"data":{"flags":64}}`,
				`PATCH webhook/messages/@original {"flags":32768,"content":null,"components":[{"type":10,"content":"c"},` + both + `],"embeds":[]}`}},
		{"slash, plain and deferred", slash, slow, bot.Message{Plain: plain},
			[]string{`callback {"type":5,"data":{"flags":64}}`,
				`PATCH webhook/messages/@original {"flags":4,"content":"p","components":[],"embeds":[]}`}},
		{"slash, nothing", slash, 0, bot.Message{React: "⏳"},
			[]string{`callback {"type":4,"data":{"components":[{"type":10,"content":"` + bot.Broken("de", "").Plain + `"}],"flags":32832}}`}},

		{"press", pressJSON(1 << 15), 0, bot.Message{Private: true, Plain: plain},
			[]string{`callback {"type":4,"data":{"content":"p","flags":68}}`}},
		{"update", pressJSON(1 << 15), 0, bot.Message{Update: true, Private: true, Card: card, Rows: row},
			[]string{`callback {"type":7,"data":{"flags":32768,"content":null,"components":[{"type":10,"content":"c"},` + more + `],"embeds":[]}}`}},
		{"update of a private card", pressJSON(1<<15 | 1<<6), 0, bot.Message{Update: true, Card: card, Rows: row},
			[]string{`callback {"type":7,"data":{"flags":32768,"content":null,"components":[{"type":10,"content":"c"},` + both + `],"embeds":[]}}`}},
		{"update of a card by text", pressJSON(1 << 15), 0, bot.Message{Update: true, Plain: plain, Rows: row},
			[]string{`callback {"type":7,"data":{"flags":32768,"content":null,"components":[{"type":10,"content":"p"},` + more + `],"embeds":[]}}`}},
		{"update of text by text", pressJSON(4), 0, bot.Message{Update: true, Plain: plain},
			[]string{`callback {"type":7,"data":{"flags":4,"content":"p","components":[],"embeds":[]}}`}},
		{"update, deferred", pressJSON(1 << 15), slow, bot.Message{Update: true, Card: card, Rows: row},
			[]string{`callback {"type":6}`,
				`PATCH webhook/messages/@original {"flags":32768,"content":null,"components":[{"type":10,"content":"c"},` + more + `],"embeds":[]}`}},
		{"press, private and deferred", pressJSON(1 << 15), slow, bot.Message{Private: true, Card: card, Rows: row},
			[]string{`callback {"type":6}`, `POST webhook {"components":[{"type":10,"content":"c"},` + both + `],"flags":32832}`}},
		{"press, public and deferred", pressJSON(1 << 15), slow, bot.Message{Card: card, Rows: row},
			[]string{`callback {"type":6}`, `POST webhook {"components":[{"type":10,"content":"c"},` + more + `],"flags":32768}`}},
		{"remove", pressJSON(1 << 15), 0, bot.Message{Remove: true},
			[]string{`callback {"type":6}`, `DELETE webhook/messages/@original`}},
		{"remove, deferred", pressJSON(1 << 15), slow, bot.Message{Remove: true},
			[]string{`callback {"type":6}`, `DELETE webhook/messages/@original`}},
		{"a change told elsewhere", pressJSON(1 << 15), 0, bot.Message{Private: true, Plain: plain, Log: &bot.Post{ChannelID: "6", Text: "changed <@&81>"}},
			[]string{`callback {"type":4,"data":{"content":"p","flags":68}}`,
				`POST /channels/6/messages {"content":"changed <@&81>","flags":4,"nonce":"log-1","enforce_nonce":true}`}},
		{"a call", pressJSON(1 << 15), 0, bot.Message{Private: true, Plain: plain, Call: call, Otherwise: &bot.Message{Plain: "nobody"}},
			[]string{`POST /channels/6/messages {"content":"<@&81> please","flags":4,"allowed_mentions":{"parse":[],"roles":["81"]},"nonce":"call-1","enforce_nonce":true}`,
				`callback {"type":4,"data":{"content":"p","flags":68}}`}},
		{"a call to nobody", pressJSON(1 << 15), 0, bot.Message{Plain: plain, Call: &bot.HumanCall{ChannelID: "6"}, Otherwise: &bot.Message{Private: true, Plain: "nobody"}},
			[]string{`callback {"type":4,"data":{"content":"nobody","flags":68}}`}},

		{"said", said, slow, bot.Message{Card: card, Rows: row},
			[]string{`POST /channels/5/messages {"components":[{"type":10,"content":"c"},` + more + `],"flags":32768` + reference}},
		{"said, plain", said, 0, bot.Message{Plain: plain},
			[]string{`POST /channels/5/messages {"content":"p","flags":4` + reference}},
		{"said, private", said, 0, bot.Message{Private: true, Plain: plain}, nil},
		{"said, nothing", said, 0, bot.Message{}, nil},
		{"said, a reaction", said, 0, bot.Message{React: "⏳"}, []string{`PUT /channels/5/messages/1/reactions/⏳/@me`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, d *fake) {
				d.handler.handle = func(context.Context, bot.Event) bot.Message {
					time.Sleep(test.took)
					return test.m
				}
				g := d.run(d.config())
				<-g.Registered()
				kind := "INTERACTION_CREATE"
				if test.event == said {
					kind = "MESSAGE_CREATE"
				}
				d.peer().dispatch(kind, test.event)
				time.Sleep(5 * time.Second)
				if got := d.wire(); !slices.Equal(got, test.want) {
					t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
				}
				log := d.logs.String()
				if bad := strings.Contains(log, "ERROR"); bad != (test.name == "slash, nothing") {
					t.Errorf("logged %s", log)
				}
				g.stop()
			})
		})
	}
}

// TestWireFaults: what is sent when Discord does not take the first message.
func TestWireFaults(t *testing.T) {
	refuse := func(status int, body string) func(int, http.ResponseWriter, string) bool {
		return func(n int, w http.ResponseWriter, _ string) bool {
			if n == 1 {
				w.WriteHeader(status)
				io.WriteString(w, body)
			}
			return n == 1
		}
	}
	const said = `{"id":"1","channel_id":"5","content":"who?","author":{"id":"3"}}`
	forbidden := `{"message":"Missing Permissions","code":50013}`
	both := bot.Message{Card: []bot.Component{bot.Text{Content: "c"}}, Plain: "p"}
	update, called, slow := both, both, both
	update.Update = true
	called.Call, called.Otherwise = &bot.HumanCall{ChannelID: "6", RoleID: "81", Text: "please"}, &bot.Message{Private: true, Plain: "nobody"}
	slow.Private = true
	chosen := update
	chosen.Rows = []bot.Row{{Select: &bot.Select{ID: "ch", Of: bot.Channels, Chosen: []string{"404"}, Max: 25}}}
	tests := []struct {
		name, event string
		took        time.Duration
		m           bot.Message
		callback    func(int, http.ResponseWriter, string) bool
		sent        func(int, http.ResponseWriter, string) bool
		want        []string // a part of each request
		log         string
	}{
		{"update refused", pressJSON(1 << 15), 0, update, refuse(400, refusedCard), nil, []string{`"content":"c"`, `"content":null,"components":[{"type":10,"content":"p"}]`}, "refuses a card"},
		{"update of text refused", pressJSON(0), 0, update, refuse(400, refusedCard), nil, []string{`"content":"c"`, `"content":"p","components":[]`}, "refuses a card"},
		{"select refused", pressJSON(1 << 15), 0, chosen, refuse(400, refusedCard), nil, []string{`"default_values":[{"id":"404","type":"channel"}]`, `"custom_id":"ch","channel_types":[0,5],"min_values":0`}, "refuses a card"},
		{"edit refused", pressJSON(0), 2 * time.Second, slow, nil, refuse(400, refusedCard), []string{`"type":6`, `"content":"c"`, `"content":"p"`}, "refuses a card"},
		{"edit refused at first", interactionJSON("1", "q"), 2 * time.Second, slow, nil, refuse(500, ""), []string{`"type":5`, `"content":"c"`, `"content":"c"`}, ""},
		{"follow-up cut", pressJSON(0), 2 * time.Second, slow, nil, func(int, http.ResponseWriter, string) bool { panic(http.ErrAbortHandler) }, []string{`"type":6`, `"content":"c"`}, "could not be sent"},
		{"deferral too late", interactionJSON("1", "q"), 2 * time.Second, slow, refuse(404, `{"message":"Unknown interaction","code":10062}`), nil, []string{`"type":5`}, "too late"},
		{"deferred by another process", interactionJSON("1", "q"), 2 * time.Second, slow, refuse(400, `{"message":"x","code":40060}`), nil, []string{`"type":5`}, ""},
		{"deferral without an answer", interactionJSON("1", "q"), 4 * time.Second, slow, func(int, http.ResponseWriter, string) bool { panic(http.ErrAbortHandler) }, nil,
			[]string{`"type":5`, `"type":5`, `"content":"c"`}, ""},
		{"call refused", pressJSON(0), 0, called, nil, refuse(403, forbidden), []string{`<@&81> please`, `nobody`}, "nobody could be called"},
		{"said where it may not answer", said, 0, both, nil, refuse(403, forbidden), []string{`"content":"c"`}, "may not answer there"},
		{"said where it may not read", said, 0, both, nil, refuse(403, `{"message":"no","code":160002}`), []string{`"message_reference"`, `"content":"c"}],"flags":32768,"nonce":"1"`}, ""},
		{"said, cut", said, 0, both, nil, func(n int, _ http.ResponseWriter, _ string) bool {
			if n == 1 {
				panic(http.ErrAbortHandler)
			}
			return false
		}, []string{`"nonce":"1","enforce_nonce":true`, `"nonce":"1","enforce_nonce":true`}, ""},
		{"reaction refused", said, 0, bot.Message{React: "⏳"}, nil, refuse(403, forbidden), []string{"⏳"}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, d *fake) {
				d.onCallback, d.onSent = test.callback, test.sent
				d.handler.handle = func(context.Context, bot.Event) bot.Message {
					time.Sleep(test.took)
					return test.m
				}
				g := d.run(d.config())
				<-g.Registered()
				before := len(d.logs.String())
				kind := "INTERACTION_CREATE"
				if test.event == said {
					kind = "MESSAGE_CREATE"
				}
				d.peer().dispatch(kind, test.event)
				time.Sleep(10 * time.Second)
				got := d.wire()
				if len(got) != len(test.want) {
					t.Fatalf("sent %q, want %q", got, test.want)
				}
				for i := range got {
					if !strings.Contains(got[i], test.want[i]) {
						t.Errorf("sent %q, want %q", got, test.want)
					}
				}
				log := d.logs.String()[before:]
				if test.log == "" && (strings.Contains(log, "WARN") || strings.Contains(log, "ERROR")) || !strings.Contains(log, test.log) {
					t.Errorf("logged %q, want %q", log, test.log)
				}
				g.stop()
			})
		})
	}
}

// TestSent: the handler learns the id of a message that everybody sees.
func TestSent(t *testing.T) {
	const said = `{"id":"1","channel_id":"5","content":"who?","author":{"id":"3"}}`
	tests := []struct {
		name, event string
		took        time.Duration
		private     bool
		made        string // Discord's answer to a callback
		want        string
	}{
		{"slash", interactionJSON("1", "q"), 0, false, `{"interaction":{"id":"1"},"resource":{"type":4,"message":{"id":"900","flags":32768}}}`, "900"},
		{"slash that Discord made private", interactionJSON("1", "q"), 0, false, `{"resource":{"message":{"id":"900","flags":64}}}`, ""},
		{"slash, unreadable", interactionJSON("1", "q"), 0, false, `<html>`, ""},
		{"slash, private", interactionJSON("1", "q"), 0, true, ``, ""},
		{"slash, deferred", interactionJSON("1", "q"), 2 * time.Second, false, ``, ""},
		{"press, deferred", pressJSON(0), 2 * time.Second, false, ``, "91"},
		{"said", said, 0, false, ``, "91"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, d *fake) {
				var told []string
				d.handler.handle = func(context.Context, bot.Event) bot.Message {
					time.Sleep(test.took)
					return bot.Message{Private: test.private, Plain: "p", Sent: func(id string) { told = append(told, id) }}
				}
				d.onCallback = func(_ int, w http.ResponseWriter, _ string) bool {
					io.WriteString(w, test.made)
					return test.made != ""
				}
				g := d.run(d.config())
				<-g.Registered()
				kind := "INTERACTION_CREATE"
				if test.event == said {
					kind = "MESSAGE_CREATE"
				}
				d.peer().dispatch(kind, test.event)
				time.Sleep(5 * time.Second)
				synctest.Wait()
				if got := strings.Join(told, " "); got != test.want {
					t.Errorf("told %q, want %q", got, test.want)
				}
				asks := strings.Contains(strings.Join(d.wire(), " "), "?with_response=true")
				if want := test.made != ""; asks != want {
					t.Errorf("asks for what was made: %v, want %v", asks, want)
				}
				g.stop()
			})
		})
	}
}
