package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

const readme = "../../README.md"

// The README's table of settings stands between these lines.
const (
	settingsStart = "<!-- settings -->\n"
	settingsEnd   = "<!-- /settings -->\n"
)

func TestReadmeSettings(t *testing.T) {
	text := readReadme(t)
	before, rest, ok := strings.Cut(text, settingsStart)
	if !ok {
		t.Fatalf("README.md has no line %q", strings.TrimSpace(settingsStart))
	}
	got, after, ok := strings.Cut(rest, settingsEnd)
	if !ok {
		t.Fatalf("README.md has no line %q", strings.TrimSpace(settingsEnd))
	}
	want := settingsTable()
	if got == want {
		return
	}
	if !*update {
		t.Fatalf("the README's table of settings is not what config.go declares\nhint: go test ./cmd/summitbot -run TestReadmeSettings -update\ngot:\n%swant:\n%s", got, want)
	}
	if err := os.WriteFile(readme, []byte(before+settingsStart+want+settingsEnd+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestReadmeCommands runs every command in a ```console block and compares what
// it prints with what the block shows. A block that cannot run in a test has
// the line <!-- not run: REASON --> before it, and is listed in the log.
func TestReadmeCommands(t *testing.T) {
	blocks, err := consoleBlocks(readReadme(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(blocks) == 0 {
		t.Fatal("README.md has no console block: it lost what people are to type first")
	}
	for _, b := range blocks {
		if b.notRun != "" {
			t.Logf("README.md:%d: not run: %s", b.line, b.notRun)
			continue
		}
		for _, c := range b.commands {
			t.Run(fmt.Sprintf("line %d", c.line), func(t *testing.T) { c.run(t) })
		}
	}
}

func readReadme(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestReadmeSnippets finds each snippet of a program in the README, line by line,
// in a program that the tests run.
func TestReadmeSnippets(t *testing.T) {
	programs := ""
	for _, name := range []string{"walk_test.go", "disgotest/main.go", "testdata/discordjs/walk.js"} {
		text, err := os.ReadFile("../../bot/localdiscord/" + name)
		if err != nil {
			t.Fatal(err)
		}
		programs += trimmedLines(string(text))
	}
	found := 0
	for _, part := range strings.Split(readReadme(t), "\n```")[1:] {
		kind, snippet, _ := strings.Cut(part, "\n")
		if kind != "go" && kind != "js" {
			continue
		}
		found++
		if !strings.Contains(programs, trimmedLines(snippet)) {
			t.Errorf("no program in the tests has this of the README:\n%s", snippet)
		}
	}
	if found != 3 {
		t.Errorf("the README has %d snippets, want 3", found)
	}
}

// trimmedLines returns text without what stands around its lines.
func trimmedLines(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimSpace(line) + "\n")
	}
	return b.String()
}

// A block is one ```console block of the README.
type block struct {
	line     int    // of its first command
	notRun   string // why it is not run, "" if it is
	commands []command
}

// A command is one line of a block that starts with "$ ", and what is shown
// below it. A shown line "..." stands for any number of lines.
type command struct {
	line  int
	text  string
	shown []string
}

// consoleBlocks returns the ```console blocks of text.
func consoleBlocks(text string) ([]block, error) {
	var blocks []block
	var b *block // the block we are in
	notRun := ""
	for i, line := range strings.Split(text, "\n") {
		switch {
		case b == nil && line == "```console":
			b = &block{line: i + 2, notRun: notRun}
		case b == nil:
			if line != "" {
				notRun = "" // the marker stands right before the block
			}
			if reason, ok := strings.CutPrefix(line, "<!-- not run: "); ok {
				notRun = strings.TrimSuffix(reason, " -->")
			}
		case line == "```":
			if len(b.commands) == 0 {
				return nil, fmt.Errorf("README.md:%d: a console block without a line that starts with \"$ \"", b.line)
			}
			blocks, b, notRun = append(blocks, *b), nil, ""
		case strings.HasPrefix(line, "$ "):
			b.commands = append(b.commands, command{line: i + 1, text: line[2:]})
		case len(b.commands) == 0:
			return nil, fmt.Errorf("README.md:%d: output before a command", i+1)
		default:
			c := &b.commands[len(b.commands)-1]
			c.shown = append(c.shown, line)
		}
	}
	if b != nil {
		return nil, fmt.Errorf("README.md:%d: a console block that does not end", b.line)
	}
	return blocks, nil
}

// run runs the command in process. One that goes on until it is stopped, as the
// demo does, is stopped when it has told where it is.
func (c command) run(t *testing.T) {
	t.Helper()
	i, err := readInvocation(c.text)
	if err != nil {
		t.Fatalf("README.md:%d: %v\nhint: put <!-- not run: REASON --> before the block", c.line, err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out := &watched{stop: func() {}}
	if i.args[0] == "demo" {
		i.args = append(i.args, "--addr", "127.0.0.1:0") // the usual port may be taken
		out.stop, out.at = stop, "http://127.0.0.1:"
	}
	if code := run(ctx, i.args, i.env, strings.NewReader(i.stdin), out, t.Output()); code != exitFine {
		t.Fatalf("README.md:%d: %s: exit code %d", c.line, c.text, code)
	}
	got := strings.Split(strings.TrimRight(out.String(), "\n"), "\n")
	if len(c.shown) > 0 && !shows(c.shown, got) {
		t.Errorf("README.md:%d: %s prints\n%s\nand the README shows\n%s", c.line, c.text, strings.Join(got, "\n"), strings.Join(c.shown, "\n"))
	}
}

// An invocation is a command line that runs summitbot.
type invocation struct {
	env, args []string
	stdin     string
}

// readInvocation reads a command line of the form
//
//	[echo WORD… |] [NAME=VALUE…] {summitbot | ./summitbot | go run ./cmd/summitbot} ARG…
func readInvocation(text string) (invocation, error) {
	var i invocation
	if rest, ok := strings.CutPrefix(text, "echo "); ok {
		echo, rest, ok := strings.Cut(rest, " | ")
		if !ok {
			return i, fmt.Errorf("%q does not run summitbot", text)
		}
		words, err := shellWords(echo)
		if err != nil {
			return i, err
		}
		i.stdin, text = strings.Join(words, " ")+"\n", rest
	}
	words, err := shellWords(text)
	if err != nil {
		return i, err
	}
	for len(words) > 0 && strings.Contains(words[0], "=") {
		i.env, words = append(i.env, words[0]), words[1:]
	}
	for _, start := range [][]string{{"summitbot"}, {"./summitbot"}, {"go", "run", "./cmd/summitbot"}} {
		if n := len(start); len(words) > n && slices.Equal(words[:n], start) {
			i.args = words[n:]
			return i, nil
		}
	}
	return i, fmt.Errorf("%q does not run summitbot", text)
}

// shows reports whether shown is what got is, where "..." is any number of lines.
func shows(shown, got []string) bool {
	if len(shown) == 0 {
		return len(got) == 0
	}
	if shown[0] == "..." {
		return shows(shown[1:], got) || len(got) > 0 && shows(shown, got[1:])
	}
	return len(got) > 0 && shown[0] == got[0] && shows(shown[1:], got[1:])
}

// shellWords cuts a line into words as a shell does, with quotation marks and
// nothing else of a shell.
func shellWords(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	in, started := rune(0), false // the quotation mark we are within; whether a word has begun
	for _, r := range line {
		switch {
		case in != 0 && r == in:
			in = 0
		case in != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			in, started = r, true
		case r == ' ':
			if started {
				words = append(words, word.String())
			}
			word.Reset()
			started = false
		case strings.ContainsRune("|<>&;$`\\()#", r):
			return nil, fmt.Errorf("%q needs a shell (%q)", line, r)
		default:
			word.WriteRune(r)
			started = true
		}
	}
	if in != 0 {
		return nil, fmt.Errorf("%q: a quotation mark that does not end", line)
	}
	if started {
		words = append(words, word.String())
	}
	return words, nil
}

func TestShellWords(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{`summitbot ask "What breed?"`, "summitbot|ask|What breed?"},
		{`A=b  summitbot  ask 'it is "x"' ''`, `A=b|summitbot|ask|it is "x"|`},
		{`ask don"'"t`, "ask|don't"},
	} {
		got, err := shellWords(tc.in)
		if err != nil || strings.Join(got, "|") != tc.want {
			t.Errorf("shellWords(%q) = %q, %v, want %q", tc.in, got, err, tc.want)
		}
	}
	for _, bad := range []string{"a | b", "a > b", `ask "open`} {
		if got, err := shellWords(bad); err == nil {
			t.Errorf("shellWords(%q) = %q, want an error", bad, got)
		}
	}
}

func TestReadInvocation(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"summitbot version", `[] ["version"] ""`},
		{`echo "who is who" | A=b go run ./cmd/summitbot ask -`, `["A=b"] ["ask" "-"] "who is who\n"`},
		{"ls", "error"},
		{"summitbot", "error"},
		{"echo summitbot version", "error"},
		{"summitbot ask car | less", "error"},
	} {
		i, err := readInvocation(tc.in)
		got := fmt.Sprintf("%q %q %q", i.env, i.args, i.stdin)
		if err != nil {
			got = "error"
		}
		if got != tc.want {
			t.Errorf("readInvocation(%q) = %s, want %s", tc.in, got, tc.want)
		}
	}
}

func TestShows(t *testing.T) {
	for _, tc := range []struct {
		shown, got string
		want       bool
	}{
		{"a|b", "a|b", true},
		{"a", "a|b", false},
		{"a|...", "a|b|c", true},
		{"a|...|c", "a|b|c", true},
		{"a|...|d", "a|b|c", false},
		{"...|b", "a|b", true},
		{"b", "a", false},
	} {
		if got := shows(strings.Split(tc.shown, "|"), strings.Split(tc.got, "|")); got != tc.want {
			t.Errorf("shows(%q, %q) = %v, want %v", tc.shown, tc.got, got, tc.want)
		}
	}
}

func TestConsoleBlocks(t *testing.T) {
	text := "intro\n```console\n$ summitbot version\nsummitbot\n...\n$ summitbot config\n```\n" +
		"<!-- not run: needs a token -->\n```console\n$ summitbot run\n```\n" +
		"<!-- not run: forgotten -->\nwords\n```console\n$ summitbot version\n```\n"
	blocks, err := consoleBlocks(text)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range blocks {
		for _, c := range b.commands {
			got = append(got, fmt.Sprintf("%d %s %q %q", c.line, c.text, c.shown, b.notRun))
		}
	}
	want := []string{
		`3 summitbot version ["summitbot" "..."] ""`,
		`6 summitbot config [] ""`,
		`10 summitbot run [] "needs a token"`,
		`15 summitbot version [] ""`,
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
	for _, bad := range []string{"```console\nno command\n```\n", "```console\n```\n", "```console\n$ summitbot version\n"} {
		if _, err := consoleBlocks(bad); err == nil {
			t.Errorf("consoleBlocks(%q): no error", bad)
		}
	}
}
