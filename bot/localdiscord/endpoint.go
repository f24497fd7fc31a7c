package localdiscord

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// An application may take interactions over HTTP instead of the Gateway: each is
// a signed POST, and the answer to it is the callback. (Discord's documentation,
// "Receiving and Responding to Interactions".)

// verifyKey returns the key by which the application knows our signatures.
func (s *Server) verifyKey() ed25519.PublicKey { return s.signer.Public().(ed25519.PublicKey) }

// SetEndpoint has interactions sent to an address, or over the Gateway again if
// it is "". As Discord does, it first sends a PING, which must be answered with
// {"type":1}, and one with a wrong signature, which must get 401.
func (s *Server) SetEndpoint(ctx context.Context, address string) error {
	if address != "" {
		u, err := url.Parse(address)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
			return fmt.Errorf("%q is not the address of an endpoint", address)
		}
		if err := s.probe(ctx, address); err != nil {
			return fmt.Errorf("the specified interactions endpoint url could not be verified: %w", err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errClosed
	}
	s.endpoint = address
	s.changed()
	return nil
}

// probe asks an endpoint whether it answers and whether it checks signatures.
func (s *Server) probe(ctx context.Context, address string) error {
	s.mu.Lock()
	ping := object{"id": s.snowflake(), "application_id": applicationID, "type": interactionPing,
		"token": s.ids.secret(110), "version": 1, "entitlements": []object{}, "user": s.bot}
	now := s.now()
	s.mu.Unlock()
	body, _ := json.Marshal(ping) // plain strings and numbers: never fails
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	status, answer, err := s.signed(ctx, address, now, body, true)
	if err != nil {
		return err
	}
	var pong struct {
		Type int `json:"type"`
	}
	if status != http.StatusOK || json.Unmarshal(answer, &pong) != nil || pong.Type != callbackPong {
		return fmt.Errorf("a PING got %d %.100q, want 200 {\"type\":1}", status, answer)
	}
	status, _, err = s.signed(ctx, address, now, body, false)
	if err == nil && status != http.StatusUnauthorized {
		err = fmt.Errorf("a wrong signature got %d, want 401", status)
	}
	return err
}

// signed posts a body, signed as of now, or signed wrongly, and returns the
// answer.
func (s *Server) signed(ctx context.Context, address string, now time.Time, body []byte, right bool) (status int, answer []byte, err error) {
	stamp := strconv.FormatInt(now.Unix(), 10)
	sig := ed25519.Sign(s.signer, append([]byte(stamp), body...))
	if !right {
		sig[0] ^= 1
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Discord-Interactions/1.0 (local preview)")
	r.Header.Set("X-Signature-Ed25519", hex.EncodeToString(sig))
	r.Header.Set("X-Signature-Timestamp", stamp)
	res, err := s.web.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	answer, err = io.ReadAll(io.LimitReader(res.Body, maxBody))
	return res.StatusCode, answer, err
}

// deliver posts an interaction to the endpoint. The goroutine ends when the
// answer is there, when the interaction fails, or when the server closes, which
// waits for it.
func (s *Server) deliver(it *interaction, ev object) {
	body, err := json.Marshal(ev)
	if err != nil {
		// Unreachable: events are plain structs, maps and strings.
		s.lg.Error("local discord: encode interaction", "err", err)
		return
	}
	s.observeEvent("INTERACTION_CREATE", ev)
	address, now := s.endpoint, s.now()
	ctx, cancel := context.WithCancel(context.Background())
	it.cancel = cancel
	s.conns.Go(func() {
		defer cancel()
		status, answer, err := s.signed(ctx, address, now, body, true)
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.closed || it.state != created {
			return // answered by REST, or too late
		}
		if err == nil && status == http.StatusAccepted && len(answer) == 0 {
			return // the callback comes by REST
		}
		if err == nil {
			err = s.callbackFrom(it, status, answer)
		}
		if err != nil && it.state == created {
			s.lg.Info("the endpoint's answer is no callback", "interaction", it.id, "err", err)
			s.waited(it)
		}
		s.changed()
	})
}

// callbackFrom takes the callback in an endpoint's answer.
func (s *Server) callbackFrom(it *interaction, status int, answer []byte) error {
	if status != http.StatusOK {
		return fmt.Errorf("status %d", status)
	}
	f, refused := parseForm(answer)
	if refused == nil {
		_, refused = s.callback(it, f)
	}
	s.observeEndpoint(it, answer, refused)
	if refused != nil {
		detail, _ := json.Marshal(refused)
		return errors.New(string(detail))
	}
	return nil
}
