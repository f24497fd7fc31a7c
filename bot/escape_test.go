package bot

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
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
