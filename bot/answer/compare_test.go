package answer

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"summitbot/corpus"
	"summitbot/retrieval"
)

// comparerOf returns a comparer for one text.
func comparerOf(t *testing.T, text string) *comparer {
	t.Helper()
	return newComparer(newCorpus(t, map[string]string{"a": text}), retrieval.English(), nil)
}

// printPoints writes points as a test reads them, one a line: the values by how
// many articles print them, each with the ids of these.
func printPoints(points []Point) string {
	var b strings.Builder
	for _, p := range points {
		fmt.Fprintf(&b, "%s:", p.Kind)
		for _, v := range p.Values {
			var ids []string
			for _, art := range v.Sources() {
				ids = append(ids, art.ID())
			}
			fmt.Fprintf(&b, " %s (%s)", v.Text.Text(), strings.Join(ids, " "))
		}
		if p.Differ {
			b.WriteString(" differ")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestQuantities(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"The ferry carried 61 people.", "61 people: people 61"},
		{"Sixty-one people left.", "Sixty-one people: people 61"},
		{"He left after two long years.", "two long years: duration 730.5"},                             // 2 × 365.25
		{"It was nearly a quarter of a century.", "nearly a quarter of a century: duration about 9131"}, // 36525 / 4 = 9131.25
		{"Half a century passed.", "Half a century: duration 1.826e+04"},                                // 36525 / 2 = 18262.5
		{"She got a pair of small brown dogs.", "a pair of small brown dogs: dog 2"},                    //
		{"They sent thousands of artillery shells.", "thousands of artillery shells: shell about 1000"}, //
		{"At least two cars burned.", "At least two cars: car at least 2"},                              //
		{"More than 60 tourists waited.", "More than 60 tourists: people at least 60"},                  //
		{"Waves as high as 12 metres came.", "as high as 12 metres: length at most 12"},                 //
		{"Up to 3 kilometres of road sank.", "Up to 3 kilometres: length at most 3000"},                 //
		{"It cost 4.2 million crowns.", "4.2 million crowns: crown 4.2e+06"},                            //
		{"A nine-hour operation began.", "A nine-hour: duration 0.375"},                                 // 9 / 24
		{"An 81-year-old woman came.", "An 81-year-old: age 81"},                                        //
		{"Two of the children fell ill.", "Two of the children: people 2"},                              //
		{"Shares lost 8 per cent.", "8 per cent: cent 8"},                                               //
		{"The line opened in 1987 and closed three years ago.", ""},                                     // dates
		{"He drives a Lexus 570.", ""},                                                                  // a part of a name
		{"On May 3 he came.", ""},                                                                       // a day
		{"He has not been there since July 2000.", "since July 2000: duration about 0"},                 // an article without a date
		{"Most passengers waited; two dozen cabins stood still.", "two dozen cabins: cabin 24"},         //
		{"Two, perhaps three, boats sank.", ""},                                                         // cut off by a comma
		{"Thirty-five thousand visitors came.", "Thirty-five thousand visitors: people 3.5e+04"},        //
	} {
		cp := comparerOf(t, tt.text)
		var got []string
		for _, q := range cp.quantities(&cp.statements[0]) {
			s := q.excerpt().Text() + ": " + q.unit
			if q.loose {
				s += " about"
			}
			s += map[int8]string{1: " at least", -1: " at most"}[q.bound]
			got = append(got, fmt.Sprintf("%s %.4g", s, q.value))
		}
		if g := strings.Join(got, "; "); g != tt.want {
			t.Errorf("%q has %q, want %q", tt.text, g, tt.want)
		}
	}
}

func TestDates(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"It opened on June 19.", "June 19: day"},
		{"It opened on 19 June 2024.", "19 June: day"},
		{"It opened on June 19, 2024, at noon.", "June 19, 2024: day"},
		{"It opened last February.", "last February: month"},
		{"It opened in February this year.", "February this year: month"},
		{"It opened in July 2000.", "July 2000: month"},
		{"It opened in 1987.", "1987: year"},
		{"It opened three years ago.", "three years ago: ago year"},
		{"It opened three days ago.", "three days ago: ago weekday"},
		{"It opened last autumn.", "last autumn: season"},
		{"It opened on Wednesday.", "Wednesday: weekday"},
		{"It opened at 2.40 p.m. and shone.", "2.40 p.m.: clock"},
		{"It opened shortly after half past two.", "half past two: clock"},
		{"It opened during the visit.", "during the visit: event"},
		{"It opened during the night.", ""},
		{"They may march in the spring.", ""},
		{"He sold 1987 cars.", ""},
	} {
		cp := comparerOf(t, tt.text)
		var got []string
		for _, d := range cp.datesOf(&cp.statements[0]) {
			got = append(got, d.excerpt().Text()+": "+d.kind)
		}
		if g := strings.Join(got, "; "); g != tt.want {
			t.Errorf("%q has %q, want %q", tt.text, g, tt.want)
		}
	}
}

func TestAmerican(t *testing.T) {
	for _, pair := range []string{"armoured armored", "defence defense", "centre center", "organised organized", "travelling traveling",
		"neighbourhood neighborhood", "analysed analyzed", "dialogue dialog", "kilogramme kilogram", "colourful colorful", "grey gray"} {
		british, us, _ := strings.Cut(pair, " ")
		if american(british) != american(us) {
			t.Errorf("%s becomes %s, %s becomes %s", british, american(british), us, american(us))
		}
	}
	for _, pair := range []string{"four for", "filled filed", "hours hors", "stalled staled", "willing wiling"} {
		a, b, _ := strings.Cut(pair, " ")
		if american(a) == american(b) {
			t.Errorf("%s and %s both become %s", a, b, american(a))
		}
	}
}

func TestDiffer(t *testing.T) {
	years := func(v float64, bound int8, loose bool) quantity {
		return quantity{value: v, bound: bound, loose: loose, unit: "duration"}
	}
	count := func(v float64, bound int8, loose bool) quantity {
		return quantity{value: v, bound: bound, loose: loose, unit: "cabin"}
	}
	for _, tt := range []struct {
		name string
		a, b quantity
		want bool
	}{
		{"the same", count(61, 0, false), count(61, 0, false), false},
		{"two counts", count(61, 0, false), count(63, 0, false), true},
		{"about as many", count(61, 0, false), count(60, 0, true), false},     // 1 of 61 is less than a fifth
		{"about half", count(61, 0, false), count(30, 0, true), true},         // 31 of 61 is more
		{"more than less", count(61, 0, false), count(60, 1, false), false},   // more than 60
		{"more than more", count(61, 0, false), count(70, 1, false), true},    // more than 70
		{"up to more", count(90, 0, false), count(120, -1, false), false},     // up to 120
		{"up to less", count(90, 0, false), count(80, -1, false), true},       // up to 80
		{"at least, at least", count(2, 1, false), count(5, 1, false), false}, // both fit 6
		{"at least, at most", count(9, 1, false), count(5, -1, false), true},
		{"24 years, a quarter of a century", years(24, 0, false), years(25, 0, true), false},
		{"24 years, two years", years(24, 0, false), years(2, 0, false), true},
		{"since a day that cannot be counted", years(24, 0, false), quantity{since: true, loose: true, unit: "duration"}, false},
	} {
		if got := differ(tt.a, tt.b); got != tt.want {
			t.Errorf("%s: differ = %v, want %v", tt.name, got, tt.want)
		}
		if got := differ(tt.b, tt.a); got != tt.want {
			t.Errorf("%s, the other way: differ = %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestPointsOf(t *testing.T) {
	an := retrieval.English()
	for _, tt := range []struct {
		name     string
		articles map[string]string
		want     string
	}{
		{"a name with a letter changed", map[string]string{
			"a": "Mayor Ada Marlow opened the Brenning bridge in Osterby.",
			"b": "Crowds came to Osterby. Ada Marlow opened the Brening bridge.",
		}, "spelling: Brenning (a) Brening (b)\n"},
		{"an adjective and another state are no variants", map[string]string{
			"a": "The embassy of Korea sent Ada Marlow to Iran with a letter on oil.",
			"b": "The Korean embassy sent Ada Marlow to Iraq with a letter on oil.",
		}, ""},
		{"two persons with another name each", map[string]string{
			"a": "Teacher Maria Lind of Osterby school won the prize. Ada Marlow gave it.",
			"b": "Teacher Mario Rossi of Osterby school won the prize. Ada Marlow gave it.",
		}, ""},
		{"a hyphen and an accent", map[string]string{
			"a": "Tomas Rehak drove to Osterby. He drove a Rolls-Royce.",
			"b": "In Osterby a Rolls Royce was seen. Tomáš Rehak waved.",
		}, "spelling: Tomas (a) Tomáš (b)\nspelling: Rolls-Royce (a) Rolls Royce (b)\n"},
		{"counts that differ", map[string]string{
			"a": "Fire broke out in Osterby mill. Mayor Ada Marlow said 40 firefighters took part.",
			"b": "In Osterby a mill burned. Ada Marlow said 90 firefighters took part.",
		}, "number: 40 firefighters (a) 90 firefighters (b) differ\n"},
		{"a bound that fits", map[string]string{
			"a": "Fire broke out in Osterby mill. Mayor Ada Marlow said 40 firefighters took part.",
			"b": "In Osterby a mill burned. Ada Marlow said at least 30 firefighters took part.",
		}, "number: 40 firefighters (a) at least 30 firefighters (b)\n"},
		{"the same in words and digits", map[string]string{
			"a": "Fire broke out in Osterby mill. Mayor Ada Marlow said 40 firefighters took part.",
			"b": "In Osterby a mill burned. Ada Marlow said forty firefighters took part.",
		}, ""},
		{"a day and a weekday of one event", map[string]string{
			"a": "Ada Marlow signed a treaty with Osterby on June 19.",
			"b": "The pact that Ada Marlow inked with Osterby on Wednesday is new.",
		}, "date: June 19 (a) Wednesday (b)\n"},
		{"a day and a bare month are not compared", map[string]string{
			"a": "Ada Marlow signed a treaty with Osterby on June 19.",
			"b": "The pact that Ada Marlow inked with Osterby in March is old.",
		}, ""},
		{"titles before, behind and without a name", map[string]string{
			"a": "Osterby greeted Danish President Ada Marlow. The Danish leader waved.",
			"b": "Ada Marlow, the ruler of Denmark, came to Osterby.",
			"c": "Osterby saw Danish President Ada Marlow and Swedish King Bo Ek. The two monarchs waved.",
		}, "title: Danish President (a c) Danish leader (a) ruler of Denmark (b) monarchs (c)\n"},
		{"another holder of an office", map[string]string{
			"a": "Osterby greeted Danish President Ada Marlow.",
			"b": "Osterby greeted Danish President Ada Marlow.",
			"c": "Osterby cheered Danish President Bo Ek, and Ada Marlow watched.",
		}, "name: Ada Marlow (a b) Bo Ek (c) differ\n"},
		{"things with one name", map[string]string{
			"a": "Ada Marlow of Osterby drives luxury cars, several Volvos, a Bentley and a Lexus sports.",
			"b": "Ada Marlow of Osterby has luxury cars: several Volvos, a Bentley and a Lexus SUV.",
		}, "name: Lexus sports (a) Lexus SUV (b)\n"},
		{"another story", map[string]string{
			"a": "Fire broke out in Osterby mill. Mayor Ada Marlow said 40 firefighters took part.",
			"b": "In Wexham a mill burned. Bo Ek said 90 firefighters took part.",
		}, ""},
	} {
		got := printPoints(Points(newCorpus(t, tt.articles), an))
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// A sentence that two outlets print almost word for word counts for one.
func TestCopiesCountOnce(t *testing.T) {
	c := newCorpus(t, map[string]string{
		"a": "In Osterby a mill burned all night. Ada Marlow said that 90 firefighters from three towns took part in the operation.",
		"b": "Osterby lost a mill. Ada Marlow said that 90 firefighters from three towns took part in the operation.",
		"c": "A mill burned in Osterby. Ada Marlow told us 40 firefighters took part in the operation.",
	})
	want := "number: 90 firefighters (a) 40 firefighters (c) differ\n"
	if diff := cmp.Diff(want, printPoints(Points(c, retrieval.English()))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCompare(t *testing.T) {
	c := newCorpus(t, map[string]string{
		"a": "Fire broke out in Osterby mill. Mayor Ada Marlow said 40 firefighters took part.",
		"b": "In Osterby a mill burned. Ada Marlow said 90 firefighters took part.",
		"c": "Farmers of Osterby sold apples. They were green.",
	})
	s := newService(t, c, Config{})
	for _, tt := range []struct{ topic, want string }{
		{"how many firefighters took part", "number: 40 firefighters (a) 90 firefighters (b) differ\nnothing in c"},
		{"apples", "nothing in a b"},
		{"the price of bitcoin", "nothing in a b c"},
		{"firefighters source:a", "nothing in "},
		{"", "nothing in a b c"},
	} {
		q, err := s.Read(tt.topic)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Compare(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, art := range got.NothingIn {
			ids = append(ids, art.ID())
		}
		text := printPoints(got.Points) + "nothing in " + strings.Join(ids, " ")
		if diff := cmp.Diff(tt.want, text); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.topic, diff)
		}
	}
}

// The points of an answer rest on its quotes; an answer that quotes nothing has none.
func TestAnswerPoints(t *testing.T) {
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	s := newService(t, c, Config{})
	for _, text := range []string{"what did Putin give Kim?", "when did they sign", "which lexus does kim have", "who paid for the zeppelin", "kim source:dayfr"} {
		q, err := s.Read(text)
		if err != nil {
			t.Fatal(err)
		}
		a, err := s.Ask(t.Context(), "public", q)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Points) > mostPoints || a.Verdict != Quoted && len(a.Points) > 0 || q.Source != "" && len(a.Points) > 0 {
			t.Errorf("%q: %s with %d points", text, a.Verdict, len(a.Points))
		}
		for _, p := range a.Points {
			if !slices.ContainsFunc(p.Values, func(v Value) bool { return slices.ContainsFunc(v.Evidence, a.quotes) }) {
				t.Errorf("%q: no quote prints a value of %s", text, printPoints([]Point{p}))
			}
		}
	}
}

// checkPoint reports what no point can be.
func checkPoint(p Point) error {
	if len(p.Values) < 2 {
		return fmt.Errorf("%d values", len(p.Values))
	}
	if p.Differ && (p.Kind == Spelling || p.Kind == Title) {
		return fmt.Errorf("a %s differs", p.Kind)
	}
	articles := map[*corpus.Article]bool{}
	for _, v := range p.Values {
		start, end := v.Text.Span()
		prints := false
		for _, e := range v.Evidence {
			from, to := e.Span()
			prints = prints || e.Article() == v.Text.Article() && from <= start && end <= to
			articles[e.Article()] = true
		}
		if !prints {
			return fmt.Errorf("no evidence prints %q", v.Text.Text())
		}
	}
	if len(articles) < 2 {
		return fmt.Errorf("all values are of one article")
	}
	return nil
}

// Whatever the articles, a point is what the documentation says, and the same
// articles have the same points.
func TestPointsLaws(t *testing.T) {
	parts := strings.Split("Ada Marlow|Marlow|Osterby|Danish President|the Danish leader|the two leaders|a Lexus SUV|a Lexus 570|Brenning|Brening|Rolls-Royce|Rolls Royce|"+
		"signed a treaty|inked the pact|on June 19|on Wednesday|in 1987|opened in 1986|during the visit|40 firefighters|ninety firefighters|at least 30 people|took part|"+
		"two long years|nearly a quarter of a century|since July 2000|in|and|,|.|armoured|armored|–|“|”|3 p.m.|half past two|’s|a pair of dogs|King Bo Ek", "|")
	an := retrieval.English()
	rapid.Check(t, func(rt *rapid.T) {
		fs := fstest.MapFS{}
		for _, id := range []string{"a", "b", "c"} {
			words := rapid.SliceOfN(rapid.SampledFrom(parts), 5, 40).Draw(rt, id)
			fs[id+".md"] = &fstest.MapFile{Data: []byte("---\nurl: https://example.org/" + id + "\npublisher: " + id + "\nlanguage: en\n---\nOsterby greets Ada Marlow. " + strings.Join(words, " ") + ".\n")}
		}
		c, err := corpus.Open(fs, "laws", 1)
		if err != nil {
			rt.Skip(err)
		}
		points := Points(c, an)
		for _, p := range points {
			if err := checkPoint(p); err != nil {
				rt.Fatalf("%s: %v", printPoints([]Point{p}), err)
			}
		}
		if again := printPoints(Points(c, an)); again != printPoints(points) {
			rt.Fatalf("once\n%sthen\n%s", printPoints(points), again)
		}
	})
}

func BenchmarkPoints(b *testing.B) {
	c, err := corpus.Summit()
	if err != nil {
		b.Fatal(err)
	}
	an := retrieval.English()
	b.ReportAllocs()
	for b.Loop() {
		Points(c, an)
	}
}

func BenchmarkPointsOn(b *testing.B) {
	c, err := corpus.Summit()
	if err != nil {
		b.Fatal(err)
	}
	s := newService(b, c, Config{})
	q, err := s.Read("what did Putin give Kim?")
	if err != nil {
		b.Fatal(err)
	}
	a, err := s.Ask(b.Context(), "public", q)
	if err != nil {
		b.Fatal(err)
	}
	r := s.reader.read(q)
	b.ReportAllocs()
	for b.Loop() {
		s.pointsOn(q, r, a.quotes, mostPoints)
	}
}
