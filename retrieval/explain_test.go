package retrieval

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// golden compares got with testdata/name.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got); run with -update if it should be so:\n%s", path, diff)
	}
}

// The numbers in the golden file are those worked above TestSearchWorked.
func TestExplainGolden(t *testing.T) {
	ix := build(t, worked, Config{})
	q := ix.Analyzer().Query("car dog")
	var all string
	for doc := range ix.Len() {
		all += ix.Explain(q, doc).String() + "\n"
	}
	all += ix.Explain(ix.Analyzer().Query("blue tea"), 0).String()
	golden(t, "explain.golden", all)
}
