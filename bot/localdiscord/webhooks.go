package localdiscord

import "net/http"

// byWebhook returns the interaction whose token is in the path.
func (s *Server) byWebhook(r request) (*interaction, *apiError) {
	if r.path["app"] != applicationID {
		return nil, errUnknownWebhook()
	}
	it := s.byToken[r.path["token"]]
	if it == nil || !s.now().Before(it.died) {
		return nil, errWebhookToken()
	}
	// Without a first answer there is no webhook yet.
	if it.state == created || it.state == failed {
		return nil, errUnknownWebhook()
	}
	return it, nil
}

// ofWebhook returns the interaction and that message of it which the path
// names: "@original", or the id of an answer or follow-up.
func (s *Server) ofWebhook(r request) (*interaction, *Message, *apiError) {
	it, refused := s.byWebhook(r)
	if refused != nil {
		return nil, nil, refused
	}
	id := r.path["message"]
	if id == "@original" && it.entry != nil {
		id = it.entry.ID
	}
	m := s.message(id)
	if m == nil || (m != it.entry && !it.followUps[id]) {
		return nil, nil, errUnknownMessage()
	}
	return it, m, nil
}

func (s *Server) getAnswer(r request) (reply, *apiError) {
	_, m, refused := s.ofWebhook(r)
	if refused != nil {
		return reply{}, refused
	}
	return reply{http.StatusOK, m}, nil
}

func (s *Server) patchAnswer(r request) (reply, *apiError) {
	it, m, refused := s.ofWebhook(r)
	if refused != nil {
		return reply{}, refused
	}
	f, refused := r.form()
	if refused != nil {
		return reply{}, refused
	}
	if refused := s.edit(it, m, f); refused != nil {
		return reply{}, refused
	}
	return reply{http.StatusOK, m}, nil
}

// edit changes an answer; it brings the message of a deferred one.
func (s *Server) edit(it *interaction, m *Message, f form) *apiError {
	if refused := s.refuseCard(f); refused != nil {
		return refused
	}
	d := parseDraft(f, FlagSuppressEmbeds|FlagComponentsV2)
	if refused := d.fill(m, s, userMentions(), s.appPermissions(it.channel)); refused != nil {
		return refused
	}
	m.Flags &^= FlagLoading
	m.Pending = false
	if m == it.entry {
		it.state = answered
	}
	s.edited(m)
	return nil
}

func (s *Server) deleteAnswer(r request) (reply, *apiError) {
	it, m, refused := s.ofWebhook(r)
	if refused != nil {
		return reply{}, refused
	}
	delete(it.followUps, m.ID)
	if m == it.entry {
		it.state = answered // nothing more is awaited
	}
	s.remove(m)
	return reply{http.StatusNoContent, nil}, nil
}

// postFollowUp sends a further message. Right after a deferral it brings the
// message that was awaited instead, as Discord does.
func (s *Server) postFollowUp(r request) (reply, *apiError) {
	it, refused := s.byWebhook(r)
	if refused != nil {
		return reply{}, refused
	}
	f, refused := r.form()
	if refused != nil {
		return reply{}, refused
	}
	if it.state == deferred {
		if refused := s.edit(it, it.entry, f); refused != nil {
			return reply{}, refused
		}
		return reply{http.StatusOK, it.entry}, nil
	}
	if refused := s.refuseCard(f); refused != nil {
		return reply{}, refused
	}
	if it.isForeign() && it.followed >= maxUserFollowUps {
		return reply{}, errTooManyFollowUps()
	}
	d := parseDraft(f, FlagSuppressEmbeds|FlagEphemeral|FlagComponentsV2|FlagSuppressNotifications)
	m := s.newMessage(s.bot, it.channel.ID, TypeReply)
	s.attribute(it, m)
	if it.entry != nil {
		s.refer(m, referenceTo(it.channel, it.entry.ID))
		m.InteractionMetadata.OriginalResponse = it.entry.ID
	}
	if refused := d.fill(m, s, userMentions(), s.appPermissions(it.channel)); refused != nil {
		return reply{}, refused
	}
	s.hide(it, m)
	it.followed++
	it.followUps[m.ID] = true
	s.publish(m)
	return reply{http.StatusOK, m}, nil
}
