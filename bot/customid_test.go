package bot

import (
	"encoding/base64"
	"errors"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func testKeys(t fatal, secret string) *keys {
	k, err := newKeys([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// TestCustomID: an ID reads as it was made, by the same deployment, for the same
// application and question, and by nobody else.
func TestCustomID(t *testing.T) {
	k, other := testKeys(t, "one secret"), testKeys(t, "another secret")
	rapid.Check(t, func(t *rapid.T) {
		id := customID{
			action:  action(rapid.Byte().Draw(t, "action")),
			version: int(rapid.Uint32().Draw(t, "version")),
			owner:   strconv.FormatUint(rapid.Uint64Min(1).Draw(t, "owner"), 10),
			cursor:  cursor{rapid.Uint32().Draw(t, "article"), rapid.Uint16().Draw(t, "sentence")},
		}
		application, question := rapid.StringMatching(`[0-9]{17,19}`).Draw(t, "application"), rapid.String().Draw(t, "question")
		text := k.seal(id, application, question)
		if len(text) != 48 {
			t.Fatalf("%d characters, want 48", len(text))
		}
		if got, err := k.open(text, application, question); err != nil || got != id {
			t.Fatalf("reads %+v, %v, want %+v", got, err, id)
		}
		changed := []byte(text)
		at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		changed[at] ^= 1
		for name, err := range map[string]error{
			"changed":             second(k.open(string(changed), application, question)),
			"another deployment":  second(other.open(text, application, question)),
			"another application": second(k.open(text, application+"1", question)),
			"another question":    second(k.open(text, application, question+"?")),
		} {
			if !errors.Is(err, errForeign) && !errors.Is(err, errVersion) {
				t.Fatalf("%s: %v, want an error", name, err)
			}
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestCustomIDRefused(t *testing.T) {
	k := testKeys(t, "secret")
	old := make([]byte, idHead+idMAC)
	for name, test := range map[string]struct {
		text string
		want error
	}{
		"empty":           {"", errForeign},
		"not base64":      {"ask:more", errForeign},
		"short":           {"AQ", errForeign},
		"another version": {base64.RawURLEncoding.EncodeToString(old), errVersion},
	} {
		if _, err := k.open(test.text, "1", "q"); err != test.want {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
}
