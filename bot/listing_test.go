package bot

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"summitbot/corpus"
)

// Forward, pages hold every part once and in order; backward, they end where the
// page before began; and each can be sent.
func TestListingPages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lengths := rapid.SliceOfN(rapid.IntRange(1, 1900), 1, 40).Draw(t, "lengths")
		l := listing{
			line: "-# ann asked", foot: "-# foot", n: len(lengths),
			head: func(first int) string { return fmt.Sprint("from ", first) },
			part: func(i, tight int) string { return strings.Repeat("ж", max(1, lengths[i]/(tight+1))) },
		}
		var firsts []int
		for at := 0; at < l.n; {
			p := l.ahead(at)
			check(t, l, p)
			if p.first != at || p.end <= at {
				t.Fatalf("the page from %d is [%d, %d)", at, p.first, p.end)
			}
			firsts = append(firsts, at)
			at = p.end
		}
		for at := firsts[len(firsts)-1]; at > 0; {
			p := l.before(at)
			check(t, l, p)
			if p.first >= at || p.first > 0 && p.end != at {
				t.Fatalf("the page before %d is [%d, %d)", at, p.first, p.end)
			}
			at = p.first
		}
	})
}

func check(t *rapid.T, l listing, p page) {
	if len(p.parts) != p.end-p.first || len(p.parts) == 0 || len(p.parts) > maxParts {
		t.Fatalf("page [%d, %d) has %d parts", p.first, p.end, len(p.parts))
	}
	if n := utf8.RuneCountInString(l.text(p.first, p.parts)); n > maxPlain {
		t.Fatalf("page [%d, %d) has %d characters", p.first, p.end, n)
	}
}

// A stretch around some bytes of an excerpt holds them, is not longer than asked
// for, and begins and ends between words where words allow it.
func TestAround(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zа-я]{1,9}[,;:]?`), 1, 80).Draw(t, "words")
		a, err := corpus.ParseArticle("a.md", []byte("---\nurl: https://example.com/a\npublisher: A\n---\n\n"+strings.Join(words, " ")+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		e, err := a.Excerpt(0, len(strings.TrimRight(a.Body(), "\n")))
		if err != nil {
			t.Fatal(err)
		}
		first := rapid.IntRange(0, len(words)-1).Draw(t, "first")
		from := len(strings.Join(words[:first], " "))
		if first > 0 {
			from++
		}
		to := from + len(words[first])
		n := rapid.IntRange(10, 300).Draw(t, "n")
		short := around(e, from, to, n)
		start, end := short.Span()
		if start > from || end < to {
			t.Fatalf("[%d, %d) does not hold [%d, %d)", start, end, from, to)
		}
		if got := utf8.RuneCountInString(short.Text()); got > n {
			t.Fatalf("%d characters, at most %d", got, n)
		}
		body := a.Body()
		if start > 0 && body[start-1] != ' ' || end < len(e.Text()) && !strings.ContainsRune(" ,;:", rune(body[end])) {
			t.Fatalf("%q is cut inside a word", short.Text())
		}
	})
}

func TestAroundClause(t *testing.T) {
	const text = "Early that day the first of them spoke, the second of them gave 24 years as the time, and a third left; nobody else came."
	a, err := corpus.ParseArticle("a.md", []byte("---\nurl: https://example.com/a\npublisher: A\n---\n\n"+text+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := a.Excerpt(0, len(text))
	if err != nil {
		t.Fatal(err)
	}
	from := strings.Index(text, "24 years")
	for n, want := range map[int]string{
		200: text,
		90:  "Early that day the first of them spoke, the second of them gave 24 years as the time",
		60:  "the second of them gave 24 years as the time",
		30:  "second of them gave 24 years", // no clause is so short
	} {
		if got := around(e, from, from+len("24 years"), n).Text(); got != want {
			t.Errorf("%d characters: %q, want %q", n, got, want)
		}
	}
}
