package localdiscord_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"summitbot/bot/localdiscord"
)

// endpoint is a bot that takes interactions over HTTP. It verifies signatures
// with the key that the application shows, unless it is careless.
type endpoint struct {
	key      ed25519.PublicKey
	careless bool
	answer   func(w http.ResponseWriter, i map[string]any)
	bad      int // wrong signatures seen
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	sig, _ := hex.DecodeString(r.Header.Get("X-Signature-Ed25519"))
	if !ed25519.Verify(e.key, append([]byte(r.Header.Get("X-Signature-Timestamp")), body...), sig) {
		e.bad++
		if !e.careless {
			http.Error(w, "invalid request signature", http.StatusUnauthorized)
			return
		}
	}
	var i map[string]any
	json.Unmarshal(body, &i)
	if i["type"] == float64(1) {
		fmt.Fprint(w, `{"type":1}`)
		return
	}
	e.answer(w, i)
}

// newEndpoint serves a bot over HTTP for a local Discord that has /ask.
func newEndpoint(t *testing.T) (*localdiscord.Server, *endpoint, string) {
	t.Helper()
	s := newServer(t, localdiscord.Config{Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	e := &endpoint{key: verifyKey(t, s)}
	srv := httptest.NewServer(e)
	t.Cleanup(srv.Close)
	t.Cleanup(func() { s.Close() }) // before the bot ends
	check(t, "register", outcome(t, do(s, call{"PUT", commandsPath, `[{"name":"ask","description":"d"}]`, nil})), "200")
	return s, e, srv.URL
}

// verifyKey returns the key that the application shows.
func verifyKey(t *testing.T, s *localdiscord.Server) ed25519.PublicKey {
	t.Helper()
	var app struct {
		VerifyKey string `json:"verify_key"`
	}
	decode(t, do(s, call{method: "GET", path: "/api/v10/applications/@me"}), &app)
	key, err := hex.DecodeString(app.VerifyKey)
	if err != nil || len(key) != ed25519.PublicKeySize {
		t.Fatalf("verify_key %q", app.VerifyKey)
	}
	return key
}

func TestEndpoint(t *testing.T) {
	s, e, url := newEndpoint(t)
	must(t, "", s.SetEndpoint(t.Context(), url))
	if e.bad != 1 {
		t.Errorf("%d wrong signatures while the endpoint was set, want 1", e.bad)
	}
	ask := func() localdiscord.Outcome {
		t.Helper()
		res, err := s.Act(t.Context(), localdiscord.Action{Do: "slash", Name: "ask", Wait: 30})
		must(t, res.InteractionID, err)
		return *res.Outcome
	}
	e.answer = func(w http.ResponseWriter, i map[string]any) { fmt.Fprint(w, `{"type":4,"data":{"content":"Kim."}}`) }
	check(t, "an answer", ask().State, "answered")
	check(t, "shown", s.Transcript(), "bot → #news\n  Kim.\n")
	e.answer = func(w http.ResponseWriter, i map[string]any) {
		w.WriteHeader(http.StatusAccepted)
		go func() {
			path := fmt.Sprintf("/api/v10/interactions/%s/%s/callback", i["id"], i["token"])
			do(s, call{"POST", path, `{"type":5}`, nil})
		}()
	}
	check(t, "an answer by REST", ask().State, "deferred")
	e.answer = func(w http.ResponseWriter, i map[string]any) { fmt.Fprint(w, `{"type":4,"data":{"content":""}}`) }
	check(t, "a faulty answer", ask().State, "failed")
	e.answer = func(w http.ResponseWriter, i map[string]any) { w.WriteHeader(500) }
	check(t, "a failure", ask().State, "failed")
	release := make(chan struct{})
	e.answer = func(w http.ResponseWriter, i map[string]any) { <-release }
	defer close(release)
	id, err := s.Slash("", "", "ask", nil)
	must(t, id, err)
	must(t, "", s.Advance(3*time.Second))
	o, _ := s.Outcome(id)
	check(t, "no answer within 3 s", o.State, "failed")
	must(t, "", s.SetEndpoint(t.Context(), ""))
	if _, err := s.Slash("", "", "ask", nil); err == nil || err.Error() != "bot is not connected" {
		t.Errorf("back on the Gateway, where nobody is: %v", err)
	}
}

func TestEndpointMustCheckSignatures(t *testing.T) {
	s, e, url := newEndpoint(t)
	e.careless = true
	for address, want := range map[string]string{
		url:                   "a wrong signature got 200, want 401",
		"ftp://example.com":   "is not the address of an endpoint",
		"http://127.0.0.1:1/": "could not be verified",
	} {
		if err := s.SetEndpoint(t.Context(), address); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", address, err, want)
		}
	}
}
