package eval

import (
	"encoding/json"
	"errors"
	"unicode/utf8"
)

// A Span is where the answer of a query begins: a reading test's judgement, finer
// than a document.
type Span struct {
	Document string // id
	Rune     int    // characters before it in the document's text
}

// In returns the byte of text at which the span begins; text is that of its
// document. A span behind its end begins there.
func (s Span) In(text string) int {
	at := 0
	for range s.Rune {
		_, n := utf8.DecodeRuneInString(text[at:])
		at += n
	}
	return at
}

// ReadSpans reads the first answer of each query, by the query's id, from lines of
// {"query","doc","answers":[[character,"text"]]}. Errors say file:line.
func ReadSpans(path string) (map[string]Span, error) {
	all := map[string]Span{}
	err := eachLine(path, func(line string) error {
		var s struct {
			Query, Doc string
			Answers    [][2]any
		}
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			return err
		}
		if len(s.Answers) == 0 {
			return errors.New("there is no answer")
		}
		at, ok := s.Answers[0][0].(float64)
		if !ok || at < 0 {
			return errors.New("an answer needs its character")
		}
		all[s.Query] = Span{s.Doc, int(at)}
		return nil
	})
	return all, err
}
