package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"summitbot/bot"
)

// A FileStore keeps settings and records in files under one directory:
//
//	servers/ID.json                          the settings of a server
//	feedback.jsonl                           votes and gaps, one a line, appended to
//	questions/2026-01-01T12-ASKER.jsonl      what one person asked in one hour
//
// There are no locks, and several processes may use one directory: a file of
// settings is replaced in one step, a record is one write at the end of a file,
// and questions are deleted by removing whole files, so that nothing that
// somebody else appends meanwhile is lost. All files can be edited by hand; what
// is changed counts at once.
//
// The zero FileStore does not work.
type FileStore struct {
	lg  *slog.Logger
	dir string

	changing sync.Mutex // while settings are read, altered and written

	mu   sync.Mutex
	told map[string]bool // places of broken lines that were reported
}

// Files returns a store in dir, which is made if need be.
func Files(lg *slog.Logger, dir string) (*FileStore, error) {
	f := &FileStore{lg: lg, dir: dir, told: map[string]bool{}}
	for _, d := range []string{f.servers(), f.questions()} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (f *FileStore) servers() string   { return filepath.Join(f.dir, "servers") }
func (f *FileStore) feedback() string  { return filepath.Join(f.dir, "feedback.jsonl") }
func (f *FileStore) questions() string { return filepath.Join(f.dir, "questions") }

// server returns the name of a server's file.
func (f *FileStore) server(id string) (string, error) {
	return filepath.Join(f.servers(), id+".json"), checkID(id)
}

// Settings implements [bot.SettingsStore]. What it does not understand it returns
// as an error that names the file and what to do.
func (f *FileStore) Settings(_ context.Context, guildID string) (bot.Settings, error) {
	name, err := f.server(guildID)
	if err != nil {
		return bot.Settings{}, err
	}
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return bot.Settings{}, nil
	}
	if err != nil {
		return bot.Settings{}, err
	}
	s, err := decodeSettings(data)
	if err != nil {
		return bot.Settings{}, fmt.Errorf("%s: %w\nhint: correct the file, or remove it to go back to the defaults", name, err)
	}
	return s, nil
}

// SetSettings implements [bot.SettingsStore]. It does not replace a file that
// Settings does not understand.
func (f *FileStore) SetSettings(ctx context.Context, guildID string, s bot.Settings) error {
	_, err := f.ChangeSettings(ctx, guildID, replaceBy(s))
	return err
}

// ChangeSettings implements [bot.SettingsStore].
func (f *FileStore) ChangeSettings(ctx context.Context, guildID string, change func(*bot.Settings) bool) (bot.Settings, error) {
	f.changing.Lock()
	defer f.changing.Unlock()
	s, err := f.Settings(ctx, guildID)
	if err != nil || !change(&s) {
		return s, err
	}
	data, err := encodeSettings(s)
	if err != nil {
		return s, err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, data, "", "  "); err != nil {
		return s, err
	}
	b.WriteByte('\n')
	name, err := f.server(guildID)
	if err != nil {
		return s, err
	}
	return s, writeFile(name, b.Bytes())
}

// DeleteSettings implements [bot.SettingsStore].
func (f *FileStore) DeleteSettings(_ context.Context, guildID string) error {
	name, err := f.server(guildID)
	if err != nil {
		return err
	}
	err = os.Remove(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return errors.Join(err, syncDir(f.servers()))
}

// Servers implements [bot.SettingsStore].
func (f *FileStore) Servers(context.Context) (ids []string, err error) {
	entries, err := os.ReadDir(f.servers())
	for _, e := range entries {
		if id, ok := strings.CutSuffix(e.Name(), ".json"); ok && checkID(id) == nil {
			ids = append(ids, id)
		}
	}
	return ids, err
}

// Append implements [bot.RecordStore]. A record survives the end of the process,
// and a power cut if the system had some seconds to write it out.
func (f *FileStore) Append(_ context.Context, rs ...bot.Record) error {
	for i, r := range rs {
		r, err := checked(r)
		if err != nil {
			return fmt.Errorf("record %d of %d: %w", i+1, len(rs), err)
		}
		line, err := encodeRecord(r)
		if err != nil {
			return err
		}
		name := f.feedback()
		if r.Kind == bot.QuestionRecord {
			name = filepath.Join(f.questions(), questionFile{r.Hour, r.Asker}.name())
		}
		if err := appendLine(name, line); err != nil {
			return err
		}
	}
	return nil
}

// appendLine writes line at the end of a file, in one write. If a crash tore what
// stands there, the line begins one of its own; of two processes that find it so
// the second leaves an empty line, which is read as nothing.
func appendLine(name string, line []byte) error {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	line = append(slices.Clip(line), '\n')
	last := make([]byte, 1)
	if info, err := file.Stat(); err == nil && info.Size() > 0 {
		if _, err := file.ReadAt(last, info.Size()-1); err == nil && last[0] != '\n' {
			line = append([]byte{'\n'}, line...)
		}
	}
	_, err = file.Write(line)
	return errors.Join(err, file.Close())
}

// Records implements [bot.RecordStore]. A line that a crash tore is passed over
// and logged once; any other that it does not understand is an error that names
// its place.
func (f *FileStore) Records(_ context.Context, kind bot.RecordKind) (rs []bot.Record, err error) {
	names := []string{f.feedback()}
	if kind == bot.QuestionRecord {
		if names, err = f.keptQuestions(func(q questionFile) bool { return !old(q.hour, time.Now()) }); err != nil {
			return nil, err
		}
	}
	for _, name := range names {
		more, err := f.read(name)
		if err != nil {
			return nil, err
		}
		rs = append(rs, slices.DeleteFunc(more, func(r bot.Record) bool { return r.Kind != kind })...)
	}
	return byHour(rs), nil
}

// read returns the records of a file, none if there is no such file: questions
// may be deleted at any time.
func (f *FileStore) read(name string) (rs []bot.Record, err error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	n := 0
	for line := range bytes.Lines(data) {
		n++
		line = bytes.Trim(line, "\n\r\x00 ") // a power cut leaves zeros
		if len(line) == 0 {
			continue
		}
		r, err := decodeRecord(line)
		switch place := fmt.Sprintf("%s:%d", name, n); {
		case errors.Is(err, io.ErrUnexpectedEOF):
			f.tell(place)
		case err != nil:
			return nil, fmt.Errorf("%s: %w\nhint: correct the line, or remove it", place, err)
		default:
			rs = append(rs, r)
		}
	}
	return rs, nil
}

// tell logs once that a line is torn.
func (f *FileStore) tell(place string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.told[place] {
		f.told[place] = true
		f.lg.Warn("a record was cut short, probably by a crash, and is passed over", "line", place)
	}
}
