package localdiscord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Slash uses a slash command as a person does and returns the interaction's id.
// user is an id or a name, "" the default person; channel is an id, "" the one
// channel. It checks what Discord's own client checks before it sends anything:
// that the command is registered, the required options, lengths and choices.
// The error is one that a person can read.
func (s *Server) Slash(user, channel, name string, options map[string]string) (interactionID string, err error) {
	u, err := s.personIn(user, channel)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return "", errClosed
	}
	name = strings.TrimPrefix(name, "/")
	cmd := s.command(name)
	if cmd == nil {
		return "", s.unknownCommand(name)
	}
	values, err := cmd.fill(options)
	if err != nil {
		return "", err
	}
	if !s.listening() {
		return "", fmt.Errorf("%s is not connected", s.bot.Username)
	}
	data := object{"id": cmd.ID, "name": cmd.Name, "type": cmd.Type}
	if len(values) > 0 {
		data["options"] = values
	}
	if cmd.GuildID != "" {
		data["guild_id"] = cmd.GuildID
	}
	it := &interaction{kind: interactionCommand, name: cmd.Name, user: u}
	s.begin(it, data, nil)
	return it.id, nil
}

// personIn returns a person who acts in a channel; "" are the defaults.
func (s *Server) personIn(user, channel string) (User, error) {
	if channel != "" && channel != channelID {
		return User{}, fmt.Errorf("there is no channel %q; the one channel is %s", channel, channelID)
	}
	return s.Person(user)
}

// unknownCommand says which commands there are.
func (s *Server) unknownCommand(name string) error {
	var known []string
	for _, c := range s.commands {
		if c.Type == 1 {
			known = append(known, "/"+c.Name)
		}
	}
	if len(known) == 0 {
		return fmt.Errorf("there is no /%s: %s has registered no commands yet", name, s.bot.Username)
	}
	return fmt.Errorf("there is no /%s; there is %s", name, strings.Join(known, ", "))
}

// fill returns the options as they are sent: in the command's order and with
// their types.
func (c *Command) fill(options map[string]string) ([]object, error) {
	var values []object
	known := map[string]bool{}
	for _, o := range c.Options {
		known[o.Name] = true
		typed, given := options[o.Name]
		typed = strings.TrimSpace(typed)
		if !given || (typed == "" && !o.Required) {
			if o.Required {
				return nil, fmt.Errorf("/%s needs %q: %s", c.Name, o.Name, o.Description)
			}
			continue
		}
		v, err := o.value(typed)
		if err != nil {
			return nil, fmt.Errorf("/%s %s: %w", c.Name, o.Name, err)
		}
		values = append(values, object{"name": o.Name, "type": o.Type, "value": v})
	}
	for name := range options {
		if !known[name] {
			return nil, fmt.Errorf("/%s has no option %q", c.Name, name)
		}
	}
	return values, nil
}

// value returns what was typed as the option's type.
func (o CommandOption) value(typed string) (any, error) {
	if len(o.Choices) > 0 {
		return o.chosen(typed)
	}
	switch o.Type {
	case OptionBoolean:
		b, err := strconv.ParseBool(typed)
		if err != nil {
			return nil, fmt.Errorf("%q is neither true nor false", typed)
		}
		return b, nil
	case OptionInteger, OptionNumber:
		x, err := strconv.ParseFloat(typed, 64)
		if err != nil || (o.Type == OptionInteger && x != float64(int64(x))) {
			return nil, fmt.Errorf("%q is not a number that fits", typed)
		}
		if (o.MinValue != nil && x < *o.MinValue) || (o.MaxValue != nil && x > *o.MaxValue) {
			return nil, fmt.Errorf("%s is out of range", typed)
		}
		return json.Number(typed), nil
	}
	low, high := 1, 6000
	if o.MinLength != nil {
		low = max(low, *o.MinLength)
	}
	if o.MaxLength != nil {
		high = *o.MaxLength
	}
	if n := utf8.RuneCountInString(typed); n < low || n > high {
		return nil, fmt.Errorf("%d characters; it takes %d to %d", n, low, high)
	}
	return typed, nil
}

// chosen returns the value of the choice that was typed, by its name or value.
func (o CommandOption) chosen(typed string) (any, error) {
	var names []string
	for _, c := range o.Choices {
		if typed == c.Name || typed == fmt.Sprint(c.Value) {
			return c.Value, nil
		}
		names = append(names, c.Name)
	}
	return nil, fmt.Errorf("%q is none of its choices: %s", typed, strings.Join(names, ", "))
}

// Press presses a button as a person does and returns the interaction's id.
func (s *Server) Press(user, messageID, customID string) (interactionID string, err error) {
	u, err := s.Person(user)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.message(messageID)
	if m == nil || m.Pending || m.Failed || (m.VisibleTo != "" && m.VisibleTo != u.ID) {
		return "", fmt.Errorf("%s sees no message %q", u.Username, messageID)
	}
	for c := range walk(m.Components) {
		if c.Type != Button || c.CustomID == "" || c.CustomID != customID {
			continue
		}
		switch {
		case c.Disabled:
			return "", fmt.Errorf("the button %q is disabled", c.Label)
		case s.closed:
			return "", errClosed
		case !s.listening():
			return "", fmt.Errorf("%s is not connected", s.bot.Username)
		}
		it := &interaction{kind: interactionComponent, user: u, entry: m}
		s.begin(it, object{"custom_id": customID, "component_type": Button, "id": c.ID}, object{"message": m})
		return it.id, nil
	}
	return "", fmt.Errorf("the message has no button %q", customID)
}

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
			c.session, sess.conn, sess.left = nil, nil, time.Now()
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
	ChannelID string         `json:"channel_id,omitempty"` // "" is the one channel
	Name      string         `json:"name,omitempty"`       // of the command or fault
	Options   map[string]any `json:"options,omitempty"`    // of the command: strings, numbers, truth values
	MessageID string         `json:"message_id,omitempty"` // of the button
	CustomID  string         `json:"custom_id,omitempty"`  // of the button
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
	InteractionID string `json:"interaction_id,omitempty"` // of slash and button
}

// Actions returns what [Server.Act] can do.
func Actions() []string { return []string{"slash", "button", "op", "close", "fault"} }

// errUnknownAction is returned by Act for what it cannot do.
var errUnknownAction = errors.New("unknown action")

// Act does one action; it does not wait for what the bot makes of it.
func (s *Server) Act(ctx context.Context, a Action) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	var res Result
	var err error
	switch a.Do {
	case "slash":
		typed := map[string]string{}
		for name, v := range a.Options {
			typed[name] = fmt.Sprint(v)
		}
		res.InteractionID, err = s.Slash(a.User, a.ChannelID, a.Name, typed)
	case "button":
		res.InteractionID, err = s.Press(a.User, a.MessageID, a.CustomID)
	case "op":
		err = s.SendOp(a.Op, a.Data)
	case "close":
		err = s.CloseGateway(a.Code)
	case "fault":
		resumable, _ := a.Data.(bool)
		err = s.Fault(Fault{Name: a.Name, Times: a.Times, Status: a.Status, Method: a.Method, Route: a.Route,
			RetryAfter: a.After, Code: a.Code, Delay: a.Delay, Seconds: a.Seconds, Scope: a.Scope, Resumable: resumable})
	default:
		err = fmt.Errorf("%w: %q", errUnknownAction, a.Do)
	}
	return res, err
}
