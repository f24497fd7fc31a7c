package corpus

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPassages(t *testing.T) {
	words := func(n int) string { return strings.TrimSpace(strings.Repeat("word ", n)) }
	for _, test := range []struct {
		name string
		body string
		want []string // number of words of each passage's paragraphs
	}{
		{"one short paragraph", words(3), []string{"3"}},
		{"short ones are joined until 40", words(20) + "\n\n" + words(19) + "\n\n" + words(1) + "\n\n" + words(5),
			[]string{"20 19 1", "5"}},
		{"40 is enough", words(40) + "\n\n" + words(40), []string{"40", "40"}},
		{"a long paragraph stays whole", words(30) + ". " + strings.Repeat("The end. ", 20) + "\n\n" + words(2), []string{"70", "2"}},
		{"ideographs count one each", strings.Repeat("終", 39) + "\n\n" + "終\n\n終", []string{"39 1", "1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, p := range textArticle(t, test.body).Passages() {
				var counts []string
				for paragraph := range strings.SplitSeq(p.Excerpt().Text(), "\n\n") {
					counts = append(counts, strconv.Itoa(countWords(paragraph)))
				}
				got = append(got, strings.Join(counts, " "))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// checkPassages checks that the passages hold every sentence once, in order, and
// only whole paragraphs, and that only the last is short.
func checkPassages(t rapidOrTest, a *Article) {
	t.Helper()
	next := 0
	for i, p := range a.Passages() {
		if want := a.ID() + "#" + strconv.Itoa(i); p.ID() != want || p.Article() != a {
			t.Fatalf("passage %d is called %s, want %s", i, p.ID(), want)
		}
		sentences := p.Sentences()
		if len(sentences) == 0 || sentences[0].Index() != next {
			t.Fatalf("passage %s does not begin with sentence %d", p.ID(), next)
		}
		if next > 0 && sentences[0].Paragraph() == a.Sentences()[next-1].Paragraph() {
			t.Fatalf("passage %s begins inside a paragraph", p.ID())
		}
		next += len(sentences)
		first, _ := sentences[0].Excerpt().Span()
		_, last := sentences[len(sentences)-1].Excerpt().Span()
		if start, end := p.Excerpt().Span(); start != first || end != last {
			t.Fatalf("passage %s is [%d,%d), its sentences are [%d,%d)", p.ID(), start, end, first, last)
		}
		if i+1 < len(a.Passages()) && countWords(p.Excerpt().Text()) < passageWords {
			t.Fatalf("passage %s is short and not the last", p.ID())
		}
	}
	if next != len(a.Sentences()) {
		t.Fatalf("passages hold %d of %d sentences", next, len(a.Sentences()))
	}
}
