package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"summitbot/bot"
)

// What is kept is JSON, so that it can be read and edited by hand: a few hundred
// bytes that are read once a question are no reason for anything else.
//
// The settings of a server are one object: "version", 1, and the fields of
// [bot.Settings] that are not zero. In a file it is indented and ends in a line
// feed:
//
//	{
//	  "version": 1,
//	  "private": true,
//	  "quotes": 2
//	}
//
// A record is one object on one line: "v", 1 ("version" is the corpus's), and the
// fields of [bot.Record] that are not zero. A vote takes about 170 bytes, a gap
// about 140:
//
//	{"v":1,"kind":"gap","hour":"2026-01-01T12:00:00Z","corpus":"summit","version":3,"word":"dessert","stem":"dessert","server":"5w…"}
//
// A field that is not one of these is a slip of whoever wrote it and would
// otherwise silently not be in force, so it is an error, as is another version.
const valueVersion = 1

// A settingsValue is the settings of a server as they are kept.
type settingsValue struct {
	Version int `json:"version"`
	bot.Settings
}

// A recordValue is a record as it is kept.
type recordValue struct {
	V int `json:"v"`
	bot.Record
}

// encodeSettings returns the value of s, without a line feed.
func encodeSettings(s bot.Settings) ([]byte, error) {
	return json.Marshal(settingsValue{valueVersion, s})
}

// decodeSettings reads a value. The error does not say where it is from.
func decodeSettings(data []byte) (bot.Settings, error) {
	var v settingsValue
	err := strict(data, &v)
	if err := checkVersion(data, "version", v.Version, err); err != nil {
		return bot.Settings{}, located(data, err)
	}
	return v.Settings, nil
}

// encodeRecord returns the value of r, without a line feed.
func encodeRecord(r bot.Record) ([]byte, error) { return json.Marshal(recordValue{valueVersion, r}) }

// decodeRecord reads a value. The error does not say where it is from; it is
// io.ErrUnexpectedEOF for one that is cut short.
func decodeRecord(data []byte) (bot.Record, error) {
	var v recordValue
	err := strict(data, &v)
	if err := checkVersion(data, "v", v.V, err); err != nil {
		return bot.Record{}, err
	}
	return checked(v.Record)
}

// strict reads the one JSON value that data is, which has no field that to lacks.
func strict(data []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something follows the value")
	}
	return nil
}

// checkVersion returns why a value is not one that this program writes: its
// version, read from a field of that name, or the error of reading it. Another
// version comes first, as its fields may be others.
func checkVersion(data []byte, field string, v int, err error) error {
	if err != nil {
		var fields map[string]json.RawMessage
		if json.Unmarshal(data, &fields) != nil || json.Unmarshal(fields[field], &v) != nil || v == valueVersion {
			return err
		}
	}
	switch v {
	case valueVersion:
		return nil
	case 0:
		return fmt.Errorf("has no version; this summitbot writes %q: %d", field, valueVersion)
	}
	return fmt.Errorf("is of version %d; this summitbot reads version %d only", v, valueVersion)
}

// located returns err in words for whoever edits data, with the line that it is
// about if it knows.
func located(data []byte, err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("ends too early: a bracket or a quotation mark is not closed")
	case errors.Is(err, io.EOF):
		return errors.New("is empty")
	}
	at := int64(-1)
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = s.Offset
	}
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		at = t.Offset
	}
	if at < 0 {
		return err
	}
	return fmt.Errorf("line %d: %w", 1+bytes.Count(data[:min(at, int64(len(data)))], []byte("\n")), err)
}
