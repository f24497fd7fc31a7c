package gateway

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"summitbot/bot"
)

// TestEvents: what becomes of interactions. Every one has the same head, which
// TestHead looks at.
func TestEvents(t *testing.T) {
	const message = `{"id":"50","flags":32768,"author":{"id":"77"},"content":"","attachments":[],"components":[` +
		`{"type":17,"components":[{"type":10,"content":"-# ann asked: who?"},{"type":14},{"type":99,"content":7,"components":"odd"},{"type":10,"content":"b"}]},` +
		`{"type":9,"components":[{"type":10,"content":"c"}],"accessory":{"type":11,"media":{"url":"https://x.example"}}},` +
		`{"type":1,"components":[{"type":2,"label":"More","custom_id":"x"}]}]}`
	written := &bot.Written{ID: "50", Mine: true, Author: "77", Text: "-# ann asked: who?\nb\nc", Other: true}
	tests := []struct {
		name, in string // without the head
		want     bot.Event
	}{
		{"slash", `"type":2,"data":{"name":"ask","type":1,"options":[{"name":"question","type":3,"value":"who?"},{"name":"private","type":5,"value":true},{"name":"n","type":4,"value":5}]}`,
			bot.Event{Kind: bot.Slash, Command: "ask", Options: map[string]string{"question": "who?", "private": "true", "n": "5"}}},
		{"no options", `"type":2,"data":{"name":"help","type":1}`,
			bot.Event{Kind: bot.Slash, Command: "help", Options: map[string]string{}}},
		{"subcommand", `"type":2,"data":{"name":"coverage","type":1,"options":[{"name":"gaps","type":1,"options":[{"name":"since","type":3,"value":"x"}]}]}`,
			bot.Event{Kind: bot.Slash, Command: "coverage gaps", Options: map[string]string{"since": "x"}}},
		{"subcommand of a group", `"type":2,"data":{"name":"a","type":1,"options":[{"name":"b","type":2,"options":[{"name":"c","type":1}]}]}`,
			bot.Event{Kind: bot.Slash, Command: "a b c", Options: map[string]string{}}},
		{"typing", `"type":4,"data":{"name":"ask","type":1,"options":[{"name":"source","type":3,"value":"ar","focused":true},{"name":"question","type":3,"value":"wh"}]}`,
			bot.Event{Kind: bot.Typing, Command: "ask", Options: map[string]string{"source": "ar", "question": "wh"}, Focused: "source"}},
		{"button", `"type":3,"message":` + message + `,"data":{"custom_id":"x","component_type":2}`,
			bot.Event{Kind: bot.Press, CustomID: "x", Message: written}},
		{"select", `"type":3,"message":` + message + `,"data":{"custom_id":"s","component_type":3,"values":["a","b"],"resolved":{"roles":{}}}`,
			bot.Event{Kind: bot.Press, CustomID: "s", Values: []string{"a", "b"}, Message: written}},
		{"button without a message", `"type":3,"data":{"custom_id":"x"}`,
			bot.Event{Kind: bot.Press, CustomID: "x"}},
		{"button of an odd message", `"type":3,"message":["x"],"data":{"custom_id":"x"}`,
			bot.Event{Kind: bot.Press, CustomID: "x"}},
		{"menu", `"type":2,"data":{"name":"Find in coverage","type":3,"target_id":"60","resolved":{"messages":{"60":{"id":"60","author":{"id":"4"},"content":"who?\nwhen?"}}}}`,
			bot.Event{Kind: bot.Menu, Command: "Find in coverage", Message: &bot.Written{ID: "60", Plain: true, Author: "4", Text: "who?\nwhen?"}}},
		{"menu of a picture", `"type":2,"data":{"name":"F","type":3,"target_id":"60","resolved":{"messages":{"60":{"id":"60","author":null,"content":"","attachments":[{"id":"1"}]}}}}`,
			bot.Event{Kind: bot.Menu, Command: "F", Message: &bot.Written{ID: "60", Plain: true, Other: true}}},
		{"menu of a forwarded message", `"type":2,"data":{"name":"F","type":3,"target_id":"60","resolved":{"messages":{"60":{"id":"60","author":{"id":"4"},"content":"","message_snapshots":[{"message":{"content":"said elsewhere","embeds":[{}]}}]}}}}`,
			bot.Event{Kind: bot.Menu, Command: "F", Message: &bot.Written{ID: "60", Plain: true, Author: "4", Text: "said elsewhere", Other: true}}},
		{"menu of what is odd", `"type":2,"data":{"name":"F","type":3,"target_id":"60","resolved":{"messages":[1]}}`,
			bot.Event{Kind: bot.Menu, Command: "F"}},
		{"menu of nothing", `"type":2,"data":{"name":"F","type":3,"target_id":"60"}`,
			bot.Event{Kind: bot.Menu, Command: "F"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var in interaction
			if err := json.Unmarshal([]byte(`{"id":"1","application_id":"77","token":"t",`+test.in+`}`), &in); err != nil {
				t.Fatal(err)
			}
			ev, ok := in.event()
			test.want.ID, test.want.ApplicationID = "1", "77"
			if !ok || !reflect.DeepEqual(ev, test.want) {
				t.Errorf("ok %v\ngot  %+v %+v\nwant %+v %+v", ok, ev, ev.Message, test.want, test.want.Message)
			}
		})
	}
}

// TestHead: who did it and where.
func TestHead(t *testing.T) {
	const server = `"guild_id":"8","channel_id":"5","guild_locale":"fr","locale":"de","app_permissions":"2048","member":{"nick":null,"permissions":"8224","user":{"id":"3","username":"ann","global_name":"Ann"}}`
	in := bot.Event{User: bot.User{ID: "3", Name: "Ann"}, Permissions: 8224, BotPermissions: bot.SendMessages,
		GuildID: "8", ChannelID: "5", Locale: "de", GuildLocale: "fr"}
	installed := in
	installed.Installed = true
	tests := []struct {
		name, in string
		want     bot.Event
	}{
		{"installed in the server", server + `,"authorizing_integration_owners":{"0":"8","1":"3"}`, installed},
		{"brought along", server + `,"authorizing_integration_owners":{"1":"3"}`, in},
		{"another server's", server + `,"authorizing_integration_owners":{"0":"9"}`, in},
		{"owners of an odd form", server + `,"authorizing_integration_owners":[1]`, in},
		{"direct message", `"channel_id":"6","locale":"en-US","user":{"id":"3","username":"ann"},"authorizing_integration_owners":{"0":"0"}`,
			bot.Event{User: bot.User{ID: "3", Name: "ann"}, ChannelID: "6", Locale: "en-US"}},
		{"nobody", `"member":[],"user":7,"app_permissions":null,"message":null`, bot.Event{}},
		{"permissions as numbers", `"app_permissions":2048,"member":{"permissions":32,"user":{"id":"3"}}`,
			bot.Event{User: bot.User{ID: "3"}, Permissions: bot.ManageServer, BotPermissions: bot.SendMessages}},
		{"permissions of no form", `"app_permissions":"many","member":{"permissions":{},"user":{"id":"3"}}`, bot.Event{User: bot.User{ID: "3"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var in interaction
			if err := json.Unmarshal([]byte(`{"id":"1","token":"t","type":3,`+test.in+`}`), &in); err != nil {
				t.Fatal(err)
			}
			ev, _ := in.event()
			test.want.ID, test.want.Kind = "1", bot.Press
			if !reflect.DeepEqual(ev, test.want) {
				t.Errorf("got  %+v\nwant %+v", ev, test.want)
			}
		})
	}
}

// TestSaid: which messages are to the bot, and what they say.
func TestSaid(t *testing.T) {
	const ann = `"author":{"id":"3","username":"ann","global_name":"Ann"}`
	const mentioned = `"mentions":[{"id":"70"}]`
	const mine = `"referenced_message":{"id":"50","author":{"id":"70","bot":true},"content":"-# ann asked: who?"}`
	const no = "(not to the bot)"
	tests := []struct {
		name, in string
		want     string // text
	}{
		{"mention", `"guild_id":"8","content":"<@70> who?",` + ann + `,` + mentioned, "who?"},
		{"old form of a mention", `"guild_id":"8","content":"hey  <@!70>\nwho?",` + ann + `,` + mentioned, "hey who?"},
		{"mention twice", `"guild_id":"8","content":"<@70> <@70>",` + ann, ""},
		{"no mention", `"guild_id":"8","content":"who?",` + ann, no},
		{"mention of another", `"guild_id":"8","content":"<@701> who?","mentions":[{"id":"701"}],` + ann, no},
		{"text withheld", `"guild_id":"8","content":"",` + ann, no},
		{"direct message", `"content":"who?",` + ann, "who?"},
		{"direct message of a picture", `"content":"","attachments":[{"id":"1"}],` + ann, ""},
		{"reply that pings", `"type":19,"guild_id":"8","content":"when?",` + ann + `,` + mentioned + `,` + mine, "when?"},
		{"reply that does not ping", `"type":19,"guild_id":"8","content":"",` + ann + `,"mentions":[],` + mine, no},
		{"pinging reply to another", `"type":19,"guild_id":"8","content":"when?",` + ann + `,` + mentioned + `,"referenced_message":{"id":"50","author":{"id":"4"}}`, no},
		{"reply to what was deleted", `"type":19,"guild_id":"8","content":"<@70> when?",` + ann + `,"referenced_message":null`, "when?"},
		{"by a bot", `"content":"who?","author":{"id":"4","bot":true}`, no},
		{"by itself", `"content":"<@70> who?","author":{"id":"70"}`, no},
		{"by a webhook", `"guild_id":"8","content":"<@70> who?","webhook_id":"9",` + ann, no},
		{"by the system", `"content":"hello","author":{"id":"4","system":true}`, no},
		{"somebody joined", `"type":7,"guild_id":"8","content":"<@70>",` + ann, no},
		{"nobody", `"content":"who?"`, no},
		{"odd", `"content":"who?","author":[],"mentions":{},"member":7,"referenced_message":"x","components":9`, no},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var w wireWritten
			if err := json.Unmarshal([]byte(`{"id":"1","channel_id":"5",`+test.in+`}`), &w); err != nil {
				t.Fatal(err)
			}
			ev, ok := w.said(identity{user: "70", application: "77"})
			if !ok {
				ev.Text = no
			}
			if ev.Text != test.want {
				t.Errorf("%q, want %q", ev.Text, test.want)
			}
			if !ok {
				return
			}
			if ev.ID != "1" || ev.ChannelID != "5" || ev.Kind != bot.Said || ev.User != (bot.User{ID: "3", Name: "Ann"}) ||
				ev.Installed != (ev.GuildID != "") || ev.ApplicationID != "77" || ev.Message == nil {
				t.Errorf("%+v", ev)
			}
			if strings.Contains(test.in, mine) && (ev.ReplyTo == nil || !ev.ReplyTo.Mine || ev.ReplyTo.FirstLine() != "-# ann asked: who?") {
				t.Errorf("in reply to %+v", ev.ReplyTo)
			}
		})
	}
}

// TestCompletes: choices are what Discord takes, and come at once or not at all.
func TestCompletes(t *testing.T) {
	many := func(n int) (list []bot.Choice) {
		for i := range n {
			list = append(list, bot.Choice{Name: fmt.Sprint("n", i), Value: fmt.Sprint(i)})
		}
		return list
	}
	tests := []struct {
		name   string
		choose func(ctx context.Context, ev bot.Event) []bot.Choice
		want   int
		after  time.Duration
	}{
		{"none", func(context.Context, bot.Event) []bot.Choice { return nil }, 0, 0},
		{"some", func(context.Context, bot.Event) []bot.Choice { return many(3) }, 3, 0},
		{"too many", func(context.Context, bot.Event) []bot.Choice { return many(30) }, 25, 0},
		{"too long and empty", func(context.Context, bot.Event) []bot.Choice {
			return append(many(1), bot.Choice{Name: strings.Repeat("é", 101), Value: "x"}, bot.Choice{Name: "x"}, bot.Choice{Name: strings.Repeat("é", 100), Value: "x"})
		}, 2, 0},
		{"panic", func(context.Context, bot.Event) []bot.Choice { panic("kaboom") }, 0, 0},
		{"slow", func(ctx context.Context, _ bot.Event) []bot.Choice { <-ctx.Done(); return nil }, 0, completeLimit},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, d *fake) {
				d.handler.choose = test.choose
				g := d.run(d.config())
				<-g.Registered()
				typed := time.Now()
				id := d.newID(typed)
				d.peer().dispatch("INTERACTION_CREATE", strings.Replace(interactionJSON(id, "q"), `"type":2`, `"type":4`, 1))
				time.Sleep(3 * time.Second)
				got := d.answers()
				if len(got) != 1 || got[0].at.Sub(typed) != test.after {
					t.Fatalf("%+v, want one after %v", got, test.after)
				}
				var sent struct {
					Type int
					Data struct{ Choices []wireChoice }
				}
				if err := json.Unmarshal([]byte(got[0].body), &sent); err != nil || sent.Type != 8 || sent.Data.Choices == nil || len(sent.Data.Choices) != test.want {
					t.Errorf("sent %s, want %d choices", got[0].body, test.want)
				}
				g.stop()
			})
		})
	}
}

// TestOnce: what another process has taken is dropped, but for what is typed.
func TestOnce(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		cfg := d.config()
		taken := map[string]bool{}
		cfg.Once = func(_ context.Context, id string) bool { return !taken[id] }
		g := d.run(cfg)
		<-g.Registered()
		theirs, typed := d.newID(time.Now()), d.newID(time.Now())
		taken[theirs], taken[typed], taken["40"] = true, true, true
		d.peer().dispatch("INTERACTION_CREATE", interactionJSON(theirs, "q"))
		d.peer().dispatch("INTERACTION_CREATE", strings.Replace(interactionJSON(typed, "q"), `"type":2`, `"type":4`, 1))
		d.peer().dispatch("MESSAGE_CREATE", `{"id":"40","channel_id":"5","content":"who?","author":{"id":"3"}}`)
		d.ask("q")
		synctest.Wait()
		if n, sent := len(d.answers()), d.requests(); n != 2 || len(sent) != 0 {
			t.Errorf("%d callbacks, %v, want 2 and none", n, sent)
		}
		g.stop()
	})
}

// TestOwnerAtOnce: from the first command on it is known who owns the application.
func TestOwnerAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		d.onREST = answering("/applications/@me", func() (int, string) {
			time.Sleep(2 * time.Second)
			return 200, `{"owner":{"id":"3"},"team":null}`
		})
		g := d.run(d.config())
		<-g.Registered()
		d.ask("q")
		synctest.Wait()
		if got := d.handler.handled(); len(got) != 1 || !got[0].Owner {
			t.Errorf("%+v", got)
		}
		g.stop()
	})
}

// TestOwner: who owns the application, or is in its team, is known after login.
func TestOwner(t *testing.T) {
	tests := []struct {
		name, application string
		owner             bool
	}{
		{"owner", `{"owner":{"id":"3"},"team":null}`, true},
		{"somebody else", `{"owner":{"id":"4"},"team":null}`, false},
		{"team", `{"owner":{"id":"9"},"team":{"members":[{"membership_state":2,"user":{"id":"4"}},{"membership_state":2,"user":{"id":"3"}}]}}`, true},
		{"invited to the team", `{"owner":{"id":"3"},"team":{"members":[{"membership_state":1,"user":{"id":"3"}}]}}`, false},
		{"nobody", `{}`, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, d *fake) {
				asked := 0
				d.onREST = answering("/applications/@me", func() (int, string) {
					asked++
					if asked == 1 {
						return 500, ""
					}
					return 200, test.application
				})
				g := d.run(d.config())
				<-g.Registered()
				synctest.Wait()
				d.ask("before")
				time.Sleep(2 * time.Hour)
				d.ask("q")
				synctest.Wait()
				got := d.handler.handled()
				if len(got) != 2 || got[0].Owner || got[1].Owner != test.owner || asked != 2 {
					t.Errorf("%+v, asked %d times", got, asked)
				}
				g.stop()
			})
		})
	}
}
