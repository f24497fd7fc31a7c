package bot

import (
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"summitbot/bot/answer"
	"summitbot/corpus"
	"summitbot/retrieval"
)

var update = flag.Bool("update", false, "rewrite the golden messages")

func newBot(t fatal, c *corpus.Corpus) *Bot {
	an := retrieval.English()
	ix, err := answer.Index(c, an)
	if err != nil {
		t.Fatal(err)
	}
	lg := slog.New(slog.DiscardHandler)
	kept := newMemory()
	b, err := New(lg, answer.New(lg, c, an, ix, answer.Config{Limit: 25}), Config{
		Secret: []byte("a secret for tests"), Store: kept, Limits: kept, MemberAsks: Rate{1e9, time.Second}, ChannelAsks: Rate{1e9, time.Second},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// fatal is a testing.TB or a rapid.T.
type fatal interface{ Fatal(...any) }

func ask(question string, options ...string) Event {
	o := map[string]string{"question": question}
	for i := 0; i < len(options); i += 2 {
		o[options[i]] = options[i+1]
	}
	return Event{ID: "1", Command: "ask", Options: o, User: User{ID: "2", Name: "ann"}}
}

// print writes a message as a reader of a test sees it.
func print(m Message) string {
	var b strings.Builder
	if m.Private {
		b.WriteString("(only the asker sees this)\n")
	}
	for _, c := range m.Card {
		printComponent(&b, "", c)
	}
	if len(m.Card) == 0 && m.Plain != "" {
		b.WriteString(m.Plain + "\n")
	}
	for _, row := range m.Rows {
		var labels []string
		for _, button := range row.Buttons {
			if button.WhenPrivate && !m.Private {
				continue
			}
			labels = append(labels, "["+button.Label+"]")
		}
		if row.Select != nil {
			for _, o := range row.Select.Options {
				label := o.Label
				if o.Chosen {
					label = "*" + label
				}
				labels = append(labels, label)
			}
			labels = []string{"{" + row.Select.Placeholder + ": " + strings.Join(append(labels, row.Select.Chosen...), ", ") + "}"}
		}
		b.WriteString(strings.Join(labels, " ") + "\n")
	}
	return b.String()
}

func printComponent(b *strings.Builder, indent string, c Component) {
	switch c := c.(type) {
	case Container:
		for _, child := range c.Children {
			printComponent(b, indent+"▌ ", child)
		}
	case Separator:
		fmt.Fprintf(b, "%s---\n", indent)
	case Text:
		for line := range strings.Lines(c.Content) {
			fmt.Fprintf(b, "%s%s\n", indent, strings.TrimSuffix(line, "\n"))
		}
	}
}

func TestMessages(t *testing.T) {
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	b := newBot(t, c)
	for name, ev := range map[string]Event{
		"quoted":         ask("what did Putin give Kim?"),
		"one-source":     ask("dogs", "source", "dayfr"),
		"misspelt":       ask("wich car did puttin drive"),
		"missing-words":  ask("what did Xi Jinping say about the treaty"),
		"not-together":   ask("horse treaty aukus"),
		"filtered-out":   ask("Pungsan", "source", "arynews"),
		"word-missing":   ask("what colour were the Pungsan hunting dogs"),
		"nothing-said":   ask("thanks!"),
		"unknown-source": ask("dogs", "source", "bbc"),
		"bad-day":        ask("dogs", "since", "June"),
		"too-long":       ask(strings.Repeat("dog ", 100)),
		"hostile":        ask("@everyone **Putin** [x](http://evil) \u202e <@1> :smile:"),
		"unknown":        {Command: "dance"},
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, print(b.Handle(t.Context(), ev))) })
	}
}

// golden compares a message with the one in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "message", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("message (-want +got):\n%s", diff)
	}
}

// size counts a card's characters and bytes, with 12 bytes for each text.
func size(cs []Component) (runes, bytes int) {
	for _, c := range cs {
		switch c := c.(type) {
		case Text:
			runes += utf8.RuneCountInString(c.Content)
			bytes += len(c.Content) + 12
		case Container:
			r, n := size(c.Children)
			runes, bytes = runes+r, bytes+n
		}
	}
	return runes, bytes
}

// A strip counts an article for a value only if it prints the value's very words.
func TestStripCountsWhatIsPrinted(t *testing.T) {
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	points := answer.Points(c, retrieval.English())
	if len(points) == 0 {
		t.Fatal("no points")
	}
	for _, p := range points {
		for _, v := range p.Values {
			of := printing(v)
			if len(of) == 0 {
				t.Errorf("nobody prints %q", v.Text.Text())
			}
			for _, a := range of {
				if !strings.Contains(a.Body(), v.Text.Text()) {
					t.Errorf("%s does not print %q", a.ID(), v.Text.Text())
				}
			}
		}
	}
}

// TestQuotesReadBack reads the quotations out of messages as a person does:
// each is printed in an article, byte for byte.
func TestQuotesReadBack(t *testing.T) {
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	b := newBot(t, c)
	quotes := 0
	for _, art := range c.Articles() {
		for _, s := range art.Sentences() {
			m := b.Handle(t.Context(), ask(truncate(s.Excerpt().Text(), answer.MaxQuestion)))
			for line := range strings.Lines(print(m)) {
				quote, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "▌ > ")
				if !ok {
					continue
				}
				quotes++
				shown, _ := unescape(strings.ReplaceAll(quote, "**", "")) // no article prints a star
				if !slices.ContainsFunc(c.Articles(), func(a *corpus.Article) bool { return strings.Contains(a.Body(), shown) }) {
					t.Errorf("no article prints %q", shown)
				}
			}
		}
	}
	if quotes < 84 { // every sentence asked for finds one at least
		t.Errorf("%d quotations in all", quotes)
	}
}

func TestClause(t *testing.T) {
	const sentence = "One two, three four; five six seven."
	c, err := corpus.Open(fstest.MapFS{"a.md": {Data: []byte("---\nurl: https://example.com\npublisher: P\n---\n" + sentence + "\n")}}, "test", 1)
	if err != nil {
		t.Fatal(err)
	}
	e := c.Articles()[0].Sentences()[0].Excerpt()
	for n, want := range map[int]string{
		36: sentence,
		35: "One two, three four",
		19: "One two", // the second clause ends with the text, not before it
		6:  "One",
		2:  "On",
	} {
		if got := clause(e, n).Text(); got != want {
			t.Errorf("clause of %d characters: %q, want %q", n, got, want)
		}
	}
}
