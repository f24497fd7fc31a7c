package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"summitbot/bot/localdiscord"
	"summitbot/bot/localdiscord/schematest"
)

// A local is the local Discord, and a gateway that is or will be connected to
// it, in fake time.
type local struct {
	*localdiscord.Server
	*running
	t       *testing.T
	handler *scripted
	logs    *syncBuffer
	once    func(ctx context.Context, id string) bool
	dial    func(ctx context.Context, network, addr string) (net.Conn, error)
	started []time.Time // when Discord counted an IDENTIFY, to the second
}

// inLocal runs f with the local Discord in a synctest bubble. The gateway runs
// from when f calls start until f returns.
func inLocal(t *testing.T, f func(t *testing.T, l *local)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)))
		ln := newPipeListener()
		lg := slog.New(slog.DiscardHandler)
		l := &local{Server: localdiscord.New(lg, localdiscord.Config{Seed: 1, Observe: schematest.Observer(t)}), t: t, handler: &scripted{}, logs: &syncBuffer{}, dial: ln.Dial}
		srv := &http.Server{Handler: l.Server, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, 0)}
		served := make(chan struct{})
		go func() { srv.Serve(ln); close(served) }()
		f(t, l)
		if l.running != nil {
			l.stop()
		}
		l.Close()
		srv.Close()
		<-served
		synctest.Wait() // for the goroutines of net/http
		if strings.Contains(l.logs.String(), l.Token()) {
			t.Error("the log holds the token")
		}
	})
}

// start runs a gateway.
func (l *local) start() *running {
	d := &fake{t: l.t, handler: l.handler, logs: l.logs}
	l.running = d.run(Config{Token: l.Token(), APIURL: "http://discord.test/api", Dial: l.dial, Once: l.once})
	return l.running
}

// fault sets faults.
func (l *local) fault(fs ...localdiscord.Fault) {
	l.t.Helper()
	for _, f := range fs {
		if err := l.Fault(f); err != nil {
			l.t.Fatal(err)
		}
	}
}

// pass lets d pass and checks that no minute of it has more than three
// IDENTIFYs and RESUMEs.
func (l *local) pass(d time.Duration) {
	l.t.Helper()
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(time.Second) {
		for len(l.started) < l.Identifies()+l.Resumes() {
			l.started = append(l.started, time.Now())
			if n := len(l.started); n > 3 && l.started[n-1].Sub(l.started[n-4]) < time.Minute-time.Second {
				l.t.Errorf("four sessions begun within %v", l.started[n-1].Sub(l.started[n-4]))
			}
		}
	}
}

// ask lets ann ask and returns what she sees of it d later: "answered", "failed"
// or "thinking".
func (l *local) ask(question string, d time.Duration) string {
	l.t.Helper()
	if _, err := l.Slash("ann", l.ChannelID(), "ask", map[string]string{"question": question}); err != nil {
		return err.Error()
	}
	l.pass(d)
	ms := l.Messages(l.ChannelID(), "ann")
	switch m := ms[len(ms)-1]; {
	case m.Failed:
		return "failed"
	case m.Pending:
		return "thinking"
	case strings.Contains(l.Print(ms[len(ms)-1:]), "answer to "+question):
		return "answered"
	}
	return "something else:\n" + l.Print(ms[len(ms)-1:])
}

// expect checks what ann sees, and what it took to get there.
func (l *local) expect(question string, identifies, resumes int) {
	l.t.Helper()
	if got := l.ask(question, 4*time.Second); got != "answered" {
		l.t.Errorf("%s: %s", question, got)
	}
	if l.Identifies() != identifies || l.Resumes() != resumes {
		l.t.Errorf("%d identifies, %d resumes, want %d, %d", l.Identifies(), l.Resumes(), identifies, resumes)
	}
	if !l.Ready() {
		l.t.Error("not ready")
	}
}

// TestFaultsWhileConnected: what happens to a session that has begun, and the
// next question is answered.
func TestFaultsWhileConnected(t *testing.T) {
	type fault = localdiscord.Fault
	const soon = 5 * time.Second // as in TestReconnects
	tests := []struct {
		name                string
		faults              []fault
		within              time.Duration
		identifies, resumes int
	}{
		{"op 1", []fault{{Name: "op_1"}}, soon, 1, 0},
		{"op 7", []fault{{Name: "op_7"}}, soon, 1, 1},
		{"op 9 true", []fault{{Name: "op_9", Resumable: true}}, soon, 1, 1},
		{"op 9 false", []fault{{Name: "op_9"}}, soon, 2, 0},
		{"close 4000", []fault{{Name: "close"}}, soon, 1, 1},
		{"close 4007", []fault{{Name: "close", Code: 4007}}, soon, 2, 0},
		{"close 4009 after an hour", []fault{{Name: "close", Code: 4009, Delay: 3600}}, time.Hour + soon, 2, 0},
		{"cut", []fault{{Name: "cut"}}, soon, 1, 1},
		{"silent", []fault{{Name: "silent"}}, interval*3/2 + soon, 1, 1},
		{"half-open", []fault{{Name: "half_open"}}, interval*3/2 + soon, 1, 1},
		{"a flood before the ACK", []fault{{Name: "flood"}}, 3 * time.Minute, 1, 0},
		{"unknown op", []fault{{Name: "unknown_op"}}, soon, 1, 0},
		{"unknown event", []fault{{Name: "unknown_event"}}, soon, 1, 0},
		{"half a JSON object", []fault{{Name: "bad_json"}}, soon, 1, 0},
		{"clock ahead", []fault{{Name: "clock_jump"}}, soon, 1, 0},
		{"nobody answers when it comes back", []fault{{Name: "accept_withheld"}, {Name: "cut"}}, time.Minute, 1, 1},
		{"no HELLO when it comes back", []fault{{Name: "hello_withheld"}, {Name: "cut"}}, time.Minute, 1, 1},
		{"no answer to RESUME", []fault{{Name: "ready_withheld"}, {Name: "cut"}}, time.Minute, 1, 1},
		{"op 7 before RESUMED", []fault{{Name: "reconnect_first"}, {Name: "cut"}}, time.Minute, 1, 2},
		{"op 7 before RESUMED, always", []fault{{Name: "reconnect_first", Times: -1}, {Name: "cut"}}, 3 * time.Minute, 2, 3},
		{"op 9 true to RESUME", []fault{{Name: "invalid_session", Resumable: true}, {Name: "cut"}}, time.Minute, 1, 1},
		{"op 9 false to RESUME", []fault{{Name: "invalid_session"}, {Name: "cut"}}, time.Minute, 2, 0},
		{"RESUME closed with 4000", []fault{{Name: "resume_close", Code: 4000}, {Name: "cut"}}, time.Minute, 1, 1},
		{"RESUME closed with 4007", []fault{{Name: "resume_close", Code: 4007}, {Name: "cut"}}, time.Minute, 2, 0},
		{"RESUME closed with 4009", []fault{{Name: "resume_close", Code: 4009}, {Name: "cut"}}, time.Minute, 2, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			inLocal(t, func(t *testing.T, l *local) {
				<-l.start().Registered()
				l.pass(10 * time.Second)
				l.fault(test.faults...)
				l.pass(test.within)
				l.expect("again?", test.identifies, test.resumes)
			})
		})
	}
}

// TestFaultsAtTheStart: what happens before the first session has begun.
func TestFaultsAtTheStart(t *testing.T) {
	type fault = localdiscord.Fault
	tests := []struct {
		name                string
		fault               fault
		within              time.Duration
		identifies, resumes int
	}{
		{"clock ahead", fault{Name: "clock_jump"}, 5 * time.Second, 1, 0},
		{"clock behind", fault{Name: "clock_jump", Seconds: -600}, 5 * time.Second, 1, 0},
		{"nobody answers", fault{Name: "accept_withheld"}, time.Minute, 1, 0},
		{"no HELLO", fault{Name: "hello_withheld"}, time.Minute, 1, 0},
		{"no READY", fault{Name: "ready_withheld"}, time.Minute, 2, 0},
		{"op 7 right after READY", fault{Name: "reconnect_ready"}, time.Minute, 1, 1},
		{"op 7 right after READY, thrice", fault{Name: "reconnect_ready", Times: 3}, time.Minute, 1, 1},
		{"op 9", fault{Name: "invalid_session"}, time.Minute, 2, 0},
		{"op 9 that allows to resume nothing", fault{Name: "invalid_session", Resumable: true}, time.Minute, 2, 0},
		{"op 9 three times", fault{Name: "invalid_session", Times: 3}, 3 * time.Minute, 4, 0},
		{"close 4000", fault{Name: "identify_close", Code: 4000}, time.Minute, 2, 0},
		{"close 4007", fault{Name: "identify_close", Code: 4007}, time.Minute, 2, 0},
		{"close 4009", fault{Name: "identify_close", Code: 4009}, time.Minute, 2, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			inLocal(t, func(t *testing.T, l *local) {
				l.fault(test.fault)
				l.start()
				l.pass(test.within)
				l.expect("at last?", test.identifies, test.resumes)
			})
		})
	}
}

// TestEndlessFaults: a gateway that no session is granted keeps trying within
// its bounds, which pass checks, and answers once the fault ends.
func TestEndlessFaults(t *testing.T) {
	for _, f := range []localdiscord.Fault{
		{Name: "invalid_session"}, {Name: "invalid_session", Resumable: true}, {Name: "identify_close", Code: 4000},
		{Name: "ready_withheld"}, {Name: "hello_withheld"}, {Name: "accept_withheld"}, {Name: "reconnect_ready"},
		{Name: "rest_status", Route: "/gateway"}, {Name: "rest_status", Route: "/gateway", Status: 502},
		{Name: "rest_status", Route: "/gateway/bot", Status: 503}, {Name: "rest_status", Scope: "cloudflare"},
		{Name: "rest_status", Scope: "global", RetryAfter: 60}, {Name: "rest_bad_json"}, {Name: "rest_reset"},
		{Name: "rest_slow", Seconds: -1}, {Name: "rest_late", Seconds: -1},
	} {
		t.Run(fmt.Sprint(f.Name, f.Resumable, f.Route, f.Status, f.Scope), func(t *testing.T) {
			inLocal(t, func(t *testing.T, l *local) {
				f.Times = -1
				l.fault(f)
				l.start()
				l.pass(3 * time.Minute)
				l.fault(localdiscord.Fault{Name: "none"})
				// A minute of backing off, half a one for the attempt under way,
				// and registering may just have failed too.
				l.pass(4 * time.Minute)
				if got := l.ask("at last?", 4*time.Second); got != "answered" {
					t.Error(got)
				}
			})
		})
	}
}

// TestFatalFaults: the close codes that only a person can remedy end Run with
// one IDENTIFY, at the start and after an hour.
func TestFatalFaults(t *testing.T) {
	for _, code := range []int{4004, 4010, 4011, 4012, 4013, 4014} {
		for _, f := range []localdiscord.Fault{{Name: "identify_close", Code: code}, {Name: "close", Code: code, Delay: 3600}} {
			t.Run(fmt.Sprint(f.Name, " ", code), func(t *testing.T) {
				inLocal(t, func(t *testing.T, l *local) {
					l.fault(f)
					l.start()
					l.pass(time.Hour + 5*time.Second)
					select {
					case <-l.done:
					default:
						t.Fatal("still running")
					}
					var fatal *FatalError
					if !errors.As(l.err, &fatal) || fatal.Code != code {
						t.Errorf("Run: %v", l.err)
					}
					if l.Identifies() != 1 || l.Resumes() != 0 {
						t.Errorf("%d identifies, %d resumes, want 1, 0", l.Identifies(), l.Resumes())
					}
				})
			})
		}
	}
}

// TestFaultsOfCallbacks: what ann sees when the callback of the answer meets a
// fault, and the next question is answered.
func TestFaultsOfCallbacks(t *testing.T) {
	type fault = localdiscord.Fault
	const always = -1
	tests := []struct {
		name  string
		fault fault
		sees  string
		tries int // callbacks that came in
		log   string
	}{
		{"twice the same interaction", fault{Name: "duplicate"}, "answered", 1, ""},
		{"another process was first", fault{Name: "other_instance"}, "thinking", 1, ""},
		{"a component that nobody knows", fault{Name: "unknown_component", Times: always}, "answered", 1, ""},
		{"500 once", fault{Name: "rest_status", Status: 500}, "answered", 2, ""},
		{"502 once", fault{Name: "rest_status", Status: 502}, "answered", 2, ""},
		{"503 once", fault{Name: "rest_status", Status: 503}, "answered", 2, ""},
		{"504 once", fault{Name: "rest_status", Status: 504}, "answered", 2, ""},
		{"500 always", fault{Name: "rest_status", Status: 500, Times: always}, "failed", 2, "could not be sent"},
		{"502 always", fault{Name: "rest_status", Status: 502, Times: always}, "failed", 2, "could not be sent"},
		{"503 always", fault{Name: "rest_status", Status: 503, Times: always}, "failed", 2, "could not be sent"},
		{"504 always", fault{Name: "rest_status", Status: 504, Times: always}, "failed", 2, "could not be sent"},
		{"429 of the route", fault{Name: "rest_status", Status: 429, RetryAfter: 0.5}, "answered", 2, ""},
		{"429 shared", fault{Name: "rest_status", Scope: "shared", RetryAfter: 0.5}, "answered", 2, ""},
		{"429 too long", fault{Name: "rest_status", Status: 429, RetryAfter: 5}, "failed", 1, "could not be sent"},
		{"429 always", fault{Name: "rest_status", Status: 429, RetryAfter: 0.5, Times: always}, "failed", 2, "could not be sent"},
		{"1015", fault{Name: "rest_status", Scope: "cloudflare", RetryAfter: 1}, "answered", 2, ""},
		{"1015 always", fault{Name: "rest_status", Scope: "cloudflare", RetryAfter: 1, Times: always}, "failed", 2, "could not be sent"},
		{"the global limit does not bind it", fault{Name: "rest_status", Scope: "global", RetryAfter: 60, Times: always}, "answered", 1, ""},
		{"half a JSON object", fault{Name: "rest_bad_json"}, "answered", 1, ""},
		{"reset when it was taken", fault{Name: "rest_reset"}, "answered", 2, ""},
		{"answered after 2.9 s", fault{Name: "rest_slow", Seconds: 2.9}, "answered", 2, ""},
		{"answered after 3.1 s", fault{Name: "rest_slow"}, "answered", 2, ""},
		{"never answered", fault{Name: "rest_slow", Seconds: -1, Times: always}, "answered", 2, "deadline exceeded"},
		{"lost once", fault{Name: "rest_late", Seconds: -1}, "answered", 1, ""},
		{"lost always", fault{Name: "rest_late", Seconds: -1, Times: always}, "failed", 0, "deadline exceeded"},
		{"card refused", fault{Name: "callback_refuse_card"}, "answered", 2, "refuses a card"},
		{"10062", fault{Name: "rest_refuse", Code: 10062}, "failed", 1, "came too late"},
		{"50027", fault{Name: "rest_refuse", Code: 50027}, "failed", 1, "came too late"},
		{"50001", fault{Name: "rest_refuse", Code: 50001}, "failed", 1, "could not be sent"},
		{"50013", fault{Name: "rest_refuse"}, "failed", 1, "could not be sent"},
		{"10015", fault{Name: "rest_refuse", Code: 10015}, "failed", 1, "could not be sent"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			inLocal(t, func(t *testing.T, l *local) {
				<-l.start().Registered()
				l.pass(10 * time.Second)
				before := len(l.logs.String())
				test.fault.Route = "/interactions/{id}/{token}/callback"
				l.fault(test.fault)
				if got := l.ask("q", 4*time.Second); got != test.sees {
					t.Errorf("ann sees %q, want %q", got, test.sees)
				}
				if got := l.Calls("POST", "/interactions/{id}/{token}/callback"); got != test.tries {
					t.Errorf("%d callbacks, want %d", got, test.tries)
				}
				log := l.logs.String()[before:]
				if test.log == "" && (strings.Contains(log, "WARN") || strings.Contains(log, "ERROR")) || !strings.Contains(log, test.log) {
					t.Errorf("logged %q, want %q", log, test.log)
				}
				l.fault(localdiscord.Fault{Name: "none"})
				l.expect("next?", 1, 0)
			})
		})
	}
}

// TestLateReplay: an interaction that only RESUME brings, 10 s old, is not
// answered: Discord would refuse it, and the asker has given up.
func TestLateReplay(t *testing.T) {
	inLocal(t, func(t *testing.T, l *local) {
		<-l.start().Registered()
		l.pass(10 * time.Second)
		l.fault(localdiscord.Fault{Name: "replay_late"})
		if got := l.ask("too late?", 15*time.Second); got != "failed" {
			t.Errorf("ann sees %q", got)
		}
		if n := l.Calls("POST", "/interactions/{id}/{token}/callback"); n != 0 || !strings.Contains(l.logs.String(), "too old to answer") {
			t.Errorf("%d callbacks, want 0, and a line in the log", n)
		}
		l.expect("next?", 1, 1)
	})
}

// TestTwoProcesses runs two with one token: each question is answered once, and
// none of them makes a fuss about it.
func TestTwoProcesses(t *testing.T) {
	inLocal(t, func(t *testing.T, l *local) {
		first := l.start()
		<-first.Registered()
		l.pass(10 * time.Second)
		second := l.start()
		defer first.stop()
		<-second.Registered()
		before := len(l.logs.String())
		l.expect("who?", 2, 0)
		if n := l.Calls("POST", "/interactions/{id}/{token}/callback"); n != 2 {
			t.Errorf("%d callbacks, want one of each", n)
		}
		if log := l.logs.String()[before:]; strings.Contains(log, "ERROR") || strings.Contains(log, "WARN") {
			t.Errorf("logged %q", log)
		}
	})
}

// TestFaultsOfRegistering: the commands get there in the end.
func TestFaultsOfRegistering(t *testing.T) {
	const commands = "/applications/{app}/commands"
	for _, f := range []localdiscord.Fault{
		{Name: "rest_status", Status: 500}, {Name: "rest_status", Status: 502}, {Name: "rest_status", Status: 429, RetryAfter: 3},
		{Name: "rest_status", Scope: "global", RetryAfter: 3}, {Name: "rest_status", Scope: "cloudflare", RetryAfter: 3},
		{Name: "rest_bad_json"}, {Name: "rest_reset"}, {Name: "rest_slow", Seconds: -1}, {Name: "rest_late", Seconds: -1},
		{Name: "rest_refuse", Code: 50001},
	} {
		for _, method := range []string{"GET", "PUT"} {
			t.Run(fmt.Sprint(f.Name, f.Status, f.Scope, f.Code, " ", method), func(t *testing.T) {
				inLocal(t, func(t *testing.T, l *local) {
					f.Method, f.Route = method, commands
					l.fault(f)
					l.start()
					l.pass(time.Minute)
					l.expect("at last?", 1, 0)
					if puts := l.Calls("PUT", commands); puts > 2 || !slices.ContainsFunc(l.Commands(), func(c localdiscord.Command) bool { return c.Name == "ask" }) {
						t.Errorf("%d overwrites, commands %+v", puts, l.Commands())
					}
				})
			})
		}
	}
}
