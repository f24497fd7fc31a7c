package gateway

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"summitbot/bot"
)

// Discord's numbers for messages.
const (
	textDisplay = 10
	separator   = 14
	container   = 17

	flagSuppressEmbeds = 1 << 2
	flagEphemeral      = 1 << 6
	flagComponentsV2   = 1 << 15

	maxComponents = 40
	maxCardRunes  = 4000 // over all text displays
	// maxCardBytes is below the 10,170 bytes, with 12 for each text display, at
	// which Discord answers 500 (discord-api-docs issue 8554).
	maxCardBytes  = 10000
	bytesPerText  = 12
	maxPlainRunes = 2000
	maxAccent     = 0xffffff
)

// A wireComponent is a component in Discord's JSON.
type wireComponent struct {
	Type          int                `json:"type"`
	Content       string             `json:"content,omitempty"`
	Accent        *int               `json:"accent_color,omitempty"`
	Components    []wireComponent    `json:"components,omitempty"`
	Style         int                `json:"style,omitempty"`
	Label         string             `json:"label,omitempty"`
	CustomID      string             `json:"custom_id,omitempty"`
	URL           string             `json:"url,omitempty"`
	Placeholder   string             `json:"placeholder,omitempty"`
	Options       []wireSelectOption `json:"options,omitempty"`
	DefaultValues []wireDefault      `json:"default_values,omitempty"`
	ChannelTypes  []int              `json:"channel_types,omitempty"`
	MinValues     *int               `json:"min_values,omitempty"`
	MaxValues     *int               `json:"max_values,omitempty"`
}

// A wireMessage is a message in Discord's JSON.
type wireMessage struct {
	Content      string          `json:"content,omitempty"`
	Components   []wireComponent `json:"components,omitempty"`
	Flags        int             `json:"flags,omitempty"`
	Mentions     wireMentions    `json:"allowed_mentions"` // set by deliver alone
	Reference    *wireReference  `json:"message_reference,omitempty"`
	Nonce        string          `json:"nonce,omitempty"` // at most 25 characters
	EnforceNonce bool            `json:"enforce_nonce,omitempty"`
}

// A wireEdit is a message that takes another one's place: what it has not is
// taken away. A text becomes a card only if its content goes.
type wireEdit struct {
	wireMessage
	Content    *string         `json:"content"` // null if empty
	Components []wireComponent `json:"components"`
	Embeds     [0]string       `json:"embeds"`
}

// wireMentions has an empty list where Discord would otherwise look for people to ping.
type wireMentions struct {
	Parse       [0]string `json:"parse"`
	Roles       []string  `json:"roles,omitempty"`        // of a HumanCall: its role
	RepliedUser *bool     `json:"replied_user,omitempty"` // of a reply: false
}

type wireReference struct {
	MessageID       string `json:"message_id"`
	FailIfNotExists bool   `json:"fail_if_not_exists"`
}

// edit returns w as what takes another message's place. Whether that one is
// private cannot change.
func (w wireMessage) edit() wireEdit {
	e := wireEdit{wireMessage: w, Components: w.Components}
	if w.Content != "" {
		e.Content = &w.Content
	}
	if e.Components == nil {
		e.Components = []wireComponent{}
	}
	e.Flags &^= flagEphemeral
	return e
}

// card returns m as a Components V2 message, or an error that says which of
// Discord's limits it breaks.
func card(m bot.Message, private bool) (wireMessage, error) {
	var size cardSize
	parts, err := size.add(m.Card, false)
	if err != nil {
		return wireMessage{}, err
	}
	under, err := rows(m, private)
	if err != nil {
		return wireMessage{}, err
	}
	for _, row := range under {
		size.components += 1 + len(row.Components)
	}
	return wireMessage{Components: append(parts, under...), Flags: flagComponentsV2 | ephemeral(private)}, size.check()
}

// plain returns m as ordinary text, cut if it is too long, and without its rows if
// they break a limit. The error says that and nothing more.
func plain(m bot.Message, private bool) (w wireMessage, err error) {
	text := m.Plain
	if n := utf8.RuneCountInString(text); n > maxPlainRunes {
		text, err = string([]rune(text)[:maxPlainRunes]), fmt.Errorf("the text has %d characters, of at most %d", n, maxPlainRunes)
	}
	under, bad := rows(m, private)
	return wireMessage{Content: text, Components: under, Flags: flagSuppressEmbeds | ephemeral(private)}, errors.Join(err, bad)
}

// ephemeral returns the flag of a message that only the asker sees.
func ephemeral(private bool) int {
	if private {
		return flagEphemeral
	}
	return 0
}

// A cardSize counts what Discord limits in a card.
type cardSize struct{ components, texts, runes, bytes int }

// add translates components and counts them. Containers cannot be nested.
func (s *cardSize) add(parts []bot.Component, nested bool) ([]wireComponent, error) {
	var wire []wireComponent
	for _, part := range parts {
		s.components++
		switch part := part.(type) {
		case bot.Text:
			if part.Content == "" {
				return nil, fmt.Errorf("a text of the card is empty")
			}
			s.texts++
			s.runes += utf8.RuneCountInString(part.Content)
			s.bytes += len(part.Content)
			wire = append(wire, wireComponent{Type: textDisplay, Content: part.Content})
		case bot.Separator:
			wire = append(wire, wireComponent{Type: separator})
		case bot.Container:
			if nested || len(part.Children) == 0 || part.Accent < 0 || part.Accent > maxAccent {
				return nil, fmt.Errorf("a container of the card is nested, empty or of no colour")
			}
			children, err := s.add(part.Children, true)
			if err != nil {
				return nil, err
			}
			w := wireComponent{Type: container, Components: children}
			if part.Accent != 0 {
				w.Accent = &part.Accent
			}
			wire = append(wire, w)
		default:
			return nil, fmt.Errorf("the card has a %T, which has no translation", part)
		}
	}
	return wire, nil
}

// check returns an error if the card is larger than Discord takes.
func (s *cardSize) check() error {
	switch size := s.bytes + bytesPerText*s.texts; {
	case s.components > maxComponents:
		return fmt.Errorf("the card has %d components, of at most %d", s.components, maxComponents)
	case s.runes > maxCardRunes:
		return fmt.Errorf("the card has %d characters, of at most %d", s.runes, maxCardRunes)
	case size > maxCardBytes:
		return fmt.Errorf("the card has %d bytes, of at most %d", size, maxCardBytes)
	}
	return nil
}
