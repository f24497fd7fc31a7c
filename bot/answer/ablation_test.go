package answer_test

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"summitbot/bot/answer"
	"summitbot/corpus"
	"summitbot/retrieval"
	"summitbot/retrieval/eval"
)

// A measured is a set on which rules are measured.
type measured struct {
	name    string
	columns []string
	figures func(t *testing.T, without answer.Rule) []float64 // by column; all rules hold without the zero Rule
}

// TestAblation holds the worth of each rule to the generated tables.
func TestAblation(t *testing.T) {
	s := newSummit(t, answer.Config{})
	development := developmentQuestions(t)
	table, with := ablation(t, []measured{
		ofQuestions(t, s, "dev", development),
		ofQuestions(t, s, "others", questionsOfOthers(t)),
		ofQuestions(t, s, "misspelt", misspelt(t, development)),
		ofAgreements(t, s),
	})
	compareSection(t, "Ablation", headRules+table)
	checkFloors(t,
		floor{"misspelt questions: top-1", with["misspelt top-1"], .6},
		floor{"misspelt questions: answerable ones not refused", 1 - with["misspelt wrong"], .71},
	)
	dir := os.Getenv("TESTDATA_DIR")
	if dir == "" {
		t.Log("TESTDATA_DIR is not set: what rules are worth on trecqa, wikiqa and xquad is not checked")
		return
	}
	table, with = ablation(t, []measured{
		ofReading(t, "xquad", filepath.Join(dir, "collections/xquad-en")),
		ofChoices(t, "trecqa", filepath.Join(dir, "collections/trecqa/raw-dev.jsonl.gz")),
		ofChoices(t, "wikiqa", filepath.Join(dir, "collections/wikiqa/dev.jsonl.gz")),
	})
	compareSection(t, "Ablation", headRulesElsewhere+table)
	checkFloors(t,
		floor{"xquad: top-1", with["xquad top-1"], .81},
		floor{"xquad: F1 of silence", with["xquad F1"], .88},
		floor{"xquad: AUC of silence", with["xquad AUC"], .94},
	)
}

// ablation measures the sets without each rule and writes a table of it. With are
// the figures with all rules, by the name of the set and the column.
func ablation(t *testing.T, sets []measured) (table string, with map[string]float64) {
	rules := append([]answer.Rule{{Name: "none of them: the figures"}}, answer.Rules()...)
	rows := make([][]float64, len(rules))
	t.Run("without", func(t *testing.T) {
		for i, r := range rules {
			t.Run(r.Name, func(t *testing.T) {
				t.Parallel()
				for _, set := range sets {
					rows[i] = append(rows[i], set.figures(t, r)...)
				}
			})
		}
	})
	if t.Failed() {
		t.FailNow()
	}
	with = map[string]float64{}
	var columns []string
	for _, set := range sets {
		for i, c := range set.columns {
			with[set.name+" "+c] = rows[0][len(columns)]
			if i == 0 {
				c = set.name + " " + c
			}
			columns = append(columns, fmt.Sprintf("%5s", c))
		}
	}
	return ablationTable(columns, rules, rows), with
}

// ablationTable writes the first row as it is, and of the others by how many
// thousandths they differ from it. Rows that do not are named below the table.
func ablationTable(columns []string, rules []answer.Rule, rows [][]float64) string {
	var b strings.Builder
	write := func(name string, cells []string) {
		fmt.Fprintf(&b, "| %-31s | %s |\n", name, strings.Join(cells, " | "))
	}
	under := func(i int, cell string) string { return fmt.Sprintf("%*s", len(columns[i]), cell) }
	cells := make([]string, len(columns))
	for i := range columns {
		cells[i] = under(i, "---:")
	}
	write("without", columns)
	write("---", cells)
	for i, x := range rows[0] {
		cells[i] = under(i, fmt.Sprintf("%.3f", x))
	}
	write(rules[0].Name, cells)
	var same []string
	for i, row := range rows[1:] {
		changed := false
		for j, x := range row {
			if x = math.Round(1000 * (x - rows[0][j])); x == 0 {
				cells[j] = under(j, "·")
				continue
			}
			cells[j], changed = under(j, fmt.Sprintf("%+.0f", x)), true
		}
		if name := rules[1+i].Name; changed {
			write(name, cells)
		} else {
			same = append(same, name)
		}
	}
	fmt.Fprintf(&b, "\nNothing changes here without: %s.\n", cmp.Or(strings.Join(same, "; "), "none of them"))
	return b.String()
}

// ofQuestions measures answers to judged questions about the coverage of s.
func ofQuestions(t *testing.T, s *answer.Service, name string, qs []eval.Judged) measured {
	return measured{name, []string{"top-1", "recall@3", "F1", "wrong"}, func(t *testing.T, without answer.Rule) []float64 {
		s, replies := s.Without(without), make([]eval.Reply, len(qs))
		for i, q := range qs {
			replies[i] = reply(t, s, without.Question(q.Question))
		}
		f := eval.Measure(qs, replies)[0]
		return []float64{f.Top1, f.Recall3, f.F1, f.WrongAbstentions}
	}}
}

// ofAgreements measures how well the articles with a passage on a matter are counted.
func ofAgreements(t *testing.T, s *answer.Service) measured {
	listed := readListed(t, "testdata/summit-agreements.jsonl")
	return measured{"articles", []string{"precision", "recall"}, func(t *testing.T, without answer.Rule) []float64 {
		f := agreements(t, s.Without(without), listed, without.Question)
		return []float64{f.Precision, f.Recall}
	}}
}

// ofChoices measures the choice among sentences that stand alone.
func ofChoices(t *testing.T, name, file string) measured {
	choices, lists := readChoices(t, file)
	s := answer.NewSelector(retrieval.English(), lists)
	all := selection(s, choices, lists, asTyped).MAP
	return measured{name, []string{"MAP"}, func(t *testing.T, without answer.Rule) []float64 {
		if !without.OfSelectors() {
			return []float64{all}
		}
		return []float64{selection(s.Without(without), choices, lists, without.Question).MAP}
	}}
}

// ofReading measures on a reading test how often the right sentence is the best,
// and how well the evidence tells that the right paragraph is not there.
func ofReading(t *testing.T, name, dir string) measured {
	services, questions := readingTest(t, dir)
	return measured{name, []string{"top-1", "F1", "AUC"}, func(t *testing.T, without answer.Rule) []float64 {
		left := make([]*answer.Service, len(services))
		for i, s := range services {
			left[i] = s.Without(without)
		}
		var there, gone []float64 // evidence with the right paragraph, and without
		first := 0
		for _, rq := range questions {
			s := left[rq.service]
			q, err := s.Read(without.Question(rq.text))
			if err != nil {
				t.Fatal(err)
			}
			best, present, absent, err := s.Judge(t.Context(), q, rq.right)
			if err != nil {
				t.Fatal(err)
			}
			there, gone = append(there, present), append(gone, absent)
			if start, end := best.Span(); best != (corpus.Excerpt{}) && best.Article().ID() == rq.right && start <= rq.at && rq.at < end {
				first++
			}
		}
		return []float64{float64(first) / float64(len(questions)), eval.MeasureSilence(there, gone, answer.BarFor(0).Enough).F1, eval.AUC(there, gone)}
	}}
}

// Edits are in the middle, one a word.
func TestMisspell(t *testing.T) {
	for i, want := range []string{"limosine", "limouusine", "limovsine", "limuosine"} {
		if got := misspell("limousine", i); got != want {
			t.Errorf("edit %d: %q, want %q", i, got, want)
		}
	}
}

const headRules = `## What each rule is worth

By how many thousandths the figures change when one rule alone is left out: below 0 it gains, but above 0 under
"wrong", the share of answerable questions that are refused. Weights are not learned again, so a feature may be worth
less than it seems. Dev, others: as above. Misspelt: the development questions, each with its rarest word misspelt by
one letter. Articles: those said to have a passage on a matter, against the listed agreements. One question is 12
thousandths of dev and misspelt, and 26 of others.

`

const headRulesElsewhere = `## What each rule is worth on general collections

The same on questions about anything. xquad: the paragraphs of each article are a coverage; top-1 is the share of
questions whose best sentence holds the answer, F1 and AUC are of telling by the evidence that the right paragraph is
left out. trecqa (raw-dev) and wikiqa (dev): mean average precision of sentences that stand alone, on which only
features, names and related words act. One question is 1 thousandth of xquad, and at most 13 of trecqa and 8 of wikiqa.

`
