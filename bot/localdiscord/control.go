package localdiscord

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// serveControl serves the control API: POST /control/act does an [Action], GET
// /control/transcript tells what the channels show. Both need the key. The Host
// must be loopback, so that no page on the web can reach it by a name of its
// own that points here.
func (s *Server) serveControl(w http.ResponseWriter, r *http.Request) {
	key := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch path := r.Method + " " + r.URL.Path; {
	case !isLoopbackHost(r.Host):
		writeControl(w, http.StatusForbidden, controlError{Error: "the control API answers on loopback addresses only"})
	case subtle.ConstantTimeCompare([]byte(key), []byte(s.controlKey)) != 1:
		writeControl(w, http.StatusUnauthorized, controlError{Error: `the header "Authorization: Bearer KEY" is missing or wrong`})
	case path == "POST /control/act":
		s.serveAct(w, r)
	case path == "GET /control/transcript":
		writeControl(w, http.StatusOK, s.record())
	default:
		writeControl(w, http.StatusNotFound, controlError{Error: "there are POST /control/act and GET /control/transcript"})
	}
}

// A controlError is how the control API refuses.
type controlError struct {
	Error string   `json:"error"`
	Known []string `json:"known,omitempty"` // what could have been done
}

// serveAct does one action.
func (s *Server) serveAct(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUploads))
	if err != nil {
		writeControl(w, http.StatusRequestEntityTooLarge, controlError{Error: err.Error()})
		return
	}
	a, err := parseAction(body)
	if err != nil {
		refusal := controlError{Error: err.Error(), Known: Actions()}
		if key, ok := errors.AsType[*actionKeyError](err); ok {
			refusal.Known = key.known
		}
		writeControl(w, http.StatusBadRequest, refusal)
		return
	}
	res, err := s.Act(r.Context(), a)
	if err != nil {
		writeControl(w, http.StatusBadRequest, controlError{Error: err.Error()})
		return
	}
	writeControl(w, http.StatusOK, res)
}

// writeControl answers with JSON.
func writeControl(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body) // the client is gone, or gets it
}

// A transcript is what the control API tells of the channels.
type transcript struct {
	Messages    []transcriptMessage `json:"messages"` // in order
	Text        string              `json:"text"`     // the same for reading, as [Server.Transcript]
	Identifies  int                 `json:"identifies"`
	Resumes     int                 `json:"resumes"`
	Connections int                 `json:"connections"`

	Now          time.Time         `json:"now"`
	Channels     []Channel         `json:"channels"`
	Interactions []interactionNote `json:"interactions"` // whose token lives, by id
}

// An interactionNote tells how far an interaction is.
type interactionNote struct {
	ID        string `json:"id"`
	Type      int    `json:"type"`
	User      string `json:"user"` // id
	ChannelID string `json:"channel_id"`
	Outcome
}

// A transcriptMessage is a message with what Discord does not send.
type transcriptMessage struct {
	Message
	State     string   `json:"state"`      // "sent", "pending" or "failed"
	VisibleTo *string  `json:"visible_to"` // id of the only person who sees it; null is everybody
	Pings     []string `json:"pings"`      // ids it notifies, "everyone", "here"
}

// record returns the transcript.
func (s *Server) record() transcript {
	t := transcript{Messages: []transcriptMessage{}, Text: s.Transcript(),
		Identifies: s.Identifies(), Resumes: s.Resumes(), Connections: s.Connections(),
		Now: s.Now().UTC().Truncate(time.Millisecond), Channels: s.allChannels(), Interactions: s.interactionNotes()}
	for _, m := range s.all() {
		tm := transcriptMessage{Message: m, State: "sent", Pings: append([]string{}, m.Pings...)}
		tm.Timestamp = m.Timestamp.Truncate(time.Millisecond)
		switch {
		case m.Failed:
			tm.State = "failed"
		case m.Pending:
			tm.State = "pending"
		}
		if m.VisibleTo != "" {
			tm.VisibleTo = &m.VisibleTo
		}
		t.Messages = append(t.Messages, tm)
	}
	return t
}

// interactionNotes returns the interactions whose token lives, in order.
func (s *Server) interactionNotes() []interactionNote {
	s.mu.Lock()
	defer s.mu.Unlock()
	notes := []interactionNote{}
	for id, it := range s.interactions {
		notes = append(notes, interactionNote{id, it.kind, it.user.ID, it.channel.ID, it.outcome()})
	}
	slices.SortFunc(notes, func(a, b interactionNote) int {
		if older(a.ID, b.ID) {
			return -1
		}
		return 1
	})
	return notes
}

// allChannels returns every channel, in the form of [Server.Channels].
func (s *Server) allChannels() []Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Channel
	for _, c := range s.channels {
		list = append(list, s.channelFor(c, applicationID))
	}
	return list
}
