package localdiscord

import (
	"net/http"
	"time"
)

// How long an interaction waits for its first answer, and how long its token
// can be used.
const (
	answerWithin = 3 * time.Second
	tokenLife    = 15 * time.Minute
)

// Interaction types.
const (
	interactionCommand   = 2
	interactionComponent = 3
)

// A state is how far an interaction is.
type state int

const (
	created  state = iota // waits for its first answer
	deferred              // answered by "thinking…"; an edit brings the message
	answered
	failed // not answered in time
)

// An interaction is one use of a command or component.
type interaction struct {
	id, token string
	kind      int
	name      string // of the command
	user      User
	state     state
	timer     *time.Timer // ends the current wait
	died      time.Time   // when the token stops working
	entry     *Message    // what people see of it; the answer, once there is one
	followUps map[string]bool
}

// begin makes an interaction, shows it to its person as waiting and sends it to
// the bot. data is what was used, extra what else the event has.
func (s *Server) begin(it *interaction, data object, extra object) {
	it.id, it.token = s.ids.snowflake(), s.ids.secret(110)
	it.died = time.Now().Add(tokenLife)
	it.followUps = map[string]bool{}
	s.interactions[it.id], s.byToken[it.token] = it, it
	it.timer = time.AfterFunc(answerWithin, func() { s.waited(it) })
	if it.kind == interactionCommand {
		it.entry = s.newMessage(TypeSlash)
		it.entry.ID = it.id
		it.entry.Pending, it.entry.VisibleTo = true, it.user.ID
		s.attribute(it, it.entry)
		s.messages = append(s.messages, it.entry)
	}
	ev := object{
		"id": it.id, "application_id": applicationID, "type": it.kind, "token": it.token, "version": 1,
		"data": data, "guild_id": guildID, "guild": object{"id": guildID, "features": []string{}, "locale": locale},
		"channel_id": channelID, "channel": channelObject(), "member": s.member(it.user),
		"app_permissions": memberPermissions, "locale": locale, "guild_locale": locale,
		"entitlements": []object{}, "authorizing_integration_owners": owners(), "context": 0,
		"attachment_size_limit": 10485760,
	}
	for k, v := range extra {
		ev[k] = v
	}
	s.dispatch(0, "INTERACTION_CREATE", ev)
	if s.useFault("duplicate") != nil {
		s.dispatch(0, "INTERACTION_CREATE", ev)
	}
	s.changed()
}

// owners says that the application is in the server as an app of the server.
func owners() map[string]string { return map[string]string{"0": guildID} }

// attribute marks m as an answer to it.
func (s *Server) attribute(it *interaction, m *Message) {
	m.ApplicationID, m.WebhookID = applicationID, applicationID
	m.Interaction = &MessageInteraction{ID: it.id, Type: it.kind, Name: it.name, User: it.user}
	m.InteractionMetadata = &InteractionMetadata{ID: it.id, Type: it.kind, User: it.user, Owners: owners()}
}

// waited ends a wait: for the first answer, for the message of a deferred one,
// or for the end of the token.
func (s *Server) waited(it *interaction) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	if it.state == created || it.state == deferred {
		s.fail(it)
		s.lg.Info("the application did not respond", "command", it.name, "user", it.user.Username)
		s.changed()
	}
	if left := time.Until(it.died); left > 0 {
		it.timer.Reset(left)
		return
	}
	delete(s.interactions, it.id)
	delete(s.byToken, it.token)
}

// fail shows that an answer did not come in time.
func (s *Server) fail(it *interaction) {
	if it.state == created && it.kind == interactionComponent {
		// The message of the component stays; its person is told below.
		it.entry = s.newMessage(TypeReply)
		it.entry.VisibleTo = it.user.ID
		s.attribute(it, it.entry)
		s.messages = append(s.messages, it.entry)
	}
	it.state = failed
	it.entry.Pending, it.entry.Failed = false, true
}

// late reports whether the time for a callback is over, even if the timer that
// sees to it has yet to run.
func (it *interaction) late() bool {
	left := time.Until(it.died)
	return left <= 0 || (it.state == created && left <= tokenLife-answerWithin)
}

// acknowledge takes the first answer of an interaction: it keeps its wait only
// until the token ends.
func (it *interaction) acknowledge(to state) {
	it.state = to
	it.timer.Reset(time.Until(it.died))
}

// postCallback is the first answer to an interaction.
func (s *Server) postCallback(r request) (reply, *apiError) {
	it := s.interactions[r.path["id"]]
	if it == nil || it.token != r.path["token"] || it.state == failed || it.late() {
		return reply{}, errUnknownInteraction()
	}
	if it.state != created {
		return reply{}, errAcknowledged()
	}
	f, refused := parseForm(r.body)
	if refused != nil {
		return reply{}, refused
	}
	f.need("type")
	kind := f.choice("type", 4, it.callbackTypes()...)
	if refused := f.bad.err(); refused != nil {
		return reply{}, refused
	}
	if refused := s.answer(it, kind, f); refused != nil {
		return reply{}, refused
	}
	s.changed()
	if r.query.Get("with_response") != "true" {
		return reply{http.StatusNoContent, nil}, nil
	}
	return reply{http.StatusOK, it.callbackResponse(kind)}, nil
}

// callbackTypes returns the answers that this kind of interaction may have.
func (it *interaction) callbackTypes() []int {
	if it.kind == interactionComponent {
		return []int{4, 5, 6, 7}
	}
	return []int{4, 5}
}

// answer does what a callback of a type asks.
func (s *Server) answer(it *interaction, kind int, f form) *apiError {
	data, hasData := f.sub("data")
	if !hasData {
		data = form{m: map[string]any{}, path: []string{"data"}, bad: f.bad}
	}
	switch kind {
	case 4:
		if refused := s.refuseCard(data); refused != nil {
			return refused
		}
		return s.answerMessage(it, data)
	case 5:
		flags := data.whole("flags", 0, 1<<31-1)
		if refused := f.bad.err(); refused != nil {
			return refused
		}
		m := s.replaceEntry(it)
		m.Flags, m.Pending = FlagLoading, true
		if flags != nil && *flags&FlagEphemeral != 0 {
			m.Flags |= FlagEphemeral
			m.VisibleTo = it.user.ID
		}
		s.publish(m)
		it.acknowledge(deferred)
	case 6:
		it.acknowledge(answered)
	case 7:
		d := parseDraft(data, FlagSuppressEmbeds|FlagComponentsV2)
		if refused := d.fill(it.entry, s, userMentions()); refused != nil {
			return refused
		}
		it.acknowledge(answered)
		s.edited(it.entry)
	}
	return nil
}

// answerMessage publishes the message of a callback.
func (s *Server) answerMessage(it *interaction, data form) *apiError {
	d := parseDraft(data, FlagSuppressEmbeds|FlagEphemeral|FlagComponentsV2|FlagSuppressNotifications)
	m := s.newMessage(TypeSlash)
	if refused := d.fill(m, s, userMentions()); refused != nil {
		return refused
	}
	s.attribute(it, m)
	s.hide(it, m)
	s.swapEntry(it, m)
	s.publish(m)
	it.acknowledge(answered)
	return nil
}

// replaceEntry returns a new message in the place of what people see of it.
func (s *Server) replaceEntry(it *interaction) *Message {
	m := s.newMessage(TypeSlash)
	s.attribute(it, m)
	s.swapEntry(it, m)
	return m
}

// swapEntry makes m what people see of it. The waiting entry leaves; the
// message that a component belongs to stays.
func (s *Server) swapEntry(it *interaction, m *Message) {
	if it.entry != nil && it.entry.ID == it.id {
		s.remove(it.entry)
	}
	it.entry = m
}

// hide shows m to the person of it only, if it is ephemeral.
func (s *Server) hide(it *interaction, m *Message) {
	if m.Ephemeral() {
		m.VisibleTo = it.user.ID
	}
}

// callbackResponse is what a callback answers that asks for it.
func (it *interaction) callbackResponse(kind int) object {
	in := object{"id": it.id, "type": it.kind, "channel_id": channelID, "guild_id": guildID}
	res := object{"interaction": in}
	if it.entry == nil || kind == 6 {
		return res
	}
	in["response_message_id"] = it.entry.ID
	in["response_message_loading"] = it.state == deferred
	in["response_message_ephemeral"] = it.entry.Ephemeral()
	res["resource"] = object{"type": kind, "message": it.entry}
	return res
}
