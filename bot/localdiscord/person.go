package localdiscord

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// What people do. user is an id or a name, "" the default person; where is the id
// or name of a channel, "dm" the conversation with the bot, "" the default
// channel. Each checks what Discord's own client checks before it sends anything:
// that the person may do it there, what the command or component asks for, lengths
// and choices. The errors are such that a person can read them.

// Slash uses a slash command and returns the interaction's id. A subcommand is
// named with those above it: "settings channel set". An option that names a
// person, role or channel takes its name or id.
func (s *Server) Slash(user, where, name string, options map[string]string) (interactionID string, err error) {
	given := map[string]any{}
	for k, v := range options {
		given[k] = v
	}
	return s.slash(user, where, name, given)
}

// slash is Slash for options that may be files.
func (s *Server) slash(user, where, name string, options map[string]any) (interactionID string, err error) {
	return s.as(user, where, func(m *Member, c *channel) (*interaction, object, error) {
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
func (s *Server) Autocomplete(user, where, name string, options map[string]string, focused string) (interactionID string, err error) {
	return s.as(user, where, func(m *Member, c *channel) (*interaction, object, error) {
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
func (s *Server) UserCommand(user, where, name, target string) (interactionID string, err error) {
	return s.as(user, where, func(m *Member, c *channel) (*interaction, object, error) {
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
func (s *Server) MessageCommand(user, where, name, messageID string) (interactionID string, err error) {
	return s.as(user, where, func(m *Member, c *channel) (*interaction, object, error) {
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

// as lets a person use something in a channel: what use returns is begun. The
// interaction's owners are those of its command, unless it has some.
func (s *Server) as(user, where string, use func(m *Member, c *channel) (*interaction, object, error)) (interactionID string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.person(user)
	if err != nil {
		return "", err
	}
	c, err := s.channelNamed(m, where)
	if err != nil {
		return "", err
	}
	return s.start(m, c, use)
}

// start begins what use returns, if the bot is there to get it.
func (s *Server) start(m *Member, c *channel, use func(m *Member, c *channel) (*interaction, object, error)) (interactionID string, err error) {
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
		return s.start(m, s.channel(msg.ChannelID), func(*Member, *channel) (*interaction, object, error) {
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
func (s *Server) Say(user, where string, saying Saying) (messageID string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return "", errClosed
	}
	p, err := s.person(user)
	if err != nil {
		return "", err
	}
	c, err := s.channelNamed(p, where)
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

// Delete deletes a message of the person, or with the permission to manage
// messages anybody's in the server; what only the person sees is dismissed, of
// which the bot does not hear.
func (s *Server) Delete(user, messageID string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(user)
	if err != nil {
		return err
	}
	m := s.message(messageID)
	if m == nil || (m.VisibleTo != "" && m.VisibleTo != p.ID) || !s.sees(p, s.channel(m.ChannelID)) {
		return fmt.Errorf("%s sees no message %q", p.Username, messageID)
	}
	mine := m.VisibleTo == p.ID || m.Author.ID == p.ID
	if m.Pending || (!mine && !s.permissions(p.ID, s.channel(m.ChannelID)).Has(ManageMessages)) {
		return fmt.Errorf("%s may not delete the message %s", p.Username, m.ID)
	}
	s.remove(m)
	return nil
}

// React puts the person's reaction under a message, or takes it away. emoji is a
// symbol, or name:id.
func (s *Server) React(user, messageID, emoji string, on bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(user)
	if err != nil {
		return err
	}
	m, err := s.seen(p, messageID)
	if err != nil {
		return err
	}
	e, ok := parseReaction(emoji)
	c := s.channel(m.ChannelID)
	switch {
	case !ok:
		return fmt.Errorf("%q is no emoji", emoji)
	case m.Ephemeral():
		return errors.New("a message that only one person sees takes no reactions")
	case !on || m.reaction(e) != nil || c.Type == channelDM:
	case !s.permissions(p.ID, c).Has(AddReactions):
		return fmt.Errorf("%s may not react in #%s", p.Username, c.Name)
	case len(m.Reactions) == maxReactions:
		return fmt.Errorf("a message takes %d reactions", maxReactions)
	}
	s.react(m, e, p, on)
	return nil
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
func (s *Server) reaches(p *Member) bool { return p.Member && s.botMember.Member || p.Installed }

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
