package localdiscord

import (
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
)

// Commands returns the slash commands, whoever can use them, in the order of
// their registration.
func (s *Server) Commands() []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Command
	for _, c := range s.commands {
		if c.Type == CommandSlash {
			list = append(list, *c)
		}
	}
	return list
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

// putCommands replaces all commands of a scope. Who keeps its name and type keeps
// its id.
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
		if refused := s.adopt(c); refused != nil {
			return reply{}, refused
		}
	}
	s.commands = slices.DeleteFunc(s.commands, func(c *Command) bool { return c.GuildID == guild })
	s.commands = append(s.commands, next...)
	s.changed()
	return reply{http.StatusOK, s.listCommands(guild, true)}, nil
}

// adopt gives a command the id of the one that it replaces, and a new version
// where something has changed; a command that replaces none counts against the
// day's budget.
func (s *Server) adopt(c *Command) *apiError {
	if old := s.registered(c); old != nil {
		c.ID, c.Version = old.ID, old.Version
		if !reflect.DeepEqual(old, c) {
			c.Version = s.snowflake()
		}
		return nil
	}
	if !s.created.take(s.now(), maxCreates, day) {
		return errTooManyCreates()
	}
	c.ID, c.Version = s.snowflake(), s.snowflake()
	return nil
}

// maxCreates is how many commands may be created in a day.
const maxCreates = 200

// maxCommands returns how many commands of a type a scope may have.
func maxCommands(kind int) int {
	if kind == CommandSlash {
		return 100
	}
	return 15
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

// postCommand creates a command, or replaces that of the same name and type.
func (s *Server) postCommand(r request) (reply, *apiError) {
	guild, refused := r.scope()
	if refused != nil {
		return reply{}, refused
	}
	f, refused := r.form()
	if refused != nil {
		return reply{}, refused
	}
	c := parseCommand(f)
	if refused := f.bad.err(); refused != nil {
		return reply{}, refused
	}
	c.GuildID = guild
	old := s.registered(c)
	if old == nil {
		if n := s.countCommands(guild, c.Type); n >= maxCommands(c.Type) {
			return reply{}, errTooManyCommands(maxCommands(c.Type))
		}
	}
	if refused := s.adopt(c); refused != nil {
		return reply{}, refused
	}
	s.changed()
	if old != nil {
		*old = *c
		return reply{http.StatusOK, old}, nil
	}
	s.commands = append(s.commands, c)
	return reply{http.StatusCreated, c}, nil
}

// countCommands returns how many commands of a type a scope has.
func (s *Server) countCommands(guild string, kind int) int {
	n := 0
	for _, c := range s.commands {
		if c.GuildID == guild && c.Type == kind {
			n++
		}
	}
	return n
}

// commandInPath returns the command whose scope and id are in the path.
func (s *Server) commandInPath(r request) (*Command, *apiError) {
	guild, refused := r.scope()
	if refused != nil {
		return nil, refused
	}
	for _, c := range s.commands {
		if c.GuildID == guild && c.ID == r.path["command"] {
			return c, nil
		}
	}
	return nil, errUnknownCommand()
}

func (s *Server) getCommand(r request) (reply, *apiError) {
	c, refused := s.commandInPath(r)
	if refused != nil {
		return reply{}, refused
	}
	return reply{http.StatusOK, c}, nil
}

// patchCommand changes the fields that are sent. The type stays.
func (s *Server) patchCommand(r request) (reply, *apiError) {
	c, refused := s.commandInPath(r)
	if refused != nil {
		return reply{}, refused
	}
	f, refused := r.form()
	if refused != nil {
		return reply{}, refused
	}
	merged, refused := parseForm([]byte(asJSON(c)))
	if refused != nil {
		return reply{}, refused // unreachable: a command is an object
	}
	maps.Copy(merged.m, f.m)
	merged.m["type"] = json.Number(strconv.Itoa(c.Type))
	next := parseCommand(merged)
	if refused := merged.bad.err(); refused != nil {
		return reply{}, refused
	}
	next.GuildID = c.GuildID
	if other := s.registered(next); other != nil && other != c {
		return reply{}, errForm("name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
	}
	next.ID, next.Version = c.ID, s.snowflake()
	*c = *next
	s.changed()
	return reply{http.StatusOK, c}, nil
}

func (s *Server) deleteCommand(r request) (reply, *apiError) {
	c, refused := s.commandInPath(r)
	if refused != nil {
		return reply{}, refused
	}
	s.commands = slices.DeleteFunc(s.commands, func(o *Command) bool { return o == c })
	s.changed()
	return reply{http.StatusNoContent, nil}, nil
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
			shown.Options = withoutLocalizations(c.Options)
		}
		list = append(list, shown)
	}
	return list
}

// withoutLocalizations returns options without their localizations.
func withoutLocalizations(options []CommandOption) []CommandOption {
	list := slices.Clone(options)
	for i := range list {
		o := &list[i]
		o.NameLocalizations, o.DescriptionLocalizations = nil, nil
		o.Choices = slices.Clone(o.Choices)
		for j := range o.Choices {
			o.Choices[j].NameLocalizations = nil
		}
		o.Options = withoutLocalizations(o.Options)
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
	for kind, n := range counts {
		if n > maxCommands(kind) {
			return nil, errTooManyCommands(maxCommands(kind))
		}
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
		Contexts:          f.ints("contexts", 1, 0, 1, 2),
		IntegrationTypes:  f.ints("integration_types", 1, 0, 1),
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
		bits, _ := strconv.ParseUint(f.snowflake("default_member_permissions"), 10, 64) // 0 where it is refused
		c.DefaultMemberPermissions = new(Permissions(bits))
	}
	if c.Type == CommandSlash {
		c.Options = parseOptions(f, anyOptions)
	} else if len(f.list("options", 0, 25)) > 0 {
		f.fail("options", "APPLICATION_COMMAND_OPTIONS_INVALID", "Context menu commands cannot have options")
	}
	if c.size() > 8000 {
		f.fail("", "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")
	}
	return c
}

// ints returns the list of at least low distinct integers in the field key, each
// one of those given; nil if it is not there.
func (f form) ints(key string, low int, values ...int) []int {
	var list []int
	for _, v := range f.list(key, low, len(values)) {
		one := form{m: map[string]any{key: v}, path: f.path, bad: f.bad}
		n := one.choice(key, -1, values...)
		if slices.Contains(list, n) {
			f.fail(key, "SET_TYPE_CONTAINS_DUPLICATE", "The value %s is a duplicate", asJSON(v))
		}
		list = append(list, n)
	}
	return list
}
