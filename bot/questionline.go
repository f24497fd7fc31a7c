package bot

import "strings"

// The first line of every message that is about a question says who asked what:
//
//	-# ann asked: what did Putin give Kim? source:arynews
//
// A button brings the message back, and the question is read there. So nothing
// before the question has ": " in it but the phrase's own: in a name a backslash
// stands before every colon.

// questionLine returns that line. The question must be visible, on one line, and
// without white space around it; what is a phrase with two values, the second
// behind its only ": ".
func questionLine(l language, what phrase, name, question string) string {
	return "-# " + l.say(what, asker(name), escape(question, false))
}

// asker returns a name as it stands before a question, without ": " in it.
func asker(name string) string {
	return strings.ReplaceAll(Escape(truncate(name, maxAsker)), ": ", "\\: ")
}

// questionIn returns the question in such a line, "" if it has none.
func questionIn(line string) string {
	if !strings.HasPrefix(line, "-# ") {
		return ""
	}
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\':
			i++
		case strings.HasPrefix(line[i:], ": "):
			return reads(line[i+2:])
		}
	}
	return ""
}
