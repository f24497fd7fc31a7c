package localdiscord

import (
	"regexp"
	"slices"
)

// maxKept is how many entries are kept over all channels; the oldest are
// forgotten.
const maxKept = 2000

// message returns the entry with this id, or nil.
func (s *Server) message(id string) *Message { return s.byID[id] }

// messageIn returns the message with this id that the bot can read in a
// channel, or nil.
func (s *Server) messageIn(c *channel, id string) *Message {
	if m := s.byID[id]; m != nil && m.ChannelID == c.ID && isPublic(m) {
		return m
	}
	return nil
}

// isPublic reports whether m is an ordinary entry that everybody may read:
// neither private nor an interaction that waits or failed.
func isPublic(m *Message) bool {
	return m.VisibleTo == "" && !m.Failed && (!m.Pending || m.Flags&FlagLoading != 0)
}

// newMessage returns an empty message of an account; it is not yet in the
// channel.
func (s *Server) newMessage(author User, channelID string, kind int) *Message {
	return &Message{
		ID: s.snowflake(), ChannelID: channelID, Type: kind, Author: author, Timestamp: s.now().UTC(),
		Components: []Component{}, Embeds: []Embed{}, Attachments: []Attachment{}, Mentions: []User{}, MentionRoles: []string{},
	}
}

// show puts an entry into its channel.
func (s *Server) show(m *Message) {
	s.messages = append(s.messages, m)
	s.byID[m.ID] = m
	if len(s.messages) > maxKept {
		delete(s.byID, s.messages[0].ID)
		s.messages = s.messages[1:]
	}
}

// publish puts a message into its channel and tells everybody.
func (s *Server) publish(m *Message) {
	s.show(m)
	s.announce("MESSAGE_CREATE", m)
	s.changed()
}

// edited marks m as edited and tells everybody.
func (s *Server) edited(m *Message) {
	now := s.now().UTC()
	m.EditedTimestamp = &now
	s.announce("MESSAGE_UPDATE", m)
	s.changed()
}

// remove takes an entry out of its channel.
func (s *Server) remove(m *Message) {
	for i, o := range slices.Backward(s.messages) { // most who leave came late
		if o == m {
			s.messages = slices.Delete(s.messages, i, i+1)
			break
		}
	}
	delete(s.byID, m.ID)
	if isPublic(m) {
		c := s.channel(m.ChannelID)
		s.tell(c, intentGuildMessages, intentDirectMessages, "MESSAGE_DELETE", s.inGuild(c, object{"id": m.ID, "channel_id": c.ID}))
	}
	s.changed()
}

// Intents for what happens in conversations with the bot.
const (
	intentGuildReactions  = 1 << 10
	intentDirectReactions = 1 << 13
)

// tell sends an event of a channel to the bot's sessions, if the bot can see the
// channel; which intent it needs depends on where it happened.
func (s *Server) tell(c *channel, guildIntent, directIntent int, event string, data any) {
	switch {
	case !s.botPermissions(c).Has(ViewChannel):
	case c.Type == channelGuild:
		s.dispatch(guildIntent, event, data)
	default:
		s.dispatch(directIntent, event, data)
	}
}

// inGuild adds the server's id to an event of one of its channels.
func (s *Server) inGuild(c *channel, o object) object {
	if c.Type == channelGuild {
		return s.ofGuild(o)
	}
	return o
}

// announce sends a public message to the bot's sessions.
func (s *Server) announce(event string, m *Message) {
	if !isPublic(m) {
		return
	}
	c := s.channel(m.ChannelID)
	ev := messageEvent{Message: m, ChannelType: c.Type}
	if c.Type == channelGuild {
		ev.GuildID = guildID
		if author := s.memberNamed(m.Author.ID); author != nil {
			ev.Member = s.messageMember(author)
		}
	}
	s.tell(c, intentGuildMessages, intentDirectMessages, event, ev)
}

// A messageEvent is a message as the Gateway sends it.
type messageEvent struct {
	*Message
	ChannelType int    `json:"channel_type"` // discord.js tells by it where a message is
	GuildID     string `json:"guild_id,omitempty"`
	Member      object `json:"member,omitempty"`
}

// Messages returns what a person sees in a channel, oldest first: everybody's
// messages and the person's own private ones, and interactions that wait or
// failed, which only their person sees. viewer is an id or a name; "" is the
// default person. An unknown channel or person sees nothing, and so does who
// may not open the channel.
func (s *Server) Messages(channel, viewer string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := s.person(viewer)
	c := s.channel(channel)
	if err != nil || c == nil || !s.sees(u, c) {
		return nil
	}
	var seen []Message
	for _, m := range s.messages {
		if m.ChannelID == channel && (m.VisibleTo == "" || m.VisibleTo == u.ID) {
			seen = append(seen, *m)
		}
	}
	return seen
}

// all returns every entry of every channel.
func (s *Server) all() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ms []Message
	for _, m := range s.messages {
		ms = append(ms, *m)
	}
	return ms
}

// mentionKinds says whom the text of a message may ping.
type mentionKinds struct {
	users, roles, everyone bool     // all that the text names
	theseUsers, theseRoles []string // only these, where not all
	repliedUser            bool     // the author of the message it replies to
}

// everyMention is Discord's rule for a channel message that says nothing of
// mentions.
func everyMention() mentionKinds {
	return mentionKinds{users: true, roles: true, everyone: true, repliedUser: true}
}

// userMentions is the rule for interactions and webhooks that say nothing.
func userMentions() mentionKinds { return mentionKinds{users: true, repliedUser: true} }

// parseMentions reads allowed_mentions; otherwise is the rule without it.
func parseMentions(f form, otherwise mentionKinds) mentionKinds {
	a, ok := f.sub("allowed_mentions")
	if !ok {
		return otherwise
	}
	var k mentionKinds
	for _, v := range a.list("parse", 0, 3) {
		switch v {
		case "users":
			k.users = true
		case "roles":
			k.roles = true
		case "everyone":
			k.everyone = true
		default:
			a.fail("parse", "BASE_TYPE_CHOICES", "Value must be one of ('users', 'everyone', 'roles').")
		}
	}
	k.theseUsers, k.theseRoles = a.idList("users"), a.idList("roles")
	if k.users && len(k.theseUsers) > 0 {
		a.fail("", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", `parse:["users"] and users: [ids...] are mutually exclusive.`)
	}
	if k.roles && len(k.theseRoles) > 0 {
		a.fail("", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", `parse:["roles"] and roles: [ids...] are mutually exclusive.`)
	}
	k.repliedUser = a.isTrue("replied_user")
	return k
}

// idList returns the snowflakes in the field key, at most 100.
func (f form) idList(key string) []string {
	var ids []string
	for _, v := range f.list(key, 0, 100) {
		one := form{m: map[string]any{key: v}, path: f.path, bad: f.bad}
		ids = append(ids, one.snowflake(key))
	}
	return ids
}

// mention is what notifies somebody in a text. Like Discord's own parser it
// knows no markdown: code and backslashes do not hide a mention.
var mention = regexp.MustCompile(`<@!?(\d+)>|<@&(\d+)>|@(everyone|here)`)

// ping works out whom m notifies, and fills in its mentions. may is what its
// author may do in the channel.
func (s *Server) ping(m *Message, k mentionKinds, may Permissions) {
	m.Pings, m.Mentions, m.MentionRoles, m.MentionEveryone = nil, []User{}, []string{}, false
	if m.Ephemeral() {
		return
	}
	k.everyone = k.everyone && may.Has(MentionEveryone)
	for _, text := range texts(m) {
		for _, hit := range mention.FindAllStringSubmatch(text, -1) {
			s.pingOne(m, k, may, hit[1], hit[2], hit[3])
		}
	}
	if m.Reference == nil || m.WebhookID != "" || !k.repliedUser {
		return // an answer to an interaction points to its message without a ping
	}
	if to := s.message(m.Reference.MessageID); to != nil {
		m.mention(to.Author)
	}
}

// pingOne notes one mention, if it is allowed and names somebody here.
func (s *Server) pingOne(m *Message, k mentionKinds, may Permissions, user, role, everyone string) {
	switch {
	case everyone != "" && k.everyone:
		m.MentionEveryone = true
		m.addPing(everyone)
	case role != "" && (k.roles || slices.Contains(k.theseRoles, role)):
		// Who may mention everyone may mention every role.
		if !s.role(role).Mentionable && !may.Has(MentionEveryone) {
			return
		}
		if !slices.Contains(m.MentionRoles, role) {
			m.MentionRoles = append(m.MentionRoles, role)
		}
		m.addPing(role)
	case user != "" && (k.users || slices.Contains(k.theseUsers, user)):
		if u := s.memberNamed(user); u != nil {
			m.mention(u.User)
		}
	}
}

// mention notes that m notifies an account, once.
func (m *Message) mention(u User) {
	if !slices.Contains(m.Pings, u.ID) {
		m.Mentions = append(m.Mentions, u)
		m.addPing(u.ID)
	}
}

// addPing notes that m notifies whom, once.
func (m *Message) addPing(whom string) {
	if !slices.Contains(m.Pings, whom) {
		m.Pings = append(m.Pings, whom)
	}
}

// texts returns every text of m in which a mention counts, in order.
func texts(m *Message) []string {
	list := []string{m.Content}
	for c := range walk(m.Components) {
		if c.Type == TextDisplay {
			list = append(list, c.Content)
		}
	}
	return list
}
