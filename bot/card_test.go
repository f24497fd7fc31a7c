package bot

import (
	"context"
	"crypto/rand"
	"strconv"
	"strings"
	"testing"
	"time"

	"summitbot/bot/answer"
	"summitbot/corpus"
)

// written returns a message as Discord hands it back with a press.
func written(m Message) *Written {
	texts := []string{}
	var collect func(cs []Component)
	collect = func(cs []Component) {
		for _, c := range cs {
			switch c := c.(type) {
			case Text:
				texts = append(texts, c.Content)
			case Container:
				collect(c.Children)
			}
		}
	}
	if collect(m.Card); len(m.Card) == 0 {
		texts = append(texts, m.Plain)
	}
	const discordEpoch = 1420070400000
	return &Written{
		ID: strconv.FormatInt((time.Now().UnixMilli()-discordEpoch)<<22, 10), Mine: true,
		Text: strings.Join(texts, "\n"), Plain: len(m.Card) == 0, Hidden: m.Private,
	}
}

// buttonOf returns the button of a message whose label begins so.
func buttonOf(t fatal, m Message, label string) Button {
	for _, row := range m.Rows {
		for _, button := range row.Buttons {
			if strings.HasPrefix(button.Label, label) {
				return button
			}
		}
	}
	t.Fatal("no button " + label + " in\n" + print(m))
	return Button{}
}

// pressed presses a button of a message: by is any event of who presses it, where.
func pressed(t fatal, b *Bot, m Message, label string, by Event) Message {
	by.ID, by.Kind, by.Message, by.CustomID = rand.Text(), Press, written(m), buttonOf(t, m, label).ID
	return b.Handle(context.Background(), by)
}

// inServer makes an event come from a server that has the bot.
func inServer(ev Event) Event {
	ev.GuildID, ev.ChannelID, ev.Installed, ev.ApplicationID = "10", "20", true, "30"
	ev.Locale, ev.GuildLocale = "en-US", "en-US"
	ev.Permissions, ev.BotPermissions = ViewChannel|SendMessages, ViewChannel|SendMessages
	return ev
}

// by makes another person do it.
func by(name, id string, ev Event) Event {
	ev.User = User{ID: id, Name: name}
	return ev
}

func summitBot(t testing.TB) *Bot {
	t.Helper()
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	return newBot(t, c)
}

// What the buttons under answers lead to, as it is seen.
func TestCardMessages(t *testing.T) {
	in := func(locale string, ev Event) Event {
		ev = inServer(ev)
		ev.Locale, ev.GuildLocale = locale, locale
		return ev
	}
	human, plain := Settings{HumanRole: "5"}, Settings{Plain: true, Quotes: 2}
	given := inServer(ask("what did Putin give Kim?"))
	for name, tt := range map[string]struct {
		settings Settings
		ev       Event
		presses  []string // by bob, one after the other
	}{
		"more":              {ev: given, presses: []string{"More quotes"}},
		"more-and-back":     {ev: given, presses: []string{"More quotes", "First quotes"}},
		"context":           {ev: given, presses: []string{"Context"}},
		"context-more":      {ev: given, presses: []string{"Context", "More quotes"}},
		"context-hidden":    {ev: given, presses: []string{"Context", "More quotes", "Hide context"}},
		"citation":          {ev: given, presses: []string{"Copy as citation"}},
		"citation-more":     {ev: given, presses: []string{"More quotes", "Copy as citation", "More citations"}},
		"not-helpful":       {ev: given, presses: []string{"👎"}},
		"not-helpful-why":   {ev: given, presses: []string{"👎", "Outdated"}},
		"delete-not-yours":  {ev: given, presses: []string{"Delete"}},
		"plain":             {settings: plain, ev: given},
		"plain-context":     {settings: plain, ev: given, presses: []string{"Context"}},
		"plain-citation":    {settings: plain, ev: given, presses: []string{"Copy as citation"}},
		"german":            {ev: in("de", ask("wich car did puttin drive")), presses: []string{"Kontext"}},
		"spanish":           {ev: in("es-419", ask("what did Putin give Kim?", "source", "asiandiplomacy"))},
		"french":            {ev: in("fr", ask("what did Putin give Kim?", "since", "2024-06-01")), presses: []string{"Copier"}},
		"nearest":           {settings: human, ev: inServer(ask("horse treaty aukus")), presses: []string{"Show nearest"}},
		"human":             {settings: human, ev: inServer(ask("horse treaty aukus")), presses: []string{"Ask a human"}},
		"try":               {ev: inServer(ask("who sold the castle")), presses: []string{"Try"}},
		"russian":           {ev: in("de", ask("Какую машину Путин подарил Киму?"))},
		"korean-no-name":    {ev: inServer(ask("점심 메뉴는 무엇입니까"))},
		"german-question":   {ev: inServer(ask("Welches Auto hat Putin Kim geschenkt?"))},
		"german-no-name":    {ev: in("fr", ask("Wo ist der Hund?"))},
		"said-without-hope": {settings: human, ev: Event{Kind: Said, User: User{ID: "2", Name: "ann"}}},
	} {
		t.Run(name, func(t *testing.T) {
			b := summitBot(t)
			if err := b.cfg.Store.SetSettings(t.Context(), "10", tt.settings); err != nil {
				t.Fatal(err)
			}
			var m Message
			if tt.ev.Kind == Said {
				m = b.render(askedOf(t, b, inServer(tt.ev), tt.settings, "what did Xi Jinping eat"))
			} else {
				m = b.Handle(t.Context(), tt.ev)
			}
			for _, label := range tt.presses {
				who := by("bob", "3", tt.ev)
				if m.Private {
					who = tt.ev // nobody else sees it
				}
				m = pressed(t, b, m, label, who)
			}
			golden(t, name, print(m))
		})
	}
}

// askedOf returns a question that somebody said, and its answer.
func askedOf(t *testing.T, b *Bot, ev Event, s Settings, text string) (request, *answer.Answer) {
	t.Helper()
	q, err := b.service.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	a, err := b.service.Ask(t.Context(), publicScope, q)
	if err != nil {
		t.Fatal(err)
	}
	return request{Event: ev, question: q, what: corePhrases.asked, settings: s}, a
}
