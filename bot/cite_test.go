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
		plain := pressed(t, b, m, "Copy", ev)
		markdown := pressed(t, b, plain, "Markdown", ev)
		entry := pressed(t, b, markdown, "BibTeX", ev)
		sentence := visible(c.Articles()[0].Sentences()[0].Excerpt().Text())
		checkCited(t, "plain text", cited(t, plain, ""), "“", "”", sentence, func(s string) string { return s })
		checkCited(t, "Markdown", cited(t, markdown, "md"), "> ", "", sentence, reads)
		for one := range strings.SplitSeq(cited(t, entry, "bibtex"), "\n\n") {
			checkEntry(t, one)
		}
		if again := pressed(t, b, entry, "Plain text", ev); written(again).Text != written(plain).Text || !again.Private {
			t.Errorf("back in plain text:\n%s", print(again))
		}
	})
}

// cited returns what stands in the one block of code of a message, which must be of
// a language.
func cited(t *rapid.T, m Message, language string) string {
	found := blocks.FindAllStringSubmatch(written(m).Text, -1)
	if len(found) != 1 || found[0][1] != language || !m.Private {
		t.Fatalf("private %v, blocks %q, want one of %q in\n%s", m.Private, found, language, print(m))
	}
	return found[0][2]
}

// checkCited checks that a citation begins with a sentence between two marks, or with
// the beginning of it and […] behind.
func checkCited(t *rapid.T, form, citation, open, end, sentence string, read func(string) string) {
	citation = visible(read(visible(strings.TrimPrefix(citation, open))))
	if strings.HasPrefix(citation, sentence+end) {
		return
	}
	cut, _, ok := strings.Cut(citation, end+" […]")
	if !ok || cut == "" || !strings.HasPrefix(sentence, cut) {
		t.Errorf("%s: %q, want %q", form, citation, sentence)
	}
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
