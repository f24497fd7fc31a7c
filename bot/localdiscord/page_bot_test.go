package localdiscord

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
)

// A fakeBot is a bot of raw calls, with one command /ask. The page's tests need
// somebody to talk to; that the protocol is right is proven elsewhere.
type fakeBot struct {
	t    *testing.T
	s    *Server
	web  *httptest.Server
	conn *websocket.Conn
}

// A fakeEvent is what a fakeBot reads of an INTERACTION_CREATE.
type fakeEvent struct {
	ID, Token string
	Member    struct{ User User }
	Data      struct {
		CustomID string `json:"custom_id"`
		Options  []struct{ Name, Value string }
	}
}

func (e fakeEvent) option(name string) string {
	for _, o := range e.Data.Options {
		if o.Name == name {
			return o.Value
		}
	}
	return ""
}

// newFakeBot registers /ask and connects to the Gateway.
func newFakeBot(t *testing.T, s *Server, web *httptest.Server) *fakeBot {
	t.Helper()
	b := &fakeBot{t: t, s: s, web: web}
	b.call("PUT", "/api/v10/applications/"+s.ApplicationID()+"/commands", `[{"name":"ask","type":1,"description":"Quotes that answer",
		"options":[{"type":3,"name":"question","description":"What to look for","required":true,"max_length":300},
		{"type":3,"name":"source","description":"Only from this source","choices":[
			{"name":"DayFR Euro","value":"dayfr"},{"name":"ARY News","value":"arynews"}]}]}]`)
	conn, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(web.URL, "http")+"/gateway?v=10&encoding=json", nil)
	if err != nil {
		t.Fatal(err)
	}
	b.conn = conn
	t.Cleanup(func() { conn.Close() })
	b.read("") // HELLO
	err = conn.WriteMessage(websocket.TextMessage, []byte(`{"op":2,"d":{"token":"`+s.Token()+
		`","intents":0,"properties":{"os":"linux","browser":"test","device":"test"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	b.read("READY")
	return b
}

// leave ends the bot's session.
func (b *fakeBot) leave() {
	b.t.Helper()
	bye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	if err := b.conn.WriteMessage(websocket.CloseMessage, bye); err != nil {
		b.t.Fatal(err)
	}
}

// read returns the next event, which must have this name.
func (b *fakeBot) read(name string) fakeEvent {
	b.t.Helper()
	var frame struct {
		T string
		D fakeEvent
	}
	if err := b.conn.ReadJSON(&frame); err != nil {
		b.t.Fatal(err)
	}
	if frame.T != name {
		b.t.Fatalf("event %q, want %q", frame.T, name)
	}
	return frame.D
}

// next returns the next interaction.
func (b *fakeBot) next() fakeEvent {
	b.t.Helper()
	return b.read("INTERACTION_CREATE")
}

// answer is the first answer to an interaction.
func (b *fakeBot) answer(e fakeEvent, body string) {
	b.t.Helper()
	b.call("POST", "/api/v10/interactions/"+e.ID+"/"+e.Token+"/callback", body)
}

func (b *fakeBot) call(method, path, body string) {
	b.t.Helper()
	req, err := http.NewRequest(method, b.web.URL+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bot "+b.s.Token())
	req.Header.Set("User-Agent", "DiscordBot (https://bot.example, 1)")
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	if answer, _ := io.ReadAll(res.Body); res.StatusCode >= 300 {
		b.t.Fatalf("%s %s: %s: %s", method, path, res.Status, answer)
	}
}

// testLogger logs to the test's output.
func testLogger(t *testing.T) *slog.Logger {
	return slog.New(slog.NewTextHandler(t.Output(), nil))
}
