package walktest

import (
	"os"
	"os/exec"
	"testing"
	"time"
)

// Command returns the Start of a [Bot] that is a program. It gets DISCORD_API and
// DISCORD_TOKEN, and must leave with 0 when its standard input ends.
func Command(name string, args ...string) func(t *testing.T, api, token string) {
	return func(t *testing.T, api, token string) {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Env = append(os.Environ(), "DISCORD_API="+api, "DISCORD_TOKEN="+token)
		cmd.Stdout, cmd.Stderr = t.Output(), t.Output()
		stdin, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			stdin.Close()
			kill := time.AfterFunc(10*time.Second, func() { cmd.Process.Kill() })
			defer kill.Stop()
			if err := cmd.Wait(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
}
