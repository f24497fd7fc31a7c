package answer

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"summitbot/corpus"
	"summitbot/retrieval"
)

// MaxQuestion is the longest question that is read, in characters.
const MaxQuestion = 300

// A Question is what somebody asks: the text, the filters and the words in it.
type Question struct {
	Text   string // as asked, without filters and without white space around it
	Source string // id of the only article to quote, "" for all
	Since  string // earliest day of an article to quote, as in "2024-06-20"; "" for all
	Words  []Word // in order
}

// A Word is one word of a question.
type Word struct {
	Text    string // as typed
	Exact   string // folded
	Term    string // stemmed
	Content bool   // it says what is asked about; a question word or "the" does not
	Phrase  int    // which phrase in quotation marks it belongs to, from 1; 0 is none
}

// A FilterError is a filter of a question that cannot be followed.
type FilterError struct {
	Name, Value string   // "source", "bbc"
	Want        string   // what the value should be
	Known       []string // values that exist, if they can be listed
}

// Error says which filter, its value and what it should be.
func (e *FilterError) Error() string {
	s := fmt.Sprintf("%s: %q is not %s", e.Name, e.Value, e.Want)
	if len(e.Known) > 0 {
		s += ": known are " + strings.Join(e.Known, ", ")
	}
	return s
}

// Read reads a question as it is typed. Filters stand in the text as
// "source:arynews" and "since:2024-06-20"; a source is an article's id or its
// publisher's name without spaces, in any case. The last filter of a kind wins.
// What stands in quotation marks is a phrase: an answer's passage must have it.
// The error is a [*FilterError].
func Read(c *corpus.Corpus, an *retrieval.Analyzer, text string) (Question, error) {
	var q Question
	kept := make([]string, 0, 16)
	for _, field := range strings.Fields(strings.ToValidUTF8(text, "\uFFFD")) {
		name, value, ok := strings.Cut(field, ":")
		switch name = strings.ToLower(name); {
		case ok && name == "source" && value != "":
			id, err := source(c, value)
			if err != nil {
				return q, err
			}
			q.Source = id
		case ok && name == "since" && value != "":
			day, err := since(value)
			if err != nil {
				return q, err
			}
			q.Since = day
		default:
			kept = append(kept, field)
		}
	}
	q.Text = strings.Join(kept, " ")
	q.Words = words(an, q.Text)
	return q, nil
}

// WithSource returns q asked of one source only, named as in [Read]; ""
// leaves q as it is.
func (q Question) WithSource(c *corpus.Corpus, name string) (Question, error) {
	if name == "" {
		return q, nil
	}
	id, err := source(c, name)
	q.Source = id
	return q, err
}

// WithSince returns q asked of articles from that day on; "" leaves q as it is.
func (q Question) WithSince(day string) (Question, error) {
	if day == "" {
		return q, nil
	}
	day, err := since(day)
	q.Since = day
	return q, err
}

// String returns the question as it could be typed: [Read] makes the same
// question of it.
func (q Question) String() string {
	s := q.Text
	if q.Source != "" {
		s += " source:" + q.Source
	}
	if q.Since != "" {
		s += " since:" + q.Since
	}
	return strings.TrimSpace(s)
}

// filtered reports whether q asks a part of the articles only.
func (q Question) filtered() bool { return q.Source != "" || q.Since != "" }

// allows reports whether the filters let an article be quoted. A date that is
// not known is not later than any day.
func (q Question) allows(a *corpus.Article) bool {
	return (q.Source == "" || a.ID() == q.Source) &&
		(q.Since == "" || a.Date().Day >= q.Since)
}

// undated reports whether the filters would let an article be quoted if its date
// were known.
func (q Question) undated(a *corpus.Article) bool {
	return q.Since != "" && a.Date().Day == "" && (q.Source == "" || a.ID() == q.Source)
}

// Asked returns the words of q that a reading of it is about, as typed.
func (q Question) Asked(r Reading) string {
	s := q.Words[r.Asked].Text
	for _, w := range q.Words[r.Asked+1 : min(len(q.Words), r.Asked+max(r.Words, 1))] {
		s += " " + w.Text
	}
	return s
}

// phrases returns the terms of what q has in quotation marks.
func (q Question) phrases() [][]string {
	var all [][]string
	for _, w := range q.Words {
		if w.Phrase > len(all) {
			all = append(all, nil)
		}
		if w.Phrase > 0 {
			all[w.Phrase-1] = append(all[w.Phrase-1], w.Term)
		}
	}
	return all
}

// Normalised returns what makes two questions the same question: the folded words
// with nothing else, and the filters. It is not for people to read.
func (q Question) Normalised() string {
	var b strings.Builder
	for _, w := range q.Words {
		b.WriteString(w.Exact)
		if w.Content {
			b.WriteByte('+') // "which" may be a question word or what is asked about
		}
		if w.Phrase > 0 {
			fmt.Fprintf(&b, "\"%d", w.Phrase)
		}
		b.WriteByte(' ')
	}
	fmt.Fprintf(&b, "\x00%s\x00%s", q.Source, q.Since)
	return b.String()
}

// source returns the id of the article that name means.
func source(c *corpus.Corpus, name string) (string, error) {
	known := make([]string, 0, len(c.Articles()))
	for _, a := range c.Articles() {
		if strings.EqualFold(name, a.ID()) || strings.EqualFold(name, strings.ReplaceAll(a.Publisher(), " ", "")) ||
			strings.EqualFold(name, a.Publisher()) {
			return a.ID(), nil
		}
		known = append(known, a.ID())
	}
	return "", &FilterError{Name: "source", Value: name, Want: "a source of this coverage", Known: known}
}

func since(day string) (string, error) {
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return "", &FilterError{Name: "since", Value: day, Want: "a day like 2024-06-20"}
	}
	return day, nil
}

// words cuts text into words and tells which say what is asked about.
func words(an *retrieval.Analyzer, text string) []Word {
	tokens := an.Tokens(nil, text)
	ws := make([]Word, len(tokens))
	shouted := len(tokens) > 1 && allUpper(text)
	quoted := quotedRanges(text)
	phrase, last := 0, -1
	for i, t := range tokens {
		typed := text[t.Start:t.End]
		function := functionWords.has(t.Exact) || len(t.Exact) == 1 && !isDigit(t.Exact[0]) ||
			measures.has(t.Exact) && i > 0 && tokens[i-1].Exact == "how" ||
			requests.has(t.Exact) && i == 0 && len(tokens) > 1
		if function && !shouted && len(typed) > 1 && allUpper(typed) {
			function = false // "US" and "WHO" are names, unless all is in capitals
		}
		ws[i] = Word{Text: typed, Exact: t.Exact, Term: t.Term, Content: !function}
		for j, q := range quoted {
			if q[0] <= t.Start && t.End <= q[1] {
				if j != last {
					phrase, last = phrase+1, j
				}
				ws[i].Phrase, ws[i].Content = phrase, true
			}
		}
	}
	return ws
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// quotedRanges returns the byte ranges [start, end) that stand in quotation marks:
// "…", “…”, „…“ or «…». A straight one right behind a digit is inches, and one
// that is never closed is none.
func quotedRanges(text string) (all [][2]int) {
	closing, start := "", 0
	for i, r := range text {
		switch {
		case closing != "" && strings.ContainsRune(closing, r):
			all = append(all, [2]int{start, i})
			closing = ""
		case closing != "":
		case r == '"' && !(i > 0 && '0' <= text[i-1] && text[i-1] <= '9'):
			closing, start = "\"”", i+1
		case r == '“':
			closing, start = "”\"", i+len("“")
		case r == '„':
			closing, start = "“”\"", i+len("„")
		case r == '«':
			closing, start = "»", i+len("«")
		}
	}
	return all
}

// allUpper reports whether no letter of s is small.
func allUpper(s string) bool { return !strings.ContainsFunc(s, unicode.IsLower) }

// Content returns the places of the content words of q, each term once.
func (q Question) Content() []int {
	var places []int
	for i, w := range q.Words {
		if w.Content && !slices.ContainsFunc(places, func(p int) bool { return q.Words[p].Term == w.Term }) {
			places = append(places, i)
		}
	}
	return places
}
