package answer_test

import (
	"fmt"
	"log/slog"
	"math"
	"testing"
	"testing/fstest"

	"summitbot/bot/answer"
	"summitbot/corpus"
	"summitbot/retrieval"
)

// The verdict is what the evidence says, on every development question.
func TestEvidenceIsTheVerdict(t *testing.T) {
	s := newSummit(t, answer.Config{})
	bar := answer.BarFor(5)
	for _, j := range judged(t, "testdata/summit-dev.jsonl") {
		q, err := s.Read(j.Question)
		if err != nil {
			t.Fatal(err)
		}
		evidence, err := s.Evidence(t.Context(), q, bar)
		if err != nil {
			t.Fatal(err)
		}
		if refused := reply(t, s, j.Question).Abstained; refused != (evidence < bar.Enough) {
			t.Errorf("%q: evidence %.3f, refused: %v", j.Question, evidence, refused)
		}
	}
}

// Left out, an article gives no evidence; what it says of words stays.
func TestEvidenceWithout(t *testing.T) {
	s := newSummit(t, answer.Config{})
	q, err := s.Read("limousine")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, a := range s.Corpus().Articles() {
		ids = append(ids, a.ID())
	}
	for _, tt := range []struct {
		without []string
		want    bool
	}{
		{nil, true}, {[]string{"no-such-article"}, true}, {ids[:1], true}, {ids, false},
	} {
		got, err := s.Evidence(t.Context(), q, answer.BarFor(5), tt.without...)
		if err != nil {
			t.Fatal(err)
		}
		if (got >= answer.BarFor(5).Enough) != tt.want {
			t.Errorf("without %v: evidence %v", tt.without, got)
		}
	}
}

// A question of twelve words, six of which one sentence has. Among 49 articles a
// word in one of them has the idf ln(1+48.5/1.5) = 3.51 and weighs 5.01, one in none
// ln(1+49.5/.5) = 4.61 and 6.11; 30.1 is more than plenty. Among 50 nothing is
// plenty: 6×5.03 of 6×5.03 + 6×6.13 is .451.
func TestManyArticles(t *testing.T) {
	const question = "plovan krestik umbaro dwelling tasmor veliki zornak hublix quenfo yartim oxleby gwimpa"
	for _, tt := range []struct {
		articles int
		evidence float64
		verdict  answer.Verdict
	}{
		{49, 6 * 5.0067 / 25, answer.Quoted},
		{50, 6 * 5.0266 / (6*5.0266 + 6*6.1250), answer.NotCovered},
	} {
		files := fstest.MapFS{}
		for i := range tt.articles {
			text := fmt.Sprintf("Town %d held its fair.", i)
			if i == 0 {
				text = "The plovan krestik met an umbaro while the dwelling tasmor sold a veliki."
			}
			files[fmt.Sprintf("a%d.md", i)] = &fstest.MapFile{Data: []byte("---\nurl: https://example.org/\npublisher: P\n---\n\n" + text + "\n")}
		}
		c, err := corpus.Open(files, "fairs", 1)
		if err != nil {
			t.Fatal(err)
		}
		an := retrieval.English()
		ix, err := answer.Index(c, an)
		if err != nil {
			t.Fatal(err)
		}
		s := answer.New(slog.New(slog.DiscardHandler), c, an, ix, answer.Config{})
		q, err := s.Read(question)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Evidence(t.Context(), q, answer.BarFor(tt.articles))
		if err != nil {
			t.Fatal(err)
		}
		a, err := s.Ask(t.Context(), "public", q)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(got-tt.evidence) > 1e-3 || a.Verdict != tt.verdict {
			t.Errorf("%d articles: evidence %.4f, want %.4f; verdict %v, want %v", tt.articles, got, tt.evidence, a.Verdict, tt.verdict)
		}
	}
}
