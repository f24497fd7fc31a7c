package localdiscord_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"summitbot/bot/localdiscord"
	"summitbot/bot/localdiscord/schematest"
)

// A listener is a bot that answers nothing by itself and keeps what it hears.
type listener struct {
	*world
	heard chan *discordgo.Event
}

// listen runs f in fake time with a bot that hears everything and has
// registered commands.
func listen(t *testing.T, commands string, f func(l *listener)) {
	t.Helper()
	inBubble(t, localdiscord.Config{}, func(w *world) {
		l := &listener{w, make(chan *discordgo.Event, 64)}
		bot := w.bot()
		bot.SyncEvents = true // handlers of their own goroutines hear in any order
		bot.Identify.Intents = 1<<0 | 1<<9 | 1<<10 | 1<<11 | 1<<12 | 1<<13 | 1<<14
		bot.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) {
			var ev struct {
				User string `json:"user_id"`
			}
			json.Unmarshal(e.RawData, &ev)
			// What comes before every message of a person is left out.
			typed := e.Type == "TYPING_START" && ev.User != botID
			if e.Operation == 0 && e.Type != "READY" && e.Type != "GUILD_CREATE" && !typed {
				l.heard <- e
			}
		})
		if err := bot.Open(); err != nil {
			t.Fatal(err)
		}
		defer closeBot(bot)
		check(t, "commands", outcome(t, do(w.s, call{"PUT", commandsPath, commands, nil})), "200")
		f(l)
	})
}

// next returns the data of the next event, which must be of a type.
func (l *listener) next(kind string) map[string]any {
	l.t.Helper()
	synctest.Wait()
	select {
	case e := <-l.heard:
		var data map[string]any
		if err := json.Unmarshal(e.RawData, &data); err != nil || e.Type != kind {
			l.t.Fatalf("heard %s %s, want %s", e.Type, e.RawData, kind)
		}
		return data
	default:
		l.t.Fatalf("heard nothing, want %s", kind)
		return nil
	}
}

// quiet reports what was heard although nothing should be.
func (l *listener) quiet() {
	l.t.Helper()
	synctest.Wait()
	select {
	case e := <-l.heard:
		l.t.Errorf("heard %s %s", e.Type, e.RawData)
	default:
	}
}

// callback answers an interaction and returns the outcome.
func (l *listener) callback(i map[string]any, body string) string {
	l.t.Helper()
	return outcome(l.t, do(l.s, call{"POST", fmt.Sprintf("/api/v10/interactions/%s/%s/callback", i["id"], i["token"]), body, nil}))
}

// webhook makes a call under an interaction's token and returns the outcome.
func (l *listener) webhook(i map[string]any, method, path, body string) string {
	l.t.Helper()
	return outcome(l.t, do(l.s, call{method, fmt.Sprintf("/api/v10/webhooks/%s/%s%s", l.s.ApplicationID(), i["token"], path), body, nil}))
}

// at returns what stands at a path in an event, as JSON: "data.options.0.value".
func at(v any, path string) string {
	for part := range strings.SplitSeq(path, ".") {
		switch have := v.(type) {
		case map[string]any:
			v = have[part]
		case []any:
			var i int
			fmt.Sscan(part, &i)
			if i >= len(have) {
				return "nothing"
			}
			v = have[i]
		default:
			return "nothing"
		}
	}
	if v == nil {
		return "nothing"
	}
	b, _ := json.Marshal(v)
	return string(b)
}

// checkAt compares what stands at paths of an event: path, want, path, want…
func checkAt(t *testing.T, event map[string]any, pairs ...string) {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		check(t, pairs[i], at(event, pairs[i]), pairs[i+1])
	}
}

// must returns id unless there is an error.
func must(t *testing.T, id string, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

const (
	annID  = "1100000000000000044"
	bobID  = "1100000000000000055"
	danID  = "1100000000000000143"
	botID  = "1100000000000000011"
	newsID = "1100000000000000033"
)

func TestAutocomplete(t *testing.T) {
	const commands = `[{"name":"ask","description":"d","options":[
		{"type":3,"name":"question","description":"d","required":true,"autocomplete":true},
		{"type":4,"name":"count","description":"d","autocomplete":true},
		{"type":3,"name":"source","description":"d","min_length":3}]}]`
	listen(t, commands, func(l *listener) {
		typed := map[string]string{"question": "who ", "source": "a"}
		id, err := l.s.Autocomplete("bob", "", "ask", typed, "question")
		must(t, id, err)
		i := l.next("INTERACTION_CREATE")
		checkAt(t, i, "type", "4", "data.options.0.value", `"who "`, "data.options.0.focused", "true",
			"data.options.1.value", `"a"`, "member.user.username", `"bob"`)
		check(t, "a message", l.callback(i, `{"type":4,"data":{"content":"x"}}`), "400 50035; type BASE_TYPE_CHOICES")
		check(t, "26 choices", l.callback(i, `{"type":8,"data":{"choices":[`+strings.Repeat(`{"name":"a","value":"b"},`, 25)+`{"name":"a","value":"b"}]}}`),
			"400 50035; data.choices BASE_TYPE_BAD_LENGTH")
		check(t, "choices", l.callback(i, `{"type":8,"data":{"choices":[{"name":"Who met?","value":"who met"}]}}`), "204")
		check(t, "again", l.callback(i, `{"type":8,"data":{"choices":null}}`), "400 40060")
		check(t, "a follow-up", l.webhook(i, "POST", "", `{"content":"x"}`), "401 50027")
		o, _ := l.s.Outcome(id)
		if diff := cmp.Diff([]localdiscord.CommandChoice{{Name: "Who met?", Value: "who met"}}, o.Choices); diff != "" {
			t.Errorf("choices (-want +got):\n%s", diff)
		}
		_, err = l.s.Autocomplete("", "", "ask", map[string]string{"count": "1"}, "count")
		must(t, "", err)
		i = l.next("INTERACTION_CREATE")
		check(t, "a word for a number", l.callback(i, `{"type":8,"data":{"choices":[{"name":"one","value":"one"}]}}`),
			"400 50035; data.choices.0.value NUMBER_TYPE_COERCE")
		time.Sleep(3 * time.Second)
		check(t, "too late", l.callback(i, `{"type":8,"data":{"choices":[]}}`), "404 10062")
		check(t, "nothing is shown of it", l.s.Transcript(), "")
		if _, err := l.s.Autocomplete("", "", "ask", nil, "source"); err == nil {
			t.Error("choices for an option without autocomplete")
		}
	})
}

func TestOptionsOfEveryType(t *testing.T) {
	const commands = `[{"name":"settings","description":"d","options":[
		{"type":2,"name":"channel","description":"d","options":[{"type":1,"name":"set","description":"d","options":[
			{"type":7,"name":"where","description":"d","required":true,"channel_types":[0]},
			{"type":6,"name":"who","description":"d"},{"type":8,"name":"role","description":"d"},
			{"type":9,"name":"any","description":"d"},{"type":5,"name":"yes","description":"d"},
			{"type":10,"name":"share","description":"d"},{"type":11,"name":"file","description":"d"}]}]},
		{"type":1,"name":"show","description":"d"}]}]`
	listen(t, commands, func(l *listener) {
		res, err := l.s.Act(t.Context(), localdiscord.Action{Do: "slash", Name: "settings channel set", Options: map[string]any{
			"where": "general", "who": "cleo", "role": "moderator", "any": "admin", "yes": true, "share": json.Number("0.5"),
			"file": map[string]any{"filename": "a.txt", "content": "hello"},
		}})
		must(t, res.InteractionID, err)
		i := l.next("INTERACTION_CREATE")
		checkAt(t, i, "data.options.0.name", `"channel"`, "data.options.0.options.0.name", `"set"`,
			"data.options.0.options.0.options.0.value", `"1100000000000000066"`,
			"data.resolved.channels.1100000000000000066.name", `"general"`,
			"data.resolved.channels.1100000000000000066.permissions", `"8584986789675007"`,
			"data.options.0.options.0.options.1.value", `"1100000000000000099"`,
			"data.resolved.users.1100000000000000099.username", `"cleo"`,
			"data.resolved.members.1100000000000000099.roles", `["1100000000000000121"]`,
			"data.resolved.roles.1100000000000000121.name", `"moderator"`,
			"data.resolved.roles.1100000000000000110.name", `"admin"`,
			"data.options.0.options.0.options.4.value", "true", "data.options.0.options.0.options.5.value", "0.5")
		file := strings.Trim(at(i, "data.options.0.options.0.options.6.value"), `"`)
		checkAt(t, i, "data.resolved.attachments."+file+".filename", `"a.txt"`, "data.resolved.attachments."+file+".size", "5")
		url := strings.Trim(at(i, "data.resolved.attachments."+file+".url"), `"`)
		content := make([]byte, 8)
		n, _ := do(l.s, call{method: "GET", path: strings.TrimPrefix(url, "http://"+host)}).Body.Read(content)
		check(t, url, string(content[:n]), "hello")

		answer := fmt.Sprintf("/api/v10/interactions/%s/%s/callback?with_response=true", i["id"], i["token"])
		var got map[string]any
		decode(t, upload(l.s, "POST", answer, `{"type":4,"data":{"attachments":[{"id":"0","description":"what it says"}]}}`, "b.txt=yes"), &got)
		checkAt(t, got, "resource.message.attachments.0.filename", `"b.txt"`, "resource.message.attachments.0.description", `"what it says"`,
			"interaction.response_message_ephemeral", "false")
		l.next("MESSAGE_CREATE")

		_, err = l.s.Slash("", "", "settings show", nil)
		must(t, "", err)
		checkAt(t, l.next("INTERACTION_CREATE"), "data.options.0.type", "1", "data.options.0.options", "[]")
		for line, want := range map[string]string{
			"settings":              "/settings needs one of its subcommands: channel, show",
			"settings channel":      "/settings channel needs one of its subcommands: set",
			"settings show more":    `/settings show has no subcommand "more"`,
			"settings channel set":  `/settings channel set needs "where": d`,
			"settings channel copy": "/settings channel needs one of its subcommands: set",
		} {
			if _, err := l.s.Slash("", "", line, nil); err == nil || err.Error() != want {
				t.Errorf("/%s: %v, want %s", line, err, want)
			}
		}
	})
}

const menus = `[{"name":"Find in coverage","type":3,"integration_types":[0,1],"contexts":[0,1,2]},{"name":"Who","type":2}]`

func TestMenuCommands(t *testing.T) {
	listen(t, menus, func(l *listener) {
		said, err := l.s.Say("bob", "general", localdiscord.Saying{Content: "pets for Putin"})
		must(t, said, err)
		checkAt(t, l.next("MESSAGE_CREATE"), "content", `""`, "author.username", `"bob"`) // no message content intent
		_, err = l.s.MessageCommand("ann", "general", "Find in coverage", said)
		must(t, "", err)
		i := l.next("INTERACTION_CREATE")
		// The target of a message command is shown without any intent.
		checkAt(t, i, "data.type", "3", "data.target_id", `"`+said+`"`, "data.resolved.messages."+said+".content", `"pets for Putin"`)
		check(t, "answer", l.callback(i, `{"type":4,"data":{"content":"dogs"}}`), "204")
		checkAt(t, l.next("MESSAGE_CREATE"), "type", "23", "interaction_metadata.target_message_id", `"`+said+`"`)

		_, err = l.s.UserCommand("ann", "", "Who", "bob")
		must(t, "", err)
		i = l.next("INTERACTION_CREATE")
		checkAt(t, i, "data.type", "2", "data.target_id", `"`+bobID+`"`, "data.resolved.users."+bobID+".username", `"bob"`)
		check(t, "defer", l.callback(i, `{"type":5,"data":{"flags":64}}`), "204")
		check(t, "edit", l.webhook(i, "PATCH", "/messages/@original", card(text("Bob."))), "200")
		l.quiet() // ephemeral messages are not announced
		if _, err := l.s.MessageCommand("ann", "news", "Find in coverage", said); err == nil {
			t.Error("a menu in another channel")
		}
	})
}

func TestSelects(t *testing.T) {
	listen(t, `[]`, func(l *listener) {
		row := func(kind int, more string) string {
			return fmt.Sprintf(`{"type":1,"components":[{"type":%d,"custom_id":"s%d"%s}]}`, kind, kind, more)
		}
		body := `{"content":"choose","components":[` + strings.Join([]string{
			row(3, `,"options":[{"label":"A","value":"a"},{"label":"B","value":"b"}],"max_values":2`), row(5, `,"default_values":[{"id":"1","type":"user"}]`),
			row(6, ""), row(7, `,"min_values":0,"max_values":2`), row(8, `,"channel_types":[0]`)}, ",") + `]}`
		check(t, "post", outcome(t, do(l.s, call{"POST", "/api/v10/channels/" + newsID + "/messages", body, nil})), "200")
		m := at(l.next("MESSAGE_CREATE"), "id")
		m = strings.Trim(m, `"`)
		tests := []struct {
			id     string
			values []string
			want   []string // path, value…
			err    string
		}{
			{"s3", []string{"a", "b"}, []string{"data.values", `["a","b"]`, "message.content", `"choose"`, "message.flags", "0"}, ""},
			{"s3", []string{"c"}, nil, `"c" is none of its values: a, b`},
			{"s3", nil, nil, "0 chosen; it takes 1 to 2"},
			{"s3", []string{"a", "a"}, nil, `"a" is chosen twice`},
			{"s5", []string{"bob"}, []string{"data.values", `["` + bobID + `"]`, "data.resolved.users." + bobID + ".username", `"bob"`}, ""},
			{"s6", []string{"admin"}, []string{"data.resolved.roles.1100000000000000110.name", `"admin"`}, ""},
			{"s7", []string{"bot", "moderator"}, []string{"data.values", `["1100000000000000011","1100000000000000121"]`}, ""},
			{"s7", nil, []string{"data.values", "[]"}, ""},
			{"s8", []string{"general"}, []string{"data.component_type", "8", "data.resolved.channels.1100000000000000066.type", "0"}, ""},
			{"s8", []string{"dm"}, nil, "channels like dm cannot be chosen"},
			{"s9", nil, nil, `the message has no select "s9"`},
		}
		for _, tt := range tests {
			_, err := l.s.Select("cleo", m, tt.id, tt.values)
			if got := fmt.Sprint(err); (err == nil) != (tt.err == "") || (err != nil && got != tt.err) {
				t.Errorf("%s %v: %s, want %s", tt.id, tt.values, got, tt.err)
			}
			if err == nil {
				checkAt(t, l.next("INTERACTION_CREATE"), append(tt.want, "locale", `"de"`)...)
			}
		}
		l.quiet()
	})
}

func TestModal(t *testing.T) {
	listen(t, `[{"name":"note","description":"d"}]`, func(l *listener) {
		press := func(callback string) map[string]any {
			t.Helper()
			_, err := l.s.Slash("", "", "note", nil)
			must(t, "", err)
			i := l.next("INTERACTION_CREATE")
			check(t, callback, l.callback(i, callback), "204")
			return i
		}
		modal := func(components string) string {
			return `{"type":9,"data":{"custom_id":"m","title":"Note","components":[` + components + `]}}`
		}
		opener := press(modal(`{"type":1,"components":[{"type":4,"custom_id":"t","style":1,"label":"Text","min_length":2}]},
			{"type":10,"content":"hint"},
			{"type":18,"label":"Pick","component":{"type":3,"custom_id":"p","options":[{"label":"A","value":"a","default":true}]}},
			{"type":18,"label":"Who","component":{"type":5,"custom_id":"u","required":false}},
			{"type":18,"label":"Sure","component":{"type":23,"custom_id":"c"}}`))
		if m, ok := l.s.Modal("ann"); !ok || m.Title != "Note" || l.s.Transcript() != "" {
			t.Errorf("open before ann: %v %v; the channel shows %q", m.Title, ok, l.s.Transcript())
		}
		for _, tt := range []struct {
			user, id string
			fields   map[string]any
			want     string
		}{
			{"bob", "m", nil, "no form is open before bob"},
			{"ann", "n", nil, `no form "n" is open before ann; there is "m"`},
			{"ann", "m", map[string]any{"t": "x", "z": "y"}, "t: 1 characters; it takes 2 to 4000\nthe form has no field \"z\""},
			{"ann", "m", map[string]any{"t": "xy", "p": []any{"b"}}, `p: "b" is none of its values: a`},
		} {
			if _, err := l.s.Submit(tt.user, tt.id, tt.fields); err == nil || err.Error() != tt.want {
				t.Errorf("%s %s: %v, want %s", tt.user, tt.id, err, tt.want)
			}
		}
		_, err := l.s.Submit("ann", "m", map[string]any{"t": "dogs", "u": "bob", "c": true})
		must(t, "", err)
		i := l.next("INTERACTION_CREATE")
		checkAt(t, i, "type", "5", "data.custom_id", `"m"`, "data.components.0.components.0.value", `"dogs"`,
			"data.components.1.type", "10", "data.components.2.component.values", `["a"]`,
			"data.components.3.component.values", `["`+bobID+`"]`, "data.resolved.users."+bobID+".username", `"bob"`,
			"data.components.4.component.value", "true", "message", "nothing")
		check(t, "a modal for a modal", l.callback(i, modal(`{"type":10,"content":"x"}`)), "400 50035; type BASE_TYPE_CHOICES")
		check(t, "an update of nothing", l.callback(i, `{"type":7,"data":{"content":"x"}}`), "400 50035; type BASE_TYPE_CHOICES")
		check(t, "answer", l.callback(i, `{"type":4,"data":{"content":"noted"}}`), "204")
		checkAt(t, l.next("MESSAGE_CREATE"), "interaction_metadata.triggering_interaction_metadata.id", at(opener, "id"))
		if _, ok := l.s.Modal("ann"); ok {
			t.Error("the form is still open")
		}
		for body, want := range map[string]string{
			modal(""): "400 50035; data.components BASE_TYPE_BAD_LENGTH",
			modal(`{"type":1,"components":[{"type":4,"custom_id":"t","style":1}]}`):                                                             "400 50035; data.components.0.components.0.label BASE_TYPE_REQUIRED",
			modal(`{"type":1,"components":[{"type":2,"custom_id":"t","style":1,"label":"x"}]}`):                                                 "400 50035; data.components.0.components.0.type UNION_TYPE_CHOICES",
			modal(`{"type":18,"label":"x"}`):                                                                                                    "400 50035; data.components.0.component BASE_TYPE_REQUIRED",
			`{"type":9,"data":{"custom_id":"m","title":"` + strings.Repeat("x", 46) + `"}}`:                                                     "400 50035; data.components BASE_TYPE_REQUIRED; data.title BASE_TYPE_BAD_LENGTH",
			modal(`{"type":18,"label":"x","component":{"type":21,"custom_id":"r","options":[]}}`):                                               "400 50035; data.components.0.component.options BASE_TYPE_BAD_LENGTH",
			modal(strings.Repeat(`{"type":18,"label":"x","component":{"type":4,"custom_id":"t","style":1}},`, 2) + `{"type":10,"content":"x"}`): "400 50035; data.components COMPONENT_CUSTOM_ID_DUPLICATED",
		} {
			_, err := l.s.Slash("", "", "note", nil)
			must(t, "", err)
			check(t, body, l.callback(l.next("INTERACTION_CREATE"), body), want)
		}
		_, err = l.s.Slash("", "", "note", nil)
		must(t, "", err)
		check(t, "another form", l.callback(l.next("INTERACTION_CREATE"), modal(`{"type":10,"content":"x"}`)), "204")
		must(t, "", l.s.CloseModal("ann"))
		if _, ok := l.s.Modal("ann"); ok {
			t.Error("the form is open after it was closed")
		}
	})
}

func TestModalOfAComponent(t *testing.T) {
	listen(t, `[]`, func(l *listener) {
		check(t, "post", outcome(t, do(l.s, call{"POST", "/api/v10/channels/" + newsID + "/messages", card(buttons(1)), nil})), "200")
		m := strings.Trim(at(l.next("MESSAGE_CREATE"), "id"), `"`)
		var button string
		eachComponent(l.s.Messages(newsID, "")[0].Components, func(c localdiscord.Component) { button += c.CustomID })
		_, err := l.s.Press("bob", m, button)
		must(t, "", err)
		i := l.next("INTERACTION_CREATE")
		checkAt(t, i, "message.flags", "32768", "message.id", `"`+m+`"`)
		check(t, "a modal", l.callback(i, `{"type":9,"data":{"custom_id":"m","title":"t","components":[{"type":10,"content":"x"}]}}`), "204")
		_, err = l.s.Submit("bob", "m", nil)
		must(t, "", err)
		i = l.next("INTERACTION_CREATE")
		checkAt(t, i, "type", "5", "message.id", `"`+m+`"`)
		check(t, "update", l.callback(i, `{"type":7,"data":{"components":[`+text("done")+`]}}`), "204")
		check(t, "original", l.webhook(i, "GET", "/messages/@original", ""), "200")
		check(t, "shown", l.s.Transcript(), "bot → #news (edited)\n  done\n")
	})
}

func TestContexts(t *testing.T) {
	const commands = `[{"name":"everywhere","description":"d","integration_types":[0,1],"contexts":[0,1,2]},
		{"name":"old","description":"d"},{"name":"here","description":"d","dm_permission":false},
		{"name":"mine","description":"d","integration_types":[1]},
		{"name":"mods","description":"d","default_member_permissions":"8192"},
		{"name":"admins","description":"d","default_member_permissions":"0"}]`
	listen(t, commands, func(l *listener) {
		names := func(user, channel string) string {
			var list []string
			for _, c := range l.s.CommandsFor(user, channel) {
				list = append(list, c.Name)
			}
			return strings.Join(list, " ")
		}
		const private = "1100000000000000088"
		check(t, "ann in the server", names("ann", "news"), "everywhere old here mods admins")
		check(t, "bob in the server", names("bob", "news"), "everywhere old here")
		check(t, "cleo in the server", names("cleo", "news"), "everywhere old here mods")
		check(t, "bob with the bot", names("bob", "dm"), "everywhere old mods admins")
		check(t, "dan in the server", names("dan", "news"), "")
		check(t, "dan with bob", names("dan", private), "everywhere mine")
		check(t, "bob with dan", names("bob", private), "")
		for _, tt := range []struct{ user, channel, context, owners, member, app string }{
			{"bob", "", "0", `{"0":"1100000000000000022"}`, `"bob"`, `"1125902054575168"`},
			{"bob", "dm", "1", `{"0":"0"}`, "nothing", `"442368"`}, // 1<<15, 1<<14, 1<<17 and 1<<18
			{"dan", "dm", "1", `{"0":"0","1":"` + danID + `"}`, "nothing", `"442368"`},
			{"dan", private, "2", `{"1":"` + danID + `"}`, "nothing", `"180224"`},
		} {
			_, err := l.s.Slash(tt.user, tt.channel, "everywhere", nil)
			must(t, "", err)
			i := l.next("INTERACTION_CREATE")
			checkAt(t, i, "context", tt.context, "authorizing_integration_owners", tt.owners, "member.user.username", tt.member,
				"app_permissions", tt.app)
			if (at(i, "user") == "nothing") != (tt.member != "nothing") {
				t.Errorf("%s in %q: both or neither of user and member", tt.user, tt.channel)
			}
			check(t, "answer", l.callback(i, `{"type":4,"data":{"content":"yes"}}`), "204")
			if tt.context != "2" {
				l.next("MESSAGE_CREATE")
			}
		}
		l.quiet() // the bot hears nothing of conversations of others
		_, err := l.s.Slash("dan", private, "everywhere", nil)
		must(t, "", err)
		i := l.next("INTERACTION_CREATE")
		check(t, "answer", l.callback(i, `{"type":4,"data":{"content":"one"}}`), "204")
		for range 5 {
			time.Sleep(time.Second)
			check(t, "follow-up", l.webhook(i, "POST", "", `{"content":"more"}`), "200")
		}
		check(t, "the sixth", l.webhook(i, "POST", "", `{"content":"more"}`), "400 40094")
		must(t, "", l.s.SetPermission("@everyone", "USE_APPLICATION_COMMANDS", false))
		check(t, "bob without the permission", names("bob", "news"), "")
		_, err = l.s.Slash("bob", "", "old", nil)
		check(t, "why", fmt.Sprint(err), "/old cannot be used here: bob lacks USE_APPLICATION_COMMANDS")
	})
}

func TestAgeRestrictedCommand(t *testing.T) {
	// The documentation has the key, the description of the API has not.
	s := newServer(t, localdiscord.Config{Observe: schematest.Tolerant(t)})
	check(t, "register", outcome(t, do(s, call{"PUT", commandsPath, `[{"name":"adults","description":"d","nsfw":true}]`, nil})), "200")
	_, err := s.Slash("", "", "adults", nil)
	check(t, "here", fmt.Sprint(err), "/adults cannot be used here: it is for age-restricted channels, of which there are none")
	if list := s.CommandsFor("ann", "news"); len(list) != 0 {
		t.Errorf("%d commands are offered", len(list))
	}
}

func TestForeignAppIsPrivateWithoutPermission(t *testing.T) {
	listen(t, `[{"name":"mine","description":"d","integration_types":[1]}]`, func(l *listener) {
		must(t, "", l.s.SetInstalled("bob", true))
		must(t, "", l.s.SetPermission("@everyone", "USE_EXTERNAL_APPS", false))
		l.next("GUILD_ROLE_UPDATE")
		_, err := l.s.Slash("bob", "", "mine", nil)
		must(t, "", err)
		check(t, "answer", l.callback(l.next("INTERACTION_CREATE"), `{"type":4,"data":{"content":"x"}}`), "204")
		check(t, "seen", l.s.Transcript(), "bot → #news (only bob sees this)\n  x\n")
	})
}
