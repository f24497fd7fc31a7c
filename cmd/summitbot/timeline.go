package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"summitbot/bot/answer"
	"summitbot/corpus"
)

// A timelineJSON is what "summitbot timeline --json" prints. Tools outside the
// repository read it: keys are only ever added. No array is null.
type timelineJSON struct {
	Entries []momentJSON `json:"entries"`
	Corpus  corpusJSON   `json:"corpus"`
}

type momentJSON struct {
	spanJSON          // the words of the date
	ISO      *string  `json:"iso"` // the day, if it is certain
	Sentence spanJSON `json:"sentence"`
}

// timelineCommand returns "summitbot timeline".
func (p *program) timelineCommand() *cobra.Command {
	var asJSON bool
	var which *corpusChoice
	cmd := &cobra.Command{
		Use:   "timeline [TOPIC…]",
		Short: "List the dates that the articles print",
		Long: `List the dates that the articles print, each with its sentence.

Days that are certain come first, in order; the others behind them, as they are
read. With a topic, only dates in passages about it; it may hold filters such as
source:arynews and since:2024-06-20.`,
		Example: `  summitbot timeline
  summitbot timeline --json defence pledge`,
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := which.open()
			if err != nil {
				return err
			}
			service, err := newService(slog.New(slog.DiscardHandler), c, answer.Config{})
			if err != nil {
				return err
			}
			moments, err := timeline(cmd.Context(), service, strings.Join(args, " "))
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(p.stdout, newTimelineJSON(c, moments))
			}
			return newPage(p.stdout, p.env).timeline(c, moments)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	which = corpusFlags(cmd)
	return cmd
}

// timeline returns the dates on a topic, "" for all.
func timeline(ctx context.Context, s *answer.Service, topic string) ([]answer.Moment, error) {
	q, err := s.Read(topic)
	if err != nil {
		return nil, badFilter("", err)
	}
	return s.Timeline(ctx, q)
}

func newTimelineJSON(c *corpus.Corpus, moments []answer.Moment) timelineJSON {
	j := timelineJSON{Entries: make([]momentJSON, 0, len(moments)), Corpus: corpusJSON{c.Name(), c.Version(), c.Hash()}}
	for _, m := range moments {
		j.Entries = append(j.Entries, momentJSON{newSpanJSON(m.Date), orNull(m.ISO), newSpanJSON(m.Sentence)})
	}
	return j
}

// timeline prints dates under their days, and those without one apart.
func (p *page) timeline(c *corpus.Corpus, moments []answer.Moment) error {
	var b strings.Builder
	if len(moments) == 0 {
		b.WriteString(p.style(bold, "No article prints a date on this.") + "\n")
	}
	for i, m := range moments {
		if head := dayHead(m.ISO); i == 0 || head != dayHead(moments[i-1].ISO) {
			if i > 0 {
				b.WriteString("\n")
			}
			b.WriteString(p.style(bold, head) + "\n")
		}
		start, _ := m.Sentence.Span()
		from, to := m.Date.Span()
		p.quote(&b, answer.Quote{Excerpt: m.Sentence}, []answer.Mark{{Start: from - start, End: to - start}}, nil)
	}
	fmt.Fprintf(&b, "\n%s\n", p.style(dim, fmt.Sprintf("corpus %s, version %d", c.Name(), c.Version())))
	_, err := io.WriteString(p.w, b.String())
	return err
}

// dayHead returns what stands above the dates of a day.
func dayHead(iso string) string {
	if t, err := time.Parse(time.DateOnly, iso); err == nil {
		return t.Format("Monday, 2 January 2006")
	}
	return "As printed; the articles do not say which day:"
}
