package localdiscord

import "encoding/json"

// MarshalJSON writes c as Discord answers it: with the keys that it always gives
// a component of this type, be they null or what they are by default.
func (c Component) MarshalJSON() ([]byte, error) {
	type plain Component
	switch c.Type {
	case Container:
		return json.Marshal(struct {
			plain
			AccentColor *int `json:"accent_color"`
			Spoiler     bool `json:"spoiler"`
		}{plain(c), c.AccentColor, c.Spoiler})
	case Separator:
		return json.Marshal(struct {
			plain
			Divider bool `json:"divider"`
			Spacing int  `json:"spacing"`
		}{plain(c), c.Divider == nil || *c.Divider, max(1, c.Spacing)})
	case StringSelect, UserSelect, RoleSelect, MentionableSelect, ChannelSelect:
		return json.Marshal(struct {
			plain
			MinValues int `json:"min_values"`
			MaxValues int `json:"max_values"`
		}{plain(c), orOne(c.MinValues), orOne(c.MaxValues)})
	case File:
		return json.Marshal(struct {
			plain
			Spoiler bool   `json:"spoiler"`
			Name    string `json:"name"`
			Size    int    `json:"size"`
		}{plain(c), c.Spoiler, c.Name, c.Size})
	case Thumbnail:
		return json.Marshal(struct {
			plain
			Description *string `json:"description"`
			Spoiler     bool    `json:"spoiler"`
		}{plain(c), orNull(c.Description), c.Spoiler})
	}
	return json.Marshal(plain(c))
}

// MarshalJSON writes it as Discord answers it: without a description it has null.
func (it MediaItem) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Media       Media   `json:"media"`
		Description *string `json:"description"`
		Spoiler     bool    `json:"spoiler"`
	}{it.Media, orNull(it.Description), it.Spoiler})
}

// orOne returns *n, or 1 if there is none.
func orOne(n *int) int {
	if n == nil {
		return 1
	}
	return *n
}

// orNull returns what JSON writes as text, or as null if it is empty.
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// resolveMedia gives the images of a message what Discord gives them when it has
// fetched them: an id, and an address of its own, which here is the same one.
func (s *Server) resolveMedia(cs []Component) {
	resolve := func(m *Media) {
		if m.ID == "" {
			m.ID, m.ProxyURL = s.ids.snowflake(s.now()), m.URL
		}
	}
	for c := range walk(cs) {
		if c.Media != nil {
			resolve(c.Media)
		}
		if c.File != nil {
			resolve(c.File)
		}
		for i := range c.Items {
			resolve(&c.Items[i].Media)
		}
	}
}
