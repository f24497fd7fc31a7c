package corpus_test

import (
	"fmt"
	"log"
	"testing/fstest"

	"summitbot/corpus"
)

// A folder of articles is any file system with files *.md at its top.
var folder = fstest.MapFS{"landing.md": &fstest.MapFile{Data: []byte(`---
title: A landing
url: https://example.com/landing
publisher: Example Times
published: 2024-06-19
---

The plane landed at 3 a.m. on Wednesday. Mr. Kim waited.

“Welcome,” he said.
`)}}

func ExampleOpen() {
	c, err := corpus.Open(folder, "mine", 1)
	if err != nil {
		log.Fatal(err)
	}
	for _, a := range c.Articles() {
		fmt.Println(a.ID(), "from", a.Publisher(), a.Date().Kind, a.Date().Day)
		for _, s := range a.Sentences() {
			start, end := s.Excerpt().Span()
			fmt.Printf("%2d-%2d %s\n", start, end, s.Excerpt().Text())
		}
	}
	// Output:
	// landing from Example Times published 2024-06-19
	//  0-40 The plane landed at 3 a.m. on Wednesday.
	// 41-56 Mr. Kim waited.
	// 58-81 “Welcome,” he said.
}

func ExampleExcerpt_Link() {
	c, err := corpus.Open(folder, "mine", 1)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(c.Article("landing").Sentences()[1].Excerpt().Link())
	// Output:
	// https://example.com/landing#:~:text=Mr%2E%20Kim%20waited%2E
}
