package localdiscord

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// What people do. user is an id or a name, "" the default person; channel is an
// id or a name, "dm" the conversation with the bot, "" the default channel. Each
// checks what Discord's own client checks before it sends anything: that the
// person may do it there, what the command or component asks for, lengths and
// choices. The errors are such that a person can read them.

// Slash uses a slash command and returns the interaction's id. A subcommand is
// named with those above it: "settings channel set". An option that names a
// person, role or channel takes its name or id.
func (s *Server) Slash(user, channel, name string, options map[string]string) (interactionID string, err error) {
	given := map[string]any{}
	for k, v := range options {
		given[k] = v
	}
	return s.slash(user, channel, name, given)
}

// slash is Slash for options that may be files.
func (s *Server) slash(user, channel, name string, options map[string]any) (interactionID string, err error) {
	return s.as(user, channel, func(m *Member, c *channelType) (*interaction, object, error) {
		cmd, path, err := s.commandLine(m, c, name)
		if err != nil {
			return nil, nil, err
		}
		fill := filling{s: s, person: m, channel: c, resolved: resolved{}}
		values, err := fill.command(cmd, path, options)
		if err != nil {
			return nil, nil, err
		}
		it := &interaction{kind: interactionCommand, command: cmd}
		return it, commandData(cmd, values, fill.resolved), nil
	})
}

// Autocomplete asks for the choices of an option, focused, while a command is
// being typed, and returns the interaction's id; [Server.Outcome] has the
// choices.
func (s *Server) Autocomplete(user, channel, name string, options map[string]string, focused string) (interactionID string, err error) {
	return s.as(user, channel, func(m *Member, c *channelType) (*interaction, object, error) {
		cmd, path, err := s.commandLine(m, c, name)
		if err != nil {
			return nil, nil, err
		}
		given := map[string]any{}
		for k, v := range options {
			given[k] = v
		}
		fill := filling{s: s, person: m, channel: c, resolved: resolved{}, focused: focused}
		values, err := fill.command(cmd, path, given)
		if err != nil {
			return nil, nil, err
		}
		it := &interaction{kind: interactionAutocomplete, command: cmd, focused: fill.focusedOption}
		return it, commandData(cmd, values, fill.resolved), nil
	})
}

// UserCommand uses a command of the menu of a person, whom target names by id or
// name, or of the bot.
func (s *Server) UserCommand(user, channel, name, target string) (interactionID string, err error) {
	return s.as(user, channel, func(m *Member, c *channelType) (*interaction, object, error) {
		cmd, owners, err := s.findCommand(m, c, CommandUser, name)
		if err != nil {
			return nil, nil, err
		}
		res := resolved{}
		id, err := res.user(s, c, target)
		if err != nil {
			return nil, nil, err
		}
		data := commandData(cmd, nil, res)
		data["target_id"] = id
		it := &interaction{kind: interactionCommand, command: cmd, owners: owners}
		it.target = object{"user": s.memberNamed(id).User}
		return it, data, nil
	})
}

// MessageCommand uses a command of the menu of a message.
func (s *Server) MessageCommand(user, channel, name, messageID string) (interactionID string, err error) {
	return s.as(user, channel, func(m *Member, c *channelType) (*interaction, object, error) {
		cmd, owners, err := s.findCommand(m, c, CommandMessage, name)
		if err != nil {
			return nil, nil, err
		}
		target, err := s.seen(m, messageID)
		if err != nil {
			return nil, nil, err
		}
		if target.ChannelID != c.ID {
			return nil, nil, fmt.Errorf("the message %s is in another channel", messageID)
		}
		res := resolved{}
		res.put("messages", target.ID, target)
		data := commandData(cmd, nil, res)
		data["target_id"] = target.ID
		it := &interaction{kind: interactionCommand, command: cmd, owners: owners}
		it.target = object{"message": target.ID}
		return it, data, nil
	})
}

// channelType is channel, where a parameter has that name.
type channelType = channel

// as lets a person use something in a channel: what use returns is begun. The
// interaction's owners are those of its command, unless it has some.
func (s *Server) as(user, channel string, use func(m *Member, c *channelType) (*interaction, object, error)) (interactionID string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.person(user)
	if err != nil {
		return "", err
	}
	c, err := s.channelNamed(m, channel)
	if err != nil {
		return "", err
	}
	return s.start(m, c, use)
}

// start begins what use returns, if the bot is there to get it.
func (s *Server) start(m *Member, c *channel, use func(m *Member, c *channelType) (*interaction, object, error)) (interactionID string, err error) {
	if s.closed {
		return "", errClosed
	}
	it, data, err := use(m, c)
	if err != nil {
		return "", err
	}
	if s.endpoint == "" && !s.listening() {
		return "", fmt.Errorf("%s is not connected", s.bot.Username)
	}
	it.user, it.channel = m, c
	if it.command != nil && it.owners == nil {
		if it.owners, err = s.usable(m, c, it.command); err != nil {
			return "", err
		}
	}
	s.begin(it, data)
	return it.id, nil
}

// commandData returns what a command interaction says of the command.
func commandData(cmd *Command, values []object, res resolved) object {
	data := object{"id": cmd.ID, "name": cmd.Name, "type": cmd.Type}
	if len(values) > 0 {
		data["options"] = values
	}
	if cmd.GuildID != "" {
		data["guild_id"] = cmd.GuildID
	}
	if len(res) > 0 {
		data["resolved"] = res
	}
	return data
}

// seen returns the message with this id if the person sees it.
func (s *Server) seen(m *Member, id string) (*Message, error) {
	msg := s.message(id)
	if msg == nil || msg.Pending || msg.Failed || (msg.VisibleTo != "" && msg.VisibleTo != m.ID) || !s.sees(m, s.channel(msg.ChannelID)) {
		return nil, fmt.Errorf("%s sees no message %q", m.Username, id)
	}
	return msg, nil
}

// Press presses a button and returns the interaction's id.
func (s *Server) Press(user, messageID, customID string) (interactionID string, err error) {
	return s.component(user, messageID, customID, "button", func(c *Component) (object, error) {
		if c.Type != Button {
			return nil, nil
		}
		return object{}, nil
	})
}

// Select chooses in a select and returns the interaction's id. The values are
// those of a string select; in the others they are names or ids.
func (s *Server) Select(user, messageID, customID string, values []string) (interactionID string, err error) {
	return s.component(user, messageID, customID, "select", func(c *Component) (object, error) {
		if !isSelect(c.Type) {
			return nil, nil
		}
		m, err := s.person(user)
		if err != nil {
			return nil, err
		}
		res := resolved{}
		chosen, err := s.choose(m, s.channel(s.message(messageID).ChannelID), c, values, res)
		if err != nil {
			return nil, err
		}
		data := object{"values": chosen}
		if len(res) > 0 {
			data["resolved"] = res
		}
		return data, nil
	})
}

// component uses a component of a message; use returns what the interaction says
// of it, or nil if it is of another kind than what is sought.
func (s *Server) component(user, messageID, customID, what string, use func(c *Component) (object, error)) (interactionID string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.person(user)
	if err != nil {
		return "", err
	}
	msg, err := s.seen(m, messageID)
	if err != nil {
		return "", err
	}
	for c := range walk(msg.Components) {
		if c.CustomID == "" || c.CustomID != customID {
			continue
		}
		data, err := use(c)
		if err != nil {
			return "", err
		}
		if data == nil {
			continue
		}
		if c.Disabled {
			return "", fmt.Errorf("the %s %q is disabled", what, c.Label+c.Placeholder)
		}
		data["custom_id"], data["component_type"], data["id"] = customID, c.Type, c.ID
		return s.start(m, s.channel(msg.ChannelID), func(*Member, *channelType) (*interaction, object, error) {
			return &interaction{kind: interactionComponent, source: msg, owners: s.ownersOf(msg)}, data, nil
		})
	}
	return "", fmt.Errorf("the message has no %s %q", what, customID)
}

// ownersOf returns the installations that a message of the bot rests on.
func (s *Server) ownersOf(m *Message) map[string]string {
	switch {
	case m.InteractionMetadata != nil:
		return m.InteractionMetadata.Owners
	case s.channel(m.ChannelID).Type == channelGuild:
		return map[string]string{"0": guildID}
	}
	return map[string]string{"0": "0"}
}

// A Saying is what a person writes.
type Saying struct {
	Content string // at most 2,000 code points
	Mention bool   // begin with a mention of the bot
	ReplyTo string // id of the message that it replies to; "" is none
	NoPing  bool   // the reply does not notify the author of that message
}

// Say writes a message and returns its id.
func (s *Server) Say(user, channel string, saying Saying) (messageID string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return "", errClosed
	}
	p, err := s.person(user)
	if err != nil {
		return "", err
	}
	c, err := s.channelNamed(p, channel)
	if err != nil {
		return "", err
	}
	may, err := s.maySend(p, c)
	if err != nil {
		return "", err
	}
	m := s.newMessage(p.User, c.ID, TypeDefault)
	m.Content = strings.TrimSpace(saying.Content)
	if saying.Mention {
		m.Content = strings.TrimSpace("<@" + applicationID + "> " + m.Content)
	}
	if n := utf8.RuneCountInString(m.Content); n < 1 || n > maxContent {
		return "", fmt.Errorf("%d characters; a message has 1 to %d", n, maxContent)
	}
	if saying.ReplyTo != "" {
		to, err := s.seen(p, saying.ReplyTo)
		if err != nil {
			return "", err
		}
		if to.ChannelID != c.ID || to.Ephemeral() {
			return "", fmt.Errorf("the message %s cannot be replied to here", to.ID)
		}
		m.Type = TypeReply
		s.refer(m, referenceTo(c, to.ID))
	}
	k := everyMention()
	k.repliedUser = !saying.NoPing
	s.ping(m, k, may)
	s.typed(p, c)
	s.publish(m)
	return m.ID, nil
}

// maySend returns what a person may do in a channel, or why they may not write
// there.
func (s *Server) maySend(p *Member, c *channel) (Permissions, error) {
	if c.Type == channelGuild {
		may := s.permissions(p.ID, c)
		if !may.Has(SendMessages) {
			return may, fmt.Errorf("%s may not write in #%s", p.Username, c.Name)
		}
		return may, nil
	}
	if c.has(applicationID) && !s.reaches(p) {
		return 0, fmt.Errorf("%s cannot write to %s: they share no server, and the application is not installed", p.Username, s.bot.Username)
	}
	return dmPermissions, nil
}

// reaches reports whether the bot and a person may have a conversation.
func (s *Server) reaches(p *Member) bool { return p.Member || p.Installed }

// An Outcome is what has come of an interaction so far.
type Outcome struct {
	State     string          `json:"state"`                // "waiting", "deferred", "answered" or "failed"
	MessageID string          `json:"message_id,omitempty"` // the message that answers it, or that it changed
	Choices   []CommandChoice `json:"choices,omitempty"`    // of autocomplete
	Modal     *Modal          `json:"modal,omitempty"`      // that it opened
}

// Outcome returns what has come of an interaction; ok is false if there is none
// with this id, or if its 15 minutes are over.
func (s *Server) Outcome(interactionID string) (o Outcome, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	it := s.interactions[interactionID]
	if it == nil {
		return Outcome{}, false
	}
	return it.outcome(), true
}

func (it *interaction) outcome() Outcome {
	o := Outcome{State: string(it.state), Choices: slices.Clone(it.choices), Modal: it.modal}
	if it.entry != nil && it.entry.ID != it.id && !it.entry.Failed {
		o.MessageID = it.entry.ID
	}
	return o
}

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
		switch where {
		case contextGuild:
			owners["0"] = guildID
		case contextBotDM:
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

// mayUse says which permission a member lacks for a command.
func (s *Server) mayUse(m *Member, c *channel, cmd *Command) error {
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
func (s *Server) CommandsFor(user, channel string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.person(user)
	if err != nil {
		return nil
	}
	c, err := s.channelNamed(m, channel)
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
func (s *Server) Permissions(who, channel string) (Permissions, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.account(who)
	if err != nil {
		return 0, err
	}
	name := strings.TrimPrefix(channel, "#")
	i := slices.IndexFunc(s.channels, func(c *channelType) bool { return c.ID == channel || (name != "" && c.Name == name) })
	switch {
	case i < 0:
		return 0, fmt.Errorf("there is no channel %q", channel)
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
