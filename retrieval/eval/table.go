package eval

import (
	"fmt"
	"io"
)

// WriteTable writes the figures of groups as a Markdown table that also reads
// well in a terminal.
func WriteTable(w io.Writer, groups []Group) error {
	const row = "| %-28s | %9s | %5s | %5s | %8s | %9s | %6s | %5s | %5s | %8s | %6s |\n"
	if _, err := fmt.Fprintf(w, row, "questions", "number", "top-1", "MRR@5", "recall@3", "precision", "recall", "F1", "wrong", "verbatim", "length"); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, row, "---", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:"); err != nil {
		return err
	}
	for _, g := range groups {
		f := g.Figures
		answerable := func(x float64) string { return figure(x, f.Answerable > 0) }
		silent := func(x float64) string { return figure(x, f.Questions > f.Answerable) }
		_, err := fmt.Fprintf(w, row, g.Name, fmt.Sprintf("%d + %d", f.Answerable, f.Questions-f.Answerable),
			answerable(f.Top1), answerable(f.MRR5), answerable(f.Recall3),
			silent(f.Precision), silent(f.Recall), silent(f.F1), answerable(f.WrongAbstentions),
			figure(f.Verbatim, f.Excerpts > 0), fmt.Sprintf("%.0f", f.MeanLength))
		if err != nil {
			return err
		}
	}
	return nil
}

// figure writes a share, or a dash where there was nothing to measure.
func figure(x float64, measured bool) string {
	if !measured {
		return "–"
	}
	return fmt.Sprintf("%.3f", x)
}
