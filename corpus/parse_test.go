package corpus

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

const wellFormed = `---
title: Story of a car
url: https://example.com/story
publisher: Example Times
author: Jane Roe
published: 2024-06-22 09:07
updated: 2024-06-23
retrieved: 2024-06-24
language: pt-BR
licence: by permission
quote: link-only
captions:
  - text: A car.
    credit: Agency
  - {text: Another car.}
questions: ["What is it?", "Who: when?"]
---

One.

Two.
`

func TestParseArticle(t *testing.T) {
	a, err := ParseArticle("dir/a-story.md", []byte(wellFormed))
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%s|%s|%s|%s|%s|%v|%s|%s|%s|%v|%q|%q|%q", a.ID(), a.Title(), a.URL(), a.Publisher(), a.Author(),
		a.Date(), a.Retrieved(), a.Language(), a.Licence(), a.LinkOnly(), a.Captions(), a.Questions(), a.Body())
	want := `a-story|Story of a car|https://example.com/story|Example Times|Jane Roe|` +
		`{2024-06-22 published}|2024-06-24|pt-BR|by permission|true|` +
		`[{"A car." "Agency"} {"Another car." ""}]|["What is it?" "Who: when?"]|"One.\n\nTwo."`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDates(t *testing.T) {
	for _, test := range []struct {
		lines string
		want  Date
	}{
		{"", Date{}},
		{"published: 2024-06-21\n", Date{"2024-06-21", Published}},
		{"updated: 2024-06-22 09:07\n", Date{"2024-06-22", Updated}},
		{"updated: 2024-06-22\npublished: 2024-06-21\n", Date{"2024-06-21", Published}},
		{"published: '2024-02-29'\n", Date{"2024-02-29", Published}},
	} {
		a, err := ParseArticle("a.md", []byte("---\nurl: http://example.com\npublisher: P\n"+test.lines+"---\nBody."))
		if err != nil {
			t.Errorf("%q: %v", test.lines, err)
			continue
		}
		if a.Date() != test.want || a.Language() != "en" {
			t.Errorf("%q: %v in %q, want %v in en", test.lines, a.Date(), a.Language(), test.want)
		}
	}
}

// TestEditorHabits: a byte order mark and line ends of Windows change nothing.
func TestEditorHabits(t *testing.T) {
	plain, err := ParseArticle("a.md", []byte(wellFormed))
	if err != nil {
		t.Fatal(err)
	}
	windows, err := ParseArticle("a.md", []byte("\uFEFF"+strings.ReplaceAll(wellFormed, "\n", "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	if plain.Body() != windows.Body() || plain.Title() != windows.Title() {
		t.Errorf("body %q, title %q", windows.Body(), windows.Title())
	}
}

// TestFaults has a file and all of its faults a case.
func TestFaults(t *testing.T) {
	const head = "---\nurl: https://example.com/\npublisher: P\n"
	for _, test := range []struct {
		name, file, data string
		want             []string
	}{
		{"all at once, by line", "corpus/articles/arynews.md",
			"---\ntitel: x\npublished: 24 Jun 2024\nupdated: 2024-02-30\nlanguage: English\nquote: some\nauthor:\n---\n", []string{
				`corpus/articles/arynews.md:1: url: missing; every article must say it`,
				`corpus/articles/arynews.md:1: publisher: missing; every article must say it`,
				`corpus/articles/arynews.md:2: titel: unknown field; did you mean "title"?`,
				`corpus/articles/arynews.md:3: published: "24 Jun 2024" is not a date like 2024-06-24`,
				`corpus/articles/arynews.md:4: updated: "2024-02-30" is not a date like 2024-06-24`,
				`corpus/articles/arynews.md:5: language: "English" is not a language tag like en or pt-BR`,
				`corpus/articles/arynews.md:6: quote: "some" is neither full nor link-only`,
				`corpus/articles/arynews.md:7: author: empty; leave out what is not known`,
				`corpus/articles/arynews.md:8: body: empty; the article's text goes below the second "---"`,
			}},
		{"unknown field", "a.md", head + "colour: red\n---\nBody.", []string{
			`a.md:4: colour: unknown field; known are title, url, publisher, author, published, updated, retrieved, language, licence, quote, captions, questions`}},
		{"field given twice", "a.md", head + "url: https://example.org/\n---\nBody.", []string{`a.md:4: url: given twice`}},
		{"wrong types", "a.md", head + "title: [a]\nquestions: one\ncaptions:\n  - text\n  - a: b\n---\nBody.", []string{
			`a.md:4: title: is not a line of text`,
			`a.md:5: questions: is not a list of lines that begin with "- "`,
			`a.md:7: captions[1]: is not a text and a credit`,
			`a.md:8: captions[2].a: unknown field; known are text, credit`,
			`a.md:8: captions[2].text: missing; a caption without a text says nothing`}},
		{"caption without a text", "a.md", head + "captions:\n  - credit: Agency\n---\nBody.", []string{
			`a.md:5: captions[1].text: missing; a caption without a text says nothing`}},
		{"two lines", "a.md", head + "title: \"a\\nb\"\n---\nBody.", []string{`a.md:4: title: is not one line of plain text`}},
		{"alias", "a.md", head + "title: &t Story\nauthor: *t\n---\nBody.", []string{`a.md:5: author: is not a line of text`}},
		{"no address", "a.md", "---\nurl: ftp://example.com\npublisher: P\n---\nBody.", []string{
			`a.md:2: url: "ftp://example.com" is not an address like https://example.com/story`}},
		{"no host", "a.md", "---\nurl: https:///x\npublisher: P\n---\nBody.", []string{
			`a.md:2: url: "https:///x" is not an address like https://example.com/story`}},
		{"user in address", "a.md", "---\nurl: https://me:pw@example.com/\npublisher: P\n---\nBody.", []string{
			`a.md:2: url: holds a user name; leave out everything up to the @`}},
		{"text fragment in address", "a.md", "---\nurl: https://example.com/#:~:text=x\npublisher: P\n---\nBody.", []string{
			`a.md:2: url: holds a text fragment; leave out everything from :~: on`}},
		{"no front matter", "a.md", "Body.", []string{`a.md:1: front matter: missing; the first line must be "---"`}},
		{"empty file", "a.md", "", []string{`a.md:1: front matter: missing; the first line must be "---"`}},
		{"unclosed front matter", "a.md", head + "\nBody.", []string{`a.md:1: front matter: not closed; a second line "---" must follow it`}},
		{"empty front matter", "a.md", "---\n---\nBody.", []string{
			`a.md:1: url: missing; every article must say it`, `a.md:1: publisher: missing; every article must say it`}},
		{"not a mapping", "a.md", "---\n- url\n---\nBody.", []string{`a.md:2: front matter: is not lines of the form "field: value"`}},
		{"not YAML", "a.md", head + "title: \"a\n---\nBody.", []string{`a.md:4: front matter: is not YAML: found unexpected end of stream`}},
		{"not YAML, told by another part of the reader", "a.md", head + "questions: [What?, Who?]\n---\nBody.", []string{
			`a.md:4: front matter: is not YAML: did not find expected ',' or ']'`}},
		{"two documents", "a.md", head + "...\ntitle: x\n---\nBody.", []string{`a.md:1: front matter: is more than one YAML document; take out the line "..."`}},
		{"not UTF-8", "a.md", head + "---\nOne.\n\nTw\xff.\n", []string{`a.md:7: the line is not UTF-8; save the file as UTF-8`}},
		{"control characters", "a.md", head + "title: a\x00b\n---\nOne\x07\x1b.\rTwo.", []string{
			`a.md:4: the line holds the control character U+0000; delete it`,
			`a.md:6: the line holds the control character U+0007; delete it`}},
		{"id", "My Story.md", head + "---\nBody.", []string{
			`My Story.md: id: "My Story" is not a name of lower-case letters, digits and hyphens; rename the file`}},
		{"too large", "a.md", head + "---\n" + strings.Repeat("x", maxFileBytes), []string{
			`a.md: is larger than 1048576 bytes; an article this long must be split`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := ParseArticle(test.file, []byte(test.data))
			faults, ok := errors.AsType[Faults](err)
			if !ok {
				t.Fatalf("got %v, want faults", err)
			}
			if diff := cmp.Diff(test.want, strings.Split(faults.Error(), "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzParseArticle(f *testing.F) {
	f.Add([]byte(wellFormed))
	f.Add([]byte("\uFEFF---\r\nurl: https://a.b\r\npublisher: &x P\r\n---\r\nA.\r\n\r\nB."))
	f.Add([]byte("---\nurl: [\n---\n"))
	f.Add([]byte("---\n? [a]\n: b\n<<: {url: x}\n---\nx"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := ParseArticle("a.md", data)
		if err != nil {
			faults, ok := errors.AsType[Faults](err)
			if !ok || len(faults) == 0 {
				t.Fatalf("not faults: %v", err)
			}
			for i, f := range faults {
				if f.Problem == "" || strings.Contains(f.Problem, "\n") || i > 0 && f.Line < faults[i-1].Line {
					t.Fatalf("fault %d is empty, of several lines or out of order: %v", i, faults)
				}
			}
			return
		}
		if !utf8.ValidString(a.Body()) || strings.TrimSpace(a.Body()) != a.Body() || a.Body() == "" {
			t.Fatalf("body %q", a.Body())
		}
		if !strings.Contains(strings.ReplaceAll(string(data), "\r\n", "\n"), a.Body()) {
			t.Fatalf("the body %q is not in the file", a.Body())
		}
		if a.URL() == "" || a.Publisher() == "" {
			t.Fatal("a required field is missing")
		}
		checkCut(t, a)
	})
}
