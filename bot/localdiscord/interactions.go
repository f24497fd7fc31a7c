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

// maxUserFollowUps is how many follow-ups an interaction takes where the
// application is installed by the person only.
const maxUserFollowUps = 5

// Interaction types.
const (
	interactionPing         = 1
	interactionCommand      = 2
	interactionComponent    = 3
	interactionAutocomplete = 4
	interactionModal        = 5
)

// Interaction contexts: where something was used.
const (
	contextGuild   = 0
	contextBotDM   = 1
	contextPrivate = 2 // a conversation without the bot
)

// Callback types.
const (
	callbackPong         = 1
	callbackMessage      = 4
	callbackDefer        = 5
	callbackDeferUpdate  = 6
	callbackUpdate       = 7
	callbackAutocomplete = 8
	callbackModal        = 9
)

// A state is how far an interaction is.
type state string

const (
	created  state = "waiting"  // for its first answer
	deferred state = "deferred" // answered by "thinking…"; an edit brings the message
	answered state = "answered"
	failed   state = "failed" // not answered in time
)

// An interaction is one use of a command, component or modal, or one request for
// choices.
type interaction struct {
	id, token string
	kind      int
	command   *Command // of a command and of autocomplete
	user      *Member
	channel   *channel
	context   int
	owners    map[string]string // of the installations that it rests on
	state     state
	timer     *timer    // ends the current wait
	died      time.Time // when the token stops working
	source    *Message  // that of the component, or of the component that opened the modal
	entry     *Message  // what people see of it; the answer, once there is one
	target    object    // for the metadata: what a menu command was used on
	opener    *InteractionMetadata
	followUps map[string]bool
	followed  int             // follow-ups sent
	focused   CommandOption   // of autocomplete
	choices   []CommandChoice // that autocomplete got
	modal     *Modal          // that it was answered with
	cancel    func()          // ends its delivery to an endpoint; nil if it has none
}

// begin makes an interaction, shows a command to its person as waiting, and
// sends it to the bot. data is what was used.
func (s *Server) begin(it *interaction, data object) {
	it.id, it.token = s.snowflake(), s.ids.secret(110)
	it.died = s.now().Add(tokenLife)
	it.followUps = map[string]bool{}
	it.state = created
	it.context = contextOf(it.channel)
	s.interactions[it.id] = it
	if it.kind != interactionAutocomplete {
		s.byToken[it.token] = it // autocomplete has no follow-ups
	}
	it.timer = s.clock.after(answerWithin, func() { s.waited(it) })
	if it.kind == interactionCommand || (it.kind == interactionModal && it.source == nil) {
		it.entry = s.newMessage(s.bot, it.channel.ID, it.messageType())
		it.entry.ID = it.id
		it.entry.Pending, it.entry.VisibleTo = true, it.user.ID
		s.attribute(it, it.entry)
		s.show(it.entry)
	}
	ev := s.interactionEvent(it, data)
	if s.endpoint != "" {
		s.deliver(it, ev)
	} else {
		s.dispatch(0, "INTERACTION_CREATE", ev)
		if s.useFault("duplicate") != nil {
			s.dispatch(0, "INTERACTION_CREATE", ev)
		}
	}
	s.changed()
}

// contextOf returns the interaction context of a channel.
func contextOf(c *channel) int {
	switch {
	case c.Type == channelGuild:
		return contextGuild
	case c.has(applicationID):
		return contextBotDM
	}
	return contextPrivate
}

// interactionEvent returns an interaction as the bot gets it.
func (s *Server) interactionEvent(it *interaction, data object) object {
	channel := s.channelObject(it.channel)
	ev := object{
		"id": it.id, "application_id": applicationID, "type": it.kind, "token": it.token, "version": 1,
		"data": data, "channel_id": it.channel.ID, "channel": channel, "locale": it.user.Locale,
		"app_permissions": s.appPermissions(it.channel), "entitlements": []object{},
		"authorizing_integration_owners": it.owners, "context": it.context, "attachment_size_limit": maxFile,
	}
	if it.context == contextGuild {
		ev["guild_id"], ev["guild_locale"] = guildID, locale
		ev["guild"] = object{"id": guildID, "features": []string{}, "locale": locale}
		ev["member"] = s.memberIn(it.user, it.channel)
		channel["permissions"] = s.permissions(it.user.ID, it.channel)
	} else {
		ev["user"] = it.user.User
	}
	if it.source != nil {
		ev["message"] = it.source
	}
	return ev
}

// messageType returns the type of the message that answers it.
func (it *interaction) messageType() int {
	switch {
	case it.source != nil:
		return TypeReply
	case it.command != nil && it.command.Type != CommandSlash:
		return TypeMenu
	}
	return TypeSlash
}

// attribute marks m as an answer to it.
func (s *Server) attribute(it *interaction, m *Message) {
	m.ApplicationID, m.WebhookID = applicationID, applicationID
	m.InteractionMetadata = it.metadata()
	if it.command != nil {
		m.Interaction = &MessageInteraction{ID: it.id, Type: it.kind, Name: it.command.Name, User: it.user.User}
	}
}

// metadata tells of the interaction in the messages that answer it.
func (it *interaction) metadata() *InteractionMetadata {
	md := &InteractionMetadata{ID: it.id, Type: it.kind, User: it.user.User, Owners: it.owners, Opener: it.opener}
	if it.kind == interactionComponent {
		md.InteractedMessage = it.source.ID
	}
	if u, ok := it.target["user"].(User); ok {
		md.TargetUser = &u
	}
	md.TargetMessage, _ = it.target["message"].(string)
	return md
}

// waited ends a wait: for the first answer, for the message of a deferred one,
// or for the end of the token.
func (s *Server) waited(it *interaction) {
	if it.state == created || it.state == deferred {
		s.fail(it)
		s.changed()
	}
	if left := it.died.Sub(s.now()); left > 0 {
		s.clock.reset(it.timer, left)
		return
	}
	delete(s.interactions, it.id)
	delete(s.byToken, it.token)
}

// fail shows that an answer did not come in time.
func (s *Server) fail(it *interaction) {
	it.state = failed
	if it.cancel != nil {
		it.cancel()
	}
	s.lg.Info("the application did not respond", "interaction", it.id, "type", it.kind, "user", it.user.Username)
	if it.kind == interactionAutocomplete {
		return // the person sees no choices
	}
	if it.entry == nil {
		// The message that was pressed stays as it is; the person is told below.
		it.entry = s.newMessage(s.bot, it.channel.ID, TypeReply)
		it.entry.VisibleTo = it.user.ID
		s.attribute(it, it.entry)
		s.show(it.entry)
	}
	it.entry.Pending, it.entry.Failed = false, true
}

// late reports whether the time for a callback is over, even if the timer that
// sees to it has yet to run.
func (s *Server) late(it *interaction) bool {
	left := it.died.Sub(s.now())
	return left <= 0 || (it.state == created && left <= tokenLife-answerWithin)
}

// acknowledge takes the first answer of an interaction: it keeps its wait only
// until the token ends.
func (s *Server) acknowledge(it *interaction, to state) {
	it.state = to
	s.clock.reset(it.timer, it.died.Sub(s.now()))
}

// postCallback is the first answer to an interaction.
func (s *Server) postCallback(r request) (reply, *apiError) {
	it := s.interactions[r.path["id"]]
	if it == nil || it.token != r.path["token"] || it.state == failed || s.late(it) {
		return reply{}, errUnknownInteraction()
	}
	f, refused := r.form()
	if refused != nil {
		return reply{}, refused
	}
	kind, refused := s.callback(it, f)
	if refused != nil {
		return reply{}, refused
	}
	if !r.asks("with_response") {
		return reply{http.StatusNoContent, nil}, nil
	}
	return reply{http.StatusOK, it.callbackResponse(kind)}, nil
}

// callback takes the first answer of an interaction, from REST or in the answer
// to a webhook, and returns its type.
func (s *Server) callback(it *interaction, f form) (kind int, refused *apiError) {
	if it.state != created {
		return 0, errAcknowledged()
	}
	f.need("type")
	kind = f.choice("type", callbackMessage, it.callbackTypes()...)
	if refused := f.bad.err(); refused != nil {
		return 0, refused
	}
	if refused := s.answer(it, kind, f); refused != nil {
		return 0, refused
	}
	s.changed()
	return kind, nil
}

// callbackTypes returns the answers that this kind of interaction may have.
func (it *interaction) callbackTypes() []int {
	switch {
	case it.kind == interactionAutocomplete:
		return []int{callbackAutocomplete}
	case it.kind == interactionComponent:
		return []int{callbackMessage, callbackDefer, callbackDeferUpdate, callbackUpdate, callbackModal}
	case it.kind == interactionModal && it.source != nil:
		return []int{callbackMessage, callbackDefer, callbackDeferUpdate, callbackUpdate}
	case it.kind == interactionModal:
		return []int{callbackMessage, callbackDefer}
	}
	return []int{callbackMessage, callbackDefer, callbackModal}
}

// answer does what a callback of a type asks.
func (s *Server) answer(it *interaction, kind int, f form) *apiError {
	data, hasData := f.sub("data")
	if !hasData {
		data = f.empty("data")
	}
	switch kind {
	case callbackMessage:
		if refused := s.refuseCard(data); refused != nil {
			return refused
		}
		return s.answerMessage(it, data)
	case callbackDefer:
		return s.answerDeferred(it, data)
	case callbackDeferUpdate:
		it.entry = it.source
		s.acknowledge(it, answered)
	case callbackUpdate:
		d := parseDraft(data, FlagSuppressEmbeds|FlagComponentsV2)
		if refused := d.fill(it.source, s, userMentions(), s.appPermissions(it.channel)); refused != nil {
			return refused
		}
		it.entry = it.source
		s.acknowledge(it, answered)
		s.edited(it.source)
	case callbackAutocomplete:
		f.need("data") // choices may be left out, data may not
		return s.answerChoices(it, data)
	case callbackModal:
		return s.answerModal(it, data)
	}
	return nil
}

// answerMessage publishes the message of a callback.
func (s *Server) answerMessage(it *interaction, data form) *apiError {
	d := parseDraft(data, FlagSuppressEmbeds|FlagEphemeral|FlagComponentsV2|FlagSuppressNotifications)
	m := s.answerTo(it)
	if refused := d.fill(m, s, userMentions(), s.appPermissions(it.channel)); refused != nil {
		return refused
	}
	s.hide(it, m)
	s.swapEntry(it, m)
	s.publish(m)
	s.acknowledge(it, answered)
	return nil
}

// answerDeferred shows "thinking…" until an edit brings the message. Of its
// flags only ephemeral counts.
func (s *Server) answerDeferred(it *interaction, data form) *apiError {
	flags := data.whole("flags", 0, 1<<31-1)
	if refused := data.bad.err(); refused != nil {
		return refused
	}
	m := s.answerTo(it)
	m.Flags, m.Pending = FlagLoading, true
	if flags != nil && *flags&FlagEphemeral != 0 {
		m.Flags |= FlagEphemeral
	}
	s.hide(it, m)
	s.swapEntry(it, m)
	s.publish(m)
	s.acknowledge(it, deferred)
	return nil
}

// answerChoices takes what an option may be.
func (s *Server) answerChoices(it *interaction, data form) *apiError {
	choices := []CommandChoice{}
	for _, cf := range data.forms("choices", 0, 25) {
		choices = append(choices, parseChoice(cf, it.focused.Type))
	}
	if refused := data.bad.err(); refused != nil {
		return refused
	}
	it.choices = choices
	s.acknowledge(it, answered)
	return nil
}

// answerModal opens a modal for the person.
func (s *Server) answerModal(it *interaction, data form) *apiError {
	modal := parseModal(data)
	if refused := data.bad.err(); refused != nil {
		return refused
	}
	if it.entry != nil {
		s.remove(it.entry)
		it.entry = nil
	}
	it.modal = &modal
	s.modals[it.user.ID] = it
	s.acknowledge(it, answered)
	return nil
}

// answerTo returns an empty message that answers it.
func (s *Server) answerTo(it *interaction) *Message {
	m := s.newMessage(s.bot, it.channel.ID, it.messageType())
	if it.source != nil {
		s.refer(m, referenceTo(it.channel, it.source.ID))
	}
	s.attribute(it, m)
	return m
}

// swapEntry makes m what people see of it, in place of what waited.
func (s *Server) swapEntry(it *interaction, m *Message) {
	if it.entry != nil {
		s.remove(it.entry)
	}
	it.entry = m
}

// hide shows m to the person of it only, if it is ephemeral, or if the
// application has no place of its own here and the person may not bring one.
func (s *Server) hide(it *interaction, m *Message) {
	if it.isForeign() && it.context == contextGuild && !s.permissions(it.user.ID, it.channel).Has(UseExternalApps) {
		m.Flags |= FlagEphemeral
	}
	if m.Ephemeral() {
		m.VisibleTo = it.user.ID
	}
}

// isForeign reports whether it rests on the person's installation only.
func (it *interaction) isForeign() bool { return it.owners["0"] == "" }

// callbackResponse is what a callback answers that asks for it.
func (it *interaction) callbackResponse(kind int) object {
	in := object{"id": it.id, "type": it.kind, "channel_id": it.channel.ID}
	if it.context == contextGuild {
		in["guild_id"] = guildID
	}
	res := object{"interaction": in}
	if it.entry == nil || kind == callbackDeferUpdate {
		return res
	}
	in["response_message_id"] = it.entry.ID
	in["response_message_loading"] = it.state == deferred
	in["response_message_ephemeral"] = it.entry.Ephemeral()
	res["resource"] = object{"type": kind, "message": it.entry}
	return res
}
