package localdiscord

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxReactions is how many different emojis a message takes.
const maxReactions = 20

// putReaction puts the bot's reaction under a message.
func (s *Server) putReaction(r request) (reply, *apiError) {
	c, m, refused := s.messageInPath(r, ReadMessageHistory)
	if refused != nil {
		return reply{}, refused
	}
	e, ok := parseReaction(r.path["emoji"])
	if !ok {
		return reply{}, errUnknownEmoji()
	}
	at := m.reaction(e)
	switch {
	case at != nil && at.Me:
		return reply{http.StatusNoContent, nil}, nil
	case at != nil: // joining a reaction that is there needs no permission
	case !s.botPermissions(c).Has(AddReactions):
		return reply{}, errMissingPermissions()
	case len(m.Reactions) == maxReactions:
		return reply{}, errTooManyReactions()
	}
	s.react(m, e, s.botMember, true)
	return reply{http.StatusNoContent, nil}, nil
}

// deleteReaction takes the bot's reaction away.
func (s *Server) deleteReaction(r request) (reply, *apiError) {
	_, m, refused := s.messageInPath(r, ReadMessageHistory)
	if refused != nil {
		return reply{}, refused
	}
	e, ok := parseReaction(r.path["emoji"])
	if !ok {
		return reply{}, errUnknownEmoji()
	}
	s.react(m, e, s.botMember, false)
	return reply{http.StatusNoContent, nil}, nil
}

// customEmoji is how a server's own emoji stands in a path: name:id.
var customEmoji = regexp.MustCompile(`^(\w{2,32}):(\d+)$`)

// parseReaction returns the emoji in a path. Not every symbol that is taken here
// is an emoji; plain letters are none.
func parseReaction(text string) (ReactionEmoji, bool) {
	if hit := customEmoji.FindStringSubmatch(text); hit != nil {
		return ReactionEmoji{Name: hit[1], ID: hit[2]}, true
	}
	first, _ := utf8.DecodeRuneInString(text)
	return ReactionEmoji{Name: text}, utf8.RuneCountInString(text) <= 16 && (first > 0xA0 || strings.Contains(text, "\u20e3"))
}

// reaction returns the reaction with an emoji, or nil.
func (m *Message) reaction(e ReactionEmoji) *Reaction {
	for i := range m.Reactions {
		if m.Reactions[i].Emoji == e {
			return &m.Reactions[i]
		}
	}
	return nil
}

// react puts a reaction under a message or takes it away, and tells the bot if
// that changes something.
func (s *Server) react(m *Message, e ReactionEmoji, by *Member, on bool) {
	at := m.reaction(e)
	had := at != nil && slices.Contains(at.by, by.ID)
	if had == on {
		return
	}
	m.Reactions = slices.Clone(m.Reactions) // readers may have the old ones
	at = m.reaction(e)
	event := "MESSAGE_REACTION_ADD"
	if on {
		if at == nil {
			m.Reactions = append(m.Reactions, Reaction{Emoji: e, BurstColors: []string{}})
			at = m.reaction(e)
		}
		at.by = append(at.by, by.ID)
	} else {
		event = "MESSAGE_REACTION_REMOVE"
		at.by = slices.DeleteFunc(at.by, func(id string) bool { return id == by.ID })
	}
	at.Count, at.Me = len(at.by), slices.Contains(at.by, applicationID)
	at.CountDetails = object{"burst": 0, "normal": at.Count}
	m.Reactions = slices.DeleteFunc(m.Reactions, func(r Reaction) bool { return len(r.by) == 0 })
	c := s.channel(m.ChannelID)
	ev := s.inGuild(c, object{"user_id": by.ID, "channel_id": c.ID, "message_id": m.ID, "emoji": e, "burst": false, "type": 0})
	if on && c.Type == channelGuild {
		ev["member"] = s.member(by)
	}
	s.tell(c, intentGuildReactions, intentDirectReactions, event, ev)
	s.changed()
}
