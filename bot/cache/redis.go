package cache

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"summitbot/bot/answer"
	"summitbot/bot/redisconn"
	"summitbot/corpus"
)

const (
	// queueSize bounds the answers that wait to be written. At 15,000 writes a
	// second, what loopback does, it is 17 ms of writing; what a burst puts on
	// top is computed again by whoever asks.
	queueSize = 256
	// drainFor is the longest that Close writes what still waits.
	drainFor = 500 * time.Millisecond
)

// A Config sets how a [RedisCache] keeps answers.
type Config struct {
	// Secret is the deployment's secret, from which the keys of MACs are
	// derived. Replicas share answers if they have the same one. It must not
	// be empty.
	Secret []byte
	// Release names the program that computes the answers. Another release may
	// answer the same question better, so it does not see this one's answers.
	Release string
	// TTL is how long an answer is used after it was written, give or take a
	// tenth. Zero means 6 h.
	TTL time.Duration
	// LookUp is the longest that an answer waits for Redis. Zero means 25 ms.
	LookUp time.Duration
	// ProcessBytes bounds the process's own cache as in [Process].
	ProcessBytes int
}

// A RedisCache keeps answers in the process and, behind that, in Redis. The
// zero RedisCache does not work.
type RedisCache struct {
	lg      *slog.Logger
	process *ProcessCache
	redis   *redisconn.Client
	keys    *keys
	lookUp  time.Duration

	queue chan task
	stop  func() // tells write that no more comes; may be called again
	ended <-chan struct{}

	redisHits, misses, bad, waited, dropped atomic.Uint64
}

// A task is an answer to be written, or a slot to be emptied if there is none.
type task struct {
	slot slot
	a    *answer.Answer
}

// Redis returns a cache in front of the Redis behind client. Call Close before
// the client's own.
func Redis(lg *slog.Logger, client *redisconn.Client, cfg Config) (*RedisCache, error) {
	if cfg.TTL == 0 {
		cfg.TTL = 6 * time.Hour
	}
	if cfg.LookUp == 0 {
		cfg.LookUp = 25 * time.Millisecond
	}
	keys, err := newKeys(cfg.Secret, cfg.Release, cfg.TTL)
	if err != nil {
		return nil, err
	}
	stopped, ended := make(chan struct{}), make(chan struct{})
	r := &RedisCache{
		lg: lg, process: Process(cfg.ProcessBytes), redis: client, keys: keys, lookUp: cfg.LookUp,
		queue: make(chan task, queueSize),
		stop:  sync.OnceFunc(func() { close(stopped) }), ended: ended,
	}
	// Close ends it.
	go func() {
		defer close(ended)
		r.write(stopped)
	}()
	return r, nil
}

// Load implements [answer.Cache]. What the process does not have is looked up in
// Redis, once for all that ask the same, then computed and handed to be written.
func (r *RedisCache) Load(ctx context.Context, key answer.Key, compute func(context.Context) (*answer.Answer, error)) (*answer.Answer, error) {
	if a, ok := r.process.kept(key); ok {
		return a, nil
	}
	return r.process.Load(ctx, key, func(ctx context.Context) (*answer.Answer, error) {
		slot := r.keys.slot(key)
		if a := r.find(ctx, slot, key.Corpus); a != nil {
			r.redisHits.Add(1)
			return a, nil
		}
		r.misses.Add(1)
		a, err := compute(ctx)
		if err == nil && a != nil {
			r.enqueue(task{slot, a})
		}
		return a, err
	})
}

// find returns the answer that Redis has in s, or nil.
func (r *RedisCache) find(ctx context.Context, s slot, c *corpus.Corpus) *answer.Answer {
	ctx, cancel := context.WithTimeout(ctx, r.lookUp)
	defer cancel()
	value, err := r.redis.Get(ctx, s.name)
	switch {
	case errors.Is(err, redisconn.ErrWrongType):
		r.refuse(s, err)
		return nil
	case errors.Is(err, redisconn.ErrNoReply):
		r.waited.Add(1)
		return nil
	case err != nil || value == nil:
		return nil
	}
	body, err := r.keys.open(s, time.Now(), value)
	if errors.Is(err, errStale) {
		return nil // the answer that is computed now replaces it
	}
	var a *answer.Answer
	if err == nil {
		a, err = answer.Decode(c, body)
	}
	if err != nil {
		r.refuse(s, err)
		return nil
	}
	return a
}

// refuse counts a value that is not what was stored in s, and has it deleted:
// the compute that follows may fail, and then nothing would replace it.
func (r *RedisCache) refuse(s slot, why error) {
	r.bad.Add(1)
	r.lg.Debug("bad value in redis", "key", s.name, "err", why)
	r.enqueue(task{slot: s})
}

// enqueue hands t to the writer, or drops it if too much waits there.
func (r *RedisCache) enqueue(t task) {
	select {
	case r.queue <- t:
	default:
		r.dropped.Add(1)
	}
}

// write carries out tasks until stopped is closed, then for a moment what still
// waits. It says once that Redis refuses, until a write is taken again.
func (r *RedisCache) write(stopped <-chan struct{}) {
	refused := false
	for {
		select {
		case t := <-r.queue:
			r.do(context.Background(), t, &refused)
		case <-stopped:
			ctx, cancel := context.WithTimeout(context.Background(), drainFor)
			defer cancel()
			for {
				select {
				case t := <-r.queue:
					r.do(ctx, t, &refused)
				default:
					return
				}
			}
		}
	}
}

// do carries out one task. refused is whether Redis refused the last one that
// it replied to.
func (r *RedisCache) do(ctx context.Context, t task, refused *bool) {
	err := r.store(ctx, t)
	switch {
	case err == nil:
		*refused = false
		return
	case errors.Is(err, redisconn.ErrDown), errors.Is(err, redisconn.ErrNoReply), errors.Is(err, context.Canceled):
		// The client says that Redis is away.
	case !*refused:
		*refused = true
		r.lg.Warn("answers are not stored in redis", "err", err)
	}
	r.dropped.Add(1)
}

// store does what t says.
func (r *RedisCache) store(ctx context.Context, t task) error {
	if t.a == nil {
		return r.redis.Del(ctx, t.slot.name)
	}
	body, err := answer.Encode(t.a)
	if err != nil {
		return err
	}
	return r.redis.Set(ctx, t.slot.name, r.keys.seal(t.slot, time.Now(), body), t.slot.ttl)
}

// Stats returns the counts so far.
func (r *RedisCache) Stats() Stats {
	process := r.process.Stats()
	return Stats{
		ProcessHits: process.ProcessHits,
		RedisHits:   r.redisHits.Load(),
		Misses:      r.misses.Load(),
		Bad:         r.bad.Load(),
		Waited:      r.waited.Load(),
		Dropped:     r.dropped.Load(),
	}
}

// Close writes what waits to be written, for at most half a second, and stops
// the writer. A Load after it answers as before and stores nothing in Redis.
func (r *RedisCache) Close() {
	r.stop()
	<-r.ended
}
