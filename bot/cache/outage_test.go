package cache_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"summitbot/bot/answer"
	"summitbot/bot/cache"
	"summitbot/bot/redisconn/redistest"
)

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
