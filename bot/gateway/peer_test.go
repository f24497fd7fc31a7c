package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// A peer is the fake's end of one WebSocket. Like a network, it takes what is sent
// without waiting until the other end reads: discordgo's reader waits for its writer.
type peer struct {
	d    *fake
	ws   *websocket.Conn
	out  chan outgoing
	done chan struct{} // closed when the connection is
}

// An outgoing is a message on its way to the bot.
type outgoing struct {
	kind int
	data []byte
}

// write writes what is sent until the connection is closed.
func (p *peer) write() {
	for {
		select {
		case m := <-p.out:
			p.ws.WriteMessage(m.kind, m.data) // an error shows in read
		case <-p.done:
			return
		}
	}
}

func (d *fake) serveGateway(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Get("v") != "9" || r.URL.Query().Get("encoding") != "json" {
		d.t.Errorf("gateway opened with %s", r.URL)
	}
	up := websocket.Upgrader{}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return // the bot hung up
	}
	d.peers.Add(1)
	defer d.peers.Done()
	// discordgo sleeps a second under its lock when it closes; hanging up at
	// once would make its reader wait for that lock, which stops fake time.
	p := &peer{d: d, ws: ws, out: make(chan outgoing, 1000), done: make(chan struct{})}
	d.peers.Go(p.write)
	defer close(p.done)
	defer ws.Close()
	defer time.Sleep(2 * time.Second)
	ws.SetCloseHandler(func(code int, _ string) error {
		d.mu.Lock()
		d.receivedClose = append(d.receivedClose, code)
		d.mu.Unlock()
		return nil
	})
	d.mu.Lock()
	d.dials = append(d.dials, time.Now())
	n := len(d.dials)
	d.latest = p
	d.mu.Unlock()
	if d.onPeer == nil || !d.onPeer(n, p) {
		p.polite()
	}
}

// polite serves the connection as Discord does.
func (p *peer) polite() {
	p.hello()
	for p.handle(p.read()) {
	}
}

func (p *peer) hello() {
	p.send(`{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":41250,"_trace":["[\"gateway-prd\"]"]}}`)
}

// read returns the op of the next message, or -1 when the connection is over. A
// presence comes at any time and wants no answer: it is noted and passed over.
func (p *peer) read() int {
	for {
		if op := p.next(); op != 3 {
			return op
		}
	}
}

func (p *peer) next() int {
	_, data, err := p.ws.ReadMessage()
	if err != nil {
		return -1
	}
	var m struct {
		Op int
		D  json.RawMessage
	}
	if err := json.Unmarshal(data, &m); err != nil {
		p.d.t.Errorf("the bot sends %s", data)
	}
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	switch m.Op {
	case 2:
		p.d.identified = append(p.d.identified, string(m.D))
	case 3:
		p.d.presences = append(p.d.presences, string(m.D))
	}
	return m.Op
}

// handle answers a message and reports whether the connection goes on.
func (p *peer) handle(op int) bool {
	switch op {
	case 1:
		p.send(`{"op":11}`)
	case 2:
		p.counted(&p.d.identifies)
		p.dispatch("READY", `{"v":9,"session_id":"s","user":{"id":"77","username":"bot"},"application":{"id":"77"},"guilds":[]}`)
	case 6:
		p.counted(&p.d.resumes)
		p.dispatch("RESUMED", `{}`)
	default:
		return false
	}
	return true
}

func (p *peer) counted(n *int) {
	p.d.mu.Lock()
	*n++
	p.d.mu.Unlock()
}

func (p *peer) send(text string) {
	p.out <- outgoing{websocket.TextMessage, []byte(text)}
}

func (p *peer) dispatch(event, data string) {
	p.d.mu.Lock()
	p.d.seq++
	seq := p.d.seq
	p.d.mu.Unlock()
	p.send(fmt.Sprintf(`{"op":0,"s":%d,"t":%q,"d":%s}`, seq, event, data))
}

// hangUp closes with a code.
func (p *peer) hangUp(code int) {
	p.out <- outgoing{websocket.CloseMessage, websocket.FormatCloseMessage(code, "bye")}
}

// peer returns the newest connection.
func (d *fake) peer() *peer {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.latest
}

// A pipeListener is a net.Listener whose connections are ends of net.Pipe.
type pipeListener struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newPipeListener() *pipeListener {
	return &pipeListener{conns: make(chan net.Conn), done: make(chan struct{})}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

func (l *pipeListener) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case l.conns <- theirs:
		return ours, nil
	case <-l.done:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// A syncBuffer is a bytes.Buffer for several goroutines.
type syncBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
