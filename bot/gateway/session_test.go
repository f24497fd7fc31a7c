package gateway

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
)

func TestAnswers(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		g := d.run(d.config())
		if g.Ready() {
			t.Error("ready before it has connected")
		}
		<-g.Registered()
		if !g.Ready() {
			t.Error("not ready after READY")
		}
		id := d.ask("who met?")
		synctest.Wait()
		if err := g.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
		if g.Ready() {
			t.Error("ready after the end")
		}

		got := d.answers()
		if len(got) != 1 {
			t.Fatalf("%d callbacks, want 1", len(got))
		}
		want := `{"type":4,"data":{"components":[{"type":10,"content":"answer to who met?"}],"flags":32768,"allowed_mentions":{"parse":[]}}}`
		if got[0].body != want {
			t.Errorf("callback\ngot  %s\nwant %s", got[0].body, want)
		}
		if want := "/interactions/" + id + "/itoken-" + id + "/callback"; got[0].path != want {
			t.Errorf("path %s, want %s", got[0].path, want)
		}
		if h := got[0].header; h.Get("Authorization") != "" || h.Get("User-Agent") != "DiscordBot (summitbot, 1.2.3)" || h.Get("Content-Type") != "application/json" {
			t.Errorf("header %v", h)
		}
		ev := d.handler.handled()[0]
		if ev.ID != id || ev.Command != "ask" || ev.User.ID != "3" || ev.User.Name != "Annie" || ev.GuildID != "8" ||
			ev.ChannelID != "5" || ev.Locale != "de" || ev.Options["question"] != "who met?" || ev.Options["limit"] != "5" {
			t.Errorf("event %+v", ev)
		}
		if identifies, resumes := d.starts(); identifies != 1 || resumes != 0 {
			t.Errorf("%d identifies, %d resumes, want 1, 0", identifies, resumes)
		}
		if codes := d.closes(); len(codes) != 1 || codes[0] != websocket.CloseNormalClosure {
			t.Errorf("closed with %v, want one 1000", codes)
		}
	})
}

// TestReconnects injects a fault into a session that has begun, and asks again.
func TestReconnects(t *testing.T) {
	// Noticing a fault of Discord's takes no time, discordgo needs 1 s to close,
	// settle is 1.5 s, the random part after one failure is below 2 s, and breath is 10 ms.
	const soon = 4600 * time.Millisecond
	tests := []struct {
		name                string
		fault               func(p *peer)
		identifies, resumes int
		within              time.Duration
	}{
		{"op 7", func(p *peer) { p.send(`{"op":7,"d":null}`) }, 1, 1, soon},
		{"op 9 true", func(p *peer) { p.send(`{"op":9,"d":true}`) }, 1, 1, soon},
		{"op 9 false", func(p *peer) { p.send(`{"op":9,"d":false}`) }, 2, 0, soon},
		{"close 1000", func(p *peer) { p.hangUp(1000) }, 2, 0, soon},
		{"close 1001", func(p *peer) { p.hangUp(1001) }, 1, 1, soon},
		{"close 4000", func(p *peer) { p.hangUp(4000) }, 1, 1, soon},
		{"close 4001", func(p *peer) { p.hangUp(4001) }, 1, 1, soon},
		{"close 4002", func(p *peer) { p.hangUp(4002) }, 1, 1, soon},
		{"close 4003", func(p *peer) { p.hangUp(4003) }, 2, 0, soon},
		{"close 4005", func(p *peer) { p.hangUp(4005) }, 2, 0, soon},
		{"close 4007", func(p *peer) { p.hangUp(4007) }, 2, 0, soon},
		{"close 4008", func(p *peer) { p.hangUp(4008) }, 2, 0, soon},
		{"close 4009", func(p *peer) { p.hangUp(4009) }, 2, 0, soon},
		{"close without a code", func(p *peer) { p.hangUp(websocket.CloseNoStatusReceived) }, 1, 1, soon},
		{"cut", func(p *peer) { p.ws.UnderlyingConn().Close() }, 1, 1, soon},
		{"null", func(p *peer) { p.send(`null`) }, 1, 1, soon},
		{"HELLO of no interval", func(p *peer) { p.send(`{"op":10,"d":{"heartbeat_interval":0}}`) }, 1, 1, soon},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, d *fake) {
				g := d.run(d.config())
				<-g.Registered()
				time.Sleep(10 * time.Second)
				test.fault(d.peer())
				time.Sleep(test.within)
				d.ask("again?")
				synctest.Wait()
				if n := len(d.answers()); n != 1 {
					t.Errorf("%d answers after the fault, want 1", n)
				}
				if identifies, resumes := d.starts(); identifies != test.identifies || resumes != test.resumes {
					t.Errorf("%d identifies, %d resumes, want %d, %d", identifies, resumes, test.identifies, test.resumes)
				}
				if !g.Ready() {
					t.Error("a short reconnect made it unready")
				}
				// Only a close frame that ends the whole session may carry 1000.
				if codes := d.closes(); len(codes) != 0 {
					t.Errorf("the bot closed with %v", codes)
				}
				if err := g.stop(); err != nil {
					t.Errorf("Run: %v", err)
				}
			})
		})
	}
}

// TestSilence stops all sending; discordgo alone would notice after five intervals.
func TestSilence(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		var silent atomic.Bool
		d.onPeer = func(n int, p *peer) bool {
			p.hello()
			for op := p.read(); op >= 0; op = p.read() {
				if !(silent.Load() && n == 1) {
					p.handle(op)
				}
			}
			return true
		}
		g := d.run(d.config())
		<-g.Registered()
		time.Sleep(10 * time.Second)
		silent.Store(true)
		// The last byte came at most 10 s ago, so it is noticed 51.875 to 61.875 s from now.
		time.Sleep(interval*3/2 + 4600*time.Millisecond)
		d.ask("still there?")
		synctest.Wait()
		if identifies, resumes := d.starts(); identifies != 1 || resumes != 1 || len(d.answers()) != 1 {
			t.Errorf("%d identifies, %d resumes, %d answers, want 1, 1, 1", identifies, resumes, len(d.answers()))
		}
		g.stop()
	})
}

// TestOpening lets the first connections fail before READY or RESUMED.
func TestOpening(t *testing.T) {
	tests := []struct {
		name                string
		broken              func(p *peer) // serves the first connection
		within              time.Duration // until READY
		identifies, resumes int
	}{
		// Two IDENTIFYs are 5 s apart at least.
		// 20 s of silence, then settle and a random part below 2 s.
		{"HELLO withheld", func(p *peer) { p.read() }, 24 * time.Second, 1, 0},
		// 30 s from dialling to READY, then the same.
		{"READY withheld", func(p *peer) {
			p.hello()
			for op := p.read(); op >= 0; op = p.read() {
				if op == 2 {
					p.counted(&p.d.identifies)
				}
			}
		}, 34 * time.Second, 2, 0},
		{"op 7 instead of READY", func(p *peer) { p.hello(); p.read(); p.send(`{"op":7,"d":null}`); p.read() }, 6 * time.Second, 1, 0},
		{"op 9 instead of READY", func(p *peer) { p.hello(); p.read(); p.send(`{"op":9,"d":false}`); p.read() }, 6 * time.Second, 1, 0},
		{"op 11 instead of READY", func(p *peer) { p.hello(); p.read(); p.send(`{"op":11}`); p.read() }, 6 * time.Second, 1, 0},
		{"no HELLO first", func(p *peer) { p.send(`{"op":11}`); p.read() }, 6 * time.Second, 1, 0},
		{"not JSON", func(p *peer) { p.send(`<html>`); p.read() }, 6 * time.Second, 1, 0},
		{"cut at once", func(p *peer) { p.ws.UnderlyingConn().Close() }, 6 * time.Second, 1, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, d *fake) {
				d.onPeer = func(n int, p *peer) bool {
					if n == 1 {
						test.broken(p)
					}
					return n == 1
				}
				g := d.run(d.config())
				time.Sleep(test.within)
				if !g.Ready() {
					t.Errorf("not ready after %v", test.within)
				}
				if identifies, resumes := d.starts(); identifies != test.identifies || resumes != test.resumes {
					t.Errorf("%d identifies, %d resumes, want %d, %d", identifies, resumes, test.identifies, test.resumes)
				}
				if err := g.stop(); err != nil {
					t.Errorf("Run: %v", err)
				}
			})
		})
	}
}

// TestResumeRefused answers RESUME badly; discordgo alone deadlocks on op 7 and
// resumes for ever on the others.
func TestResumeRefused(t *testing.T) {
	tests := []struct {
		name                string
		refuse              func(p *peer)
		identifies, resumes int
	}{
		{"op 7", func(p *peer) { p.send(`{"op":7,"d":null}`); p.read() }, 2, 3},
		{"cut", func(p *peer) { p.ws.UnderlyingConn().Close() }, 2, 3},
		{"close 4000", func(p *peer) { p.hangUp(4000); p.read() }, 2, 3},
		{"close 4007", func(p *peer) { p.hangUp(4007); p.read() }, 2, 1},
		{"op 9", func(p *peer) { p.send(`{"op":9,"d":false}`); p.read() }, 2, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, d *fake) {
				d.onPeer = func(n int, p *peer) bool {
					p.hello()
					for op := p.read(); op >= 0; op = p.read() {
						if op == 6 {
							p.counted(&d.resumes)
							test.refuse(p)
							return true
						}
						p.handle(op)
					}
					return true
				}
				g := d.run(d.config())
				<-g.Registered()
				time.Sleep(2 * time.Minute)
				d.peer().hangUp(4000)
				time.Sleep(3 * time.Minute)
				d.ask("again?")
				synctest.Wait()
				if n := len(d.answers()); n != 1 {
					t.Errorf("%d answers, want 1", n)
				}
				if identifies, resumes := d.starts(); identifies != test.identifies || resumes != test.resumes {
					t.Errorf("%d identifies, %d resumes, want %d, %d", identifies, resumes, test.identifies, test.resumes)
				}
				g.stop()
			})
		})
	}
}

// TestStorm makes every session fail at once. discordgo alone identifies some
// 30,000 times a second at the first of these.
func TestStorm(t *testing.T) {
	tests := []struct {
		name string
		peer func(p *peer)
	}{
		{"op 9 for ever", func(p *peer) {
			p.hello()
			for op := p.read(); op >= 0; op = p.read() {
				if op == 2 {
					p.counted(&p.d.identifies)
					p.send(`{"op":9,"d":false}`)
				}
			}
		}},
		{"close after READY", func(p *peer) {
			p.hello()
			p.handle(p.read())
			p.handle(p.read())
			p.hangUp(4009)
			p.read()
		}},
		{"cut", func(p *peer) { p.ws.UnderlyingConn().Close() }},
		{"cut before READY", func(p *peer) {
			p.hello()
			if p.read() == 2 {
				p.counted(&p.d.identifies)
			}
			p.ws.UnderlyingConn().Close()
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, d *fake) {
				d.onPeer = func(_ int, p *peer) bool { test.peer(p); return true }
				g := d.run(d.config())
				time.Sleep(4 * time.Minute)
				dials := d.opened()
				identifies, _ := d.starts()
				if len(dials) < 4 || identifies > len(dials) {
					t.Errorf("%d dials, %d identifies in 4 minutes", len(dials), identifies)
				}
				// Before each identify, Discord was asked whether there is one left.
				if asked := d.count("GET /gateway/bot"); identifies > asked {
					t.Errorf("%d identifies, %d times asked for leave", identifies, asked)
				}
				for i := 3; i < len(dials); i++ {
					if gap := dials[i].Sub(dials[i-3]); gap < time.Minute {
						t.Errorf("dials %d to %d within %v: more than 3 a minute", i-3, i, gap)
					}
				}
				g.stop()
			})
		})
	}
}

// TestHungDial has a dialler that does not listen to its context, so that
// discordgo's Open never returns.
func TestHungDial(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		release := make(chan struct{})
		var websockets atomic.Int64
		cfg := d.config()
		cfg.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
			if strings.HasPrefix(addr, "ws.") {
				if websockets.Add(1) == 1 {
					<-release
					return nil, net.ErrClosed
				}
			}
			return d.ln.Dial(ctx, network, addr)
		}
		d.onREST = func(w http.ResponseWriter, r *http.Request) bool {
			if strings.HasSuffix(r.URL.Path, "/gateway") {
				io.WriteString(w, `{"url":"ws://ws.test/ws"}`)
				return true
			}
			return false
		}
		g := d.run(cfg)
		time.Sleep(openLimit + cutGrace - time.Second)
		if g.Ready() {
			t.Fatal("ready without a connection")
		}
		time.Sleep(5 * time.Second)
		if !g.Ready() {
			t.Error("not ready after the hung session was given up")
		}
		if err := g.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
		close(release)
	})
}

// TestTalkative has Discord ask for heartbeats without end; discordgo answers
// each, and at 120 a minute Discord would hang up and forget the session.
func TestTalkative(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		var beats atomic.Int64
		d.onPeer = func(n int, p *peer) bool {
			if n > 1 {
				return false
			}
			p.hello()
			p.handle(p.read())
			go func() {
				time.Sleep(time.Second)
				for range 200 {
					p.send(`{"op":1,"d":null}`)
					time.Sleep(time.Millisecond)
				}
			}()
			for p.read() == 1 {
				beats.Add(1)
			}
			return true
		}
		g := d.run(d.config())
		time.Sleep(10 * time.Second)
		// The handshake, IDENTIFY and the presence count too.
		if n := beats.Load(); n != maxSends-3 {
			t.Errorf("%d heartbeats, want %d", n, maxSends-3)
		}
		if identifies, resumes := d.starts(); identifies != 1 || resumes != 1 {
			t.Errorf("%d identifies, %d resumes, want 1, 1", identifies, resumes)
		}
		g.stop()
	})
}
