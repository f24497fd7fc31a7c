package gateway

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"reflect"
	"slices"
	"time"

	"summitbot/bot"
)

// Discord's numbers for commands.
const (
	chatInput    = 1 // type of a slash command
	messageMenu  = 3 // type of a command of a message's menu
	stringOption = 3 // types of options
	truthOption  = 5
)

// A wireCommand is an application command in Discord's JSON, as far as we set
// it: what we send, and what we look at of what Discord has.
type wireCommand struct {
	Name             string            `json:"name"`
	Names            map[string]string `json:"name_localizations,omitempty"`
	Type             int               `json:"type"`
	Description      string            `json:"description"`
	Descriptions     map[string]string `json:"description_localizations,omitempty"`
	Options          []wireOption      `json:"options,omitempty"`
	Needs            *permissions      `json:"default_member_permissions,omitempty"` // nil is none
	Contexts         []int             `json:"contexts"`                             // 0 server, 1 direct message, 2 private channel
	IntegrationTypes []int             `json:"integration_types"`                    // 0 installed in a server, 1 by a user
}

type wireOption struct {
	Type         int               `json:"type"`
	Name         string            `json:"name"`
	Names        map[string]string `json:"name_localizations,omitempty"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations,omitempty"`
	Required     bool              `json:"required,omitempty"`
	Autocomplete bool              `json:"autocomplete,omitempty"`
	MaxLength    int               `json:"max_length,omitempty"`
	Choices      []wireChoice      `json:"choices,omitempty"`
	Options      []wireOption      `json:"options,omitempty"` // of a subcommand
}

type wireChoice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// wireCommands returns commands in Discord's JSON, sorted by name.
func wireCommands(commands []bot.Command) []wireCommand {
	wire := []wireCommand{} // an empty set is [], not null
	for _, c := range commands {
		w := wireCommand{
			Name: c.Name, Names: c.Names, Type: chatInput, Description: c.Description, Descriptions: c.Descriptions,
			Options: wireOptions(c), Contexts: []int{0, 1, 2}, IntegrationTypes: []int{0, 1},
		}
		if c.Menu {
			w.Type = messageMenu
		}
		if c.ServerOnly {
			w.Contexts, w.IntegrationTypes = []int{0}, []int{0}
		}
		if c.Needs != 0 {
			w.Needs = new(permissions(c.Needs))
		}
		wire = append(wire, w)
	}
	return normal(wire)
}

// wireOptions returns the options or subcommands of a command.
func wireOptions(c bot.Command) (wire []wireOption) {
	for _, sub := range c.Subcommands {
		wire = append(wire, wireOption{
			Type: subcommand, Name: sub.Name, Names: sub.Names, Description: sub.Description, Descriptions: sub.Descriptions,
			Options: wireOptions(sub),
		})
	}
	for _, o := range c.Options {
		w := wireOption{
			Type: stringOption, Name: o.Name, Names: o.Names, Description: o.Description, Descriptions: o.Descriptions,
			Required: o.Required, Autocomplete: o.Completed, MaxLength: o.MaxLength,
		}
		if o.Yes {
			w.Type = truthOption
		}
		for _, choice := range o.Choices {
			w.Choices = append(w.Choices, wireChoice{Name: choice.Name, Value: choice.Value})
		}
		wire = append(wire, w)
	}
	return wire
}

// normal brings commands into the form in which equal sets are equal values.
func normal(commands []wireCommand) []wireCommand {
	for i := range commands {
		c := &commands[i]
		slices.Sort(c.Contexts)
		slices.Sort(c.IntegrationTypes)
		c.Names, c.Descriptions = normalNames(c.Names), normalNames(c.Descriptions)
		c.Options = normalOptions(c.Options)
	}
	slices.SortFunc(commands, func(a, b wireCommand) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Name, b.Name))
	})
	return commands
}

// normalOptions returns options with nil for what is empty. Their order counts:
// it is the one in which Discord shows them.
func normalOptions(options []wireOption) []wireOption {
	if len(options) == 0 {
		return nil
	}
	options = slices.Clone(options)
	for i := range options {
		o := &options[i]
		o.Names, o.Descriptions = normalNames(o.Names), normalNames(o.Descriptions)
		if len(o.Choices) == 0 {
			o.Choices = nil
		}
		o.Options = normalOptions(o.Options)
	}
	return options
}

// normalNames returns names, nil if there are none.
func normalNames(names map[string]string) map[string]string {
	if len(names) == 0 {
		return nil
	}
	return names
}

// register waits for the first session and the owners and then sees to it that Discord has the
// handler's commands. It tries until that is so or ctx ends; answering goes on
// meanwhile. It returns a *FatalError if Discord does not accept the token.
func (g *Gateway) register(ctx context.Context) error {
	select {
	case <-g.owned: // else the first commands would be used before their operators are known
	case <-ctx.Done():
		return nil
	}
	appID := g.intake.self.Load().application
	for wait := 5 * time.Second; ; wait = min(2*wait, 10*time.Minute) {
		err := g.compareCommands(ctx, appID)
		if err == nil {
			close(g.registered)
			return nil
		}
		if f := fatal(err); f != nil {
			return f
		}
		if ctx.Err() != nil {
			return nil
		}
		g.lg.Error("the commands are not registered, trying again", "err", err, "wait", wait)
		if sleep(ctx, wait/2+rand.N(wait/2)) != nil {
			return nil
		}
	}
}

// compareCommands reads which commands Discord has and, only if they are not
// ours, overwrites them with one request: Discord counts commands made in a day.
func (g *Gateway) compareCommands(ctx context.Context, appID string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	path := "/applications/" + appID + "/commands"
	var have []wireCommand
	if err := g.rest.call(ctx, http.MethodGet, path+"?with_localizations=true", nil, &have); err != nil {
		return err
	}
	want := wireCommands(g.handler.Commands())
	if reflect.DeepEqual(normal(have), want) {
		return nil
	}
	if err := g.rest.call(ctx, http.MethodPut, path, want, nil); err != nil {
		return fmt.Errorf("overwrite %d commands: %w", len(have), err)
	}
	g.lg.Info("registered commands with Discord", "count", len(want), "before", len(have))
	return nil
}
