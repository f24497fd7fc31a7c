// Package answer turns a question into an [Answer]: quotes from the coverage,
// or the word that the coverage does not say. It knows no Discord; the command
// line and the bot give the same Answer.
//
// Start with [New] and [Service.Ask].
package answer

import (
	"context"
	"slices"

	"summitbot/corpus"
)

// A Verdict says what the coverage has on a question.
type Verdict string

// The verdicts.
const (
	Quoted     Verdict = "quoted"      // quotes answer it
	NotCovered Verdict = "not_covered" // the coverage does not say; nearest may be shown
)

// A Quote is an excerpt that is shown.
type Quote struct {
	Excerpt   corpus.Excerpt
	Speaker   corpus.Excerpt // whose words the quote is, as printed; zero if nobody's or unsure
	AsPrinted bool           // a name in it is spelt as in no other article, and stands as it is
	Headline  bool           // the article's headline has words asked for that no sentence has; show it, as a headline
}

// NamesSpeaker reports whether the speaker's name stands in the quote itself, so
// that a reader need not be told again.
func (q Quote) NamesSpeaker() bool {
	start, end := q.Excerpt.Span()
	from, to := q.Speaker.Span()
	return q.Speaker != (corpus.Excerpt{}) && q.Speaker.Article() == q.Excerpt.Article() && start <= from && to <= end
}

// A Reading is how a word of the question was understood when not literally.
type Reading struct {
	Asked int      // which of the question's words, by its place in Question.Words
	Words int      // how many words from there on were read as one name; 0 is one word
	Read  []string // the words looked for instead
	Why   string   // "spelling", "name", "related" or "script"
}

// Unread returns the words in Missing that were not read as others.
func (a *Answer) Unread() []int {
	return slices.DeleteFunc(slices.Clone(a.Missing), func(place int) bool {
		return slices.ContainsFunc(a.Readings, func(r Reading) bool { return r.Asked <= place && place < r.Asked+max(r.Words, 1) })
	})
}

// telling is how many quotes decide what else an answer says.
const telling = 5

// first returns those quotes: the ones that a reader sees first.
func (a *Answer) first() []Quote { return a.Quotes[:min(len(a.Quotes), telling)] }

// Asked returns in how many articles was looked: those that the filters allow.
func (a *Answer) Asked() int { return a.Articles + len(a.NothingIn) }

// An Answer is what the coverage says on a question. It must not be changed:
// caches hand the same one to everybody.
type Answer struct {
	Verdict   Verdict
	Miss      Miss              // why nothing is quoted; "" if Quoted
	Quotes    []Quote           // best first, one an article first; empty unless Quoted
	Nearest   []Quote           // closest coverage; empty if Quoted
	Points    []Point           // on which the quoted sentences print values, the closest first; empty unless Quoted
	Readings  []Reading         // in the order of the question
	Missing   []int             // content words of the question that no article has, by place in Question.Words; the misses Headed and Filtered say which else
	Found     []int             // content words that articles have in some form, by place, where others are missing; empty if Quoted
	Articles  int               // how many articles have a passage on it
	Undated   int               // how many articles "since" leaves out because they have no date
	NothingIn []*corpus.Article // those that the filters allow in which nothing was found, by id
	Corpus    *corpus.Corpus    // never nil
}

// A Key names an answer: the same question asked of the same corpus version in
// the same scope has the same answer, for ever.
type Key struct {
	Corpus   *corpus.Corpus
	Scope    string // who may see the corpus: "public", or the server's id
	Question string // normalised text with its filters and limits
}

// A Cache keeps answers. It is safe for concurrent use.
type Cache interface {
	// Load returns the answer kept under key or, if there is none, what compute
	// returns, and keeps that. At most one compute runs for a key at a time;
	// callers that wait for it leave when their own ctx ends. An error of
	// compute is returned and not kept. An error of the cache itself costs a
	// miss, never the answer.
	Load(ctx context.Context, key Key, compute func(context.Context) (*Answer, error)) (*Answer, error)
}
