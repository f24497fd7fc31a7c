package store

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"time"

	"summitbot/bot"
)

// What Export writes is text, one JSON object a line: first how much there is, so
// that a stream that was cut is told from a whole one, then servers, then records,
// each as it is kept (see [valueVersion]).
//
//	{"summitbot_store":1,"servers":1,"records":1}
//	{"server":"1100000000000000001","settings":{"version":1,"quotes":2}}
//	{"record":{"v":1,"kind":"gap","hour":"2026-01-01T12:00:00Z",…}}
const streamVersion = 1

// A streamHead is the first line of a stream.
type streamHead struct {
	Store   int `json:"summitbot_store"`
	Servers int `json:"servers"`
	Records int `json:"records"`
}

// A streamLine is any other line of a stream.
type streamLine struct {
	Server   string          `json:"server,omitempty"`
	Settings json.RawMessage `json:"settings,omitempty"`
	Record   json.RawMessage `json:"record,omitempty"`
}

// contents are all that a store has.
type contents struct {
	settings map[string]bot.Settings // server id →
	records  []bot.Record
}

// read reads all that a store has.
func read(ctx context.Context, s bot.Store) (*contents, error) {
	ids, err := s.Servers(ctx)
	if err != nil {
		return nil, err
	}
	c := &contents{settings: map[string]bot.Settings{}}
	for _, id := range ids {
		if c.settings[id], err = s.Settings(ctx, id); err != nil {
			return nil, err
		}
	}
	for _, kind := range []bot.RecordKind{bot.VoteRecord, bot.GapRecord, bot.QuestionRecord} {
		rs, err := s.Records(ctx, kind)
		if err != nil {
			return nil, err
		}
		c.records = append(c.records, rs...)
	}
	return c, nil
}

// Export writes all that a store has, for [Import] into the same or another.
func Export(ctx context.Context, s bot.Store, w io.Writer) error {
	c, err := read(ctx, s)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	err = lines.Encode(streamHead{streamVersion, len(c.settings), len(c.records)})
	ids := make([]string, 0, len(c.settings))
	for id := range c.settings {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		value, wrong := encodeSettings(c.settings[id])
		err = errors.Join(err, wrong, lines.Encode(streamLine{Server: id, Settings: value}))
	}
	for _, r := range c.records {
		value, wrong := encodeRecord(r)
		err = errors.Join(err, wrong, lines.Encode(streamLine{Record: value}))
	}
	return errors.Join(err, out.Flush())
}

// Imported says what an [Import] did.
type Imported struct {
	NewServers, ReplacedServers, SameServers int
	NewRecords, SameRecords                  int
	OldRecords                               int // questions past their time, left out
}

// Import brings in what [Export] wrote. Settings of a server replace those that
// are there; of equal records only as many are added as are missing, so that it
// may be done again. The whole stream is read and checked before anything is
// changed; name stands for it in errors.
func Import(ctx context.Context, s bot.Store, name string, r io.Reader) (done Imported, err error) {
	in, err := readStream(name, r)
	if err != nil {
		return done, err
	}
	there, err := read(ctx, s)
	if err != nil {
		return done, err
	}
	for id, settings := range in.settings {
		switch old, known := there.settings[id]; {
		case known && reflect.DeepEqual(old, settings):
			done.SameServers++
			continue
		case known:
			done.ReplacedServers++
		default:
			done.NewServers++
		}
		if err := s.SetSettings(ctx, id, settings); err != nil {
			return done, err
		}
	}
	missing := in.missing(there, &done)
	done.NewRecords = len(missing)
	return done, s.Append(ctx, missing...)
}

// missing returns the records of c that there lacks, and counts the others.
func (c *contents) missing(there *contents, done *Imported) (rs []bot.Record) {
	has := map[bot.Record]int{}
	for _, r := range there.records {
		has[r]++
	}
	for _, r := range c.records {
		switch {
		case r.Kind == bot.QuestionRecord && old(r.Hour, time.Now()):
			done.OldRecords++
		case has[r] > 0:
			has[r]--
			done.SameRecords++
		default:
			rs = append(rs, r)
		}
	}
	return rs
}

// readStream reads what Export wrote.
func readStream(name string, r io.Reader) (*contents, error) {
	c := &contents{settings: map[string]bot.Settings{}}
	var head streamHead
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	n := 0
	for lines.Scan() {
		n++
		var err error
		if n == 1 {
			err = head.read(lines.Bytes())
		} else {
			err = c.readLine(lines.Bytes())
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if n == 0 {
		return nil, fmt.Errorf("%s: is empty", name)
	}
	if len(c.settings) != head.Servers || len(c.records) != head.Records {
		return nil, fmt.Errorf("%s: has %d servers and %d records, and should have %d and %d: it was cut or changed",
			name, len(c.settings), len(c.records), head.Servers, head.Records)
	}
	return c, nil
}

// read reads the first line.
func (h *streamHead) read(line []byte) error {
	if err := json.Unmarshal(line, h); err != nil || h.Store == 0 {
		return errors.New(`is not what "summitbot store export" writes`)
	}
	if h.Store != streamVersion {
		return fmt.Errorf("is of version %d; this summitbot reads version %d only", h.Store, streamVersion)
	}
	return nil
}

// readLine reads any other line into c.
func (c *contents) readLine(line []byte) error {
	var l streamLine
	if err := strict(line, &l); err != nil {
		return err
	}
	if l.Record != nil {
		r, err := decodeRecord(l.Record)
		c.records = append(c.records, r)
		return err
	}
	s, err := decodeSettings(l.Settings)
	c.settings[l.Server] = s
	return errors.Join(checkID(l.Server), err)
}
