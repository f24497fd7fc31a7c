package gateway

import "encoding/binary"

// maxHeard is the longest payload that is looked into. What the supervisor
// wants to know (HELLO, reconnect, invalid session, close) is far below it.
const maxHeard = 1024

// maxAnswer limits the HTTP answer before the first frame.
const maxAnswer = 64 << 10

// frames follows the server's half of a WebSocket connection (RFC 6455,
// section 5.2) as its bytes pass by, and hands over each frame; of a long one
// only that it begins. Frames from a server are not masked.
type frames struct {
	upgraded bool   // the HTTP answer is over
	head     []byte // the answer or frame being collected
	skip     uint64 // bytes left of a payload that is too long to look into
}

// feed looks at the next bytes. For each frame it calls heard with the opcode
// and the payload, which is nil if it is long. If that returns an error, feed
// returns it with the number of bytes of p that lie before that frame.
func (f *frames) feed(p []byte, heard func(opcode byte, payload []byte) error) (int, error) {
	begin := 0 // of the frame being collected, in p
	for i := 0; i < len(p); {
		if f.skip > 0 {
			n := min(f.skip, uint64(len(p)-i))
			f.skip -= n
			i += int(n)
			continue
		}
		if len(f.head) == 0 {
			begin = i
		}
		f.head = append(f.head, p[i])
		i++
		if !f.upgraded {
			if err := f.answer(); err != nil {
				return begin, err
			}
			continue
		}
		if opcode, payload, done := f.frame(); done {
			if err := heard(opcode, payload); err != nil {
				return begin, err
			}
			f.head = f.head[:0]
		}
	}
	return len(p), nil
}

// answer looks for the empty line that ends the HTTP answer.
func (f *frames) answer() error {
	n := len(f.head)
	if n > maxAnswer {
		return errNonsense
	}
	if n >= 4 && string(f.head[n-4:]) == "\r\n\r\n" {
		f.upgraded, f.head = true, f.head[:0]
	}
	return nil
}

// frame reports whether a whole frame is collected, or the header of a long one
// whose payload it arranges to skip, and returns it.
func (f *frames) frame() (opcode byte, payload []byte, done bool) {
	h := f.head
	if len(h) < 2 {
		return 0, nil, false
	}
	size, length := 2, uint64(h[1]&0x7f)
	switch {
	case length == 126 && len(h) >= 4:
		size, length = 4, uint64(binary.BigEndian.Uint16(h[2:]))
	case length == 127 && len(h) >= 10:
		size, length = 10, binary.BigEndian.Uint64(h[2:])
	case length >= 126:
		return 0, nil, false
	}
	if length > maxHeard {
		f.skip = length
		return h[0] & 0x0f, nil, true
	}
	if uint64(len(h)) < uint64(size)+length {
		return 0, nil, false
	}
	return h[0] & 0x0f, h[size:], true
}
