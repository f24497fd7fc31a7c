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
		for _, one := range []*Component{cs[i].Accessory, cs[i].Child} {
			if one != nil && !yield(one) {
				return false
			}
		}
	}
	return true
}

// Which component types may stand where.
var (
	inMessage   = []int{ActionRow}
	inCard      = []int{ActionRow, Section, TextDisplay, MediaGallery, File, Separator, Container}
	inContainer = []int{ActionRow, Section, TextDisplay, MediaGallery, File, Separator}
	inSection   = []int{TextDisplay}
	accessories = []int{Button, Thumbnail}
	inRow       = []int{Button, StringSelect, UserSelect, RoleSelect, MentionableSelect, ChannelSelect}
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
		c.parseRow(f, slices.Contains(allowed, Label))
	case Button:
		c.parseButton(f)
	case StringSelect, UserSelect, RoleSelect, MentionableSelect, ChannelSelect:
		c.parseSelect(f)
	case TextInput:
		c.parseInput(f)
	case Label:
		c.parseLabel(f)
	case RadioGroup, CheckboxGroup, Checkbox:
		c.parseGroup(f)
	case FileUpload:
		c.parseUpload(f)
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
	case File:
		c.parseFile(f)
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

// parseRow reads an action row: up to five buttons, or one select; in a modal
// one text input, whose label stands with it.
func (c *Component) parseRow(f form, modal bool) {
	f.need("components")
	if modal {
		c.Components = parseList(f, "components", 1, 1, inModalRow)
		for _, in := range f.forms("components", 1, 1) {
			in.need("label")
		}
		return
	}
	c.Components = parseList(f, "components", 1, 5, inRow)
	for _, child := range c.Components {
		if isSelect(child.Type) && len(c.Components) > 1 {
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
	c.Emoji = parseEmoji(f)
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

// parseSelect reads a select of any kind.
func (c *Component) parseSelect(f form) {
	f.need("custom_id")
	c.CustomID = f.text("custom_id", 1, 100)
	c.Placeholder = f.text("placeholder", 0, 150)
	c.MinValues, c.MaxValues = f.whole("min_values", 0, 25), f.whole("max_values", 1, 25)
	if low, high := bounds(c.MinValues, c.MaxValues); low > high && c.MaxValues != nil {
		f.fail("", "SELECT_COMPONENT_MIN_VALUES_EXCEEDS_MAX_VALUES", "Min values cannot be greater than max values")
	}
	c.Disabled = f.isTrue("disabled")
	c.Required = f.truth("required")
	switch c.Type {
	case StringSelect:
		f.need("options")
		c.Options = parseSelectOptions(f, 1, 25)
		return
	case ChannelSelect:
		c.ChannelTypes = f.ints("channel_types", 0, channelTypes...)
	}
	c.parseDefaults(f)
}

// parseSelectOptions reads low to high options of a select or group.
func parseSelectOptions(f form, low, high int) []SelectOption {
	var list []SelectOption
	seen := map[string]bool{}
	for _, o := range f.forms("options", low, high) {
		o.need("label")
		o.need("value")
		opt := SelectOption{
			Label: o.text("label", 1, 100), Value: o.text("value", 1, 100),
			Description: o.text("description", 0, 100), Default: o.isTrue("default"), Emoji: parseEmoji(o),
		}
		if seen[opt.Value] {
			o.fail("value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
		}
		seen[opt.Value] = true
		list = append(list, opt)
	}
	return list
}

// parseDefaults reads what is chosen at first in a select of users, roles or
// channels.
func (c *Component) parseDefaults(f form) {
	kinds := map[int][]string{UserSelect: {"user"}, RoleSelect: {"role"}, MentionableSelect: {"user", "role"}, ChannelSelect: {"channel"}}[c.Type]
	for _, df := range f.forms("default_values", 0, 25) {
		df.need("id")
		d := DefaultValue{ID: df.snowflake("id"), Type: df.text("type", 0, 20)}
		if !slices.Contains(kinds, d.Type) {
			df.fail("type", "BASE_TYPE_CHOICES", "Value must be one of ('%s').", strings.Join(kinds, "', '"))
		}
		c.DefaultValues = append(c.DefaultValues, d)
	}
	low, high := bounds(c.MinValues, c.MaxValues)
	if n := len(c.DefaultValues); n > 0 && (n < low || n > high) {
		f.fail("default_values", "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", low, high)
	}
}

// parseEmoji returns the emoji of a button or option, or nil.
func parseEmoji(f form) *Emoji {
	e, ok := f.sub("emoji")
	if !ok {
		return nil
	}
	return &Emoji{ID: e.snowflake("id"), Name: e.text("name", 0, 32)}
}

// parseFile reads a file component, which shows a file of the same request.
func (c *Component) parseFile(f form) {
	f.need("file")
	if m, ok := f.sub("file"); ok {
		m.need("url")
		c.File = &Media{URL: m.text("url", 1, 2048)}
		if !strings.HasPrefix(c.File.URL, attachmentScheme) {
			m.fail("url", "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('attachment').")
		}
	}
	c.Spoiler = f.isTrue("spoiler")
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
	if strings.HasPrefix(t, attachmentScheme) && key == "url" && f.path[len(f.path)-1] == "media" {
		return t
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
