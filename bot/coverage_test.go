package bot

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// A word is shown once it was asked for in three hours or by three servers.
func TestGapsOf(t *testing.T) {
	noon := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	missed := func(word, stem, server string, hour int) Record {
		return Record{Kind: GapRecord, Hour: noon.Add(time.Duration(hour) * time.Hour), Corpus: "summit", Version: 1, Word: word, Stem: stem, Server: server}
	}
	for name, tt := range map[string]struct {
		records []Record
		want    string
		below   int
	}{
		"three hours":                     {[]Record{missed("xi", "xi", "a", 0), missed("xi", "xi", "a", 1), missed("xi", "xi", "a", 2)}, "xi 3 14", 0},
		"three servers in one hour":       {[]Record{missed("xi", "xi", "a", 0), missed("xi", "xi", "b", 0), missed("xi", "xi", "c", 0)}, "xi 3 12", 0},
		"often, but of one in one hour":   {[]Record{missed("xi", "xi", "a", 0), missed("xi", "xi", "a", 0), missed("xi", "xi", "a", 0), missed("xi", "xi", "a", 0)}, "", 1},
		"two hours and two servers":       {[]Record{missed("xi", "xi", "a", 0), missed("xi", "xi", "b", 1)}, "", 1},
		"direct messages are no server":   {[]Record{missed("xi", "xi", "", 0), missed("xi", "xi", "", 0), missed("xi", "xi", "", 1)}, "", 1},
		"forms of a word count together":  {[]Record{missed("horses", "hors", "a", 0), missed("horse", "hors", "a", 1), missed("horses", "hors", "a", 2)}, "horses 3 14", 0},
		"most asked first, then latest":   {append(thrice(missed, "a", 0), append(thrice(missed, "b", 1), append(thrice(missed, "c", 1), missed("c", "c", "a", 0))...)...), "c 4 15, b 3 15, a 3 14", 0},
		"of another corpus":               {[]Record{{Kind: GapRecord, Hour: noon, Corpus: "other", Word: "xi", Stem: "xi"}}, "", 0},
		"what is no gap":                  {[]Record{{Kind: VoteRecord, Hour: noon, Corpus: "summit", Word: "xi", Stem: "xi"}}, "", 0},
		"the same hour in different ways": {[]Record{missed("xi", "xi", "a", 0), {Kind: GapRecord, Hour: noon.Add(20 * time.Minute).In(time.FixedZone("", 3600)), Corpus: "summit", Word: "xi", Stem: "xi"}, missed("xi", "xi", "a", 0)}, "", 1},
	} {
		shown, below := gapsOf(tt.records, "summit")
		var got []string
		for _, g := range shown {
			got = append(got, fmt.Sprintf("%s %d %d", g.word, g.count, g.last.UTC().Hour()))
		}
		if s := strings.Join(got, ", "); s != tt.want || below != tt.below {
			t.Errorf("%s: %q and %d below, want %q and %d", name, s, below, tt.want, tt.below)
		}
	}
}

func thrice(missed func(word, stem, server string, hour int) Record, word string, from int) []Record {
	return []Record{missed(word, word, "a", from), missed(word, word, "a", from+1), missed(word, word, "a", from+2)}
}

// A word that a later version of the coverage has is no gap any more.
func TestGapsClosed(t *testing.T) {
	b := summitBot(t)
	for hour := range 3 {
		at := time.Date(2026, 1, 1, hour, 0, 0, 0, time.UTC)
		for _, word := range []string{"pungsan", "zeppelin"} {
			stored(b).records = append(stored(b).records, Record{Kind: GapRecord, Hour: at, Corpus: "summit", Version: 0, Word: word, Stem: word})
		}
	}
	ev := use("coverage gaps")
	ev.Owner = true
	if m := b.Handle(t.Context(), ev); strings.Contains(m.Plain, "pungsan") || !strings.Contains(m.Plain, "*zeppelin* · asked 3 times") {
		t.Errorf("got\n%s", print(m))
	}
}

// Only operators see the state of the coverage and its gaps, on every path.
func TestOperators(t *testing.T) {
	b := summitBot(t)
	b.cfg.Operators = []string{"7"}
	for i := range 50 {
		for hour := range 3 {
			word := fmt.Sprintf("word%d", i)
			stored(b).records = append(stored(b).records, Record{Kind: GapRecord, Hour: time.Unix(int64(hour)*3600, 0), Corpus: "summit", Version: 1, Word: word, Stem: word})
		}
	}
	var gaps Message
	for name, tt := range map[string]struct {
		ev Event
		ok bool
	}{
		"a member": {use("coverage gaps"), false}, "who manages the server": {managing(use("coverage status")), false},
		"an operator": {by("op", "7", use("coverage status")), true}, "for gaps": {by("op", "7", use("coverage gaps")), true},
	} {
		m := b.Handle(t.Context(), tt.ev)
		if refused := strings.Contains(m.Plain, "for the operators"); !m.Private || refused == tt.ok {
			t.Errorf("%s: %s", name, print(m))
		}
		if name == "for gaps" {
			gaps = m
		}
	}
	if m := pressed(t, b, gaps, "More", by("op", "7", use(""))); !m.Update || !strings.Contains(m.Plain, "word") {
		t.Errorf("an operator's press: %s", print(m))
	}
	if m := pressed(t, b, gaps, "More", managing(use(""))); m.Update || !strings.Contains(m.Plain, "for the operators") {
		t.Errorf("a member's press: %s", print(m))
	}
	stored(b).broken = errors.New("away")
	if m := b.Handle(t.Context(), by("op", "7", use("coverage gaps"))); !strings.Contains(m.Plain, "could not read them") {
		t.Errorf("store away: %s", print(m))
	}
	b.cfg.Degraded = func() string { return "Redis is away" }
	if m := b.Handle(t.Context(), by("op", "7", use("coverage status"))); !strings.Contains(m.Plain, "Redis is away") {
		t.Errorf("degraded: %s", print(m))
	}
}
