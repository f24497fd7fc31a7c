package corpus

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Fault is one thing that is wrong with an article file.
type Fault struct {
	File    string // as it was given to [ParseArticle]
	Line    int    // counted from 1; 0 if the fault is of the file as a whole
	Field   string // of the front matter, "body", or "" if neither
	Problem string // what is wrong and, where that is not plain, what would be right
}

// Error returns the fault as "file:line: field: problem".
func (f Fault) Error() string {
	s := f.File
	if f.Line > 0 {
		s = fmt.Sprintf("%s:%d", s, f.Line)
	}
	if f.Field != "" {
		s += ": " + f.Field
	}
	return s + ": " + f.Problem
}

// Faults are all the faults of one or more article files, sorted by file, then
// by line. [ParseArticle] and [Open] return them so that a file is repaired in
// one go; callers that list them use errors.AsType[Faults].
type Faults []Fault

// Error returns the faults, one a line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// err returns the faults in order, or nil if there are none.
func (fs Faults) err() error {
	if len(fs) == 0 {
		return nil
	}
	slices.SortStableFunc(fs, func(a, b Fault) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line)
	})
	return fs
}
