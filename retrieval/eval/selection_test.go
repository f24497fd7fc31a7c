package eval

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Ranks by score: a b c (b and c equal, so in the order of the file). Right are
// a and c: AP = (1/1 + 2/3)/2 = 5/6, RR 1. In the second, the only right one is
// second: 1/2, 1/2. The third has no right one and does not count.
// MAP = (5/6 + 1/2)/2 = 2/3, MRR = 3/4.
func TestMeasureSelection(t *testing.T) {
	choices := []Choice{
		{Candidates: []Candidate{{"b", 0}, {"c", 1}, {"a", 1}}},
		{Candidates: []Candidate{{"x", 1}, {"y", 0}}},
		{Candidates: []Candidate{{"z", 0}}},
	}
	got := MeasureSelection(choices, [][]float64{{.5, .5, 2}, {-1, 0}, {7}})
	if got.Questions != 2 || math.Abs(got.MAP-2./3) > 1e-12 || got.MRR != .75 {
		t.Errorf("MeasureSelection = %+v, want 2 questions, MAP 2/3, MRR 3/4", got)
	}
	if got := MeasureSelection(choices[2:], [][]float64{{7}}); got != (Selection{}) {
		t.Errorf("without a right candidate: %+v, want zeros", got)
	}
}

func TestReadChoices(t *testing.T) {
	name := filepath.Join(t.TempDir(), "c.jsonl")
	for _, tt := range []struct{ text, want string }{
		{`{"_id":"1","question":"q","candidates":[{"text":"a","label":1}]}` + "\n\n", ""},
		{"", "no questions"},
		{"{", ":1: "},
		{`{"question":"q","candidates":[{"text":"a","label":0}]}` + "\n" + `{"question":"q"}`, ":2: a line needs a question and candidates"},
	} {
		if err := os.WriteFile(name, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		choices, err := ReadChoices(name)
		if tt.want == "" {
			if err != nil || len(choices) != 1 || choices[0].Texts()[0] != "a" {
				t.Errorf("%q: %v, error %v", tt.text, choices, err)
			}
		} else if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: error %v, want %q", tt.text, err, tt.want)
		}
	}
	if _, err := ReadChoices(name + ".gone"); err == nil {
		t.Error("a file that is not there: no error")
	}
}
