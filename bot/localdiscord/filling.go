package localdiscord

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// resolved is the data of what an interaction names: by kind ("users",
// "members", "roles", "channels", "messages", "attachments") and id.
type resolved map[string]object

func (r resolved) put(kind, id string, thing any) {
	if r[kind] == nil {
		r[kind] = object{}
	}
	r[kind][id] = thing
}

// user resolves a person or the bot, named by name or id.
func (r resolved) user(s *Server, c *channel, name string) (id string, err error) {
	m := s.botMember
	if name != m.ID && name != m.Username {
		if name == "" {
			return "", errors.New("which person?")
		}
		if m, err = s.person(strings.TrimPrefix(name, "@")); err != nil {
			return "", err
		}
	}
	r.put("users", m.ID, m.User)
	if m.Member && c.Type == channelGuild {
		o := s.messageMember(m)
		delete(o, "deaf") // Discord leaves user, deaf and mute out here
		delete(o, "mute")
		o["permissions"] = s.permissions(m.ID, c)
		r.put("members", m.ID, o)
	}
	return m.ID, nil
}

// role resolves a role, named by name or id.
func (r resolved) role(s *Server, name string) (id string, err error) {
	role, err := s.roleNamed(strings.TrimPrefix(name, "@"))
	if err != nil {
		return "", err
	}
	r.put("roles", role.ID, role)
	return role.ID, nil
}

// channel resolves a channel of one of the types, nil for all.
func (r resolved) channel(s *Server, m *Member, name string, types []int) (id string, err error) {
	if name == "" {
		return "", errors.New("which channel?")
	}
	c, err := s.channelNamed(m, name)
	if err != nil {
		return "", err
	}
	if types != nil && !slices.Contains(types, c.Type) {
		return "", fmt.Errorf("channels like %s cannot be chosen", name)
	}
	o := s.channelObject(c)
	o["permissions"] = s.permissions(m.ID, c)
	r.put("channels", c.ID, o)
	return c.ID, nil
}

// A filling is a command being filled in by a person. With focused set it is not
// finished: choices are asked for that option.
type filling struct {
	s             *Server
	person        *Member
	channel       *channel
	resolved      resolved
	focused       string
	focusedOption CommandOption
}

// command returns the options of a command as they are sent. path leads to a
// subcommand.
func (f *filling) command(c *Command, path []string, given map[string]any) ([]object, error) {
	values, err := f.options(c.display(), c.Options, path, given)
	if err == nil && f.focused != "" && f.focusedOption.Name == "" {
		err = fmt.Errorf("/%s has no option %q", c.Name, f.focused)
	}
	return values, err
}

// options returns the values of options, in their order.
func (f *filling) options(of string, options []CommandOption, path []string, given map[string]any) ([]object, error) {
	if len(options) > 0 && options[0].Type <= OptionGroup {
		return f.subcommand(of, options, path, given)
	}
	if len(path) > 0 {
		return nil, fmt.Errorf("%s has no subcommand %q", of, path[0])
	}
	var values []object
	known := map[string]bool{}
	for _, o := range options {
		known[o.Name] = true
		value, err := f.option(of, o, given)
		if err != nil {
			return nil, err
		}
		if value != nil {
			values = append(values, value)
		}
	}
	for _, name := range sortedKeys(given) {
		if !known[name] {
			return nil, fmt.Errorf("%s has no option %q", of, name)
		}
	}
	return values, nil
}

// subcommand returns the one subcommand or group that path leads to.
func (f *filling) subcommand(of string, options []CommandOption, path []string, given map[string]any) ([]object, error) {
	var known []string
	for _, o := range options {
		known = append(known, o.Name)
		if len(path) == 0 || o.Name != path[0] {
			continue
		}
		values, err := f.options(of+" "+o.Name, o.Options, path[1:], given)
		if err != nil {
			return nil, err
		}
		sub := object{"name": o.Name, "type": o.Type}
		if values != nil || o.Type == OptionSubcommand {
			sub["options"] = append([]object{}, values...)
		}
		return []object{sub}, nil
	}
	return nil, fmt.Errorf("%s needs one of its subcommands: %s", of, listed(known))
}

// option returns one option as it is sent, or nil if it was not filled in.
func (f *filling) option(of string, o CommandOption, given map[string]any) (object, error) {
	raw, isGiven := given[o.Name]
	typed := strings.TrimSpace(asTyped(raw))
	if f.focused == o.Name {
		if !o.Autocomplete {
			return nil, fmt.Errorf("%s %s does not offer choices while one types", of, o.Name)
		}
		f.focusedOption = o
		return object{"name": o.Name, "type": o.Type, "value": asTyped(raw), "focused": true}, nil
	}
	if !isGiven || (typed == "" && !o.Required) {
		if o.Required && f.focused == "" {
			return nil, fmt.Errorf("%s needs %q: %s", of, o.Name, o.Description)
		}
		return nil, nil
	}
	v, err := f.value(o, raw, typed)
	if err != nil && f.focused != "" {
		v, err = typed, nil // half-typed values are sent as they are
	}
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", of, o.Name, err)
	}
	return object{"name": o.Name, "type": o.Type, "value": v}, nil
}

// asTyped returns a value of JSON as a person would type it; nil is nothing.
func asTyped(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// value returns what was typed as the option's type.
func (f *filling) value(o CommandOption, raw any, typed string) (any, error) {
	switch o.Type {
	case OptionUser:
		return f.resolved.user(f.s, f.channel, typed)
	case OptionRole:
		return f.resolved.role(f.s, typed)
	case OptionChannel:
		return f.resolved.channel(f.s, f.person, typed, o.ChannelTypes)
	case OptionMentionable:
		id, err := f.resolved.user(f.s, f.channel, typed)
		if err != nil {
			return f.resolved.role(f.s, typed)
		}
		return id, nil
	case OptionAttachment:
		a, err := f.s.upload(raw)
		if err != nil {
			return nil, err
		}
		f.resolved.put("attachments", a.ID, a)
		return a.ID, nil
	}
	return o.value(typed)
}

// value returns what was typed as a plain option's type.
func (o CommandOption) value(typed string) (any, error) {
	if len(o.Choices) > 0 {
		return o.chosen(typed)
	}
	switch o.Type {
	case OptionBoolean:
		b, err := strconv.ParseBool(typed)
		if err != nil {
			return nil, fmt.Errorf("%q is neither true nor false", typed)
		}
		return b, nil
	case OptionInteger, OptionNumber:
		x, err := strconv.ParseFloat(typed, 64)
		// Discord takes numbers that a double holds exactly: to 2^53.
		if err != nil || x != x || x > 1<<53 || x < -1<<53 || (o.Type == OptionInteger && x != float64(int64(x))) {
			return nil, fmt.Errorf("%q is not a number that fits", typed)
		}
		if (o.MinValue != nil && x < *o.MinValue) || (o.MaxValue != nil && x > *o.MaxValue) {
			return nil, fmt.Errorf("%s is out of range", typed)
		}
		return json.Number(strconv.FormatFloat(x, 'f', -1, 64)), nil
	}
	low, high := 1, 6000
	if o.MinLength != nil {
		low = max(low, *o.MinLength)
	}
	if o.MaxLength != nil {
		high = *o.MaxLength
	}
	return typed, checkLength(typed, low, high)
}

// checkLength says how long a text is if it is not low to high code points long.
func checkLength(text string, low, high int) error {
	if n := utf8.RuneCountInString(text); n < low || n > high {
		return fmt.Errorf("%d characters; it takes %d to %d", n, low, high)
	}
	return nil
}

// chosen returns the value of the choice that was typed, by its name or value.
func (o CommandOption) chosen(typed string) (any, error) {
	var names []string
	for _, c := range o.Choices {
		if typed == c.Name || typed == fmt.Sprint(c.Value) {
			return c.Value, nil
		}
		names = append(names, c.Name)
	}
	return nil, fmt.Errorf("%q is none of its choices: %s", typed, listed(names))
}

// isSelect reports whether a component type is a select.
func isSelect(kind int) bool {
	return kind == StringSelect || (UserSelect <= kind && kind <= ChannelSelect)
}

// choose returns the values that a person chose in a select, as they are sent;
// what they name is added to res.
func (s *Server) choose(m *Member, in *channel, c *Component, values []string, res resolved) ([]string, error) {
	low, high := bounds(c.MinValues, c.MaxValues)
	if n := len(values); n < low || n > high {
		return nil, fmt.Errorf("%d chosen; it takes %d to %d", n, low, high)
	}
	chosen := []string{}
	for _, v := range values {
		id, err := s.chooseOne(m, in, c, v, res)
		if err != nil {
			return nil, err
		}
		if slices.Contains(chosen, id) {
			return nil, fmt.Errorf("%q is chosen twice", v)
		}
		chosen = append(chosen, id)
	}
	return chosen, nil
}

// chooseOne returns one value of a select.
func (s *Server) chooseOne(m *Member, in *channel, c *Component, v string, res resolved) (string, error) {
	switch c.Type {
	case UserSelect:
		return res.user(s, in, v)
	case RoleSelect:
		return res.role(s, v)
	case ChannelSelect:
		return res.channel(s, m, v, c.ChannelTypes)
	case MentionableSelect:
		if id, err := res.user(s, in, v); err == nil {
			return id, nil
		}
		return res.role(s, v)
	}
	var known []string
	for _, o := range c.Options {
		if o.Value == v {
			return v, nil
		}
		known = append(known, o.Value)
	}
	return "", fmt.Errorf("%q is none of its values: %s", v, listed(known))
}

// bounds returns how many values may be chosen; nil is one.
func bounds(low, high *int) (int, int) {
	l, h := 1, 1
	if low != nil {
		l = *low
	}
	if high != nil {
		h = *high
	}
	return l, h
}
