package gateway

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"summitbot/bot"
)

// Limits of sending.
const (
	maxTries  = 2
	tryLimit  = 1200 * time.Millisecond // for one request of a first response, so that a second one still fits
	slowTry   = 4 * time.Second         // for one request that nobody counts seconds for
	retryWait = 100 * time.Millisecond
)

// errTaken is returned by deliver if another process of this bot has answered.
var errTaken = errors.New("the interaction is answered already")

// A route is a way for a message to where people see it.
type route struct {
	method, path string
	callback     int    // the type of the callback that the message is the data of; 0 for a message alone
	edit         bool   // the message takes another one's place
	card         bool   // that other one is a card, which no text can take the place of
	private      bool   // only the asker sees the message
	replyTo      string // id of the message that it replies to
	nonce        string // by which Discord knows a second try again
	role         string // id of the role that it pings: of a HumanCall alone
	once         bool   // a second try could show it twice
}

// Types of callbacks.
const (
	firstResponse = 4 // the message that answers
	deferMessage  = 5 // there will be one; of its flags only ephemeral counts
	deferUpdate   = 6 // nothing is seen of it
	updateMessage = 7 // the message takes the place of the one that was pressed
	showChoices   = 8
)

// present sends a message to where a route leads: the card or, when there is
// none, it breaks a limit or Discord refuses it, the plain text, in whose selects
// nothing is chosen. It returns the message's id if everybody sees it and Discord
// tells it.
func (c *client) present(ctx context.Context, lg *slog.Logger, to route, m bot.Message) (id string, err error) {
	if len(m.Card) == 0 {
		return c.presentPlain(ctx, lg, to, m)
	}
	w, err := card(m, to.private)
	if err != nil {
		lg.Error("a card breaks Discord's limits, sending plain text", "err", err)
		m.Rows = unchosen(m.Rows)
		return c.presentPlain(ctx, lg, to, m)
	}
	id, err = c.deliver(ctx, to, w)
	if refused := (*apiError)(nil); errors.As(err, &refused) && refused.Status == http.StatusBadRequest && refused.Code != codeNoHistory {
		lg.Error("Discord refuses a card, sending plain text", "err", err)
		m.Rows = unchosen(m.Rows)
		return c.presentPlain(ctx, lg, to, m)
	}
	return id, err
}

// presentPlain sends the plain text of m, as a card of nothing else if it takes a
// card's place. Where there is no plain text, it says that something went wrong.
func (c *client) presentPlain(ctx context.Context, lg *slog.Logger, to route, m bot.Message) (id string, err error) {
	if m.Plain == "" {
		m.Plain = bot.Broken("", "").Plain
	}
	w, err := plain(m, to.private)
	if err != nil {
		lg.Error("a plain text breaks Discord's limits, sending what fits", "err", err)
	}
	if to.card {
		text := wireComponent{Type: textDisplay, Content: w.Content}
		w = wireMessage{Components: append([]wireComponent{text}, w.Components...), Flags: flagComponentsV2}
	}
	return c.deliver(ctx, to, w)
}

// deliver sends one message, twice at most. It is the one place of the program
// that a message goes through on its way to Discord, and says whom it may ping:
// nobody, but for the role that a [bot.HumanCall] is for. It returns the
// message's id if everybody sees it and Discord tells it.
func (c *client) deliver(ctx context.Context, to route, w wireMessage) (id string, err error) {
	w.Mentions, w.Reference = wireMentions{}, nil
	if to.role != "" {
		w.Mentions.Roles = []string{to.role}
	}
	if to.replyTo != "" {
		w.Reference, w.Mentions.RepliedUser = &wireReference{MessageID: to.replyTo}, new(bool)
	}
	w.Nonce, w.EnforceNonce = to.nonce, to.nonce != ""
	var data any = w
	if to.edit {
		data = w.edit()
	}
	if to.callback != 0 {
		data = wireCallback{to.callback, data}
	}
	var made delivered
	err = c.persist(ctx, to, data, &made)
	if refused := (*apiError)(nil); errors.As(err, &refused) && refused.Code == codeNoHistory && to.replyTo != "" {
		to.replyTo = ""
		return c.deliver(ctx, to, w)
	}
	if err != nil || made.flags()&flagEphemeral != 0 {
		return "", err
	}
	return made.id(), nil
}

// A wireCallback is the first answer to an interaction in Discord's JSON.
type wireCallback struct {
	Type int `json:"type"`
	Data any `json:"data,omitempty"`
}

// A delivered is what Discord tells of a message that it has taken: the message,
// or what a callback has made.
type delivered struct {
	ID       string `json:"id"`
	Flags    int    `json:"flags"`
	Resource struct {
		Message struct {
			ID    string `json:"id"`
			Flags int    `json:"flags"`
		} `json:"message"`
	} `json:"resource"`
}

func (d delivered) id() string { return cmp.Or(d.ID, d.Resource.Message.ID) }
func (d delivered) flags() int { return d.Flags | d.Resource.Message.Flags }

// persist makes a request, and once more if that can help. An answer that says
// that all is well but cannot be read is no error.
func (c *client) persist(ctx context.Context, to route, in, out any) error {
	limit := slowTry
	if to.callback != 0 {
		limit = tryLimit
	}
	for try := 1; ; try++ {
		attempt, cancel := context.WithTimeout(ctx, limit)
		err := c.call(attempt, to.method, to.path, in, out)
		cancel()
		refused := (*apiError)(nil)
		switch {
		case err == nil || errors.Is(err, errUnreadable):
			return nil
		case errors.As(err, &refused) && refused.Code == codeAcknowledged && try > 1:
			return nil // our first try, when its answer was lost
		case errors.As(err, &refused) && refused.Code == codeAcknowledged:
			return errTaken
		case refused == nil && to.once:
			return err
		}
		wait, again := retryable(err)
		if !again || try == maxTries || !fits(ctx, wait) {
			return err
		}
		if sleep(ctx, wait) != nil {
			return err
		}
	}
}

// retryable reports whether the same request may succeed after waiting.
func retryable(err error) (wait time.Duration, again bool) {
	refused := (*apiError)(nil)
	if !errors.As(err, &refused) {
		return retryWait, true // no answer
	}
	if refused.Status == http.StatusTooManyRequests {
		return refused.RetryAfter, true
	}
	return retryWait, refused.Status >= 500
}

// fits reports whether ctx lives long enough to wait so long and send again.
func fits(ctx context.Context, wait time.Duration) bool {
	end, limited := ctx.Deadline()
	return !limited || time.Until(end) > wait+retryWait
}

// tooLate reports whether err means that the interaction can no longer be answered.
func tooLate(err error) bool {
	refused := (*apiError)(nil)
	return errors.As(err, &refused) && (refused.Code == codeUnknownInteraction || refused.Code == codeInvalidToken)
}

// post sends a message in a channel of the bot's own accord.
func (c *client) post(ctx context.Context, channel, nonce, role, text string) error {
	w, err := plain(bot.Message{Plain: text}, false)
	if err != nil {
		return fmt.Errorf("message in channel %s: %w", channel, err)
	}
	_, err = c.deliver(ctx, route{method: http.MethodPost, path: channelMessages(channel), nonce: nonce, role: role}, w)
	return err
}

// channelMessages returns the path of a channel's messages.
func channelMessages(channel string) string { return "/channels/" + channel + "/messages" }
