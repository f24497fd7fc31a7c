package localdiscord

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

//go:embed assets/page.css assets/page.js assets/icon.svg
var assets embed.FS

// A page lets a person use the local Discord in a browser. It shows a channel
// as one of the people sees it (?as=bob&in=general; without them the default
// person and channel):
//
//	GET  /            everything; the script asks again when something has changed
//	GET  /events      an event stream: an event after each change
//	POST /act         an [Action] as JSON: 200 and its [Result], or 422 and a
//	                  sentence that says why not
//	POST /close       closes the form that is open before ?as= without sending it
//	GET  /raw/ID      a message as Discord describes it, in JSON
//	GET  /transcript  what all channels show, as [Server.Transcript]
//	GET  /assets/…    style, script and icon
//
// Only names of this machine may stand in the Host header, so that no site can
// reach it by pointing a name of its own here, and only the page itself posts.
type page struct {
	server    *Server
	zone      *time.Location
	exchanges *exchangeLog
}

// newPage returns what is served outside /api, /gateway and /control. From here
// on it sees every exchange of s.
func newPage(s *Server) http.Handler {
	p := &page{s, time.Local, newExchangeLog()}
	observe := s.cfg.Observe
	s.cfg.Observe = func(e Exchange) {
		p.exchanges.add(e)
		if observe != nil {
			observe(e)
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.show)
	mux.HandleFunc("GET /events", p.events)
	mux.HandleFunc("POST /act", p.act)
	mux.HandleFunc("POST /close", p.closeModal)
	mux.HandleFunc("GET /raw/{id}", p.raw)
	mux.HandleFunc("GET /transcript", p.transcript)
	mux.Handle("GET /assets/", http.FileServerFS(assets))
	return guard(http.NewCrossOriginProtection().Handler(mux))
}

// contentPolicy lets the page load its own style and script and nothing else.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
	"connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// guard refuses foreign names in the Host header and sets the headers that every
// answer has.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		if !isLoopbackHost(r.Host) {
			http.Error(w, "open this page as http://127.0.0.1, [::1] or localhost, with its port", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isLoopbackHost reports whether a Host header names this machine itself.
func isLoopbackHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	return net.ParseIP(strings.Trim(host, "[]")).IsLoopback()
}

// templates are the page and the fragments that messages are made of.
var templates = template.Must(template.ParseFS(templateFiles, "assets/*.html"))

//go:embed assets/*.html
var templateFiles embed.FS

// show answers with the page.
func (p *page) show(w http.ResponseWriter, r *http.Request) {
	viewer, err := p.server.Member(r.FormValue("as"))
	if err != nil {
		http.Error(w, sentence(err), http.StatusNotFound)
		return
	}
	var b bytes.Buffer
	view, err := p.view(viewer, r.FormValue("in"))
	if err == nil {
		err = templates.ExecuteTemplate(&b, "page", view)
	}
	if err != nil { // unreachable unless a template is wrong
		p.server.lg.Error("page not shown", "err", err)
		http.Error(w, "The page could not be shown; the log says why.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write(b.Bytes()) // an error means that the browser has left
}

// events tells the browser of every change until it leaves or the server closes.
func (p *page) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	changes := p.server.Watch(r.Context())
	fmt.Fprint(w, "retry: 1000\n") // how long the browser waits before it comes back, in ms
	for {
		more := p.exchanges.next()
		if _, err := fmt.Fprint(w, "data: changed\n\n"); err != nil {
			return
		}
		if out.Flush() != nil {
			return
		}
		select {
		case _, ok := <-changes:
			if !ok {
				return
			}
		case <-more:
		}
	}
}

// act does an action and answers with what came of it, or with what kept the
// person from it.
func (p *page) act(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUploads))
	if err != nil {
		refuse(w, err)
		return
	}
	a, err := parseAction(body)
	if err != nil {
		refuse(w, err)
		return
	}
	res, err := p.server.Act(r.Context(), a)
	if err != nil {
		refuse(w, err)
		return
	}
	writeControl(w, http.StatusOK, res)
}

// closeModal closes the form that is open before a person.
func (p *page) closeModal(w http.ResponseWriter, r *http.Request) {
	if err := p.server.CloseModal(r.FormValue("as")); err != nil {
		refuse(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// refuse answers with a sentence.
func refuse(w http.ResponseWriter, err error) {
	http.Error(w, sentence(err), http.StatusUnprocessableEntity)
}

// raw answers with a message that the viewer sees.
func (p *page) raw(w http.ResponseWriter, r *http.Request) {
	text, err := p.server.describe(r.FormValue("as"), r.PathValue("id"))
	if err != nil {
		http.Error(w, sentence(err), http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(text)
}

// describe returns a message that a person sees as Discord sends it.
func (s *Server) describe(viewer, messageID string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.person(viewer)
	if err != nil {
		return nil, err
	}
	msg, err := s.seen(m, messageID)
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(msg, "", "  ")
}

func (p *page) transcript(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="transcript.txt"`)
	io.WriteString(w, p.server.Transcript()) // an error means that the browser has left
}

// sentence returns an error as a sentence for a person.
func sentence(err error) string {
	text := err.Error()
	r, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(r)) + text[size:]
	if strings.ContainsRune(".?!", rune(text[len(text)-1])) {
		return text
	}
	return text + "."
}
