package localdiscord_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"summitbot/bot/localdiscord"
	"summitbot/bot/localdiscord/schematest"
)

// everyKind are the commands of a bot that uses everything a page can show.
const everyKind = `[
	{"name":"say","description":"Say something","options":[
		{"type":3,"name":"what","description":"The words","required":true,"autocomplete":true},
		{"type":6,"name":"to","description":"A person"},
		{"type":5,"name":"loud","description":"In capitals"}]},
	{"name":"form","description":"Open a form"},
	{"name":"show","description":"Show every component"},
	{"name":"wait","description":"Think for ever"},
	{"name":"settings","description":"Change things","options":[{"type":1,"name":"colour","description":"The colour",
		"options":[{"type":3,"name":"name","description":"Its name","required":true,"choices":[{"name":"Blue","value":"b"},{"name":"Red","value":"r"}]}]}]},
	{"name":"Look up","type":3},{"name":"Greet","type":2}]`

// everyComponent is a card with a select of each kind, and hostile texts.
const everyComponent = `{"type":4,"data":{"flags":32768,"components":[
	{"type":17,"accent_color":5997039,"components":[
		{"type":10,"content":"# Heading\n> a **bold** quote\n-# small ||hidden|| <t:1718884800:R> \u003cimg src=x onerror=alert(1)>"},
		{"type":14},
		{"type":9,"components":[{"type":10,"content":"beside a button"}],"accessory":{"type":2,"style":3,"label":"Yes","custom_id":"yes"}}]},
	{"type":1,"components":[{"type":2,"style":1,"label":"<b>Press</b>","custom_id":"press"},{"type":2,"style":4,"label":"Form","custom_id":"form"}]},
	{"type":1,"components":[{"type":3,"custom_id":"one","placeholder":"One article","options":[{"label":"First","value":"1","description":"the oldest"},{"label":"Second","value":"2"}]}]},
	{"type":1,"components":[{"type":3,"custom_id":"several","placeholder":"Several","min_values":1,"max_values":2,"options":[{"label":"Left","value":"l"},{"label":"Middle","value":"m"},{"label":"Right","value":"r"}]}]},
	{"type":1,"components":[{"type":5,"custom_id":"person","placeholder":"A person"}]},
	{"type":1,"components":[{"type":6,"custom_id":"role","placeholder":"A role"}]},
	{"type":1,"components":[{"type":7,"custom_id":"anybody","placeholder":"Anybody"}]},
	{"type":1,"components":[{"type":8,"custom_id":"channel","placeholder":"A channel"}]}]}}`

// everyField is a form with a field of each kind.
const everyField = `{"type":9,"data":{"custom_id":"the form","title":"Tell me","components":[
	{"type":10,"content":"Please fill **in**"},
	{"type":18,"label":"Name","description":"Three letters at least","component":{"type":4,"custom_id":"name","style":1,"min_length":3}},
	{"type":18,"label":"Story","component":{"type":4,"custom_id":"story","style":2,"required":false}},
	{"type":18,"label":"Where","component":{"type":8,"custom_id":"where","required":false}},
	{"type":18,"label":"Which","component":{"type":21,"custom_id":"which","options":[{"label":"This","value":"this"},{"label":"That","value":"that"}]}}]}}`

// interactionSeen is what the bot of the tests reads of an interaction.
type interactionSeen struct {
	Type int
	Data struct {
		Name       string
		CustomID   string `json:"custom_id"`
		TargetID   string `json:"target_id"`
		Values     []string
		Options    []optionSeen
		Components []struct{ Component struct{ Value any } }
	}
	Member struct{ User struct{ Username string } }
}

type optionSeen struct {
	Name    string
	Value   any
	Focused bool
	Options []optionSeen
}

// answer returns what the bot of the tests answers; "" is nothing.
func (it interactionSeen) answer() string {
	text := func(s string, flags int) string {
		b, _ := json.Marshal(map[string]any{"type": 4, "data": map[string]any{"content": s, "flags": flags}})
		return string(b)
	}
	switch {
	case it.Type == 4:
		typed := fmt.Sprint(it.Data.Options[0].Value)
		b, _ := json.Marshal(map[string]any{"type": 8, "data": map[string]any{"choices": []map[string]string{
			{"name": typed, "value": typed}, {"name": typed + " and more", "value": typed + "!"}}}})
		return string(b)
	case it.Type == 5:
		return text(fmt.Sprintf("form by %s: %v", it.Member.User.Username, it.Data.Components), 0)
	case it.Data.Name == "form" || it.Data.CustomID == "form":
		return everyField
	case it.Data.Name == "show":
		return everyComponent
	case it.Data.Name == "wait":
		return ""
	case it.Type == 3:
		return text(fmt.Sprintf("%s pressed %s %v", it.Member.User.Username, it.Data.CustomID, it.Data.Values), 64)
	}
	return text(fmt.Sprintf("%s used %s %v %s", it.Member.User.Username, it.Data.Name, it.Data.Options, it.Data.TargetID), 0)
}

// serveEveryKind runs a local Discord whose interactions go to a bot that
// answers all of them by HTTP, and returns it and the address of its page.
func serveEveryKind(t *testing.T) (*localdiscord.Server, string) {
	t.Helper()
	lg := slog.New(slog.NewTextHandler(t.Output(), nil))
	local := localdiscord.New(lg, localdiscord.Config{BotName: "everybot", Observe: schematest.Observer(t)})
	web := httptest.NewServer(local)
	call := func(method, path, body string) []byte {
		req, err := http.NewRequestWithContext(t.Context(), method, web.URL+"/api/v10"+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header = http.Header{"Authorization": {"Bot " + local.Token()}, "User-Agent": {"DiscordBot (https://bot.example, 1)"}}
		if body != "" {
			req.Header.Set("Content-Type", "application/json")
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		answer, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode > 299 {
			t.Fatalf("%s %s: %s %s %v", method, path, res.Status, answer, err)
		}
		return answer
	}
	var app struct {
		VerifyKey string `json:"verify_key"`
	}
	if err := json.Unmarshal(call("GET", "/applications/@me", ""), &app); err != nil {
		t.Fatal(err)
	}
	key, err := hex.DecodeString(app.VerifyKey)
	if err != nil {
		t.Fatal(err)
	}
	call("PUT", "/applications/"+local.ApplicationID()+"/commands", everyKind)
	bot := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		signature, _ := hex.DecodeString(r.Header.Get("X-Signature-Ed25519"))
		if !ed25519.Verify(key, append([]byte(r.Header.Get("X-Signature-Timestamp")), body...), signature) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		var it interactionSeen
		json.Unmarshal(body, &it)
		answer := `{"type":1}`
		if it.Type != 1 {
			answer = it.answer()
		}
		if answer == "" {
			<-r.Context().Done()
			return
		}
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, answer)
	}))
	t.Cleanup(func() {
		local.Close()
		web.Close()
		bot.Close()
	})
	if err := local.SetEndpoint(t.Context(), bot.URL); err != nil {
		t.Fatal(err)
	}
	return local, web.URL
}

// click presses with the mouse in the middle of what an expression finds, once
// the page shows all that has happened, so that nothing moves under the mouse.
func click(expression string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		if _, err := poll("!busy && !again && !!("+expression+")")(ctx, tab); err != nil {
			return err
		}
		at, err := chromedp.Evaluate[[]float64](`(() => {
			const el = `+expression+`;
			el.scrollIntoView({ block: "nearest" });
			const r = el.getBoundingClientRect();
			return [r.left + r.width / 2, r.top + r.height / 2];
		})()`)(ctx, tab)
		if err != nil {
			return fmt.Errorf("%s: %w", expression, err)
		}
		_, err = chromedp.MouseClickXY(at[0], at[1])(ctx, tab)
		return err
	})
}

// shows waits until the newest message has a text.
func shows(text string) chromedp.Action[chromedp.Void] {
	return poll(fmt.Sprintf("document.getElementById('messages').lastElementChild?.textContent.includes(%q)", text))
}

// slash types a command and its options by their names.
func slash(text string) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(poll("document.activeElement === line && !line.hidden"), keys(text))
}

// Every kind of interaction by keyboard alone.
func TestBrowserByKeyboard(t *testing.T) {
	ctx := openBrowser(t, nil)
	local, page := serveEveryKind(t)
	element := func(find string) chromedp.Action[chromedp.Void] {
		return chromedp.Steps(poll("!busy && !again && !!("+find+")"), chromedp.Evaluate[chromedp.Void](find+".focus(), undefined"))
	}
	browse(ctx, t,
		chromedp.Navigate(page),
		slash("/say hello"),
		poll("offered.length === 2 && offered[1].label === 'hello and more'"),
		keys(kb.ArrowDown), keys(kb.ArrowDown), pressEnter,
		poll("fields()[0].value === 'hello and more' && list.hidden"),
		keys(" to:"), keys("@bo"), poll("offered.length === 1 && chosen === 0"), keys(kb.Tab),
		pressEnter,
		shows("ann used say [{what hello! false []} {to 1100000000000000055 false []}]"),

		slash("/settings colour "), keys("r"), pressEnter, pressEnter,
		shows("{name r false []}"),

		slash("/form "), pressEnter,
		poll("modal.open && document.activeElement.dataset.field === 'name'"),
		keys("ab"), pressEnter,
		poll("modal.querySelector('.said').textContent.includes('2 characters')"),
		poll("document.activeElement.dataset.field === 'name'"),
		keys("c"), keys(kb.Tab), keys("once"), keys(kb.Tab), keys(kb.Tab), keys(" "), pressEnter,
		shows("form by ann"),
		poll("!modal.open"),

		slash("/show "), pressEnter,
		poll("document.querySelectorAll('button.select').length === 6"),
		element("document.querySelector('[data-press=press]')"), pressEnter, shows("ann pressed press []"),
		poll("document.activeElement.dataset.press === 'press'"), // the focus stays
		element("document.querySelector('[data-select=one]')"), pressEnter,
		poll("menu.matches(':popover-open') && document.activeElement.textContent.startsWith('First')"),
		keys(kb.ArrowDown), pressEnter, shows("pressed one [2]"),
		poll("document.activeElement.dataset.select === 'one'"),
		element("document.querySelector('[data-select=several]')"), pressEnter,
		keys(" "), keys(kb.End), keys(" "), keys(kb.Tab), poll("document.activeElement.textContent === 'Choose'"), pressEnter,
		shows("pressed several [l r]"),
		element("document.querySelector('[data-select=person]')"), pressEnter, keys("c"), pressEnter, shows("pressed person [1100000000000000099]"),
		element("document.querySelector('[data-select=role]')"), pressEnter, keys(kb.End), pressEnter, shows("pressed role [1100000000000000132]"),
		element("document.querySelector('[data-select=anybody]')"), pressEnter, keys(kb.Home), pressEnter, shows("pressed anybody [1100000000000000011]"),
		element("document.querySelector('[data-select=channel]')"), pressEnter, keys("#"), pressEnter, shows("pressed channel"),

		element("document.querySelector('[data-person]')"), pressEnter, keys(kb.End), pressEnter, shows("ann used Greet [] "+local.ApplicationID()),
		element("document.querySelector('.message:last-child [data-menu]')"), pressEnter, keys("l"), pressEnter, shows("ann used Look up"),
		element("document.querySelector('.message:last-child [data-menu]')"), pressEnter,
		poll("document.activeElement.textContent === 'Reply'"), pressEnter,
		poll("document.activeElement === line && !document.getElementById('replying').hidden"),
		keys("thanks @ever"), poll("offered[0].label === '@everybot'"), keys(kb.Tab), pressEnter,
		shows("thanks @everybot"),
		poll("document.querySelector('.message:last-child .badge.pings').textContent === 'pings @everybot'"),
	)
	if got, want := local.Print(local.Messages(local.ChannelID(), "ann")), "thanks <@"+local.ApplicationID()+">"; !strings.Contains(got, want) {
		t.Errorf("the message is not %q:\n%s", want, got)
	}
}

// Every kind of interaction by mouse, and what two people see of it.
func TestBrowserByMouse(t *testing.T) {
	ctx := openBrowser(t, nil)
	_, page := serveEveryKind(t)
	entry := func(label string) chromedp.Action[chromedp.Void] {
		return click(fmt.Sprintf("[...menu.querySelectorAll('[tabindex]')].find((el) => el.firstChild.textContent === %q)", label))
	}
	option := func(label string) chromedp.Action[chromedp.Void] {
		return chromedp.Steps(poll(fmt.Sprintf("offered.some((o) => o.label === %q)", label)),
			click(fmt.Sprintf("[...list.children].find((el) => el.firstChild.textContent === %q)", label)))
	}
	find := func(selector string) chromedp.Action[chromedp.Void] {
		return click(fmt.Sprintf("document.querySelector(%q)", selector))
	}
	browse(ctx, t,
		chromedp.Navigate(page),
		keys("/"), option("/say"), keys("x"), option("x and more"),
		find("#command button"), entry("loud"), option("True"),
		find("#composer [type=submit]"),
		shows("{loud true false []}"),
		keys("/"), option("/show"), find("#composer [type=submit]"),
		poll("document.querySelectorAll('button.select').length === 6"),
		find(".section [data-press=yes]"), shows("ann pressed yes"),
		find("[data-select=one]"), entry("Second"), shows("pressed one [2]"),
		find("[data-select=several]"), entry("Left"), entry("Middle"), find("#menu .button"), shows("pressed several [l m]"),
		find("[data-select=person]"), entry("bob"), shows("pressed person [1100000000000000055]"),
		find("[data-press=form]"), poll("modal.open"), find("[data-field=name]"), keys("abc"), find("input[value=that]"), find("#form .primary"),
		shows("form by ann"),
		find("#u-1100000000000000055 [data-person]"), entry("Greet"), shows("ann used Greet"),
		find(".message:last-child [data-menu]"), entry("Look up"), shows("ann used Look up"),
		find(".message:last-child [data-menu]"), entry("Raw JSON"), poll("raw.open && raw.textContent.includes('\"interaction_metadata\"')"), keys(kb.Escape),
		find(".message:last-child [data-menu]"), entry("Reply"), find("[data-ping]"), keys("quietly"), pressEnter,
		shows("quietly"),
		find(".message:last-child [data-menu]"), entry("React 👍"), poll("document.querySelector('.message:last-child .reactions')?.textContent === '👍 1'"),
		find(".message:last-child [data-menu]"), entry("Delete"), shows("ann used Look up"),
		keys("quietly"), pressEnter, shows("quietly"),
		poll("!document.querySelector('.message:last-child .badge.pings')"),
	)
	// What is ephemeral only ann sees; she can put it away, and bob has no trace of it.
	private := "[...document.querySelectorAll('.message.ephemeral:not([hidden])')].length"
	browse(ctx, t,
		poll(private+" === 4 && document.querySelector('.ephemeral').textContent.includes('Only you can see this')"),
		find(".ephemeral [data-dismiss]"), poll(private+" === 3"),
		find("#u-1100000000000000055 a"), // as bob
		poll("data.user === '1100000000000000055' && document.querySelectorAll('.message').length > 3"),
		poll("document.querySelectorAll('.ephemeral').length === 0 && !document.getElementById('log').textContent.includes('pressed')"),
		poll("document.activeElement === line"),
		find("[data-press=press]"), shows("bob pressed press"),
		find("#channels a:nth-child(2)"), poll("document.title.startsWith('#general') && document.querySelectorAll('.message').length === 0"),
		keys("hello"), pressEnter, shows("hello"),
		chromedp.Evaluate[chromedp.Void]("history.back(), undefined"), poll("document.title.startsWith('#news')"),
		chromedp.Evaluate[chromedp.Void]("history.back(), undefined"), poll("data.user !== '1100000000000000055'"),
	)
}

// What goes wrong, time that passes, and what is said of it.
func TestBrowserWorkbench(t *testing.T) {
	ctx := openBrowser(t, nil)
	local, page := serveEveryKind(t)
	start := local.Now()
	browse(ctx, t,
		chromedp.Navigate(page),
		slash("/wait "), pressEnter, shows("everybot is thinking"),
		click("document.getElementById('open-panel')"), poll("panel.open"),
		click("[...panel.querySelectorAll('[data-act]')].find((el) => el.textContent === '+1 min')"),
		shows("The application did not respond"),
		poll("document.getElementById('exchanges').textContent.includes('PUT /applications/')"),
		click("document.getElementById('has-1100000000000000121')"), // ann becomes moderator
		poll("document.getElementById('members').textContent.includes('admin, moderator')"),
		chromedp.Evaluate[chromedp.Void]("document.getElementById('fault').value = 'callback_refuse_card', undefined"),
		click("panel.querySelector('form .primary')"),
		poll("document.getElementById('set').textContent.includes('callback_refuse_card, 1 more')"),
		click("panel.querySelector('[data-act*=none]')"),
		poll("document.getElementById('set').textContent === ''"),
		// @everyone loses the right to write: bob cannot, and the page says so.
		chromedp.Evaluate[chromedp.Void]("document.querySelector('#roles summary').click(), undefined"),
		click("document.getElementById('p-1100000000000000022-SEND_MESSAGES')"),
		click("document.querySelector('#u-1100000000000000055 a')"), poll("data.user === '1100000000000000055'"),
		slash("may I?"), pressEnter, poll("notice.textContent === 'Bob may not write in #news.' && line.value === 'may I?'"),
		poll("document.querySelector('#roles details').open"),
	)
	if passed := local.Now().Sub(start); passed.Minutes() < 1 {
		t.Errorf("the clock moved by %s", passed)
	}
}

// The page fits a phone, and a card with everything in it does not move it.
func TestBrowserOnAPhone(t *testing.T) {
	ctx := openBrowser(t, nil)
	_, page := serveEveryKind(t)
	fits := poll("document.documentElement.scrollWidth <= innerWidth && log.scrollWidth <= log.clientWidth")
	browse(ctx, t,
		chromedp.EmulateViewport(360, 640),
		chromedp.Navigate(page), fits,
		slash("/show "), pressEnter, poll("document.querySelectorAll('button.select').length === 6"), fits,
		click("document.querySelector('[popovertarget=side]')"), poll("document.getElementById('side').matches(':popover-open')"),
		click("document.querySelector('#u-1100000000000000055 a')"),
		poll("data.user === '1100000000000000055' && !document.getElementById('side').matches(':popover-open')"),
		click("document.getElementById('open-panel')"), poll("panel.matches(':modal') && panel.scrollWidth <= panel.clientWidth"), fits,
		keys(kb.Escape), poll("!panel.open && document.activeElement.id === 'open-panel'"),
		chromedp.Evaluate[chromedp.Void]("line.focus(), undefined"),
		slash("/form "), pressEnter, poll("modal.open"), fits,
	)
}

// Nothing that others wrote becomes part of the page.
func TestBrowserHostile(t *testing.T) {
	ctx := openBrowser(t, nil)
	local, page := serveEveryKind(t)
	hostile := `<img src=x onerror="window.owned=1"> <script>window.owned=1</script> [x](javascript:window.owned=1) </textarea><b>`
	if _, err := local.Say("bob", "", localdiscord.Saying{Content: hostile}); err != nil {
		t.Fatal(err)
	}
	browse(ctx, t,
		chromedp.Navigate(page),
		slash("/show "), pressEnter, poll("document.querySelectorAll('button.select').length === 6"),
		poll("document.querySelectorAll('#messages img, #messages script, #messages .button b').length === 0"),
		poll("document.querySelector('[data-press=press]').textContent === '<b>Press</b>'"),
		click("document.querySelector('.message [data-menu]')"), keys(kb.End), pressEnter,
		poll("raw.open && raw.querySelector('pre').childElementCount === 0"),
		poll("window.owned === undefined"),
	)
}

// A rule of axe that the page breaks, and where.
type violation struct {
	ID, Impact, Help string
	Nodes            []struct{ HTML string }
}

// No part of the page has a finding of axe-core that is serious or worse. The
// script is one file of the npm package axe-core; AXE_JS says where it is.
func TestBrowserIsAccessible(t *testing.T) {
	path := os.Getenv("AXE_JS")
	if path == "" {
		t.Log("AXE_JS does not name axe.min.js of the npm package axe-core, which .ci/test fetches where npm is: nothing is checked")
		return
	}
	axe, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx := openBrowser(t, nil)
	_, page := serveEveryKind(t)
	check := func(state string) {
		t.Helper()
		browse(ctx, t, chromedp.Evaluate[chromedp.Void](string(bytes.TrimSpace(axe))+"; window.found = null; axe.run().then((r) => { window.found = r.violations; }); undefined"), poll("window.found !== null"))
		for _, v := range read(ctx, t, chromedp.Evaluate[[]violation]("found.map((v) => ({ ID: v.id, Impact: v.impact, Help: v.help, Nodes: v.nodes.map((n) => ({ HTML: n.html })) }))")) {
			if v.Impact == "serious" || v.Impact == "critical" {
				t.Errorf("%s: %s (%s): %s: %+v", state, v.ID, v.Impact, v.Help, v.Nodes)
			} else {
				t.Logf("%s: %s (%s): %s: %+v", state, v.ID, v.Impact, v.Help, v.Nodes)
			}
		}
	}
	for _, scheme := range []string{"dark", "light"} {
		browse(ctx, t, colorScheme(scheme), chromedp.EmulateViewport(1280, 800), chromedp.Navigate(page))
		check(scheme + ", empty or as before")
		browse(ctx, t, slash("/show "), pressEnter, shows("Heading"))
		check(scheme + ", card")
		browse(ctx, t, slash("/say hello"), poll("offered.length === 2"))
		check(scheme + ", command")
		browse(ctx, t, keys(kb.Escape), keys(kb.Escape), click("document.querySelector('.message [data-menu]')"))
		check(scheme + ", menu")
		browse(ctx, t, keys(kb.Escape), click("document.getElementById('open-panel')"), poll("panel.open"),
			chromedp.Evaluate[chromedp.Void]("panel.querySelectorAll('details').forEach((d) => { d.open = true; }), undefined"))
		check(scheme + ", workbench")
		browse(ctx, t, chromedp.Evaluate[chromedp.Void]("panel.close(), line.focus(), undefined"), slash("/form "), pressEnter, poll("modal.open"))
		check(scheme + ", form")
		browse(ctx, t, keys(kb.Escape), chromedp.EmulateViewport(360, 640), click("document.querySelector('[popovertarget=side]')"))
		check(scheme + ", phone")
	}
}
