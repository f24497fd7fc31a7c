package retrieval

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

func findVariants(sentences []string) *Variants {
	an := English()
	var f VariantFinder
	for _, s := range sentences {
		f.Add(s, an.Tokens(nil, s))
	}
	return f.Variants()
}

// print writes variants as "a: b c; d: e".
func (v *Variants) print() string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(v.of)) {
		s := name + ":"
		for _, o := range v.of[name] {
			s += " " + o.Word
		}
		all = append(all, s)
	}
	return strings.Join(all, "; ")
}

func TestVariants(t *testing.T) {
	filler := []string{"A mayor opened the bridge over a river.", "Farmers sold apples at the market.", "Rain fell in the valley on Monday.", "The team lost its final match again."}
	for _, tt := range []struct {
		name, want string
		sentences  []string
	}{
		{"a vowel", "belgrano: belgrono; belgrono: belgrano", []string{"The cruiser Belgrano sank with its crew.", "How the cruiser Belgrono sank with a crew."}},
		{"the first letter", "aurus: urus; urus: aurus", []string{"He drove a black armoured Aurus limousine.", "Behind the wheel of a black armoured Urus limousine he smiled."}},
		{"consonants of another script", "vostochny: vostokny; vostokny: vostochny", []string{"The rocket left Vostochny cosmodrome at dawn.", "They met at Vostokny cosmodrome before the rocket left."}},
		{"an ending of another script", "zelenskiy: zelensky; zelensky: zelenskiy", []string{"President Zelensky addressed parliament by video.", "By video President Zelenskiy addressed parliament."}},
		{"three spellings", "qadafi: qaddafi qadhafi; qaddafi: qadafi qadhafi; qadhafi: qadafi qaddafi", []string{"Colonel Qaddafi ruled Libya.", "Libya, which Colonel Qadafi ruled.", "Colonel Qadhafi, who ruled Libya."}},
		{"another context", "", []string{"The painter Hansen showed his canvases.", "Goalkeeper Hanson saved a late penalty."}},
		{"both in one sentence", "", []string{"The ayatollah Khamenei followed the ayatollah Khomenei.", "The ayatollah Khamenei spoke.", "The ayatollah Khomenei spoke."}},
		{"other consonants", "", []string{"Troops moved into Iran at night.", "Troops moved into Iraq at night."}},
		{"a people", "", []string{"Troops left Iraq at night.", "The Iraqi troops left at night.", "Troops left Korea at night.", "The Korean troops left at night."}},
		{"a woman's form", "", []string{"Singer Carlo toured Europe twice.", "Singer Carla toured Europe twice."}},
		{"short names", "", []string{"Leader Kim visited Russia twice.", "Leader Kem visited Russia twice."}},
		{"words that are no names", "", []string{"He saw a robbin on a fence.", "He saw a robin on a fence."}},
	} {
		if got := findVariants(append(tt.sentences, filler...)).print(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	if got := (*Variants)(nil).Of("aurus"); got != nil {
		t.Errorf("no variants at all: %v", got)
	}
}

// One name has weight 0.7 for its neighbour, and 0.7 × 0.7 for that one's.
func TestVariantWeights(t *testing.T) {
	v := findVariants([]string{
		"A black armoured Auras limousine.", "A black armoured Aurus limousine.", "A black armoured Urus limousine.",
		"A mayor opened the bridge.", "Farmers sold apples.", "Rain fell on Monday.",
	})
	var got string
	for _, o := range v.Of("urus") {
		got += fmt.Sprintf("%s %.2f ", o.Word, o.Weight)
	}
	if want := "aurus 0.70 auras 0.49 "; got != want {
		t.Errorf("urus: %s, want %s", got, want)
	}
}

// On public news few names have variants: not many more than were judged by hand.
func TestVariantsOfNews(t *testing.T) {
	for _, tt := range []struct {
		collection string
		most       int
	}{{"bbc", 90}, {"rtqa-dev-passages", 60}} {
		var sentences []string
		all := records(t, tt.collection, "corpus.jsonl.gz")
		for _, r := range all[:min(len(all), 10_000)] { // more are slow under the race detector
			sentences = append(sentences, strings.SplitAfter(strings.ReplaceAll(r.Text, "\n", ". "), ". ")...)
		}
		if sentences == nil {
			continue
		}
		v := findVariants(sentences)
		t.Logf("%s: %d names with variants: %s", tt.collection, len(v.of), v.print())
		if len(v.of) == 0 || len(v.of) > tt.most {
			t.Errorf("%s: %d names have variants, want 1 to %d", tt.collection, len(v.of), tt.most)
		}
		for _, never := range []string{"iran iraq", "iraq iraqi", "israel israeli", "korea korean", "austria australia", "davis davies", "clark clarke"} {
			a, b, _ := strings.Cut(never, " ")
			if slices.ContainsFunc(v.Of(a), func(v Variant) bool { return v.Word == b }) {
				t.Errorf("%s: %s and %s are taken for one name", tt.collection, a, b)
			}
		}
	}
}
