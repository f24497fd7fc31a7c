package answer_test

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"summitbot/bot/answer"
	"summitbot/corpus"
	"summitbot/retrieval"
	"summitbot/retrieval/eval"
)

var update = flag.Bool("update", false, "rewrite generated files")

// ask asks one question as a person would.
func ask(t testing.TB, s *answer.Service, text string) *answer.Answer {
	t.Helper()
	q, err := s.Read(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	a, err := s.Ask(t.Context(), "public", q)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return a
}

// reply asks one question for what eval measures.
func reply(t testing.TB, s *answer.Service, text string) eval.Reply {
	t.Helper()
	a := ask(t, s, text)
	r := eval.Reply{Abstained: a.Verdict == answer.NotCovered, Miss: string(a.Miss)}
	for _, quote := range a.Quotes {
		art := quote.Excerpt.Article()
		r.Shown = append(r.Shown, eval.Shown{Article: art.ID(), Body: art.Body(), Text: quote.Excerpt.Text()})
	}
	return r
}

// agreements asks each listed matter's question, as made of it, and measures which
// articles are said to have a passage on it.
func agreements(t testing.TB, s *answer.Service, listed []eval.Listed, question func(string) string) eval.AgreementFigures {
	t.Helper()
	counted := make([][]string, len(listed))
	for i, l := range listed {
		a := ask(t, s, question(l.Question))
		for _, art := range a.Corpus.Articles() {
			if a.Verdict == answer.Quoted && !slices.Contains(a.NothingIn, art) {
				counted[i] = append(counted[i], art.ID())
			}
		}
	}
	return eval.MeasureAgreements(listed, counted)
}

// readChoices reads questions with sentences to choose from, and the sentences.
func readChoices(t testing.TB, file string) ([]eval.Choice, [][]string) {
	t.Helper()
	choices, err := eval.ReadChoices(file)
	if err != nil {
		t.Fatal(err)
	}
	lists := make([][]string, len(choices))
	for i, c := range choices {
		lists[i] = c.Texts()
	}
	return choices, lists
}

// selection measures the scores of a selector made of the lists.
func selection(s *answer.Selector, choices []eval.Choice, lists [][]string, question func(string) string) eval.Selection {
	scores := make([][]float64, len(choices))
	for i, c := range choices {
		scores[i] = s.Score(question(c.Question), lists[i])
	}
	return eval.MeasureSelection(choices, scores)
}

// asTyped is how questions are asked if no rule is left out.
func asTyped(question string) string { return question }

// A floor is what a figure must not fall below.
type floor struct {
	name      string
	got, want float64
}

func checkFloors(t *testing.T, floors ...floor) {
	t.Helper()
	for _, f := range floors {
		if !(f.got >= f.want) { // NaN is below as well
			t.Errorf("%s: %.4f is below the floor, %.4f", f.name, f.got, f.want)
		}
	}
}

// TestQuality holds the quality of answers to the generated file, so that no change
// moves it unnoticed, and to floors a hair below what it was in November 2026.
func TestQuality(t *testing.T) {
	s := newSummit(t, answer.Config{})
	measure := func(w io.Writer, qs []eval.Judged) []eval.Group {
		replies := make([]eval.Reply, len(qs))
		for i, q := range qs {
			replies[i] = reply(t, s, q.Question)
		}
		groups := eval.Measure(qs, replies)
		if err := eval.WriteTable(w, groups); err != nil {
			t.Fatal(err)
		}
		return groups
	}
	questions := bytes.NewBufferString(headQuestions)
	development := measure(questions, developmentQuestions(t))
	questions.WriteString(headOthers)
	others := measure(questions, questionsOfOthers(t))
	misses := bytes.NewBufferString(headMisses)
	for i, groups := range [][]eval.Group{development, others} {
		if i > 0 {
			misses.WriteString("\n")
		}
		if err := eval.WriteMisses(misses, groups, answer.Misses()); err != nil {
			t.Fatal(err)
		}
	}
	compareSection(t, "Quality", head)
	compareSection(t, "Quality", questions.String())
	compareSection(t, "Quality", misses.String())
	d, o := development[0], others[0]
	checkFloors(t,
		floor{"development questions: verbatim", d.Verbatim, 1},
		floor{"development questions: top-1", d.Top1, .72},
		floor{"development questions: recall@3", d.Recall3, .78},
		floor{"development questions: F1 of silence", d.F1, .72},
		floor{"development questions: answerable ones not refused", 1 - d.WrongAbstentions, .82},
		floor{"questions by others: verbatim", o.Verbatim, 1},
		floor{"questions by others: top-1", o.Top1, .31},
		floor{"questions by others: recall@3", o.Recall3, .36},
		floor{"questions by others: F1 of silence", o.F1, .69},
		floor{"questions by others: answerable ones not refused", 1 - o.WrongAbstentions, .5},
	)
}

// TestComparingQuality does the same for comparing articles; which points are found
// is in deploy/POINTS.md.
func TestComparingQuality(t *testing.T) {
	summit, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	invented, err := corpus.Open(os.DirFS("testdata/points"), "invented", 1)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	got.WriteString(headComparing)
	row := func(name string, f eval.PointFigures) {
		fmt.Fprintf(&got, "| %-22s | %6d | %5d | %5d | %10d | %8d | %15d | %5d |\n", name, f.Listed, f.Points, f.Found, f.FoundAsked,
			len(f.Unlisted), len(f.DifferFaults), len(f.Mixed))
	}
	row("the five articles", measurePoints(t, io.Discard, summit, "testdata/summit-disagreements.jsonl"))
	row("five invented articles", measurePoints(t, io.Discard, invented, "testdata/points/points.jsonl"))
	f := agreements(t, newSummit(t, answer.Config{}), readListed(t, "testdata/summit-agreements.jsonl"), asTyped)
	got.WriteString(headAgreements)
	fmt.Fprintf(&got, "| %7d | %9.3f | %6.3f | %9d |\n", f.Listed, f.Precision, f.Recall, f.Abstained)
	compareSection(t, "Quality", got.String())
	checkFloors(t,
		floor{"listed agreements: precision", f.Precision, .81},
		floor{"listed agreements: recall", f.Recall, .76},
	)
}

// TestSelectorQuality does the same for choosing among sentences that stand alone.
// Promised is a MAP of .83, .80, .70 and .69.
func TestSelectorQuality(t *testing.T) {
	dir := os.Getenv("TESTDATA_DIR")
	if dir == "" {
		t.Log("TESTDATA_DIR is not set: the quality on trecqa and wikiqa is not checked")
		return
	}
	got := bytes.NewBufferString(headSelection)
	for _, set := range []struct {
		name  string
		floor float64
	}{
		{"trecqa/raw-dev", .85}, {"trecqa/clean-dev", .82}, {"wikiqa/dev", .73}, {"wikiqa/clean-dev", .72},
	} {
		choices, lists := readChoices(t, filepath.Join(dir, "collections", set.name+".jsonl.gz"))
		f := selection(answer.NewSelector(retrieval.English(), lists), choices, lists, asTyped)
		fmt.Fprintf(got, "| %-16s | %9d | %.4f | %.4f |\n", set.name, f.Questions, f.MAP, f.MRR)
		checkFloors(t, floor{set.name + ": MAP", f.MAP, set.floor})
	}
	compareSection(t, "Quality", got.String())
}

// compareSection compares a section of deploy/QUALITY.md with what it should be: a
// heading and all up to the next.
func compareSection(t *testing.T, run, want string) {
	t.Helper()
	const name = "../../deploy/QUALITY.md"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	heading, _, _ := strings.Cut(want, "\n")
	before, rest, _ := strings.Cut("\n"+string(data), "\n"+heading+"\n")
	after := ""
	if i := strings.Index("\n"+rest, "\n## "); i >= 0 {
		rest, after = rest[:i], rest[i:]
	}
	if after != "" {
		want += "\n"
	}
	if *update {
		if err := os.WriteFile(name, []byte(strings.TrimPrefix(before+"\n", "\n")+want+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(heading+"\n"+rest, want); diff != "" {
		t.Errorf("quality changed; if it is meant, run go test ./bot/answer -run %s -update and say why in the commit (-want +got):\n%s", run, diff)
	}
}

const head = `# Quality

Generated by ` + "`go test ./bot/answer -run 'Quality|Ablation' -update`" + `; a test fails when a number here is no longer true,
and when one falls below its floor. What needs TESTDATA_DIR is only checked where that is set.
`

const headQuestions = `## Questions

The 120 development questions about the five articles (bot/answer/testdata/summit-dev.jsonl), each asked once.
They were tuned on, so they are not the final quality. Top-1, MRR@5, recall@3 and wrong (abstentions) are shares of
the answerable questions; precision, recall and F1 are of abstaining on the others; verbatim is the share of
excerpts that stand byte for byte in their article; length is in characters. Number: answerable + not.

`

const headOthers = `
150 questions by writers who had not read the articles (bot/answer/testdata/own.jsonl); these are the half with odd
numbers. The even half is kept apart: nobody who tunes looks at it. It was measured once, on 22 November 2026: 37 + 38
questions, top-1 .270, MRR@5 .301, recall@3 .297, F1 .779 (precision .649, recall .974), wrong .541.

`

const headMisses = `## Refusals

How the questions without an answer were refused (the misses of bot/answer/miss.go), the development ones first, then
the others. Nowhere: no article has some word; headed: only a headline or caption has it; phrase, number, date, place and
person: a passage has all words, and none prints that; loose: a passage has all words; filtered: not in what filters
leave; apart: no passage has all words. Answered: not refused.

`

const headComparing = `## Comparing

Points against listed disagreements, all of a coverage and when asked for; deploy/POINTS.md has each. By fault: said to
differ though nothing says that they do; mixed: values that differ, in one group.

| points of              | listed | shown | found | when asked | unlisted | differ by fault | mixed |
| ---                    |   ---: |  ---: |  ---: |       ---: |     ---: |            ---: |  ---: |
`

const headAgreements = `
Articles said to have a passage on a matter, against the listed agreements of the five articles: precision is of those
said to, recall of those listed.

| matters | precision | recall | abstained |
|    ---: |      ---: |   ---: |      ---: |
`

const headSelection = `## Sentences

Choosing the sentences that answer from others, without a coverage: trecqa and wikiqa, parts that nothing was learned
from. Of the questions that have a right one.

| set              | questions |    MAP |    MRR |
| ---              |      ---: |   ---: |   ---: |
`
