package bot

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A path is one row of a table of PATHS.md: something that people use, in one
// place.
type path struct {
	what  string   // "/ask", or the labels of buttons
	place string   // heading of the table
	cells []string // by condition, as in conditions

	labels map[string]bool // of all buttons
}

// conditions are the columns of the tables behind the first.
var conditions = []string{"works", "no permission", "Redis away", "article gone", "too fast", "foreign ID"}

// TestPaths: PATHS.md has a row for every command, menu and button in every
// place, and what it names as the proof is one: a script that does the thing
// there under that condition, or a test that exists.
func TestPaths(t *testing.T) {
	data, err := os.ReadFile("PATHS.md")
	if err != nil {
		t.Fatal(err)
	}
	paths, reasons, buttons := readPaths(t, string(data))
	b := newBot(t, summit(t))
	want := []string{"mention", "reply"}
	for _, c := range b.Commands() {
		switch {
		case c.Menu:
			want = append(want, c.Name)
		case len(c.Subcommands) == 0:
			want = append(want, "/"+c.Name)
		}
		for _, sub := range c.Subcommands {
			want = append(want, "/"+c.Name+" "+sub.Name)
		}
	}
	stories := regexp.MustCompile(`(?m)^\| .* \| (\S+\.\w+) \|$`).FindAllStringSubmatch(string(data), -1)
	if len(stories) == 0 {
		t.Error("PATHS.md has no stories")
	}
	for _, story := range stories {
		if _, err := os.Stat(story[1]); err != nil {
			t.Error(err)
		}
	}
	for a := range b.actions {
		label := buttons[a]
		if label == "" {
			t.Errorf("PATHS.md does not say which button does action %d", a)
		}
		want = append(want, label)
	}
	for _, place := range []string{"In a server", "In a direct message", "Where somebody brought it along"} {
		for _, what := range want {
			if !slices.ContainsFunc(paths, func(p path) bool { return p.place == place && p.what == what }) {
				t.Errorf("%s: no row for %q", place, what)
			}
		}
	}
	labels := map[string]bool{}
	for _, row := range buttons {
		for label := range strings.SplitSeq(row, " / ") {
			labels[label] = true
		}
	}
	for _, p := range paths {
		p.labels = labels
		if !slices.Contains(want, p.what) {
			t.Errorf("%s: there is no %q", p.place, p.what)
		}
		for i, cell := range p.cells {
			if fault := p.faultOf(conditions[i], cell, reasons); fault != "" {
				t.Errorf("%s, %s, %s: %s", p.place, p.what, conditions[i], fault)
			}
		}
	}
}

// readPaths reads the tables, the reasons ("- a: …") and which buttons do which
// actions ("- More quotes: 1, 2").
func readPaths(t *testing.T, text string) (paths []path, reasons map[string]bool, buttons map[action]string) {
	reasons, buttons = map[string]bool{}, map[action]string{}
	heading := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if title, ok := strings.CutPrefix(line, "## "); ok {
			heading = title
		}
		if item, ok := strings.CutPrefix(line, "- "); ok {
			key, rest, _ := strings.Cut(item, ": ")
			if len(key) == 1 {
				reasons[key] = true
				continue
			}
			for number := range strings.SplitSeq(rest, ", ") {
				n, err := strconv.Atoi(number)
				if err != nil {
					t.Fatalf("PATHS.md: %q is no action", number)
				}
				buttons[action(n)] = key
			}
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if !strings.HasPrefix(line, "| ") || len(cells) != 1+len(conditions) || strings.TrimSpace(cells[0]) == "what" {
			continue
		}
		p := path{what: strings.TrimSpace(cells[0]), place: heading}
		for _, c := range cells[1:] {
			p.cells = append(p.cells, strings.TrimSpace(c))
		}
		paths = append(paths, p)
	}
	return paths, reasons, buttons
}

// faultOf says what is wrong with a cell, "" if nothing is.
func (p path) faultOf(condition, cell string, reasons map[string]bool) string {
	switch {
	case len(cell) == 1:
		if !reasons[cell] {
			return "no reason " + cell
		}
		return ""
	case strings.HasPrefix(cell, "Test"):
		if !hasTest(cell) {
			return "there is no " + cell
		}
		return ""
	}
	data, err := os.ReadFile(filepath.Join("testdata", cell+".txt"))
	if err != nil {
		return err.Error()
	}
	script, _, _ := strings.Cut(string(data), "\n-- ")
	if !p.done(condition, script) {
		return cell + ".txt does not do that there"
	}
	return ""
}

// hasTest reports whether a test of this package has this name.
func hasTest(name string) bool {
	files, _ := filepath.Glob("*_test.go")
	return slices.ContainsFunc(files, func(file string) bool {
		data, err := os.ReadFile(file)
		return err == nil && strings.Contains(string(data), "\nfunc "+name+"(t *testing.T)")
	})
}

// done reports whether a script does the thing in its place under a condition.
// Every script but those played alone is also played with Redis away.
func (p path) done(condition, script string) bool {
	first, _, _ := strings.Cut(script, "\n")
	frozen := !strings.Contains(first, "alone")
	out, gone, foreign := false, false, false
	lines := strings.Split(script, "\n")
	for i, line := range lines {
		switch {
		case line == "member summitbot out":
			out = true
		case line == "member summitbot in":
			out = false
		case strings.HasPrefix(line, "corpus ") && strings.Contains(line, "without"):
			gone = true
		case strings.HasPrefix(line, "restart secret"):
			foreign = true
		case strings.HasPrefix(line, "redis "):
			frozen = line == "redis away"
		}
		refused := strings.HasPrefix(line, "! ")
		if !p.uses(strings.TrimPrefix(line, "! "), out) {
			continue
		}
		holds := map[string]bool{
			"works": !refused, "no permission": saysNo(lines[i+1:]), "Redis away": frozen && !refused,
			"article gone": gone, "too fast": saysWait(lines[i+1:]), "foreign ID": foreign,
		}
		if holds[condition] {
			return true
		}
	}
	return false
}

var (
	refusal = regexp.MustCompile(`^(stdout|stderr) .*(need the permission|for the operators|Only the one|answer in |ask me there|MANAGE_GUILD|not meant for|I could not ask|could not write|nothing$)`)
	waiting = regexp.MustCompile(`^stdout .*(again in|⏳)`)
)

// saysNo reports whether the next things looked at are a refusal.
func saysNo(next []string) bool { return looked(next, refusal) }

// saysWait reports whether the next things looked at are a request to wait.
func saysWait(next []string) bool { return looked(next, waiting) }

// looked reports whether one of the next two lines looks for something.
func looked(next []string, what *regexp.Regexp) bool {
	return slices.ContainsFunc(next[:min(len(next), 2)], what.MatchString)
}

// uses reports whether a line of a script uses the thing in its place; out is
// whether the bot is out of the server.
func (p path) uses(line string, out bool) bool {
	words := strings.Fields(line)
	if len(words) < 2 {
		return false
	}
	where := "In a server"
	switch _, at, _ := strings.Cut(words[1], "@"); {
	case at == "dm":
		where = "In a direct message"
	case at == "bob" || at == "dan" || out:
		where = "Where somebody brought it along"
	}
	if where != p.place {
		return false
	}
	rest := strings.Trim(strings.Join(words[2:], " "), "'")
	switch name, slash := strings.CutPrefix(p.what, "/"); {
	case slash:
		return words[0] == "ask" && name == "ask" || words[0] == "use" && (rest == name || strings.HasPrefix(rest, name+" ") || strings.HasPrefix(rest, name+"'"))
	case p.what == "mention":
		return words[0] == "mention" || words[0] == "say" && where == "In a direct message"
	case p.what == "reply":
		return words[0] == "answer"
	case p.what == "Find in coverage":
		return words[0] == "find"
	}
	return (words[0] == "press" || words[0] == "select") && slices.ContainsFunc(strings.Split(p.what, " / "), func(label string) bool {
		rest, _, _ := strings.Cut(rest, "'") // of a select, the choice is behind
		return label == rest || rest != "" && !p.labels[rest] && strings.HasPrefix(label, rest)
	})
}
