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
func printNames(words []string, places []namePlace) string {
	var first []string // by state
	for line := range strings.Lines(namesText) {
		if line != "\n" && !strings.HasPrefix(line, "#") {
			name, _, _ := strings.Cut(line, "|")
			name, _, _ = strings.Cut(name, ",")
			first = append(first, strings.TrimSpace(name))
		}
	}
	var s []string
	for _, p := range places {
		s = append(s, fmt.Sprintf("%s=%s/%d", strings.Join(words[p.start:p.end], " "), first[int(p.form)/nameKinds], p.form.kind()))
	}
	return strings.Join(s, ", ")
}

func TestNamesInArticles(t *testing.T) {
	ns, an := readTable(t), retrieval.English()
	for _, tt := range []struct{ text, want string }{
		{"Putin left North Korea’s capital, Pyongyang.", "North Korea=North Korea/1, Pyongyang=North Korea/3"},
		{"The US and the U.S. asked us.", "US=United States/1, U S=United States/1"},
		{"Kim Jong Un spoke to the UN.", "UN=United Nations/1"},
		{"South Koreans and Iraqis met.", "South Koreans=South Korea/2, Iraqis=Iraq/2"},
		{"A turkey crossed Turkey.", "Turkey=Turkey/1"},
		{"He polished a Polish car.", "Polish=Poland/2"},
		{"The UN Security Council met.", "UN Security Council=United Nations/3"},
		{"In Korea and Koreatown.", ""},
		{"La Corée du Nord und Deutschland, Zuid-Korea.", "Corée du Nord=North Korea/1, Deutschland=Germany/1, Zuid Korea=South Korea/1"},
		{"Guinea-Bissau, Papua New Guinea, Guinea.", "Guinea Bissau=Guinea-Bissau/1, Papua New Guinea=Papua New Guinea/1, Guinea=Guinea/1"},
	} {
		tokens := an.Tokens(nil, tt.text)
		var words []string
		for _, tok := range tokens {
			words = append(words, strings.ReplaceAll(tt.text[tok.Start:tok.End], ".", " "))
		}
		if got := printNames(words, ns.find(nil, tt.text, tokens)); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestNamesInQuestions(t *testing.T) {
	ns, an := readTable(t), retrieval.English()
	ambiguous := func(w string) bool { return functionWords.has(w) || w == "un" }
	for _, tt := range []struct{ text, want string }{
		{"how did seoul react", "seoul=South Korea/3"},
		{"what does the DPRK want", "DPRK=North Korea/1"},
		{"did the dprk sign", "dprk=North Korea/1"},
		{"tell us about it", ""},
		{"is US aid for us", "US=United States/1"},
		{"is the us worried", "us=United States/1"},
		{"WHO IS IN THE US", "US=United States/1"},
		{"TELL US MORE", ""},
		{"can russia block stuff at the un", "russia=Russia/1, un=United Nations/1"},
		{"kim jong un", ""},
		{"who met who", ""},
		{"south korea and south sudan", "south korea=South Korea/1, south sudan=South Sudan/1"},
		{"Россией и Пхеньяном", "Россией=Russia/1, Пхеньяном=North Korea/3"},
		{"평양에서 러시아가", "평양에서=North Korea/3, 러시아가=Russia/1"},
	} {
		ws := words(an, tt.text)
		var typed []string
		for _, w := range ws {
			typed = append(typed, w.Text)
		}
		if got := printNames(typed, ns.asked(nil, ws, ambiguous)); got != tt.want {
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
