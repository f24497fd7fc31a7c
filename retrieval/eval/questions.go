package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Judged is a question with the sentences that answer it, one line of a
// question set.
type Judged struct {
	ID         string     `json:"id"`
	Question   string     `json:"question"` // as typed
	Type       string     `json:"type"`     // who, when, where …
	Style      string     `json:"style"`    // lexical, paraphrase, typo …
	Answerable bool       `json:"answerable"`
	Answer     string     `json:"answer"` // for the reader, never compared
	Gold       []Judgment `json:"gold"`   // each answers alone; none if not answerable
	Note       string     `json:"note"`   // of an unanswerable one: "near miss: …"
}

// A Judgment is a sentence that answers a question.
type Judgment struct {
	Article  string `json:"article"` // id
	Sentence string `json:"sentence"`
}

// ReadQuestions reads a question set, one JSON object a line. Name is the
// file's, for errors, which say file:line. Empty lines are passed over.
func ReadQuestions(name string, r io.Reader) ([]Judged, error) {
	var qs []Judged
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var q Judged
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		if q.Question == "" || q.Answerable != (len(q.Gold) > 0) {
			return nil, fmt.Errorf("%s:%d: a question needs a text, and gold sentences exactly if it is answerable", name, n)
		}
		qs = append(qs, q)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(qs) == 0 {
		return nil, fmt.Errorf("%s: no questions", name)
	}
	return qs, nil
}

// A Reply is what a person was shown for a question.
type Reply struct {
	Abstained bool   // the coverage was said not to answer; Shown is then not looked at
	Miss      string // if Abstained: in which form that was said
	Shown     []Shown
}

// A Shown is an excerpt as shown, with the body of the article it is said to be of.
type Shown struct{ Article, Body, Text string }

// maxShown is the length in characters from which an excerpt is a page.
const maxShown = 700

// Counts reports whether the excerpt holds the whole of a judged sentence of its
// article, white space normalised, and is no page.
func (s Shown) Counts(gold []Judgment) bool {
	if utf8.RuneCountInString(s.Text) > maxShown {
		return false
	}
	text := squeeze(s.Text)
	return slices.ContainsFunc(gold, func(g Judgment) bool {
		return g.Article == s.Article && strings.Contains(text, squeeze(g.Sentence))
	})
}

// squeeze makes one space of every run of white space, no-break space included.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// Figures are the quality of the replies to some questions. A share of nothing
// is 0.
type Figures struct {
	Questions        int     `json:"questions"`
	Answerable       int     `json:"answerable"`
	Top1             float64 `json:"top1"`              // of the answerable: the first excerpt counts
	MRR5             float64 `json:"mrr5"`              // mean of 1/rank of the first that counts among five
	Recall3          float64 `json:"recall3"`           // of the answerable: one of the first three counts
	Precision        float64 `json:"precision"`         // of the abstentions: the question is unanswerable
	Recall           float64 `json:"recall"`            // of the unanswerable: abstained
	F1               float64 `json:"f1"`                // 2PR/(P+R)
	WrongAbstentions float64 `json:"wrong_abstentions"` // of the answerable: abstained
	Excerpts         int     `json:"excerpts"`          // shown in all
	Verbatim         float64 `json:"verbatim"`          // of the excerpts: exact part of its article
	MeanLength       float64 `json:"mean_length"`       // of an excerpt, in characters
}

// A Group is the figures of the questions that have something in common.
type Group struct {
	Name string `json:"name"`
	Figures
	Misses map[string]int `json:"misses,omitempty"` // of the unanswerable, abstained: how many by form
}

// Measure returns the figures of all questions, of each style, and of the
// unanswerable ones by reason; within a kind of group in alphabetical order.
// Replies are in the order of the questions.
func Measure(qs []Judged, replies []Reply) []Group {
	var groups []Group
	add := func(name string, in func(Judged) bool) {
		groups = append(groups, Group{name, figures(qs, replies, in), misses(qs, replies, in)})
	}
	add("all", func(Judged) bool { return true })
	for _, name := range names(qs, func(q Judged) string { return q.Style }) {
		add("style "+name, func(q Judged) bool { return q.Style == name })
	}
	for _, name := range names(qs, reason) {
		add(unanswerable+name, func(q Judged) bool { return reason(q) == name })
	}
	return groups
}

// unanswerable begins the name of a group of questions without an answer.
const unanswerable = "unanswerable: "

// misses counts the forms in which unanswerable questions that in lets through
// were refused; nil if none was.
func misses(qs []Judged, replies []Reply, in func(Judged) bool) map[string]int {
	var n map[string]int
	for i, q := range qs {
		if !in(q) || q.Answerable || !replies[i].Abstained {
			continue
		}
		if n == nil {
			n = map[string]int{}
		}
		n[replies[i].Miss]++
	}
	return n
}

// reason returns why a question cannot be answered: what its note starts with.
func reason(q Judged) string {
	if q.Answerable {
		return ""
	}
	before, _, _ := strings.Cut(q.Note, ":")
	return before
}

func names(qs []Judged, of func(Judged) string) []string {
	var ns []string
	for _, q := range qs {
		if n := of(q); n != "" && !slices.Contains(ns, n) {
			ns = append(ns, n)
		}
	}
	slices.Sort(ns)
	return ns
}

// figures measures the questions that in lets through.
func figures(qs []Judged, replies []Reply, in func(Judged) bool) Figures {
	var f Figures
	var first, three, reciprocal, abstained, right, wrong, verbatim, length float64
	for i, q := range qs {
		if !in(q) {
			continue
		}
		r := replies[i]
		f.Questions++
		if q.Answerable {
			f.Answerable++
		}
		if r.Abstained {
			abstained++
			if q.Answerable {
				wrong++
			} else {
				right++
			}
			continue
		}
		for _, s := range r.Shown {
			f.Excerpts++
			length += float64(utf8.RuneCountInString(s.Text))
			if strings.Contains(s.Body, s.Text) {
				verbatim++
			}
		}
		switch rank := 1 + slices.IndexFunc(r.Shown, func(s Shown) bool { return s.Counts(q.Gold) }); {
		case rank == 1:
			first++
			fallthrough
		case rank == 2, rank == 3:
			three++
			fallthrough
		case rank == 4, rank == 5:
			reciprocal += 1 / float64(rank)
		}
	}
	f.Top1 = share(first, f.Answerable)
	f.MRR5 = share(reciprocal, f.Answerable)
	f.Recall3 = share(three, f.Answerable)
	f.WrongAbstentions = share(wrong, f.Answerable)
	f.Recall = share(right, f.Questions-f.Answerable)
	if abstained > 0 {
		f.Precision = right / abstained
	}
	if f.Precision+f.Recall > 0 {
		f.F1 = 2 * f.Precision * f.Recall / (f.Precision + f.Recall)
	}
	f.Verbatim = share(verbatim, f.Excerpts)
	f.MeanLength = share(length, f.Excerpts)
	return f
}

func share(part float64, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return part / float64(whole)
}
