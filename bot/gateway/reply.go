package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"summitbot/bot"
)

// Limits of sending an answer.
const (
	maxTries  = 2
	tryLimit  = 1200 * time.Millisecond // for one request, so that a second one still fits
	retryWait = 100 * time.Millisecond
)

// reply sends m as the first response to an interaction: the card or, when there
// is none, it is too large or Discord refuses it, the plain text. It is the one place of
// the program that sends a message, and no message pings anybody. An error
// means that the asker sees nothing of m; it is nil if somebody has answered.
func (c *client) reply(ctx context.Context, lg *slog.Logger, to *interaction, m bot.Message) error {
	if len(m.Card) == 0 && m.Plain == "" {
		lg.Error("the handler returned an empty message")
		m = notice(emptyText)
	}
	if len(m.Card) == 0 {
		return c.replyPlain(ctx, lg, to, m)
	}
	w, err := card(m)
	if err != nil {
		lg.Error("a card breaks Discord's limits, sending plain text", "err", err)
		return c.replyPlain(ctx, lg, to, m)
	}
	err = c.post(ctx, to, w)
	if refused := (*apiError)(nil); errors.As(err, &refused) && refused.Status == http.StatusBadRequest {
		lg.Error("Discord refuses a card, sending plain text", "err", err)
		return c.replyPlain(ctx, lg, to, m)
	}
	return err
}

// replyPlain sends the plain text of m.
func (c *client) replyPlain(ctx context.Context, lg *slog.Logger, to *interaction, m bot.Message) error {
	w, cut := plain(m)
	if cut {
		lg.Error("a plain text is too long and was cut", "most", maxPlainRunes)
	}
	return c.post(ctx, to, w)
}

// post sends one message, twice at most.
func (c *client) post(ctx context.Context, to *interaction, w wireMessage) error {
	body := struct {
		Type int         `json:"type"`
		Data wireMessage `json:"data"`
	}{firstResponse, w}
	path := fmt.Sprintf("/interactions/%s/%s/callback", to.ID, to.Token)
	for try := 1; ; try++ {
		attempt, cancel := context.WithTimeout(ctx, tryLimit)
		err := c.call(attempt, http.MethodPost, path, body, nil)
		cancel()
		if refused := (*apiError)(nil); errors.As(err, &refused) && refused.Code == codeAcknowledged {
			return nil // our first try, when its answer was lost, or another process of this bot
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
	if err == nil {
		return 0, false
	}
	refused := (*apiError)(nil)
	if !errors.As(err, &refused) {
		return retryWait, true // no answer; Discord takes only one, so a second try does no harm
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
