package cache_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"go.uber.org/goleak"

	"summitbot/bot/answer"
	"summitbot/bot/cache"
	"summitbot/corpus"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestProcess(t *testing.T) {
	testCache(t, func(*testing.T) answer.Cache { return cache.Process(0) })
}

// tea returns a corpus of one article.
func tea(t testing.TB, name string, version int, body string) *corpus.Corpus {
	t.Helper()
	c, err := corpus.Open(fstest.MapFS{"east.md": {Data: []byte(
		"---\nurl: https://example.org/east\npublisher: East\nlanguage: en\n---\n" + body + "\n")}}, name, version)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const body = "The envoy gave a tea set. It is blue. Nobody drank from it."

// newAnswer returns an answer of c that n tells from all others.
func newAnswer(c *corpus.Corpus, n int) *answer.Answer {
	a := c.Articles()[0]
	return &answer.Answer{
		Verdict: answer.Quoted, Quotes: []answer.Quote{{Excerpt: a.Sentences()[n%len(a.Sentences())].Excerpt()}},
		Readings: []answer.Reading{{Asked: n, Read: []string{"tea"}, Why: "name"}}, Articles: n, Corpus: c,
	}
}

// A compute counts its calls and returns what it is told to.
type compute struct {
	calls atomic.Int64
	a     *answer.Answer
	err   error
}

func (c *compute) do(context.Context) (*answer.Answer, error) {
	c.calls.Add(1)
	return c.a, c.err
}

// load loads and fails the test on an error or another answer than want.
func load(t testing.TB, c answer.Cache, key answer.Key, do func(context.Context) (*answer.Answer, error), want *answer.Answer) {
	t.Helper()
	got, err := c.Load(t.Context(), key, do)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s: got %+v, want %+v", key.Question, got, want)
	}
}

// testCache is what every answer.Cache must do. open returns an empty one.
func testCache(t *testing.T, open func(*testing.T) answer.Cache) {
	for name, test := range map[string]func(*testing.T, answer.Cache){
		"computes once":              testComputesOnce,
		"computes once for many":     testComputesOnceForMany,
		"keeps no error":             testKeepsNoError,
		"keeps no missing answer":    testKeepsNoMissingAnswer,
		"caller leaves":              testCallerLeaves,
		"caller has left":            testCallerHasLeft,
		"keys do not mix":            testKeysDoNotMix,
		"panic":                      testPanic,
		"exit":                       testExit,
		"compute sees caller's data": testComputeSeesValues,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func testComputesOnce(t *testing.T, c answer.Cache) {
	key := answer.Key{Corpus: tea(t, "tea", 1, body), Scope: "public", Question: "who gave tea"}
	do := &compute{a: newAnswer(key.Corpus, 1)}
	for range 3 {
		load(t, c, key, do.do, do.a)
	}
	if n := do.calls.Load(); n != 1 {
		t.Errorf("computed %d times, want 1", n)
	}
}

// However the callers meet, each finds the compute under way or the answer kept.
func testComputesOnceForMany(t *testing.T, c answer.Cache) {
	key := answer.Key{Corpus: tea(t, "tea", 1, body), Scope: "public", Question: "who gave tea"}
	do := &compute{a: newAnswer(key.Corpus, 1)}
	release := make(chan struct{})
	var callers, coming sync.WaitGroup
	for range 50 {
		coming.Add(1)
		callers.Go(func() {
			coming.Done()
			got, err := c.Load(t.Context(), key, func(ctx context.Context) (*answer.Answer, error) {
				<-release
				return do.do(ctx)
			})
			if err != nil || !reflect.DeepEqual(got, do.a) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	coming.Wait()
	close(release)
	callers.Wait()
	if n := do.calls.Load(); n != 1 {
		t.Errorf("computed %d times, want 1", n)
	}
}

func testKeepsNoError(t *testing.T, c answer.Cache) {
	key := answer.Key{Corpus: tea(t, "tea", 1, body), Scope: "public", Question: "who gave tea"}
	broken := &compute{err: errors.New("no index")}
	for range 2 {
		if _, err := c.Load(t.Context(), key, broken.do); !errors.Is(err, broken.err) {
			t.Fatalf("error %v, want %v", err, broken.err)
		}
	}
	if n := broken.calls.Load(); n != 2 {
		t.Errorf("computed %d times, want 2", n)
	}
	do := &compute{a: newAnswer(key.Corpus, 1)}
	load(t, c, key, do.do, do.a)
}

func testKeepsNoMissingAnswer(t *testing.T, c answer.Cache) {
	key := answer.Key{Corpus: tea(t, "tea", 1, body), Scope: "public", Question: "who gave tea"}
	if a, err := c.Load(t.Context(), key, (&compute{}).do); err == nil {
		t.Fatalf("got %+v from a compute without answer or error, want an error", a)
	}
	do := &compute{a: newAnswer(key.Corpus, 1)}
	load(t, c, key, do.do, do.a)
}

// The caller that started a compute leaves, and so does one that joined it. The
// compute goes on, undisturbed, for the third.
func testCallerLeaves(t *testing.T, c answer.Cache) {
	key := answer.Key{Corpus: tea(t, "tea", 1, body), Scope: "public", Question: "who gave tea"}
	do := &compute{a: newAnswer(key.Corpus, 1)}
	started, release := make(chan struct{}), make(chan struct{})
	slow := func(ctx context.Context) (*answer.Answer, error) {
		if do.calls.Add(1) > 1 {
			t.Error("computed again")
			return do.a, nil
		}
		close(started)
		<-release
		return do.a, ctx.Err()
	}
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error, 2)
	caller := func() {
		_, err := c.Load(ctx, key, slow)
		left <- err
	}
	go caller()
	<-started
	go caller()
	leave()
	for range 2 {
		if err := <-left; !errors.Is(err, context.Canceled) {
			t.Errorf("a caller that left got %v, want %v", err, context.Canceled)
		}
	}
	close(release)
	load(t, c, key, slow, do.a)
}

// A caller whose context has ended gets what is kept, and starts nothing.
func testCallerHasLeft(t *testing.T, c answer.Cache) {
	key := answer.Key{Corpus: tea(t, "tea", 1, body), Scope: "public", Question: "who gave tea"}
	do := &compute{a: newAnswer(key.Corpus, 1)}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	if _, err := c.Load(ctx, key, do.do); !errors.Is(err, context.Canceled) || do.calls.Load() != 0 {
		t.Errorf("error %v after %d computes, want %v after none", err, do.calls.Load(), context.Canceled)
	}
	load(t, c, key, do.do, do.a)
	if a, err := c.Load(ctx, key, do.do); err != nil || a != do.a {
		t.Errorf("got %+v, %v; want the answer that is kept", a, err)
	}
}

// manyKeys returns keys that differ from each other in one thing, or in where
// one part ends and the next begins.
func manyKeys(t testing.TB) []answer.Key {
	first := tea(t, "tea", 1, body)
	return []answer.Key{
		{Corpus: first, Scope: "public", Question: "who gave tea"},
		{Corpus: first, Scope: "public", Question: "who gave tea "},
		{Corpus: first, Scope: "public", Question: ""},
		{Corpus: first, Scope: "", Question: "who gave tea"},
		{Corpus: first, Scope: "publicwho", Question: " gave tea"},
		{Corpus: first, Scope: "712000000000000001", Question: "who gave tea"},
		{Corpus: first, Scope: "712000000000000002", Question: "who gave tea"},
		{Corpus: tea(t, "tea", 2, body), Scope: "public", Question: "who gave tea"},
		{Corpus: tea(t, "teas", 1, body), Scope: "public", Question: "who gave tea"},
		{Corpus: tea(t, "tea", 1, body+" It broke."), Scope: "public", Question: "who gave tea"},
	}
}

func testKeysDoNotMix(t *testing.T, c answer.Cache) {
	keys := manyKeys(t)
	computes := make([]*compute, len(keys))
	for i, key := range keys {
		computes[i] = &compute{a: newAnswer(key.Corpus, i+1)}
		load(t, c, key, computes[i].do, computes[i].a)
	}
	for i, key := range keys {
		load(t, c, key, computes[i].do, computes[i].a)
		if n := computes[i].calls.Load(); n != 1 {
			t.Errorf("key %d computed %d times, want 1", i, n)
		}
	}
}

// A compute that panics frees those who wait for it, and the key.
func testPanic(t *testing.T, c answer.Cache) {
	key := answer.Key{Corpus: tea(t, "tea", 1, body), Scope: "public", Question: "who gave tea"}
	started, release := make(chan struct{}), make(chan struct{})
	failed := make(chan error, 2)
	caller := func(do func(context.Context) (*answer.Answer, error)) {
		_, err := c.Load(t.Context(), key, do)
		failed <- err
	}
	bad := func() (*answer.Answer, error) { panic("no leaves in the pot") }
	go caller(func(context.Context) (*answer.Answer, error) {
		close(started)
		<-release
		return bad()
	})
	<-started
	go caller(func(context.Context) (*answer.Answer, error) { return bad() })
	close(release)
	for range 2 {
		if err := <-failed; err == nil || !strings.Contains(err.Error(), "no leaves in the pot") {
			t.Errorf("error %v, want the panic", err)
		}
	}
	do := &compute{a: newAnswer(key.Corpus, 1)}
	load(t, c, key, do.do, do.a)
}

// A compute that ends its goroutine, as t.FailNow does, leaves nobody waiting.
func testExit(t *testing.T, c answer.Cache) {
	key := answer.Key{Corpus: tea(t, "tea", 1, body), Scope: "public", Question: "who gave tea"}
	_, err := c.Load(t.Context(), key, func(context.Context) (*answer.Answer, error) {
		runtime.Goexit()
		return nil, nil
	})
	if err == nil {
		t.Error("no error")
	}
	do := &compute{a: newAnswer(key.Corpus, 1)}
	load(t, c, key, do.do, do.a)
}

func testComputeSeesValues(t *testing.T, c answer.Cache) {
	type mark struct{}
	key := answer.Key{Corpus: tea(t, "tea", 1, body), Scope: "public", Question: "who gave tea"}
	ctx := context.WithValue(t.Context(), mark{}, "here")
	if _, err := c.Load(ctx, key, func(ctx context.Context) (*answer.Answer, error) {
		if ctx.Value(mark{}) != "here" {
			t.Error("compute's context lacks the caller's values")
		}
		return newAnswer(key.Corpus, 1), nil
	}); err != nil {
		t.Fatal(err)
	}
}

// The process's cache stays within its bound and goes on answering right. With
// 64 KiB for entries of at least 300 bytes, at most 218 of 2,000 can be kept.
func TestProcessIsBounded(t *testing.T) {
	c := cache.Process(64 << 10)
	tea := tea(t, "tea", 1, body)
	key := func(i int) answer.Key {
		return answer.Key{Corpus: tea, Scope: "public", Question: fmt.Sprint("question ", i)}
	}
	for i := range 2000 {
		do := &compute{a: newAnswer(tea, i)}
		load(t, c, key(i), do.do, do.a)
	}
	before := c.Stats()
	if before != (cache.Stats{Misses: 2000}) {
		t.Fatalf("stats %+v, want 2000 misses", before)
	}
	// Evictions run beside the writes, so the bound here has room.
	for i := range 2000 {
		do := &compute{a: newAnswer(tea, i)}
		load(t, c, key(i), do.do, do.a)
	}
	if hits := c.Stats().ProcessHits; hits > 1000 {
		t.Errorf("%d of 2000 answers were kept in 64 KiB", hits)
	}
}
