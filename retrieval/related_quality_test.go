package retrieval

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// isGlue returns whether a word only holds sentences together, for tests.
func isGlue() func(word string) bool {
	words := strings.Fields(`a about after all also although am an and any are as at be because been being between both but by can could
		did do does done during each for from had has have having he her his how i if in into is it its just may me might more most much my no
		nor not of on one only or other our out over she should so some such than that the their them then there these they this those through
		to too two under until up us was we were what when where which while who whom whose why will with would you your`)
	return func(word string) bool { return slices.Contains(words, word) }
}

// A selection is a question with sentences of which some are right.
type selection struct {
	Question   string `json:"question"`
	Candidates []struct {
		Text  string `json:"text"`
		Label int    `json:"label"`
	} `json:"candidates"`
}

// readSelections returns the questions of a set, or nil and says so if
// TESTDATA_DIR does not have it.
func readSelections(t *testing.T, name string) (all []selection) {
	t.Helper()
	dir := os.Getenv("TESTDATA_DIR")
	path := filepath.Join(dir, "collections", filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil || !filepath.IsAbs(dir) {
		t.Logf("no %s in TESTDATA_DIR: not measured", name)
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewReader(unzipped); ; {
		line, err := lines.ReadBytes('\n')
		if len(line) == 0 && err != nil {
			return all
		}
		var s selection
		if err := json.Unmarshal(line, &s); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
}

// A tally counts sentences with a related word.
type tally struct{ sentences, right, expected float64 }

// lift is how much more often they are right than the sentences of their questions.
func (t tally) lift() float64 { return t.right / t.expected }

// The bands of weights in which sentences are counted, by their least weight.
// Below the last, sentences are right as often as others (lift 0.85 to 1.22).
var bands = [2]float64{0.5, 0.2}

// count adds, for every word of a question that no candidate has, the candidates
// that have a word related to it, by the heaviest one.
func count(tallies *[len(bands)]tally, s selection, an *Analyzer, lex *Lexicon, vectors *Vectors, glue func(string) bool) {
	right := 0.0
	var vocabulary []string
	terms := map[string]bool{}
	candidates := make([]map[string]bool, len(s.Candidates))
	for i, c := range s.Candidates {
		right += float64(c.Label)
		candidates[i] = map[string]bool{}
		for _, tok := range an.Tokens(nil, c.Text) {
			terms[tok.Term], candidates[i][tok.Term] = true, true
			if !glue(tok.Exact) && !slices.Contains(vocabulary, tok.Exact) {
				vocabulary = append(vocabulary, tok.Exact)
			}
		}
	}
	if right == 0 || right == float64(len(s.Candidates)) {
		return
	}
	r := NewRelated(lex, vectors, an, vocabulary)
	for _, asked := range an.Tokens(nil, s.Question) {
		if terms[asked.Term] || glue(asked.Exact) {
			continue
		}
		related := r.Of(asked.Exact)
		for i, c := range candidates {
			at := slices.IndexFunc(related, func(w RelatedWord) bool { return c[w.Term] })
			if at < 0 {
				continue
			}
			band := slices.IndexFunc(bands[:], func(least float64) bool { return related[at].Weight >= least })
			if band < 0 {
				continue
			}
			tallies[band].sentences++
			tallies[band].right += float64(s.Candidates[i].Label)
			tallies[band].expected += right / float64(len(candidates))
		}
	}
}

// Sentences with a related word must be right more often than others, and the
// more so the heavier it is. The bounds are what was measured in November 2026,
// less 0.05; the sets were not made for it.
func TestRelatedQuality(t *testing.T) {
	an, lex, vectors, glue := English(), WordNet(), GloVe(), isGlue()
	for _, tt := range []struct {
		set  string
		want [len(bands)]float64 // least lift in each band
	}{
		{"trecqa/raw-train.jsonl.gz", [len(bands)]float64{4.30, 1.36}},
		{"trecqa/raw-dev.jsonl.gz", [len(bands)]float64{2.79, 1.05}},
		{"wikiqa/train.jsonl.gz", [len(bands)]float64{1.79, 1.11}},
		{"wikiqa/dev.jsonl.gz", [len(bands)]float64{1.45, 1.45}},
	} {
		var tallies [len(bands)]tally
		selections := readSelections(t, tt.set)
		for _, s := range selections {
			count(&tallies, s, an, lex, vectors, glue)
		}
		if len(selections) == 0 {
			continue
		}
		for i, got := range tallies {
			t.Logf("%s, weights from %.2f: %.0f sentences, %.0f right, lift %.2f", tt.set, bands[i], got.sentences, got.right, got.lift())
			if got.lift() < tt.want[i] {
				t.Errorf("%s, weights from %.2f: lift %.2f, want %.2f", tt.set, bands[i], got.lift(), tt.want[i])
			}
		}
	}
}
