package store

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"summitbot/bot/redisconn"
)

// A SharedConfig sets how [SharedLimits] are kept.
type SharedConfig struct {
	// Secret is the deployment's secret, from which the keys in Redis are
	// derived. Replicas share limits if they have the same one. It must not be
	// empty.
	Secret []byte
	// Patience is the longest that a call waits for Redis. Zero means 25 ms.
	Patience time.Duration
}

// SharedLimits are limits in Redis, for all processes that have the same one.
// Without a reply each process goes on by itself, with what it has let through.
// Made by [Shared].
type SharedLimits struct {
	lg       *slog.Logger
	redis    *redisconn.Client
	process  *ProcessLimits
	secret   []byte
	patience time.Duration
	refused  atomic.Bool // Redis refused the last call that it replied to
}

// Shared returns limits in the Redis behind client.
func Shared(lg *slog.Logger, client *redisconn.Client, cfg SharedConfig) (*SharedLimits, error) {
	if len(cfg.Secret) == 0 {
		return nil, errors.New("limits: the secret is empty")
	}
	if cfg.Patience == 0 {
		cfg.Patience = 25 * time.Millisecond
	}
	key, err := hkdf.Key(sha256.New, cfg.Secret, nil, "summitbot limits", sha256.Size)
	if err != nil {
		return nil, fmt.Errorf("limits: %w", err)
	}
	return &SharedLimits{lg: lg, redis: client, process: Process(), secret: key, patience: cfg.Patience}, nil
}

// key returns where something is kept in Redis.
func (s *SharedLimits) key(kind, key string) string {
	h := hmac.New(sha256.New, s.secret)
	h.Write([]byte(kind + " " + key)) // kinds have no space in them
	return "sb:l:1:" + base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// Take implements bot.Limits. What the process itself has let through is enough to
// refuse, so that somebody who goes on asking costs Redis nothing.
func (s *SharedLimits) Take(ctx context.Context, key string, limit int, per time.Duration) (wait time.Duration) {
	if wait := s.process.waits(key, limit, per); wait > 0 {
		return wait
	}
	slot := s.key("take", key)
	err := s.call(ctx, slot, func(ctx context.Context) error {
		return s.redis.Update(ctx, slot, housekeeping(per), func(old []byte) []byte {
			var l log
			if l, wait = decodeLog(old).take(time.Now(), limit, per); l == nil {
				return nil
			}
			return encodeLog(l)
		})
	})
	if err == nil && wait > 0 {
		return wait
	}
	return s.process.Take(ctx, key, limit, per)
}

// Once implements bot.Limits. The first of all processes is told apart by one
// command; only whoever is not has to look whether the first was long ago.
func (s *SharedLimits) Once(ctx context.Context, key string, within time.Duration) bool {
	key = onceKey(key)
	if s.process.waits(key, 1, within) > 0 {
		return false
	}
	slot, first := s.key("take", key), false
	err := s.call(ctx, slot, func(ctx context.Context) (err error) {
		first, err = s.redis.Add(ctx, slot, encodeLog(log{time.Now()}), housekeeping(within))
		return err
	})
	if err == nil && !first {
		return s.Take(ctx, key, 1, within) == 0
	}
	return s.process.Take(ctx, key, 1, within) == 0
}

// Remember implements bot.Limits.
func (s *SharedLimits) Remember(ctx context.Context, key, value string, keep time.Duration) {
	s.process.Remember(ctx, key, value, keep)
	slot := s.key("value", key)
	s.call(ctx, slot, func(ctx context.Context) error { // without Redis the process remembers
		if value == "" {
			return s.redis.Del(ctx, slot)
		}
		return s.redis.Set(ctx, slot, encodeRemembered(value, time.Now().Add(keep)), housekeeping(keep))
	})
}

// Recall implements bot.Limits.
func (s *SharedLimits) Recall(ctx context.Context, key string) string {
	var value []byte
	slot := s.key("value", key)
	err := s.call(ctx, slot, func(ctx context.Context) (err error) {
		value, err = s.redis.Get(ctx, slot)
		return err
	})
	if err != nil {
		return s.process.Recall(ctx, key)
	}
	return decodeRemembered(value, time.Now())
}

// call does one call within the patience. A slot that holds another type is
// emptied, and the call done again. That Redis refuses is logged once until it
// does not; that it is away is said by the client.
func (s *SharedLimits) call(ctx context.Context, slot string, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	err := do(ctx)
	if errors.Is(err, redisconn.ErrWrongType) {
		if err = s.redis.Del(ctx, slot); err == nil {
			err = do(ctx)
		}
	}
	switch {
	case err == nil:
		s.refused.Store(false)
	case errors.Is(err, redisconn.ErrDown), errors.Is(err, redisconn.ErrNoReply), ctx.Err() != nil:
	case !s.refused.Swap(true):
		s.lg.Warn("limits are not shared through redis", "err", err)
	}
	return err
}

// housekeeping is how long Redis keeps what counts for d by our clocks: a little
// longer, for those that are behind.
func housekeeping(d time.Duration) time.Duration { return d + time.Minute }
