//go:build !nocoverage

package corpus_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/chromedp/chromedp"

	"summitbot/corpus"
)

// odd is an article in which links have it hard.
const odd = `---
title: They left. It is the title too
url: https://example.com/odd
publisher: Example
captions:
  - text: Nobody knew of the caption.
    credit: Agency
---
They left. “They left,” he said. They ate. They left.

He paid 3.5 million & more (in cash), no*matter*what_they_say.

They left.

Nobody knew of the caption. Fußgänger in Kyïv and São Paulo saw Moscow and` + "\u00a0" + `Pyongyang sign on
two lines – “a treaty of ‘friendship’.”

One two three four five six seven eight. One two three four nine ten five six seven eight.

彼は東京へ行った。彼は東京へ行った、と言った。それから帰った。
`

// TestBrowser follows links in Chromium to pages that hold the articles, and
// looks at the picture: the sentence must be in view and marked, and nothing else
// may be.
func TestBrowser(t *testing.T) {
	site := httptest.NewUnstartedServer(nil)
	base := "http://" + site.Listener.Addr().String()
	articles := []*corpus.Article{parseAt(t, base, "odd.md", []byte(odd))}
	files, err := filepath.Glob("articles/*.md")
	if err != nil || len(files) != 5 {
		t.Fatalf("articles/*.md: %v, %v", files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		articles = append(articles, parseAt(t, base, filepath.Base(file), data))
	}
	mux := http.NewServeMux()
	for _, a := range articles {
		mux.HandleFunc("GET /"+a.ID(), func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, articlePage(a))
		})
	}
	site.Config.Handler = mux
	site.Start()
	t.Cleanup(site.Close)

	ctx := startChromium(t)
	for _, a := range articles {
		for _, s := range chosen(a) {
			t.Run(fmt.Sprintf("%s/%d", a.ID(), s.Index()), func(t *testing.T) { follow(t, ctx, s) })
		}
	}
}

// parseAt parses an article as if it were published on the test's own site.
func parseAt(t *testing.T, base, file string, data []byte) *corpus.Article {
	t.Helper()
	url := "url: " + base + "/" + strings.TrimSuffix(file, ".md")
	a, err := corpus.ParseArticle(file, regexp.MustCompile(`(?m)^url: .*$`).ReplaceAll(data, []byte(url)))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// chosen returns the sentences of an article whose links are followed: all of the
// odd article, of others the first, the last, the longest, the shortest, the first
// with a curly quotation mark and the first with a no-break space.
func chosen(a *corpus.Article) []corpus.Sentence {
	all := a.Sentences()
	if a.ID() == "odd" {
		return all
	}
	length := func(i int) int { return len(all[i].Excerpt().Text()) }
	pick := map[int]bool{0: true, len(all) - 1: true}
	longest, shortest := 0, 0
	for i := range all {
		if length(i) > length(longest) {
			longest = i
		}
		if length(i) < length(shortest) {
			shortest = i
		}
	}
	pick[longest], pick[shortest] = true, true
	for _, mark := range []string{"“", "\u00a0"} {
		for i, s := range all {
			if strings.Contains(s.Excerpt().Text(), mark) {
				pick[i] = true
				break
			}
		}
	}
	var some []corpus.Sentence
	for i, s := range all {
		if pick[i] {
			some = append(some, s)
		}
	}
	return some
}

// articlePage returns a page with the article: title, captions and, a screen
// apart, the paragraphs. Every sentence has an id, and there is markup in it.
func articlePage(a *corpus.Article) string {
	var b strings.Builder
	b.WriteString(`<!doctype html><meta charset="utf-8"><style>
		body { width: 600px; margin: 20px; font: 18px/1.6 sans-serif }
		p, figcaption { margin: 110vh 0 }
		::target-text { background: #f0f; color: #000 }
	</style><h1>` + html.EscapeString(a.Title()) + `</h1>`)
	for _, c := range a.Captions() {
		fmt.Fprintf(&b, "<figcaption>%s (%s)</figcaption>", html.EscapeString(c.Text), html.EscapeString(c.Credit))
	}
	paragraph := -1
	for _, s := range a.Sentences() {
		if s.Paragraph() != paragraph {
			paragraph = s.Paragraph()
			b.WriteString("<p>")
		}
		text := s.Excerpt().Text()
		_, end := s.Span()
		_, textEnd := s.Excerpt().Span()
		fmt.Fprintf(&b, `<span id="s%d">%s</span>%s`, s.Index(), secondWordInBold(text), a.Body()[textEnd:end])
	}
	b.WriteString("<p>The end.")
	return b.String()
}

func secondWordInBold(text string) string {
	start := strings.IndexFunc(text, unicode.IsSpace) + 1
	size := strings.IndexFunc(text[start:], unicode.IsSpace)
	if start == 0 || size <= 0 {
		return html.EscapeString(text)
	}
	return html.EscapeString(text[:start]) + "<b>" + html.EscapeString(text[start:start+size]) + "</b>" +
		html.EscapeString(text[start+size:])
}

// startChromium returns the context of a new Chromium, which ends with the test.
func startChromium(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("chromium is not installed; this test needs it: apt-get install chromium")
	}
	// Not the test's context: that one ends before the browser can be closed.
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute) // a guard, not a measure
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()),
		chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.WindowSize(800, 600),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Error(err)
		}
	})
	return ctx
}

// A box is a rectangle of the page that is in view, in pixels.
type box struct{ Left, Top, Right, Bottom float64 }

func follow(t *testing.T, ctx context.Context, s corpus.Sentence) {
	link := s.Excerpt().Link()
	if !strings.Contains(link, ":~:text=") {
		t.Fatalf("no text fragment for %q", s.Excerpt().Text())
	}
	// In a tab of its own, because a browser follows a text fragment only into a page
	// that it loads.
	ctx, closeTab := chromedp.NewContext(ctx)
	defer closeTab()
	if err := chromedp.Do(ctx, chromedp.Navigate(link)); err != nil {
		t.Fatal(err)
	}
	boxes, err := chromedp.Run(ctx, chromedp.Poll[[]box](fmt.Sprintf(`(() => {
		const boxes = [...document.getElementById("s%d").getClientRects()]
			.map(r => ({Left: r.left, Top: r.top, Right: r.right, Bottom: r.bottom}));
		return scrollY > 0 && boxes.every(b => b.Top >= 0 && b.Bottom <= innerHeight) ? boxes : null;
	})()`, s.Index())))
	if err != nil {
		t.Fatalf("%s does not scroll to %q: %v", link, s.Excerpt().Text(), err)
	}
	picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	checkMarked(t, img, boxes)
}

// checkMarked checks that the boxes are marked in the picture from their first
// column to their last, and that nothing outside of them is.
func checkMarked(t *testing.T, img image.Image, boxes []box) {
	t.Helper()
	magenta := func(x, y int) bool { return color.RGBAModel.Convert(img.At(x, y)) == color.RGBA{255, 0, 255, 255} }
	inside := func(x, y int) bool {
		const slack = 2 // the mark may be a little higher than the box, and begin at a fraction of a pixel
		for _, b := range boxes {
			if float64(x) >= b.Left-slack && float64(x) < b.Right+slack && float64(y) >= b.Top-3*slack && float64(y) < b.Bottom+3*slack {
				return true
			}
		}
		return false
	}
	bounds, outside := img.Bounds(), 0
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			if magenta(x, y) && !inside(x, y) {
				outside++
			}
		}
	}
	if outside > 0 {
		t.Errorf("%d pixels are marked outside of the sentence", outside)
	}
	for _, b := range boxes {
		if b.Right-b.Left < 8 {
			continue // too narrow to look at its edges apart
		}
		for _, x := range []float64{b.Left + 2, (b.Left + b.Right) / 2, b.Right - 3} {
			if !columnHas(magenta, int(x), int(b.Top), int(b.Bottom)) {
				t.Errorf("column %.0f of the sentence's box %v is not marked", x, b)
			}
		}
	}
}

func columnHas(marked func(x, y int) bool, x, top, bottom int) bool {
	for y := top; y < bottom; y++ {
		if marked(x, y) {
			return true
		}
	}
	return false
}
