package redisconn

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// Add stores value under key for at most expiry if nothing is there, and reports
// whether it did. Of all that add at once, one does.
func (c *Client) Add(ctx context.Context, key string, value []byte, expiry time.Duration) (added bool, err error) {
	err = c.do("set nx", func() (err error) {
		err = c.redis.SetArgs(ctx, key, value, redis.SetArgs{Mode: "NX", TTL: expiry}).Err()
		added = err == nil
		if errors.Is(err, redis.Nil) {
			return nil
		}
		return err
	})
	return added, err
}

// Update replaces the value of key by what change makes of it, as one step that
// nobody else gets between: if somebody changes the value meanwhile, change is
// called again with the new one. It gets nil if there is none; if it returns nil,
// all stays as it is. The new value is kept for at most expiry.
//
// It is one call for the breaker, and takes three round trips.
func (c *Client) Update(ctx context.Context, key string, expiry time.Duration, change func(old []byte) []byte) error {
	return c.do("update", func() error {
		for {
			err := c.redis.Watch(ctx, func(tx *redis.Tx) error {
				old, err := tx.Get(ctx, key).Bytes()
				if err != nil && !errors.Is(err, redis.Nil) {
					return err
				}
				value := change(old)
				if value == nil {
					return nil
				}
				p := tx.TxPipeline()
				set := p.Set(ctx, key, value, expiry)
				if _, err = p.Exec(ctx); redis.HasErrorPrefix(err, "EXECABORT") {
					return set.Err() // why
				}
				return err
			}, key)
			if !errors.Is(err, redis.TxFailedErr) || ctx.Err() != nil {
				return err
			}
		}
	})
}

// HGet returns a field of the hash under key, nil if there is none.
func (c *Client) HGet(ctx context.Context, key, field string) ([]byte, error) {
	value, err := c.call("hget", func() ([]byte, error) { return c.redis.HGet(ctx, key, field).Bytes() })
	if errors.Is(err, redis.Nil) {
		return nil, nil
	}
	return value, err
}

// HSet stores value in a field of the hash under key, without expiry.
func (c *Client) HSet(ctx context.Context, key, field string, value []byte) error {
	return c.do("hset", func() error { return c.redis.HSet(ctx, key, field, value).Err() })
}

// HDel deletes a field of the hash under key if it is there.
func (c *Client) HDel(ctx context.Context, key, field string) error {
	return c.do("hdel", func() error { return c.redis.HDel(ctx, key, field).Err() })
}

// HKeys returns the names of the fields of the hash under key, in no order.
func (c *Client) HKeys(ctx context.Context, key string) (fields []string, err error) {
	err = c.do("hkeys", func() (err error) {
		fields, err = c.redis.HKeys(ctx, key).Result()
		return err
	})
	return fields, err
}

// RPush appends values, of which there must be one at least, to the list under
// key, without expiry: all of them or none.
func (c *Client) RPush(ctx context.Context, key string, values ...[]byte) error {
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	return c.do("rpush", func() error { return c.redis.RPush(ctx, key, args...).Err() })
}

// LRange returns at most n values of the list under key, from index start on.
func (c *Client) LRange(ctx context.Context, key string, start, n int) (values []string, err error) {
	err = c.do("lrange", func() (err error) {
		values, err = c.redis.LRange(ctx, key, int64(start), int64(start+n-1)).Result()
		return err
	})
	return values, err
}

// LRem deletes the first value of the list under key that equals value, and
// reports whether there was one.
func (c *Client) LRem(ctx context.Context, key, value string) (removed bool, err error) {
	err = c.do("lrem", func() error {
		n, err := c.redis.LRem(ctx, key, 1, value).Result()
		removed = n > 0
		return err
	})
	return removed, err
}
