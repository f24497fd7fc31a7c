package localdiscord

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
)

// An Exchange is one REST call with its answer, or one event sent to the bot, by
// the Gateway or, for interactions, to its endpoint. What an endpoint answers is
// a call as well: the callback that it stands for.
type Exchange struct {
	Method string     // of the call; "" is an event
	Path   string     // of the call, unescaped and from after the version: "/users/@me"
	Query  url.Values // of the call
	Body   []byte     // JSON of the call, of a multipart one its payload_json; nil is none
	Status int        // of the answer
	Answer []byte     // JSON of the answer, nil is none; or the event's data
	Event  string     // such as "MESSAGE_CREATE"; "" is a call
}

// observeCall shows a call to Config.Observe.
func (s *Server) observeCall(r *http.Request, body []byte, status int, answer []byte) {
	if s.cfg.Observe == nil {
		return
	}
	path := strings.TrimPrefix(r.URL.Path, "/api")
	if version, rest, ok := strings.Cut(path[min(1, len(path)):], "/"); ok && (version == "v9" || version == "v10") {
		path = "/" + rest
	}
	s.cfg.Observe(Exchange{Method: r.Method, Path: path, Query: r.URL.Query(), Body: jsonOf(r, body), Status: status, Answer: answer})
}

// observeEvent shows an event to Config.Observe.
func (s *Server) observeEvent(event string, data any) {
	if s.cfg.Observe == nil {
		return
	}
	text, _ := json.Marshal(data) // the caller has already done so
	s.cfg.Observe(Exchange{Event: event, Answer: text})
}

// observeEndpoint shows the callback in an endpoint's answer to Config.Observe.
func (s *Server) observeEndpoint(it *interaction, answer []byte, refused *apiError) {
	if s.cfg.Observe == nil {
		return
	}
	x := Exchange{Method: http.MethodPost, Path: "/interactions/" + it.id + "/" + it.token + "/callback", Body: answer, Status: http.StatusNoContent}
	if refused != nil {
		x.Status = refused.status
		x.Answer, _ = json.Marshal(refused) // plain structs and maps: never fails
	}
	s.cfg.Observe(x)
}

// jsonOf returns the JSON in a body: all of it, or its part payload_json.
func jsonOf(r *http.Request, body []byte) []byte {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		return body
	}
	parts := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	for {
		part, err := parts.NextPart()
		if err != nil {
			return nil
		}
		if part.FormName() == "payload_json" {
			b, _ := io.ReadAll(part) // a body cut short was refused
			return b
		}
	}
}
