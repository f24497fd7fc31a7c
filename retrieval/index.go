// Package retrieval is the search engine: it analyses text, keeps postings and
// ranks documents by BM25F, each together with the group it belongs to. It
// knows neither articles nor Discord, does not choose sentences, and has no
// opinion on which words of a question matter: that is its caller's business.
//
// [Build] makes an [Index], [Index.Search] ranks, [Index.Explain] says how a
// score came about.
package retrieval

import (
	"errors"
	"fmt"
	"sync"
)

// A Document is the unit that is indexed and ranked.
type Document struct {
	ID    string // unique; ties between scores are broken by the order of documents
	Group string // documents of one group are also scored together (an article's passages); "" is a group of one
	Title string // a group's title is that of its first document that has one
	Text  string
}

// An Index is an immutable set of documents, safe for concurrent use. Only
// [Build] makes one that works.
type Index struct {
	an        *Analyzer
	cfg       Config // with defaults filled in
	terms     dictionary
	ids       []string
	groupOf   []uint32 // by document; nil if groups do not count
	groupIDs  []string
	documents *level
	groups    *level    // nil if groups do not count
	searches  sync.Pool // of *search
}

// Build indexes documents. It fails if an ID is empty or given twice (all such
// faults are reported together) or if cfg makes no sense. It keeps neither
// docs nor their texts.
func Build(docs []Document, an *Analyzer, cfg Config) (*Index, error) {
	cfg = cfg.defaults()
	if err := errors.Join(cfg.check(), checkIDs(docs)); err != nil {
		return nil, fmt.Errorf("build index of %d documents: %w", len(docs), err)
	}
	ix := &Index{an: an, cfg: cfg, ids: make([]string, len(docs))}
	for i, d := range docs {
		ix.ids[i] = d.ID
	}
	inv := newInverter(an, cfg)
	for i, d := range docs {
		inv.add(uint32(i), d)
	}
	ix.terms, ix.documents = inv.invert(len(docs))
	if cfg.GroupWeight > 0 {
		ix.buildGroups(docs)
	}
	ix.searches.New = func() any { return newSearch(ix) }
	return ix, nil
}

// check reports what in a Config cannot be used: what is no number, and sizes
// at which scores would round to 0 or infinity.
func (cfg Config) check() error {
	const least, most = 1e-6, 1e6
	var errs []error
	for _, v := range []struct {
		name       string
		value, max float64
	}{
		{"K1", cfg.K1, most},
		{"TextB", cfg.TextB, 1},
		{"TitleB", cfg.TitleB, 1},
		{"TitleWeight", cfg.TitleWeight, most},
		{"GroupTitleWeight", cfg.GroupTitleWeight, most},
		{"GroupWeight", cfg.GroupWeight, most},
	} {
		if v.value != 0 && !(least <= v.value && v.value <= v.max) {
			errs = append(errs, fmt.Errorf("Config.%s: %v is not between %v and %v", v.name, v.value, least, v.max))
		}
	}
	return errors.Join(errs...)
}

// checkIDs reports every document whose ID is empty or was there before.
func checkIDs(docs []Document) error {
	var errs []error
	first := make(map[string]int, len(docs))
	for i, d := range docs {
		if d.ID == "" {
			errs = append(errs, fmt.Errorf("document %d has no ID", i))
			continue
		}
		if j, dup := first[d.ID]; dup {
			errs = append(errs, fmt.Errorf("document %d has the ID %q of document %d", i, d.ID, j))
			continue
		}
		first[d.ID] = i
	}
	return errors.Join(errs...)
}

// Analyzer returns the analyzer that made the terms of the index. Queries must
// come from it, or from one that does the same.
func (ix *Index) Analyzer() *Analyzer { return ix.an }

// Len returns how many documents there are.
func (ix *Index) Len() int { return len(ix.ids) }

// ID returns the ID of a document, 0 <= doc < Len.
func (ix *Index) ID(doc int) string { return ix.ids[doc] }

// DF returns in how many documents a term occurs, in title or text.
func (ix *Index) DF(term string) int {
	t, ok := ix.terms.id(term)
	if !ok {
		return 0
	}
	return len(ix.documents.terms[t].units)
}

// IDF returns the inverse document frequency of a term among the documents;
// for a term in none of them it is that of df 0, the highest.
func (ix *Index) IDF(term string) float64 { return idf(ix.Len(), ix.DF(term)) }
