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

func ExampleRelated_Of() {
	words := []string{"putin", "kim", "dogs", "hunting", "limousine", "black", "park"}
	related := retrieval.NewRelated(retrieval.WordNet(), retrieval.GloVe(), retrieval.English(), words)
	for _, asked := range []string{"puppies", "colour", "car"} {
		best := related.Of(asked)[0]
		fmt.Printf("%s: %s (%s)\n", asked, best.Word, best.Why)
	}
	// Output:
	// puppies: dogs (kind of)
	// colour: black (near)
	// car: limousine (has kind)
}
