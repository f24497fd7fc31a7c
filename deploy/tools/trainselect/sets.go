package main

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"testing/fstest"

	"summitbot/bot/answer"
	"summitbot/corpus"
	"summitbot/retrieval"
	"summitbot/retrieval/eval"
)

// A set is a collection to learn from or to measure on.
type set struct {
	name     string
	choices  []eval.Choice
	examples []example // of the choices, in their order
}

// readTraining reads what is learned from. Each set counts as much as another.
func readTraining(dir string) ([]set, error) {
	trecqa, err := readSet("trecqa", filepath.Join(dir, "trecqa/raw-train.jsonl.gz"))
	if err != nil {
		return nil, err
	}
	wikiqa, err := readSet("wikiqa", filepath.Join(dir, "wikiqa/train.jsonl.gz"))
	if err != nil {
		return nil, err
	}
	xquad, err := readXQuAD(filepath.Join(dir, "xquad-en"))
	if err != nil {
		return nil, err
	}
	sets := []set{trecqa, wikiqa, xquad}
	for _, s := range sets {
		for i := range s.examples {
			s.examples[i].count = 1 / float64(len(s.examples))
		}
	}
	return sets, nil
}

// readDevelopment reads what is only measured on.
func readDevelopment(dir string) ([]set, error) {
	var sets []set
	for _, name := range []string{"trecqa/raw-dev", "trecqa/clean-dev", "wikiqa/dev", "wikiqa/clean-dev"} {
		s, err := readSet(name, filepath.Join(dir, name+".jsonl.gz"))
		if err != nil {
			return nil, err
		}
		sets = append(sets, s)
	}
	return sets, nil
}

// readSet reads a file of questions with sentences that stand alone.
func readSet(name, file string) (set, error) {
	choices, err := eval.ReadChoices(file)
	if err != nil {
		return set{}, err
	}
	lists := make([][]string, len(choices))
	for i, c := range choices {
		lists[i] = c.Texts()
	}
	selector := answer.NewSelector(retrieval.English(), lists)
	s := set{name: name, choices: choices, examples: make([]example, len(choices))}
	for i, c := range choices {
		s.examples[i].features = selector.Features(c.Question, lists[i])
		for _, cand := range c.Candidates {
			s.examples[i].right = append(s.examples[i].right, cand.Label > 0)
		}
	}
	return s, nil
}

// readXQuAD makes of a reading test what the product meets: each article's
// paragraphs are a coverage, searched and read by an [answer.Service], and a
// sentence is right if it has the answer.
func readXQuAD(dir string) (set, error) {
	s := set{name: "xquad"}
	collection, err := eval.ReadCollection(dir, "test")
	if err != nil {
		return s, err
	}
	spans, err := eval.ReadSpans(filepath.Join(dir, "spans.jsonl"))
	if err != nil {
		return s, err
	}
	paragraphs, services := map[string]retrieval.Document{}, map[string]*answer.Service{}
	for title, docs := range byTitle(collection.Documents) {
		for _, d := range docs {
			paragraphs[d.ID] = d
		}
		if services[title], err = newService(docs); err != nil {
			return s, fmt.Errorf("%s: %w", title, err)
		}
	}
	for _, q := range collection.Queries {
		sp := spans[q.ID]
		p := paragraphs[sp.Document]
		choice, ex, err := readQuestion(services[p.Title], q.Text, p.ID, sp.In(p.Text))
		if err != nil {
			return s, err
		}
		s.choices, s.examples = append(s.choices, choice), append(s.examples, ex)
	}
	return s, nil
}

// readQuestion asks a service; right is the sentence of the article that has the
// byte at.
func readQuestion(service *answer.Service, text, article string, at int) (eval.Choice, example, error) {
	c, ex := eval.Choice{Question: text}, example{}
	q, err := service.Read(text)
	if err != nil {
		return c, ex, err
	}
	all, err := service.Explain(context.Background(), q)
	if err != nil {
		return c, ex, err
	}
	// In an order that the weights of today have no part in.
	slices.SortFunc(all, func(a, b answer.Scored) int { return cmp.Compare(a.Excerpt.Text(), b.Excerpt.Text()) })
	for _, x := range all {
		start, end := x.Excerpt.Span()
		right, label := x.Excerpt.Article().ID() == article && start <= at && at < end, 0
		if right {
			label = 1
		}
		values := make([]float64, len(x.Parts))
		for i, p := range x.Parts {
			values[i] = p.Value
		}
		c.Candidates = append(c.Candidates, eval.Candidate{Text: x.Excerpt.Text(), Label: label})
		ex.features, ex.right = append(ex.features, values), append(ex.right, right)
	}
	return c, ex, nil
}

func byTitle(docs []retrieval.Document) map[string][]retrieval.Document {
	m := map[string][]retrieval.Document{}
	for _, d := range docs {
		m[d.Title] = append(m[d.Title], d)
	}
	return m
}

// newService returns a service over paragraphs, each an article.
func newService(docs []retrieval.Document) (*answer.Service, error) {
	files := fstest.MapFS{}
	for _, d := range docs {
		text := "---\nurl: https://example.org/\npublisher: P\n---\n\n" + d.Text + "\n"
		files[d.ID+".md"] = &fstest.MapFile{Data: []byte(text)}
	}
	c, err := corpus.Open(files, "xquad", 1)
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
