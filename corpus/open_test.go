package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

const smallFile = "---\nurl: https://example.com/\npublisher: P\n---\nBody.\n" // 4+26+13+4+6 = 53 bytes

func TestOpen(t *testing.T) {
	c, err := Open(fstest.MapFS{
		"a-b.md":     file(smallFile),
		"a.md":       file(smallFile),
		"README.txt": file("not an article"),
		"sub/c.md":   file("not looked at"),
		"dir.md/x":   file("a folder is not an article"),
	}, "mine", 3)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, a := range c.Articles() {
		ids = append(ids, a.ID())
	}
	if diff := cmp.Diff([]string{"a", "a-b"}, ids); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
	if c.Name() != "mine" || c.Version() != 3 || c.Article("a") != c.Articles()[0] || c.Article("c") != nil {
		t.Errorf("got %s %d, a is %v, c is %v", c.Name(), c.Version(), c.Article("a"), c.Article("c"))
	}
	// The length of smallFile, 53, is 0x35.
	sum := sha256.Sum256([]byte("a\x00\x00\x00\x00\x00\x00\x00\x00\x35" + smallFile + "a-b\x00\x00\x00\x00\x00\x00\x00\x00\x35" + smallFile))
	if want := hex.EncodeToString(sum[:]); c.Hash() != want {
		t.Errorf("hash %s, want %s", c.Hash(), want)
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, test := range []struct {
		name    string
		fsys    fs.FS
		corpus  string
		version int
		want    string
	}{
		{"faults of all files", fstest.MapFS{"b.md": file("x"), "a.md": file("y"), "c.md": file(smallFile)}, "mine", 1,
			"a.md:1: front matter: missing; the first line must be \"---\"\nb.md:1: front matter: missing; the first line must be \"---\""},
		{"no article", fstest.MapFS{"a.txt": file("x")}, "mine", 1, `corpus mine: no article, that is no file *.md`},
		{"name", fstest.MapFS{"a.md": file(smallFile)}, "../x", 1, `corpus "../x": the name is not lower-case letters, digits and hyphens`},
		{"version", fstest.MapFS{"a.md": file(smallFile)}, "mine", 0, `corpus mine: version 0 is not 1 or more`},
		{"too large", fstest.MapFS{"a.md": file(smallFile + strings.Repeat("x", 2*maxFileBytes))}, "mine", 1,
			"a.md: is larger than 1048576 bytes; an article this long must be split"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Open(test.fsys, test.corpus, test.version)
			if err == nil || err.Error() != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestOpenUnreadable(t *testing.T) {
	_, err := Open(brokenFS{fstest.MapFS{"a.md": file(smallFile)}}, "mine", 1)
	if !errors.Is(err, fs.ErrPermission) || !strings.HasPrefix(err.Error(), "corpus mine: open a.md: ") {
		t.Errorf("got %v", err)
	}
}

// brokenFS lists its files but does not open them.
type brokenFS struct{ fstest.MapFS }

func (f brokenFS) Open(name string) (fs.File, error) {
	if name == "." {
		return f.MapFS.Open(name)
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}

func TestExcerptRanges(t *testing.T) {
	c, err := Open(fstest.MapFS{"a.md": file("---\nurl: https://example.com/\npublisher: P\n---\nKyïv.")}, "mine", 1)
	if err != nil {
		t.Fatal(err)
	}
	// K y ï(2 bytes) v . are bytes 0, 1, 2-3, 4, 5.
	for _, test := range []struct {
		id         string
		start, end int
		want       string // "" if refused
	}{
		{"a", 0, 6, "Kyïv."}, {"a", 2, 4, "ï"}, {"a", 5, 6, "."},
		{"a", 2, 3, ""}, {"a", 3, 5, ""}, {"a", 1, 1, ""}, {"a", 2, 1, ""}, {"a", -1, 2, ""}, {"a", 0, 7, ""}, {"b", 0, 1, ""},
	} {
		e, err := c.Excerpt(test.id, test.start, test.end)
		if err != nil {
			if test.want != "" {
				t.Errorf("%v: %v", test, err)
			}
			continue
		}
		if start, end := e.Span(); e.Text() != test.want || start != test.start || end != test.end {
			t.Errorf("%v: got %q [%d,%d)", test, e.Text(), start, end)
		}
	}
}
