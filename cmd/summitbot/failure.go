package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"summitbot/retrieval"
)

// The exit codes.
const (
	exitFine   = 0
	exitFailed = 1
	exitUsage  = 2
	exitConfig = 78 // EX_CONFIG of sysexits.h: starting again does not help
)

// A failure is an error that knows its exit code and what would help.
type failure struct {
	code int
	err  error
	hint string // "" if there is nothing to add; may have several lines
}

// Error implements error.
func (f *failure) Error() string { return f.err.Error() }

// Unwrap returns the error behind the failure.
func (f *failure) Unwrap() error { return f.err }

// usagef returns the failure of a command line that is wrong.
func usagef(hint, format string, args ...any) error {
	return &failure{exitUsage, fmt.Errorf(format, args...), hint}
}

// configFailure returns the failure of a setting that is missing or wrong.
func configFailure(err error, hint string) error { return &failure{exitConfig, err, hint} }

// report prints an error for the operator, one line for each mistake and each
// line of the hint, and returns the exit code. A nil error prints nothing.
func report(w io.Writer, err error) int {
	if err == nil {
		return exitFine
	}
	for line := range strings.SplitSeq(err.Error(), "\n") {
		fmt.Fprintf(w, "summitbot: %s\n", line)
	}
	f, ok := errors.AsType[*failure](err)
	if !ok {
		return exitFailed
	}
	if f.hint != "" {
		for line := range strings.SplitSeq(f.hint, "\n") {
			fmt.Fprintf(w, "summitbot: hint: %s\n", line)
		}
	}
	return f.code
}

// unknownCommand returns the failure of naming a subcommand that cmd lacks.
func unknownCommand(cmd *cobra.Command, name string) error {
	hint := fmt.Sprintf(`run "%s --help" to see the commands`, cmd.CommandPath())
	cmd.SuggestionsMinimumDistance = 2
	if near := cmd.SuggestionsFor(name); len(near) > 0 {
		hint = fmt.Sprintf("did you mean %q?", cmd.CommandPath()+" "+near[0])
	}
	return usagef(hint, "%sthere is no command %q", place(cmd), name)
}

// noArgs is the Args of commands that take none.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usagef(fmt.Sprintf(`run "%s --help"`, cmd.CommandPath()),
		"%stakes no arguments, got %q", place(cmd), args)
}

// place returns what a failure of cmd begins with: "corpus show: ", and nothing
// for the program itself, whose name stands before every failure.
func place(cmd *cobra.Command) string {
	if !cmd.HasParent() {
		return ""
	}
	return strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()+" ") + ": "
}

// nearest returns the word of known that is most like word, or "" if none is
// within a third of its length in edits.
func nearest(word string, known []string) string {
	best, least := "", len(word)/3+1
	for _, k := range known {
		if d := retrieval.Distance([]rune(word), []rune(k), least); d < least {
			best, least = k, d
		}
	}
	return best
}
