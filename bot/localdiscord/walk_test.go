package localdiscord_test

import (
	"net/http"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"summitbot/bot/localdiscord/walktest"
)

// TestDiscordJSWalk walks a bot written with discord.js, whose WebSocket and
// HTTP clients are not Go's. It needs node and discord.js, which NODE_PATH names.
func TestDiscordJSWalk(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not here")
	}
	if err := exec.CommandContext(t.Context(), node, "-e", `require("discord.js")`).Run(); err != nil {
		t.Skip("discord.js is not here; npm install --prefix DIR discord.js@14.28.1, and NODE_PATH=DIR/node_modules")
	}
	walktest.Walk(t, walktest.Bot{Cards: true, Start: walktest.Command(node, "testdata/discordjs/walk.js")})
}

// TestDiscordgoWalk walks a bot written with discordgo.
func TestDiscordgoWalk(t *testing.T) {
	walktest.Walk(t, walktest.Bot{Start: func(t *testing.T, api, token string) {
		s, err := discordgo.New("Bot " + token)
		if err != nil {
			t.Fatal(err)
		}
		at, err := url.Parse(api)
		if err != nil {
			t.Fatal(err)
		}
		s.Client = &http.Client{Transport: toHost{at.Host, http.DefaultTransport}}
		s.StateEnabled = false
		s.LogLevel = -1 // connections are broken on purpose
		s.Identify.Intents = discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages
		b := &walkBot{T: t, id: make(chan string, 1)}
		s.AddHandler(b.ready)
		s.AddHandler(b.interaction)
		s.AddHandler(b.message)
		if err := s.Open(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			s.Close()
			http.DefaultTransport.(*http.Transport).CloseIdleConnections()
		})
		b.self = <-b.id
		_, err = s.ApplicationCommandBulkOverwrite(b.self, "", []*discordgo.ApplicationCommand{
			{Name: "walk", Description: "Walk", Options: []*discordgo.ApplicationCommandOption{
				{Type: discordgo.ApplicationCommandOptionString, Name: "word", Description: "Where", Required: true, Autocomplete: true},
			}},
			{Name: "Read", Type: discordgo.MessageApplicationCommand},
			{Name: "Greet", Type: discordgo.UserApplicationCommand},
		})
		if err != nil {
			t.Fatal(err)
		}
	}})
}

// toHost sends every request to one host.
type toHost struct {
	host string
	next http.RoundTripper
}

func (h toHost) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host, r.Host = "http", h.host, h.host
	return h.next.RoundTrip(r)
}

// A walkBot answers as package walktest says.
type walkBot struct {
	*testing.T
	self string
	id   chan string // the first READY's
}

func (b *walkBot) ready(_ *discordgo.Session, r *discordgo.Ready) {
	select {
	case b.id <- r.User.ID:
	default: // a later session
	}
}

// must fails the test on an error.
func (b *walkBot) must(err error) {
	b.Helper()
	if err != nil {
		b.Error(err)
	}
}

func (b *walkBot) interaction(s *discordgo.Session, i *discordgo.InteractionCreate) {
	respond := func(kind discordgo.InteractionResponseType, data *discordgo.InteractionResponseData) {
		b.must(s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{Type: kind, Data: data}))
	}
	const say = discordgo.InteractionResponseChannelMessageWithSource
	hidden := func(text string) *discordgo.InteractionResponseData {
		return &discordgo.InteractionResponseData{Content: text, Flags: discordgo.MessageFlagsEphemeral}
	}
	switch i.Type {
	case discordgo.InteractionApplicationCommandAutocomplete:
		word := i.ApplicationCommandData().Options[0].StringValue()
		respond(discordgo.InteractionApplicationCommandAutocompleteResult, &discordgo.InteractionResponseData{
			Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: word, Value: word}, {Name: word + "!", Value: word + "!"}},
		})
	case discordgo.InteractionApplicationCommand:
		data := i.ApplicationCommandData()
		switch data.CommandType {
		case discordgo.MessageApplicationCommand:
			respond(say, hidden("read "+data.Resolved.Messages[data.TargetID].Content))
		case discordgo.UserApplicationCommand:
			respond(say, hidden("greet "+data.Resolved.Users[data.TargetID].Username))
		default:
			b.walk(s, i, data.Options[0].StringValue(), respond)
		}
	case discordgo.InteractionModalSubmit:
		row := i.ModalSubmitData().Components[0].(*discordgo.ActionsRow)
		respond(say, hidden("hello "+row.Components[0].(*discordgo.TextInput).Value))
	case discordgo.InteractionMessageComponent:
		b.component(s, i, respond)
	}
}

func (b *walkBot) walk(s *discordgo.Session, i *discordgo.InteractionCreate, word string, respond func(discordgo.InteractionResponseType, *discordgo.InteractionResponseData)) {
	if word == "pick" {
		var rows []discordgo.MessageComponent
		for id, kind := range map[string]discordgo.SelectMenuType{
			"users": discordgo.UserSelectMenu, "roles": discordgo.RoleSelectMenu, "channels": discordgo.ChannelSelectMenu,
		} {
			rows = append(rows, discordgo.ActionsRow{Components: []discordgo.MessageComponent{discordgo.SelectMenu{MenuType: kind, CustomID: id}}})
		}
		respond(discordgo.InteractionResponseChannelMessageWithSource,
			&discordgo.InteractionResponseData{Content: "walked pick", Components: rows})
		return
	}
	if word != "later" {
		respond(discordgo.InteractionResponseChannelMessageWithSource, &discordgo.InteractionResponseData{
			Content: "walked " + word,
			Components: []discordgo.MessageComponent{
				discordgo.ActionsRow{Components: []discordgo.MessageComponent{
					discordgo.Button{CustomID: "update", Label: "Update", Style: discordgo.PrimaryButton},
					discordgo.Button{CustomID: "modal", Label: "Modal", Style: discordgo.SecondaryButton},
				}},
				discordgo.ActionsRow{Components: []discordgo.MessageComponent{
					discordgo.SelectMenu{MenuType: discordgo.StringSelectMenu, CustomID: "choose", Options: []discordgo.SelectMenuOption{
						{Label: "a", Value: "a"}, {Label: "b", Value: "b"},
					}},
				}},
			},
		})
		return
	}
	respond(discordgo.InteractionResponseDeferredChannelMessageWithSource, nil)
	text := "walked later"
	_, err := s.InteractionResponseEdit(i.Interaction, &discordgo.WebhookEdit{Content: &text})
	b.must(err)
	_, err = s.FollowupMessageCreate(i.Interaction, true, &discordgo.WebhookParams{Content: "followed", Flags: discordgo.MessageFlagsEphemeral})
	b.must(err)
}

func (b *walkBot) component(s *discordgo.Session, i *discordgo.InteractionCreate, respond func(discordgo.InteractionResponseType, *discordgo.InteractionResponseData)) {
	picked := func(name string) {
		respond(discordgo.InteractionResponseUpdateMessage,
			&discordgo.InteractionResponseData{Content: "picked " + name, Components: []discordgo.MessageComponent{}})
	}
	switch data := i.MessageComponentData(); data.CustomID {
	case "users":
		picked(data.Resolved.Users[data.Values[0]].Username)
	case "roles":
		picked(data.Resolved.Roles[data.Values[0]].Name)
	case "channels":
		picked(data.Resolved.Channels[data.Values[0]].Name)
	case "update":
		respond(discordgo.InteractionResponseUpdateMessage,
			&discordgo.InteractionResponseData{Content: "updated", Components: []discordgo.MessageComponent{}})
	case "modal":
		respond(discordgo.InteractionResponseModal, &discordgo.InteractionResponseData{
			CustomID: "ask", Title: "Who",
			Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
				discordgo.TextInput{CustomID: "name", Label: "Name", Style: discordgo.TextInputShort, Required: true},
			}}},
		})
	case "choose":
		respond(discordgo.InteractionResponseDeferredMessageUpdate, nil)
		_, err := s.FollowupMessageCreate(i.Interaction, true, &discordgo.WebhookParams{Content: "chose " + data.Values[0]})
		b.must(err)
	}
}

func (b *walkBot) message(s *discordgo.Session, m *discordgo.MessageCreate) {
	mentioned := slices.ContainsFunc(m.Mentions, func(u *discordgo.User) bool { return u.ID == b.self })
	switch {
	case m.Author.ID == b.self:
	case m.GuildID == "":
		_, err := s.ChannelMessageSend(m.ChannelID, "in private")
		b.must(err)
	case mentioned && strings.Contains(m.Content, b.self):
		b.must(s.ChannelTyping(m.ChannelID))
		_, err := s.ChannelMessageSendComplex(m.ChannelID, &discordgo.MessageSend{
			Content: "heard", Reference: m.Reference(),
			AllowedMentions: &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}},
		})
		b.must(err)
	}
}
