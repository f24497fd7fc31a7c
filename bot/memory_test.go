package bot

import (
	"context"
	"slices"
	"sync"
	"time"
)

// A memory is a Store and Limits in memory, for tests of this package, which
// cannot import bot/store.
type memory struct {
	mu       sync.Mutex
	settings map[string]Settings
	records  []Record
	taken    map[string][]time.Time
	kept     map[string]string
	broken   error // what reading and writing settings and records returns
}

func newMemory() *memory {
	return &memory{settings: map[string]Settings{}, taken: map[string][]time.Time{}, kept: map[string]string{}}
}

func (m *memory) Settings(_ context.Context, guildID string) (Settings, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.settings[guildID], m.broken
}

func (m *memory) SetSettings(_ context.Context, guildID string, s Settings) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.settings[guildID] = s
	return m.broken
}

func (m *memory) ChangeSettings(ctx context.Context, guildID string, change func(*Settings) bool) (Settings, error) {
	s, err := m.Settings(ctx, guildID)
	if err != nil || !change(&s) {
		return s, err
	}
	return s, m.SetSettings(ctx, guildID, s)
}

func (m *memory) DeleteSettings(_ context.Context, guildID string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.settings, guildID)
	return m.broken
}

func (m *memory) Servers(context.Context) (ids []string, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for id := range m.settings {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids, m.broken
}

func (m *memory) Append(_ context.Context, rs ...Record) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.records = append(m.records, rs...)
	return m.broken
}

func (m *memory) Records(_ context.Context, kind RecordKind) (rs []Record, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.records {
		if r.Kind == kind {
			rs = append(rs, r)
		}
	}
	return rs, m.broken
}

func (m *memory) DeleteQuestions(_ context.Context, asker string) (n int, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.records = slices.DeleteFunc(m.records, func(r Record) bool {
		if r.Kind == QuestionRecord && r.Asker == asker {
			n++
			return true
		}
		return false
	})
	return n, m.broken
}

func (m *memory) Take(_ context.Context, key string, limit int, per time.Duration) time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := time.Now()
	past := slices.DeleteFunc(m.taken[key], func(at time.Time) bool { return now.Sub(at) >= per })
	m.taken[key] = past
	if len(past) >= limit {
		return past[0].Add(per).Sub(now)
	}
	m.taken[key] = append(past, now)
	return 0
}

func (m *memory) Once(_ context.Context, key string, _ time.Duration) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	first := m.kept["once "+key] == ""
	m.kept["once "+key] = "1"
	return first
}

func (m *memory) Remember(_ context.Context, key, value string, _ time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept[key] = value
}

func (m *memory) Recall(_ context.Context, key string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kept[key]
}
