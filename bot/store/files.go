// Package store keeps what must last: the settings of servers and what is learnt
// from use, in files; and counts for a few minutes what is limited.
//
// Start with [Files] and [Process].
package store

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"summitbot/bot"
)

// A FileStore keeps records in files under one directory.
type FileStore struct {
	dir string
	mu  sync.Mutex
}

// Files returns a store in dir, which is made if need be.
func Files(dir string) (*FileStore, error) {
	if err := os.MkdirAll(filepath.Join(dir, "servers"), 0o700); err != nil {
		return nil, err
	}
	return &FileStore{dir: dir}, nil
}

func (f *FileStore) server(id string) string { return filepath.Join(f.dir, "servers", id+".json") }

// Settings implements [bot.SettingsStore].
func (f *FileStore) Settings(_ context.Context, guildID string) (s bot.Settings, err error) {
	data, err := os.ReadFile(f.server(guildID))
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &s)
	}
	return s, err
}

// SetSettings implements [bot.SettingsStore].
func (f *FileStore) SetSettings(_ context.Context, guildID string, s bot.Settings) error {
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return os.WriteFile(f.server(guildID), data, 0o600)
}

// DeleteSettings implements [bot.SettingsStore].
func (f *FileStore) DeleteSettings(_ context.Context, guildID string) error {
	err := os.Remove(f.server(guildID))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Servers implements [bot.SettingsStore].
func (f *FileStore) Servers(context.Context) (ids []string, err error) {
	entries, err := os.ReadDir(filepath.Join(f.dir, "servers"))
	for _, e := range entries {
		if id, ok := strings.CutSuffix(e.Name(), ".json"); ok {
			ids = append(ids, id)
		}
	}
	return ids, err
}

func (f *FileStore) log() string { return filepath.Join(f.dir, "feedback.jsonl") }

// Append implements [bot.RecordStore].
func (f *FileStore) Append(_ context.Context, rs ...bot.Record) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	file, err := os.OpenFile(f.log(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(file)
	for _, r := range rs {
		err = errors.Join(err, enc.Encode(r))
	}
	return errors.Join(err, file.Close())
}

// Records implements [bot.RecordStore].
func (f *FileStore) Records(_ context.Context, kind bot.RecordKind) (rs []bot.Record, err error) {
	data, err := os.ReadFile(f.log())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	for lines.Scan() {
		var r bot.Record
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, err
		}
		if r.Kind == kind {
			rs = append(rs, r)
		}
	}
	return rs, err
}

// DeleteQuestions implements [bot.RecordStore].
func (f *FileStore) DeleteQuestions(_ context.Context, asker string) (n int, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	data, err := os.ReadFile(f.log())
	if err != nil {
		return 0, nil
	}
	var kept bytes.Buffer
	for line := range strings.Lines(string(data)) {
		var r bot.Record
		if json.Unmarshal([]byte(line), &r) == nil && r.Kind == bot.QuestionRecord && r.Asker == asker {
			n++
			continue
		}
		kept.WriteString(line)
	}
	return n, os.WriteFile(f.log(), kept.Bytes(), 0o600)
}
