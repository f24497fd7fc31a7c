package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// A fakeDiscord knows one server.
type fakeDiscord struct {
	server *Server
	err    error
}

func (d fakeDiscord) Server(_ context.Context, id string) (*Server, error) {
	if d.err == nil && id != d.server.ID {
		return nil, fmt.Errorf("no server %s", id)
	}
	return d.server, d.err
}

const needed = ViewChannel | SendMessages | ReadMessageHistory | AddReactions

// sickServer is a server in which something is missing in most places.
func sickServer() *Server {
	return &Server{
		ID: "10", Name: "s", OwnerID: "1", BotID: "99", BotRoles: []string{"31"},
		Roles: []Role{{ID: "10", Name: "@everyone", Permissions: needed}, {ID: "31", Name: "bots"}, {ID: "40", Name: "mods @here"}},
		Channels: []Channel{
			{ID: "20", Name: "news"},
			{ID: "21", Name: "log", Overwrites: []Overwrite{{ID: "10", Deny: SendMessages}}},
			{ID: "22", Name: "hidden", Overwrites: []Overwrite{{ID: "99", Member: true, Deny: ViewChannel | AddReactions}}},
		},
	}
}

// The cases are worked by hand, with Discord's order: everyone, all roles together,
// the member.
func TestEffective(t *testing.T) {
	const view, send, react = ViewChannel, SendMessages, AddReactions
	for name, tt := range map[string]struct {
		everyone, first, second Permissions // of the server's roles; the bot has first and second
		owner                   bool
		overwrites              []Overwrite
		want                    Permissions // of view, send and react
	}{
		"everyone's and its roles' permissions add up":           {view, send, react, false, nil, view | send | react},
		"nobody's role but its own counts":                       {view, 0, 0, false, nil, view},
		"everyone is denied in the channel":                      {view | send, 0, 0, false, []Overwrite{{ID: "10", Deny: send}}, view},
		"a role that gives it in the server does not help there": {view, send, 0, false, []Overwrite{{ID: "10", Deny: send}}, view},
		"a role is allowed what everyone is denied":              {view | send, 0, 0, false, []Overwrite{{ID: "11", Allow: send}, {ID: "10", Deny: send}}, view | send},
		"of two roles, the one that allows wins":                 {view | send, 0, 0, false, []Overwrite{{ID: "11", Deny: send}, {ID: "12", Allow: send}}, view | send},
		"in any order":                                           {view | send, 0, 0, false, []Overwrite{{ID: "12", Allow: send}, {ID: "11", Deny: send}}, view | send},
		"a role that it does not have changes nothing":           {view | send, 0, 0, false, []Overwrite{{ID: "13", Deny: send}}, view | send},
		"the member comes last":                                  {view | send, 0, 0, false, []Overwrite{{ID: "99", Member: true, Deny: send}, {ID: "11", Allow: send}}, view},
		"and is allowed what its role is denied":                 {view, 0, 0, false, []Overwrite{{ID: "11", Deny: react}, {ID: "99", Member: true, Allow: react}}, view | react},
		"another member changes nothing":                         {view, 0, 0, false, []Overwrite{{ID: "98", Member: true, Allow: send}}, view},
		"allow wins over deny in one overwrite":                  {0, 0, 0, false, []Overwrite{{ID: "10", Allow: view, Deny: view}}, view},
		"an administrator is denied nothing":                     {0, 0, Administrator, false, []Overwrite{{ID: "99", Member: true, Deny: view | send}}, view | send | react},
		"nor is the owner":                                       {0, 0, 0, true, []Overwrite{{ID: "10", Deny: view | send | react}}, view | send | react},
		"what is missing without View Channel is still named":    {send, 0, 0, false, nil, send},
	} {
		s := &Server{ID: "10", OwnerID: "1", BotID: "99", BotRoles: []string{"11", "12"}, Roles: []Role{
			{ID: "10", Permissions: tt.everyone}, {ID: "11", Permissions: tt.first}, {ID: "12", Permissions: tt.second}, {ID: "13", Permissions: Administrator},
		}}
		if tt.owner {
			s.OwnerID = "99"
		}
		if got := effective(s, Channel{ID: "20", Overwrites: tt.overwrites}) & (view | send | react); got != tt.want {
			t.Errorf("%s: %b, want %b", name, got, tt.want)
		}
	}
}

func TestDoctor(t *testing.T) {
	for name, tt := range map[string]struct {
		settings Settings
		change   func(*Server, *Event)
		want     []string
		not      []string
	}{
		"channels":                       {want: []string{"missing in 2 channels", "<#21> lacks **Send Messages**", "<#22> lacks **View Channel**, **Add Reactions**", "1 channel is fine"}, not: []string{"<#20>", "Read Message History"}},
		"only those in which it answers": {Settings{Channels: []string{"20"}}, nil, []string{"I have all I need", "1 channel is fine"}, []string{"lacks"}},
		"log channel without permission": {settings: Settings{LogChannel: "21"}, want: []string{"cannot announce changes in <#21>"}},
		"log channel gone":               {settings: Settings{LogChannel: "77"}, want: []string{"changes are announced no longer exists"}},
		"chosen channel gone":            {settings: Settings{Channels: []string{"20", "77"}}, want: []string{"A channel in which I should answer no longer exists"}},
		"role gone":                      {settings: Settings{HumanRole: "77"}, want: []string{"calls no longer exists"}},
		"role that cannot be called":     {settings: Settings{HumanRole: "40"}, want: []string{`cannot call \@mods \@here in <#20>, <#21>, <#22>`, "Allow anyone to @mention"}},
		"role that can be called":        {Settings{HumanRole: "40"}, func(s *Server, _ *Event) { s.Roles[2].Mentionable = true }, nil, []string{"cannot call"}},
		"by who may call any role":       {Settings{HumanRole: "40"}, func(s *Server, _ *Event) { s.Roles[1].Permissions = MentionEveryone }, nil, []string{"cannot call"}},
		"nothing can be looked up":       {change: func(_ *Server, ev *Event) { ev.Discord = nil }, want: []string{"could not ask Discord"}},
		"the look-up fails":              {change: func(_ *Server, ev *Event) { ev.Discord = fakeDiscord{err: errors.New("503")} }, want: []string{"could not ask Discord"}},
		"without permission":             {change: func(_ *Server, ev *Event) { ev.Permissions = ManageMessages }, want: []string{"Manage Server"}, not: []string{"lacks"}},
		"in a direct message":            {change: func(_ *Server, ev *Event) { ev.GuildID = "" }, want: []string{"only in a server"}, not: []string{"lacks"}},
		"many channels": {change: func(s *Server, _ *Event) {
			for i := range 60 {
				s.Channels = append(s.Channels, Channel{ID: fmt.Sprint(100 + i), Overwrites: s.Channels[2].Overwrites})
			}
		}, want: []string{"missing in 62 channels"}, not: []string{"<#159>"}},
	} {
		b, server, ev := summitBot(t), sickServer(), managing(use("doctor"))
		stored(b).settings["10"] = tt.settings
		ev.Discord = fakeDiscord{server: server}
		if tt.change != nil {
			tt.change(server, &ev)
		}
		m := b.Handle(t.Context(), ev)
		for _, want := range tt.want {
			if !strings.Contains(m.Plain, want) || !m.Private {
				t.Errorf("%s: no %q in\n%s", name, want, print(m))
			}
		}
		for _, not := range tt.not {
			if strings.Contains(m.Plain, not) {
				t.Errorf("%s: %q in\n%s", name, not, print(m))
			}
		}
		for hasButton(m, "More") {
			m = pressed(t, b, m, "More", ev)
		}
		if name == "many channels" && !strings.Contains(m.Plain, "<#159>") {
			t.Errorf("the last channel is not on the last page:\n%s", print(m))
		}
	}
}

// A page is turned only for those who may manage the server.
func TestDoctorPageNeedsPermission(t *testing.T) {
	b, server, ev := summitBot(t), sickServer(), managing(use("doctor"))
	for i := range 60 {
		server.Channels = append(server.Channels, Channel{ID: fmt.Sprint(100 + i), Overwrites: server.Channels[2].Overwrites})
	}
	ev.Discord = fakeDiscord{server: server}
	m := b.Handle(t.Context(), ev)
	ev.Permissions = 0
	if got := pressed(t, b, m, "More", ev); !got.Private || got.Update || !strings.Contains(got.Plain, "Manage Server") {
		t.Errorf("got\n%s", print(got))
	}
}
