package retrieval

import (
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"putin", "putin", 0},
		{"puttin", "putin", 1}, // one letter too many
		{"putni", "putin", 1},  // two swapped
		{"luxary", "luxury", 1},
		{"vostochny", "vostokny", 2},
		{"kim", "carrot", 3}, // more than most: 2
		{"ca", "abc", 3},     // 2 only if the swapped pair could be edited again
	} {
		if got := Distance([]rune(tt.a), []rune(tt.b), 2); got != tt.want {
			t.Errorf("Distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

// naiveDistance is the definition, letter by letter from the end.
func naiveDistance(a, b []rune) int {
	if len(a) == 0 || len(b) == 0 {
		return len(a) + len(b)
	}
	x, y := len(a)-1, len(b)-1
	cost := 1
	if a[x] == b[y] {
		cost = 0
	}
	d := min(naiveDistance(a[:x], b)+1, naiveDistance(a, b[:y])+1, naiveDistance(a[:x], b[:y])+cost)
	if x > 0 && y > 0 && a[x] == b[y-1] && a[x-1] == b[y] {
		d = min(d, naiveDistance(a[:x-1], b[:y-1])+1)
	}
	return d
}

func TestDistanceIsTheDefinition(t *testing.T) {
	word := rapid.StringMatching(`[abü]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := []rune(word.Draw(t, "a")), []rune(word.Draw(t, "b"))
		most := rapid.IntRange(0, 6).Draw(t, "most")
		if got, want := Distance(a, b, most), min(naiveDistance(a, b), most+1); got != want {
			t.Fatalf("Distance(%q, %q, %d) = %d, want %d", string(a), string(b), most, got, want)
		}
	})
}

// spellable is a vocabulary with how often each word occurs.
var spellable = map[string]int{
	"putin": 1, "luxury": 1, "vostokny": 1, "black": 1, "same": 1, "given": 1, "who": 1, "fed": 1, "kim": 1,
	"forced": 1, "forces": 2, "president": 1, "anderson": 1, "limousine": 1, "kyïv": 1,
}

func TestRepair(t *testing.T) {
	english := map[string]bool{"block": true, "sale": true, "resident": true, "sane": true}
	shy := NewSpeller(spellable, nil)
	bold := NewSpeller(spellable, func(w string) bool { return english[w] })
	for _, tt := range []struct{ misspelt, shy, bold string }{
		{"puttin", "putin", "putin"},
		{"putni", "putin", "putin"},
		{"luxary", "luxury", "luxury"},
		{"vostochny", "vostokny", "vostokny"}, // two edits, nine letters
		{"vostcny", "", ""},                   // two edits, seven letters
		{"givn", "given", "given"},
		{"hwo", "", ""},                              // begins with another letter
		{"wh", "", ""},                               // too short
		{"wjo", "", ""},                              // three letters: only two may be swapped
		{"ofrces", "forces", "forces"},               // the first two swapped
		{"block", "", ""},                            // another word, not black misspelt
		{"blqck", "", "black"},                       // no word at all
		{"sale", "", ""},                             // another word, not same misspelt
		{"sqme", "", ""},                             // four letters: too many words are near
		{"forcex", "forces forced", "forces forced"}, // one edit from two words: the commoner first
		{"utin", "", "putin"},
		{"resident", "", ""}, // begins with another letter, or is a word
		{"presidant", "president", "president"},
		{"mandelson", "", ""}, // two edits, and begins with another letter
		{"limuosinne", "limousine", "limousine"},
		{"kyïvv", "kyïv", "kyïv"}, // letters, not bytes
		{"poetin", "", "putin"},   // two vowels
		{"poutine", "", "putin"},
		{"pooutine", "", ""}, // three
		{"peten", "", "putin"},
		{"petek", "", ""}, // another consonant
		{"putin", "", ""}, // needs none
		{"s600", "", ""},
		{"", "", ""},
	} {
		for name, got := range map[string][]Repair{tt.shy: shy.Repair(tt.misspelt, 3), tt.bold + " ": bold.Repair(tt.misspelt, 3)} {
			var words []string
			for _, r := range got {
				words = append(words, r.Word)
			}
			if strings.Join(words, " ") != strings.TrimSpace(name) {
				t.Errorf("%q: repairs %v, want %q", tt.misspelt, got, name)
			}
		}
	}
	if got := shy.Repair("forcex", 1); len(got) != 1 || got[0] != (Repair{"forces", 1, false}) {
		t.Errorf("the best repair of forcex: %v, want forces by one edit", got)
	}
	if got := NewSpeller(nil, nil).Repair("putin", 3); got != nil {
		t.Errorf("without words: %v", got)
	}
}

// skeleton returns a word's first letter and the consonants behind it.
func skeleton(letters []rune) string {
	return string(letters[0]) + strings.Map(func(r rune) rune {
		if isVowel(r) {
			return -1
		}
		return r
	}, string(letters[1:]))
}

// The table finds what a walk over all words finds.
func TestRepairIsExhaustive(t *testing.T) {
	word := rapid.StringMatching(`[abcü]{3,10}`)
	rapid.Check(t, func(t *rapid.T) {
		vocabulary := map[string]int{}
		for _, w := range rapid.SliceOfN(word, 0, 30).Draw(t, "vocabulary") {
			vocabulary[w]++
		}
		var known func(string) bool
		if rapid.Bool().Draw(t, "bold") {
			known = func(w string) bool { return w[0] == 'c' }
		}
		s := NewSpeller(vocabulary, known)
		asked := word.Draw(t, "asked")
		want, sounding := map[Repair]bool{}, map[Repair]bool{}
		if least := mostEdits(runes(asked)); vocabulary[asked] == 0 && (known == nil || !known(asked)) {
			for w := range vocabulary {
				switch d := s.plausible([]rune(asked), []rune(w), least); {
				case d < least:
					least, want = d, map[Repair]bool{{w, d, false}: true}
				case d == least:
					want[Repair{w, d, false}] = true
				}
			}
			for w := range vocabulary {
				a, b := []rune(asked), []rune(w)
				if known != nil && len(want) == 0 && min(len(a), len(b)) >= voiced && skeleton(a) == skeleton(b) && Distance(a, b, 2) == 2 {
					sounding[Repair{w, 2, true}] = true
				}
			}
		}
		if len(want) == 0 {
			want = sounding
		}
		got := s.Repair(asked, 100)
		for i, r := range got {
			if !want[r] || i > 0 && vocabulary[got[i-1].Word] < vocabulary[r.Word] {
				t.Fatalf("%q: repairs %v, want %v, the commonest first", asked, got, want)
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%q: %d repairs %v, want %v", asked, len(got), got, want)
		}
	})
}

// A vocabulary of 200,000 words keeps within its memory, and a look-up compares
// a small part of it.
func TestSpellerIsSmall(t *testing.T) {
	const words = 200_000
	vocabulary := map[string]int{}
	r := rand.New(rand.NewPCG(1, 2))
	syllables := strings.Fields("ba con der ex fi gra ho in jus kel lon mi nor op pre qui ral sta tion un ver wal yn zo")
	for len(vocabulary) < words {
		var w strings.Builder
		for range 2 + r.IntN(4) {
			w.WriteString(syllables[r.IntN(len(syllables))])
		}
		vocabulary[w.String()+string(rune('a'+r.IntN(26)))]++
	}
	s := NewSpeller(vocabulary, nil)
	if bytes := 4 * (len(s.first) + len(s.entries)); bytes > 25<<20 {
		t.Errorf("the table of %d words takes %d bytes", words, bytes)
	}
	candidates := 0
	for _, h := range neighbourhood(nil, []rune("constationx"), 2) {
		b := h & uint32(len(s.first)-2)
		candidates += int(s.first[b+1] - s.first[b])
	}
	if candidates > words/20 {
		t.Errorf("a look-up compares %d of %d words", candidates, words)
	}
}

func BenchmarkRepair(b *testing.B) {
	vocabulary := map[string]int{}
	an := English()
	for _, d := range newsWords(b, an) {
		vocabulary[d]++
	}
	s := NewSpeller(vocabulary, nil)
	b.Logf("%d words, %d entries", len(s.words), len(s.entries))
	asked := strings.Fields("luxary presidant vostochny goverment econmic internatoinal putni zelenskiyy")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.Repair(asked[i%len(asked)], 3)
	}
}

func FuzzRepair(f *testing.F) {
	f.Add("presidant")
	f.Add("\xffab")
	s := NewSpeller(spellable, nil)
	f.Fuzz(func(t *testing.T, word string) {
		for _, r := range s.Repair(word, 2) {
			if spellable[r.Word] == 0 || r.Word == word || r.Edits < 1 || r.Edits > 2 {
				t.Errorf("%q: repair %v", word, r)
			}
		}
	})
}
