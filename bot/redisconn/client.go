// Package redisconn is the one Redis client of summitbot: tuned so that a
// Redis that is slow, frozen or gone costs a few callers a few milliseconds and
// then nobody anything.
//
// Two things do that. Every call has short limits and is never tried twice.
// A circuit breaker stands before the client: after five calls in a row without
// a reply, calls are refused at once; after a pause one call may try again.
//
// It knows nothing of what is stored. Start with [Open].
package redisconn

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/sony/gobreaker/v2"
)

// What a failed call reports. An error that is none of these is a reply of the
// server that refuses the call, such as "NOAUTH" or "OOM".
var (
	// ErrNoReply means that the call was tried and no reply came: the server
	// is gone, frozen or too slow.
	ErrNoReply = errors.New("redis did not reply")
	// ErrDown means that nothing was sent, because the last calls had no reply.
	ErrDown = errors.New("redis is away")
	// ErrWrongType means that the key holds something else than the call is for.
	ErrWrongType = errors.New("redis key holds another type")
)

// tripAfter is how many calls in a row may go without a reply before the
// breaker opens.
const tripAfter = 5

// A Config tunes a [Client]. The zero Config is what summitbot runs with.
type Config struct {
	// Timeout is how long a call waits for a reply. Connecting may take five
	// times as long, a free connection half as long. Zero means 20 ms.
	Timeout time.Duration
	// Pause is how long calls are refused before one may try again.
	// Zero means 2 s.
	Pause time.Duration
}

// A Client talks to one Redis: a server, a server watched by Sentinel, or a
// Cluster. It is safe for concurrent use. The zero Client does not work.
type Client struct {
	redis   redis.UniversalClient
	breaker *gobreaker.CircuitBreaker[[]byte]

	calls, noReply, refused, outages atomic.Uint64
	lastNoReply                      atomic.Pointer[error]
}

// Stats are a client's counts since it was opened.
type Stats struct {
	Calls   uint64 // calls that were tried; each either got a reply or is in NoReply
	NoReply uint64 // calls without a reply
	Refused uint64 // calls that the breaker refused; they cost nothing
	Outages uint64 // times that Redis went from there to away
	Up      bool   // whether calls are let through: the breaker is closed
}

// Open returns a client for the Redis at url. It does not connect: a bot starts
// without its Redis and uses it as soon as it is there. The forms of url are
//
//	redis://[user:password@]host[:6379][/db]            rediss:// with TLS
//	unix://[user:password@]/path/to/redis.sock[?db=0]
//	redis+sentinel://[user:password@]host[:port][/db]?master_name=NAME[&addr=host:port]…[&username=U][&password=P]
//	redis+cluster://[user:password@]host[:port][?addr=host:port]…
//
// where the user and password before a Sentinel are the Sentinel's own and
// those behind the question mark are the server's. rediss+sentinel and
// rediss+cluster are the same with TLS. An error names REDIS_URL and shows
// nothing of its value.
//
// Open sets the logger of go-redis, which is one for the whole process, to lg
// at level debug. The client itself logs when Redis goes away and when it is
// back.
func Open(lg *slog.Logger, url string, cfg Config) (*Client, error) {
	if cfg.Timeout == 0 {
		cfg.Timeout = 20 * time.Millisecond
	}
	if cfg.Pause == 0 {
		cfg.Pause = 2 * time.Second
	}
	rdb, err := connect(url, cfg.Timeout)
	if err != nil {
		return nil, err
	}
	redis.SetLogger(libraryLog{lg})
	c := &Client{redis: rdb}
	// The breaker is asked here and not in redis.Options.Limiter: options for
	// Sentinel and Cluster have no Limiter, and a Limiter also hears of every
	// command of the handshake.
	c.breaker = gobreaker.NewCircuitBreaker[[]byte](gobreaker.Settings{
		MaxRequests:   1,
		Timeout:       cfg.Pause,
		ReadyToTrip:   func(n gobreaker.Counts) bool { return n.ConsecutiveFailures >= tripAfter },
		IsSuccessful:  func(err error) bool { return !errors.Is(err, ErrNoReply) },
		IsExcluded:    func(err error) bool { return errors.Is(err, context.Canceled) },
		OnStateChange: func(_ string, from, to gobreaker.State) { c.changed(lg, from, to) },
	})
	return c, nil
}

// changed counts and logs that Redis went away or is back. A trial that fails
// is part of the same outage and says nothing.
func (c *Client) changed(lg *slog.Logger, from, to gobreaker.State) {
	switch {
	case from == gobreaker.StateClosed && to == gobreaker.StateOpen:
		c.outages.Add(1)
		lg.Warn("redis is away, going on without it", "err", *c.lastNoReply.Load())
	case to == gobreaker.StateClosed:
		lg.Info("redis is back")
	}
}

// Get returns the value of key. It returns nil and no error if there is none;
// a value of no bytes is not nil.
func (c *Client) Get(ctx context.Context, key string) ([]byte, error) {
	value, err := c.call("get", func() ([]byte, error) { return c.redis.Get(ctx, key).Bytes() })
	if errors.Is(err, redis.Nil) {
		return nil, nil
	}
	return value, err
}

// Set stores value under key, whatever is there, for at most expiry.
func (c *Client) Set(ctx context.Context, key string, value []byte, expiry time.Duration) error {
	return c.do("set", func() error { return c.redis.Set(ctx, key, value, expiry).Err() })
}

// Del deletes key if it is there.
func (c *Client) Del(ctx context.Context, key string) error {
	return c.do("del", func() error { return c.redis.Del(ctx, key).Err() })
}

// call does one call if the breaker lets it, counts it, and names its error.
func (c *Client) call(command string, do func() ([]byte, error)) ([]byte, error) {
	value, err := c.breaker.Execute(func() ([]byte, error) {
		c.calls.Add(1)
		value, err := do()
		err = name(err)
		if errors.Is(err, ErrNoReply) {
			c.noReply.Add(1)
			c.lastNoReply.Store(&err)
		}
		return value, err
	})
	switch {
	case err == nil:
		return value, nil
	case errors.Is(err, gobreaker.ErrOpenState), errors.Is(err, gobreaker.ErrTooManyRequests):
		c.refused.Add(1)
		return nil, ErrDown // as it is: in an outage every call comes here
	}
	return nil, fmt.Errorf("redis %s: %w", command, err)
}

// do is call for what has no value.
func (c *Client) do(command string, do func() error) error {
	_, err := c.call(command, func() ([]byte, error) { return nil, do() })
	return err
}

// name turns what go-redis returned into one of this package's errors, a reply
// of the server, or the caller's own cancellation.
func name(err error) error {
	var reply redis.Error // also redis.Nil: "there is none" is a reply
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return err
	case redis.HasErrorPrefix(err, "WRONGTYPE"):
		return ErrWrongType
	case errors.As(err, &reply):
		return err
	}
	return fmt.Errorf("%w: %w", ErrNoReply, err)
}

// Stats returns the counts so far.
func (c *Client) Stats() Stats {
	return Stats{
		Calls:   c.calls.Load(),
		NoReply: c.noReply.Load(),
		Refused: c.refused.Load(),
		Outages: c.outages.Load(),
		Up:      c.breaker.State() == gobreaker.StateClosed,
	}
}

// Close closes the connections. Calls under way fail.
func (c *Client) Close() error { return c.redis.Close() }

// libraryLog hands what go-redis prints to slog. It is for debugging only: what
// an operator must know, the client says itself, once.
type libraryLog struct{ lg *slog.Logger }

// Printf implements the logger of go-redis.
func (l libraryLog) Printf(ctx context.Context, format string, args ...any) {
	if l.lg.Enabled(ctx, slog.LevelDebug) {
		l.lg.DebugContext(ctx, "go-redis", "text", fmt.Sprintf(format, args...))
	}
}
