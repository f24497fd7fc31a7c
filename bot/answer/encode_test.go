package answer

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"summitbot/corpus"
)

// tea returns a corpus of two short articles, with characters of more than one
// byte.
func tea(t testing.TB, version int) *corpus.Corpus {
	t.Helper()
	article := func(publisher, body string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\nurl: https://example.org/" + publisher +
			"\npublisher: " + publisher + "\nlanguage: en\n---\n" + body)}
	}
	c, err := corpus.Open(fstest.MapFS{
		"east.md": article("East", "The envoy gave a tea set. “It is blue,” said Ann Lee.\n"),
		"west.md": article("West", "A tea set was given in Zürich. Nobody drank.\n"),
	}, "tea", version)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// excerpt returns the excerpt of an article that reads text.
func excerpt(t testing.TB, c *corpus.Corpus, id, text string) corpus.Excerpt {
	t.Helper()
	start := strings.Index(c.Article(id).Body(), text)
	e, err := c.Excerpt(id, start, start+len(text))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// fullAnswers returns answers that have every field of Answer, Quote and Reading
// between them. No one answer can: quotes that answer exclude nearest ones.
func fullAnswers(t testing.TB, c *corpus.Corpus) []*Answer {
	quote := Quote{
		Excerpt: excerpt(t, c, "east", "“It is blue,” said Ann Lee."),
		Speaker: excerpt(t, c, "east", "Ann Lee"), AsPrinted: true,
	}
	plain := Quote{Excerpt: excerpt(t, c, "west", "A tea set was given in Zürich.")}
	headed := plain
	headed.Headline = true
	readings := []Reading{{Asked: 2, Read: []string{"tea", "set"}, Why: "related"}, {Asked: 0, Words: 2, Read: []string{"Zürich"}, Why: "name"}}
	points := []Point{{Name, true, []Value{
		{excerpt(t, c, "east", "Ann Lee"), []corpus.Excerpt{quote.Excerpt}},
		{excerpt(t, c, "west", "Zürich"), []corpus.Excerpt{plain.Excerpt, quote.Excerpt}},
	}}}
	nothing := []*corpus.Article{c.Article("west")}
	return []*Answer{
		{Verdict: Quoted, Quotes: []Quote{quote, plain}, Points: points, Readings: readings, Missing: []int{0, 3}, Articles: 2, Undated: 1, NothingIn: nothing, Corpus: c},
		{Verdict: NotCovered, Miss: Nowhere, Nearest: []Quote{headed, quote}, Readings: readings, Missing: []int{1}, Found: []int{2}, Articles: 1, Undated: 2, NothingIn: nothing, Corpus: c},
		{Verdict: NotCovered, Corpus: c},
	}
}

// Every field comes back. The first loop is what fails when a field is added to
// one of the types and not to the format: the answers above lack it.
func TestEncodeCarriesEveryField(t *testing.T) {
	c := tea(t, 1)
	answers := fullAnswers(t, c)
	set := map[string]bool{}
	for _, a := range answers {
		markSet(set, reflect.ValueOf(*a))
	}
	for _, typ := range []reflect.Type{reflect.TypeFor[Answer](), reflect.TypeFor[Quote](), reflect.TypeFor[Point](), reflect.TypeFor[Value](), reflect.TypeFor[Reading]()} {
		for i := range typ.NumField() {
			if name := typ.Name() + "." + typ.Field(i).Name; !set[name] {
				t.Errorf("no answer of this test has %s: set it, and carry it in encode.go", name)
			}
		}
	}
	for _, a := range answers {
		data, err := Encode(a)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode(c, data)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, a) {
			t.Errorf("%s\ncomes back as %+v\nwant          %+v", data, got, a)
		}
	}
}

// markSet notes which fields of this package's structs in v are not zero.
func markSet(set map[string]bool, v reflect.Value) {
	switch {
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			markSet(set, v.Index(i))
		}
	case v.Kind() == reflect.Struct && v.Type().PkgPath() == reflect.TypeFor[Answer]().PkgPath():
		for i := range v.NumField() {
			if !v.Field(i).IsZero() {
				set[v.Type().Name()+"."+v.Type().Field(i).Name] = true
			}
			markSet(set, v.Field(i))
		}
	}
}

// The bytes are the ones that encode.go's comment describes. Offsets counted by
// hand in east: `The envoy gave a tea set. ` is 26 bytes; the quotation marks are
// 3 bytes each, so `“It is blue,” said ` is 3+11+3+6 = 23, and `Ann Lee.` 8. In
// west `A tea set was given in ` is 23, and `Zürich.` 8.
func TestEncodeFormat(t *testing.T) {
	c := tea(t, 1)
	a := fullAnswers(t, c)[0]
	a.Quotes = a.Quotes[:1]
	got, err := Encode(a)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"v":3,"corpus":"` + c.Hash()[:16] + `","verdict":"quoted",` +
		`"quotes":[{"text":{"article":"east","start":26,"end":57},"speaker":{"article":"east","start":49,"end":56},"as_printed":true}],` +
		`"points":[{"kind":"name","differ":true,"values":[` +
		`{"text":{"article":"east","start":49,"end":56},"evidence":[{"article":"east","start":26,"end":57}]},` +
		`{"text":{"article":"west","start":23,"end":30},"evidence":[{"article":"west","start":0,"end":31},{"article":"east","start":26,"end":57}]}]}],` +
		`"readings":[{"asked":2,"read":["tea","set"],"why":"related"},{"asked":0,"words":2,"read":["Zürich"],"why":"name"}],` +
		`"missing":[0,3],"articles":2,"undated":1,"nothing_in":["west"]}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestEncodeRefuses(t *testing.T) {
	c, other := tea(t, 1), tea(t, 1)
	for name, spoil := range map[string]func(*Answer){
		"no corpus":                   func(a *Answer) { a.Corpus = nil },
		"corpus of others' quotes":    func(a *Answer) { a.Corpus = other },
		"quote of no article":         func(a *Answer) { a.Quotes[0].Excerpt = corpus.Excerpt{} },
		"speaker of another corpus":   func(a *Answer) { a.Quotes[0].Speaker = excerpt(t, other, "east", "Ann") },
		"article of another corpus":   func(a *Answer) { a.NothingIn = other.Articles() },
		"no article":                  func(a *Answer) { a.NothingIn = []*corpus.Article{nil} },
		"value of another corpus":     func(a *Answer) { a.Points[0].Values[0].Text = excerpt(t, other, "east", "Ann") },
		"evidence of no article":      func(a *Answer) { a.Points[0].Values[1].Evidence[0] = corpus.Excerpt{} },
		"point of one value":          func(a *Answer) { a.Points[0].Values = a.Points[0].Values[:1] },
		"points without quotes":       func(a *Answer) { a.Verdict, a.Quotes = NotCovered, nil },
		"unknown verdict":             func(a *Answer) { a.Verdict = "maybe" },
		"not covered, with quotes":    func(a *Answer) { a.Verdict = NotCovered },
		"quoted, without quotes":      func(a *Answer) { a.Quotes = nil },
		"quotes and nearest":          func(a *Answer) { a.Nearest = a.Quotes },
		"word before the first":       func(a *Answer) { a.Missing[0] = -1 },
		"reading of word before that": func(a *Answer) { a.Readings[0].Asked = -1 },
		"fewer articles than none":    func(a *Answer) { a.Articles = -1 },
	} {
		t.Run(name, func(t *testing.T) {
			a := fullAnswers(t, c)[0]
			spoil(a)
			if data, err := Encode(a); err == nil {
				t.Errorf("no error, but %s", data)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	c := tea(t, 1)
	good, err := Encode(fullAnswers(t, c)[0])
	if err != nil {
		t.Fatal(err)
	}
	// Each case changes one thing in bytes that are read as they are.
	replace := func(old, new string) string {
		if !strings.Contains(string(good), old) {
			t.Fatalf("%s has no %s", good, old)
		}
		return strings.Replace(string(good), old, new, 1)
	}
	for name, data := range map[string]string{
		"nothing":                  "",
		"cut":                      string(good[:len(good)-1]),
		"no object":                "[]",
		"something behind it":      string(good) + "{}",
		"a bracket behind it":      string(good) + "]",
		"later version":            replace(`"v":3`, `"v":4`),
		"earlier version":          replace(`"v":3`, `"v":2`),
		"no version":               replace(`"v":3,`, ``),
		"another corpus":           replace(c.Hash()[:16], strings.Repeat("0", 16)),
		"unknown member":           replace(`"v":3`, `"v":3,"text":"The envoy left."`),
		"unknown verdict":          replace(`"quoted"`, `"maybe"`),
		"not covered, with quotes": replace(`"quoted"`, `"not_covered"`),
		"unknown article":          replace(`"article":"east"`, `"article":"north"`),
		"unknown silent article":   replace(`["west"]`, `["north"]`),
		"start before the body":    replace(`"start":26`, `"start":-1`),
		"end behind the body":      replace(`"end":57`, `"end":1000`),
		"end before start":         replace(`"end":57`, `"end":25`),
		"inside a character":       replace(`"start":26`, `"start":27`),
		"offset is no integer":     replace(`"start":26`, `"start":26.5`),
		"speaker out of bounds":    replace(`"end":56`, `"end":1000`),
		"unknown kind of point":    replace(`"kind":"name"`, `"kind":"rumour"`),
		"value of another range":   replace(`"start":23,"end":30`, `"start":23,"end":300`),
		"value without evidence":   replace(`,"evidence":[{"article":"east","start":26,"end":57}]`, `,"evidence":[]`),
		"word before the first":    replace(`"missing":[0`, `"missing":[-1`),
		"reading before the first": replace(`"asked":2`, `"asked":-2`),
		"fewer articles than none": replace(`"articles":2`, `"articles":-2`),
		"fewer undated than none":  replace(`"undated":1`, `"undated":-1`),
		"fewer words than none":    replace(`"words":2`, `"words":-2`),
		"64 KiB and one byte":      string(good) + strings.Repeat(" ", maxEncoded+1-len(good)),
	} {
		t.Run(name, func(t *testing.T) {
			if a, err := Decode(c, []byte(data)); err == nil {
				t.Errorf("no error, but %+v", a)
			}
		})
	}
	// White space behind it is no content, so 64 KiB exactly are still read.
	if _, err := Decode(c, append(good, bytes.Repeat([]byte(" "), maxEncoded-len(good))...)); err != nil {
		t.Errorf("64 KiB: %v", err)
	}
}

// Another version of a corpus is another corpus, if any byte of it differs.
func TestDecodeRefusesChangedCorpus(t *testing.T) {
	c := tea(t, 1)
	data, err := Encode(fullAnswers(t, c)[0])
	if err != nil {
		t.Fatal(err)
	}
	changed, err := corpus.Open(fstest.MapFS{"east.md": {Data: []byte("---\nurl: https://example.org/e\npublisher: East\nlanguage: en\n---\n" +
		strings.Repeat("Something else. ", 20) + "\n")}}, "tea", 1)
	if err != nil {
		t.Fatal(err)
	}
	if a, err := Decode(changed, data); err == nil {
		t.Errorf("no error, but %+v", a)
	}
}

// drawAnswer draws an answer of c that the documentation of Answer allows.
func drawAnswer(t *rapid.T, c *corpus.Corpus) *Answer {
	drawExcerpt := rapid.Custom(func(t *rapid.T) corpus.Excerpt {
		article := rapid.SampledFrom(c.Articles()).Draw(t, "article")
		sentences := article.Sentences()
		first := rapid.IntRange(0, len(sentences)-1).Draw(t, "first")
		last := rapid.IntRange(first, len(sentences)-1).Draw(t, "last")
		start, _ := sentences[first].Excerpt().Span()
		_, end := sentences[last].Excerpt().Span()
		e, err := article.Excerpt(start, end)
		if err != nil {
			t.Fatal(err)
		}
		return e
	})
	drawQuotes := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Quote {
		q := Quote{Excerpt: drawExcerpt.Draw(t, "excerpt"), AsPrinted: rapid.Bool().Draw(t, "as printed"), Headline: rapid.Bool().Draw(t, "headline")}
		if rapid.Bool().Draw(t, "spoken") {
			q.Speaker = drawExcerpt.Draw(t, "speaker")
		}
		return q
	}), 1, 5)
	a := &Answer{Verdict: NotCovered, Corpus: c, Articles: rapid.IntRange(0, 1<<40).Draw(t, "articles"), Undated: rapid.IntRange(0, 9).Draw(t, "undated")}
	switch rapid.IntRange(0, 2).Draw(t, "outcome") {
	case 0:
		a.Verdict, a.Quotes = Quoted, drawQuotes.Draw(t, "quotes")
		for range rapid.IntRange(0, 2).Draw(t, "points") {
			p := Point{
				Kind:   rapid.SampledFrom([]PointKind{Spelling, Number, Date, Name, Title}).Draw(t, "kind"),
				Differ: rapid.Bool().Draw(t, "differ"),
			}
			for range rapid.IntRange(2, 4).Draw(t, "values") {
				p.Values = append(p.Values, Value{drawExcerpt.Draw(t, "value"), rapid.SliceOfN(drawExcerpt, 1, 3).Draw(t, "evidence")})
			}
			a.Points = append(a.Points, p)
		}
	case 1:
		a.Nearest = drawQuotes.Draw(t, "nearest")
		a.Miss = rapid.SampledFrom(Misses()).Draw(t, "miss")
		for range rapid.IntRange(0, 3).Draw(t, "found") {
			a.Found = append(a.Found, rapid.IntRange(0, 300).Draw(t, "place"))
		}
	}
	for range rapid.IntRange(0, 3).Draw(t, "readings") {
		a.Readings = append(a.Readings, Reading{
			Asked: rapid.IntRange(0, 300).Draw(t, "asked"),
			Words: rapid.IntRange(0, 4).Draw(t, "words"),
			Read:  rapid.SliceOfN(rapid.String(), 1, 3).Draw(t, "read"),
			Why:   rapid.SampledFrom([]string{"spelling", "name", "related", "script"}).Draw(t, "why"),
		})
	}
	for range rapid.IntRange(0, 3).Draw(t, "missing") {
		a.Missing = append(a.Missing, rapid.IntRange(0, 300).Draw(t, "place"))
	}
	for _, article := range c.Articles() {
		if rapid.Bool().Draw(t, "nothing in it") {
			a.NothingIn = append(a.NothingIn, article)
		}
	}
	return a
}

// Decode gives back what Encode was given.
func TestEncodeRoundTrips(t *testing.T) {
	c := tea(t, 1)
	rapid.Check(t, func(rt *rapid.T) {
		a := drawAnswer(rt, c)
		data, err := Encode(a)
		if err != nil {
			rt.Fatal(err)
		}
		got, err := Decode(c, data)
		if err != nil {
			rt.Fatalf("%s: %v", data, err)
		}
		if !reflect.DeepEqual(got, a) {
			rt.Fatalf("%s\ncomes back as %+v\nwant          %+v", data, got, a)
		}
	})
}

// Whatever the bytes, Decode does not panic, and what it accepts is an answer
// that Encode takes and whose quotes are in their articles.
func FuzzDecode(f *testing.F) {
	c := tea(f, 1)
	for _, a := range fullAnswers(f, c) {
		data, err := Encode(a)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := Decode(c, data)
		if err != nil {
			return
		}
		for _, q := range append(a.Quotes, a.Nearest...) {
			if !strings.Contains(c.Article(q.Excerpt.Article().ID()).Body(), q.Excerpt.Text()) {
				t.Errorf("%q is not in %s", q.Excerpt.Text(), q.Excerpt.Article().ID())
			}
		}
		again, err := Encode(a)
		if err != nil {
			t.Fatalf("%s is decoded and not encoded: %v", data, err)
		}
		b, err := Decode(c, again)
		if err != nil || b.Verdict != a.Verdict || len(b.Quotes) != len(a.Quotes) || len(b.Nearest) != len(a.Nearest) {
			t.Fatalf("%s\nencoded again is %s: %v", data, again, err)
		}
	})
}

// summitAnswer returns an answer with three quotes, one of them with a speaker,
// as the summit's articles give it.
func summitAnswer(t testing.TB) *Answer {
	t.Helper()
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	a := &Answer{Verdict: Quoted, Articles: 4, Corpus: c, NothingIn: c.Articles()[4:]}
	for _, article := range c.Articles()[:3] {
		s := article.Sentences()
		a.Quotes = append(a.Quotes, Quote{Excerpt: s[len(s)/2].Excerpt()})
	}
	start, _ := a.Quotes[0].Excerpt.Span()
	if a.Quotes[0].Speaker, err = a.Quotes[0].Excerpt.Article().Excerpt(start, start+8); err != nil {
		t.Fatal(err)
	}
	a.Readings = []Reading{{Asked: 1, Read: []string{"dogs"}, Why: "related"}}
	return a
}

// The size that the comment on the format states.
func TestEncodeSize(t *testing.T) {
	data, err := Encode(summitAnswer(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(data) < 350 || len(data) > 400 {
		t.Errorf("%d bytes, want 350 to 400:\n%s", len(data), data)
	}
}

func BenchmarkEncode(b *testing.B) {
	a := summitAnswer(b)
	b.ReportAllocs()
	var data []byte
	for b.Loop() {
		var err error
		if data, err = Encode(a); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(data)), "bytes")
}

func BenchmarkDecode(b *testing.B) {
	a := summitAnswer(b)
	data, err := Encode(a)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(a.Corpus, data); err != nil {
			b.Fatal(err)
		}
	}
}
