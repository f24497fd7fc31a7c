package eval

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// listedValue and group make sentences "1", "2" … of article "a" from digits.
func listedValue(digits string) ListedValue {
	v := ListedValue{Value: digits}
	for _, d := range digits {
		v.Evidence = append(v.Evidence, Judgment{"a", string(d) + "."})
	}
	return v
}

func group(digits string) []Shown {
	var g []Shown
	for _, d := range digits {
		g = append(g, Shown{Article: "a", Text: string(d) + "."})
	}
	return g
}

func listed(id, kind, strength, values string) Listed {
	l := Listed{ID: id, Question: "q", Kind: kind, Strength: strength}
	for v := range strings.FieldsSeq(values) {
		l.Values = append(l.Values, listedValue(v))
	}
	return l
}

func pointOf(kind string, differ bool, groups string) ShownPoint {
	p := ShownPoint{Kind: kind, Differ: differ}
	for g := range strings.FieldsSeq(groups) {
		p.Groups = append(p.Groups, group(g))
	}
	return p
}

func TestHolds(t *testing.T) {
	for _, tt := range []struct {
		name, values, groups string
		want                 bool
	}{
		{"each its group", "12 3", "1 3", true},
		{"another order, and a group besides", "12 3", "9 3 2", true},
		{"a value without a group", "12 3", "1 2", false},
		{"one group for two values", "12 3", "13", false},
		{"a group that mixes", "12 3", "12 3 13", false},
		{"a sentence of both values does not mix", "12 23", "12 23", true},
		{"groups must be found for all: 2 fits both", "2 12", "1 2", true}, // 2→group 2, 12→group 1
		{"two groups, three values", "1 12 2", "1 2", false},
	} {
		l := listed("x", "number", Variation, tt.values)
		if got := pointOf("number", false, tt.groups).Holds(l); got != tt.want {
			t.Errorf("%s: %s of %s: holds = %v, want %v", tt.name, tt.groups, tt.values, got, tt.want)
		}
	}
}

func TestMeasurePoints(t *testing.T) {
	l := []Listed{
		listed("c1", "number", Conflict, "1 2"),
		listed("c2", "date", Conflict, "3 4"),
		listed("v1", "title", Variation, "5 6"),
		listed("c3", "number", Conflict, "7 8"),
	}
	all := []ShownPoint{
		pointOf("number", true, "1 2"),   // c1 found, and differs
		pointOf("title", true, "5 6"),    // v1 found, and must not differ
		pointOf("number", false, "78 9"), // c3 mixed
		pointOf("date", false, "0 9"),    // nothing listed
		pointOf("spelling", false, "34"), // a spelling mixes nothing
	}
	asked := [][]ShownPoint{all[:1], nil, nil, nil}
	want := PointFigures{
		Listed: 4, Found: 2, FoundAsked: 1,
		Kinds:  []KindFound{{"date", 1, 0}, {"number", 2, 1}, {"title", 1, 1}},
		Points: 5, Unlisted: []int{2, 3, 4},
		DifferOn: []string{"c1"}, DifferFaults: []string{"v1"}, Mixed: []string{"c3"},
		IDs: []string{"c1", "v1"}, AskedIDs: []string{"c1"},
	}
	got := MeasurePoints(l, all, asked)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var b strings.Builder
	if err := WritePoints(&b, got); err != nil {
		t.Fatal(err)
	}
	text := `points: 5 shown; 2 of 4 listed found, 1 of them when asked; 3 unlisted
  date     0 of 1
  number   1 of 2
  title    1 of 1
  found: c1 v1
  found when asked: c1
  said to differ: c1; by fault: v1; conflicts mixed: c3
`
	if diff := cmp.Diff(text, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMeasureAgreements(t *testing.T) {
	l := []Listed{
		{ID: "a1", Question: "q", Values: []ListedValue{{Evidence: []Judgment{{"a", "1."}, {"a", "2."}, {"b", "3."}, {"c", "4."}}}}},
		{ID: "a2", Question: "q", Values: []ListedValue{{Evidence: []Judgment{{"a", "5."}}}}},
	}
	// 4 counted, of them a and b listed: 2/4; listed are a, b, c and a: 2/4.
	got := MeasureAgreements(l, [][]string{{"a", "b", "d", "e"}, nil})
	want := AgreementFigures{Listed: 2, Precision: .5, Recall: .5, Abstained: 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadListed(t *testing.T) {
	const value = `{"value":"v","evidence":[{"article":"a","sentence":"1."}]}`
	for _, tt := range []struct{ name, text, want string }{
		{"a disagreement, an empty line, an agreement", `{"id":"x","question":"q","values":[` + value + `,` + value + `],"strength":"conflict"}` + "\n\n" +
			`{"id":"y","question":"q","values":[` + value + `]}`, ""},
		{"nothing", "\n", "f: nothing is listed"},
		{"no object", "\n[]", "f:2: json: cannot unmarshal array into Go value of type eval.Listed"},
		{"no question", `{"values":[` + value + `]}`, "f:1: needs a question, and one value or several with a strength"},
		{"a strength of one value", `{"question":"q","strength":"conflict","values":[` + value + `]}`, "f:1: needs a question, and one value or several with a strength"},
		{"no evidence", `{"question":"q","values":[{"value":"v"}]}`, "f:1: a value without evidence"},
	} {
		_, err := ReadListed("f", strings.NewReader(tt.text))
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
