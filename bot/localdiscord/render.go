package localdiscord

import (
	"fmt"
	"html/template"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"
)

// A renderer shows the messages of one channel as HTML.
type renderer struct {
	names    map[string]string      // what a mention shows, by id
	entities map[int][]SelectOption // what selects other than of strings offer, by component type
	now      time.Time              // today, and what relative times are counted from
	zone     *time.Location
}

// A messageView is a message as the template "message" shows it.
type messageView struct {
	Message
	Used     string // the command it answers, as people know it; "" if none
	UsedBy   userView
	From     userView
	Reply    *replyView // nil if it replies to nothing
	Thinking bool
	Notifies string // names of those whom it pings, "" for nobody
	When     string // "Today at 14:05"
	ISO      string // the same for machines
	HTML     template.HTML
	Parts    []componentView
	Cards    []embedView
	Files    []fileView
	Settled  bool // it can be replied to and used
}

// A fileView is an attachment: its name, and where the page itself serves it.
type fileView struct {
	Name, Path string
	Size       int // bytes
}

// A userView is a person or bot as the templates show it.
type userView struct {
	ID            string
	Name, Initial string
	Hue           int // which of the six avatar colours
	Bot           bool
}

// A replyView is the line above a reply: whom and what it answers.
type replyView struct {
	To   userView
	Text string // "" if the message is not here any more
}

// A componentView is a component as the template "component" shows it.
type componentView struct {
	Component
	Kind      string // "text", "container" …, "" for a type that is not known here
	MessageID string
	HTML      template.HTML
	Parts     []componentView
	Side      *componentView // accessory of a section
	Accent    string         // "#5b8def", or ""
	Line      bool           // a separator's line is visible
	Look      string         // a button's style: "primary" …
	Face      string         // a button's emoji, if it is a character
	Web       bool           // URL may be followed
	Alt       []string       // what stands for each image
	Path      string         // of a file, on the page itself; "" if it is elsewhere
	Choices   []SelectOption // of any select
	Chosen    string         // labels of those chosen at first
	Min, Max  int            // how many may be chosen
}

// An embedView is an embed as the template "embed" shows it.
type embedView struct {
	Embed
	Accent string
	HTML   template.HTML
	Web    bool
	Parts  []fieldView
}

// A fieldView is a titled paragraph of an embed.
type fieldView struct {
	Name, HTML template.HTML
	Inline     bool
}

// avatarHues is how many colours page.css has for avatars.
const avatarHues = 6

func viewOf(u User) userView {
	v := userView{ID: u.ID, Name: u.Name(), Initial: "?", Bot: u.Bot}
	for _, r := range v.Name {
		v.Initial = strings.ToUpper(string(r))
		break
	}
	for _, r := range u.ID {
		v.Hue = (v.Hue*31 + int(r)) % avatarHues
	}
	return v
}

// messages writes the messages in order, each as one element whose id is "m-"
// and the message's id.
func (r renderer) messages(w io.Writer, messages []Message) error {
	byID := map[string]Message{}
	for _, m := range messages {
		byID[m.ID] = m
	}
	for _, m := range messages {
		if err := templates.ExecuteTemplate(w, "message", r.message(m, byID)); err != nil {
			return fmt.Errorf("message %s: %w", m.ID, err)
		}
	}
	return nil
}

func (r renderer) message(m Message, byID map[string]Message) messageView {
	md := r.markdown(m)
	v := messageView{
		Message:  m,
		From:     viewOf(m.Author),
		Thinking: m.Pending || m.Flags&FlagLoading != 0,
		When:     r.when(m.Timestamp),
		ISO:      m.Timestamp.In(r.zone).Format(time.RFC3339),
		HTML:     md.html(m.Content),
		Parts:    md.components(m.ID, m.Components),
		Notifies: r.notified(m),
	}
	v.Settled = !v.Thinking && !m.Failed
	if m.Interaction != nil {
		v.Used, v.UsedBy = m.Interaction.Name, viewOf(m.Interaction.User)
		if m.Type != TypeMenu {
			v.Used = "/" + v.Used
		}
	}
	if m.Reference != nil {
		v.Reply = &replyView{}
		if to, ok := byID[m.Reference.MessageID]; ok {
			v.Reply = &replyView{viewOf(to.Author), snippet(to)}
		}
	}
	for _, e := range m.Embeds {
		v.Cards = append(v.Cards, md.embed(e))
	}
	for _, a := range m.Attachments {
		v.Files = append(v.Files, fileView{a.Filename, ownPath(a.URL), a.Size})
	}
	return v
}

// ownPath returns the path of a file that is served here, or "".
func ownPath(address string) string {
	u, err := url.Parse(address)
	if err != nil || !isLoopbackHost(u.Host) || !strings.HasPrefix(u.Path, "/files/") {
		return ""
	}
	return u.EscapedPath()
}

// notified names whom m pings: "@ann, @here".
func (r renderer) notified(m Message) string {
	var names []string
	for _, id := range m.Pings {
		name := r.names[id]
		if name == "" {
			name = id
		}
		names = append(names, "@"+strings.TrimPrefix(name, "@"))
	}
	return strings.Join(names, ", ")
}

// markdown returns what shows the texts of m.
func (r renderer) markdown(m Message) markdown {
	md := markdown{names: r.names, entities: r.entities, pings: map[string]bool{}, now: r.now}
	for _, id := range m.Pings {
		md.pings[id] = true
	}
	return md
}

// when says when a message was sent as a reader of the page would say it.
func (r renderer) when(t time.Time) string {
	t, now := t.In(r.zone), r.now.In(r.zone)
	switch t.Format(time.DateOnly) {
	case now.Format(time.DateOnly):
		return t.Format("Today at 15:04")
	case now.AddDate(0, 0, -1).Format(time.DateOnly):
		return t.Format("Yesterday at 15:04")
	}
	return t.Format("2 January 2006 15:04")
}

// maxSnippet is how many characters of a message the line above a reply shows.
const maxSnippet = 80

// snippet returns the beginning of a message on one line.
func snippet(m Message) string {
	text := strings.Join(strings.Fields(m.Content), " ")
	if text == "" {
		return "a card"
	}
	if runes := []rune(text); len(runes) > maxSnippet {
		return string(runes[:maxSnippet]) + "…"
	}
	return text
}

// componentKinds names the component types that the template knows.
var componentKinds = map[int]string{
	ActionRow: "row", Button: "button", StringSelect: "select", UserSelect: "select", RoleSelect: "select",
	MentionableSelect: "select", ChannelSelect: "select", File: "file", Section: "section", TextDisplay: "text", Thumbnail: "thumbnail", MediaGallery: "gallery",
	Separator: "separator", Container: "container",
}

// buttonLooks names the button styles; other styles look secondary.
var buttonLooks = map[int]string{
	StylePrimary: "primary", StyleSecondary: "secondary", StyleSuccess: "success",
	StyleDanger: "danger", StyleLink: "link",
}

func (m markdown) components(messageID string, cs []Component) []componentView {
	var views []componentView
	for _, c := range cs {
		views = append(views, m.component(messageID, c))
	}
	return views
}

func (m markdown) component(messageID string, c Component) componentView {
	v := componentView{
		Component: c,
		Kind:      componentKinds[c.Type],
		MessageID: messageID,
		HTML:      m.html(c.Content),
		Parts:     m.components(messageID, c.Components),
		Accent:    hexColor(c.AccentColor),
		Line:      c.Divider == nil || *c.Divider,
		Look:      buttonLooks[c.Style],
		Web:       isWebURL(c.URL),
	}
	if v.Look == "" {
		v.Look = "secondary"
	}
	if c.Emoji != nil && c.Emoji.ID == "" {
		v.Face = c.Emoji.Name
	}
	if c.Accessory != nil {
		side := m.component(messageID, *c.Accessory)
		v.Side = &side
	}
	if isSelect(c.Type) {
		v.Choices, v.Chosen = m.choices(c)
		v.Min, v.Max = bounds(c.MinValues, c.MaxValues)
	}
	if c.File != nil {
		v.Path = ownPath(c.File.URL)
	}
	if c.Type == Thumbnail {
		v.Alt = []string{c.Description}
	}
	for _, item := range c.Items {
		v.Alt = append(v.Alt, item.Description)
	}
	return v
}

// choices returns what a select offers, and the labels of what is chosen at
// first.
func (m markdown) choices(c Component) (list []SelectOption, chosen string) {
	list = c.Options
	if c.Type != StringSelect && c.Options == nil {
		list = slices.Clone(m.entities[c.Type])
	}
	var labels []string
	for i := range list {
		for _, d := range c.DefaultValues {
			list[i].Default = list[i].Default || d.ID == list[i].Value
		}
		if list[i].Default {
			labels = append(labels, list[i].Label)
		}
	}
	return list, strings.Join(labels, ", ")
}

// A modalView is a form as the template "modal" shows it.
type modalView struct {
	CustomID, Title string
	Fields          []inputView
}

// An inputView is a part of a form: a text, or a field with its label.
type inputView struct {
	Component
	Kind, Label, Hint string
	HTML              template.HTML
	Choices           []SelectOption
	Required, Many    bool
	Min, Max          int // code points of a text, chosen values otherwise
}

// inputKinds names the types of fields that the template knows.
var inputKinds = map[int]string{
	TextInput: "line", StringSelect: "select", UserSelect: "select", RoleSelect: "select", MentionableSelect: "select",
	ChannelSelect: "select", RadioGroup: "radio", CheckboxGroup: "boxes", Checkbox: "box", FileUpload: "upload",
}

// modal returns a form as the page shows it.
func (r renderer) modal(m Modal) *modalView {
	v := &modalView{CustomID: m.CustomID, Title: m.Title}
	md := r.markdown(Message{})
	for _, c := range m.Components {
		switch {
		case c.Type == TextDisplay:
			v.Fields = append(v.Fields, inputView{Kind: "text", HTML: md.html(c.Content)})
		case c.Type == Label:
			v.Fields = append(v.Fields, md.input(*c.Child, c.Label, c.Description))
		default: // a row of one text input
			for _, field := range c.Components {
				v.Fields = append(v.Fields, md.input(field, field.Label, ""))
			}
		}
	}
	return v
}

// input returns a field of a form.
func (m markdown) input(c Component, label, hint string) inputView {
	v := inputView{Component: c, Kind: inputKinds[c.Type], Label: label, Hint: hint, Required: c.isRequired()}
	v.Min, v.Max = bounds(c.MinValues, c.MaxValues)
	v.Many = v.Max > 1 || (c.Type == CheckboxGroup && c.MaxValues == nil)
	v.Choices, _ = m.choices(c)
	if c.Type == TextInput {
		if c.Style == InputParagraph {
			v.Kind = "paragraph"
		}
		v.Min, v.Max = 0, 4000
		if c.MinLength != nil {
			v.Min = *c.MinLength
		}
		if c.MaxLength != nil {
			v.Max = *c.MaxLength
		}
	}
	return v
}

func (m markdown) embed(e Embed) embedView {
	v := embedView{Embed: e, Accent: hexColor(e.Color), HTML: m.html(e.Description), Web: isWebURL(e.URL)}
	for _, f := range e.Fields {
		v.Parts = append(v.Parts, fieldView{m.html(f.Name), m.html(f.Value), f.Inline})
	}
	return v
}

// hexColor returns "#rrggbb", or "" for no colour.
func hexColor(c *int) string {
	if c == nil {
		return ""
	}
	return fmt.Sprintf("#%06x", *c&0xFFFFFF)
}
