package answer

import (
	"bytes"
	"testing"

	"summitbot/corpus"
)

// TestLimit: an answer with more quotes says the same, but for the quotes behind the
// fifth, and fits in a cache.
func TestLimit(t *testing.T) {
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	few, many := newService(t, c, Config{}), newService(t, c, Config{Limit: 25})
	var questions []string
	for _, a := range c.Articles() {
		questions = append(questions, a.Questions()...)
		for _, s := range a.Sentences() {
			questions = append(questions, s.Excerpt().Text())
		}
	}
	longer := 0
	for _, text := range questions {
		q, err := many.Read(text)
		if err != nil {
			t.Fatal(err)
		}
		want, err := few.Ask(t.Context(), "public", q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := many.Ask(t.Context(), "public", q)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := Encode(got)
		if err != nil || len(whole) > 8<<10 {
			t.Errorf("%q: %d bytes, %v", text, len(whole), err)
		}
		if len(got.Quotes) > telling {
			longer++
		}
		cut := *got
		cut.Quotes = got.first()
		if a, b := encoded(t, &cut), encoded(t, want); !bytes.Equal(a, b) {
			t.Errorf("%q: with a limit of 25\n%s\nwith 5\n%s", text, a, b)
		}
	}
	if longer < 10 {
		t.Errorf("%d answers with more than 5 quotes", longer)
	}
}

func encoded(t *testing.T, a *Answer) []byte {
	t.Helper()
	data, err := Encode(a)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
