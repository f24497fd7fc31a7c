package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTimelineJSON holds the output to the contract that tools rely on.
func TestTimelineJSON(t *testing.T) {
	code, out, errs := summitbot(t, t.Context(), nil, "", "timeline", "--json")
	if code != exitFine || errs != "" {
		t.Fatalf("exit code %d, %s", code, errs)
	}
	var got struct{ Entries []json.RawMessage }
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"entries unknown", "corpus object"}, generic(keysOf(t, json.RawMessage(out)))); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	if len(got.Entries) < 10 {
		t.Fatalf("%d dates", len(got.Entries))
	}
	for i, want := range []string{"iso text", "iso null"} {
		keys := []string{"article text", "text text", "start number", "end number", want, "sentence object"}
		if diff := cmp.Diff(keys, keysOf(t, got.Entries[i])); diff != "" {
			t.Errorf("entry %d (-want +got):\n%s", i, diff)
		}
	}
	for _, raw := range got.Entries {
		var e struct {
			spanJSON
			Sentence spanJSON
		}
		if err := json.Unmarshal(raw, &e); err != nil {
			t.Fatal(err)
		}
		_, body, _ := summitbot(t, t.Context(), nil, "", "corpus", "show", e.Article, "--body")
		if body[e.Start:e.End] != e.Text || body[e.Sentence.Start:e.Sentence.End] != e.Sentence.Text || e.Start < e.Sentence.Start || e.End > e.Sentence.End {
			t.Errorf("%q is not bytes %d to %d of %s", e.Text, e.Start, e.End, e.Article)
		}
	}
}

// generic hides what an array holds.
func generic(keys []string) []string {
	for i, k := range keys {
		if name, _, ok := strings.Cut(k, " ["); ok {
			keys[i] = name + " unknown"
		}
	}
	return keys
}

func TestTimelineText(t *testing.T) {
	for _, tt := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"mutual", "defence"}, exitFine, "Wednesday, 19 June 2024\n\n▌ In a major development, Putin signed a deal with Kim Jong Un on June 19"},
		{[]string{"dogs"}, exitFine, "As printed; the articles do not say which day:\n\n▌ Footage from KCNA"},
		{[]string{"bitcoin"}, exitFine, "No article prints a date on this.\n\ncorpus summit, version 1\n"},
		{[]string{"source:bbc"}, exitUsage, ""},
		{[]string{"--corpus", "none"}, exitUsage, ""},
	} {
		code, out, errs := summitbot(t, t.Context(), nil, "", append([]string{"timeline"}, tt.args...)...)
		if code != tt.code || !strings.HasPrefix(out, tt.want) || code != exitFine && errs == "" {
			t.Errorf("%v: exit code %d, want %d\n%s%s", tt.args, code, tt.code, out, errs)
		}
	}
}
