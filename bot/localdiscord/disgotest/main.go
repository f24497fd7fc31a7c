// Command disgotest is a bot written with disgo, whose Gateway and wire types
// nobody here wrote. It answers as package walktest says. It logs in with
// DISCORD_TOKEN at DISCORD_API and leaves when its standard input ends, with 1 if
// something went wrong. It is a module of its own so that disgo is no dependency
// of the program.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"sync/atomic"
	"time"

	"github.com/disgoorg/disgo"
	"github.com/disgoorg/disgo/bot"
	"github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/events"
	"github.com/disgoorg/disgo/gateway"
	"github.com/disgoorg/disgo/rest"
	"github.com/disgoorg/snowflake/v2"
)

func main() {
	w := &walker{}
	w.must(w.run(os.Getenv("DISCORD_API"), os.Getenv("DISCORD_TOKEN")))
	if w.failed.Load() {
		os.Exit(1)
	}
}

// run is the bot until standard input ends.
func (w *walker) run(api, token string) error {
	client, err := disgo.New(token,
		bot.WithLogger(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))),
		bot.WithRestClientConfigOpts(rest.WithURL(api+"/v10")),
		bot.WithGatewayConfigOpts(
			gateway.WithIntents(gateway.IntentGuildMessages, gateway.IntentDirectMessages),
			gateway.WithCompress(false), // the local Discord has no transport compression
		),
		bot.WithEventListeners(&events.ListenerAdapter{
			OnApplicationCommandInteraction: w.command,
			OnAutocompleteInteraction:       w.autocomplete,
			OnComponentInteraction:          w.component,
			OnModalSubmit:                   w.modal,
			OnMessageCreate:                 w.message,
		}),
	)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if err := client.OpenGateway(ctx); err != nil {
		return err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		client.Close(ctx)
	}()
	_, err = client.Rest().SetGlobalCommands(client.ApplicationID(), []discord.ApplicationCommandCreate{
		discord.SlashCommandCreate{Name: "walk", Description: "Walk", Options: []discord.ApplicationCommandOption{
			discord.ApplicationCommandOptionString{Name: "word", Description: "Where", Required: true, Autocomplete: true},
		}},
		discord.MessageCommandCreate{Name: "Read"},
		discord.UserCommandCreate{Name: "Greet"},
	})
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// A walker answers as package walktest says.
type walker struct{ failed atomic.Bool }

// must notes an error.
func (w *walker) must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "disgotest:", err)
		w.failed.Store(true)
	}
}

func (w *walker) autocomplete(e *events.AutocompleteInteractionCreate) {
	word := e.Data.String("word")
	w.must(e.AutocompleteResult([]discord.AutocompleteChoice{
		discord.AutocompleteChoiceString{Name: word, Value: word},
		discord.AutocompleteChoiceString{Name: word + "!", Value: word + "!"},
	}))
}

func (w *walker) command(e *events.ApplicationCommandInteractionCreate) {
	if read, ok := e.Data.(discord.MessageCommandInteractionData); ok {
		w.must(e.CreateMessage(private("read " + read.TargetMessage().Content)))
		return
	}
	if greet, ok := e.Data.(discord.UserCommandInteractionData); ok {
		w.must(e.CreateMessage(private("greet " + greet.TargetUser().Username)))
		return
	}
	word := e.SlashCommandInteractionData().String("word")
	switch word {
	case "pick":
		w.must(e.CreateMessage(discord.NewMessageCreateBuilder().SetContent("walked pick").
			AddActionRow(discord.NewUserSelectMenu("users", "")).
			AddActionRow(discord.NewRoleSelectMenu("roles", "")).
			AddActionRow(discord.NewChannelSelectMenu("channels", "")).
			Build()))
		return
	case "later":
		w.must(e.DeferCreateMessage(false))
		_, err := e.Client().Rest().UpdateInteractionResponse(e.ApplicationID(), e.Token(),
			discord.NewMessageUpdateBuilder().SetContent("walked later").Build())
		w.must(err)
		_, err = e.Client().Rest().CreateFollowupMessage(e.ApplicationID(), e.Token(), private("followed"))
		w.must(err)
		return
	}
	w.must(e.CreateMessage(discord.NewMessageCreateBuilder().SetContent("walked "+word).
		AddActionRow(discord.NewPrimaryButton("Update", "update"), discord.NewSecondaryButton("Modal", "modal")).
		AddActionRow(discord.NewStringSelectMenu("choose", "",
			discord.NewStringSelectMenuOption("a", "a"), discord.NewStringSelectMenuOption("b", "b"))).
		Build()))
}

func (w *walker) component(e *events.ComponentInteractionCreate) {
	picked := func(name string) {
		w.must(e.UpdateMessage(discord.NewMessageUpdateBuilder().SetContent("picked " + name).ClearContainerComponents().Build()))
	}
	switch e.Data.CustomID() {
	case "users":
		picked(e.UserSelectMenuInteractionData().Users()[0].Username)
	case "roles":
		picked(e.RoleSelectMenuInteractionData().Roles()[0].Name)
	case "channels":
		picked(e.ChannelSelectMenuInteractionData().Channels()[0].Name)
	case "update":
		w.must(e.UpdateMessage(discord.NewMessageUpdateBuilder().SetContent("updated").ClearContainerComponents().Build()))
	case "modal":
		w.must(e.Modal(discord.NewModalCreateBuilder().SetCustomID("ask").SetTitle("Who").
			AddActionRow(discord.NewShortTextInput("name", "Name")).Build()))
	case "choose":
		w.must(e.DeferUpdateMessage())
		_, err := e.Client().Rest().CreateFollowupMessage(e.ApplicationID(), e.Token(),
			discord.NewMessageCreateBuilder().SetContent("chose "+e.StringSelectMenuInteractionData().Values[0]).Build())
		w.must(err)
	}
}

func (w *walker) modal(e *events.ModalSubmitInteractionCreate) {
	w.must(e.CreateMessage(private("hello " + e.Data.Text("name"))))
}

func (w *walker) message(e *events.MessageCreate) {
	self := e.Client().ID()
	mentioned := slices.ContainsFunc(e.Message.Mentions, func(u discord.User) bool { return u.ID == self })
	if e.Message.Author.ID == self || (e.GuildID != nil && !mentioned) {
		return
	}
	if e.GuildID == nil {
		w.send(e, discord.NewMessageCreateBuilder().SetContent("in private"))
		return
	}
	w.must(e.Client().Rest().SendTyping(e.ChannelID))
	w.send(e, discord.NewMessageCreateBuilder().SetContent("heard").
		SetMessageReferenceByID(e.MessageID).
		SetAllowedMentions(&discord.AllowedMentions{Parse: []discord.AllowedMentionType{}, Users: []snowflake.ID{}, Roles: []snowflake.ID{}}))
}

func (w *walker) send(e *events.MessageCreate, m *discord.MessageCreateBuilder) {
	_, err := e.Client().Rest().CreateMessage(e.ChannelID, m.Build())
	w.must(err)
}

// private returns a message that one person sees.
func private(text string) discord.MessageCreate {
	return discord.NewMessageCreateBuilder().SetContent(text).SetEphemeral(true).Build()
}
