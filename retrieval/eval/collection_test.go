package eval

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"summitbot/retrieval"
)

func TestReadCollection(t *testing.T) {
	got, err := ReadCollection("testdata/small", "test")
	if err != nil {
		t.Fatal(err)
	}
	want := &Collection{
		Documents: []retrieval.Document{
			{ID: "d0", Title: "red car", Text: "car car dog"},
			{ID: "d1", Title: "red car", Text: "dog"},
			{ID: "d2", Text: "blue car in a row"},
		},
		Queries: []Query{{"q1", "car dog"}, {"q2", "tea"}, {"q3", "dog"}, {"q4", "blue"}},
		Judgments: map[string]Grades{
			"q1": {"d0": 2, "d1": 0, "d2": 1}, "q2": {"d1": 1}, "q3": {"d0": 0}, "q4": {"d2": 1},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("collection (-want +got):\n%s", diff)
	}
	if got, err = ReadCollection("testdata/small", "dev"); err != nil || got.Judgments != nil || len(got.Documents) != 3 {
		t.Errorf("a split that is not there: %+v, %v; want the documents without judgements", got, err)
	}
}

// write makes a collection folder of files, name → content; names that end in
// .gz are packed.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".gz") {
			var b strings.Builder
			z := gzip.NewWriter(&b)
			if _, err := z.Write([]byte(content)); err != nil {
				t.Fatal(err)
			}
			if err := z.Close(); err != nil {
				t.Fatal(err)
			}
			content = b.String()
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestReadCollectionPacked(t *testing.T) {
	dir := write(t, map[string]string{
		"corpus.jsonl.gz": `{"_id":"a","text":"x"}`,
		"queries.jsonl":   `{"_id":"q","text":"x"}`,
		// No header; windows line ends; one document and one query that are not there.
		"qrels/test.tsv": "q\ta\t1\r\nq\tgone\t1\r\nr\ta\t1\r\n",
	})
	c, err := ReadCollection(dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	if c.Strays != 2 || c.Judgments["q"]["gone"] != 1 || c.Documents[0].ID != "a" {
		t.Errorf("collection %+v; want document a, 2 strays, and \"gone\" kept", c)
	}
}

func TestReadCollectionErrors(t *testing.T) {
	good := map[string]string{
		"corpus.jsonl":   `{"_id":"a","text":"x"}`,
		"queries.jsonl":  `{"_id":"q","text":"x"}`,
		"qrels/test.tsv": "query-id\tcorpus-id\tscore\nq\ta\t1\n",
	}
	for _, tt := range []struct{ name, file, content, want string }{
		{"JSON", "corpus.jsonl", "\n{\"_id\":\"a\"}\n{]", "corpus.jsonl:3: invalid character ']' looking for beginning of object key string"},
		{"no id", "corpus.jsonl", `{"text":"x"}`, `corpus.jsonl:1: a document needs an "_id"`},
		{"no query", "queries.jsonl", `{"_id":"q"}`, `queries.jsonl:1: a query needs an "_id" and a "text"`},
		{"fields", "qrels/test.tsv", "q a 1", "qrels/test.tsv:1: 1 fields, want query, document and grade with tabs between"},
		{"grade", "qrels/test.tsv", "q\ta\tgood", `qrels/test.tsv:1: grade: "good" is not a whole number`},
		{"twice", "qrels/test.tsv", "q\ta\t1\nq\ta\t2", `qrels/test.tsv:2: query "q", document "a": judged twice`},
		{"not packed", "corpus.jsonl.gz", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := write(t, good)
			if tt.want == "" { // a file that says it is packed, and is not
				tt.want = "corpus.jsonl.gz: EOF"
				if err := os.Remove(filepath.Join(dir, "corpus.jsonl")); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(filepath.Join(dir, tt.file), []byte(tt.content), 0o666); err != nil {
				t.Fatal(err)
			}
			_, err := ReadCollection(dir, "test")
			if want := filepath.Join(dir, tt.want); err == nil || err.Error() != want {
				t.Errorf("error %v, want %s", err, want)
			}
		})
	}
	if _, err := ReadCollection(t.TempDir(), "test"); err == nil || !strings.Contains(err.Error(), "corpus.jsonl") {
		t.Errorf("an empty folder: %v, want an error that names corpus.jsonl", err)
	}
}

func TestGroupByTitle(t *testing.T) {
	docs := []retrieval.Document{{ID: "a", Title: "x"}, {ID: "b"}, {ID: "c", Title: "y"}, {ID: "d", Title: "x"}, {ID: "e"}}
	var got []string
	for _, d := range GroupByTitle(docs) {
		got = append(got, d.ID+" "+d.Group)
	}
	if diff := cmp.Diff([]string{"a x", "b ", "c ", "d x", "e "}, got); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
	if docs[0].Group != "" {
		t.Error("the collection itself was changed")
	}
}
