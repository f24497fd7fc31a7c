package answer

import (
	"cmp"
	"hash/maphash"
	"slices"

	"summitbot/corpus"
	"summitbot/retrieval"
)

// copies are the sentences that articles print alike, as they do with the report
// of an agency: each of them → all of its group, the earliest article's first. It
// never changes.
type copies map[corpus.Excerpt][]corpus.Excerpt

// What makes a sentence a near-copy of another. Two sentences resemble each other
// by the Jaccard coefficient of their shingles, all runs of three words (Broder
// 1997, On the resemblance and containment of documents).
//
// Judged by hand on samples of pairs from different articles of
// rtqa-dev-passages, November 2026: of those that resemble each other by .5 to .7
// and exchange no number 27 of 28 are one text, by .4 to .5 9 of 14; of those by
// .7 or more that do exchange one, 10 of 14 print another value. Beside a
// near-copy 15 of 16 by .2 to .6 are one text. Of 60 of the 2,370 pairs that
// these rules find there and that are not equal, 58 are.
const (
	shingleWords = 3
	copyWords    = 8  // the fewest of a sentence that is a near-copy by itself
	copied       = .5 // resemblance of one
	copiedBeside = .2 // and of a sentence right behind or before one
	// commonShingle is how many sentences may have a shingle before it leads to
	// none: "according to the" would lead to all.
	commonShingle = 64
)

// A copyText is a sentence as copies are found.
type copyText struct {
	excerpt  corpus.Excerpt
	words    int
	shingles []uint64 // sorted hashes, each once
	values   []string // names, numbers and dates
	original int      // the text that it is a near-copy of; itself if it is of none
}

// findCopies returns the near-copies among the sentences of c. A sentence belongs
// to the earliest that it resembles most; articles without a date come last.
func findCopies(c *corpus.Corpus, an *retrieval.Analyzer) copies {
	articles := slices.Clone(c.Articles())
	slices.SortStableFunc(articles, func(a, b *corpus.Article) int {
		return cmp.Or(cmp.Compare(min(1, len(b.Date().Day)), min(1, len(a.Date().Day))), cmp.Compare(a.Date().Day, b.Date().Day))
	})
	var texts []copyText
	seed := maphash.MakeSeed()
	for _, a := range articles {
		for _, s := range a.Sentences() {
			texts = append(texts, newCopyText(s.Excerpt(), an, seed, len(texts)))
		}
	}
	spread(texts, findOriginals(texts))
	copies := copies{}
	for i := range texts {
		if t := &texts[i]; t.original != i {
			first := texts[t.original].excerpt
			if copies[first] == nil {
				copies[first] = []corpus.Excerpt{first}
			}
			copies[first] = append(copies[first], t.excerpt)
		}
	}
	for i := range texts {
		if t := &texts[i]; t.original != i {
			copies[t.excerpt] = copies[texts[t.original].excerpt]
		}
	}
	return copies
}

// newCopyText reads text number i.
func newCopyText(e corpus.Excerpt, an *retrieval.Analyzer, seed maphash.Seed, i int) copyText {
	tokens := an.Tokens(nil, e.Text())
	t := copyText{excerpt: e, words: len(tokens), original: i}
	for j, s := range signsOf(e.Text(), tokens) {
		if s&(isName|isNumber|isDate) != 0 {
			t.values = append(t.values, tokens[j].Exact)
		}
		if j+shingleWords <= len(tokens) {
			run := [shingleWords]string{}
			for k := range run {
				run[k] = tokens[j+k].Exact
			}
			t.shingles = append(t.shingles, maphash.Comparable(seed, run))
		}
	}
	slices.Sort(t.shingles)
	t.shingles = slices.Compact(t.shingles)
	return t
}

// findOriginals fills in the originals and returns the near-copies.
func findOriginals(texts []copyText) (found []int) {
	with := map[uint64][]int{} // shingle → originals that have it
	for i := range texts {
		t := &texts[i]
		best := copied
		for _, s := range t.shingles {
			if len(with[s]) > commonShingle {
				continue
			}
			for _, o := range with[s] {
				if like := t.resemblance(&texts[o]); like >= best && (like > best || t.original == i) && min(t.words, texts[o].words) >= copyWords {
					best, t.original = like, o
				}
			}
		}
		if t.original != i {
			found = append(found, i)
			continue
		}
		for _, s := range t.shingles {
			with[s] = append(with[s], i)
		}
	}
	return found
}

// spread fills in the originals of sentences right behind and before near-copies,
// as far as there are some.
func spread(texts []copyText, found []int) {
	followed := map[int]bool{} // originals with near-copies
	for _, i := range found {
		followed[texts[i].original] = true
	}
	for ; len(found) > 0; found = found[1:] {
		i := found[0]
		for _, step := range []int{1, -1} {
			j, o := i+step, texts[i].original+step
			if j < 0 || o < 0 || j >= len(texts) || o >= len(texts) || texts[j].original != j || followed[j] ||
				texts[j].excerpt.Article() != texts[i].excerpt.Article() {
				continue
			}
			o = texts[o].original
			if texts[j].resemblance(&texts[o]) >= copiedBeside {
				texts[j].original, followed[o] = o, true
				found = append(found, j)
			}
		}
	}
}

// resemblance returns how much two sentences resemble each other, 0 to 1. It is 0
// for two of one article, and for two each of which has a name, number or date
// that the other lacks: they print different values.
func (t *copyText) resemblance(o *copyText) float64 {
	lacks := func(a, b *copyText) bool {
		return slices.ContainsFunc(a.values, func(v string) bool { return !slices.Contains(b.values, v) })
	}
	if t.excerpt.Article() == o.excerpt.Article() || lacks(t, o) && lacks(o, t) {
		return 0
	}
	common, all := 0, len(t.shingles)+len(o.shingles)
	for _, s := range t.shingles {
		if _, has := slices.BinarySearch(o.shingles, s); has {
			common++
		}
	}
	return float64(common) / float64(max(1, all-common))
}

// original returns the sentence that e is a near-copy of, e itself if it is of none.
func (cs copies) original(e corpus.Excerpt) corpus.Excerpt {
	if group := cs[e]; group != nil {
		return group[0]
	}
	return e
}

// AlsoIn returns the articles that print near-copies of sentences, and of which
// none of these is, in the order of the corpus: where a reader finds the same text.
func (s *Service) AlsoIn(sentences ...corpus.Excerpt) []*corpus.Article {
	var also []*corpus.Article
	for _, art := range s.corpus.Articles() {
		of := func(e corpus.Excerpt) bool { return e.Article() == art }
		if !slices.ContainsFunc(sentences, of) &&
			slices.ContainsFunc(sentences, func(e corpus.Excerpt) bool { return slices.ContainsFunc(s.copies[e], of) }) {
			also = append(also, art)
		}
	}
	return also
}
