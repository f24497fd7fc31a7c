package gateway

import "time"

const (
	presenceEvery = 20 * time.Second // is looked whether the text has changed; Discord allows five changes in that time
	maxPresence   = 128              // characters of it
	presenceOp    = 3
	customStatus  = 4 // type of an activity
)

// A wirePresence is what is shown under the bot's name in Discord's JSON. Discord
// hangs up if one of the fields is missing.
type wirePresence struct {
	Op   int `json:"op"`
	Data struct {
		Since      *int           `json:"since"`
		Activities []wireActivity `json:"activities"`
		Status     string         `json:"status"`
		AFK        bool           `json:"afk"`
	} `json:"d"`
}

type wireActivity struct {
	Name  string `json:"name"` // not shown
	Type  int    `json:"type"`
	State string `json:"state"`
}

// present shows text under the bot's name unless that is shown already. It is
// called from run alone, when the session has begun and Open has returned:
// discordgo writes under a lock that it holds while it opens and closes.
func (s *session) present(text string) {
	if runes := []rune(text); len(runes) > maxPresence {
		text = string(runes[:maxPresence])
	}
	c := s.current()
	if c == nil || c.ended() != nil || s.shown != nil && *s.shown == text {
		return
	}
	p := wirePresence{Op: presenceOp}
	p.Data.Activities = []wireActivity{}
	if text != "" {
		p.Data.Activities = append(p.Data.Activities, wireActivity{Name: "Custom Status", Type: customStatus, State: text})
	}
	p.Data.Status = "online"
	if s.dg.GatewayWriteStruct(p) == nil {
		s.shown = &text
	}
}
