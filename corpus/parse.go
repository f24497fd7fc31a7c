package corpus

import (
	"fmt"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxFileBytes is the size up to which an article file is read. The longest
// newspaper pieces have about a tenth of it.
const maxFileBytes = 1 << 20

const byteOrderMark = "\uFEFF"

var validID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// ParseArticle reads one article file: front matter between two lines "---",
// then the body as plain text. The base name of file without ".md" is the id.
//
// A byte order mark at the start is dropped and line ends of Windows become
// plain ones, so that an editor's habits do no harm; besides the white space
// around the whole, the body is otherwise kept byte for byte, and all offsets
// count in what [Article.Body] returns.
//
// Whatever is wrong comes back at once, as [Faults].
func ParseArticle(file string, data []byte) (*Article, error) {
	p := &parser{file: file}
	id := strings.TrimSuffix(path.Base(file), ".md")
	if !validID.MatchString(id) {
		p.fault(0, "id", "%q is not a name of lower-case letters, digits and hyphens; rename the file", id)
	}
	if len(data) > maxFileBytes {
		p.fault(0, "", "is larger than %d bytes; an article this long must be split", maxFileBytes)
		return nil, p.faults.err()
	}
	text := strings.TrimPrefix(string(data), byteOrderMark)
	text = p.checkCharacters(strings.ReplaceAll(text, "\r\n", "\n"))
	head, body, ok := p.split(text)
	if ok {
		p.frontMatter(head)
	}
	if err := p.faults.err(); err != nil {
		return nil, err
	}
	a := &Article{id: id, meta: p.meta, body: body, paragraphs: paragraphs(body)}
	a.sentences = cutSentences(a)
	a.passages = cutPassages(a)
	return a, nil
}

// A parser reads one article file and gathers its faults.
type parser struct {
	file   string
	meta   meta
	faults Faults
}

func (p *parser) fault(line int, field, format string, args ...any) {
	p.faults = append(p.faults, Fault{p.file, line, field, fmt.Sprintf(format, args...)})
}

// checkCharacters reports, once a line, what is not text: bytes that are not
// UTF-8 and control characters. It returns the text without them, so that the
// rest of the file can be checked in the same go.
func (p *parser) checkCharacters(text string) string {
	var clean strings.Builder
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			clean.WriteByte('\n')
		}
		if !utf8.ValidString(line) {
			p.fault(i+1, "", "the line is not UTF-8; save the file as UTF-8")
			line = strings.ToValidUTF8(line, "?")
		}
		if at := strings.IndexFunc(line, isForbidden); at >= 0 {
			r, _ := utf8.DecodeRuneInString(line[at:])
			p.fault(i+1, "", "the line holds the control character %U; delete it", r)
			line = strings.Map(func(r rune) rune {
				if isForbidden(r) {
					return '?'
				}
				return r
			}, line)
		}
		clean.WriteString(line)
	}
	return clean.String()
}

func isForbidden(r rune) bool { return unicode.IsControl(r) && r != '\t' && r != '\n' }

// split cuts the file at its two lines "---" and checks that there is a body.
// The head it returns begins with an empty line in place of the first "---", so
// that its line numbers are the file's.
func (p *parser) split(text string) (head, body string, ok bool) {
	lines := strings.SplitAfter(text, "\n")
	isRule := func(line string) bool { return strings.TrimRight(line, " \t\n") == "---" }
	if !isRule(lines[0]) {
		p.fault(1, "front matter", `missing; the first line must be "---"`)
		return "", "", false
	}
	for i := 1; i < len(lines); i++ {
		if !isRule(lines[i]) {
			continue
		}
		body = strings.TrimSpace(strings.Join(lines[i+1:], ""))
		if body == "" {
			p.fault(i+1, "body", `empty; the article's text goes below the second "---"`)
		}
		return "\n" + strings.Join(lines[1:i], ""), body, true
	}
	p.fault(1, "front matter", `not closed; a second line "---" must follow it`)
	return "", "", false
}
