package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"summitbot/bot/answer"
	"summitbot/corpus"
	"summitbot/retrieval"
)

// publicScope is the scope of the embedded coverage: everybody may ask it.
const publicScope = "public"

// maxLimit is the most quotes that can be asked for.
const maxLimit = 100

// An ask is what "summitbot ask" is told by its flags.
type ask struct {
	json    bool
	explain bool
	corpus  *corpusChoice
	version int
	source  string
	since   string
	limit   int

	service *answer.Service
}

// askCommand returns "summitbot ask".
func (p *program) askCommand() *cobra.Command {
	a := &ask{}
	cmd := &cobra.Command{
		Use:   "ask QUESTION…",
		Short: "Answer a question in the terminal",
		Long: `Answer a question with quotes from the coverage.

The words of the question may stand with or without quotation marks around them.
With "-" as the question, one question per line is read from standard input and
one JSON object per line is printed, in the same order; an empty line is a
question about nothing, and not covered.`,
		Example: `  summitbot ask "What breed of dogs did Kim give Putin?"
  summitbot ask --source arynews --json what did Putin give Kim
  summitbot ask - < questions.txt`,
		Args: func(_ *cobra.Command, args []string) error {
			if strings.TrimSpace(strings.Join(args, "")) == "" {
				return usagef(`try: summitbot ask "What breed of dogs did Kim give Putin?"`, "ask: there is no question")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.prepare(); err != nil {
				return err
			}
			if len(args) == 1 && args[0] == "-" {
				return a.lines(cmd.Context(), p.stdin, p.stdout)
			}
			return a.one(cmd.Context(), p, strings.Join(args, " "))
		},
	}
	f := cmd.Flags()
	f.BoolVar(&a.json, "json", false, "print JSON")
	f.BoolVar(&a.explain, "explain", false, "show below the answer why the best sentences scored as they did")
	a.corpus = corpusFlags(cmd)
	f.IntVar(&a.version, "version", 0, "version of the corpus; 0 is the current one")
	f.StringVar(&a.source, "source", "", "quote this article only, by its id")
	f.StringVar(&a.since, "since", "", "quote only articles from this day on, such as 2024-06-20")
	f.IntVar(&a.limit, "limit", 5, "most quotes to show")
	_ = cmd.RegisterFlagCompletionFunc("source", completeArticles) // fails only for a flag that is not there
	return cmd
}

// prepare checks the flags and makes the service that answers.
func (a *ask) prepare() error {
	c, err := a.corpus.open()
	if err != nil {
		return err
	}
	if a.version != 0 && a.version != c.Version() {
		return usagef("", "--version %d: corpus %s has only version %d", a.version, c.Name(), c.Version())
	}
	if a.limit < 1 || a.limit > maxLimit {
		return usagef("", "--limit %d: is not between 1 and %d", a.limit, maxLimit)
	}
	a.service, err = newService(slog.New(slog.DiscardHandler), c, answer.Config{Limit: a.limit})
	if err != nil {
		return err
	}
	_, err = a.filtered(answer.Question{}) // so that a wrong flag is told once, not for every line
	return err
}

// newService indexes a corpus and returns the service that answers from it.
func newService(lg *slog.Logger, c *corpus.Corpus, cfg answer.Config) (*answer.Service, error) {
	an := retrieval.English()
	index, err := answer.Index(c, an)
	if err != nil {
		return nil, fmt.Errorf("index corpus %s: %w", c.Name(), err)
	}
	return answer.New(lg, c, an, index, cfg), nil
}

// filtered returns q with the filters that the flags give.
func (a *ask) filtered(q answer.Question) (answer.Question, error) {
	q, err := q.WithSource(a.service.Corpus(), a.source)
	if err == nil {
		q, err = q.WithSince(a.since)
	}
	return q, badFilter("--", err)
}

// badFilter makes a usage failure of a filter that cannot be followed. Prefix
// stands before the filter's name.
func badFilter(prefix string, err error) error {
	e, ok := errors.AsType[*answer.FilterError](err)
	if !ok {
		return err
	}
	hint := ""
	if near := nearest(e.Value, e.Known); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	return usagef(hint, "%s%w", prefix, err)
}

// An asked is a question with its answer.
type asked struct {
	text     string // as typed
	question answer.Question
	answer   *answer.Answer
	took     time.Duration
}

// ask answers text.
func (a *ask) ask(ctx context.Context, text string) (asked, error) {
	start := time.Now()
	q, err := a.service.Read(text)
	if err != nil {
		return asked{text: text}, badFilter("", err)
	}
	if q, err = a.filtered(q); err != nil {
		return asked{text: text}, err
	}
	ans, err := a.service.Ask(ctx, publicScope, q)
	return asked{text, q, ans, time.Since(start)}, err
}

// one answers one question.
func (a *ask) one(ctx context.Context, p *program, text string) error {
	got, err := a.ask(ctx, text)
	if err != nil {
		return err
	}
	if a.json {
		return writeJSON(p.stdout, newAnswerJSON(a.service, got))
	}
	if err := newPage(p.stdout, p.env).answer(a.service, got); err != nil || !a.explain {
		return err
	}
	scored, err := a.service.Explain(ctx, got.question)
	if err != nil {
		return err
	}
	return explain(p.stdout, scored[:min(len(scored), a.limit)])
}

// lines answers each line of r with a line of JSON. A line whose filter cannot
// be followed counts as not covered, and is told when all are done. What is
// printed is flushed whenever the next question has not come yet, so that a
// program can ask and read in turn.
func (a *ask) lines(ctx context.Context, r io.Reader, w io.Writer) error {
	in, out := readLines(ctx, r), bufio.NewWriter(w)
	var wrong []error
	for n := 1; ; n++ {
		var text string
		select {
		case <-ctx.Done():
			return errors.Join(out.Flush(), ctx.Err())
		case l, ok := <-in:
			if !ok {
				return errors.Join(out.Flush(), errors.Join(wrong...))
			}
			if l.err != nil {
				return fmt.Errorf("ask: standard input: %w", l.err)
			}
			text = l.text
		}
		got, err := a.ask(ctx, text)
		if _, bad := errors.AsType[*answer.FilterError](err); bad {
			wrong = append(wrong, fmt.Errorf("ask: line %d: %w", n, err))
			got.answer, err = &answer.Answer{Verdict: answer.NotCovered, Corpus: a.service.Corpus()}, nil
		}
		if err == nil {
			err = writeJSON(out, newAnswerJSON(a.service, got))
		}
		if err == nil && len(in) == 0 {
			err = out.Flush()
		}
		if err != nil {
			return fmt.Errorf("ask: line %d: %w", n, err)
		}
	}
}

// An inputLine is one line of standard input, without its end, or why there is none.
type inputLine struct {
	text string
	err  error
}

// readLines reads r line by line and ahead of whoever takes the lines, so that
// waiting for one does not keep a signal waiting. The channel is closed at the
// end of r. The goroutine ends then, or with ctx once a read returns.
func readLines(ctx context.Context, r io.Reader) <-chan inputLine {
	lines := make(chan inputLine, 64)
	go func() {
		defer close(lines)
		in := bufio.NewReaderSize(r, 64<<10)
		for {
			text, err := in.ReadString('\n')
			l := inputLine{text: strings.TrimRight(text, "\r\n")}
			if err != nil && err != io.EOF {
				l.err = err
			}
			if text != "" || l.err != nil {
				select {
				case lines <- l:
				case <-ctx.Done():
					return
				}
			}
			if err != nil {
				return
			}
		}
	}()
	return lines
}
