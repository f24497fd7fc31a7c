package store_test

import (
	"encoding/base64"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"summitbot/bot"
	"summitbot/bot/redisconn"
	"summitbot/bot/redisconn/redistest"
	"summitbot/bot/store"
)

var secret = []byte("a secret of this deployment")

// shared opens limits as a process that starts now has them.
func shared(t testing.TB, client *redisconn.Client) *store.SharedLimits {
	t.Helper()
	l, err := store.Shared(slog.New(slog.NewTextHandler(t.Output(), nil)), client, store.SharedConfig{Secret: secret, Patience: 30 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// warm waits until the server has replied: a new connection to a busy machine may
// take longer than a call has.
func warm(t testing.TB, client *redisconn.Client) {
	t.Helper()
	for range 100 {
		if _, err := client.Get(t.Context(), "warm"); err == nil {
			return
		}
	}
	t.Fatal("the server does not reply")
}

// TestLimits holds both limits to what bot.Limits says, in fake time.
func TestLimits(t *testing.T) {
	t.Run("process", func(t *testing.T) {
		testLimits(t, func(*testing.T) func(*testing.T) func() bot.Limits {
			return func(*testing.T) func() bot.Limits {
				p := store.Process()
				return func() bot.Limits { return p }
			}
		})
	})
	t.Run("redis", func(t *testing.T) {
		testLimits(t, func(t *testing.T) func(*testing.T) func() bot.Limits {
			server := redistest.Start(t) // outside of the bubble: it is a real one
			return func(t *testing.T) func() bot.Limits {
				return func() bot.Limits { return shared(t, dial(t, server, patient)) }
			}
		})
	})
}

// testLimits is what every bot.Limits must do. start is called outside of fake
// time and what it returns inside; that returns what opens limits which know of
// each other.
func testLimits(t *testing.T, start func(*testing.T) func(*testing.T) func() bot.Limits) {
	for name, test := range map[string]func(*testing.T, func() bot.Limits){
		"three in any time": testTake,
		"law of taking":     testTakeLaw,
		"a lowered limit":   testLowered,
		"keys do not mix":   testLimitKeys,
		"once":              testOnce,
		"once for many":     testOnceForMany,
		"take for many":     testTakeForMany,
		"remembered":        testRemember,
	} {
		t.Run(name, func(t *testing.T) {
			open := start(t)
			synctest.Test(t, func(t *testing.T) { test(t, open(t)) })
		})
	}
}

func testTake(t *testing.T, open func() bot.Limits) {
	a, b := open(), open()
	take := func(l bot.Limits, want time.Duration) {
		t.Helper()
		same(t, "wait", l.Take(t.Context(), "ann", 3, 20*time.Second), want)
	}
	take(a, 0)
	time.Sleep(5 * time.Second)
	take(b, 0)
	take(a, 0)
	take(a, 15*time.Second)
	take(b, 15*time.Second)
	time.Sleep(15*time.Second - 1)
	take(b, 1)
	time.Sleep(time.Nanosecond)
	take(b, 0) // the first is 20 s ago
	take(a, 5*time.Second)
	time.Sleep(5 * time.Second)
	take(a, 0)
	take(a, 0)
	take(b, 15*time.Second)
	time.Sleep(time.Hour)
	for range 3 {
		take(b, 0)
	}
	take(a, 20*time.Second)
	same(t, "nothing is allowed", a.Take(t.Context(), "ben", 0, time.Minute), time.Minute)
}

// Law: against a list of all that was ever let through, whoever asks when. In no
// time as long as per is more than limit let through, and whoever waits as long
// as told is let through.
func testTakeLaw(t *testing.T, open func() bot.Limits) {
	replicas := []bot.Limits{open(), open(), open()}
	n := 0
	rapid.Check(struct{ testing.TB }{t}, func(r *rapid.T) { // a T without a deadline, which a bubble has not
		n++
		key := fmt.Sprint(n)
		limit := rapid.IntRange(1, 4).Draw(r, "limit")
		per := time.Duration(rapid.IntRange(1, 30).Draw(r, "per")) * time.Second
		var passed []time.Time
		for range rapid.IntRange(1, 20).Draw(r, "asks") {
			time.Sleep(time.Duration(rapid.IntRange(0, int(per/2)).Draw(r, "pause")))
			wait := rapid.SampledFrom(replicas).Draw(r, "replica").Take(t.Context(), key, limit, per)
			now, want := time.Now(), time.Duration(0)
			if len(passed) >= limit {
				want = max(0, passed[len(passed)-limit].Add(per).Sub(now))
			}
			if wait != want {
				r.Fatalf("wait %s, want %s", wait, want)
			}
			if wait == 0 {
				passed = append(passed, now)
			}
		}
	})
}

// An operator may lower a limit while events of the higher one count.
func testLowered(t *testing.T, open func() bot.Limits) {
	l := open()
	for range 3 {
		same(t, "wait", l.Take(t.Context(), "ann", 3, time.Minute), 0)
		time.Sleep(time.Second)
	}
	same(t, "lowered to 1", l.Take(t.Context(), "ann", 1, time.Minute), 59*time.Second)
	same(t, "raised to 4", l.Take(t.Context(), "ann", 4, time.Minute), 0)
}

func testLimitKeys(t *testing.T, open func() bot.Limits) {
	l, ctx := open(), t.Context()
	for _, key := range []string{"a", "b", "", "a b", "once a", "value a"} {
		same(t, key, l.Take(ctx, key, 1, time.Minute), 0)
		if l.Recall(ctx, key) != "" {
			t.Errorf("%q is remembered", key)
		}
	}
	if !l.Once(ctx, "b", time.Minute) {
		t.Error("taking is once")
	}
}

func testOnce(t *testing.T, open func() bot.Limits) {
	a, b := open(), open()
	ctx := t.Context()
	for i := range 3 { // the expiry of Redis, which has a clock of its own, never comes
		if got := []bool{a.Once(ctx, "x", time.Minute), b.Once(ctx, "x", time.Minute), a.Once(ctx, "x", time.Minute)}; !slices.Equal(got, []bool{true, false, false}) {
			t.Errorf("round %d: %v", i, got)
		}
		time.Sleep(time.Minute - 1)
		if a.Once(ctx, "x", time.Minute) || b.Once(ctx, "x", time.Minute) {
			t.Errorf("round %d: twice within the time", i)
		}
		time.Sleep(time.Nanosecond)
	}
}

func testOnceForMany(t *testing.T, open func() bot.Limits) {
	for _, key := range []string{"new", "again"} {
		if key == "again" { // one that was there long ago
			open().Once(t.Context(), key, time.Minute)
			time.Sleep(time.Minute)
		}
		var first atomic.Int64
		var all sync.WaitGroup
		for range 4 {
			l := open()
			for range 10 {
				all.Go(func() {
					if l.Once(t.Context(), key, time.Minute) {
						first.Add(1)
					}
				})
			}
		}
		all.Wait()
		same(t, key, first.Load(), 1)
	}
}

func testTakeForMany(t *testing.T, open func() bot.Limits) {
	var passed atomic.Int64
	var all sync.WaitGroup
	for range 4 {
		l := open()
		for range 10 {
			all.Go(func() {
				if l.Take(t.Context(), "channel", 20, time.Minute) == 0 {
					passed.Add(1)
				}
			})
		}
	}
	all.Wait()
	same(t, "let through", passed.Load(), 20)
}

func testRemember(t *testing.T, open func() bot.Limits) {
	a, b := open(), open()
	ctx := t.Context()
	same(t, "nothing", a.Recall(ctx, "k"), "")
	a.Remember(ctx, "k", "message 5", time.Minute)
	same(t, "elsewhere", b.Recall(ctx, "k"), "message 5")
	time.Sleep(30 * time.Second)
	b.Remember(ctx, "k", "message 6", time.Minute)
	time.Sleep(time.Minute - 1)
	same(t, "replaced", a.Recall(ctx, "k"), "message 6")
	time.Sleep(time.Nanosecond)
	same(t, "over", a.Recall(ctx, "k")+b.Recall(ctx, "k"), "")
	a.Remember(ctx, "k", "message 7", time.Minute)
	b.Remember(ctx, "k", "", 0)
	same(t, "forgotten", a.Recall(ctx, "k")+b.Recall(ctx, "k"), "")
}

// Nobody can tell from what lies in Redis who asked, and it goes away by itself.
func TestLimitsAsWritten(t *testing.T) {
	server := redistest.Start(t)
	l, direct := shared(t, dial(t, server, patient)), raw(t, server)
	l.Take(t.Context(), "ann", 3, time.Minute)
	l.Take(t.Context(), "ann", 3, time.Minute)
	l.Once(t.Context(), "ann", time.Minute)
	l.Remember(t.Context(), "ann", "5", time.Minute)
	var sizes []int
	for _, key := range direct.Keys(t.Context(), "*").Val() {
		rest, ok := strings.CutPrefix(key, "sb:l:1:")
		if mac, err := base64.RawURLEncoding.DecodeString(rest); !ok || len(mac) != 32 || err != nil {
			t.Errorf("key %q", key)
		}
		value := direct.Get(t.Context(), key).Val()
		sizes = append(sizes, len(value))
		if value[0] != 1 {
			t.Errorf("value %q", value)
		}
		if ttl := direct.PTTL(t.Context(), key).Val(); ttl <= time.Minute || ttl > 2*time.Minute {
			t.Errorf("%s expires in %s", key, ttl)
		}
	}
	slices.Sort(sizes)
	same(t, "sizes", sizes, []int{1 + 8, 1 + 8 + 1, 1 + 16})

	other, err := store.Shared(quiet(), dial(t, server, patient), store.SharedConfig{Secret: []byte("another"), Patience: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "under another secret", other.Recall(t.Context(), "ann"), "")
	if _, err := store.Shared(quiet(), dial(t, server, patient), store.SharedConfig{}); err == nil {
		t.Error("no secret, no error")
	}
}

// What somebody else wrote under our keys counts as nothing, and is replaced.
func TestLimitsForeignValues(t *testing.T) {
	server := redistest.Start(t)
	client, direct := dial(t, server, patient), raw(t, server)
	ctx := t.Context()
	shared(t, client).Take(ctx, "a", 1, time.Hour)
	shared(t, client).Once(ctx, "a", time.Hour)
	shared(t, client).Remember(ctx, "a", "x", time.Hour)
	keys := direct.Keys(ctx, "*").Val()
	same(t, "keys", len(keys), 3)
	year2300 := string([]byte{1, 0x7f, 0, 0, 0, 0, 0, 0, 0})
	for name, put := range map[string]func(key string) error{
		"empty":         func(key string) error { return direct.Set(ctx, key, "", 0).Err() },
		"other version": func(key string) error { return direct.Set(ctx, key, "\x02\x00\x00\x00\x00\x00\x00\x00\x00", 0).Err() },
		"odd length":    func(key string) error { return direct.Set(ctx, key, "\x01\x02\x03", 0).Err() },
		"far future":    func(key string) error { return direct.Set(ctx, key, year2300, 0).Err() },
		"hash":          func(key string) error { return direct.HSet(ctx, key, "a", "b").Err() },
	} {
		t.Run(name, func(t *testing.T) {
			for _, key := range keys {
				direct.Del(ctx, key)
				if err := put(key); err != nil {
					t.Fatal(err)
				}
			}
			a, b := shared(t, client), shared(t, client)
			same(t, "remembered", a.Recall(ctx, "a"), "")
			same(t, "take", a.Take(ctx, "a", 1, time.Hour), 0)
			same(t, "once", a.Once(ctx, "a", time.Hour), true)
			if b.Take(ctx, "a", 1, time.Hour) == 0 || b.Once(ctx, "a", time.Hour) {
				t.Error("what was replaced is not shared")
			}
		})
	}
}

// Without Redis the process goes on with what it has let through, and with what
// it is asked to remember; of many calls no more wait than the breaker lets.
func TestLimitsAway(t *testing.T) {
	for name, fault := range map[string]func(*redistest.Server){"frozen": (*redistest.Server).Freeze, "gone": (*redistest.Server).Stop} {
		t.Run(name, func(t *testing.T) {
			server := redistest.Start(t)
			client := dial(t, server, oneTry)
			warm(t, client)
			l, err := store.Shared(quiet(), client, store.SharedConfig{Secret: secret})
			if err != nil {
				t.Fatal(err)
			}
			ctx := t.Context()
			l.Take(ctx, "ann", 3, time.Hour)
			l.Remember(ctx, "k", "v", time.Hour)
			fault(server)
			var waits []bool
			for range 4 {
				waits = append(waits, l.Take(ctx, "ann", 3, time.Hour) > 0)
			}
			same(t, "waits", waits, []bool{false, false, true, true})
			same(t, "remembered before", l.Recall(ctx, "k"), "v")
			l.Remember(ctx, "k", "w", time.Hour)
			same(t, "remembered meanwhile", l.Recall(ctx, "k"), "w")
			if !l.Once(ctx, "x", time.Hour) || l.Once(ctx, "x", time.Hour) {
				t.Error("once is not once")
			}
			for i := range 100 {
				same(t, "another", l.Take(ctx, fmt.Sprint(i), 1, time.Hour), 0)
			}
			if got := client.Stats(); got.NoReply != 5 || got.Refused < 90 {
				t.Errorf("%+v: want 5 calls that waited and the others refused", got)
			}
			if name == "frozen" {
				server.Thaw()
			}
		})
	}
}

// A Redis that refuses is told of once, until it does not refuse any more.
func TestLimitsRefused(t *testing.T) {
	server := redistest.Start(t)
	direct := raw(t, server)
	var logged lines
	l, err := store.Shared(slog.New(slog.NewTextHandler(&logged, nil)), dial(t, server, patient), store.SharedConfig{Secret: secret, Patience: 30 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	memory := func(limit string) {
		if err := direct.ConfigSet(t.Context(), "maxmemory", limit).Err(); err != nil {
			t.Fatal(err)
		}
	}
	for round := 1; round <= 2; round++ {
		memory("1")
		for i := range 10 {
			same(t, "wait", l.Take(t.Context(), fmt.Sprint(round, i), 1, time.Hour), 0)
			if l.Take(t.Context(), fmt.Sprint(round, i), 1, time.Hour) == 0 {
				t.Error("the process does not count")
			}
		}
		if n := strings.Count(logged.text(), "limits are not shared through redis"); n != round || !strings.Contains(logged.text(), "OOM") {
			t.Errorf("logged %d times, want %d:\n%s", n, round, logged.text())
		}
		memory("0")
		l.Take(t.Context(), fmt.Sprint(round, "more"), 1, time.Hour)
	}
}

// Somebody who goes on asking costs Redis nothing.
func TestRefusalsStayHere(t *testing.T) {
	server := redistest.Start(t)
	client := dial(t, server, patient)
	l := shared(t, client)
	for range 3 {
		same(t, "wait", l.Take(t.Context(), "ann", 3, time.Hour), 0)
	}
	before := client.Stats().Calls
	for range 100 {
		if l.Take(t.Context(), "ann", 3, time.Hour) == 0 {
			t.Fatal("let through")
		}
	}
	same(t, "calls", client.Stats().Calls, before)
}

// A million keys that are over leave no more than some thousand behind; as many
// that are not, no more than the bound.
func TestLimitsMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, ctx := store.Process(), t.Context()
		before := heap()
		for i := range 1_000_000 {
			l.Take(ctx, fmt.Sprint(i), 3, time.Second)
			if i%1000 == 0 {
				time.Sleep(time.Second)
			}
		}
		if grown := heap() - before; grown > 2<<20 {
			t.Errorf("a million keys that are over take %d bytes", grown)
		}
		for i := range 500_000 {
			l.Remember(ctx, fmt.Sprint(i), "value", 24*time.Hour)
		}
		if grown := heap() - before; grown > 64<<20 {
			t.Errorf("half a million keys take %d bytes", grown)
		}
		same(t, "the last", l.Recall(ctx, "499999"), "value")
		runtime.KeepAlive(l)
	})
}

// heap returns how many bytes are in use.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
