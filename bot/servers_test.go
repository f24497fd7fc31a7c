package bot

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// TestServers: what is kept of servers that the bot leaves, and for how long.
func TestServers(t *testing.T) {
	const day = 24 * time.Hour
	tests := []struct {
		name string
		do   func(b *Bot, ctx context.Context)
		want []string // servers kept
	}{
		{"left a month ago", func(b *Bot, ctx context.Context) { b.Left(ctx, "1"); time.Sleep(30*day + time.Second) }, []string{"2"}},
		{"left lately", func(b *Bot, ctx context.Context) { b.Left(ctx, "1"); time.Sleep(30 * day) }, []string{"1", "2"}},
		{"came back", func(b *Bot, ctx context.Context) {
			b.Left(ctx, "1")
			time.Sleep(29 * day)
			b.Joined(ctx, "1")
			time.Sleep(60 * day)
		}, []string{"1", "2"}},
		{"left again", func(b *Bot, ctx context.Context) {
			b.Left(ctx, "1")
			time.Sleep(29 * day)
			b.Joined(ctx, "1")
			b.Left(ctx, "1")
			time.Sleep(2 * day)
		}, []string{"1", "2"}},
		{"told twice", func(b *Bot, ctx context.Context) {
			b.Left(ctx, "1")
			time.Sleep(20 * day)
			b.Left(ctx, "1")
			time.Sleep(11 * day)
		}, []string{"2"}},
		{"nothing was set", func(b *Bot, ctx context.Context) { b.Left(ctx, "3"); b.Joined(ctx, "4") }, []string{"1", "2"}},
		{"left while it was away", func(b *Bot, ctx context.Context) { b.Present(ctx, []string{"2", "3"}); time.Sleep(31 * day) }, []string{"2"}},
		{"came back while it was away", func(b *Bot, ctx context.Context) {
			b.Left(ctx, "1")
			time.Sleep(29 * day)
			b.Present(ctx, []string{"1", "2"})
			time.Sleep(31 * day)
		}, []string{"1", "2"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				kept := newMemory()
				b := &Bot{lg: slog.New(slog.DiscardHandler), cfg: Config{Store: kept}}
				for _, id := range []string{"1", "2"} {
					if err := kept.SetSettings(t.Context(), id, Settings{Language: "de"}); err != nil {
						t.Fatal(err)
					}
				}
				test.do(b, t.Context())
				b.Sweep(t.Context())
				got, _ := kept.Servers(t.Context())
				if !slices.Equal(got, test.want) {
					t.Errorf("kept %v, want %v", got, test.want)
				}
				for _, id := range got {
					if s, _ := kept.Settings(t.Context(), id); s.Language != "de" {
						t.Errorf("server %s has %+v", id, s)
					}
				}
			})
		})
	}
}

// TestServersBroken: a store that fails loses nothing and stops nothing.
func TestServersBroken(t *testing.T) {
	kept := newMemory()
	b := &Bot{lg: slog.New(slog.DiscardHandler), cfg: Config{Store: kept}}
	kept.SetSettings(t.Context(), "1", Settings{Language: "de", Left: time.Now().Add(-2 * keepLeft)})
	kept.broken = errors.New("disk full")
	b.Joined(t.Context(), "1")
	b.Left(t.Context(), "1")
	b.Present(t.Context(), nil)
	b.Sweep(t.Context())
	kept.broken = nil
	if s, _ := kept.Settings(t.Context(), "1"); s.Language != "de" {
		t.Errorf("%+v", s)
	}
}
