package gateway

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"summitbot/bot"
	"summitbot/bot/localdiscord"
)

// A conversation is a local Discord in which the bot says what the test says.
type conversation struct {
	*local
	says  bot.Message
	takes time.Duration // that long
}

// inConversation runs f with a gateway that is connected to the local Discord,
// which checks all that goes over the wire by Discord's published description.
func inConversation(t *testing.T, f func(t *testing.T, c *conversation)) {
	t.Helper()
	inLocal(t, func(t *testing.T, l *local) {
		c := &conversation{local: l}
		l.handler.handle = func(context.Context, bot.Event) bot.Message {
			time.Sleep(c.takes)
			return c.says
		}
		l.handler.choose = func(_ context.Context, ev bot.Event) []bot.Choice {
			return []bot.Choice{{Name: "for " + ev.Options[ev.Focused], Value: "x"}}
		}
		l.handler.other = []bot.Command{
			{Menu: true, Name: "Find in coverage", Names: map[string]string{"de": "Im Stoff suchen"}},
			{Name: "coverage", Description: "Coverage", Descriptions: map[string]string{"de": "Stoff"}, Subcommands: []bot.Command{
				{Name: "gaps", Description: "Gaps", Options: []bot.Option{{Name: "word", Description: "Word", Completed: true}, {Name: "all", Description: "All", Yes: true}}},
			}},
			{Name: "settings", Description: "Settings", Needs: bot.ManageServer, ServerOnly: true},
		}
		l.handler.show("five articles")
		<-l.start().Registered()
		l.stop()
		<-l.start().Registered() // finds the commands as the local Discord tells them
		synctest.Wait()          // for who owns the application
		if puts := l.Calls("PUT", "/applications/{app}/commands"); puts != 1 {
			t.Errorf("%d PUTs of commands in two starts, want 1", puts)
		}
		f(t, c)
		if log := l.logs.String(); strings.Contains(log, "level=ERROR") {
			t.Errorf("logged %s", log)
		}
	})
}

// did waits for what the bot makes of what somebody did, and returns the event.
func (c *conversation) did(_ string, err error) bot.Event {
	c.t.Helper()
	if err != nil {
		c.t.Error(err)
	}
	time.Sleep(5 * time.Second)
	synctest.Wait()
	all := c.handler.handled()
	if len(all) == 0 {
		return bot.Event{}
	}
	return all[len(all)-1]
}

// last returns the newest message that somebody sees in a channel.
func (c *conversation) last(channel, viewer string) localdiscord.Message {
	c.t.Helper()
	all := c.Messages(channel, viewer)
	if len(all) == 0 {
		c.t.Fatal("there is no message")
	}
	return all[len(all)-1]
}

// see compares the newest message that somebody sees.
func (c *conversation) see(channel, viewer, want string) localdiscord.Message {
	c.t.Helper()
	m := c.last(channel, viewer)
	if got := c.Print([]localdiscord.Message{m}); got != want {
		c.t.Errorf("%s sees\n%swant\n%s", viewer, got, want)
	}
	return m
}

// parts is a card of two texts.
func parts(text string) []bot.Component {
	return []bot.Component{bot.Container{Accent: 1, Children: []bot.Component{bot.Text{Content: text}, bot.Separator{}, bot.Text{Content: "end"}}}}
}

// TestLocalCommands: commands, buttons, selects, choices and menus.
func TestLocalCommands(t *testing.T) {
	inConversation(t, func(t *testing.T, c *conversation) {
		news := c.ChannelID()
		buttons := bot.Row{Buttons: []bot.Button{{ID: "more", Label: "More", Style: bot.Blue}, {ID: "share", Label: "Share", WhenPrivate: true}, {URL: "https://x.example", Label: "Open"}}}
		rows := []bot.Row{buttons,
			{Select: &bot.Select{ID: "role", Of: bot.Roles, Placeholder: "who", Min: 0, Max: 1}},
			{Select: &bot.Select{ID: "one", Placeholder: "which", Options: []bot.SelectOption{{Label: "A", Value: "a"}, {Label: "B", Value: "b", Chosen: true}}, Max: 5}},
			{Select: &bot.Select{ID: "channel", Of: bot.Channels, Chosen: []string{news}}},
		}
		const selects = "  [who ▾]\n  [which ▾ A | B]\n  [ ▾]\n"
		const open = "  [More] [Open](https://x.example)\n"
		const card = "  ▌ %\n  ▌ ---\n  ▌ end\n"
		shows := func(head, text string) string {
			return "bot → #news" + head + "\n" + strings.Replace(card, "%", text, 1)
		}

		var sent []string
		c.says = bot.Message{Card: parts("one"), Plain: "one", Rows: rows, Sent: func(id string) { sent = append(sent, id) }}
		ev := c.did(c.Slash("ann", "", "coverage gaps", map[string]string{"word": "Xi", "all": "true"}))
		if ev.Command != "coverage gaps" || ev.Options["word"] != "Xi" || ev.Options["all"] != "true" || !ev.Installed || !ev.Owner ||
			ev.ApplicationID != c.ApplicationID() || !ev.BotPermissions.Has(bot.SendMessages) || !ev.Permissions.Has(bot.ManageServer) || ev.Locale == "" || ev.GuildLocale == "" {
			t.Errorf("%+v", ev)
		}
		first := c.see(news, "ann", shows("", "one")+open+selects)
		if len(sent) != 1 || sent[0] != first.ID {
			t.Errorf("told %q, the message is %s", sent, first.ID)
		}

		c.says = bot.Message{Update: true, Card: parts("two"), Rows: rows[:1]}
		if ev := c.did(c.Press("bob", first.ID, "more")); ev.CustomID != "more" || ev.Owner || ev.Message == nil || !ev.Message.Mine || ev.Message.Text != "one\nend" {
			t.Errorf("%+v %+v", ev, ev.Message)
		}
		c.see(news, "ann", shows(" (edited)", "two")+open)
		c.says.Rows, c.takes = rows, 2*time.Second
		c.did(c.Press("bob", first.ID, "more"))
		c.see(news, "ann", shows(" (edited)", "two")+open+selects)

		c.says, c.takes = bot.Message{Private: true, Plain: "three", Rows: rows, Log: &bot.Post{ChannelID: news, Text: "logged @everyone"}}, 0
		if ev := c.did(c.Select("bob", first.ID, "role", []string{"moderator"})); ev.CustomID != "role" || len(ev.Values) != 1 {
			t.Errorf("%+v", ev)
		}
		c.see(news, "ann", "bot → #news\n  logged @everyone\n")

		c.says, c.takes = bot.Message{Card: parts("four"), Rows: rows[:1]}, 2*time.Second
		c.did(c.Slash("bob", "", "coverage gaps", nil))
		deferred := c.see(news, "bob", shows(" (only bob sees this) (edited)", "four")+"  [More] [Share] [Open](https://x.example)\n")
		c.did(c.Press("bob", deferred.ID, "share"))
		c.see(news, "ann", shows("", "four")+open)
		c.says, c.takes = bot.Message{Remove: true}, 0
		c.did(c.Press("bob", deferred.ID, "more"))
		c.did(c.Press("ann", first.ID, "more"))
		for _, m := range c.Messages(news, "bob") {
			if m.ID == deferred.ID || m.ID == first.ID {
				t.Errorf("still there: %s", c.Print([]localdiscord.Message{m}))
			}
		}

		id, err := c.Autocomplete("ann", "", "coverage gaps", map[string]string{"word": "X"}, "word")
		c.did(id, err)
		if o, _ := c.Outcome(id); len(o.Choices) != 1 || o.Choices[0].Name != "for X" {
			t.Errorf("%+v", o)
		}
		said, err := c.Say("bob", "", localdiscord.Saying{Content: "what did Putin give?"})
		c.did(said, err)
		c.says = bot.Message{Private: true, Plain: "five"}
		if ev := c.did(c.MessageCommand("ann", "", "Find in coverage", said)); ev.Kind != bot.Menu || ev.Message == nil || ev.Message.Text != "what did Putin give?" || ev.Message.Mine {
			t.Errorf("%+v %+v", ev, ev.Message)
		}
		c.see(news, "ann", "bot → #news (only ann sees this)\n  five\n")
	})
}

// TestLocalSaid: mentions, direct messages, replies; the one ping.
func TestLocalSaid(t *testing.T) {
	inConversation(t, func(t *testing.T, c *conversation) {
		news := c.ChannelID()
		c.says = bot.Message{Card: parts("one <@1100000000000000055> @everyone"), Rows: []bot.Row{{Buttons: []bot.Button{{ID: "human", Label: "Ask a human"}}}}}
		c.did(c.Say("bob", "", localdiscord.Saying{Content: "hello"}))
		if n := len(c.handler.handled()); n != 0 {
			t.Errorf("%d events for what is not to the bot", n)
		}
		ev := c.did(c.Say("bob", "", localdiscord.Saying{Content: "who?", Mention: true}))
		if ev.Kind != bot.Said || ev.Text != "who?" || ev.GuildID != c.GuildID() || !ev.Installed || ev.ReplyTo != nil || ev.User.Name != "bob" {
			t.Errorf("%+v", ev)
		}
		first := c.see(news, "ann", "bot → #news\n  ▌ one <@1100000000000000055> @everyone\n  ▌ ---\n  ▌ end\n  [Ask a human]\n")
		c.says.Card = parts("two")
		if ev := c.did(c.Say("bob", "", localdiscord.Saying{Content: "when?", ReplyTo: first.ID})); ev.Text != "when?" || ev.ReplyTo == nil || !ev.ReplyTo.Mine {
			t.Errorf("%+v", ev)
		}
		before := len(c.handler.handled())
		c.did(c.Say("bob", "", localdiscord.Saying{Content: "thanks", ReplyTo: first.ID, NoPing: true}))
		if n := len(c.handler.handled()); n != before {
			t.Error("a reply that does not ping is taken in")
		}
		if ev := c.did(c.Say("bob", "dm", localdiscord.Saying{Content: "where?"})); ev.Text != "where?" || ev.GuildID != "" || ev.Installed {
			t.Errorf("%+v", ev)
		}
		c.says = bot.Message{React: "⏳"}
		said, err := c.Say("bob", "", localdiscord.Saying{Content: "again?", Mention: true})
		c.did(said, err)
		if m := c.last(news, "ann"); m.ID != said || len(m.Reactions) != 1 || m.Reactions[0].Emoji.Name != "⏳" {
			t.Errorf("%+v", m)
		}
		server, err := ev.Discord.Server(t.Context(), c.GuildID())
		if err != nil || server.Name != c.GuildName() || len(server.Roles) != 4 || len(server.BotRoles) != 1 || len(server.Channels) < 3 || server.BotID != c.ApplicationID() {
			t.Fatalf("%+v, %v", server, err)
		}
		moderator := server.Roles[1]
		c.says = bot.Message{Private: true, Plain: "called", Call: &bot.HumanCall{ChannelID: news, RoleID: moderator.ID, Text: "bob asks @everyone"}}
		c.did(c.Press("bob", first.ID, "human"))
		c.see(news, "ann", "bot → #news (pings @moderator)\n  <@&"+moderator.ID+"> bob asks @everyone\n")
		for _, m := range c.Messages(news, "bob") {
			if len(m.Pings) > 0 && m.Author.ID == c.ApplicationID() && !strings.HasPrefix(m.Content, "<@&"+moderator.ID) {
				t.Errorf("pings: %s", c.Print([]localdiscord.Message{m}))
			}
		}
	})
}

// TestLocalReplicas: two processes that both answer a message make one answer, and
// those that share what they have taken make one call.
func TestLocalReplicas(t *testing.T) {
	inLocal(t, func(t *testing.T, l *local) {
		l.handler.handle = func(context.Context, bot.Event) bot.Message {
			return bot.Message{Plain: "one", Log: &bot.Post{ChannelID: l.ChannelID(), Text: "told"}}
		}
		var mu sync.Mutex
		taken := map[string]bool{}
		share := false
		l.once = func(_ context.Context, id string) bool {
			mu.Lock()
			defer mu.Unlock()
			first := !taken[id]
			taken[id] = true
			return first || !share
		}
		first := l.start()
		defer first.stop()
		<-first.Registered()
		l.pass(10 * time.Second)
		<-l.start().Registered()
		answers := func() (n int) {
			for _, m := range l.Messages(l.ChannelID(), "ann") {
				if m.Author.ID == l.ApplicationID() {
					n++
				}
			}
			return n
		}
		const post = "/channels/{channel}/messages"
		for i, want := range []struct{ messages, calls int }{{2, 4}, {4, 6}} {
			mu.Lock()
			share = i == 1
			mu.Unlock()
			if _, err := l.Say("ann", "", localdiscord.Saying{Content: "who?", Mention: true}); err != nil {
				t.Fatal(err)
			}
			time.Sleep(10 * time.Second)
			if n, calls := answers(), l.Calls("POST", post); n != want.messages || calls != want.calls {
				t.Errorf("%d messages by %d calls, want %+v", n, calls, want)
			}
		}
	})
}

// TestLocalBroughtAlong: a person brings the application to where it is not
// installed.
func TestLocalBroughtAlong(t *testing.T) {
	inConversation(t, func(t *testing.T, c *conversation) {
		c.says = bot.Message{Plain: "one"}
		ev := c.did(c.Slash("dan", "dm", "coverage gaps", nil))
		if ev.GuildID != "" || ev.Installed || ev.User.Name != "dan" || ev.Permissions != 0 || ev.Owner {
			t.Errorf("%+v", ev)
		}
		for _, channel := range c.Channels("dan") {
			if !channel.DM || channel.Bot {
				continue
			}
			if ev := c.did(c.Slash("dan", channel.ID, "coverage gaps", nil)); ev.Installed || ev.ChannelID != channel.ID {
				t.Errorf("%+v", ev)
			}
			c.see(channel.ID, "dan", "bot → @dan\n  one\n")
			return
		}
		t.Error("dan has no conversation with another person")
	})
}
