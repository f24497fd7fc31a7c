package redisconn_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"summitbot/bot/redisconn"
	"summitbot/bot/redisconn/redistest"
)

func TestCommands(t *testing.T) {
	s := redistest.Start(t)
	c, _ := open(t, s.URL, patient)
	commandTrip(t, c)
}

// commandTrip does every call for what lasts once or more, from an empty server.
func commandTrip(t *testing.T, c *redisconn.Client) {
	t.Helper()
	ctx := t.Context()
	check := func(what string, err error, got, want any) {
		t.Helper()
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%s = %v, %v; want %v", what, got, err, want)
		}
	}
	for _, want := range []bool{true, false} {
		added, err := c.Add(ctx, "once", []byte("a"), time.Minute)
		check("Add", err, added, want)
	}
	for _, want := range []string{"<nil>", "x"} { // is replaced, then left alone
		var seen []byte
		err := c.Update(ctx, "cas", time.Minute, func(old []byte) []byte {
			if seen = old; old != nil {
				return nil
			}
			return []byte("x")
		})
		if want == "<nil>" && seen != nil || want == "x" && string(seen) != "x" {
			err = errors.Join(err, fmt.Errorf("change got %q", seen))
		}
		check("Update", err, "", "")
	}
	value, err := c.HGet(ctx, "hash", "f")
	check("HGet of nothing", err, value == nil, true)
	check("HSet", c.HSet(ctx, "hash", "f", []byte("1")), "", "")
	check("HSet", c.HSet(ctx, "hash", "g", []byte("2")), "", "")
	value, err = c.HGet(ctx, "hash", "g")
	check("HGet", err, string(value), "2")
	check("HDel", errors.Join(c.HDel(ctx, "hash", "f"), c.HDel(ctx, "hash", "f")), "", "")
	fields, err := c.HKeys(ctx, "hash")
	check("HKeys", err, fields, []string{"g"})
	check("RPush", c.RPush(ctx, "list", []byte("a"), []byte("b"), []byte("a"), []byte("c")), "", "")
	values, err := c.LRange(ctx, "list", 1, 2)
	check("LRange", err, values, []string{"b", "a"})
	for _, want := range []bool{true, true, false} {
		removed, err := c.LRem(ctx, "list", "a")
		check("LRem", err, removed, want)
	}
	values, err = c.LRange(ctx, "list", 0, 9)
	check("LRange", err, values, []string{"b", "c"})
	values, err = c.LRange(ctx, "list", 2, 9)
	check("LRange behind the end", err, values, []string{})
}

// Of many that update at once nobody's change is lost, on however many clients.
func TestUpdateIsOneStep(t *testing.T) {
	s := redistest.Start(t)
	var all sync.WaitGroup
	for range 4 {
		c, _ := open(t, s.URL, patient)
		for range 10 {
			all.Go(func() {
				err := c.Update(t.Context(), "k", time.Minute, func(old []byte) []byte { return append(slices.Clip(old), 'x') })
				if err != nil {
					t.Error(err)
				}
			})
		}
	}
	all.Wait()
	if got := raw(t, s).Get(t.Context(), "k").Val(); got != strings.Repeat("x", 40) {
		t.Errorf("%d changes are left of 40", len(got))
	}
}

// An Update that never gets through, because somebody is always faster, ends with
// its context, and leaves a connection that nothing is watched on.
func TestUpdateEnds(t *testing.T) {
	s := redistest.Start(t)
	direct := raw(t, s)
	c, _ := open(t, s.URL, patient)
	ctx, cancel := context.WithCancel(t.Context())
	tries := 0
	err := c.Update(ctx, "k", time.Minute, func([]byte) []byte {
		if tries++; tries == 3 {
			cancel()
		}
		if err := direct.Set(t.Context(), "k", tries, 0).Err(); err != nil {
			t.Error(err)
		}
		return []byte("mine")
	})
	if err == nil || tries != 3 {
		t.Errorf("%v after %d tries, want an error after 3", err, tries)
	}
	if err := c.Update(t.Context(), "k", time.Minute, func(old []byte) []byte { return append(bytes.Clone(old), '!') }); err != nil {
		t.Fatal(err)
	}
	if got := direct.Get(t.Context(), "k").Val(); got != "3!" {
		t.Errorf("got %q", got)
	}
}

// A key that holds something else, and a server that is full, say so.
func TestCommandsRefused(t *testing.T) {
	s := redistest.Start(t)
	c, _ := open(t, s.URL, patient)
	direct := raw(t, s)
	ctx := t.Context()
	if err := direct.HSet(ctx, "hash", "f", "v").Err(); err != nil {
		t.Fatal(err)
	}
	none := func([]byte) []byte { return nil }
	_, ranged := c.LRange(ctx, "hash", 0, 1)
	for name, err := range map[string]error{"Update": c.Update(ctx, "hash", 0, none), "RPush": c.RPush(ctx, "hash", []byte("x")), "LRange": ranged} {
		if !errors.Is(err, redisconn.ErrWrongType) {
			t.Errorf("%s of a hash: %v", name, err)
		}
	}
	if err := direct.ConfigSet(ctx, "maxmemory", "1").Err(); err != nil {
		t.Fatal(err)
	}
	err := c.Update(ctx, "k", time.Minute, func([]byte) []byte { return []byte("x") })
	if err == nil || !strings.HasPrefix(err.Error(), "redis update: OOM") {
		t.Errorf("full server: %v", err)
	}
	if got := c.Stats(); got.NoReply > 0 || !got.Up {
		t.Errorf("%+v: a refusal counts as no reply", got)
	}
}
