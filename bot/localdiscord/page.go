package localdiscord

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

//go:embed assets/page.css assets/page.js assets/icon.svg
var assets embed.FS

// A page lets a person use the local Discord in a browser. It shows the channel
// as one of the members sees it (?as=bob; without it the default person):
//
//	GET  /          the channel, with the composer below it
//	GET  /messages  the messages and members alone, when something has changed
//	GET  /commands  what the composer offers after "/"
//	GET  /events    an event stream: one event for each change
//	POST /send      line=/ask …   204, or 422 and a sentence that says why not
//	POST /press     message_id=… custom_id=…   a button, answered likewise
//	GET  /assets/…  style, script and icon
//
// Only names of this machine may stand in the Host header, so that no site can
// reach it by pointing a name of its own here, and only the page itself posts.
type page struct {
	server *Server
	now    func() time.Time
	zone   *time.Location
}

// newPage returns what is served outside /api, /gateway and /control.
func newPage(s *Server) http.Handler { return (&page{s, time.Now, time.Local}).handler() }

func (p *page) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.channel)
	mux.HandleFunc("GET /messages", p.messages)
	mux.HandleFunc("GET /commands", p.commands)
	mux.HandleFunc("GET /events", p.events)
	mux.HandleFunc("POST /send", p.send)
	mux.HandleFunc("POST /press", p.press)
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

// A channelView is what the template "page" shows.
type channelView struct {
	Guild, Channel string
	Self           string // address of this view
	Bot            userView
	Online         bool // the bot is connected
	People         []personView
	Examples       []string
	HasMessages    bool
	Messages       template.HTML
}

// A personView is a member who can be looked over the shoulder.
type personView struct {
	userView
	Current bool // whose view this is
}

func (p *page) channel(w http.ResponseWriter, r *http.Request) {
	p.render(w, r, "page")
}

func (p *page) messages(w http.ResponseWriter, r *http.Request) {
	p.render(w, r, "update")
}

// render answers with a template that shows the channel.
func (p *page) render(w http.ResponseWriter, r *http.Request, name string) {
	viewer, err := p.server.Person(r.FormValue("as"))
	if err != nil {
		http.Error(w, sentence(err), http.StatusNotFound)
		return
	}
	view, err := p.view(viewer)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	p.write(w, r, name, view)
}

// write answers with a template.
func (p *page) write(w http.ResponseWriter, r *http.Request, name string, data any) {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, name, data); err != nil {
		p.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write(b.Bytes()) // an error means that the browser has left
}

// fail is unreachable unless a template is wrong.
func (p *page) fail(w http.ResponseWriter, r *http.Request, err error) {
	p.server.lg.Error("page not shown", "path", r.URL.Path, "err", err)
	http.Error(w, "The page could not be shown; the log says why.", http.StatusInternalServerError)
}

// view returns the channel as viewer sees it.
func (p *page) view(viewer User) (channelView, error) {
	s := p.server
	v := channelView{
		Guild: s.GuildName(), Channel: s.ChannelName(), Self: "/?as=" + viewer.Name(),
		Bot: viewOf(s.Bot()), Online: s.online(),
	}
	names := map[string]string{s.ChannelID(): v.Channel, s.Bot().ID: v.Bot.Name}
	for _, u := range s.People() {
		names[u.ID] = u.Name()
		v.People = append(v.People, personView{viewOf(u), u.ID == viewer.ID})
	}
	for _, c := range slashCommands(s.Commands()) {
		v.Examples = append(v.Examples, examples[c.Name]...)
	}
	messages := s.Messages(s.ChannelID(), viewer.ID)
	v.HasMessages = len(messages) > 0
	var b strings.Builder
	err := renderer{names, p.now(), p.zone}.messages(&b, messages)
	v.Messages = template.HTML(b.String())
	return v, err
}

// online reports whether a bot's session has a connection now. A connection
// that is hanging up, or has not logged in, is none.
func (s *Server) online() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sess := range s.sessions {
		if sess.conn != nil {
			return true
		}
	}
	return false
}

// examples are lines to start with, offered while the channel is empty, by the
// command that the bot must have for them.
var examples = map[string][]string{
	"ask": {"/ask what did Putin give Kim?", "/ask what breed of dogs did Kim give Putin?"},
}

// A commandView is a command as the composer offers it.
type commandView struct {
	Name, Description string
	Options           []optionView
	Needs             bool // it cannot be used without an option
}

// An optionView is an option as the composer offers it.
type optionView struct {
	CommandOption
	Main bool // it is what plain text behind the command fills
}

func (p *page) commands(w http.ResponseWriter, r *http.Request) {
	var views []commandView
	for _, c := range slashCommands(p.server.Commands()) {
		v := commandView{Name: c.Name, Description: c.Description}
		main, _ := mainOption(c)
		for _, o := range c.Options {
			v.Options = append(v.Options, optionView{o, o.Name == main.Name})
			v.Needs = v.Needs || o.Required
		}
		views = append(views, v)
	}
	p.write(w, r, "commands", views)
}

// events tells the browser of every change until it leaves or the server closes.
func (p *page) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	changes := p.server.Watch(r.Context())
	fmt.Fprint(w, "retry: 1000\n") // how long the browser waits before it comes back, in ms
	for {
		if _, err := fmt.Fprint(w, "data: changed\n\n"); err != nil {
			return
		}
		if out.Flush() != nil {
			return
		}
		if _, ok := <-changes; !ok {
			return
		}
	}
}

// maxPost is more than the longest command that Discord takes.
const maxPost = 64 << 10

// send uses the command that the composer holds.
func (p *page) send(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, func(viewer User) error {
		name, options, err := parseLine(r.PostFormValue("line"), p.server.Commands())
		if err != nil {
			return err
		}
		_, err = p.server.Slash(viewer.ID, p.server.ChannelID(), name, options)
		return err
	})
}

// press presses a button of a message.
func (p *page) press(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, func(viewer User) error {
		_, err := p.server.Press(viewer.ID, r.PostFormValue("message_id"), r.PostFormValue("custom_id"))
		return err
	})
}

// act lets the viewer do something and answers with what kept them from it.
func (p *page) act(w http.ResponseWriter, r *http.Request, do func(viewer User) error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxPost)
	viewer, err := p.server.Person(r.FormValue("as"))
	if err == nil {
		err = do(viewer)
	}
	if err != nil {
		http.Error(w, sentence(err), http.StatusUnprocessableEntity)
		return
	}
	w.WriteHeader(http.StatusNoContent)
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
