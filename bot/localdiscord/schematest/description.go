package schematest

import (
	"bytes"
	_ "embed"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"summitbot/bot/localdiscord"
)

// A description is Discord's OpenAPI document.
type description struct {
	document any // Discord's
	events   any // ours
	paths    []path

	mu       sync.Mutex
	compiler *jsonschema.Compiler
	schemas  map[string]*jsonschema.Schema // by URL
}

// A path is one of the document's, with its operations by method.
type path struct {
	pattern    string
	operations map[string]*operation
}

// An operation is one REST call: pointers into the document.
type operation struct {
	query   map[string]bool // known parameters
	body    string          // schema of the JSON body; "" takes none
	answers map[int]string  // schema by status, or by its first digit; noBody has none
}

// noBody stands for the schema of an answer that has no body.
const noBody = "none"

// Where the compiler finds the documents: Discord's, and ours of the Gateway's
// events.
const (
	restDocument   = "mem:///openapi.json"
	eventsDocument = "mem:///events.json"
)

// The events of the Gateway are not in Discord's document, most of what they are
// made of is. events.json is written from the pages "Gateway Events" and
// "Receiving and Responding" of Discord's documentation.
//
//go:embed events.json
var events []byte

// newDescription reads an OpenAPI 3.1 document.
func newDescription(text []byte) (*description, error) {
	open, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	ours, err := jsonschema.UnmarshalJSON(bytes.NewReader(events))
	if err != nil {
		return nil, err
	}
	d := &description{document: open, events: ours, compiler: jsonschema.NewCompiler(), schemas: map[string]*jsonschema.Schema{}}
	d.compiler.DefaultDraft(jsonschema.Draft2020)
	d.compiler.AssertFormat()
	correct(open)
	for url, doc := range map[string]any{restDocument: open, eventsDocument: ours} {
		if err := d.compiler.AddResource(url, doc); err != nil {
			return nil, err
		}
	}
	for pattern, item := range at(open, "paths") {
		d.paths = append(d.paths, path{pattern, operations(open, pattern, item.(map[string]any))})
	}
	return d, nil
}

// correct mends what the document has wrong, by Discord's documentation and by
// what every client sends:
//   - default_member_permissions of a command is text, not an integer
//   - the id of an attachment may be a number ("Uploading Files")
//   - the code of a faulty field is a word such as BASE_TYPE_REQUIRED, not an
//     integer ("Error Messages")
func correct(doc any) {
	schemas := at(doc, "components", "schemas")
	for _, schema := range schemas {
		if p := at(schema, "properties", "default_member_permissions"); p != nil {
			clear(p)
			p["type"] = []any{"string", "integer", "null"}
		}
	}
	id := at(schemas, "MessageAttachmentRequest", "properties", "id")
	clear(id)
	id["type"] = []any{"string", "integer"}
	fault := at(schemas, "InnerErrors", "properties", "_errors")
	text := map[string]any{"type": "string"}
	fault["items"] = map[string]any{
		"type":       "object",
		"properties": map[string]any{"code": text, "message": text},
		"required":   []any{"code", "message"},
	}
}

// at returns the object under keys, or nil.
func at(v any, keys ...string) map[string]any {
	m, _ := v.(map[string]any)
	for _, k := range keys {
		m, _ = m[k].(map[string]any)
	}
	return m
}

// operations returns the operations of one path.
func operations(doc any, pattern string, item map[string]any) map[string]*operation {
	ops := map[string]*operation{}
	for method, v := range item {
		in := at(v)
		if in == nil || at(in, "responses") == nil {
			continue // the parameters of all
		}
		here := "#/paths/" + pointer(pattern) + "/" + method
		op := &operation{query: map[string]bool{}, answers: map[int]string{}}
		if at(in, "requestBody", "content", "application/json") != nil {
			op.body = here + "/requestBody/content/application~1json/schema"
		}
		parameters, _ := in["parameters"].([]any)
		for _, p := range parameters {
			if p := at(p); p["in"] == "query" {
				op.query[p["name"].(string)] = true
			}
		}
		for status, r := range at(in, "responses") {
			op.answers[number(status)] = answerSchema(doc, here+"/responses/"+status, at(r))
		}
		ops[strings.ToUpper(method)] = op
	}
	return ops
}

// answerSchema returns the pointer to the schema of an answer, or noBody.
func answerSchema(doc any, here string, r map[string]any) string {
	if ref, ok := r["$ref"].(string); ok {
		here, r = ref, at(doc, strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
	}
	if at(r, "content", "application/json") == nil {
		return noBody
	}
	return here + "/content/application~1json/schema"
}

// number returns the status "200" as 200 and the class "4XX" as 4.
func number(status string) int {
	n, _ := strconv.Atoi(strings.TrimSuffix(status, "XX"))
	return n
}

// pointer writes a path as one step of a JSON pointer in a URL.
func pointer(pattern string) string {
	return url.PathEscape(strings.NewReplacer("~", "~0", "/", "~1").Replace(pattern))
}

// unpointer reads one step of a JSON pointer in a URL.
func unpointer(step string) string {
	plain, _ := url.PathUnescape(step) // written by pointer, or Discord's own
	return strings.NewReplacer("~1", "/", "~0", "~").Replace(plain)
}

// operation returns the operation of a call and its path in the document, or
// nil. Of two paths that fit, the one with fewer {names} is it.
func (d *description) operation(method, called string) (op *operation, pattern string) {
	parts := strings.Split(called, "/")
	fewest := len(parts) + 1
	for _, p := range d.paths {
		names, ok := fits(strings.Split(p.pattern, "/"), parts)
		if found := p.operations[method]; ok && found != nil && names < fewest {
			op, pattern, fewest = found, p.pattern, names
		}
	}
	return op, pattern
}

// fits reports whether parts are a path of a pattern, and how many {names} that has.
func fits(pattern, parts []string) (names int, ok bool) {
	if len(pattern) != len(parts) {
		return 0, false
	}
	for i, p := range pattern {
		switch {
		case strings.HasPrefix(p, "{") && parts[i] != "":
			names++
		case p != parts[i]:
			return 0, false
		}
	}
	return names, true
}

// validate checks JSON against the schema that a pointer into Discord's document
// names.
func (d *description) validate(pointer string, text []byte) error {
	return d.validateURL(restDocument+pointer, text)
}

func (d *description) validateURL(url string, text []byte) error {
	schema, err := d.schema(url)
	if err != nil {
		return err
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	err = schema.Validate(v)
	if invalid, ok := errors.AsType[*jsonschema.ValidationError](err); ok {
		return errors.New(strings.Join(reasons(invalid), "\n"))
	}
	return err
}

// schema compiles a schema, once.
func (d *description) schema(url string) (*jsonschema.Schema, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if s := d.schemas[url]; s != nil {
		return s, nil
	}
	s, err := d.compiler.Compile(url)
	if err != nil {
		return nil, err
	}
	d.schemas[url] = s
	return s, nil
}

// checkEvent returns what is wrong with an event; those that events.json does not
// describe pass.
func (d *description) checkEvent(x localdiscord.Exchange) error {
	if at(d.events, "$defs", x.Event) == nil {
		return nil
	}
	return wrong(x, "event", x.Answer, d.validateURL(eventsDocument+"#/$defs/"+x.Event, x.Answer))
}
