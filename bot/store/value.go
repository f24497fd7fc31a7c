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

// A versioned is what both kinds of values have, by either name.
type versioned struct {
	Version int `json:"version"`
	V       int `json:"v"`
}

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
	var head versioned
	if err := json.Unmarshal(data, &head); err != nil {
		return bot.Settings{}, located(data, err)
	}
	if err := checkVersion(head.Version); err != nil {
		return bot.Settings{}, err
	}
	var v settingsValue
	if err := strict(data, &v); err != nil {
		return bot.Settings{}, located(data, err)
	}
	return v.Settings, nil
}

// encodeRecord returns the value of r, without a line feed.
func encodeRecord(r bot.Record) ([]byte, error) { return json.Marshal(recordValue{valueVersion, r}) }

// decodeRecord reads a value. The error does not say where it is from; it is
// io.ErrUnexpectedEOF for one that is cut short.
func decodeRecord(data []byte) (bot.Record, error) {
	var head versioned
	if err := json.Unmarshal(data, &head); err != nil {
		return bot.Record{}, cutShort(data, err)
	}
	if err := checkVersion(head.V); err != nil {
		return bot.Record{}, err
	}
	var v recordValue
	if err := strict(data, &v); err != nil {
		return bot.Record{}, err
	}
	return checked(v.Record)
}

// checkVersion returns an error unless this program writes values of version v.
func checkVersion(v int) error {
	switch {
	case v == valueVersion:
		return nil
	case v == 0:
		return fmt.Errorf("has no version; this summitbot writes version %d", valueVersion)
	}
	return fmt.Errorf("is of version %d; this summitbot reads version %d only", v, valueVersion)
}

// strict reads one JSON value that has no field which to lacks.
func strict(data []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(to)
}

// cutShort returns io.ErrUnexpectedEOF if data ends too early, else err.
func cutShort(data []byte, err error) error {
	var v json.RawMessage
	if e := json.NewDecoder(bytes.NewReader(data)).Decode(&v); errors.Is(e, io.ErrUnexpectedEOF) {
		return e
	}
	return err
}

// located returns err with the line of data that it is about, if it knows.
func located(data []byte, err error) error {
	var at int64
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = s.Offset
	} else if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		at = t.Offset
	} else {
		return err
	}
	return fmt.Errorf("line %d: %w", 1+bytes.Count(data[:min(at, int64(len(data)))], []byte("\n")), err)
}
