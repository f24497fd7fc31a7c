package gateway

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"summitbot/bot"
)

const refusedCard = `{"message":"Invalid Form Body","code":50035,"errors":{"data":{"components":{"_errors":[{"code":"X","message":"no"}]}}}}`

// failing answers the first callbacks, one after the other, with these; the rest with 204.
func failing(steps ...func(w http.ResponseWriter)) func(int, http.ResponseWriter, string) bool {
	return func(n int, w http.ResponseWriter, _ string) bool {
		if n > len(steps) {
			return false
		}
		steps[n-1](w)
		return true
	}
}

// status answers with a status and a body.
func status(code int, body string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		w.WriteHeader(code)
		io.WriteString(w, body)
	}
}

func TestReply(t *testing.T) {
	hangUp := func(http.ResponseWriter) { panic(http.ErrAbortHandler) }
	limited := func(retryAfter string) func(http.ResponseWriter) {
		return status(429, `{"message":"You are being rate limited.","retry_after":`+retryAfter+`,"global":false}`)
	}
	html := func(w http.ResponseWriter) {
		w.Header().Set("Retry-After", "1")
		status(429, "<html>error 1015</html>")(w)
	}
	slow := func(http.ResponseWriter) { time.Sleep(10 * time.Second) }
	const ok = "answer to q"
	tests := []struct {
		name  string
		steps []func(http.ResponseWriter)
		shown []string      // of the requests, in order
		took  time.Duration // until the last request was made
		log   string        // a part of what is logged; "" is nothing above debug
	}{
		{"at once", nil, []string{ok}, 0, ""},
		{"500 once", []func(http.ResponseWriter){status(500, "")}, []string{ok, ok}, retryWait, ""},
		{"503 once", []func(http.ResponseWriter){status(503, "<html>")}, []string{ok, ok}, retryWait, ""},
		{"500 always", []func(http.ResponseWriter){status(500, ""), status(500, ""), status(500, "")}, []string{ok, ok}, retryWait, "could not be sent"},
		{"cut once", []func(http.ResponseWriter){hangUp}, []string{ok, ok}, retryWait, ""},
		{"cut after it was taken", []func(http.ResponseWriter){hangUp, status(400, `{"message":"Interaction has already been acknowledged.","code":40060}`)}, []string{ok, ok}, retryWait, ""},
		{"no answer once", []func(http.ResponseWriter){slow}, []string{ok, ok}, tryLimit + retryWait, ""},
		{"answered by another process", []func(http.ResponseWriter){status(400, `{"message":"Interaction has already been acknowledged.","code":40060}`)}, []string{ok}, 0, ""},
		{"429 that fits", []func(http.ResponseWriter){limited("0.75")}, []string{ok, ok}, 750 * time.Millisecond, ""},
		{"429 that does not fit", []func(http.ResponseWriter){limited("3")}, []string{ok}, 0, "could not be sent"},
		{"429 in HTML", []func(http.ResponseWriter){html}, []string{ok, ok}, time.Second, ""},
		{"10062", []func(http.ResponseWriter){status(404, `{"message":"Unknown interaction","code":10062}`)}, []string{ok}, 0, "came too late"},
		{"50027", []func(http.ResponseWriter){status(401, `{"message":"Invalid Webhook Token","code":50027}`)}, []string{ok}, 0, "came too late"},
		{"card refused", []func(http.ResponseWriter){status(400, refusedCard)}, []string{ok, "plain: " + ok}, 0, "refuses a card"},
		{"card and plain refused", []func(http.ResponseWriter){status(400, refusedCard), status(400, refusedCard)}, []string{ok, "plain: " + ok}, 0, "could not be sent"},
		{"card refused, plain after 500", []func(http.ResponseWriter){status(400, refusedCard), status(500, "")}, []string{ok, "plain: " + ok, "plain: " + ok}, retryWait, "refuses a card"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, d *fake) {
				d.onCallback = failing(test.steps...)
				g := d.run(d.config())
				<-g.Registered()
				before := len(d.logs.String())
				asked := time.Now()
				d.ask("q")
				time.Sleep(answerLimit)
				var shown []string
				for _, c := range d.answers() {
					shown = append(shown, c.shown())
				}
				if fmt.Sprint(shown) != fmt.Sprint(test.shown) {
					t.Fatalf("sent %q, want %q", shown, test.shown)
				}
				if took := d.answers()[len(shown)-1].at.Sub(asked); took != test.took {
					t.Errorf("the last request came after %v, want %v", took, test.took)
				}
				log := d.logs.String()[before:]
				if test.log == "" && (strings.Contains(log, "WARN") || strings.Contains(log, "ERROR")) || !strings.Contains(log, test.log) {
					t.Errorf("logged %q, want %q", log, test.log)
				}
				g.stop()
			})
		})
	}
}

// TestMessages: what is sent of unusual messages. The flags 68 are 4 for no
// embeds and 64 for ephemeral, 32832 are 32768 for components and 64.
func TestMessages(t *testing.T) {
	tests := []struct {
		name, log string
		message   bot.Message
		want      string // data of the callback
	}{
		{"too large a card", "breaks Discord's limits",
			bot.Message{Card: []bot.Component{bot.Text{Content: strings.Repeat("x", 4001)}}, Plain: "short", Private: true},
			`{"content":"short","flags":68,"allowed_mentions":{"parse":[]}}`},
		{"plain text alone", "", bot.Message{Plain: "short"},
			`{"content":"short","flags":4,"allowed_mentions":{"parse":[]}}`},
		{"nothing", "empty message", bot.Message{},
			`{"components":[{"type":10,"content":"` + bot.Broken("de", "").Plain + `"}],"flags":32832,"allowed_mentions":{"parse":[]}}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, d *fake) {
				d.handler.handle = func(context.Context, bot.Event) bot.Message { return test.message }
				g := d.run(d.config())
				<-g.Registered()
				d.ask("q")
				synctest.Wait()
				if got := d.answers(); len(got) != 1 || got[0].body != `{"type":4,"data":`+test.want+`}` {
					t.Errorf("sent %+v", got)
				}
				if log := d.logs.String(); !strings.Contains(log, test.log) || (test.log == "") == strings.Contains(log, "ERROR") {
					t.Errorf("logged %q", log)
				}
				g.stop()
			})
		})
	}
}

func TestPanic(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		d.handler.handle = func(_ context.Context, ev bot.Event) bot.Message {
			if ev.Options["question"] == "boom" {
				panic("kaboom")
			}
			return notice("fine")
		}
		g := d.run(d.config())
		<-g.Registered()
		d.ask("boom")
		d.ask("ok")
		synctest.Wait()
		got := d.answers()
		if len(got) != 2 {
			t.Fatalf("%d answers, want 2", len(got))
		}
		sorry := got[0]
		if !strings.HasPrefix(sorry.shown(), "Hier ist etwas") {
			sorry = got[1]
		}
		if sorry.content.Data.Flags&flagEphemeral == 0 || strings.Contains(sorry.shown(), "kaboom") {
			t.Errorf("the asker sees %q with flags %d", sorry.shown(), sorry.content.Data.Flags)
		}
		_, id, _ := strings.Cut(sorry.shown(), "(Fehler ")
		id = strings.TrimSuffix(id, ").")
		if len(id) != 8 || strings.Count(d.logs.String(), "error="+id) != 1 || !strings.Contains(d.logs.String(), "kaboom") {
			t.Errorf("error id %q is not in one log line with its cause", id)
		}
		g.stop()
	})
}

// TestFlood sends more at once than can be handled and wait.
func TestFlood(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		release := make(chan struct{})
		d.handler.handle = func(_ context.Context, ev bot.Event) bot.Message {
			<-release
			return notice("answered")
		}
		cfg := d.config()
		cfg.Workers, cfg.Queue = 4, 6
		d.onCallback = func(_ int, w http.ResponseWriter, body string) bool {
			if strings.Contains(body, bot.Busy("de").Plain) {
				time.Sleep(500 * time.Millisecond) // so that telling people takes its time
			}
			return false
		}
		g := d.run(cfg)
		<-g.Registered()
		for range 40 {
			d.ask("q")
		}
		synctest.Wait()
		if n := len(d.handler.handled()); n != 4 {
			t.Errorf("%d events are handled at once, want 4", n)
		}
		time.Sleep(time.Second)
		close(release)
		time.Sleep(time.Second)
		count := map[string]int{}
		for _, c := range d.answers() {
			count[c.shown()]++
		}
		// 4 + 6 are answered, 16 are told, and 40 - 10 - 16 = 14 get nothing.
		if count["answered"] != 10 || count[bot.Busy("de").Plain] != maxShedding || len(d.answers()) != 26 {
			t.Errorf("answers %v, want 10 and %d busy", count, maxShedding)
		}
		if n := strings.Count(d.logs.String(), "turning people away"); n != 1 {
			t.Errorf("%d log lines about it, want 1", n)
		}
		d.ask("afterwards")
		synctest.Wait()
		if n := len(d.answers()); n != 27 {
			t.Errorf("%d answers after the flood, want 27", n)
		}
		g.stop()
	})
}

// TestWaitsTooLong has the only worker busy for longer than an event waits.
func TestWaitsTooLong(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		d.handler.handle = func(context.Context, bot.Event) bot.Message {
			time.Sleep(11 * time.Second) // without a look at its context
			return notice("late")
		}
		cfg := d.config()
		cfg.Workers = 1
		g := d.run(cfg)
		<-g.Registered()
		d.ask("a")
		d.ask("b")
		time.Sleep(20 * time.Second)
		if len(d.handler.handled()) != 1 || len(d.answers()) != 2 {
			t.Errorf("%d events handled, %d deferred, want 1 and 2", len(d.handler.handled()), len(d.answers()))
		}
		got := d.requests()
		if len(got) != 2 || !strings.Contains(got[0].body, bot.Busy("de").Plain) || !strings.Contains(got[1].body, "late") {
			t.Errorf("sent %+v", got)
		}
		if strings.Count(d.logs.String(), "waited too long") != 1 {
			t.Errorf("not one log line about it")
		}
		g.stop()
	})
}

func TestHandlerDeadline(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		d.handler.handle = func(ctx context.Context, _ bot.Event) bot.Message {
			<-ctx.Done()
			return notice("gave up")
		}
		g := d.run(d.config())
		<-g.Registered()
		asked := time.Now()
		d.ask("a")
		time.Sleep(11 * time.Second)
		if got := d.requests(); len(got) != 1 || got[0].at.Sub(asked) != handleLimit {
			t.Errorf("answers %+v, want one after %v", got, handleLimit)
		}
		g.stop()
	})
}

// TestTaken: what is taken in, and what is not.
func TestTaken(t *testing.T) {
	tests := []struct {
		name string
		send func(d *fake)
		want int // answers
	}{
		{"twice the same", func(d *fake) {
			id := d.ask("q")
			d.peer().dispatch("INTERACTION_CREATE", interactionJSON(id, "q"))
		}, 1},
		{"2 s old", func(d *fake) { d.old(2 * time.Second) }, 1},
		{"10 s old", func(d *fake) { d.old(10 * time.Second) }, 0},
		{"10 min old", func(d *fake) { d.old(10 * time.Minute) }, 0},
		{"from the future", func(d *fake) { d.old(-time.Hour) }, 1},
		{"id that is no time", func(d *fake) { d.peer().dispatch("INTERACTION_CREATE", interactionJSON("12", "q")) }, 1},
		{"id that is no number", func(d *fake) { d.peer().dispatch("INTERACTION_CREATE", interactionJSON("x", "q")) }, 1},
		{"no data", func(d *fake) { d.peer().dispatch("INTERACTION_CREATE", `{"id":"1","type":2,"token":"itoken"}`) }, 0},
		{"no token", func(d *fake) {
			d.peer().dispatch("INTERACTION_CREATE", `{"id":"1","type":2,"data":{"name":"ask","type":1}}`)
		}, 0},
		{"nobody", func(d *fake) {
			d.peer().dispatch("INTERACTION_CREATE", `{"id":"1","type":2,"token":"itoken","member":{},"data":{"name":"ask","type":1}}`)
		}, 1},
		{"null", func(d *fake) { d.peer().dispatch("INTERACTION_CREATE", `null`) }, 0},
		{"a list", func(d *fake) { d.peer().dispatch("INTERACTION_CREATE", `[]`) }, 0},
		{"autocomplete", func(d *fake) {
			d.peer().dispatch("INTERACTION_CREATE", strings.Replace(interactionJSON("1", "q"), `"type":2`, `"type":4`, 1))
		}, 1},
		{"a command of a person's menu", func(d *fake) {
			d.peer().dispatch("INTERACTION_CREATE", strings.Replace(interactionJSON("1", "q"), `"name":"ask","type":1`, `"name":"ask","type":2`, 1))
		}, 0},
		{"a modal", func(d *fake) {
			d.peer().dispatch("INTERACTION_CREATE", strings.Replace(interactionJSON("1", "q"), `"type":2`, `"type":5`, 1))
		}, 0},
		{"a component of an unknown type", func(d *fake) {
			d.peer().dispatch("INTERACTION_CREATE", strings.Replace(interactionJSON("1", "q"), `"locale"`,
				`"message":{"components":[{"type":99,"x":1}]},"locale"`, 1))
		}, 1},
		{"app_permissions as a number", func(d *fake) {
			d.peer().dispatch("INTERACTION_CREATE", strings.Replace(interactionJSON("1", "q"), `"app_permissions":"0"`, `"app_permissions":0`, 1))
		}, 1},
		{"unknown event before", func(d *fake) { d.peer().dispatch("SOMETHING_NEW", `{"a":1}`); d.ask("q") }, 1},
		{"unknown op before", func(d *fake) { d.peer().send(`{"op":42,"d":{}}`); d.ask("q") }, 1},
		{"malformed JSON before", func(d *fake) { d.peer().send(`{"op":0,`); d.ask("q") }, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, d *fake) {
				g := d.run(d.config())
				<-g.Registered()
				time.Sleep(time.Second)
				test.send(d)
				time.Sleep(2 * time.Second)
				if n := len(d.answers()); n != test.want {
					t.Errorf("%d answers, want %d", n, test.want)
				}
				g.stop()
			})
		})
	}
}

// old sends an interaction that was made a while ago.
func (d *fake) old(age time.Duration) {
	d.peer().dispatch("INTERACTION_CREATE", interactionJSON(d.newID(time.Now().Add(-age)), "q"))
}

// TestClock: a wrong clock on this machine makes no event stale.
func TestClock(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		const ahead = 10 * time.Minute // of Discord's clock
		d.onREST = func(w http.ResponseWriter, r *http.Request) bool {
			w.Header().Set("Date", time.Now().Add(ahead).UTC().Format(http.TimeFormat))
			return false
		}
		d.onCallback = func(_ int, w http.ResponseWriter, _ string) bool {
			w.Header().Set("Date", time.Now().Add(ahead).UTC().Format(http.TimeFormat))
			return false
		}
		g := d.run(d.config())
		<-g.Registered()
		time.Sleep(time.Hour)
		d.old(-ahead)                  // made now
		d.old(-ahead + 10*time.Second) // made 10 s ago
		time.Sleep(time.Second)
		if n := len(d.answers()); n != 1 {
			t.Errorf("%d answers, want 1", n)
		}
		g.stop()
	})
}

// TestDrains stops while an answer is under way: it is still sent, nothing new is taken.
func TestDrains(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		d.handler.handle = func(context.Context, bot.Event) bot.Message {
			time.Sleep(time.Second)
			return notice("done")
		}
		g := d.run(d.config())
		<-g.Registered()
		d.ask("a")
		synctest.Wait()
		go g.stop()
		time.Sleep(100 * time.Millisecond)
		d.ask("b")
		<-g.done
		if n := len(d.answers()); n != 1 || g.err != nil {
			t.Errorf("%d answers, want 1; Run: %v", n, g.err)
		}
	})
}

// TestDrainLimit stops while a handler hangs.
func TestDrainLimit(t *testing.T) {
	bubble(t, func(t *testing.T, d *fake) {
		release := make(chan struct{})
		d.handler.handle = func(context.Context, bot.Event) bot.Message {
			<-release
			return notice("never")
		}
		g := d.run(d.config())
		<-g.Registered()
		d.ask("a")
		synctest.Wait()
		begin := time.Now()
		if err := g.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
		// discordgo takes a second to close.
		if took := time.Since(begin); took != drainLimit+time.Second+3*breath {
			t.Errorf("stopping took %v", took)
		}
		close(release)
		synctest.Wait()
		if answers, edits := len(d.answers()), len(d.requests()); answers != 1 || edits != 0 {
			t.Errorf("%d callbacks, %d edits, want the deferral alone", answers, edits)
		}
	})
}
