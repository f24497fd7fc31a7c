package gateway

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	"pgregory.net/rapid"
)

// serverFrame builds a frame as a server sends it, by RFC 6455 section 5.2:
// FIN and opcode, then the length in 7, 16 or 64 bits, then the payload.
func serverFrame(opcode byte, payload []byte) []byte {
	head := []byte{0x80 | opcode}
	switch n := len(payload); {
	case n < 126:
		head = append(head, byte(n))
	case n < 1<<16:
		head = append(head, 126, byte(n>>8), byte(n))
	default:
		head = append(head, 127, 0, 0, 0, 0, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	}
	return append(head, payload...)
}

const upgradeAnswer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"

// TestFramesLaw: however a stream is cut into pieces, every frame is heard once
// and in order, short ones with their payload.
func TestFramesLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stream := []byte(upgradeAnswer)
		var want []string
		lengths := rapid.SampledFrom([]int{0, 1, 2, 125, 126, 127, maxHeard, maxHeard + 1, 65535, 65536, 70000})
		for range rapid.IntRange(0, 6).Draw(t, "frames") {
			opcode := rapid.SampledFrom([]byte{websocket.TextMessage, websocket.BinaryMessage, websocket.CloseMessage}).Draw(t, "opcode")
			payload := bytes.Repeat([]byte{rapid.Byte().Draw(t, "byte")}, lengths.Draw(t, "length"))
			stream = append(stream, serverFrame(opcode, payload)...)
			if len(payload) > maxHeard {
				payload = nil
			}
			want = append(want, fmt.Sprint(opcode, payload))
		}
		var got []string
		var f frames
		for len(stream) > 0 {
			n := min(len(stream), rapid.SampledFrom([]int{1, 2, 3, 7, 100, 4096, 100000}).Draw(t, "piece"))
			passed, err := f.feed(stream[:n], func(opcode byte, payload []byte) error {
				got = append(got, fmt.Sprint(opcode, payload))
				return nil
			})
			if passed != n || err != nil {
				t.Fatalf("feed passed %d of %d bytes: %v", passed, n, err)
			}
			stream = stream[n:]
		}
		if !slices.Equal(got, want) {
			t.Fatalf("heard %d frames, want %d:\n%.300v\n%.300v", len(got), len(want), got, want)
		}
	})
}

// TestFramesRefuse: what lies before a refused frame passes, nothing after it does.
func TestFramesRefuse(t *testing.T) {
	refused := errors.New("refused")
	before := upgradeAnswer + string(serverFrame(1, []byte("good")))
	var f frames
	n, err := f.feed([]byte(before+string(serverFrame(1, []byte("bad")))+"more"), func(_ byte, payload []byte) error {
		if string(payload) == "bad" {
			return refused
		}
		return nil
	})
	if n != len(before) || err != refused {
		t.Errorf("feed passed %d bytes, want %d; %v", n, len(before), err)
	}
}

func TestFramesEndlessAnswer(t *testing.T) {
	var f frames
	if _, err := f.feed([]byte(strings.Repeat("x", maxAnswer+1)), nil); err != errNonsense {
		t.Errorf("got %v", err)
	}
}

func FuzzFrames(f *testing.F) {
	f.Add([]byte(upgradeAnswer + string(serverFrame(1, []byte(`{"op":10,"d":{"heartbeat_interval":41250}}`)))))
	f.Add([]byte(upgradeAnswer + "\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var follow frames
		c := newConn(nil, nil)
		n, err := follow.feed(data, c.message)
		if n < 0 || n > len(data) || err == nil && n != len(data) {
			t.Errorf("passed %d of %d bytes: %v", n, len(data), err)
		}
		if len(follow.head) > maxAnswer+maxHeard {
			t.Errorf("keeps %d bytes", len(follow.head))
		}
	})
}
