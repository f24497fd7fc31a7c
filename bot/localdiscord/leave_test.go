package localdiscord_test

import "testing"

// TestBotLeaves: thrown out of the server, the bot hears that and nothing more of
// it; only who has installed it can use it there, until it is back.
func TestBotLeaves(t *testing.T) {
	const commands = `[{"name":"everywhere","description":"d","integration_types":[0,1],"contexts":[0,1,2]}]`
	listen(t, commands, func(l *listener) {
		must(t, "out", l.s.SetMember(botID, false))
		checkAt(t, l.next("GUILD_DELETE"), "id", `"1100000000000000022"`, "unavailable", "nothing")
		if _, err := l.s.Slash("bob", "news", "everywhere", nil); err == nil {
			t.Error("bob, who has not installed it, could use it")
		}
		must(t, "install", l.s.SetInstalled("bob", true))
		_, err := l.s.Slash("bob", "news", "everywhere", nil)
		must(t, "bob", err)
		i := l.next("INTERACTION_CREATE")
		checkAt(t, i, "context", "0", "authorizing_integration_owners", `{"1":"1100000000000000055"}`, "app_permissions", `"0"`)
		check(t, "answer", l.callback(i, `{"type":4,"data":{"content":"yes","flags":64}}`), "204")
		must(t, "in", l.s.SetMember(botID, true))
		_, err = l.s.Slash("bob", "news", "everywhere", nil)
		must(t, "bob again", err)
		checkAt(t, l.next("INTERACTION_CREATE"), "authorizing_integration_owners", `{"0":"1100000000000000022","1":"1100000000000000055"}`)
	})
}
