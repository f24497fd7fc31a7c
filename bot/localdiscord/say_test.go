package localdiscord_test

import (
	"fmt"
	"strings"
	"testing"

	"summitbot/bot/localdiscord"
)

func TestSay(t *testing.T) {
	listen(t, `[]`, func(l *listener) {
		say := func(user, channel string, saying localdiscord.Saying) string {
			t.Helper()
			id, err := l.s.Say(user, channel, saying)
			return must(t, id, err)
		}
		say("ann", "", localdiscord.Saying{Content: "who met?", Mention: true})
		checkAt(t, l.next("MESSAGE_CREATE"), "content", `"\u003c@1100000000000000011\u003e who met?"`, "mentions.0.id", `"`+botID+`"`,
			"guild_id", `"1100000000000000022"`, "member.roles", `["1100000000000000110"]`)
		say("bob", "dm", localdiscord.Saying{Content: "who met?"})
		checkAt(t, l.next("MESSAGE_CREATE"), "content", `"who met?"`, "guild_id", "nothing", "member", "nothing")
		check(t, "answer", outcome(t, do(l.s, call{"POST", "/api/v10/channels/" + newsID + "/messages", `{"content":"x"}`, nil})), "200")
		answer := strings.Trim(at(l.next("MESSAGE_CREATE"), "id"), `"`)
		say("ann", "", localdiscord.Saying{Content: "and?", ReplyTo: answer})
		checkAt(t, l.next("MESSAGE_CREATE"), "content", `"and?"`, "type", "19", "referenced_message.content", `"x"`)
		say("ann", "", localdiscord.Saying{Content: "and?", ReplyTo: answer, NoPing: true})
		checkAt(t, l.next("MESSAGE_CREATE"), "content", `""`) // without a ping the bot reads nothing
		say("dan", "1100000000000000088", localdiscord.Saying{Content: "hi bob"})
		l.quiet()
		check(t, "bob's other conversation", l.s.Print(l.s.Messages("1100000000000000088", "bob")), "dan → @bob\n  hi bob\n")
		if l.s.Messages("1100000000000000088", "ann") != nil {
			t.Error("ann reads what dan and bob write")
		}
		must(t, "", l.s.SetInstalled("dan", false))
		for _, tt := range []struct{ user, channel, content, want string }{
			{"dan", "news", "x", `dan sees no channel "news"; there are dm`},
			{"dan", "dm", "x", "dan cannot write to bot: they share no server, and the application is not installed"},
			{"bob", "", strings.Repeat("x", 2001), "2001 characters; a message has 1 to 2000"},
			{"bob", "", " ", "0 characters; a message has 1 to 2000"},
		} {
			if _, err := l.s.Say(tt.user, tt.channel, localdiscord.Saying{Content: tt.content}); err == nil || err.Error() != tt.want {
				t.Errorf("%s in %s: %v, want %s", tt.user, tt.channel, err, tt.want)
			}
		}
		if _, err := l.s.Say("bob", "", localdiscord.Saying{Content: "x", ReplyTo: "1"}); err == nil {
			t.Error("a reply to nothing")
		}
	})
}

func TestDeleteAndReact(t *testing.T) {
	listen(t, `[{"name":"ask","description":"d"}]`, func(l *listener) {
		said, err := l.s.Say("bob", "", localdiscord.Saying{Content: "x"})
		must(t, said, err)
		l.next("MESSAGE_CREATE")
		must(t, "", l.s.React("ann", said, "👍", true))
		checkAt(t, l.next("MESSAGE_REACTION_ADD"), "user_id", `"`+annID+`"`, "emoji.id", "nothing", "member.user.username", `"ann"`)
		must(t, "", l.s.React("ann", said, "👍", true)) // once is enough
		must(t, "", l.s.React("ann", said, "👍", false))
		l.next("MESSAGE_REACTION_REMOVE")
		_, err = l.s.Slash("bob", "", "ask", nil)
		must(t, "", err)
		check(t, "answer", l.callback(l.next("INTERACTION_CREATE"), `{"type":4,"data":{"content":"y","flags":64}}`), "204")
		private := l.s.Messages(newsID, "bob")[1].ID
		for what, err := range map[string]error{
			"ann deletes what only bob sees": l.s.Delete("ann", private),
			"ann reacts to it":               l.s.React("ann", private, "👍", true),
			"bob reacts to it":               l.s.React("bob", private, "👍", true),
			"dan deletes what he cannot see": l.s.Delete("dan", said),
			"bob reacts with a word":         l.s.React("bob", said, "yes", true),
		} {
			if err == nil {
				t.Error(what)
			}
		}
		must(t, "", l.s.Delete("bob", private))
		l.quiet()
		hers, err := l.s.Say("ann", "", localdiscord.Saying{Content: "z"})
		must(t, hers, err)
		l.next("MESSAGE_CREATE")
		if err := l.s.Delete("bob", hers); err == nil {
			t.Error("bob deletes what ann wrote")
		}
		must(t, "", l.s.Delete("cleo", hers)) // a moderator
		checkAt(t, l.next("MESSAGE_DELETE"), "id", `"`+hers+`"`)
		for _, do := range []string{`{"do":"react","message_id":"` + said + `","name":"⭐"}`, `{"do":"delete","user":"bob","message_id":"` + said + `"}`} {
			check(t, do, fmt.Sprint(control(l.s, "POST", "/control/act", host, l.s.ControlKey(), do).StatusCode), "200")
		}
		l.next("MESSAGE_REACTION_ADD")
		l.next("MESSAGE_DELETE")
		check(t, "left", l.s.Transcript(), "")
	})
}
