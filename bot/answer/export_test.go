package answer

import (
	"context"
	"slices"
	"strings"

	"summitbot/corpus"
	"summitbot/retrieval"
)

// A Rule is a part of answering that can be left out alone.
type Rule struct {
	Name     string
	service  func(*Service)  // leaves it out of a service, nil if it has no part there
	selector func(*Selector) // the same of a selector
	unquoted bool            // questions lose their quotation marks
}

// Rules returns the rules that a reader of this package would name, in the order
// in which an answer meets them.
func Rules() []Rule {
	nothing := retrieval.NewRelated(nil, nil, retrieval.English(), nil)
	return []Rule{
		inService("repairs misspelt words", func(s *Service) { s.reader.speller = retrieval.NewSpeller(map[string]int{}, nil) }),
		inService("reads variants of the sources", func(s *Service) { s.reader.variants = (&retrieval.VariantFinder{}).Variants() }),
		inService("reads names of states", func(s *Service) { s.reader.names = &names{} }),
		inService("reads other scripts", func(s *Service) { s.reader.script = newScriptReader() }),
		{Name: "wants quoted phrases", unquoted: true},
		inService("counts a name of two words once", func(s *Service) { s.reader.together = collocations{} }),
		{
			Name:     "knows names without capitals",
			service:  func(s *Service) { s.reader.capitals = capitals{} },
			selector: func(s *Selector) { s.capitals = capitals{} },
		},
		{
			Name:     "reads related words",
			service:  func(s *Service) { s.reader.meaning.related = nothing },
			selector: func(s *Selector) { s.meaning.related = nothing },
		},
		inService("… as evidence", leave(relatedCounts)),
		unweighed("… as a feature", fRelated),
		inService("searches headlines", func(s *Service) {
			s.index(func(d retrieval.Document) (retrieval.Document, bool) { d.Title = ""; return d, true })
		}),
		inService("searches captions", func(s *Service) {
			s.index(func(d retrieval.Document) (retrieval.Document, bool) { return d, !strings.HasSuffix(d.ID, "#captions") })
		}),
		inService("searches articles as wholes", func(s *Service) {
			s.index(func(d retrieval.Document) (retrieval.Document, bool) { d.Group = ""; return d, true })
		}),
		unweighed("feature bm25", fBM25),
		unweighed("feature coverage", fCoverage),
		unweighed("feature exact", fExact),
		unweighed("feature names", fNames),
		unweighed("feature weak", fWeak),
		unweighed("feature opens", fOpens),
		unweighed("feature topic", fTopic),
		unweighed("feature before", fBefore),
		unweighed("feature passage", fPassage),
		unweighed("feature lead", fLead),
		unweighed("features length, fragment", fLength, fFragment),
		unweighed("features of kinds", fTime, fPerson, fPlace, fNumber, fList),
		unweighed("feature cue", fCue),
		unweighed("features defined, apposed", fDefined, fApposed),
		inService("takes passages as evidence", leave(passageCounts)),
		inService("wants the kind of thing", leave(kindRefuses)),
		inService("wants more for less score", leave(scoreRaises)),
		inService("counts near-copies once", func(s *Service) { s.copies = copies{} }),
		inService("quotes one per article first", leave(onePerArticle)),
	}
}

func inService(name string, out func(*Service)) Rule { return Rule{Name: name, service: out} }

func leave(r rules) func(*Service) { return func(s *Service) { s.without = r } }

// unweighed leaves features out by weight 0; the others keep theirs.
func unweighed(name string, fs ...feature) Rule {
	out := func(w *weights) {
		for _, f := range fs {
			w[f] = 0
		}
	}
	return Rule{Name: name, service: func(s *Service) { out(s.weights) }, selector: func(s *Selector) { out(s.weights) }}
}

// index searches the documents that change returns and keeps. Left out may only be
// what stands behind all passages.
func (s *Service) index(change func(retrieval.Document) (retrieval.Document, bool)) {
	var docs []retrieval.Document
	for _, d := range Documents(s.corpus) {
		if d, keep := change(d); keep {
			docs = append(docs, d)
		}
	}
	ix, err := retrieval.Build(docs, s.analyzer, retrieval.Config{})
	if err != nil {
		panic(err) // unreachable: the same documents were indexed before
	}
	s.search, s.reader.search = ix, ix
}

// OfSelectors reports whether r has a part in a [Selector].
func (r Rule) OfSelectors() bool { return r.selector != nil || r.unquoted }

// Question returns a question as it is asked without r.
func (r Rule) Question(text string) string {
	if r.unquoted {
		return strings.NewReplacer(`"`, "", "“", "", "”", "", "„", "", "«", "", "»", "").Replace(text)
	}
	return text
}

// Without returns a copy of s without r.
func (s *Service) Without(r Rule) *Service {
	c, rd, mg, w := *s, *s.reader, *s.reader.meaning, *s.weights
	rd.meaning, c.reader, c.weights = &mg, &rd, &w
	if r.service != nil {
		r.service(&c)
	}
	return &c
}

// Without returns a copy of s without r.
func (s *Selector) Without(r Rule) *Selector {
	c, mg, w := *s, *s.meaning, *s.weights
	c.meaning, c.weights = &mg, &w
	if r.selector != nil {
		r.selector(&c)
	}
	return &c
}

// Judge returns the best sentence of those that are compared to answer q, zero if
// none is; the most evidence that any gives; and the same when passages of the
// article right are not compared. How rare words are stays that of all articles.
func (s *Service) Judge(ctx context.Context, q Question, right string) (best corpus.Excerpt, there, gone float64, err error) {
	r := s.reader.read(q)
	hits, err := s.hits(ctx, q, r)
	if err != nil {
		return best, 0, 0, err
	}
	evidence := func(cs []candidate) (most float64) {
		for _, c := range cs {
			most = max(most, c.evidence)
		}
		return most
	}
	cs := s.judge(q, &r, hits, false)
	if len(cs) > 0 {
		best = cs[0].excerpt
	}
	left := slices.DeleteFunc(hits, func(h retrieval.Hit) bool { return s.passages[h.Doc].article.ID() == right })
	return best, evidence(cs), evidence(s.judge(q, &r, left, false)), nil
}
