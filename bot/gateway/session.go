package gateway

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// Limits of one attempt to connect.
const (
	openLimit  = 30 * time.Second // from dialling to READY or RESUMED
	cutGrace   = 5 * time.Second  // for discordgo to notice that its connection was cut
	closeLimit = 3 * time.Second  // for taking leave of Discord
)

// intents are the events that the bot asks for beside interactions, which come in
// any case: servers joined and left, messages in servers and direct messages. None
// is privileged: of messages in servers, Discord sends the text of those only that
// mention the bot.
const intents = discordgo.IntentGuilds | discordgo.IntentGuildMessages | discordgo.IntentDirectMessages

var (
	errNotReady = errors.New("Discord did not begin the session in time")
	errHung     = errors.New("the Discord library hangs")
	errUnasked  = errors.New("the Discord library dials without leave")
)

// A session is one discordgo session: it identifies when it is opened for the
// first time and resumes when it is opened again. Its methods are called from
// one goroutine.
type session struct {
	dg   *discordgo.Session
	live chan struct{} // READY or RESUMED has come; holds at most one
	gone chan struct{} // discordgo has closed its connection; holds at most one

	mu      sync.Mutex
	mayDial bool // the supervisor has granted one dial
	conn    *conn
	shown   *string // the presence that this connection shows; nil is none yet
}

// newSession returns a session that hands what comes in to g.
func (g *Gateway) newSession() (*session, error) {
	dg, err := discordgo.New("Bot " + g.token)
	if err != nil {
		return nil, err
	}
	s := &session{dg: dg, live: make(chan struct{}, 1), gone: make(chan struct{}, 1)}
	dg.LogLevel = -1 // nothing: its log lines hold tokens, and what matters is seen by conn
	dg.ShouldReconnectOnError = false
	dg.ShouldRetryOnRateLimit = false // it would wait without limit, under its lock
	dg.MaxRestRetries = 0
	dg.StateEnabled = false
	dg.Identify.Intents = intents
	dg.Compress = false // so that conn can read what Discord says
	dg.Client = &http.Client{Transport: g.net, Timeout: 10 * time.Second}
	dg.Dialer = &websocket.Dialer{
		HandshakeTimeout:  15 * time.Second,
		NetDialContext:    s.guard(g.net.dial, g.touch),
		NetDialTLSContext: s.guard(g.net.dialTLS, g.touch),
	}
	dg.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) { g.event(s, e) })
	dg.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) { signal(s.gone) })
	return s, nil
}

type dialFunc func(ctx context.Context, network, addr string) (net.Conn, error)

// guard returns dial with leave asked before it and a guarded connection after.
func (s *session) guard(dial dialFunc, heard func()) dialFunc {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		s.mu.Lock()
		leave := s.mayDial
		s.mayDial = false
		s.mu.Unlock()
		if !leave {
			return nil, errUnasked
		}
		raw, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		c := newConn(raw, heard)
		s.mu.Lock()
		s.conn = c
		s.mu.Unlock()
		return c, nil
	}
}

// event is called by discordgo, in a goroutine of its own, for every event.
// It reads the JSON itself: discordgo's own types are empty when a single field
// is not what discordgo expects.
func (g *Gateway) event(s *session, e *discordgo.Event) {
	if e == nil {
		return
	}
	switch e.Type {
	case "READY":
		g.ready(s, e.RawData)
	case "RESUMED":
		s.begun(g)
	case "INTERACTION_CREATE":
		g.intake.take(e.RawData)
	case "MESSAGE_CREATE":
		g.intake.hear(e.RawData)
	case "GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE":
		g.server(e.Type, e.RawData)
		g.intake.threads(e.Type, e.RawData)
	case "THREAD_CREATE", "THREAD_UPDATE", "THREAD_LIST_SYNC", "THREAD_DELETE":
		g.intake.threads(e.Type, e.RawData)
	}
}

// ready notes who the bot is, and which servers it is in.
func (g *Gateway) ready(s *session, data []byte) {
	var ready struct {
		User, Application struct {
			ID string `json:"id"`
		}
		Guilds []wireServer `json:"guilds"`
		Shard  []int        `json:"shard"` // this one and how many
	}
	err := json.Unmarshal(data, &ready)
	if err != nil {
		g.lg.Error("READY is not readable", "err", err)
	}
	// The same number, but for the oldest bots.
	g.intake.self.Store(&identity{ready.User.ID, cmp.Or(ready.Application.ID, ready.User.ID)})
	s.begun(g) // before register can be through
	g.beginning.Do(func() { close(g.began) })
	if err != nil || len(ready.Shard) == 2 && ready.Shard[1] > 1 {
		return // not known, or others have the rest of the servers
	}
	var ids []string
	for _, server := range ready.Guilds {
		ids = append(ids, server.ID)
	}
	g.intake.background(func(ctx context.Context) { g.handler.Present(ctx, ids) })
}

// A wireServer is a server in Discord's JSON, as far as we look.
type wireServer struct {
	ID          string `json:"id"`
	Locale      string `json:"preferred_locale"`
	Unavailable *bool  `json:"unavailable"` // there is an outage; in GUILD_DELETE, missing means that the bot has left
}

// server notes the language of a server, which its messages do not tell, and tells the
// handler that the bot is in it or has left it.
func (g *Gateway) server(event string, data []byte) {
	var server wireServer
	if err := json.Unmarshal(data, &server); err != nil || server.ID == "" {
		return
	}
	if server.Locale != "" {
		g.intake.locales.Store(server.ID, server.Locale)
	}
	switch {
	case event == "GUILD_UPDATE":
	case event == "GUILD_CREATE":
		g.intake.background(func(ctx context.Context) { g.handler.Joined(ctx, server.ID) })
	case server.Unavailable == nil:
		g.intake.locales.Delete(server.ID)
		g.intake.background(func(ctx context.Context) { g.handler.Left(ctx, server.ID) })
	}
}

// begun notes that Discord has begun or resumed the session.
func (s *session) begun(g *Gateway) {
	if c := s.current(); c != nil {
		c.live.Store(true)
	}
	g.touch()
	g.everLive.Store(true)
	signal(s.live)
}

// run opens the session and waits until its connection has ended. It returns
// why, and whether the session had begun. When ctx ends it returns ctx's error
// and leaves a session that has begun open.
// Meanwhile it shows presence under the bot's name.
func (s *session) run(ctx context.Context, presence func() string) (begun bool, err error) {
	s.prepare()
	look := time.NewTicker(presenceEvery)
	defer look.Stop()
	opened := make(chan error, 1)
	go func() { opened <- s.dg.Open() }() // ends with the connection, which has deadlines
	limit := time.NewTimer(openLimit)
	defer limit.Stop()
	done, cut := ctx.Done(), false
	for {
		select {
		case err := <-opened:
			if err != nil {
				return false, s.why(err)
			}
			opened = nil
		case <-s.live:
			begun = true
			limit.Stop()
		case <-look.C:
		case <-s.gone:
			return begun, s.why(errLost)
		case <-done:
			if begun && opened == nil {
				return true, ctx.Err()
			}
			done, cut = nil, true
			s.cut(ctx.Err())
			limit.Reset(cutGrace)
		case <-limit.C:
			if cut {
				return begun, errHung
			}
			cut = true
			s.cut(errNotReady)
			limit.Reset(cutGrace)
		}
		if begun && opened == nil && !cut {
			s.present(presence())
		}
	}
}

// prepare forgets the last connection and grants one dial.
func (s *session) prepare() {
	for _, c := range []chan struct{}{s.live, s.gone} {
		select {
		case <-c:
		default:
		}
	}
	s.mu.Lock()
	s.mayDial, s.conn, s.shown = true, nil, nil
	s.mu.Unlock()
}

// cut ends the connection, and forbids a dial that has not begun yet.
func (s *session) cut(cause error) {
	s.mu.Lock()
	s.mayDial = false
	c := s.conn
	s.mu.Unlock()
	if c != nil {
		c.end(cause)
	}
}

// why returns the reason of the connection's end, or err if it does not know.
func (s *session) why(err error) error {
	if c := s.current(); c != nil {
		if cause := c.ended(); cause != nil && !errors.Is(cause, net.ErrClosed) {
			return cause
		}
	}
	return err
}

// current returns the newest connection, or nil.
func (s *session) current() *conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn
}

// close takes leave of Discord, or hangs up if that takes too long.
func (s *session) close() {
	if c := s.current(); c != nil && c.ended() == nil {
		time.Sleep(breath)
		go s.dg.Close() // takes a second; ends with the connection at the latest
	}
	limit := time.NewTimer(closeLimit)
	defer limit.Stop()
	select {
	case <-s.gone:
	case <-limit.C:
		s.cut(net.ErrClosed)
	}
	time.Sleep(2 * breath) // for discordgo's reader to end
}

// signal puts a token into c unless one is there.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
