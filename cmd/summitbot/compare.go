package main

import (
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"summitbot/bot/answer"
	"summitbot/corpus"
)

// A pointJSON is a matter on which articles print values.
type pointJSON struct {
	Kind   answer.PointKind `json:"kind"`
	Differ bool             `json:"differ"`
	Values []valueJSON      `json:"values"`
}

// A valueJSON is a value with the articles that print it. The first span of its
// evidence is the value itself, the others are the sentences.
type valueJSON struct {
	Value    string     `json:"value"`
	Sources  []string   `json:"sources"` // ids of articles
	Evidence []spanJSON `json:"evidence"`
	AlsoIn   []string   `json:"also_in,omitempty"` // ids of articles that print near-copies of the evidence
}

// A comparisonJSON is what "summitbot compare --json" prints.
type comparisonJSON struct {
	Topic     string      `json:"topic"` // as typed
	Points    []pointJSON `json:"points"`
	NothingIn []string    `json:"nothing_in"` // ids of articles
	Corpus    corpusJSON  `json:"corpus"`
}

// compareCommand returns "summitbot compare".
func (p *program) compareCommand() *cobra.Command {
	var asJSON bool
	var which *corpusChoice
	cmd := &cobra.Command{
		Use:   "compare TOPIC…",
		Short: "Show where articles print different values",
		Long: `Show on which matters of a topic the articles print different values: spellings,
numbers, dates, names, titles. It says what is printed where and judges nothing.`,
		Example: `  summitbot compare last visit to Pyongyang
  summitbot compare --json which Lexus does Kim have`,
		Args: func(_ *cobra.Command, args []string) error {
			if strings.TrimSpace(strings.Join(args, "")) == "" {
				return usagef(`try: summitbot compare "last visit to Pyongyang"`, "compare: there is no topic")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := which.open()
			if err != nil {
				return err
			}
			service, err := newService(slog.New(slog.DiscardHandler), c, answer.Config{})
			if err != nil {
				return err
			}
			topic := strings.Join(args, " ")
			q, err := service.Read(topic)
			if err != nil {
				return badFilter("", err)
			}
			got, err := service.Compare(cmd.Context(), q)
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(p.stdout, newComparisonJSON(service, topic, got))
			}
			return newPage(p.stdout, p.env).comparison(service, got)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&asJSON, "json", false, "print JSON")
	which = corpusFlags(cmd)
	return cmd
}

func newComparisonJSON(s *answer.Service, topic string, got *answer.Comparison) comparisonJSON {
	return comparisonJSON{Topic: topic, Points: pointsJSON(s, got.Points), NothingIn: ids(got.NothingIn), Corpus: newCorpusJSON(got.Corpus)}
}

func newCorpusJSON(c *corpus.Corpus) corpusJSON { return corpusJSON{c.Name(), c.Version(), c.Hash()} }

func pointsJSON(s *answer.Service, points []answer.Point) []pointJSON {
	list := make([]pointJSON, 0, len(points))
	for _, p := range points {
		j := pointJSON{Kind: p.Kind, Differ: p.Differ}
		for _, v := range p.Values {
			value := valueJSON{Value: v.Text.Text(), Sources: ids(v.Sources()), Evidence: []spanJSON{newSpanJSON(v.Text)}, AlsoIn: ids(s.AlsoIn(v.Evidence...))}
			for _, e := range v.Evidence {
				value.Evidence = append(value.Evidence, newSpanJSON(e))
			}
			j.Values = append(j.Values, value)
		}
		list = append(list, j)
	}
	return list
}

// comparison prints points with the sentences that they rest on.
func (p *page) comparison(s *answer.Service, got *answer.Comparison) error {
	var b strings.Builder
	if len(got.Points) == 0 {
		b.WriteString(p.style(bold, "No point found on which the articles print different values.") + "\n")
	}
	for i, point := range got.Points {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(p.style(bold, pointHead(point)) + "\n")
		for _, v := range point.Values {
			p.value(&b, v, s.AlsoIn(v.Evidence...))
		}
	}
	foot := fmt.Sprintf("corpus %s, version %d", got.Corpus.Name(), got.Corpus.Version())
	if names := publishers(got.NothingIn); len(names) > 0 {
		foot = "Nothing found in: " + strings.Join(names, ", ") + " · " + foot
	}
	b.WriteString("\n" + p.style(dim, foot) + "\n")
	_, err := io.WriteString(p.w, b.String())
	return err
}

// pointHead names the kind of a point.
func pointHead(point answer.Point) string {
	head := map[answer.PointKind]string{
		answer.Spelling: "Spelled", answer.Number: "Numbers printed", answer.Date: "Dates printed",
		answer.Name: "Named", answer.Title: "Called",
	}[point.Kind]
	if point.Differ {
		return head + ", and they differ"
	}
	return head
}

// value prints a value, who prints it, and the first sentence of each.
func (p *page) value(b *strings.Builder, v answer.Value, also []*corpus.Article) {
	sources := v.Sources()
	fmt.Fprintf(b, "%s %s — %s%s\n", p.style(green, "▌"), v.Text.Text(), strings.Join(publishers(sources), ", "), alsoIn(", ", also))
	for _, art := range sources {
		for _, e := range v.Evidence {
			if e.Article() == art {
				for _, l := range p.wrap(e.Text()) {
					b.WriteString("    " + p.style(dim, l.text) + "\n")
				}
				break
			}
		}
	}
}

// alsoIn names the articles that print the same text, behind a separator, or
// nothing if there are none.
func alsoIn(separator string, also []*corpus.Article) string {
	if len(also) == 0 {
		return ""
	}
	return separator + "also in " + strings.Join(publishers(also), ", ")
}

// ids returns the ids of articles; never nil.
func ids(articles []*corpus.Article) []string {
	all := make([]string, 0, len(articles))
	for _, art := range articles {
		all = append(all, art.ID())
	}
	return all
}

func publishers(articles []*corpus.Article) []string {
	var names []string
	for _, art := range articles {
		names = append(names, art.Publisher())
	}
	return names
}
