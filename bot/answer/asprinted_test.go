package answer

import (
	"slices"
	"strings"
	"testing"

	"summitbot/corpus"
)

// TestAsPrinted: of the summit coverage, the sentences with Auras and Urus are
// marked, since three articles or more print Aurus, and no others.
func TestAsPrinted(t *testing.T) {
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	var marked int
	for e := range newService(t, c, Config{}).odd {
		marked++
		if words := strings.FieldsFunc(e.Text(), func(r rune) bool { return !('a' <= r|0x20 && r|0x20 <= 'z') }); !slices.Contains(words, "Auras") && !slices.Contains(words, "Urus") {
			t.Errorf("marked: %q", e.Text())
		}
	}
	var want int
	for _, a := range c.Articles() {
		for _, s := range a.Sentences() {
			if text := s.Excerpt().Text(); strings.Contains(text, "Auras") || strings.Contains(text, "Urus") {
				want++
			}
		}
	}
	if marked != want || want == 0 {
		t.Errorf("%d sentences are marked, want %d", marked, want)
	}
}
