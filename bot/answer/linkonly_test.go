package answer

import (
	"fmt"
	"testing"
	"testing/fstest"

	"summitbot/corpus"
)

// TestLinkOnly: an article that may only be linked is quoted nowhere: not as an
// answer, not as what is nearest, not in a timeline or a comparison. Nor is it said
// that nothing was found in it.
func TestLinkOnly(t *testing.T) {
	article := func(quote, body string) *fstest.MapFile {
		return &fstest.MapFile{Data: fmt.Appendf(nil, "---\nurl: https://example.com/%s\npublisher: P\nlanguage: en\nquote: %s\n---\n%s\n", quote, quote, body)}
	}
	c, err := corpus.Open(fstest.MapFS{
		"closed.md": article("link-only", "The harbour bridge was opened on 3 May 2021 by the mayor Ann Lee. It cost 40 million crowns."),
		"open.md":   article("full", "The harbour bridge was opened on 4 May 2021. Boats pass below it. It cost 50 million crowns."),
	}, "test", 1)
	if err != nil {
		t.Fatal(err)
	}
	s := newService(t, c, Config{})
	for _, question := range []string{"When was the harbour bridge opened?", "Who is the mayor?", "mayor Ann Lee source:closed", "bridge"} {
		q, err := s.Read(question)
		if err != nil {
			t.Fatal(err)
		}
		a, err := s.Ask(t.Context(), "public", q)
		if err != nil {
			t.Fatal(err)
		}
		for _, quote := range append(a.Quotes, a.Nearest...) {
			if quote.Excerpt.Article().LinkOnly() {
				t.Errorf("%s: quotes %q", question, quote.Excerpt.Text())
			}
		}
		for _, art := range a.NothingIn {
			if art.LinkOnly() {
				t.Errorf("%s: says that nothing was found in what it did not read", question)
			}
		}
		got, err := s.Compare(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range got.Points {
			for _, v := range p.Values {
				if v.Text.Article().LinkOnly() {
					t.Errorf("%s: compares %q", question, v.Text.Text())
				}
			}
		}
		dates, err := s.Timeline(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range dates {
			if m.Sentence.Article().LinkOnly() {
				t.Errorf("%s: dates %q", question, m.Sentence.Text())
			}
		}
	}
}
