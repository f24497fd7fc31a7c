package main

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"summitbot/bot/answer"
)

// Two questions each way at evidence 0 and 1: at 0 one of four has an answer, at 1
// three of four. The fit is exact: b = ln(1/3), a+b = ln 3.
func TestFit(t *testing.T) {
	s := sample{with: []float64{0, 1, 1, 1}, without: []float64{0, 0, 0, 1}}
	c := fit([]sample{s})
	if math.Abs(c.b+math.Log(3)) > 1e-3 || math.Abs(c.a-2*math.Log(3)) > 1e-3 {
		t.Errorf("fit %+v, want a %.4f and b %.4f", c, 2*math.Log(3), -math.Log(3))
	}
	if got := c.threshold(); math.Abs(got-.5) > 1e-4 {
		t.Errorf("threshold %v, want 0.5", got)
	}
	if got := c.ece(s); math.Abs(got) > 1e-4 {
		t.Errorf("calibration error %v of an exact fit", got)
	}
	// A sample counts the same however large it is.
	large := sample{with: slices.Repeat(s.without, 5), without: slices.Repeat(s.with, 5)}
	if c := fit([]sample{s, large}); math.Abs(c.a) > 1e-4 || math.Abs(c.b) > 1e-4 {
		t.Errorf("fit of a sample and its contrary %+v, want 0", c)
	}
	// Wholly told apart, it still ends, between the two.
	apart := fit([]sample{{with: []float64{.8, .9}, without: []float64{.1, .2}}})
	if got := apart.threshold(); !(got > .2 && got < .8) {
		t.Errorf("threshold %v, want one between .2 and .8", got)
	}
}

// The least threshold that is right most often: above .3, up to .6.
func TestBest(t *testing.T) {
	s := sample{with: []float64{.6, .7}, without: []float64{.25, .3}}
	if got := best([]sample{s}); got != .31 {
		t.Errorf("best %v, want 0.31", got)
	}
	// Half of the other is lost below .6, all of it from .41 on.
	if got := best([]sample{s, {with: []float64{.4}, without: []float64{.1}}}); got != .31 {
		t.Errorf("best of both %v, want 0.31", got)
	}
}

// At .5 one of four is refused by fault and one of four is not caught; a stays.
func TestShift(t *testing.T) {
	c := calibration{a: 4, b: -1}
	got := c.shift(sample{with: []float64{.4, .5, .8, .9}, without: []float64{.1, .2, .3, .6}})
	if got != (calibration{a: 4, b: -2}) {
		t.Errorf("shifted to %+v, want a 4, b -2", got)
	}
	if got := c.shift(sample{}); got != c {
		t.Errorf("shifted by nothing to %+v", got)
	}
}

// The documents of an article become one, in their order, and a query is right
// where any of them is.
func TestReadCoverage(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "towns", map[string]string{
		"corpus.jsonl": `{"_id":"a-0","title":"The \"Mill\": old","text":"Its mill\u0080 was built in 1843."}` + "\n" +
			`{"_id":"b-0","title":"","text":"A bridge fell."}` + "\n" + `{"_id":"a-1","title":"The \"Mill\": old","text":"It is old."}` + "\n",
		"queries.jsonl":  `{"_id":"1","text":"when was the mill built"}` + "\n" + `{"_id":"2","text":"what fell"}` + "\n" + `{"_id":"3","text":"why"}` + "\n",
		"qrels/test.tsv": "1\ta-0\t1\n1\ta-1\t2\n2\tb-0\t1\n3\tb-0\t0\n",
	})
	c, err := readCoverage(dir, "towns", func(id string) string { id, _, _ = strings.Cut(id, "-"); return id })
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range c.service.Corpus().Articles() {
		got = append(got, fmt.Sprintf("%s|%s|%s", a.ID(), a.Title(), a.Body()))
	}
	want := []string{"a|The \"Mill\": old|Its mill was built in 1843.\n\nIt is old.", "b||A bridge fell."}
	if !slices.Equal(got, want) {
		t.Errorf("articles %q, want %q", got, want)
	}
	if got, want := fmt.Sprint(c.queries), "[{when was the mill built [a]} {what fell [b]}]"; got != want {
		t.Errorf("queries %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(c.headlines(5)), `[{The "Mill": old [a]} {A bridge fell. [b]}]`; got != want {
		t.Errorf("headlines %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(c.headlines(1)), `[{The "Mill": old [a]}]`; got != want {
		t.Errorf("one headline %s, want %s", got, want)
	}
	s, err := c.ask(t.Context(), c.queries, answer.BarFor(1))
	if err != nil {
		t.Fatal(err)
	}
	if s.auc() != 1 || s.with[0] < .46 || s.without[0] != 0 {
		t.Errorf("evidence %+v: what has the words gives none, or what is left out does", s)
	}
}

// Each collection has its own words: all questions are answered with their article,
// none without it, and none of another collection's.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	for name, words := range map[string][]string{
		"xquad-en":          {"mill", "bridge", "harbour"},
		"bbc":               {"violin", "trumpet", "piano"},
		"rtqa-dev-passages": {"tiger", "walrus", "falcon"},
	} {
		var docs, queries, right strings.Builder
		for i, w := range words {
			fmt.Fprintf(&docs, `{"_id":"%c-0","title":"","text":"Somebody saw the %s."}`+"\n", 'a'+i, w)
			fmt.Fprintf(&queries, `{"_id":"%d","text":"%s"}`+"\n", i, w)
			fmt.Fprintf(&right, "%d\t%c-0\t1\n", i, 'a'+i)
		}
		write(t, filepath.Join(dir, "collections"), name, map[string]string{
			"corpus.jsonl": docs.String(), "queries.jsonl": queries.String(), "qrels/test.tsv": right.String(),
		})
	}
	file := filepath.Join(dir, "SILENCE.md")
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-write", file}, dir, &out); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(file)
	if err != nil || string(written) != out.String() {
		t.Errorf("the file is not what is printed: %v", err)
	}
	for _, row := range []string{
		"| bbc               |        3 |         3 | many | 1.000 | 1.000 |   0.000 |  1.000 | 1.000 | 0.20 | 1.000 |   0.000 |  1.000 | 1.000 |",
		"| xquad-en          | bbc               |         3 | 1.000 | 1.000 |",
		"| few  | the bar           | mean              |        | 1.000 |   0.000 |  1.000 | 1.000 |     – |",
		"| many | logistic          | mean              |        | 1.000 |   0.000 |  1.000 | 1.000 | 0.000 |",
	} {
		if !strings.Contains(out.String(), row+"\n") {
			t.Errorf("no row %s", row)
		}
	}
	if t.Failed() {
		t.Log(out.String())
	}
}

func TestRunErrors(t *testing.T) {
	if err := run(t.Context(), nil, "", io.Discard); err == nil || !strings.Contains(err.Error(), "TESTDATA_DIR") {
		t.Errorf("without collections: %v", err)
	}
	if err := run(t.Context(), nil, t.TempDir(), io.Discard); err == nil {
		t.Error("an empty folder: no error")
	}
	if err := run(t.Context(), []string{"-size", "2"}, t.TempDir(), io.Discard); err == nil {
		t.Error("-size 2: no error")
	}
}

// write makes a collection of files, name → text.
func write(t *testing.T, dir, collection string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(dir, collection, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
