package answer

import (
	"strings"

	"summitbot/corpus"
)

// speakers returns whose words the sentences of c are: by sentence, the words
// in which its article names the speaker. Sentences that are nobody's words,
// or whose speaker is not sure, are not in it. Only English is read.
//
// A sentence is somebody's words if it says so ("X said that …", "according to
// X", "X hailed it as “…”"), or if it lies in a quotation that a neighbouring
// sentence gives to somebody. See [attribution] for the patterns and
// [articleReader] for what passes from one sentence to the next.
func speakers(c *corpus.Corpus) map[corpus.Excerpt]corpus.Excerpt {
	all := map[corpus.Excerpt]corpus.Excerpt{}
	for _, a := range c.Articles() {
		if !english(a) {
			continue
		}
		r := articleReader{article: a, quotations: quotations(a)}
		r.read()
		for i, s := range r.sentences {
			if s.speaker != nil {
				all[a.Sentences()[i].Excerpt()] = s.speaker.name
			}
		}
	}
	return all
}

// english reports whether an article is in English.
func english(a *corpus.Article) bool {
	return a.Language() == "en" || strings.HasPrefix(a.Language(), "en-")
}

// attribute names the speakers of an answer's quotes, and marks odd spellings.
func (s *Service) attribute(a *Answer) {
	for _, quotes := range [][]Quote{a.Quotes, a.Nearest} {
		for i, q := range quotes {
			quotes[i].Speaker, quotes[i].AsPrinted = s.speakers[q.Excerpt], s.odd[q.Excerpt]
		}
	}
}

// A speaker is somebody, or some body, as an article names them once.
type speaker struct {
	name    corpus.Excerpt
	nature  nature
	pronoun string // "he" or "she" if that is known, else ""
}

// A spokenSentence is what is known of one sentence.
type spokenSentence struct {
	tokens  []speechToken
	block   int  // the quotation it lies in or ends with, -1 if none
	inside  bool // nothing stands outside quotations
	speaker *speaker
}

// An articleReader finds the speakers of an article, sentence by sentence.
//
// From a sentence to the next there passes:
//
//   - A quotation that goes on over sentences, or over paragraphs that each
//     open it again, has one speaker, named before, behind or inside it.
//   - A further quotation in the paragraph, right behind one that was given to
//     somebody, is that speaker's.
//   - A line that ends "X said:" gives X the quotation of the next paragraph.
//   - "He said" is the speaker before, if that is a person, every sentence since
//     is theirs or names nobody, and not two of them are nobody's words.
//   - A bare last name is that of the speaker before who was named in full.
//
// Everything else is unsure.
type articleReader struct {
	article    *corpus.Article
	quotations []quotation
	sentences  []spokenSentence
	byBlock    map[int]*speaker
	last       *speaker // who spoke last
	lastAt     int      // the sentence in which
	colon      bool     // the sentence before ends "X said:"
}

// read fills in r.sentences.
func (r *articleReader) read() {
	r.byBlock = map[int]*speaker{}
	paragraph := -1
	for i, s := range r.article.Sentences() {
		e := s.Excerpt()
		start, end := e.Span()
		one := spokenSentence{tokens: speechTokens(r.article.Body(), start, end, r.quotations), block: -1, inside: true}
		for _, t := range one.tokens {
			switch t.kind {
			case quotedToken:
				one.block = t.block
			case wordToken:
				one.inside = false
			}
		}
		r.sentences = append(r.sentences, one)
		r.decide(i, s.Paragraph() == paragraph)
		paragraph = s.Paragraph()
	}
	for i, s := range r.sentences { // those before the words that name the speaker
		if s.inside && s.block >= 0 && s.speaker == nil {
			r.sentences[i].speaker = r.byBlock[s.block]
		}
	}
}

// decide finds the speaker of sentence i. Joined tells that it is not the first
// of its paragraph.
func (r *articleReader) decide(i int, joined bool) {
	s := &r.sentences[i]
	colon := r.colon
	r.colon = false
	if s.inside {
		switch {
		case s.block < 0:
			return
		case r.byBlock[s.block] != nil:
			s.speaker = r.byBlock[s.block]
		case i > 0 && r.last != nil && r.lastAt == i-1 && (joined && r.sentences[i-1].block >= 0 || !joined && colon):
			s.speaker = r.last
		default:
			return
		}
	} else {
		at, ok := attribution(s.tokens)
		if !ok {
			return
		}
		if s.speaker = r.named(i, at); s.speaker == nil {
			return
		}
		r.colon = s.tokens[len(s.tokens)-1].text == ":"
	}
	if s.block >= 0 && r.byBlock[s.block] == nil {
		r.byBlock[s.block] = s.speaker
	}
	r.last, r.lastAt = s.speaker, i
}

// named returns the speaker that an attribution names in sentence i, or nil.
func (r *articleReader) named(i int, at naming) *speaker {
	if at.pronoun != "" {
		return r.resolve(i, at)
	}
	name, err := r.article.Excerpt(at.start, at.end)
	if err != nil || at.end-at.start > maxSpeakerBytes {
		return nil
	}
	if full := r.introduced(name.Text()); full != nil {
		return full
	}
	return &speaker{name: name, nature: at.nature, pronoun: at.gender}
}

// maxSpeakerBytes is how long the name of a speaker may be, with the office; a
// longer one is hardly a name. The longest of the five articles has 47.
const maxSpeakerBytes = 120

// resolve returns whom a pronoun means, or nil if that is not sure.
func (r *articleReader) resolve(i int, at naming) *speaker {
	who := r.last
	switch {
	case who == nil, at.pronoun == "they":
		return nil
	case at.pronoun == "it" && who.nature != aBody, at.pronoun != "it" && who.nature != aHuman:
		return nil
	case who.pronoun != "" && at.pronoun != who.pronoun:
		return nil
	}
	silent := 0
	for j := r.lastAt; j <= i; j++ {
		s := r.sentences[j]
		if s.inside {
			continue
		}
		if j > r.lastAt && j < i {
			silent++
		}
		if silent > 1 || namesOthers(s.tokens, who.name) {
			return nil
		}
	}
	if who.nature == aHuman && who.pronoun == "" {
		who.pronoun = at.pronoun
	}
	return who
}

// introduced returns the one speaker so far whose full name ends in this bare
// last name, or nil if there is none, or if the article has other people of
// that name.
func (r *articleReader) introduced(name string) *speaker {
	if strings.ContainsAny(name, " ,") || !startsUpper(name) {
		return nil
	}
	var full *speaker
	for _, s := range r.sentences {
		if s.speaker == nil || s.speaker == full || s.speaker.nature != aHuman {
			continue
		}
		first, _, _ := strings.Cut(s.speaker.name.Text(), ",")
		if words := strings.Fields(first); len(words) < 2 || words[len(words)-1] != name {
			continue
		}
		if full != nil {
			return nil
		}
		full = s.speaker
	}
	if full == nil {
		return nil
	}
	first, _, _ := strings.Cut(full.name.Text(), ",")
	words := strings.Fields(first)
	before := words[len(words)-2]
	fields := strings.Fields(r.article.Body())
	for i, w := range fields[1:] {
		if bareWord(w) == name && startsUpper(fields[i]) && bareWord(fields[i]) == fields[i] && fields[i] != before && !honorifics.has(strings.ToLower(fields[i])) {
			return nil
		}
	}
	return full
}

// namesOthers reports whether a sentence names, outside quotations, anybody but
// the speaker: whether a capital stands where none is needed.
func namesOthers(tokens []speechToken, who corpus.Excerpt) bool {
	own := map[string]bool{}
	for _, w := range strings.Fields(who.Text()) {
		own[bareWord(w)] = true
	}
	for i, t := range tokens {
		if t.kind != wordToken || !startsUpper(t.text) || own[bareWord(t.text)] || calendar.has(t.lower) {
			continue
		}
		if i == 0 || tokens[i-1].kind == quotedToken || tokens[i-1].text == ":" {
			if functionWords.has(t.lower) || openings.has(t.lower) {
				continue
			}
		}
		if i > 0 && placeWords.has(tokens[i-1].lower) {
			continue // in Moscow, the BBC
		}
		return true
	}
	return false
}
