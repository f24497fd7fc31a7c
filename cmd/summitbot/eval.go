package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"summitbot/bot/answer"
	"summitbot/corpus"
	"summitbot/retrieval"
	"summitbot/retrieval/eval"
)

// deepest is how many hits of a query R@100 needs.
const deepest = 100

// An evaluation is what "summitbot eval" is told by its flags.
type evaluation struct {
	questions  string
	points     string
	agreements string
	beir       string
	split      string
	k          int
	run        string
	choices    string
	scores     string
	json       bool
}

// evalCommand returns "summitbot eval".
func (p *program) evalCommand() *cobra.Command {
	e := &evaluation{}
	cmd := &cobra.Command{
		Use:   "eval {--questions FILE | --points FILE | --agreements FILE | --beir DIR | --select FILE}",
		Short: "Measure the quality of answers, of the ranking or of choosing sentences",
		Long: `Measure the quality of answers on a set of judged questions about the coverage
(--questions), of the points found by comparing it (--points, with listed
disagreements; --agreements, with listed agreements), of the ranking on a test
collection in the shape of the BEIR benchmark (--beir), or of choosing the
sentences that answer from others (--select). The first three may be given
together. deploy/QUALITY.md in the sources has what is measured with these.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return e.measure(cmd.Context(), p.stdout)
		},
	}
	f := cmd.Flags()
	f.StringVar(&e.questions, "questions", "", "file of judged questions, one JSON object a line")
	f.StringVar(&e.points, "points", "", "file of listed disagreements, one JSON object a line")
	f.StringVar(&e.agreements, "agreements", "", "file of listed agreements, one JSON object a line")
	f.StringVar(&e.beir, "beir", "", "folder with corpus.jsonl or corpus.jsonl.gz, queries.jsonl and qrels")
	f.StringVar(&e.split, "split", "test", "name of the judgements in qrels")
	f.IntVar(&e.k, "k", deepest, "how many hits of each query to judge, 100 or more")
	f.StringVar(&e.run, "run", "", "file to write the hits to, in the format of TREC")
	f.StringVar(&e.choices, "select", "", "file of questions with sentences to choose from, one JSON object a line; it may be .gz")
	f.StringVar(&e.scores, "scores", "", "file to write the scores of the sentences to, one JSON array a line")
	f.BoolVar(&e.json, "json", false, "print JSON")
	return cmd
}

// measure measures the one thing that the flags say.
func (e *evaluation) measure(ctx context.Context, w io.Writer) error {
	judged := e.questions != "" || e.points != "" || e.agreements != ""
	given := 0
	for _, named := range []bool{judged, e.beir != "", e.choices != ""} {
		if named {
			given++
		}
	}
	switch {
	case given != 1:
		return usagef(`run "summitbot eval --help"`, "eval: needs one of --questions, --points or --agreements with a FILE, --beir DIR and --select FILE")
	case e.scores != "" && e.choices == "":
		return usagef("", "eval: --scores is only for --select")
	case judged:
		return e.answers(ctx, w)
	case e.choices != "":
		return e.selection(w)
	}
	return e.ranking(ctx, w)
}

// answers measures the answers to judged questions, each asked once, and the
// points of the coverage. What is measured alone is printed alone.
func (e *evaluation) answers(ctx context.Context, w io.Writer) error {
	c, err := corpus.Summit()
	if err != nil {
		return err
	}
	service, err := newService(slog.New(slog.DiscardHandler), c, answer.Config{})
	if err != nil {
		return err
	}
	all := map[string]any{}
	if e.questions != "" {
		groups, err := e.questionGroups(ctx, service)
		if err != nil {
			return err
		}
		if all["questions"] = groups; !e.json {
			if err := writeGroups(w, groups); err != nil {
				return err
			}
		} else if e.points == "" && e.agreements == "" {
			return writeJSON(w, groups)
		}
	}
	if err := e.comparisons(ctx, service, w, all); err != nil {
		return err
	}
	if !e.json {
		return nil
	}
	return writeJSON(w, all)
}

// writeGroups prints the figures of groups of questions and, if some have no
// answer, in which form that was said.
func writeGroups(w io.Writer, groups []eval.Group) error {
	if err := eval.WriteTable(w, groups); err != nil || groups[0].Questions == groups[0].Answerable {
		return err
	}
	fmt.Fprintln(w)
	return eval.WriteMisses(w, groups, answer.Misses())
}

// questionGroups asks the judged questions.
func (e *evaluation) questionGroups(ctx context.Context, service *answer.Service) ([]eval.Group, error) {
	data, err := os.ReadFile(e.questions)
	if err != nil {
		return nil, err
	}
	questions, err := eval.ReadQuestions(e.questions, bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	replies := make([]eval.Reply, 0, len(questions))
	for _, q := range questions {
		reply, err := replyTo(ctx, service, q.Question)
		if err != nil {
			return nil, fmt.Errorf("%s: question %s: %w", e.questions, q.ID, err)
		}
		replies = append(replies, reply)
	}
	return eval.Measure(questions, replies), nil
}

// replyTo asks one question as a person would.
func replyTo(ctx context.Context, service *answer.Service, text string) (eval.Reply, error) {
	q, err := service.Read(text)
	if err != nil {
		return eval.Reply{}, err
	}
	a, err := service.Ask(ctx, publicScope, q)
	if err != nil {
		return eval.Reply{}, err
	}
	r := eval.Reply{Abstained: a.Verdict == answer.NotCovered, Miss: string(a.Miss)}
	for _, quote := range a.Quotes {
		art := quote.Excerpt.Article()
		r.Shown = append(r.Shown, eval.Shown{Article: art.ID(), Body: art.Body(), Text: quote.Excerpt.Text()})
	}
	return r, nil
}

// ranking measures the engine on a test collection, with its weights as they
// are for articles; documents of one title are passages of one article.
func (e *evaluation) ranking(ctx context.Context, w io.Writer) error {
	if e.k < deepest {
		return usagef("", "--k %d: is less than %d, which R@%d needs", e.k, deepest, deepest)
	}
	collection, err := eval.ReadCollection(e.beir, e.split)
	if err != nil {
		return err
	}
	an := retrieval.English()
	setup := eval.Setup{
		Build: func(docs []retrieval.Document) (eval.Engine, error) {
			return retrieval.Build(eval.GroupByTitle(docs), an, retrieval.Config{})
		},
		Query: an.Query,
		K:     e.k,
	}
	run, err := setup.Measure(ctx, collection)
	if err != nil {
		return fmt.Errorf("measure %s: %w", e.beir, err)
	}
	if e.run != "" {
		if err := writeRun(e.run, run); err != nil {
			return err
		}
	}
	if e.json {
		return writeJSON(w, run)
	}
	return printRun(w, run)
}

// writeRun writes the hits to a file that trec_eval reads.
func writeRun(name string, run *eval.Run) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := run.WriteTREC(f, "summitbot"); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// printRun prints a measured run for people.
func printRun(w io.Writer, run *eval.Run) error {
	l := run.QueryMicros
	_, err := fmt.Fprintf(w, "%d documents, indexed in %.2f s, index %.1f MB, most memory %.1f MB\n"+
		"query: p50 %.0f µs, p90 %.0f µs, p99 %.0f µs, mean %.0f µs\n",
		run.Docs, run.IndexSeconds, float64(run.IndexBytes)/1e6, float64(run.PeakRSSBytes)/1e6,
		l.P50, l.P90, l.P99, l.Mean)
	if err != nil || run.Quality == nil {
		return err
	}
	q := run.Quality
	_, err = fmt.Fprintf(w, "%d judged queries: nDCG@10 %.4f, MAP %.4f, MRR@10 %.4f, P@10 %.4f, R@100 %.4f\n",
		q.Queries, q.NDCG10, q.MAP, q.MRR10, q.P10, q.R100)
	if err == nil && q.Strays > 0 {
		_, err = fmt.Fprintf(w, "%d judgements name a query or document that the collection lacks\n", q.Strays)
	}
	return err
}

// selection scores the candidates of a file, and measures the scores.
func (e *evaluation) selection(w io.Writer) error {
	choices, err := eval.ReadChoices(e.choices)
	if err != nil {
		return err
	}
	lists, scores := make([][]string, len(choices)), make([][]float64, len(choices))
	for i, c := range choices {
		lists[i] = c.Texts()
	}
	selector := answer.NewSelector(retrieval.English(), lists)
	for i, c := range choices {
		scores[i] = selector.Score(c.Question, lists[i])
	}
	if e.scores != "" {
		var lines bytes.Buffer
		for _, s := range scores {
			if err := writeJSON(&lines, s); err != nil {
				return err
			}
		}
		if err := os.WriteFile(e.scores, lines.Bytes(), 0o644); err != nil {
			return err
		}
	}
	s := eval.MeasureSelection(choices, scores)
	if e.json {
		return writeJSON(w, s)
	}
	_, err = fmt.Fprintf(w, "%d questions with a right sentence: MAP %.4f, MRR %.4f\n", s.Questions, s.MAP, s.MRR)
	return err
}
