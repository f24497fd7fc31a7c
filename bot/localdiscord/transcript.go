package localdiscord

import (
	"fmt"
	"strings"
)

// Transcript returns what the channel shows to everybody together, oldest
// first, in the form of [Print].
func (s *Server) Transcript() string { return s.Print(s.all()) }

// Print writes messages for reading and comparing, an empty line between two:
//
//	bot → #news (only ann sees this)
//	  -# ann asked: who met?
//	  ▌ **Putin** met Kim.
//	  ---
//	  [More] [Open](https://example.com/)
//
// Text stands as it was sent. What is inside a container begins with "▌ ", a
// separator with a line is "---", a button is in brackets (a disabled one with
// "off"), and so is a select with its choices. Files, and the reactions at the
// end, have a line each. Behind the name of the channel
// stand who alone sees it, whom it pings, and whether it was edited.
func (s *Server) Print(ms []Message) string {
	var parts []string
	for _, m := range ms {
		parts = append(parts, s.printMessage(m))
	}
	return strings.Join(parts, "\n")
}

func (s *Server) printMessage(m Message) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s → %s", m.Author.Name(), s.placeOf(m))
	if m.VisibleTo != "" {
		fmt.Fprintf(&b, " (only %s sees this)", s.nameOf(m.VisibleTo))
	}
	if len(m.Pings) > 0 {
		var names []string
		for _, id := range m.Pings {
			names = append(names, s.nameOf(id))
		}
		fmt.Fprintf(&b, " (pings %s)", strings.Join(names, ", "))
	}
	if m.EditedTimestamp != nil {
		b.WriteString(" (edited)")
	}
	b.WriteString("\n")
	for _, line := range bodyLines(m) {
		b.WriteString(strings.TrimRight("  "+line, " ") + "\n")
	}
	return b.String()
}

// placeOf returns where a message stands: "#news", or in a conversation the name
// of the other one.
func (s *Server) placeOf(m Message) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channel(m.ChannelID)
	if c == nil {
		return "#" + channelName // a message made by a caller
	}
	if c.Type == channelGuild {
		return "#" + c.Name
	}
	for _, id := range c.Recipients {
		if id != m.Author.ID {
			return "@" + s.memberNamed(id).Name()
		}
	}
	return "@" + m.Author.Name()
}

// nameOf returns the name of an account, or the id or word itself.
func (s *Server) nameOf(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.memberNamed(id); m != nil {
		return m.Name()
	}
	if r := s.role(id); r.Name != "" {
		return "@" + r.Name
	}
	return id
}

// bodyLines returns what stands under the head line of a message.
func bodyLines(m Message) []string {
	switch {
	case m.Failed:
		return []string{"(The application did not respond)"}
	case m.Pending:
		return []string{"(thinking…)"}
	}
	var lines []string
	if m.Content != "" {
		lines = strings.Split(m.Content, "\n")
	}
	for _, a := range m.Attachments {
		lines = append(lines, "(file) "+a.Filename)
	}
	for _, e := range m.Embeds {
		lines = append(lines, embedLines(e)...)
	}
	lines = append(lines, componentLines(m.Components)...)
	var reactions []string
	for _, r := range m.Reactions {
		reactions = append(reactions, fmt.Sprintf("%s %d", r.Emoji.Name, r.Count))
	}
	if len(reactions) > 0 {
		lines = append(lines, strings.Join(reactions, " · "))
	}
	return lines
}

// componentLines returns the lines of a list of components.
func componentLines(cs []Component) []string {
	var lines []string
	for _, c := range cs {
		switch c.Type {
		case TextDisplay:
			lines = append(lines, strings.Split(c.Content, "\n")...)
		case Separator:
			if c.Divider == nil || *c.Divider {
				lines = append(lines, "---")
			}
		case Container:
			for _, l := range componentLines(c.Components) {
				lines = append(lines, "▌ "+l)
			}
		case Section:
			lines = append(lines, componentLines(c.Components)...)
			lines = append(lines, inline(*c.Accessory))
		case ActionRow:
			var row []string
			for _, child := range c.Components {
				row = append(row, inline(child))
			}
			lines = append(lines, strings.Join(row, " "))
		case MediaGallery:
			for _, it := range c.Items {
				lines = append(lines, imageText(it.Description))
			}
		case File:
			lines = append(lines, "(file) "+c.Name)
		}
	}
	return lines
}

// inline returns a component that stands within a line.
func inline(c Component) string {
	label := c.Label
	if c.Emoji != nil {
		label = strings.TrimSpace(c.Emoji.Name + " " + label)
	}
	switch {
	case c.Type == Thumbnail:
		return imageText(c.Description)
	case isSelect(c.Type):
		names := []string{}
		for _, o := range c.Options {
			names = append(names, o.Label)
		}
		return "[" + strings.TrimRight(c.Placeholder+" ▾ "+strings.Join(names, " | "), " ") + "]"
	case c.Style == StyleLink:
		return fmt.Sprintf("[%s](%s)", label, c.URL)
	case c.Disabled:
		return fmt.Sprintf("[%s, off]", label)
	}
	return "[" + label + "]"
}

func imageText(description string) string { return strings.TrimSpace("(image) " + description) }

// embedLines returns the lines of an embed, drawn like a container.
func embedLines(e Embed) []string {
	var parts []string
	if e.Author != nil {
		parts = append(parts, e.Author.Name)
	}
	parts = append(parts, e.Title, e.Description)
	for _, f := range e.Fields {
		parts = append(parts, f.Name+": "+f.Value)
	}
	if e.Image != nil {
		parts = append(parts, imageText(""))
	}
	if e.Footer != nil {
		parts = append(parts, e.Footer.Text)
	}
	var lines []string
	for _, p := range parts {
		if p != "" {
			for l := range strings.SplitSeq(p, "\n") {
				lines = append(lines, "▌ "+l)
			}
		}
	}
	return lines
}
