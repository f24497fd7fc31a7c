package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxExamples is how many example questions can be pressed.
const maxExamples = 4

// helpCommand returns /help.
func (b *Bot) helpCommand() command {
	return command{Command: commandOf(commandPhrases.help), do: b.help}
}

// help says how to ask, with examples to press, for the asker alone.
func (b *Bot) help(_ context.Context, ev Event) Message {
	l := b.private(ev)
	service, _ := b.coverage(ev)
	n := len(service.Corpus().Articles())
	how := []string{
		l.say(helpPhrases.how, b.slash(l, "ask")), l.say(helpPhrases.filters), l.say(helpPhrases.ways), l.say(helpPhrases.replies),
	}
	for _, c := range b.commands {
		if c.Menu {
			how = append(how, l.say(helpPhrases.menu, c.named(l)))
		}
	}
	list := listing{
		language: l, line: actLine(l, helpPhrases.line, ev.User.Name), n: 3,
		part: func(i, _ int) string {
			return []string{l.say(helpPhrases.whatIAm, n), strings.Join(how, "\n"), l.say(helpPhrases.commands) + "\n" + b.commandList(l, ev)}[i]
		},
		rows: b.exampleRows(ev),
	}
	if len(list.rows) > 0 {
		list.foot = "-# " + l.say(helpPhrases.examples)
	}
	m := b.list(ev, list, list.ahead(0))
	m.Private, m.Update = true, false
	return m
}

// commandList lists the slash commands that somebody can use, a line each.
func (b *Bot) commandList(l language, ev Event) string {
	var lines []string
	for _, c := range b.commands {
		server := ev.GuildID != "" && ev.Installed
		switch {
		case c.Menu, c.ServerOnly && !server, c.Needs != 0 && !ev.Permissions.Has(c.Needs), c.Name == "coverage" && !b.operator(ev):
			continue
		}
		lines = append(lines, "`/"+c.named(l)+"` "+c.described(l))
	}
	return strings.Join(lines, "\n")
}

// named returns what a command is called in a language.
func (c Command) named(l language) string { return inLanguage(l, c.Name, c.Names) }

// described returns what a command does in a language.
func (c Command) described(l language) string { return inLanguage(l, c.Description, c.Descriptions) }

// inLanguage returns the text for a language; English is what is not localised.
func inLanguage(l language, english string, by map[string]string) string {
	for _, locale := range locales[l] {
		if text := by[locale]; text != "" {
			return text
		}
	}
	return english
}

// slash returns a command as it is typed in a language, with its slash.
func (b *Bot) slash(l language, name string) string {
	if i := slices.IndexFunc(b.commands, func(c command) bool { return c.Name == name }); i >= 0 {
		name = b.commands[i].named(l)
	}
	return "/" + name
}

// exampleRows returns buttons for starter questions, a row each: short ones first,
// and the first one of every article before the second ones.
func (b *Bot) exampleRows(ev Event) []Row {
	all := slices.Clone(b.starters)
	long := func(s starter) int { return max(shortTry, utf8.RuneCountInString(s.text)) }
	slices.SortStableFunc(all, func(x, y starter) int {
		return cmp.Or(cmp.Compare(long(x), long(y)), cmp.Compare(x.at.sentence, y.at.sentence))
	})
	var rows []Row
	for _, s := range all[:min(len(all), maxExamples)] {
		rows = append(rows, Row{Buttons: []Button{b.button(ev, "", actionExample, s.at, truncate(s.text, maxLabel))}})
	}
	return rows
}

// askExample answers a starter question that was pressed, for the presser alone as
// the help is.
func (b *Bot) askExample(ctx context.Context, p press) Message {
	i := slices.IndexFunc(b.starters, func(s starter) bool { return s.at == p.id.cursor })
	if i < 0 {
		return note(b.private(p.Event).say(listPhrases.articleGone))
	}
	return b.answer(ctx, asking{Event: p.Event, text: b.starters[i].text, what: corePhrases.asked, private: true})
}
