package localdiscord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// SendOp sends a Gateway opcode to every connected session: 1 asks for a
// heartbeat, 7 for a reconnect, and 9 declares the session invalid, where d
// tells whether it can be resumed.
func (s *Server) SendOp(op int, d any) error {
	if !slices.Contains([]int{opHeartbeat, opReconnect, opInvalidSession}, op) {
		return fmt.Errorf("opcode %d cannot be sent; 1, 7 and 9 can", op)
	}
	resumable, _ := d.(bool)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.sendOp(op, resumable) {
		return errNobody
	}
	return nil
}

// sendOp is SendOp for callers that hold s.mu. It reports whether there was a
// session to send to.
func (s *Server) sendOp(op int, resumable bool) (sent bool) {
	var d any
	if op == opInvalidSession {
		d = resumable
	}
	for c := range s.open {
		sess := c.session
		if sess == nil || c.closing {
			continue
		}
		sent = true
		s.send(c, op, d)
		if op == opInvalidSession {
			c.session, sess.conn, sess.left = nil, nil, s.now()
			if !resumable {
				delete(s.sessions, sess.id)
			}
		}
	}
	return sent
}

// errNobody is returned by what needs a connected bot.
var errNobody = errors.New("no bot is connected to the Gateway")

// CloseGateway closes every Gateway connection with a close code.
func (s *Server) CloseGateway(code int) error {
	if !canClose(code) {
		return fmt.Errorf("close code %d cannot be sent", code)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.open) == 0 {
		return errNobody
	}
	for c := range s.open {
		s.closeConn(c, code)
	}
	return nil
}

// An Action is something to do, in the form that the control API takes it.
type Action struct {
	Do        string         `json:"do"`                   // one of [Actions]
	User      string         `json:"user,omitempty"`       // id or name; "" is the default person
	ChannelID string         `json:"channel_id,omitempty"` // id or name, "dm"; "" is the default channel
	Name      string         `json:"name,omitempty"`       // of the command, fault, role, permission, locale or emoji
	Options   map[string]any `json:"options,omitempty"`    // of the command: strings, numbers, truth values, files
	Focused   string         `json:"focused,omitempty"`    // option that choices are asked for
	MessageID string         `json:"message_id,omitempty"` // of the button or select, or that a menu command is used on
	CustomID  string         `json:"custom_id,omitempty"`  // of the button, select or modal
	Values    []string       `json:"values,omitempty"`     // chosen in the select
	Fields    map[string]any `json:"fields,omitempty"`     // of the modal, by custom id
	Target    string         `json:"target,omitempty"`     // person that a menu command is used on
	Content   string         `json:"content,omitempty"`    // said; or of a new message that a menu command is used on
	Mention   bool           `json:"mention,omitempty"`    // begin with a mention of the bot
	ReplyTo   string         `json:"reply_to,omitempty"`   // id of the message that is replied to
	Ping      *bool          `json:"ping,omitempty"`       // the reply notifies its author; nil is yes
	Wait      float64        `json:"wait,omitempty"`       // seconds to wait for the bot's first answer
	Advance   string         `json:"advance,omitempty"`    // of the clock, such as "14m"
	Role      string         `json:"role,omitempty"`       // role, or person with channel_id, whose permission is set
	Allow     *bool          `json:"allow,omitempty"`      // give or take; nil leaves alone
	On        *bool          `json:"on,omitempty"`         // nil is yes
	URL       string         `json:"url,omitempty"`        // for HTTP interactions; "" goes back to the Gateway
	Op        int            `json:"op,omitempty"`         // for "op"
	Data      any            `json:"d,omitempty"`          // for "op"
	Code      int            `json:"code,omitempty"`       // for "close", and of the fault
	Times     int            `json:"times,omitempty"`      // of the fault, as the fields below
	Status    int            `json:"status,omitempty"`
	Method    string         `json:"method,omitempty"`
	Route     string         `json:"route,omitempty"`
	After     float64        `json:"retry_after,omitempty"`
	Delay     float64        `json:"delay,omitempty"`
	Seconds   float64        `json:"seconds,omitempty"`
	Scope     string         `json:"scope,omitempty"`
}

// A Result is what came of an [Action].
type Result struct {
	InteractionID string   `json:"interaction_id,omitempty"` // of what the bot was told
	MessageID     string   `json:"message_id,omitempty"`     // of what was said
	Outcome       *Outcome `json:"outcome,omitempty"`        // of the interaction so far
	Now           string   `json:"now,omitempty"`            // the time after "clock"
}

// An actionKind is one thing that can be done.
type actionKind struct {
	name string
	keys string // of its body, beside "do", "user" and "channel_id"
	do   func(s *Server, ctx context.Context, a Action) (Result, error)
}

// actionKinds returns everything that can be done.
func actionKinds() []actionKind {
	return []actionKind{
		{"slash", "name options wait", (*Server).actSlash},
		{"autocomplete", "name options focused wait", (*Server).actAutocomplete},
		{"message_command", "name content message_id wait", (*Server).actMessageCommand},
		{"user_command", "name target wait", (*Server).actUserCommand},
		{"button", "message_id custom_id wait", (*Server).actButton},
		{"select", "message_id custom_id values wait", (*Server).actSelect},
		{"modal", "custom_id fields wait", (*Server).actModal},
		{"say", "content mention reply_to ping", (*Server).actSay},
		{"delete", "message_id", (*Server).actDelete},
		{"react", "message_id name on", (*Server).actReact},
		{"op", "op d", (*Server).actOp},
		{"close", "code", (*Server).actClose},
		{"fault", "name times status method route retry_after code delay seconds scope d", (*Server).actFault},
		{"clock", "advance", (*Server).actClock},
		{"permission", "name role allow", (*Server).actPermission},
		{"role", "name on", (*Server).actRole},
		{"member", "on", (*Server).actMember},
		{"install", "on", (*Server).actInstall},
		{"refuse_dms", "on", (*Server).actRefuseDMs},
		{"locale", "name", (*Server).actLocale},
		{"endpoint", "url", (*Server).actEndpoint},
		{"reset", "", (*Server).actReset},
	}
}

// actionNamed returns the action with this name.
func actionNamed(name string) (actionKind, error) {
	for _, k := range actionKinds() {
		if k.name == name {
			return k, nil
		}
	}
	return actionKind{}, fmt.Errorf("%w: %q", errUnknownAction, name)
}

// Actions returns what [Server.Act] can do.
func Actions() []string {
	var names []string
	for _, k := range actionKinds() {
		names = append(names, k.name)
	}
	return names
}

// ActionHelp returns one line for each action: its name and the keys that it may
// have beside "do", "user" and "channel_id".
func ActionHelp() string {
	var b strings.Builder
	for _, k := range actionKinds() {
		b.WriteString(strings.TrimSpace(fmt.Sprintf("%-16s %s", k.name, k.keys)) + "\n")
	}
	return b.String()
}

// errUnknownAction is returned by Act for what it cannot do.
var errUnknownAction = errors.New("unknown action")

// An actionKeyError is a key that an action does not have.
type actionKeyError struct {
	action, key string
	known       []string
}

func (e *actionKeyError) Error() string {
	return fmt.Sprintf("the action %q has no key %q", e.action, e.key)
}

// parseAction reads an action, which may have only the keys of its kind.
func parseAction(body []byte) (Action, error) {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(body, &keys); err != nil {
		return Action{}, fmt.Errorf("the body is not an action: %w", err)
	}
	var a Action
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.UseNumber() // what was typed is kept as it was
	if err := d.Decode(&a); err != nil {
		return Action{}, fmt.Errorf("the body is not an action: %w", err)
	}
	kind, err := actionNamed(a.Do)
	if err != nil {
		return Action{}, err
	}
	known := append([]string{"do", "user", "channel_id"}, strings.Fields(kind.keys)...)
	for _, key := range sortedKeys(keys) {
		if !slices.Contains(known, key) {
			return Action{}, &actionKeyError{kind.name, key, known}
		}
	}
	return a, nil
}

// maxWait is the longest that an action waits for the bot.
const maxWait = time.Minute

// Act does one action. It waits for what the bot makes of it only if the action
// says so, and for the choices of autocomplete, which nothing else shows.
func (s *Server) Act(ctx context.Context, a Action) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	kind, err := actionNamed(a.Do)
	if err != nil {
		return Result{}, err
	}
	res, err := kind.do(s, ctx, a)
	if err != nil || res.InteractionID == "" {
		return res, err
	}
	wait := time.Duration(a.Wait * float64(time.Second))
	if a.Do == "autocomplete" && wait == 0 {
		wait = answerWithin
	}
	if o, ok := s.await(ctx, res.InteractionID, min(wait, maxWait)); ok {
		res.Outcome = &o
	}
	return res, nil
}

// await returns what has come of an interaction once it has an answer, it has
// failed, or wait has passed.
func (s *Server) await(ctx context.Context, interactionID string, wait time.Duration) (o Outcome, ok bool) {
	if wait <= 0 {
		return s.Outcome(interactionID)
	}
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	changes := s.Watch(ctx)
	for {
		o, ok = s.Outcome(interactionID)
		if !ok || o.State != string(created) {
			return o, ok
		}
		if _, more := <-changes; !more {
			return s.Outcome(interactionID)
		}
	}
}

func (s *Server) actSlash(_ context.Context, a Action) (res Result, err error) {
	res.InteractionID, err = s.slash(a.User, a.ChannelID, a.Name, a.Options)
	return res, err
}

func (s *Server) actAutocomplete(_ context.Context, a Action) (res Result, err error) {
	typed := map[string]string{}
	for name, v := range a.Options {
		typed[name] = asTyped(v)
	}
	if a.Focused == "" {
		return res, errors.New(`"focused" must name the option that choices are asked for`)
	}
	res.InteractionID, err = s.Autocomplete(a.User, a.ChannelID, a.Name, typed, a.Focused)
	return res, err
}

// actMessageCommand uses a menu command on a message that is there, or on one
// that it lets the person write first.
func (s *Server) actMessageCommand(_ context.Context, a Action) (res Result, err error) {
	if (a.MessageID == "") == (a.Content == "") {
		return res, errors.New(`either "message_id" or "content" must say which message`)
	}
	target := a.MessageID
	if a.Content != "" {
		if err := s.hasCommand(a.User, a.ChannelID, CommandMessage, a.Name); err != nil {
			return res, err // nothing is said in vain
		}
		if target, err = s.Say(a.User, a.ChannelID, Saying{Content: a.Content}); err != nil {
			return res, err
		}
		res.MessageID = target
	}
	res.InteractionID, err = s.MessageCommand(a.User, a.ChannelID, a.Name, target)
	return res, err
}

func (s *Server) actUserCommand(_ context.Context, a Action) (res Result, err error) {
	res.InteractionID, err = s.UserCommand(a.User, a.ChannelID, a.Name, a.Target)
	return res, err
}

func (s *Server) actButton(_ context.Context, a Action) (res Result, err error) {
	res.InteractionID, err = s.Press(a.User, a.MessageID, a.CustomID)
	return res, err
}

func (s *Server) actSelect(_ context.Context, a Action) (res Result, err error) {
	res.InteractionID, err = s.Select(a.User, a.MessageID, a.CustomID, a.Values)
	return res, err
}

func (s *Server) actModal(_ context.Context, a Action) (res Result, err error) {
	res.InteractionID, err = s.Submit(a.User, a.CustomID, a.Fields)
	return res, err
}

func (s *Server) actSay(_ context.Context, a Action) (res Result, err error) {
	res.MessageID, err = s.Say(a.User, a.ChannelID, Saying{
		Content: a.Content, Mention: a.Mention, ReplyTo: a.ReplyTo, NoPing: a.Ping != nil && !*a.Ping,
	})
	return res, err
}

func (s *Server) actDelete(_ context.Context, a Action) (Result, error) {
	return Result{}, s.Delete(a.User, a.MessageID)
}

func (s *Server) actReact(_ context.Context, a Action) (Result, error) {
	return Result{}, s.React(a.User, a.MessageID, a.Name, isOn(a.On))
}

func (s *Server) actOp(_ context.Context, a Action) (Result, error) {
	return Result{}, s.SendOp(a.Op, a.Data)
}

func (s *Server) actClose(_ context.Context, a Action) (Result, error) {
	return Result{}, s.CloseGateway(a.Code)
}

func (s *Server) actFault(_ context.Context, a Action) (Result, error) {
	resumable, _ := a.Data.(bool)
	return Result{}, s.Fault(Fault{Name: a.Name, Times: a.Times, Status: a.Status, Method: a.Method, Route: a.Route,
		RetryAfter: a.After, Code: a.Code, Delay: a.Delay, Seconds: a.Seconds, Scope: a.Scope, Resumable: resumable})
}

func (s *Server) actClock(_ context.Context, a Action) (Result, error) {
	d, err := time.ParseDuration(a.Advance)
	if err == nil {
		err = s.Advance(d)
	}
	return Result{Now: s.Now().UTC().Format(time.RFC3339Nano)}, err
}

func (s *Server) actPermission(_ context.Context, a Action) (Result, error) {
	if a.ChannelID != "" {
		return Result{}, s.SetOverwrite(a.ChannelID, a.Role, a.Name, a.Allow)
	}
	return Result{}, s.SetPermission(a.Role, a.Name, isOn(a.Allow))
}

func (s *Server) actRole(_ context.Context, a Action) (Result, error) {
	return Result{}, s.SetRole(a.User, a.Name, isOn(a.On))
}

func (s *Server) actMember(_ context.Context, a Action) (Result, error) {
	return Result{}, s.SetMember(a.User, isOn(a.On))
}

func (s *Server) actInstall(_ context.Context, a Action) (Result, error) {
	return Result{}, s.SetInstalled(a.User, isOn(a.On))
}

func (s *Server) actRefuseDMs(_ context.Context, a Action) (Result, error) {
	return Result{}, s.SetRefusesDMs(a.User, isOn(a.On))
}

func (s *Server) actLocale(_ context.Context, a Action) (Result, error) {
	return Result{}, s.SetLocale(a.User, a.Name)
}

func (s *Server) actEndpoint(ctx context.Context, a Action) (Result, error) {
	return Result{}, s.SetEndpoint(ctx, a.URL)
}

func (s *Server) actReset(context.Context, Action) (Result, error) { return Result{}, s.Reset() }

// isOn reports whether a switch is on, which it is if nothing is said.
func isOn(on *bool) bool { return on == nil || *on }
