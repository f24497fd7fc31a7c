package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

var update = flag.Bool("update", false, "write the golden file anew")

// The made-up dictionary gives the file that the reader's own tests read too.
func TestRun(t *testing.T) {
	const golden = "testdata/small.bin"
	out := filepath.Join(t.TempDir(), "lexicon.bin")
	if *update {
		out = golden
	}
	var log strings.Builder
	if err := run([]string{"-dict", "testdata/dict", "-out", out}, &log); err != nil {
		t.Fatal(err)
	}
	// Words: "in" has two letters and was never met; phrases are left out. Parents:
	// of animal, dog, puppy, pet, rex, gift and indium.
	want := "15 words, 15 senses, 14 synsets, 7 parents, 6 links, 2 forms, 4 irregular forms"
	if !strings.Contains(log.String(), want) {
		t.Errorf("log: %s\nwant %s", log.String(), want)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	recorded, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, recorded) {
		t.Errorf("the lexicon of testdata/dict is not %s; see what changed, then run the test with -update", golden)
	}
}

func TestNewLexicon(t *testing.T) {
	db, err := readDatabase(os.DirFS("testdata/dict"))
	if err != nil {
		t.Fatal(err)
	}
	lex := newLexicon(db)
	var names []string
	for i, w := range lex.words {
		if lex.senses[lex.firsts[i]].name {
			names = append(names, w)
		}
	}
	if got := strings.Join(names, " "); got != "five rex" {
		t.Errorf("names and numbers: %s, want five rex", got)
	}
	word := func(w string) int {
		i, ok := slices.BinarySearch(lex.words, w)
		if !ok {
			t.Fatalf("no word %q", w)
		}
		return i
	}
	dog := lex.senses[lex.firsts[word("dog")]]
	if dog.tags != 42 {
		t.Errorf("dog was met %d times, want 42", dog.tags)
	}
	// Under animal: dog and pet, puppy under dog. Rex points up to dog, but dog
	// does not point down to it, as it would in WordNet.
	animal := lex.senses[lex.firsts[word("animal")]].synset
	if got := lex.below[animal]; got != 3 {
		t.Errorf("%d synsets below animal, want 3", got)
	}
	if got := fmt.Sprint(lex.parents[dog.synset]); got != fmt.Sprint([]int{animal}) {
		t.Errorf("parents of dog: %s, want [%d]", got, animal)
	}
}

func TestLevel(t *testing.T) {
	for _, tt := range []struct {
		n, steps int
		want     byte
	}{
		{0, 4, 0},
		{1, 4, 4},         // 4 × log2 2
		{7, 4, 12},        // 4 × log2 8
		{1000, 8, 80},     // 8 × log2 1001 = 8 × 9.967 = 79.7
		{100_000, 8, 133}, // 8 × log2 100001 = 8 × 16.610 = 132.9
	} {
		if got := level(tt.n, tt.steps); got != tt.want {
			t.Errorf("level(%d, %d) = %d, want %d", tt.n, tt.steps, got, tt.want)
		}
	}
}

func TestFrontCoded(t *testing.T) {
	words := []string{"dog", "dogs", "door"}
	for len(words) < perBlock {
		words = append(words, "zebra")
	}
	words = append(words, "zebras")
	starts, b := frontCoded(words)
	// dog in full, dogs shares 3, door shares 2, the first zebra nothing, the
	// others (12 of 2 bytes) all of 5, the second block begins anew.
	want := "\x00\x03dog\x03\x01s\x02\x02or\x00\x05zebra" + strings.Repeat("\x05\x00", 12) + "\x00\x06zebras"
	if string(b) != want {
		t.Errorf("got  %q\nwant %q", b, want)
	}
	if got := fmt.Sprint(starts); got != "[0 43]" { // 5 + 3 + 4 + 7 + 24
		t.Errorf("starts %s, want [0 43]", got)
	}
}

func TestReadDatabaseFaults(t *testing.T) {
	for _, tt := range []struct{ name, file, line, want string }{
		{"short line", "data.noun", "00000001 03 n 02 entity 0", "data.noun:1: the line ends too early"},
		{"no number", "data.verb", "00000001 40 v xx give 0", `data.verb:1: "xx" is not a number`},
		{"no synset", "index.adj", "big a 1 0 1 1 00000009", "index.adj:1: big: no synset 00000009"},
		{"no count", "cntlist.rev", "dog%1:05:00:: 1", "cntlist.rev:1: not a sense, its number and its count"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dict := fstest.MapFS{"cntlist.rev": {}}
			for _, p := range partsOfSpeech {
				for _, name := range []string{"data." + p.name, "index." + p.name, p.name + ".exc"} {
					dict[name] = &fstest.MapFile{}
				}
			}
			dict[tt.file] = &fstest.MapFile{Data: []byte(tt.line + "\n")}
			if _, err := readDatabase(dict); err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}
