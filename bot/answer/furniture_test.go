package answer

import (
	"strings"
	"testing"
	"testing/fstest"

	"summitbot/corpus"
)

// A caption leads to its article and is never quoted; nor is a headline, not
// even by a question in its very words.
func TestCaptionsAreFoundAndNotQuoted(t *testing.T) {
	c, err := corpus.Open(fstest.MapFS{
		"a.md": {Data: []byte("---\ntitle: Zebra escapes the zoo\nurl: https://example.com/a\npublisher: A\ncaptions:\n  - text: The zebra drinks from a fountain.\n    credit: Xylo Press\n---\nAn animal ran through the town. It was caught at noon.\n")},
		"b.md": {Data: []byte("---\nurl: https://example.com/b\npublisher: B\n---\nAn animal was born at noon. It ran at once.\n")},
	}, "test", 1)
	if err != nil {
		t.Fatal(err)
	}
	s := newService(t, c, Config{})
	for _, tt := range []struct{ question, first string }{
		{"which animal drinks at the fountain", "An animal ran through the town."},
		{"Zebra escapes the zoo", "An animal ran through the town."},
		{"The zebra drinks from a fountain. An animal", "An animal ran through the town."},
		{"Xylo Press", ""}, // a credit is not searched
	} {
		q, err := s.Read(tt.question)
		if err != nil {
			t.Fatal(err)
		}
		a, err := s.Ask(t.Context(), "public", q)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if shown := append(a.Quotes, a.Nearest...); len(shown) > 0 {
			got = shown[0].Excerpt.Text()
		}
		if got != tt.first {
			t.Errorf("%q shows %q first, want %q", tt.question, got, tt.first)
		}
	}
}

// Whatever is asked of the five articles, what is shown is a sentence of a body
// and no headline or caption, though some are nearly the same.
func TestFurnitureIsNeverQuoted(t *testing.T) {
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	s := newService(t, c, Config{Limit: 100})
	sentences := map[corpus.Excerpt]bool{}
	var furniture []string
	for _, a := range c.Articles() {
		for _, sentence := range a.Sentences() {
			sentences[sentence.Excerpt()] = true
		}
		for _, text := range append(strings.Split(strings.TrimSpace(captions(a)), "\n"), a.Title()) {
			if text != "" {
				furniture = append(furniture, text)
			}
		}
	}
	if len(furniture) != 7 {
		t.Fatalf("%d headlines and captions, want 4 and 3", len(furniture))
	}
	for _, text := range furniture {
		q, err := s.Read(text)
		if err != nil {
			t.Fatal(err)
		}
		a, err := s.Ask(t.Context(), "public", q)
		if err != nil {
			t.Fatal(err)
		}
		shown := append(a.Quotes, a.Nearest...)
		if len(shown) == 0 {
			t.Errorf("%q finds nothing", text)
		}
		for _, quote := range shown {
			if !sentences[quote.Excerpt] {
				t.Errorf("%q: %q is no sentence", text, quote.Excerpt.Text())
			}
			for _, f := range furniture {
				if strings.Contains(quote.Excerpt.Text(), f) {
					t.Errorf("%q: furniture quoted: %q", text, quote.Excerpt.Text())
				}
			}
		}
	}
}
