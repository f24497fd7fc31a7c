package localdiscord_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"summitbot/bot/localdiscord"
)

// control calls the control API as its user does and returns the answer.
func control(s *localdiscord.Server, method, path, at, key, body string) *http.Response {
	r := httptest.NewRequest(method, "http://"+at+path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+key)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func TestControlRefusals(t *testing.T) {
	s := newServer(t, localdiscord.Config{})
	key := s.ControlKey()
	const act = "/control/act"
	tests := []struct {
		name, method, path, host, key, body string
		status                              int
		error                               string // or how it begins
		known                               bool   // the actions are listed
	}{
		{"wrong key", "POST", act, host, "x", `{"do":"op","op":7}`, 401, `the header "Authorization: Bearer KEY" is missing or wrong`, false},
		{"no key", "GET", "/control/transcript", host, "", "", 401, `the header "Authorization: Bearer KEY" is missing or wrong`, false},
		{"a name of the web", "POST", act, "evil.example:80", key, `{"do":"op","op":7}`, 403, "the control API answers on loopback addresses only", false},
		{"another path", "GET", "/control/", host, key, "", 404, "there are POST /control/act and GET /control/transcript", false},
		{"another method", "GET", act, host, key, "", 404, "there are POST /control/act and GET /control/transcript", false},
		{"unknown action", "POST", act, host, key, `{"do":"dance"}`, 400, `unknown action: "dance"`, true},
		{"no action", "POST", act, host, key, `{}`, 400, `unknown action: ""`, true},
		{"unknown field", "POST", act, "[::1]:80", key, `{"do":"slash","nam":"ask"}`, 400, `the action "slash" has no key "nam"`, false},
		{"no JSON", "POST", act, "localhost", key, `slash`, 400, "the body is not an action: ", true},
		{"unknown command", "POST", act, host, key, `{"do":"slash","name":"ask"}`, 400, "there is no /ask: bot has registered no commands yet", false},
		{"unknown channel", "POST", act, host, key, `{"do":"slash","name":"ask","channel_id":"1"}`, 400, `ann sees no channel "1"; there are news, general, notices, dm`, false},
		{"unknown message", "POST", act, host, key, `{"do":"button","message_id":"1","custom_id":"c"}`, 400, `ann sees no message "1"`, false},
		{"nobody to send to", "POST", act, host, key, `{"do":"op","op":7}`, 400, "no bot is connected to the Gateway", false},
		{"an opcode of clients", "POST", act, host, key, `{"do":"op","op":2}`, 400, "opcode 2 cannot be sent; 1, 7 and 9 can", false},
		{"nobody to close", "POST", act, host, key, `{"do":"close","code":4000}`, 400, "no bot is connected to the Gateway", false},
		{"an odd close code", "POST", act, host, key, `{"do":"close","code":7}`, 400, "close code 7 cannot be sent", false},
		{"unknown fault", "POST", act, host, key, `{"do":"fault","name":"earthquake"}`, 400, `no fault is called "earthquake"; there are silent, half_open`, false},
		{"a fault", "POST", act, host, key, `{"do":"fault","name":"rest_status","status":502,"times":2}`, 200, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := control(s, tt.method, tt.path, tt.host, tt.key, tt.body)
			var got struct {
				Error string
				Known []string
			}
			decode(t, res, &got)
			if res.StatusCode != tt.status || !strings.HasPrefix(got.Error, tt.error) || (tt.error == "") != (got.Error == "") {
				t.Errorf("got %d %q, want %d %q", res.StatusCode, got.Error, tt.status, tt.error)
			}
			var known []string
			if tt.known {
				known = localdiscord.Actions()
			}
			if tt.name == "unknown field" {
				known = []string{"do", "user", "channel_id", "name", "options", "wait"}
			}
			if diff := cmp.Diff(known, got.Known); diff != "" {
				t.Errorf("known (-want +got):\n%s", diff)
			}
		})
	}
	if got := do(s, call{method: "GET", path: "/api/v10/gateway"}).StatusCode; got != 502 {
		t.Errorf("the fault that was set: %d, want 502", got)
	}
}

// TestControlSetsFaults: every fault can be set, with every field that it has.
func TestControlSetsFaults(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		set := func(body string) {
			t.Helper()
			if res := control(w.s, "POST", "/control/act", host, w.s.ControlKey(), `{"do":"fault",`+body+`}`); res.StatusCode != 200 {
				t.Fatalf("%s: %d", body, res.StatusCode)
			}
		}
		for _, name := range localdiscord.FaultNames() { // the last is "none"
			set(`"name":"` + name + `"`)
		}
		set(`"name":"rest_status","status":429,"scope":"shared","retry_after":2,"method":"GET","route":"/users/@me","times":2,"delay":5`)
		me := call{method: "GET", path: "/api/v10/users/@me"}
		check(t, "before its time", outcome(t, do(w.s, me)), "200")
		time.Sleep(5 * time.Second)
		synctest.Wait()
		for range 2 {
			res := do(w.s, me)
			if got := res.Header.Get("X-RateLimit-Scope") + res.Header.Get("Retry-After"); res.StatusCode != 429 || got != "shared2" {
				t.Errorf("%d %q", res.StatusCode, got)
			}
		}
		check(t, "a third time", outcome(t, do(w.s, me)), "200")
		set(`"name":"invalid_session","d":true`)
		check(t, "identify", w.firstTry(), hello+", op 9 true, cut")
		set(`"name":"clock_jump","seconds":60`)
		if date, _ := w.clock(); !date.Equal(time.Now().Add(time.Minute).Truncate(time.Second)) {
			t.Errorf("Date %v at %v", date, time.Now())
		}
		set(`"name":"identify_close","code":4013`)
		check(t, "identify", w.firstTry(), hello+", closed 4013")
	})
}

func TestControlActsAndTells(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		bot := w.openBot(answerWith(t, "Kim."))
		defer closeBot(bot)
		act := func(body string) (id string) {
			t.Helper()
			res := control(w.s, "POST", "/control/act", host, w.s.ControlKey(), body)
			var got struct {
				ID string `json:"interaction_id"`
			}
			decode(t, res, &got)
			if res.StatusCode != 200 {
				t.Fatalf("%s: %d", body, res.StatusCode)
			}
			synctest.Wait()
			return got.ID
		}
		id := act(`{"do":"slash","user":"bob","channel_id":"1100000000000000033","name":"ask","options":{"question":2024}}`)
		var got struct {
			Messages []struct {
				State       string
				VisibleTo   *string `json:"visible_to"`
				Pings       []string
				Interaction struct {
					ID   string
					User struct{ Username string }
				}
				Components []json.RawMessage
			}
			Text       string
			Identifies int
		}
		decode(t, control(w.s, "GET", "/control/transcript", host, w.s.ControlKey(), ""), &got)
		if len(got.Messages) != 1 {
			t.Fatalf("%d messages, want 1", len(got.Messages))
		}
		m := got.Messages[0]
		if m.State != "sent" || m.VisibleTo != nil || m.Pings == nil || len(m.Pings) != 0 || m.Interaction.ID != id ||
			m.Interaction.User.Username != "bob" || len(m.Components) != 1 || got.Identifies != 1 {
			t.Errorf("transcript: %+v", got)
		}
		check(t, "text", got.Text, "bot → #news\n  ▌ Kim.\n")
		act(`{"do":"op","op":1}`) // discordgo answers with a heartbeat and stays
		if got := w.s.Connections(); got != 1 {
			t.Errorf("%d connections, want 1", got)
		}
	})
}

func TestControlShowsWhatWaits(t *testing.T) {
	inAsked(t, func(t *testing.T, a asked) {
		var got struct {
			Messages []struct {
				State     string
				VisibleTo string `json:"visible_to"`
			}
		}
		decode(t, control(a.w.s, "GET", "/control/transcript", host, a.w.s.ControlKey(), ""), &got)
		ann := a.w.s.People()[0].ID
		if len(got.Messages) != 1 || got.Messages[0].State != "pending" || got.Messages[0].VisibleTo != ann {
			t.Errorf("got %+v, want one pending entry of %s", got, ann)
		}
	})
}

// TestControlActsAsPeople does every action of people through the control API.
func TestControlActsAsPeople(t *testing.T) {
	const commands = `[{"name":"ask","description":"d","options":[{"type":3,"name":"question","description":"d","autocomplete":true}]},
		{"name":"Find","type":3},{"name":"Who","type":2}]`
	listen(t, commands, func(l *listener) {
		type result struct {
			InteractionID string `json:"interaction_id"`
			MessageID     string `json:"message_id"`
			Outcome       localdiscord.Outcome
			Now           string
		}
		act := func(body string) (r result) {
			t.Helper()
			res := control(l.s, "POST", "/control/act", host, l.s.ControlKey(), body)
			decode(t, res, &r)
			if res.StatusCode != 200 {
				t.Errorf("%s: %d", body, res.StatusCode)
			}
			return r
		}
		said := act(`{"do":"say","user":"bob","channel_id":"general","content":"hello","mention":true}`).MessageID
		checkAt(t, l.next("MESSAGE_CREATE"), "id", `"`+said+`"`)
		act(`{"do":"say","content":"hi bob","channel_id":"general","reply_to":"` + said + `","ping":false}`)
		checkAt(t, l.next("MESSAGE_CREATE"), "message_reference.message_id", `"`+said+`"`, "mentions", "[]")
		if r := act(`{"do":"message_command","name":"Find","content":"pets"}`); r.Outcome.State != "waiting" || r.MessageID == "" {
			t.Errorf("a message command on a new message: %+v", r)
		}
		l.next("MESSAGE_CREATE")
		l.next("INTERACTION_CREATE")
		before := len(l.s.Messages(newsID, ""))
		if res := control(l.s, "POST", "/control/act", host, l.s.ControlKey(), `{"do":"message_command","name":"Lose","content":"x"}`); res.StatusCode != 400 ||
			len(l.s.Messages(newsID, "")) != before {
			t.Errorf("a command that is not there: %d, and %d messages more", res.StatusCode, len(l.s.Messages(newsID, ""))-before)
		}
		act(`{"do":"message_command","name":"Find","channel_id":"general","message_id":"` + said + `"}`)
		l.next("INTERACTION_CREATE")
		act(`{"do":"user_command","name":"Who","target":"bob"}`)
		l.next("INTERACTION_CREATE")

		choose := make(chan result)
		go func() {
			choose <- act(`{"do":"autocomplete","name":"ask","options":{"question":"wh"},"focused":"question"}`)
		}()
		check(t, "choices", l.callback(l.next("INTERACTION_CREATE"), `{"type":8,"data":{"choices":[{"name":"Who?","value":"who"}]}}`), "204")
		if r := <-choose; len(r.Outcome.Choices) != 1 || r.Outcome.Choices[0].Name != "Who?" {
			t.Errorf("autocomplete: %+v", r)
		}
		act(`{"do":"slash","name":"ask"}`)
		form := l.next("INTERACTION_CREATE")
		check(t, "modal", l.callback(form, `{"type":9,"data":{"custom_id":"m","title":"t","components":[
			{"type":1,"components":[{"type":4,"custom_id":"t","style":2,"label":"l"}]}]}}`), "204")
		act(`{"do":"modal","custom_id":"m","fields":{"t":"text"}}`)
		i := l.next("INTERACTION_CREATE")
		check(t, "answer", l.callback(i, `{"type":4,"data":{"content":"x","components":[
			{"type":1,"components":[{"type":3,"custom_id":"s","options":[{"label":"A","value":"a"}]}]}]}}`), "204")
		m := at(l.next("MESSAGE_CREATE"), "id")
		act(`{"do":"select","message_id":` + m + `,"custom_id":"s","values":["a"]}`)
		checkAt(t, l.next("INTERACTION_CREATE"), "data.values", `["a"]`)

		for _, body := range []string{
			`{"do":"permission","role":"moderator","name":"MANAGE_GUILD"}`,
			`{"do":"permission","role":"bob","channel_id":"news","name":"ADD_REACTIONS","allow":false}`,
			`{"do":"role","user":"bob","name":"moderator"}`, `{"do":"member","user":"dan"}`,
			`{"do":"install","user":"bob"}`, `{"do":"refuse_dms","user":"bob"}`, `{"do":"locale","user":"bob","name":"fr"}`,
			`{"do":"endpoint"}`,
		} {
			act(body)
		}
		bob, _ := l.s.Member("bob")
		if !bob.Installed || !bob.RefusesDMs || bob.Locale != "fr" || len(bob.Roles) != 1 {
			t.Errorf("bob after the switches: %+v", bob)
		}
		if p, _ := l.s.Permissions("bob", "news"); p.Has(localdiscord.AddReactions) || !p.Has(localdiscord.ManageGuild) {
			t.Errorf("bob's permissions: %v", p.Names())
		}
		start := l.s.Now()
		if r := act(`{"do":"clock","advance":"14m"}`); r.Now == "" || l.s.Now().Sub(start).Minutes() != 14 {
			t.Errorf("the clock went from %v to %v, it says %q", start, l.s.Now(), r.Now)
		}
		var got struct {
			Interactions []struct{ State string }
			Channels     []struct{ Name string }
		}
		decode(t, control(l.s, "GET", "/control/transcript", host, l.s.ControlKey(), ""), &got)
		// Of seven, the modal's opener and its answer, and the choices, came in time.
		states := map[string]int{}
		for _, i := range got.Interactions {
			states[i.State]++
		}
		if states["answered"] != 3 || states["failed"] != 4 || len(got.Channels) != 8 {
			t.Errorf("transcript: interactions %v, %d channels", states, len(got.Channels))
		}
		act(`{"do":"reset"}`)
		if l.s.Transcript() != "" {
			t.Error("messages are left after a reset")
		}
	})
}
