package bot

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestQuestionLine: whoever asks and whatever is asked, the question comes back.
func TestQuestionLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hostile := rapid.StringOf(rapid.OneOf(rapid.SampledFrom([]rune(`\*_~|<>[]()@#: :\-.1`)), rapid.Rune()))
		name := hostile.Draw(t, "name")
		question := strings.Join(strings.Fields(visible(hostile.Draw(t, "question"))), " ")
		l := language(rapid.IntRange(0, int(languages)-1).Draw(t, "language"))
		line := questionLine(l, corePhrases.asked, name, question)
		if got := questionIn(line); got != question {
			t.Fatalf("line %q reads %q, want %q", line, got, question)
		}
		if shown := reads(asker(name)); shown != strings.TrimSpace(visible(truncate(name, maxAsker))) {
			t.Fatalf("name %q shows as %q", name, shown)
		}
		if strings.Contains(line, "\n") {
			t.Fatalf("%q is more than a line", line)
		}
	})
}
