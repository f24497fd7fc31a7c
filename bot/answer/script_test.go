package answer

import (
	"math"
	"strings"
	"testing"

	"summitbot/retrieval"
)

// newScript returns a reader of the names in these sentences.
func newScript(sentences ...string) *scriptReader {
	s, an := newScriptReader(), retrieval.English()
	for _, text := range sentences {
		s.add(text, an.Tokens(nil, text))
	}
	return s
}

func TestScript(t *testing.T) {
	s := newScript(
		"The leaders Vladimir Putin and Kim Jong Un met aide Yuri Ushakov and Dmitry Peskov.",
		"Then Moon Jae-in and minister Kim Hong-kyun called Georgy Zinoviev, while President Volodymyr Zelensky and Park Geun-hye waited.",
		"In Athens Kyriakos Mitsotakis welcomed Angela Merkel, Emmanuel Macron and Xi Jinping to Hanoi.",
	)
	for _, tt := range []struct{ name, word, want string }{
		{"Russian", "Путин", "putin"},
		{"a case", "Путиным", "putin"},
		{"first name and name", "Владимир Путин", "vladimir putin"},
		{"Ukrainian", "Володимир Зеленський", "volodymyr zelensky"},
		{"Russian for that", "Зеленский", "zelensky"},
		{"a Korean name in Russian", "Ким Чен Ын", "kim jong un"},
		{"that in a case", "Ким Чен Ыну", "kim jong un"},
		{"a Korean name", "김정은", "kim jong un"},
		{"with a particle", "김정은은", "kim jong un"},
		{"with two syllables behind", "문재인", "moon jae in"},
		{"a usual spelling", "박근혜", "park geun hye"},
		{"a Russian name in Hangul", "푸틴", "putin"},
		{"a long one", "블라디미르 푸틴이", "vladimir putin"},
		{"consonants of other scripts", "Ушаков", "ushakov"},
		{"and", "페스코프", "peskov"},
		{"Greek", "Μητσοτάκης", "mitsotakis"},
		{"German", "Ангела Меркель", "angela merkel"},
		{"French", "Макрон", "macron"},
		{"a name that is not there", "Лавров", ""},
		{"a word that is no name", "подарок", ""},
		{"a short name alone", "Ын", ""},
		{"a name that begins alike", "Пупкин", ""},
		{"Korean words", "선물", ""},
	} {
		var run []string
		for _, tok := range retrieval.English().Tokens(nil, tt.word) {
			run = append(run, tok.Exact)
		}
		var got []string
		for _, names := range s.read(run) {
			got = append(got, names...)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %s is read as %q, want %q", tt.name, tt.word, got, tt.want)
		}
	}
}

// By unit of sound: a vowel for another 0.3, one left out 0.3, a consonant of
// the same class 0.3, any other 1, over the units of the longer word.
func TestSoundDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want float64
	}{
		{"putin", "putin", 0},
		{"putin", "boden", 1.2 / 5},    // p/b, u/o, t/d, i/e
		{"chen", "jong", 0.9 / 3},      // ch/j, e/o, n/ng
		{"jeong", "jong", 0.3 / 4},     // an e too many
		{"khan", "han", 0.3 / 3},       // kh for h
		{"lavrov", "lavrovs", 1.0 / 7}, // an s
		{"miller", "miler", 0},         // doubling is not heard
		{"", "", 0},
	} {
		if got := soundDistance(tt.a, tt.b); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%s, %s: %.3f, want %.3f", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestSyllables(t *testing.T) {
	for word, want := range map[string]string{
		"김정은": "gimjeongeun", "평양": "pyeongyang", "서울": "seoul", "한국": "hanguk", "뚫": "ttul", "a": "",
	} {
		got := ""
		for _, r := range word {
			got += syllable(r)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
}

func TestStripEnding(t *testing.T) {
	for word, want := range map[string]string{
		"россией": "росси", "россия": "росси", "ким": "ким", "кима": "ким", "путиным": "путин", "чен": "чен",
		"푸틴은": "푸틴", "평양에서": "평양", "인도": "인도", "kim": "kim", "αθηνα": "αθηνα", "": "",
	} {
		if got := stripEnding(word); got != want {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
}

// Nothing in another script makes the reader fail, and what it reads are names
// that it was shown.
func FuzzScript(f *testing.F) {
	s := newScript("The leaders Vladimir Putin and Kim Jong Un met Moon Jae-in.")
	f.Add("Ким Чен Ын")
	f.Add("김정은은 \xff 푸틴")
	f.Fuzz(func(t *testing.T, text string) {
		run := strings.Fields(text)
		for i, names := range s.read(run[:min(len(run), 20)]) {
			for _, name := range names {
				if s.seen[name] == "" {
					t.Errorf("%q: word %d is read as %q", text, i, name)
				}
			}
		}
	})
}
