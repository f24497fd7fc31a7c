package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadSpans(t *testing.T) {
	name := filepath.Join(t.TempDir(), "spans.jsonl")
	for _, tt := range []struct{ text, want string }{
		{`{"query":"q","doc":"p1","answers":[[3,"is"],[9,"the"]]}` + "\n", ""},
		{"\n{", ":2: "},
		{`{"query":"q","doc":"p1","answers":[]}`, ":1: there is no answer"},
		{`{"query":"q","doc":"p1","answers":[["is",3]]}`, ":1: an answer needs its character"},
		{`{"query":"q","doc":"p1","answers":[[-1,"is"]]}`, ":1: an answer needs its character"},
	} {
		if err := os.WriteFile(name, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		spans, err := ReadSpans(name)
		if tt.want == "" {
			if err != nil || len(spans) != 1 || spans["q"] != (Span{"p1", 3}) {
				t.Errorf("%q: %v, error %v", tt.text, spans, err)
			}
		} else if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: error %v, want %q", tt.text, err, tt.want)
		}
	}
	if got := (Span{"p1", 3}).In("Öl is milled."); got != 4 { // Ö is two bytes
		t.Errorf("character 3 is byte %d, want 4", got)
	}
	if got := (Span{"p1", 9}).In("Öl"); got != 3 {
		t.Errorf("behind the end: %d, want 3", got)
	}
}
