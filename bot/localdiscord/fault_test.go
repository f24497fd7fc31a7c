package localdiscord_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"

	"summitbot/bot/localdiscord"
)

// fault sets a fault.
func (w *world) fault(f localdiscord.Fault) {
	w.t.Helper()
	if err := w.s.Fault(f); err != nil {
		w.t.Fatal(err)
	}
}

func TestFaultsOnConnecting(t *testing.T) {
	tests := []struct {
		name  string
		fault localdiscord.Fault
		want  string // from HELLO on, for one identify
	}{
		{"hello", localdiscord.Fault{Name: "hello_withheld"}, "cut"},
		{"ready", localdiscord.Fault{Name: "ready_withheld"}, hello + ", cut"},
		{"invalid session", localdiscord.Fault{Name: "invalid_session"}, hello + ", op 9 false, cut"},
		{"close", localdiscord.Fault{Name: "identify_close", Code: 4014}, hello + ", closed 4014"},
		{"close by default", localdiscord.Fault{Name: "identify_close"}, hello + ", closed 4004"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, localdiscord.Config{IdentifyEvery: -1}, func(w *world) {
				w.fault(tt.fault)
				c := w.connect("v=10")
				defer c.ws.Close()
				got := c.next()
				if got == hello {
					c.send(identify(w.s.Token(), 0, ""))
					got += ", " + c.upTo("READY")
				}
				check(t, "with the fault", got, tt.want)
				again := w.connect("v=10")
				defer again.ws.Close()
				again.send(identify(w.s.Token(), 0, ""))
				check(t, "after it", again.upTo("READY"), hello+", READY")
			})
		})
	}
}

func TestSilentConnection(t *testing.T) {
	inBubble(t, localdiscord.Config{IdentifyEvery: -1}, func(w *world) {
		c := w.ready(0, "")
		defer c.ws.Close()
		w.fault(localdiscord.Fault{Name: "silent"})
		c.send(`{"op":1}`)
		// Nothing comes until the server finds that no heartbeat came either.
		check(t, "the silent one", c.next(), "cut")
		other := w.ready(0, "")
		other.ws.Close()
	})
}

func TestCutConnection(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		c := w.ready(0, "")
		defer c.ws.Close()
		w.fault(localdiscord.Fault{Name: "cut"})
		check(t, "the connection", c.next(), "cut")
		synctest.Wait()
		if got := w.s.Connections(); got != 0 {
			t.Errorf("%d connections are open, want 0", got)
		}
	})
}

func TestReconnectBeforeResumed(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		c := w.ready(0, "")
		c.ws.Close()
		w.fault(localdiscord.Fault{Name: "reconnect_first"})
		for _, want := range []string{"op 7", "RESUMED"} {
			d := w.connect("v=10")
			d.next()
			d.send(resume(w.s.Token(), c.session, c.seq))
			check(t, "after RESUME", d.next(), want)
			d.ws.Close()
			synctest.Wait()
		}
	})
}

func TestRESTStatusFault(t *testing.T) {
	s := newServer(t, localdiscord.Config{})
	me, app := call{method: "GET", path: "/api/v10/users/@me"}, call{method: "GET", path: "/api/v10/applications/@me"}
	if err := s.Fault(localdiscord.Fault{Name: "rest_status", Times: 2, Status: 503, Method: "GET", Route: "/users/@me"}); err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{503, 503, 200} {
		if got := do(s, me).StatusCode; got != want {
			t.Errorf("call %d: %d, want %d", i, got, want)
		}
		if got := do(s, app).StatusCode; got != 200 {
			t.Errorf("another route: %d, want 200", got)
		}
	}
	s.Fault(localdiscord.Fault{Name: "rest_status", Times: -1, Status: 429, RetryAfter: 1.5})
	for range 3 {
		res := do(s, me)
		if got := res.Header.Get("Retry-After"); res.StatusCode != 429 || got != "2" {
			t.Errorf("status %d, Retry-After %q; want 429 and 1.5 rounded up to 2", res.StatusCode, got)
		}
	}
	s.Fault(localdiscord.Fault{Name: "none"})
	if got := do(s, me).StatusCode; got != 200 {
		t.Errorf("after none: %d, want 200", got)
	}
	if err := s.Fault(localdiscord.Fault{Name: "earthquake"}); err == nil {
		t.Error("an unknown fault was set")
	}
}

func TestRefusedCard(t *testing.T) {
	inAsked(t, func(t *testing.T, a asked) {
		a.w.fault(localdiscord.Fault{Name: "callback_refuse_card"})
		check(t, "card", a.callback(`{"type":4,"data":`+card(text("x"))+`}`), "400 50035; data.components BASE_TYPE_BAD_LENGTH")
		check(t, "plain instead", a.callback(`{"type":4,"data":{"content":"x"}}`), "204")
	})
}

func TestDuplicateDispatch(t *testing.T) {
	inAsked(t, func(t *testing.T, a asked) {
		a.w.fault(localdiscord.Fault{Name: "duplicate"})
		a.w.slash("again?")
		first, second := <-a.later, <-a.later
		if first.ID != second.ID {
			t.Errorf("ids %s and %s, want the same", first.ID, second.ID)
		}
	})
}

func TestDiscordgoReconnects(t *testing.T) {
	tests := []struct {
		name            string
		disturb         func(w *world) error
		resumes, starts int // while discordgo comes back by itself
	}{
		{"op 7", func(w *world) error { return w.s.SendOp(7, nil) }, 1, 1},
		{"close 4000", func(w *world) error { return w.s.CloseGateway(4000) }, 1, 1},
		{"cut", func(w *world) error { return w.s.Fault(localdiscord.Fault{Name: "cut"}) }, 1, 1},
		{"op 9", func(w *world) error { return w.s.SendOp(9, false) }, 0, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, localdiscord.Config{IdentifyEvery: -1}, func(w *world) {
				bot := w.bot()
				bot.ShouldReconnectOnError = true
				bot.AddHandler(answerWith(t, "here again"))
				if err := bot.Open(); err != nil {
					t.Fatal(err)
				}
				do(w.s, call{"PUT", commandsPath, `[{"name":"ask","description":"d"}]`, nil})
				time.Sleep(time.Second) // G7: not within discordgo's first millisecond
				if err := tt.disturb(w); err != nil {
					t.Fatal(err)
				}
				time.Sleep(10 * time.Second)
				if w.s.Resumes() != tt.resumes || w.s.Identifies() != tt.starts {
					t.Errorf("%d resumes and %d identifies, want %d and %d", w.s.Resumes(), w.s.Identifies(), tt.resumes, tt.starts)
				}
				if _, err := w.s.Slash("", "", "ask", nil); err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
				check(t, "answer", w.s.Transcript(), "bot → #news\n  ▌ here again\n")
				bot.ShouldReconnectOnError = false
				closeBot(bot)
			})
		})
	}
}

func TestDiscordgoIsRefused(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		bot := w.bot()
		bot.Token, bot.Identify.Token = "Bot wrong", "Bot wrong"
		if err := bot.Open(); err == nil {
			t.Error("opened with a wrong token")
		}
		_, err := bot.ApplicationCommands(w.s.ApplicationID(), "")
		rest, ok := err.(*discordgo.RESTError)
		if !ok || rest.Response.StatusCode != 401 {
			t.Errorf("commands: %v, want 401", err)
		}
	})
}
