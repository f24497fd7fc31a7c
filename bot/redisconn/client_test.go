package redisconn_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
	"go.uber.org/goleak"

	"summitbot/bot/redisconn"
	"summitbot/bot/redisconn/redistest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A record keeps what is logged.
type record struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buf.Write(p)
}

// text returns all that was logged.
func (r *record) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buf.String()
}

// messages returns the level and the message of each line.
func (r *record) messages() []string {
	var out []string
	for line := range strings.Lines(r.text()) {
		_, rest, _ := strings.Cut(line, "level=")
		message, _, _ := strings.Cut(rest, " err=")
		out = append(out, strings.TrimSpace(message))
	}
	return out
}

// How the tests tune the client. A pause of an hour keeps the breaker open for
// the whole test, so that calls can be counted exactly. A server that is there
// may answer late on a busy machine; patient clients let it.
var (
	patient = redisconn.Config{Timeout: 30 * time.Second, Pause: time.Hour}
	oneTry  = redisconn.Config{Timeout: 100 * time.Millisecond, Pause: time.Hour}
	hasty   = redisconn.Config{Pause: time.Millisecond}
)

// open opens a client and closes it when the test ends.
func open(t testing.TB, url string, cfg redisconn.Config) (*redisconn.Client, *record) {
	t.Helper()
	log := &record{}
	c, err := redisconn.Open(slog.New(slog.NewTextHandler(log, nil)), url, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c, log
}

// raw returns a plain client, to see and to break what the tested one stores.
func raw(t testing.TB, s *redistest.Server) *redis.Client {
	t.Helper()
	c := redis.NewClient(&redis.Options{
		Addr: s.Addr, DisableIdentity: true, ReadTimeout: 30 * time.Second,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	})
	t.Cleanup(func() { c.Close() })
	return c
}

func TestGetSetDel(t *testing.T) {
	s := redistest.Start(t)
	c, _ := open(t, s.URL, patient)
	roundTrip(t, c)
	if got, want := c.Stats(), (redisconn.Stats{Calls: 6, Up: true}); got != want {
		t.Errorf("stats %+v, want %+v", got, want)
	}
}

// roundTrip does six calls: a key is not there, there, there without bytes, and
// deleted.
func roundTrip(t *testing.T, c *redisconn.Client) {
	t.Helper()
	ctx := t.Context()
	get := func(want string, there bool) {
		t.Helper()
		got, err := c.Get(ctx, "k")
		if err != nil || string(got) != want || (got != nil) != there {
			t.Fatalf("Get = %q (nil %v), %v; want %q (nil %v)", got, got == nil, err, want, !there)
		}
	}
	get("", false)
	if err := c.Set(ctx, "k", []byte("a\x00b"), time.Minute); err != nil {
		t.Fatal(err)
	}
	get("a\x00b", true)
	if err := c.Set(ctx, "k", nil, time.Minute); err != nil {
		t.Fatal(err)
	}
	get("", true)
	if err := c.Del(ctx, "k"); err != nil {
		t.Fatal(err)
	}
}

func TestSetExpires(t *testing.T) {
	s := redistest.Start(t)
	c, _ := open(t, s.URL, patient)
	if err := c.Set(t.Context(), "k", []byte("v"), 1500*time.Second); err != nil {
		t.Fatal(err)
	}
	left, err := raw(t, s).PTTL(t.Context(), "k").Result()
	if err != nil || left <= 0 || left > 1500*time.Second {
		t.Errorf("time to live %v, %v; want more than 0 and at most 1500s", left, err)
	}
}

// Five calls without a reply open the breaker, and the outage is one line in the
// log, however many calls it refuses.
func TestOutage(t *testing.T) {
	for name, breakServer := range map[string]func(*redistest.Server){
		"killed": (*redistest.Server).Stop,
		"frozen": (*redistest.Server).Freeze,
	} {
		t.Run(name, func(t *testing.T) {
			s := redistest.Start(t)
			c, log := open(t, s.URL, oneTry)
			until(t, "a call is answered", func() bool {
				_, err := c.Get(t.Context(), "k")
				return err == nil
			})
			before := c.Stats()
			breakServer(s)
			for i := range 100 {
				want := redisconn.ErrNoReply
				if i >= 5 {
					want = redisconn.ErrDown
				}
				if _, err := c.Get(t.Context(), "k"); !errors.Is(err, want) {
					t.Fatalf("call %d: %v, want %v", i, err, want)
				}
			}
			want := before
			want.Calls += 5
			want.NoReply += 5
			want.Refused += 95
			want.Outages, want.Up = 1, false
			if got := c.Stats(); got != want {
				t.Errorf("stats %+v, want %+v", got, want)
			}
			if got := fmt.Sprint(log.messages()); got != `[WARN msg="redis is away, going on without it"]` {
				t.Errorf("logged %s", got)
			}
		})
	}
}

// With n callers at once, when the fifth call in a row fails, the other n-1 may
// be under way: at most 5+n-1 calls are without a reply.
func TestOutageWithManyCallers(t *testing.T) {
	const n = 16
	s := redistest.Start(t)
	c, _ := open(t, s.URL, oneTry)
	s.Freeze()
	var callers sync.WaitGroup
	for range n {
		callers.Go(func() {
			for range 100 {
				if _, err := c.Get(t.Context(), "k"); err == nil {
					t.Error("a reply from a frozen server")
				}
			}
		})
	}
	callers.Wait()
	got := c.Stats()
	if got.NoReply < 5 || got.NoReply > 5+n-1 || got.Calls != got.NoReply || got.Calls+got.Refused != 100*n {
		t.Errorf("stats %+v: want 5 to %d calls without a reply, the rest refused", got, 5+n-1)
	}
}

func TestRecovery(t *testing.T) {
	for name, faults := range map[string][2]func(*redistest.Server){
		"killed": {(*redistest.Server).Stop, (*redistest.Server).Restart},
		"frozen": {(*redistest.Server).Freeze, (*redistest.Server).Thaw},
	} {
		t.Run(name, func(t *testing.T) {
			s := redistest.Start(t)
			c, log := open(t, s.URL, hasty)
			ctx := t.Context()
			faults[0](s)
			until(t, "the breaker opens", func() bool {
				c.Get(ctx, "k")
				return c.Stats().Outages == 1
			})
			faults[1](s)
			until(t, "a call is answered", func() bool {
				_, err := c.Get(ctx, "k")
				return err == nil
			})
			if got := c.Stats(); !got.Up {
				t.Errorf("stats %+v: want up", got)
			}
			want := `[WARN msg="redis is away, going on without it" INFO msg="redis is back"]`
			if got := fmt.Sprint(log.messages()); got != want {
				t.Errorf("logged %s\nwant   %s", got, want)
			}
		})
	}
}

// until calls done until it reports true. The time limit is only for a test that
// fails; a breaker and a server have clocks of their own, so there is nothing to
// wait on but the state itself.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for !done() {
		if ctx.Err() != nil {
			t.Fatalf("not within 30 s: %s", what)
		}
	}
}

// A call is tried once: one connection to a server that hangs up, one attempt
// to connect where nobody listens. go-redis by itself makes four and five.
func TestOneTry(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	accepted := make(chan int)
	go func() { // ends when l is closed
		n := 0
		for {
			conn, err := l.Accept()
			if err != nil {
				accepted <- n
				return
			}
			n++
			conn.Close()
		}
	}()
	log := &record{} // go-redis may log from goroutines of its own
	lg := slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	c, err := redisconn.Open(lg, "redis://"+l.Addr().String(), patient)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Get(t.Context(), "k"); !errors.Is(err, redisconn.ErrNoReply) {
		t.Errorf("server that hangs up: %v, want %v", err, redisconn.ErrNoReply)
	}
	l.Close()
	if n := <-accepted; n != 1 {
		t.Errorf("%d connections, want 1", n)
	}
	if _, err := c.Get(t.Context(), "k"); !errors.Is(err, redisconn.ErrNoReply) {
		t.Errorf("nobody listens: %v, want %v", err, redisconn.ErrNoReply)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if said := log.text(); !strings.Contains(said, "level=DEBUG") || !strings.Contains(said, "failed to dial after 1 attempts") {
		t.Errorf("go-redis said\n%s\nwant one attempt, at level debug", said)
	}
}

// The client sends nothing that a plain server does not know.
func TestServerSeesNoError(t *testing.T) {
	s := redistest.Start(t)
	c, _ := open(t, s.URL, patient)
	roundTrip(t, c)
	info, err := raw(t, s).InfoMap(t.Context(), "errorstats").Result()
	if err != nil {
		t.Fatal(err)
	}
	if errs := info["Errorstats"]; len(errs) > 0 {
		t.Errorf("the server refused commands: %v", errs)
	}
}

// A client that opens before its server is used once the server is there.
func TestOpenBeforeServer(t *testing.T) {
	s := redistest.Start(t)
	s.Stop()
	c, _ := open(t, s.URL, hasty)
	if _, err := c.Get(t.Context(), "k"); !errors.Is(err, redisconn.ErrNoReply) {
		t.Errorf("Get without a server: %v, want %v", err, redisconn.ErrNoReply)
	}
	s.Restart()
	until(t, "a call is answered", func() bool {
		_, err := c.Get(t.Context(), "k")
		return err == nil
	})
}

// Replies that refuse, missing keys, and callers that leave say nothing about
// the server: the breaker stays closed.
func TestNotAnOutage(t *testing.T) {
	s := redistest.Start(t)
	direct := raw(t, s)
	ctx := t.Context()
	direct.LPush(ctx, "list", "x")
	c, log := open(t, s.URL, patient)
	left, leave := context.WithCancel(ctx)
	leave()
	for range 10 {
		if v, err := c.Get(ctx, "none"); v != nil || err != nil {
			t.Fatalf("missing key: %q, %v", v, err)
		}
		if _, err := c.Get(ctx, "list"); !errors.Is(err, redisconn.ErrWrongType) {
			t.Fatalf("list: %v, want %v", err, redisconn.ErrWrongType)
		}
		if _, err := c.Get(left, "none"); !errors.Is(err, context.Canceled) {
			t.Fatalf("caller that left: %v, want %v", err, context.Canceled)
		}
	}
	// A memory limit below what an empty server uses refuses every write.
	if err := direct.ConfigSet(ctx, "maxmemory", "1").Err(); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		err := c.Set(ctx, "k", []byte("v"), time.Minute)
		if err == nil || errors.Is(err, redisconn.ErrNoReply) || !strings.Contains(err.Error(), "OOM") {
			t.Fatalf("full server: %v, want OOM", err)
		}
	}
	if got, want := c.Stats(), (redisconn.Stats{Calls: 40, Up: true}); got != want {
		t.Errorf("stats %+v, want %+v", got, want)
	}
	if got := log.messages(); len(got) > 0 {
		t.Errorf("logged %q, want nothing", got)
	}
}

// A call that gave up leaves its reply on the way. The next call on the same
// connection must not take it for its own.
func TestLateReplyIsNobodys(t *testing.T) {
	s := redistest.Start(t)
	c, _ := open(t, s.URL, hasty)
	ctx := t.Context()
	direct := raw(t, s)
	for i := range 20 {
		key := fmt.Sprint("key", i)
		if err := direct.Set(ctx, key, key, time.Minute).Err(); err != nil {
			t.Fatal(err)
		}
	}
	for range 5 {
		s.Freeze()
		if _, err := c.Get(ctx, "key0"); err == nil {
			t.Fatal("a reply from a frozen server")
		}
		s.Thaw()
		until(t, "20 calls are answered", func() bool {
			for i := range 20 {
				key := fmt.Sprint("key", i)
				got, err := c.Get(ctx, key)
				if err != nil {
					return false
				}
				if string(got) != key {
					t.Fatalf("Get(%s) = %q", key, got)
				}
			}
			return true
		})
	}
}
