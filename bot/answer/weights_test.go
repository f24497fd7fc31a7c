package answer

import (
	"fmt"
	"strings"
	"testing"
)

func TestParseWeights(t *testing.T) {
	var lines []string
	for _, name := range FeatureNames() {
		lines = append(lines, name+" 0.5  # what it is")
	}
	good := strings.Join(lines, "\n")
	w, err := parseWeights("w.txt", "# head\n\n"+good)
	if err != nil || w[fBM25] != .5 || w[fApposed] != .5 {
		t.Fatalf("weights %v, error %v", w, err)
	}
	if _, err := parseWeights("weights.txt", weightsText); err != nil {
		t.Errorf("what is shipped: %v", err)
	}
	last := fmt.Sprintf(":%d: ", len(lines)+1)
	for text, want := range map[string]string{
		good + "\nbm52 1":                           last + `there is no feature "bm52"`,
		good + "\nbm25 1":                           last + `"bm25" is given twice`,
		good + "\nbm25":                             last + `"bm25" is not a name and a weight`,
		strings.Join(lines[1:], "\n"):               `w.txt: "bm25" has no weight`,
		strings.Replace(good, "0.5", "much", 1):     `:1: "much" of "bm25" is not a number`,
		strings.Replace(good, "0.5", "NaN", 1):      `:1: "NaN" of "bm25" is not a number`,
		strings.Replace(good, "0.5", "-Inf", 1):     `:1: "-Inf" of "bm25" is not a number`,
		strings.Replace(good, "0.5  #", "0.5 1", 1): `:1: "bm25 0.5 1 what it is" is not a name and a weight`,
	} {
		if _, err := parseWeights("w.txt", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// 2 × 3 - 1 × 0.5 = 5.5.
func TestScore(t *testing.T) {
	w := weights{fBM25: 2, fLength: -1}
	v := vector{fBM25: 3, fLength: .5, fCue: 7}
	if got := w.score(&v); got != 5.5 {
		t.Errorf("score %v, want 5.5", got)
	}
}
