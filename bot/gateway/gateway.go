// Package gateway keeps the bot connected to Discord: it supervises a discordgo
// session, turns Discord's interactions and messages into [bot.Event] values, lets
// a [Handler] answer them, and sends the answers.
//
// It decides nothing about what is answered. discordgo, its goroutines and its
// faults are known nowhere else: this package watches the bytes under the
// WebSocket, so that no silence, no close code and no refusal of Discord's can
// hang the bot, end the process or burn the bot token's daily starts.
//
// Start with [New] and [Gateway.Run].
package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"summitbot/bot"
)

// A Handler answers events; *bot.Bot is one. It is called from many goroutines.
type Handler interface {
	// Handle returns the answer to ev. Its ctx ends 10 s after ev came in, while the
	// answer can still be sent.
	Handle(ctx context.Context, ev bot.Event) bot.Message
	// Complete returns choices for the option that is being typed. Its ctx ends
	// 2 s after ev came in.
	Complete(ctx context.Context, ev bot.Event) []bot.Choice
	// Commands returns the commands to register with Discord, always the same.
	Commands() []bot.Command
	// Presence returns the text under the bot's name, of which 128 characters are
	// shown. It is asked every 20 s.
	Presence() string

	// Joined and Left are told that the bot is in a server, new or not, and that it
	// is in it no more.
	Joined(ctx context.Context, guildID string)
	Left(ctx context.Context, guildID string)
	// Present is told all servers that the bot is in, when a session begins.
	Present(ctx context.Context, guildIDs []string)
	// Sweep is called when the first session has begun and once a day, to delete what
	// has been kept long enough.
	Sweep(ctx context.Context)
}

// A Config holds the settings of a [Gateway]. Only Token is required.
type Config struct {
	Token   string // bot token, with or without "Bot " before it
	APIURL  string // address of Discord's REST API; default https://discord.com/api
	Version string // of this program, told to Discord in User-Agent; default "dev"

	// Dial opens network connections, for REST as for the WebSocket.
	// Nil is a net.Dialer; a test gives one end of a net.Pipe.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)

	// Once reports whether this process is the first to take the event with this id,
	// where several get the same events. Nil knows only what this process has taken.
	Once func(ctx context.Context, id string) bool

	Workers int // how many events are handled at once; default 64
	Queue   int // how many more may wait, before people are told that the bot is busy; default 256
}

// Times that Run keeps to.
const (
	unreadyAfter = 90 * time.Second // without life, Ready says no
	giveUpAfter  = 5 * time.Minute  // without life, Run returns an error
	drainLimit   = 10 * time.Second // for answers under way when Run is told to stop
)

// errLifeless is why Run gives up: whoever started the process can try again from a clean slate.
var errLifeless = fmt.Errorf("no session with Discord for %v", giveUpAfter)

// A Gateway is one bot's connection to Discord. Make one with [New].
type Gateway struct {
	lg      *slog.Logger
	handler Handler
	token   string // without "Bot "
	net     *network
	rest    *client
	intake  *intake

	start    time.Time
	lastLife atomic.Int64 // when a byte last came in on a live session, as a time.Duration since start
	everLive atomic.Bool
	stopping atomic.Bool

	began      chan struct{} // closed when the first session has begun: who the bot is, is known
	beginning  sync.Once     // of that
	owned      chan struct{} // closed when it has been asked once who owns the application
	registered chan struct{} // closed when Discord has our commands
}

// New returns a Gateway for one bot. It does not touch the network.
func New(lg *slog.Logger, h Handler, cfg Config) (*Gateway, error) {
	token := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(cfg.Token), "Bot "))
	if token == "" {
		return nil, errors.New("gateway: the bot token is empty")
	}
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, errors.New("gateway: the bot token has a space or another character that no token has")
	}
	if cfg.APIURL == "" {
		cfg.APIURL = "https://discord.com/api"
	}
	api, err := url.Parse(strings.TrimRight(cfg.APIURL, "/"))
	if err != nil || api.Host == "" || api.Scheme != "http" && api.Scheme != "https" {
		return nil, fmt.Errorf("gateway: API address %q is not like https://discord.com/api", cfg.APIURL)
	}
	if cfg.Version == "" {
		cfg.Version = "dev"
	}
	if cfg.Workers <= 0 {
		cfg.Workers = 64
	}
	if cfg.Queue <= 0 {
		cfg.Queue = 256
	}
	g := &Gateway{
		lg: lg, handler: h, token: token,
		net:        newNetwork(api, cfg),
		start:      time.Now(),
		began:      make(chan struct{}),
		owned:      make(chan struct{}),
		registered: make(chan struct{}),
	}
	g.rest = &client{base: api, token: token, http: &http.Client{
		Transport:     g.net,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	g.intake = newIntake(lg, h, g.rest, g.net.now, cfg)
	return g, nil
}

// Run connects, and answers events until ctx ends. Then it finishes what is
// under way, disconnects and returns nil. It returns a *[FatalError] if Discord
// refuses the bot for a reason that only a person can remedy, and another error
// if there was no session for five minutes. It can be called once.
func (g *Gateway) Run(ctx context.Context) error {
	work, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var rest sync.WaitGroup
	g.touch()
	rest.Go(func() { g.watch(work, stop) })
	rest.Go(func() {
		if err := g.register(work); err != nil {
			stop(err)
		}
	})
	rest.Go(func() { g.own(work) })
	rest.Go(func() { g.sweep(work) })
	open, err := g.supervise(work)
	if err == nil && ctx.Err() == nil {
		err = context.Cause(work) // watch or register ended it
	}
	stop(err)

	g.stopping.Store(true)
	g.intake.drain(drainLimit)
	if open != nil {
		open.close()
	}
	rest.Wait()
	g.net.CloseIdleConnections()
	return err
}

// Ready reports whether there is a session with Discord that has shown life
// within the last 90 seconds. A short reconnect does not make it false.
func (g *Gateway) Ready() bool {
	return g.everLive.Load() && !g.stopping.Load() && g.lifeless() < unreadyAfter
}

// Registered returns a channel that is closed when Discord has the handler's
// commands for the first time, which is after the first session has begun and after it
// has been asked who owns the application.
func (g *Gateway) Registered() <-chan struct{} { return g.registered }

// touch notes that there is life.
func (g *Gateway) touch() { g.lastLife.Store(int64(time.Since(g.start))) }

// lifeless returns how long there has been no life. It reads the monotonic
// clock only, so that setting the machine's clock ends no session.
func (g *Gateway) lifeless() time.Duration {
	return time.Since(g.start) - time.Duration(g.lastLife.Load())
}

// watch stops the work when there is no life for too long. It ends with ctx.
func (g *Gateway) watch(ctx context.Context, stop context.CancelCauseFunc) {
	for {
		left := giveUpAfter - g.lifeless()
		if left <= 0 {
			stop(errLifeless)
			return
		}
		if sleep(ctx, left) != nil {
			return
		}
	}
}

// sleep waits for d, or returns ctx's error if that ends sooner.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
