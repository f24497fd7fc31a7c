package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing/fstest"
	"unicode"

	"summitbot/bot/answer"
	"summitbot/corpus"
	"summitbot/retrieval"
	"summitbot/retrieval/eval"
)

// A coverage is a collection as the product reads it.
type coverage struct {
	name    string
	service *answer.Service
	queries []query
}

// A query is a question with the ids of all articles that answer it.
type query struct {
	text  string
	right []string
}

// readCoverage reads a collection. ArticleOf says of which article a document is a
// part, by their ids. Queries without a right document are passed over.
func readCoverage(dir, name string, articleOf func(id string) string) (*coverage, error) {
	collection, err := eval.ReadCollection(filepath.Join(dir, name), "test")
	if err != nil {
		return nil, err
	}
	c := &coverage{name: name}
	if c.service, err = newService(name, collection.Documents, articleOf); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, q := range collection.Queries {
		right := map[string]bool{}
		for id, grade := range collection.Judgments[q.ID] {
			if grade > 0 {
				right[articleOf(id)] = true
			}
		}
		if len(right) > 0 {
			c.queries = append(c.queries, query{q.Text, slices.Sorted(maps.Keys(right))})
		}
	}
	return c, nil
}

// newService returns a service over articles that are made of the documents.
func newService(name string, docs []retrieval.Document, articleOf func(id string) string) (*answer.Service, error) {
	bodies, titles := map[string][]string{}, map[string]string{}
	for _, d := range docs {
		id := articleOf(d.ID)
		bodies[id], titles[id] = append(bodies[id], printable(d.Text)), d.Title
	}
	files := fstest.MapFS{}
	for id, parts := range bodies {
		head := "---\nurl: https://example.org/\npublisher: P\n"
		if titles[id] != "" {
			title, err := json.Marshal(titles[id]) // a string of JSON is one of YAML
			if err != nil {
				return nil, err
			}
			head += fmt.Sprintf("title: %s\n", title)
		}
		files[id+".md"] = &fstest.MapFile{Data: []byte(head + "---\n\n" + strings.Join(parts, "\n\n") + "\n")}
	}
	c, err := corpus.Open(files, name, 1)
	if err != nil {
		return nil, err
	}
	an := retrieval.English()
	ix, err := answer.Index(c, an)
	if err != nil {
		return nil, err
	}
	return answer.New(slog.New(slog.DiscardHandler), c, an, ix, answer.Config{}), nil
}

// printable returns a text without the control characters that an article may not have.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}

// articles returns how many articles there are.
func (c *coverage) articles() int { return len(c.service.Corpus().Articles()) }

// headlines are for each of at most n articles, evenly spaced, its headline, or its
// first sentence if there is none, as a query that it answers.
func (c *coverage) headlines(n int) (qs []query) {
	all := c.service.Corpus().Articles()
	for i := range min(n, len(all)) {
		a := all[i*len(all)/min(n, len(all))]
		text := a.Title()
		if text == "" {
			text = a.Passages()[0].Sentences()[0].Excerpt().Text()
		}
		qs = append(qs, query{text, []string{a.ID()}})
	}
	return qs
}

// ask asks queries with their right articles and without.
func (c *coverage) ask(ctx context.Context, qs []query, bar answer.Bar) (s sample, err error) {
	if s.with, err = c.evidence(ctx, qs, bar, func(query) []string { return nil }); err != nil {
		return s, err
	}
	s.without, err = c.evidence(ctx, qs, bar, func(q query) []string { return q.right })
	return s, err
}

// evidence returns the evidence of queries, without some articles.
func (c *coverage) evidence(ctx context.Context, qs []query, bar answer.Bar, without func(query) []string) ([]float64, error) {
	all := make([]float64, len(qs))
	for i, q := range qs {
		read, err := c.service.Read(q.text)
		if err != nil {
			return nil, err
		}
		if all[i], err = c.service.Evidence(ctx, read, bar, without(q)...); err != nil {
			return nil, err
		}
	}
	return all, nil
}
