package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"summitbot/bot"
	"summitbot/bot/answer"
	"summitbot/bot/gateway"
	"summitbot/corpus"
)

// howToGetAToken is told to whoever starts the bot without one.
const howToGetAToken = `1. open https://discord.com/developers/applications and press New Application
2. on its page Bot, press Reset Token and copy what appears; leave all intents off
3. on its page Installation, choose the Discord Provided Link with the scopes bot and applications.commands, and the permissions that the README lists
4. open that link and choose your server
5. start again: DISCORD_TOKEN=… summitbot run (or put the token into a file and name it in DISCORD_TOKEN_FILE)
6. to try the bot without any of this: summitbot demo`

// runCommand returns "summitbot run".
func (p *program) runCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Be the bot on Discord, until told to stop",
		Long: `Be the bot on Discord, until SIGTERM or SIGINT. A second signal ends it at once.

The exit code is 0 after a clean stop and 78 if a setting is wrong or Discord
refuses the bot, when starting again does not help.`,
		Args: noArgs,
	}
	addSettings(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		c, _, err := load(cmd.Flags(), p.env)
		p.exitDelay = c.exitDelay
		if err != nil {
			return err
		}
		return p.run(cmd.Context(), c)
	}
	return cmd
}

// run is the bot, until ctx ends or Discord refuses it.
func (p *program) run(ctx context.Context, c *config) error {
	if c.token == "" {
		return configFailure(errors.New("DISCORD_TOKEN: there is no token, and Discord lets no bot in without one"), howToGetAToken)
	}
	lg := p.logger(c)
	k, err := open(lg, c)
	if err != nil {
		return err
	}
	defer k.close()
	b, err := newBot(lg, k.answers, bot.Config{
		Secret: c.key(), Store: k.store, Limits: k.limits, Degraded: k.degraded,
		Operators: c.operators, KeepQuestions: c.keepQuestions, MemberAsks: c.memberAsks, ChannelAsks: c.channelAsks,
	})
	if err != nil {
		return err
	}
	defer b.Close()
	ctx, stop := context.WithCancel(ctx)
	var tending sync.WaitGroup
	tending.Go(func() { k.tend(ctx, lg) })
	defer tending.Wait()
	defer stop()
	once := func(ctx context.Context, id string) bool { return k.limits.Once(ctx, "event "+id, taken) }
	cfg := gateway.Config{Token: c.token, APIURL: c.apiURL, Once: once}
	err = connect(ctx, lg, b, cfg, func() { lg.Info("answering", "version", buildVersion().Version) })
	if err == nil {
		lg.Info("stopped")
	}
	return err
}

// taken is how long it is remembered that a process has taken an event: as long as
// Discord accepts what is said on it.
const taken = 15 * time.Minute

// newBot returns the bot that answers from the embedded coverage.
func newBot(lg *slog.Logger, answers answer.Cache, cfg bot.Config) (*bot.Bot, error) {
	c, err := corpus.Summit()
	if err != nil {
		return nil, err
	}
	service, err := newService(lg, c, answer.Config{Limit: 12, Cache: answers}) // to page through
	if err != nil {
		return nil, err
	}
	debug.FreeOSMemory() // what reading the coverage took is some megabytes more than what stays
	return bot.New(lg, service, cfg)
}

// connect keeps the bot connected until ctx ends or Discord refuses it. It
// calls ready once, when the bot is logged in and Discord has its commands.
func connect(ctx context.Context, lg *slog.Logger, b *bot.Bot, cfg gateway.Config, ready func()) error {
	cfg.Version = buildVersion().Version
	g, err := gateway.New(lg, b, cfg)
	if err != nil {
		return configFailure(err, "")
	}
	ended := make(chan struct{})
	told := make(chan struct{})
	go func() { // ends with Run
		defer close(told)
		select {
		case <-g.Registered():
			ready()
		case <-ended:
		}
	}()
	err = g.Run(ctx)
	close(ended)
	<-told
	if f, ok := errors.AsType[*gateway.FatalError](err); ok {
		return configFailure(f, f.Remedy)
	}
	return err
}

// release names this build, so that it does not serve another build's answers
// from Redis: by its commit, or by its bytes where no commit says it all.
func release() (string, error) {
	if v := buildVersion(); v.Commit != "" && !v.Modified {
		return v.Commit, nil
	}
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
