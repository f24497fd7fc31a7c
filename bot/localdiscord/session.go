package localdiscord

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// How long and how much a session keeps for a client that comes back.
const (
	resumeWithin = 5 * time.Minute
	maxReplay    = 256 // dispatches
)

// compressFrom is the size in bytes from which a dispatch is compressed for a
// client that asks for it in IDENTIFY, where the connection is not.
const compressFrom = 4096

// A session is a bot's login on the Gateway; it outlives its connection.
type session struct {
	id       string
	intents  int
	shard    shard
	compress bool
	seq      int64
	replay   []packet  // the last dispatches
	conn     *conn     // nil while nobody is connected
	left     time.Time // when conn went away
	hold     time.Time // a fault: RESUME is not answered before
	doing    string    // what the presence says under the bot's name
}

// A packet is one dispatch.
type packet struct {
	seq   int64
	event string
	json  []byte
}

// A payload is the envelope of everything on the Gateway.
type payload struct {
	Type *string `json:"t"` // nil unless a dispatch
	Seq  *int64  `json:"s"` // nil unless a dispatch
	Op   int     `json:"op"`
	Data any     `json:"d"`
}

// send sends what is not a dispatch. The caller holds s.mu.
func (s *Server) send(c *conn, op int, data any) {
	if c.silent || c.closing {
		return
	}
	b, _ := json.Marshal(payload{Op: op, Data: data}) // plain maps: never fails
	c.push(frame{websocket.TextMessage, b, false})
}

// dispatchTo sends an event to one session.
func (s *Server) dispatchTo(sess *session, event string, data any) {
	sess.seq++
	seq := sess.seq
	b, err := json.Marshal(payload{Type: &event, Seq: &seq, Op: opDispatch, Data: data})
	if err != nil {
		// Unreachable: events are plain structs, maps and strings.
		s.lg.Error("local discord: encode event", "event", event, "err", err)
		return
	}
	s.observeEvent(event, data)
	p := packet{seq, event, b}
	sess.replay = append(sess.replay, p)
	if len(sess.replay) > maxReplay {
		sess.replay = sess.replay[1:]
	}
	s.push(sess, p)
}

// push sends a dispatch to the session's client, if there is one.
func (s *Server) push(sess *session, p packet) {
	c := sess.conn
	if c == nil || c.silent || c.closing {
		return
	}
	p.json = s.alter(p)
	if sess.compress && c.stream == nil && (len(p.json) >= compressFrom || p.event == "READY" || p.event == "GUILD_CREATE") {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		z.Write(p.json)
		z.Close() // a Buffer takes everything
		c.push(frame{websocket.BinaryMessage, b.Bytes(), false})
		return
	}
	c.push(frame{websocket.TextMessage, p.json, false})
}

// listening reports whether a session is there to get an event, now or when its
// client comes back. The caller holds s.mu.
func (s *Server) listening() bool {
	for id, sess := range s.sessions {
		if sess.conn == nil && s.now().Sub(sess.left) > resumeWithin {
			delete(s.sessions, id)
		}
	}
	return len(s.sessions) > 0
}

// receive handles one payload of the client. It returns the code to close the
// connection with, or 0. The caller holds s.mu.
func (s *Server) receive(c *conn, kind int, msg []byte) (code int) {
	if !c.sends.take(s.now(), maxSends, time.Minute) {
		return closeRateLimited
	}
	var p struct {
		Op   *int            `json:"op"`
		Data json.RawMessage `json:"d"`
	}
	if kind != websocket.TextMessage || len(msg) > maxPayload || json.Unmarshal(msg, &p) != nil || p.Op == nil {
		return closeDecode
	}
	switch *p.Op {
	case opHeartbeat:
		s.awaitHeartbeat(c)
		s.acknowledgeBeat(c)
		return 0
	case opIdentify:
		if c.session != nil {
			return closeAlready
		}
		return s.identify(c, p.Data)
	case opResume:
		if c.session != nil {
			return closeAlready
		}
		return s.resume(c, p.Data)
	}
	switch {
	case c.session == nil:
		return closeNotAuthenticated
	case *p.Op == opPresence:
		return s.presence(c.session, p.Data)
	case *p.Op == opMembers:
		return s.requestMembers(c.session, p.Data)
	case *p.Op == opVoiceState:
		return 0 // accepted, and nothing comes of it
	}
	return closeUnknownOp
}

// presence notes what the bot says it is doing: the state of a custom status, the
// name of anything else. It closes on a presence that lacks a field, as Discord
// does.
func (s *Server) presence(sess *session, data []byte) (code int) {
	f, refused := parseForm(data)
	if refused != nil {
		return closeDecode
	}
	for _, key := range []string{"since", "activities", "status", "afk"} {
		if !f.sent(key) {
			return closeDecode
		}
	}
	const custom = 4
	var p struct {
		Activities []struct {
			Type        int
			Name, State string
		}
	}
	if json.Unmarshal(data, &p) != nil {
		return closeDecode
	}
	sess.doing = ""
	for _, a := range p.Activities {
		if sess.doing = a.Name; a.Type == custom {
			sess.doing = a.State
		}
	}
	s.changed()
	return 0
}

// Doing returns what stands under the bot's name: what its presence says, "online"
// if it says nothing, and "" if no session has a connection.
func (s *Server) Doing() string {
	if !s.online() {
		return ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sess := range s.sessions {
		if sess.conn != nil && sess.doing != "" {
			return sess.doing
		}
	}
	return "online"
}

// identify starts a session.
func (s *Server) identify(c *conn, data []byte) (code int) {
	f, refused := parseForm(data)
	if refused != nil {
		return closeDecode
	}
	f.need("token")
	f.need("intents")
	f.need("properties")
	token := strings.TrimPrefix(f.text("token", 1, 200), "Bot ")
	intents := f.whole("intents", 0, 1<<53)
	f.sub("properties")
	compress := f.isTrue("compress")
	sh, shardOK := parseShard(f)
	if f.bad.err() != nil {
		return closeDecode
	}
	s.identifies++
	if fl := s.useFault("identify_close"); fl != nil {
		return fl.Code
	}
	if fl := s.useFault("invalid_session"); fl != nil {
		s.send(c, opInvalidSession, fl.Resumable)
		return 0
	}
	if token != s.token {
		return closeAuthentication
	}
	if !s.starts.take(s.now(), s.cfg.Identifies, day) {
		// Discord ends every session, makes a new token and writes to the owner.
		s.token = s.ids.botToken()
		clear(s.sessions)
		for other := range s.open {
			s.closeConn(other, closeAuthentication)
		}
		s.lg.Warn("the bot started too many sessions today; its token was reset", "limit", s.cfg.Identifies)
		return closeAuthentication
	}
	switch {
	case *intents&^allIntents != 0:
		return closeIntents
	case *intents&privilegedIntents&^s.cfg.PrivilegedIntents != 0:
		return closeDisallowedIntents
	case !shardOK:
		return closeShard
	case s.cfg.Guilds > maxGuilds*sh.of():
		return closeShardingRequired
	case s.now().Sub(s.identified[sh.id%s.cfg.MaxConcurrency]) < s.cfg.IdentifyEvery:
		s.send(c, opInvalidSession, false)
		return 0
	}
	s.identified[sh.id%s.cfg.MaxConcurrency] = s.now()
	if s.useFault("ready_withheld") == nil {
		s.ready(c, &session{id: s.ids.session(), intents: *intents, shard: sh, compress: compress, conn: c})
	}
	return 0
}

// ready begins the session and tells its client of it.
func (s *Server) ready(c *conn, sess *session) {
	s.sessions[sess.id] = sess
	c.session = sess
	d := object{
		"v": 10, "user": s.bot, "guilds": []object{},
		"session_id": sess.id, "resume_gateway_url": c.url, "session_type": "normal",
		"application":      object{"id": applicationID, "flags": s.applicationFlags()},
		"private_channels": []object{}, "relationships": []object{}, "user_settings": object{},
	}
	here := sess.shard.has(guildID) && s.botMember.Member
	if here {
		d["guilds"] = []object{{"id": guildID, "unavailable": true}}
	}
	if sess.shard.n > 0 {
		d["shard"] = []int{sess.shard.id, sess.shard.n}
	}
	s.dispatchTo(sess, "READY", d)
	if s.useFault("reconnect_ready") != nil {
		s.send(c, opReconnect, nil)
	}
	if here && sess.intents&intentGuilds != 0 {
		s.dispatchTo(sess, "GUILD_CREATE", s.guild())
	}
	s.changed()
}

// resume gives a session to a new connection and sends what it missed.
func (s *Server) resume(c *conn, data []byte) (code int) {
	f, refused := parseForm(data)
	if refused != nil {
		return closeDecode
	}
	f.need("token")
	f.need("session_id")
	f.need("seq")
	token := strings.TrimPrefix(f.text("token", 1, 200), "Bot ")
	id := f.text("session_id", 1, 200)
	seq := f.whole("seq", 0, 1<<53)
	if f.bad.err() != nil {
		return closeDecode
	}
	if fl := s.useFault("resume_close"); fl != nil {
		if endsSession(fl.Code) {
			delete(s.sessions, id)
		}
		return fl.Code
	}
	if fl := s.useFault("invalid_session"); fl != nil {
		if !fl.Resumable {
			delete(s.sessions, id)
		}
		s.send(c, opInvalidSession, fl.Resumable)
		return 0
	}
	s.listening() // forgets what is too old
	sess := s.sessions[id]
	switch {
	case token != s.token:
		return closeAuthentication
	case sess == nil, sess.lost(int64(*seq)):
		delete(s.sessions, id)
		s.send(c, opInvalidSession, false)
		return 0
	case int64(*seq) > sess.seq:
		delete(s.sessions, id)
		return closeSequence
	case s.useFault("ready_withheld") != nil:
		return 0
	}
	if old := sess.conn; old != nil {
		old.closing = true
		old.cut()
	}
	sess.conn, c.session = c, sess
	s.resumes++
	if s.useFault("reconnect_first") != nil {
		s.send(c, opReconnect, nil)
		return 0
	}
	seen := int64(*seq)
	if wait := time.Until(sess.hold); wait > 0 {
		sess.conn = nil // nothing is sent meanwhile
		s.soon(wait, func() {
			if !c.closing && sess.conn == nil {
				sess.conn = c
				s.catchUp(sess, seen)
			}
		})
		return 0
	}
	s.catchUp(sess, seen)
	return 0
}

// catchUp sends what came after seq, and that this was all. The caller holds
// s.mu.
func (s *Server) catchUp(sess *session, seq int64) {
	for _, p := range sess.replay {
		if p.seq > seq {
			s.push(sess, p)
		}
	}
	s.dispatchTo(sess, "RESUMED", object{})
	s.changed()
}

// lost reports whether a dispatch after seq is no longer kept.
func (sess *session) lost(seq int64) bool {
	return len(sess.replay) > 0 && seq < sess.replay[0].seq-1
}
