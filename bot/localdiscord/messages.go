package localdiscord

import (
	"regexp"
	"slices"
	"time"
)

// message returns the entry with this id, or nil.
func (s *Server) message(id string) *Message {
	for _, m := range s.messages {
		if m.ID == id {
			return m
		}
	}
	return nil
}

// isPublic reports whether m is an ordinary entry that everybody may read:
// neither private nor an interaction that waits or failed.
func isPublic(m *Message) bool {
	return m.VisibleTo == "" && !m.Failed && (!m.Pending || m.Flags&FlagLoading != 0)
}

// newMessage returns an empty message of the bot; it is not yet in the channel.
func (s *Server) newMessage(kind int) *Message {
	return &Message{
		ID: s.ids.snowflake(), ChannelID: channelID, Type: kind, Author: s.bot, Timestamp: time.Now().UTC(),
		Components: []Component{}, Embeds: []Embed{}, Attachments: []struct{}{}, Mentions: []User{}, MentionRoles: []string{},
	}
}

// publish appends m to the channel and tells everybody.
func (s *Server) publish(m *Message) {
	s.messages = append(s.messages, m)
	s.announce("MESSAGE_CREATE", m)
	s.changed()
}

// edited marks m as edited and tells everybody.
func (s *Server) edited(m *Message) {
	now := time.Now().UTC()
	m.EditedTimestamp = &now
	s.announce("MESSAGE_UPDATE", m)
	s.changed()
}

// remove takes an entry out of the channel.
func (s *Server) remove(m *Message) {
	s.messages = slices.DeleteFunc(s.messages, func(o *Message) bool { return o == m })
	if isPublic(m) {
		s.dispatch(intentGuildMessages, "MESSAGE_DELETE", object{"id": m.ID, "channel_id": channelID, "guild_id": guildID})
	}
	s.changed()
}

// announce sends a public message to the bot's sessions that listen to the
// server's messages.
func (s *Server) announce(event string, m *Message) {
	if !isPublic(m) {
		return
	}
	s.dispatch(intentGuildMessages, event, struct {
		*Message
		GuildID string `json:"guild_id"`
		Member  object `json:"member"`
	}{m, guildID, s.member(m.Author)})
}

// Messages returns what a person sees in a channel, oldest first: everybody's
// messages and the person's own private ones, and interactions that wait or
// failed, which only their person sees. viewer is an id or a name; "" is the
// default person. An unknown channel or person sees nothing.
func (s *Server) Messages(channel, viewer string) []Message {
	u, err := s.Person(viewer)
	if err != nil || channel != channelID {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var seen []Message
	for _, m := range s.messages {
		if m.VisibleTo == "" || m.VisibleTo == u.ID {
			seen = append(seen, *m)
		}
	}
	return seen
}

// all returns every entry of the channel.
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

// ping works out whom m notifies, and fills in its mentions.
func (s *Server) ping(m *Message, k mentionKinds) {
	m.Pings, m.Mentions, m.MentionRoles, m.MentionEveryone = nil, []User{}, []string{}, false
	if m.Ephemeral() {
		return
	}
	for _, text := range texts(m) {
		for _, hit := range mention.FindAllStringSubmatch(text, -1) {
			s.pingOne(m, k, hit[1], hit[2], hit[3])
		}
	}
	if m.Reference == nil || !k.repliedUser {
		return
	}
	if to := s.message(m.Reference.MessageID); to != nil {
		m.addPing(to.Author.ID)
	}
}

// pingOne notes one mention, if it is allowed and names somebody here.
func (s *Server) pingOne(m *Message, k mentionKinds, user, role, everyone string) {
	switch {
	case everyone != "" && k.everyone:
		m.MentionEveryone = true
		m.addPing(everyone)
	case role != "" && (k.roles || slices.Contains(k.theseRoles, role)):
		m.MentionRoles = append(m.MentionRoles, role)
		m.addPing(role)
	case user != "" && (k.users || slices.Contains(k.theseUsers, user)):
		u, err := s.Person(user)
		if err != nil || slices.Contains(m.Pings, user) {
			return
		}
		m.Mentions = append(m.Mentions, u)
		m.addPing(user)
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
