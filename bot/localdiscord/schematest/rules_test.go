package schematest_test

import (
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"summitbot/bot/localdiscord"
	"summitbot/bot/localdiscord/schematest"
)

// Where a rule comes from: Discord's description has it, or only Discord's
// documentation, so that the local Discord's own code alone knows it.
const (
	schema = "schema"
	own    = "own code"
)

// A rule is a request that breaks it, to one of these calls.
type rule struct {
	name, from string
	call, body string
}

const (
	message  = "POST /channels/{channel}/messages"
	callback = "POST /interactions/{id}/{token}/callback"
	edit     = "PATCH /webhooks/{app}/{token}/messages/@original"
	followUp = "POST /webhooks/{app}/{token}"
	commands = "PUT /applications/{app}/commands"
)

// rules is the table of the rules of a request, and of where each is from.
var rules = []rule{
	{"content of a callback: 2,000", schema, callback, `{"type":4,"data":{"content":"` + long(2001) + `"}}`},
	{"content of an edit: 2,000", schema, edit, `{"content":"` + long(2001) + `"}`},
	{"content of a follow-up: 2,000", schema, followUp, `{"content":"` + long(2001) + `"}`},
	{"content of a channel message: 2,000", own, message, `{"content":"` + long(2001) + `"}`},
	{"callback types", schema, callback, `{"type":3,"data":{"content":"x"}}`},
	{"callback type against interaction type", own, callback, `{"type":7,"data":{"content":"x"}}`},
	{"words in allowed_mentions", schema, message, `{"content":"x","allowed_mentions":{"parse":["people"]}}`},
	{"users twice in allowed_mentions", own, message, `{"content":"x","allowed_mentions":{"parse":["users"],"users":["1100000000000000044"]}}`},
	{"an empty message", own, message, `{"content":""}`},
	{"embeds: 10", schema, message, `{"embeds":[` + times(11, `{"title":"x"}`) + `]}`},
	{"embed description: 4,096", schema, message, `{"embeds":[{"description":"` + long(4097) + `"}]}`},
	{"all embeds: 6,000", own, message, `{"embeds":[` + times(2, `{"description":"`+long(3001)+`"}`) + `]}`},
	{"buttons in a row: 5", schema, message, `{"components":[{"type":1,"components":[` + buttons(6) + `]}]}`},
	{"rows: 5", own, message, `{"components":[` + rows(6) + `]}`},
	{"button label: 80", schema, message, row(`{"type":2,"style":1,"custom_id":"a","label":"` + long(81) + `"}`)},
	{"custom_id: 100", schema, message, row(`{"type":2,"style":1,"label":"a","custom_id":"` + long(101) + `"}`)},
	{"custom_id is unique", own, message, row(times(2, `{"type":2,"style":1,"label":"a","custom_id":"a"}`))},
	{"button link: 512", schema, message, row(`{"type":2,"style":5,"label":"a","url":"https://example.com/` + long(512) + `"}`)},
	{"a link button has a link", own, message, row(`{"type":2,"style":5,"label":"a"}`)},
	{"a link button has no custom_id", own, message, row(`{"type":2,"style":5,"label":"a","url":"https://example.com","custom_id":"a"}`)},
	{"select options: 25", schema, message, row(`{"type":3,"custom_id":"a","options":[` + options(26) + `]}`)},
	{"a card has no content", own, message, `{"flags":32768,"content":"x","components":[{"type":10,"content":"x"}]}`},
	{"a card has the flag", own, message, `{"components":[{"type":10,"content":"x"}]}`},
	{"components of a container: 40", schema, message, card(`{"type":17,"components":[` + times(41, `{"type":14}`) + `]}`)},
	{"components of a card, nested: 40", own, message, card(times(2, `{"type":17,"components":[`+times(20, `{"type":14}`)+`]}`))},
	{"text of a card: 4,000", own, message, card(times(2, `{"type":10,"content":"`+long(2001)+`"}`))},
	{"bytes of a card: 10,170", own, message, card(`{"type":10,"content":"` + strings.Repeat("한", 4000) + `"}`)},
	{"command name: 32", schema, commands, `[{"name":"` + long(33) + `","description":"x"}]`},
	{"command name: pattern and case", own, commands, `[{"name":"Ask Me!","description":"x"}]`},
	{"command names are unique", own, commands, `[` + times(2, `{"name":"ask","description":"x"}`) + `]`},
	{"description: 100", schema, commands, `[{"name":"ask","description":"` + long(101) + `"}]`},
	{"a slash command has a description", own, commands, `[{"name":"ask"}]`},
	{"options: 25", schema, commands, `[{"name":"ask","description":"x","options":[` + commandOptions(26, "") + `]}]`},
	{"required options first", own, commands, `[{"name":"ask","description":"x","options":[` + commandOptions(1, "") + `,{"type":3,"name":"q","description":"x","required":true}]}]`},
	{"choices without autocomplete", own, commands, `[{"name":"ask","description":"x","options":[` + commandOptions(1, `,"autocomplete":true,"choices":[{"name":"x","value":"x"}]`) + `]}]`},
	{"locales", own, commands, `[{"name":"ask","description":"x","name_localizations":{"tlh":"x"}}]`},
	{"commands: 130", schema, commands, `[` + slashCommands(131) + `]`},
	{"slash commands: 100", own, commands, `[` + slashCommands(101) + `]`},
}

// TestRules breaks each rule. The local Discord must refuse it, and Discord's
// description must know of it, or not, as the table says.
func TestRules(t *testing.T) {
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			status, path := send(t, r)
			if status/100 == 2 {
				t.Errorf("answered %d, want a refusal", status)
			}
			method, _, _ := strings.Cut(r.call, " ")
			// What is wrong with the request is asked of it as if it were accepted.
			fault := schematest.Request(t, localdiscord.Exchange{Method: method, Path: path, Body: []byte(r.body), Status: 200})
			if got := map[bool]string{true: schema, false: own}[fault != nil]; got != r.from {
				t.Errorf("the rule is from %s (%v), want %s", got, fault, r.from)
			}
		})
	}
}

// send makes the call of a rule, about an interaction of its own, and returns
// the status and the path.
func send(t *testing.T, r rule) (status int, path string) {
	t.Helper()
	var token, id string
	s := localdiscord.New(slog.New(slog.DiscardHandler), localdiscord.Config{Seed: 1})
	defer s.Close()
	method, pattern, _ := strings.Cut(r.call, " ")
	if r.call != commands && r.call != message {
		id, token = interaction(t, s, r.call != callback)
	}
	path = strings.NewReplacer("{channel}", s.ChannelID(), "{app}", s.ApplicationID(), "{id}", id, "{token}", token).Replace(pattern)
	return call(s, method, path, r.body), path
}

// call makes a call as a bot does and returns the status.
func call(s *localdiscord.Server, method, path, body string) int {
	req := httptest.NewRequest(method, "http://127.0.0.1/api/v10"+path, strings.NewReader(body))
	req.Header.Set("User-Agent", "DiscordBot (https://example.com, 1.0)")
	req.Header.Set("Authorization", "Bot "+s.Token())
	req.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, req)
	io.Copy(io.Discard, w.Body)
	return w.Code
}

// interaction lets a person use a command and returns the interaction that a bot
// gets, answered or not.
func interaction(t *testing.T, s *localdiscord.Server, answered bool) (id, token string) {
	t.Helper()
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	ws, _, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(web.URL, "http")+"/gateway?v=10&encoding=json", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	identify := `{"op":2,"d":{"token":"` + s.Token() + `","intents":0,"properties":{}}}`
	if err := ws.WriteMessage(websocket.TextMessage, []byte(identify)); err != nil {
		t.Fatal(err)
	}
	call(s, "PUT", "/applications/"+s.ApplicationID()+"/commands", `[{"name":"ask","description":"x"}]`)
	for {
		var p struct {
			Type string                     `json:"t"`
			Data struct{ ID, Token string } `json:"d"`
		}
		if err := ws.ReadJSON(&p); err != nil {
			t.Fatal(err)
		}
		switch p.Type {
		case "READY":
			if _, err := s.Slash("", "", "ask", nil); err != nil {
				t.Fatal(err)
			}
		case "INTERACTION_CREATE":
			id, token = p.Data.ID, p.Data.Token
			if answered {
				call(s, "POST", "/interactions/"+id+"/"+token+"/callback", `{"type":4,"data":{"content":"x"}}`)
			}
			return id, token
		}
	}
}

// long returns n letters.
func long(n int) string { return strings.Repeat("a", n) }

// times returns a list of n times the same.
func times(n int, one string) string {
	return numbered(n, func(int) string { return one })
}

// numbered returns a list of n things.
func numbered(n int, one func(i int) string) string {
	list := make([]string, n)
	for i := range list {
		list[i] = one(i)
	}
	return strings.Join(list, ",")
}

func buttons(n int) string {
	return numbered(n, func(i int) string { return fmt.Sprintf(`{"type":2,"style":1,"label":"a","custom_id":"%d"}`, i) })
}

func rows(n int) string {
	return numbered(n, func(i int) string {
		return fmt.Sprintf(`{"type":1,"components":[{"type":2,"style":1,"label":"a","custom_id":"%d"}]}`, i)
	})
}

func row(inside string) string { return `{"components":[{"type":1,"components":[` + inside + `]}]}` }

func card(inside string) string { return `{"flags":32768,"components":[` + inside + `]}` }

func options(n int) string {
	return numbered(n, func(i int) string { return fmt.Sprintf(`{"label":"a","value":"%d"}`, i) })
}

func commandOptions(n int, more string) string {
	return numbered(n, func(i int) string { return fmt.Sprintf(`{"type":3,"name":"o%d","description":"x"%s}`, i, more) })
}

func slashCommands(n int) string {
	return numbered(n, func(i int) string { return fmt.Sprintf(`{"name":"c%d","description":"x"}`, i) })
}

// TestUnknownKeys finds keys that no description has, wherever they are.
func TestUnknownKeys(t *testing.T) {
	for _, tt := range []struct{ body, want string }{
		{`{"content":"x"}`, ""},
		{`{"content":"x","contents":"y"}`, "/contents"},
		{`{"components":[{"type":1,"components":[{"type":2,"style":1,"label":"a","customId":"b","custom_id":"c"}]}]}`, "/components/0/components/0/customId"},
		{`{"components":[{"type":1,"components":[{"type":2,"style":1,"custom_id":"c","options":null}]}]}`, ""}, // of a select
	} {
		err := schematest.Request(t, localdiscord.Exchange{Method: "POST", Path: "/channels/1/messages", Body: []byte(tt.body), Status: 200})
		if got := fmt.Sprint(err); (err == nil) != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %v, want unknown keys: %s", tt.body, err, tt.want)
		}
	}
}

// TestEverywhere lets no test of the project start a local Discord that nobody
// checks, except those of the load.
func TestEverywhere(t *testing.T) {
	top := os.DirFS("../../..")
	err := fs.WalkDir(top, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, "_test.go") || strings.Contains(name, "schematest/") || d.Name() == "load_test.go" {
			return err
		}
		text, err := fs.ReadFile(top, name)
		if err != nil {
			return err
		}
		started := strings.Count(string(text), "localdiscord."+"New(")
		if checked := strings.Count(string(text), "schematest."); started > checked {
			t.Errorf("%s starts %d local Discords and has %d checked", name, started, checked)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
