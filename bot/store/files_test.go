package store_test

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"summitbot/bot"
	"summitbot/bot/store"
)

// What stands in the files, byte for byte, and who may read it.
func TestFilesAsWritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "data")
	s := files(t, dir)
	if err := s.SetSettings(t.Context(), guild, bot.Settings{Private: true, Quotes: 2}); err != nil {
		t.Fatal(err)
	}
	at := time.Now().UTC().Truncate(time.Hour)
	stamp := at.Format(time.RFC3339)
	appendAll(t, s,
		bot.Record{Kind: bot.GapRecord, Hour: at, Corpus: "summit", Version: 3, Word: "dessert", Stem: "dessert", Server: "5w"},
		bot.Record{Kind: bot.QuestionRecord, Hour: at, Corpus: "summit", Version: 3, Text: "what", Asker: "a-_1", Verdict: "quoted"})
	for name, want := range map[string]string{
		"servers/" + guild + ".json": "{\n  \"version\": 1,\n  \"private\": true,\n  \"quotes\": 2\n}\n",
		"feedback.jsonl":             `{"v":1,"kind":"gap","hour":"` + stamp + `","corpus":"summit","version":3,"word":"dessert","stem":"dessert","server":"5w"}` + "\n",
		"questions/" + at.Format("2006-01-02T15") + "-a-_1.jsonl": `{"v":1,"kind":"question","hour":"` + stamp + `","corpus":"summit","version":3,"text":"what","asker":"a-_1","verdict":"quoted"}` + "\n",
	} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		same(t, name, string(data), want)
	}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		want := fs.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		}
		if info.Mode().Perm() != want && runtime.GOOS != "windows" {
			t.Errorf("%s has mode %o, want %o", name, info.Mode().Perm(), want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A file that somebody edited is read, or refused with its place and a remedy,
// and never replaced.
func TestFilesByHand(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"edited":          {"{\"quotes\": 1,\n\n\"version\": 1}", ""},
		"slip in a name":  {`{"version": 1, "qoutes": 1}`, `unknown field "qoutes"`},
		"broken":          {"{\n  \"version\": 1,\n  \"quotes\": 1,\n}", "line 4: invalid character '}'"},
		"wrong type":      {"{\n  \"version\": 1,\n  \"quotes\": \"two\"\n}", "line 3: json: cannot unmarshal string"},
		"something after": {"{\"version\": 1}\n{}", "something follows the value"},
		"later version":   {`{"version": 2, "colour": "red"}`, "is of version 2; this summitbot reads version 1 only"},
		"no version":      {`{"quotes": 1}`, "has no version; this summitbot writes \"version\": 1"},
		"empty":           {"", "is empty"},
		"torn":            {`{"version": 1, "quo`, "ends too early"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := files(t, dir)
			file := filepath.Join(dir, "servers", guild+".json")
			if err := os.WriteFile(file, []byte(tc.text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := s.Settings(t.Context(), guild)
			if tc.want == "" {
				if err != nil || got.Quotes != 1 {
					t.Errorf("got %+v, %v", got, err)
				}
				return
			}
			for _, err := range []error{err, s.SetSettings(t.Context(), guild, bot.Settings{Quotes: 3})} {
				if err == nil || !strings.HasPrefix(err.Error(), file+": ") || !strings.Contains(err.Error(), tc.want) ||
					!strings.HasSuffix(err.Error(), "\nhint: correct the file, or remove it to go back to the defaults") {
					t.Errorf("got %v, want %s: %s", err, file, tc.want)
				}
			}
			after, err := os.ReadFile(file)
			if err != nil || string(after) != tc.text {
				t.Errorf("the file became %q, %v", after, err)
			}
			if err := s.DeleteSettings(t.Context(), guild); err != nil {
				t.Errorf("cannot be deleted: %v", err)
			}
		})
	}
}

// Wherever a crash cuts the last line, all before it is read, what is appended
// then is read as well, and the cut is logged once.
func TestTornLine(t *testing.T) {
	dir := t.TempDir()
	appendAll(t, files(t, dir), gap(1, "a"), gap(2, "b"))
	whole, err := os.ReadFile(filepath.Join(dir, "feedback.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	first := strings.Index(string(whole), "\n") + 1
	for cut := first + 1; cut < len(whole)-1; cut++ {
		dir := t.TempDir()
		var logged lines
		s, err := store.Files(slog.New(slog.NewTextHandler(&logged, nil)), dir)
		if err != nil {
			t.Fatal(err)
		}
		torn := whole[:cut]
		if cut%2 == 0 {
			torn = append(torn[:cut:cut], 0, 0, 0) // as some file systems do
		}
		if err := os.WriteFile(filepath.Join(dir, "feedback.jsonl"), torn, 0o600); err != nil {
			t.Fatal(err)
		}
		same(t, "before", records(t, s, bot.GapRecord), []bot.Record{gap(1, "a")})
		appendAll(t, s, gap(3, "c"))
		appendAll(t, s, gap(4, "d"))
		same(t, "after", records(t, s, bot.GapRecord), []bot.Record{gap(1, "a"), gap(3, "c"), gap(4, "d")})
		if n := strings.Count(logged.text(), "cut short"); n != 1 || !strings.Contains(logged.text(), "feedback.jsonl:2") {
			t.Fatalf("cut at %d: logged %d times:\n%s", cut, n, logged.text())
		}
	}
}

// A cut between the record and its line feed loses nothing.
func TestTornLineFeed(t *testing.T) {
	dir := t.TempDir()
	s := files(t, dir)
	appendAll(t, s, gap(1, "a"))
	if err := os.Truncate(filepath.Join(dir, "feedback.jsonl"), int64(len(readFile(t, dir, "feedback.jsonl"))-1)); err != nil {
		t.Fatal(err)
	}
	appendAll(t, s, gap(2, "b"))
	same(t, "both", records(t, s, bot.GapRecord), []bot.Record{gap(1, "a"), gap(2, "b")})
}

func readFile(t testing.TB, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// A line that is no crash's work is an error that says where.
func TestForeignLine(t *testing.T) {
	for name, tc := range map[string]struct{ line, want string }{
		"other version": {`{"v":2,"kind":"gap"}`, "is of version 2"},
		"slip":          {`{"v":1,"kind":"gap","wrod":"x"}`, `unknown field "wrod"`},
		"other kind":    {`{"v":1,"kind":"rumour"}`, `no kind of records "rumour"`},
		"no JSON":       {`gap dessert`, "invalid character 'g'"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := files(t, dir)
			appendAll(t, s, gap(1, "a"))
			file := filepath.Join(dir, "feedback.jsonl")
			before := readFile(t, dir, "feedback.jsonl") + tc.line + "\n"
			if err := os.WriteFile(file, []byte(before), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := s.Records(t.Context(), bot.GapRecord)
			if err == nil || !strings.HasPrefix(err.Error(), file+":2: ") || !strings.Contains(err.Error(), tc.want) || !strings.HasSuffix(err.Error(), "hint: correct the line, or remove it") {
				t.Errorf("got %v, want %s", err, tc.want)
			}
			appendAll(t, s, gap(2, "b"))
			if after := readFile(t, dir, "feedback.jsonl"); !strings.HasPrefix(after, before) {
				t.Errorf("the file became %q", after)
			}
		})
	}
}

// What is no file of ours is left alone, and what a crash left half written is
// removed once nobody can be writing it any more.
func TestStrayFiles(t *testing.T) {
	dir := t.TempDir()
	s := files(t, dir)
	long := time.Now().Add(-2 * time.Hour)
	for _, name := range []string{"servers/README", "servers/x.json", "servers/.tmp-1.json-5", "servers/.tmp-2.json-6",
		"questions/notes.jsonl", "questions/2020-01-01T00.jsonl", "questions/2020-01-01T00-an n.jsonl"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chtimes(filepath.Join(dir, "servers/.tmp-1.json-5"), long, long); err != nil {
		t.Fatal(err)
	}
	ids, err := s.Servers(t.Context())
	if err != nil || len(ids) > 0 {
		t.Errorf("servers %q, %v", ids, err)
	}
	same(t, "questions", records(t, s, bot.QuestionRecord), []bot.Record(nil))
	if err := s.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"servers/README", "servers/x.json", "servers/.tmp-2.json-6", "questions/notes.jsonl", "questions/2020-01-01T00.jsonl", "questions/2020-01-01T00-an n.jsonl"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "servers/.tmp-1.json-5")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what a crash left is still there: %v", err)
	}
}

// A directory that cannot be made is an error at start.
func TestNoDirectory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Files(quiet(), file); err == nil {
		t.Error("no error")
	}
}
