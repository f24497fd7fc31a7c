package localdiscord

import (
	"slices"
	"unicode/utf8"
)

// Limits of a message.
const (
	maxContent    = 2000  // code points of content
	maxText       = 4000  // code points over all text displays
	maxComponents = 40    // counted with nesting
	maxCardBytes  = 10170 // UTF-8 bytes of all text displays, and 12 for each of them
	maxRows       = 5     // action rows of a message that is no card
	maxEmbeds     = 10
	maxEmbedText  = 6000 // code points over all embeds
)

// A draft is what a request asks of a message, checked as far as it stands
// alone. Fields that were not sent leave an edited message as it is.
type draft struct {
	f       form
	content string
	embeds  []Embed
	files   []fileEntry
	flags   int // only those that may be set
}

// parseDraft reads and checks the message in f. Flags other than settable are
// dropped, as Discord does.
func parseDraft(f form, settable int) draft {
	d := draft{f: f}
	if n := f.whole("flags", 0, 1<<31-1); n != nil {
		d.flags = *n & settable
	}
	f.truth("tts")
	d.content = f.text("content", 0, maxContent)
	d.embeds = parseEmbeds(f)
	d.files = parseFiles(f)
	return d
}

// fill puts the draft into m and checks the whole. otherwise is the rule for
// mentions if the request has none, may what the bot is allowed there. m is
// unchanged if the draft is refused.
func (d draft) fill(m *Message, s *Server, otherwise mentionKinds, may Permissions) *apiError {
	next := *m
	next.Flags |= d.flags
	if d.f.sent("content") {
		next.Content = d.content
	}
	if d.f.sent("embeds") {
		next.Embeds = append([]Embed{}, d.embeds...)
	}
	if d.f.sent("components") {
		next.Components = d.parseComponents(next.IsCard())
	}
	kinds := parseMentions(d.f, otherwise)
	d.checkTogether(&next)
	if refused := d.f.bad.err(); refused != nil {
		return refused // files are kept for messages that are otherwise right only
	}
	next.Attachments = d.attach(m, s)
	d.linkFiles(&next)
	if refused := d.f.bad.err(); refused != nil {
		return refused
	}
	if isEmpty(&next) {
		return errEmptyMessage()
	}
	if cardBytes(next.Components) > maxCardBytes {
		// Discord has no better answer for it.
		return errInternal()
	}
	numberComponents(next.Components)
	s.resolveMedia(next.Components)
	*m = next
	s.ping(m, kinds, may)
	return nil
}

// checkTogether notes what is wrong between the parts of a message.
func (d draft) checkTogether(m *Message) {
	if m.IsCard() {
		const code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
		if m.Content != "" {
			d.f.fail("content", code, "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
		}
		if len(m.Embeds) > 0 {
			d.f.fail("embeds", code, "The 'embeds' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
		}
	}
	checkComponents(d.f, m.Components)
}

// checkComponents notes what is wrong between the components of a message or
// modal.
func checkComponents(f form, cs []Component) {
	seen, ids := map[string]bool{}, map[int]bool{}
	count, runes := 0, 0
	for c := range walk(cs) {
		count++
		if c.CustomID != "" && seen[c.CustomID] {
			f.fail("components", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
		}
		if c.ID != 0 && ids[c.ID] {
			f.fail("components", "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
		}
		seen[c.CustomID], ids[c.ID] = true, true
		if c.Type == TextDisplay {
			runes += utf8.RuneCountInString(c.Content)
		}
	}
	if count > maxComponents {
		f.fail("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The total number of components in a message must be %d or fewer.", maxComponents)
	}
	if runes > maxText {
		f.fail("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "The total displayable text in a message must be %d or fewer in length.", maxText)
	}
}

// isEmpty reports whether there is nothing in m that Discord would send.
func isEmpty(m *Message) bool {
	if m.IsCard() {
		return len(m.Components) == 0
	}
	return m.Content == "" && len(m.Embeds) == 0 && len(m.Attachments) == 0
}

// cardBytes returns the size that Discord limits without saying so: UTF-8 bytes
// of all text displays, and 12 for each. Reported in discord-api-docs#8554.
func cardBytes(cs []Component) int {
	n := 0
	for c := range walk(cs) {
		if c.Type == TextDisplay {
			n += len(c.Content) + 12
		}
	}
	return n
}

// numberComponents gives every component without an id the smallest one that is
// free, in order.
func numberComponents(cs []Component) {
	var used []int
	for c := range walk(cs) {
		used = append(used, c.ID)
	}
	next := 1
	for c := range walk(cs) {
		if c.ID != 0 {
			continue
		}
		for slices.Contains(used, next) {
			next++
		}
		c.ID = next
		next++
	}
}

// parseEmbeds reads and checks the embeds of a message.
func parseEmbeds(f form) []Embed {
	var list []Embed
	total := 0
	for _, e := range f.forms("embeds", 0, maxEmbeds) {
		em := Embed{
			Type:        "rich",
			Title:       e.text("title", 0, 256),
			Description: e.text("description", 0, 4096),
			URL:         e.text("url", 0, 2048),
			Color:       e.whole("color", 0, 0xFFFFFF),
		}
		total += utf8.RuneCountInString(em.Title + em.Description)
		if ft, ok := e.sub("footer"); ok {
			em.Footer = &EmbedFooter{Text: ft.text("text", 1, 2048)}
			total += utf8.RuneCountInString(em.Footer.Text)
		}
		for _, fd := range e.forms("fields", 0, 25) {
			fd.need("name")
			fd.need("value")
			field := EmbedField{Name: fd.text("name", 1, 256), Value: fd.text("value", 1, 1024), Inline: fd.isTrue("inline")}
			total += utf8.RuneCountInString(field.Name + field.Value)
			em.Fields = append(em.Fields, field)
		}
		list = append(list, em)
	}
	if total > maxEmbedText {
		f.fail("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of %d", maxEmbedText)
	}
	return list
}
