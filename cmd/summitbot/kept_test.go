package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"summitbot/bot/redisconn/redistest"
)

// While the bot runs, questions go when their time is over, though nobody asks.
func TestOldQuestionsGo(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) { // which begins with the year 2000
		k, err := open(slog.New(slog.NewTextHandler(t.Output(), nil)), &config{store: "files", data: dir})
		if err != nil {
			t.Fatal(err)
		}
		defer k.close()
		place := func(hour string) string { return filepath.Join(dir, "questions", hour+"-ann.jsonl") }
		for _, hour := range []string{"1999-12-01T00", "1999-12-02T01", "1999-12-02T09"} {
			if err := os.WriteFile(place(hour), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		there := func(want ...string) {
			t.Helper()
			names, err := filepath.Glob(place("*"))
			if err != nil || len(names) != len(want) {
				t.Fatalf("at %s: %q, %v; want %q", time.Now(), names, err, want)
			}
			for i, hour := range want {
				if names[i] != place(hour) {
					t.Errorf("at %s: %q, want %q", time.Now(), names, want)
				}
			}
		}
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go k.tend(ctx, slog.New(slog.DiscardHandler))
		synctest.Wait()
		there("1999-12-02T01", "1999-12-02T09")
		time.Sleep(time.Hour - time.Second)
		there("1999-12-02T01", "1999-12-02T09")
		time.Sleep(time.Second)
		synctest.Wait()
		there("1999-12-02T09")
		time.Sleep(8 * time.Hour)
		synctest.Wait()
		there()
	})
}

// That Redis is away is said while it is, and noticed to be over though nobody
// asks the bot.
func TestRedisComesBack(t *testing.T) {
	server, dir := redistest.Start(t), t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		k, err := open(slog.New(slog.DiscardHandler), &config{store: "files", data: dir, redisURL: server.URL, cache: "process", token: "a token of this bot"})
		if err != nil {
			t.Fatal(err)
		}
		defer k.close()
		server.Freeze()
		for k.degraded() == "" { // the fifth call without a reply makes it so
			k.probe(t.Context())
		}
		if got := k.degraded(); got != "Redis is away" {
			t.Errorf("degraded: %q", got)
		}
		server.Thaw()
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go k.tend(ctx, slog.New(slog.DiscardHandler))
		for range 100 { // fake time goes on while Redis, which is real, replies or not
			if time.Sleep(5 * time.Second); k.degraded() == "" {
				return
			}
		}
		t.Error("Redis is back and it is not noticed")
	})
}
