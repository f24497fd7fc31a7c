package localdiscord_test

import (
	"context"
	"fmt"
	"html"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"summitbot/bot"
	"summitbot/bot/answer"
	"summitbot/bot/gateway"
	"summitbot/bot/localdiscord"
	"summitbot/bot/localdiscord/schematest"
	"summitbot/bot/store"
	"summitbot/corpus"
	"summitbot/retrieval"
)

// browserLimit is how long a browser test may take. It is no measure of speed:
// it only ends a test that hangs.
const browserLimit = 2 * time.Minute

// question is what the browser tests ask.
const question = "/ask what did Putin give Kim?"

// The way of the product from end to end: a person types a question into the
// page, the real bot answers over REST and Gateway, and a link of the answer
// opens the article at the sentence that was quoted.
func TestBrowserAsks(t *testing.T) {
	coverage, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	ctx := openBrowser(t, serveArticles(t, coverage))
	page := serveBot(t, coverage)

	browse(ctx, t,
		chromedp.Navigate(page),
		chromedp.SendKeys(chromedp.ID("line"), question), pressEnter,
		chromedp.WaitVisible(chromedp.CSS(".message a[href*=':~:text=']")),
	)
	shown := read(ctx, t, chromedp.Text(chromedp.CSS(".message")))
	quoted := firstQuote(t, coverage, shown)
	for _, want := range []string{"ann asked: what did Putin give Kim?", quoted.Article().Publisher(), "date unknown"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the answer does not show %q:\n%s", want, shown)
		}
	}

	opened := chromedp.WaitNewTarget(ctx, func(info *target.Info) bool { return strings.HasPrefix(info.URL, "https:") })
	browse(ctx, t, chromedp.Click(chromedp.CSS(".message a[href*=':~:text=']")))
	var id target.ID
	select {
	case id = <-opened:
	case <-ctx.Done():
		t.Fatal("the link opened no tab")
	}
	tab, cancel := chromedp.NewContext(ctx, chromedp.WithTargetID(id))
	defer cancel()
	seen := inView(tab, t)
	if want := quoted.Text(); !strings.Contains(seen, want) || strings.Contains(seen, "\n") {
		t.Errorf("the article opened at\n%s\nwant the paragraph with\n%s", seen, want)
	}
}

// The composer offers commands, options and choices, from the keyboard and by
// mouse, and says what is missing.
func TestBrowserComposes(t *testing.T) {
	coverage, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	ctx := openBrowser(t, nil)
	line := chromedp.ID("line")
	browse(ctx, t,
		chromedp.Navigate(serveBot(t, coverage)),
		chromedp.SendKeys(line, "/"),
		chromedp.WaitVisible(chromedp.CSS("#suggestions [role=option]")),
		chromedp.SendKeys(line, "as"),
		poll("line.getAttribute('aria-activedescendant') === 's-0' && document.getElementById('s-0').textContent.startsWith('/ask')"),
		pressEnter, // takes the first command
		poll("document.activeElement.dataset.option === 'question' && line.hidden"),
		pressEnter, // sends too little
		poll("notice.textContent.startsWith('/ask needs question')"),
		keys("dogs"),
		keys(" source:"), // goes on to that option
		poll("document.activeElement.dataset.option === 'source' && fields()[0].value === 'dogs'"),
		poll("list.children.length > 4 && [...list.children].some((el) => el.textContent === 'ARY News')"),
		click("[...list.children].find((el) => el.textContent === 'ARY News')"),
		poll("document.activeElement.value === 'ARY News' && list.hidden"),
		pressEnter,
		poll("document.querySelector('.message')?.textContent.includes('source:arynews')"),
		poll("line.value === '' && document.activeElement === line"),
		keys(kb.ArrowUp), // the last command again
		poll("fields().map((f) => f.value).join() === 'dogs,ARY News'"),
		keys(kb.Escape),
		poll("!line.hidden && line.value === ''"),
	)
}

// What is open stays as it is while the channel goes on.
func TestBrowserKeepsWhatIsOpen(t *testing.T) {
	coverage, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	ctx := openBrowser(t, nil)
	page := serveBot(t, coverage)
	ask := func(n int) chromedp.Action[chromedp.Void] {
		return chromedp.Steps(
			chromedp.SendKeys(chromedp.ID("line"), fmt.Sprintf("%s %d", question, n)), pressEnter, // each another one
			poll(fmt.Sprintf("document.querySelectorAll('.message .container').length === %d", n)),
		)
	}
	browse(ctx, t,
		chromedp.EmulateViewport(390, 600),
		chromedp.Navigate(page),
		ask(1), ask(2), ask(3),
		poll("log.scrollTop > 0 && atBottom()"), // whoever is at the end follows
		// A reader scrolls up, selects text and puts the focus on a link.
		chromedp.Evaluate[chromedp.Void](`log.scrollTop = 20;
			getSelection().selectAllChildren(document.querySelector(".message .container"));
			window.first = document.querySelector(".message");
			first.querySelector("a").focus({ preventScroll: true }); undefined`),
		poll("!bottom"),
	)
	before := read(ctx, t, chromedp.Evaluate[string]("getSelection().toString()"))
	if !strings.Contains(before, "Putin") {
		t.Fatalf("selected %q", before)
	}
	// Somebody else asks.
	browse(ctx, t,
		chromedp.Evaluate[chromedp.Void](`act({ do: "slash", user: "bob", name: "ask", options: { question: "what did Putin give Kim?" } }), undefined`),
		poll("document.querySelectorAll('.message .container').length === 4"),
	)
	got := read(ctx, t, chromedp.Evaluate[[]any](`[getSelection().toString(), log.scrollTop, document.activeElement.tagName,
		first === document.querySelector(".message"), document.documentElement.scrollWidth <= innerWidth]`))
	if want := []any{before, 20.0, "A", true, true}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("selection, place, focus, same element, no sideways scrolling:\n got %v\nwant %v", got, want)
	}
}

// When the local Discord goes away the page says so, and when another takes its
// place the page shows that one, without being loaded again.
func TestBrowserComesBack(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := listener.Addr().String()
	leave := serveLocal(t, listener, "first")
	ctx := openBrowser(t, nil)
	browse(ctx, t, chromedp.Navigate("http://"+addr), poll("members.textContent.includes('first')"))
	leave()
	browse(ctx, t, poll("notice.textContent === 'The connection is lost; trying again…'"))
	if listener, err = net.Listen("tcp", addr); err != nil {
		t.Fatal(err)
	}
	serveLocal(t, listener, "second")
	browse(ctx, t, poll("members.textContent.includes('second') && notice.textContent === ''"))
}

// serveLocal serves a local Discord without a bot until leave is called or the
// test ends.
func serveLocal(t *testing.T, listener net.Listener, botName string) (leave func()) {
	t.Helper()
	local := localdiscord.New(slog.New(slog.NewTextHandler(t.Output(), nil)), localdiscord.Config{BotName: botName, Observe: schematest.Observer(t)})
	server := &http.Server{Handler: local}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }() // until leave
	leave = sync.OnceFunc(func() {
		local.Close()
		server.Close()
		<-served
	})
	t.Cleanup(leave)
	return leave
}

// serveBot runs a local Discord with the real bot in it until the test ends,
// and returns the address of its page once the bot is ready.
func serveBot(t *testing.T, coverage *corpus.Corpus) string {
	t.Helper()
	lg := slog.New(slog.NewTextHandler(t.Output(), nil))
	local := localdiscord.New(lg, localdiscord.Config{BotName: "summitbot", Observe: schematest.Observer(t)})
	web := httptest.NewServer(local)
	t.Cleanup(func() {
		local.Close()
		web.Close()
	})
	an := retrieval.English()
	index, err := answer.Index(coverage, an)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := store.Files(lg, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	b, err := bot.New(lg, answer.New(lg, coverage, an, index, answer.Config{}), bot.Config{
		Secret: []byte("a secret for tests"), Store: kept, Limits: store.Process(), MemberAsks: bot.Rate{Events: 100, Per: time.Second},
	})
	if err != nil {
		t.Fatal(err)
	}
	g, err := gateway.New(lg, b, gateway.Config{Token: local.Token(), APIURL: web.URL + "/api"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- g.Run(ctx) }() // until the cleanup below
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the bot ended with %v", err)
		}
	})
	select {
	case <-g.Registered():
	case <-time.After(browserLimit):
		t.Fatal("the bot did not register its commands")
	}
	return web.URL
}

// serveArticles serves a copy of every article on loopback, with a certificate
// for tests. It returns where the hosts of the articles are.
func serveArticles(t *testing.T, coverage *corpus.Corpus) (hosts map[string]string) {
	t.Helper()
	pages := map[string]string{}
	web := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, ok := pages[r.Host+r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, page)
	}))
	// Chromium hangs up as it likes; that is for the test's log at most.
	web.Config.ErrorLog = slog.NewLogLogger(slog.NewTextHandler(t.Output(), nil), slog.LevelDebug)
	hosts = map[string]string{}
	for _, a := range coverage.Articles() {
		u, err := url.Parse(a.URL())
		if err != nil {
			t.Fatal(err)
		}
		pages[u.Host+u.Path] = articlePage(a)
		hosts[u.Host] = web.Listener.Addr().String()
	}
	web.StartTLS()
	t.Cleanup(web.Close)
	return hosts
}

// articlePage writes an article as a web page whose paragraphs stand more than
// a screen apart, so that only scrolling to one brings it into view.
func articlePage(a *corpus.Article) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><meta charset=utf-8><title>%s</title><style>p { margin: 150vh 0 }</style>", html.EscapeString(a.Title()))
	for p := range strings.SplitSeq(a.Body(), "\n\n") {
		fmt.Fprintf(&b, "<p>%s</p>", html.EscapeString(p))
	}
	return b.String()
}

// firstQuote returns the sentence of the coverage that shown quotes first.
func firstQuote(t *testing.T, coverage *corpus.Corpus, shown string) corpus.Excerpt {
	t.Helper()
	var first corpus.Excerpt
	at := len(shown)
	for _, a := range coverage.Articles() {
		for _, s := range a.Sentences() {
			if i := strings.Index(shown, s.Excerpt().Text()); i >= 0 && i < at {
				first, at = s.Excerpt(), i
			}
		}
	}
	if at == len(shown) {
		t.Fatalf("no sentence of the coverage is shown:\n%s", shown)
	}
	return first
}

// inView waits until the page has scrolled, and returns the paragraphs of which
// some part is in view.
func inView(tab context.Context, t *testing.T) string {
	t.Helper()
	browse(tab, t, poll("document.readyState === 'complete' && scrollY > 0"))
	return read(tab, t, chromedp.Evaluate[string](`[...document.querySelectorAll("p")].filter((p) => {
		const r = p.getBoundingClientRect();
		return r.bottom > 0 && r.top < innerHeight;
	}).map((p) => p.textContent).join("\n")`))
}

// openBrowser starts Chromium with a new profile until the test ends. The
// names in hosts lead to addresses on loopback; other names lead nowhere, so
// nothing leaves this machine.
func openBrowser(t *testing.T, hosts map[string]string) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatalf("%v\nthe browser tests need it: apt-get install chromium", err)
	}
	var rules strings.Builder
	for name, addr := range hosts {
		fmt.Fprintf(&rules, "MAP %s %s, ", name, addr)
	}
	rules.WriteString("MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox, // the tests may run as root
		chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()),
		chromedp.IgnoreCertErrors,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", rules.String()),
	)
	limited, cancel := context.WithTimeout(context.Background(), browserLimit)
	t.Cleanup(cancel)
	allocator, stop := chromedp.NewExecAllocator(limited, options...)
	t.Cleanup(stop)
	ctx, leave := chromedp.NewContext(allocator)
	t.Cleanup(leave)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 800)); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// pressEnter presses the key in the element that has the focus. Unlike the keys
// of chromedp.SendKeys it is one event with its text, so that a page that
// handles the key keeps the browser from handling it too.
func pressEnter(ctx context.Context, tab *chromedp.Target) (chromedp.Void, error) {
	for _, kind := range []input.DispatchKeyEventType{kb.KeyDown, kb.KeyUp} {
		key := input.DispatchKeyEventParams{Type: kind, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13}
		if kind == kb.KeyDown {
			key.Text = "\r"
		}
		if _, err := cdp.Call(ctx, tab, input.DispatchKeyEvent, key); err != nil {
			return chromedp.Void{}, err
		}
	}
	return chromedp.Void{}, nil
}

// keys types into whatever has the focus.
func keys(text string) chromedp.Action[chromedp.Void] { return chromedp.KeyEvent(text) }

// colorScheme makes the browser prefer "dark" or "light".
func colorScheme(scheme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		return err
	})
}

// poll waits until a JavaScript expression is true.
func poll(expression string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		if _, err := chromedp.Poll[bool](expression)(ctx, tab); err != nil {
			state, _ := chromedp.Evaluate[string](pollState)(ctx, tab)
			return fmt.Errorf("%s: %w\n%s", expression, err, state)
		}
		return nil
	})
}

// pollState tells what the page shows, for a poll that has failed.
const pollState = "[typeof typed !== 'undefined' && JSON.stringify([typed, line.value, modal.open, document.getElementById('form').innerHTML.length]), window.notice?.textContent, document.activeElement.outerHTML.slice(0, 200), " +
	"document.getElementById('messages')?.lastElementChild?.textContent].join('\\n')"

// browse runs steps in the browser.
func browse(ctx context.Context, t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	for i, step := range steps {
		if err := chromedp.Do(ctx, step); err != nil {
			t.Fatalf("step %d: %v", i+1, err)
		}
	}
}

// read runs an action in the browser and returns its value.
func read[T any](ctx context.Context, t *testing.T, a chromedp.Action[T]) T {
	t.Helper()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
