// Package retrieval is the search engine: it analyses text, keeps postings and
// ranks documents by BM25F. It knows neither articles nor Discord.
package retrieval

import "context"

// A Document is the unit that is indexed and ranked.
type Document struct {
	ID    string // unique; ties between scores are broken by the order of documents
	Group string // documents of one group are also scored together (an article's passages)
	Title string
	Text  string
}

// Config sets the weights of the ranking; the zero Config means the defaults.
type Config struct{}

// An Index is an immutable set of documents, safe for concurrent use.
type Index struct{}

// A Query is what is looked for: analysed terms with their weights.
type Query struct{ Terms []QueryTerm }

// A QueryTerm is one term of a [Query]. A term given twice counts twice.
type QueryTerm struct {
	Term   string  // as the analyzer makes it
	Exact  string  // the folded word itself, "" if only the term counts
	Weight float64 // 1 for a word of the question
}

// A Hit is a document that matches, with its score.
type Hit struct {
	Doc   int // its place among the documents given to Build
	ID    string
	Score float64
}

// Build indexes documents.
func Build(docs []Document, an *Analyzer, cfg Config) (*Index, error) { return &Index{}, nil }

// Search returns the k best documents, best first.
func (ix *Index) Search(ctx context.Context, q Query, k int) ([]Hit, error) { return nil, nil }

// IDF returns the inverse document frequency of a term among the documents;
// for a term in none of them it is that of df 0, the highest.
func (ix *Index) IDF(term string) float64 { return 0 }

// DF returns in how many documents a term occurs.
func (ix *Index) DF(term string) int { return 0 }

// An Analyzer turns text into tokens.
type Analyzer struct{}

// A Token is a word of a text.
type Token struct {
	Start, End int    // byte range [Start, End) in the text
	Exact      string // the word folded, without possessive ending
	Term       string // its stem
}

// English returns the analyzer for English.
func English() *Analyzer { return &Analyzer{} }

// Tokens appends the tokens of text to dst and returns it.
func (an *Analyzer) Tokens(dst []Token, text string) []Token { return dst }
