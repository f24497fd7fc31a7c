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
	stringOption = 3 // type of an option
)

// A wireCommand is an application command in Discord's JSON, as far as we set
// it: what we send, and what we look at of what Discord has.
type wireCommand struct {
	Name             string       `json:"name"`
	Type             int          `json:"type"`
	Description      string       `json:"description"`
	Options          []wireOption `json:"options,omitempty"`
	Contexts         []int        `json:"contexts"`          // 0 server, 1 direct message, 2 private channel
	IntegrationTypes []int        `json:"integration_types"` // 0 installed in a server, 1 by a user
}

type wireOption struct {
	Type        int          `json:"type"`
	Name        string       `json:"name"`
	Description string       `json:"description"`
	Required    bool         `json:"required,omitempty"`
	MaxLength   int          `json:"max_length,omitempty"`
	Choices     []wireChoice `json:"choices,omitempty"`
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
			Name: c.Name, Type: chatInput, Description: c.Description,
			Contexts: []int{0, 1, 2}, IntegrationTypes: []int{0, 1},
		}
		for _, o := range c.Options {
			option := wireOption{
				Type: stringOption, Name: o.Name, Description: o.Description,
				Required: o.Required, MaxLength: o.MaxLength,
			}
			for _, choice := range o.Choices {
				option.Choices = append(option.Choices, wireChoice{Name: choice.Name, Value: choice.Value})
			}
			w.Options = append(w.Options, option)
		}
		wire = append(wire, w)
	}
	return normal(wire)
}

// normal brings commands into the form in which equal sets are equal values.
func normal(commands []wireCommand) []wireCommand {
	for i := range commands {
		c := &commands[i]
		slices.Sort(c.Contexts)
		slices.Sort(c.IntegrationTypes)
		if len(c.Options) == 0 {
			c.Options = nil
		}
		for j := range c.Options {
			if len(c.Options[j].Choices) == 0 {
				c.Options[j].Choices = nil
			}
		}
	}
	slices.SortFunc(commands, func(a, b wireCommand) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Name, b.Name))
	})
	return commands
}

// register waits for the first session and then sees to it that Discord has the
// handler's commands. It tries until that is so or ctx ends; answering goes on
// meanwhile. It returns a *FatalError if Discord does not accept the token.
func (g *Gateway) register(ctx context.Context) error {
	var appID string
	select {
	case appID = <-g.appID:
	case <-ctx.Done():
		return nil
	}
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
	if err := g.rest.call(ctx, http.MethodGet, path, nil, &have); err != nil {
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
