package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"summitbot/bot/answer"
)

// explain prints what the scores of sentences are made of, features that add
// nothing left out.
func explain(w io.Writer, scored []answer.Scored) error {
	var b strings.Builder
	for i, s := range scored {
		fmt.Fprintf(&b, "\n%d. %.3f  %s: %s\n", i+1, s.Score, s.Excerpt.Article().ID(), s.Excerpt.Text())
		t := tabwriter.NewWriter(&b, 0, 0, 1, ' ', tabwriter.AlignRight)
		for _, p := range s.Parts {
			if p.Value*p.Weight != 0 {
				fmt.Fprintf(t, "%.3f\t = %.3f\t × %.3f\t  %s\n", p.Value*p.Weight, p.Value, p.Weight, p.Feature)
			}
		}
		if err := t.Flush(); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
