package main

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"summitbot/bot/localdiscord"
)

// discordCommand returns "summitbot discord".
func (p *program) discordCommand() *cobra.Command {
	var addr string
	var cfg localdiscord.Config
	var intents []string
	cmd := &cobra.Command{
		Use:   "discord",
		Short: "Run the local Discord alone, for any bot",
		Long: `Run a Discord for this machine alone: REST API, Gateway, a page for people, and a
control API for tests. A bot in any language logs in with the token printed and
needs no account. The first line printed is JSON: the addresses, ids and keys.

It has not:
  ` + strings.Join(localdiscord.NotEmulated(), "\n  ") + `

What can be done with POST control/act, by {"do":…}, each with these keys beside "user" (a name
or id) and "channel_id" (a name, an id or "dm"); GET control/transcript shows what came of it:
  ` + strings.ReplaceAll(strings.TrimSpace(localdiscord.ActionHelp()), "\n", "\n  ") + `

What goes wrong when it is asked to, by {"do":"fault","name":…} and perhaps "times",
"delay" and "seconds":
  ` + strings.ReplaceAll(strings.TrimSpace(localdiscord.FaultHelp()), "\n", "\n  "),
		Args: noArgs,
	}
	f := cmd.Flags()
	f.StringVar(&addr, "addr", "127.0.0.1:0", "loopback address to listen on; port 0 picks a free one")
	f.StringSliceVar(&intents, "intents", nil, "privileged intents to allow: GUILD_MEMBERS, GUILD_PRESENCES, MESSAGE_CONTENT")
	f.Uint64Var(&cfg.Seed, "seed", 0, "makes token and keys the same at every start, and known to all who know it; 0 makes them random")
	addLogSettings(f)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		lg, err := p.quietLogger(cmd)
		if err != nil {
			return err
		}
		if cfg.PrivilegedIntents, err = localdiscord.PrivilegedIntents(intents); err != nil {
			return usagef("", "--intents: %v", err)
		}
		local, err := p.serveDiscord(cmd.Context(), lg, addr, cfg)
		if err != nil {
			return err
		}
		defer local.stop()
		if err := writeJSON(p.stdout, local.ready); err != nil {
			return err
		}
		<-cmd.Context().Done()
		return nil
	}
	return cmd
}

// addLogSettings adds the settings of [program.quietLogger].
func addLogSettings(f *pflag.FlagSet) {
	addSettings(f, "SUMMITBOT_LOG_LEVEL", "SUMMITBOT_LOG_FORMAT")
	f.Lookup("log-level").DefValue = "warn" // as the help shows it
}

// quietLogger returns a logger that the settings ask for, and otherwise one of
// warnings only, so that what is printed stands alone.
func (p *program) quietLogger(cmd *cobra.Command) (*slog.Logger, error) {
	c, values, err := load(cmd.Flags(), p.env)
	if err != nil {
		return nil, err
	}
	for _, v := range values {
		if v.env == "SUMMITBOT_LOG_LEVEL" && v.from == "default" {
			c.logLevel = slog.LevelWarn
		}
	}
	return p.logger(c), nil
}

// A ready is the JSON line that tells how to reach a local Discord. Tools
// outside the repository read it: keys are only ever added.
type ready struct {
	API           string `json:"api"`
	Gateway       string `json:"gateway"`
	Page          string `json:"page"`
	Token         string `json:"token"`
	ApplicationID string `json:"application_id"`
	GuildID       string `json:"guild_id"`
	ChannelID     string `json:"channel_id"`
	Control       string `json:"control"`
	ControlKey    string `json:"control_key"`
	PublicKey     string `json:"public_key"` // of signatures, for interactions over HTTP
}

// A served is a local Discord that can be reached.
type served struct {
	ready ready
	stop  func() // ends it; to be called once
}

// serveDiscord serves a local Discord on a loopback address.
func (p *program) serveDiscord(ctx context.Context, lg *slog.Logger, addr string, cfg localdiscord.Config) (*served, error) {
	listener, err := listen(ctx, addr)
	if err != nil {
		return nil, err
	}
	cfg.Observe = p.observe
	local := localdiscord.New(lg, cfg)
	server := &http.Server{Handler: local, ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }() // until stop
	at := listener.Addr().String()
	return &served{
		ready: ready{
			API: "http://" + at + "/api", Gateway: "ws://" + at + "/gateway", Page: "http://" + at + "/",
			Token: local.Token(), ApplicationID: local.ApplicationID(), GuildID: local.GuildID(), ChannelID: local.ChannelID(),
			Control: "http://" + at + "/control", ControlKey: local.ControlKey(),
			PublicKey: local.PublicKey(),
		},
		stop: func() {
			local.Close()
			server.Close()
			<-ended
		},
	}, nil
}
