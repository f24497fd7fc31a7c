package retrievaltest

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"summitbot/retrieval"
)

// Few words, some much commoner than others, so that random documents share
// them and scores tie.
var vocabulary = strings.Fields("kim kim kim kim putin putin putin the the the the the car car cars dogs dog tea treaty Kyïv Kyiv U.N. 3,000 S600 평양")

// DrawDocuments draws a small random corpus.
func DrawDocuments(t *rapid.T) []retrieval.Document {
	return drawDocuments(t, rapid.IntRange(0, 30).Draw(t, "documents"))
}

func drawDocuments(t *rapid.T, n int) []retrieval.Document {
	words := func(most int, label string) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, most).Draw(t, label), " ")
	}
	docs := make([]retrieval.Document, n)
	for i := range docs {
		docs[i] = retrieval.Document{
			ID:    fmt.Sprint("d", i),
			Group: rapid.SampledFrom([]string{"", "g1", "g2", "g3", "g4"}).Draw(t, "group"),
			Title: words(3, "title"),
			Text:  words(12, "text"),
		}
	}
	return docs
}

// DrawQuery draws a query for such a corpus: with unknown words, words given
// twice, weights and, in half of them, phrases.
func DrawQuery(t *rapid.T) retrieval.Query {
	words := rapid.SliceOfN(rapid.SampledFrom(append(vocabulary, "dessert")), 0, 6).Draw(t, "query")
	q := retrieval.English().Query(strings.Join(words, " "))
	for i := range q.Terms {
		q.Terms[i].Weight = rapid.SampledFrom([]float64{1, 1, 1, 0.5, 2, 0}).Draw(t, "weight")
	}
	if rapid.Bool().Draw(t, "quoted") {
		for _, words := range rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 2), 0, 2).Draw(t, "phrases") {
			var phrase []string
			for _, term := range retrieval.English().Query(strings.Join(words, " ")).Terms {
				phrase = append(phrase, term.Term)
			}
			q.Phrases = append(q.Phrases, phrase)
		}
	}
	return q
}
