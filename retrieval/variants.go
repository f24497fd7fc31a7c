package retrieval

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A VariantFinder finds names that sources spell differently (Aurus, Auras;
// Zelensky, Zelenskyy) in the sentences it is shown. The zero VariantFinder is
// ready for use; it is not for concurrent use.
//
// Two names are variants if they sound alike, are few edits apart, stand in like
// context, and never in one sentence. Like context is what tells a variant from
// another name: of 9,300 pairs that sound alike and are near, in 418,000 sentences
// of bbc and rtqa-dev-passages, it leaves 110, of which about nine in ten are one
// name (judged by hand, November 2026; wrong are Hebei and Hubei, XLVII and XLVIII).
type VariantFinder struct {
	ids   map[string]uint32   // term → number
	df    []uint32            // by term: sentences that have it
	last  []uint32            // by term: the last of them, counted from 1
	terms []uint32            // of all sentences, in order
	ends  []int               // of each sentence in terms
	words map[string]*sighted // by folded word
}

// A sighted is how a word was seen.
type sighted struct {
	upper, lower int      // with a capital or without, not first in its sentence
	at           []uint32 // where in terms: the first maxSightings
	sentences    []uint32 // and in which sentence
}

const (
	// likeContext is the least cosine between the contexts of two variants. The
	// contexts are sets of terms that stand at most contextWords from the name,
	// weighted by ln(sentences/df).
	likeContext  = 0.15
	contextWords = 8
	maxSightings = 50
	// variantWeight is what a variant counts of the name itself.
	variantWeight = 0.7
	// shortestName is the length in letters from which on names have variants.
	shortestName = 4
)

// Add shows the finder a sentence with its tokens.
func (f *VariantFinder) Add(text string, tokens []Token) {
	if f.ids == nil {
		f.ids, f.words = map[string]uint32{}, map[string]*sighted{}
	}
	sentence := uint32(len(f.ends))
	for i, tok := range tokens {
		id, ok := f.ids[tok.Term]
		if !ok {
			id = uint32(len(f.df))
			f.ids[tok.Term] = id
			f.df, f.last = append(f.df, 0), append(f.last, 0)
		}
		if f.last[id] != sentence+1 {
			f.last[id] = sentence + 1
			f.df[id]++
		}
		seen := f.words[tok.Exact]
		if seen == nil {
			seen = &sighted{}
			f.words[tok.Exact] = seen
		}
		if len(seen.at) < maxSightings {
			seen.at = append(seen.at, uint32(len(f.terms)))
			seen.sentences = append(seen.sentences, sentence)
		}
		switch first, _ := utf8.DecodeRuneInString(text[tok.Start:]); {
		case i == 0: // a capital here says nothing
		case unicode.IsUpper(first):
			seen.upper++
		default:
			seen.lower++
		}
		f.terms = append(f.terms, id)
	}
	f.ends = append(f.ends, len(f.terms))
}

// isName reports whether a word is a name by its capitals.
func (s *sighted) isName() bool { return s.upper > 0 && s.lower*10 <= s.upper }

// Variants are the names of a text that have variants. They never change and
// are safe for concurrent use. A nil Variants has none.
type Variants struct{ of map[string][]Variant }

// A Variant is another spelling of a name.
type Variant struct {
	Word   string  // folded
	Weight float64 // of a word with this spelling beside one with the name's own: over 0, below 1
}

// Of returns the other spellings of a folded name, the most alike first. The
// caller must not change what it returns.
func (v *Variants) Of(name string) []Variant {
	if v == nil {
		return nil
	}
	return v.of[name]
}

// Variants returns the variants among the names seen so far. Variants of
// variants are variants, of less weight.
func (f *VariantFinder) Variants() *Variants {
	groups := map[string][]string{}
	for w, seen := range f.words {
		if utf8.RuneCountInString(w) >= shortestName && seen.isName() && onlyLetters(w) {
			key := sound(w)
			groups[key] = append(groups[key], w)
		}
	}
	direct := map[string][]Variant{}
	contexts := map[string]map[uint32]bool{}
	for _, group := range groups {
		slices.Sort(group)
		for i, a := range group {
			for _, b := range group[i+1:] {
				if mayBeVariants(a, b) && f.alike(contexts, a, b) {
					direct[a] = append(direct[a], Variant{b, variantWeight})
					direct[b] = append(direct[b], Variant{a, variantWeight})
				}
			}
		}
	}
	all := &Variants{of: make(map[string][]Variant, len(direct))}
	for name, others := range direct {
		all.of[name] = withSecond(name, others, direct)
	}
	return all
}

// withSecond returns the variants of a name and then theirs.
func withSecond(name string, first []Variant, direct map[string][]Variant) []Variant {
	all := slices.Clone(first)
	for _, v := range first {
		for _, second := range direct[v.Word] {
			if second.Word != name && !slices.ContainsFunc(all, func(v Variant) bool { return v.Word == second.Word }) {
				all = append(all, Variant{second.Word, variantWeight * variantWeight})
			}
		}
	}
	return all
}

// mayBeVariants reports whether two names are spelled so much alike that one may
// be the other: one edit apart, two from 7 letters on, and neither the other's
// people (Iraqi), plural, or woman's or man's form (Zelenska, Louise).
func mayBeVariants(a, b string) bool {
	ra, rb := []rune(plainEnd(a)), []rune(plainEnd(b))
	if len(ra) > longest || len(rb) > longest || ra[len(ra)-1] != rb[len(rb)-1] {
		return false
	}
	most := 1
	if min(len(ra), len(rb)) >= 7 {
		most = 2
	}
	return Distance(ra, rb, most) <= most
}

// plainEnd returns a name with one form of endings that are one in other
// scripts: Zelenskiy, Zelenskyy and Zelenskyi are zelensky; Coffrinii is coffrini.
func plainEnd(name string) string {
	for _, end := range []string{"iy", "yy", "yi", "ij"} {
		if s, ok := strings.CutSuffix(name, end); ok && s != "" {
			return s + "y"
		}
	}
	if s, ok := strings.CutSuffix(name, "ii"); ok {
		return s + "i"
	}
	return name
}

// alike reports whether two names stand in like context and never in one
// sentence. It keeps contexts for other pairs.
func (f *VariantFinder) alike(contexts map[string]map[uint32]bool, a, b string) bool {
	sa, sb := f.words[a], f.words[b]
	if slices.ContainsFunc(sa.sentences, func(s uint32) bool { return slices.Contains(sb.sentences, s) }) {
		return false
	}
	ca, cb := f.context(contexts, a), f.context(contexts, b)
	var all [2]float64
	shared := 0.0
	for t := range ca {
		w := f.weight(t)
		if all[0] += w; cb[t] {
			shared += w
		}
	}
	for t := range cb {
		all[1] += f.weight(t)
	}
	return shared > 0 && shared >= likeContext*math.Sqrt(all[0]*all[1])
}

// weight returns the square of a term's ln(sentences/df).
func (f *VariantFinder) weight(term uint32) float64 {
	idf := math.Log(float64(len(f.ends)) / float64(f.df[term]))
	return idf * idf
}

// context returns the terms that stand around a name in its sentences.
func (f *VariantFinder) context(contexts map[string]map[uint32]bool, name string) map[uint32]bool {
	c := contexts[name]
	if c != nil {
		return c
	}
	c = map[uint32]bool{}
	seen := f.words[name]
	own := f.terms[seen.at[0]]
	for i, at := range seen.at {
		begin, end := 0, f.ends[seen.sentences[i]]
		if s := seen.sentences[i]; s > 0 {
			begin = f.ends[s-1]
		}
		for _, t := range f.terms[max(begin, int(at)-contextWords):min(end, int(at)+contextWords+1)] {
			if t != own {
				c[t] = true
			}
		}
	}
	contexts[name] = c
	return c
}

// sound returns a key that is equal for names that sound alike to one who reads
// them in English: their consonants, without doubling and h, those that
// romanisations exchange (k, c, ch, q; s, z; v, w) as one.
func sound(name string) string {
	name = soundGroups.Replace(name)
	var key []rune
	var last rune
	for _, r := range name {
		if s, ok := soundLetters[r]; ok {
			r = s
		}
		if r != ' ' && r != last {
			key = append(key, r)
		}
		last = r
	}
	return string(key)
}

var (
	soundGroups = strings.NewReplacer("tsch", "k", "sch", "s", "sh", "s", "ch", "k", "kh", "k", "gh", "g",
		"ph", "f", "ck", "k", "qu", "k", "ts", "s", "tz", "s", "cz", "s", "zh", "s", "h", "")
	soundLetters = map[rune]rune{
		'a': ' ', 'e': ' ', 'i': ' ', 'o': ' ', 'u': ' ', 'y': ' ', 'j': ' ', '\'': ' ',
		'c': 'k', 'q': 'k', 'w': 'v', 'z': 's',
	}
)
