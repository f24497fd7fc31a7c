package localdiscord_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"summitbot/bot/localdiscord"
)

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

func TestRESTRefusals(t *testing.T) {
	tests := []struct {
		code int
		want string
	}{
		{0, "403 50013"}, {50001, "403 50001"}, {50007, "403 50007"}, {50013, "403 50013"}, {10015, "404 10015"},
		{10062, "404 10062"}, {40060, "400 40060"}, {50027, "401 50027"}, {30034, "400 30034"},
	}
	for _, tt := range tests {
		s := newServer(t, localdiscord.Config{})
		if err := s.Fault(localdiscord.Fault{Name: "rest_refuse", Code: tt.code, Method: "POST", Route: "/channels/{channel}/messages"}); err != nil {
			t.Fatal(err)
		}
		say := call{"POST", "/api/v10/channels/" + s.ChannelID() + "/messages", `{"content":"x"}`, nil}
		check(t, "another route", outcome(t, do(s, call{method: "GET", path: "/api/v10/users/@me"})), "200")
		check(t, "with the fault", outcome(t, do(s, say)), tt.want)
		check(t, "after it", outcome(t, do(s, say)), "200")
		if got := len(s.Messages(s.ChannelID(), "")); got != 1 {
			t.Errorf("%d: %d messages, want 1", tt.code, got)
		}
	}
}

// TestRateLimits: what a 429 says, by whose limit it is.
func TestRateLimits(t *testing.T) {
	tests := []struct {
		scope  string
		header string // Scope, Global, Retry-After, Remaining; whether there is a Reset-After
		body   string
	}{
		{"", "user,,2,0,true", `{"message":"You are being rate limited.","code":0,"retry_after":1.5,"global":false}`},
		{"shared", "shared,,2,0,true", `{"message":"The resource is being rate limited.","code":0,"retry_after":1.5,"global":false}`},
		{"global", "global,true,2,,false", `{"message":"You are being rate limited.","code":0,"retry_after":1.5,"global":true}`},
		{"cloudflare", ",,2,,false", "<html>"},
	}
	for _, tt := range tests {
		s := newServer(t, localdiscord.Config{})
		if err := s.Fault(localdiscord.Fault{Name: "rest_status", Status: 429, Scope: tt.scope, RetryAfter: 1.5, Times: -1}); err != nil {
			t.Fatal(err)
		}
		for range 3 { // endless
			res := do(s, call{method: "GET", path: "/api/v10/users/@me"})
			h := res.Header
			got := strings.Join([]string{h.Get("X-RateLimit-Scope"), h.Get("X-RateLimit-Global"), h.Get("Retry-After"),
				h.Get("X-RateLimit-Remaining"), strconv.FormatBool(h.Get("X-RateLimit-Reset-After") != "")}, ",")
			check(t, "headers "+tt.scope, got, tt.header)
			body, err := io.ReadAll(res.Body)
			if err != nil || res.StatusCode != 429 || !strings.HasPrefix(string(body), tt.body) {
				t.Errorf("%q: %d %s (%v)", tt.scope, res.StatusCode, body, err)
			}
		}
		// Interactions are not bound by the global limit.
		res := do(s, call{"POST", "/api/v10/interactions/1/x/callback", `{"type":5}`, nil})
		if (res.StatusCode == 404) != (tt.scope == "global") {
			t.Errorf("%q: a callback got %d", tt.scope, res.StatusCode)
		}
	}
}

// TestEdge: 502, 503 and 504 are pages of a server before Discord; 500 is
// Discord's own.
func TestEdge(t *testing.T) {
	for status, kind := range map[int]string{500: "application/json", 502: "text/html; charset=UTF-8", 503: "text/html; charset=UTF-8", 504: "text/html; charset=UTF-8"} {
		s := newServer(t, localdiscord.Config{})
		s.Fault(localdiscord.Fault{Name: "rest_status", Status: status})
		me := call{method: "GET", path: "/api/v10/users/@me"}
		res := do(s, me)
		if got := res.Header.Get("Content-Type"); res.StatusCode != status || got != kind {
			t.Errorf("%d %s, want %d %s", res.StatusCode, got, status, kind)
		}
		check(t, "after it", outcome(t, do(s, me)), "200")
		if got := s.Calls("GET", "/users/@me"); got != 2 {
			t.Errorf("counted %d calls, want 2", got)
		}
	}
}

// post sends a callback over the network and returns the status, or the error.
func (a asked) post(client *http.Client) (*http.Response, error) {
	a.w.t.Helper()
	r, err := http.NewRequest("POST", "http://"+host+"/api/v10/interactions/"+a.id+"/"+a.token+"/callback", strings.NewReader(`{"type":4,"data":{"content":"x"}}`))
	if err != nil {
		a.w.t.Fatal(err)
	}
	r.Header.Set("User-Agent", "DiscordBot (https://example.com, 1.0)")
	r.Header.Set("Content-Type", "application/json")
	return client.Do(r)
}

// TestTroubledCallbacks: what the bot hears of its callback, when, and what
// people see.
func TestTroubledCallbacks(t *testing.T) {
	const shown, failed, thinking = "bot → #news\n  x\n", "(The application did not respond)", "(thinking…)"
	tests := []struct {
		name  string
		fault localdiscord.Fault
		heard string
		after time.Duration
		sees  string // a part of it
	}{
		{"reset", localdiscord.Fault{Name: "rest_reset"}, "no answer", 0, shown},
		{"half a JSON object", localdiscord.Fault{Name: "rest_bad_json"}, "200 no JSON", 0, shown},
		{"answered after 2.9 s", localdiscord.Fault{Name: "rest_slow", Seconds: 2.9}, "204", 2900 * time.Millisecond, shown},
		{"answered after 3.1 s", localdiscord.Fault{Name: "rest_slow"}, "204", 3100 * time.Millisecond, shown},
		{"never answered", localdiscord.Fault{Name: "rest_slow", Seconds: -1}, "no answer", 10 * time.Second, shown},
		{"there after 2.9 s", localdiscord.Fault{Name: "rest_late", Seconds: 2.9}, "204", 2900 * time.Millisecond, shown},
		{"there after 3.1 s", localdiscord.Fault{Name: "rest_late"}, "404 10062", 3100 * time.Millisecond, failed},
		{"never there", localdiscord.Fault{Name: "rest_late", Seconds: -1}, "no answer", 10 * time.Second, failed},
		{"another process was first", localdiscord.Fault{Name: "other_instance"}, "400 40060", 0, thinking},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inAsked(t, func(t *testing.T, a asked) {
				tt.fault.Route = "/interactions/{id}/{token}/callback"
				a.w.fault(tt.fault)
				began := time.Now()
				res, err := a.post(&http.Client{Transport: a.w.http.Transport, Timeout: 10 * time.Second})
				heard := "no answer"
				if err == nil {
					body, _ := io.ReadAll(res.Body)
					res.Body.Close()
					var e struct{ Code int }
					heard = strconv.Itoa(res.StatusCode)
					if len(body) > 0 && json.Unmarshal(body, &e) != nil {
						heard += " no JSON"
					}
					if e.Code != 0 {
						heard += " " + strconv.Itoa(e.Code)
					}
				}
				check(t, "heard", heard, tt.heard)
				if got := time.Since(began); got != tt.after {
					t.Errorf("heard after %v, want %v", got, tt.after)
				}
				if got := a.sees("ann"); !strings.Contains(got, tt.sees) {
					t.Errorf("ann sees %q, want %q", got, tt.sees)
				}
				if tt.heard == "no answer" && tt.sees == shown {
					check(t, "a second try", a.callback(`{"type":4,"data":{"content":"x"}}`), "400 40060")
				}
			})
		})
	}
}

// TestTwoInstances: two processes with one token each get the interaction, and
// only the first answer counts.
func TestTwoInstances(t *testing.T) {
	inBubble(t, localdiscord.Config{IdentifyEvery: -1}, func(w *world) {
		do(w.s, call{"PUT", commandsPath, `[{"name":"ask","description":"d"}]`, nil})
		first, second := w.ready(0, ""), w.ready(0, "")
		defer first.ws.Close()
		defer second.ws.Close()
		if _, err := w.s.Slash("", "", "ask", nil); err != nil {
			t.Fatal(err)
		}
		check(t, "the first", first.next(), "INTERACTION_CREATE")
		check(t, "the second", second.next(), "INTERACTION_CREATE")
		for _, tt := range []struct {
			c    *wire
			want string
		}{{second, "204"}, {first, "400 40060"}} {
			var it struct{ ID, Token string }
			if err := json.Unmarshal(tt.c.data, &it); err != nil {
				t.Fatal(err)
			}
			res := do(w.s, call{"POST", "/api/v10/interactions/" + it.ID + "/" + it.Token + "/callback", `{"type":5}`, nil})
			check(t, "callback", outcome(t, res), tt.want)
		}
	})
}

// TestClockJump: ids and the headers agree with each other, not with here.
// Where the clock goes back, ids still grow, as Discord's do.
func TestClockJump(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		const ahead = 10 * time.Minute
		w.fault(localdiscord.Fault{Name: "clock_jump"})
		date, made := w.clock()
		if want := time.Now().Add(ahead); !date.Equal(want) || !made.Equal(want) {
			t.Errorf("Date %v, id of %v, want %v", date, made, want)
		}
		res := do(w.s, call{method: "GET", path: "/api/v10/users/@me"})
		check(t, "X-RateLimit-Reset", res.Header.Get("X-RateLimit-Reset"), fmt.Sprintf("%d.000", date.Unix()+1)) // a second from then
		w.fault(localdiscord.Fault{Name: "clock_jump", Seconds: -3600})
		date, later := w.clock()
		if want := time.Now().Add(ahead - time.Hour); !date.Equal(want) || !later.Equal(made) {
			t.Errorf("Date %v, id of %v, want %v and %v", date, later, want, made)
		}
		w.fault(localdiscord.Fault{Name: "none"})
		if date, _ := w.clock(); !date.IsZero() {
			t.Errorf("after none: Date %v, want it left to net/http", date)
		}
	})
}

// clock says something and returns the time in the answer's header and in the
// message's id.
func (w *world) clock() (date, made time.Time) {
	w.t.Helper()
	res := do(w.s, call{"POST", "/api/v10/channels/" + w.s.ChannelID() + "/messages", `{"content":"x"}`, nil})
	date, _ = http.ParseTime(res.Header.Get("Date"))
	var m struct{ ID string }
	decode(w.t, res, &m)
	id, err := strconv.ParseUint(m.ID, 10, 64)
	if err != nil {
		w.t.Fatal(err)
	}
	return date, time.UnixMilli(int64(id>>22) + 1420070400000)
}
