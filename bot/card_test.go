package bot

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

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
	by.Kind, by.Message, by.CustomID = Press, written(m), buttonOf(t, m, label).ID
	return b.Handle(context.Background(), by)
}

// inServer makes an event come from a server that has the bot.
func inServer(ev Event) Event {
	ev.GuildID, ev.ChannelID, ev.Installed, ev.ApplicationID = "10", "20", true, "30"
	ev.Locale, ev.GuildLocale = "en-US", "en-US"
	ev.BotPermissions = ViewChannel | SendMessages
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
