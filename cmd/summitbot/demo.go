package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"runtime"
	"syscall"

	"github.com/spf13/cobra"

	"summitbot/bot"
	"summitbot/bot/cache"
	"summitbot/bot/gateway"
	"summitbot/bot/localdiscord"
	"summitbot/bot/store"
)

// A demo is what "summitbot demo" is told by its flags.
type demo struct {
	addr string
	json bool
	open bool
}

// demoCommand returns "summitbot demo".
func (p *program) demoCommand() *cobra.Command {
	d := &demo{}
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Open a local Discord with the bot in it",
		Long: `Open a local Discord with the bot in it and print its address. Everything is as
on Discord: the bot logs in, registers its commands and answers over the network,
but the network is this machine's alone and no account is needed.`,
		Args: noArgs,
	}
	f := cmd.Flags()
	f.StringVar(&d.addr, "addr", "127.0.0.1:8080", "loopback address to listen on; port 0 picks a free one")
	f.BoolVar(&d.json, "json", false, "print the addresses and keys as one line of JSON")
	f.BoolVar(&d.open, "open", false, "open the page in the browser")
	addLogSettings(f)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		lg, err := p.quietLogger(cmd)
		if err != nil {
			return err
		}
		return p.demo(cmd.Context(), lg, d)
	}
	return cmd
}

// demo runs a local Discord and the bot in it until ctx ends. It tells where
// they are once the bot is logged in and its commands are registered.
func (p *program) demo(ctx context.Context, lg *slog.Logger, d *demo) error {
	local, err := p.serveDiscord(ctx, lg, d.addr, localdiscord.Config{BotName: "summitbot"})
	if err != nil {
		return err
	}
	defer local.stop()
	dir, err := os.MkdirTemp("", "summitbot-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	kept, err := store.Files(lg, dir)
	if err != nil {
		return err
	}
	b, err := newBot(lg, cache.Process(0), bot.Config{Secret: []byte(local.ready.Token), Store: kept, Limits: store.Process()})
	if err != nil {
		return err
	}
	defer b.Close() // before its directory is removed
	r := local.ready
	return connect(ctx, lg, b, gateway.Config{Token: r.Token, APIURL: r.API}, func() { p.tell(lg, d, r) })
}

// tell prints where the local Discord is.
func (p *program) tell(lg *slog.Logger, d *demo, r ready) {
	var err error
	if d.json {
		err = writeJSON(p.stdout, r)
	} else {
		_, err = fmt.Fprintf(p.stdout, "Open %s and type: /ask what did Putin give Kim?\n", r.Page)
	}
	if err == nil && d.open {
		err = openBrowser(r.Page)
	}
	if err != nil {
		lg.Warn("the address could not be shown", "page", r.Page, "err", err)
	}
}

// listen listens on a loopback address. Who can reach the local Discord can act
// as anybody there, so no other address will do.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, usagef("use 127.0.0.1:0 to have a free port picked", "--addr: %q is not an address like 127.0.0.1:8080", addr)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, usagef("use 127.0.0.1, and an SSH tunnel to see it from elsewhere",
			"--addr: %q is not on this machine alone; the local Discord lets anybody in", addr)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, &failure{exitFailed, fmt.Errorf("--addr: %s is taken by another program", addr),
			"use --addr 127.0.0.1:0 to have a free port picked"}
	}
	return listener, err
}

// openBrowser opens an address in the browser. It waits only until the program
// that does it has started.
func openBrowser(address string) error {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	cmd := exec.Command(name, args...)
	if err := cmd.Start(); err != nil {
		return err
	}
	go cmd.Wait() // collects the child; ends with it
	return nil
}
