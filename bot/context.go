package bot

import (
	"summitbot/corpus"
)

// surround fills in the sentences before and after a quote, as printed and cut at a
// clause, in words that say which they are. The error is as of [faithful].
func (q *quote) surround(l language, e corpus.Excerpt) error {
	sentences := e.Article().Sentences()
	at := sentenceOf(e)
	if at < 0 {
		return nil
	}
	show := func(i int, what phrase) (string, error) {
		if i < 0 || i >= len(sentences) {
			return "", nil
		}
		whole := sentences[i].Excerpt()
		short := clause(whole, maxContext)
		text := escape(visible(short.Text()), true)
		if err := faithful(short, text); err != nil {
			return "", err
		}
		text = l.say(what, text)
		if short != whole {
			text += " …"
		}
		return text, nil
	}
	var err error
	if q.before, err = show(at-1, answerPhrases.before); err != nil {
		return err
	}
	q.after, err = show(at+1, answerPhrases.after)
	return err
}

// sentenceOf returns the index of the sentence that begins where an excerpt does,
// -1 if none does.
func sentenceOf(e corpus.Excerpt) int {
	at, _ := e.Span()
	for _, s := range e.Article().Sentences() {
		if start, _ := s.Excerpt().Span(); start == at {
			return s.Index()
		}
	}
	return -1
}
