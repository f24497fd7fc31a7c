package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"summitbot/bot"
	"summitbot/bot/answer"
	"summitbot/bot/cache"
	"summitbot/bot/gateway"
	"summitbot/bot/redisconn"
	"summitbot/bot/store"
	"summitbot/corpus"
)

// howToGetAToken is told to whoever starts the bot without one.
const howToGetAToken = `1. open https://discord.com/developers/applications and press New Application
2. on its page Bot, press Reset Token and copy what appears; leave all intents off
3. on its page Installation, choose the Discord Provided Link with the scopes bot and applications.commands, and the
   permissions View Channels, Send Messages, Send Messages in Threads, Read Message History and Add Reactions
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
	answers, closeCache, err := openCache(lg, c)
	if err != nil {
		return err
	}
	defer closeCache()
	kept, err := store.Files(lg, c.data)
	if err != nil {
		return err
	}
	b, err := newBot(lg, answers, bot.Config{Secret: []byte(cmp.Or(c.secret, c.token)), Store: kept, Limits: store.Process()})
	if err != nil {
		return err
	}
	defer b.Close()
	err = connect(ctx, lg, b, c.token, c.apiURL, func() { lg.Info("answering", "version", buildVersion().Version) })
	if err == nil {
		lg.Info("stopped")
	}
	return err
}

// newBot returns the bot that answers from the embedded coverage.
func newBot(lg *slog.Logger, answers answer.Cache, cfg bot.Config) (*bot.Bot, error) {
	c, err := corpus.Summit()
	if err != nil {
		return nil, err
	}
	service, err := newService(lg, c, answer.Config{Limit: 25, Cache: answers}) // to page through
	if err != nil {
		return nil, err
	}
	debug.FreeOSMemory() // what reading the coverage took is some megabytes more than what stays
	return bot.New(lg, service, cfg)
}

// connect keeps the bot connected until ctx ends or Discord refuses it. It
// calls ready once, when the bot is logged in and Discord has its commands.
func connect(ctx context.Context, lg *slog.Logger, b *bot.Bot, token, apiURL string, ready func()) error {
	g, err := gateway.New(lg, b, gateway.Config{Token: token, APIURL: apiURL, Version: buildVersion().Version})
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

// openCache returns the cache that the settings ask for, and what closes it.
func openCache(lg *slog.Logger, c *config) (answers answer.Cache, closeCache func(), err error) {
	if c.redisURL == "" || c.cache == "process" {
		return cache.Process(0), func() {}, nil
	}
	client, err := redisconn.Open(lg, c.redisURL, redisconn.Config{})
	if err != nil {
		return nil, nil, configFailure(err, "")
	}
	if _, err := client.Get(context.Background(), "sb:start"); err != nil {
		lg.Warn("Redis does not answer; the bot works without it until it does", "err", err)
	}
	release, err := release()
	if err != nil {
		client.Close()
		return nil, nil, err
	}
	secret := c.secret
	if secret == "" {
		secret = c.token
	}
	r, err := cache.Redis(lg, client, cache.Config{Secret: []byte(secret), Release: release, TTL: c.cacheTTL})
	if err != nil {
		client.Close()
		return nil, nil, err
	}
	return r, func() {
		r.Close()
		client.Close()
	}, nil
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
