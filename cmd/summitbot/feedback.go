package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"summitbot/bot"
	"summitbot/bot/answer"
	"summitbot/retrieval/eval"
)

// feedbackCommand returns "summitbot feedback" and the command below it.
func (p *program) feedbackCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "feedback",
		Short: "Turn what was asked into questions to measure with",
		Args:  cobra.ArbitraryArgs,
		RunE:  below,
	}
	cmd.AddCommand(p.feedbackExportCommand())
	return cmd
}

// feedbackExportCommand returns "summitbot feedback export".
func (p *program) feedbackExportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export",
		Short: `Write kept questions to standard output as "summitbot eval --questions" reads them`,
		Long: `Write kept questions to standard output as "summitbot eval --questions" reads them,
each once, one JSON object a line. Nobody has judged them yet: put the sentences that
answer a question into "gold" and make "answerable" true, or leave both if nothing
does; and write into "note", before the colon, what kind of question it is.`,
		Args: noArgs,
	}
	addSettings(cmd.Flags(), storeSettings...)
	cmd.RunE = p.withStore(func(ctx context.Context, s sweptStore) error {
		records, err := s.Records(ctx, bot.QuestionRecord)
		if err != nil {
			return err
		}
		if len(records) == 0 {
			_, err := fmt.Fprintln(p.stderr, "summitbot: no questions are kept; with SUMMITBOT_KEEP_QUESTIONS=misses or all the bot keeps what is asked from then on, for 30 days")
			return err
		}
		return writeJudged(p.stdout, unjudged(records))
	})
	return cmd
}

// unjudged returns kept questions as rows of a question set, in the order in which
// they were first asked. The note says how often and what the bot said last.
func unjudged(records []bot.Record) []eval.Judged {
	var rows []eval.Judged
	at, times := map[string]int{}, map[string]int{} // by text: index in rows, how often
	for _, r := range records {
		i, known := at[r.Text]
		if !known {
			i = len(rows)
			at[r.Text] = i
			rows = append(rows, eval.Judged{
				ID: fmt.Sprintf("kept-%x", sha256.Sum256([]byte(r.Text)))[:13], Question: r.Text, Gold: []eval.Judgment{},
			})
		}
		times[r.Text]++
		said := "found nothing"
		if r.Verdict == string(answer.Quoted) {
			said = "quoted something"
		}
		rows[i].Note = fmt.Sprintf("not judged: asked %d×, last on %s, when the bot %s", times[r.Text], r.Hour.Format("2006-01-02"), said)
	}
	return rows
}

// writeJudged writes rows, one JSON object a line.
func writeJudged(w io.Writer, rows []eval.Judged) error {
	for _, row := range rows {
		if err := writeJSON(w, row); err != nil {
			return err
		}
	}
	return nil
}
