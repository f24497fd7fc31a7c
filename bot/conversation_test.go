package bot_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"summitbot/bot"
	"summitbot/bot/answer"
	"summitbot/bot/gateway"
	"summitbot/bot/localdiscord"
	"summitbot/bot/localdiscord/schematest"
	"summitbot/bot/store"
	"summitbot/corpus"
	"summitbot/retrieval"
)

// TestConversations plays the scripts of testdata: people ask in a local
// Discord, the whole bot answers, and time is fake. Each has these commands.
//
//	ask USER QUESTION [OPTION=VALUE…]  uses /ask; "! ask" if Discord's own client refuses it, which prints why
//	reply [USER]                       prints what has come since the last reply, as USER sees it;
//	                                   USER is who asked last
//	later DURATION                     lets time pass
//	gateway op7 | cut | silent         Discord asks to reconnect, hangs up, or says nothing more
//	gateway close CODE                 Discord closes with a code
//	discord refuse-card                Discord refuses the next card
//	discord fail STATUS                Discord answers the next callback with a status
//	starts IDENTIFIES RESUMES          checks how often the bot identified and resumed, in all
//	restart                            stops the bot and starts it again
func TestConversations(t *testing.T) {
	testscript.RunT(bubble{t}, testscript.Params{
		Dir:           "testdata",
		UpdateScripts: flag.Lookup("update").Value.String() == "true", // the flag of render_test.go
		Setup: func(e *testscript.Env) error {
			// A bubble begins in 2000, Discord's ids count from 2015.
			time.Sleep(time.Until(time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)))
			w, err := newWorld(e.T().(bubble).T)
			if err != nil {
				return err
			}
			e.Values[worldKey{}] = w
			e.Defer(w.close)
			return w.start()
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"ask":     command(2, 9, (*world).ask),
			"reply":   command(0, 1, (*world).reply),
			"later":   command(1, 1, (*world).later),
			"gateway": command(1, 2, (*world).gatewayFault),
			"discord": command(1, 2, (*world).discordFault),
			"starts":  command(2, 2, (*world).starts),
			"restart": command(0, 0, (*world).restart),
		},
	})
}

// A bubble is a testing.T whose subtests each run in a synctest bubble.
type bubble struct{ *testing.T }

func (b bubble) Parallel()     {} // not allowed in a bubble
func (b bubble) Verbose() bool { return testing.Verbose() }
func (b bubble) Run(name string, f func(testscript.T)) {
	b.T.Run(name, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { f(bubble{t}) })
	})
}

type worldKey struct{}

// command makes a script command of f, which takes so many arguments. What f
// returns is the command's output; an error is too, on the error side.
func command(least, most int, f func(w *world, args []string) (string, error)) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if len(args) < least || len(args) > most {
			ts.Fatalf("%d arguments, want %d to %d", len(args), least, most)
		}
		out, err := f(ts.Value(worldKey{}).(*world), args)
		fmt.Fprint(ts.Stdout(), out)
		switch {
		case err != nil && !neg:
			ts.Fatalf("%v", err)
		case err != nil:
			fmt.Fprintln(ts.Stderr(), err)
		case neg:
			ts.Fatalf("succeeded, want an error")
		}
	}
}

// A world is a local Discord with the bot in it, joined by net.Pipe.
type world struct {
	lg      *slog.Logger
	bot     *bot.Bot
	discord *localdiscord.Server
	pipes   pipes
	server  http.Server
	stopBot func() error

	asker string          // who asked last
	shown map[string]bool // user and message id of what reply has printed
}

func newWorld(t *testing.T) (*world, error) {
	lg := slog.New(slog.NewTextHandler(t.Output(), nil))
	c, err := corpus.Summit()
	if err != nil {
		return nil, err
	}
	analyzer := retrieval.English()
	index, err := answer.Index(c, analyzer)
	if err != nil {
		return nil, err
	}
	kept, err := store.Files(t.TempDir())
	if err != nil {
		return nil, err
	}
	b, err := bot.New(lg, answer.New(lg, c, analyzer, index, answer.Config{}), bot.Config{
		Secret: []byte("a secret for tests"), Store: kept, Limits: store.Process(),
	})
	if err != nil {
		return nil, err
	}
	w := &world{
		lg:  lg,
		bot: b,
		discord: localdiscord.New(lg, localdiscord.Config{
			BotName: "summitbot", Seed: 1, GatewayURL: "ws://discord.test/gateway", Observe: schematest.Observer(t),
		}),
		pipes: pipes{waiting: make(chan net.Conn), closed: make(chan struct{})},
		shown: map[string]bool{},
	}
	w.server.Handler = w.discord
	go w.server.Serve(&w.pipes) // until close
	return w, nil
}

// start starts the bot and waits until it can be asked.
func (w *world) start() error {
	g, err := gateway.New(w.lg, w.bot, gateway.Config{
		Token: w.discord.Token(), APIURL: "http://discord.test/api", Dial: w.pipes.Dial,
	})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- g.Run(ctx) }() // until stopBot
	w.stopBot = func() error {
		cancel()
		return <-ended
	}
	select {
	case <-g.Registered():
		return nil
	case err := <-ended:
		ended <- err
		return fmt.Errorf("the bot ended: %v", err)
	}
}

// close ends everything.
func (w *world) close() {
	if w.stopBot != nil {
		w.stopBot()
	}
	w.discord.Close()
	w.server.Close()
	synctest.Wait()
}

func (w *world) ask(args []string) (string, error) {
	w.asker = args[0]
	options := map[string]string{"question": args[1]}
	for _, arg := range args[2:] {
		name, value, ok := strings.Cut(arg, "=")
		if !ok {
			return "", fmt.Errorf("%q is not like option=value", arg)
		}
		options[name] = value
	}
	_, err := w.discord.Slash(w.asker, "", "ask", options)
	synctest.Wait()
	return "", err
}

func (w *world) reply(args []string) (string, error) {
	viewer := w.asker
	if len(args) == 1 {
		viewer = args[0]
	}
	if _, err := w.discord.Person(viewer); err != nil {
		return "", err
	}
	time.Sleep(time.Second) // for a second try
	var news []localdiscord.Message
	for _, m := range w.discord.Messages(w.discord.ChannelID(), viewer) {
		key := viewer + " " + m.ID
		if !w.shown[key] {
			news = append(news, m)
		}
		w.shown[key] = !m.Pending
	}
	if len(news) == 0 {
		return "(nothing)\n", nil
	}
	return w.discord.Print(news), nil
}

func (w *world) later(args []string) (string, error) {
	d, err := time.ParseDuration(args[0])
	time.Sleep(d)
	return "", err
}

func (w *world) gatewayFault(args []string) (string, error) {
	switch args[0] {
	case "op7":
		return "", w.discord.SendOp(7, nil)
	case "cut", "silent":
		return "", w.discord.Fault(localdiscord.Fault{Name: args[0]})
	case "close":
		if len(args) == 2 {
			code, err := strconv.Atoi(args[1])
			return "", errors.Join(err, w.discord.CloseGateway(code))
		}
	}
	return "", fmt.Errorf("gateway cannot do %q", args)
}

func (w *world) discordFault(args []string) (string, error) {
	switch args[0] {
	case "refuse-card":
		return "", w.discord.Fault(localdiscord.Fault{Name: "callback_refuse_card"})
	case "fail":
		if len(args) == 2 {
			status, err := strconv.Atoi(args[1])
			return "", errors.Join(err, w.discord.Fault(localdiscord.Fault{
				Name: "rest_status", Status: status, Method: "POST", Route: "/interactions/{id}/{token}/callback",
			}))
		}
	}
	return "", fmt.Errorf("discord cannot do %q", args)
}

func (w *world) starts(args []string) (string, error) {
	got := fmt.Sprint(w.discord.Identifies(), w.discord.Resumes())
	if want := strings.Join(args, " "); got != want {
		return "", fmt.Errorf("identified and resumed %s times, want %s", got, want)
	}
	return "", nil
}

func (w *world) restart([]string) (string, error) {
	if err := w.stopBot(); err != nil {
		return "", err
	}
	return "", w.start()
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
