package localdiscord

import (
	"net/http"
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
	s.starts.look(s.now(), day)
	return reply{http.StatusOK, object{
		"url":    s.gatewayURL(r.host),
		"shards": (s.cfg.Guilds + 999) / 1000, // about 1,000 servers a shard are advised
		"session_start_limit": object{
			"total":           s.cfg.Identifies,
			"remaining":       max(0, s.cfg.Identifies-s.starts.used),
			"reset_after":     s.starts.ends.Sub(s.now()).Milliseconds(),
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

func (s *Server) getMyGuilds(request) (reply, *apiError) {
	if !s.botMember.Member {
		return reply{http.StatusOK, []object{}}, nil
	}
	g := object{"id": guildID, "name": guildName, "icon": nil, "banner": nil, "owner": false,
		"permissions": s.permissions(applicationID, nil), "features": []string{}}
	return reply{http.StatusOK, []object{g}}, nil
}

func (s *Server) getUser(r request) (reply, *apiError) {
	m := s.memberNamed(r.path["user"])
	if m == nil {
		return reply{}, errUnknownUser()
	}
	return reply{http.StatusOK, m.User}, nil
}

// inGuildPath refuses another server than the one that there is, and that one
// too while the bot is not in it.
func (s *Server) inGuildPath(r request) *apiError {
	if r.path["guild"] != guildID || !s.botMember.Member {
		return errMissingAccess()
	}
	return nil
}

func (s *Server) getGuild(r request) (reply, *apiError) {
	if refused := s.inGuildPath(r); refused != nil {
		return reply{}, refused
	}
	g := s.guildObject()
	if r.asks("with_counts") {
		g["approximate_member_count"], g["approximate_presence_count"] = len(s.members()), len(s.members())
	}
	return reply{http.StatusOK, g}, nil
}

func (s *Server) getGuildChannels(r request) (reply, *apiError) {
	if refused := s.inGuildPath(r); refused != nil {
		return reply{}, refused
	}
	return reply{http.StatusOK, s.guildChannels()}, nil
}

func (s *Server) getRoles(r request) (reply, *apiError) {
	if refused := s.inGuildPath(r); refused != nil {
		return reply{}, refused
	}
	return reply{http.StatusOK, s.roles}, nil
}

func (s *Server) getMember(r request) (reply, *apiError) {
	if refused := s.inGuildPath(r); refused != nil {
		return reply{}, refused
	}
	m := s.memberNamed(r.path["user"])
	if m == nil || !m.Member {
		return reply{}, errUnknownMember()
	}
	return reply{http.StatusOK, s.member(m)}, nil
}
