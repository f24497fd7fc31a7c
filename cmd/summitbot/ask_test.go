package main

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"summitbot/bot/answer"
)

// shapeOf writes the keys of a JSON value with the kinds of what they hold, so
// that a test can compare it with the contract.
func shapeOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return "text"
	case float64:
		return "number"
	case bool:
		return "bool"
	case []any:
		if len(v) == 0 {
			return "[]"
		}
		return "[" + shapeOf(v[0]) + "…]"
	}
	return "unknown"
}

// keysOf returns the keys of a JSON object in order, with the shape of each.
func keysOf(t *testing.T, object json.RawMessage) []string {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(string(object)))
	if _, err := dec.Token(); err != nil { // the opening brace
		t.Fatal(err)
	}
	var keys []string
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := dec.Decode(&v); err != nil {
			t.Fatal(err)
		}
		shape := "object"
		if _, ok := v.(map[string]any); !ok {
			shape = shapeOf(v)
		}
		keys = append(keys, key.(string)+" "+shape)
	}
	return keys
}

// TestAskJSON holds the output to the contract that tools rely on: all keys,
// no null array, and texts that are the bytes they say they are.
func TestAskJSON(t *testing.T) {
	code, out, errs := summitbot(t, t.Context(), nil, "", "ask", "--json", "which car did Putin drive?")
	if code != exitFine || errs != "" {
		t.Fatalf("exit code %d, %s", code, errs)
	}
	var a struct {
		Quotes []json.RawMessage `json:"quotes"`
		Points []json.RawMessage `json:"points"`
	}
	if err := json.Unmarshal([]byte(out), &a); err != nil {
		t.Fatal(err)
	}
	if len(a.Quotes) == 0 {
		t.Fatal("no quotes")
	}
	for i, key := range keysOf(t, json.RawMessage(out)) {
		want := []string{"question text", "verdict text", "quotes ", "nearest []", "readings []", "points [",
			"nothing_in [", "corpus object", "micros number"}[i]
		if !strings.HasPrefix(key, want) {
			t.Errorf("key %d is %q, want %q", i, key, want)
		}
	}
	for _, raw := range a.Quotes {
		checkQuote(t, raw)
	}
	if len(a.Points) == 0 {
		t.Error("no points")
	}
	for _, p := range a.Points {
		checkPoint(t, p)
	}
}

// checkQuote checks one quote of "ask --json" against "corpus show --body".
func checkQuote(t *testing.T, raw json.RawMessage) {
	t.Helper()
	var q quoteJSON
	if err := json.Unmarshal(raw, &q); err != nil {
		t.Fatal(err)
	}
	_, body, _ := summitbot(t, t.Context(), nil, "", "corpus", "show", q.Article, "--body")
	if q.Start < 0 || q.End > len(body) || q.Start >= q.End || body[q.Start:q.End] != q.Text {
		t.Errorf("%s has not these words at [%d,%d): %q", q.Article, q.Start, q.End, q.Text)
	}
	want := []string{"article text", "text text", "start number", "end number", "publisher text",
		"title text", "date text", "date_kind text", "link text", "speaker null", "as_printed bool"}
	if q.Title == nil {
		want[5] = "title null"
	}
	if q.Date == nil {
		want[6], want[7] = "date null", "date_kind null"
	}
	if q.Speaker != nil {
		want[9] = "speaker object"
	}
	if diff := cmp.Diff(want, keysOf(t, raw)); diff != "" {
		t.Errorf("keys of a quote (-want +got):\n%s", diff)
	}
}

// checkPoint checks one point of "ask --json": its keys, and that each value is
// the first span of its evidence and each span the bytes it says.
func checkPoint(t *testing.T, raw json.RawMessage) {
	t.Helper()
	if diff := cmp.Diff([]string{"kind text", "differ bool", "values [unknown…]"}, keysOf(t, raw)); diff != "" {
		t.Errorf("keys of a point (-want +got):\n%s", diff)
	}
	var p pointJSON
	if err := json.Unmarshal(raw, &p); err != nil {
		t.Fatal(err)
	}
	for _, v := range p.Values {
		if len(v.Evidence) < 2 || v.Evidence[0].Text != v.Value || len(v.Sources) == 0 {
			t.Errorf("%s: value %q of %q with %d spans", p.Kind, v.Value, v.Sources, len(v.Evidence))
		}
		for _, e := range v.Evidence {
			_, body, _ := summitbot(t, t.Context(), nil, "", "corpus", "show", e.Article, "--body")
			if e.Start < 0 || e.End > len(body) || e.Start >= e.End || body[e.Start:e.End] != e.Text {
				t.Errorf("%s has not these words at [%d,%d): %q", e.Article, e.Start, e.End, e.Text)
			}
		}
	}
}

// TestAskInTurn asks the second question only when the first is answered, as a
// program at the other end of two pipes does.
func TestAskInTurn(t *testing.T) {
	questions, ask := io.Pipe()
	answers, print := io.Pipe()
	ended := make(chan int)
	go func() { // ends when ask is closed
		code := run(t.Context(), []string{"ask", "-"}, nil, questions, print, t.Output())
		print.Close()
		ended <- code
	}()
	lines := bufio.NewScanner(answers)
	for _, q := range []string{"which car did Putin drive?", "who paid for the zeppelin?"} {
		if _, err := io.WriteString(ask, q+"\n"); err != nil {
			t.Fatal(err)
		}
		if !lines.Scan() {
			t.Fatalf("no answer to %q: %v", q, lines.Err())
		}
		var a answerJSON
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil || a.Question != q {
			t.Errorf("answer to %q is to %q (%v)", q, a.Question, err)
		}
	}
	ask.Close()
	if lines.Scan() {
		t.Errorf("another line: %q", lines.Text())
	}
	if code := <-ended; code != exitFine {
		t.Errorf("exit code %d", code)
	}
}

func TestExitCodes(t *testing.T) {
	for _, tc := range []struct {
		args string
		env  string
		want int
	}{
		{"version", "", exitFine},
		{"ask car", "", exitFine},
		{"", "", exitFine},
		{"asq", "", exitUsage},
		{"ask", "", exitUsage},
		{"ask --source bbc car", "", exitUsage},
		{"ask --since soon car", "", exitUsage},
		{"ask source:bbc", "", exitUsage},
		{"ask --limit many car", "", exitUsage},
		{"compare car", "", exitFine},
		{"compare", "", exitUsage},
		{"corpus show nothing", "", exitUsage},
		{"corpus shwo", "", exitUsage},
		{"eval --questions /nowhere", "", exitFailed},
		{"config", "SUMMITBOT_CACHE=disk", exitConfig},
		{"run", "", exitConfig},
		{"run", "SUMMITBOT_CASHE=redis", exitConfig},
		{"run --secret short", "", exitConfig},
	} {
		code, _, errs := summitbot(t, t.Context(), []string{tc.env}, "", strings.Fields(tc.args)...)
		if code != tc.want {
			t.Errorf("%s summitbot %s: exit code %d, want %d\n%s", tc.env, tc.args, code, tc.want, errs)
		}
		if (code == exitFine) != (errs == "") {
			t.Errorf("%s summitbot %s: exit code %d with %q on standard error", tc.env, tc.args, code, errs)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, tc := range []struct {
		width int
		text  string
		want  string // lines with | between
	}{
		{0, "a long line in a pipe stays as it is", "a long line in a pipe stays as it is"},
		{12, "0123456789", "0123456789"},           // 10 columns beside the bar
		{12, "01234 6789 b", "01234 6789|b"},       // the second space is the 11th column
		{12, "0123456789abc d", "0123456789abc|d"}, // no space fits: at the first one
		{12, "“ürün” ölçü üç", "“ürün”|ölçü üç"},   // characters count, not bytes
		{12, "one\ntwo", "one|two"},
	} {
		var lines []string
		for _, l := range (&page{width: tc.width}).wrap(tc.text) {
			if tc.text[l.at:l.at+len(l.text)] != l.text {
				t.Errorf("width %d: %q is not at byte %d of %q", tc.width, l.text, l.at, tc.text)
			}
			lines = append(lines, l.text)
		}
		if got := strings.Join(lines, "|"); got != tc.want {
			t.Errorf("width %d: %q is wrapped as %q, want %q", tc.width, tc.text, got, tc.want)
		}
	}
}

func TestEmbolden(t *testing.T) {
	p := &page{width: 12, colour: true}
	text := "Putin drove Kim away"                                  // wrapped after "Putin" and "drove Kim"
	marks := []answer.Mark{{Start: 0, End: 5}, {Start: 6, End: 15}} // Putin, drove Kim
	var got []string
	for _, l := range p.wrap(text) {
		got = append(got, p.embolden(l, marks))
	}
	want := []string{bold + "Putin" + reset, bold + "drove Kim" + reset, "away"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := (&page{}).embolden(line{text: text}, marks); got != text {
		t.Errorf("without colours: %q", got)
	}
}
