package store_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"

	"summitbot/bot"
	"summitbot/bot/redisconn/redistest"
	"summitbot/bot/store"
)

// raw returns a plain client, to see and to break what is stored.
func raw(t testing.TB, s *redistest.Server) *redis.Client {
	t.Helper()
	c := redis.NewClient(&redis.Options{Addr: s.Addr, DisableIdentity: true, ContextTimeoutEnabled: true})
	t.Cleanup(func() { c.Close() })
	return c
}

// What stands in Redis, byte for byte, and that it does not expire.
func TestRedisAsWritten(t *testing.T) {
	server := redistest.Start(t)
	s, direct := store.Redis(dial(t, server, patient)), raw(t, server)
	if err := s.SetSettings(t.Context(), guild, bot.Settings{Private: true, Quotes: 2}); err != nil {
		t.Fatal(err)
	}
	appendAll(t, s, gap(1, "dessert"), question(1, "ann", "what"))
	same(t, "settings", direct.HGetAll(t.Context(), "sb:s:1:servers").Val(), map[string]string{guild: `{"version":1,"private":true,"quotes":2}`})
	stamp := hour(1).Format(time.RFC3339)
	same(t, "gaps", direct.LRange(t.Context(), "sb:s:1:gap", 0, -1).Val(),
		[]string{`{"v":1,"kind":"gap","hour":"` + stamp + `","corpus":"summit","version":3,"word":"dessert","stem":"dessert","server":"s"}`})
	same(t, "questions", direct.LRange(t.Context(), "sb:s:1:question", 0, -1).Val(),
		[]string{`{"v":1,"kind":"question","hour":"` + stamp + `","corpus":"summit","version":3,"text":"what","asker":"ann","verdict":"not_covered"}`})
	keys := direct.Keys(t.Context(), "*").Val()
	same(t, "number of keys", len(keys), 3)
	for _, key := range keys {
		if ttl := direct.TTL(t.Context(), key).Val(); ttl != -1 {
			t.Errorf("%s expires in %s", key, ttl)
		}
	}
}

// A value that this program did not write is an error that says where it is, and
// is not replaced; it does not keep questions from being deleted.
func TestRedisForeignValues(t *testing.T) {
	server := redistest.Start(t)
	s, direct := store.Redis(dial(t, server, patient)), raw(t, server)
	for text, want := range map[string]string{`{"version":2}`: "is of version 2", `{"version":1,"qoutes":1}`: `unknown field "qoutes"`, "x": "invalid character"} {
		if err := direct.HSet(t.Context(), "sb:s:1:servers", guild, text).Err(); err != nil {
			t.Fatal(err)
		}
		_, err := s.Settings(t.Context(), guild)
		for _, err := range []error{err, s.SetSettings(t.Context(), guild, bot.Settings{})} {
			if err == nil || !strings.Contains(err.Error(), "redis hash sb:s:1:servers, field "+guild) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "\nhint: ") {
				t.Errorf("%s: got %v, want %s", text, err, want)
			}
		}
		same(t, "value", direct.HGet(t.Context(), "sb:s:1:servers", guild).Val(), text)
	}
	appendAll(t, s, question(1, "ann", "one"))
	if err := direct.RPush(t.Context(), "sb:s:1:question", `{"v":7}`).Err(); err != nil {
		t.Fatal(err)
	}
	appendAll(t, s, question(1, "ann", "two"))
	if _, err := s.Records(t.Context(), bot.QuestionRecord); err == nil || !strings.Contains(err.Error(), "redis list sb:s:1:question, index 1: is of version 7") {
		t.Errorf("got %v", err)
	}
	n, err := s.DeleteQuestions(t.Context(), "ann")
	if n != 2 || err == nil {
		t.Errorf("deleted %d, %v, want 2 and an error", n, err)
	}
	if err := direct.Set(t.Context(), "sb:s:1:gap", "x", 0).Err(); err != nil {
		t.Fatal(err)
	}
	if err := s.Append(t.Context(), gap(1, "a")); err == nil {
		t.Error("appended to what is no list")
	}
}

// Settings are read from Redis once in 5 s; what this process sets counts at once.
func TestRedisSettingsAreKept(t *testing.T) {
	server := redistest.Start(t)
	synctest.Test(t, func(t *testing.T) {
		client := dial(t, server, patient)
		here, there := store.Redis(client), store.Redis(dial(t, server, patient))
		calls := func() uint64 { return client.Stats().Calls }
		same(t, "at first", settings(t, here, guild), bot.Settings{})
		before := calls()
		if err := there.SetSettings(t.Context(), guild, bot.Settings{Quotes: 1}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5*time.Second - 1)
		same(t, "a little later", settings(t, here, guild), bot.Settings{})
		same(t, "calls", calls(), before)
		time.Sleep(time.Nanosecond)
		same(t, "after 5 s", settings(t, here, guild), bot.Settings{Quotes: 1})
		same(t, "calls", calls(), before+1)
		if err := here.SetSettings(t.Context(), guild, bot.Settings{Quotes: 2}); err != nil {
			t.Fatal(err)
		}
		same(t, "set here", settings(t, here, guild), bot.Settings{Quotes: 2})
	})
}

// A change is made to what is stored, and not to what this process remembers for 5 s:
// else it would undo what another replica has just set.
func TestRedisChangesWhatIsStored(t *testing.T) {
	server := redistest.Start(t)
	here, there := store.Redis(dial(t, server, patient)), store.Redis(dial(t, server, patient))
	same(t, "at first", settings(t, here, guild), bot.Settings{})
	if err := there.SetSettings(t.Context(), guild, bot.Settings{Private: true}); err != nil {
		t.Fatal(err)
	}
	got, err := here.ChangeSettings(t.Context(), guild, func(s *bot.Settings) bool { s.Quotes = 2; return true })
	if err != nil {
		t.Fatal(err)
	}
	same(t, "changed", got, bot.Settings{Private: true, Quotes: 2})
	same(t, "stored", settings(t, store.Redis(dial(t, server, patient)), guild), got)
}

// While Redis is away, settings once seen go on and others are an error, both
// after a moment at most.
func TestRedisAway(t *testing.T) {
	server := redistest.Start(t)
	synctest.Test(t, func(t *testing.T) {
		client := dial(t, server, oneTry)
		warm(t, client)
		s := store.Redis(client)
		want := bot.Settings{Private: true}
		if err := s.SetSettings(t.Context(), guild, want); err != nil {
			t.Fatal(err)
		}
		server.Freeze()
		defer server.Thaw()
		time.Sleep(time.Minute)
		for range 20 {
			same(t, "seen before", settings(t, s, guild), want)
			if _, err := s.Settings(t.Context(), "12"); err == nil {
				t.Error("settings that nobody knows")
			}
			if s.SetSettings(t.Context(), guild, bot.Settings{}) == nil || s.Append(t.Context(), gap(1, "a")) == nil || s.Sweep(t.Context()) == nil {
				t.Error("stored without Redis")
			}
		}
		if got := client.Stats(); got.NoReply > 5 || got.Up {
			t.Errorf("%+v: more than 5 calls waited, or the breaker is closed", got)
		}
		same(t, "still", settings(t, s, guild), want)
	})
}
