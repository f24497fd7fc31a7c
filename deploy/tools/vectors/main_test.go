package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// long returns a vector that begins with the given numbers and goes on with 0.
func long(numbers ...float64) []float64 {
	return append(numbers, make([]float64, size-len(numbers))...)
}

// packed returns a file like the package's, with the words in this order.
func packed(t *testing.T, words ...string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(`{"precision":8,"words":["vectors","the"],"vectors":{`)
	for i, w := range words {
		list, err := json.Marshal(append(long(float64(i)), 3.5, 7)) // its length and rank stand behind
		if err != nil {
			t.Fatal(err)
		}
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%q:%s", w, list)
	}
	b.WriteString("}}")
	return b.String()
}

func TestRead(t *testing.T) {
	words, err := read(strings.NewReader(packed(t, "the", ",", "a", "cross-country", "dog", "cat")), 2)
	if err != nil {
		t.Fatal(err)
	}
	// Signs, single letters and what the analyzer parts are no words.
	if len(words) != 2 || words[0].text != "the" || words[1].text != "dog" || words[1].vector[0] != 4 || len(words[1].vector) != size {
		t.Errorf("got %v", words)
	}
	for _, bad := range []string{"", "{}", `{"vectors":{"dog":[1,2]}}`, `{"vectors":{"dog":7}}`} {
		if words, err := read(strings.NewReader(bad), 2); err == nil {
			t.Errorf("read(%q) = %v, want an error", bad, words)
		}
	}
}

func TestCenter(t *testing.T) {
	// The mean is (1, 1), the main direction the first axis: ±3 there, ±1 on the
	// second and ±0.5 on the third. Without both, only the lesser axes are left.
	words := []word{
		{"a", long(4, 2, 0.5)}, {"b", long(-2, 2, -0.5)},
		{"c", long(4, 0, -0.5)}, {"d", long(-2, 0, 0.5)},
	}
	center(words)
	// Lengths are √(1² + 0.5²) = 1.118: 1/1.118 = 0.894, 0.5/1.118 = 0.447.
	for i, want := range [][]float64{long(0, 0.894, 0.447), long(0, 0.894, -0.447), long(0, -0.894, -0.447), long(0, -0.894, 0.447)} {
		for j := range want {
			if math.Abs(words[i].vector[j]-want[j]) > 0.001 {
				t.Errorf("word %d: number %d is %.3f, want %.3f", i, j, words[i].vector[j], want[j])
			}
		}
	}
}

func TestStep(t *testing.T) {
	for _, tt := range []struct {
		v    float64
		want byte
	}{{-9, 0}, {-0.3, 0}, {-0.001, 7}, {0, 8}, {0.0376, 9}, {0.299, 15}, {9, 15}} { // steps of 0.6/16 = 0.0375
		if got := step(tt.v); got != tt.want {
			t.Errorf("step(%v) = %d, want %d", tt.v, got, tt.want)
		}
	}
}

func TestRun(t *testing.T) {
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.json"), filepath.Join(dir, "out.bin")
	if err := os.WriteFile(in, []byte(packed(t, "dogs", "the", "dog")), 0o644); err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	if err := run([]string{"-in", in, "-out", out}, &log); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	// Words in order: dog in full, dogs shares 3 letters, the shares none.
	head := "sbvc\x01" + "\x03\x00\x00\x00" + "\x64\x00\x00\x00" + "\x0d\x00\x00\x00" + "\x00\x00\x00" + "\x00\x03dog\x03\x01s\x00\x03the"
	if !strings.HasPrefix(string(got), head) || len(got) != len(head)+3*size/2 {
		t.Errorf("%d bytes, beginning %q, want %d, beginning %q", len(got), got[:min(len(got), len(head))], len(head)+3*size/2, head)
	}
}
