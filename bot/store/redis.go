package store

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"summitbot/bot"
	"summitbot/bot/redisconn"
)

// What lies in Redis, without expiry. The 1 is the version of the keys; the
// values have their own, see [valueVersion].
//
//	sb:s:1:servers    hash: id of a server → its settings
//	sb:s:1:vote       list of records, in the order in which they came
//	sb:s:1:gap        the same
//	sb:s:1:question   the same; questions are deleted from it
//
// A server is one field of one hash and a kind of records one list, so every
// change is one command on one key: nothing is half done, nothing has to be
// watched, and a Cluster needs no hash tags. Ids of servers are no secret and
// stand as they are; people stand nowhere but as keyed hashes.
const keyPrefix = "sb:s:1:"

const (
	// freshFor is how long the settings of a server are taken from the process.
	freshFor = 5 * time.Second
	// pageSize is how many records are fetched at once: about 150 KB, which
	// arrive well within the time that a call has.
	pageSize = 1000
)

// A RedisStore keeps settings and records in Redis, for all processes that have
// the same one. It is as durable as Redis is set to be. The zero RedisStore does
// not work.
type RedisStore struct {
	redis *redisconn.Client

	changing sync.Mutex // while settings are read, altered and set

	mu    sync.Mutex
	known map[string]knownSettings // server id →
}

// knownSettings are settings that the process has seen.
type knownSettings struct {
	bot.Settings
	asked time.Time // when they were asked for, or set
}

// Redis returns a store in the Redis behind client.
func Redis(client *redisconn.Client) *RedisStore {
	return &RedisStore{redis: client, known: map[string]knownSettings{}}
}

func serversKey() string                 { return keyPrefix + "servers" }
func recordsKey(k bot.RecordKind) string { return keyPrefix + string(k) }

// Settings implements [bot.SettingsStore]. What another process has set is seen
// after 5 s. While Redis is away, the settings last seen go on.
func (r *RedisStore) Settings(ctx context.Context, guildID string) (bot.Settings, error) {
	if err := checkID(guildID); err != nil {
		return bot.Settings{}, err
	}
	r.mu.Lock()
	known, seen := r.known[guildID]
	r.mu.Unlock()
	now := time.Now()
	if seen && now.Sub(known.asked) < freshFor {
		return known.Settings, nil
	}
	data, err := r.redis.HGet(ctx, serversKey(), guildID)
	if err != nil && seen {
		return known.Settings, nil // the client, or the limits, say that Redis is away or refuses
	}
	if err != nil {
		return bot.Settings{}, err
	}
	s, err := readServer(guildID, data)
	if err == nil {
		r.learn(guildID, s, now)
	}
	return s, err
}

// readServer reads the settings of a server as Redis has them, nil for none.
func readServer(guildID string, data []byte) (bot.Settings, error) {
	if data == nil {
		return bot.Settings{}, nil
	}
	s, err := decodeSettings(data)
	if err != nil {
		return bot.Settings{}, fmt.Errorf("redis hash %s, field %s: %w\nhint: see it with \"redis-cli HGET %s %s\"; HDEL goes back to the defaults",
			serversKey(), guildID, err, serversKey(), guildID)
	}
	return s, nil
}

// learn keeps settings asked for or set at an instant, unless later ones are there.
func (r *RedisStore) learn(guildID string, s bot.Settings, at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if known, seen := r.known[guildID]; !seen || known.asked.Before(at) {
		r.known[guildID] = knownSettings{s, at}
	}
}

// set keeps settings that were just set.
func (r *RedisStore) set(guildID string, s bot.Settings) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known[guildID] = knownSettings{s, time.Now()}
}

// SetSettings implements [bot.SettingsStore]. It does not replace a value that
// Settings does not understand.
func (r *RedisStore) SetSettings(ctx context.Context, guildID string, s bot.Settings) error {
	_, err := r.ChangeSettings(ctx, guildID, replaceBy(s))
	return err
}

// ChangeSettings implements [bot.SettingsStore].
func (r *RedisStore) ChangeSettings(ctx context.Context, guildID string, change func(*bot.Settings) bool) (s bot.Settings, err error) {
	if err := checkID(guildID); err != nil {
		return s, err
	}
	r.changing.Lock()
	defer r.changing.Unlock()
	there, err := r.redis.HGet(ctx, serversKey(), guildID)
	if err != nil {
		return s, err
	}
	if s, err = readServer(guildID, there); err != nil || !change(&s) {
		return s, err
	}
	data, err := encodeSettings(s)
	if err != nil {
		return s, err
	}
	if err := r.redis.HSet(ctx, serversKey(), guildID, data); err != nil {
		return s, err
	}
	r.set(guildID, s)
	return s, nil
}

// DeleteSettings implements [bot.SettingsStore].
func (r *RedisStore) DeleteSettings(ctx context.Context, guildID string) error {
	if err := checkID(guildID); err != nil {
		return err
	}
	if err := r.redis.HDel(ctx, serversKey(), guildID); err != nil {
		return err
	}
	r.set(guildID, bot.Settings{})
	return nil
}

// Servers implements [bot.SettingsStore].
func (r *RedisStore) Servers(ctx context.Context) ([]string, error) {
	ids, err := r.redis.HKeys(ctx, serversKey())
	slices.Sort(ids)
	return ids, err
}

// Append implements [bot.RecordStore]. Records of one kind come all or not at
// all. If no reply came, they may be there nevertheless.
func (r *RedisStore) Append(ctx context.Context, rs ...bot.Record) error {
	values := map[bot.RecordKind][][]byte{}
	for i, rec := range rs {
		rec, err := checked(rec)
		if err != nil {
			return fmt.Errorf("record %d of %d: %w", i+1, len(rs), err)
		}
		value, err := encodeRecord(rec)
		if err != nil {
			return err
		}
		values[rec.Kind] = append(values[rec.Kind], value)
	}
	for kind, all := range values {
		for page := range slices.Chunk(all, pageSize) {
			if err := r.redis.RPush(ctx, recordsKey(kind), page...); err != nil {
				return err
			}
		}
	}
	return nil
}

// Records implements [bot.RecordStore].
func (r *RedisStore) Records(ctx context.Context, kind bot.RecordKind) (rs []bot.Record, err error) {
	now := time.Now()
	err = r.each(ctx, kind, func(_ string, rec bot.Record) {
		if kind != bot.QuestionRecord || !old(rec.Hour, now) {
			rs = append(rs, rec)
		}
	})
	if err != nil {
		return nil, err
	}
	return byHour(rs), nil
}

// each calls do with every record of a kind, and its value. The error is of what
// is none; it does not keep do from the others. Records that are deleted
// meanwhile may let it pass over as many others.
func (r *RedisStore) each(ctx context.Context, kind bot.RecordKind, do func(value string, rec bot.Record)) error {
	key := recordsKey(kind)
	var foreign error
	for start := 0; ; start += pageSize {
		page, err := r.redis.LRange(ctx, key, start, pageSize)
		if err != nil {
			return err
		}
		for i, value := range page {
			rec, err := decodeRecord([]byte(value))
			if err == nil {
				do(value, rec)
			} else if foreign == nil {
				foreign = fmt.Errorf("redis list %s, index %d: %w\nhint: see it with \"redis-cli LINDEX %s %d\"; LREM removes it",
					key, start+i, err, key, start+i)
			}
		}
		if len(page) < pageSize {
			return foreign
		}
	}
}

// DeleteQuestions implements [bot.RecordStore].
func (r *RedisStore) DeleteQuestions(ctx context.Context, asker string) (int, error) {
	return r.deleteQuestions(ctx, func(rec bot.Record) bool { return rec.Asker == asker })
}

// deleteQuestions deletes the questions that are wanted. They are found by
// reading the list and removed one by one by their value, so that it does not
// matter what others append or remove meanwhile; and until a reading finds none,
// since a removal moves what is behind it.
func (r *RedisStore) deleteQuestions(ctx context.Context, wanted func(bot.Record) bool) (n int, err error) {
	for {
		var values []string
		err := r.each(ctx, bot.QuestionRecord, func(value string, rec bot.Record) {
			if wanted(rec) {
				values = append(values, value)
			}
		})
		if len(values) == 0 {
			return n, err
		}
		for _, value := range values {
			removed, err := r.redis.LRem(ctx, recordsKey(bot.QuestionRecord), value)
			if err != nil {
				return n, err
			}
			if removed {
				n++
			}
		}
	}
}

// Sweep deletes questions that are older than [bot.KeepQuestionsFor]. It is to be
// called about once an hour.
func (r *RedisStore) Sweep(ctx context.Context) error {
	now := time.Now()
	_, err := r.deleteQuestions(ctx, func(rec bot.Record) bool { return old(rec.Hour, now) })
	return err
}
