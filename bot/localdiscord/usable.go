package localdiscord

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// commandLine returns the slash command of a line and the subcommand in it.
func (s *Server) commandLine(m *Member, c *channel, line string) (cmd *Command, path []string, err error) {
	words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "/"))
	if len(words) == 0 {
		return nil, nil, errors.New("which command?")
	}
	cmd, _, err = s.findCommand(m, c, CommandSlash, words[0])
	return cmd, words[1:], err
}

// findCommand returns the command that a person means in a channel, that of the
// server before the global one, and the installations that it rests on there.
func (s *Server) findCommand(m *Member, c *channel, kind int, name string) (*Command, map[string]string, error) {
	var known []string
	var why error
	for _, global := range []bool{false, true} {
		for _, cmd := range s.commands {
			if cmd.Type != kind || (cmd.GuildID == "") != global {
				continue
			}
			owners, err := s.usable(m, c, cmd)
			if cmd.Name == name && err == nil {
				return cmd, owners, nil
			}
			if cmd.Name == name {
				why = err
			}
			if err == nil {
				known = append(known, cmd.display())
			}
		}
	}
	return nil, nil, s.unknownCommand(kind, name, known, why)
}

// hasCommand says why a person cannot use a command in a channel.
func (s *Server) hasCommand(user, where string, kind int, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.person(user)
	if err != nil {
		return err
	}
	c, err := s.channelNamed(m, where)
	if err != nil {
		return err
	}
	_, _, err = s.findCommand(m, c, kind, name)
	return err
}

// display returns a command's name as people know it.
func (c *Command) display() string {
	if c.Type == CommandSlash {
		return "/" + c.Name
	}
	return fmt.Sprintf("%q", c.Name)
}

// unknownCommand says why a command cannot be used, and which can.
func (s *Server) unknownCommand(kind int, name string, known []string, why error) error {
	shown := (&Command{Type: kind, Name: name}).display()
	switch {
	case why != nil:
		return fmt.Errorf("%s cannot be used here: %w", shown, why)
	case len(s.commands) == 0:
		return fmt.Errorf("there is no %s: %s has registered no commands yet", shown, s.bot.Username)
	case len(known) == 0:
		return fmt.Errorf("there is no %s here", shown)
	}
	return fmt.Errorf("there is no %s; there is %s", shown, listed(known))
}

// usable returns the installations by which a person can use a command in a
// channel, as an interaction names them, or why they cannot.
func (s *Server) usable(m *Member, c *channel, cmd *Command) (owners map[string]string, err error) {
	where := contextOf(c)
	if !slices.Contains(cmd.contexts(), where) {
		return nil, errors.New("it is not meant for this kind of channel")
	}
	owners = map[string]string{}
	if slices.Contains(cmd.IntegrationTypes, 0) {
		switch {
		case where == contextGuild && s.botMember.Member:
			owners["0"] = guildID
		case where == contextBotDM:
			owners["0"] = "0"
		}
	}
	if slices.Contains(cmd.IntegrationTypes, 1) && m.Installed {
		owners["1"] = m.ID
	}
	if len(owners) == 0 {
		return nil, fmt.Errorf("%s has not installed the application", m.Username)
	}
	if where == contextBotDM && !s.reaches(m) {
		return nil, fmt.Errorf("%s and %s share no server", m.Username, s.bot.Username)
	}
	if where == contextGuild {
		return owners, s.mayUse(m, c, cmd)
	}
	return owners, nil
}

// mayUse says what keeps a member from using a command, such as the permission
// that is lacking.
func (s *Server) mayUse(m *Member, c *channel, cmd *Command) error {
	if cmd.NSFW {
		return errors.New("it is for age-restricted channels, of which there are none")
	}
	may := s.permissions(m.ID, c)
	need := UseApplicationCommands
	if cmd.DefaultMemberPermissions != nil {
		p := *cmd.DefaultMemberPermissions
		if p == 0 {
			p = Administrator // "0" is for administrators only
		}
		need |= p
	}
	if lacks := need &^ may; lacks != 0 {
		return fmt.Errorf("%s lacks %s", m.Username, strings.Join(append(lacks.Names(), lacks.unnamed()...), ", "))
	}
	return nil
}

// unnamed returns the bits of p that have no name here.
func (p Permissions) unnamed() []string {
	for _, n := range permissionNames {
		p &^= n.bit
	}
	if p == 0 {
		return nil
	}
	return []string{p.String()}
}

// contexts returns where a command can be used. Commands of the server are only
// there; of others that do not say, the older dm_permission counts.
func (c *Command) contexts() []int {
	switch {
	case c.GuildID != "" || (c.Contexts == nil && !c.DMPermission):
		return []int{contextGuild}
	case c.Contexts == nil:
		return []int{contextGuild, contextBotDM, contextPrivate}
	}
	return c.Contexts
}

// CommandsFor returns the commands of every type that a person can use in a
// channel, in the order of their registration. An unknown person or channel has
// none.
func (s *Server) CommandsFor(user, where string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.person(user)
	if err != nil {
		return nil
	}
	c, err := s.channelNamed(m, where)
	if err != nil {
		return nil
	}
	var list []Command
	for _, cmd := range s.commands {
		if _, err := s.usable(m, c, cmd); err == nil {
			list = append(list, *cmd)
		}
	}
	return list
}

// sortedKeys returns the keys of m in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// Permissions returns what a person or the bot may do in a channel of the
// server, each by id or name.
func (s *Server) Permissions(who, where string) (Permissions, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.account(who)
	if err != nil {
		return 0, err
	}
	name := strings.TrimPrefix(where, "#")
	i := slices.IndexFunc(s.channels, func(c *channel) bool { return c.ID == where || (name != "" && c.Name == name) })
	switch {
	case i < 0:
		return 0, fmt.Errorf("there is no channel %q", where)
	case m == s.botMember:
		return s.botPermissions(s.channels[i]), nil
	}
	return s.permissions(m.ID, s.channels[i]), nil
}

// account returns the person or the bot with this id or name.
func (s *Server) account(who string) (*Member, error) {
	if who == s.bot.ID || who == s.bot.Username {
		return s.botMember, nil
	}
	return s.person(who)
}
