package gateway

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"summitbot/bot"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// canary is the bot token of every test; no log may hold it.
const canary = "CANARY.bot-token.0123456789"

// interval is the heartbeat interval of the fake.
const interval = 41250 * time.Millisecond

// A fake is a Discord that misbehaves as a test wants, over net.Pipe. In a
// synctest bubble its clock is the bubble's. It is polite by default.
type fake struct {
	t       *testing.T
	ln      *pipeListener
	srv     *http.Server
	peers   sync.WaitGroup
	handler *scripted
	logs    *syncBuffer

	// Set before the gateway runs; nil is polite.
	onPeer     func(n int, p *peer) bool                            // takes the n-th connection (from 1) over, if it returns true
	onCallback func(n int, w http.ResponseWriter, body string) bool // answers the n-th callback, if it returns true
	onSent     func(n int, w http.ResponseWriter, body string) bool // answers the n-th call of a channel or webhook, if it returns true
	onREST     func(w http.ResponseWriter, r *http.Request) bool    // answers any other call, if it returns true

	mu                  sync.Mutex
	dials               []time.Time // when each WebSocket was opened
	identifies, resumes int
	callbacks           []callback
	sent                []request      // of messages, beside callbacks
	wires               []string       // both, in order: call and body
	presences           []string       // what the bot sent with op 3
	identified          []string       // and with op 2
	calls               map[string]int // "GET /gateway" → times
	commands            json.RawMessage
	latest              *peer
	seq, lastID         int
	receivedClose       []int
}

// A request is a call that sends, changes or deletes a message, or a reaction.
type request struct {
	at         time.Time
	call, body string // "POST /channels/5/messages"
}

type callback struct {
	at      time.Time
	path    string
	header  http.Header
	body    string
	content struct {
		Type int
		Data struct {
			Content    string
			Flags      int
			Components []wireComponent
		}
	}
}

// shown returns the text that the callback shows.
func (c callback) shown() string {
	var texts []string
	var walk func([]wireComponent)
	walk = func(parts []wireComponent) {
		for _, p := range parts {
			if p.Content != "" {
				texts = append(texts, p.Content)
			}
			walk(p.Components)
		}
	}
	walk(c.content.Data.Components)
	if c.content.Data.Content != "" {
		texts = append(texts, "plain: "+c.content.Data.Content)
	}
	return strings.Join(texts, "|")
}

// scripted is a Handler that does what the test says.
type scripted struct {
	mu     sync.Mutex
	handle func(ctx context.Context, ev bot.Event) bot.Message
	choose func(ctx context.Context, ev bot.Event) []bot.Choice
	shows  string
	other  []bot.Command // instead of the usual one
	events []bot.Event
	told   []string // of servers
}

func (s *scripted) Handle(ctx context.Context, ev bot.Event) bot.Message {
	s.mu.Lock()
	s.events = append(s.events, ev)
	s.mu.Unlock()
	if s.handle != nil {
		return s.handle(ctx, ev)
	}
	text := "answer to " + ev.Options["question"]
	return bot.Message{Card: []bot.Component{bot.Text{Content: text}}, Plain: text}
}

func (s *scripted) Complete(ctx context.Context, ev bot.Event) []bot.Choice {
	s.mu.Lock()
	s.events = append(s.events, ev)
	s.mu.Unlock()
	if s.choose != nil {
		return s.choose(ctx, ev)
	}
	return nil
}

func (s *scripted) Presence() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shows
}

// show sets the presence.
func (s *scripted) show(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shows = text
}

func (s *scripted) Joined(_ context.Context, id string) { s.tell("joined " + id) }
func (s *scripted) Left(_ context.Context, id string)   { s.tell("left " + id) }
func (s *scripted) Present(_ context.Context, ids []string) {
	s.tell("present " + strings.Join(ids, " "))
}
func (s *scripted) Sweep(context.Context) { s.tell("sweep") }

func (s *scripted) tell(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told = append(s.told, what)
}

// heard returns what the handler was told of servers.
func (s *scripted) heard() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.told...)
}

// handled returns the events so far.
func (s *scripted) handled() []bot.Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]bot.Event(nil), s.events...)
}

func (s *scripted) Commands() []bot.Command {
	if s.other != nil {
		return s.other
	}
	return []bot.Command{{Name: "ask", Description: "Ask", Options: []bot.Option{
		{Name: "question", Description: "What", Required: true, MaxLength: 300},
		{Name: "source", Description: "Who", Choices: []bot.Choice{{Name: "ARY News", Value: "arynews"}}},
	}}}
}

// notice returns a message that only the asker sees.
func notice(text string) bot.Message {
	return bot.Message{Private: true, Card: []bot.Component{bot.Text{Content: text}}, Plain: text}
}

// bubble runs f with a fake in a synctest bubble and checks what all tests
// want: that nothing is left running and no log holds a token.
func bubble(t *testing.T, f func(t *testing.T, d *fake)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		// A bubble begins in 2000, Discord's ids count from 2015.
		time.Sleep(time.Until(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)))
		d := newFake(t)
		f(t, d)
		d.stop()
		for _, secret := range []string{canary, "itoken"} {
			if strings.Contains(d.logs.String(), secret) {
				t.Errorf("the log holds %q:\n%s", secret, d.logs.String())
			}
		}
	})
}

func newFake(t *testing.T) *fake {
	d := &fake{t: t, ln: newPipeListener(), handler: &scripted{}, logs: &syncBuffer{}, calls: map[string]int{}, commands: json.RawMessage("[]"), lastID: 1}
	mux := http.NewServeMux()
	mux.HandleFunc("/ws/", d.serveGateway)
	mux.HandleFunc("/api/v10/", d.serveREST)
	d.srv = &http.Server{Handler: mux, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, 0)}
	d.peers.Go(func() { d.srv.Serve(d.ln) })
	return d
}

// stop ends the fake; the gateway has ended before.
func (d *fake) stop() {
	d.srv.Close()
	d.ln.Close()
	d.peers.Wait()
	synctest.Wait() // for the goroutines of net/http
}

// logger writes to the test's log and keeps everything, down to debug.
func (d *fake) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(io.MultiWriter(d.logs, d.t.Output()), &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// config returns the settings that lead to the fake.
func (d *fake) config() Config {
	return Config{Token: canary, APIURL: "http://discord.test/api", Version: "1.2.3", Dial: d.ln.Dial}
}

// A running is a gateway under test.
type running struct {
	*Gateway
	stop func() error // ends Run and returns what it returned
	done chan struct{}
	err  error // of Run, once done is closed
}

// run starts a gateway.
func (d *fake) run(cfg Config) *running {
	d.t.Helper()
	g, err := New(d.logger(), d.handler, cfg)
	if err != nil {
		d.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(d.t.Context())
	r := &running{Gateway: g, done: make(chan struct{})}
	go func() {
		r.err = g.Run(ctx)
		close(r.done)
	}()
	r.stop = func() error { cancel(); <-r.done; return r.err }
	return r
}

// serveREST is Discord's REST API, as small as it can be.
func (d *fake) serveREST(w http.ResponseWriter, r *http.Request) {
	d.peers.Add(1)
	defer d.peers.Done()
	body, _ := io.ReadAll(r.Body)
	path := strings.TrimPrefix(r.URL.Path, "/api/v10")
	d.checkMentions(r.Method+" "+path, body)
	if strings.HasPrefix(path, "/interactions/") || strings.HasPrefix(path, "/webhooks/") || strings.HasPrefix(path, "/channels/") {
		d.mu.Lock()
		d.wires = append(d.wires, strings.TrimSuffix(r.Method+" "+path+"?"+r.URL.RawQuery, "?")+" "+string(body))
		d.mu.Unlock()
	}
	if strings.HasPrefix(path, "/interactions/") {
		c := callback{at: time.Now(), path: path, header: r.Header, body: string(body)}
		if err := json.Unmarshal(body, &c.content); err != nil {
			d.t.Errorf("callback body %s: %v", body, err)
		}
		d.mu.Lock()
		d.callbacks = append(d.callbacks, c)
		n := len(d.callbacks)
		d.mu.Unlock()
		if d.onCallback == nil || !d.onCallback(n, w, string(body)) {
			w.WriteHeader(http.StatusNoContent)
		}
		return
	}
	d.mu.Lock()
	d.calls[r.Method+" "+path]++
	d.mu.Unlock()
	if d.onREST != nil && d.onREST(w, r) {
		return
	}
	if strings.HasPrefix(path, "/webhooks/") || strings.HasPrefix(path, "/channels/") {
		d.mu.Lock()
		d.sent = append(d.sent, request{time.Now(), r.Method + " " + path, string(body)})
		n := len(d.sent)
		d.mu.Unlock()
		if d.onSent == nil || !d.onSent(n, w, string(body)) {
			fmt.Fprintf(w, `{"id":"9%d"}`, n)
		}
		if auth := r.Header.Get("Authorization"); (auth != "") != strings.HasPrefix(path, "/channels/") {
			d.t.Errorf("%s: Authorization %q", path, auth)
		}
		return
	}
	if r.Header.Get("Authorization") != "Bot "+canary {
		d.t.Errorf("%s %s: Authorization %q", r.Method, path, r.Header.Get("Authorization"))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	switch r.Method + " " + path {
	case "GET /gateway":
		io.WriteString(w, `{"url":"ws://discord.test/ws"}`)
	case "GET /gateway/bot":
		io.WriteString(w, `{"url":"ws://discord.test/ws","shards":1,"session_start_limit":{"total":1000,"remaining":1000,"reset_after":0,"max_concurrency":1}}`)
	case "GET /applications/@me":
		io.WriteString(w, `{"id":"77","owner":{"id":"3"},"team":null}`)
	case "GET /applications/77/commands":
		w.Write(d.commands)
	case "PUT /applications/77/commands":
		d.commands = json.RawMessage(body)
		w.Write(body)
	default:
		d.t.Errorf("unexpected call %s %s", r.Method, r.URL.Path)
		http.NotFound(w, r)
	}
}

// checkMentions checks that every message says whom it may ping: nobody, but for
// the role that it calls.
func (d *fake) checkMentions(call string, body []byte) {
	var callback struct {
		Type int
		Data json.RawMessage
	}
	what, _, _ := strings.Cut(call, "?")
	switch {
	case strings.HasPrefix(what, "POST /interactions/"):
		if json.Unmarshal(body, &callback); callback.Type != firstResponse && callback.Type != updateMessage {
			return // no message
		}
		body = callback.Data
	case strings.HasPrefix(what, "POST /webhooks/"), strings.HasPrefix(what, "PATCH /webhooks/"):
	case strings.HasPrefix(what, "POST /channels/"):
	default:
		return
	}
	var m struct {
		Content  string
		Mentions map[string]any `json:"allowed_mentions"`
	}
	if err := json.Unmarshal(body, &m); err != nil {
		d.t.Errorf("%s: %v", call, err)
	}
	want := map[string]any{"parse": []any{}}
	if _, replies := m.Mentions["replied_user"]; replies {
		want["replied_user"] = false
	}
	if role, called := strings.CutPrefix(m.Content, "<@&"); called && strings.HasPrefix(what, "POST /channels/") {
		role, _, _ = strings.Cut(role, ">")
		want["roles"] = []any{role}
	}
	if !reflect.DeepEqual(m.Mentions, want) {
		d.t.Errorf("%s may ping %v, want %v", call, m.Mentions, want)
	}
}

// requests returns the calls that sent, changed or deleted messages so far.
func (d *fake) requests() []request {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]request(nil), d.sent...)
}

// shownPresences returns what the bot sent with op 3.
func (d *fake) shownPresences() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.presences...)
}

// count returns how often a REST call came in.
func (d *fake) count(call string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.calls[call]
}

// starts returns how often the bot identified and resumed.
func (d *fake) starts() (identifies, resumes int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.identifies, d.resumes
}

// answers returns the callbacks so far.
func (d *fake) answers() []callback {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]callback(nil), d.callbacks...)
}

// opened returns when each WebSocket was opened.
func (d *fake) opened() []time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]time.Time(nil), d.dials...)
}

// closes returns the codes with which the bot closed connections.
func (d *fake) closes() []int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]int(nil), d.receivedClose...)
}

// ask sends the newest connection an interaction made now, and returns its id.
func (d *fake) ask(question string) string {
	id := d.newID(time.Now())
	d.peer().dispatch("INTERACTION_CREATE", interactionJSON(id, question))
	return id
}

// newID returns the snowflake of an instant.
func (d *fake) newID(at time.Time) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lastID++
	return fmt.Sprint(uint64(at.UnixMilli()-1420070400000)<<22 | uint64(d.lastID))
}

func interactionJSON(id, question string) string {
	return fmt.Sprintf(`{"id":%q,"application_id":"77","type":2,"token":"itoken-%s","version":1,"guild_id":"8","channel_id":"5",
		"locale":"de","app_permissions":"0","member":{"nick":"Annie","user":{"id":"3","username":"ann"}},
		"data":{"id":"4","name":"ask","type":1,"options":[{"name":"question","type":3,"value":%q},{"name":"limit","type":4,"value":5}]}}`, id, id, question)
}
