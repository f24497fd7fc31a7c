package answer

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"summitbot/corpus"
	"summitbot/retrieval"
)

// articleDated returns a corpus of one article with a line of front matter for its date.
func articleDated(t interface{ Fatal(...any) }, date, body string) *corpus.Corpus {
	c, err := corpus.Open(fstest.MapFS{"a.md": {Data: []byte("---\nurl: https://example.com\npublisher: P\n" + date + "\n---\n" + body + "\n")}}, "test", 1)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// 2024-06-21 was a Friday, 2024-01-03 and 2024-06-19 were Wednesdays.
func TestMoments(t *testing.T) {
	const friday, updated, newYear = "published: 2024-06-21", "updated: 2024-06-21", "published: 2024-01-03"
	for _, tt := range []struct{ date, text, want string }{
		// Printed in full: no other date is needed.
		{"", "It was signed on June 19, 2024.", "June 19, 2024 = 2024-06-19"},
		{"", "It was signed on 19 June 2024.", "19 June 2024 = 2024-06-19"},
		{"", "It was signed on Wednesday, June 19, 2024.", "Wednesday, June 19, 2024 = 2024-06-19"},
		{"", "It was signed on Thursday, June 19, 2024.", "Thursday, June 19, 2024 = ?"}, // a Wednesday
		{"", "Signed 2024-06-19.", "2024-06-19 = 2024-06-19"},
		{"", "Signed 2024-13-19.", ""},
		{"", "Born on the 3rd of May 1999.", "3rd of May 1999 = 1999-05-03"},
		{"", "It opened on Feb. 30, 2024.", "Feb. 30, 2024 = ?"},
		{"", "“We met on July 4, 1976,” she said.", "July 4, 1976 = 1976-07-04"},
		// Day and month: the year within 90 days before or 30 behind.
		{"", "Putin signed a deal on June 19.", "June 19 = ?"},
		{friday, "Putin signed a deal on June 19.", "June 19 = 2024-06-19"},
		{updated, "Putin signed a deal on June 19.", "June 19 = 2024-06-19"},
		{newYear, "The fire broke out on December 30.", "December 30 = 2023-12-30"},           // 4 days before
		{friday, "It began on March 23.", "March 23 = 2024-03-23"},                            // 8 + 30 + 31 + 21 = 90 days before
		{friday, "It began on March 22.", "March 22 = ?"},                                     // 91
		{friday, "It ends on July 21.", "July 21 = 2024-07-21"},                               // 9 + 21 = 30 behind
		{friday, "It ends on July 22.", "July 22 = ?"},                                        // 31
		{friday, "It began on June 19 last year.", "June 19 last year = ?"},                   // not this one
		{friday, "“It began on June 19,” he said.", "June 19 = ?"},                            // spoken we do not know when
		{friday, "He arrived on Thursday, June 19.", "Thursday, June 19 = ?"},                 // a Wednesday
		{friday, "He arrived on Wednesday, 19 June.", "Wednesday, 19 June = 2024-06-19"},      //
		{friday, "It was on June 1 and June 2.", "June 1 = 2024-06-01 | June 2 = 2024-06-02"}, //
		// Weekdays: the last one, of an article with its day of publishing.
		{friday, "He arrived on Wednesday.", "Wednesday = 2024-06-19"},
		{friday, "He arrived on Wednesday morning.", "Wednesday morning = 2024-06-19"},
		{friday, "He arrived on Friday.", "Friday = 2024-06-21"},
		{friday, "He arrived on Saturday.", "Saturday = 2024-06-15"},
		{friday, "He will arrive on Wednesday.", "Wednesday = ?"},
		{friday, "He said that he would leave on Monday.", "Monday = ?"},
		{friday, "He leaves on Monday.", "Monday = ?"},
		{friday, "He arrived last Wednesday.", "last Wednesday = ?"},
		{friday, "They met every Wednesday.", "every Wednesday = ?"},
		{updated, "He arrived on Wednesday.", "Wednesday = ?"},
		{"", "He arrived on Wednesday.", "Wednesday = ?"},
		{friday, "He arrived yesterday.", "yesterday = 2024-06-20"},
		{friday, "“He arrived yesterday,” she said.", "yesterday = ?"},
		{friday, "He read the Sunday Times on Good Friday.", ""},
		// Dates whose day is not printed.
		{friday, "It was his first visit since July 2000.", "July 2000 = ?"},
		{friday, "He got it last February, not in February this year.", "last February = ? | February this year = ?"},
		{friday, "They met in September last year and in May.", "September last year = ? | May = ?"},
		{friday, "In 2018 he revived their 1961 pledge.", "2018 = ? | 1961 = ?"},
		{friday, "It was 24 years to the day that he came, two months ago.", "24 years to the day = ? | two months ago = ?"},
		{friday, "This week was the coldest of the 1990s.", "This week = ? | 1990s = ?"},
		// What is no date.
		{friday, "He may march in 24 years, after two long years, with 1945 soldiers for $2000 and an S600.", ""},
		{friday, "May said 2,000 people, 3.5 metres and 12 cars.", ""},
		{friday, "A crowd of 1800 people sang.", ""},
	} {
		c := articleDated(t, tt.date, tt.text)
		var got []string
		for _, m := range moments(c.Articles()[0].Sentences()[0].Excerpt(), quotations(c.Articles()[0])) {
			iso := m.ISO
			if iso == "" {
				iso = "?"
			}
			got = append(got, m.Date.Text()+" = "+iso)
		}
		if got := strings.Join(got, " | "); got != tt.want {
			t.Errorf("%s: %q: got %s, want %s", tt.date, tt.text, got, tt.want)
		}
	}
}

// Whatever is printed, a date is bytes of its sentence, dates do not overlap, and
// no article without a date of its own dates one that is not printed in full.
func TestMomentsOfAnything(t *testing.T) {
	word := rapid.SampledFrom(strings.Fields(`on June 19 2024 , Wednesday last year 24 years to the day May in 1961 said “ ” . yesterday
		the 3rd of Feb. 2024-06-19 morning 1990s this week every Пн é a`))
	rapid.Check(t, func(t *rapid.T) {
		own := rapid.SampledFrom([]string{"", "published: 2024-06-21", "updated: 2024-02-29"}).Draw(t, "own")
		c := articleDated(t, own, "x "+strings.Join(rapid.SliceOfN(word, 1, 40).Draw(t, "words"), rapid.SampledFrom([]string{" ", "\u00a0", ""}).Draw(t, "gap")))
		a := c.Articles()[0]
		for _, s := range a.Sentences() {
			from, to := s.Excerpt().Span()
			for _, m := range moments(s.Excerpt(), quotations(a)) {
				start, end := m.Date.Span()
				if start < from || end > to || a.Body()[start:end] != m.Date.Text() || m.Sentence != s.Excerpt() {
					t.Fatalf("%q does not follow in %q", m.Date.Text(), s.Excerpt().Text())
				}
				if from = end; m.ISO != "" && own == "" && !strings.Contains(m.Date.Text(), "2024") && !strings.Contains(m.Date.Text(), "1961") {
					t.Fatalf("%q is %s in an article without a date", m.Date.Text(), m.ISO)
				}
			}
		}
	})
}

// printMoments writes a timeline as a reader of a test sees it.
func printMoments(ms []Moment) string {
	var b strings.Builder
	for _, m := range ms {
		iso := m.ISO
		if iso == "" {
			iso = "?"
		}
		fmt.Fprintf(&b, "%s %s: %s\n", iso, m.Date.Article().ID(), m.Date.Text())
	}
	return b.String()
}

func TestTimeline(t *testing.T) {
	c, err := corpus.Summit()
	if err != nil {
		t.Fatal(err)
	}
	s := newService(t, c, Config{})
	// Every date of the five articles, by hand. Only arynews and asiandiplomacy
	// have a date of their own: 2024-06-21 and, of an update, 2024-06-22.
	for topic, want := range map[string]string{
		"": `
2024-06-19 arynews: June 19
? arynews: February this year
? arynews: this century
? arynews: July 2000
? asiandiplomacy: last February
? asiandiplomacy: February
? dayfr: Thursday
? dayfr: this week
? dayfr: 1961
? dayfr: Wednesday
? dayfr: 2018
? dayfr: Wednesday morning
? dayfr: 24 years to the day
? realtimeindia: Friday
? realtimeindia: Wednesday
? westsidepeople: February this year
? westsidepeople: September last year
? westsidepeople: Thursday
`,
		"source:asiandiplomacy": `
? asiandiplomacy: last February
? asiandiplomacy: February
`,
		"dogs": `
? dayfr: 2018
? westsidepeople: Thursday
`,
		"bitcoin": "\n",
	} {
		q, err := s.Read(topic)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Timeline(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), printMoments(got)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", topic, diff)
		}
	}
}

// Days come in order, whatever the order of articles; what is not certain last.
func TestTimelineOrder(t *testing.T) {
	c := newCorpus(t, map[string]string{
		"a": "It ended on 3 May 2021. It was in June.",
		"b": "It began on 1 May 2021. It hurt on 3 May 2021.",
	})
	s := newService(t, c, Config{})
	got, err := s.Timeline(t.Context(), Question{})
	if err != nil {
		t.Fatal(err)
	}
	const want = "2021-05-01 b: 1 May 2021\n2021-05-03 a: 3 May 2021\n2021-05-03 b: 3 May 2021\n? a: June\n"
	if diff := cmp.Diff(want, printMoments(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	s.search = failing{s.search.(*retrieval.Index)}
	q, err := s.Read("began")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Timeline(t.Context(), q); err == nil || errors.Is(err, t.Context().Err()) {
		t.Errorf("error %v, want the searcher's", err)
	}
}
