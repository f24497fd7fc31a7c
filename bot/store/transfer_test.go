package store_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"summitbot/bot"
	"summitbot/bot/store"
)

// export returns all that a store has.
func export(t testing.TB, s bot.Store) string {
	t.Helper()
	var b strings.Builder
	if err := store.Export(t.Context(), s, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Whatever comes in: either it is refused and nothing has changed, or all of it is
// there, goes out as it came in, and does nothing a second time.
func FuzzImport(f *testing.F) {
	f.Add([]byte(`{"summitbot_store":1,"servers":1,"records":2}
{"server":"12","settings":{"version":1,"quotes":2,"left":"2026-01-01T12:00:00+02:00"}}
{"record":{"v":1,"kind":"gap","hour":"2026-01-01T12:34:00Z","corpus":"summit","version":3,"word":"a","stem":"a","server":"s"}}
{"record":{"v":1,"kind":"question","hour":"2999-01-01T12:00:00Z","corpus":"summit","version":3,"text":"b","asker":"ann"}}
`))
	f.Add([]byte(`{"summitbot_store":2}`))
	f.Add([]byte("{\"summitbot_store\":1,\"servers\":1,\"records\":0}\n{\"server\":\"../1\",\"settings\":{\"version\":1}}"))
	f.Add([]byte("{\"summitbot_store\":1,\"servers\":0,\"records\":1}\n{\"record\":null}"))
	f.Fuzz(func(t *testing.T, stream []byte) {
		s := files(t, t.TempDir())
		before := export(t, s)
		first, err := store.Import(t.Context(), s, "stream", bytes.NewReader(stream))
		after := export(t, s)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "stream") {
				t.Errorf("the error does not say of what: %v", err)
			}
			same(t, "after a refusal", after, before)
			return
		}
		again, err := store.Import(t.Context(), s, "stream", bytes.NewReader(stream))
		want := store.Imported{SameServers: first.NewServers, SameRecords: first.NewRecords, OldRecords: first.OldRecords}
		if again != want || err != nil {
			t.Errorf("again: %+v, %v, want %+v", again, err, want)
		}
		same(t, "after the second", export(t, s), after)
		other := files(t, t.TempDir())
		if _, err := store.Import(t.Context(), other, "stream", strings.NewReader(after)); err != nil {
			t.Fatal(err)
		}
		same(t, "in another store", export(t, other), after)
	})
}

// An import into a store that has something unreadable changes nothing.
func TestImportIntoBroken(t *testing.T) {
	dir := t.TempDir()
	s := files(t, dir)
	if err := s.SetSettings(t.Context(), "12", bot.Settings{Quotes: 2}); err != nil {
		t.Fatal(err)
	}
	stream := export(t, s)
	if err := os.WriteFile(filepath.Join(dir, "servers", "13.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.SetSettings(t.Context(), "12", bot.Settings{}); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Import(t.Context(), s, "stream", strings.NewReader(stream)); err == nil || !strings.Contains(err.Error(), "13.json") {
		t.Errorf("got %v", err)
	}
	same(t, "settings", settings(t, s, "12"), bot.Settings{})
}
