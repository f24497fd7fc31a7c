package gateway

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// Limits of one connection.
const (
	// helloSilence is the longest silence before HELLO has named the heartbeat interval.
	helloSilence = 20 * time.Second
	writeLimit   = 10 * time.Second
	// maxSends per minute is below the 120 at which Discord hangs up (4008).
	maxSends = 100
)

// Why a connection ended, when Discord did not close it with a code of its own.
var (
	errReconnect      = errors.New("Discord asks to reconnect")
	errInvalidSession = errors.New("Discord says that the session is not valid")
	errSilent         = errors.New("Discord has gone silent")
	errTalkative      = errors.New("the bot was about to send more than Discord allows")
	errNonsense       = errors.New("the gateway sends something else than Discord's protocol")
	errLost           = errors.New("the connection was cut")
)

// A conn is the network connection under one WebSocket, after TLS. It does what
// discordgo does not: it ends a silent connection, never lets more out than
// Discord allows, and takes out of the stream what discordgo answers badly: op 7
// and op 11 while it is still opening, on which it waits for itself for ever,
// and op 9, at which it identifies again at once without any limit. Each ends
// the connection instead, and the supervisor decides what follows.
//
// Once a conn has ended, Read says so and Write silently does nothing. So
// discordgo learns it from its reader alone, and the close frame with code 1000,
// with which it takes leave, does not reach Discord, where it would end a
// session that we want to resume.
type conn struct {
	net.Conn
	heard  func() // called when bytes have come in on a live session
	live   atomic.Bool
	frames frames // of Read alone
	data   int    // messages that have come in; of Read alone

	mu      sync.Mutex
	silence time.Duration // longest one that is tolerated
	sends   window
	cause   error // why it ended; nil while it has not
}

// newConn returns a guarded raw.
func newConn(raw net.Conn, heard func()) *conn {
	return &conn{Conn: raw, heard: heard, silence: helloSilence, sends: window{limit: maxSends, per: time.Minute}}
}

// breath is how long discordgo's heartbeat gets to begin before its connection
// ends: if it begins later, it closes the next connection.
const breath = 10 * time.Millisecond

// Read reads what Discord sends, up to a message that ends the connection.
func (c *conn) Read(p []byte) (int, error) {
	n, err := c.read(p)
	if err != nil {
		time.Sleep(breath)
	}
	return n, err
}

func (c *conn) read(p []byte) (int, error) {
	c.mu.Lock()
	cause, silence := c.cause, c.silence
	c.mu.Unlock()
	if cause != nil {
		return 0, cause
	}
	c.Conn.SetReadDeadline(time.Now().Add(silence))
	n, err := c.Conn.Read(p)
	if n > 0 && c.live.Load() {
		c.heard()
	}
	n, refused := c.frames.feed(p[:n], c.message)
	switch {
	case refused != nil:
		err = c.end(refused)
	case errors.Is(err, os.ErrDeadlineExceeded):
		err = c.end(fmt.Errorf("%w for %v", errSilent, silence))
	case err == io.EOF:
		err = c.end(errLost)
	case err != nil:
		err = c.end(fmt.Errorf("%w: %w", errLost, err))
	}
	return n, err
}

// Write sends p, unless the connection has ended.
func (c *conn) Write(p []byte) (int, error) {
	c.mu.Lock()
	ended, allowed := c.cause != nil, c.sends.take(time.Now())
	c.mu.Unlock()
	if ended {
		return len(p), nil
	}
	if !allowed {
		c.end(errTalkative)
		return len(p), nil
	}
	c.Conn.SetWriteDeadline(time.Now().Add(writeLimit))
	if _, err := c.Conn.Write(p); err != nil {
		c.end(fmt.Errorf("%w: %w", errLost, err))
	}
	return len(p), nil
}

// Close closes the connection.
func (c *conn) Close() error {
	c.end(net.ErrClosed)
	return nil
}

// SetDeadline does nothing: deadlines are ours, renewed with every read and write.
func (c *conn) SetDeadline(time.Time) error { return nil }

// SetReadDeadline does nothing; see [conn.SetDeadline].
func (c *conn) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline does nothing; see [conn.SetDeadline].
func (c *conn) SetWriteDeadline(time.Time) error { return nil }

// end hangs up without a word, for the reason given, and returns the first
// reason that was given.
func (c *conn) end(cause error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cause == nil {
		c.cause = cause
		c.Conn.Close()
	}
	return c.cause
}

// ended returns why the connection has ended, or nil.
func (c *conn) ended() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.cause
}

// message looks at one frame from Discord; an error ends the connection.
func (c *conn) message(opcode byte, payload []byte) error {
	switch opcode {
	case websocket.CloseMessage:
		code := websocket.CloseNoStatusReceived
		if len(payload) >= 2 {
			code = int(binary.BigEndian.Uint16(payload))
		}
		return &websocket.CloseError{Code: code}
	case websocket.TextMessage, websocket.BinaryMessage:
		c.data++
		return c.text(payload)
	}
	return nil
}

// opening is how many messages discordgo reads under its lock: HELLO and READY.
const opening = 2

// text looks at one message of Discord's protocol, nil if it is long.
func (c *conn) text(payload []byte) error {
	var m *struct {
		Op int             `json:"op"`
		D  json.RawMessage `json:"d"`
	}
	if err := json.Unmarshal(payload, &m); err != nil {
		return nil // long, or nothing that discordgo could read
	}
	if m == nil {
		return errNonsense // "null", on which discordgo would panic
	}
	switch m.Op {
	case 7:
		return errReconnect
	case 9:
		if string(m.D) == "true" {
			return errReconnect // it may be resumed
		}
		return errInvalidSession
	case 11:
		if c.data <= opening {
			return errNonsense
		}
	case 10:
		var hello struct {
			Interval float64 `json:"heartbeat_interval"` // milliseconds
		}
		if err := json.Unmarshal(m.D, &hello); err != nil || hello.Interval < 1 || hello.Interval > 1e7 {
			return errNonsense // discordgo would panic on an interval of 0
		}
		// discordgo sends a heartbeat at once and then one an interval, and
		// Discord acknowledges each, so a healthy connection is never silent
		// for more than one interval and a round trip.
		c.mu.Lock()
		c.silence = time.Duration(hello.Interval * 1.5 * float64(time.Millisecond))
		c.mu.Unlock()
	}
	return nil
}
