package main

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"summitbot/bot"
	"summitbot/bot/answer"
	"summitbot/bot/cache"
	"summitbot/bot/redisconn"
	"summitbot/bot/store"
)

// A keeping is all that the bot keeps, here or in Redis.
type keeping struct {
	redis   *redisconn.Client // nil without
	answers answer.Cache
	store   sweptStore
	limits  bot.Limits
	close   func()
}

// A sweptStore is a store and what it needs done once an hour.
type sweptStore interface {
	bot.Store
	Sweep(context.Context) error
}

// key returns what keys and hashes are derived from.
func (c *config) key() []byte { return []byte(cmp.Or(c.secret, c.token)) }

// open opens what the settings ask for.
func open(lg *slog.Logger, c *config) (*keeping, error) {
	k := &keeping{answers: cache.Process(0), limits: store.Process(), close: func() {}}
	if c.redisURL != "" {
		if err := k.openRedis(lg, c); err != nil {
			return nil, err
		}
	}
	var err error
	if k.store, err = openStore(lg, c, k.redis); err != nil {
		k.close()
		return nil, err
	}
	return k, nil
}

// openRedis puts answers and limits in Redis.
func (k *keeping) openRedis(lg *slog.Logger, c *config) (err error) {
	k.redis, err = redisconn.Open(lg, c.redisURL, redisconn.Config{})
	if err != nil {
		return configFailure(err, "")
	}
	k.close = func() { k.redis.Close() }
	if err := k.probe(context.Background()); err != nil {
		lg.Warn("Redis does not answer; the bot works without it until it does", "err", err)
	}
	defer func() {
		if err != nil {
			k.close()
		}
	}()
	if k.limits, err = store.Shared(lg, k.redis, store.SharedConfig{Secret: c.key()}); err != nil || c.cache == "process" {
		return err
	}
	release, err := release()
	if err != nil {
		return err
	}
	answers, err := cache.Redis(lg, k.redis, cache.Config{Secret: c.key(), Release: release, TTL: c.cacheTTL})
	if err != nil {
		return err
	}
	k.answers, k.close = answers, func() {
		answers.Close()
		k.redis.Close()
	}
	return nil
}

// openStore returns the store that the settings ask for; client is for one in
// Redis.
func openStore(lg *slog.Logger, c *config, client *redisconn.Client) (sweptStore, error) {
	if c.store == "redis" {
		return store.Redis(client), nil
	}
	return store.Files(lg, c.data)
}

// degraded says that Redis is away, if it is.
func (k *keeping) degraded() string {
	if k.redis != nil && !k.redis.Stats().Up {
		return "Redis is away"
	}
	return ""
}

// probe asks Redis something, so that it is noticed that it is back even if
// nobody asks the bot.
func (k *keeping) probe(ctx context.Context) error {
	_, err := k.redis.Get(ctx, "sb:start")
	return err
}

// tend keeps things as they should be until ctx ends: questions are deleted when
// their time is over, and Redis is looked for while it is away.
func (k *keeping) tend(ctx context.Context, lg *slog.Logger) {
	const look = 5 * time.Second
	ticks := time.NewTicker(look)
	defer ticks.Stop()
	for sweepAt := time.Now(); ; {
		if now := time.Now(); !now.Before(sweepAt) {
			sweepAt = now.Add(time.Hour)
			if err := k.store.Sweep(ctx); err != nil && ctx.Err() == nil {
				lg.Error("old questions not deleted", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
		if k.degraded() != "" {
			k.probe(ctx) // the client says when it is back
		}
	}
}
