package gateway

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestLifeless lets no session begin: not ready, and after 5 minutes an error.
func TestLifeless(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		var dead atomic.Bool
		d.onPeer = func(_ int, p *peer) bool {
			if dead.Load() {
				p.ws.UnderlyingConn().Close()
			}
			return dead.Load()
		}
		g := d.run(d.config())
		<-g.Registered()
		time.Sleep(time.Minute)
		dead.Store(true)
		d.peer().ws.UnderlyingConn().Close()
		died := time.Now()
		time.Sleep(40 * time.Second) // the last byte came with a heartbeat, at most 41.25 s before
		if !g.Ready() {
			t.Error("unready before 90 s without life")
		}
		time.Sleep(51 * time.Second)
		if g.Ready() {
			t.Error("ready after 90 s without life")
		}
		<-g.done
		if took := time.Since(died); took < 5*time.Minute-interval || took > 5*time.Minute+closeLimit+cutGrace {
			t.Errorf("Run ended after %v", took)
		}
		var f *FatalError
		if !errors.Is(g.err, errLifeless) || errors.As(g.err, &f) {
			t.Errorf("Run: %v", g.err)
		}
	})
}

func TestFatal(t *testing.T) {
	closing := func(code int) func(d *fake) {
		return func(d *fake) {
			d.onPeer = func(_ int, p *peer) bool {
				p.hello()
				p.read()
				p.hangUp(code)
				p.read()
				return true
			}
		}
	}
	later := func(code int) func(d *fake) {
		return func(d *fake) {
			d.onPeer = func(_ int, p *peer) bool {
				p.hello()
				p.handle(p.read())
				for start := time.Now(); p.read() == 1; p.send(`{"op":11}`) {
					if time.Since(start) > time.Hour {
						p.hangUp(code)
					}
				}
				return true
			}
		}
	}
	refusing := func(path string) func(d *fake) {
		return func(d *fake) {
			d.onREST = func(w http.ResponseWriter, r *http.Request) bool {
				if strings.HasSuffix(r.URL.Path, path) {
					w.WriteHeader(401)
					io.WriteString(w, `{"message":"401: Unauthorized","code":0}`)
					return true
				}
				return false
			}
		}
	}
	tests := []struct {
		name   string
		set    func(d *fake)
		code   int
		remedy string // a part of it
	}{
		{"4004", closing(4004), 4004, "DISCORD_TOKEN"},
		{"4010", closing(4010), 4010, "without sharding"},
		{"4011", closing(4011), 4011, "with sharding"},
		{"4012", closing(4012), 4012, "newer version"},
		{"4013", closing(4013), 4013, "newer version"},
		{"4014", closing(4014), 4014, "intent"},
		{"4004 after an hour", later(4004), 4004, "DISCORD_TOKEN"},
		{"4014 after an hour", later(4014), 4014, "intent"},
		{"401 from GET /gateway/bot", refusing("/gateway/bot"), 401, "DISCORD_TOKEN"},
		{"401 from GET /gateway", refusing("/gateway"), 401, "DISCORD_TOKEN"},
		{"401 from GET commands", refusing("/commands"), 401, "DISCORD_TOKEN"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, d *fake) {
				test.set(d)
				g := d.run(d.config())
				<-g.done
				var f *FatalError
				if !errors.As(g.err, &f) {
					t.Fatalf("Run: %v", g.err)
				}
				if f.Code != test.code || !strings.Contains(f.Remedy, test.remedy) || f.Problem == "" {
					t.Errorf("%+v", f)
				}
				if n := len(d.opened()); n > 1 {
					t.Errorf("%d dials, want 1 at most", n)
				}
			})
		})
	}
}

// TestFewStartsLeft has Discord say that nearly all starts of the day are used up.
func TestFewStartsLeft(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		var left atomic.Int64
		left.Store(50)
		d.onREST = func(w http.ResponseWriter, r *http.Request) bool {
			if !strings.HasSuffix(r.URL.Path, "/gateway/bot") {
				return false
			}
			fmt.Fprintf(w, `{"session_start_limit":{"total":1000,"remaining":%d,"reset_after":120000}}`, left.Load())
			return true
		}
		g := d.run(d.config())
		time.Sleep(119 * time.Second)
		if n := len(d.opened()); n != 0 {
			t.Errorf("%d dials with 50 starts left", n)
		}
		left.Store(51)
		time.Sleep(2 * time.Second)
		if identifies, _ := d.starts(); identifies != 1 {
			t.Errorf("%d identifies with 51 starts left, want 1", identifies)
		}
		g.stop()
	})
}

// TestRateLimitedOpening has Discord answer 429 for ever to GET /gateway, on
// which discordgo alone would wait as long as it says, under its lock.
func TestRateLimitedOpening(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		d.onREST = func(w http.ResponseWriter, r *http.Request) bool {
			if strings.HasSuffix(r.URL.Path, "/gateway") && d.count("GET /gateway") < 3 {
				w.WriteHeader(429)
				io.WriteString(w, `{"message":"You are being rate limited.","retry_after":3600,"global":false}`)
				return true
			}
			return false
		}
		g := d.run(d.config())
		time.Sleep(time.Minute)
		if !g.Ready() {
			t.Error("not ready a minute after the third call succeeded")
		}
		g.stop()
	})
}

func TestNeverStarts(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		g, err := New(d.logger(), d.handler, d.config())
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := g.Run(ctx); err != nil || len(d.opened()) != 0 {
			t.Errorf("Run: %v, %d dials", err, len(d.opened()))
		}
	})
}

// TestStops ends Run at awkward moments.
func TestStops(t *testing.T) {
	tests := []struct {
		name   string
		onPeer func(n int, p *peer) bool
		after  time.Duration
	}{
		{"while HELLO is awaited", func(_ int, p *peer) bool { p.read(); return true }, 5 * time.Second},
		{"while READY is awaited", func(_ int, p *peer) bool { p.hello(); p.read(); p.read(); return true }, 5 * time.Second},
		{"while backing off", func(_ int, p *peer) bool { p.ws.UnderlyingConn().Close(); return true }, 90 * time.Second},
		{"after an hour", nil, time.Hour},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, d *fake) {
				d.onPeer = test.onPeer
				g := d.run(d.config())
				time.Sleep(test.after)
				begin := time.Now()
				if err := g.stop(); err != nil {
					t.Errorf("Run: %v", err)
				}
				if took := time.Since(begin); took > closeLimit+cutGrace {
					t.Errorf("stopping took %v", took)
				}
				before := len(d.opened())
				time.Sleep(10 * time.Minute)
				if len(d.opened()) != before {
					t.Errorf("%d dials after the end", len(d.opened())-before)
				}
			})
		})
	}
}
