package eval

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"summitbot/retrieval"
)

// A Collection is a test collection: documents, queries, and which documents
// are right for which query.
type Collection struct {
	Documents []retrieval.Document // in the order of the file, without groups
	Queries   []Query              // in the order of the file
	Judgments map[string]Grades    // by query ID; nil if the collection has none
	// Strays counts judgements that name a query or document the collection
	// lacks. They stay in Judgments, where they lower recall: leaving them out
	// without a word makes a ranker look better than it is.
	Strays int
}

// A Query is one thing looked for.
type Query struct {
	ID   string `json:"_id"`
	Text string `json:"text"`
}

// Grades say how right documents are for a query, by document ID: 0 is wrong,
// more is better. A document that is not there was not judged and counts as 0.
type Grades map[string]int

// ReadCollection reads a folder in the shape of the BEIR benchmark (Thakur and
// others 2021):
//
//	corpus.jsonl or corpus.jsonl.gz   {"_id","title","text"} a line
//	queries.jsonl                     {"_id","text"} a line
//	qrels/SPLIT.tsv                   query, document, grade, a tab between; a header line
//
// Split names the judgements, usually "test"; without qrels/SPLIT.tsv there are
// none. Errors say file:line.
func ReadCollection(dir, split string) (*Collection, error) {
	c := &Collection{}
	if err := c.readDocuments(filepath.Join(dir, "corpus.jsonl")); err != nil {
		return nil, err
	}
	if err := c.readQueries(filepath.Join(dir, "queries.jsonl")); err != nil {
		return nil, err
	}
	err := c.readJudgments(filepath.Join(dir, "qrels", split+".tsv"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return c, nil
}

// readDocuments reads the documents from path, or from path.gz if there is no
// path.
func (c *Collection) readDocuments(path string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		path += ".gz"
	}
	return eachLine(path, func(line string) error {
		var d struct {
			ID    string `json:"_id"`
			Title string `json:"title"`
			Text  string `json:"text"`
		}
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			return err
		}
		if d.ID == "" {
			return errors.New(`a document needs an "_id"`)
		}
		c.Documents = append(c.Documents, retrieval.Document{ID: d.ID, Title: d.Title, Text: d.Text})
		return nil
	})
}

func (c *Collection) readQueries(path string) error {
	return eachLine(path, func(line string) error {
		var q Query
		if err := json.Unmarshal([]byte(line), &q); err != nil {
			return err
		}
		if q.ID == "" || q.Text == "" {
			return errors.New(`a query needs an "_id" and a "text"`)
		}
		c.Queries = append(c.Queries, q)
		return nil
	})
}

// readJudgments reads a file of judgements.
func (c *Collection) readJudgments(path string) error {
	judgments, documents := make(map[string]Grades, len(c.Queries)), make(map[string]bool, len(c.Documents))
	for _, d := range c.Documents {
		documents[d.ID] = true
	}
	for _, q := range c.Queries {
		judgments[q.ID] = nil
	}
	first := true
	err := eachLine(path, func(line string) error {
		header := first && strings.HasPrefix(line, "query-id\t")
		first = false
		if header {
			return nil
		}
		query, document, grade, err := parseJudgment(line)
		if err != nil {
			return err
		}
		g, known := judgments[query]
		if !known || !documents[document] {
			c.Strays++
		}
		if _, twice := g[document]; twice {
			return fmt.Errorf("query %q, document %q: judged twice", query, document)
		}
		if g == nil {
			g = make(Grades)
			judgments[query] = g
		}
		g[document] = grade
		return nil
	})
	if err != nil {
		return err
	}
	c.Judgments = judgments
	return nil
}

// parseJudgment reads one line: query, document, grade.
func parseJudgment(line string) (query, document string, grade int, err error) {
	fields := strings.Split(line, "\t")
	if len(fields) != 3 {
		return "", "", 0, fmt.Errorf("%d fields, want query, document and grade with tabs between", len(fields))
	}
	grade, err = strconv.Atoi(fields[2])
	if err != nil {
		return "", "", 0, fmt.Errorf("grade: %q is not a whole number", fields[2])
	}
	return fields[0], fields[1], grade, nil
}

// eachLine calls f with each line of a file that is not empty, unpacked if the
// file's name ends in .gz. Errors are prefixed with file:line.
func eachLine(path string, f func(line string) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	var r io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		gz, err := gzip.NewReader(file)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		defer gz.Close()
		r = gz
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 64<<20)
	n := 0
	for lines.Scan() {
		n++
		if line := strings.TrimSpace(lines.Text()); line != "" {
			if err := f(line); err != nil {
				return fmt.Errorf("%s:%d: %w", path, n, err)
			}
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s:%d: %w", path, n+1, err)
	}
	return nil
}
