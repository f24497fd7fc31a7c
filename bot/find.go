package bot

import (
	"context"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"summitbot/bot/answer"
)

// mostKnown is how many words of a message that asks nothing are searched.
const mostKnown = 12

// findCommand returns the command of a message's menu.
func (b *Bot) findCommand() command {
	return command{
		Command: Command{Menu: true, Name: askPhrases.find[en], Names: localised(askPhrases.find)},
		do:      b.find,
	}
}

// find answers what a message asks or, if it asks nothing, searches what it is
// about. One of the bot's own is about the question in its first line. The answer
// is for the asker alone, who did not write the message. Nothing of it is recorded:
// the words are somebody else's.
func (b *Bot) find(ctx context.Context, ev Event) Message {
	a := asking{Event: ev, what: askPhrases.searched, private: true, theirs: true}
	l := b.private(ev)
	switch s, _ := b.coverage(ev); {
	case ev.Message == nil:
		return note(l.say(askPhrases.noText))
	case ev.Message.Mine:
		if a.text = questionIn(ev.Message.FirstLine()); a.text == "" {
			return note(l.say(askPhrases.noText))
		}
	default:
		text := searchable(ev.Message.Text)
		if s.Folds(text) == "" {
			return note(l.say(askPhrases.noText))
		}
		if a.text = searched(s, text); a.text == "" {
			return note(l.say(askPhrases.nothingKnown))
		}
	}
	return b.answer(ctx, a)
}

// maxSearched is how many characters of a message are looked at.
const maxSearched = 4000

// Of a message, what is not its author's words: addresses, code blocks and filters
// as they stand in a question, which might forbid what is searched.
var (
	addresses = regexp.MustCompile(`(?i)\b[a-z][a-z0-9+.-]{1,20}://\S+|\bwww\.\S+`)
	filtering = regexp.MustCompile(`(?i)(^|\s)(?:source|since):\S+`)
	markup    = strings.NewReplacer("*", "", "_", " ", "~~", "", "||", " ", "`", " ", ">", " ", "<", " ", "#", " ", "[", " ", "]", " ", "\"", " ", "“", " ", "”", " ", "„", " ", "«", " ", "»", " ")
)

// searchable returns the words of a message, line by line, without Discord's markup.
// Quotation marks go too: what a message quotes is no phrase that articles must have.
func searchable(text string) string {
	if r := []rune(text); len(r) > maxSearched {
		text = string(r[:maxSearched])
	}
	text = addresses.ReplaceAllString(withoutMentions(text), " ")
	text = markup.Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		line = strings.Join(strings.Fields(visible(line)), " ")
		for cut := ""; cut != line; { // what stands around a filter may become one
			cut, line = line, strings.TrimSpace(filtering.ReplaceAllString(line, " "))
		}
		lines[i] = line
	}
	return strings.Join(lines, "\n")
}

// searched returns what to search for in a message, as one could ask: as many of
// its questions as a question may be long or, if none has a word that counts, the
// rarest of its words that the coverage has; "" if it has none.
func searched(s *answer.Service, text string) string {
	asked := ""
	for _, q := range questions(text) {
		if longer := strings.TrimSpace(asked + " " + q); utf8.RuneCountInString(longer) <= answer.MaxQuestion {
			asked = longer
		}
	}
	if q, err := s.Read(asked); err == nil && len(q.Content()) > 0 && !noQuestion(s, asked) {
		return asked
	}
	known := ""
	for _, w := range s.Known(text, mostKnown) {
		if longer := strings.TrimSpace(known + " " + w); utf8.RuneCountInString(longer) <= answer.MaxQuestion {
			known = longer
		}
	}
	return known
}

// questions returns the sentences of a text that end in a question mark. A sentence
// ends at its mark if white space follows, and at a line's end.
func questions(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		start := 0
		for i, r := range line {
			if !strings.ContainsRune(".!?…。！？؟", r) {
				continue
			}
			end := i + utf8.RuneLen(r)
			next, _ := utf8.DecodeRuneInString(line[end:])
			if end < len(line) && !unicode.IsSpace(next) && r < utf8.RuneSelf {
				continue // inside of "U.N." or "?!"
			}
			if sentence := strings.TrimSpace(line[start:end]); strings.ContainsRune("?？؟", r) && sentence != "" {
				all = append(all, sentence)
			}
			start = end
		}
	}
	return all
}
