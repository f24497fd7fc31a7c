package gateway

import (
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
	firstResponse = 4 // callback type: the message that answers
)

// A wireComponent is a component in Discord's JSON.
type wireComponent struct {
	Type       int             `json:"type"`
	Content    string          `json:"content,omitempty"`
	Accent     *int            `json:"accent_color,omitempty"`
	Components []wireComponent `json:"components,omitempty"`
}

// A wireMessage is the data of a callback in Discord's JSON.
type wireMessage struct {
	Content    string          `json:"content,omitempty"`
	Components []wireComponent `json:"components,omitempty"`
	Flags      int             `json:"flags,omitempty"`
	Mentions   wireMentions    `json:"allowed_mentions"`
}

// wireMentions has an empty list where Discord would otherwise look for people to ping.
type wireMentions struct {
	Parse [0]string `json:"parse"`
}

// card returns m as a Components V2 message, or an error that says which of
// Discord's limits it breaks.
func card(m bot.Message) (wireMessage, error) {
	var size cardSize
	parts, err := size.add(m.Card, false)
	if err == nil {
		err = size.check()
	}
	return wireMessage{Components: parts, Flags: flagComponentsV2 | private(m)}, err
}

// plain returns m as ordinary text, cut if it is too long, and whether it had to be.
func plain(m bot.Message) (w wireMessage, cut bool) {
	text := m.Plain
	if utf8.RuneCountInString(text) > maxPlainRunes {
		cut, text = true, string([]rune(text)[:maxPlainRunes])
	}
	return wireMessage{Content: text, Flags: flagSuppressEmbeds | private(m)}, cut
}

// private returns the flag of a message that only the asker sees.
func private(m bot.Message) int {
	if m.Private {
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
