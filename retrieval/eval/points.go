package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A Listed is a matter on which articles print values, as a person listed it:
// one line of a file of disagreements (two values or more, and a strength) or of
// agreements (one value).
type Listed struct {
	ID       string        `json:"id"`
	Topic    string        `json:"topic"`
	Question string        `json:"question"` // as typed
	Values   []ListedValue `json:"values"`
	Kind     string        `json:"kind"`     // spelling, number, date, title, fact …
	Strength string        `json:"strength"` // conflict, variation or silence; "" for an agreement
	Note     string        `json:"note"`
}

// A ListedValue is one value with the sentences that print it.
type ListedValue struct {
	Value    string     `json:"value"` // for the reader, never compared
	Evidence []Judgment `json:"evidence"`
}

// The strengths of a disagreement.
const (
	Conflict  = "conflict"  // the values cannot all be right
	Variation = "variation" // they may all be right
	Silence   = "silence"   // one article tells it, others leave it out
)

// ReadListed reads disagreements or agreements, one JSON object a line. Name is
// the file's, for errors, which say file:line. Empty lines are passed over.
func ReadListed(name string, r io.Reader) ([]Listed, error) {
	var all []Listed
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var l Listed
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		if l.Question == "" || len(l.Values) == 0 || (l.Strength == "") != (len(l.Values) == 1) {
			return nil, fmt.Errorf("%s:%d: needs a question, and one value or several with a strength", name, n)
		}
		if slices.ContainsFunc(l.Values, func(v ListedValue) bool { return len(v.Evidence) == 0 }) {
			return nil, fmt.Errorf("%s:%d: a value without evidence", name, n)
		}
		all = append(all, l)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s: nothing is listed", name)
	}
	return all, nil
}

// A ShownPoint is a point as a program shows it.
type ShownPoint struct {
	Kind   string
	Differ bool
	Groups [][]Shown // by value: the sentences that print it
}

// PointFigures are the quality of the points shown, against those listed.
type PointFigures struct {
	Listed     int         `json:"listed"`
	Found      int         `json:"found"`       // one point holds all values, as [ShownPoint.Holds] says
	FoundAsked int         `json:"found_asked"` // the same, among the points shown for the listed question
	Kinds      []KindFound `json:"kinds"`       // in alphabetical order
	Points     int         `json:"points"`      // shown in all
	Unlisted   []int       `json:"unlisted"`    // places of points that show no two values of anything listed: false, or true and not listed
	DifferOn   []string    `json:"differ_on"`   // ids of conflicts that are found and said to differ
	// Faults that mislead a reader; none is wanted.
	DifferFaults []string `json:"differ_faults"` // ids of variations, silences and spellings that are said to differ
	Mixed        []string `json:"mixed"`         // ids of conflicts that are not found, and of which one value of a point (of a spelling or title aside, which do not tell what happened) has sentences of two
	IDs          []string `json:"ids"`           // found
	AskedIDs     []string `json:"asked_ids"`     // found when asked
}

// A KindFound is how many of the listed of one kind are found.
type KindFound struct {
	Kind   string `json:"kind"`
	Listed int    `json:"listed"`
	Found  int    `json:"found"`
}

// MeasurePoints measures the points of a coverage: all that a program has, and
// by listed matter those that it shows for its question.
func MeasurePoints(listed []Listed, all []ShownPoint, asked [][]ShownPoint) PointFigures {
	f := PointFigures{Listed: len(listed), Points: len(all), Unlisted: []int{}, DifferOn: []string{}, DifferFaults: []string{}, Mixed: []string{}, IDs: []string{}, AskedIDs: []string{}}
	for i, l := range listed {
		k := slices.IndexFunc(f.Kinds, func(k KindFound) bool { return k.Kind == l.Kind })
		if k < 0 {
			k = len(f.Kinds)
			f.Kinds = append(f.Kinds, KindFound{Kind: l.Kind})
		}
		f.Kinds[k].Listed++
		if slices.ContainsFunc(all, func(p ShownPoint) bool { return p.Holds(l) }) {
			f.Found++
			f.Kinds[k].Found++
			f.IDs = append(f.IDs, l.ID)
		}
		if slices.ContainsFunc(asked[i], func(p ShownPoint) bool { return p.Holds(l) }) {
			f.FoundAsked++
			f.AskedIDs = append(f.AskedIDs, l.ID)
		}
		if l.Strength == Conflict && !slices.Contains(f.IDs, l.ID) && slices.ContainsFunc(all, func(p ShownPoint) bool { return p.Kind != "spelling" && p.Kind != "title" && p.mixes(l) }) {
			f.Mixed = append(f.Mixed, l.ID)
		}
	}
	slices.SortFunc(f.Kinds, func(a, b KindFound) int { return strings.Compare(a.Kind, b.Kind) })
	for i, p := range all {
		f.judge(i, p, listed)
	}
	return f
}

// judge notes whether a point shows something listed, and whether it may say that
// its values differ: one of the matters that it shows must be a conflict.
func (f *PointFigures) judge(i int, p ShownPoint, listed []Listed) {
	var shows []Listed
	for _, l := range listed {
		if matched(p.candidates(l)) >= 2 {
			shows = append(shows, l)
		}
	}
	if len(shows) == 0 {
		f.Unlisted = append(f.Unlisted, i)
	}
	if !p.Differ {
		return
	}
	conflict := false
	for _, l := range shows {
		if l.Strength == Conflict {
			conflict = true
			if !slices.Contains(f.DifferOn, l.ID) {
				f.DifferOn = append(f.DifferOn, l.ID)
			}
		}
	}
	if conflict {
		return
	}
	for _, l := range shows {
		if !slices.Contains(f.DifferFaults, l.ID) {
			f.DifferFaults = append(f.DifferFaults, l.ID)
		}
	}
}

// Holds reports whether a point shows a listed matter in full: for every listed
// value it has a group of its own whose sentences include one of that value's,
// and no group mixes two values.
func (p ShownPoint) Holds(l Listed) bool {
	return matched(p.candidates(l)) == len(l.Values) && !p.mixes(l)
}

// mixes reports whether a group has sentences of two values and no value has
// all of them.
func (p ShownPoint) mixes(l Listed) bool {
	return slices.ContainsFunc(p.Groups, func(group []Shown) bool {
		var of []Shown // those of any value
		for _, s := range group {
			if slices.ContainsFunc(l.Values, func(v ListedValue) bool { return s.Counts(v.Evidence) }) {
				of = append(of, s)
			}
		}
		return len(of) > 0 && !slices.ContainsFunc(l.Values, func(v ListedValue) bool {
			return !slices.ContainsFunc(of, func(s Shown) bool { return !s.Counts(v.Evidence) })
		})
	})
}

// candidates returns for each listed value the groups with a sentence of it.
func (p ShownPoint) candidates(l Listed) [][]int {
	all := make([][]int, len(l.Values))
	for i, v := range l.Values {
		for g, group := range p.Groups {
			if slices.ContainsFunc(group, func(s Shown) bool { return s.Counts(v.Evidence) }) {
				all[i] = append(all[i], g)
			}
		}
	}
	return all
}

// matched returns for how many values a group of their own can be had: the size
// of a greatest matching, by augmenting paths.
func matched(candidates [][]int) int {
	owner := map[int]int{} // group → value
	var augment func(value int, tried map[int]bool) bool
	augment = func(value int, tried map[int]bool) bool {
		for _, g := range candidates[value] {
			if tried[g] {
				continue
			}
			tried[g] = true
			if o, taken := owner[g]; !taken || augment(o, tried) {
				owner[g] = value
				return true
			}
		}
		return false
	}
	n := 0
	for value := range candidates {
		if augment(value, map[int]bool{}) {
			n++
		}
	}
	return n
}

// AgreementFigures tell how well a program counts the articles that have a
// passage on a matter, against those listed.
type AgreementFigures struct {
	Listed    int     `json:"listed"`
	Precision float64 `json:"precision"` // of the articles counted: listed
	Recall    float64 `json:"recall"`    // of the listed articles: counted
	Abstained int     `json:"abstained"` // questions that were said not to be answered
}

// MeasureAgreements compares by listed matter the ids of the articles that were
// counted, none for an abstention.
func MeasureAgreements(listed []Listed, counted [][]string) AgreementFigures {
	f := AgreementFigures{Listed: len(listed)}
	var right, shown, wanted float64
	for i, l := range listed {
		ids := map[string]bool{}
		for _, v := range l.Values {
			for _, e := range v.Evidence {
				ids[e.Article] = true
			}
		}
		wanted += float64(len(ids))
		shown += float64(len(counted[i]))
		for _, id := range counted[i] {
			if ids[id] {
				right++
			}
		}
		if len(counted[i]) == 0 {
			f.Abstained++
		}
	}
	if shown > 0 {
		f.Precision = right / shown
	}
	if wanted > 0 {
		f.Recall = right / wanted
	}
	return f
}

// WritePoints writes the figures as text.
func WritePoints(w io.Writer, f PointFigures) error {
	var b strings.Builder
	fmt.Fprintf(&b, "points: %d shown; %d of %d listed found, %d of them when asked; %d unlisted\n", f.Points, f.Found, f.Listed, f.FoundAsked, len(f.Unlisted))
	for _, k := range f.Kinds {
		fmt.Fprintf(&b, "  %-8s %d of %d\n", k.Kind, k.Found, k.Listed)
	}
	fmt.Fprintf(&b, "  found: %s\n  found when asked: %s\n", list(f.IDs), list(f.AskedIDs))
	fmt.Fprintf(&b, "  said to differ: %s; by fault: %s; conflicts mixed: %s\n", list(f.DifferOn), list(f.DifferFaults), list(f.Mixed))
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteAgreements writes the figures as text.
func WriteAgreements(w io.Writer, f AgreementFigures) error {
	_, err := fmt.Fprintf(w, "articles with a passage on it, %d matters: precision %.3f, recall %.3f, %d abstentions\n",
		f.Listed, f.Precision, f.Recall, f.Abstained)
	return err
}

func list(ids []string) string {
	if len(ids) == 0 {
		return "none"
	}
	return strings.Join(ids, " ")
}
