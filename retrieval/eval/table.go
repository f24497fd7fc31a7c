package eval

import (
	"fmt"
	"io"
	"slices"
	"strings"
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

// WriteMisses writes how many of the unanswerable questions were answered all the
// same and how many were refused in which form, of all of them and by reason, as a
// table like that of [WriteTable]. Forms are the columns, in order; one that
// replies have and forms lack is counted under "other".
func WriteMisses[Form ~string](w io.Writer, groups []Group, forms []Form) error {
	rows := [][]string{{"unanswerable", "number", "answered"}, {"---", "---:", "---:"}}
	for _, form := range append(slices.Clone(forms), "other") {
		rows[0], rows[1] = append(rows[0], string(form)), append(rows[1], "---:")
	}
	for _, g := range groups {
		reason, ok := strings.CutPrefix(g.Name, unanswerable)
		if !ok && g.Name != "all" {
			continue
		}
		n, other := g.Questions-g.Answerable, 0
		for _, count := range g.Misses {
			other += count
		}
		row := []string{reason, fmt.Sprint(n), fmt.Sprint(n - other)}
		for _, form := range forms {
			count := g.Misses[string(form)]
			row, other = append(row, fmt.Sprint(count)), other-count
		}
		rows = append(rows, append(row, fmt.Sprint(other)))
	}
	for _, row := range rows {
		line := fmt.Sprintf("| %-13s |", row[0])
		for _, cell := range row[1:] {
			line += fmt.Sprintf(" %8s |", cell)
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
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
