// Package localdiscord is a Discord for one machine: its REST API, its Gateway,
// one server with a few channels and people in it, and a page to type in. A
// bot that talks to it uses the same protocol as with the real one, so people
// can try a bot and tests can check one without an account.
//
// It is strict in what it has: what Discord refuses is refused with Discord's
// status, code and message. It knows no bot and imports none; its wire structs
// are written from Discord's published API description. What it does not have
// answers 404: voice, threads, polls, stickers and webhooks of servers are among
// it.
//
// Start with [New]; the [Server] is an http.Handler. [Server.Slash],
// [Server.Say] and [Server.Act] act as people, [Server.Messages] and
// [Server.Transcript] show what people see, [Server.Advance] lets time pass.
package localdiscord

import (
	"context"
	"crypto/ed25519"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"
)

// A Config holds what may differ between local Discords. The zero Config works.
type Config struct {
	// GatewayURL is where bots open the Gateway, such as
	// "ws://127.0.0.1:8080/gateway". "" takes the host of the request that asks.
	GatewayURL string
	// BotName is the bot's user name; "" is "bot".
	BotName string
	// HeartbeatInterval is what HELLO asks for; 0 is Discord's 41.25 s.
	HeartbeatInterval time.Duration
	// IdentifyEvery is how far apart two IDENTIFYs must be; 0 is Discord's 5 s,
	// a negative value sets no distance.
	IdentifyEvery time.Duration
	// Identifies is how many sessions may be started in a day; 0 is Discord's
	// 1,000. One more resets the token.
	Identifies int
	// MaxConcurrency is how many shards may identify at once, and
	// IdentifyEvery keeps apart those of equal remainder; 0 is 1.
	MaxConcurrency int
	// Guilds is in how many servers the application counts as being, which
	// decides how many shards it needs; 0 is the one there is.
	Guilds int
	// PrivilegedIntents are the privileged intents that the application may
	// use; asking for others closes the Gateway with 4014.
	PrivilegedIntents int
	// Seed makes tokens and keys repeatable; 0 makes them random.
	Seed uint64
	// Observe, if not nil, is called with every exchange, in order. It must not
	// call the Server, and must not change or keep what it gets.
	Observe func(Exchange)
	// Start is the instant at which the clock stands until [Server.Advance]; the
	// zero Time follows real time. While it stands, IdentifyEvery never passes.
	Start time.Time
	// Web is how an endpoint for interactions is reached; nil is a client of our
	// own that follows no redirects.
	Web *http.Client
}

// A Server is a local Discord. Make one with [New]; end it with [Server.Close].
// It is safe for concurrent use.
type Server struct {
	lg     *slog.Logger
	cfg    Config
	page   http.Handler
	web    *http.Client // reaches the endpoint for interactions
	signer ed25519.PrivateKey
	routes []route
	gone   chan struct{}  // closed by Close
	conns  sync.WaitGroup // Gateway connections being served, interactions being posted

	mu           sync.Mutex
	closed       bool
	ids          ids
	token        string
	controlKey   string
	clock        clock
	host         string // that a client called last
	bot          User
	botMember    *Member
	people       []*Member
	roles        []*role
	channels     []*channel
	commands     []*Command
	created      window // commands created today
	messages     []*Message
	byID         map[string]*Message     // the same
	files        []file                  // oldest first
	modals       map[string]*interaction // by the id of the person before whom it is open
	endpoint     string                  // where interactions are posted; "" is the Gateway
	interactions map[string]*interaction // by id
	byToken      map[string]*interaction
	open         map[*conn]bool
	sessions     map[string]*session // by id
	starts       window              // IDENTIFYs today
	identified   map[int]time.Time   // when a session started last, by shard modulo MaxConcurrency
	identifies   int
	resumes      int
	calls        map[string]int
	buckets      map[string]*window
	pruned       window // when buckets was last rid of what is over
	everything   window // calls with the token
	faults       map[string]*Fault
	timers       map[*timer]bool // of what happens later by fault
	watchers     map[chan struct{}]bool
}

// New returns a running local Discord that logs to lg.
func New(lg *slog.Logger, cfg Config) *Server {
	if cfg.BotName == "" {
		cfg.BotName = "bot"
	}
	if cfg.HeartbeatInterval == 0 {
		cfg.HeartbeatInterval = 41250 * time.Millisecond
	}
	if cfg.IdentifyEvery == 0 {
		cfg.IdentifyEvery = 5 * time.Second
	}
	if cfg.Identifies == 0 {
		cfg.Identifies = 1000
	}
	if cfg.Web == nil {
		cfg.Web = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	if cfg.MaxConcurrency == 0 {
		cfg.MaxConcurrency = 1
	}
	if cfg.Guilds == 0 {
		cfg.Guilds = 1
	}
	s := &Server{
		lg:         lg,
		cfg:        cfg,
		web:        cfg.Web,
		gone:       make(chan struct{}),
		ids:        newIDs(cfg.Seed),
		host:       "127.0.0.1",
		open:       map[*conn]bool{},
		sessions:   map[string]*session{},
		watchers:   map[chan struct{}]bool{},
		identified: map[int]time.Time{},
		routes:     restRoutes(),
	}
	s.clock = clock{frozen: !cfg.Start.IsZero(), at: cfg.Start, ring: s.rung}
	s.token = s.ids.botToken()
	s.controlKey = s.ids.secret(24)
	s.signer = s.ids.signer()
	s.clear()
	s.settle()
	s.page = newPage(s)
	return s
}

// clear forgets what people and the bot did.
func (s *Server) clear() {
	s.commands, s.messages, s.files = nil, nil, nil
	s.byID, s.modals = map[string]*Message{}, map[string]*interaction{}
	s.interactions, s.byToken = map[string]*interaction{}, map[string]*interaction{}
	s.calls, s.buckets, s.faults = map[string]int{}, map[string]*window{}, map[string]*Fault{}
	s.created, s.everything, s.endpoint = window{}, window{}, ""
	s.clock.timers, s.timers = nil, map[*timer]bool{}
	s.ids.ahead = 0
}

// abandon ends the deliveries of interactions, whose answers count no more.
func (s *Server) abandon() {
	for _, it := range s.interactions {
		it.state = failed
		if it.cancel != nil {
			it.cancel()
		}
	}
}

// Reset makes the world as it was in the beginning: no messages, commands or
// faults, and people, roles and permissions as at first, of which the Gateway
// does not tell. The token, the clock, and the connections of the bot and its
// sessions stay.
func (s *Server) Reset() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errClosed
	}
	s.abandon()
	s.clear()
	s.settle()
	s.changed()
	return nil
}

// ServeHTTP serves the REST API under /api, the Gateway at /gateway, the
// control API under /control, attachments under /files, and the page everywhere
// else.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch first {
	case "api":
		s.serveREST(w, r)
	case "gateway":
		s.serveGateway(w, r)
	case "control":
		s.serveControl(w, r)
	case "files":
		s.serveFile(w, r)
	default:
		s.page.ServeHTTP(w, r)
	}
}

// Close cuts every Gateway connection, ends every timer and [Server.Watch], and
// waits until no connection is served and no interaction posted any more. A closed Server answers 503.
func (s *Server) Close() error {
	s.mu.Lock()
	if !s.closed {
		s.closed = true
		close(s.gone)
		for c := range s.open {
			c.cut()
		}
		s.abandon()
		s.clock.end()
		for ch := range s.watchers {
			close(ch)
		}
		s.watchers = nil
	}
	s.mu.Unlock()
	s.conns.Wait()
	return nil
}

// Watch returns a channel that gets a value after something that people can see
// has changed; several changes may give one value. It is closed when ctx ends
// or the server closes.
func (s *Server) Watch(ctx context.Context) <-chan struct{} {
	ch := make(chan struct{}, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		close(ch)
		return ch
	}
	s.watchers[ch] = true
	context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.watchers[ch] {
			delete(s.watchers, ch)
			close(ch)
		}
	})
	return ch
}

// changed tells the watchers. The caller holds s.mu.
func (s *Server) changed() {
	for ch := range s.watchers {
		select {
		case ch <- struct{}{}:
		default: // it has yet to look at an earlier change
		}
	}
}

// Token returns the bot's token, without "Bot " before it. It changes when the
// bot starts more sessions in a day than it may.
func (s *Server) Token() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.token
}

// ControlKey returns the key of the control API.
func (s *Server) ControlKey() string { return s.controlKey }

// Bot returns the bot's account.
func (s *Server) Bot() User { return account(applicationID, s.cfg.BotName, true) }

// Identifies returns how many sessions were started.
func (s *Server) Identifies() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.identifies
}

// Resumes returns how many times a session was resumed.
func (s *Server) Resumes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.resumes
}

// Connections returns how many Gateway connections are open.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.open)
}

// Calls returns how many requests a REST route got, whatever the answer. The
// route is written as Discord writes it, without the version:
// Calls("POST", "/interactions/{id}/{token}/callback").
func (s *Server) Calls(method, route string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[method+" "+route]
}

// errClosed is returned by what acts on a closed server.
var errClosed = errors.New("the local Discord is closed")
