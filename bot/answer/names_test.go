package answer

import (
	"fmt"
	"strings"
	"testing"

	"summitbot/retrieval"
)

func readTable(t testing.TB) *names {
	t.Helper()
	ns, err := readNames(retrieval.English(), namesText)
	if err != nil {
		t.Fatal(err)
	}
	return ns
}

// printNames writes the names at places of a text as "North Korea=North Korea/1":
// what stands there, its state's first name and the kind.
func printNames(ns *names, words []string, places []namePlace) string {
	var s []string
	for _, p := range places {
		first := ""
		for _, all := range ns.forms {
			for _, n := range all {
				if n.form == p.form.of(aName) && (first == "" || strings.Join(n.words, " ") < first) && !n.shouts && n.words[0][0] < 0x80 {
					first = strings.Join(n.words, " ")
				}
			}
		}
		s = append(s, fmt.Sprintf("%s=%s/%d", strings.Join(words[p.start:p.end], " "), first, p.form.kind()))
	}
	return strings.Join(s, ", ")
}

func TestNamesInArticles(t *testing.T) {
	ns, an := readTable(t), retrieval.English()
	for _, tt := range []struct{ text, want string }{
		{"Putin left North Korea’s capital, Pyongyang.", "North Korea=democratic people republic of korea/1, Pyongyang=democratic people republic of korea/3"},
		{"The US and the U.S. asked us.", "US=america/1, U S=america/1"},
		{"Kim Jong Un spoke to the UN.", "UN=united nations/1"},
		{"South Koreans and Iraqis met.", "South Koreans=republic of korea/2, Iraqis=iraq/2"},
		{"A turkey crossed Turkey.", "Turkey=turkey/1"},
		{"He polished a Polish car.", "Polish=poland/2"},
		{"The UN Security Council met.", "UN Security Council=united nations/3"},
		{"In Korea and Koreatown.", ""},
		{"Guinea-Bissau, Papua New Guinea, Guinea.", "Guinea Bissau=guinea bissau/1, Papua New Guinea=papua new guinea/1, Guinea=guinea/1"},
	} {
		tokens := an.Tokens(nil, tt.text)
		var words []string
		for _, tok := range tokens {
			words = append(words, strings.ReplaceAll(tt.text[tok.Start:tok.End], ".", " "))
		}
		if got := printNames(ns, words, ns.find(nil, tt.text, tokens)); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestNamesInQuestions(t *testing.T) {
	ns, an := readTable(t), retrieval.English()
	ambiguous := func(w string) bool { return functionWords.has(w) || w == "un" }
	for _, tt := range []struct{ text, want string }{
		{"how did seoul react", "seoul=republic of korea/3"},
		{"what does the DPRK want", "DPRK=democratic people republic of korea/1"},
		{"did the dprk sign", "dprk=democratic people republic of korea/1"},
		{"tell us about it", ""},
		{"is US aid for us", "US=america/1"},
		{"is the us worried", "us=america/1"},
		{"WHO IS IN THE US", "US=america/1"},
		{"TELL US MORE", ""},
		{"can russia block stuff at the un", "russia=russia/1, un=united nations/1"},
		{"kim jong un", ""},
		{"who met who", ""},
		{"south korea and south sudan", "south korea=republic of korea/1, south sudan=south sudan/1"},
		{"Россией и Пхеньяном", "Россией=russia/1, Пхеньяном=democratic people republic of korea/3"},
		{"평양에서 러시아가", "평양에서=democratic people republic of korea/3, 러시아가=russia/1"},
	} {
		ws := words(an, tt.text)
		var typed []string
		for _, w := range ws {
			typed = append(typed, w.Text)
		}
		if got := printNames(ns, typed, ns.asked(nil, ws, ambiguous)); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.text, got, tt.want)
		}
	}
}

// Every line of the table has three columns; of the states, 193 are members of
// the United Nations, and no form is given to two states but as said here.
func TestNamesTable(t *testing.T) {
	blocks := strings.Split(strings.TrimSpace(namesText), "\n\n")
	if n := strings.Count(blocks[1], "\n") + 1; n != 193 {
		t.Errorf("%d members of the United Nations, want 193", n)
	}
	for first, all := range readTable(t).forms {
		for i, a := range all {
			for _, b := range all[:i] {
				if strings.Join(a.words, " ") == strings.Join(b.words, " ") && a.form != b.form {
					t.Errorf("%s: %v is given twice, as %d and %d", first, a.words, a.form, b.form)
				}
			}
		}
	}
}

func TestReadNamesRefuses(t *testing.T) {
	_, err := readNames(retrieval.English(), "# head\n\nFrance | French\n")
	if want := "names, line 3: 2 columns, want 3"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}
