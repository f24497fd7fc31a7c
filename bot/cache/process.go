// Package cache keeps answers: in the process, and in Redis for other replicas
// and the next start.
//
// Nothing in it can be stale: a key holds the version of the corpus, and the
// same question of the same version has the same answer. Losing a cache is
// never an error, only a miss that is counted.
//
// Start with [Process] or [Redis]. Both are an [answer.Cache].
package cache

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"unsafe"

	"github.com/maypok86/otter/v2"

	"summitbot/bot/answer"
)

// Stats are a cache's counts since it was made. Every Load that ended in an
// answer or an error of compute is one of ProcessHits, RedisHits and Misses.
type Stats struct {
	ProcessHits uint64 // answered by the process, also by a compute that was under way
	RedisHits   uint64 // answered by Redis
	Misses      uint64 // computed

	Bad     uint64 // values in Redis that were not what was stored there; each is a miss
	Waited  uint64 // look-ups in Redis that had no reply: what an outage costs
	Dropped uint64 // answers that did not get into Redis: queue full, Redis away or refusing
}

// errExited is what callers get whose compute ended its goroutine.
var errExited = errors.New("the computing of the answer ended without a result")

// errNoAnswer is what callers get whose compute returned neither answer nor
// error.
var errNoAnswer = errors.New("the computing of the answer gave none")

// A ProcessCache keeps answers in memory. The zero ProcessCache does not work.
type ProcessCache struct {
	answers      *otter.Cache[answer.Key, *answer.Answer]
	hits, misses atomic.Uint64
}

// Process returns a cache of about maxBytes bytes in the process; zero or less
// means 16 MiB, some 20,000 answers. When it is full, what is asked least goes
// first. Entries do not age, since a key's answer never changes. An entry keeps
// the corpus of its key in memory: answers of an older version leave as newer
// ones push them out.
//
// If a compute panics, all callers that wait for it get the panic as an error,
// and the next caller computes again.
func Process(maxBytes int) *ProcessCache {
	if maxBytes <= 0 {
		maxBytes = 16 << 20
	}
	return &ProcessCache{answers: otter.Must(&otter.Options[answer.Key, *answer.Answer]{
		MaximumWeight: uint64(maxBytes),
		Weigher:       weigh,
	})}
}

// weigh returns about how many bytes of memory an entry holds. The corpus and
// the articles are not counted: they are in memory anyway.
func weigh(key answer.Key, a *answer.Answer) uint32 {
	const node = 128 // otter's own share of an entry, and the rounding of allocations
	n := node + int(unsafe.Sizeof(key)) + len(key.Scope) + len(key.Question) + int(unsafe.Sizeof(*a))
	n += (cap(a.Quotes) + cap(a.Nearest)) * int(unsafe.Sizeof(answer.Quote{}))
	n += (cap(a.Missing) + cap(a.NothingIn)) * 8
	for _, r := range a.Readings {
		n += int(unsafe.Sizeof(r)) + len(r.Why)
		for _, word := range r.Read {
			n += int(unsafe.Sizeof(word)) + len(word)
		}
	}
	return uint32(n)
}

// Load implements [answer.Cache]. The compute it starts goes on when its caller
// leaves, with the values of the caller's ctx and without its end: others may
// wait for the same answer.
func (p *ProcessCache) Load(ctx context.Context, key answer.Key, compute func(context.Context) (*answer.Answer, error)) (*answer.Answer, error) {
	if a, ok := p.kept(key); ok {
		return a, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	type result struct {
		a   *answer.Answer
		err error
	}
	done := make(chan result, 1) // room for the result nobody waits for any more
	// Ends when compute does, its own or the one it joins.
	go func() {
		r := result{err: errExited}
		defer func() { done <- r }()
		r.a, r.err = p.load(context.WithoutCancel(ctx), key, compute)
	}()
	select {
	case r := <-done:
		return r.a, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// kept returns the answer under key if the process has it.
func (p *ProcessCache) kept(key answer.Key) (*answer.Answer, bool) {
	a, ok := p.answers.GetIfPresent(key)
	if ok {
		p.hits.Add(1)
	}
	return a, ok
}

// load computes the answer, or waits for the caller that does.
func (p *ProcessCache) load(ctx context.Context, key answer.Key, compute func(context.Context) (*answer.Answer, error)) (*answer.Answer, error) {
	joined := true
	a, err := p.answers.Get(ctx, key, otter.LoaderFunc[answer.Key, *answer.Answer](
		func(ctx context.Context, _ answer.Key) (*answer.Answer, error) {
			joined = false
			p.misses.Add(1)
			return caught(ctx, compute)
		}))
	if joined {
		p.hits.Add(1)
	}
	return a, err
}

// caught runs compute and returns its panic as an error, with the stack: the
// goroutine it runs in has no caller that could recover.
func caught(ctx context.Context, compute func(context.Context) (*answer.Answer, error)) (a *answer.Answer, err error) {
	defer func() {
		if v := recover(); v != nil {
			a, err = nil, fmt.Errorf("the computing of the answer panicked: %v\n%s", v, debug.Stack())
		}
	}()
	a, err = compute(ctx)
	if err == nil && a == nil {
		err = errNoAnswer
	}
	return a, err
}

// Stats returns the counts so far. Those about Redis are zero.
func (p *ProcessCache) Stats() Stats {
	return Stats{ProcessHits: p.hits.Load(), Misses: p.misses.Load()}
}
