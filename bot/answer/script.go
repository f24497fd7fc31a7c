package answer

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"summitbot/retrieval"
)

// A scriptReader finds the names of a coverage that a word in another script
// spells: Путин is Putin, 김정은 is Kim Jong Un. It never changes once all
// sentences were added.
//
// Name and word are compared by sound: first by their consonants, in classes that
// hold what one script writes for another's letter (b, p, f and v; l and r), then
// by how far apart they are, vowels counting little. Short names (Ын, Un) are only
// read beside another that they stand beside in the coverage.
type scriptReader struct {
	names map[string][]string // consonants → folded names, in the order they were first seen
	seen  map[string]string   // folded name → as it stands first
	pairs map[[2]string]bool  // folded names that stand side by side
}

const (
	// farthest is the distance by unit up to which a word is read as a name, and
	// fartherBeside that for one beside another. Putin and Boden are 0.24 apart.
	farthest      = 0.2
	fartherBeside = 0.34
	// aloneConsonants is how many consonants a name needs to be read alone.
	aloneConsonants = 2
	// maxNames bounds the names that are looked at for one word.
	maxNames = 8
)

func newScriptReader() *scriptReader {
	return &scriptReader{names: map[string][]string{}, seen: map[string]string{}, pairs: map[[2]string]bool{}}
}

// add notes the names of a sentence: words with a capital that are not its
// first, and what is hyphened to one.
func (s *scriptReader) add(text string, tokens []retrieval.Token) {
	before := "" // the name right before
	for i, t := range tokens {
		gap := ""
		if i > 0 {
			gap = text[tokens[i-1].End:t.Start]
		}
		first, _ := utf8.DecodeRuneInString(text[t.Start:])
		name := unicode.IsUpper(first) || gap == "-" && before != ""
		if name && i > 0 && s.seen[t.Exact] == "" {
			s.seen[t.Exact] = text[t.Start:t.End]
			key := consonants(t.Exact)
			s.names[key] = append(s.names[key], t.Exact)
		}
		if name && before != "" && (gap == " " || gap == "-") {
			s.pairs[[2]string{before, t.Exact}] = true
		}
		if before = ""; name {
			before = t.Exact
		}
	}
}

// A chain is names of the coverage that a run of words spells.
type chain struct {
	words [][]string // by word of the run, the names that it spells
	last  string
	cost  float64 // sum over the names
	names int
}

// read returns which names the first words of a run spell, by word: as many
// words as stand together in the coverage; nil if the first spells none.
func (s *scriptReader) read(run []string) [][]string {
	var best chain
	open := []chain{{}}
	for _, word := range run {
		var longer []chain
		for _, c := range open {
			longer = append(longer, s.extend(c, word)...)
		}
		slices.SortStableFunc(longer, func(a, b chain) int { return cmp.Compare(a.cost, b.cost) })
		if open = longer[:min(len(longer), maxNames)]; len(open) == 0 {
			break
		}
		best = open[0]
	}
	return best.words
}

// extend returns the chains that c and a further word make, without its particle
// if none does with it: 은 is one, and the last syllable of 김정은.
func (s *scriptReader) extend(c chain, word string) []chain {
	all := s.extendExactly(c, word)
	if bare := stripEnding(word); len(all) == 0 && bare != word {
		all = s.extendExactly(c, bare)
	}
	return all
}

func (s *scriptReader) extendExactly(c chain, word string) []chain {
	var all []chain
	for _, names := range cuts(word) {
		open := []chain{{words: append(slices.Clone(c.words), nil), last: c.last, cost: c.cost, names: c.names}}
		for _, spellings := range names {
			var longer []chain
			for _, o := range open {
				alone := len(names) == 1 && o.last == ""
				for name, d := range s.near(spellings, alone) {
					if o.last != "" && !s.pairs[[2]string{o.last, name}] {
						continue
					}
					words := slices.Clone(o.words)
					words[len(words)-1] = append(slices.Clone(words[len(words)-1]), name)
					longer = append(longer, chain{words, name, o.cost + d, o.names + 1})
				}
			}
			open = longer
		}
		all = append(all, open...)
	}
	return all
}

// near yields the names that sound like one of the spellings and how far they
// are from it.
func (s *scriptReader) near(spellings []string, alone bool) func(func(string, float64) bool) {
	return func(yield func(string, float64) bool) {
		n := 0
		for _, spelling := range spellings {
			key := consonants(spelling)
			most := fartherBeside
			if alone {
				if most = farthest; len(key) < aloneConsonants {
					continue
				}
			}
			for _, name := range s.names[key] {
				d := soundDistance(spelling, name)
				if d > most {
					continue
				}
				if n++; n > maxNames || !yield(name, d) {
					return
				}
			}
		}
	}
}

// A unit of sound is one or more letters that are read as one.
type unit struct {
	letters string
	class   byte // of consonants, in capitals; 'v' for a vowel, 'h'
}

// soundGroups are letters read as one unit, longer ones first, and their class.
var soundGroups = []unit{
	{"shch", 'S'}, {"tsch", 'S'}, {"tch", 'S'}, {"sch", 'S'}, {"dzh", 'S'},
	{"sh", 'S'}, {"ch", 'S'}, {"zh", 'S'}, {"cz", 'S'}, {"ts", 'S'}, {"tz", 'S'}, {"dj", 'S'},
	{"ce", 'S'}, {"ci", 'S'}, {"cy", 'S'}, {"kh", 'h'}, {"gh", 'K'}, {"ph", 'P'}, {"th", 'T'}, {"ck", 'K'}, {"ng", 'N'},
}

// soundClasses are the classes of single letters.
var soundClasses = map[byte]byte{
	'b': 'P', 'p': 'P', 'f': 'P', 'v': 'P', 'w': 'P', 'd': 'T', 't': 'T', 'g': 'K', 'k': 'K', 'c': 'K', 'q': 'K', 'x': 'K',
	's': 'S', 'z': 'S', 'j': 'S', 'm': 'M', 'n': 'N', 'l': 'L', 'r': 'L', 'h': 'h',
	'a': 'v', 'e': 'v', 'i': 'v', 'o': 'v', 'u': 'v', 'y': 'v',
}

// units cuts a word in Latin letters into units of sound; doubled letters are one.
func units(dst []unit, word string) []unit {
next:
	for i := 0; i < len(word); {
		for _, g := range soundGroups {
			if strings.HasPrefix(word[i:], g.letters) {
				dst, i = append(dst, g), i+len(g.letters)
				continue next
			}
		}
		if class, ok := soundClasses[word[i]]; ok && (i == 0 || word[i] != word[i-1]) {
			dst = append(dst, unit{word[i : i+1], class})
		}
		i++
	}
	return dst
}

// consonants returns the classes of a word's consonants, neighbours of one class
// as one.
func consonants(word string) string {
	var key []byte
	last := byte(0)
	for _, u := range units(nil, word) {
		if u.class != 'v' && u.class != 'h' && u.class != last {
			key = append(key, u.class)
		}
		if last = u.class; u.class == 'h' {
			last = 0
		}
	}
	return string(key)
}

// soundDistance returns how far apart two words in Latin letters sound, by unit
// of the longer: 0 is the same, 1 nothing in common.
func soundDistance(a, b string) float64 {
	ua, ub := units(nil, a), units(nil, b)
	row := make([]float64, len(ub)+1)
	for j, u := range ub {
		row[j+1] = row[j] + u.missing()
	}
	for _, x := range ua {
		diagonal := row[0]
		row[0] += x.missing()
		for j, y := range ub {
			d := min(row[j+1]+x.missing(), row[j]+y.missing(), diagonal+x.instead(y))
			diagonal, row[j+1] = row[j+1], d
		}
	}
	return row[len(ub)] / float64(max(len(ua), len(ub), 1))
}

// missing is what it costs to leave a unit out.
func (u unit) missing() float64 {
	if u.class == 'v' || u.class == 'h' {
		return 0.3
	}
	return 1
}

// instead is what it costs to have another unit.
func (u unit) instead(other unit) float64 {
	switch {
	case u.letters == other.letters:
		return 0
	case u.class == other.class:
		return 0.3
	}
	return 1
}
