package store_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"summitbot/bot"
	"summitbot/bot/redisconn"
	"summitbot/bot/redisconn/redistest"
	"summitbot/bot/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// How the tests tune the client. A server that is there may answer late on a busy
// machine: patient clients let it. A pause of an hour keeps the breaker open for
// the whole test.
var (
	patient = redisconn.Config{Timeout: 30 * time.Second, Pause: time.Hour}
	oneTry  = redisconn.Config{Pause: time.Hour}
)

// quiet is for what must not be logged.
func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// dial opens a client and closes it when the test ends.
func dial(t testing.TB, s *redistest.Server, cfg redisconn.Config) *redisconn.Client {
	t.Helper()
	c, err := redisconn.Open(quiet(), s.URL, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// files opens a store in dir.
func files(t testing.TB, dir string) *store.FileStore {
	t.Helper()
	f, err := store.Files(slog.New(slog.NewTextHandler(t.Output(), nil)), dir)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// A swept store is one with what is done once an hour.
type swept interface {
	bot.Store
	Sweep(context.Context) error
}

// TestStores holds both stores to what bot.Store says.
func TestStores(t *testing.T) {
	t.Run("files", func(t *testing.T) {
		testStore(t, func(t *testing.T) func() swept {
			dir := t.TempDir()
			return func() swept { return files(t, dir) }
		})
	})
	t.Run("redis", func(t *testing.T) {
		testStore(t, func(t *testing.T) func() swept {
			s := redistest.Start(t)
			return func() swept { return store.Redis(dial(t, s, patient)) }
		})
	})
}

// testStore is what every bot.Store must do. empty returns what opens stores of
// the same records, as processes that start beside each other do.
func testStore(t *testing.T, empty func(*testing.T) func() swept) {
	for name, test := range map[string]func(*testing.T, func() swept){
		"settings":                testSettings,
		"settings come back":      testSettingsComeBack,
		"ids are digits":          testIDs,
		"records come back":       testRecords,
		"hours only":              testHours,
		"bad records":             testBadRecords,
		"questions are deleted":   testQuestionsAreDeleted,
		"questions age":           testQuestionsAge,
		"changes":                 testChanges,
		"many at once":            testManyAtOnce,
		"appended while deleting": testAppendedWhileDeleting,
	} {
		t.Run(name, func(t *testing.T) { test(t, empty(t)) })
	}
}

const guild = "1100000000000000001"

func settings(t testing.TB, s bot.Store, id string) bot.Settings {
	t.Helper()
	got, err := s.Settings(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func records(t testing.TB, s bot.Store, kind bot.RecordKind) []bot.Record {
	t.Helper()
	rs, err := s.Records(t.Context(), kind)
	if err != nil {
		t.Fatal(err)
	}
	return rs
}

func appendAll(t testing.TB, s bot.Store, rs ...bot.Record) {
	t.Helper()
	if err := s.Append(t.Context(), rs...); err != nil {
		t.Fatal(err)
	}
}

// same fails the test if got is not want.
func same[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

func testSettings(t *testing.T, open func() swept) {
	ctx, s := t.Context(), open()
	same(t, "unknown server", settings(t, s, guild), bot.Settings{})
	want := bot.Settings{Channels: []string{"5", "6"}, Private: true, Quotes: 2, Plain: true, Language: "de", HumanRole: "7", LogChannel: "5", Corpus: "summit"}
	if err := s.SetSettings(ctx, guild, want); err != nil {
		t.Fatal(err)
	}
	same(t, "set", settings(t, s, guild), want)
	same(t, "read by another", settings(t, open(), guild), want)
	if err := s.SetSettings(ctx, guild, bot.Settings{}); err != nil {
		t.Fatal(err)
	}
	same(t, "zero", settings(t, open(), guild), bot.Settings{})
	if err := s.SetSettings(ctx, "12", bot.Settings{Quotes: 1}); err != nil {
		t.Fatal(err)
	}
	for range 2 { // to delete what is not there is no error
		ids, err := open().Servers(ctx)
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(ids)
		same(t, "servers, one of them with zero settings", ids, []string{guild, "12"})
		if err := s.DeleteSettings(ctx, "13"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.DeleteSettings(ctx, "12"); err != nil {
		t.Fatal(err)
	}
	same(t, "deleted", settings(t, s, "12"), bot.Settings{})
	same(t, "the other", settings(t, s, guild), bot.Settings{})
}

// Changes at the same time, in one process, are all made; one that alters nothing
// stores nothing.
func testChanges(t *testing.T, open func() swept) {
	s := open()
	none := func(*bot.Settings) bool { return false }
	if got, err := s.ChangeSettings(t.Context(), guild, none); err != nil || !reflect.DeepEqual(got, bot.Settings{}) {
		t.Errorf("%+v, %v", got, err)
	}
	if ids, err := s.Servers(t.Context()); err != nil || len(ids) > 0 {
		t.Errorf("servers %v, %v", ids, err)
	}
	const n = 20
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			if _, err := s.ChangeSettings(t.Context(), guild, func(s *bot.Settings) bool { s.Quotes++; return true }); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	same(t, "after all", settings(t, open(), guild), bot.Settings{Quotes: n})
}

// Law: whatever is set is read back by whoever opens the store next.
func testSettingsComeBack(t *testing.T, open func() swept) {
	s, next := open(), open()
	id := 100
	rapid.Check(t, func(r *rapid.T) {
		want := bot.Settings{
			Channels: rapid.SliceOfN(rapid.String(), 0, 3).Draw(r, "channels"), Private: rapid.Bool().Draw(r, "private"),
			Quotes: rapid.Int().Draw(r, "quotes"), Language: rapid.String().Draw(r, "language"), HumanRole: rapid.String().Draw(r, "role"),
		}
		if len(want.Channels) == 0 {
			want.Channels = nil
		}
		if want.Private {
			want.Left = time.Unix(rapid.Int64Range(0, 1e10).Draw(r, "left"), 0).UTC()
		}
		id++ // another one each time: a process may keep for a moment what it has read
		if err := s.SetSettings(t.Context(), fmt.Sprint(id), want); err != nil {
			r.Fatal(err)
		}
		got, err := next.Settings(t.Context(), fmt.Sprint(id))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			r.Fatalf("%v (-want +got):\n%s", err, diff)
		}
	})
}

func testIDs(t *testing.T, open func() swept) {
	ctx, s := t.Context(), open()
	for _, id := range []string{"", "../1", "1/2", "a", "1.json", "１", "123456789012345678901", " 1", "-1"} {
		if _, err := s.Settings(ctx, id); err == nil {
			t.Errorf("Settings(%q): no error", id)
		}
		if err := s.SetSettings(ctx, id, bot.Settings{}); err == nil {
			t.Errorf("SetSettings(%q): no error", id)
		}
		if err := s.DeleteSettings(ctx, id); err == nil {
			t.Errorf("DeleteSettings(%q): no error", id)
		}
	}
}

// hour returns the nth hour from two days ago.
func hour(n int) time.Time {
	return time.Now().UTC().Truncate(time.Hour).Add(time.Duration(n-48) * time.Hour)
}

func vote(n int) bot.Record {
	return bot.Record{Kind: bot.VoteRecord, Hour: hour(n), Corpus: "summit", Version: 3, Question: "q", Article: "dayfr", Start: 5, End: 99, Vote: "not_helpful", Reason: "off_topic"}
}

func gap(n int, word string) bot.Record {
	return bot.Record{Kind: bot.GapRecord, Hour: hour(n), Corpus: "summit", Version: 3, Word: word, Stem: word, Server: "s"}
}

func question(n int, asker, text string) bot.Record {
	return bot.Record{Kind: bot.QuestionRecord, Hour: hour(n), Corpus: "summit", Version: 3, Text: text, Asker: asker, Verdict: "not_covered"}
}

func testRecords(t *testing.T, open func() swept) {
	s := open()
	for _, kind := range []bot.RecordKind{bot.VoteRecord, bot.GapRecord, bot.QuestionRecord} {
		same(t, "at first", records(t, s, kind), []bot.Record(nil))
	}
	appendAll(t, s) // nothing
	appendAll(t, s, vote(1), gap(1, "dessert\n\"\u2028\x00"), question(1, "ann_-", "what\nwas <served>?"), vote(1), gap(3, "b"))
	appendAll(t, open(), gap(2, "c"), question(0, "ben", "where"))
	next := open()
	same(t, "votes, two of them alike", records(t, next, bot.VoteRecord), []bot.Record{vote(1), vote(1)})
	same(t, "gaps, oldest first", records(t, next, bot.GapRecord), []bot.Record{gap(1, "dessert\n\"\u2028\x00"), gap(2, "c"), gap(3, "b")})
	same(t, "questions, oldest first", records(t, next, bot.QuestionRecord), []bot.Record{question(0, "ben", "where"), question(1, "ann_-", "what\nwas <served>?")})
}

// What is kept says no more of the time than the hour.
func testHours(t *testing.T, open func() swept) {
	s := open()
	r := vote(1)
	r.Hour = r.Hour.Add(59*time.Minute + time.Second).In(time.FixedZone("", 5400))
	appendAll(t, s, r)
	same(t, "cut", records(t, s, bot.VoteRecord), []bot.Record{vote(1)})
}

func testBadRecords(t *testing.T, open func() swept) {
	s := open()
	for _, bad := range []bot.Record{{}, {Kind: "rumour"}, question(1, "", "x"), question(1, "../ann", "x"), question(1, strings.Repeat("a", 65), "x")} {
		if err := s.Append(t.Context(), bad); err == nil {
			t.Errorf("Append(%+v): no error", bad)
		}
	}
	same(t, "questions", records(t, s, bot.QuestionRecord), []bot.Record(nil))
}

func testQuestionsAreDeleted(t *testing.T, open func() swept) {
	s := open()
	appendAll(t, s, question(1, "ann", "one"), question(1, "ann", "one"), question(1, "ben", "two"), question(2, "ann", "three"), vote(1))
	for _, want := range []int{3, 0} {
		n, err := open().DeleteQuestions(t.Context(), "ann")
		if n != want || err != nil {
			t.Fatalf("deleted %d, %v, want %d", n, err, want)
		}
	}
	same(t, "left", records(t, s, bot.QuestionRecord), []bot.Record{question(1, "ben", "two")})
	same(t, "votes", records(t, s, bot.VoteRecord), []bot.Record{vote(1)})
}

func testQuestionsAge(t *testing.T, open func() swept) {
	s := open()
	days := func(n int) int { return 48 - 24*n } // the hour n days ago
	kept := []bot.Record{question(days(30)+1, "ann", "just young enough"), question(1, "ben", "new")}
	appendAll(t, s, append([]bot.Record{question(days(30), "ann", "old"), question(days(40), "ann", "older"), vote(days(400))}, kept...)...)
	same(t, "before the sweep", records(t, s, bot.QuestionRecord), kept)
	for range 2 {
		if err := s.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		same(t, "swept", records(t, open(), bot.QuestionRecord), kept)
	}
	same(t, "votes do not age", len(records(t, s, bot.VoteRecord)), 1)
	n, err := s.DeleteQuestions(t.Context(), "ann")
	if n != 1 || err != nil {
		t.Errorf("deleted %d, %v: the old ones were still there", n, err)
	}
}

// Two processes, ten goroutines each: nothing is lost and nothing is torn.
func testManyAtOnce(t *testing.T, open func() swept) {
	const each = 50
	var all sync.WaitGroup
	for p := range 2 {
		s := open()
		for g := range 10 {
			all.Go(func() {
				for i := range each {
					if err := s.Append(t.Context(), gap(1, fmt.Sprint(p, g, i))); err != nil {
						t.Error(err)
					}
					if err := s.SetSettings(t.Context(), guild, bot.Settings{Quotes: 1 + g, Corpus: strings.Repeat("x", 100*g)}); err != nil {
						t.Error(err)
					}
					if _, err := s.Settings(t.Context(), guild); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	all.Wait()
	words := map[string]bool{}
	for _, r := range records(t, open(), bot.GapRecord) {
		words[r.Word] = true
	}
	if len(words) != 2*10*each {
		t.Errorf("%d records, want %d", len(words), 2*10*each)
	}
	if got := settings(t, open(), guild); len(got.Corpus) != 100*(got.Quotes-1) {
		t.Errorf("settings are of two writers: %d, %d", got.Quotes, len(got.Corpus))
	}
}

// What others append while one asker's questions are deleted stays.
func testAppendedWhileDeleting(t *testing.T, open func() swept) {
	const each = 100
	bot1, shell := open(), open()
	var all sync.WaitGroup
	all.Go(func() {
		for i := range each {
			appendAll(t, bot1, question(1, "ben", fmt.Sprint(i)), question(1, "ann", fmt.Sprint(i)))
		}
	})
	all.Go(func() {
		for range each {
			if _, err := shell.DeleteQuestions(t.Context(), "ann"); err != nil {
				t.Error(err)
			}
		}
	})
	all.Wait()
	if _, err := shell.DeleteQuestions(t.Context(), "ann"); err != nil {
		t.Fatal(err)
	}
	rs := records(t, open(), bot.QuestionRecord)
	if len(rs) != each || slices.ContainsFunc(rs, func(r bot.Record) bool { return r.Asker != "ben" }) {
		t.Errorf("%d questions are left, want ben's %d", len(rs), each)
	}
}

// A record of what is logged.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}
