package gateway

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"summitbot/bot"
)

func TestRows(t *testing.T) {
	m := bot.Message{Rows: []bot.Row{
		{Buttons: []bot.Button{{ID: "a", Label: "A"}, {ID: "b", Label: "B", Style: bot.Blue}, {ID: "c", Label: "C", Style: bot.Red}, {URL: "https://x.example/y", Label: "D"}}},
		{Buttons: []bot.Button{{ID: "p", Label: "P", WhenPrivate: true}}},
		{Select: &bot.Select{ID: "s", Placeholder: "one", Options: []bot.SelectOption{{Label: "L", Value: "v", Description: "d", Chosen: true}, {Label: "M", Value: "w"}}, Min: 0, Max: 25}},
		{Select: &bot.Select{ID: "r", Of: bot.Roles, Chosen: []string{"81"}, Max: 1}},
		{Select: &bot.Select{ID: "ch", Of: bot.Channels, Min: 0, Max: 25}},
	}}
	want := `[{"type":1,"components":[{"type":2,"style":2,"label":"A","custom_id":"a"},{"type":2,"style":1,"label":"B","custom_id":"b"},{"type":2,"style":4,"label":"C","custom_id":"c"},{"type":2,"style":5,"label":"D","url":"https://x.example/y"}]},` +
		`{"type":1,"components":[{"type":3,"custom_id":"s","placeholder":"one","options":[{"label":"L","value":"v","description":"d","default":true},{"label":"M","value":"w"}],"min_values":0,"max_values":2}]},` +
		`{"type":1,"components":[{"type":6,"custom_id":"r","default_values":[{"id":"81","type":"role"}],"min_values":0,"max_values":1}]},` +
		`{"type":1,"components":[{"type":8,"custom_id":"ch","channel_types":[0,5],"min_values":0,"max_values":25}]}]`
	wire, err := rows(m, false)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := json.Marshal(wire); string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if wire, err := rows(m, true); err != nil || len(wire) != 5 || wire[1].Components[0].Label != "P" {
		t.Errorf("private: %+v, %v", wire, err)
	}
}

func TestRowLimits(t *testing.T) {
	button := func(id string) bot.Button { return bot.Button{ID: id, Label: "x"} }
	buttons := func(from, n int) (r bot.Row) {
		for i := range n {
			r.Buttons = append(r.Buttons, button(fmt.Sprint(from+i)))
		}
		return r
	}
	rowsOf := func(n, each int) (rows []bot.Row) {
		for i := range n {
			rows = append(rows, buttons(100*i, each))
		}
		return rows
	}
	options := func(n int) (list []bot.SelectOption) {
		for i := range n {
			list = append(list, bot.SelectOption{Label: "x", Value: fmt.Sprint(i)})
		}
		return list
	}
	one := func(b bot.Button) []bot.Row { return []bot.Row{{Buttons: []bot.Button{b}}} }
	choice := func(s bot.Select) []bot.Row { s.ID = "s"; return []bot.Row{{Select: &s}} }
	long := func(n int) string { return strings.Repeat("é", n) }
	tests := []struct {
		name  string
		rows  []bot.Row
		texts int // beside the rows
		bad   bool
	}{
		{"5 rows of 5", rowsOf(5, 5), 1, false},
		{"6 rows", rowsOf(6, 1), 1, true},
		{"6 buttons", rowsOf(1, 6), 1, true},
		{"an empty row", []bot.Row{{}}, 1, false},
		{"40 components", rowsOf(5, 5), 10, false},
		{"41 components", rowsOf(5, 5), 11, true},
		{"label of 80", one(bot.Button{ID: "x", Label: long(80)}), 1, false},
		{"label of 81", one(bot.Button{ID: "x", Label: long(81)}), 1, true},
		{"no label", one(bot.Button{ID: "x"}), 1, true},
		{"id of 100", one(button(strings.Repeat("x", 100))), 1, false},
		{"id of 101", one(button(strings.Repeat("x", 101))), 1, true},
		{"no id", one(button("")), 1, true},
		{"the same id", []bot.Row{buttons(1, 1), buttons(1, 1)}, 1, true},
		{"the same id in a select", []bot.Row{{Buttons: []bot.Button{button("s")}}, choice(bot.Select{Of: bot.Roles})[0]}, 1, true},
		{"two links", []bot.Row{{Buttons: []bot.Button{{URL: "https://x.example", Label: "a"}, {URL: "https://x.example", Label: "b"}}}}, 1, false},
		{"link with an id", one(bot.Button{ID: "x", URL: "https://x.example", Label: "a"}), 1, true},
		{"link to nothing", one(bot.Button{URL: "javascript:x", Label: "a"}), 1, true},
		{"long link", one(bot.Button{URL: "https://x.example/" + strings.Repeat("a", 495), Label: "a"}), 1, true},
		{"unknown style", one(bot.Button{ID: "x", Label: "a", Style: 9}), 1, true},
		{"button beside a select", []bot.Row{{Buttons: []bot.Button{button("x")}, Select: &bot.Select{ID: "s", Of: bot.Roles}}}, 1, true},
		{"25 options", choice(bot.Select{Options: options(25)}), 1, false},
		{"26 options", choice(bot.Select{Options: options(26)}), 1, true},
		{"no options", choice(bot.Select{}), 1, true},
		{"the same value", choice(bot.Select{Options: append(options(1), options(1)...)}), 1, true},
		{"long option", choice(bot.Select{Options: []bot.SelectOption{{Label: long(101), Value: "x"}}}), 1, true},
		{"long description", choice(bot.Select{Options: []bot.SelectOption{{Label: "x", Value: "x", Description: long(101)}}}), 1, true},
		{"placeholder of 150", choice(bot.Select{Of: bot.Channels, Placeholder: long(150)}), 1, false},
		{"placeholder of 151", choice(bot.Select{Of: bot.Channels, Placeholder: long(151)}), 1, true},
		{"more at least than at most", choice(bot.Select{Of: bot.Roles, Min: 2, Max: 1}), 1, true},
		{"more chosen than at most", choice(bot.Select{Of: bot.Roles, Max: 1, Chosen: []string{"1", "2"}}), 1, true},
		{"unknown select", choice(bot.Select{Of: 9}), 1, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := bot.Message{Rows: test.rows, Plain: "p"}
			for range test.texts {
				m.Card = append(m.Card, bot.Text{Content: "x"})
			}
			if _, err := card(m, false); (err != nil) != test.bad {
				t.Errorf("card: %v", err)
			}
			w, err := plain(m, false)
			if w.Content != "p" || (err != nil) != (test.bad && test.texts == 1) || err != nil && w.Components != nil {
				t.Errorf("plain: %+v, %v", w, err)
			}
		})
	}
}
