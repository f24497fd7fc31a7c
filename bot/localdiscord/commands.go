package localdiscord

import (
	"net/http"
	"reflect"
	"slices"
)

// Commands returns the slash commands that people can use, in the order of
// their registration.
func (s *Server) Commands() []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Command
	for _, c := range s.commands {
		if c.Type == 1 {
			list = append(list, *c)
		}
	}
	return list
}

// command returns the slash command with this name, that of the server before
// the global one, or nil.
func (s *Server) command(name string) *Command {
	var found *Command
	for _, c := range s.commands {
		if c.Type == 1 && c.Name == name && (found == nil || c.GuildID != "") {
			found = c
		}
	}
	return found
}

// scope checks the ids of a request for commands and returns the server they
// belong to, "" for global ones.
func (r request) scope() (guild string, refused *apiError) {
	if r.path["app"] != applicationID {
		return "", errOtherApplication()
	}
	if guild = r.path["guild"]; guild != "" && guild != guildID {
		return "", errMissingAccess()
	}
	return guild, nil
}

func (s *Server) getCommands(r request) (reply, *apiError) {
	guild, refused := r.scope()
	if refused != nil {
		return reply{}, refused
	}
	return reply{http.StatusOK, s.listCommands(guild, r.query.Get("with_localizations") == "true")}, nil
}

// putCommands replaces all commands of a scope.
func (s *Server) putCommands(r request) (reply, *apiError) {
	guild, refused := r.scope()
	if refused != nil {
		return reply{}, refused
	}
	next, refused := parseCommands(r.body)
	if refused != nil {
		return reply{}, refused
	}
	for _, c := range next {
		c.GuildID = guild
		if old := s.registered(c); old != nil {
			c.ID, c.Version = old.ID, old.Version
			if !reflect.DeepEqual(old, c) {
				c.Version = s.ids.snowflake()
			}
			continue
		}
		if !s.created.take(200, day) {
			return reply{}, errTooManyCreates()
		}
		c.ID, c.Version = s.ids.snowflake(), s.ids.snowflake()
	}
	s.commands = slices.DeleteFunc(s.commands, func(c *Command) bool { return c.GuildID == guild })
	s.commands = append(s.commands, next...)
	s.changed()
	return reply{http.StatusOK, s.listCommands(guild, true)}, nil
}

// registered returns the command that c replaces, or nil: same scope, type and
// name.
func (s *Server) registered(c *Command) *Command {
	for _, old := range s.commands {
		if old.GuildID == c.GuildID && old.Type == c.Type && old.Name == c.Name {
			return old
		}
	}
	return nil
}

// listCommands returns the commands of a scope as Discord lists them: without
// the localizations unless they are asked for.
func (s *Server) listCommands(guild string, localized bool) []Command {
	list := []Command{}
	for _, c := range s.commands {
		if c.GuildID != guild {
			continue
		}
		shown := *c
		if !localized {
			shown.NameLocalizations, shown.DescriptionLocalizations = nil, nil
			shown.Options = slices.Clone(c.Options)
			for i := range shown.Options {
				o := &shown.Options[i]
				o.NameLocalizations, o.DescriptionLocalizations = nil, nil
				o.Choices = slices.Clone(o.Choices)
				for j := range o.Choices {
					o.Choices[j].NameLocalizations = nil
				}
			}
		}
		list = append(list, shown)
	}
	return list
}

// parseCommands reads and checks a list of commands.
func parseCommands(body []byte) ([]*Command, *apiError) {
	v, refused := parseJSON(body)
	if refused != nil {
		return nil, refused
	}
	list, ok := v.([]any)
	if !ok {
		return nil, errForm("_", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
	}
	// As a field of a form, the list is checked like any other. Its own name is
	// not part of the paths: Discord names the first command "0".
	bad := &formErrors{}
	var commands []*Command
	f := form{m: map[string]any{"": list}, bad: bad}
	counts := map[int]int{}
	type name struct {
		kind int
		name string
	}
	seen := map[name]bool{}
	for _, cf := range f.forms("", 0, 130) {
		cf.path = cf.path[1:]
		c := parseCommand(cf)
		counts[c.Type]++
		if seen[name{c.Type, c.Name}] {
			cf.fail("name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
		}
		seen[name{c.Type, c.Name}] = true
		commands = append(commands, c)
	}
	if counts[1] > 100 || counts[2] > 15 || counts[3] > 15 {
		return nil, &apiError{status: 400, Code: 30032, Message: "Maximum number of application commands reached (100)"}
	}
	return commands, bad.err()
}

// parseCommand reads and checks one command.
func parseCommand(f form) *Command {
	c := &Command{
		ApplicationID:     applicationID,
		Type:              f.choice("type", 1, 1, 2, 3),
		NSFW:              f.isTrue("nsfw"),
		DMPermission:      true,
		Contexts:          f.ints("contexts", 0, 1, 2),
		IntegrationTypes:  f.ints("integration_types", 0, 1),
		NameLocalizations: f.locales("name_localizations", 32),
	}
	if c.IntegrationTypes == nil {
		c.IntegrationTypes = []int{0}
	}
	if dm := f.truth("dm_permission"); dm != nil {
		c.DMPermission = *dm
	}
	c.Name = f.name("name", c.Type == 1)
	if c.Type == 1 {
		f.need("description")
		c.Description = f.text("description", 1, 100)
	} else if f.text("description", 0, 100) != "" {
		f.fail("description", "APPLICATION_COMMAND_DESCRIPTION_INVALID", "Context menu commands cannot have description")
	}
	c.DescriptionLocalizations = f.locales("description_localizations", 100)
	if f.has("default_member_permissions") {
		p := f.snowflake("default_member_permissions")
		c.DefaultMemberPermissions = &p
	}
	c.Options = parseOptions(f)
	if c.size() > 8000 {
		f.fail("", "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")
	}
	return c
}

// ints returns the list of distinct integers in the field key, each one of
// those given; nil if it is not there.
func (f form) ints(key string, values ...int) []int {
	var list []int
	for _, v := range f.list(key, 1, len(values)) {
		one := form{m: map[string]any{key: v}, path: f.path, bad: f.bad}
		n := one.choice(key, -1, values...)
		if slices.Contains(list, n) {
			f.fail(key, "SET_TYPE_CONTAINS_DUPLICATE", "The value %s is a duplicate", asJSON(v))
		}
		list = append(list, n)
	}
	return list
}
