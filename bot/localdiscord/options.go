package localdiscord

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// commandName is what a slash command or option may be called, by Discord's
// documentation. It may not have upper case where lower case exists.
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

// knownLocales are the languages of Discord's client.
var knownLocales = strings.Fields(`ar bg cs da de el en-GB en-US es-419 es-ES fi fr he hi hr hu id it ja ko lt nl no pl
	pt-BR ro ru sv-SE th tr uk vi zh-CN zh-TW`)

// name returns the name of a command or option, which must fit the pattern if
// strict.
func (f form) name(key string, strict bool) string {
	f.need(key)
	t := f.text(key, 1, 32)
	if t != "" && strict && (!commandName.MatchString(t) || t != strings.ToLower(t)) {
		f.fail(key, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
	}
	return t
}

// locales returns the localizations in the field key, each of at most high
// code points; nil if there are none.
func (f form) locales(key string, high int) map[string]string {
	l, ok := f.sub(key)
	if !ok {
		return nil
	}
	m := map[string]string{}
	for lang := range l.m {
		if !slices.Contains(knownLocales, lang) {
			l.fail(lang, "ENUM_TYPE_COERCE", "Value %q is not a valid enum value.", lang)
		}
		m[lang] = l.text(lang, 1, high)
	}
	return m
}

// channelTypes are the types of channel that can be asked for.
var channelTypes = []int{0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16}

// Which option types may stand where.
var (
	plainOptions = []int{OptionString, OptionInteger, OptionBoolean, OptionUser, OptionChannel, OptionRole,
		OptionMentionable, OptionNumber, OptionAttachment}
	anyOptions = append([]int{OptionSubcommand, OptionGroup}, plainOptions...)
)

// parseOptions reads and checks the options of a command, a group or a
// subcommand: those of the types allowed.
func parseOptions(f form, allowed []int) []CommandOption {
	var list []CommandOption
	seen := map[string]bool{}
	optional := false
	for _, of := range f.forms("options", 0, 25) {
		o := parseOption(of, allowed)
		if seen[o.Name] {
			of.fail("name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option names must be unique")
		}
		seen[o.Name] = true
		if o.Required && optional {
			of.fail("", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		}
		optional = optional || !o.Required
		list = append(list, o)
		if (o.Type <= OptionGroup) != (list[0].Type <= OptionGroup) {
			of.fail("", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command and sub-command group option types are mutually exclusive to all other types")
		}
	}
	return list
}

// parseOption reads and checks one option.
func parseOption(f form, allowed []int) CommandOption {
	f.need("type")
	f.need("description")
	o := CommandOption{
		Type:                     f.choice("type", OptionString, allowed...),
		Name:                     f.name("name", true),
		NameLocalizations:        f.locales("name_localizations", 32),
		Description:              f.text("description", 1, 100),
		DescriptionLocalizations: f.locales("description_localizations", 100),
		Required:                 f.isTrue("required"),
		Autocomplete:             f.isTrue("autocomplete"),
	}
	switch o.Type {
	case OptionSubcommand:
		o.Options = parseOptions(f, plainOptions)
		return o
	case OptionGroup:
		o.Options = parseOptions(f, []int{OptionSubcommand})
		return o
	case OptionString:
		o.MinLength, o.MaxLength = f.whole("min_length", 0, 6000), f.whole("max_length", 1, 6000)
	case OptionInteger, OptionNumber:
		o.MinValue, o.MaxValue = f.number("min_value"), f.number("max_value")
	case OptionChannel:
		o.ChannelTypes = f.ints("channel_types", 0, channelTypes...)
	}
	for _, cf := range f.forms("choices", 0, 25) {
		o.Choices = append(o.Choices, parseChoice(cf, o.Type))
	}
	if o.Autocomplete && len(o.Choices) > 0 {
		f.fail("", "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", "Choices and autocomplete are mutually exclusive")
	}
	if !slices.Contains([]int{OptionString, OptionInteger, OptionNumber}, o.Type) && (o.Autocomplete || len(o.Choices) > 0) {
		f.fail("type", "BASE_TYPE_CHOICES", "Value must be one of (3, 4, 10).")
	}
	return o
}

// parseChoice reads and checks one fixed value of an option of a type.
func parseChoice(f form, kind int) CommandChoice {
	f.need("name")
	f.need("value")
	c := CommandChoice{Name: f.text("name", 1, 100), NameLocalizations: f.locales("name_localizations", 100), Value: f.m["value"]}
	switch kind {
	case OptionString:
		c.Value = f.text("value", 1, 100)
	case OptionInteger:
		f.whole("value", -1<<53, 1<<53)
	default:
		f.number("value")
	}
	return c
}

// size returns the code points of everything that people read or type of a
// command; of a text with localizations, the longest counts.
func (c *Command) size() int {
	return longest(c.Name, c.NameLocalizations) + longest(c.Description, c.DescriptionLocalizations) + optionsSize(c.Options)
}

func optionsSize(options []CommandOption) int {
	n := 0
	for _, o := range options {
		n += longest(o.Name, o.NameLocalizations) + longest(o.Description, o.DescriptionLocalizations) + optionsSize(o.Options)
		for _, ch := range o.Choices {
			n += longest(ch.Name, ch.NameLocalizations)
			if v, ok := ch.Value.(string); ok {
				n += utf8.RuneCountInString(v)
			}
		}
	}
	return n
}

// longest returns the code points of the longest of a text and its
// localizations.
func longest(text string, localized map[string]string) int {
	n := utf8.RuneCountInString(text)
	for _, t := range localized {
		n = max(n, utf8.RuneCountInString(t))
	}
	return n
}
