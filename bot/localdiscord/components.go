package localdiscord

import (
	"iter"
	"net/url"
	"slices"
	"strings"
)

// walk yields every component, each before those inside it.
func walk(cs []Component) iter.Seq[*Component] {
	return func(yield func(*Component) bool) { walkInto(cs, yield) }
}

func walkInto(cs []Component, yield func(*Component) bool) bool {
	for i := range cs {
		if !yield(&cs[i]) || !walkInto(cs[i].Components, yield) {
			return false
		}
		if a := cs[i].Accessory; a != nil && !yield(a) {
			return false
		}
	}
	return true
}

// Which component types may stand where.
var (
	inMessage   = []int{ActionRow}
	inCard      = []int{ActionRow, Section, TextDisplay, MediaGallery, Separator, Container}
	inContainer = []int{ActionRow, Section, TextDisplay, MediaGallery, Separator}
	inSection   = []int{TextDisplay}
	accessories = []int{Button, Thumbnail}
	inRow       = []int{Button, StringSelect}
)

// parseComponents reads and checks the components of a message, which is a card
// or not.
func (d draft) parseComponents(card bool) []Component {
	allowed, high := inMessage, maxRows
	if card {
		allowed, high = inCard, maxComponents
	}
	return parseList(d.f, "components", 0, high, allowed)
}

// parseList reads low to high components of the allowed types.
func parseList(f form, key string, low, high int, allowed []int) []Component {
	list := []Component{}
	for _, cf := range f.forms(key, low, high) {
		list = append(list, parseComponent(cf, allowed))
	}
	return list
}

// parseComponent reads and checks one component of an allowed type.
func parseComponent(f form, allowed []int) Component {
	var c Component
	kind := f.whole("type", -1<<31, 1<<31-1)
	if kind == nil || !slices.Contains(allowed, *kind) {
		f.fail("type", "UNION_TYPE_CHOICES", `Value of field "type" must be one of (%s).`, joinInts(allowed))
		return c
	}
	c.Type = *kind
	if id := f.whole("id", 0, 1<<31-1); id != nil {
		c.ID = *id
	}
	switch c.Type {
	case ActionRow:
		c.parseRow(f)
	case Button:
		c.parseButton(f)
	case StringSelect:
		c.parseSelect(f)
	case Section:
		f.need("components")
		c.Components = parseList(f, "components", 1, 3, inSection)
		if a, ok := f.sub("accessory"); ok {
			thing := parseComponent(a, accessories)
			c.Accessory = &thing
		}
		f.need("accessory")
	case TextDisplay:
		f.need("content")
		c.Content = f.text("content", 1, maxText)
	case Thumbnail:
		c.parseMedia(f)
	case MediaGallery:
		c.parseGallery(f)
	case Separator:
		c.Divider = f.truth("divider")
		c.Spacing = f.choice("spacing", 1, 1, 2)
	case Container:
		f.need("components")
		c.Components = parseList(f, "components", 1, maxComponents, inContainer)
		c.AccentColor = f.whole("accent_color", 0, 0xFFFFFF)
		c.Spoiler = f.isTrue("spoiler")
	}
	return c
}

// parseRow reads an action row: up to five buttons, or one select.
func (c *Component) parseRow(f form) {
	f.need("components")
	c.Components = parseList(f, "components", 1, 5, inRow)
	for _, child := range c.Components {
		if child.Type == StringSelect && len(c.Components) > 1 {
			f.fail("components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")
			return
		}
	}
}

// parseButton reads a button: with a link, or with a custom id.
func (c *Component) parseButton(f form) {
	f.need("style")
	c.Style = f.choice("style", StylePrimary, StylePrimary, StyleSecondary, StyleSuccess, StyleDanger, StyleLink)
	c.Label = f.text("label", 0, 80)
	c.Disabled = f.isTrue("disabled")
	if e, ok := f.sub("emoji"); ok {
		c.Emoji = &Emoji{ID: e.snowflake("id"), Name: e.text("name", 0, 32)}
	}
	if c.Label == "" && c.Emoji == nil {
		f.fail("", "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A button must have a label or an emoji")
	}
	c.CustomID = f.text("custom_id", 0, 100)
	switch {
	case c.Style == StyleLink && c.CustomID != "":
		f.fail("", "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
	case c.Style == StyleLink:
		f.need("url")
		c.URL = f.link("url", 512)
	case f.has("url") && f.text("url", 0, 512) != "":
		f.fail("", "BUTTON_COMPONENT_URL_FOR_NON_LINK", "A url can only be specified for a link button")
	case c.CustomID == "":
		f.fail("custom_id", "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required")
	}
}

// parseSelect reads a string select.
func (c *Component) parseSelect(f form) {
	f.need("custom_id")
	f.need("options")
	c.CustomID = f.text("custom_id", 1, 100)
	c.Placeholder = f.text("placeholder", 0, 150)
	c.MinValues, c.MaxValues = f.whole("min_values", 0, 25), f.whole("max_values", 1, 25)
	c.Disabled = f.isTrue("disabled")
	seen := map[string]bool{}
	for _, o := range f.forms("options", 1, 25) {
		o.need("label")
		o.need("value")
		opt := SelectOption{
			Label: o.text("label", 1, 100), Value: o.text("value", 1, 100),
			Description: o.text("description", 0, 100), Default: o.isTrue("default"),
		}
		if seen[opt.Value] {
			o.fail("value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
		}
		seen[opt.Value] = true
		c.Options = append(c.Options, opt)
	}
}

// parseMedia reads a thumbnail.
func (c *Component) parseMedia(f form) {
	f.need("media")
	if m, ok := f.sub("media"); ok {
		m.need("url")
		c.Media = &Media{URL: m.link("url", 2048)}
	}
	c.Description = f.text("description", 1, 1024)
	c.Spoiler = f.isTrue("spoiler")
}

// parseGallery reads a media gallery.
func (c *Component) parseGallery(f form) {
	f.need("items")
	for _, it := range f.forms("items", 1, 10) {
		var one Component
		one.parseMedia(it)
		if one.Media != nil {
			c.Items = append(c.Items, MediaItem{Media: *one.Media, Description: one.Description, Spoiler: one.Spoiler})
		}
	}
}

// link returns the address in the field key, of at most high characters.
func (f form) link(key string, high int) string {
	t := f.text(key, 1, high)
	if t == "" {
		return ""
	}
	u, err := url.Parse(t)
	if err != nil || u.Host == "" && u.Opaque == "" && u.Path == "" {
		f.fail(key, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
		return t
	}
	if scheme := strings.ToLower(u.Scheme); scheme != "http" && scheme != "https" && (key != "url" || scheme != "discord") {
		f.fail(key, "URL_TYPE_INVALID_SCHEME", "Scheme %q is not supported. Scheme must be one of ('http', 'https').", scheme)
	}
	return t
}
