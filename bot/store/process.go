package store

import (
	"context"
	"sync"
	"time"
)

// ProcessLimits count in this process.
type ProcessLimits struct {
	mu    sync.Mutex
	taken map[string][]time.Time
	kept  map[string]kept
}

type kept struct {
	value string
	until time.Time
}

// Process returns limits that only this process knows of.
func Process() *ProcessLimits {
	return &ProcessLimits{taken: map[string][]time.Time{}, kept: map[string]kept{}}
}

// Take implements bot.Limits.
func (p *ProcessLimits) Take(_ context.Context, key string, limit int, per time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	past := p.taken[key]
	for len(past) > 0 && now.Sub(past[0]) >= per {
		past = past[1:]
	}
	if len(past) >= limit {
		return past[0].Add(per).Sub(now)
	}
	p.taken[key] = append(past, now)
	return 0
}

// Once implements bot.Limits.
func (p *ProcessLimits) Once(ctx context.Context, key string, within time.Duration) bool {
	if p.Recall(ctx, key) != "" {
		return false
	}
	p.Remember(ctx, key, "1", within)
	return true
}

// Remember implements bot.Limits.
func (p *ProcessLimits) Remember(_ context.Context, key, value string, keep time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kept[key] = kept{value, time.Now().Add(keep)}
}

// Recall implements bot.Limits.
func (p *ProcessLimits) Recall(_ context.Context, key string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if k := p.kept[key]; time.Now().Before(k.until) {
		return k.value
	}
	return ""
}
