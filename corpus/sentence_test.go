package corpus

import (
	"os"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// textArticle returns an article with that body.
func textArticle(t testing.TB, body string) *Article {
	t.Helper()
	a, err := ParseArticle("text.md", []byte("---\nurl: https://example.com/story\npublisher: Example\n---\n\n"+body))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func texts(sentences []Sentence) []string {
	var all []string
	for _, s := range sentences {
		all = append(all, s.Excerpt().Text())
	}
	return all
}

// TestSentences has one body a case. A bar in the body marks where it must be
// cut; it is taken out before.
func TestSentences(t *testing.T) {
	for _, body := range []string{
		"One.| Two.",
		"One two\nthree. |Four",
		"No full stop\n\n|Next paragraph",
		"First.\n \t\n|Second.\n\n\n\n|Third.",
		// Quotation marks stay with their sentence, even behind a stray space.
		"to protect its “security and stability. ” |Then he left.",
		"They act “responsibly”. |He left.",
		"It was an “alliance.” |He left.",
		"It is over.”|He left.", // the space is missing by a slip
		`He said "no." |She said "yes." |They left.`,
		"“Why?” he asked. |“Why not?” Putin asked. |“Now!” |Nobody moved.",
		"“We won!” – Putin wrote. |It was late.",
		"Er sagte: „Nein.“ |Dann ging er.",
		"Il a dit : « Non. » |Puis il est parti.",
		// A short quotation is kept whole, a long one is cut.
		"“I saw it. I heard it,” he said. |He left.",
		"He said: “" + strings.Repeat("word ", 40) + "end. |Then another one.” |He left.",
		// Abbreviations.
		"Mr. Kim met Lt. Gen. Lee at St. Petersburg. |Dr. No came.",
		"The U.N. Security Council met. |He left the U.S. |The rest stayed.",
		"At 5 p.m. Moscow time it ended. |At 6 p.m. |They left.",
		"Resolution No. 2397 passed. |He said no. |She agreed.",
		"On Jan. 5 it snowed. |It was a cold Jan. |Nobody cared.",
		"George W. Bush spoke. |J. K. Rowe wrote. |It was Plan B. |They left.",
		"He works at Apple Inc. |The firm is big.",
		"1. The list begins. |2. It goes on.",
		"then-Gen. Park resigned.",
		`told her. |"It was late," she said. |"It rained."`, // the first quotation began elsewhere
		`It goes on," he said. |"I know. We all do," she said.`,
		// Ellipses.
		"He left. |... And then he came. |More. ***",
		"He paused… |Then he left.",
		"He paused... and left.",
		"We want … Peace above all.",
		"It is over ... |The end.",
		// Marks and numbers.
		"It cost 3.5 million. |In 2018 it cost 2.",
		"See arynews.tv for more. |It is free.",
		"What?! |Never.",
		"(He left at noon.) |She stayed.",
		"Apple sells iPhones. |iPhone sales rose.",
		"*** | ### [link](x) **bold**. |_Next_ one.",
		// Other scripts.
		"彼は言った。|それは終わった。|終わり",
		"क्या हुआ। |वह गया।",
	} {
		want := strings.Split(body, "|")
		if strings.HasPrefix(body, "***") { // nothing there ends a sentence but the full stop
			want = []string{"***  ### [link](x) **bold**. ", "_Next_ one."}
		}
		for i := range want {
			want[i] = strings.TrimSpace(want[i])
		}
		got := texts(textArticle(t, strings.Join(strings.Split(body, "|"), "")).Sentences())
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", body, diff)
		}
	}
}

// TestHeldOut holds the splitter against a table that was written before it. At
// the first run 63 of its 65 sentences came out right; the two were on either
// side of a sentence that begins with "iPhone", which has a rule since.
func TestHeldOut(t *testing.T) {
	data, err := os.ReadFile("testdata/heldout.txt")
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, paragraph := range strings.Split(string(data), "\n\n")[1:] {
		want := strings.Split(strings.TrimSpace(paragraph), "\n")
		total += len(want)
		got := texts(textArticle(t, strings.Join(want, " ")).Sentences())
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	if total != 65 {
		t.Errorf("the table has %d sentences, want 65", total)
	}
}

// newsText draws bodies with many of the borders that are hard.
func newsText() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		piece := rapid.SampledFrom([]string{"Kim", "he", "Mr", "U.S", "No", "5", "é", "終", "said", "The", "p.m",
			".", "!", "?", "…", "...", "。", "“", "”", "\"", "’", "(", ")", ",", "–", " ", " ", " ", "\u00a0", "\n", "\n\n", "\u2028", "\u200b"})
		return strings.Join(rapid.SliceOfN(piece, 1, 60).Draw(t, "pieces"), "")
	})
}

// checkCut checks the laws that hold of every body.
func checkCut(t rapidOrTest, a *Article) {
	at, paragraph := 0, 0
	for i, s := range a.Sentences() {
		start, end := s.Span()
		if start != at || end <= start {
			t.Fatalf("sentence %d is [%d,%d), the one before ends at %d", i, start, end, at)
		}
		at = end
		text := s.Excerpt().Text()
		if text == "" || strings.TrimSpace(text) != text {
			t.Fatalf("sentence %d is empty or padded: %q", i, text)
		}
		if !strings.HasPrefix(a.Body()[start:end], text) || strings.TrimSpace(a.Body()[start:end]) != text {
			t.Fatalf("sentence %d is %q of %q", i, text, a.Body()[start:end])
		}
		if _, err := a.Excerpt(s.Excerpt().Span()); err != nil {
			t.Fatal(err)
		}
		if s.Index() != i || s.Paragraph() < paragraph || s.Paragraph() > paragraph+1 {
			t.Fatalf("sentence %d says %d, paragraph %d after %d", i, s.Index(), s.Paragraph(), paragraph)
		}
		paragraph = s.Paragraph()
		for i, line := range strings.Split(text, "\n") {
			if i > 0 && strings.TrimSpace(line) == "" {
				t.Fatalf("sentence crosses paragraphs: %q", text)
			}
		}
	}
	if at != len(a.Body()) {
		t.Fatalf("sentences end at %d of %d", at, len(a.Body()))
	}
	checkPassages(t, a)
}

// rapidOrTest is a *testing.T or a *rapid.T.
type rapidOrTest interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func TestCutLaws(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		body := newsText().Draw(rt, "body") + "x"
		a := textArticle(t, body)
		checkCut(rt, a)

		more := textArticle(t, a.Body()+"\n\n"+newsText().Draw(rt, "appended")+"x")
		checkCut(rt, more)
		before := texts(a.Sentences())
		if diff := cmp.Diff(before, texts(more.Sentences())[:len(before)]); diff != "" {
			rt.Fatalf("an appended paragraph changes the cut (-before +after):\n%s", diff)
		}
	})
}

func FuzzSentences(f *testing.F) {
	for _, seed := range []string{"One. Two.", "“Why?” he asked.\n\nMr. Kim… ", "a. \" b", "\"a.\n\n\"B", "彼。彼"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		a, err := ParseArticle("text.md", []byte("---\nurl: https://example.com/\npublisher: P\n---\n"+body))
		if err != nil {
			return
		}
		if strings.ContainsFunc(a.Body(), func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) {
			t.Fatalf("a control character got in: %q", a.Body())
		}
		checkCut(t, a)
	})
}
