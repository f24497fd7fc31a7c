package localdiscord

import (
	"crypto/ed25519"
	crand "crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"strconv"
	"time"
)

// discordEpoch is the first millisecond of 2015 in Unix time: snowflakes count
// from it.
const discordEpoch = 1420070400000

// ids gives out snowflakes and secrets.
type ids struct {
	random *rand.ChaCha8
	last   uint64        // the snowflake given last
	ahead  time.Duration // a fault: how far the time in snowflakes is ahead
}

// newIDs returns ids whose secrets are repeatable unless seed is 0.
func newIDs(seed uint64) ids {
	var key [32]byte
	if seed == 0 {
		crand.Read(key[:]) // never fails, says its documentation
	} else {
		binary.LittleEndian.PutUint64(key[:], seed)
	}
	return ids{random: rand.NewChaCha8(key)}
}

// snowflake returns a new id: milliseconds since 2015 in the upper 42 bits,
// and greater than every id before it. Before 2015, where the clock of a
// synctest bubble begins, the milliseconds are 0.
func (g *ids) snowflake(now time.Time) string {
	ms := max(0, now.Add(g.ahead).UnixMilli()-discordEpoch)
	g.last = max(g.last+1, uint64(ms)<<22)
	return strconv.FormatUint(g.last, 10)
}

// snowflake returns a new id.
func (s *Server) snowflake() string { return s.ids.snowflake(s.now()) }

// secret returns n random bytes in base64url.
func (g *ids) secret(n int) string {
	b := make([]byte, n)
	g.random.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// session returns a session id in Discord's form.
func (g *ids) session() string {
	b := make([]byte, 16)
	g.random.Read(b)
	return hex.EncodeToString(b)
}

// signer returns a key that signs interactions.
func (g *ids) signer() ed25519.PrivateKey {
	seed := make([]byte, ed25519.SeedSize)
	g.random.Read(seed)
	return ed25519.NewKeyFromSeed(seed)
}

// botToken returns a token in Discord's form: the id, a time and a secret.
func (g *ids) botToken() string {
	return base64.RawURLEncoding.EncodeToString([]byte(applicationID)) + "." + g.secret(4) + "." + g.secret(27)
}
