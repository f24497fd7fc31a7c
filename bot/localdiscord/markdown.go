package localdiscord

import (
	"html/template"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A markdown shows text as Discord's client would: the subset of Markdown that
// Discord has, as HTML that holds only tags and attributes written here. Text
// can never become markup, and links lead to http and https only.
//
// Line breaks stay line breaks, so the element around it needs the style
// "white-space: pre-wrap". The zero markdown works; it knows no names.
type markdown struct {
	names map[string]string // what a mention shows, by the id of user, role or channel
	pings map[string]bool   // ids, "everyone" and "here", that the message notifies
	now   time.Time         // "in 5 minutes" is counted from here

	entities map[int][]SelectOption // of a renderer
}

// html returns text as HTML. The tags are balanced whatever the text.
func (m markdown) html(text string) template.HTML {
	w := &markdownWriter{markdown: m}
	w.blocks(cleanText(text), false)
	return template.HTML(w.String())
}

// cleanText returns s as a page can show it: valid UTF-8, "\n" as the only
// line break, and no zero byte, which HTML cannot hold.
func cleanText(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\uFFFD").Replace(s)
}

// A markdownWriter collects the HTML of one text.
type markdownWriter struct {
	markdown
	strings.Builder
}

// text writes s as text.
func (w *markdownWriter) text(s string) { template.HTMLEscape(w, []byte(s)) }

// element writes <open>body</tag>; open is the tag with its attributes.
func (w *markdownWriter) element(open string, body func()) {
	tag, _, _ := strings.Cut(open, " ")
	w.WriteString("<" + open + ">")
	body()
	w.WriteString("</" + tag + ">")
}

// The line shapes that begin a block. A line "> x" is a quote, a bare ">" is not.
var (
	quoteLine   = regexp.MustCompile(`^ *> `)
	quoteRest   = regexp.MustCompile(`^ *>>> `)
	headingLine = regexp.MustCompile(`^ *(#{1,3})[ \t]+(\S.*)$`)
	subtextLine = regexp.MustCompile(`^ *-#[ \t]+(\S.*)$`)
	listLine    = regexp.MustCompile(`^( *)([-*]|[0-9]{1,9}\.) +(\S.*)$`)
	fenceOpen   = regexp.MustCompile("^```(?:[A-Za-z0-9_+.#-]+\n)?\n*")
)

// blocks writes s, a text that begins at the beginning of a line. Quotes do not
// nest: in a quote, another "> " is text.
func (w *markdownWriter) blocks(s string, quoted bool) {
	plain := 0 // s[plain:pos] is text of no block, not yet written
	for pos := 0; pos < len(s); {
		n, write := w.block(s[pos:], quoted)
		begin := pos
		if n == 0 {
			line := lineLen(s[pos:])
			at, size, code := fence(s[pos:], line)
			if size == 0 {
				pos += line
				continue
			}
			begin, n = pos+at, size
			write = func() { w.code(code) }
		}
		w.inline(strings.TrimSuffix(s[plain:begin], "\n"), false)
		write()
		pos = begin + n
		plain = pos
		if s[pos-1] != '\n' && pos < len(s) { // behind a code block, in the middle of a line
			pos += lineLen(s[pos:])
		}
	}
	w.inline(s[plain:], false)
}

// lineLen returns the length of the first line of s with its line break.
func lineLen(s string) int {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		return i + 1
	}
	return len(s)
}

// block returns the length of the block that s begins with, and what writes it.
// The length is 0 if s begins with plain text.
func (w *markdownWriter) block(s string, quoted bool) (int, func()) {
	n := lineLen(s)
	line := strings.TrimSuffix(s[:n], "\n")
	if !quoted {
		if m := quoteRest.FindString(line); m != "" {
			return len(s), func() { w.quote(s[len(m):]) }
		}
		if quoteLine.MatchString(line) {
			return quoteLen(s), func() { w.quote(unquote(s[:quoteLen(s)])) }
		}
	}
	if m := headingLine.FindStringSubmatch(line); m != nil {
		// The page has headings of its own above these: its title and its sections.
		tag := "h" + strconv.Itoa(2+len(m[1]))
		return n, func() { w.element(tag, func() { w.inline(m[2], false) }) }
	}
	if m := subtextLine.FindStringSubmatch(line); m != nil {
		return n, func() { w.element("small", func() { w.inline(m[1], false) }) }
	}
	if items, size := listItems(s); size > 0 {
		return size, func() { w.list(items) }
	}
	return 0, nil
}

// quoteLen returns the length of the lines "> …" that s begins with.
func quoteLen(s string) int {
	n := 0
	for n < len(s) && quoteLine.MatchString(s[n:n+lineLen(s[n:])]) {
		n += lineLen(s[n:])
	}
	return n
}

// unquote returns lines "> …" without their marks.
func unquote(s string) string {
	lines := strings.Split(strings.TrimSuffix(s, "\n"), "\n")
	for i, line := range lines {
		lines[i] = line[len(quoteLine.FindString(line)):]
	}
	return strings.Join(lines, "\n")
}

func (w *markdownWriter) quote(s string) {
	w.element("blockquote", func() { w.blocks(s, true) })
}

func (w *markdownWriter) code(s string) {
	w.element("pre", func() { w.element("code", func() { w.text(s) }) })
}

// fence looks for a code block that begins in the first line of s, which is
// line bytes long. It returns where it begins, how long it is with the line
// break behind it, and the code. The length is 0 if there is none.
func fence(s string, line int) (at, n int, code string) {
	for ; at < line; at++ {
		if s[at] == '\\' {
			at++ // whatever is escaped begins nothing
			continue
		}
		open := fenceOpen.FindString(s[at:])
		if open == "" {
			continue
		}
		body, _, closed := strings.Cut(s[at+len(open):], "```")
		if !closed || strings.Trim(body, "\n") == "" {
			continue
		}
		n = len(open) + len(body) + len("```")
		if strings.HasPrefix(s[at+n:], "\n") {
			n++
		}
		return at, n, strings.TrimRight(body, "\n")
	}
	return 0, 0, ""
}

// A listItem is one line of a list.
type listItem struct {
	indent int
	number string // "" for a bullet
	text   string
}

// maxListDepth is how deep lists nest; what is indented further stays there.
const maxListDepth = 11

// listItems returns the list that s begins with and its length.
func listItems(s string) (items []listItem, n int) {
	for n < len(s) {
		size := lineLen(s[n:])
		m := listLine.FindStringSubmatch(strings.TrimSuffix(s[n:n+size], "\n"))
		if m == nil {
			break
		}
		number, numbered := strings.CutSuffix(m[2], ".")
		if !numbered {
			number = ""
		}
		items = append(items, listItem{len(m[1]), number, m[3]})
		n += size
	}
	return items, n
}

// list writes items. Two more spaces than the item above open a list inside it.
func (w *markdownWriter) list(items []listItem) {
	type level struct {
		indent int
		tag    string
	}
	var open []level
	end := func() {
		w.WriteString("</li></" + open[len(open)-1].tag + ">")
		open = open[:len(open)-1]
	}
	for _, item := range items {
		for len(open) > 1 && item.indent < open[len(open)-1].indent {
			end()
		}
		tag, attr := "ul", ""
		if item.number != "" {
			tag, attr = "ol", ` start="`+item.number+`"`
		}
		deeper := len(open) == 0 || item.indent >= open[len(open)-1].indent+2 && len(open) < maxListDepth
		if !deeper && open[len(open)-1].tag == tag {
			w.WriteString("</li>")
		} else {
			if !deeper {
				end()
			}
			open = append(open, level{item.indent, tag})
			w.WriteString("<" + tag + attr + ">")
		}
		w.WriteString("<li>")
		w.inline(item.text, false)
	}
	for len(open) > 0 {
		end()
	}
}
