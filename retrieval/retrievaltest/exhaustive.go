package retrievaltest

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"summitbot/retrieval"
)

// Exhaustive ranks by scoring every document straight from the formula, with
// maps and loops and none of the engine's code but its analyzer: the referee
// for searchers. It is slow and cannot be wrong in the same way.
type Exhaustive struct {
	cfg       retrieval.Config
	docs      []retrieval.Document
	documents []unit
	groups    map[string]unit
	grouped   bool // whether groups count
}

// A unit is what BM25F scores: how often each term stands in its fields.
type unit struct {
	words                   [2]string // of title and text, as " one two "
	title, text             map[string]int
	titleLength, textLength int
}

// NewExhaustive returns the referee for the rankings of [retrieval.Build] with
// the same arguments.
func NewExhaustive(docs []retrieval.Document, an *retrieval.Analyzer, cfg retrieval.Config) *Exhaustive {
	x := &Exhaustive{docs: docs, groups: make(map[string]unit), cfg: retrieval.Config{
		K1: value(cfg.K1, 1.2), TextB: value(cfg.TextB, 0.75), TitleB: value(cfg.TitleB, 0.5),
		TitleWeight: value(cfg.TitleWeight, 1), GroupTitleWeight: value(cfg.GroupTitleWeight, 3),
		GroupWeight: value(cfg.GroupWeight, 1),
	}}
	texts, titles := make(map[string]string), make(map[string]string)
	for _, d := range docs {
		if x.cfg.TitleWeight == 0 {
			d.Title = ""
		}
		x.documents = append(x.documents, newUnit(an, d.Title, d.Text))
		g := group(d)
		texts[g] += d.Text + "\n\n"
		if len(an.Tokens(nil, titles[g])) == 0 && x.cfg.GroupTitleWeight > 0 {
			titles[g] = d.Title
		}
		x.grouped = x.grouped || d.Group != "" && x.cfg.GroupWeight > 0
	}
	for g, text := range texts {
		x.groups[g] = newUnit(an, titles[g], text)
	}
	return x
}

// group returns a name for the group of d, its own if it is in none.
func group(d retrieval.Document) string {
	if d.Group == "" {
		return "alone: " + d.ID
	}
	return d.Group
}

// value returns what a field of Config stands for.
func value(v, byDefault float64) float64 {
	if v == 0 {
		return byDefault
	}
	return max(v, 0)
}

func newUnit(an *retrieval.Analyzer, title, text string) unit {
	u := unit{words: [2]string{" ", " "}, title: make(map[string]int), text: make(map[string]int)}
	for _, tok := range an.Tokens(nil, title) {
		u.title[tok.Term]++
		u.titleLength++
		u.words[0] += tok.Term + " "
	}
	for _, tok := range an.Tokens(nil, text) {
		u.text[tok.Term]++
		u.textLength++
		u.words[1] += tok.Term + " "
	}
	return u
}

// Search ranks like [retrieval.Index.Search].
func (x *Exhaustive) Search(ctx context.Context, q retrieval.Query, k int) ([]retrieval.Hit, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var groups []unit
	for _, g := range x.groups {
		groups = append(groups, g)
	}
	var hits []retrieval.Hit
	for i, d := range x.docs {
		score := x.bm25f(q, x.documents, x.documents[i], x.cfg.TitleWeight)
		if score == 0 || !x.documents[i].has(q.Phrases) {
			continue
		}
		if x.grouped {
			score += x.cfg.GroupWeight * x.bm25f(q, groups, x.groups[group(d)], x.cfg.GroupTitleWeight)
		}
		hits = append(hits, retrieval.Hit{Doc: i, ID: d.ID, Score: score})
	}
	slices.SortStableFunc(hits, func(a, b retrieval.Hit) int { return cmp.Compare(b.Score, a.Score) })
	if k <= 0 || len(hits) == 0 {
		return nil, nil
	}
	return hits[:min(k, len(hits))], nil
}

// has reports whether title or text has each of the phrases.
func (u unit) has(phrases [][]string) bool {
	for _, p := range phrases {
		phrase := " " + strings.Join(p, " ") + " "
		if len(p) > 0 && !strings.Contains(u.words[0], phrase) && !strings.Contains(u.words[1], phrase) {
			return false
		}
	}
	return true
}

// bm25f returns Σ weight × ln(1 + (n-df+0.5)/(df+0.5)) × tf/(k1+tf) over the
// terms of q, for one unit among all of its level.
func (x *Exhaustive) bm25f(q retrieval.Query, all []unit, u unit, titleWeight float64) float64 {
	var titleWords, titled, textWords, texted float64
	for _, other := range all {
		titleWords += float64(other.titleLength)
		titled += math.Min(1, float64(other.titleLength))
		textWords += float64(other.textLength)
		texted += math.Min(1, float64(other.textLength))
	}
	score := 0.0
	for _, t := range q.Terms {
		tf := 0.0
		if n := u.title[t.Term]; n > 0 {
			tf += titleWeight * float64(n) / (1 - x.cfg.TitleB + x.cfg.TitleB*float64(u.titleLength)/(titleWords/titled))
		}
		if n := u.text[t.Term]; n > 0 {
			tf += float64(n) / (1 - x.cfg.TextB + x.cfg.TextB*float64(u.textLength)/(textWords/texted))
		}
		if tf == 0 || t.Weight < 1e-9 {
			continue
		}
		n, df := float64(len(all)), 0.0
		for _, other := range all {
			if other.title[t.Term]+other.text[t.Term] > 0 {
				df++
			}
		}
		score += t.Weight * math.Log(1+(n-df+0.5)/(df+0.5)) * tf / (x.cfg.K1 + tf)
	}
	return score
}
