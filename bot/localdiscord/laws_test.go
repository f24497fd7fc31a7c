package localdiscord_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/gorilla/websocket"

	"summitbot/bot/localdiscord"
	"summitbot/bot/localdiscord/schematest"
)

// FuzzMessage sends any body as a message. The law: it is refused, or what is
// kept is within every limit, its components have ids of their own, and it can
// be printed.
func FuzzMessage(f *testing.F) {
	f.Add(`{"content":"x"}`)
	f.Add(card(text("x"), `{"type":17,"id":1,"components":[{"type":14}]}`, buttons(2)))
	f.Add(card(`{"type":9,"components":[` + text("x") + `],"accessory":{"type":11,"media":{"url":"https://example.com/a.png"}}}`))
	f.Add(`{"embeds":[{"title":"t","fields":[{"name":"n","value":"v"}]}],"allowed_mentions":{"parse":["users"]}}`)
	f.Add(`{"content":null,"nonce":{},"components":[null,[],7],"message_reference":{"message_id":[]}}`)
	f.Fuzz(func(t *testing.T, body string) {
		s := newServer(t, localdiscord.Config{Observe: schematest.Tolerant(t)})
		res := do(s, call{"POST", "/api/v10/channels/" + s.ChannelID() + "/messages", body, nil})
		kept := s.Messages(s.ChannelID(), "")
		if (res.StatusCode == 200) != (len(kept) == 1) {
			t.Fatalf("status %d with %d messages kept", res.StatusCode, len(kept))
		}
		if len(kept) == 0 {
			return
		}
		m := kept[0]
		if utf8.RuneCountInString(m.Content) > 2000 || (m.IsCard() && (m.Content != "" || len(m.Embeds) > 0)) {
			t.Errorf("kept content %q in a card (%v)", m.Content, m.IsCard())
		}
		var ids []int
		runes := 0
		eachComponent(m.Components, func(c localdiscord.Component) {
			if c.ID == 0 || slices.Contains(ids, c.ID) {
				t.Errorf("component of type %d has the id %d; taken are %v", c.Type, c.ID, ids)
			}
			ids = append(ids, c.ID)
			if c.Type == localdiscord.TextDisplay {
				runes += utf8.RuneCountInString(c.Content)
			}
		})
		if len(ids) > 40 || runes > 4000 {
			t.Errorf("kept %d components with %d code points of text", len(ids), runes)
		}
		if s.Transcript() == "" {
			t.Error("the transcript is empty")
		}
	})
}

// FuzzGateway sends any frames, one a line, binary after "#"; "$" is the bot's
// token. The law: what comes back is JSON or a close code of Discord's, a
// session begins at most once a connection, and another bot can still connect.
func FuzzGateway(f *testing.F) {
	id := `{"op":2,"d":{"token":"$","intents":1,"properties":{},"compress":true}}`
	f.Add(id + "\n" + `{"op":1,"d":null}` + "\n" + `{"op":8,"d":{"guild_id":"1100000000000000022","query":"a","limit":1}}`)
	f.Add(id + "\n" + `{"op":3,"d":{"since":null,"activities":[],"status":"online","afk":false}}` + "\n" + `{"op":4,"d":[]}`)
	f.Add(`{"op":6,"d":{"token":"$","session_id":"x","seq":1}}` + "\n" + id + "\n" + id)
	f.Add(`{"op":2,"d":{"token":"$","intents":1e9,"properties":{},"shard":[0,null]}}`)
	f.Add(`{"op":8,"d":{"guild_id":{},"user_ids":[[]],"query":7}}` + "\n#x\nnull\n[]\n{\"op\":1e99}")
	f.Fuzz(func(t *testing.T, frames string) {
		p := newPipes()
		w, stop := newWorld(t, p, p.Dial, localdiscord.Config{IdentifyEvery: -1})
		defer stop()
		c := w.connect("v=10")
		defer c.ws.Close()
		c.ws.SetCloseHandler(func(int, string) error { return nil }) // an echo would be answered two seconds later
		sending := make(chan struct{})
		go func() { // ends when all is sent or the server has hung up
			defer close(sending)
			for _, text := range append(strings.Split(strings.ReplaceAll(frames, "$", w.s.Token()), "\n"), `{"op":1}`, `{"op":99}`) {
				kind := websocket.TextMessage
				if rest, binary := strings.CutPrefix(text, "#"); binary {
					kind, text = websocket.BinaryMessage, rest
				}
				if c.ws.WriteMessage(kind, []byte(text)) != nil {
					return
				}
			}
		}()
		got := strings.Split(c.upTo(""), ", ")
		if slices.Contains(got, "no JSON") || strings.Count(strings.Join(got, ", "), "READY") > 1 {
			t.Errorf("got %q", got)
		}
		code, err := strconv.Atoi(strings.TrimPrefix(got[len(got)-1], "closed "))
		if err != nil || code < 4001 || code > 4014 {
			t.Errorf("ended with %q", got[len(got)-1])
		}
		other := w.ready(0, "")
		other.ws.Close()
		c.ws.Close()
		<-sending
	})
}

// eachComponent calls f for every component, with those inside others.
func eachComponent(cs []localdiscord.Component, f func(localdiscord.Component)) {
	for _, c := range cs {
		f(c)
		eachComponent(c.Components, f)
		if c.Accessory != nil {
			f(*c.Accessory)
		}
	}
}

// FuzzCommands registers any body. The law: it is refused and nothing changes,
// or what is listed has distinct names and required options first.
func FuzzCommands(f *testing.F) {
	f.Add(`[{"name":"ask","description":"d","options":[` + option("q", `,"required":true,"max_length":300`) + `]}]`)
	f.Add(`[{"name":"ask","description":"d","contexts":[0],"integration_types":[1],"default_member_permissions":"32"}]`)
	f.Add(`[{"name":"Find","type":3},null,{"name":{},"options":[{"choices":[7]}],"name_localizations":[]}]`)
	f.Fuzz(func(t *testing.T, body string) {
		s := newServer(t, localdiscord.Config{Observe: schematest.Tolerant(t)})
		res := do(s, call{"PUT", commandsPath, body, nil})
		commands := s.Commands()
		if res.StatusCode != 200 && len(commands) > 0 {
			t.Fatalf("refused with %d, but %d commands are there", res.StatusCode, len(commands))
		}
		names := map[string]bool{}
		for _, c := range commands {
			if names[c.Name] || c.Name == "" || c.Description == "" || c.ID == "" {
				t.Errorf("kept the command %+v", c)
			}
			names[c.Name] = true
			if !slices.IsSortedFunc(c.Options, requiredFirst) {
				t.Errorf("/%s has a required option after an optional one", c.Name)
			}
		}
	})
}

func requiredFirst(a, b localdiscord.CommandOption) int {
	switch {
	case a.Required == b.Required:
		return 0
	case a.Required:
		return -1
	}
	return 1
}

func TestWatchGathersChanges(t *testing.T) {
	s := newServer(t, localdiscord.Config{})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	changes := s.Watch(ctx)
	for range 3 {
		do(s, call{"POST", "/api/v10/channels/" + s.ChannelID() + "/messages", `{"content":"x"}`, nil})
	}
	<-changes // three changes and nobody looking: one value
	select {
	case <-changes:
		t.Error("a second value for changes made before the first was taken")
	default:
	}
	cancel()
	if _, ok := <-changes; ok {
		t.Error("a value after the end, want the channel closed")
	}
}

func TestSeedRepeatsSecrets(t *testing.T) {
	secrets := func(seed uint64) [2]string {
		s := localdiscord.New(discard(), localdiscord.Config{Seed: seed, Observe: schematest.Observer(t)})
		defer s.Close()
		return [2]string{s.Token(), s.ControlKey()}
	}
	seven, again, eight := secrets(7), secrets(7), secrets(8)
	if seven != again {
		t.Error("one seed gave two tokens")
	}
	if none, either := secrets(0), secrets(0); seven == eight || none == either {
		t.Error("other seeds, and no seed, must give other tokens")
	}
}

// FuzzAct does any action of people. The law: it is done, or refused with a
// reason, and either way the record can be told.
func FuzzAct(f *testing.F) {
	for _, body := range []string{
		`{"do":"say","content":"<@1100000000000000011> @everyone <@&1100000000000000121>","channel_id":"dm"}`,
		`{"do":"say","user":"dan","reply_to":"1","ping":null}`,
		`{"do":"slash","name":"set a b","options":{"u":"bob","f":{"filename":"../x","content":"y"},"n":1e400}}`,
		`{"do":"autocomplete","name":"set a b","options":{"u":7},"focused":"u"}`,
		`{"do":"message_command","name":"Find","content":"x"}`, `{"do":"user_command","name":"Who","target":"@ann"}`,
		`{"do":"button","message_id":"1","custom_id":"x"}`, `{"do":"select","values":[null]}`, `{"do":"modal","fields":{"a":[1]}}`,
		`{"do":"clock","advance":"9999h"}`, `{"do":"permission","role":"bot","name":"VIEW_CHANNEL","allow":false}`,
		`{"do":"permission","channel_id":"news","role":"bob","name":"VIEW_CHANNEL"}`, `{"do":"role","name":"admin","on":false}`,
		`{"do":"member","user":"bob","on":false}`, `{"do":"locale","name":"de"}`, `{"do":"reset"}`, `{"do":"op","op":7}`, `[]`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if strings.Contains(body, "endpoint") || strings.Contains(body, "wait") {
			t.Skip("reaches out, or takes its time")
		}
		s := newServer(t, localdiscord.Config{Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
		do(s, call{"PUT", commandsPath, `[{"name":"set","description":"d","options":[{"type":2,"name":"a","description":"d","options":[
			{"type":1,"name":"b","description":"d","options":[{"type":9,"name":"u","description":"d","required":true},
			{"type":11,"name":"f","description":"d"},{"type":10,"name":"n","description":"d"}]}]}]},{"name":"Find","type":3},{"name":"Who","type":2}]`, nil})
		res := control(s, "POST", "/control/act", host, s.ControlKey(), body)
		var got struct{ Error string }
		decode(t, res, &got)
		if (res.StatusCode == 200) != (got.Error == "") {
			t.Fatalf("%d with the error %q", res.StatusCode, got.Error)
		}
		if status := control(s, "GET", "/control/transcript", host, s.ControlKey(), "").StatusCode; status != 200 {
			t.Fatalf("the transcript: %d", status)
		}
	})
}

// FuzzREST sends any body, as JSON and as a form with files, to every route that
// takes one. The law: it is never the server's fault, but for the size of a card.
func FuzzREST(f *testing.F) {
	f.Add(`{"recipient_id":"1100000000000000055"}`)
	f.Add(`{"name":"ask","description":"d","options":[{"type":1,"name":"a","description":"d","options":[{"type":7,"channel_types":[0]}]}]}`)
	f.Add(`{"type":9,"data":{"custom_id":"m","title":"t","components":[{"type":18,"label":"l","component":{"type":22,"options":[{}]}}]}}`)
	f.Add(`{"attachments":[{"id":0},{"id":null}],"flags":32768,"components":[{"type":13,"file":{"url":"attachment://a"}}]}`)
	f.Add("--b\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a\"\r\n\r\nx\r\n--b--\r\n")
	paths := []string{
		"POST /users/@me/channels", "POST /channels/1100000000000000033/messages", "POST /channels/1200000000000000055/messages",
		"POST /applications/1100000000000000011/commands", "PUT /applications/1100000000000000011/guilds/1100000000000000022/commands",
		"PATCH /channels/1100000000000000033/messages/1",
	}
	f.Fuzz(func(t *testing.T, body string) {
		s := newServer(t, localdiscord.Config{Observe: schematest.Tolerant(t), Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
		for _, kind := range []string{"application/json", "multipart/form-data; boundary=b"} {
			for _, p := range paths {
				method, path, _ := strings.Cut(p, " ")
				res := do(s, call{method, "/api/v10" + path, body, map[string]string{"Content-Type": kind}})
				if res.StatusCode > 500 || (res.StatusCode == 500 && !strings.Contains(body, "content")) {
					t.Errorf("%s: %d", p, res.StatusCode)
				}
			}
		}
	})
}

// FuzzCallback answers interactions of several kinds with any body, as an
// endpoint does. The law: each is answered, or has failed; what people see can be
// printed; and an open form can be filled in or says what is wrong.
func FuzzCallback(f *testing.F) {
	f.Add(`{"type":4,"data":{"content":"x","flags":64}}`)
	f.Add(`{"type":5,"data":{"flags":-1}}`)
	f.Add(`{"type":8,"data":{"choices":[{"name":"a","value":"b"}]}}`)
	f.Add(`{"type":8}`)
	f.Add(`{"type":9,"data":{"custom_id":"m","title":"t","components":[{"type":18,"label":"l","component":{"type":22,"custom_id":"c","options":[{"label":"a","value":"a"}]}},
		{"type":1,"components":[{"type":4,"custom_id":"t","style":1,"label":"l","value":"v"}]},{"type":18,"label":"l","component":{"type":5,"custom_id":"u","default_values":[{"id":"1","type":"user"}]}}]}}`)
	f.Add(`{"type":7,"data":{"components":null,"attachments":[]}}`)
	f.Fuzz(func(t *testing.T, body string) {
		e := &endpoint{answer: func(w http.ResponseWriter, _ map[string]any) { io.WriteString(w, body) }}
		s := newServer(t, localdiscord.Config{Observe: schematest.Tolerant(t), Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
			Web: &http.Client{Transport: inProcess{e}}})
		e.key = verifyKey(t, s)
		must(t, "", s.SetEndpoint(t.Context(), "http://bot.test/"))
		do(s, call{"PUT", commandsPath, `[{"name":"a","description":"d","options":[{"type":3,"name":"b","description":"d","autocomplete":true}]}]`, nil})
		do(s, call{"POST", "/api/v10/channels/" + newsID + "/messages", `{"content":"x","components":[{"type":1,"components":[{"type":2,"style":1,"label":"x","custom_id":"x"}]}]}`, nil})
		m := s.Messages(newsID, "")[0].ID
		for _, a := range []localdiscord.Action{
			{Do: "slash", Name: "a"}, {Do: "autocomplete", Name: "a", Focused: "b"}, {Do: "button", MessageID: m, CustomID: "x"},
		} {
			a.Wait = 30
			res, err := s.Act(t.Context(), a)
			if err != nil || res.Outcome.State == "waiting" {
				t.Fatalf("%s: %+v, %v", a.Do, res.Outcome, err)
			}
		}
		if form, open := s.Modal(""); open {
			if _, err := s.Submit("", form.CustomID, nil); err != nil && err.Error() == "" {
				t.Error("a form is refused without a reason")
			}
		}
		s.Transcript()
	})
}

// inProcess is a transport to a handler.
type inProcess struct{ http.Handler }

func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	return w.Result(), nil
}
