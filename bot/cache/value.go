package cache

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"summitbot/bot/answer"
)

// What lies in Redis. A key is text:
//
//	sb:a:1:summit:3-0c5f0a6b1d2e:q2J8…22…:b81K…22…
//	     │   │    │      │          │        └ question, MAC
//	     │   │    │      │          └ scope, MAC
//	     │   │    │      └ first 12 characters of the corpus's hash
//	     │   │    └ version of the corpus
//	     │   └ name of the corpus
//	     └ version of key and value together
//
// A MAC is the first 16 bytes of an HMAC-SHA256 in base64url without padding,
// 22 characters: 128 bits, so that no two of 2^64 questions are mixed up. The
// MAC of the question also covers all that stands before it in the key, the
// whole hash, and the program's release. Nobody without the secret can tell
// from a key what was asked or where, nor try out questions.
//
// A value is bytes, integers big-endian:
//
//	0      1   version, 1
//	1      8   when it was written, milliseconds since 1970 UTC
//	9      2   length n of the key
//	11     n   the key
//	11+n   16  MAC over all other bytes
//	27+n   …   the answer, as answer.Encode gives it
//
// The instant, because Redis keeps a clock of its own: whether a value is too
// old is decided here. The key, because a reply that belongs to another key,
// after a fault of a client or a hand that copied values, must not be another
// question's answer. A MAC and not a plain checksum, for the same 16 bytes: it
// also refuses what somebody else wrote. An answer with three quotes is just
// under 500 bytes in all: 27, a key of 74, and the answer's 400.
const (
	valueVersion = 1
	headerSize   = 1 + 8 + 2
	macSize      = 16

	// maxValue bounds what is looked at, in bytes. A value is a hundredth.
	maxValue = 64 << 10
)

// errStale means that a value is right but too old to be used.
var errStale = errors.New("value is too old")

// keys makes the names and the seals of values. It never changes.
type keys struct {
	secret  []byte
	release string
	ttl     time.Duration
}

// newKeys derives the keys from the deployment's secret.
func newKeys(secret []byte, release string, ttl time.Duration) (*keys, error) {
	if len(secret) == 0 {
		return nil, errors.New("answer cache: the secret is empty")
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "summitbot answer cache", sha256.Size)
	if err != nil {
		return nil, fmt.Errorf("answer cache: %w", err)
	}
	return &keys{secret: key, release: release, ttl: ttl}, nil
}

// mac returns a MAC over parts. The first is a constant of the caller's, so that
// a MAC made for one purpose never serves another; each is preceded by its
// length, so that no two lists of parts give the same bytes.
func (k *keys) mac(parts ...string) []byte {
	h := hmac.New(sha256.New, k.secret)
	var size [8]byte
	for _, part := range parts {
		binary.BigEndian.PutUint64(size[:], uint64(len(part)))
		h.Write(size[:])
		h.Write([]byte(part))
	}
	return h.Sum(nil)[:macSize]
}

// A slot is where an answer lies in Redis, and for how long.
type slot struct {
	name string
	ttl  time.Duration
}

// slot returns where the answer under key lies.
func (k *keys) slot(key answer.Key) slot {
	c := key.Corpus
	scope := base64.RawURLEncoding.EncodeToString(k.mac("scope", key.Scope))
	prefix := fmt.Sprintf("sb:a:%d:%s:%d-%.12s:%s:", valueVersion, c.Name(), c.Version(), c.Hash(), scope)
	question := k.mac("question", prefix, c.Hash(), k.release, key.Question)
	return slot{
		name: prefix + base64.RawURLEncoding.EncodeToString(question),
		ttl:  spread(k.ttl, question),
	}
}

// spread returns ttl moved by up to a tenth either way, so that answers written
// together do not all end together. The question decides by how much: writer
// and reader, on whatever replica, get the same.
func spread(ttl time.Duration, question []byte) time.Duration {
	at := float64(binary.BigEndian.Uint32(question)) / (1 << 32) // 0 <= at < 1
	return time.Duration(float64(ttl) * (0.9 + 0.2*at))
}

// seal returns the value that holds body under s, written at now.
func (k *keys) seal(s slot, now time.Time, body []byte) []byte {
	head := make([]byte, headerSize, headerSize+len(s.name)+macSize+len(body))
	head[0] = valueVersion
	binary.BigEndian.PutUint64(head[1:], uint64(now.UnixMilli()))
	binary.BigEndian.PutUint16(head[9:], uint16(len(s.name)))
	head = append(head, s.name...)
	value := append(head, k.mac("value", string(head), string(body))...)
	return append(value, body...)
}

// open returns the body of a value that was found under s. It returns errStale
// if the value was written longer ago than s keeps it, or as long ahead by a
// clock that is ahead of ours; any other error means that the value is not what
// this program stored there.
func (k *keys) open(s slot, now time.Time, value []byte) ([]byte, error) {
	if len(value) > maxValue {
		return nil, fmt.Errorf("%d bytes are more than %d", len(value), maxValue)
	}
	if len(value) < headerSize+len(s.name)+macSize {
		return nil, fmt.Errorf("%d bytes are too few", len(value))
	}
	if value[0] != valueVersion {
		return nil, fmt.Errorf("version %d is not %d", value[0], valueVersion)
	}
	head, rest := value[:headerSize+len(s.name)], value[headerSize+len(s.name):]
	if int(binary.BigEndian.Uint16(head[9:])) != len(s.name) || !bytes.Equal(head[headerSize:], []byte(s.name)) {
		return nil, errors.New("the value is another key's")
	}
	body := rest[macSize:]
	if !hmac.Equal(rest[:macSize], k.mac("value", string(head), string(body))) {
		return nil, errors.New("the value is damaged, or was written with another secret")
	}
	written := time.UnixMilli(int64(binary.BigEndian.Uint64(head[1:])))
	if now.Sub(written).Abs() >= s.ttl {
		return nil, errStale
	}
	return body, nil
}
