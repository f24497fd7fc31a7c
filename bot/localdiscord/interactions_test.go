package localdiscord_test

import (
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"summitbot/bot/localdiscord"
)

// An asked is an interaction that the bot got and has not answered.
type asked struct {
	w         *world
	id, token string
	event     *discordgo.InteractionCreate
	later     <-chan *discordgo.InteractionCreate // what the bot gets after it
}

// ask lets ann ask and returns what the bot got.
func (w *world) ask() asked {
	w.t.Helper()
	got := make(chan *discordgo.InteractionCreate, 8)
	bot := w.openBot(func(_ *discordgo.Session, i *discordgo.InteractionCreate) { got <- i })
	w.t.Cleanup(func() { closeBot(bot) })
	w.slash("who met whom?")
	i := <-got
	return asked{w, i.ID, i.Token, i, got}
}

// callback answers the interaction and returns the outcome.
func (a asked) callback(body string) string {
	return outcome(a.w.t, do(a.w.s, call{"POST", "/api/v10/interactions/" + a.id + "/" + a.token + "/callback", body,
		map[string]string{"Authorization": ""}}))
}

// webhook makes a call under the interaction's token and returns the outcome.
func (a asked) webhook(method, path, body string) string {
	return outcome(a.w.t, do(a.w.s, call{method, "/api/v10/webhooks/" + a.w.s.ApplicationID() + "/" + a.token + path, body,
		map[string]string{"Authorization": ""}}))
}

// sees returns what the channel shows to a person.
func (a asked) sees(person string) string {
	return a.w.s.Print(a.w.s.Messages(a.w.s.ChannelID(), person))
}

// check compares two texts.
func check(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

// inAsked runs f in fake time with an interaction that waits. The bot is closed
// before the world ends.
func inAsked(t *testing.T, f func(t *testing.T, a asked)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)))
		p := newPipes()
		w, stop := newWorld(t, p, p.Dial, localdiscord.Config{})
		t.Cleanup(stop)
		f(t, w.ask())
	})
}

const originalPath = "/messages/@original"

func TestCallbackOnce(t *testing.T) {
	inAsked(t, func(t *testing.T, a asked) {
		check(t, "an edit before the answer", a.webhook("PATCH", originalPath, `{"content":"x"}`), "404 10015")
		check(t, "a follow-up before the answer", a.webhook("POST", "", `{"content":"x"}`), "404 10015")
		check(t, "a refused answer", a.callback(`{"type":4,"data":{"content":""}}`), "400 50006")
		check(t, "an answer", a.callback(`{"type":4,"data":{"content":"yes","flags":64}}`), "204")
		check(t, "another", a.callback(`{"type":4,"data":{"content":"no"}}`), "400 40060")
		check(t, "ann", a.sees("ann"), "bot → #news (only ann sees this)\n  yes\n")
		check(t, "bob", a.sees("bob"), "")
	})
}

func TestCallbackTypes(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"no type", `{}`, "400 50035; type BASE_TYPE_REQUIRED"},
		{"unknown", `{"type":3}`, "400 50035; type BASE_TYPE_CHOICES"},
		{"update of a command", `{"type":7,"data":{"content":"x"}}`, "400 50035; type BASE_TYPE_CHOICES"},
		{"deferred update of a command", `{"type":6}`, "400 50035; type BASE_TYPE_CHOICES"},
		{"no data", `{"type":4}`, "400 50006"},
		{"paths begin with data", `{"type":4,"data":{"content":7}}`, "400 50035; data.content STRING_TYPE_CONVERT"},
		{"odd data", `{"type":4,"data":7}`, "400 50035; data DICT_TYPE_CONVERT"},
		{"broken", `{"type":`, "400 50109"},
		{"message", `{"type":4,"data":{"content":"x"}}`, "204"},
		{"deferred", `{"type":5}`, "204"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inAsked(t, func(t *testing.T, a asked) { check(t, tt.body, a.callback(tt.body), tt.want) })
		})
	}
}

func TestDeferredAnswer(t *testing.T) {
	inAsked(t, func(t *testing.T, a asked) {
		check(t, "defer", a.callback(`{"type":5,"data":{"flags":64}}`), "204")
		check(t, "waiting", a.sees("ann"), "bot → #news (only ann sees this)\n  (thinking…)\n")
		time.Sleep(14 * time.Minute)
		check(t, "a faulty edit", a.webhook("PATCH", originalPath, `{"content":7}`), "400 50035; content STRING_TYPE_CONVERT")
		check(t, "edit", a.webhook("PATCH", originalPath, card(text("done"))), "200")
		check(t, "edited", a.sees("ann"), "bot → #news (only ann sees this) (edited)\n  done\n")
		check(t, "bob", a.sees("bob"), "")
		check(t, "read", a.webhook("GET", originalPath, ""), "200")
		time.Sleep(time.Minute)
		check(t, "after 15 minutes", a.webhook("PATCH", originalPath, `{"content":"late"}`), "401 50027")
		check(t, "a callback then", a.callback(`{"type":5}`), "404 10062")
		check(t, "kept", a.sees("ann"), "bot → #news (only ann sees this) (edited)\n  done\n")
	})
}

func TestDeferredAndForgotten(t *testing.T) {
	inAsked(t, func(t *testing.T, a asked) {
		check(t, "defer", a.callback(`{"type":5}`), "204")
		time.Sleep(15*time.Minute + time.Second)
		check(t, "bob", a.sees("bob"), "bot → #news\n  (The application did not respond)\n")
	})
}

func TestFollowUps(t *testing.T) {
	inAsked(t, func(t *testing.T, a asked) {
		check(t, "defer", a.callback(`{"type":5}`), "204")
		check(t, "the first brings the answer", a.webhook("POST", "", `{"content":"one"}`), "200")
		check(t, "the second follows", a.webhook("POST", "", `{"content":"two","flags":64}`), "200")
		check(t, "ann", a.sees("ann"), "bot → #news (edited)\n  one\n\nbot → #news (only ann sees this)\n  two\n")
		check(t, "bob", a.sees("bob"), "bot → #news (edited)\n  one\n")
		ms := a.w.s.Messages(a.w.s.ChannelID(), "ann")
		check(t, "edit the second", a.webhook("PATCH", "/messages/"+ms[1].ID, `{"content":"deux"}`), "200")
		check(t, "delete the first", a.webhook("DELETE", originalPath, ""), "204")
		check(t, "delete it again", a.webhook("DELETE", originalPath, ""), "404 10008")
		check(t, "another's message", a.webhook("GET", "/messages/1", ""), "404 10008")
		check(t, "ann then", a.sees("ann"), "bot → #news (only ann sees this) (edited)\n  deux\n")
	})
}

func TestEditIntoCard(t *testing.T) {
	inAsked(t, func(t *testing.T, a asked) {
		const legacy = "400 50035; content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
		check(t, "plain", a.callback(`{"type":4,"data":{"content":"x"}}`), "204")
		check(t, "card beside content", a.webhook("PATCH", originalPath, card(text("y"))), legacy)
		withNull := `{"content":null,"flags":32768,"components":[` + text("y") + `]}`
		check(t, "card instead of content", a.webhook("PATCH", originalPath, withNull), "200")
		check(t, "the flag stays", a.webhook("PATCH", originalPath, `{"content":"x","flags":0,"components":[]}`), legacy)
	})
}

func TestCallbackWithResponse(t *testing.T) {
	inAsked(t, func(t *testing.T, a asked) {
		res := do(a.w.s, call{"POST", "/api/v10/interactions/" + a.id + "/" + a.token + "/callback?with_response=1",
			`{"type":4,"data":{"content":"x"}}`, nil})
		var got struct {
			Interaction struct {
				ID        string
				Type      int
				MessageID string `json:"response_message_id"`
				Loading   bool   `json:"response_message_loading"`
				Ephemeral bool   `json:"response_message_ephemeral"`
			}
			Resource struct {
				Type    int
				Message localdiscord.Message
			}
		}
		decode(t, res, &got)
		if res.StatusCode != 200 || got.Interaction.ID != a.id || got.Interaction.Type != 2 || got.Interaction.Loading || got.Interaction.Ephemeral {
			t.Errorf("status %d, interaction %+v", res.StatusCode, got.Interaction)
		}
		m := got.Resource.Message
		if got.Resource.Type != 4 || m.Content != "x" || m.ID != got.Interaction.MessageID || m.Type != localdiscord.TypeSlash {
			t.Errorf("resource %+v", got.Resource)
		}
		if m.Interaction == nil || m.Interaction.Name != "ask" || m.InteractionMetadata.User.Username != "ann" {
			t.Errorf("the message says it answers %+v, %+v", m.Interaction, m.InteractionMetadata)
		}
	})
}

func TestNoContentTypeWithoutContent(t *testing.T) {
	inAsked(t, func(t *testing.T, a asked) {
		res := do(a.w.s, call{"POST", "/api/v10/interactions/" + a.id + "/" + a.token + "/callback", `{"type":5}`, nil})
		if ct, sent := res.Header["Content-Type"]; res.StatusCode != 204 || sent {
			t.Errorf("status %d with content type %q, want 204 without", res.StatusCode, ct)
		}
	})
}

func TestInteractionEvent(t *testing.T) {
	inAsked(t, func(t *testing.T, a asked) {
		i := a.event
		got := map[string]any{
			"type": i.Type, "application": i.AppID, "guild": i.GuildID, "channel": i.ChannelID, "version": i.Version,
			"member": i.Member.User.Username, "permissions": i.Member.Permissions, "app": i.AppPermissions,
			"locale": i.Locale, "guild locale": *i.GuildLocale, "context": i.Context, "owners": i.AuthorizingIntegrationOwners,
			"command": i.ApplicationCommandData().Name, "question": i.ApplicationCommandData().Options[0].StringValue(),
		}
		want := map[string]any{
			"type": discordgo.InteractionApplicationCommand, "application": a.w.s.ApplicationID(), "guild": a.w.s.GuildID(),
			"channel": a.w.s.ChannelID(), "version": 1, "member": "ann", // The owner may do all that Discord documents; the bot's roles give 1<<6, 10, 11, 14–17, 31 and 50.
			"permissions": int64(1<<53 - 1 - 1<<47 - 1<<48), "app": int64(1125899906842624 + 2147601472 + 131072),
			"locale": discordgo.EnglishUS, "guild locale": discordgo.EnglishUS, "context": discordgo.InteractionContextGuild,
			"owners":  map[discordgo.ApplicationIntegrationType]string{discordgo.ApplicationIntegrationGuildInstall: a.w.s.GuildID()},
			"command": "ask", "question": "who met whom?",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestPress(t *testing.T) {
	inAsked(t, func(t *testing.T, a asked) {
		body, _ := json.Marshal(map[string]any{"type": 4, "data": json.RawMessage(card(text("x"), buttons(1)))})
		check(t, "a card with a button", a.callback(string(body)), "204")
		m := a.w.s.Messages(a.w.s.ChannelID(), "")[0]
		if _, err := a.w.s.Press("bob", m.ID, "nothing"); err == nil {
			t.Error("pressed a button that is not there")
		}
		var presses []asked
		for range 2 {
			if _, err := a.w.s.Press("bob", m.ID, "c0"); err != nil {
				t.Fatal(err)
			}
			i := <-a.later
			presses = append(presses, asked{a.w, i.ID, i.Token, i, nil})
		}
		ev := presses[0].event
		if ev.Type != discordgo.InteractionMessageComponent || ev.Message.ID != m.ID || ev.MessageComponentData().CustomID != "c0" || ev.Member.User.Username != "bob" {
			t.Errorf("press: %+v", ev.Interaction)
		}
		check(t, "update", presses[0].callback(`{"type":7,"data":{"components":[`+text("y")+`]}}`), "204")
		check(t, "updated", a.sees("ann"), "bot → #news (edited)\n  y\n")
		time.Sleep(3 * time.Second)
		synctest.Wait()
		check(t, "the unanswered press", a.sees("bob"),
			"bot → #news (edited)\n  y\n\nbot → #news (only bob sees this)\n  (The application did not respond)\n")
	})
}
