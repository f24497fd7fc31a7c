package localdiscord_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

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
		{"op 9 that allows to resume", localdiscord.Fault{Name: "invalid_session", Resumable: true}, hello + ", op 9 true, cut"},
		{"nothing at all", localdiscord.Fault{Name: "accept_withheld"}, "no upgrade"},
		{"close by default", localdiscord.Fault{Name: "identify_close"}, hello + ", closed 4004"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, localdiscord.Config{IdentifyEvery: -1}, func(w *world) {
				w.fault(tt.fault)
				got := w.firstTry()
				check(t, "with the fault", got, tt.want)
				again := w.connect("v=10")
				defer again.ws.Close()
				again.send(identify(w.s.Token(), 0, ""))
				check(t, "after it", again.upTo("READY"), hello+", READY")
			})
		})
	}
}

// firstTry opens a connection, identifies after HELLO, and returns what comes.
func (w *world) firstTry() string {
	w.t.Helper()
	d := websocket.Dialer{NetDialContext: w.dial, HandshakeTimeout: time.Minute}
	ws, _, err := d.Dial("ws://"+host+"/gateway/?v=10", nil)
	if err != nil {
		return "no upgrade"
	}
	c := &wire{t: w.t, ws: ws}
	defer ws.Close()
	got := c.next()
	if got == hello {
		c.send(identify(w.s.Token(), 0, ""))
		got += ", " + c.upTo("READY")
	}
	return got
}

func TestFaultTimes(t *testing.T) {
	for _, times := range []int{0, 1, 3, -1} {
		inBubble(t, localdiscord.Config{IdentifyEvery: -1}, func(w *world) {
			w.fault(localdiscord.Fault{Name: "identify_close", Code: 4009, Times: times})
			refused := 0
			for range 5 {
				if strings.HasSuffix(w.firstTry(), "closed 4009") {
					refused++
				}
			}
			if want := map[int]int{0: 1, 1: 1, 3: 3, -1: 5}[times]; refused != want {
				t.Errorf("%d times: happened %d times of 5, want %d", times, refused, want)
			}
			w.fault(localdiscord.Fault{Name: "none"})
			check(t, "after none", w.firstTry(), hello+", READY")
		})
	}
}

func TestFaultsThatAreNone(t *testing.T) {
	s := newServer(t, localdiscord.Config{})
	for _, f := range []localdiscord.Fault{
		{Name: "earthquake"}, {}, {Name: "close", Code: 1005}, {Name: "identify_close", Code: 99}, {Name: "rest_refuse", Code: 1},
		{Name: "rest_status", Status: 200}, {Name: "rest_status", Scope: "everybody"},
	} {
		if err := s.Fault(f); err == nil {
			t.Errorf("%+v was set", f)
		}
	}
	if help := localdiscord.FaultHelp(); strings.Count(help, "\n") != len(localdiscord.FaultNames()) || !strings.Contains(help, "\nop_7 ") {
		t.Errorf("help:\n%s", help)
	}
}

// TestFaultsOnOpenConnections: what a connection gets that was open before.
func TestFaultsOnOpenConnections(t *testing.T) {
	tests := []struct {
		name    string
		fault   localdiscord.Fault
		want    string // then the answer to a heartbeat, if the connection is still open
		resumed string // the answer to RESUME on a new connection
	}{
		{"op 1", localdiscord.Fault{Name: "op_1"}, "op 1", "RESUMED"},
		{"op 7", localdiscord.Fault{Name: "op_7"}, "op 7", "RESUMED"},
		{"op 9", localdiscord.Fault{Name: "op_9"}, "op 9 false", "op 9 false"},
		{"op 9 resumable", localdiscord.Fault{Name: "op_9", Resumable: true}, "op 9 true", "RESUMED"},
		{"close", localdiscord.Fault{Name: "close"}, "closed 4000", "RESUMED"},
		{"close 4009", localdiscord.Fault{Name: "close", Code: 4009}, "closed 4009", "op 9 false"},
		{"close 4014", localdiscord.Fault{Name: "close", Code: 4014}, "closed 4014", "op 9 false"},
		{"cut", localdiscord.Fault{Name: "cut"}, "cut", "RESUMED"},
		{"unknown op", localdiscord.Fault{Name: "unknown_op"}, "op 42 {}", "RESUMED"},
		{"unknown event", localdiscord.Fault{Name: "unknown_event"}, "SOMETHING_NEW", "RESUMED"},
		{"half a JSON object", localdiscord.Fault{Name: "bad_json"}, "no JSON", "RESUMED"},
	}
	for _, tt := range tests {
		for _, delay := range []time.Duration{0, time.Hour} {
			t.Run(fmt.Sprint(tt.name, " after ", delay), func(t *testing.T) {
				inBubble(t, localdiscord.Config{IdentifyEvery: -1, HeartbeatInterval: 41250 * time.Second}, func(w *world) {
					c := w.connect("v=10")
					defer c.ws.Close()
					c.next()
					c.send(identify(w.s.Token(), 0, `,"shard":[`+home(w.s)+`,2]`))
					check(t, "identified", c.next(), "READY")
					tt.fault.Delay = delay.Seconds()
					began := time.Now()
					w.fault(tt.fault)
					check(t, "the connection", c.next(), tt.want)
					if got := time.Since(began); got != delay {
						t.Errorf("happened after %v, want %v", got, delay)
					}
					if !strings.HasPrefix(tt.want, "c") {
						c.send(`{"op":1}`)
						check(t, "afterwards", c.next(), "op 11")
					}
					d := w.connect("v=10")
					defer d.ws.Close()
					d.next()
					d.send(resume(w.s.Token(), c.session, c.seq))
					check(t, "resume", d.next(), tt.resumed)
				})
			})
		}
	}
}

// home returns the shard of two that the server belongs to.
func home(s *localdiscord.Server) string {
	id, _ := strconv.ParseUint(s.GuildID(), 10, 64)
	return fmt.Sprint(id >> 22 % 2)
}

func TestDelayedFaultIsForgotten(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		c := w.ready(0, "")
		defer c.ws.Close()
		w.fault(localdiscord.Fault{Name: "close", Delay: 10})
		w.fault(localdiscord.Fault{Name: "none"})
		check(t, "after its time", c.next(), "cut") // for want of heartbeats
	})
}

func TestReconnectAfterReady(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		w.fault(localdiscord.Fault{Name: "reconnect_ready"})
		c := w.ready(0, "")
		defer c.ws.Close()
		check(t, "after READY", c.next(), "op 7")
	})
}

func TestResumeClosed(t *testing.T) {
	for code, again := range map[int]string{4000: "RESUMED", 4007: "op 9 false"} {
		inBubble(t, localdiscord.Config{}, func(w *world) {
			c := w.ready(0, "")
			c.ws.Close()
			w.fault(localdiscord.Fault{Name: "resume_close", Code: code})
			for _, want := range []string{fmt.Sprint("closed ", code), again} {
				d := w.connect("v=10")
				d.next()
				d.send(resume(w.s.Token(), c.session, c.seq))
				check(t, "after RESUME", d.next(), want)
				d.ws.Close()
				synctest.Wait()
			}
		})
	}
}

// TestHalfOpen: the connection stays, and neither side hears the other.
func TestHalfOpen(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		c := w.ready(guildMessages, "")
		w.fault(localdiscord.Fault{Name: "half_open"})
		c.send(`{"op":1}`)
		c.send(`{"op":99}`) // would close it
		w.s.Dispatch(guildMessages, "MESSAGE_CREATE", written(w.s))
		c.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(1000, ""))
		c.ws.SetReadDeadline(time.Now().Add(4 * time.Minute))
		began := time.Now()
		check(t, "in 4 minutes", c.next(), "cut")
		if got := time.Since(began); got != 4*time.Minute || w.s.Connections() != 1 {
			t.Errorf("ended after %v with %d connections open", got, w.s.Connections())
		}
		c.ws.Close()
		synctest.Wait()
		d := w.connect("v=10")
		defer d.ws.Close()
		d.next()
		d.send(resume(w.s.Token(), c.session, c.seq))
		check(t, "the session", d.upTo("RESUMED"), "MESSAGE_CREATE, RESUMED") // the 1000 was not heard
	})
}

// TestFlood: heartbeats are acknowledged only behind a minute of GUILD_CREATEs.
func TestFlood(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		c := w.ready(0, "")
		defer c.ws.Close()
		w.fault(localdiscord.Fault{Name: "flood"})
		began := time.Now()
		c.send(`{"op":1}`)
		time.AfterFunc(41250*time.Millisecond, func() { c.ws.WriteMessage(websocket.TextMessage, []byte(`{"op":1}`)) })
		got := strings.Split(c.upTo("op 11"), ", ")
		// 5 of them 10 times a second.
		if took, n := time.Since(began), len(got)-1; took != time.Minute || n != 3000 || got[0] != "GUILD_CREATE" {
			t.Errorf("acknowledged after %v and %d events, want 1 min and 3,000", took, n)
		}
		check(t, "the second heartbeat", c.next(), "op 11")
		c.send(`{"op":1}`)
		check(t, "afterwards", c.next(), "op 11")
	})
}

// TestLateReplay: an interaction that only the RESUME brings is 10 s old, and
// Discord takes no answer any more.
func TestLateReplay(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		do(w.s, call{"PUT", commandsPath, `[{"name":"ask","description":"d"}]`, nil})
		c := w.ready(0, "")
		defer c.ws.Close()
		w.fault(localdiscord.Fault{Name: "replay_late"})
		asked := time.Now()
		if _, err := w.s.Slash("", "", "ask", nil); err != nil {
			t.Fatal(err)
		}
		check(t, "the connection", c.next(), "cut")
		time.Sleep(2 * time.Second)
		d := w.connect("v=10")
		defer d.ws.Close()
		d.next()
		d.send(resume(w.s.Token(), c.session, c.seq))
		check(t, "replayed", d.next(), "INTERACTION_CREATE")
		if got := time.Since(asked); got != 10*time.Second {
			t.Errorf("replayed after %v, want 10 s", got)
		}
		var it struct{ ID, Token string }
		if err := json.Unmarshal(d.data, &it); err != nil {
			t.Fatal(err)
		}
		res := do(w.s, call{"POST", "/api/v10/interactions/" + it.ID + "/" + it.Token + "/callback", `{"type":5}`, nil})
		check(t, "an answer", outcome(t, res), "404 10062")
		check(t, "the end", d.next(), "RESUMED")
	})
}

func TestUnknownComponent(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		do(w.s, call{"PUT", commandsPath, `[{"name":"ask","description":"d"}]`, nil})
		do(w.s, call{"POST", "/api/v10/channels/" + w.s.ChannelID() + "/messages", `{"content":"x","components":[` + buttons(1) + `]}`, nil})
		c := w.ready(0, "")
		defer c.ws.Close()
		w.fault(localdiscord.Fault{Name: "unknown_component"})
		if _, err := w.s.Slash("", "", "ask", nil); err != nil { // shows no message
			t.Fatal(err)
		}
		for range 2 {
			if _, err := w.s.Press("", w.s.Messages(w.s.ChannelID(), "")[0].ID, "c0"); err != nil {
				t.Fatal(err)
			}
		}
		for _, want := range []string{"[]", "[1 99]", "[1]"} {
			check(t, "event", c.next(), "INTERACTION_CREATE")
			var got struct {
				Message struct{ Components []struct{ Type int } }
			}
			if err := json.Unmarshal(c.data, &got); err != nil {
				t.Fatal(err)
			}
			types := []int{}
			for _, part := range got.Message.Components {
				types = append(types, part.Type)
			}
			check(t, "components", fmt.Sprint(types), want)
		}
	})
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
