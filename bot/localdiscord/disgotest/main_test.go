package main

import (
	"os/exec"
	"path/filepath"
	"testing"

	"summitbot/bot/localdiscord/walktest"
)

// TestWalk walks the bot as a process of its own, built without the race
// detector: the Gateway of disgo 0.18 has races.
func TestWalk(t *testing.T) {
	program := filepath.Join(t.TempDir(), "disgotest")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	walktest.Walk(t, walktest.Bot{Start: walktest.Command(program)}) // disgo 0.18 knows no cards
}
