package retrieval_test

import (
	"context"
	"testing"

	"pgregory.net/rapid"

	"summitbot/retrieval"
	"summitbot/retrieval/retrievaltest"
)

func TestSearcher(t *testing.T) {
	retrievaltest.TestSearcher(t, func(t *testing.T, docs []retrieval.Document) retrievaltest.Searcher {
		ix, err := retrieval.Build(docs, retrieval.English(), retrieval.Config{})
		if err != nil {
			t.Fatal(err)
		}
		return ix
	})
}

// drawConfig draws weights: defaults, switched off, or odd ones.
func drawConfig(t *rapid.T) retrieval.Config {
	weight := func(name string, most float64) float64 {
		return rapid.OneOf(rapid.Just(0.0), rapid.Just(-1.0), rapid.Float64Range(0.01, most)).Draw(t, name)
	}
	return retrieval.Config{
		K1: weight("K1", 3), TextB: weight("TextB", 1), TitleB: weight("TitleB", 1),
		TitleWeight: weight("TitleWeight", 5), GroupTitleWeight: weight("GroupTitleWeight", 5),
		GroupWeight: weight("GroupWeight", 3),
	}
}

// The index ranks as the formula does when it is written down once more, by
// maps and loops; and every score has an explanation equal to its last bit.
func TestAgreesWithReferee(t *testing.T) {
	an := retrieval.English()
	rapid.Check(t, func(t *rapid.T) {
		docs, cfg, q := retrievaltest.DrawDocuments(t), drawConfig(t), retrievaltest.DrawQuery(t)
		k := rapid.IntRange(-1, 12).Draw(t, "k")
		ix, err := retrieval.Build(docs, an, cfg)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ix.Search(context.Background(), q, k)
		if err != nil {
			t.Fatal(err)
		}
		all, _ := retrievaltest.NewExhaustive(docs, an, cfg).Search(context.Background(), q, len(docs))
		if diff := retrievaltest.Compare(all, got, k); diff != "" {
			t.Fatalf("%+v: %s", q, diff)
		}
		every, _ := ix.Search(context.Background(), q, len(docs))
		scores := make([]float64, len(docs))
		for _, h := range every {
			scores[h.Doc] = h.Score
		}
		for doc := range docs {
			if e := ix.Explain(q, doc); e.Value != scores[doc] {
				t.Fatalf("document %d: score %v, explained as %v:\n%v", doc, scores[doc], e.Value, e)
			}
		}
	})
}
