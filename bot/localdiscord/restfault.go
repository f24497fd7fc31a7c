package localdiscord

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// withhold leaves a new Gateway connection without an answer until the client
// gives up or the server closes, if the fault "accept_withheld" is set.
func (s *Server) withhold(ctx context.Context) bool {
	s.mu.Lock()
	f := s.useFault("accept_withheld")
	s.mu.Unlock()
	if f == nil {
		return false
	}
	s.wait(ctx, -1)
	panic(http.ErrAbortHandler) // ends the connection without an answer
}

// wait waits for so many seconds, for ever if they are negative. It reports
// whether they have passed, before the client gave up and the server closed.
func (s *Server) wait(ctx context.Context, n float64) bool {
	var over <-chan time.Time
	if n >= 0 {
		t := time.NewTimer(seconds(n))
		defer t.Stop()
		over = t.C
	}
	select {
	case <-over:
		return true
	case <-ctx.Done():
	case <-s.gone:
	}
	return false
}

// faultsOfREST are those that [Server.serveREST] sees to; of two that are set
// for one call the first happens.
var faultsOfREST = []string{"rest_status", "rest_late", "rest_slow", "rest_reset", "rest_bad_json"}

// restFault returns the fault that a REST call meets on its way to Discord or
// back, or nil, and counts it. It writes the header Date if the clock is not
// that of net/http.
func (s *Server) restFault(h http.Header, r *http.Request) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ids.ahead != 0 || s.clock.shifted() {
		h.Set("Date", s.now().Add(s.ids.ahead).UTC().Format(http.TimeFormat))
	}
	rt, _, refused := s.match(r)
	if refused != nil || s.closed {
		return nil
	}
	for _, name := range faultsOfREST {
		if f := s.faults[name]; f != nil && f.hits(rt) && (name != "rest_status" || f.atTheEdge()) {
			return s.useFault(name)
		}
	}
	return nil
}

// hits reports whether f is meant for calls of a route. The global limit does
// not bind interactions, says the documentation of rate limits.
func (f *Fault) hits(rt route) bool {
	return (f.Method == "" || f.Method == rt.method) && (f.Route == "" || f.Route == rt.pattern) &&
		(f.Scope != "global" || rt.auth)
}

// atTheEdge reports whether it is not Discord that refuses but a server before
// it, whose answer is a page and has none of Discord's headers.
func (f *Fault) atTheEdge() bool {
	return f.Status == 502 || f.Status == 503 || f.Status == 504 || f.Scope == "cloudflare"
}

// before does what f does to a call before Discord has it, and reports whether
// that was the answer. f may be nil.
func (f *Fault) before(s *Server, w http.ResponseWriter, r *http.Request) (answered bool) {
	switch {
	case f == nil:
	case f.Name == "rest_late":
		return !s.wait(r.Context(), f.Seconds) // else it is lost on the way
	case f.Name == "rest_status":
		s.answerAtTheEdge(f, w, r)
		return true
	}
	return false
}

// answerAtTheEdge refuses a call with a page.
func (s *Server) answerAtTheEdge(f *Fault, w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	if rt, _, refused := s.match(r); refused == nil {
		s.calls[rt.method+" "+rt.pattern]++
	}
	s.mu.Unlock()
	w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	title, status := fmt.Sprintf("%d %s", f.Status, http.StatusText(f.Status)), f.Status
	if f.Scope == "cloudflare" {
		title, status = "error code: 1015", http.StatusTooManyRequests
		w.Header().Set("Retry-After", strconv.Itoa(int(f.RetryAfter+0.999)))
	}
	w.WriteHeader(status)
	io.WriteString(w, "<html><head><title>"+title+"</title></head><body><h1>"+title+"</h1></body></html>\n")
}

// after does what f does to the answer of a call that Discord has done, and
// returns what is left of it. f may be nil.
func (f *Fault) after(s *Server, r *http.Request, status int, answer []byte) (int, []byte) {
	switch {
	case f == nil:
	case f.Name == "rest_slow":
		s.wait(r.Context(), f.Seconds)
	case f.Name == "rest_reset":
		panic(http.ErrAbortHandler) // net/http ends the connection
	case f.Name == "rest_bad_json":
		whole, _ := json.Marshal(object{"id": s.ApplicationID()})
		return http.StatusOK, whole[:len(whole)-1]
	}
	return status, answer
}

// refuseByFault refuses a call that the faults "rest_status" or "rest_refuse"
// mean, and has another process answer an interaction first for
// "other_instance". The caller holds s.mu.
func (s *Server) refuseByFault(h http.Header, rt route, r request) *apiError {
	if strings.HasSuffix(rt.pattern, "/callback") && s.useFault("other_instance") != nil {
		first := r
		first.body, first.boundary = []byte(`{"type":5}`), ""
		if it := s.interactions[r.path["id"]]; it != nil && it.kind == interactionAutocomplete {
			first.body = []byte(`{"type":8,"data":{"choices":[]}}`)
		}
		s.postCallback(first) // if it is refused, so is the call itself
	}
	if f := s.faults["rest_refuse"]; f != nil && f.hits(rt) {
		return refusalOf(s.useFault(f.Name).Code)
	}
	f := s.faults["rest_status"]
	if f == nil || f.atTheEdge() || !f.hits(rt) {
		return nil
	}
	s.useFault(f.Name)
	if f.Status == http.StatusTooManyRequests {
		return rateLimited(h, f.Scope, f.RetryAfter)
	}
	return &apiError{status: f.Status, Message: fmt.Sprintf("%d: %s", f.Status, http.StatusText(f.Status))}
}

// refusalOf returns the refusal with one of Discord's codes, or nil if it is not
// among those that the fault "rest_refuse" can send.
func refusalOf(code int) *apiError {
	for _, e := range []*apiError{
		errUnknownChannel(), errUnknownMessage(), errUnknownWebhook(), errUnknownInteraction(), errAcknowledged(),
		errWebhookToken(), errMissingAccess(), errTooManyCreates(),
		errRefusesDMs(), errMissingPermissions(),
	} {
		if e.Code == code {
			return e
		}
	}
	return nil
}
