package answer

import (
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"pgregory.net/rapid"

	"summitbot/corpus"
)

// suggestCorpus has what there is to suggest: questions, headlines, words.
func suggestCorpus(t testing.TB) *Service {
	t.Helper()
	files := fstest.MapFS{}
	for id, text := range map[string]string{
		"a": "title: Mayor opens Café bridge\nquestions: ['Who opened the bridge?', 'What does it cost?']\n---\nThe mayor of Riverton opened a bridge. Birds sat on the bridge near Café Müller. A big Bridge.",
		"b": "questions: ['Who opened the bridge?', 'Which birds sat on it?']\n---\nThe bridge was opened by the mayor of Riverton. In Riverton all bring apples. Bring more.",
	} {
		files[id+".md"] = &fstest.MapFile{Data: []byte("---\nurl: https://example.com/" + id + "\npublisher: The Post\n" + text + "\n")}
	}
	c, err := corpus.Open(files, "test", 1)
	if err != nil {
		t.Fatal(err)
	}
	return newService(t, c, Config{})
}

func TestSuggest(t *testing.T) {
	s := suggestCorpus(t)
	for _, tt := range []struct{ name, typed, want string }{
		{"nothing typed: one question an article first", " ", "Who opened the bridge? | What does it cost? | Which birds sat on it?"},
		{"words of questions before words of headlines, then completions", "br", "Who opened the bridge? | Mayor opens Café bridge! | bridge | bring"},
		{"every word begins one; the last word is completed", "who ope", "Who opened the bridge? | who opened"},
		{"case and accents do not matter; names as printed", "CAFE", "Mayor opens Café bridge!"},
		{"a name is completed as it is printed", "where is riv", "where is Riverton"},
		{"accents come with the completion", "mul", "Müller"},
		{"a word that is there is not completed to itself", "bridge", "Who opened the bridge? | Mayor opens Café bridge!"},
		{"after a space no word is completed", "apples ", ""},
		{"function words are no completions", "th", "Who opened the bridge?"},
		{"nothing", "xyzzy", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, c := range s.Suggest(tt.typed, 24) {
				if c.Headline {
					c.Text += "!"
				}
				got = append(got, c.Text)
			}
			if got := strings.Join(got, " | "); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestSuggestLaws: whatever is typed, there are at most so many suggestions, none
// twice, and where the match is said to be, a word begins.
func TestSuggestLaws(t *testing.T) {
	s := suggestCorpus(t)
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.OneOf(rapid.String(), rapid.StringMatching(`(who|opened|br|r|caf|[a-z])( (the|b|bridge|ri))?`)).Draw(t, "typed")
		most := rapid.IntRange(0, 30).Draw(t, "most")
		seen := map[string]bool{}
		all := s.Suggest(typed, most)
		if len(all) > most {
			t.Fatalf("%d suggestions, at most %d were wanted", len(all), most)
		}
		for _, c := range all {
			if seen[c.Text] {
				t.Fatalf("%q twice", c.Text)
			}
			seen[c.Text] = true
			if !utf8.ValidString(c.Text[c.Match:]) && utf8.ValidString(typed) {
				t.Fatalf("%q cut at %d", c.Text, c.Match)
			}
		}
	})
}

func TestNames(t *testing.T) {
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	s := newService(t, c, Config{})
	for _, tt := range []struct{ question, want string }{
		{"what did putin give kim?", "putin kim"},
		{"What did Putin give Kim in June?", "Putin Kim"},
		{"when was that?", ""},
		{"and the dogs?", ""},
		{"And the Aurus?", "Aurus"},
		{"Did Xi Jinping attend?", "Xi Jinping"},
		{"Xi Jinping?", "Xi Jinping"},
		{"WHAT WAS THE TREATY?", ""},
		{"how did the us react", "us"},
		{"tell us more", ""},
		{"Какую машину Путин подарил?", "Путин"},
		{"Limousine?", ""},
	} {
		q, err := s.Read(tt.question)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(s.Names(q), " "); got != tt.want {
			t.Errorf("%s: names %q, want %q", tt.question, got, tt.want)
		}
	}
}

func TestKnown(t *testing.T) {
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	s := newService(t, c, Config{})
	for _, tt := range []struct {
		text string
		most int
		want string
	}{
		{"my uncle says Putin bought a limousine for the dogs, and the dogs were happy", 12, "Putin limousine dogs"},
		{"", 12, ""},
		{"Путин и Ким", 12, "Путин Ким"},
		{"Putin limousine artillery", 2, "limousine artillery"},
	} {
		if got := strings.Join(s.Known(tt.text, tt.most), " "); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func BenchmarkSuggest(b *testing.B) {
	c, err := corpus.Summit()
	if err != nil {
		b.Fatal(err)
	}
	s := newService(b, c, Config{})
	b.ReportAllocs()
	for b.Loop() {
		s.Suggest("what did p", 24)
	}
}
