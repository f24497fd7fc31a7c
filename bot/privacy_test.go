package bot

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// What is said to be kept is what is kept.
func TestPrivacySays(t *testing.T) {
	for keep, want := range map[KeepQuestions]string{KeepNone: "nothing about you", KeepMisses: "that the coverage does not answer, for 30 days", KeepAll: "all questions, for 30 days"} {
		b := summitBot(t)
		b.cfg.KeepQuestions = keep
		m := b.Handle(t.Context(), use("privacy"))
		if !m.Private || !strings.Contains(m.Plain, want) {
			t.Errorf("%q: %s", keep, print(m))
		}
	}
}

// A person sees and deletes what is kept about them, and nothing of others. It is
// asked before, and only the second answer deletes.
func TestPrivacy(t *testing.T) {
	b := summitBot(t)
	ann, bob := use("privacy"), by("bob", "3", use("privacy"))
	for i := range 30 {
		for _, u := range []User{ann.User, bob.User} {
			stored(b).records = append(stored(b).records, Record{
				Kind: QuestionRecord, Hour: time.Unix(int64(i)*3600, 0), Text: fmt.Sprintf("%s's question %d.", u.Name, i), Asker: b.asker(u),
			})
		}
	}
	stored(b).records = append(stored(b).records, Record{Kind: VoteRecord, Asker: b.asker(ann.User)})
	m := pressed(t, b, b.Handle(t.Context(), ann), "Show what", ann)
	first := m
	var seen strings.Builder
	for seen.WriteString(m.Plain); hasButton(m, "Older"); seen.WriteString(m.Plain) {
		m = pressed(t, b, m, "Older", ann)
	}
	if n := strings.Count(seen.String(), "ann's question"); n != 30 || strings.Contains(seen.String(), "bob's") || !strings.Contains(first.Plain, "question 29") {
		t.Errorf("%d questions of ann's in\n%s", n, seen.String())
	}
	sure := pressed(t, b, m, "Delete it", ann)
	if !strings.Contains(sure.Plain, "Delete 30 questions of yours?") || len(stored(b).records) != 61 {
		t.Errorf("not asked before: %s", print(sure))
	}
	if m := pressed(t, b, sure, "Back", ann); !strings.Contains(m.Plain, "What I keep") || len(stored(b).records) != 61 {
		t.Errorf("not back: %s", print(m))
	}
	stored(b).broken = errors.New("away")
	if m := pressed(t, b, m, "Delete it", ann); m.Update || !m.Private {
		t.Errorf("store away: %s", print(m))
	}
	stored(b).broken = nil
	if m := pressed(t, b, sure, "Yes", ann); !m.Update || !strings.Contains(m.Plain, "30 questions of yours were deleted") || len(stored(b).records) != 31 {
		t.Errorf("%d records left: %s", len(stored(b).records), print(m))
	}
	if m := pressed(t, b, first, "Delete it", ann); !strings.Contains(m.Plain, "Nothing is kept about you") {
		t.Errorf("again: %s", print(m))
	}
}
