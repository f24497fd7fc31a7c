package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"summitbot/bot"
	"summitbot/bot/answer"
	"summitbot/bot/gateway"
	"summitbot/bot/localdiscord"
	"summitbot/bot/localdiscord/schematest"
	"summitbot/bot/store"
	"summitbot/corpus"
	"summitbot/retrieval"
)

// A world is a local Discord with the bot in it, joined by net.Pipe.
type world struct {
	lg      *slog.Logger
	discord *localdiscord.Server
	pipes   pipes
	server  http.Server
	dir     string         // where the store lies
	corpus  *corpus.Corpus // that the next bot answers from
	secret  string         // of the next bot
	bots    []func() error // stop those that run

	asker string               // who did something last, with the channel
	shown map[string]time.Time // user and message id of what reply has printed, and when that was edited
}

func newWorld(t *testing.T) (*world, error) {
	lg := slog.New(slog.NewTextHandler(t.Output(), nil))
	c, err := corpus.Summit()
	if err != nil {
		return nil, err
	}
	w := &world{
		lg: lg,
		discord: localdiscord.New(lg, localdiscord.Config{
			BotName: "summitbot", Seed: 1, GatewayURL: "ws://discord.test/gateway", Observe: schematest.Observer(t),
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

// newBot returns a bot that answers from the world's corpus.
func (w *world) newBot() (*bot.Bot, error) {
	analyzer := retrieval.English()
	index, err := answer.Index(w.corpus, analyzer)
	if err != nil {
		return nil, err
	}
	kept, err := store.Files(w.lg, w.dir)
	if err != nil {
		return nil, err
	}
	return bot.New(w.lg, answer.New(w.lg, w.corpus, analyzer, index, answer.Config{}), bot.Config{
		Secret: []byte(w.secret), Store: kept, Limits: store.Process(),
	})
}

// start starts a bot and waits until it can be asked.
func (w *world) start() error {
	b, err := w.newBot()
	if err != nil {
		return err
	}
	g, err := gateway.New(w.lg, b, gateway.Config{
		Token: w.discord.Token(), APIURL: "http://discord.test/api", Dial: w.pipes.Dial,
	})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- g.Run(ctx) }() // until stopped
	w.bots = append(w.bots, func() error {
		cancel()
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

// close ends everything.
func (w *world) close() {
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
