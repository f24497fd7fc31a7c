package retrieval

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// A record is a line of a collection in the shape of BEIR.
type record struct {
	ID    string `json:"_id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// records returns the lines of a file of a public collection, or nil, with a
// line in the log, where TESTDATA_DIR has none.
func records(t testing.TB, collection, file string) []record {
	t.Helper()
	dir := os.Getenv("TESTDATA_DIR")
	f, err := os.Open(filepath.Join(dir, "collections", collection, file))
	if dir == "" || err != nil {
		t.Logf("no %s of %s in TESTDATA_DIR: leaving it out", file, collection)
		return nil
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	if filepath.Ext(file) == ".gz" {
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		lines = bufio.NewScanner(z)
	}
	lines.Buffer(nil, 1<<24)
	var all []record
	for lines.Scan() {
		var r record
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// newsWords returns the folded words of a collection of news or, without one,
// of a few lines.
func newsWords(t testing.TB, an *Analyzer) []string {
	all := records(t, "rtqa-dev-passages", "corpus.jsonl.gz")
	if all == nil {
		all = []record{{Text: "The president of a luxury company met the government in Vostokny over economic and international matters."}}
	}
	var words []string
	var tokens []Token
	for _, r := range all {
		tokens = an.Tokens(tokens[:0], r.Title+"\n"+r.Text)
		for _, tok := range tokens {
			words = append(words, tok.Exact)
		}
	}
	return words
}
