package localdiscord

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// inline writes s with the marks that stand inside a line. Inside the label of
// a link (link is true) no other link begins.
func (w *markdownWriter) inline(s string, link bool) {
	plain := 0 // s[plain:i] is text, not yet written
	for i := 0; i < len(s); {
		n, write := w.span(s, i, link)
		if n == 0 {
			i++
			continue
		}
		w.text(s[plain:i])
		write()
		i += n
		plain = i
	}
	w.text(s[plain:])
}

// span returns the length of the marked stretch that begins at s[i], and what
// writes it. The length is 0 if the character at i is only itself.
func (w *markdownWriter) span(s string, i int, link bool) (int, func()) {
	rest := s[i:]
	switch s[i] {
	case '\\':
		return w.escaped(rest)
	case '`':
		return w.inlineCode(rest)
	case '*', '~', '|', '_':
		return w.emphasis(s, i, link)
	case '@':
		return w.everyone(rest)
	case '<':
		if n, write := w.reference(rest); n > 0 {
			return n, write
		}
		if !link {
			return w.autolink(rest)
		}
	case '[':
		if !link {
			return w.maskedLink(rest)
		}
	case 'h':
		if !link && (i == 0 || !isWord(s[i-1])) {
			return w.bareLink(rest)
		}
	}
	return 0, nil
}

// isWord reports whether c is a letter, digit or underscore of ASCII, or part
// of a character outside ASCII.
func isWord(c byte) bool {
	return c == '_' || c >= utf8.RuneSelf || isAlnum(rune(c))
}

func isAlnum(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// escaped handles a backslash: before anything but a letter, a digit or white
// space it makes that character plain text and vanishes.
func (w *markdownWriter) escaped(s string) (int, func()) {
	n := escapeLen(s)
	if n == 0 {
		return 0, nil
	}
	return n, func() { w.text(s[1:n]) }
}

// escapeLen returns the length of the escaped character that s begins with,
// backslash included, or 0 if s does not begin with one.
func escapeLen(s string) int {
	if s[0] != '\\' || len(s) == 1 {
		return 0
	}
	r, size := utf8.DecodeRuneInString(s[1:])
	if isAlnum(r) || unicode.IsSpace(r) {
		return 0
	}
	return 1 + size
}

// inlineCode handles a run of backticks; the same number of them closes it.
func (w *markdownWriter) inlineCode(s string) (int, func()) {
	ticks := len(s) - len(strings.TrimLeft(s, "`"))
	for i := ticks; i < len(s); i++ {
		if s[i] != '`' {
			continue
		}
		run := len(s[i:]) - len(strings.TrimLeft(s[i:], "`"))
		if run == ticks {
			code := s[ticks:i]
			// A space keeps a backtick of the code apart from those around it.
			if strings.HasPrefix(strings.TrimLeft(code, " "), "`") {
				code = strings.TrimPrefix(code, " ")
			}
			if strings.HasSuffix(strings.TrimRight(code, " "), "`") {
				code = strings.TrimSuffix(code, " ")
			}
			return i + ticks, func() { w.element("code", func() { w.text(code) }) }
		}
		i += run - 1
	}
	return ticks, func() { w.text(s[:ticks]) }
}

// The paired marks and the tags they become. Of two marks that begin alike the
// longer stands first.
var pairs = []struct{ mark, open string }{
	{"**", "strong"},
	{"*", "em"},
	{"__", "u"},
	{"_", "em"},
	{"~~", "s"},
	{"||", `span class="spoiler" role="button" tabindex="0" aria-expanded="false"`},
}

// emphasis handles a paired mark at s[i].
func (w *markdownWriter) emphasis(s string, i int, link bool) (int, func()) {
	for _, p := range pairs {
		if !strings.HasPrefix(s[i:], p.mark) {
			continue
		}
		// snake_case_names are not emphasis.
		if p.mark == "_" && i > 0 && isWord(s[i-1]) {
			continue
		}
		body := closing(s[i+len(p.mark):], p.mark)
		if body == 0 {
			continue
		}
		inner := s[i+len(p.mark):][:body]
		if strings.Trim(inner, p.mark) == "" { // a row of stars is a row of stars
			continue
		}
		return body + 2*len(p.mark), func() {
			w.element(p.open, func() { w.inline(inner, link) })
		}
	}
	return 0, nil
}

// closing returns the length of the text before the mark that closes s, or 0
// if none does.
func closing(s, mark string) int {
	single := len(mark) == 1
	if single && (s == "" || unicode.IsSpace(rune(s[0]))) {
		return 0
	}
	for i := 0; i < len(s); i++ {
		if n := escapeLen(s[i:]); n > 0 {
			i += n - 1
			continue
		}
		if !strings.HasPrefix(s[i:], mark) {
			continue
		}
		after := s[i+len(mark):]
		switch {
		case single && strings.HasPrefix(after, mark): // two of them are another mark
			i++
		case i == 0:
		case mark == "*" && unicode.IsSpace(rune(s[i-1])):
		case mark == "_" && after != "" && isWord(after[0]):
		case (mark == "**" || mark == "__") && strings.HasPrefix(after, mark[:1]): // ***: the last two close
		default:
			return i
		}
	}
	return 0
}

// everyone handles @everyone and @here. They are text unless they notify.
func (w *markdownWriter) everyone(s string) (int, func()) {
	for _, name := range []string{"everyone", "here"} {
		if strings.HasPrefix(s[1:], name) && w.pings[name] {
			return 1 + len(name), func() { w.pill("@"+name, true) }
		}
	}
	return 0, nil
}

// The references that stand between angle brackets.
var (
	mentionRef = regexp.MustCompile(`^<(@!?|@&|#)([0-9]{1,20})>`)
	commandRef = regexp.MustCompile(`^</([-_ \p{L}\p{N}]{1,98}):([0-9]{1,20})>`)
	emojiRef   = regexp.MustCompile(`^<a?:([A-Za-z0-9_]{1,32}):[0-9]{1,20}>`)
	timeRef    = regexp.MustCompile(`^<t:(-?[0-9]{1,11})(?::([tTdDfFR]))?>`)
)

// reference handles mentions, custom emoji and timestamps.
func (w *markdownWriter) reference(s string) (int, func()) {
	if m := mentionRef.FindStringSubmatch(s); m != nil {
		sigil, name := m[1][:1], w.names[m[2]]
		if name == "" {
			name = "unknown"
		}
		return len(m[0]), func() { w.pill(sigil+name, w.pings[m[2]]) }
	}
	if m := commandRef.FindStringSubmatch(s); m != nil {
		return len(m[0]), func() { w.pill("/"+m[1], false) }
	}
	if m := emojiRef.FindStringSubmatch(s); m != nil {
		// The picture lies on Discord's servers; its name has to do.
		return len(m[0]), func() { w.text(":" + m[1] + ":") }
	}
	if m := timeRef.FindStringSubmatch(s); m != nil {
		seconds, err := strconv.ParseInt(m[1], 10, 64)
		if err != nil {
			return 0, nil
		}
		return len(m[0]), func() { w.timestamp(time.Unix(seconds, 0).UTC(), m[2]) }
	}
	return 0, nil
}

// pill writes a mention, marked if it notifies somebody.
func (w *markdownWriter) pill(label string, pings bool) {
	if !pings {
		w.element(`span class="mention"`, func() { w.text(label) })
		return
	}
	w.element(`span class="mention pings"`, func() {
		w.text(label)
		w.element(`span class="ping"`, func() { w.text("pings") })
	})
}

// timeLayouts are the styles of a timestamp, in UTC because the page cannot
// know whose clock a test reads.
var timeLayouts = map[string]string{
	"t": "15:04", "T": "15:04:05",
	"d": "02/01/2006", "D": "2 January 2006",
	"": "2 January 2006 15:04", "f": "2 January 2006 15:04", "F": "Monday, 2 January 2006 15:04",
}

func (w *markdownWriter) timestamp(t time.Time, style string) {
	label := relative(t.Sub(w.now))
	if style != "R" {
		label = t.Format(timeLayouts[style])
	}
	open := fmt.Sprintf(`time datetime="%s" title="%s"`, t.Format(time.RFC3339), t.Format(timeLayouts["F"]+" UTC"))
	w.element(open, func() { w.text(label) })
}

// relative says how far away a moment is: "in 5 minutes", "2 days ago".
func relative(d time.Duration) string {
	units := []struct {
		name string
		size time.Duration
	}{
		{"year", 365 * 24 * time.Hour}, {"month", 30 * 24 * time.Hour}, {"day", 24 * time.Hour},
		{"hour", time.Hour}, {"minute", time.Minute}, {"second", time.Second},
	}
	for _, u := range units {
		n := int64(d.Abs() / u.size)
		if n == 0 {
			continue
		}
		name := u.name
		if n > 1 {
			name += "s"
		}
		if d < 0 {
			return fmt.Sprintf("%d %s ago", n, name)
		}
		return fmt.Sprintf("in %d %s", n, name)
	}
	return "now"
}

// autolink handles <https://…>.
func (w *markdownWriter) autolink(s string) (int, func()) {
	end := strings.IndexAny(s, "> \n")
	if end < 0 || s[end] != '>' || !isWebURL(s[1:end]) {
		return 0, nil
	}
	return end + 1, func() { w.link(s[1:end], func() { w.text(s[1:end]) }) }
}

// bareLink handles an address that stands in the text, without the
// punctuation behind it.
func (w *markdownWriter) bareLink(s string) (int, func()) {
	if !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "https://") {
		return 0, nil
	}
	end := strings.IndexFunc(s, func(r rune) bool { return r == '<' || r == ']' || unicode.IsSpace(r) })
	if end < 0 {
		end = len(s)
	}
	address := s[:end]
	for {
		short := strings.TrimRight(address, `.,:;"'`)
		if strings.Count(short, ")") > strings.Count(short, "(") {
			short = strings.TrimSuffix(short, ")")
		}
		if short == address {
			break
		}
		address = short
	}
	if !isWebURL(address) {
		return 0, nil
	}
	return len(address), func() { w.link(address, func() { w.text(address) }) }
}

// maskedLink handles [label](address), [label](<address>) and
// [label](address "title"); the title is not shown.
func (w *markdownWriter) maskedLink(s string) (int, func()) {
	label, n := linkLabel(s)
	if n == 0 || !strings.HasPrefix(s[n:], "(") {
		return 0, nil
	}
	address, size := linkTarget(s[n+1:])
	// A label that looks like another address would hide where the link leads.
	if size == 0 || !isWebURL(address) || strings.Contains(label, "://") || strings.TrimSpace(label) == "" {
		return 0, nil
	}
	return n + 1 + size, func() { w.link(address, func() { w.inline(label, true) }) }
}

// linkLabel returns the text between the brackets that s begins with and the
// length with them.
func linkLabel(s string) (label string, n int) {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return s[1:i], i + 1
			}
		}
	}
	return "", 0
}

// linkTitle is what may stand between the address of a link and the bracket
// that closes it.
var linkTitle = regexp.MustCompile(`^(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)`)

// linkTarget returns the address that s, the text behind "(", begins with and
// the length up to and with ")".
func linkTarget(s string) (address string, n int) {
	body := strings.TrimLeft(s, " ")
	pointed := strings.HasPrefix(body, "<")
	body = strings.TrimPrefix(body, "<")
	var b strings.Builder
	depth, i := 0, 0
scan:
	for ; i < len(body); i++ {
		if size := escapeLen(body[i:]); size > 0 {
			b.WriteString(body[i+1 : i+size])
			i += size - 1
			continue
		}
		switch c := body[i]; {
		case c == ' ', c == '\n', c == '\t', pointed && c == '>', !pointed && c == ')' && depth == 0:
			break scan
		case c == '(':
			depth++
		case c == ')':
			depth--
		}
		b.WriteByte(body[i])
	}
	if pointed {
		if !strings.HasPrefix(body[i:], ">") {
			return "", 0
		}
		i++
	}
	end := linkTitle.FindString(body[i:])
	if end == "" {
		return "", 0
	}
	return b.String(), len(s) - len(body) + i + len(end)
}

// link writes a link that opens in a new tab. Both words of rel matter: a page
// that could reach its opener does not scroll to a text fragment.
func (w *markdownWriter) link(address string, label func()) {
	w.WriteString(`<a href="`)
	w.text(address)
	w.WriteString(`" target="_blank" rel="noopener noreferrer">`)
	label()
	w.WriteString("</a>")
}

// isWebURL reports whether s is an absolute address of http or https, safe to
// be followed as it stands.
func isWebURL(s string) bool {
	if strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("<>\"\\`", r)
	}) {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}
