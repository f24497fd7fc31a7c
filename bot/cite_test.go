package bot

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"summitbot/corpus"
)

// blocks finds the blocks of code of a message, as Discord does.
var blocks = regexp.MustCompile("(?s)```(?:([a-z]+)\n|\n)(.*?)\n```")

// TestCitation: what is to be copied prints the quotation as the article does, in
// blocks of code that nothing in it ends, and an entry whose braces match.
func TestCitation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := func(label string) string {
			return strings.Join(rapid.SliceOfN(words, 1, 12).Draw(t, label), " ")
		}
		body := "Kim gave a **car** with ```a name``` and {braces}, 50% off, and " + text("body")
		c, err := corpus.Open(fstest.MapFS{"a.md": {Data: fmt.Appendf(nil,
			"---\nurl: https://example.com/x_(y)\ntitle: %q\npublisher: %q\nauthor: %q\npublished: 2024-06-22\n---\n%s\n",
			text("title"), text("publisher"), text("author"), body)}}, "test", 7)
		if err != nil {
			t.Fatal(err)
		}
		b := newBot(t, c)
		ev := inServer(ask("what car with a name did Kim give"))
		m := b.Handle(t.Context(), ev)
		if len(quotations(m)) == 0 {
			t.Skip("not quoted")
		}
		cited := pressed(t, b, m, "Copy", ev)
		sentence := c.Articles()[0].Sentences()[0].Excerpt()
		found := blocks.FindAllStringSubmatch(written(cited).Text, -1)
		if len(found) < 3 || !cited.Private {
			t.Fatalf("%d blocks in\n%s", len(found), written(cited).Text)
		}
		plain, _, _ := strings.Cut(strings.TrimPrefix(found[0][2], "“"), "” — ")
		markdown, _, _ := strings.Cut(strings.TrimPrefix(found[1][2], "> "), "\n>\n")
		for form, got := range map[string]string{"plain": plain, "Markdown": reads(visible(markdown))} {
			if want := visible(sentence.Text()); visible(got) != want {
				t.Errorf("%s: %q, want %q", form, got, want)
			}
		}
		if found[1][1] != "md" || found[2][1] != "bibtex" {
			t.Errorf("blocks of %q and %q", found[1][1], found[2][1])
		}
		checkEntry(t, found[2][2])
	})
}

// checkEntry checks that the braces of an entry match, as BibTeX counts them: one
// behind a backslash counts too.
func checkEntry(t *rapid.T, entry string) {
	depth := 0
	for i, r := range entry {
		switch r {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth < 0 || depth == 0 && r == '}' && i != len(entry)-1 {
			t.Fatalf("the entry ends at byte %d of\n%s", i, entry)
		}
	}
	if depth != 0 {
		t.Fatalf("%d braces are open at the end of\n%s", depth, entry)
	}
}

func TestBibTeXEscape(t *testing.T) {
	for in, want := range map[string]string{
		`50% & $5 #1 a_b`: `50\% \& \$5 \#1 a\_b`,
		`a\b ~ ^ "c"`:     `a\textbackslash{}b \textasciitilde{} \textasciicircum{} {"}c{"}`,
		`{x}`:             `\textbraceleft{}x\textbraceright{}`,
	} {
		if got := bibtexEscape(in); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}
