package bot

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"summitbot/bot/answer"
	"summitbot/corpus"
)

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"plain words, 24 years.":  "plain words, 24 years.",
		"**bold** _x_ ~~y~~ `z`":  `\*\*bold\*\* \_x\_ \~\~y\~\~ \` + "`z\\`",
		"[Reuters](https://evil)": `\[Reuters\]\(https\://evil\)`,
		"@everyone <@1> <#2>":     `\@everyone \<\@1\> \<\#2\>`,
		":smile: said: yes":       `\:smile: said: yes`,
		"# head":                  `\# head`,
		"- item":                  `\- item`,
		"-# small":                `\-\# small`,
		"1. first":                `1\. first`,
		"in 2018. Then - so":      "in 2018. Then - so",
		"> quote":                 `\> quote`,
		"two\nlines\r\nhere":      "two lines  here",
		"a\u202eb\u200bc\u2066d":  "abcd",
		"👩\u200d👧 ok":             "👩\u200d👧 ok", // the joiner holds the emoji together
		"nul\x00 del\x7f":         "nul del",
		`back\slash`:              `back\\slash`,
		"  trimmed  ":             "trimmed",
	} {
		if got := Escape(in); got != want {
			t.Errorf("Escape(%q) = %q, want %q", in, got, want)
		}
	}
}

// unescape shows what Discord shows of text in which every character with a
// meaning has a backslash, and reports whether each has one.
func unescape(s string) (shown string, inert bool) {
	var b strings.Builder
	escaped := false
	inert = true
	for _, r := range s {
		switch {
		case escaped && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsSpace(r)):
			inert = false // there the backslash would show
			escaped = false
		case escaped:
			escaped = false
		case r == '\\':
			escaped = true
			continue
		case special(r):
			inert = false
		}
		b.WriteRune(r)
	}
	return b.String(), inert && !escaped
}

func TestEscapeShowsTheText(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringMatching("[-+*_~`|<>@#:.\\[\\]() 1a\\\\\n]{0,20}"))
	rapid.Check(t, func(t *rapid.T) {
		in := text.Draw(t, "text")
		shown, inert := unescape(Escape(in))
		if want := strings.TrimSpace(visible(in)); shown != want || !inert {
			t.Fatalf("%q is shown as %q, want %q; inert %v", in, shown, want, inert)
		}
		line := strings.TrimLeft(Escape(in), " ")
		for _, opens := range []string{"-", "+", "#", ">", "1. "} {
			if strings.HasPrefix(line, opens) {
				t.Fatalf("%q opens a block: %q", in, line)
			}
		}
	})
}

// FuzzQuote holds a quotation as it is shown to the words that are printed: with
// the bold marks and backslashes taken away, nothing is added and nothing lost
// but what [visible] takes out.
func FuzzQuote(f *testing.F) {
	f.Add("On Wednesday, Putin presented Kim with an Aurus car.", 14, 19)
	f.Add("“equality and mutual respect.” *sic*", 0, 3)
	f.Add("-# @everyone [x](http://y)\u202e", 3, 12)
	f.Fuzz(func(t *testing.T, text string, start, end int) {
		a, err := corpus.ParseArticle("a.md", []byte("---\nurl: https://example.com\npublisher: P\n---\n"+text+"\n"))
		if err != nil {
			t.Skip("no article")
		}
		for _, s := range a.Sentences() {
			printed := s.Excerpt().Text()
			var marks []answer.Mark
			if 0 <= start && start < end && end <= len(printed) && utf8.ValidString(printed[:start]) && utf8.ValidString(printed[start:end]) {
				marks = []answer.Mark{{Start: start, End: end}}
			}
			shown := embolden(printed, marks)
			if len(marks) > 0 {
				shown = strings.Replace(shown, "**", "", 2) // a star that is printed has a backslash before it
			}
			if got, inert := unescape(shown); got != visible(printed) || !inert {
				t.Errorf("%q is shown as %q, which reads %q; inert %v", printed, shown, got, inert)
			}
		}
	})
}
