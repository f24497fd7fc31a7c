package retrieval_test

import (
	"context"
	"fmt"
	"log"

	"summitbot/retrieval"
)

func Example() {
	docs := []retrieval.Document{
		{ID: "cars#1", Group: "cars", Title: "A gift of cars", Text: "Putin presented Kim with a limousine."},
		{ID: "dogs#1", Group: "dogs", Title: "Hunting dogs", Text: "Kim gave a pair of Pungsan dogs in return."},
	}
	ix, err := retrieval.Build(docs, retrieval.English(), retrieval.Config{})
	if err != nil {
		log.Fatal(err)
	}
	q := ix.Analyzer().Query("Pungsan dog")
	hits, err := ix.Search(context.Background(), q, 3)
	if err != nil {
		log.Fatal(err)
	}
	for _, h := range hits {
		fmt.Println(h.ID, ix.Explain(q, h.Doc).Value == h.Score)
	}
	// Output: dogs#1 true
}
