package localdiscord

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// postDM returns the conversation with a person.
func (s *Server) postDM(r request) (reply, *apiError) {
	f, refused := r.form()
	if refused != nil {
		return reply{}, refused
	}
	f.need("recipient_id")
	id := f.snowflake("recipient_id")
	if refused := f.bad.err(); refused != nil {
		return reply{}, refused
	}
	m := s.memberNamed(id)
	if m == nil || m == s.botMember {
		return reply{}, errForm("recipient_id", "USER_INVALID_ID", "Invalid user")
	}
	return reply{http.StatusOK, s.channelObject(s.channel(dmOf(id)))}, nil
}

// channelInPath returns the channel in the path, in which the bot must have some
// permissions.
func (s *Server) channelInPath(r request, need Permissions) (*channel, *apiError) {
	c := s.channel(r.path["channel"])
	if c == nil {
		return nil, errUnknownChannel()
	}
	may := s.botPermissions(c)
	switch {
	case !may.Has(ViewChannel):
		return nil, errMissingAccess()
	case !may.Has(need):
		return nil, errMissingPermissions()
	}
	return c, nil
}

// messageInPath returns the channel and message in the path.
func (s *Server) messageInPath(r request, need Permissions) (*channel, *Message, *apiError) {
	c, refused := s.channelInPath(r, need)
	if refused != nil {
		return nil, nil, refused
	}
	m := s.messageIn(c, r.path["message"])
	if m == nil {
		return nil, nil, errUnknownMessage()
	}
	return c, m, nil
}

func (s *Server) getChannel(r request) (reply, *apiError) {
	c, refused := s.channelInPath(r, 0)
	if refused != nil {
		return reply{}, refused
	}
	return reply{http.StatusOK, s.channelObject(c)}, nil
}

// getMessages lists the newest messages first. Without the permission to read
// what was before, a channel looks empty.
func (s *Server) getMessages(r request) (reply, *apiError) {
	c, refused := s.channelInPath(r, 0)
	if refused != nil {
		return reply{}, refused
	}
	f := form{m: map[string]any{}, bad: &formErrors{}}
	for key := range r.query {
		f.m[key] = json.Number(r.query.Get(key))
	}
	limit := 50
	if n := f.whole("limit", -1<<31, 1<<31-1); n != nil {
		limit = *n
	}
	if limit < 1 || limit > 100 {
		f.fail("limit", "NUMBER_TYPE_RANGE", "int value should be between 1 and 100.")
	}
	before, after := f.snowflake("before"), f.snowflake("after")
	if refused := f.bad.err(); refused != nil {
		return reply{}, refused
	}
	list := []*Message{}
	if !s.botPermissions(c).Has(ReadMessageHistory) {
		return reply{http.StatusOK, list}, nil
	}
	for _, m := range slices.Backward(s.messages) {
		if m.ChannelID != c.ID || !isPublic(m) || (before != "" && !older(m.ID, before)) || (after != "" && !older(after, m.ID)) {
			continue
		}
		list = append(list, s.readable(c, m))
	}
	if after != "" && len(list) > limit {
		list = list[len(list)-limit:] // those right after it
	}
	return reply{http.StatusOK, list[:min(limit, len(list))]}, nil
}

// older reports whether one snowflake was given before another.
func older(a, b string) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < b
}

// readable returns a message as the bot may read it: without the intent for
// message content, what others wrote in the server is blank unless it mentions
// the bot. (Discord's documentation of the Gateway, "Message Content Intent";
// REST follows the same rule.)
func (s *Server) readable(c *channel, m *Message) *Message {
	if s.cfg.PrivilegedIntents&intentMessageContent != 0 || c.Type != channelGuild || m.Author.ID == applicationID ||
		slices.ContainsFunc(m.Mentions, func(u User) bool { return u.ID == applicationID }) {
		return m
	}
	blank := *m
	blank.Content = ""
	blank.Embeds, blank.Attachments, blank.Components = []Embed{}, []Attachment{}, []Component{}
	return &blank
}

func (s *Server) getMessage(r request) (reply, *apiError) {
	c, m, refused := s.messageInPath(r, ReadMessageHistory)
	if refused != nil {
		return reply{}, refused
	}
	return reply{http.StatusOK, s.readable(c, m)}, nil
}

// postMessage sends a message of the bot's own accord.
func (s *Server) postMessage(r request) (reply, *apiError) {
	c, refused := s.channelInPath(r, SendMessages)
	if refused != nil {
		return reply{}, refused
	}
	f, refused := r.form()
	if refused != nil {
		return reply{}, refused
	}
	if refused := s.refuseInDM(c); refused != nil {
		return reply{}, refused
	}
	if refused := s.refuseCard(f); refused != nil {
		return reply{}, refused
	}
	d := parseDraft(f, FlagSuppressEmbeds|FlagComponentsV2|FlagSuppressNotifications)
	nonce := f.nonce()
	ref, refused := s.parseReference(c, f)
	if refused != nil {
		return reply{}, refused
	}
	if f.isTrue("enforce_nonce") && nonce != "" {
		if m := s.sameNonce(c, nonce); m != nil {
			return reply{http.StatusOK, m}, nil
		}
	}
	m := s.newMessage(s.bot, c.ID, TypeDefault)
	m.Nonce = nonce
	if ref != nil {
		m.Type = TypeReply
		s.refer(m, ref)
	}
	may := s.botPermissions(c)
	if (len(f.files) > 0 && !may.Has(AttachFiles)) || (len(d.embeds) > 0 && !may.Has(EmbedLinks)) {
		return reply{}, errMissingPermissions()
	}
	if refused := d.fill(m, s, everyMention(), may); refused != nil {
		return reply{}, refused
	}
	if c.typing != nil {
		s.clock.stop(c.typing)
		c.typing = nil
	}
	s.publish(m)
	return reply{http.StatusOK, m}, nil
}

// nonceKept is how long a nonce is known again; Discord says "a few minutes".
const nonceKept = 5 * time.Minute

// sameNonce returns the bot's recent message with this nonce, or nil.
func (s *Server) sameNonce(c *channel, nonce string) *Message {
	for _, m := range slices.Backward(s.messages) {
		if m.ChannelID == c.ID && m.Nonce == nonce && m.Author.ID == applicationID && s.now().Sub(m.Timestamp) < nonceKept {
			return m
		}
	}
	return nil
}

// refuseInDM refuses what goes to a person who takes nothing from the bot.
func (s *Server) refuseInDM(c *channel) *apiError {
	for _, id := range c.Recipients {
		if m := s.memberNamed(id); m != s.botMember && (m.RefusesDMs || !s.reaches(m)) {
			return errRefusesDMs()
		}
	}
	return nil
}

// patchMessage edits a message of the bot.
func (s *Server) patchMessage(r request) (reply, *apiError) {
	c, m, refused := s.messageInPath(r, 0)
	if refused != nil {
		return reply{}, refused
	}
	if m.Author.ID != applicationID {
		return reply{}, errOtherAuthor()
	}
	f, refused := r.form()
	if refused != nil {
		return reply{}, refused
	}
	if refused := s.refuseCard(f); refused != nil {
		return reply{}, refused
	}
	d := parseDraft(f, FlagSuppressEmbeds|FlagComponentsV2)
	if refused := d.fill(m, s, everyMention(), s.botPermissions(c)); refused != nil {
		return reply{}, refused
	}
	s.edited(m)
	return reply{http.StatusOK, m}, nil
}

// deleteMessage deletes a message of the bot, or, with the permission to manage
// messages, of anybody.
func (s *Server) deleteMessage(r request) (reply, *apiError) {
	c, m, refused := s.messageInPath(r, 0)
	switch {
	case refused != nil:
		return reply{}, refused
	case m.Author.ID == applicationID:
	case c.Type == channelDM:
		return reply{}, errInDM()
	case !s.botPermissions(c).Has(ManageMessages):
		return reply{}, errMissingPermissions()
	}
	s.remove(m)
	return reply{http.StatusNoContent, nil}, nil
}

// typingFor is how long "is typing…" stands.
const typingFor = 10 * time.Second

func (s *Server) postTyping(r request) (reply, *apiError) {
	c, refused := s.channelInPath(r, SendMessages)
	if refused != nil {
		return reply{}, refused
	}
	if c.typing != nil {
		s.clock.stop(c.typing)
	}
	c.typing = s.clock.after(typingFor, func() {
		c.typing = nil
		s.changed()
	})
	s.typed(s.botMember, c)
	s.changed()
	return reply{http.StatusNoContent, nil}, nil
}

// Typing reports whether the bot is typing in a channel.
func (s *Server) Typing(channel string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channel(channel)
	return c != nil && c.typing != nil
}

// nonce returns the word by which the bot knows its own message again, or "".
func (f form) nonce() string {
	if n, ok := f.m["nonce"].(json.Number); ok {
		return n.String()
	}
	return f.text("nonce", 0, 25)
}

// parseReference returns the message that a new one replies to, or nil.
func (s *Server) parseReference(c *channel, f form) (*MessageReference, *apiError) {
	ref, ok := f.sub("message_reference")
	if !ok {
		return nil, nil
	}
	id := ref.snowflake("message_id")
	if m := s.messageIn(c, id); m != nil {
		if !s.botPermissions(c).Has(ReadMessageHistory) {
			return nil, errNoHistory()
		}
		return referenceTo(c, id), nil
	}
	if must := ref.truth("fail_if_not_exists"); must == nil || *must {
		f.fail("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
	}
	return nil, nil
}

// referenceTo points to a message in a channel.
func referenceTo(c *channel, id string) *MessageReference {
	ref := &MessageReference{MessageID: id, ChannelID: c.ID}
	if c.Type == channelGuild {
		ref.GuildID = guildID
	}
	return ref
}

// refer makes m point to another message, of which it has a copy.
func (s *Server) refer(m *Message, ref *MessageReference) {
	m.Reference = ref
	if to := s.message(ref.MessageID); to != nil {
		copied := *to
		copied.Referenced = nil
		m.Referenced = &copied
	}
}
