package localdiscord_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"summitbot/bot/localdiscord"
	"summitbot/bot/localdiscord/schematest"
)

func TestAdvance(t *testing.T) {
	inAsked(t, func(t *testing.T, a asked) {
		before := a.w.s.Now()
		check(t, "defer", a.callback(`{"type":5}`), "204")
		must(t, "", a.w.s.Advance(14*time.Minute+59*time.Second))
		check(t, "edit", a.webhook("PATCH", originalPath, `{"content":"x"}`), "200")
		must(t, "", a.w.s.Advance(2*time.Second))
		check(t, "after 15 minutes", a.webhook("PATCH", originalPath, `{"content":"y"}`), "401 50027")
		check(t, "passed", a.w.s.Now().Sub(before).String(), "15m1s")
		check(t, "shown", a.sees("bob"), "bot → #news (edited)\n  x\n")
		if err := a.w.s.Advance(-1); err == nil {
			t.Error("the clock went back")
		}
	})
}

// TestAdvanceInOrder lets two interactions and a token fall due in one step:
// each at its own time.
func TestAdvanceInOrder(t *testing.T) {
	inAsked(t, func(t *testing.T, a asked) {
		time.Sleep(time.Second)
		a.w.slash("and then?")
		must(t, "", a.w.s.Advance(time.Hour))
		const gone = "bot → #news (only ann sees this)\n  (The application did not respond)\n"
		check(t, "both", a.sees("ann"), gone+"\n"+gone)
		if _, known := a.w.s.Outcome(a.id); known {
			t.Error("the interaction outlived its token")
		}
	})
}

// TestFrozenClock has time stand still, whatever real time does, and ids repeat.
func TestFrozenClock(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	tell := func() string {
		s := newServer(t, localdiscord.Config{Seed: 3, Start: start})
		var ids []string
		for range 2 {
			id, err := s.Say("ann", "", localdiscord.Saying{Content: "x"})
			ids = append(ids, must(t, id, err))
			must(t, "", s.Advance(time.Minute))
		}
		return strings.Join(ids, " ") + " " + s.Now().Format(time.TimeOnly) + " " + s.Token()
	}
	synctest.Test(t, func(t *testing.T) {
		s := localdiscord.New(discard(), localdiscord.Config{Start: start, Observe: schematest.Observer(t)})
		defer s.Close()
		time.Sleep(time.Hour)
		check(t, "after an hour", s.Now().String(), start.String())
	})
	first := tell()
	check(t, "again", tell(), first)
	// 11 years of milliseconds since 2015, shifted by 22 bits.
	if want := fmt.Sprint(uint64(start.UnixMilli()-1420070400000)<<22) + " "; !strings.HasPrefix(first, want) || !strings.Contains(first, " 00:02:00 ") {
		t.Errorf("got %s, want ids from %s on and the time 00:02:00", first, want)
	}
}

func TestReset(t *testing.T) {
	inAsked(t, func(t *testing.T, a asked) {
		must(t, "", a.w.s.SetRole("bob", "admin", true))
		must(t, "", a.w.s.Reset())
		check(t, "a callback then", a.callback(`{"type":4,"data":{"content":"x"}}`), "404 10062")
		m, _ := a.w.s.Member("bob")
		if a.w.s.Transcript() != "" || len(a.w.s.Commands()) != 0 || len(m.Roles) != 0 || a.w.s.Connections() != 1 {
			t.Errorf("after a reset: %q, %d commands, bob's roles %v, %d connections",
				a.w.s.Transcript(), len(a.w.s.Commands()), m.Roles, a.w.s.Connections())
		}
		must(t, "", a.w.s.Advance(time.Hour)) // nothing of before falls due
		check(t, "an hour later", a.w.s.Transcript(), "")
	})
}
