package localdiscord

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// parseLine reads what a person typed as a command with its options. The line
//
//	/ask what did Putin give Kim? source:arynews since:"21 June"
//
// is the command, the text of its first option, and further options at the
// end, each at most once. A value with spaces stands in quotes. The name of the
// first option may be written too: /ask question:what…
// An error is one that the person who typed can act on.
func parseLine(line string, commands []Command) (name string, options map[string]string, err error) {
	commands = slashCommands(commands)
	line = strings.TrimSpace(line)
	if len(commands) == 0 {
		return "", nil, errors.New("the bot has no commands yet: is it running?")
	}
	typed, ok := strings.CutPrefix(line, "/")
	if !ok {
		return "", nil, fmt.Errorf("lines here begin with a command, such as /%s", commands[0].Name)
	}
	name, rest := typed, ""
	if i := strings.IndexAny(typed, " \t\n"); i >= 0 {
		name, rest = typed[:i], strings.TrimSpace(typed[i:])
	}
	for _, c := range commands {
		if strings.EqualFold(c.Name, name) {
			options, err = lineOptions(rest, c)
			return c.Name, options, err
		}
	}
	return "", nil, fmt.Errorf("there is no command /%s; there is %s", name, commandNames(commands))
}

// slashCommands returns the commands that one types, without those of menus.
func slashCommands(commands []Command) []Command {
	var slash []Command
	for _, c := range commands {
		if c.Type == 1 {
			slash = append(slash, c)
		}
	}
	return slash
}

// commandNames lists commands in words.
func commandNames(commands []Command) string {
	var names []string
	for _, c := range commands {
		names = append(names, "/"+c.Name)
	}
	return strings.Join(names, ", ")
}

// trailingOption is "name:value" or `name:"a value"` at the end of a line.
var trailingOption = regexp.MustCompile(`(?:^|\s)([-_\p{L}\p{N}]+):(?:"([^"]*)"|([^\s"]+))$`)

// lineOptions reads the line behind a command's name.
func lineOptions(rest string, c Command) (map[string]string, error) {
	options := map[string]string{}
	for {
		m := trailingOption.FindStringSubmatch(rest)
		// A word with a colon that names no option belongs to the text.
		if m == nil || !hasOption(c, m[1]) {
			break
		}
		if _, twice := options[m[1]]; twice {
			return nil, fmt.Errorf("%s is there twice", m[1])
		}
		options[m[1]] = m[2] + m[3]
		rest = strings.TrimSpace(rest[:len(rest)-len(m[0])])
	}
	if rest != "" {
		main, ok := mainOption(c)
		if !ok {
			return nil, fmt.Errorf("/%s takes no text", c.Name)
		}
		if _, twice := options[main.Name]; twice {
			return nil, fmt.Errorf("%s is there twice", main.Name)
		}
		rest = strings.TrimSpace(strings.TrimPrefix(rest, main.Name+":"))
		options[main.Name] = rest
	}
	for _, o := range c.Options {
		if o.Required && options[o.Name] == "" {
			return nil, fmt.Errorf("/%s needs more: /%s %s", c.Name, c.Name, o.Name)
		}
	}
	return options, nil
}

func hasOption(c Command, name string) bool {
	for _, o := range c.Options {
		if o.Name == name {
			return true
		}
	}
	return false
}

// mainOption returns the option that plain text behind the command fills: its
// first one of type string, and required ones stand first.
func mainOption(c Command) (CommandOption, bool) {
	for _, o := range c.Options {
		if o.Type == OptionString {
			return o, true
		}
	}
	return CommandOption{}, false
}
