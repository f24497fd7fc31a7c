package localdiscord

import (
	"bufio"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// testPage serves the page of a local Discord that a fake bot is connected to.
func testPage(t *testing.T) (*Server, *httptest.Server) {
	t.Helper()
	s := New(testLogger(t), Config{BotName: "summitbot", Seed: 1})
	web := httptest.NewServer(s)
	t.Cleanup(func() {
		s.Close()
		web.Close()
	})
	return s, web
}

// get returns the status and body of a path of the page.
func get(t *testing.T, web *httptest.Server, path string) (int, string) {
	t.Helper()
	res, err := http.Get(web.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

// post sends a form as the page's own script does.
func post(t *testing.T, web *httptest.Server, path string, fields url.Values) (int, string) {
	t.Helper()
	res, err := http.PostForm(web.URL+path, fields)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, strings.TrimSpace(string(body))
}

func TestPageHeaders(t *testing.T) {
	_, web := testPage(t)
	for _, path := range []string{"/", "/messages", "/commands", "/assets/page.css", "/assets/page.js", "/assets/icon.svg", "/nothing"} {
		res, err := http.Get(web.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		want := http.StatusOK
		if path == "/nothing" {
			want = http.StatusNotFound
		}
		if res.StatusCode != want {
			t.Errorf("GET %s = %d, want %d", path, res.StatusCode, want)
		}
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
				"connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
			"X-Content-Type-Options": "nosniff",
			"Referrer-Policy":        "no-referrer",
		} {
			if got := res.Header.Get(name); got != want {
				t.Errorf("GET %s: %s is %q, want %q", path, name, got, want)
			}
		}
	}
}

// The page obeys its own policy: no style or script but in files.
func TestPageHasNothingInline(t *testing.T) {
	_, web := testPage(t)
	_, html := get(t, web, "/")
	for _, inline := range []string{"<style", "style=", "<script>", " onclick", "javascript:", "http://", "https://"} {
		if strings.Contains(html, inline) {
			t.Errorf("the page holds %q:\n%s", inline, html)
		}
	}
}

func TestPageHost(t *testing.T) {
	s, _ := testPage(t)
	for host, want := range map[string]int{
		"127.0.0.1": 200, "127.0.0.1:8080": 200, "localhost": 200, "LocalHost:1": 200, "[::1]": 200, "[::1]:8080": 200,
		"evil.example": 403, "evil.example:8080": 403, "127.0.0.1.evil.example": 403, "localhost.evil.example": 403,
		"10.0.0.1": 403, "0.0.0.0:80": 403, "[::]:80": 403, "": 403,
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = host
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("Host %q: %d, want %d", host, w.Code, want)
		}
	}
}

func TestPageRefusesForeignPosts(t *testing.T) {
	s, _ := testPage(t)
	for _, path := range []string{"/send", "/press"} {
		for _, c := range []struct {
			header, value string
			want          int
		}{
			{"Sec-Fetch-Site", "same-origin", 422}, // let in; the line is empty
			{"Sec-Fetch-Site", "cross-site", 403},
			{"Sec-Fetch-Site", "same-site", 403},
			{"Origin", "http://127.0.0.1:8080", 422},
			{"Origin", "http://127.0.0.1:9999", 403},
			{"Origin", "https://evil.example", 403},
			{"Origin", "null", 403},
		} {
			r := httptest.NewRequest("POST", path, strings.NewReader(""))
			r.Host = "127.0.0.1:8080"
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set(c.header, c.value)
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			if w.Code != c.want {
				t.Errorf("POST %s with %s: %s = %d, want %d", path, c.header, c.value, w.Code, c.want)
			}
		}
	}
}

func TestPageRefusesKindly(t *testing.T) {
	s, web := testPage(t)
	if code, body := post(t, web, "/send", url.Values{"line": {"/ask x"}}); code != 422 || body != "The bot has no commands yet: is it running?" {
		t.Errorf("without a bot: %d %s", code, body)
	}
	bot := newFakeBot(t, s, web)
	for line, want := range map[string]string{
		"hello":                            "Lines here begin with a command, such as /ask.",
		"/foo":                             "There is no command /foo; there is /ask.",
		"/ask":                             "/ask needs more: /ask question.",
		"/ask " + strings.Repeat("x", 301): "/ask question: 301 characters; it takes 1 to 300.",
	} {
		if code, body := post(t, web, "/send", url.Values{"line": {line}}); code != 422 || body != want {
			t.Errorf("%q: %d %q, want %q", line, code, body, want)
		}
	}
	bot.leave()
	waitFor(t, s, func() bool { return !strings.Contains(memberList(t, web), ">online<") })
	if code, body := post(t, web, "/send", url.Values{"line": {"/ask x"}}); code != 422 || body != "Summitbot is not connected." {
		t.Errorf("after the bot has left: %d %s", code, body)
	}
	if code, body := get(t, web, "/?as=mallory"); code != 404 || !strings.Contains(body, `Nobody here is called "mallory"`) {
		t.Errorf("unknown viewer: %d %s", code, body)
	}
}

// memberList returns what the page shows of the members.
func memberList(t *testing.T, web *httptest.Server) string {
	t.Helper()
	_, html := get(t, web, "/messages")
	_, members, _ := strings.Cut(html, `<ul id="members">`)
	return members
}

// waitFor waits until ok, looking again after each change.
func waitFor(t *testing.T, s *Server, ok func() bool) {
	t.Helper()
	changes := s.Watch(t.Context())
	deadline := time.After(20 * time.Second)
	for !ok() {
		select {
		case <-changes:
		case <-deadline:
			t.Fatal("it did not come to pass")
		}
	}
}

func TestPageConversation(t *testing.T) {
	s, web := testPage(t)
	_, html := get(t, web, "/")
	if !strings.Contains(html, "Ask summitbot something") || strings.Contains(html, "data-send") {
		t.Errorf("without a bot the page must greet and offer no examples:\n%s", html)
	}

	bot := newFakeBot(t, s, web)
	_, html = get(t, web, "/")
	if !strings.Contains(html, `data-send="/ask what did Putin give Kim?"`) || !strings.Contains(html, ">online<") {
		t.Errorf("with a bot the page must offer examples and call it online:\n%s", html)
	}
	if _, popup := get(t, web, "/commands"); !strings.Contains(popup, `data-name="ask"`) || !strings.Contains(popup, "[source]") ||
		!strings.Contains(popup, `data-insert="source:"`) || !strings.Contains(popup, `data-value="arynews">ARY News<`) || strings.Contains(popup, `data-insert="question:"`) {
		t.Errorf("the composer offers\n%s", popup)
	}

	if code, body := post(t, web, "/send?as=bob", url.Values{"line": {"/ask what did Putin give Kim? source:dayfr"}}); code != 204 || body != "" {
		t.Fatalf("send: %d %s", code, body)
	}
	asked := bot.next()
	if asked.option("question") != "what did Putin give Kim?" || asked.option("source") != "dayfr" || asked.Member.User.Username != "bob" {
		t.Errorf("the bot was asked %+v", asked)
	}
	_, html = get(t, web, "/messages?as=bob")
	if !strings.Contains(html, "summitbot is thinking") || !strings.Contains(html, `<section id="empty" hidden>`) {
		t.Errorf("while bob waits he sees\n%s", html)
	}
	if _, html := get(t, web, "/messages"); strings.Contains(html, "thinking") {
		t.Errorf("ann sees bob's waiting:\n%s", html)
	}

	bot.answer(asked, `{"type":4,"data":{"flags":32768,"components":[{"type":10,"content":"> **Aurus**"},
		{"type":1,"components":[{"type":2,"style":1,"label":"More","custom_id":"more"}]}]}}`)
	_, html = get(t, web, "/messages")
	if !strings.Contains(html, "<blockquote><strong>Aurus</strong></blockquote>") || strings.Contains(html, "thinking") {
		t.Errorf("ann sees\n%s", html)
	}

	id := s.Messages(s.ChannelID(), "ann")[0].ID
	if code, body := post(t, web, "/press", url.Values{"message_id": {id}, "custom_id": {"more"}}); code != 204 {
		t.Fatalf("press: %d %s", code, body)
	}
	pressed := bot.next()
	if pressed.Data.CustomID != "more" || pressed.Member.User.Username != "ann" {
		t.Errorf("the bot was told %+v", pressed)
	}
	bot.answer(pressed, `{"type":4,"data":{"flags":64,"content":"for you"}}`)
	if _, html := get(t, web, "/messages"); !strings.Contains(html, "Only you can see this") {
		t.Errorf("ann sees\n%s", html)
	}
	if _, html := get(t, web, "/messages?as=bob"); strings.Contains(html, "for you") {
		t.Errorf("bob sees ann's private answer:\n%s", html)
	}
}

func TestPageEvents(t *testing.T) {
	s, web := testPage(t)
	bot := newFakeBot(t, s, web)
	res, err := http.Get(web.URL + "/events")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if got := res.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("Content-Type %q", got)
	}
	events := bufio.NewScanner(res.Body)
	next := func() string {
		t.Helper()
		if !events.Scan() || events.Text() != "data: changed" || !events.Scan() || events.Text() != "" {
			t.Fatalf("no event: %q, %v", events.Text(), events.Err())
		}
		return "event"
	}
	if !events.Scan() || events.Text() != "retry: 1000" {
		t.Fatalf("the stream begins with %q", events.Text())
	}
	next() // the first comes at once, so that nothing is missed before it
	if code, body := post(t, web, "/send", url.Values{"line": {"/ask x"}}); code != 204 {
		t.Fatal(body)
	}
	next()
	bot.answer(bot.next(), `{"type":4,"data":{"content":"y"}}`)
	next()
	s.Close()
	for events.Scan() { // what was under way; then the stream must end
	}
	if err := events.Err(); err != nil {
		t.Errorf("after Close: %v", err)
	}
}
