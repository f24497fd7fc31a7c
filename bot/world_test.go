package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os/exec"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"summitbot/bot"
	"summitbot/bot/answer"
	"summitbot/bot/cache"
	"summitbot/bot/gateway"
	"summitbot/bot/localdiscord"
	"summitbot/bot/localdiscord/schematest"
	"summitbot/bot/redisconn"
	"summitbot/bot/redisconn/redistest"
	"summitbot/bot/store"
	"summitbot/corpus"
	"summitbot/retrieval"
)

// A world is a local Discord with the bot in it, joined by net.Pipe.
type world struct {
	t       *testing.T
	lg      *slog.Logger
	discord *localdiscord.Server
	pipes   pipes
	server  http.Server
	dir     string         // where the store lies
	corpus  *corpus.Corpus // that the next bot answers from
	secret  string         // of the next bot
	bots    []func() error // stop those that run
	asks    bot.Rate       // how often may be asked; zero is the default
	keep    bot.KeepQuestions

	mode     mode
	once     func(context.Context, string) bool // of the newest bot
	redisURL string                             // "" is a bot without Redis

	asker string               // who did something last, with the channel
	shown map[string]time.Time // user and message id of what reply has printed, and when that was edited
}

// newWorld returns a world without a bot. Checked says that everything that passes
// between it and the bot is held against Discord's description.
func newWorld(t *testing.T, checked bool) (*world, error) {
	observe := func(localdiscord.Exchange) {}
	if checked {
		observe = schematest.Observer(t)
	}
	lg := slog.New(slog.NewTextHandler(t.Output(), nil))
	c, err := corpus.Summit()
	if err != nil {
		return nil, err
	}
	w := &world{
		t:  t,
		lg: lg,
		discord: localdiscord.New(lg, localdiscord.Config{
			BotName: "summitbot", Seed: 1, GatewayURL: "ws://discord.test/gateway", Observe: observe,
		}),
		pipes:  pipes{waiting: make(chan net.Conn), closed: make(chan struct{})},
		dir:    t.TempDir(),
		corpus: c,
		secret: "a secret for tests",
		shown:  map[string]time.Time{},
	}
	w.server.Handler = w.discord
	go w.server.Serve(&w.pipes) // until close
	return w, nil
}

// newBot returns a bot that answers from the world's corpus, and what closes it.
func (w *world) newBot() (b *bot.Bot, closeAll func(), err error) {
	cfg := bot.Config{Secret: []byte(w.secret), Limits: store.Process(), MemberAsks: w.asks, ChannelAsks: w.asks, KeepQuestions: w.keep}
	closeAll = func() {}
	var answers answer.Cache
	if w.redisURL != "" {
		client, err := redisconn.Open(w.lg, w.redisURL, redisconn.Config{})
		if err != nil {
			return nil, nil, err
		}
		kept, err := cache.Redis(w.lg, client, cache.Config{Secret: cfg.Secret, Release: "test"})
		if err != nil {
			return nil, nil, err
		}
		answers = kept
		closeAll = func() {
			kept.Close()
			client.Close()
		}
		if cfg.Limits, err = store.Shared(w.lg, client, store.SharedConfig{Secret: cfg.Secret}); err != nil {
			return nil, nil, err
		}
		cfg.Degraded = func() string {
			if client.Stats().Up || w.mode.away { // what is shown is to be the same
				return ""
			}
			return "Redis is away"
		}
	}
	analyzer := retrieval.English()
	index, err := answer.Index(w.corpus, analyzer)
	if err != nil {
		return nil, nil, err
	}
	if cfg.Store, err = w.store(); err != nil {
		return nil, nil, err
	}
	b, err = bot.New(w.lg, answer.New(w.lg, w.corpus, analyzer, index, answer.Config{Limit: 12, Cache: answers}), cfg)
	if err != nil {
		return nil, nil, err
	}
	w.once = func(ctx context.Context, id string) bool { return cfg.Limits.Once(ctx, "event "+id, 15*time.Minute) }
	closeCache := closeAll
	closeAll = func() {
		b.Close()
		closeCache()
	}
	return b, closeAll, nil
}

// flush empties a Redis.
func flush(t *testing.T, r *redistest.Server) {
	host, port, _ := net.SplitHostPort(r.Addr)
	if out, err := exec.Command("redis-cli", "-h", host, "-p", port, "flushall").CombinedOutput(); err != nil {
		t.Fatalf("redis-cli: %v: %s", err, out)
	}
}

// store returns what the bots keep.
func (w *world) store() (bot.Store, error) { return store.Files(w.lg, w.dir) }

// start starts the bots and waits until they can be asked.
func (w *world) start() error {
	for range 1 + w.mode.replicas {
		if err := w.startOne(); err != nil {
			return err
		}
	}
	return nil
}

// startOne starts one bot more.
func (w *world) startOne() error {
	b, closeAll, err := w.newBot()
	if err != nil {
		return err
	}
	g, err := gateway.New(w.lg, b, gateway.Config{
		Token: w.discord.Token(), APIURL: "http://discord.test/api", Dial: w.pipes.Dial, Once: w.once,
	})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- g.Run(ctx) }() // until stopped
	w.bots = append(w.bots, func() error {
		cancel()
		defer closeAll()
		return <-ended
	})
	select {
	case <-g.Registered():
		return nil
	case err := <-ended:
		ended <- err
		return fmt.Errorf("the bot ended: %v", err)
	}
}

// stop stops all bots.
func (w *world) stop() error {
	var errs []error
	for _, stop := range w.bots {
		errs = append(errs, stop())
	}
	w.bots = nil
	return errors.Join(errs...)
}

// close ends everything, and looks that nobody was pinged.
func (w *world) close() {
	w.noPings(w.t)
	if w.mode.redis != nil {
		w.mode.redis.Thaw()
	}
	w.stop()
	w.discord.Close()
	w.server.Close()
	synctest.Wait()
}

// pipes is a net.Listener whose connections are ends of net.Pipe, so that a
// bubble knows when everybody waits.
type pipes struct {
	waiting chan net.Conn
	closed  chan struct{}
	once    sync.Once
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

// Dial gives one end to Accept and returns the other.
func (p *pipes) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case p.waiting <- theirs:
		return ours, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
