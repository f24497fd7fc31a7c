//go:build nocoverage

package corpus

import "errors"

// Summit returns an error: this build has no coverage in it.
func Summit() (*Corpus, error) {
	return nil, errors.New(`this program was built without the summit coverage (tag nocoverage); ` +
		`name a corpus of your own, or build without the tag`)
}
