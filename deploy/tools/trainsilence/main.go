// Command trainsilence measures how well evidence tells summitbot that a coverage
// does not say, on coverages of other sizes than its own, and what a calibration
// that is fitted would do better. The collections are found under
// TESTDATA_DIR/collections; the evidence comes from the code that the product runs.
//
//	cd deploy/tools
//	go run ./trainsilence                         # measure and print
//	go run ./trainsilence -write ../SILENCE.md
//
// The bar that it measures is bot/answer's. The same collections and code print
// the same, to the last digit.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Getenv("TESTDATA_DIR"), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "trainsilence:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, testdata string, w io.Writer) error {
	f := flag.NewFlagSet("trainsilence", flag.ContinueOnError)
	write := f.String("write", "", "file to write what is printed to")
	if err := f.Parse(args); err != nil {
		return err
	}
	if testdata == "" {
		return errors.New("TESTDATA_DIR is not set: it is the folder that has collections/xquad-en, bbc and rtqa-dev-passages")
	}
	whole := func(id string) string { return id }
	var all []*coverage
	for _, c := range []struct {
		name      string
		articleOf func(id string) string
	}{
		{"xquad-en", whole},
		{"bbc", whole},
		{"rtqa-dev-passages", func(id string) string { id, _, _ = strings.Cut(id, "-"); return id }},
	} {
		read, err := readCoverage(filepath.Join(testdata, "collections"), c.name, c.articleOf)
		if err != nil {
			return err
		}
		all = append(all, read)
	}
	r, err := newReport(ctx, all)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	r.print(&b)
	if *write != "" {
		if err := os.WriteFile(*write, b.Bytes(), 0o644); err != nil {
			return err
		}
	}
	_, err = b.WriteTo(w)
	return err
}
