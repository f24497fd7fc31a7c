package gateway

import (
	"fmt"
	"net/url"
	"slices"
	"unicode/utf8"

	"summitbot/bot"
)

// Discord's numbers for rows.
const (
	actionRow     = 1
	button        = 2
	stringSelect  = 3
	roleSelect    = 6
	channelSelect = 8
	linkStyle     = 5

	maxRows        = 5
	maxButtons     = 5 // in a row
	maxLabel       = 80
	maxCustomID    = 100
	maxURL         = 512
	maxPlaceholder = 150
	maxOptions     = 25 // of a select
	maxOption      = 100
)

// buttonStyles are Discord's numbers for styles.
var buttonStyles = map[bot.ButtonStyle]int{bot.Blue: 1, bot.Grey: 2, bot.Red: 4}

// textChannels are the types of channels that the bot can write in: ordinary and
// announcements.
var textChannels = []int{0, 5}

type wireSelectOption struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description,omitempty"`
	Default     bool   `json:"default,omitempty"`
}

type wireDefault struct {
	ID   string `json:"id"`
	Type string `json:"type"` // "role" or "channel"
}

// rows returns the rows of a message as components, or an error that says which
// of Discord's limits they break. Rows that have nothing to show are left out.
func rows(m bot.Message, private bool) ([]wireComponent, error) {
	var wire []wireComponent
	ids := map[string]bool{"": true}
	for _, r := range m.Rows {
		row := wireComponent{Type: actionRow}
		for _, b := range r.Buttons {
			if b.WhenPrivate && !private {
				continue
			}
			w, err := wireButton(b)
			if err != nil {
				return nil, err
			}
			row.Components = append(row.Components, w)
		}
		if r.Select != nil {
			w, err := wireSelect(r.Select)
			if err != nil {
				return nil, err
			}
			row.Components = append(row.Components, w)
		}
		if len(row.Components) > maxButtons || r.Select != nil && len(row.Components) > 1 {
			return nil, fmt.Errorf("a row has %d buttons and selects, of at most %d buttons or one select", len(row.Components), maxButtons)
		}
		for _, w := range row.Components {
			if ids[w.CustomID] && w.Style != linkStyle || len(w.CustomID) > maxCustomID {
				return nil, fmt.Errorf("custom ID %q is empty, there twice or too long", w.CustomID)
			}
			ids[w.CustomID] = true
		}
		if len(row.Components) > 0 {
			wire = append(wire, row)
		}
	}
	if len(wire) > maxRows {
		return nil, fmt.Errorf("the message has %d rows, of at most %d", len(wire), maxRows)
	}
	return wire, nil
}

// unchosen returns rows in whose selects no role and no channel is chosen: one that is
// gone, or too many, must not keep the whole message from those who could choose anew.
func unchosen(rows []bot.Row) []bot.Row {
	rows = slices.Clone(rows)
	for i, r := range rows {
		if r.Select != nil {
			s := *r.Select
			s.Chosen = nil
			rows[i].Select = &s
		}
	}
	return rows
}

// wireButton returns a button in Discord's JSON.
func wireButton(b bot.Button) (wireComponent, error) {
	w := wireComponent{Type: button, Label: b.Label, CustomID: b.ID, URL: b.URL, Style: buttonStyles[b.Style]}
	if n := utf8.RuneCountInString(b.Label); n == 0 || n > maxLabel || w.Style == 0 {
		return w, fmt.Errorf("the label of button %q has %d characters, of 1 to %d, or its style is unknown", b.Label, n, maxLabel)
	}
	if b.URL == "" {
		return w, nil
	}
	w.Style = linkStyle
	u, err := url.Parse(b.URL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || b.ID != "" || len(b.URL) > maxURL {
		return w, fmt.Errorf("button %q is no link of at most %d characters without a custom ID", b.Label, maxURL)
	}
	return w, nil
}

// wireSelect returns a select in Discord's JSON.
func wireSelect(s *bot.Select) (wireComponent, error) {
	low, high := s.Min, max(s.Max, 1)
	w := wireComponent{CustomID: s.ID, Placeholder: s.Placeholder, MinValues: &low, MaxValues: &high}
	if low < 0 || low > high || high > maxOptions || utf8.RuneCountInString(s.Placeholder) > maxPlaceholder {
		return w, fmt.Errorf("a select lets %d to %d be chosen, of at most %d, or its placeholder is too long", low, high, maxOptions)
	}
	if n := len(s.Chosen); s.Of != bot.Strings && n > 0 && (n < low || n > high) {
		return w, fmt.Errorf("a select has %d chosen, of %d to %d", n, low, high)
	}
	kind := "role"
	switch s.Of {
	case bot.Strings:
		w.Type = stringSelect
		high = min(high, len(s.Options))
		return w, w.addOptions(s.Options)
	case bot.Roles:
		w.Type = roleSelect
	case bot.Channels:
		w.Type, w.ChannelTypes, kind = channelSelect, textChannels, "channel"
	default:
		return w, fmt.Errorf("a select of an unknown kind %d", s.Of)
	}
	for _, id := range s.Chosen {
		w.DefaultValues = append(w.DefaultValues, wireDefault{ID: id, Type: kind})
	}
	return w, nil
}

// addOptions adds the options of a select of strings.
func (w *wireComponent) addOptions(options []bot.SelectOption) error {
	if len(options) == 0 || len(options) > maxOptions || *w.MinValues > len(options) {
		return fmt.Errorf("a select has %d options, of 1 to %d", len(options), maxOptions)
	}
	values := map[string]bool{"": true}
	for _, o := range options {
		label, value, more := utf8.RuneCountInString(o.Label), utf8.RuneCountInString(o.Value), utf8.RuneCountInString(o.Description)
		if label == 0 || max(label, value, more) > maxOption || values[o.Value] {
			return fmt.Errorf("option %q of a select is empty, there twice or too long", o.Label)
		}
		values[o.Value] = true
		w.Options = append(w.Options, wireSelectOption{Label: o.Label, Value: o.Value, Description: o.Description, Default: o.Chosen})
	}
	return nil
}
