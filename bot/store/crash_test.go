package store_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"summitbot/bot"
)

// crashDir names the directory in which this test binary, started again as a
// process of its own, writes until it is killed.
const crashDir = "STORE_TEST_CRASH_DIR"

// A process that is killed while it writes loses nothing of which it was told that
// it is there, and leaves files that are read as before.
func TestKilled(t *testing.T) {
	if dir := os.Getenv(crashDir); dir != "" {
		writeForever(t, dir)
	}
	dir := t.TempDir()
	total := 0
	for round := range 5 {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilled$")
		cmd.Env = append(os.Environ(), crashDir+"="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines, last := bufio.NewScanner(out), -1
		for lines.Scan() {
			n, err := strconv.Atoi(lines.Text())
			if err != nil {
				t.Fatalf("the writer says %q", lines.Text())
			}
			if last = n; n == 100+7*round {
				cmd.Process.Kill() // what it has written until then is still read below
			}
		}
		if cmd.Wait(); last < 100+7*round {
			t.Fatalf("round %d: the writer ended after %d", round, last)
		}
		total += last + 1
		s := files(t, dir)
		if got := len(records(t, s, bot.GapRecord)); got < total || got > total+round+1 {
			t.Errorf("round %d: %d records, want the %d that were confirmed, and at most one more a round", round, got, total)
		}
		total = len(records(t, s, bot.GapRecord))
		if got := settings(t, s, guild); got.Quotes < last || got.Quotes > last+1 || len(got.Corpus) != got.Quotes%5000 {
			t.Errorf("round %d: settings number %d with %d bytes, want %d or the next", round, got.Quotes, len(got.Corpus), last)
		}
	}
}

// writeForever writes a record and settings and says so, again and again.
func writeForever(t *testing.T, dir string) {
	s := files(t, dir)
	for n := 0; ; n++ {
		if err := s.SetSettings(t.Context(), guild, bot.Settings{Quotes: n, Corpus: strings.Repeat("x", n%5000)}); err != nil {
			t.Fatal(err)
		}
		appendAll(t, s, gap(1, fmt.Sprint(n)))
		fmt.Println(n)
	}
}
