// Package corpus holds the articles that summitbot quotes: their sentences,
// the passages that are indexed, and the excerpts that are shown.
//
// It knows no search engine and no Discord. Whatever the bot shows of the news
// is an [Excerpt], a byte range of an [Article]; only this package makes one,
// so the rest of the program cannot express a sentence that nobody printed.
//
// Start with [Summit], the coverage that is built in, or [Open].
package corpus

import "fmt"

// A Corpus is one version of a named set of articles. It never changes; a
// change of the coverage is another Corpus. It is safe for concurrent use.
type Corpus struct {
	name     string
	version  int
	hash     string
	articles []*Article // sorted by id
	byID     map[string]*Article
}

// Name returns the corpus's name, such as "summit".
func (c *Corpus) Name() string { return c.name }

// Version returns the number of this version, counted from 1.
func (c *Corpus) Version() int { return c.version }

// Hash returns the SHA-256 of the corpus in lower-case hex: over the id, a zero
// byte, the file's length (8 bytes, big endian) and the file's bytes of every
// article, sorted by id.
func (c *Corpus) Hash() string { return c.hash }

// Articles returns the articles sorted by id. The slice must not be changed.
func (c *Corpus) Articles() []*Article { return c.articles }

// Article returns the article with that id, or nil if there is none.
func (c *Corpus) Article(id string) *Article { return c.byID[id] }

// Excerpt returns bytes [start, end) of the body of an article. It is an error
// if the article does not exist or [Article.Excerpt] refuses the range.
func (c *Corpus) Excerpt(id string, start, end int) (Excerpt, error) {
	a := c.byID[id]
	if a == nil {
		return Excerpt{}, fmt.Errorf("corpus %s version %d has no article %q", c.name, c.version, id)
	}
	return a.Excerpt(start, end)
}
