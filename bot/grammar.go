package bot

import (
	"strings"
	"time"

	"summitbot/corpus"
)

// and joins words as in "a, b and c".
func (l language) and(words []string) string {
	return l.list(words, l.say(answerPhrases.and))
}

// or joins words as in "a, b or c".
func (l language) or(words []string) string {
	return l.list(words, l.say(answerPhrases.or))
}

// list joins words, a conjunction before the last. In Spanish "y" is "e" before an
// i and "o" is "u" before an o.
func (l language) list(words []string, conjunction string) string {
	if l == es && len(words) > 1 {
		last := strings.ToLower(strings.TrimLeft(words[len(words)-1], "*`“"))
		sound := strings.TrimPrefix(last, "h")
		switch {
		case conjunction == "y" && strings.HasPrefix(sound, "i") && !strings.HasPrefix(sound, "ie"):
			conjunction = "e"
		case conjunction == "o" && strings.HasPrefix(sound, "o"):
			conjunction = "u"
		}
	}
	return list(words, conjunction)
}

// list joins words as in "a, b and c".
func list(words []string, and string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + and + " " + words[last]
}

// date returns the date of an article as a reader writes it: "21 June 2024",
// "updated 21 June 2024", or "date unknown".
func (l language) date(d corpus.Date) string {
	if d.Day == "" {
		return l.say(answerPhrases.dateUnknown)
	}
	if d.Kind == corpus.Updated {
		return l.say(answerPhrases.updated, l.day(d.Day))
	}
	return l.day(d.Day)
}

// day returns a day such as "2024-06-21" as a reader writes it: "21 June 2024".
func (l language) day(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day // unreachable: corpus checks dates
	}
	return l.say(answerPhrases.date, t.Day(), l.say(answerPhrases.months[t.Month()-1]), t.Year())
}
