// Package redistest starts real Redis servers for tests and breaks them: frozen,
// killed, back again. Start with [Start].
package redistest

import (
	"bufio"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// A Server is a redis-server on a loopback port of its own. It keeps nothing
// on disk. Its methods are for the test's own goroutine.
type Server struct {
	Addr string // "127.0.0.1:43211"
	URL  string // "redis://127.0.0.1:43211"

	t    testing.TB
	args []string
	said string    // what the server printed until it was ready or ended
	cmd  *exec.Cmd // nil while stopped
}

// Start starts a server with args before the usual ones, so that the first may be
// a configuration file, and stops it when the test ends. A test that needs Redis fails where there is none: a skipped test
// proves nothing.
func Start(t testing.TB, args ...string) *Server {
	t.Helper()
	s := &Server{t: t, args: args}
	t.Cleanup(s.Stop)
	// Another process can take the free port before the server does.
	for range 5 {
		s.Addr = freeAddr(t)
		s.URL = "redis://" + s.Addr
		if s.start() {
			return s
		}
	}
	t.Fatalf("redis-server %s did not become ready on any of 5 ports; it said\n%s", strings.Join(args, " "), s.said)
	return nil
}

// freeAddr returns a loopback address on which nobody listens.
func freeAddr(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// start starts the server on s.Addr and waits for the line in which it says
// that it is ready. It reports whether that line came.
func (s *Server) start() bool {
	s.t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		s.t.Fatal("redis-server is not on PATH\nhint: apt-get install redis-server")
	}
	host, port, err := net.SplitHostPort(s.Addr)
	if err != nil {
		s.t.Fatal(err)
	}
	args := append(slices.Clone(s.args), "--bind", host, "--port", port, "--save", "", "--appendonly", "no")
	cmd := exec.Command(path, args...)
	cmd.Dir = s.t.TempDir()
	// A pipe of our own: StdoutPipe would be closed under the reader by Wait.
	out, in, err := os.Pipe()
	if err != nil {
		s.t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = in, in
	err = cmd.Start()
	in.Close()
	if err != nil {
		s.t.Fatal(err)
	}
	s.cmd, s.said = cmd, ""
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		s.said += lines.Text() + "\n"
		// The second is what a server says that was started as a Sentinel.
		if strings.Contains(lines.Text(), "Ready to accept connections") || strings.Contains(lines.Text(), "+monitor master") {
			// Ends when the server does. Without it the server would block
			// when the pipe is full.
			go func() {
				defer out.Close()
				io.Copy(io.Discard, out)
			}()
			return true
		}
	}
	out.Close()
	s.Stop()
	return false
}

// Stop kills the server, as a crash would, and waits for its end. A server
// that is stopped already stays so.
func (s *Server) Stop() {
	s.t.Helper()
	if s.cmd == nil {
		return
	}
	if err := s.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		s.t.Error(err)
	}
	s.cmd.Wait() // "signal: killed" is what we asked for
	s.cmd = nil
}

// Restart starts the server again on the same port, empty. The server must be
// stopped.
func (s *Server) Restart() {
	s.t.Helper()
	if s.cmd != nil {
		s.t.Fatal("redistest: Restart of a server that runs")
	}
	if !s.start() {
		s.t.Fatalf("redis-server did not become ready again on %s; it said\n%s", s.Addr, s.said)
	}
}

// Freeze stops the server's process without ending it: connections stay open,
// the kernel still accepts new ones, and no reply comes.
func (s *Server) Freeze() { s.signal(syscall.SIGSTOP) }

// Thaw lets a frozen server go on.
func (s *Server) Thaw() { s.signal(syscall.SIGCONT) }

func (s *Server) signal(sig os.Signal) {
	s.t.Helper()
	if s.cmd == nil {
		s.t.Fatal("redistest: the server is stopped")
	}
	if err := s.cmd.Process.Signal(sig); err != nil {
		s.t.Fatal(err)
	}
}
