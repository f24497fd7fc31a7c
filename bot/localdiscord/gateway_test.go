package localdiscord_test

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"

	"summitbot/bot/localdiscord"
)

// A wire is a bare Gateway connection.
type wire struct {
	t  *testing.T
	ws *websocket.Conn
	// session and seq are those of the last dispatch with them.
	session string
	seq     int64
	binary  []string        // events that came compressed
	packed  *bytes.Buffer   // of the connection's zlib stream; nil without one
	stream  io.Reader       // what is in it
	data    json.RawMessage // of the last payload
}

// connect opens a Gateway connection; query is what follows the "?".
func (w *world) connect(query string) *wire {
	w.t.Helper()
	d := websocket.Dialer{NetDialContext: w.dial}
	ws, _, err := d.Dial("ws://"+host+"/gateway/?"+query, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return &wire{t: w.t, ws: ws}
}

// next returns what comes: "op 10", "READY", "closed 4004" or "cut".
func (c *wire) next() string {
	c.t.Helper()
	kind, b, err := c.ws.ReadMessage()
	if closed, ok := errors.AsType[*websocket.CloseError](err); ok && closed.Code != websocket.CloseAbnormalClosure {
		return fmt.Sprintf("closed %d", closed.Code)
	}
	if err != nil {
		return "cut"
	}
	if c.packed != nil {
		b = c.unpack(b)
	} else if kind == websocket.BinaryMessage {
		z, err := zlib.NewReader(bytes.NewReader(b))
		if err != nil {
			c.t.Fatal(err)
		}
		if b, err = io.ReadAll(z); err != nil {
			c.t.Fatal(err)
		}
	}
	var p struct {
		T  string
		S  *int64
		Op int
		D  json.RawMessage
	}
	if json.Unmarshal(b, &p) != nil {
		return "no JSON"
	}
	c.data = p.D
	if p.Op != 0 {
		if p.S != nil {
			c.t.Errorf("op %d has the sequence %d, want null", p.Op, *p.S)
		}
		return strings.TrimSpace(fmt.Sprintf("op %d %s", p.Op, strings.TrimPrefix(string(p.D), "null")))
	}
	c.seq = *p.S
	if kind == websocket.BinaryMessage {
		c.binary = append(c.binary, p.T)
	}
	var ready struct {
		SessionID string `json:"session_id"`
	}
	if p.T == "READY" && json.Unmarshal(p.D, &ready) == nil {
		c.session = ready.SessionID
	}
	return p.T
}

// upTo returns what comes, until it is last or the end of the connection.
func (c *wire) upTo(last string) string {
	c.t.Helper()
	var got []string
	for {
		ev := c.next()
		got = append(got, ev)
		if ev == last || ev == "cut" || strings.HasPrefix(ev, "closed") {
			return strings.Join(got, ", ")
		}
	}
}

// send sends a payload as it stands.
func (c *wire) send(payload string) {
	c.t.Helper()
	if err := c.ws.WriteMessage(websocket.TextMessage, []byte(payload)); err != nil {
		c.t.Fatal(err)
	}
}

// identify returns an IDENTIFY with these intents; more follows in it.
func identify(token string, intents int, more string) string {
	return fmt.Sprintf(`{"op":2,"d":{"token":%q,"intents":%d,"properties":{"os":"linux"}%s}}`, token, intents, more)
}

// resume returns a RESUME.
func resume(token, session string, seq int64) string {
	return fmt.Sprintf(`{"op":6,"d":{"token":%q,"session_id":%q,"seq":%d}}`, token, session, seq)
}

const hello = `op 10 {"heartbeat_interval":41250}`

func TestGatewayRefusals(t *testing.T) {
	tests := []struct {
		name  string
		query string
		send  func(token string) string
		want  string // after HELLO
	}{
		{"identify", "v=10", func(tk string) string { return identify(tk, 0, "") }, "READY"},
		{"with Bot before the token", "v=9&encoding=json", func(tk string) string { return identify("Bot "+tk, 0, "") }, "READY"},
		{"a shard of the API's own form", "v=10", func(tk string) string { return identify(tk, 0, `,"shard":{"id":0}`) }, "closed 4010"},
		{"a shard of no bot", "v=10", func(tk string) string { return identify(tk, 0, `,"shard":[0,0]`) }, "closed 4010"},
		{"with a shard", "v=10", func(tk string) string { return identify(tk, 0, `,"shard":[0,2]`) }, "READY"},
		{"wrong token", "v=10", func(string) string { return identify("x", 0, "") }, "closed 4004"},
		{"unknown intents", "v=10", func(tk string) string { return identify(tk, 1<<30, "") }, "closed 4013"},
		{"privileged intents", "v=10", func(tk string) string { return identify(tk, 1<<15, "") }, "closed 4014"},
		{"a shard that is not there", "v=10", func(tk string) string { return identify(tk, 0, `,"shard":[2,2]`) }, "closed 4010"},
		{"no intents", "v=10", func(tk string) string { return `{"op":2,"d":{"token":"` + tk + `","properties":{}}}` }, "closed 4002"},
		{"no JSON", "v=10", func(string) string { return `{"op":` }, "closed 4002"},
		{"no opcode", "v=10", func(string) string { return `{}` }, "closed 4002"},
		{"4,097 bytes", "v=10", func(string) string { return `{"op":1,"d":"` + strings.Repeat("x", 4082) + `"}` }, "closed 4002"},
		{"4,096 bytes", "v=10", func(string) string { return `{"op":1,"d":"` + strings.Repeat("x", 4081) + `"}` }, "op 11"},
		{"a heartbeat before all", "v=10", func(string) string { return `{"op":1,"d":null}` }, "op 11"},
		{"a presence before identify", "v=10", func(string) string { return `{"op":3,"d":{}}` }, "closed 4003"},
		{"unknown session", "v=10", func(tk string) string { return resume(tk, "x", 1) }, "op 9 false"},
		{"resume with a wrong token", "v=10", func(string) string { return resume("x", "x", 1) }, "closed 4004"},
		{"resume without a session", "v=10", func(tk string) string { return `{"op":6,"d":{"token":"` + tk + `"}}` }, "closed 4002"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, localdiscord.Config{}, func(w *world) {
				c := w.connect(tt.query)
				defer c.ws.Close()
				check(t, "first", c.next(), hello)
				c.send(tt.send(w.s.Token()))
				check(t, "then", c.next(), tt.want)
			})
		})
	}
}

func TestGatewayVersions(t *testing.T) {
	for query, want := range map[string]string{"v=9": hello, "v=10": hello, "v=8": "closed 4012", "": "closed 4012"} {
		inBubble(t, localdiscord.Config{}, func(w *world) {
			c := w.connect(query)
			defer c.ws.Close()
			check(t, query, c.next(), want)
		})
	}
}

func TestGatewayAfterIdentify(t *testing.T) {
	tests := []struct{ name, send, want string }{
		{"a second identify", `{"op":2,"d":{}}`, "closed 4005"},
		{"a resume", `{"op":6,"d":{}}`, "closed 4005"},
		{"an unknown opcode", `{"op":99}`, "closed 4001"},
		{"an opcode that only the server sends", `{"op":10}`, "closed 4001"},
		{"a whole presence", `{"op":3,"d":{"since":null,"activities":[],"status":"online","afk":false}}`, "op 11"},
		{"members without a server", `{"op":8,"d":{"query":"","limit":0}}`, "closed 4002"},
		{"members without a question", `{"op":8,"d":{"guild_id":"1100000000000000022"}}`, "closed 4002"},
		{"members of another server", `{"op":8,"d":{"guild_id":"1","query":"a","limit":1}}`, "op 11"},
		{"all members without the intent", `{"op":8,"d":{"guild_id":"1100000000000000022","query":"","limit":0}}`, "op 11"},
		{"a voice state", `{"op":4,"d":{"guild_id":"1100000000000000022","channel_id":null,"self_mute":false,"self_deaf":false}}`, "op 11"},
		{"a presence that lacks a field", `{"op":3,"d":{"since":null,"activities":[],"status":"online"}}`, "closed 4002"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, localdiscord.Config{}, func(w *world) {
				c := w.ready(0, "")
				defer c.ws.Close()
				c.send(tt.send)
				c.ws.WriteMessage(websocket.TextMessage, []byte(`{"op":1}`)) // fails if it was closed
				check(t, tt.send, c.next(), tt.want)
			})
		})
	}
}

// ready connects and identifies.
func (w *world) ready(intents int, more string) *wire {
	w.t.Helper()
	c := w.connect("v=10&encoding=json")
	check(w.t, "first", c.next(), hello)
	c.send(identify(w.s.Token(), intents, more))
	check(w.t, "then", c.next(), "READY")
	return c
}

func TestTooManySends(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		c := w.ready(0, "") // one of 120
		defer c.ws.Close()
		for range 119 {
			c.send(`{"op":1}`)
			check(t, "heartbeat", c.next(), "op 11")
		}
		c.send(`{"op":1}`)
		check(t, "the 121st", c.next(), "closed 4008")
	})
}

func TestGuildComesWithItsIntent(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		c := w.ready(1|1<<9, `,"compress":true`)
		defer c.ws.Close()
		check(t, "after READY", c.next(), "GUILD_CREATE")
		do(w.s, call{"POST", "/api/v10/channels/" + w.s.ChannelID() + "/messages", `{"content":"x"}`, nil})
		check(t, "a message", c.next(), "MESSAGE_CREATE")
		if diff := cmp.Diff([]string{"READY", "GUILD_CREATE"}, c.binary); diff != "" {
			t.Errorf("compressed (-want +got):\n%s", diff)
		}
	})
}

// unpack returns the payload in the next part of the zlib stream.
func (c *wire) unpack(part []byte) []byte {
	c.t.Helper()
	if !bytes.HasSuffix(part, []byte{0, 0, 0xFF, 0xFF}) {
		c.t.Errorf("a part of the stream ends with % x, not with a flush", part[max(0, len(part)-4):])
	}
	c.packed.Write(part)
	if c.stream == nil {
		z, err := zlib.NewReader(c.packed)
		if err != nil {
			c.t.Fatal(err)
		}
		c.stream = z
	}
	var payload json.RawMessage
	if err := json.NewDecoder(c.stream).Decode(&payload); err != nil {
		c.t.Fatal(err)
	}
	return payload
}

func TestTransportCompression(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		c := w.connect("v=10&encoding=json&compress=zlib-stream")
		defer c.ws.Close()
		c.packed = &bytes.Buffer{}
		check(t, "first", c.next(), hello)
		c.send(identify(w.s.Token(), 1, `,"compress":true`))
		for _, want := range []string{"READY", "GUILD_CREATE"} {
			check(t, "then", c.next(), want)
		}
		c.send(`{"op":1}`)
		check(t, "heartbeat", c.next(), "op 11")
		if diff := cmp.Diff([]string{"READY", "GUILD_CREATE"}, c.binary); diff != "" {
			t.Errorf("compressed (-want +got):\n%s", diff)
		}
		c.send(`{"op":99}`)
		check(t, "close frame", c.next(), "closed 4001")
	})
}

func TestDeadClientIsDropped(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		c := w.ready(0, "")
		time.Sleep(41 * time.Second)
		c.send(`{"op":1}`)
		check(t, "alive", c.next(), "op 11")
		// 41.25 s × 1.25 after the last heartbeat.
		began := time.Now()
		check(t, "silent", c.next(), "cut")
		if got, want := time.Since(began), 51562500*time.Microsecond; got != want {
			t.Errorf("dropped after %v, want %v", got, want)
		}
		c.ws.Close()
	})
}

func TestClientCloseIsAnsweredLate(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		c := w.ready(0, "")
		defer c.ws.Close()
		began := time.Now()
		c.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(4000, ""))
		check(t, "answer", c.next(), "closed 4000")
		if got := time.Since(began); got != 2*time.Second {
			t.Errorf("answered after %v, want 2 s", got)
		}
	})
}

// TestServerClose: once both have sent a close frame, the server ends the
// connection at once (RFC 6455, section 7.1.1), with no second frame.
func TestServerClose(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		c := w.ready(0, "")
		defer c.ws.Close()
		c.ws.SetCloseHandler(func(int, string) error { return nil })
		if err := w.s.CloseGateway(4000); err != nil {
			t.Fatal(err)
		}
		check(t, "the server", c.next(), "closed 4000")
		began := time.Now()
		c.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(4000, ""))
		if rest, err := io.ReadAll(c.ws.NetConn()); len(rest) > 0 || err != nil || time.Since(began) > 0 {
			t.Errorf("after %v: % x, %v", time.Since(began), rest, err)
		}
	})
}

func TestResumeReplaysWhatWasMissed(t *testing.T) {
	for _, tt := range []struct {
		code int
		want string
	}{
		{4000, "INTERACTION_CREATE, RESUMED"},
		{1012, "INTERACTION_CREATE, RESUMED"},
		{1000, "op 9 false"}, // the client ended its session
		{1001, "op 9 false"},
		{0, "INTERACTION_CREATE, RESUMED"}, // no close frame at all
	} {
		t.Run(fmt.Sprint(tt.code), func(t *testing.T) {
			inBubble(t, localdiscord.Config{}, func(w *world) {
				do(w.s, call{"PUT", commandsPath, `[{"name":"ask","description":"d"}]`, nil})
				other := w.ready(0, "") // keeps a bot connected
				defer other.ws.Close()
				time.Sleep(5 * time.Second)
				c := w.ready(0, "")
				if tt.code != 0 {
					c.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(tt.code, ""))
				}
				c.ws.Close()
				synctest.Wait()
				if _, err := w.s.Slash("", "", "ask", nil); err != nil {
					t.Fatal(err)
				}
				d := w.connect("v=10")
				defer d.ws.Close()
				check(t, "first", d.next(), hello)
				d.send(resume(w.s.Token(), c.session, c.seq))
				last := "RESUMED"
				if strings.HasPrefix(tt.want, "op") {
					last = tt.want
				}
				check(t, "then", d.upTo(last), tt.want)
			})
		})
	}
}

func TestResumeLimits(t *testing.T) {
	tests := []struct {
		name  string
		after time.Duration
		seq   int64 // more than the last one
		want  string
	}{
		{"in time", 5 * time.Minute, 0, "RESUMED"},
		{"too late", 5*time.Minute + time.Second, 0, "op 9 false"},
		{"from the future", 0, 1, "closed 4007"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, localdiscord.Config{}, func(w *world) {
				c := w.ready(0, "")
				c.ws.Close()
				synctest.Wait()
				time.Sleep(tt.after)
				d := w.connect("v=10")
				defer d.ws.Close()
				d.next()
				d.send(resume(w.s.Token(), c.session, c.seq+tt.seq))
				check(t, "then", d.next(), tt.want)
			})
		})
	}
}

func TestResumeNeedsTheReplay(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		c := w.ready(1<<9, "")
		c.ws.Close()
		synctest.Wait()
		for range 257 { // one more than is kept
			time.Sleep(time.Second) // below the rate limit
			do(w.s, call{"POST", "/api/v10/channels/" + w.s.ChannelID() + "/messages", `{"content":"x"}`, nil})
		}
		d := w.connect("v=10")
		defer d.ws.Close()
		d.next()
		d.send(resume(w.s.Token(), c.session, c.seq))
		check(t, "then", d.next(), "op 9 false")
	})
}

func TestIdentifyPace(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		first := w.ready(0, "")
		defer first.ws.Close()
		c := w.connect("v=10")
		defer c.ws.Close()
		c.next()
		time.Sleep(5*time.Second - time.Millisecond)
		c.send(identify(w.s.Token(), 0, ""))
		check(t, "after 4.999 s", c.next(), "op 9 false")
		time.Sleep(time.Millisecond)
		c.send(identify(w.s.Token(), 0, ""))
		check(t, "after 5 s", c.next(), "READY")
		if got := w.s.Identifies(); got != 3 {
			t.Errorf("counted %d identifies, want 3", got)
		}
	})
}

func TestIdentifyBudget(t *testing.T) {
	inBubble(t, localdiscord.Config{Identifies: 2, IdentifyEvery: -1}, func(w *world) {
		left := func() int {
			var got struct {
				Limit struct{ Remaining int } `json:"session_start_limit"`
			}
			decode(t, do(w.s, call{method: "GET", path: "/api/v10/gateway/bot"}), &got)
			return got.Limit.Remaining
		}
		token := w.s.Token()
		for want := 2; want > 0; want-- {
			if got := left(); got != want {
				t.Errorf("%d starts left, want %d", got, want)
			}
			c := w.ready(0, "")
			defer c.ws.Close()
		}
		c := w.connect("v=10")
		defer c.ws.Close()
		c.next()
		c.send(identify(token, 0, ""))
		check(t, "the third", c.next(), "closed 4004")
		if w.s.Token() == token {
			t.Error("the token is the same, want another")
		}
		res := do(w.s, call{"GET", "/api/v10/users/@me", "", map[string]string{"Authorization": "Bot " + token}})
		check(t, "the old token", outcome(t, res), "401 0")
	})
}
