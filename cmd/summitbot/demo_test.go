package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/redis/go-redis/v9"

	"summitbot/bot/localdiscord"
	"summitbot/bot/localdiscord/schematest"
	"summitbot/bot/redisconn/redistest"
)

// startDemo runs "summitbot demo" in this process and returns what it tells
// when it is ready. It is stopped, and must leave with 0, when the test ends.
func startDemo(t *testing.T) ready {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	out, print := io.Pipe()
	p := &program{stdout: print, stderr: t.Output(), observe: schematest.Observer(t)}
	ended := make(chan int)
	go func() { // ends with ctx
		code := p.execute(ctx, []string{"demo", "--addr", "127.0.0.1:0", "--json", "--log-level", "warn"})
		print.Close()
		ended <- code
	}()
	t.Cleanup(func() {
		stop()
		if code := <-ended; code != exitFine {
			t.Errorf("demo: exit code %d", code)
		}
	})
	var r ready
	if err := json.NewDecoder(out).Decode(&r); err != nil {
		t.Fatalf("demo told nothing: %v", err)
	}
	return r
}

// get fetches an address and returns status and body.
func get(t *testing.T, url string, header http.Header) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = header
	return do(t, req)
}

// act does something in the local Discord as a person and returns the answer.
func act(t *testing.T, r ready, action string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.Control+"/act", strings.NewReader(action))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+r.ControlKey)
	req.Header.Set("Content-Type", "application/json")
	status, body := do(t, req)
	if status/100 != 2 {
		t.Fatalf("act %s: status %d: %s", action, status, body)
	}
	return body
}

func do(t *testing.T, req *http.Request) (int, string) {
	t.Helper()
	resp, err := lone.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// watchPage calls changed at each change of the page, until it says that it has
// seen enough.
func watchPage(t *testing.T, r ready, changed func() (enough bool)) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.Page+"events", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := lone.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	events := bufio.NewScanner(resp.Body)
	for !changed() {
		if !events.Scan() {
			t.Fatalf("the page ended: %v", events.Err())
		}
	}
}

// lone is a client that keeps no connection and so leaves no goroutine behind.
var lone = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

// TestDemo asks the bot in the local Discord, all over loopback TCP.
func TestDemo(t *testing.T) {
	r := startDemo(t)
	if status, page := get(t, r.Page, nil); status != http.StatusOK || !strings.Contains(page, "news") {
		t.Errorf("page: status %d\n%s", status, page)
	}
	act(t, r, `{"do":"slash","name":"ask","options":{"question":"What did Kim feed the horse?"}}`)
	key := http.Header{"Authorization": {"Bearer " + r.ControlKey}}
	var transcript string
	watchPage(t, r, func() bool {
		_, transcript = get(t, r.Control+"/transcript", key)
		return strings.Contains(transcript, "carrots")
	})
	if !strings.Contains(transcript, "Westside People") {
		t.Errorf("no publisher in the answer:\n%s", transcript)
	}
}

func TestDemoPortTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	addr := taken.Addr().String()
	code, _, errs := summitbot(t, t.Context(), nil, "", "demo", "--addr", addr)
	want := "summitbot: --addr: " + addr + " is taken by another program\n" +
		"summitbot: hint: use --addr 127.0.0.1:0 to have a free port picked\n"
	if code != exitFailed || errs != want {
		t.Errorf("exit code %d\n%s\nwant %d\n%s", code, errs, exitFailed, want)
	}
}

// TestRunBadToken lets Discord refuse the bot, which no restart cures.
func TestRunBadToken(t *testing.T) {
	r := startDemo(t)
	env := []string{"DISCORD_TOKEN=bad.canary.token", "DISCORD_API_URL=" + r.API}
	code, _, errs := summitbot(t, t.Context(), env, "", "run")
	if code != exitConfig {
		t.Errorf("exit code %d, want %d", code, exitConfig)
	}
	if !strings.Contains(errs, "summitbot: hint: get a new one under discord.com/developers/applications") {
		t.Errorf("no remedy:\n%s", errs)
	}
	if strings.Contains(errs, "canary") {
		t.Errorf("the token is shown:\n%s", errs)
	}
}

// TestRunExitDelay holds a refused bot back until it is told to stop.
func TestRunExitDelay(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	log := &watched{stop: stop, at: "leaving in 1h"}
	code := run(ctx, []string{"run", "--exit-delay", "1h"}, nil, nil, io.Discard, log)
	if code != exitConfig {
		t.Errorf("exit code %d, want %d", code, exitConfig)
	}
	if got := log.String(); strings.Count(got, "there is no token") != 1 {
		t.Errorf("the fault is not told once:\n%s", got)
	}
}

// watched is a log that calls stop when a line holds at.
type watched struct {
	stop func()
	at   string

	mu   sync.Mutex
	text bytes.Buffer
}

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text.Write(p)
	if bytes.Contains(p, []byte(w.at)) {
		w.stop()
	}
	return len(p), nil
}

func (w *watched) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// TestRunRedis runs the bot with a Redis behind it. The answer must lie there
// afterwards, under a key that does not show the question.
func TestRunRedis(t *testing.T) {
	server := redistest.Start(t)
	local := localdiscord.New(slog.New(slog.DiscardHandler), localdiscord.Config{Observe: schematest.Observer(t)})
	web := httptest.NewServer(local)
	defer web.Close()
	defer local.Close()

	ctx, stop := context.WithCancel(t.Context())
	answered := make(chan struct{})
	log := &watched{at: "msg=answering"}
	log.stop = func() {
		if _, err := local.Slash("", "", "ask", map[string]string{"question": "What did Kim feed the horse?"}); err != nil {
			t.Errorf("ask: %v", err)
			stop()
		}
	}
	go func() { // ends with ctx
		defer close(answered)
		for range local.Watch(ctx) {
			if strings.Contains(local.Transcript(), "carrots") {
				stop()
			}
		}
	}()
	env := []string{"DISCORD_TOKEN=" + local.Token(), "DISCORD_API_URL=" + web.URL + "/api", "REDIS_URL=" + server.URL, "SUMMITBOT_STORE=redis"}
	if code := run(ctx, []string{"run"}, env, nil, io.Discard, log); code != exitFine {
		t.Errorf("exit code %d", code)
	}
	stop()
	<-answered
	if strings.Contains(log.String(), local.Token()) || strings.Contains(log.String(), "horse") {
		t.Errorf("the log has the token or the question:\n%s", log)
	}

	client := redis.NewClient(&redis.Options{Addr: server.Addr})
	defer client.Close()
	keys, err := client.Keys(t.Context(), "*").Result()
	if err != nil {
		t.Fatal(err)
	}
	answers := 0
	for _, key := range keys {
		if strings.HasPrefix(key, "sb:a:") {
			answers++
		}
		if !strings.HasPrefix(key, "sb:") || strings.Contains(key, "horse") {
			t.Errorf("key in Redis: %q", key)
		}
	}
	if answers != 1 {
		t.Errorf("keys in Redis: %q; want one that begins with sb:a:", keys)
	}
}

// TestSignal starts the program itself, reads its line of JSON and stops it as a
// supervisor does.
func TestSignal(t *testing.T) {
	for _, args := range [][]string{{"demo", "--addr", "127.0.0.1:0", "--json"}, {"discord", "--seed", "1", "--intents", "MESSAGE_CONTENT"}} {
		t.Run(args[0], func(t *testing.T) {
			exe, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), exe, args...)
			cmd.Args[0] = "summitbot" // what TestMain goes by
			cmd.Stderr = t.Output()
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			line, err := bufio.NewReader(out).ReadBytes('\n')
			if err != nil {
				t.Fatalf("told nothing: %v", err)
			}
			checkReady(t, line)
			if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Wait(); err != nil {
				t.Errorf("after SIGTERM: %v", err)
			}
		})
	}
}

// checkReady checks that what is told at the start is one JSON object with the
// agreed keys, and that its addresses, token and key let one in.
func checkReady(t *testing.T, line []byte) {
	t.Helper()
	var told map[string]string
	if err := json.Unmarshal(line, &told); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	for _, key := range strings.Fields("api gateway page token application_id guild_id channel_id control control_key public_key") {
		if told[key] == "" {
			t.Errorf("%s has no %q", line, key)
		}
	}
	for url, header := range map[string]http.Header{
		told["page"]:                    nil,
		told["control"] + "/transcript": {"Authorization": {"Bearer " + told["control_key"]}},
		told["api"] + "/v10/users/@me":  {"Authorization": {"Bot " + told["token"]}, "User-Agent": {"DiscordBot (https://example.com, 1.0)"}},
	} {
		if status, body := get(t, url, header); status != http.StatusOK {
			t.Errorf("%s: status %d: %s", url, status, body)
		}
	}
}
