package bot

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"strconv"

	"summitbot/corpus"
)

// A custom ID is all that a button brings back beside the message it stands
// under. It is 36 bytes in base64url without padding, 48 characters of the 100
// that Discord allows; integers are big-endian:
//
//	0   1   version, 1
//	1   1   action
//	2   4   version of the corpus
//	6   8   owner: user id of who may do what not everybody may; 0 is nobody
//	14  4   cursor: article, the first 4 bytes of the SHA-256 of its id; 0 is none
//	18  2   cursor: index of a sentence in it, or another small number
//	20  16  MAC: the first 16 bytes of an HMAC-SHA256 over bytes 0 to 19, the
//	        application's id and the question of the message
//
// The article stands by a hash of its name and not by its place, so that a cursor
// means the same in the next version of the corpus. The MAC makes sure that this
// deployment made the button, for this very question.
const (
	idVersion = 1
	idHead    = 20
	idMAC     = 16
)

// Why a custom ID is refused.
var (
	errVersion = errors.New("custom ID of another version")
	errForeign = errors.New("custom ID that this bot did not make")
)

// A customID is what a button says.
type customID struct {
	action  action
	version int    // of the corpus
	owner   string // user id; "" is nobody
	cursor
}

// A cursor is a place in the coverage. The zero cursor is none.
type cursor struct {
	article  uint32 // as articleHash gives it; 0 is none
	sentence uint16 // its index in the article, or another small number
}

// cursorAt returns the cursor of the sentence that begins where an excerpt does.
// It is the zero cursor for an article of more than 65,536 sentences.
func cursorAt(e corpus.Excerpt) cursor {
	at := sentenceOf(e)
	if at < 0 || at > 0xffff {
		return cursor{}
	}
	return cursor{articleHash(e.Article().ID()), uint16(at)}
}

// article returns the article that a cursor is in, or nil if there is none in c.
func (at cursor) in(c *corpus.Corpus) *corpus.Article {
	for _, a := range c.Articles() {
		if articleHash(a.ID()) == at.article {
			return a
		}
	}
	return nil
}

// articleHash returns what stands in a custom ID for an article.
func articleHash(id string) uint32 {
	h := sha256.Sum256([]byte(id))
	return binary.BigEndian.Uint32(h[:])
}

// keys are the secrets derived for this package's purposes. They never change.
type keys struct{ ids, hashes []byte }

// newKeys derives the keys from the deployment's secret.
func newKeys(secret []byte) (*keys, error) {
	if len(secret) == 0 {
		return nil, errors.New("bot: the secret is empty")
	}
	var k keys
	for purpose, key := range map[string]*[]byte{"summitbot custom ids": &k.ids, "summitbot hashes": &k.hashes} {
		derived, err := hkdf.Key(sha256.New, secret, nil, purpose, sha256.Size)
		if err != nil {
			return nil, fmt.Errorf("bot: %w", err)
		}
		*key = derived
	}
	return &k, nil
}

// hash returns a keyed hash of parts, 22 characters: nobody without the secret
// can tell what it is of. The first part says what the hash is for.
func (k *keys) hash(parts ...string) string {
	h := hmac.New(sha256.New, k.hashes)
	for _, part := range parts {
		write(h, part)
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}

// write adds a part to h, its length before it, so that no two lists of parts give
// the same bytes.
func write(h hash.Hash, part string) {
	var size [8]byte
	binary.BigEndian.PutUint64(size[:], uint64(len(part)))
	h.Write(size[:])
	h.Write([]byte(part))
}

// seal returns id as it stands in a button of an application's message on a
// question.
func (k *keys) seal(id customID, application, question string) string {
	owner, err := strconv.ParseUint(id.owner, 10, 64)
	if err != nil {
		owner = 0
	}
	b := make([]byte, idHead, idHead+idMAC)
	b[0], b[1] = idVersion, byte(id.action)
	binary.BigEndian.PutUint32(b[2:], uint32(id.version))
	binary.BigEndian.PutUint64(b[6:], owner)
	binary.BigEndian.PutUint32(b[14:], id.article)
	binary.BigEndian.PutUint16(b[18:], id.sentence)
	return base64.RawURLEncoding.EncodeToString(append(b, k.mac(b, application, question)...))
}

// open reads a custom ID that came back. The error is errVersion for one that
// another version of this program made, and errForeign for one that was not made
// by this deployment for this application and question.
func (k *keys) open(text, application, question string) (customID, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(b) != idHead+idMAC {
		return customID{}, errForeign
	}
	if b[0] != idVersion {
		return customID{}, errVersion
	}
	if !hmac.Equal(b[idHead:], k.mac(b[:idHead], application, question)) {
		return customID{}, errForeign
	}
	id := customID{
		action:  action(b[1]),
		version: int(binary.BigEndian.Uint32(b[2:])),
		cursor:  cursor{binary.BigEndian.Uint32(b[14:]), binary.BigEndian.Uint16(b[18:])},
	}
	if owner := binary.BigEndian.Uint64(b[6:]); owner != 0 {
		id.owner = strconv.FormatUint(owner, 10)
	}
	return id, nil
}

// mac returns the MAC of a custom ID's first bytes.
func (k *keys) mac(head []byte, application, question string) []byte {
	h := hmac.New(sha256.New, k.ids)
	write(h, string(head))
	write(h, application)
	write(h, question)
	return h.Sum(nil)[:idMAC]
}
