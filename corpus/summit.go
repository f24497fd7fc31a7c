//go:build !nocoverage

package corpus

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed articles/*.md
var articles embed.FS

// Summit returns the embedded coverage: five articles on the meeting of
// Vladimir Putin and Kim Jong Un in Pyongyang in June 2024, as version 1 of the
// corpus "summit". In a build with the tag nocoverage it returns an error.
func Summit() (*Corpus, error) {
	dir, err := fs.Sub(articles, "articles")
	if err != nil {
		return nil, fmt.Errorf("embedded coverage: %w", err)
	}
	return open(dir, "corpus/articles", "summit", 1)
}
