package retrieval

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// small returns the lexicon of the made-up dictionary that the generator's
// tests write.
func small(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile("../deploy/tools/wordnet/testdata/small.bin")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func openSmall(t testing.TB) *Lexicon {
	t.Helper()
	lex, err := OpenLexicon(small(t))
	if err != nil {
		t.Fatal(err)
	}
	return lex
}

// The shipped file is what the generator made of Debian's wordnet-base 3.0.
func TestWordNet(t *testing.T) {
	lex := WordNet()
	for _, tt := range []struct {
		name      string
		got, want int
	}{
		{"words", lex.Len(), 74132},
		{"senses", lex.senses.len(), 127341},
		{"synsets", len(lex.below), 88737},
		{"parents", lex.parents.len(), 73739},
		{"links", lex.linkTo.len(), 19430},
		{"forms", lex.formTo.len(), 77668},
		{"irregular forms", lex.irregularOf.len(), 4619},
	} {
		if tt.got != tt.want {
			t.Errorf("%d %s, want %d", tt.got, tt.name, tt.want)
		}
	}
	if len(wordNet) > 3<<20 {
		t.Errorf("%d bytes, want 3 MB at most", len(wordNet))
	}
}

// Every word is found at its own place.
func TestWordListFind(t *testing.T) {
	wl := WordNet().words
	found, last := 0, ""
	for block := range wl.starts.len() {
		wl.decode(block, func(i int, w []byte) bool {
			if string(w) <= last {
				t.Errorf("word %d: %q after %q", i, w, last)
			}
			last = string(w)
			if from, to := wl.find(last); from == i && to == i+1 {
				found++
			} else {
				t.Errorf("word %d: %q is found at [%d, %d)", i, w, from, to)
			}
			return true
		})
	}
	if found != wl.n {
		t.Errorf("%d words found, want %d", found, wl.n)
	}
	for _, w := range []string{"", "'", "aaaa", "dogg", "zzzz", "Dog", "\xff"} {
		if from, to := wl.find(w); from != to {
			t.Errorf("%q is found at [%d, %d)", w, from, to)
		}
	}
}

// wordsOf prints the words of a synset.
func wordsOf(lex *Lexicon, synset int) string {
	var words []string
	for block := range lex.words.starts.len() {
		lex.words.decode(block, func(i int, w []byte) bool {
			for s, end := lex.sensesOf(i); s < end; s++ {
				if lex.senses.at(s) == synset {
					words = append(words, string(w))
				}
			}
			return true
		})
	}
	return strings.Join(words, " ")
}

func TestOpenLexicon(t *testing.T) {
	lex := openSmall(t)
	first := func(word string) (sense, synset int) {
		place, end := lex.words.find(word)
		if place == end {
			t.Fatalf("no word %q", word)
		}
		sense, _ = lex.sensesOf(place)
		return sense, lex.senses.at(sense)
	}
	_, puppy := first("puppy")
	if got := wordsOf(lex, puppy); got != "puppy whelp" {
		t.Errorf("puppy's synonyms: %s", got)
	}
	if got := wordsOf(lex, lex.parentsOf(puppy).at(0)); got != "dog" {
		t.Errorf("a puppy is a %s, want dog", got)
	}
	gift, _ := first("gift")
	give := lex.formsOf(gift)
	if give.len() != 1 || wordsOf(lex, lex.senses.at(give.at(0))) != "give" {
		t.Errorf("forms of gift: %d, want give", give.len())
	}
	_, big := first("big")
	links := lex.linksOf(big)
	if links.len() != 2 || wordsOf(lex, links.at(0))+" "+wordsOf(lex, links.at(1)) != "size large" {
		t.Errorf("%d links of big, want size and large", links.len())
	}
	dog, _ := first("dog")
	if got := fmt.Sprintf("%.1f", lex.tagsOf(dog)); got != "44.3" { // 42 times: 4 log2 43 = 21.7, and 2^(22/4) - 1 = 44.3
		t.Errorf("dog was met %s times, want 44.3", got)
	}
	for word, want := range map[string]bool{"rex": true, "five": true, "dog": false, "big": false} {
		if s, _ := first(word); lex.isName(s) != want {
			t.Errorf("%s is a name or number: %v, want %v", word, !want, want)
		}
	}
}

func TestMeanings(t *testing.T) {
	for _, tt := range []struct{ word, want string }{
		{"dog", "dog 1.00"},
		{"dogs", "dog 1.00"},
		{"puppies", "puppy whelp 1.00"},
		{"puppys", "puppy whelp 1.00"}, // an irregular form of the made-up dictionary
		{"gave", "give 1.00"},
		{"giving", "give 1.00"},
		{"gives", "give 1.00"},
		{"bigger", "big 1.00"},
		{"largest", "large 1.00"},
		{"fived", ""}, // no ending of adjectives
		{"s", ""},
		{"cat", ""},
		{"", ""},
	} {
		lex := openSmall(t)
		var got []string
		for _, m := range lex.meanings(tt.word) {
			got = append(got, fmt.Sprintf("%s %.2f", wordsOf(lex, m.synset), m.share))
		}
		if s := strings.Join(got, ", "); s != tt.want {
			t.Errorf("meanings of %q: %s, want %s", tt.word, s, tt.want)
		}
	}
}

// A damaged lexicon is refused or works; it never makes anything panic.
func FuzzOpenLexicon(f *testing.F) {
	data := small(f)
	f.Add(data)
	f.Add(data[:len(data)-1])
	f.Add(data[:60])
	f.Add("sblx\x01" + strings.Repeat("\xff", 44))
	f.Add("sblx\x01" + strings.Repeat("\x00", 44+6)) // no word, two ends of nothing
	an := English()
	f.Fuzz(func(t *testing.T, data string) {
		lex, err := OpenLexicon(data)
		if err != nil {
			return
		}
		words := []string{"dog", "puppies", "gift", "gave", "big", "five", "animal", "zebra", ""}
		r := NewRelated(lex, nil, an, words)
		for _, w := range words {
			r.Of(w)
		}
	})
}

func TestOpenLexiconDamaged(t *testing.T) {
	data := small(t)
	for i := range data {
		for _, b := range []byte{0, 0x7f, 0xff} {
			damaged := data[:i] + string([]byte{b}) + data[i+1:]
			if lex, err := OpenLexicon(damaged); err == nil {
				NewRelated(lex, nil, English(), []string{"dog", "give"}).Of("puppies")
			}
		}
		if _, err := OpenLexicon(data[:i]); err == nil {
			t.Errorf("the first %d bytes pass", i)
		}
	}
	if _, err := OpenLexicon(strings.Replace(data, "\x01", "\x02", 1)); err == nil || !strings.Contains(err.Error(), "version 1") {
		t.Errorf("version 2: %v", err)
	}
}
