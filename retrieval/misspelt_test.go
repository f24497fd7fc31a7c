package retrieval_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"summitbot/retrieval"
	"summitbot/retrieval/eval"
)

// word is what can be misspelt: a number cannot.
var word = regexp.MustCompile(`^\pL{3,}$`)

// misspell makes one edit anywhere in a word: one letter
// left out, put in or changed, or two neighbours swapped.
func misspell(r *rand.Rand, right string) string {
	letters := []rune(right)
	for {
		made := append(make([]rune, 0, len(letters)+1), letters...)
		i, c := r.IntN(len(made)), 'a'+rune(r.IntN(26))
		switch r.IntN(4) {
		case 0:
			made = append(made[:i], made[i+1:]...)
		case 1:
			made = append(made[:i], append([]rune{c}, made[i:]...)...)
		case 2:
			made[i] = c
		case 3:
			if i+1 < len(made) {
				made[i], made[i+1] = made[i+1], made[i]
			}
		}
		if string(made) != right {
			return string(made)
		}
	}
}

// A misspelling spoils the rarest word of a query, and may repair it.
type misspelling struct {
	ix      *retrieval.Index
	speller *retrieval.Speller // nil repairs nothing
	r       *rand.Rand
}

func (m *misspelling) query(text string) retrieval.Query {
	q := m.ix.Analyzer().Query(text)
	rarest, most := -1, -1.0
	for i, t := range q.Terms {
		if idf := m.ix.IDF(t.Term); word.MatchString(t.Exact) && m.ix.DF(t.Term) > 0 && idf > most {
			rarest, most = i, idf
		}
	}
	if rarest < 0 {
		return q
	}
	spoilt := m.ix.Analyzer().Query(misspell(m.r, q.Terms[rarest].Exact))
	rest := append(append([]retrieval.QueryTerm{}, q.Terms[:rarest]...), q.Terms[rarest+1:]...)
	if m.speller == nil || len(spoilt.Terms) != 1 || m.ix.DF(spoilt.Terms[0].Term) > 0 {
		return retrieval.Query{Terms: append(rest, spoilt.Terms...)}
	}
	for i, r := range m.speller.Repair(spoilt.Terms[0].Exact, 3) {
		t := m.ix.Analyzer().Query(r.Word).Terms[0]
		if i > 0 {
			t.Weight = 0.8
		}
		rest = append(rest, t)
	}
	return retrieval.Query{Terms: rest}
}

// With the rarest word of every query misspelt, at most 3 % of nDCG@10 is lost
// when it is repaired. The words known to be right are those that three other
// collections have three times or more.
func TestMisspelt(t *testing.T) {
	dir := filepath.Join(os.Getenv("TESTDATA_DIR"), "collections")
	if _, err := os.Stat(dir); err != nil || !filepath.IsAbs(dir) {
		t.Log("no collections in TESTDATA_DIR: TestRepair alone holds the speller")
		return
	}
	an, r := retrieval.English(), rand.New(rand.NewPCG(1, 2))
	words, collections := map[string]map[string]int{}, map[string]*eval.Collection{}
	for _, name := range []string{"xquad-en", "bbc", "cranfield", "npl"} {
		c, err := eval.ReadCollection(filepath.Join(dir, name), "test")
		if err != nil {
			t.Fatal(err)
		}
		collections[name], words[name] = c, map[string]int{}
		for _, d := range c.Documents {
			for _, tok := range an.Tokens(nil, d.Title+"\n"+d.Text) {
				words[name][tok.Exact]++
			}
		}
	}
	for _, name := range []string{"xquad-en", "bbc"} {
		known := func(w string) bool {
			for other, has := range words {
				if other != name && has[w] > 2 {
					return true
				}
			}
			return false
		}
		c := collections[name]
		ix, err := retrieval.Build(c.Documents, an, retrieval.Config{})
		if err != nil {
			t.Fatal(err)
		}
		measure := func(query func(string) retrieval.Query) float64 {
			sum, n := 0.0, 0
			for _, q := range c.Queries {
				hits, err := ix.Search(t.Context(), query(q.Text), 10)
				if err != nil {
					t.Fatal(err)
				}
				var ids []string
				for _, h := range hits {
					ids = append(ids, h.ID)
				}
				if grades := c.Judgments[q.ID]; len(grades) > 0 {
					sum, n = sum+eval.NDCG(ids, grades, 10), n+1
				}
			}
			return sum / float64(n)
		}
		right := measure(an.Query)
		spoilt := func(s *retrieval.Speller) float64 { return measure((&misspelling{ix, s, r}).query) }
		const rounds = 4 // one alone may be half a point better or worse
		none, repaired := spoilt(nil), 0.0
		for range rounds {
			repaired += spoilt(retrieval.NewSpeller(words[name], known)) / rounds
		}
		t.Logf("%s: nDCG@10 %.4f, misspelt %.4f, repaired %.4f (%.1f %% lost)", name, right, none, repaired, 100*(1-repaired/right))
		if repaired < .97*right {
			t.Errorf("%s: repaired misspellings have nDCG@10 %.4f, less than 97 %% of %.4f", name, repaired, right)
		}
	}
}
