package answer_test

import (
	"fmt"
	"log/slog"
	"math"
	"os"
	"strings"
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
		evidence, _, err := s.Evidence(t.Context(), q, bar)
		if err != nil {
			t.Fatal(err)
		}
		if refused := reply(t, s, j.Question).Abstained; refused != (evidence < bar.Enough) {
			t.Errorf("%q: evidence %.3f, refused: %v", j.Question, evidence, refused)
		}
	}
}

// The weights of many articles are those that trainsilence fitted and wrote.
func TestFittedWeights(t *testing.T) {
	report, err := os.ReadFile("../../deploy/SILENCE.md")
	if err != nil {
		t.Fatal(err)
	}
	var shipped []string
	for _, w := range answer.BarFor(1000).Weights {
		shipped = append(shipped, fmt.Sprintf("%.3f", w))
	}
	if line := "the clues weigh " + strings.Join(shipped, " ") + "."; !strings.Contains(string(report), line) {
		t.Errorf("deploy/SILENCE.md does not say %q; if the weights were fitted again, put them into silence.go", line)
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
		got, _, err := s.Evidence(t.Context(), q, answer.BarFor(5), tt.without...)
		if err != nil {
			t.Fatal(err)
		}
		if (got >= answer.BarFor(5).Enough) != tt.want {
			t.Errorf("without %v: evidence %v", tt.without, got)
		}
	}
}

// A question of twelve words, six of which one sentence has. Among 49 articles a
// word in one of them has the idf ln(1+48.5/1.5) = 3.51 and weighs 5.01; 30.1 is more
// than plenty. Among 50 the number is the probability: its clues are those of one
// passage that has half of the weight.
func TestManyArticles(t *testing.T) {
	const question = "plovan krestik umbaro dwelling tasmor veliki zornak hublix quenfo yartim oxleby gwimpa"
	for _, tt := range []struct {
		articles int
		evidence float64
		verdict  answer.Verdict
	}{
		{49, 6 * 5.0067 / 25, answer.Quoted},
		{50, 0, answer.NotCovered},
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
		got, clues, err := s.Evidence(t.Context(), q, answer.BarFor(tt.articles))
		if err != nil {
			t.Fatal(err)
		}
		if bar := answer.BarFor(tt.articles); bar.Weights != nil {
			sum := 0.0
			for i, w := range bar.Weights {
				sum += w * clues[i]
			}
			tt.evidence = 1 / (1 + math.Exp(-sum))
			if half := clues[3]; math.Abs(half-clues[4]) > 1e-9 || math.Abs(half-.432) > 1e-3 {
				t.Errorf("clues %v: want a share of .432 for passage and sentence", clues)
			}
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
