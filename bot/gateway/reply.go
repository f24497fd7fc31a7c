package gateway

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"summitbot/bot"
)

// Limits of answering. Discord waits for the first response to an interaction for
// 3 s from when it sends the interaction, and then for 15 minutes more.
const (
	deferAfter  = 1500 * time.Millisecond // from when the event comes in; then the bot says that it needs longer
	answerLimit = 2500 * time.Millisecond // for the first response, from when the event comes in
	laterLimit  = 10 * time.Second        // for all that is sent afterwards, or elsewhere
)

// A reply is the answer to an interaction on its way. If it takes too long, it is
// deferred: for a command, "thinking…" that only the asker sees.
type reply struct {
	c     *client
	lg    *slog.Logger
	in    *interaction
	press bool
	base  context.Context
	until time.Time // for the first response
	timer *time.Timer

	held     chan struct{} // closed when it has been deferred; then the rest means something
	deferred bool
	err      error // of deferring
}

// reply returns the reply to an interaction that came in at some time. Its settle
// must be called.
func (c *client) reply(base context.Context, lg *slog.Logger, in *interaction, press bool, came time.Time) *reply {
	r := &reply{c: c, lg: lg, in: in, press: press, base: base, until: came.Add(answerLimit), held: make(chan struct{})}
	r.timer = time.AfterFunc(time.Until(came.Add(deferAfter)), r.hold)
	return r
}

// hold defers the reply, in the timer's goroutine, for which settle waits.
func (r *reply) hold() {
	defer close(r.held)
	r.deferred = true
	ctx, cancel := context.WithDeadline(r.base, r.until)
	defer cancel()
	what := wireCallback{Type: deferMessage, Data: map[string]int{"flags": flagEphemeral}}
	if r.press {
		what = wireCallback{Type: deferUpdate}
	}
	r.err = r.c.persist(ctx, r.callback(what.Type), what, nil)
}

// settle says that the answer is there: afterwards nothing is deferred.
func (r *reply) settle() {
	if !r.timer.Stop() {
		<-r.held
	}
}

// callback returns the route of a first response.
func (r *reply) callback(kind int) route {
	return route{method: http.MethodPost, path: "/interactions/" + r.in.ID + "/" + r.in.Token + "/callback", callback: kind}
}

// original returns the route to the first response: the message that was deferred
// or, for a press, the one that was pressed.
func (r *reply) original(method string) route {
	return route{method: method, path: "/webhooks/" + r.in.ApplicationID + "/" + r.in.Token + "/messages/@original", edit: true}
}

// send sends m; settle must have been called. An error means that the asker sees
// nothing of m; errTaken that another process has answered. Of what happens in
// time for a first response, everything is over when that time is.
func (r *reply) send(m bot.Message) error {
	refused := (*apiError)(nil)
	if errors.Is(r.err, errTaken) || errors.As(r.err, &refused) {
		return r.err // without an answer of Discord's, it may have been deferred all the same
	}
	if len(m.Card) == 0 && m.Plain == "" && !(m.Remove && r.press) {
		r.lg.Error("the handler returned an empty message")
		m = bot.Broken(r.in.Locale, "")
	}
	ctx, cancel := context.WithDeadline(r.base, r.until)
	if r.deferred {
		cancel()
		ctx, cancel = context.WithTimeout(r.base, laterLimit)
	}
	defer cancel()
	if m.Remove && r.press {
		return r.remove(ctx)
	}
	to := r.route(m)
	id, err := r.c.present(ctx, r.lg, to, m)
	if err == nil && id != "" && m.Sent != nil && !to.private {
		m.Sent(id)
	}
	return err
}

// route returns the way that m goes.
func (r *reply) route(m bot.Message) route {
	update := r.press && m.Update
	pressed := r.in.Message.v
	var to route
	switch {
	case update && r.deferred:
		to = r.original(http.MethodPatch)
	case update:
		to = r.callback(updateMessage)
		to.edit = true
	case r.deferred && r.press:
		return route{method: http.MethodPost, path: "/webhooks/" + r.in.ApplicationID + "/" + r.in.Token, private: m.Private, once: true}
	case r.deferred:
		to = r.original(http.MethodPatch)
		to.private = true
		return to
	default:
		to = r.callback(firstResponse)
		to.private = m.Private
	}
	if update && pressed != nil {
		to.card = pressed.Flags&flagComponentsV2 != 0
		to.private = pressed.Flags&flagEphemeral != 0
	}
	if m.Sent != nil && !to.private && to.callback != 0 {
		to.path += "?with_response=true"
	}
	return to
}

// remove takes away the message that was pressed.
func (r *reply) remove(ctx context.Context) error {
	if !r.deferred {
		if err := r.c.persist(ctx, r.callback(deferUpdate), wireCallback{Type: deferUpdate}, nil); err != nil {
			return err
		}
	}
	later, cancel := context.WithTimeout(r.base, laterLimit)
	defer cancel()
	return r.c.persist(later, r.original(http.MethodDelete), nil, nil)
}

// answerSaid answers a message with one in its channel, or with a reaction. What
// is private has no place there. Two processes that answer the same message with
// the same nonce make one answer.
func (c *client) answerSaid(ctx context.Context, lg *slog.Logger, ev bot.Event, m bot.Message) error {
	ctx, cancel := context.WithTimeout(ctx, laterLimit)
	defer cancel()
	if m.React != "" {
		path := channelMessages(ev.ChannelID) + "/" + ev.ID + "/reactions/" + url.PathEscape(m.React) + "/@me"
		if err := c.persist(ctx, route{method: http.MethodPut, path: path}, nil, nil); err != nil {
			lg.Debug("a reaction could not be put", "err", err)
		}
		return nil
	}
	if m.Empty() || m.Remove || m.Private {
		return nil
	}
	to := route{method: http.MethodPost, path: channelMessages(ev.ChannelID), replyTo: ev.ID, nonce: ev.ID}
	id, err := c.present(ctx, lg, to, m)
	if err == nil && id != "" && m.Sent != nil {
		m.Sent(id)
	}
	return err
}

// errNoSnowflake is why a call goes to nobody: its channel or role has no id.
var errNoSnowflake = errors.New("the channel or the role of a call has no id")

// summon makes the call that a message begins with, and returns the message to send
// then.
func (c *client) summon(ctx context.Context, lg *slog.Logger, ev bot.Event, m bot.Message) bot.Message {
	if m.Call == nil {
		return m
	}
	ctx, cancel := context.WithTimeout(ctx, laterLimit)
	defer cancel()
	err := errNoSnowflake
	if isSnowflake(m.Call.ChannelID) && isSnowflake(m.Call.RoleID) {
		err = c.post(ctx, m.Call.ChannelID, "call-"+ev.ID, m.Call.RoleID, "<@&"+m.Call.RoleID+"> "+m.Call.Text)
	}
	if err == nil {
		return m
	}
	lg.Warn("nobody could be called", "channel", m.Call.ChannelID, "err", err)
	if m.Otherwise == nil {
		return bot.Broken(ev.Locale, "")
	}
	return *m.Otherwise
}

// log posts what is to be told in another channel.
func (c *client) log(ctx context.Context, lg *slog.Logger, ev bot.Event, p *bot.Post) {
	if p == nil || !isSnowflake(p.ChannelID) || p.Text == "" {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, laterLimit)
	defer cancel()
	if err := c.post(ctx, p.ChannelID, "log-"+ev.ID, "", p.Text); err != nil {
		lg.Warn("a change could not be told", "channel", p.ChannelID, "err", err)
	}
}

// isSnowflake reports whether s is an id of Discord's.
func isSnowflake(s string) bool {
	return s != "" && len(s) <= 20 && strings.Trim(s, "0123456789") == ""
}
