package answer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"summitbot/corpus"
)

// An encoded answer is one JSON object without white space. JSON, because an
// operator can read it in redis-cli; what it costs against a binary form is
// measured in the cache's benchmarks and small beside a round trip.
//
//	{"v":3,                                           version of this format
//	 "corpus":"0c5f0a6b1d2e3f40",                     first 16 characters of Corpus.Hash
//	 "verdict":"quoted",
//	 "miss":"nowhere",                                only without quotes
//	 "quotes":[{"text":{"article":"dayfr","start":812,"end":1022},
//	            "speaker":{"article":"dayfr","start":840,"end":848},
//	            "as_printed":true,"headline":true}],
//	 "nearest":[],                                    quotes of the same form
//	 "points":[{"kind":"number","differ":true,
//	            "values":[{"text":{"article":"dayfr","start":210,"end":218},
//	                       "evidence":[{"article":"dayfr","start":0,"end":219}]}]}],
//	 "readings":[{"asked":1,"words":2,"read":["Seoul"],"why":"name"}],
//	 "missing":[3],
//	 "found":[1],
//	 "articles":4,
//	 "undated":1,
//	 "nothing_in":["realtimeindia"]}
//
// A member that is empty, zero or false is left out. Reasons:
//
//   - A quote is an article's id and a range of bytes. Its text is made again by
//     corpus, so a value can never show a sentence that nobody printed.
//   - The hash, because the same range of another corpus is another sentence.
//   - A word of the question is its place in the question, so no text of a
//     question lies in a cache.
//   - Unknown members are refused: a value with a member that this program does
//     not know is an answer that it would show only in part. A new member is a
//     new version.
//
// An answer with three quotes, one of them with a speaker, is just under 400 bytes.
// Each sentence of a point's evidence adds about 50.

// encodeVersion is the version of the format that Encode writes and the only
// one that Decode reads.
const encodeVersion = 3

// maxEncoded bounds what Decode looks at, in bytes: more than a hundred times an
// answer with three quotes, and little enough that a foreign value costs no memory.
const maxEncoded = 64 << 10

type wireAnswer struct {
	Version   int           `json:"v"`
	Corpus    string        `json:"corpus"`
	Verdict   Verdict       `json:"verdict"`
	Miss      Miss          `json:"miss,omitempty"`
	Quotes    []wireQuote   `json:"quotes,omitempty"`
	Nearest   []wireQuote   `json:"nearest,omitempty"`
	Points    []wirePoint   `json:"points,omitempty"`
	Readings  []wireReading `json:"readings,omitempty"`
	Missing   []int         `json:"missing,omitempty"`
	Found     []int         `json:"found,omitempty"`
	Articles  int           `json:"articles,omitempty"`
	Undated   int           `json:"undated,omitempty"`
	NothingIn []string      `json:"nothing_in,omitempty"`
}

type wireQuote struct {
	Text      wireSpan  `json:"text"`
	Speaker   *wireSpan `json:"speaker,omitempty"`
	AsPrinted bool      `json:"as_printed,omitempty"`
	Headline  bool      `json:"headline,omitempty"`
}

type wirePoint struct {
	Kind   PointKind   `json:"kind"`
	Differ bool        `json:"differ,omitempty"`
	Values []wireValue `json:"values"`
}

type wireValue struct {
	Text     wireSpan   `json:"text"`
	Evidence []wireSpan `json:"evidence"`
}

type wireSpan struct {
	Article string `json:"article"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
}

type wireReading struct {
	Asked int      `json:"asked"`
	Words int      `json:"words,omitempty"`
	Read  []string `json:"read,omitempty"`
	Why   string   `json:"why"`
}

// Encode returns a as bytes that [Decode] reads. It is an error if a has no
// corpus, or a quote or an article that is not of its corpus.
func Encode(a *Answer) ([]byte, error) {
	if a.Corpus == nil {
		return nil, errors.New("encode answer: no corpus")
	}
	w := wireAnswer{
		Version: encodeVersion, Corpus: corpusMark(a.Corpus), Verdict: a.Verdict, Miss: a.Miss,
		Missing: a.Missing, Found: a.Found, Articles: a.Articles, Undated: a.Undated,
	}
	var err error
	if w.Quotes, err = encodeQuotes(a.Corpus, a.Quotes); err != nil {
		return nil, err
	}
	if w.Nearest, err = encodeQuotes(a.Corpus, a.Nearest); err != nil {
		return nil, err
	}
	if w.Points, err = encodePoints(a.Corpus, a.Points); err != nil {
		return nil, err
	}
	for _, r := range a.Readings {
		w.Readings = append(w.Readings, wireReading(r))
	}
	for _, article := range a.NothingIn {
		if article == nil || a.Corpus.Article(article.ID()) != article {
			return nil, errors.New("encode answer: an article is not of its corpus")
		}
		w.NothingIn = append(w.NothingIn, article.ID())
	}
	if err := w.check(); err != nil {
		return nil, fmt.Errorf("encode answer: %w", err)
	}
	return json.Marshal(w)
}

// corpusMark returns what an encoded answer says of its corpus.
func corpusMark(c *corpus.Corpus) string { return c.Hash()[:16] }

func encodeQuotes(c *corpus.Corpus, quotes []Quote) ([]wireQuote, error) {
	var out []wireQuote
	for _, q := range quotes {
		text, err := encodeSpan(c, q.Excerpt)
		if err != nil {
			return nil, err
		}
		w := wireQuote{Text: text, AsPrinted: q.AsPrinted, Headline: q.Headline}
		if q.Speaker != (corpus.Excerpt{}) {
			speaker, err := encodeSpan(c, q.Speaker)
			if err != nil {
				return nil, err
			}
			w.Speaker = &speaker
		}
		out = append(out, w)
	}
	return out, nil
}

func encodePoints(c *corpus.Corpus, points []Point) ([]wirePoint, error) {
	var out []wirePoint
	for _, p := range points {
		w := wirePoint{Kind: p.Kind, Differ: p.Differ}
		for _, v := range p.Values {
			text, err := encodeSpan(c, v.Text)
			if err != nil {
				return nil, err
			}
			value := wireValue{Text: text}
			for _, e := range v.Evidence {
				span, err := encodeSpan(c, e)
				if err != nil {
					return nil, err
				}
				value.Evidence = append(value.Evidence, span)
			}
			w.Values = append(w.Values, value)
		}
		out = append(out, w)
	}
	return out, nil
}

func encodeSpan(c *corpus.Corpus, e corpus.Excerpt) (wireSpan, error) {
	article := e.Article()
	if article == nil || c.Article(article.ID()) != article {
		return wireSpan{}, errors.New("encode answer: a quote is not of its corpus")
	}
	start, end := e.Span()
	return wireSpan{article.ID(), start, end}, nil
}

// Decode returns the answer that [Encode] made data of. Its quotes are excerpts
// of c. It is an error if data is longer than 64 KiB, of another version or
// another corpus, names an article or a range that c does not have, or has
// anything behind the answer.
func Decode(c *corpus.Corpus, data []byte) (*Answer, error) {
	w, err := readWire(c, data)
	if err != nil {
		return nil, fmt.Errorf("decode answer: %w", err)
	}
	a := &Answer{Verdict: w.Verdict, Miss: w.Miss, Missing: w.Missing, Found: w.Found, Articles: w.Articles, Undated: w.Undated, Corpus: c}
	if a.Quotes, err = decodeQuotes(c, w.Quotes); err != nil {
		return nil, fmt.Errorf("decode answer: %w", err)
	}
	if a.Nearest, err = decodeQuotes(c, w.Nearest); err != nil {
		return nil, fmt.Errorf("decode answer: %w", err)
	}
	if a.Points, err = decodePoints(c, w.Points); err != nil {
		return nil, fmt.Errorf("decode answer: %w", err)
	}
	for _, r := range w.Readings {
		a.Readings = append(a.Readings, Reading(r))
	}
	for _, id := range w.NothingIn {
		article := c.Article(id)
		if article == nil {
			return nil, fmt.Errorf("decode answer: no article %q", id)
		}
		a.NothingIn = append(a.NothingIn, article)
	}
	return a, nil
}

// readWire parses data and checks what can be checked without the articles.
func readWire(c *corpus.Corpus, data []byte) (wireAnswer, error) {
	var w wireAnswer
	if len(data) > maxEncoded {
		return w, fmt.Errorf("%d bytes are more than %d", len(data), maxEncoded)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&w); err != nil {
		return w, err
	}
	if _, err := d.Token(); err != io.EOF {
		return w, errors.New("something stands behind the answer")
	}
	if w.Version != encodeVersion {
		return w, fmt.Errorf("version %d is not %d", w.Version, encodeVersion)
	}
	if w.Corpus != corpusMark(c) {
		return w, fmt.Errorf("corpus %q is not %q", w.Corpus, corpusMark(c))
	}
	return w, w.check()
}

// check reports what no answer can be.
func (w *wireAnswer) check() error {
	switch {
	case w.Verdict != Quoted && w.Verdict != NotCovered:
		return fmt.Errorf("unknown verdict %q", w.Verdict)
	case w.Miss != "" && !slices.Contains(Misses(), w.Miss) || w.Verdict == Quoted && w.Miss != "":
		return fmt.Errorf("verdict %s with the miss %q", w.Verdict, w.Miss)
	case (w.Verdict == Quoted) != (len(w.Quotes) > 0):
		return fmt.Errorf("verdict %s with %d quotes", w.Verdict, len(w.Quotes))
	case w.Verdict == Quoted && len(w.Nearest) > 0:
		return errors.New("quotes that answer and nearest ones")
	case w.Verdict != Quoted && len(w.Points) > 0:
		return errors.New("points of quotes that are not there")
	case w.Articles < 0 || w.Undated < 0:
		return fmt.Errorf("%d articles, %d without a date", w.Articles, w.Undated)
	}
	for _, place := range slices.Concat(w.Missing, w.Found) {
		if place < 0 {
			return fmt.Errorf("word %d of the question", place)
		}
	}
	for _, p := range w.Points {
		if err := p.check(); err != nil {
			return err
		}
	}
	for _, r := range w.Readings {
		if r.Asked < 0 || r.Words < 0 {
			return fmt.Errorf("word %d of the question", r.Asked)
		}
	}
	return nil
}

// check reports what no point can be.
func (p *wirePoint) check() error {
	if !slices.Contains([]PointKind{Spelling, Number, Date, Name, Title}, p.Kind) {
		return fmt.Errorf("unknown kind of point %q", p.Kind)
	}
	if len(p.Values) < 2 {
		return fmt.Errorf("a point with %d values", len(p.Values))
	}
	for _, v := range p.Values {
		if len(v.Evidence) == 0 {
			return errors.New("a value without evidence")
		}
	}
	return nil
}

func decodePoints(c *corpus.Corpus, points []wirePoint) ([]Point, error) {
	var out []Point
	for _, w := range points {
		p := Point{Kind: w.Kind, Differ: w.Differ}
		for _, wv := range w.Values {
			text, err := c.Excerpt(wv.Text.Article, wv.Text.Start, wv.Text.End)
			if err != nil {
				return nil, err
			}
			v := Value{Text: text}
			for _, span := range wv.Evidence {
				e, err := c.Excerpt(span.Article, span.Start, span.End)
				if err != nil {
					return nil, err
				}
				v.Evidence = append(v.Evidence, e)
			}
			p.Values = append(p.Values, v)
		}
		out = append(out, p)
	}
	return out, nil
}

func decodeQuotes(c *corpus.Corpus, quotes []wireQuote) ([]Quote, error) {
	var out []Quote
	for _, w := range quotes {
		q := Quote{AsPrinted: w.AsPrinted, Headline: w.Headline}
		var err error
		if q.Excerpt, err = c.Excerpt(w.Text.Article, w.Text.Start, w.Text.End); err != nil {
			return nil, err
		}
		if w.Speaker != nil {
			if q.Speaker, err = c.Excerpt(w.Speaker.Article, w.Speaker.Start, w.Speaker.End); err != nil {
				return nil, err
			}
		}
		out = append(out, q)
	}
	return out, nil
}
