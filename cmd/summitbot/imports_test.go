package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A rule says what a package of ours may import, and what it keeps from others.
type rule struct {
	may   string // packages of ours, without "summitbot/"; "all" is every one
	hides string // modules or packages that only those which list them here import
}

// rules is the table of imports: they point down only. It binds the files that
// are not tests.
var rules = map[string]rule{
	"cmd/summitbot":               {may: "all", hides: "github.com/spf13/cobra github.com/spf13/pflag golang.org/x/term"},
	"bot":                         {may: "bot/answer corpus"},
	"bot/answer":                  {may: "corpus retrieval"},
	"bot/cache":                   {may: "bot/answer corpus bot/redisconn", hides: "github.com/maypok86/otter"},
	"bot/gateway":                 {may: "bot", hides: "github.com/bwmarrin/discordgo github.com/gorilla/websocket"},
	"bot/localdiscord":            {hides: "github.com/gorilla/websocket"},
	"bot/localdiscord/walktest":   {may: "bot/localdiscord bot/localdiscord/schematest"},
	"bot/localdiscord/schematest": {may: "bot/localdiscord", hides: "github.com/santhosh-tekuri/jsonschema"},
	"bot/store":                   {may: "bot bot/redisconn"},
	"bot/redisconn":               {hides: "github.com/redis/go-redis github.com/sony/gobreaker"},
	"bot/redisconn/redistest":     {},
	"corpus":                      {hides: "go.yaml.in/yaml"},
	"retrieval":                   {hides: "github.com/kljensen/snowball github.com/clipperhouse/uax29"},
	"retrieval/eval":              {may: "retrieval"},
	"retrieval/retrievaltest":     {may: "retrieval"},
}

// exempt are folders that the table does not bind: what only builds and measures.
var exempt = []string{"deploy"}

func TestImports(t *testing.T) {
	root := os.DirFS("../..")
	seen := map[string]bool{}
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name != "." && (slices.Contains(exempt, name) || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
				return fs.SkipDir
			}
			if _, err := fs.Stat(root, path.Join(name, "go.mod")); err == nil && name != "." {
				return fs.SkipDir // a module of its own
			}
			return nil
		}
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		pkg := path.Dir(name)
		seen[pkg] = true
		for _, imported := range importsOf(t, name) {
			if fault := forbidden(rules, pkg, imported); fault != "" {
				t.Errorf("%s: %s", name, fault)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range slices.Sorted(maps.Keys(seen)) {
		if _, ok := rules[pkg]; !ok {
			t.Errorf("package %s is not in the table of imports", pkg)
		}
	}
}

// importsOf returns the import paths of a file, named from the top of the project.
func importsOf(t *testing.T, name string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("../..", name), nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, spec := range file.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, p)
	}
	return paths
}

// forbidden says why pkg must not import imported, or "" if it may.
func forbidden(rules map[string]rule, pkg, imported string) string {
	own := rules[pkg]
	if ours, ok := strings.CutPrefix(imported, "summitbot/"); ok {
		if strings.HasSuffix(ours, "test") && !strings.HasSuffix(pkg, "test") {
			return ours + " is for tests only"
		}
		if own.may == "all" || slices.Contains(strings.Fields(own.may), ours) {
			return ""
		}
		return pkg + " may not import " + ours
	}
	var hiders []string
	for _, other := range slices.Sorted(maps.Keys(rules)) {
		if slices.ContainsFunc(strings.Fields(rules[other].hides), func(h string) bool { return within(imported, h) }) {
			hiders = append(hiders, other)
		}
	}
	if len(hiders) == 0 || slices.Contains(hiders, pkg) {
		return ""
	}
	return imported + " is for " + strings.Join(hiders, " and ") + " only"
}

// within reports whether the import path p is module or a package of it.
func within(p, module string) bool { return p == module || strings.HasPrefix(p, module+"/") }

func TestForbidden(t *testing.T) {
	table := map[string]rule{
		"top":  {may: "all", hides: "example.com/cli"},
		"mid":  {may: "leaf", hides: "example.com/ws"},
		"twin": {hides: "example.com/ws"},
		"leaf": {},
	}
	for _, tc := range []struct{ pkg, imported, want string }{
		{"top", "summitbot/mid", ""},
		{"mid", "summitbot/leaf", ""},
		{"leaf", "summitbot/mid", "leaf may not import mid"},
		{"mid", "summitbot/leaf/sub", "mid may not import leaf/sub"},
		{"top", "example.com/cli/v2", ""},
		{"leaf", "example.com/cli/v2", "example.com/cli/v2 is for top only"},
		{"leaf", "example.com/client", ""},
		{"twin", "example.com/ws", ""},
		{"leaf", "example.com/ws", "example.com/ws is for mid and twin only"},
		{"new", "summitbot/leaf", "new may not import leaf"},
		{"top", "summitbot/leaf/leaftest", "leaf/leaftest is for tests only"},
		{"leaf", "strings", ""},
	} {
		if got := forbidden(table, tc.pkg, tc.imported); got != tc.want {
			t.Errorf("forbidden(%q, %q) = %q, want %q", tc.pkg, tc.imported, got, tc.want)
		}
	}
}
