package localdiscord

import (
	"errors"
	"fmt"
	"slices"
)

// SetPermission gives a role (by id or name) a permission or takes it.
func (s *Server) SetPermission(role, permission string, allowed bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.roleNamed(role)
	bit, err2 := permissionNamed(permission)
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	r.Permissions &^= bit
	if allowed {
		r.Permissions |= bit
	}
	s.dispatch(intentGuilds, "GUILD_ROLE_UPDATE", object{"guild_id": guildID, "role": r})
	s.changed()
	return nil
}

// SetOverwrite gives (true), takes (false) or leaves alone (nil) a permission in
// one channel. who is a role, a person or the bot, channel a channel of the
// server, each by id or name.
func (s *Server) SetOverwrite(channel, who, permission string, allowed *bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	bit, err := permissionNamed(permission)
	if err != nil {
		return err
	}
	c, err := s.channelNamed(s.people[0], channel)
	if err != nil {
		return err
	}
	if c.Type != channelGuild {
		return errors.New("a conversation of two has no permissions to change")
	}
	o, err := s.overwriteFor(who)
	if err != nil {
		return err
	}
	c.set(o, bit, allowed)
	s.dispatch(intentGuilds, "CHANNEL_UPDATE", s.channelObject(c))
	s.changed()
	return nil
}

// overwriteFor returns an empty overwrite for a role, a person or the bot.
func (s *Server) overwriteFor(who string) (overwrite, error) {
	r, err := s.roleNamed(who)
	if err == nil && who != s.bot.Username { // the bot's role has the bot's name
		return overwrite{ID: r.ID}, nil
	}
	if who == s.bot.ID || who == s.bot.Username {
		return overwrite{ID: s.bot.ID, Type: 1}, nil
	}
	m, err2 := s.person(who)
	if err2 != nil {
		return overwrite{}, errors.Join(err, err2)
	}
	return overwrite{ID: m.ID, Type: 1}, nil
}

// set changes one bit of the overwrite like o, which is added if there is none.
func (c *channel) set(o overwrite, bit Permissions, allowed *bool) {
	i := slices.IndexFunc(c.Overwrites, func(at overwrite) bool { return at.ID == o.ID })
	if i < 0 {
		i = len(c.Overwrites)
		c.Overwrites = append(c.Overwrites, o)
	}
	at := &c.Overwrites[i]
	at.Allow &^= bit
	at.Deny &^= bit
	switch {
	case allowed == nil:
	case *allowed:
		at.Allow |= bit
	default:
		at.Deny |= bit
	}
}

// SetRole gives a member a role or takes it. who is a person or the bot.
func (s *Server) SetRole(who, role string, has bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.roleNamed(role)
	if err != nil {
		return err
	}
	m, err := s.account(who)
	if err != nil {
		return err
	}
	if !m.Member || r.ID == guildID {
		return fmt.Errorf("%s cannot have or lose the role %s", m.Username, r.Name)
	}
	m.Roles = slices.DeleteFunc(m.Roles, func(id string) bool { return id == r.ID })
	if has {
		m.Roles = append(m.Roles, r.ID)
	}
	s.dispatch(s.memberIntent(m), "GUILD_MEMBER_UPDATE", s.ofGuild(s.member(m)))
	s.changed()
	return nil
}

// memberIntent returns the intent for news of a member: the bot gets its own
// without one.
func (s *Server) memberIntent(m *Member) int {
	if m == s.botMember {
		return 0
	}
	return intentGuildMembers
}

// SetMember lets a person join the server or leave it.
func (s *Server) SetMember(who string, in bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.account(who)
	switch {
	case err != nil:
		return err
	case m.ID == ownerID:
		return fmt.Errorf("%s owns %s and cannot leave it", m.Username, guildName)
	case m.Member == in:
		return nil
	case m == s.botMember:
		s.setBotMember(in)
		return nil
	}
	m.Member, m.Roles = in, nil
	if in {
		s.dispatch(intentGuildMembers, "GUILD_MEMBER_ADD", s.ofGuild(s.member(m)))
	} else {
		s.dispatch(intentGuildMembers, "GUILD_MEMBER_REMOVE", object{"guild_id": guildID, "user": m.User})
	}
	s.changed()
	return nil
}

// setBotMember brings the bot into the server or throws it out, of which it hears
// like nobody else. While it is out, only those who have installed it for
// themselves can use it there.
func (s *Server) setBotMember(in bool) {
	m := s.botMember
	m.Member, m.Roles = true, []string{botRole}
	if in {
		s.dispatch(intentGuilds, "GUILD_CREATE", s.guild())
	} else {
		s.dispatch(intentGuilds, "GUILD_DELETE", object{"id": guildID})
		m.Member, m.Roles = false, nil
	}
	s.changed()
}

// SetInstalled lets a person install the application for themselves or remove
// it.
func (s *Server) SetInstalled(who string, installed bool) error {
	return s.setMember(who, func(m *Member) { m.Installed = installed })
}

// SetRefusesDMs makes a person refuse what the bot writes to them, or not.
func (s *Server) SetRefusesDMs(who string, refuses bool) error {
	return s.setMember(who, func(m *Member) { m.RefusesDMs = refuses })
}

// SetLocale changes the language of a person's client, such as "de".
func (s *Server) SetLocale(who, to string) error {
	if !slices.Contains(knownLocales, to) {
		return fmt.Errorf("no locale is called %q; there are %s", to, listed(knownLocales))
	}
	return s.setMember(who, func(m *Member) { m.Locale = to })
}

// setMember changes what is known of a person, of which the Gateway does not
// tell.
func (s *Server) setMember(who string, change func(m *Member)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.person(who)
	if err != nil {
		return err
	}
	change(m)
	s.changed()
	return nil
}
