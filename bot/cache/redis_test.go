package cache_test

import (
	"bytes"
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
	"summitbot/corpus"
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

// until calls done until it reports true. The time limit is only for a test that
// fails: Redis and the breaker have clocks of their own, so there is nothing to
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

// The answers of an outage. Look-ups and the writer are n+1 callers at most, so
// when the fifth call in a row fails, n others may be under way: 5+n look-ups
// wait, and every other answer costs nothing.
func TestOutage(t *testing.T) {
	const n, each = 8, 50
	for name, breakServer := range map[string]func(*redistest.Server){
		"killed": (*redistest.Server).Stop,
		"frozen": (*redistest.Server).Freeze,
	} {
		t.Run(name, func(t *testing.T) {
			s := redistest.Start(t)
			client := dial(t, s, oneTry)
			c := process(t, client, cache.Config{Secret: secret})
			tea := tea(t, "tea", 1, body)
			broken, half := make(chan struct{}), sync.WaitGroup{}
			var callers sync.WaitGroup
			half.Add(n)
			for i := range n {
				callers.Go(func() {
					for j := range each {
						if j == each/2 {
							half.Done()
							<-broken
						}
						do := &compute{a: newAnswer(tea, i*each+j)}
						question := fmt.Sprint("question ", i*each+j)
						got, err := c.Load(t.Context(), answer.Key{Corpus: tea, Scope: "public", Question: question}, do.do)
						if err != nil || !reflect.DeepEqual(got, do.a) {
							t.Errorf("%s: got %+v, %v", question, got, err)
						}
					}
				})
			}
			half.Wait()
			before := c.Stats().Waited // 0 but on a machine that stalls for 20 ms
			breakServer(s)
			close(broken)
			callers.Wait()
			c.Close()
			got := c.Stats()
			if waited := got.Waited - before; waited > 5+n {
				t.Errorf("%d answers waited, want at most %d", waited, 5+n)
			}
			if got.Misses != n*each {
				t.Errorf("stats %+v, want %d misses", got, n*each)
			}
			if refused := client.Stats().Refused; refused < n*each/2-(5+n) {
				t.Errorf("%d calls refused, want those of all but %d of the %d answers", refused, 5+n, n*each/2)
			}
		})
	}
}

// After the outage answers are stored and found again.
func TestRecovery(t *testing.T) {
	for name, faults := range map[string][2]func(*redistest.Server){
		"killed": {(*redistest.Server).Stop, (*redistest.Server).Restart},
		"frozen": {(*redistest.Server).Freeze, (*redistest.Server).Thaw},
	} {
		t.Run(name, func(t *testing.T) {
			s := redistest.Start(t)
			client := dial(t, s, hasty)
			c := process(t, client, cache.Config{Secret: secret})
			tea := tea(t, "tea", 1, body)
			asked := 0
			ask := func() {
				asked++
				do := &compute{a: newAnswer(tea, asked)}
				load(t, c, answer.Key{Corpus: tea, Scope: "public", Question: fmt.Sprint(asked)}, do.do, do.a)
			}
			faults[0](s)
			until(t, "Redis is found to be away", func() bool {
				ask()
				return client.Stats().Outages > 0
			})
			faults[1](s)
			direct := raw(t, s)
			until(t, "answers are stored", func() bool {
				ask()
				return len(stored(t, direct)) > 0
			})
			until(t, "answers are found", func() bool {
				next := process(t, client, cache.Config{Secret: secret})
				for i := 1; i <= asked; i++ {
					do := &compute{a: newAnswer(tea, i)}
					load(t, next, answer.Key{Corpus: tea, Scope: "public", Question: fmt.Sprint(i)}, do.do, do.a)
				}
				return next.Stats().RedisHits > 0
			})
		})
	}
}

// A server that is full refuses writes. Answers and look-ups go on, and it is
// said once.
func TestFullServer(t *testing.T) {
	s := redistest.Start(t)
	direct := raw(t, s)
	var log bytes.Buffer // only the writer writes to it, and Close waits for that
	c, err := cache.Redis(slog.New(slog.NewTextHandler(&log, nil)), dial(t, s, patient), waiting)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	tea := tea(t, "tea", 1, body)
	key := func(i int) answer.Key {
		return answer.Key{Corpus: tea, Scope: "public", Question: fmt.Sprint(i)}
	}
	do := &compute{a: newAnswer(tea, 0)}
	load(t, c, key(0), do.do, do.a)
	until(t, "the answer is written", func() bool { return len(stored(t, direct)) == 1 })
	if err := direct.ConfigSet(t.Context(), "maxmemory", "1").Err(); err != nil {
		t.Fatal(err)
	}
	for i := 1; i <= 10; i++ {
		do := &compute{a: newAnswer(tea, i)}
		load(t, c, key(i), do.do, do.a)
	}
	c.Close()
	if got, want := c.Stats(), (cache.Stats{Misses: 11, Dropped: 10}); got != want {
		t.Errorf("stats %+v, want %+v", got, want)
	}
	if n := strings.Count(log.String(), "\n"); n != 1 || !strings.Contains(log.String(), "OOM") {
		t.Errorf("logged %d lines, want one with OOM:\n%s", n, log.String())
	}
	load(t, process(t, dial(t, s, patient), waiting), key(0), never(t), do.a)
}

// While one write hangs, answers go on; what does not fit the queue of 256 is
// dropped and counted. Of 400 answers one is being written and 256 wait.
func TestQueueIsBounded(t *testing.T) {
	s := redistest.Start(t)
	client := dial(t, s, patient)
	c := process(t, client, cache.Config{Secret: secret, LookUp: time.Millisecond})
	tea := tea(t, "tea", 1, body)
	s.Freeze()
	for i := range 400 {
		do := &compute{a: newAnswer(tea, i)}
		load(t, c, answer.Key{Corpus: tea, Scope: "public", Question: fmt.Sprint(i)}, do.do, do.a)
		if i == 0 {
			until(t, "the first write hangs", func() bool { return client.Stats().Calls == 2 })
		}
	}
	if got, want := c.Stats(), (cache.Stats{Misses: 400, Waited: 5, Dropped: 400 - 1 - 256}); got != want {
		t.Errorf("stats %+v, want %+v", got, want)
	}
	s.Thaw()
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

func BenchmarkLoad(b *testing.B) {
	s := redistest.Start(b)
	c, err := corpus.Summit()
	if err != nil {
		b.Fatal(err)
	}
	a := &answer.Answer{Verdict: answer.Quoted, Articles: 4, Corpus: c}
	for _, article := range c.Articles()[:3] {
		a.Quotes = append(a.Quotes, answer.Quote{Excerpt: article.Sentences()[3].Excerpt()})
	}
	do := (&compute{a: a}).do
	key := answer.Key{Corpus: c, Scope: "public", Question: "what breed of dogs did kim give putin"}
	client := dial(b, s, redisconn.Config{})
	ctx := b.Context()

	b.Run("process hit", func(b *testing.B) {
		c := process(b, client, waiting)
		b.ReportAllocs()
		for b.Loop() {
			c.Load(ctx, key, do)
		}
		if got := c.Stats(); got.Misses+got.RedisHits != 1 {
			b.Errorf("stats %+v, want one load that was no process hit", got)
		}
	})
	b.Run("redis hit", func(b *testing.B) {
		first := process(b, client, waiting)
		first.Load(ctx, key, do)
		first.Close()
		// A process cache of one byte keeps nothing, so that each load goes on
		// to Redis.
		cfg := waiting
		cfg.ProcessBytes = 1
		c := process(b, client, cfg)
		b.ReportAllocs()
		loads := 0
		for b.Loop() {
			c.Load(ctx, key, do)
			loads++
		}
		b.ReportMetric(float64(c.Stats().RedisHits)/float64(loads), "hits/op")
	})
	b.Run("miss", func(b *testing.B) {
		c := process(b, client, waiting)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			c.Load(ctx, answer.Key{Corpus: key.Corpus, Scope: "public", Question: fmt.Sprint("question ", i)}, do)
		}
	})
	b.Run("miss, no redis", func(b *testing.B) {
		c := cache.Process(0)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			c.Load(ctx, answer.Key{Corpus: key.Corpus, Scope: "public", Question: fmt.Sprint("question ", i)}, do)
		}
	})
}
