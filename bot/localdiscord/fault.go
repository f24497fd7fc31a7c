package localdiscord

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// A Fault is something that goes wrong on purpose.
type Fault struct {
	// Name is one of [FaultNames].
	Name string `json:"name"`
	// Times is how often it happens; 0 is once, a negative number is always.
	Times int `json:"times,omitempty"`
	// Delay is how many seconds from now it is set.
	Delay float64 `json:"delay,omitempty"`
	// Seconds is how long what is late takes; [FaultNames] says the default.
	// Negative is for ever, and for "clock_jump" backwards.
	Seconds float64 `json:"seconds,omitempty"`
	// Code is what the Gateway closes with (0 is 4004, or 4000 for "close"), or
	// Discord's code of the refusal for "rest_refuse" (0 is 50013).
	Code int `json:"code,omitempty"`
	// Resumable says whether opcode 9 allows to resume.
	Resumable bool `json:"d,omitempty"`

	// Method and Route limit a fault of REST to calls of one route, written as
	// for [Server.Calls]; "" is any.
	Method string `json:"method,omitempty"`
	Route  string `json:"route,omitempty"`
	// Status is what "rest_status" answers; 0 is 500.
	Status int `json:"status,omitempty"`
	// RetryAfter is what "rest_status" 429 asks for, in seconds.
	RetryAfter float64 `json:"retry_after,omitempty"`
	// Scope is whose limit "rest_status" 429 means: "user" (or ""), "shared",
	// "global", or "cloudflare" for the page of error 1015.
	Scope string `json:"scope,omitempty"`
}

// faults are the faults there are, each with what happens.
var faults = []struct{ name, what string }{
	{"silent", "nothing more is sent on the connections open now"},
	{"half_open", "the connections open now are dead without a sign: nothing is sent, nothing read"},
	{"cut", "the connections open now end without a close frame"},
	{"close", "the connections open now are closed with a code"},
	{"op_1", "the connections open now are asked for a heartbeat"},
	{"op_7", "the connections open now are asked to reconnect"},
	{"op_9", "the sessions of the connections open now are declared invalid"},
	{"unknown_op", "the connections open now get opcode 42"},
	{"unknown_event", "the connections open now get an event that nobody knows"},
	{"bad_json", "the connections open now get half a JSON object"},
	{"accept_withheld", "a new connection is accepted and gets no answer"},
	{"hello_withheld", "a new connection gets no HELLO"},
	{"ready_withheld", "an IDENTIFY or RESUME gets no answer"},
	{"invalid_session", "an IDENTIFY or RESUME gets opcode 9"},
	{"identify_close", "an IDENTIFY is answered with a close code"},
	{"resume_close", "a RESUME is answered with a close code"},
	{"reconnect_first", "a RESUME gets opcode 7 before all else"},
	{"reconnect_ready", "opcode 7 comes right after READY"},
	{"flood", "a heartbeat is acknowledged late, behind a flood of GUILD_CREATE (60 s)"},
	{"duplicate", "an interaction is dispatched twice"},
	{"replay_late", "the connections are cut before an interaction, which the RESUME replays late (10 s)"},
	{"unknown_component", "the message in an event has a component of type 99"},
	{"other_instance", "another process with the same token has answered an interaction first"},
	{"clock_jump", "the clock of ids and of the headers Date and X-RateLimit-Reset is ahead (600 s)"},
	{"rest_status", "a REST call is refused with a status"},
	{"rest_refuse", "a REST call is refused with one of Discord's codes"},
	{"rest_bad_json", "a REST call is done and answered with 200 and half a JSON object"},
	{"rest_reset", "a REST call is done and the connection ends without an answer"},
	{"rest_slow", "a REST call is done at once and answered late (3.1 s)"},
	{"rest_late", "a REST call comes through late (3.1 s)"},
	{"callback_refuse_card", "a card is refused with 400 and 50035"},
	{"none", "ends every fault that waits to happen"},
}

// FaultNames returns the faults there are. [FaultHelp] says what each does.
func FaultNames() []string {
	var names []string
	for _, f := range faults {
		names = append(names, f.name)
	}
	return names
}

// FaultHelp returns one line for each fault: its name and what happens.
func FaultHelp() string {
	var b strings.Builder
	for _, f := range faults {
		fmt.Fprintf(&b, "%-21s %s\n", f.name, f.what)
	}
	return b.String()
}

// Fault sets a fault, in place of one of the same name. The error says what is
// wrong with it.
func (s *Server) Fault(f Fault) error {
	if err := f.complete(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errClosed
	}
	if f.Delay > 0 {
		s.later(seconds(f.Delay), func() { s.setFault(f) })
		return nil
	}
	s.setFault(f)
	return nil
}

// complete checks f and fills in what it leaves out.
func (f *Fault) complete() error {
	if !slices.Contains(FaultNames(), f.Name) {
		return fmt.Errorf("no fault is called %q; there are %s", f.Name, strings.Join(FaultNames(), ", "))
	}
	if f.Times == 0 {
		f.Times = 1
	}
	if f.Status == 0 {
		f.Status = 500
		if f.Scope != "" {
			f.Status = 429
		}
	}
	if f.Seconds == 0 {
		f.Seconds = map[string]float64{"flood": 60, "replay_late": 10, "clock_jump": 600}[f.Name]
	}
	if f.Seconds == 0 {
		f.Seconds = 3.1
	}
	if f.Seconds < 0 && (f.Name == "flood" || f.Name == "replay_late") {
		f.Seconds = year
	}
	if f.Code == 0 {
		f.Code = map[string]int{"close": 4000, "rest_refuse": 50013}[f.Name]
	}
	if f.Code == 0 {
		f.Code = closeAuthentication
	}
	closes := strings.HasSuffix(f.Name, "close")
	switch {
	case f.Status < 400 || f.Status > 599:
		return fmt.Errorf("status %d is no refusal", f.Status)
	case !slices.Contains([]string{"", "user", "shared", "global", "cloudflare"}, f.Scope):
		return fmt.Errorf("no limit has the scope %q; there are user, shared, global and cloudflare", f.Scope)
	case f.Name == "rest_refuse" && refusalOf(f.Code) == nil:
		return fmt.Errorf("code %d is not among those that can be sent", f.Code)
	case closes && !canClose(f.Code):
		return fmt.Errorf("close code %d cannot be sent", f.Code)
	}
	return nil
}

// year is the longest that a fault may last, in seconds.
const year = 365 * 24 * 3600

// seconds returns a number of seconds, at most a year of them.
func seconds(n float64) time.Duration {
	return time.Duration(min(max(n, -year), year) * float64(time.Second))
}

// setFault makes a fault happen, now or when its time comes. The caller holds
// s.mu.
func (s *Server) setFault(f Fault) {
	switch f.Name {
	case "none":
		clear(s.faults)
		s.stopTimers()
		s.ids.ahead = 0
	case "clock_jump":
		s.ids.ahead += seconds(f.Seconds)
	case "op_1", "op_7", "op_9":
		s.sendOp(int(f.Name[3]-'0'), f.Resumable)
	case "unknown_event":
		s.dispatch(0, "SOMETHING_NEW", object{"guild_id": guildID, "a": 1})
	case "silent", "half_open", "cut", "close", "unknown_op", "bad_json":
		for c := range s.open {
			s.disturb(c, f)
		}
	default:
		s.faults[f.Name] = &f
	}
}

// disturb does to one connection what happens at once. The caller holds s.mu.
func (s *Server) disturb(c *conn, f Fault) {
	switch f.Name {
	case "silent":
		c.silent = true
	case "half_open":
		c.silent, c.deaf = true, true
		c.ws.SetReadDeadline(time.Time{})
	case "cut":
		c.cut()
	case "close":
		s.closeConn(c, f.Code)
	case "unknown_op":
		s.send(c, 42, object{})
	case "bad_json":
		s.sendRaw(c, `{"op":0,"t":"MESSAGE_CREATE","d":{`)
	}
}

// useFault returns a fault that is to happen now, or nil, and counts it. The
// caller holds s.mu.
func (s *Server) useFault(name string) *Fault {
	f := s.faults[name]
	if f == nil {
		return nil
	}
	if f.Times--; f.Times == 0 {
		delete(s.faults, name)
	}
	return f
}

// later has f called after d with s.mu held, unless the server closes or the
// fault "none" is set before. The caller holds s.mu.
func (s *Server) later(d time.Duration, f func()) {
	var t *timer
	t = s.clock.after(d, func() {
		delete(s.timers, t)
		f()
	})
	s.timers[t] = true
}

// stopTimers forgets what was to happen later. The caller holds s.mu.
func (s *Server) stopTimers() {
	for t := range s.timers {
		s.clock.stop(t)
	}
	clear(s.timers)
}

// soon has f called after d with s.mu held, unless the server closes before. It
// goes by real time, in which connections live.
func (s *Server) soon(d time.Duration, f func()) {
	time.AfterFunc(d, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if !s.closed {
			f()
		}
	})
}

// acknowledgeBeat answers a heartbeat, late if the fault "flood" is set. The
// caller holds s.mu.
func (s *Server) acknowledgeBeat(c *conn) {
	if c.session != nil && c.flood == 0 {
		if f := s.useFault("flood"); f != nil {
			s.flood(c, time.Now().Add(seconds(f.Seconds)))
		}
	}
	if c.flood > 0 {
		c.flood++
		return
	}
	s.send(c, opACK, nil)
}

// Sizes of a flood.
const (
	floodEvery = 100 * time.Millisecond
	floodOf    = 5 // GUILD_CREATEs at a time
)

// flood sends GUILD_CREATEs until end, and then the acknowledgements that the
// client has been waiting for. The caller holds s.mu.
func (s *Server) flood(c *conn, end time.Time) {
	if c.flood == 0 {
		c.flood = 1
	}
	if sess := c.session; time.Now().Before(end) && sess != nil && sess.conn == c && !c.closing {
		for range floodOf {
			s.dispatchTo(sess, "GUILD_CREATE", s.guild())
		}
		s.soon(floodEvery, func() { s.flood(c, end) })
		return
	}
	for range c.flood - 1 {
		s.send(c, opACK, nil)
	}
	c.flood = 0
}

// delayReplay cuts the connections before an interaction is dispatched, and has
// each RESUME wait, if the fault "replay_late" is set. The caller holds s.mu.
func (s *Server) delayReplay() {
	f := s.useFault("replay_late")
	if f == nil {
		return
	}
	for _, sess := range s.sessions {
		sess.hold = time.Now().Add(seconds(f.Seconds))
	}
	for c := range s.open {
		c.silent = true
		c.cut()
	}
}

// alter returns the payload of a dispatch, with a component that nobody knows in
// the message that it shows, if the fault "unknown_component" is set and it shows
// one. The caller holds s.mu.
func (s *Server) alter(p packet) []byte {
	if s.faults["unknown_component"] == nil {
		return p.json
	}
	v, _ := parseJSON(p.json) // keeps numbers as they are
	whole, _ := v.(map[string]any)
	m, _ := whole["d"].(map[string]any)
	if p.event == "INTERACTION_CREATE" {
		m, _ = m["message"].(map[string]any)
	}
	list, ok := m["components"].([]any)
	if !ok {
		return p.json
	}
	s.useFault("unknown_component")
	m["components"] = append(list, object{"type": 99, "id": 9999, "content": "from tomorrow"})
	altered, _ := json.Marshal(whole) // was JSON: never fails
	return altered
}

// sendRaw sends a text frame as it stands. The caller holds s.mu.
func (s *Server) sendRaw(c *conn, text string) {
	if !c.silent && !c.closing {
		c.push(frame{websocket.TextMessage, []byte(text), false})
	}
}

// refuseCard refuses a card if the fault "callback_refuse_card" is set. The
// caller holds s.mu.
func (s *Server) refuseCard(f form) *apiError {
	flags := f.whole("flags", 0, 1<<31-1)
	if flags == nil || *flags&FlagComponentsV2 == 0 || s.useFault("callback_refuse_card") == nil {
		return nil
	}
	f.fail("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 1 in length.")
	return f.bad.err()
}
