package cache_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"summitbot/bot/answer"
	"summitbot/bot/cache"
	"summitbot/bot/redisconn"
	"summitbot/bot/redisconn/redistest"
)

// How the tests tune the client. A server that is there may answer late on a
// busy machine: patient clients let it. A pause of an hour keeps the breaker
// open for the whole test.
var (
	patient = redisconn.Config{Timeout: 30 * time.Second, Pause: time.Hour}
	oneTry  = redisconn.Config{Pause: time.Hour}
	hasty   = redisconn.Config{Pause: time.Millisecond}
)

var (
	secret  = []byte("a secret of this deployment")
	waiting = cache.Config{Secret: secret, LookUp: 30 * time.Second}
)

// dial opens a client and closes it when the test ends.
func dial(t testing.TB, s *redistest.Server, cfg redisconn.Config) *redisconn.Client {
	t.Helper()
	c, err := redisconn.Open(slog.New(slog.DiscardHandler), s.URL, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// process returns a cache as a process that starts now has it, and closes it
// when the test ends if the test does not.
func process(t testing.TB, client *redisconn.Client, cfg cache.Config) *cache.RedisCache {
	t.Helper()
	c, err := cache.Redis(slog.New(slog.DiscardHandler), client, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// raw returns a plain client, to see and to break what is stored.
func raw(t testing.TB, s *redistest.Server) *redis.Client {
	t.Helper()
	c := redis.NewClient(&redis.Options{Addr: s.Addr, DisableIdentity: true, ReadTimeout: 30 * time.Second})
	t.Cleanup(func() { c.Close() })
	return c
}

// stored returns all that lies in Redis.
func stored(t testing.TB, r *redis.Client) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, key := range r.Keys(t.Context(), "*").Val() {
		value, err := r.Get(t.Context(), key).Result()
		if err != nil {
			t.Fatal(err)
		}
		out[key] = value
	}
	return out
}

// only returns the one key that lies in Redis.
func only(t testing.TB, r *redis.Client) string {
	t.Helper()
	keys := r.Keys(t.Context(), "*").Val()
	if len(keys) != 1 {
		t.Fatalf("keys %q, want one", keys)
	}
	return keys[0]
}

// never fails the test if it computes.
func never(t testing.TB) func(context.Context) (*answer.Answer, error) {
	return func(context.Context) (*answer.Answer, error) {
		t.Error("computed")
		return nil, errors.New("computed")
	}
}

func TestRedis(t *testing.T) {
	s := redistest.Start(t)
	direct := raw(t, s)
	testCache(t, func(t *testing.T) answer.Cache {
		direct.FlushAll(t.Context())
		return process(t, dial(t, s, patient), waiting)
	})
}

// The same without Redis: the cache answers as the process's own does.
func TestRedisAway(t *testing.T) {
	s := redistest.Start(t)
	s.Stop()
	testCache(t, func(t *testing.T) answer.Cache {
		return process(t, dial(t, s, oneTry), cache.Config{Secret: secret})
	})
}

func TestRedisNeedsSecret(t *testing.T) {
	if _, err := cache.Redis(slog.New(slog.DiscardHandler), nil, cache.Config{}); err == nil {
		t.Error("no error without a secret")
	}
}

// What one process computed, another replica and the next start answer from
// Redis, each with an answer of its own corpus that is otherwise the same.
func TestSharesAnswers(t *testing.T) {
	s := redistest.Start(t)
	direct := raw(t, s)
	first := process(t, dial(t, s, patient), waiting)
	keys := manyKeys(t)
	computes := make([]*compute, len(keys))
	for i, key := range keys {
		computes[i] = &compute{a: newAnswer(key.Corpus, i+1)}
		load(t, first, key, computes[i].do, computes[i].a)
	}
	until(t, "the answers are written", func() bool { return len(stored(t, direct)) == len(keys) })

	replica := process(t, dial(t, s, patient), waiting)
	for i, key := range manyKeys(t) { // corpora read again: other values, the same articles
		load(t, replica, key, never(t), newAnswer(key.Corpus, i+1))
	}
	if got, want := replica.Stats(), (cache.Stats{RedisHits: uint64(len(keys))}); got != want {
		t.Errorf("replica: stats %+v, want %+v", got, want)
	}

	first.Close()
	restarted := process(t, dial(t, s, patient), waiting)
	for range 2 {
		for i, key := range keys {
			load(t, restarted, key, never(t), computes[i].a)
		}
	}
	n := uint64(len(keys))
	if got, want := restarted.Stats(), (cache.Stats{RedisHits: n, ProcessHits: n}); got != want {
		t.Errorf("restarted: stats %+v, want %+v", got, want)
	}
}

// Close writes what waits.
func TestCloseWrites(t *testing.T) {
	s := redistest.Start(t)
	c := process(t, dial(t, s, patient), waiting)
	tea := tea(t, "tea", 1, body)
	for i := range 20 {
		do := &compute{a: newAnswer(tea, i)}
		load(t, c, answer.Key{Corpus: tea, Scope: "public", Question: fmt.Sprint(i)}, do.do, do.a)
	}
	c.Close()
	c.Close()
	if n := len(stored(t, raw(t, s))); n != 20 {
		t.Errorf("%d answers in Redis, want 20", n)
	}
	do := &compute{a: newAnswer(tea, 20)}
	load(t, c, answer.Key{Corpus: tea, Scope: "public", Question: "after Close"}, do.do, do.a)
	if n := len(stored(t, raw(t, s))); n != 20 {
		t.Errorf("%d answers in Redis after Close, want 20", n)
	}
}

// Another release, another secret: the answers are not found.
func TestOthersAnswers(t *testing.T) {
	s := redistest.Start(t)
	key := manyKeys(t)[0]
	for i, cfg := range []cache.Config{
		{Secret: secret, Release: "v1.0.0"},
		{Secret: secret, Release: "v1.0.1"},
		{Secret: []byte("another secret"), Release: "v1.0.0"},
	} {
		cfg.LookUp = waiting.LookUp
		c := process(t, dial(t, s, patient), cfg)
		do := &compute{a: newAnswer(key.Corpus, i+1)}
		load(t, c, key, do.do, do.a)
		c.Close()
		if do.calls.Load() != 1 {
			t.Errorf("%+v answered from another's value", cfg)
		}
	}
	if n := len(stored(t, raw(t, s))); n != 3 {
		t.Errorf("%d values, want 3", n)
	}
}

// Nothing in Redis shows what was asked or where, and everything is under
// sb:a:*, with an end.
func TestNothingAskedInClear(t *testing.T) {
	s := redistest.Start(t)
	direct := raw(t, s)
	c := process(t, dial(t, s, patient), cache.Config{Secret: secret, Release: "v9.9.9", TTL: time.Hour, LookUp: waiting.LookUp})
	tea := tea(t, "tea", 7, body)
	const question, scope = "did nadia meet the envoy source:east", "712345678901234567"
	do := &compute{a: newAnswer(tea, 1)}
	load(t, c, answer.Key{Corpus: tea, Scope: scope, Question: question}, do.do, do.a)
	c.Close()
	all := stored(t, direct)
	if len(all) != 1 {
		t.Fatalf("%d keys, want 1", len(all))
	}
	form := regexp.MustCompile(`^sb:a:1:tea:7-` + tea.Hash()[:12] + `:[A-Za-z0-9_-]{22}:[A-Za-z0-9_-]{22}$`)
	for key, value := range all {
		if !form.MatchString(key) {
			t.Errorf("key %q is not like %s", key, form)
		}
		if !strings.Contains(value, key) {
			t.Errorf("value %q does not repeat its key", value)
		}
		for _, word := range append(strings.Fields(question), scope, "v9.9.9", string(secret), "It is blue") {
			// "envoy" and the rest would only be there if something put them there:
			// keys and values hold MACs, ids and numbers.
			if word != "the" && strings.Contains(strings.ToLower(key+value), strings.ToLower(word)) {
				t.Errorf("%q lies in Redis in clear: %q", word, key+value)
			}
		}
		left := direct.PTTL(t.Context(), key).Val()
		if left <= 0 || left > 66*time.Minute { // an hour and a tenth
			t.Errorf("time to live %v, want more than 0 and at most 66m", left)
		}
	}
}

// A value that is not what was stored is a miss, counted, and deleted, even when
// the compute that follows fails and nothing replaces it.
func TestBadValues(t *testing.T) {
	s := redistest.Start(t)
	direct := raw(t, s)
	keys := manyKeys(t)
	key := keys[0]
	set := func(value string) func(ctx context.Context, name string) error {
		return func(ctx context.Context, name string) error { return direct.Set(ctx, name, value, 0).Err() }
	}
	// What the process stores under keys[0], and under the same question of
	// another server.
	own, others := sealed(t, s, waiting, keys[0]), sealed(t, s, waiting, keys[5])
	flip := func(i int) string {
		b := []byte(own)
		b[(i+len(b))%len(b)] ^= 1
		return string(b)
	}
	for name, spoil := range map[string]func(ctx context.Context, name string) error{
		"empty":               set(""),
		"one byte":            set("\x01"),
		"text":                set("hello"),
		"cut in the header":   set(own[:8]),
		"cut in the key":      set(own[:40]),
		"cut in the answer":   set(own[:len(own)-1]),
		"longer":              set(own + " "),
		"later version":       set("\x02" + own[1:]),
		"instant changed":     set(flip(8)),
		"length changed":      set(flip(10)),
		"key changed":         set(flip(20)),
		"seal changed":        set(flip(11 + len(nameIn(own)))),
		"answer changed":      set(flip(-10)),
		"another key's value": set(others),
		"64 KiB and a byte":   set(own + strings.Repeat(" ", 64<<10+1-len(own))),
		"list":                func(ctx context.Context, name string) error { return direct.LPush(ctx, name, own).Err() },
		"hash":                func(ctx context.Context, name string) error { return direct.HSet(ctx, name, "a", own).Err() },
	} {
		t.Run(name, func(t *testing.T) {
			direct.FlushAll(t.Context())
			if err := spoil(t.Context(), nameIn(own)); err != nil {
				t.Fatal(err)
			}
			c := process(t, dial(t, s, patient), waiting)
			broken := &compute{err: errors.New("no index")}
			if _, err := c.Load(t.Context(), key, broken.do); !errors.Is(err, broken.err) {
				t.Errorf("got %v, want compute's error", err)
			}
			c.Close()
			if got, want := c.Stats(), (cache.Stats{Misses: 1, Bad: 1}); got != want {
				t.Errorf("stats %+v, want %+v", got, want)
			}
			if left := direct.Keys(t.Context(), "*").Val(); len(left) > 0 {
				t.Errorf("%q was not deleted", left)
			}
		})
	}
	// The test's own value, unspoilt, is a hit.
	direct.Set(t.Context(), nameIn(own), own, 0)
	load(t, process(t, dial(t, s, patient), waiting), key, never(t), newAnswer(key.Corpus, 1))
}

// sealed returns the value that a process stores for key, and empties Redis.
func sealed(t *testing.T, s *redistest.Server, cfg cache.Config, key answer.Key) string {
	t.Helper()
	direct := raw(t, s)
	direct.FlushAll(t.Context())
	c := process(t, dial(t, s, patient), cfg)
	do := &compute{a: newAnswer(key.Corpus, 1)}
	load(t, c, key, do.do, do.a)
	c.Close()
	value := stored(t, direct)[only(t, direct)]
	direct.FlushAll(t.Context())
	return value
}

// nameIn returns the key that a value repeats: bytes 9 and 10 are its length.
func nameIn(value string) string { return value[11 : 11+int(value[9])<<8+int(value[10])] }

// A bad value is replaced by what is computed.
func TestBadValueIsReplaced(t *testing.T) {
	s := redistest.Start(t)
	direct := raw(t, s)
	key := manyKeys(t)[0]
	own := sealed(t, s, waiting, key)
	direct.LPush(t.Context(), nameIn(own), "x")
	c := process(t, dial(t, s, patient), waiting)
	do := &compute{a: newAnswer(key.Corpus, 1)}
	load(t, c, key, do.do, do.a)
	c.Close()
	load(t, process(t, dial(t, s, patient), waiting), key, never(t), do.a)
}

// Many at once, all through Redis: everybody gets the answer to their question.
func TestManyReadersGetTheirOwn(t *testing.T) {
	const readers, questions = 16, 200
	s := redistest.Start(t)
	writer := process(t, dial(t, s, patient), waiting)
	tea := tea(t, "tea", 1, body)
	key := func(i int) answer.Key {
		return answer.Key{Corpus: tea, Scope: "public", Question: fmt.Sprint(i)}
	}
	for i := range questions {
		do := &compute{a: newAnswer(tea, i)}
		load(t, writer, key(i), do.do, do.a)
	}
	writer.Close()
	c := process(t, dial(t, s, patient), waiting)
	var all sync.WaitGroup
	for r := range readers {
		all.Go(func() {
			for n := range questions {
				i := (n*7 + r) % questions // 7 and 200 share no factor: each question once
				got, err := c.Load(t.Context(), key(i), never(t))
				if err != nil || !reflect.DeepEqual(got, newAnswer(tea, i)) {
					t.Errorf("question %d: got %+v, %v", i, got, err)
				}
			}
		})
	}
	all.Wait()
	if got := c.Stats(); got.RedisHits != questions || got.ProcessHits != (readers-1)*questions {
		t.Errorf("stats %+v, want each of %d answers from Redis once", got, questions)
	}
}
