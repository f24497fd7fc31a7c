package answer

import (
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
		if got := distance([]rune(tt.a), []rune(tt.b), 2); got != tt.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
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
		if got, want := distance(a, b, most), min(naiveDistance(a, b), most+1); got != want {
			t.Fatalf("distance(%q, %q, %d) = %d, want %d", string(a), string(b), most, got, want)
		}
	})
}

func TestRepair(t *testing.T) {
	v := newVocabulary()
	for _, w := range []string{"putin", "luxury", "vostokny", "black", "same", "given", "who", "fed", "kim", "forced", "forces", "forces"} {
		v.add(w, "term of "+w)
	}
	for misspelt, want := range map[string]string{
		"puttin":    "putin",
		"putni":     "putin",
		"luxary":    "luxury",
		"vostochny": "vostokny", // two edits, nine letters
		"vostcny":   "",         // two edits, seven letters
		"givn":      "given",
		"hwo":       "",       // begins with another letter
		"wh":        "",       // too short
		"wjo":       "",       // three letters: only two may be swapped
		"block":     "",       // another word, not black misspelt
		"sale":      "",       // another word, not same misspelt
		"forcex":    "forces", // one edit from two words: the commoner
		"s600":      "",
		"":          "",
	} {
		if got, ok := v.repair(misspelt); got != want || ok != (want != "") {
			t.Errorf("repair(%q) = %q, %v, want %q", misspelt, got, ok, want)
		}
	}
}
