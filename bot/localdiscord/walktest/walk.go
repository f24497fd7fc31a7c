// Package walktest walks a bot through the local Discord: somebody uses each
// kind of interaction once, and the Gateway reconnects in each way. Whatever
// library the bot is written with, the same must come of it. Tests alone import
// it. Start with [Walk].
//
// A bot for the walk logs in with the intents GUILD_MESSAGES and
// DIRECT_MESSAGES, registers these commands in one call, and answers
//
//	/walk word, autocomplete  with the choices WORD and WORD!
//	/walk word                with "walked WORD", the buttons "Update" (custom id
//	                          "update") and "Modal" ("modal") in one row and a
//	                          select ("choose": "a" and "b") in the next
//	/walk later               by deferring, then editing in "walked later", then
//	                          following up with the private "followed"
//	/walk card                by deferring, then editing in a card: a container with
//	                          the text display "walked card" (if its library can)
//	/walk pick                with "walked pick" and a select each, custom ids "users",
//	                          "roles" and "channels", of these kinds
//	users, roles, channels    by updating the message to "picked NAME", the name of
//	                          what was chosen, without components
//	update                    by updating the message to "updated", without components
//	modal                     with the modal "ask" titled "Who", of one text input
//	                          "name" labelled "Name" in an action row
//	ask                       with the private "hello NAME"
//	choose                    by deferring the update, then following up with "chose VALUE"
//	user command Greet        with the private "greet NAME", the account's name
//	message command Read      with the private "read CONTENT"
//	a message that mentions it, by typing, then replying "heard", without mentions
//	a direct message          with "in private", which is no reply
package walktest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"summitbot/bot/localdiscord"
	"summitbot/bot/localdiscord/schematest"
)

// patience is how long a step may take. A discord.js that must identify anew
// waits for some seconds.
const patience = 20 * time.Second

// A walker acts as the people of a local Discord that a bot is in.
type walker struct {
	*testing.T
	bot   Bot
	local *localdiscord.Server
	web   *httptest.Server
}

// A Bot is who walks.
type Bot struct {
	// Start brings it to the local Discord with this API and token, and ends it
	// when the test ends. It need not wait until the bot is there.
	Start func(t *testing.T, api, token string)
	// Cards reports whether it can make cards of components.
	Cards bool
}

// Walk serves a local Discord, starts a bot and walks.
func Walk(t *testing.T, bot Bot) {
	t.Helper()
	lg := slog.New(slog.NewTextHandler(t.Output(), nil))
	w := &walker{T: t, bot: bot, local: localdiscord.New(lg, localdiscord.Config{
		Seed: 1, IdentifyEvery: -1, Observe: schematest.Tolerant(t), // discord.js sends keys of its own
	})}
	w.web = httptest.NewServer(w.local)
	t.Cleanup(func() {
		w.local.Close()
		w.web.Close()
	})
	bot.Start(t, w.web.URL+"/api", w.local.Token())
	w.until("the bot is there", func() bool { return len(w.local.Commands()) > 0 })
	for _, s := range steps {
		t.Run(strings.ReplaceAll(s.name, " ", "_"), func(t *testing.T) {
			on := &walker{T: t, bot: bot, local: w.local, web: w.web}
			s.walk(on)
		})
		if t.Failed() {
			return // what comes later builds on it
		}
	}
}

// A step is one thing that somebody does, and what must come of it.
type step struct {
	name string
	walk func(w *walker)
}

// steps is the walk.
var steps = []step{
	{"autocomplete", func(w *walker) {
		got := w.act(`{"do":"autocomplete","name":"walk","options":{"word":"fa"},"focused":"word"}`)
		names := []string{}
		for _, c := range got.Outcome.Choices {
			names = append(names, c.Name)
		}
		if want := []string{"fa", "fa!"}; !slices.Equal(names, want) {
			w.Errorf("choices %q, want %q", names, want)
		}
	}},
	{"slash", func(w *walker) {
		w.slash("far")
		w.shows("", "walked far\n  [Update] [Modal]\n  [ ▾ a | b]")
	}},
	{"select", func(w *walker) {
		w.act(`{"do":"select","message_id":%q,"custom_id":"choose","values":["b"]}`, w.withComponent("choose"))
		w.shows("", "chose b")
	}},
	{"modal", func(w *walker) {
		got := w.act(`{"do":"button","message_id":%q,"custom_id":"modal","wait":5}`, w.withComponent("modal"))
		if got.Outcome.Modal.CustomID != "ask" || got.Outcome.Modal.Title != "Who" {
			w.Fatalf("the modal is %+v", got.Outcome.Modal)
		}
		w.act(`{"do":"modal","custom_id":"ask","fields":{"name":"Kim"}}`)
		w.shows("", "hello Kim")
		w.hides("bob", "hello Kim")
	}},
	{"button", func(w *walker) {
		w.act(`{"do":"button","message_id":%q,"custom_id":"update"}`, w.withComponent("update"))
		w.shows("", "(edited)\n  updated\n")
	}},
	{"deferred", func(w *walker) {
		w.slash("later")
		w.shows("bob", "walked later")
		w.shows("", "followed")
		w.hides("bob", "followed")
	}},
	{"card", func(w *walker) {
		if !w.bot.Cards {
			w.Skip("its library knows no cards")
		}
		w.slash("card")
		w.shows("bob", "▌ walked card")
	}},
	{"user select", func(w *walker) { w.picks("users", "bob", "bob") }},
	{"role select", func(w *walker) { w.picks("roles", "moderator", "moderator") }},
	{"channel select", func(w *walker) { w.picks("channels", "general", "general") }},
	{"user command", func(w *walker) {
		w.act(`{"do":"user_command","name":"Greet","target":"bob"}`)
		w.shows("", "greet bob")
	}},
	{"message command", func(w *walker) {
		w.act(`{"do":"message_command","name":"Read","content":"The horse is white."}`)
		w.shows("", "read The horse is white.")
	}},
	{"mention", func(w *walker) {
		w.act(`{"do":"say","content":"is it?","mention":true}`)
		w.shows("bob", "heard")
		if w.local.Calls("POST", "/channels/{channel}/typing") != 1 {
			w.Error("it did not type")
		}
		w.act(`{"do":"say","content":"I was not talking to it."}`)
	}},
	{"direct message", func(w *walker) {
		w.act(`{"do":"say","content":"and?","channel_id":"dm"}`)
		w.until("an answer", func() bool { return strings.Contains(w.local.Transcript(), "in private") })
		w.hides("bob", "in private")
	}},
	{"op 7", func(w *walker) { w.reconnects(`{"do":"op","op":7}`, 0, 1) }},
	{"close 4000", func(w *walker) { w.reconnects(`{"do":"close","code":4000}`, 0, 1) }},
	{"cut", func(w *walker) { w.reconnects(`{"do":"fault","name":"cut"}`, 0, 1) }},
	{"op 9", func(w *walker) { w.reconnects(`{"do":"op","op":9,"d":false}`, 1, 0) }},
}

// reconnects breaks the connection and waits until the bot has identified and
// resumed so many times more and answers again.
func (w *walker) reconnects(action string, identifies, resumes int) {
	w.Helper()
	identifies += w.local.Identifies()
	resumes += w.local.Resumes()
	w.act("%s", action)
	w.until("the bot is back", func() bool {
		return w.local.Identifies() >= identifies && w.local.Resumes() >= resumes
	})
	if w.local.Identifies() != identifies || w.local.Resumes() != resumes {
		w.Errorf("identified %d times and resumed %d times, want %d and %d", w.local.Identifies(), w.local.Resumes(), identifies, resumes)
	}
	word := fmt.Sprintf("on%d.%d", identifies, resumes)
	w.slash(word)
	w.shows("", "walked "+word)
}

// picks chooses something in a select of its kind.
func (w *walker) picks(customID, value, name string) {
	w.Helper()
	w.slash("pick")
	w.shows("", "walked pick")
	w.act(`{"do":"select","message_id":%q,"custom_id":%q,"values":[%q]}`, w.withComponent(customID), customID, value)
	w.shows("", "picked "+name)
}

// slash uses the command.
func (w *walker) slash(word string) {
	w.Helper()
	w.act(`{"do":"slash","name":"walk","options":{"word":%q}}`, word)
}

// A result is what the control API answers.
type result struct {
	Outcome struct {
		Choices []struct{ Name string }
		Modal   struct {
			CustomID string `json:"custom_id"`
			Title    string
		}
	}
}

// act does something as a person, by the control API.
func (w *walker) act(format string, args ...any) (res result) {
	w.Helper()
	body := fmt.Sprintf(format, args...)
	req, err := http.NewRequestWithContext(w.Context(), http.MethodPost, w.web.URL+"/control/act", strings.NewReader(body))
	if err != nil {
		w.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+w.local.ControlKey())
	resp, err := w.web.Client().Do(req)
	if err != nil {
		w.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		w.Fatalf("act %s: status %d, %s, %v", body, resp.StatusCode, text, err)
	}
	if err := json.NewDecoder(bytes.NewReader(text)).Decode(&res); err != nil {
		w.Fatalf("act %s: %s: %v", body, text, err)
	}
	return res
}

// withComponent returns the id of the last message that has the component.
func (w *walker) withComponent(customID string) string {
	w.Helper()
	for _, m := range slices.Backward(w.local.Messages(w.local.ChannelID(), "")) {
		if text, _ := json.Marshal(m.Components); bytes.Contains(text, []byte(`"custom_id":"`+customID+`"`)) {
			return m.ID
		}
	}
	w.Fatalf("no message has %q:\n%s", customID, w.local.Transcript())
	return ""
}

// shows waits until a person sees a text in the channel.
func (w *walker) shows(person, text string) {
	w.Helper()
	w.until(fmt.Sprintf("%q", text), func() bool { return strings.Contains(w.sees(person), text) })
}

// hides checks that a person does not see a text in the channel.
func (w *walker) hides(person, text string) {
	w.Helper()
	if strings.Contains(w.sees(person), text) {
		w.Errorf("%s sees %q", person, text)
	}
}

func (w *walker) sees(person string) string {
	return w.local.Print(w.local.Messages(w.local.ChannelID(), person))
}

// until waits until something is so.
func (w *walker) until(what string, so func() bool) {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.Context(), patience)
	defer cancel()
	changes := w.local.Watch(ctx)
	for !so() {
		if _, ok := <-changes; !ok {
			w.Fatalf("in vain: %s; there is\n%s", what, w.local.Transcript())
		}
	}
}
