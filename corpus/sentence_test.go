package corpus

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// TestHeldOut counts how many sentences of a table that was written before the
// splitter come out exactly.
func TestHeldOut(t *testing.T) {
	data, err := os.ReadFile("testdata/heldout.txt")
	if err != nil {
		t.Fatal(err)
	}
	right, total := 0, 0
	for _, paragraph := range strings.Split(string(data), "\n\n")[1:] {
		lines := strings.Split(strings.TrimSpace(paragraph), "\n")
		got := map[string]bool{}
		for _, s := range textArticle(t, strings.Join(lines, " ")).Sentences() {
			got[s.Excerpt().Text()] = true
		}
		for _, want := range lines {
			total++
			if got[want] {
				right++
			} else {
				t.Logf("not one sentence: %s\n%v", want, got)
			}
		}
	}
	t.Logf("%d of %d", right, total)
}

// textArticle returns an article with that body.
func textArticle(t testing.TB, body string) *Article {
	t.Helper()
	a, err := ParseArticle("text.md", []byte("---\nurl: https://example.com/story\npublisher: Example\n---\n\n"+body))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestGoldSentences holds the splitter against the judgements: every judged
// sentence must be exactly one sentence.
func TestGoldSentences(t *testing.T) {
	summit, err := Summit()
	if err != nil {
		t.Fatal(err)
	}
	type evidence struct{ Article, Sentence string }
	n := 0
	for _, file := range []string{"summit-dev", "summit-disagreements", "summit-agreements"} {
		data, err := os.ReadFile("testdata/eval/" + file + ".jsonl")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			var row struct {
				ID     string
				Gold   []evidence
				Values []struct{ Evidence []evidence }
			}
			if err := json.Unmarshal([]byte(line), &row); err != nil {
				t.Fatal(err)
			}
			all := row.Gold
			for _, v := range row.Values {
				all = append(all, v.Evidence...)
			}
			for _, e := range all {
				n++
				if !hasSentence(summit.Article(e.Article), e.Sentence) {
					t.Errorf("%s %s: not one sentence of %s: %s", file, row.ID, e.Article, e.Sentence)
				}
			}
		}
	}
	t.Log(n)
}

func hasSentence(a *Article, text string) bool {
	for _, s := range a.Sentences() {
		if s.Excerpt().Text() == text {
			return true
		}
	}
	return false
}
