package answer

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"summitbot/corpus"
	"summitbot/retrieval"
)

// A Searcher ranks the passages of one corpus version, indexed as [Documents]
// gives them. It is safe for concurrent use.
type Searcher interface {
	// Search returns the k best passages, best first; none if no term occurs.
	Search(ctx context.Context, q retrieval.Query, k int) ([]retrieval.Hit, error)
	// IDF returns how rare a term is among the passages; never negative, highest
	// for a term that occurs nowhere.
	IDF(term string) float64
	// DF returns in how many passages a term occurs.
	DF(term string) int
}

// Config sets how answers are made. The zero Config is the default.
type Config struct {
	Limit    int   // most quotes in an answer; 0 means 5. What else an answer says does not depend on those behind the fifth
	Passages int   // how many of the best passages are read for sentences; 0 means 20
	Cache    Cache // nil keeps nothing
}

// A Service answers questions from one corpus version. It is safe for
// concurrent use and never changes.
type Service struct {
	lg       *slog.Logger
	corpus   *corpus.Corpus
	analyzer *retrieval.Analyzer
	search   Searcher
	cfg      Config
	bar      Bar
	passages []passage // by document number
	reader   *reader
	weights  *weights
	printed  map[string]bool                   // terms that any sentence has
	linkOnly bool                              // some article may not be quoted
	speakers map[corpus.Excerpt]corpus.Excerpt // by sentence; see [speakers]
	copies   copies
	points   []foundPoint
	odd      map[corpus.Excerpt]bool // see [oddSpellings]
	proposed proposals
	tables   *tables // what a word counts as when points are chosen
	without  rules
}

// Documents returns the passages of c as documents to index, the passages of an
// article as one group. Behind them all stand the captions of each article that
// has some, as one more document of its group: they help to find the article,
// and have no sentence to quote.
func Documents(c *corpus.Corpus) []retrieval.Document {
	var docs []retrieval.Document
	for _, a := range c.Articles() {
		for _, p := range a.Passages() {
			docs = append(docs, retrieval.Document{ID: p.ID(), Group: a.ID(), Title: a.Title(), Text: p.Excerpt().Text()})
		}
	}
	for _, a := range c.Articles() {
		if text := captions(a); text != "" {
			docs = append(docs, retrieval.Document{ID: a.ID() + "#captions", Group: a.ID(), Text: text})
		}
	}
	return docs
}

// captions returns the captions of an article as text to search, "" if it has
// none. Who took a picture is not what it shows, so credits are left out.
//
// As a part of the title they cost 3.6 points of top-1 on the development
// questions (November 2026); as a document of their own, nothing.
func captions(a *corpus.Article) string {
	var text strings.Builder
	for _, c := range a.Captions() {
		text.WriteString(c.Text + "\n")
	}
	return text.String()
}

// Index returns an index of the corpus's passages, as [New] wants it.
func Index(c *corpus.Corpus, an *retrieval.Analyzer) (*retrieval.Index, error) {
	return retrieval.Build(Documents(c), an, retrieval.Config{})
}

// New returns a service that answers from c. The searcher must hold the
// [Documents] of c, analysed by an.
func New(lg *slog.Logger, c *corpus.Corpus, an *retrieval.Analyzer, s Searcher, cfg Config) *Service {
	if cfg.Limit == 0 {
		cfg.Limit = 5
	}
	if cfg.Passages == 0 {
		cfg.Passages = 20
	}
	rd := newReader(an, s, retrieval.GloVe())
	ps := readPassages(c, an, rd)
	rd.finish(retrieval.WordNet())
	copies := findCopies(c, an)
	points := findPoints(c, an, copies)
	return &Service{
		lg: lg, corpus: c, analyzer: an, search: s, cfg: cfg, bar: BarFor(len(c.Articles())), passages: ps, reader: rd, weights: shipped(), printed: printedTerms(ps),
		linkOnly: slices.ContainsFunc(c.Articles(), (*corpus.Article).LinkOnly), speakers: speakers(c),
		copies: copies, points: points, odd: oddSpellings(points), proposed: newProposals(c, an), tables: newTables(),
	}
}

// Corpus returns the corpus that is answered from.
func (s *Service) Corpus() *corpus.Corpus { return s.corpus }

// Read reads a question as [Read] does.
func (s *Service) Read(text string) (Question, error) { return Read(s.corpus, s.analyzer, text) }

// Ask answers a question. Scope is whose corpus is asked, as in [Key]. A
// question without a word is not covered. The error is ctx's or the searcher's.
func (s *Service) Ask(ctx context.Context, scope string, q Question) (*Answer, error) {
	compute := func(ctx context.Context) (*Answer, error) { return s.answer(ctx, q) }
	if s.cfg.Cache == nil {
		return compute(ctx)
	}
	key := Key{Corpus: s.corpus, Scope: scope, Question: fmt.Sprintf("%s\x00%d", q.Normalised(), s.cfg.Limit)}
	return s.cfg.Cache.Load(ctx, key, compute)
}

// answer searches, chooses sentences and decides whether they answer.
func (s *Service) answer(ctx context.Context, q Question) (*Answer, error) {
	a := &Answer{Verdict: NotCovered, Corpus: s.corpus}
	r := s.reader.read(q)
	hits, err := s.hits(ctx, q, r)
	lacksPhrase := err == nil && len(hits) == 0 && len(r.phrases) > 0
	if lacksPhrase {
		r.phrases = nil // what is nearest is worth showing all the same
		hits, err = s.hits(ctx, q, r)
	}
	if err != nil {
		return nil, err
	}
	cs, number := s.judge(q, &r, hits, lacksPhrase)
	has := s.quote(a, cs, number)
	a.Missing, a.Readings = r.missing, s.reader.explain(q, r, a)
	if slices.ContainsFunc(a.first(), func(q Quote) bool { return holdsKind(cs, q.Excerpt) }) {
		a.Missing = r.missingThings()
	}
	if a.Verdict == NotCovered {
		s.miss(a, q, &r, hits, lacksPhrase)
	}
	s.attribute(a)
	a.NothingIn, a.Undated = s.nothingIn(q, has), s.undated(q)
	if a.Verdict == Quoted {
		a.Points = s.pointsOn(q, r, a.quotes, mostPoints)
	}
	return a, nil
}

// undated returns how many articles the filters leave out only because their
// date is not known.
func (s *Service) undated(q Question) (n int) {
	for _, art := range s.corpus.Articles() {
		if q.undated(art) {
			n++
		}
	}
	return n
}
