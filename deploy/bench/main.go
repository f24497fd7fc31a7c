// Command bench measures a built summitbot as its operator and its users meet
// it, on this machine, and prints a Markdown table:
//
//	go build -o /tmp/summitbot ./cmd/summitbot
//	go run ./deploy/bench /tmp/summitbot
//
// Each start is "summitbot run" against a local Discord of its own, over
// loopback, without a Redis.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"summitbot/bot/localdiscord"
	"summitbot/corpus"
)

// How much is measured.
const (
	starts = 20
	asks   = 500              // at most 2 to the number of small words
	idle   = 10 * time.Second // before memory is read, so that the start is over
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: bench SUMMITBOT")
		os.Exit(2)
	}
	if err := measure(context.Background(), os.Args[1], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// measure prints the table of the program at path.
func measure(ctx context.Context, path string, w io.Writer) error {
	questions, err := starters()
	if err != nil {
		return err
	}
	var ready []time.Duration
	for range starts {
		b, err := start(ctx, path)
		if err != nil {
			return err
		}
		ready = append(ready, b.ready)
		if err := b.stop(); err != nil {
			return err
		}
	}
	b, err := start(ctx, path)
	if err != nil {
		return err
	}
	defer b.stop()
	wait(ctx, idle)
	memory, err := b.rss()
	if err != nil {
		return err
	}
	asked, err := b.askAll(ctx, questions)
	if err != nil {
		return err
	}
	wait(ctx, idle)
	after, err := b.rss()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "| what | p50 | p99 | of |\n|---|---:|---:|---|\n")
	fmt.Fprintf(w, "| start of the process to logged in with commands registered | %s | %s | %d starts |\n", percentile(ready, 50), percentile(ready, 99), starts)
	fmt.Fprintf(w, "| `/ask` in the local Discord to the answer there, each question new to the bot | %s | %s | %d questions |\n", percentile(asked, 50), percentile(asked, 99), asks)
	fmt.Fprintf(w, "\n| memory held by `summitbot run` (VmRSS) | |\n|---|---:|\n")
	_, err = fmt.Fprintf(w, "| idle for %s after its start | %.1f MB |\n| idle for %s after %d questions | %.1f MB |\n",
		idle, float64(memory)/1e6, idle, asks, float64(after)/1e6)
	return err
}

// starters returns the questions that the articles say they answer.
func starters() ([]string, error) {
	c, err := corpus.Summit()
	if err != nil {
		return nil, err
	}
	var questions []string
	for _, a := range c.Articles() {
		questions = append(questions, a.Questions()...)
	}
	return questions, nil
}

// A running is a summitbot under way in a local Discord.
type running struct {
	cmd     *exec.Cmd
	local   *localdiscord.Server
	web     *httptest.Server
	data    string        // directory of what the program keeps
	ready   time.Duration // from its start until it answers
	replied chan struct{} // gets a value when the answer to an interaction is in
}

// start starts the program and waits until it says that it answers.
func start(ctx context.Context, path string) (*running, error) {
	b := &running{
		local:   localdiscord.New(slog.New(slog.DiscardHandler), localdiscord.Config{}),
		replied: make(chan struct{}, 1),
	}
	b.web = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.local.ServeHTTP(w, r)
		if strings.HasSuffix(r.URL.Path, "/callback") {
			b.replied <- struct{}{}
		}
	}))
	b.cmd = exec.CommandContext(ctx, path, "run", "--log-format", "text")
	data, err := os.MkdirTemp("", "summitbot-bench-")
	if err != nil {
		return nil, err
	}
	b.data = data
	b.cmd.Env = []string{
		"DISCORD_TOKEN=" + b.local.Token(), "DISCORD_API_URL=" + b.web.URL + "/api", "SUMMITBOT_DATA=" + data,
		"SUMMITBOT_MEMBER_ASKS=1000/1s", "SUMMITBOT_CHANNEL_ASKS=1000/1s", // more than anybody asks here
	}
	log, err := b.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := b.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "msg=answering") {
			b.ready = time.Since(began)
			go io.Copy(io.Discard, log) // ends with the process
			return b, nil
		}
	}
	return nil, errors.Join(errors.New("the bot ended before it was ready"), b.cmd.Wait())
}

// small are words that change nothing about what is asked.
var small = strings.Fields("hey so well ok now please then just also")

// askAll asks the questions over and over, each time with other small words
// before it so that no cache knows it, and returns how long each took.
func (b *running) askAll(ctx context.Context, questions []string) ([]time.Duration, error) {
	var took []time.Duration
	for i := range asks {
		question := questions[i%len(questions)]
		for bit, word := range small {
			if i>>bit&1 == 1 {
				question = word + " " + question
			}
		}
		began := time.Now()
		if _, err := b.local.Slash("", "", "ask", map[string]string{"question": question}); err != nil {
			return nil, err
		}
		select {
		case <-b.replied:
			took = append(took, time.Since(began))
		case <-time.After(5 * time.Second):
			return nil, fmt.Errorf("no answer to %q", question)
		}
		if ms := b.local.Messages(b.local.ChannelID(), ""); !strings.Contains(b.local.Print(ms[len(ms)-1:]), "asked: ") {
			return nil, fmt.Errorf("no answer to %q but\n%s", question, b.local.Print(ms[len(ms)-1:]))
		}
		wait(ctx, 10*time.Millisecond) // as people do, if faster
	}
	return took, nil
}

// rss returns how many bytes of memory the process holds.
func (b *running) rss() (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", b.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kB, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kB << 10, err
		}
	}
	return 0, errors.New("this system does not say how much memory a process holds")
}

// stop stops the program as a supervisor does.
func (b *running) stop() error {
	defer os.RemoveAll(b.data)
	defer b.web.Close()
	defer b.local.Close()
	if err := b.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return b.cmd.Wait()
}

// percentile returns the time that so many in a hundred do not exceed, by
// nearest rank.
func percentile(took []time.Duration, percent int) time.Duration {
	sorted := slices.Sorted(slices.Values(took))
	return sorted[(len(sorted)*percent+99)/100-1].Round(10 * time.Microsecond)
}

// wait waits for d or until ctx ends.
func wait(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-ctx.Done()
}
