// Command summitbot answers questions about news coverage with quotes: in
// Discord ("run"), in a local Discord for trying it out ("demo"), and in the
// terminal ("ask"). Every setting is declared in config.go and nowhere else.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"summitbot/bot/localdiscord"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first signal the next one has its usual effect again: it ends
	// the process at once, in case a clean stop hangs.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr))
}

// run is the whole program: it does what args say until ctx ends and returns
// the exit code. It reads nothing global.
func run(ctx context.Context, args, env []string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := &program{env: environment(env), stdin: stdin, stdout: stdout, stderr: stderr}
	return p.execute(ctx, args)
}

// execute does what args say until ctx ends and returns the exit code.
func (p *program) execute(ctx context.Context, args []string) int {
	root := p.root()
	root.SetArgs(append([]string{}, args...)) // never nil: cobra would take os.Args
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	code := report(p.stderr, root.ExecuteContext(ctx))
	if code == exitConfig && p.exitDelay > 0 {
		fmt.Fprintf(p.stderr, "summitbot: leaving in %s, so that restarts use up no logins\n", p.exitDelay)
		pause(ctx, p.exitDelay)
	}
	return code
}

// pause waits for d or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-ctx.Done()
}

// A program is one run of summitbot: what surrounds its subcommands.
type program struct {
	env    map[string]string
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer

	exitDelay time.Duration // how long to wait before leaving with exitConfig

	observe func(localdiscord.Exchange) // sees what the local Discord takes and gives; nil outside tests
}

// root returns the command that holds all others.
func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "summitbot",
		Short: "Answers questions about news coverage with nothing but quotes",
		Long: `summitbot answers questions about news coverage with nothing but quotes.

Try it:      summitbot ask "What breed of dogs did Kim give Putin?"
See it:      summitbot demo
Put it on a Discord server:  DISCORD_TOKEN=… summitbot run`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return unknownCommand(cmd, args[0])
		},
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef(`run "`+cmd.CommandPath()+` --help" to see its flags`, "%s%w", place(cmd), err)
	})
	root.AddCommand(p.askCommand(), p.compareCommand(), p.timelineCommand(), p.demoCommand(), p.discordCommand(), p.runCommand(), p.corpusCommand(),
		p.evalCommand(), p.storeCommand(), p.feedbackCommand(), p.configCommand(), p.versionCommand())
	return root
}

// logger returns the logger that the settings ask for, writing to standard error.
func (p *program) logger(c *config) *slog.Logger {
	opts := &slog.HandlerOptions{Level: c.logLevel}
	if c.logFormat == "json" {
		return slog.New(slog.NewJSONHandler(p.stderr, opts))
	}
	return slog.New(slog.NewTextHandler(p.stderr, opts))
}
