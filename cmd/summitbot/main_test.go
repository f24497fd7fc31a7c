package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"go.uber.org/goleak"

	"summitbot/bot/redisconn/redistest"
)

func TestMain(m *testing.M) {
	testscript.Main(leakChecked{m}, map[string]func(){"summitbot": main})
}

// leakChecked fails the tests if they leave goroutines behind.
type leakChecked struct{ m *testing.M }

// Run runs the tests.
func (l leakChecked) Run() int {
	code := l.m.Run()
	if code != 0 {
		return code
	}
	if err := goleak.Find(); err != nil {
		fmt.Fprintln(os.Stderr, "goroutines left behind:", err)
		return 1
	}
	return 0
}

// TestScripts runs the command lines in testdata, each of which starts the
// real program. With -update, cmp rewrites what it compares with. $REDIS is the
// address of an empty Redis.
func TestScripts(t *testing.T) {
	redis := redistest.Start(t).URL
	testscript.Run(t, testscript.Params{
		Dir: "testdata", UpdateScripts: *update, RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("REDIS", redis) // only one script writes to it
			return nil
		},
	})
}

// summitbot runs the program in this process and returns what it printed.
func summitbot(t *testing.T, ctx context.Context, env []string, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(ctx, args, env, strings.NewReader(stdin), &out, &errs)
	return code, out.String(), errs.String()
}
