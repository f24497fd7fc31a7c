// Package schematest checks what the local Discord takes and gives against
// Discord's own description of its REST API. Tests alone import it.
//
// The law: a request that is accepted is one that the description allows, with
// no key that it does not have; every answer and every described event is as
// described. Whether what is wrong is refused is for other tests to say.
//
// Start with [Observer].
package schematest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"summitbot/bot/localdiscord"
)

// Observer returns what checks every exchange of a local Discord, for
// [localdiscord.Config]. The faults fail t when it ends, each once. The
// description is TESTDATA_DIR/discord/openapi.json; without TESTDATA_DIR nothing
// is checked, and t's log says so.
func Observer(t testing.TB) func(localdiscord.Exchange) {
	t.Helper()
	return observer(t, true)
}

// Tolerant is Observer for requests that are made up: unknown keys pass, and
// bodies where none belongs, as they do with Discord.
func Tolerant(t testing.TB) func(localdiscord.Exchange) {
	t.Helper()
	return observer(t, false)
}

// observer returns what checks every exchange, strictly or not.
func observer(t testing.TB, strict bool) func(localdiscord.Exchange) {
	t.Helper()
	d := described(t)
	if d == nil {
		return nil
	}
	var mu sync.Mutex
	faults := map[string]bool{}
	t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		for fault := range faults {
			t.Error(fault)
		}
	})
	return func(x localdiscord.Exchange) {
		err := d.check(x, strict)
		if err == nil {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		faults[err.Error()] = true
	}
}

// Request returns what the description has against the request of x, or nil.
// Without TESTDATA_DIR it skips the test.
func Request(t testing.TB, x localdiscord.Exchange) error {
	t.Helper()
	d := described(t)
	if d == nil {
		t.SkipNow()
	}
	op, path := d.operation(x.Method, x.Path)
	if op == nil {
		t.Fatalf("%s %s is not in the description", x.Method, x.Path)
	}
	return d.checkRequest(x, op, path, true)
}

// Event returns what the description of events has against x, or nil. Without
// TESTDATA_DIR it skips the test.
func Event(t testing.TB, x localdiscord.Exchange) error {
	t.Helper()
	d := described(t)
	if d == nil {
		t.SkipNow()
	}
	return d.checkEvent(x)
}

// load reads the description once in a process.
var load = sync.OnceValues(func() (*description, error) {
	text, err := os.ReadFile(filepath.Join(os.Getenv("TESTDATA_DIR"), "discord", "openapi.json"))
	if err != nil {
		return nil, err
	}
	return newDescription(text)
})

// described returns the description; nil without TESTDATA_DIR.
func described(t testing.TB) *description {
	t.Helper()
	if os.Getenv("TESTDATA_DIR") == "" {
		t.Log("TESTDATA_DIR is not set: nothing is checked against Discord's description")
		return nil
	}
	d, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// check returns what is wrong with an exchange, or nil. Unknown keys are wrong
// if strict.
func (d *description) check(x localdiscord.Exchange, strict bool) error {
	if x.Event != "" {
		return d.checkEvent(x)
	}
	op, path := d.operation(x.Method, x.Path)
	switch {
	case x.Status >= 500: // a fault that a test has set, or the end of the server
		return nil
	case op == nil && x.Status/100 == 4:
		return wrong(x, "answer", x.Answer, d.validate("#/components/schemas/ErrorResponse", x.Answer))
	case op == nil:
		return fmt.Errorf("%s %s: answered %d, and not in the description", x.Method, x.Path, x.Status)
	}
	if x.Status/100 == 2 {
		if err := d.checkRequest(x, op, path, strict); err != nil {
			return err
		}
	}
	answer := op.answers[x.Status]
	if answer == "" {
		answer = op.answers[x.Status/100]
	}
	switch {
	case answer == "":
		return fmt.Errorf("%s %s: answered %d, which is not among its answers", x.Method, path, x.Status)
	case answer == noBody && x.Answer != nil:
		return wrong(x, "answer", x.Answer, fmt.Errorf("there is a body"))
	case answer == noBody:
		return nil
	}
	return wrong(x, "answer", x.Answer, d.validate(answer, x.Answer))
}

// checkRequest returns what is wrong with a request that was accepted.
func (d *description) checkRequest(x localdiscord.Exchange, op *operation, path string, strict bool) error {
	for name := range x.Query {
		if !op.query[name] {
			return fmt.Errorf("%s %s: unknown parameter %q", x.Method, path, name)
		}
	}
	switch {
	case op.body == "" && len(x.Body) > 0 && strict:
		return wrong(x, "request", x.Body, fmt.Errorf("there is a body"))
	case op.body == "" || len(x.Body) == 0:
		return nil
	}
	if err := d.validate(op.body, x.Body); err != nil {
		return wrong(x, "request", x.Body, err)
	}
	if !strict {
		return nil
	}
	return wrong(x, "request", x.Body, d.unknownKeys(op.body, x.Body))
}

// wrong adds to an error where it is; nil stays nil.
func wrong(x localdiscord.Exchange, part string, text []byte, err error) error {
	if err == nil {
		return nil
	}
	const most = 1500 // bytes of text to show
	if len(text) > most {
		text = append(bytes.Clone(text[:most]), "…"...)
	}
	name := x.Event
	if name == "" {
		name = fmt.Sprintf("%s %s, %d", x.Method, x.Path, x.Status)
	}
	return fmt.Errorf("%s: %s: %s\n%s", name, part, strings.TrimSpace(err.Error()), text)
}
