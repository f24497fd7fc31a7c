package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

// configCommand returns "summitbot config": what each setting is and why.
func (p *program) configCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Print every setting, its value and where that comes from",
		Long: "Print every setting, its value and where that comes from; secrets are hidden.\n" +
			"A flag goes before the environment, that before a secret's _FILE, that before the default.\n" +
			"The exit code is 78 if a setting is wrong.",
		Args: noArgs,
	}
	asJSON := cmd.Flags().Bool("json", false, "print JSON")
	addSettings(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		_, values, wrong := load(cmd.Flags(), p.env)
		print := printSettings
		if *asJSON {
			print = printSettingsJSON
		}
		if err := print(p.stdout, values); err != nil {
			return err
		}
		return wrong
	}
	return cmd
}

// printSettings prints one line for each setting.
func printSettings(w io.Writer, values []value) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, v := range values {
		shown := v.shown()
		if shown == "" {
			shown = "(not set)"
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\n", v.env, shown, v.from)
	}
	return tw.Flush()
}

// printSettingsJSON prints all settings as one array.
func printSettingsJSON(w io.Writer, values []value) error {
	type row struct {
		Name   string  `json:"name"`
		Flag   string  `json:"flag"`
		Value  *string `json:"value"` // null if not set; what may be shown if secret
		Secret bool    `json:"secret"`
		From   string  `json:"from"`
	}
	rows := make([]row, 0, len(values))
	for _, v := range values {
		r := row{v.env, "--" + v.flag(), nil, v.secret, v.from}
		if shown := v.shown(); shown != "" {
			r.Value = &shown
		}
		rows = append(rows, r)
	}
	return writeJSON(w, rows)
}

// settingsTable returns the README's table of settings in Markdown.
func settingsTable() string {
	var b strings.Builder
	b.WriteString("| variable | flag | default | meaning |\n|---|---|---|---|\n")
	for _, s := range settings {
		def := "none"
		if s.def != "" {
			def = "`" + s.def + "`"
		}
		fmt.Fprintf(&b, "| `%s` | `--%s` | %s | %s |\n", strings.Join(s.variables(), "`, `"), s.flag(), def, s.meaning)
	}
	return b.String()
}
