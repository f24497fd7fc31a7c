package store

import (
	"context"
	"encoding/binary"
	"maps"
	"slices"
	"sync"
	"time"
)

// A log is when the last events under a key were, oldest first, never more than
// are allowed.
//
// A log and not one of the libraries for limits: those (throttled, x/time/rate,
// redis_rate) count with a bucket that fills again drop by drop, which lets 3 in
// 20 s mean up to 5 in some 20 s. What is promised here is at most 3 in any 20 s
// and to say exactly how long to wait, and for that the instants are needed.
// They take 8 bytes for each event allowed, and no more than that is ever kept.
type log []time.Time

// take is the rule. It returns the log with an event at now, and 0; or nil and how
// long to wait. Instants ahead of now, by another replica's clock, count as well,
// but not those that no clock explains.
func (l log) take(now time.Time, limit int, per time.Duration) (log, time.Duration) {
	in := make(log, 0, len(l)+1)
	for _, at := range l {
		if now.Sub(at).Abs() < per {
			in = append(in, at)
		}
	}
	if len(in) >= limit {
		if limit < 1 {
			return nil, per
		}
		return nil, in[len(in)-limit].Add(per).Sub(now)
	}
	in = append(in, now)
	slices.SortFunc(in, time.Time.Compare)
	return in, 0
}

// ProcessLimits are limits that only this process knows of. They are for tests
// and for a bot without Redis. Made by [Process].
type ProcessLimits struct {
	mu      sync.Mutex
	entries map[string]entry
	sweepAt int // how many entries make it worth looking for those that are over
}

// An entry is one of a log and a value.
type entry struct {
	log   log
	value string
	until time.Time // when it is as good as not there
}

const (
	// leastSweep is how many entries are not worth looking through.
	leastSweep = 1 << 10
	// maxEntries bounds the memory, at about 200 bytes an entry. No bot is asked
	// by so many people in the minutes that entries are kept.
	maxEntries = 1 << 17
)

// Process returns limits that only this process knows of.
func Process() *ProcessLimits {
	return &ProcessLimits{entries: map[string]entry{}, sweepAt: leastSweep}
}

// Take implements bot.Limits.
func (p *ProcessLimits) Take(_ context.Context, key string, limit int, per time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	l, wait := p.at("take", key, now).log.take(now, limit, per)
	if l != nil {
		p.put("take", key, now, entry{log: l, until: l[len(l)-1].Add(per)})
	}
	return wait
}

// waits returns what Take would return, and counts nothing.
func (p *ProcessLimits) waits(key string, limit int, per time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	_, wait := p.at("take", key, now).log.take(now, limit, per)
	return wait
}

// Once implements bot.Limits.
func (p *ProcessLimits) Once(ctx context.Context, key string, within time.Duration) bool {
	return p.Take(ctx, onceKey(key), 1, within) == 0
}

// onceKey is the key under which Take does what Once does.
func onceKey(key string) string { return "once " + key }

// Remember implements bot.Limits.
func (p *ProcessLimits) Remember(_ context.Context, key, value string, keep time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if value == "" {
		keep = 0
	}
	p.put("value", key, now, entry{value: value, until: now.Add(keep)})
}

// Recall implements bot.Limits.
func (p *ProcessLimits) Recall(_ context.Context, key string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.at("value", key, time.Now()).value
}

// at returns the entry of a kind under key, the zero entry if it is over.
func (p *ProcessLimits) at(kind, key string, now time.Time) entry {
	if e := p.entries[kind+" "+key]; now.Before(e.until) {
		return e
	}
	return entry{}
}

// put replaces the entry of a kind under key. Whenever there are twice as many
// entries as were left the last time, those that are over go; if that
// leaves too many, half of them go, whichever, which may let somebody ask too soon.
func (p *ProcessLimits) put(kind, key string, now time.Time, e entry) {
	p.entries[kind+" "+key] = e
	if len(p.entries) < p.sweepAt {
		return
	}
	maps.DeleteFunc(p.entries, func(_ string, e entry) bool { return !now.Before(e.until) })
	if len(p.entries) >= maxEntries {
		for k := range p.entries {
			if delete(p.entries, k); len(p.entries) <= maxEntries/2 {
				break
			}
		}
	}
	p.sweepAt = min(max(leastSweep, 2*len(p.entries)), maxEntries)
}

// What limits keep in Redis. A key is text:
//
//	sb:l:1:q2J8…43…
//
// with the version of key and value together, and an HMAC-SHA256 of what is limited
// or remembered, in base64url; nobody without the secret can tell whom it is of.
// A value is bytes, integers big-endian:
//
//	0     1    version, 1
//	1     8    an instant, nanoseconds since 1970 UTC
//
// for a log: one instant for each event, oldest first; for what is remembered: the
// instant until which it is, then the value. The instants, because Redis keeps a
// clock of its own; its expiry only cleans up.
const limitVersion = 1

func appendInstant(b []byte, at time.Time) []byte {
	return binary.BigEndian.AppendUint64(b, uint64(at.UnixNano()))
}

func readInstant(b []byte) time.Time { return time.Unix(0, int64(binary.BigEndian.Uint64(b))) }

func encodeLog(l log) []byte {
	b := []byte{limitVersion}
	for _, at := range l {
		b = appendInstant(b, at)
	}
	return b
}

// decodeLog reads a log. What is none is an empty one.
func decodeLog(b []byte) (l log) {
	if len(b) == 0 || b[0] != limitVersion || len(b)%8 != 1 {
		return nil
	}
	for b = b[1:]; len(b) > 0; b = b[8:] {
		l = append(l, readInstant(b))
	}
	return l
}

func encodeRemembered(value string, until time.Time) []byte {
	return append(appendInstant([]byte{limitVersion}, until), value...)
}

// decodeRemembered reads what is remembered, "" for what is none or over.
func decodeRemembered(b []byte, now time.Time) string {
	if len(b) < 9 || b[0] != limitVersion || !now.Before(readInstant(b[1:])) {
		return ""
	}
	return string(b[9:])
}
