package retrieval

import (
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// show prints tokens as exact forms, each with its stem where that differs.
func show(tokens []Token) string {
	var words []string
	for _, tok := range tokens {
		w := tok.Exact
		if tok.Term != tok.Exact {
			w += "/" + tok.Term
		}
		words = append(words, w)
	}
	return strings.Join(words, " ")
}

func TestTokens(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"no words", " … – “!” 🚗 ½ ©", ""},
		{"case", "Kim KIM kim", "kim kim kim"},
		{"stems", "presented presenting gifts visited leaders", "presented/present presenting/present gifts/gift visited/visit leaders/leader"},
		{"stop words have stems", "having does during", "having/have does/doe during/dure"},
		{"possessive", "Putin's Putin’s PUTIN'S it’s", "putin putin putin it"},
		{"possessive of plurals", "the leaders’ summit, the leaders' cars", "the leaders/leader summit the leaders/leader cars/car"},
		{"possessive of initials", "the U.N.’s veto", "the un veto"},
		{"single quotes", "‘new level’ 'smart'", "new level smart"},
		{"s alone stays", "s ‘s", "s s"},
		{"apostrophe inside", "don’t O'Brien", "don't o'brien"},
		{"hyphens part", "Russian-owned Hong-kyun carefully-choreographed", "russian owned/own hong kyun carefully/care choreographed/choreograph"},
		{"hyphens of other kinds", "Russian‐owned Russian‑owned 2022–2024", "russian owned/own russian owned/own 2022 2024"},
		{"initials", "U.N. UN U.S.-backed a.m. e.g.", "un un us backed/back am eg"},
		{"full stop without space", "treaty.The arynews.tv", "treaty/treati the arynews/arynew tv"},
		{"underscores part", "_bold_ snake_case", "bold snake case"},
		{"numbers", "3,000.5 1961 24th $1.13bn 6½ 10,000-strong", "3000.5 1961 24th 1.13bn 6 10000 strong"},
		{"list of numbers", "1, 2,3 10,00 10,0000", "1 2 3 10 00 10 0000"},
		{"model", "S600 Guard", "s600 guard"},
		{"accents", "Kyïv café Zürich naïve", "kyiv cafe zurich naive/naiv"},
		{"letters of their own", "Łódź Ørsted", "łodz ørsted"},
		{"accents of other scripts stay", "й и Ё", "й и ё"},
		{"width and ligatures", "Ｋｉｍ ﬁsh Straße", "kim fish strasse/strass"},
		{"soft hyphen", "lim\u00adousine", "limousine/limousin"},
		{"Hangul", "김정은은 평양", "김정은은 평양"},
		{"Han by rune", "金正恩", "金 正 恩"},
		{"invalid UTF-8", "Kim\xff\xfeUn \xc3", "kim un"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := show(English().Tokens(nil, tt.in)); got != tt.want {
				t.Errorf("Tokens(%q)\n got %s\nwant %s", tt.in, got, tt.want)
			}
		})
	}
}

func TestTokensOffsets(t *testing.T) {
	const text = "Kim’s “Aurus” – the U.N.’s"
	got := English().Tokens(nil, text)
	want := []Token{
		{0, 3, "kim", "kim"},       // ’s, 4 bytes, is left out
		{11, 16, "aurus", "aurus"}, // a space and a quote of 3 bytes after byte 7
		{24, 27, "the", "the"},     // a quote of 3, a space, a dash of 3, a space
		{28, 31, "un", "un"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tokens of %q (-want +got):\n%s", text, diff)
	}
}

// checkTokens holds the laws of tokens against those of one text.
func checkTokens(t interface {
	Helper()
	Errorf(string, ...any)
}, text string, tokens []Token) {
	t.Helper()
	end := 0
	for i, tok := range tokens {
		switch {
		case tok.Start < end || tok.Start >= tok.End || tok.End > len(text):
			t.Errorf("token %d of %q: range [%d, %d) after %d", i, text, tok.Start, tok.End, end)
			return
		case !utf8.RuneStart(text[tok.Start]) || tok.End < len(text) && !utf8.RuneStart(text[tok.End]) && utf8.ValidString(text):
			t.Errorf("token %d of %q: range [%d, %d) cuts a rune", i, text, tok.Start, tok.End)
		case tok.Exact == "" || tok.Term == "":
			t.Errorf("token %d of %q is empty: %+v", i, text, tok)
		case fold(text[tok.Start:tok.End]) != tok.Exact:
			t.Errorf("token %d of %q: %q folds to %q, not to its exact form %q",
				i, text, text[tok.Start:tok.End], fold(text[tok.Start:tok.End]), tok.Exact)
		case fold(tok.Exact) != tok.Exact:
			t.Errorf("token %d of %q: exact form %q folds to %q", i, text, tok.Exact, fold(tok.Exact))
		case !utf8.ValidString(tok.Exact) || !utf8.ValidString(tok.Term):
			t.Errorf("token %d of %q is not UTF-8: %+v", i, text, tok)
		}
		end = tok.End
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{
		"Putin’s Russian-built Aurus", "the U.N.’s 3,000.5", "Kyïv ﬁ Straße İ ΐ ͅ", "a.b.c'd's",
		"\xff's \u00ad\u0301", "ﷺ ㎏ Ⅳ ½ ²", "가각 각 ｶﾞ", "'s", "S'", "_a_", "1.,2", "a\u0345\u0301ß",
		"ﱣﱣ", // folds to marks with spaces between, which must not go after the marks were put in order
	} {
		f.Add(s)
	}
	an := English()
	f.Fuzz(func(t *testing.T, text string) {
		first := an.Tokens(nil, text)
		checkTokens(t, text, first)
		// Seen or not, shared or not: the same.
		if diff := cmp.Diff(English().Tokens(nil, text), first); diff != "" {
			t.Errorf("tokens of %q depend on what was seen before (-fresh +used):\n%s", text, diff)
		}
	})
}

func TestTokensLaws(t *testing.T) {
	an := English()
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.OneOf(
			rapid.SampledFrom([]string{"Kim", "’s", "'", ".", ",", "-", "U", "S", "s", "3", "000", " ", "é", "\u0301", "\u00ad", "ß", "İ", "ﬁ", "_", "한", "\xff", "’"}),
			rapid.String(),
		)).Draw(t, "parts")
		text := strings.Join(parts, "")
		checkTokens(t, text, an.Tokens(nil, text))
	})
}

// Words that share a slot of the memo push each other out; what comes out must
// not show it, also not to many at once (run with -race).
func TestTokensAtOnce(t *testing.T) {
	an := English()
	var b strings.Builder
	for i := range 3 * memoSize {
		b.WriteString(" words")
		b.WriteString(strings.Repeat("x", i%5))
		b.WriteString(strings.ToUpper(string(rune('a'+i%26))) + string(rune('a'+i/26%26)) + string(rune('a'+i/676%26)) + string(rune('a'+i/17576%26)))
	}
	text := b.String()
	want := English().Tokens(nil, text)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if diff := cmp.Diff(want, an.Tokens(nil, text)); diff != "" {
				t.Errorf("tokens differ (-want +got):\n%s", diff)
			}
		})
	}
	wg.Wait()
}

func TestTokensAllocations(t *testing.T) {
	an := English()
	const text = "Later, an aide of Putin revealed that the Russian president presented Kim with a Russian-built Aurus limousine"
	dst := an.Tokens(nil, text)
	// Words seen before are remembered; the iterator is the one allocation.
	if n := testing.AllocsPerRun(100, func() { dst = an.Tokens(dst[:0], text) }); n > 1 {
		t.Errorf("Tokens of known words: %v allocations, want at most 1", n)
	}
}
