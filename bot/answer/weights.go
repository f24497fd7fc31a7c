package answer

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Weights say how much each feature counts for a sentence.
type weights vector

// score returns Σ weight × feature.
func (w *weights) score(v *vector) (sum float64) {
	for i := range v {
		sum += w[i] * v[i]
	}
	return sum
}

//go:embed weights.txt
var weightsText string

// shipped returns the weights of weights.txt. It panics if they are damaged:
// then the program was not built from what was tested.
var shipped = sync.OnceValue(func() *weights {
	w, err := parseWeights("weights.txt", weightsText)
	if err != nil {
		panic(err)
	}
	return w
})

// parseWeights reads a line for each feature: its name, its weight, and behind
// "#" what nobody reads. Empty lines and lines that begin with "#" say nothing. A name
// that is missing, unknown or given twice is an error, and so is a weight that
// is not a number; all faults are reported, with their lines.
func parseWeights(file, text string) (*weights, error) {
	var w weights
	var seen [features]bool
	var faults []error
	names := FeatureNames()
	number := 0
	for line := range strings.Lines(text) {
		number++
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		fault := func(format string, args ...any) {
			faults = append(faults, fmt.Errorf("%s:%d: %s", file, number, fmt.Sprintf(format, args...)))
		}
		i := slices.Index(names, fields[0])
		switch {
		case len(fields) != 2:
			fault("%q is not a name and a weight", strings.TrimSpace(line))
			continue
		case i < 0:
			fault("there is no feature %q", fields[0])
			continue
		case seen[i]:
			fault("%q is given twice", fields[0])
		}
		seen[i] = true
		x, err := strconv.ParseFloat(fields[1], 64)
		if err != nil || x != x || x-x != 0 {
			fault("%q of %q is not a number", fields[1], fields[0])
		}
		w[i] = x
	}
	for i, ok := range seen {
		if !ok {
			faults = append(faults, fmt.Errorf("%s: %q has no weight", file, names[i]))
		}
	}
	return &w, errors.Join(faults...)
}
