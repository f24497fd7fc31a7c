package answer

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"summitbot/corpus"
	"summitbot/retrieval"
)

// newCorpus makes a corpus of articles with these bodies, by id.
func newCorpus(t testing.TB, bodies map[string]string) *corpus.Corpus {
	t.Helper()
	files := fstest.MapFS{}
	for id, body := range bodies {
		text := fmt.Sprintf("---\nurl: https://example.com/%s\npublisher: The %s\n---\n%s\n", id, strings.ToUpper(id), body)
		files[id+".md"] = &fstest.MapFile{Data: []byte(text)}
	}
	c, err := corpus.Open(files, "test", 1)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRead(t *testing.T) {
	c := newCorpus(t, map[string]string{"post": "One.", "herald": "Two."})
	an := retrieval.English()
	for _, tt := range []struct{ in, text, source, since, content string }{
		{"who is Yuri Ushakov?", "who is Yuri Ushakov?", "", "", "Yuri Ushakov"},
		{"  two   spaces ", "two spaces", "", "", "two spaces"},
		{"dogs source:post", "dogs", "post", "", "dogs"},
		{"SOURCE:ThePost since:2024-06-20 dogs", "dogs", "post", "2024-06-20", "dogs"},
		{"source:post source:herald dog", "dog", "herald", "", "dog"},
		{"source: dogs", "source: dogs", "", "", "source dogs"},
		{"ratio 3:1", "ratio 3:1", "", "", "ratio 3 1"},
		{"what is x", "what is x", "", "", ""},
		{"how old is it", "how old is it", "", "", ""},
		{"the old pledge", "the old pledge", "", "", "old pledge"},
		{"list the dogs", "list the dogs", "", "", "dogs"},
		{"a list of dogs", "a list of dogs", "", "", "list dogs"},
		{"is US aid for us", "is US aid for us", "", "", "US aid"},
		{"WHO", "WHO", "", "", "WHO"},
		{"WHO IS IT", "WHO IS IT", "", "", ""},
		{"thanks!", "thanks!", "", "", ""},
		{"", "", "", "", ""},
		{"bad \xff byte", "bad \uFFFD byte", "", "", "bad byte"},
	} {
		q, err := Read(c, an, tt.in)
		if err != nil {
			t.Errorf("Read(%q): %v", tt.in, err)
			continue
		}
		var content []string
		for _, p := range q.Content() {
			content = append(content, q.Words[p].Text)
		}
		got := []string{q.Text, q.Source, q.Since, strings.Join(content, " ")}
		if want := []string{tt.text, tt.source, tt.since, tt.content}; !slices.Equal(got, want) {
			t.Errorf("Read(%q) = %q, want %q", tt.in, got, want)
		}
	}
}

func TestReadRefusesFilters(t *testing.T) {
	c := newCorpus(t, map[string]string{"post": "One.", "herald": "Two."})
	for in, want := range map[string]string{
		"x source:bbc":       `source: "bbc" is not a source of this coverage: known are herald, post`,
		"x since:yesterday":  `since: "yesterday" is not a day like 2024-06-20`,
		"x since:2024-02-30": `since: "2024-02-30" is not a day like 2024-06-20`,
	} {
		_, err := Read(c, retrieval.English(), in)
		if e, ok := errors.AsType[*FilterError](err); !ok || e.Error() != want {
			t.Errorf("Read(%q): %v, want %s", in, err, want)
		}
	}
}

// What a message shows as asked, filters and all, asks the same when it is read
// again: a press of a button does that.
func TestQuestionStringReadsBack(t *testing.T) {
	c := newCorpus(t, map[string]string{"post": "One.", "herald": "Two."})
	an := retrieval.English()
	word := rapid.OneOf(rapid.StringMatching(`[\pL\pN:."'-]{1,8}`), rapid.String(),
		rapid.SampledFrom([]string{"source:post", "source:", "since:2024-06-20", "who", "US"}))
	rapid.Check(t, func(t *rapid.T) {
		in := strings.Join(rapid.SliceOfN(word, 0, 8).Draw(t, "words"), " ")
		q, err := Read(c, an, in)
		if err != nil {
			t.Skip("a filter that cannot be followed")
		}
		again, err := Read(c, an, q.String())
		if diff := cmp.Diff(q, again); err != nil || diff != "" {
			t.Fatalf("%q reads back as another question: %v\n%s", in, err, diff)
		}
		if q.Normalised() != again.Normalised() {
			t.Fatalf("%q: keys differ", in)
		}
	})
}

func TestKeyTellsQuestionsApart(t *testing.T) {
	c := newCorpus(t, map[string]string{"post": "One.", "herald": "Two."})
	key := func(text string) string {
		q, err := Read(c, retrieval.English(), text)
		if err != nil {
			t.Fatal(err)
		}
		return q.Normalised()
	}
	const text = "Who met Kim?"
	if key("who  met kim") != key(text) {
		t.Errorf("%q typed otherwise has another key", text)
	}
	for _, s := range []string{"who meets kim", "who met kim source:post", "who met kim since:2024-06-20", "kim met who", "WHO met kim"} {
		if key(s) == key(text) {
			t.Errorf("%q and %q have the same key", s, text)
		}
	}
}
