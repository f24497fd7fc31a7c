package eval

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Two answerable questions and two that are not; the body is "One two. Three four."
func example() ([]Judged, []Reply) {
	const body = "One two. Three\u00a0four."
	gold := func(s string) []Judgment { return []Judgment{{"a", s}} }
	qs := []Judged{
		{ID: "1", Question: "q", Style: "typo", Answerable: true, Gold: gold("Three four.")},
		{ID: "2", Question: "q", Style: "long", Answerable: true, Gold: gold("One two.")},
		{ID: "3", Question: "q", Style: "long", Note: "near miss: x"},
		{ID: "4", Question: "q", Style: "typo", Note: "off-topic: y"},
	}
	return qs, []Reply{
		{Shown: []Shown{{"a", body, "One two."}, {"a", body, "Three\u00a0four."}}}, // right at rank 2
		{Abstained: true},                       // wrongly
		{Abstained: true, Miss: "apart"},        // rightly
		{Shown: []Shown{{"b", body, "One 2."}}}, // should have abstained, and is not verbatim
	}
}

func TestMeasure(t *testing.T) {
	got := Measure(example())
	want := []Group{
		// MRR (1/2 + 0)/2; one of two abstentions right, one of two unanswerable
		// refused: P = R = F1 = 1/2; lengths 8, 11, 6; two of three verbatim.
		{"all", Figures{Questions: 4, Answerable: 2, MRR5: .25, Recall3: .5, Precision: .5, Recall: .5, F1: .5,
			WrongAbstentions: .5, Excerpts: 3, Verbatim: 2. / 3, MeanLength: 25. / 3}, map[string]int{"apart": 1}},
		{"style long", Figures{Questions: 2, Answerable: 1, Precision: .5, Recall: 1, F1: 2. / 3, WrongAbstentions: 1}, map[string]int{"apart": 1}},
		{"style typo", Figures{Questions: 2, Answerable: 1, MRR5: .5, Recall3: 1, Excerpts: 3, Verbatim: 2. / 3, MeanLength: 25. / 3}, nil},
		{"unanswerable: near miss", Figures{Questions: 1, Precision: 1, Recall: 1, F1: 1}, map[string]int{"apart": 1}},
		{"unanswerable: off-topic", Figures{Questions: 1, Excerpts: 1, MeanLength: 6}, nil},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
}

// Of two unanswerable questions one is refused; its form has a column or is "other".
func TestWriteMisses(t *testing.T) {
	for _, tt := range []struct{ forms, want string }{
		{"nowhere apart", `
| unanswerable  |   number | answered |  nowhere |    apart |    other |
| ---           |     ---: |     ---: |     ---: |     ---: |     ---: |
| all           |        2 |        1 |        0 |        1 |        0 |
| near miss     |        1 |        0 |        0 |        1 |        0 |
| off-topic     |        1 |        1 |        0 |        0 |        0 |
`},
		{"nowhere", `
| unanswerable  |   number | answered |  nowhere |    other |
| ---           |     ---: |     ---: |     ---: |     ---: |
| all           |        2 |        1 |        0 |        1 |
| near miss     |        1 |        0 |        0 |        1 |
| off-topic     |        1 |        1 |        0 |        0 |
`},
	} {
		var got strings.Builder
		if err := WriteMisses(&got, Measure(example()), strings.Fields(tt.forms)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.TrimPrefix(tt.want, "\n"), got.String()); diff != "" {
			t.Errorf("forms %s (-want +got):\n%s", tt.forms, diff)
		}
	}
}

func TestShownCounts(t *testing.T) {
	gold := []Judgment{{"a", "Two three."}}
	for _, tt := range []struct {
		name  string
		shown Shown
		want  bool
	}{
		{"the sentence", Shown{Article: "a", Text: "Two three."}, true},
		{"more around it", Shown{Article: "a", Text: "One. Two\n three. Four."}, true},
		{"other article", Shown{Article: "b", Text: "Two three."}, false},
		{"part of it", Shown{Article: "a", Text: "Two"}, false},
		{"a page", Shown{Article: "a", Text: "Two three." + strings.Repeat("x", 700)}, false},
	} {
		if got := tt.shown.Counts(gold); got != tt.want {
			t.Errorf("%s: counts = %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestReadQuestions(t *testing.T) {
	const good = `{"question":"q","answerable":true,"gold":[{"article":"a","sentence":"s"}]}`
	for _, tt := range []struct{ name, in, wantErr string }{
		{"good", good + "\n\n" + good, ""},
		{"empty", "\n", "f.jsonl: no questions"},
		{"not JSON", good + "\n{", "f.jsonl:2: unexpected end of JSON input"},
		{"no gold", `{"question":"q","answerable":true}`, "f.jsonl:1: a question needs a text, and gold sentences exactly if it is answerable"},
	} {
		qs, err := ReadQuestions("f.jsonl", strings.NewReader(tt.in))
		if tt.wantErr == "" && (err != nil || len(qs) != 2) || tt.wantErr != "" && (err == nil || err.Error() != tt.wantErr) {
			t.Errorf("%s: %d questions, error %v, want error %q", tt.name, len(qs), err, tt.wantErr)
		}
	}
}
