package localdiscord

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Gateway opcodes.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opPresence       = 3
	opVoiceState     = 4
	opResume         = 6
	opReconnect      = 7
	opMembers        = 8
	opInvalidSession = 9
	opHello          = 10
	opACK            = 11
)

// Gateway close codes.
const (
	closeUnknownOp         = 4001
	closeDecode            = 4002
	closeNotAuthenticated  = 4003
	closeAuthentication    = 4004
	closeAlready           = 4005
	closeSequence          = 4007
	closeRateLimited       = 4008
	closeTimedOut          = 4009
	closeShard             = 4010
	closeShardingRequired  = 4011
	closeVersion           = 4012
	closeIntents           = 4013
	closeDisallowedIntents = 4014
)

// Limits of a connection.
const (
	maxPayload   = 4096             // bytes that a client may send at once
	maxSends     = 120              // payloads that a client may send a minute
	hangUpAfter  = 2 * time.Second  // between a client's close frame and ours
	closeTimeout = 5 * time.Second  // for a client to answer our close frame
	writeTimeout = 10 * time.Second // for a client to take a frame
	maxQueue     = 1024             // frames that a slow client may leave waiting
)

// A conn is one Gateway connection. One goroutine reads, the one that serves
// the request; one writes and ends with it.
type conn struct {
	ws    *websocket.Conn
	url   string     // where its client may resume
	out   chan frame // to the writer
	done  chan struct{}
	once  sync.Once
	sends window // used by the reader only

	// stream compresses all that is sent as one zlib stream, which the writer
	// reads from packed; nil if the client did not ask for it.
	stream *zlib.Writer
	packed bytes.Buffer

	// Guarded by Server.mu.
	session *session // nil before IDENTIFY or RESUME
	silent  bool     // a fault: nothing is sent any more
	deaf    bool     // a fault: nothing that comes in is noticed
	flood   int      // a fault: 1 and the heartbeats that wait behind a flood; 0 is none
	closing bool     // our close frame is on its way
}

// A frame is what the writer sends.
type frame struct {
	kind int // of websocket: text, binary or close
	data []byte
	last bool // the connection is cut after it
}

// cut closes the connection without a close frame. It may be called by anybody,
// more than once.
func (c *conn) cut() {
	c.once.Do(func() {
		close(c.done)
		c.ws.Close()
	})
}

// push hands a frame to the writer; a client that does not read is cut.
func (c *conn) push(f frame) {
	select {
	case c.out <- f:
	default:
		c.cut()
	}
}

// write sends frames until the connection is cut.
func (c *conn) write() {
	defer c.cut()
	for {
		select {
		case f := <-c.out:
			c.ws.SetWriteDeadline(time.Now().Add(writeTimeout))
			f = c.pack(f)
			if err := c.ws.WriteMessage(f.kind, f.data); err != nil || f.last {
				return
			}
		case <-c.done:
			return
		}
	}
}

// pack returns a frame as the next part of the zlib stream, which ends with a
// flush: 00 00 FF FF. Without a stream, and for a close frame, it is f itself.
// (Discord's documentation of the Gateway, "Transport Compression".)
func (c *conn) pack(f frame) frame {
	if c.stream == nil || f.kind == websocket.CloseMessage {
		return f
	}
	c.packed.Reset()
	c.stream.Write(f.data) // a Buffer takes everything
	c.stream.Flush()
	return frame{websocket.BinaryMessage, c.packed.Bytes(), f.last}
}

// serveGateway serves one Gateway connection until it ends.
func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	encoding, compress := q.Get("encoding"), q.Get("compress")
	if (encoding != "" && encoding != "json") || (compress != "" && compress != "zlib-stream") {
		http.Error(w, "the local Discord speaks JSON, plain or with compress=zlib-stream", http.StatusBadRequest)
		return
	}
	if s.withhold(r.Context()) {
		return
	}
	up := websocket.Upgrader{HandshakeTimeout: writeTimeout}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return // Upgrade has answered
	}
	c := &conn{ws: ws, url: s.gatewayURL(r.Host), out: make(chan frame, maxQueue), done: make(chan struct{})}
	if compress != "" {
		c.stream = zlib.NewWriter(&c.packed)
	}
	// The answer to a close frame comes later and from the writer.
	ws.SetCloseHandler(func(int, string) error { return nil })
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		ws.Close()
		return
	}
	s.open[c] = true
	s.conns.Add(1)
	defer s.conns.Done()
	v := q.Get("v")
	switch {
	case v != "9" && v != "10":
		s.closeConn(c, closeVersion)
	case s.useFault("hello_withheld") == nil:
		s.send(c, opHello, object{"heartbeat_interval": s.cfg.HeartbeatInterval.Milliseconds()})
	}
	s.mu.Unlock()

	var writer sync.WaitGroup
	writer.Go(c.write)
	code, byFrame := s.read(c)
	first, silent := s.detach(c, code)
	switch {
	case byFrame && silent: // by fault: it is left without an answer
		io.Copy(io.Discard, ws.NetConn())
		c.cut()
	case byFrame && first:
		// discordgo sleeps for a second, holding its lock, before it closes:
		// whoever hangs up at once makes its reader wait for that lock.
		select {
		case <-time.After(hangUpAfter):
			c.push(frame{websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), true})
		case <-c.done:
		}
	default: // cut, or the client has answered our close frame
		c.cut()
	}
	writer.Wait()
	s.mu.Lock()
	delete(s.open, c)
	s.mu.Unlock()
}

// read handles what the client sends until it hangs up. It returns the code of
// the client's close frame, or byFrame false if there was none.
func (s *Server) read(c *conn) (code int, byFrame bool) {
	s.awaitHeartbeat(c)
	for {
		kind, msg, err := c.ws.ReadMessage()
		if closed, ok := errors.AsType[*websocket.CloseError](err); ok && closed.Code != websocket.CloseAbnormalClosure {
			return closed.Code, true
		}
		if err != nil {
			return 0, false
		}
		s.mu.Lock()
		if !c.closing && !c.deaf {
			if code := s.receive(c, kind, msg); code != 0 {
				s.closeConn(c, code)
			}
		}
		s.mu.Unlock()
	}
}

// awaitHeartbeat gives the client a quarter more than a heartbeat interval; one
// that is silent for longer is dead.
func (s *Server) awaitHeartbeat(c *conn) {
	c.ws.SetReadDeadline(time.Now().Add(s.cfg.HeartbeatInterval * 5 / 4))
}

// closeConn sends a close frame and waits a little for the client's. The caller
// holds s.mu.
func (s *Server) closeConn(c *conn, code int) {
	if c.closing {
		return
	}
	c.closing = true
	if endsSession(code) && c.session != nil {
		delete(s.sessions, c.session.id)
	}
	c.push(frame{websocket.CloseMessage, websocket.FormatCloseMessage(code, closeText(code)), false})
	c.ws.SetReadDeadline(time.Now().Add(closeTimeout))
}

// detach takes the connection from its session, which ends if the client closed
// with 1000 or 1001, and otherwise waits to be resumed. It reports whether the
// client was the first to close, and whether nothing may be sent any more.
func (s *Server) detach(c *conn, code int) (first, silent bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	first, silent = !c.closing, c.silent
	c.closing = true
	sess := c.session
	if sess == nil || sess.conn != c {
		return first, silent
	}
	sess.conn, sess.left = nil, s.now()
	if first && !c.deaf && (code == websocket.CloseNormalClosure || code == websocket.CloseGoingAway) {
		delete(s.sessions, sess.id)
	}
	s.changed()
	return first, silent
}

// canClose reports whether a close frame may carry a code, by RFC 6455, section
// 7.4.
func canClose(code int) bool {
	return 1000 <= code && code <= 4999 && !(1004 <= code && code <= 1006) && code != 1015
}

// endsSession reports whether a session cannot be resumed after a close code of
// ours.
func endsSession(code int) bool {
	return code == closeAuthentication || code == closeSequence || code == closeTimedOut ||
		closeShard <= code && code <= closeDisallowedIntents
}

// closeText returns the reason that Discord gives with a close code.
func closeText(code int) string {
	return map[int]string{
		4000: "Unknown error.", closeUnknownOp: "Unknown opcode.", closeDecode: "Error while decoding payload.",
		closeNotAuthenticated: "Not authenticated.", closeAuthentication: "Authentication failed.",
		closeAlready: "Already authenticated.", closeSequence: "Invalid seq.", closeRateLimited: "Rate limited.",
		closeTimedOut: "Session timed out.", closeShard: "Invalid shard.", closeShardingRequired: "Sharding required.",
		closeVersion: "Invalid API version.", closeIntents: "Invalid intent(s).", closeDisallowedIntents: "Disallowed intent(s).",
	}[code]
}
