package localdiscord

import (
	"bufio"
	"io"
	"net/http"
	"net/http/httptest"
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

// act does an action as the page's own script does.
func act(t *testing.T, web *httptest.Server, action string) (int, string) {
	t.Helper()
	res, err := http.Post(web.URL+"/act", "application/json", strings.NewReader(action))
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
	for _, path := range []string{"/", "/assets/page.css", "/assets/page.js", "/assets/icon.svg", "/nothing"} {
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

// Style and script together stay small: a person waits for nothing.
func TestPageIsSmall(t *testing.T) {
	_, web := testPage(t)
	size := 0
	for _, path := range []string{"/assets/page.css", "/assets/page.js", "/assets/icon.svg"} {
		_, body := get(t, web, path)
		size += len(body)
	}
	if size == 0 || size > 60_000 {
		t.Errorf("the page loads %d bytes beside itself", size)
	}
}

// The page obeys its own policy: no style or script but in files.
func TestPageHasNothingInline(t *testing.T) {
	_, web := testPage(t)
	_, html := get(t, web, "/")
	html = strings.ReplaceAll(html, `placeholder="http://127.0.0.1:9000/"`, "")
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
	for _, path := range []string{"/act", "/close?as=mallory"} {
		for _, c := range []struct {
			header, value string
			want          int
		}{
			{"Sec-Fetch-Site", "same-origin", 422}, // let in; there is nothing to do
			{"Sec-Fetch-Site", "cross-site", 403},
			{"Sec-Fetch-Site", "same-site", 403},
			{"Origin", "http://127.0.0.1:8080", 422},
			{"Origin", "http://127.0.0.1:9999", 403},
			{"Origin", "https://evil.example", 403},
			{"Origin", "null", 403},
		} {
			r := httptest.NewRequest("POST", path, strings.NewReader(""))
			r.Host = "127.0.0.1:8080"
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
	const ask = `{"do":"slash","name":"ask","options":{"question":"x"}}`
	if code, body := act(t, web, ask); code != 422 || body != "There is no /ask: summitbot has registered no commands yet." {
		t.Errorf("without a bot: %d %s", code, body)
	}
	bot := newFakeBot(t, s, web)
	for action, want := range map[string]string{
		`{"do":"slash","name":"foo"}`: "There is no /foo; there is /ask.",
		`{"do":"slash","name":"ask"}`: `/ask needs "question": What to look for.`,
		`{"do":"slash","name":"ask","options":{"question":"` + strings.Repeat("x", 301) + `"}}`: "/ask question: 301 characters; it takes 1 to 300.",
		`{"do":"say","content":"x","user":"dan","channel_id":"news"}`:                           `Dan sees no channel "news"; there are dm.`,
		`{"do":"dance"}`:     `Unknown action: "dance".`,
		`{"do":"say","x":1}`: `The action "say" has no key "x".`,
		`{`:                  "The body is not an action: unexpected end of JSON input.",
	} {
		if code, body := act(t, web, action); code != 422 || body != want {
			t.Errorf("%q: %d %q, want %q", action, code, body, want)
		}
	}
	bot.leave()
	waitFor(t, s, func() bool { return !strings.Contains(memberList(t, web), ">online<") })
	if code, body := act(t, web, ask); code != 422 || body != "Summitbot is not connected." {
		t.Errorf("after the bot has left: %d %s", code, body)
	}
	if code, body := get(t, web, "/?as=mallory"); code != 404 || !strings.Contains(body, `Nobody here is called "mallory"`) {
		t.Errorf("unknown viewer: %d %s", code, body)
	}
	if code, body := get(t, web, "/raw/1"); code != 404 || body != "Ann sees no message \"1\".\n" {
		t.Errorf("unknown message: %d %s", code, body)
	}
}

// memberList returns what the page shows of the members.
func memberList(t *testing.T, web *httptest.Server) string {
	t.Helper()
	_, html := get(t, web, "/")
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
	if !strings.Contains(html, "Nothing here yet") || strings.Contains(html, "data-command") {
		t.Errorf("without a bot the page must offer no examples:\n%s", html)
	}

	bot := newFakeBot(t, s, web)
	_, html = get(t, web, "/")
	for _, want := range []string{"Ask summitbot something", `data-text="what did Putin give Kim?"`, ">online<",
		`"commands":[{"name":"ask","shown":"ask","description":"Quotes that answer","options":[{"name":"question"`,
		`"choices":[{"name":"DayFR Euro","value":"dayfr"}`} {
		if !strings.Contains(html, want) {
			t.Errorf("with a bot the page must have %s:\n%s", want, html)
		}
	}

	if code, body := act(t, web, `{"do":"slash","user":"bob","name":"ask","options":{"question":"what did Putin give Kim?","source":"dayfr"}}`); code != 200 || !strings.Contains(body, "interaction_id") {
		t.Fatalf("slash: %d %s", code, body)
	}
	asked := bot.next()
	if asked.option("question") != "what did Putin give Kim?" || asked.option("source") != "dayfr" || asked.Member.User.Username != "bob" {
		t.Errorf("the bot was asked %+v", asked)
	}
	_, html = get(t, web, "/?as=bob")
	if !strings.Contains(html, "summitbot is thinking") || !strings.Contains(html, `<section id="empty" hidden>`) {
		t.Errorf("while bob waits he sees\n%s", html)
	}
	if _, html := get(t, web, "/"); strings.Contains(html, "thinking") {
		t.Errorf("ann sees bob's waiting:\n%s", html)
	}

	bot.answer(asked, `{"type":4,"data":{"flags":32768,"components":[{"type":10,"content":"> **Aurus**"},
		{"type":1,"components":[{"type":2,"style":1,"label":"More","custom_id":"more"}]}]}}`)
	_, html = get(t, web, "/")
	if !strings.Contains(html, "<blockquote><strong>Aurus</strong></blockquote>") || strings.Contains(html, "thinking") {
		t.Errorf("ann sees\n%s", html)
	}
	if !strings.Contains(html, "callback 204") || !strings.Contains(html, "INTERACTION_CREATE") {
		t.Errorf("the last payloads are not shown:\n%s", html)
	}

	id := s.Messages(s.ChannelID(), "ann")[0].ID
	if code, body := get(t, web, "/raw/"+id); code != 200 || !strings.Contains(body, `"custom_id": "more"`) {
		t.Errorf("raw: %d %s", code, body)
	}
	if code, body := act(t, web, `{"do":"button","message_id":"`+id+`","custom_id":"more"}`); code != 200 {
		t.Fatalf("press: %d %s", code, body)
	}
	pressed := bot.next()
	if pressed.Data.CustomID != "more" || pressed.Member.User.Username != "ann" {
		t.Errorf("the bot was told %+v", pressed)
	}
	bot.answer(pressed, `{"type":4,"data":{"flags":64,"content":"for you"}}`)
	if _, html := get(t, web, "/"); !strings.Contains(html, "Only you can see this") {
		t.Errorf("ann sees\n%s", html)
	}
	_, html = get(t, web, "/?as=bob")
	if _, messages, _ := strings.Cut(html, `<div id="messages">`); strings.Contains(messages[:strings.Index(messages, `<form id="composer"`)], "for you") {
		t.Errorf("bob sees ann's private answer:\n%s", html)
	}
	private := s.Messages(s.ChannelID(), "ann")[1].ID
	if code, body := get(t, web, "/raw/"+private+"?as=bob"); code != 404 {
		t.Errorf("bob reads ann's private answer raw: %d %s", code, body)
	}
}

// A page shows the channel that is asked for if its person sees it.
func TestPagePlaces(t *testing.T) {
	_, web := testPage(t)
	for path, want := range map[string]string{
		"/":                    "<title>#news · Newsroom · local preview</title>",
		"/?in=general":         "<title>#general",
		"/?as=bob&in=dm":       "<title>@summitbot",
		"/?as=dan&in=news":     "<title>@summitbot", // not a member
		"/?as=dan&in=nowhere":  "<title>@summitbot",
		"/?as=cleo&in=nowhere": "<title>#news",
	} {
		if code, html := get(t, web, path); code != 200 || !strings.Contains(html, want) {
			t.Errorf("GET %s: %d, not %s:\n%s", path, code, want, html)
		}
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
		if !events.Scan() || events.Text() != "data: changed" || !events.Scan() || events.Text() != "" { // one change may be several events
			t.Fatalf("no event: %q, %v", events.Text(), events.Err())
		}
		return "event"
	}
	if !events.Scan() || events.Text() != "retry: 1000" {
		t.Fatalf("the stream begins with %q", events.Text())
	}
	next() // the first comes at once, so that nothing is missed before it
	if code, body := act(t, web, `{"do":"slash","name":"ask","options":{"question":"x"}}`); code != 200 {
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
