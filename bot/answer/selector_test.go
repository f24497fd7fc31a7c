package answer_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"summitbot/bot/answer"
	"summitbot/corpus"
	"summitbot/retrieval"
)

// textLists returns the sentences of each article of the embedded coverage, cut
// into lists of up to ten.
func textLists(t *testing.T) [][]string {
	t.Helper()
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	var lists [][]string
	for _, a := range c.Articles() {
		for ss := range slices.Chunk(a.Sentences(), 10) {
			var list []string
			for _, s := range ss {
				list = append(list, s.Excerpt().Text())
			}
			lists = append(lists, list)
		}
	}
	return lists
}

// Scores are those of the features, one for each candidate, and do not depend on
// the other questions asked.
func TestSelectorScore(t *testing.T) {
	lists := textLists(t)
	s := answer.NewSelector(retrieval.English(), lists)
	const question = "what breed are the dogs"
	first := s.Score(question, lists[0])
	s.Score("who gave them ?", lists[1])
	if again := s.Score(question, lists[0]); !slices.Equal(first, again) || len(first) != len(lists[0]) {
		t.Errorf("scores %v, then %v", first, again)
	}
	for _, v := range s.Features(question, lists[0]) {
		if len(v) != len(answer.FeatureNames()) {
			t.Fatalf("%d features, want %d", len(v), len(answer.FeatureNames()))
		}
	}
	if got := answer.NewSelector(retrieval.English(), nil).Score("", []string{"", "A dog."}); len(got) != 2 {
		t.Errorf("scores of an empty question: %v", got)
	}
}

// Texts in their order are known as such, and shuffled ones are not. In order,
// the second of two equal sentences scores less: texts begin with what matters.
func TestSelectorKnowsTexts(t *testing.T) {
	const topics = 12
	var inOrder, shuffled [][]string
	rnd := rand.New(rand.NewPCG(1, 2))
	for range topics {
		var list []string
		for i := range 8 { // each sentence takes up a word of the one before
			list = append(list, fmt.Sprintf("The s%d stands beside s%d.", i, i+1))
		}
		inOrder = append(inOrder, list)
		mixed := slices.Clone(list)
		rnd.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		shuffled = append(shuffled, mixed)
	}
	twice := []string{"A dog.", "A dog."}
	if s := answer.NewSelector(retrieval.English(), inOrder).Score("dog", twice); s[0] <= s[1] {
		t.Errorf("texts in order: scores %v, want the first to be higher", s)
	}
	if s := answer.NewSelector(retrieval.English(), shuffled).Score("dog", twice); s[0] != s[1] {
		t.Errorf("shuffled: scores %v, want them equal", s)
	}
}

// What explains a score adds up to it, and the best explained sentence is the
// first quote.
func TestExplain(t *testing.T) {
	s := newSummit(t, answer.Config{})
	q, err := s.Read("what did Kim feed the horse?")
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.Explain(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	for i, one := range all {
		sum := 0.0
		for _, p := range one.Parts {
			sum += p.Value * p.Weight
		}
		if sum != one.Score || i > 0 && one.Score > all[i-1].Score {
			t.Errorf("%d: score %v, parts %v, the one before %v", i, one.Score, sum, all[max(0, i-1)].Score)
		}
	}
	a, err := s.Ask(t.Context(), "public", q)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Quotes) == 0 || len(all) == 0 || a.Quotes[0].Excerpt != all[0].Excerpt {
		t.Errorf("the first quote is not the best of %d sentences", len(all))
	}
}
