package localdiscord_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"summitbot/bot/localdiscord"
)

const noticesID = "1100000000000000077"

// permissionsOf returns what somebody may do in a channel.
func permissionsOf(t *testing.T, s *localdiscord.Server, who, channel string) localdiscord.Permissions {
	t.Helper()
	p, err := s.Permissions(who, channel)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestPermissions walks the algorithm of Discord's documentation: everyone and
// roles, then the overwrites for everyone, for roles together, for the member.
func TestPermissions(t *testing.T) {
	const all = 1<<53 - 1 - 1<<47 - 1<<48
	const everyone = 1<<6 | 1<<10 | 1<<11 | 1<<14 | 1<<15 | 1<<16 | 1<<17 | 1<<31 | 1<<50
	no, yes := false, true
	type step struct {
		who, permission string
		allowed         *bool
	}
	tests := []struct {
		name  string
		steps []step // overwrites in #general
		who   string
		want  localdiscord.Permissions
	}{
		{"the owner", []step{{"@everyone", "VIEW_CHANNEL", &no}}, "ann", all},
		{"a member", nil, "bob", everyone},
		{"roles add", nil, "cleo", everyone | 1<<13},
		{"no member", nil, "dan", 0},
		{"everyone denied", []step{{"@everyone", "ADD_REACTIONS", &no}}, "bob", everyone &^ (1 << 6)},
		{"a role against everyone", []step{{"@everyone", "ADD_REACTIONS", &no}, {"moderator", "ADD_REACTIONS", &yes}}, "cleo", everyone | 1<<13},
		{"the member against a role", []step{{"moderator", "ADD_REACTIONS", &yes}, {"cleo", "ADD_REACTIONS", &no}}, "cleo", everyone&^(1<<6) | 1<<13},
		{"taken back", []step{{"bob", "ADD_REACTIONS", &no}, {"bob", "ADD_REACTIONS", nil}}, "bob", everyone},
		{"unseen", []step{{"@everyone", "VIEW_CHANNEL", &no}}, "bob", 0},
		{"mute", []step{{"bob", "SEND_MESSAGES", &no}}, "bob", everyone &^ (1<<11 | 1<<14 | 1<<15 | 1<<17)},
		{"the bot", []step{{"bot", "SEND_MESSAGES", &no}}, "bot", everyone &^ (1<<11 | 1<<14 | 1<<15 | 1<<17)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newServer(t, localdiscord.Config{})
			for _, st := range tt.steps {
				must(t, "", s.SetOverwrite("general", st.who, st.permission, st.allowed))
			}
			if got := permissionsOf(t, s, tt.who, "general"); got != tt.want {
				t.Errorf("got %b, want %b", got, tt.want)
			}
		})
	}
	s := newServer(t, localdiscord.Config{})
	must(t, "", s.SetRole("bob", "admin", true))
	if got := permissionsOf(t, s, "bob", "general"); got != all {
		t.Errorf("an administrator: %b", got)
	}
}

func TestChangesAreAnnounced(t *testing.T) {
	listen(t, `[]`, func(l *listener) {
		no := false
		must(t, "", l.s.SetPermission("@everyone", "ADD_REACTIONS", false))
		checkAt(t, l.next("GUILD_ROLE_UPDATE"), "guild_id", `"1100000000000000022"`, "role.permissions", `"1125902054575104"`)
		must(t, "", l.s.SetOverwrite("news", "bot", "SEND_MESSAGES", &no))
		checkAt(t, l.next("CHANNEL_UPDATE"), "permission_overwrites.0.deny", `"2048"`, "permission_overwrites.0.type", "1")
		must(t, "", l.s.SetRole("bot", "moderator", true))
		checkAt(t, l.next("GUILD_MEMBER_UPDATE"), "user.id", `"`+botID+`"`) // its own, without the intent
		must(t, "", l.s.SetRole("bob", "moderator", true))
		must(t, "", l.s.SetMember("dan", true))
		l.quiet() // members need a privileged intent
	})
	s := newServer(t, localdiscord.Config{})
	for _, err := range []error{
		s.SetPermission("nobody", "FLY", true), s.SetPermission("admin", "FLY", true), s.SetRole("dan", "admin", true),
		s.SetRole("bob", "@everyone", false), s.SetMember("ann", false), s.SetOverwrite("dm", "bob", "VIEW_CHANNEL", nil),
		s.SetOverwrite("news", "eve", "VIEW_CHANNEL", nil), s.SetLocale("bob", "klingon"), s.SetInstalled("eve", true),
	} {
		if err == nil {
			t.Error("a change that cannot be, without an error")
		}
	}
}

// TestRESTPermissions tries what a bot may do in channels and to messages.
func TestRESTPermissions(t *testing.T) {
	s := newServer(t, localdiscord.Config{})
	api := func(method, path, body string) string {
		return outcome(t, do(s, call{method, "/api/v10" + path, body, nil}))
	}
	messages := func(channel string) string { return "/channels/" + channel + "/messages" }
	id, err := s.Say("bob", "", localdiscord.Saying{Content: "hello"})
	hers := messages(newsID) + "/" + must(t, id, err)
	direct, err := s.Say("bob", "dm", localdiscord.Saying{Content: "hello"})
	const bobDM = "1200000000000000055"
	must(t, direct, err)
	const smile, star = "/reactions/%F0%9F%98%80/@me", "/reactions/%E2%AD%90/@me"
	no := false
	check(t, "where it may not write", api("POST", messages(noticesID), `{"content":"x"}`), "403 50013")
	check(t, "nor type", api("POST", "/channels/"+noticesID+"/typing", ""), "403 50013")
	check(t, "it may read", api("GET", messages(noticesID), ""), "200")
	check(t, "edit another's", api("PATCH", hers, `{"content":"x"}`), "403 50005")
	check(t, "delete another's", api("DELETE", hers, ""), "403 50013")
	check(t, "delete another's in a conversation", api("DELETE", messages(bobDM)+"/"+direct, ""), "403 50003")
	check(t, "react", api("PUT", hers+smile, ""), "204")
	check(t, "with a word", api("PUT", hers+"/reactions/smile/@me", ""), "400 10014")
	must(t, "", s.SetPermission("bot", "EMBED_LINKS", false))
	must(t, "", s.SetPermission("@everyone", "EMBED_LINKS", false))
	check(t, "an embed without permission", api("POST", messages(newsID), `{"embeds":[{"title":"x"}]}`), "403 50013")
	must(t, "", s.SetPermission("bot", "ADD_REACTIONS", false))
	must(t, "", s.SetPermission("@everyone", "ADD_REACTIONS", false))
	check(t, "react without permission", api("PUT", hers+star, ""), "403 50013")
	check(t, "the reaction that is there", api("PUT", hers+smile, ""), "204")
	check(t, "unreact", api("DELETE", hers+smile, ""), "204")
	must(t, "", s.SetRole("bot", "moderator", true))
	check(t, "delete as a moderator", api("DELETE", hers, ""), "204")
	check(t, "gone", api("GET", hers, ""), "404 10008")
	must(t, "", s.SetOverwrite("news", "bot", "READ_MESSAGE_HISTORY", &no))
	id, err = s.Say("bob", "", localdiscord.Saying{Content: "again"})
	must(t, id, err)
	check(t, "reply without history", api("POST", messages(newsID), `{"content":"x","message_reference":{"message_id":"`+id+`"}}`), "403 160002")
	must(t, "", s.SetOverwrite("news", "bot", "VIEW_CHANNEL", &no))
	check(t, "an unseen channel", api("GET", "/channels/"+newsID, ""), "403 50001")
	check(t, "a conversation of others", api("GET", messages("1100000000000000088"), ""), "403 50001")
	check(t, "an unknown channel", api("GET", "/channels/1", ""), "404 10003")
	check(t, "a conversation", api("POST", "/users/@me/channels", `{"recipient_id":"`+bobID+`"}`), "200")
	check(t, "with itself", api("POST", "/users/@me/channels", `{"recipient_id":"`+botID+`"}`), "400 50035; recipient_id USER_INVALID_ID")
	check(t, "write in it", api("POST", messages(bobDM), `{"content":"x"}`), "200")
	must(t, "", s.SetRefusesDMs("bob", true))
	check(t, "who refuses", api("POST", messages(bobDM), `{"content":"x"}`), "403 50007")
	must(t, "", s.SetInstalled("dan", false))
	check(t, "who shares nothing", api("POST", messages("1200000000000000143"), `{"content":"x"}`), "403 50007")
	check(t, "a member", api("GET", "/guilds/1100000000000000022/members/"+bobID, ""), "200")
	check(t, "no member", api("GET", "/guilds/1100000000000000022/members/"+danID, ""), "404 10007")
	check(t, "nobody", api("GET", "/users/1", ""), "404 10013")
	for _, path := range []string{"/users/@me/guilds", "/guilds/1100000000000000022?with_counts=true",
		"/guilds/1100000000000000022/channels", "/guilds/1100000000000000022/roles"} {
		check(t, path, api("GET", path, ""), "200")
		check(t, "another server", api("GET", strings.Replace(path, "22", "23", 1), ""), map[bool]string{true: "200", false: "403 50001"}[strings.HasPrefix(path, "/users")])
	}
}

func TestContentNeedsAnIntent(t *testing.T) {
	for _, intents := range []int{0, 1 << 15} {
		s := newServer(t, localdiscord.Config{PrivilegedIntents: intents})
		id, err := s.Say("bob", "", localdiscord.Saying{Content: "hello"})
		var got struct{ Content string }
		decode(t, do(s, call{method: "GET", path: "/api/v10/channels/" + newsID + "/messages/" + must(t, id, err)}), &got)
		check(t, fmt.Sprintf("with the intents %d", intents), got.Content, map[int]string{0: "", 1 << 15: "hello"}[intents])
	}
}

func TestListMessages(t *testing.T) {
	s := newServer(t, localdiscord.Config{})
	var ids []string
	for i := range 5 {
		id, err := s.Say("ann", "", localdiscord.Saying{Content: fmt.Sprint(i)})
		ids = append(ids, must(t, id, err))
	}
	id, err := s.Say("ann", "general", localdiscord.Saying{Content: "elsewhere"})
	must(t, id, err)
	for query, want := range map[string][]string{
		"":                                       {ids[4], ids[3], ids[2], ids[1], ids[0]},
		"?limit=2":                               {ids[4], ids[3]},
		"?limit=2&before=" + ids[3]:              {ids[2], ids[1]},
		"?limit=2&after=" + ids[1]:               {ids[3], ids[2]},
		"?after=" + ids[0] + "&before=" + ids[2]: {ids[1]},
	} {
		var list []struct{ ID string }
		decode(t, do(s, call{method: "GET", path: "/api/v10/channels/" + newsID + "/messages" + query}), &list)
		var got []string
		for _, m := range list {
			got = append(got, m.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
}

// TestOldestAreForgotten fills the channels beyond what is kept.
func TestOldestAreForgotten(t *testing.T) {
	s := newServer(t, localdiscord.Config{})
	var first string
	for i := range 2001 {
		id, err := s.Say("ann", "", localdiscord.Saying{Content: fmt.Sprint(i)})
		if must(t, id, err); i == 0 {
			first = id
		}
	}
	if n := len(s.Messages(newsID, "")); n != 2000 {
		t.Errorf("%d messages are kept, want 2000", n)
	}
	check(t, "the first", outcome(t, do(s, call{"GET", "/api/v10/channels/" + newsID + "/messages/" + first, "", nil})), "404 10008")
}

func TestTypingEnds(t *testing.T) {
	listen(t, `[]`, func(l *listener) {
		typing := func() string {
			return outcome(t, do(l.s, call{"POST", "/api/v10/channels/" + newsID + "/typing", "", nil}))
		}
		check(t, "typing", typing(), "204")
		checkAt(t, l.next("TYPING_START"), "user_id", `"`+botID+`"`, "guild_id", `"1100000000000000022"`)
		time.Sleep(9 * time.Second)
		check(t, "longer", typing(), "204")
		l.next("TYPING_START")
		must(t, "", l.s.Advance(9*time.Second))
		if !l.s.Typing(newsID) {
			t.Error("not typing 9 s after the second call")
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if l.s.Typing(newsID) {
			t.Error("still typing after 10 s")
		}
	})
}

func TestReactionsAreTold(t *testing.T) {
	listen(t, `[]`, func(l *listener) {
		id, err := l.s.Say("bob", "dm", localdiscord.Saying{Content: "x"})
		must(t, id, err)
		m := l.next("MESSAGE_CREATE")
		path := "/api/v10/channels/" + strings.Trim(at(m, "channel_id"), `"`) + "/messages/" + id
		check(t, "react", outcome(t, do(l.s, call{"PUT", path + "/reactions/%E2%8F%B3/@me", "", nil})), "204")
		checkAt(t, l.next("MESSAGE_REACTION_ADD"), "emoji.name", `"⏳"`, "message_id", `"`+id+`"`, "guild_id", "nothing")
		var got map[string]any
		decode(t, do(l.s, call{method: "GET", path: path}), &got)
		checkAt(t, got, "reactions.0.count", "1", "reactions.0.me", "true")
		check(t, "unreact", outcome(t, do(l.s, call{"DELETE", path + "/reactions/%E2%8F%B3/@me", "", nil})), "204")
		l.next("MESSAGE_REACTION_REMOVE")
	})
}

// upload makes a request with files, as "name=content", and a payload.
func upload(s *localdiscord.Server, method, path, payload string, files ...string) *http.Response {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	w.WriteField("payload_json", payload)
	for i, f := range files {
		name, content, _ := strings.Cut(f, "=")
		part, _ := w.CreateFormFile(fmt.Sprintf("files[%d]", i), name)
		io.WriteString(part, content)
	}
	w.Close()
	return do(s, call{method, path, body.String(), map[string]string{"Content-Type": w.FormDataContentType()}})
}

func TestFiles(t *testing.T) {
	s := newServer(t, localdiscord.Config{})
	path := "/api/v10/channels/" + newsID + "/messages"
	var m localdiscord.Message
	decode(t, upload(s, "POST", path, `{"attachments":[{"id":"0","description":"first"}]}`, "a.txt=hello", "../b.png=x"), &m)
	if len(m.Attachments) != 2 || m.Attachments[0].Description != "first" || m.Attachments[0].Size != 5 ||
		m.Attachments[1].Filename != "b.png" || m.Attachments[1].ContentType != "application/octet-stream" && m.Attachments[1].ContentType != "image/png" {
		t.Fatalf("attachments: %+v", m.Attachments)
	}
	res := do(s, call{method: "GET", path: strings.TrimPrefix(m.Attachments[0].URL, "http://"+host)})
	content, _ := io.ReadAll(res.Body)
	check(t, m.Attachments[0].URL, string(content), "hello")
	check(t, "shown as a page", res.Header.Get("Content-Disposition"), "attachment")
	var edited localdiscord.Message
	keep := `{"attachments":[{"id":"` + m.Attachments[1].ID + `"}]}`
	decode(t, do(s, call{"PATCH", path + "/" + m.ID, keep, nil}), &edited)
	if len(edited.Attachments) != 1 || edited.Attachments[0].ID != m.Attachments[1].ID {
		t.Errorf("after an edit that lists one: %+v", edited.Attachments)
	}
	const v2 = `"flags":32768,"components":[`
	check(t, "in a card", outcome(t, upload(s, "POST", path, `{`+v2+`{"type":13,"file":{"url":"attachment://a.txt"}}]}`, "a.txt=hello")), "200")
	check(t, "not sent", outcome(t, upload(s, "POST", path, `{`+v2+`{"type":13,"file":{"url":"attachment://c.txt"}}]}`, "a.txt=hello")),
		"400 50035; components UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND")
	check(t, "11 files", outcome(t, upload(s, "POST", path, `{}`, slices.Repeat([]string{"a=b"}, 11)...)), "400 50035; files BASE_TYPE_MAX_LENGTH")
	check(t, "listed, not sent", outcome(t, do(s, call{"POST", path, `{"content":"x","attachments":[{"id":7}]}`, nil})),
		"400 50035; attachments ATTACHMENT_NOT_FOUND")
	must(t, "", s.Advance(5*time.Second))
	must(t, "", s.SetPermission("bot", "ATTACH_FILES", false))
	must(t, "", s.SetPermission("@everyone", "ATTACH_FILES", false))
	check(t, "without permission", outcome(t, upload(s, "POST", path, `{}`, "a=b")), "403 50013")
	check(t, "too large", outcome(t, upload(s, "POST", path, `{}`, "a="+strings.Repeat("x", 10<<20+1))), "413 40005")
	check(t, "broken", outcome(t, do(s, call{"POST", path, "--x\r\nbroken", map[string]string{"Content-Type": "multipart/form-data; boundary=x"}})),
		"400 50035; _ FORM_DATA_INVALID")
	if got := do(s, call{method: "GET", path: "/files/1/a.txt"}).StatusCode; got != 404 {
		t.Errorf("an unknown file: %d", got)
	}
}

func TestNonce(t *testing.T) {
	s := newServer(t, localdiscord.Config{})
	path := "/api/v10/channels/" + newsID + "/messages"
	post := func(path, body string) (id string) {
		var m struct{ ID string }
		decode(t, do(s, call{"POST", path, body, nil}), &m)
		return m.ID
	}
	first := post(path, `{"content":"x","nonce":"n","enforce_nonce":true}`)
	check(t, "the same again", post(path, `{"content":"y","nonce":"n","enforce_nonce":true}`), first)
	if post("/api/v10/channels/1100000000000000066/messages", `{"content":"y","nonce":"n","enforce_nonce":true}`) == first {
		t.Error("a nonce counts in another channel")
	}
	must(t, "", s.Advance(6*time.Minute))
	if post(path, `{"content":"y","nonce":"n","enforce_nonce":true}`) == first {
		t.Error("a nonce counts after minutes")
	}
}

func TestGlobalLimit(t *testing.T) {
	s := newServer(t, localdiscord.Config{Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	for i := range 50 {
		check(t, fmt.Sprint(i), outcome(t, do(s, call{"GET", "/api/v10/users/@me", "", nil})), "200")
	}
	res := do(s, call{"GET", "/api/v10/applications/@me", "", nil})
	var body struct {
		RetryAfter float64 `json:"retry_after"`
		Global     bool
	}
	if h := res.Header; h.Get("X-RateLimit-Global") != "true" || h.Get("X-RateLimit-Scope") != "global" || h.Get("X-RateLimit-Bucket") != "" ||
		h.Get("Retry-After") != "1" || json.NewDecoder(res.Body).Decode(&body) != nil || !body.Global || body.RetryAfter != 1 {
		t.Errorf("the 51st call in a second: %d %v %+v", res.StatusCode, res.Header, body)
	}
	check(t, "without the token", outcome(t, do(s, call{"GET", "/api/v10/gateway", "", nil})), "200")
	must(t, "", s.Advance(time.Second))
	check(t, "a second later", outcome(t, do(s, call{"GET", "/api/v10/applications/@me", "", nil})), "200")
}

func TestCommandsById(t *testing.T) {
	s := newServer(t, localdiscord.Config{Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	api := func(method, path, body string) (out string, c localdiscord.Command) {
		res := do(s, call{method, commandsPath + path, body, nil})
		raw, _ := io.ReadAll(res.Body)
		res.Body = io.NopCloser(bytes.NewReader(raw))
		json.Unmarshal(raw, &c)
		s.Advance(time.Second) // for the limit of a second
		return outcome(t, res), c
	}
	out, ask := api("POST", "", `{"name":"ask","description":"d"}`)
	check(t, "create", out, "201")
	out, again := api("POST", "", `{"name":"ask","description":"other"}`)
	check(t, "replace", out, "200")
	if again.ID != ask.ID || again.Version == ask.Version {
		t.Errorf("replaced %s %s by %s %s, want the id kept and a new version", ask.ID, ask.Version, again.ID, again.Version)
	}
	out, patched := api("PATCH", "/"+ask.ID, `{"description":"third"}`)
	check(t, "change", out, "200")
	check(t, "changed", patched.ID+patched.Name+patched.Description, ask.ID+"ask"+"third")
	out, _ = api("PATCH", "/"+ask.ID, `{"name":"Not This"}`)
	check(t, "a bad name", out, "400 50035; name APPLICATION_COMMAND_INVALID_NAME")
	out, got := api("GET", "/"+ask.ID, "")
	check(t, "kept", out+got.Description, "200third")
	out, _ = api("DELETE", "/"+ask.ID, "")
	check(t, "delete", out, "204")
	out, _ = api("GET", "/"+ask.ID, "")
	check(t, "gone", out, "404 10063")
	for i := range 15 {
		out, _ = api("POST", "", fmt.Sprintf(`{"name":"M%d","type":3}`, i))
		check(t, "a menu command", out, "201")
	}
	out, _ = api("POST", "", `{"name":"M15","type":3}`)
	check(t, "the 16th", out, "400 30032")
	for i := range 100 - 16 {
		out, _ = api("POST", "", fmt.Sprintf(`{"name":"s%d","description":"d"}`, i))
	}
	check(t, "the 100th creation", out, "201")
	for range 100 {
		out, c := api("POST", "", `{"name":"again","description":"d"}`)
		check(t, "create", out, "201")
		api("DELETE", "/"+c.ID, "")
	}
	out, _ = api("POST", "", `{"name":"again","description":"d"}`)
	check(t, "the 201st creation of a day", out, "400 30034")
	must(t, "", s.Advance(24*time.Hour))
	out, _ = api("POST", "", `{"name":"again","description":"d"}`)
	check(t, "the next day", out, "201")
}

// TestMessageBecomesCard edits a plain message of the bot into a card, which
// needs its older fields emptied in the same request and cannot be undone.
func TestMessageBecomesCard(t *testing.T) {
	s := newServer(t, localdiscord.Config{})
	path := "/api/v10/channels/" + newsID + "/messages"
	var m localdiscord.Message
	decode(t, do(s, call{"POST", path, `{"content":"x"}`, nil}), &m)
	patch := func(body string) string { return outcome(t, do(s, call{"PATCH", path + "/" + m.ID, body, nil})) }
	components := `"components":[` + text("card") + `]`
	const legacy = "400 50035; content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
	check(t, "with its content", patch(`{"flags":32768,`+components+`}`), legacy)
	check(t, "without", patch(`{"flags":32768,"content":null,"embeds":[],`+components+`}`), "200")
	check(t, "back", patch(`{"flags":0,"content":"x","components":[]}`), legacy)
	check(t, "shown", s.Transcript(), "bot → #news (edited)\n  card\n")
}
