package corpus

import (
	"errors"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// fields are the keys of the front matter, in the order they are best written.
var fields = []string{"title", "url", "publisher", "author", "published", "updated",
	"retrieved", "language", "licence", "quote", "captions", "questions"}

var (
	validLanguage = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
	validHost     = regexp.MustCompile(`^[\pL\pN._-]+$`)
	yamlLine      = regexp.MustCompile(`^yaml: line (\d+): `)
	// yaml counts lines from 0 in what its parser, not its scanner, reports.
	yamlParser = regexp.MustCompile(`^did not find expected (key|node content|','|'-')`)
)

// frontMatter reads head, which is YAML. It walks the nodes itself: a decoder
// into a struct stops at the first fault of a kind and names Go's types.
func (p *parser) frontMatter(head string) {
	p.meta.language = "en"
	dec := yaml.NewDecoder(strings.NewReader(head))
	var doc yaml.Node
	err := dec.Decode(&doc)
	switch {
	case errors.Is(err, io.EOF): // no key at all
		p.require(nil)
		return
	case err != nil:
		p.syntaxFault(err)
		return
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		p.fault(root.Line, "front matter", "is not lines of the form \"field: value\"")
		return
	}
	p.require(p.walk("", root, fields, p.field))
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		p.fault(1, "front matter", `is more than one YAML document; take out the line "..."`)
	}
}

// syntaxFault reports an error of the YAML reader, which stops at its first.
func (p *parser) syntaxFault(err error) {
	text, line := err.Error(), 1
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		line, _ = strconv.Atoi(m[1]) // digits, as the pattern says
		text = text[len(m[0]):]
		if yamlParser.MatchString(text) {
			line++
		}
	}
	p.fault(line, "front matter", "is not YAML: %s", strings.TrimPrefix(text, "yaml: "))
}

// require reports the fields that every article must have.
func (p *parser) require(seen map[string]bool) {
	for _, f := range []string{"url", "publisher"} {
		if !seen[f] {
			p.fault(1, f, "missing; every article must say it")
		}
	}
}

// walk calls do for every key of a mapping that is known and there once, and
// reports the others. It returns the keys that were there. Names of fields in
// faults begin with under.
func (p *parser) walk(under string, m *yaml.Node, known []string, do func(key string, value *yaml.Node)) map[string]bool {
	seen := map[string]bool{}
	for i := 0; i+1 < len(m.Content); i += 2 {
		key, value := m.Content[i], m.Content[i+1]
		name := under + key.Value
		switch {
		case key.Kind != yaml.ScalarNode:
			p.fault(key.Line, under+"key", "is not a plain name")
		case !slices.Contains(known, key.Value):
			p.fault(key.Line, name, "unknown field; %s", suggest(key.Value, known))
		case seen[key.Value]:
			p.fault(key.Line, name, "given twice")
		default:
			seen[key.Value] = true
			do(key.Value, value)
		}
	}
	return seen
}

// field reads the value of one field.
func (p *parser) field(key string, n *yaml.Node) {
	m := &p.meta
	switch key {
	case "title":
		m.title = p.text(key, n)
	case "url":
		m.url = p.url(key, n)
	case "publisher":
		m.publisher = p.text(key, n)
	case "author":
		m.author = p.text(key, n)
	case "published":
		if day := p.day(key, n); day != "" {
			m.date = Date{day, Published}
		}
	case "updated":
		if day := p.day(key, n); day != "" && m.date.Kind != Published {
			m.date = Date{day, Updated}
		}
	case "retrieved":
		m.retrieved = p.day(key, n)
	case "language":
		if m.language = p.text(key, n); m.language != "" && !validLanguage.MatchString(m.language) {
			p.fault(n.Line, key, "%q is not a language tag like en or pt-BR", m.language)
		}
	case "licence":
		m.licence = p.text(key, n)
	case "quote":
		rule := p.text(key, n)
		if m.linkOnly = rule == "link-only"; rule != "" && rule != "full" && !m.linkOnly {
			p.fault(n.Line, key, "%q is neither full nor link-only", rule)
		}
	case "captions":
		p.list(key, n, p.caption)
	case "questions":
		p.list(key, n, func(item string, n *yaml.Node) {
			m.questions = append(m.questions, p.text(item, n))
		})
	}
}

// text reads a line of text. It returns "" after reporting a fault.
func (p *parser) text(field string, n *yaml.Node) string {
	switch {
	case n.Kind != yaml.ScalarNode:
		p.fault(n.Line, field, "is not a line of text")
	case n.ShortTag() == "!!null" || strings.TrimSpace(n.Value) == "":
		p.fault(n.Line, field, "empty; leave out what is not known")
	case strings.ContainsFunc(n.Value, unicode.IsControl):
		p.fault(n.Line, field, "is not one line of plain text")
	default:
		return n.Value
	}
	return ""
}

// day reads a date, with or without the time of day, and returns the day.
func (p *parser) day(field string, n *yaml.Node) string {
	s := p.text(field, n)
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	if s != "" {
		p.fault(n.Line, field, "%q is not a date like 2024-06-24", s)
	}
	return ""
}

// url reads the address of an article. Links to sentences are made from it, so
// it must be one that any browser opens and that has no text directive yet.
func (p *parser) url(field string, n *yaml.Node) string {
	s := p.text(field, n)
	if s == "" {
		return ""
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || !validHost.MatchString(u.Hostname()):
		p.fault(n.Line, field, "%q is not an address like https://example.com/story", s)
	case u.User != nil:
		p.fault(n.Line, field, "holds a user name; leave out everything up to the @")
	case strings.Contains(s, ":~:"):
		p.fault(n.Line, field, "holds a text fragment; leave out everything from :~: on")
	}
	return s
}

// list calls do for every item of a list, with the item's name for faults.
func (p *parser) list(field string, n *yaml.Node, do func(item string, n *yaml.Node)) {
	if n.Kind != yaml.SequenceNode {
		p.fault(n.Line, field, `is not a list of lines that begin with "- "`)
		return
	}
	for i, item := range n.Content {
		do(field+"["+strconv.Itoa(i+1)+"]", item)
	}
}

// caption reads one item of captions.
func (p *parser) caption(item string, n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		p.fault(n.Line, item, "is not a text and a credit")
		return
	}
	var c Caption
	seen := p.walk(item+".", n, []string{"text", "credit"}, func(key string, n *yaml.Node) {
		s := p.text(item+"."+key, n)
		if key == "text" {
			c.Text = s
			return
		}
		c.Credit = s
	})
	if !seen["text"] {
		p.fault(n.Line, item+".text", "missing; a caption without a text says nothing")
	}
	p.meta.captions = append(p.meta.captions, c)
}

// suggest says which known name was meant, or which there are.
func suggest(name string, known []string) string {
	for _, k := range known {
		if distance(strings.ToLower(name), k) <= 2 {
			return `did you mean "` + k + `"?`
		}
	}
	return "known are " + strings.Join(known, ", ")
}

// distance returns the Levenshtein distance of two names, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
