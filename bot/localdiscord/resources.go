package localdiscord

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// day is how long the budgets for sessions and commands last.
const day = 24 * time.Hour

// gatewayURL returns where bots open the Gateway. host is the one that the
// client called.
func (s *Server) gatewayURL(host string) string {
	if s.cfg.GatewayURL != "" {
		return s.cfg.GatewayURL
	}
	return "ws://" + host + "/gateway"
}

func (s *Server) getGateway(r request) (reply, *apiError) {
	return reply{http.StatusOK, object{"url": s.gatewayURL(r.host)}}, nil
}

func (s *Server) getGatewayBot(r request) (reply, *apiError) {
	s.starts.look(day)
	return reply{http.StatusOK, object{
		"url":    s.gatewayURL(r.host),
		"shards": (s.cfg.Guilds + 999) / 1000, // about 1,000 servers a shard are advised
		"session_start_limit": object{
			"total":           s.cfg.Identifies,
			"remaining":       max(0, s.cfg.Identifies-s.starts.used),
			"reset_after":     time.Until(s.starts.ends).Milliseconds(),
			"max_concurrency": s.cfg.MaxConcurrency,
		},
	}}, nil
}

func (s *Server) getMe(request) (reply, *apiError) {
	return reply{http.StatusOK, struct {
		User
		MFA    bool   `json:"mfa_enabled"`
		Locale string `json:"locale"`
	}{s.bot, false, locale}}, nil
}

func (s *Server) getApplication(request) (reply, *apiError) {
	return reply{http.StatusOK, s.application()}, nil
}

func (s *Server) getGuild(r request) (reply, *apiError) {
	if r.path["guild"] != guildID {
		return reply{}, errMissingAccess()
	}
	return reply{http.StatusOK, s.guild()}, nil
}

func (s *Server) getChannel(r request) (reply, *apiError) {
	if r.path["channel"] != channelID {
		return reply{}, errUnknownChannel()
	}
	return reply{http.StatusOK, channelObject()}, nil
}

func (s *Server) getMessages(r request) (reply, *apiError) {
	if r.path["channel"] != channelID {
		return reply{}, errUnknownChannel()
	}
	limit := 50
	if q := r.query.Get("limit"); q != "" {
		n, err := strconv.Atoi(q)
		if err != nil || n < 1 || n > 100 {
			return reply{}, errForm("limit", "NUMBER_TYPE_RANGE", "int value should be between 1 and 100.")
		}
		limit = n
	}
	list := []*Message{}
	for _, m := range slices.Backward(s.messages) {
		if len(list) < limit && isPublic(m) {
			list = append(list, m)
		}
	}
	return reply{http.StatusOK, list}, nil
}

func (s *Server) getMessage(r request) (reply, *apiError) {
	if r.path["channel"] != channelID {
		return reply{}, errUnknownChannel()
	}
	m := s.message(r.path["message"])
	if m == nil || !isPublic(m) {
		return reply{}, errUnknownMessage()
	}
	return reply{http.StatusOK, m}, nil
}

// postMessage sends a message of the bot's own accord.
func (s *Server) postMessage(r request) (reply, *apiError) {
	if r.path["channel"] != channelID {
		return reply{}, errUnknownChannel()
	}
	f, refused := parseForm(r.body)
	if refused != nil {
		return reply{}, refused
	}
	d := parseDraft(f, FlagSuppressEmbeds|FlagComponentsV2|FlagSuppressNotifications)
	nonce := f.nonce()
	ref := s.parseReference(f)
	if f.isTrue("enforce_nonce") && nonce != "" {
		for _, m := range s.messages {
			if m.Nonce == nonce {
				return reply{http.StatusOK, m}, nil
			}
		}
	}
	m := s.newMessage(TypeDefault)
	m.Nonce, m.Reference = nonce, ref
	if ref != nil {
		m.Type = TypeReply
	}
	if refused := d.fill(m, s, everyMention()); refused != nil {
		return reply{}, refused
	}
	s.publish(m)
	return reply{http.StatusOK, m}, nil
}

// nonce returns the word by which the bot knows its own message again, or "".
func (f form) nonce() string {
	if n, ok := f.m["nonce"].(json.Number); ok {
		return n.String()
	}
	return f.text("nonce", 0, 25)
}

// parseReference returns the message that a new one replies to, or nil.
func (s *Server) parseReference(f form) *MessageReference {
	ref, ok := f.sub("message_reference")
	if !ok {
		return nil
	}
	id := ref.snowflake("message_id")
	if m := s.message(id); m != nil && isPublic(m) {
		return &MessageReference{MessageID: id, ChannelID: channelID, GuildID: guildID}
	}
	if must := ref.truth("fail_if_not_exists"); must == nil || *must {
		f.fail("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
	}
	return nil
}
