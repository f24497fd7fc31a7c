package bot

import (
	"strings"
	"unicode/utf8"
)

// Escape returns text as Discord markdown that shows exactly the text on one
// line: no formatting, link, mention, emoji or timestamp comes of it. Characters
// that show nothing but change how others are read are left out, as [visible]
// says, and white space around the text.
func Escape(text string) string { return escape(strings.TrimSpace(visible(text)), true) }

// escape escapes visible text. Some characters mean something only at the start
// of a line.
func escape(text string, lineStart bool) string {
	var b strings.Builder
	b.Grow(len(text) + len(text)/16)
	for i, r := range text {
		if special(r) || r == ':' && !strings.HasPrefix(text[i+1:], " ") || lineStart && opensList(text[:i], r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// special reports whether a character has a meaning wherever it stands. A
// backslash before anything but a letter, a digit or white space shows the
// character alone.
func special(r rune) bool { return strings.ContainsRune("\\*_~`|<>[]()@#", r) }

// opensList reports whether r behind before, the line so far, would begin a list
// or small print: "-", "+" or "1.".
func opensList(before string, r rune) bool {
	before = strings.TrimLeft(before, " ")
	switch r {
	case '-', '+':
		return before == ""
	case '.':
		return before != "" && strings.Trim(before, "0123456789") == ""
	}
	return false
}

// visible returns text on one line without what cannot be seen but deceives:
// control characters, marks that turn the direction of text, zero-width
// characters (the joiners that scripts and emoji need excepted), tags.
// CVE-2021-42574 shows what the direction marks can do.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f':
			return ' '
		case r < 0x20, r >= 0x7f && r < 0xa0,
			r == '\u200b', r == '\u200e', r == '\u200f', r == '\u061c',
			r >= '\u202a' && r <= '\u202e',
			r >= '\u2060' && r <= '\u2069',
			r == '\ufeff',
			r >= 0xe0000 && r <= 0xe007f:
			return -1
		}
		return r
	}, text)
}

// reads returns what a reader sees of text in which every character with a
// meaning has a backslash and words may be in bold.
func reads(markdown string) string {
	var b strings.Builder
	b.Grow(len(markdown))
	for i := 0; i < len(markdown); i++ {
		switch {
		case markdown[i] == '\\' && i+1 < len(markdown):
			i++
		case strings.HasPrefix(markdown[i:], "**"):
			i++
			continue
		}
		b.WriteByte(markdown[i])
	}
	return b.String()
}

// truncate cuts text to at most n characters, the last of them an ellipsis if
// anything was cut.
func truncate(text string, n int) string {
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	return string([]rune(text)[:n-1]) + "…"
}
