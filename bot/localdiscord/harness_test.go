package localdiscord_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"summitbot/bot/localdiscord"
	"summitbot/bot/localdiscord/schematest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// pipes is a net.Listener whose connections are ends of net.Pipe, so that a
// synctest bubble knows when everybody waits.
type pipes struct {
	waiting chan net.Conn
	closed  chan struct{}
	once    sync.Once
}

func newPipes() *pipes {
	return &pipes{waiting: make(chan net.Conn), closed: make(chan struct{})}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.waiting:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

func (p *pipes) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	mine, theirs := net.Pipe()
	select {
	case p.waiting <- theirs:
		return mine, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// A world is a local Discord served on l, with clients that reach it.
type world struct {
	t    *testing.T
	s    *localdiscord.Server
	dial func(ctx context.Context, network, addr string) (net.Conn, error)
	http *http.Client
}

// discard is a logger for a Server whose log no test reads.
func discard() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// inBubble runs f with a local Discord in fake time that begins in 2026.
func inBubble(t *testing.T, cfg localdiscord.Config, f func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		// A bubble begins in 2000, before the first snowflake.
		time.Sleep(time.Until(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)))
		p := newPipes()
		w, stop := newWorld(t, p, p.Dial, cfg)
		defer stop()
		f(w)
	})
}

// newWorld serves a local Discord on l; dial reaches it.
func newWorld(t *testing.T, l net.Listener, dial func(context.Context, string, string) (net.Conn, error), cfg localdiscord.Config) (w *world, stop func()) {
	if cfg.Seed == 0 {
		cfg.Seed = 1
	}
	cfg.Observe = schematest.Observer(t)
	s := localdiscord.New(discard(), cfg)
	srv := &http.Server{Handler: s}
	var serving sync.WaitGroup
	serving.Go(func() { srv.Serve(l) })
	tr := &http.Transport{DialContext: dial, DisableKeepAlives: true}
	w = &world{t: t, s: s, dial: dial, http: &http.Client{Transport: tr}}
	return w, func() {
		s.Close()
		srv.Close()
		serving.Wait()
	}
}

// toDiscord sends discordgo's requests to the local Discord.
type toDiscord struct{ next http.RoundTripper }

func (d toDiscord) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host, r.Host = "http", host, host
	return d.next.RoundTrip(r)
}

// host is what clients call the local Discord; no name is looked up, since
// every dial ends at the same listener.
const host = "127.0.0.1:80"

// bot returns a discordgo session with the right token; it is not yet open.
func (w *world) bot() *discordgo.Session {
	w.t.Helper()
	s, err := discordgo.New("Bot " + w.s.Token())
	if err != nil {
		w.t.Fatal(err)
	}
	s.Client = &http.Client{Transport: toDiscord{w.http.Transport}, Timeout: 20 * time.Second}
	s.Dialer = &websocket.Dialer{NetDialContext: w.dial}
	s.ShouldReconnectOnError = false
	s.StateEnabled = false
	s.LogLevel = -1 // the tests close connections on purpose
	s.Identify.Intents = 0
	return s
}

// openBot returns an open session that has registered /ask; it is closed when
// the test asks for it.
func (w *world) openBot(handle func(s *discordgo.Session, i *discordgo.InteractionCreate)) *discordgo.Session {
	w.t.Helper()
	s := w.bot()
	s.AddHandler(handle)
	if err := s.Open(); err != nil {
		w.t.Fatal(err)
	}
	if _, err := s.ApplicationCommandBulkOverwrite(w.s.ApplicationID(), "", askCommand()); err != nil {
		w.t.Fatal(err)
	}
	return s
}

// askCommand is what a bot for these tests registers.
func askCommand() []*discordgo.ApplicationCommand {
	return []*discordgo.ApplicationCommand{{
		Name: "ask", Description: "Ask the coverage",
		Options: []*discordgo.ApplicationCommandOption{
			{Type: discordgo.ApplicationCommandOptionString, Name: "question", Description: "What to ask", Required: true, MaxLength: 300},
			{Type: discordgo.ApplicationCommandOptionString, Name: "source", Description: "One source only"},
		},
	}}
}

// closeBot closes a session in a bubble, once everybody waits: Session.Close
// sleeps under its lock, and a heartbeat that begins in the same instant would
// wait for that lock while time stands still.
func closeBot(s *discordgo.Session) {
	synctest.Wait()
	s.Close()
}
