package answer_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"summitbot/bot/answer"
	"summitbot/corpus"
	"summitbot/retrieval"
	"summitbot/retrieval/eval"
)

// newService returns a service over c.
func newService(t testing.TB, c *corpus.Corpus, cfg answer.Config) *answer.Service {
	t.Helper()
	an := retrieval.English()
	ix, err := answer.Index(c, an)
	if err != nil {
		t.Fatal(err)
	}
	return answer.New(slog.New(slog.DiscardHandler), c, an, ix, cfg)
}

// newSummit returns a service over the embedded coverage.
func newSummit(t testing.TB, cfg answer.Config) *answer.Service {
	t.Helper()
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	return newService(t, c, cfg)
}

// developmentQuestions are the questions that were tuned on.
func developmentQuestions(t testing.TB) []eval.Judged {
	t.Helper()
	return judged(t, "testdata/summit-dev.jsonl")
}

// questionsOfOthers are those with odd numbers of the questions by other writers.
func questionsOfOthers(t testing.TB) []eval.Judged {
	t.Helper()
	return slices.DeleteFunc(judged(t, "testdata/own.jsonl"), func(q eval.Judged) bool { return (q.ID[len(q.ID)-1]-'0')%2 == 0 })
}

// judged reads a set of judged questions.
func judged(t testing.TB, name string) []eval.Judged {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	qs, err := eval.ReadQuestions(name, f)
	if err != nil {
		t.Fatal(err)
	}
	return qs
}

// misspelt returns the questions with their rarest word misspelt: of the content
// words outside of quotation marks that passages have and that are three ASCII
// letters or longer. The edit differs from question to question.
func misspelt(t testing.TB, questions []eval.Judged) []eval.Judged {
	t.Helper()
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	an := retrieval.English()
	ix, err := answer.Index(c, an)
	if err != nil {
		t.Fatal(err)
	}
	all := slices.Clone(questions)
	for i := range all {
		q, err := answer.Read(c, an, all[i].Question)
		if err != nil {
			t.Fatal(err)
		}
		rarest, most := retrieval.Token{}, 0.0
		for j, tok := range an.Tokens(nil, q.Text) {
			w := q.Words[j]
			spoilable := w.Content && w.Phrase == 0 && len(w.Text) > 2 && !strings.ContainsFunc(w.Text, func(r rune) bool { return !unicode.IsLetter(r) || r > unicode.MaxASCII })
			if idf := ix.IDF(w.Term); spoilable && ix.DF(w.Term) > 0 && idf > most {
				rarest, most = tok, idf
			}
		}
		q.Text = q.Text[:rarest.Start] + misspell(q.Text[rarest.Start:rarest.End], i) + q.Text[rarest.End:]
		all[i].Question = q.String()
	}
	return all
}

// misspell makes edit number i of a word of ASCII letters in its middle: leaves a
// letter out, doubles it, changes it or swaps it with the one before.
func misspell(word string, i int) string {
	if word == "" {
		return word
	}
	at := len(word) / 2
	before, letter, after := word[:at], word[at:at+1], word[at+1:]
	switch i % 4 {
	case 0:
		return before + after
	case 1:
		return before + letter + letter + after
	case 2:
		return before + string(rune('a'+(letter[0]|0x20-'a'+1)%26)) + after
	}
	return word[:at-1] + letter + word[at-1:at] + after
}

// A readingQuestion asks for a sentence of one paragraph among those of its article.
type readingQuestion struct {
	text    string
	service int    // over the article's paragraphs, each an article
	right   string // id of the paragraph
	at      int    // byte of it that the right sentence has
}

// readingTest makes of a reading test what the product meets: each article's
// paragraphs are a coverage of their own.
func readingTest(t testing.TB, dir string) (services []*answer.Service, questions []readingQuestion) {
	t.Helper()
	collection, err := eval.ReadCollection(dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	spans, err := eval.ReadSpans(filepath.Join(dir, "spans.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	of, texts := map[string]int{}, map[string]string{} // by paragraph: its service and text
	for docs := range chunks(collection.Documents) {
		files := fstest.MapFS{}
		for _, d := range docs {
			files[d.ID+".md"] = &fstest.MapFile{Data: []byte("---\nurl: https://example.org/\npublisher: P\n---\n\n" + d.Text + "\n")}
			of[d.ID], texts[d.ID] = len(services), d.Text
		}
		c, err := corpus.Open(files, "paragraphs", 1)
		if err != nil {
			t.Fatal(err)
		}
		services = append(services, newService(t, c, answer.Config{}))
	}
	for _, q := range collection.Queries {
		right := spans[q.ID].Document
		questions = append(questions, readingQuestion{q.Text, of[right], right, spans[q.ID].In(texts[right])})
	}
	return services, questions
}

// chunks yields the documents of each title, which stand side by side.
func chunks(docs []retrieval.Document) func(yield func([]retrieval.Document) bool) {
	return func(yield func([]retrieval.Document) bool) {
		for len(docs) > 0 {
			n := slices.IndexFunc(docs, func(d retrieval.Document) bool { return d.Title != docs[0].Title })
			if n < 0 {
				n = len(docs)
			}
			if !yield(docs[:n]) {
				return
			}
			docs = docs[n:]
		}
	}
}
