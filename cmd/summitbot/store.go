package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"summitbot/bot/redisconn"
	"summitbot/bot/store"
)

// storeSettings are the settings that say where the store is.
var storeSettings = []string{"REDIS_URL", "SUMMITBOT_DATA", "SUMMITBOT_STORE", "SUMMITBOT_LOG_LEVEL", "SUMMITBOT_LOG_FORMAT"}

// storeCommand returns "summitbot store" and the commands below it.
func (p *program) storeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "store",
		Short: "Move settings of servers and feedback between files and Redis",
		Long: `Move settings of servers, votes, words that the coverage lacks and kept questions
between files and Redis, or to another machine:

  summitbot store export --store files --data ./data > everything.jsonl
  summitbot store import --store redis --redis-url redis://host:6379/0 < everything.jsonl`,
		Args: cobra.ArbitraryArgs,
		RunE: below,
	}
	cmd.AddCommand(p.storeExportCommand(), p.storeImportCommand())
	return cmd
}

// below is the RunE of a command that only has others below it.
func below(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return cmd.Help()
	}
	return unknownCommand(cmd, args[0])
}

// storeExportCommand returns "summitbot store export".
func (p *program) storeExportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write all settings and records to standard output, one JSON object a line",
		Args:  noArgs,
	}
	addSettings(cmd.Flags(), storeSettings...)
	cmd.RunE = p.withStore(func(ctx context.Context, s sweptStore) error { return store.Export(ctx, s, p.stdout) })
	return cmd
}

// storeImportCommand returns "summitbot store import".
func (p *program) storeImportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import",
		Short: "Bring in from standard input what export wrote",
		Long: `Bring in from standard input what export wrote. Settings of a server replace those
that are there; records that are there already are not added again, so it may be
done twice. It prints what it did. A running bot sees it within 5 seconds.`,
		Args: noArgs,
	}
	addSettings(cmd.Flags(), storeSettings...)
	cmd.RunE = p.withStore(func(ctx context.Context, s sweptStore) error {
		done, err := store.Import(ctx, s, "standard input", p.stdin)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(p.stdout, "servers: %d new, %d replaced, %d the same\nrecords: %d new, %d there already, %d questions past their 30 days left out\n",
			done.NewServers, done.ReplacedServers, done.SameServers, done.NewRecords, done.SameRecords, done.OldRecords)
		return err
	})
	return cmd
}

// withStore returns a RunE that opens the store which the settings ask for.
func (p *program) withStore(do func(context.Context, sweptStore) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, _ []string) error {
		c, _, err := load(cmd.Flags(), p.env)
		if err != nil {
			return err
		}
		lg := p.logger(c)
		var client *redisconn.Client
		if c.store == "redis" {
			// Nobody in Discord waits for this, so Redis may take its time.
			if client, err = redisconn.Open(lg, c.redisURL, redisconn.Config{Timeout: 10 * time.Second}); err != nil {
				return configFailure(err, "")
			}
			defer client.Close()
		}
		if c.store == "files" && cmd.Name() == "export" {
			// A slip in the name would look like a store with nothing in it.
			if _, err := os.Stat(c.data); err != nil {
				return configFailure(fmt.Errorf("SUMMITBOT_DATA: %w", err), "name the directory with --data DIR")
			}
		}
		s, err := openStore(lg, c, client)
		if err != nil {
			return err
		}
		return do(cmd.Context(), s)
	}
}
