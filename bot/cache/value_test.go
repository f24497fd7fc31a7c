package cache

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"summitbot/bot/answer"
	"summitbot/corpus"
)

func testKeys(t testing.TB) *keys {
	t.Helper()
	k, err := newKeys([]byte("secret"), "v1.0.0", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// Replicas of different builds must name the same things alike. By Python's hmac
// and hashlib, written from RFC 5869: the key is HKDF-SHA256("secret", no salt,
// "summitbot answer cache", 32 bytes), the input 8 bytes of length 5, "scope",
// 8 bytes of length 6, "public", the result the first 16 bytes of HMAC-SHA256.
func TestMAC(t *testing.T) {
	got := base64.RawURLEncoding.EncodeToString(testKeys(t).mac("scope", "public"))
	if want := "CB_rmZuGR0db1Yas8GwP-g"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// No two lists of parts have the same MAC, also if they are the same when
// written one after the other.
func TestMACTellsPartsApart(t *testing.T) {
	k := testKeys(t)
	parts := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("ab\x00")), 0, 3, -1), 0, 3)
	rapid.Check(t, func(t *rapid.T) {
		a, b := parts.Draw(t, "a"), parts.Draw(t, "b")
		same := len(a) == len(b) && strings.Join(a, "|") == strings.Join(b, "|")
		if got := bytes.Equal(k.mac(a...), k.mac(b...)); got != same {
			t.Errorf("%q and %q: same MAC %v, want %v", a, b, got, same)
		}
	})
}

// ttl * (0.9 + 0.2 * at), where at is the question's first four bytes as a
// fraction of 2^32.
func TestSpread(t *testing.T) {
	for _, c := range []struct {
		question string
		want     time.Duration
	}{
		{"\x00\x00\x00\x00", 54 * time.Minute}, // 60 * 0.9
		{"\x80\x00\x00\x00", 60 * time.Minute}, // 60 * (0.9 + 0.2 * 1/2)
		{"\xc0\x00\x00\x00", 63 * time.Minute}, // 60 * (0.9 + 0.2 * 3/4)
	} {
		if got := spread(time.Hour, []byte(c.question)); got.Round(time.Microsecond) != c.want {
			t.Errorf("%x: %v, want %v", c.question, got, c.want)
		}
	}
	if got := spread(time.Hour, []byte("\xff\xff\xff\xff")); got > 66*time.Minute {
		t.Errorf("the most is %v, want at most 66m", got)
	}
}

// The layout of the comment in value.go, read back by offsets.
func TestSealLayout(t *testing.T) {
	k := testKeys(t)
	s := slot{name: "sb:a:1:tea", ttl: time.Hour}
	value := k.seal(s, time.UnixMilli(1718841600123), []byte("{}"))
	if len(value) != 1+8+2+10+16+2 {
		t.Fatalf("%d bytes, want 39", len(value))
	}
	if value[0] != 1 || binary.BigEndian.Uint64(value[1:9]) != 1718841600123 || binary.BigEndian.Uint16(value[9:11]) != 10 ||
		string(value[11:21]) != "sb:a:1:tea" || string(value[37:]) != "{}" {
		t.Errorf("value %x", value)
	}
	if want := k.mac("value", string(value[:21]), "{}"); !bytes.Equal(value[21:37], want) {
		t.Errorf("MAC %x, want %x", value[21:37], want)
	}
}

// The sizes that the comment in value.go states.
func TestSizes(t *testing.T) {
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	s := testKeys(t).slot(answer.Key{Corpus: c, Scope: "public", Question: "what did putin give kim"})
	if len(s.name) != 74 {
		t.Errorf("key %s has %d characters, want 74", s.name, len(s.name))
	}
	if got := len(testKeys(t).seal(s, time.Now(), make([]byte, 400))); got != 27+74+400 {
		t.Errorf("value of %d bytes, want 501", got)
	}
}

// Whether a value is too old is decided by our clock and the instant in it.
func TestOpenAge(t *testing.T) {
	k := testKeys(t)
	s := slot{name: "sb:a:1:tea", ttl: time.Hour}
	now := time.UnixMilli(1718841600000)
	for _, c := range []struct {
		name string
		age  time.Duration
		want error
	}{
		{"just written", 0, nil},
		{"almost too old", time.Hour - time.Millisecond, nil},
		{"too old", time.Hour, errStale},
		{"years old", 20000 * time.Hour, errStale},
		{"by a clock that is ahead", -time.Hour + time.Millisecond, nil},
		{"by a clock that is wrong", -time.Hour, errStale},
	} {
		t.Run(c.name, func(t *testing.T) {
			body, err := k.open(s, now, k.seal(s, now.Add(-c.age), []byte("{}")))
			if !errors.Is(err, c.want) || (err == nil) != (string(body) == "{}") {
				t.Errorf("got %q, %v; want error %v", body, err, c.want)
			}
		})
	}
}

// Every part of a key counts.
func TestSlotTellsKeysApart(t *testing.T) {
	tea := func(name string, version int, body string) *corpus.Corpus {
		c, err := corpus.Open(fstest.MapFS{"east.md": {Data: []byte(
			"---\nurl: https://example.org/east\npublisher: East\nlanguage: en\n---\n" + body + "\n")}}, name, version)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	first := answer.Key{Corpus: tea("tea", 1, "A cup."), Scope: "public", Question: "cup"}
	seen := map[string]string{}
	add := func(what string, k *keys, key answer.Key) {
		name := k.slot(key).name
		// What stands last is a MAC over all: it alone tells them apart.
		question := name[strings.LastIndex(name, ":"):]
		if before, ok := seen[question]; ok {
			t.Errorf("%s and %s have the same MAC in %s", what, before, name)
		}
		seen[question] = what
	}
	k := testKeys(t)
	add("first", k, first)
	add("name", k, answer.Key{Corpus: tea("teas", 1, "A cup."), Scope: "public", Question: "cup"})
	add("version", k, answer.Key{Corpus: tea("tea", 2, "A cup."), Scope: "public", Question: "cup"})
	add("hash", k, answer.Key{Corpus: tea("tea", 1, "Two cups."), Scope: "public", Question: "cup"})
	add("scope", k, answer.Key{Corpus: first.Corpus, Scope: "1", Question: "cup"})
	add("question", k, answer.Key{Corpus: first.Corpus, Scope: "public", Question: "cups"})
	add("release", &keys{k.secret, "v1.0.1", k.ttl}, first)
	add("secret", &keys{[]byte("other"), k.release, k.ttl}, first)
	if again := k.slot(answer.Key{Corpus: tea("tea", 1, "A cup."), Scope: "public", Question: "cup"}); again != k.slot(first) {
		t.Errorf("the same key has the slots %+v and %+v", k.slot(first), again)
	}
}

// Whatever bytes lie in Redis, open does not panic, and what it accepts is what
// seal makes.
func FuzzOpen(f *testing.F) {
	k := testKeys(f)
	s := slot{name: "sb:a:1:tea", ttl: time.Hour}
	now := time.UnixMilli(1718841600000)
	good := k.seal(s, now, []byte(`{"v":1}`))
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Add(k.seal(slot{name: "sb:a:1:pot"}, now, []byte(`{"v":1}`)))
	f.Add([]byte{valueVersion})
	f.Fuzz(func(t *testing.T, value []byte) {
		body, err := k.open(s, now, value)
		if err != nil {
			return
		}
		written := time.UnixMilli(int64(binary.BigEndian.Uint64(value[1:])))
		if again := k.seal(s, written, body); !bytes.Equal(again, value) {
			t.Errorf("accepted %x, which seal makes %x", value, again)
		}
	})
}
