package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// maxBody limits what is read of an answer. A full set of commands in all
// languages is about 1 MB.
const maxBody = 8 << 20

// Discord's error codes that make a difference here.
const (
	codeUnknownInteraction = 10062  // too late, or the token was never valid
	codeAcknowledged       = 40060  // somebody has answered already
	codeInvalidToken       = 50027  // the interaction's 15 minutes are over
	codeNoHistory          = 160002 // no reply without leave to read what was before
)

// A client speaks Discord's REST API, version 10. Each call is one request,
// bounded by its ctx; its errors hold no token.
type client struct {
	base  *url.URL
	token string
	http  *http.Client
}

// An apiError is an answer of Discord's that is not success.
type apiError struct {
	Status     int
	Code       int           // Discord's own; 0 if it sent none
	Message    string        // Discord's words, cut short
	RetryAfter time.Duration // with status 429
}

// Error returns status, words and code.
func (e *apiError) Error() string {
	return fmt.Sprintf("%d %s: %s (code %d)", e.Status, http.StatusText(e.Status), e.Message, e.Code)
}

// call sends in as JSON, if it is not nil, and decodes the answer into out, if
// that is not nil. Calls that do not concern an interaction carry the bot token.
func (c *client) call(ctx context.Context, method, path string, in, out any) error {
	err := c.try(ctx, method, path, in, out)
	if err == nil {
		return nil
	}
	var withURL *url.Error
	if errors.As(err, &withURL) {
		err = withURL.Err // it would print the interaction's token
	}
	return fmt.Errorf("%s %s: %w", method, redact(path), err)
}

// interactionPath finds the token in the path of an interaction.
var interactionPath = regexp.MustCompile(`^(/(?:interactions|webhooks)/[^/]*/)[^/?]+`)

// errUnreadable is returned by call for an answer of success that is not of the
// form expected.
var errUnreadable = errors.New("the answer is not readable")

// redact returns path without the token of an interaction.
func redact(path string) string { return interactionPath.ReplaceAllString(path, "$1…") }

// try is call, without care for secrets in the error.
func (c *client) try(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(data)
	}
	path, query, _ := strings.Cut(path, "?")
	to := c.base.JoinPath("v10", path)
	to.RawQuery = query
	r, err := http.NewRequestWithContext(ctx, method, to.String(), body)
	if err != nil {
		return err
	}
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if !interactionPath.MatchString(path) {
		r.Header.Set("Authorization", "Bot "+c.token)
	}
	resp, err := c.http.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	if err != nil {
		return err
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return refusalOf(resp, data)
	}
	if out == nil || resp.StatusCode == http.StatusNoContent {
		return nil
	}
	if err := json.Unmarshal(data, out); err != nil {
		return fmt.Errorf("%w: %w", errUnreadable, err)
	}
	return nil
}

// refusalOf returns what Discord, or a proxy before it, answered.
func refusalOf(resp *http.Response, data []byte) *apiError {
	e := &apiError{Status: resp.StatusCode}
	var answer struct {
		Code       int             `json:"code"`
		Message    string          `json:"message"`
		RetryAfter float64         `json:"retry_after"` // seconds
		Errors     json.RawMessage `json:"errors"`      // what is wrong with which field
	}
	if json.Unmarshal(data, &answer) == nil {
		e.Code, e.Message = answer.Code, fmt.Sprintf("%.100q %.300s", answer.Message, answer.Errors)
	}
	if resp.StatusCode != http.StatusTooManyRequests {
		return e
	}
	seconds := answer.RetryAfter
	if seconds == 0 {
		// Cloudflare's answers are HTML and have only the header.
		seconds, _ = strconv.ParseFloat(resp.Header.Get("Retry-After"), 64)
	}
	e.RetryAfter = time.Duration(min(max(seconds, 0), 86400) * float64(time.Second))
	return e
}
