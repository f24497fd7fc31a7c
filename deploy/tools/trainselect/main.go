// Command trainselect learns the weights by which summitbot chooses the
// sentences to quote. It learns from public collections of questions with right
// and wrong sentences, found under TESTDATA_DIR/collections; the features come
// from the code that the product runs. It prints the quality on each collection
// and what each feature, and each group of them, is worth:
//
//	cd deploy/tools
//	go run ./trainselect                                    # measure and print
//	go run ./trainselect -write ../../bot/answer/weights.txt
//
// A feature that is new in bot/answer first needs a line in weights.txt, with
// weight 0. The same collections and code give the same weights, to the last
// digit printed.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:], os.Getenv("TESTDATA_DIR"), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "trainselect:", err)
		os.Exit(1)
	}
}

func run(args []string, testdata string, w io.Writer) error {
	f := flag.NewFlagSet("trainselect", flag.ContinueOnError)
	write := f.String("write", "", "file to write the weights to")
	fit := fit{}
	f.Float64Var(&fit.l2, "l2", .0002, "what the squares of the weights cost; 0.0001 to 0.001 were tried, this is best cross-validated")
	f.IntVar(&fit.steps, "steps", 400, "steps of descent; 1200 give the same within 0.002 of MAP")
	if err := f.Parse(args); err != nil {
		return err
	}
	if testdata == "" {
		return errors.New("TESTDATA_DIR is not set: it is the folder that has collections/trecqa, wikiqa and xquad-en")
	}
	dir := filepath.Join(testdata, "collections")
	train, err := readTraining(dir)
	if err != nil {
		return err
	}
	dev, err := readDevelopment(dir)
	if err != nil {
		return err
	}
	r := newReport(fit, train, dev)
	if err := r.print(w); err != nil || *write == "" {
		return err
	}
	return os.WriteFile(*write, r.file(), 0o644)
}
