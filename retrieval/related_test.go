package retrieval

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// showRelated prints related words, each as word why steps weight.
func showRelated(words []RelatedWord) string {
	var b strings.Builder
	for _, w := range words {
		fmt.Fprintf(&b, "%s: %s %d %.2f\n", w.Word, w.Why, w.Steps, w.Weight)
	}
	return b.String()
}

// Every word of the made-up dictionary has one meaning, so its share is 1 and a
// path weighs what strengths says.
func TestRelatedOfSmall(t *testing.T) {
	vocabulary := strings.Fields("whelp dogs dog pets gave animal large rex size indium cardinal")
	for _, tt := range []struct{ asked, want string }{
		{"puppies", "whelp: synonym 0 0.75\ndogs: kind of 1 0.50\n"}, // animal is two above, rex beside it
		{"gift", "gave: form 1 0.80\n"},
		{"big", "large: like 1 0.35\nsize: like 1 0.35\n"},
		{"entity", "dogs: has kind 2 0.40\npets: has kind 2 0.40\nanimal: has kind 1 0.40\nindium: has kind 1 0.40\n"}, // rex is three below
		{"five", ""}, // a number: no other is meant by it
		{"cat", ""},
		{"", ""},
	} {
		if got := showRelated(NewRelated(openSmall(t), nil, English(), vocabulary).Of(tt.asked)); got != tt.want {
			t.Errorf("Of(%q):\n%swant\n%s", tt.asked, got, tt.want)
		}
	}
}

// articleWords returns the words of the five articles, the first form of a term first.
func articleWords(t testing.TB, an *Analyzer) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/articles/*.txt")
	if err != nil || len(paths) != 5 {
		t.Fatalf("%d articles in testdata/articles, want 5: %v", len(paths), err)
	}
	glue := isGlue()
	var words []string
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, tok := range an.Tokens(nil, string(text)) {
			if !glue(tok.Exact) && !slices.Contains(words, tok.Exact) {
				words = append(words, tok.Exact)
			}
		}
	}
	return words
}

// What people ask and what the articles say for it.
func TestRelatedOf(t *testing.T) {
	an := English()
	r := NewRelated(WordNet(), GloVe(), an, articleWords(t, an))
	for _, tt := range []struct {
		asked, word string
		within      int // of the first so many
		why         Relation
	}{
		{"pets", "dogs", 2, Near},
		{"puppies", "dogs", 1, KindOf},
		{"limo", "limousine", 1, Synonym},
		{"colour", "black", 1, Near},
		{"ammo", "munitions", 1, KindOf},
		{"worried", "concerns", 1, Near},
		{"invaded", "attacked", 1, KindOf},
		{"automobile", "car", 2, Synonym},
		{"vietnam", "vietnamese", 1, Form},
		{"big", "large", 1, Synonym},
		{"scenery", "backdrop", 1, HasKind},
		{"joyride", "riding", 1, KindOf},
	} {
		got := r.Of(tt.asked)
		i := slices.IndexFunc(got, func(w RelatedWord) bool { return w.Word == tt.word })
		if i < 0 || i >= tt.within || got[i].Why != tt.why {
			t.Errorf("Of(%q): want %s, %s, among the first %d:\n%s", tt.asked, tt.word, tt.why, tt.within, showRelated(got))
		}
	}
	for _, asked := range []string{"tuesday", "twelve", "xi", "xyzzy", "3000"} { // names, numbers and what is no word
		if got := r.Of(asked); len(got) > 0 {
			t.Errorf("Of(%q):\n%swant nothing", asked, showRelated(got))
		}
	}
	if got := NewRelated(nil, nil, an, []string{"dog"}).Of("puppy"); len(got) > 0 {
		t.Errorf("without a lexicon: %v", got)
	}
	if got := NewRelated(WordNet(), nil, an, articleWords(t, an)).Of("entity"); len(got) > 0 {
		t.Errorf("Of(entity):\n%swant nothing: everything is one", showRelated(got))
	}
}

func TestRelatedLaws(t *testing.T) {
	an := English()
	lex, vectors := WordNet(), GloVe()
	vocabulary := articleWords(t, an)
	all := slices.Concat(vocabulary, strings.Fields("pets colour gift entity vehicle animals monday five putin automobile ran better"))
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfNDistinct(rapid.SampledFrom(vocabulary), 0, 200, rapid.ID[string]).Draw(t, "vocabulary")
		asked := rapid.OneOf(rapid.SampledFrom(all), rapid.String()).Draw(t, "asked")
		got := NewRelated(lex, vectors, an, words).Of(asked)
		terms := map[string]bool{}
		for i, w := range got {
			switch {
			case i > 0 && w.Weight > got[i-1].Weight:
				t.Errorf("%q: %v after %v", asked, w, got[i-1])
			case !slices.Contains(words, w.Word) || an.Tokens(nil, w.Word)[0].Term != w.Term:
				t.Errorf("%q: %v is not of the vocabulary", asked, w)
			case w.Weight < minRelated || w.Weight > maxWeight || w.Steps > maxSteps:
				t.Errorf("%q: %v is out of bounds", asked, w)
			case terms[w.Term]:
				t.Errorf("%q: %v twice", asked, w)
			}
			terms[w.Term] = true
		}
		if len(got) > maxRelated {
			t.Errorf("%q: %d words", asked, len(got))
		}
	})
}

// The memory that calls share must not show in what they return.
func TestRelatedAtOnce(t *testing.T) {
	an := English()
	vocabulary := articleWords(t, an)
	r := NewRelated(WordNet(), GloVe(), an, vocabulary)
	want := map[string][]RelatedWord{}
	for _, w := range vocabulary {
		want[w] = r.Of(w)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, w := range vocabulary {
				if diff := cmp.Diff(want[w], r.Of(w)); diff != "" {
					t.Errorf("Of(%q) (-alone +at once):\n%s", w, diff)
				}
			}
		})
	}
	wg.Wait()
}

func TestRelatedAllocations(t *testing.T) {
	an := English()
	r := NewRelated(WordNet(), GloVe(), an, articleWords(t, an))
	// Buffers of words looked up, and the lists of meanings and results that grow.
	if n := testing.AllocsPerRun(100, func() { r.Of("pets") }); n > 16 {
		t.Errorf("Of: %v allocations, want at most 16", n)
	}
}

func BenchmarkRelatedOf(b *testing.B) {
	an := English()
	r := NewRelated(WordNet(), GloVe(), an, articleWords(b, an))
	words := strings.Fields("pets colour vehicle gift joyride worried monday xyzzy")
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		r.Of(words[i%len(words)])
		i++
	}
}

func BenchmarkNewRelated(b *testing.B) {
	an := English()
	vocabulary := articleWords(b, an)
	b.ReportAllocs()
	for b.Loop() {
		NewRelated(WordNet(), GloVe(), an, vocabulary)
	}
}
