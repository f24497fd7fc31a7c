package bot

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// What is chosen in the panel is stored, said in it, and told in the log channel.
func TestSettings(t *testing.T) {
	before := Settings{LogChannel: "21"}
	for name, tt := range map[string]struct {
		before Settings
		page   string // button that leads to the select; "" is the first page
		choose string // beginning of its placeholder
		values []string
		want   Settings
		told   string // where and what; "" is nothing
	}{
		"channels":           {before, "", "Channels", []string{"20", "22"}, Settings{LogChannel: "21", Channels: []string{"20", "22"}}, "21: ann changed the settings: I answer only in <#20>, <#22>."},
		"all channels again": {Settings{Channels: []string{"20"}}, "", "Channels", nil, Settings{}, ""},
		"all channels still": {before, "", "Channels", []string{}, before, ""},
		"role":               {before, "", "Who is", []string{"40"}, Settings{LogChannel: "21", HumanRole: "40"}, "21: ann changed the settings: “Ask a human” calls <@&40>."},
		"no role":            {Settings{LogChannel: "21", HumanRole: "40"}, "", "Who is", nil, before, "21: ann changed the settings: “Ask a human” is not offered: nobody is chosen to be called."},
		"log channel":        {Settings{}, "", "Channel in", []string{"21"}, before, "21: ann changed the settings: Changes to these settings are announced in <#21>."},
		"no log channel":     {before, "", "Channel in", nil, Settings{}, "21: ann changed the settings: Changes to these settings are not announced."},
		"language":           {before, "", "Language", []string{"de"}, Settings{LogChannel: "21", Language: "de"}, "21: ann hat die Einstellungen geändert: Ich spreche hier Deutsch."},
		"own language":       {Settings{LogChannel: "21", Language: "de"}, "", "Language", []string{"own"}, before, "21: ann changed the settings: I speak the language that this server is set to: English."},
		"private":            {before, "How", "Who", []string{"private"}, Settings{LogChannel: "21", Private: true}, "21: ann changed the settings: Only the asker sees an answer, until they share it."},
		"quotes":             {before, "How", "Quotes", []string{"1"}, Settings{LogChannel: "21", Quotes: 1}, "21: ann changed the settings: 1 quote at once."},
		"layout":             {before, "How", "Cards", []string{"plain"}, Settings{LogChannel: "21", Plain: true}, "21: ann changed the settings: Answers are plain text."},
		"the same again":     {Settings{LogChannel: "21", Private: true}, "How", "Who", []string{"private"}, Settings{LogChannel: "21", Private: true}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b, ev := summitBot(t), managing(use("settings"))
			stored(b).settings["10"] = tt.before
			m := b.Handle(t.Context(), ev)
			if tt.page != "" {
				m = pressed(t, b, m, tt.page, ev)
			}
			m = chosenIn(t, b, m, tt.choose, ev, tt.values...)
			if got := stored(b).settings["10"]; !reflect.DeepEqual(got, tt.want) {
				t.Errorf("stored %+v, want %+v", got, tt.want)
			}
			told := ""
			if m.Log != nil {
				told = m.Log.ChannelID + ": " + m.Log.Text
			}
			if told != tt.told {
				t.Errorf("told %q, want %q", told, tt.told)
			}
			if !m.Update || !m.Private || len(m.Rows) > 5 {
				t.Errorf("not the panel, in place:\n%s", print(m))
			}
		})
	}
}

// Whatever is not allowed, cannot be, comes late or cannot be stored changes nothing.
func TestSettingsRefused(t *testing.T) {
	kept := Settings{Quotes: 2}
	for name, tt := range map[string]struct {
		choose string
		values []string
		change func(*Bot, *Event)
		want   string
	}{
		"no permission":           {"Who is", []string{"40"}, func(_ *Bot, ev *Event) { ev.Permissions = ManageMessages }, "Manage Server"},
		"in a direct message":     {"Who is", []string{"40"}, func(_ *Bot, ev *Event) { ev.GuildID = "" }, "only in a server"},
		"brought along by a user": {"Who is", []string{"40"}, func(_ *Bot, ev *Event) { ev.Installed = false }, "only in a server"},
		"store away":              {"Who is", []string{"40"}, func(b *Bot, _ *Event) { stored(b).broken = errors.New("away") }, "Nothing was changed"},
		"store does not write":    {"Who is", []string{"40"}, func(b *Bot, _ *Event) { b.cfg.Store = readOnly{stored(b)} }, "could not store that"},
		"everyone":                {"Who is", []string{"10"}, nil, "`@everyone` cannot be called"},
		"no id":                   {"Channels", []string{"20", "<@&1>"}, nil, "cannot be chosen"},
		"two roles":               {"Who is", []string{"40", "41"}, nil, "cannot be chosen"},
		"unknown language":        {"Language", []string{"tlh"}, nil, "cannot be chosen"},
		"no language":             {"Language", nil, nil, "cannot be chosen"},
	} {
		t.Run(name, func(t *testing.T) {
			b, ev := summitBot(t), managing(use("settings"))
			stored(b).settings["10"] = kept
			m := b.Handle(t.Context(), ev)
			if tt.change != nil {
				tt.change(b, &ev)
			}
			got := chosenIn(t, b, m, tt.choose, ev, tt.values...)
			if !got.Private || got.Update || got.Log != nil || !strings.Contains(got.Plain, tt.want) {
				t.Errorf("got\n%s", print(got))
			}
			if m, _ := b.cfg.Store.(*memory); m != nil && !reflect.DeepEqual(m.settings["10"], kept) {
				t.Errorf("stored %+v", m.settings["10"])
			}
		})
	}
}

// readOnly is a store that cannot be written to.
type readOnly struct{ *memory }

func (readOnly) ChangeSettings(context.Context, string, func(*Settings) bool) (Settings, error) {
	return Settings{}, errors.New("disk full")
}

func TestSettingsExpire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)))
		b, ev := summitBot(t), managing(use("settings"))
		m := b.Handle(t.Context(), ev)
		there := written(m)
		time.Sleep(changeWithin + time.Second)
		ev.Kind, ev.Message, ev.CustomID, ev.Values = Press, there, m.Rows[1].Select.ID, []string{"40"}
		got := b.Handle(t.Context(), ev)
		if !got.Private || got.Update || !strings.Contains(got.Plain, "expired") || stored(b).settings["10"].HumanRole != "" {
			t.Errorf("got\n%s", print(got))
		}
	})
}

// The panel itself needs the permission, and store that can be read.
func TestSettingsPanelRefused(t *testing.T) {
	b := summitBot(t)
	if m := b.Handle(t.Context(), use("settings")); !m.Private || len(m.Rows) > 0 || !strings.Contains(m.Plain, "Manage Server") {
		t.Errorf("got\n%s", print(m))
	}
	stored(b).broken = errors.New("away")
	if m := b.Handle(t.Context(), managing(use("settings"))); len(m.Rows) > 0 || !strings.Contains(m.Plain, "could not read the settings") {
		t.Errorf("got\n%s", print(m))
	}
}
