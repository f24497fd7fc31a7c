package localdiscord

import (
	"errors"
	"fmt"
	"slices"
)

// A Modal is a form that an interaction was answered with.
type Modal struct {
	CustomID   string      `json:"custom_id"`
	Title      string      `json:"title"`
	Components []Component `json:"components"` // labels, text displays, and rows of one text input
}

// Which component types may stand in a modal.
var (
	inModal    = []int{ActionRow, TextDisplay, Label}
	inModalRow = []int{TextInput}
	inLabel    = []int{StringSelect, TextInput, UserSelect, RoleSelect, MentionableSelect, ChannelSelect, FileUpload,
		RadioGroup, CheckboxGroup, Checkbox}
)

// parseModal reads and checks the data of a modal.
func parseModal(f form) Modal {
	f.need("custom_id")
	f.need("title")
	f.need("components")
	m := Modal{CustomID: f.text("custom_id", 1, 100), Title: f.text("title", 1, 45)}
	m.Components = parseList(f, "components", 1, 5, inModal)
	checkComponents(f, m.Components)
	numberComponents(m.Components)
	return m
}

// parseLabel reads a label and what it names.
func (c *Component) parseLabel(f form) {
	f.need("label")
	c.Label = f.text("label", 1, 45)
	c.Description = f.text("description", 1, 100)
	if f.need("component") {
		if child, ok := f.sub("component"); ok {
			one := parseComponent(child, inLabel)
			c.Child = &one
		}
	}
}

// parseInput reads a text input. Alone in a row it has a label of its own.
func (c *Component) parseInput(f form) {
	f.need("custom_id")
	f.need("style")
	c.CustomID = f.text("custom_id", 1, 100)
	c.Style = f.choice("style", InputShort, InputShort, InputParagraph)
	c.Label = f.text("label", 1, 45)
	c.MinLength, c.MaxLength = f.whole("min_length", 0, 4000), f.whole("max_length", 1, 4000)
	c.Required = f.truth("required")
	c.Value = f.text("value", 0, 4000)
	c.Placeholder = f.text("placeholder", 0, 100)
}

// parseGroup reads a radio group, a checkbox group or a checkbox.
func (c *Component) parseGroup(f form) {
	f.need("custom_id")
	c.CustomID = f.text("custom_id", 1, 100)
	if c.Type == Checkbox {
		c.Default = f.isTrue("default")
		return
	}
	f.need("options")
	c.Required = f.truth("required")
	low := 1
	if c.Type == RadioGroup {
		low = 2
	} else {
		c.MinValues, c.MaxValues = f.whole("min_values", 0, 10), f.whole("max_values", 1, 10)
	}
	c.Options = parseSelectOptions(f, low, 10)
}

// parseUpload reads a file upload.
func (c *Component) parseUpload(f form) {
	f.need("custom_id")
	c.CustomID = f.text("custom_id", 1, 100)
	c.MinValues, c.MaxValues = f.whole("min_values", 0, 10), f.whole("max_values", 1, 10)
	c.Required = f.truth("required")
}

// Modal returns the form that is open before a person; ok is false if none is.
func (s *Server) Modal(user string) (m Modal, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(user)
	if err != nil || s.modals[p.ID] == nil {
		return Modal{}, false
	}
	return *s.modals[p.ID].modal, true
}

// CloseModal closes the form that is open before a person without sending it,
// of which the bot does not hear.
func (s *Server) CloseModal(user string) error {
	return s.setMember(user, func(m *Member) { delete(s.modals, m.ID) })
}

// Submit fills in and sends the form that is open before a person, and returns
// the interaction's id. fields are by custom id: a string for a text input or
// radio group, a truth value for a checkbox, a list of strings for a select or
// checkbox group, files for an upload. What is left out keeps what the form
// came with. If the form is refused it stays open.
func (s *Server) Submit(user, customID string, fields map[string]any) (interactionID string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(user)
	if err != nil {
		return "", err
	}
	opener := s.modals[p.ID]
	switch {
	case opener == nil:
		return "", fmt.Errorf("no form is open before %s", p.Username)
	case customID != opener.modal.CustomID:
		return "", fmt.Errorf("no form %q is open before %s; there is %q", customID, p.Username, opener.modal.CustomID)
	}
	fill := submission{s: s, person: p, channel: opener.channel, fields: fields, used: map[string]bool{}, resolved: resolved{}}
	components := fill.all(opener.modal.Components)
	for _, name := range sortedKeys(fields) {
		if !fill.used[name] {
			fill.fail("the form has no field %q", name)
		}
	}
	if fill.err != nil {
		return "", fill.err
	}
	data := object{"custom_id": customID, "components": components}
	if len(fill.resolved) > 0 {
		data["resolved"] = fill.resolved
	}
	return s.start(p, opener.channel, func(*Member, *channel) (*interaction, object, error) {
		delete(s.modals, p.ID)
		it := &interaction{kind: interactionModal, source: opener.source, owners: opener.owners, opener: opener.metadata()}
		return it, data, nil
	})
}

// A submission is a form being filled in. It notes every fault.
type submission struct {
	s        *Server
	person   *Member
	channel  *channel
	fields   map[string]any
	used     map[string]bool
	resolved resolved
	err      error
}

func (b *submission) fail(format string, args ...any) {
	b.err = errors.Join(b.err, fmt.Errorf(format, args...))
}

// all returns components as they are sent.
func (b *submission) all(cs []Component) []object {
	var list []object
	for _, c := range cs {
		list = append(list, b.one(c))
	}
	return list
}

// one returns a component as it is sent: its type, ids and value.
func (b *submission) one(c Component) object {
	o := object{"type": c.Type, "id": c.ID}
	switch c.Type {
	case ActionRow:
		o["components"] = b.all(c.Components)
		return o
	case Label:
		o["component"] = b.one(*c.Child)
		return o
	case TextDisplay:
		return o
	}
	o["custom_id"] = c.CustomID
	b.used[c.CustomID] = true
	v, given := b.fields[c.CustomID]
	switch c.Type {
	case TextInput:
		o["value"] = b.text(c, v, given)
	case RadioGroup:
		o["value"] = b.radio(c, v, given)
	case Checkbox:
		o["value"] = c.Default
		if given {
			o["value"] = v == true || v == "true"
		}
	case FileUpload:
		o["values"] = b.files(c, v)
	default:
		o["values"] = b.values(c, v, given)
	}
	return o
}

// isRequired reports whether a field of a modal must be filled in.
func (c *Component) isRequired() bool { return c.Required == nil || *c.Required }

// text returns what stands in a text input.
func (b *submission) text(c Component, v any, given bool) string {
	text := c.Value
	if given {
		text = asTyped(v)
	}
	if text == "" && !c.isRequired() {
		return ""
	}
	low, high := 1, 4000
	if c.MinLength != nil {
		low = max(low, *c.MinLength)
	}
	if c.MaxLength != nil {
		high = *c.MaxLength
	}
	if err := checkLength(text, low, high); err != nil {
		b.fail("%s: %w", c.CustomID, err)
	}
	return text
}

// radio returns the chosen value of a radio group, nil for none.
func (b *submission) radio(c Component, v any, given bool) any {
	for _, o := range c.Options {
		if (given && asTyped(v) == o.Value) || (!given && o.Default) {
			return o.Value
		}
	}
	if given || c.isRequired() {
		b.fail("%s: %q is none of its values", c.CustomID, asTyped(v))
	}
	return nil
}

// values returns what is chosen in a select or checkbox group.
func (b *submission) values(c Component, v any, given bool) []string {
	list := stringsOf(v)
	if !given {
		for _, o := range c.Options {
			if o.Default {
				list = append(list, o.Value)
			}
		}
		for _, d := range c.DefaultValues {
			list = append(list, d.ID)
		}
	}
	if len(list) == 0 && !c.isRequired() {
		return []string{}
	}
	if c.Type == CheckboxGroup && c.MaxValues == nil {
		n := len(c.Options)
		c.MaxValues = &n
	}
	chosen, err := b.s.choose(b.person, b.channel, &c, list, b.resolved)
	if err != nil {
		b.fail("%s: %w", c.CustomID, err)
	}
	return chosen
}

// files returns the ids of uploaded files.
func (b *submission) files(c Component, v any) []string {
	list, isList := v.([]any)
	if v != nil && !isList {
		list = []any{v}
	}
	low, high := bounds(c.MinValues, c.MaxValues)
	if !c.isRequired() && len(list) == 0 {
		low = 0
	}
	if len(list) < low || len(list) > high {
		b.fail("%s: %d files; it takes %d to %d", c.CustomID, len(list), low, high)
		return nil
	}
	ids := []string{}
	for _, raw := range list {
		a, err := b.s.upload(raw)
		if err != nil {
			b.fail("%s: %w", c.CustomID, err)
			continue
		}
		b.resolved.put("attachments", a.ID, a)
		ids = append(ids, a.ID)
	}
	return ids
}

// stringsOf returns the strings in a value of JSON: a list, or one string.
func stringsOf(v any) []string {
	switch v := v.(type) {
	case nil:
		return nil
	case []string:
		return slices.Clone(v)
	case []any:
		var list []string
		for _, one := range v {
			list = append(list, asTyped(one))
		}
		return list
	}
	return []string{asTyped(v)}
}
