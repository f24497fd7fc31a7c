package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestGaps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, kept := limited(t, func(cfg *Config) { cfg.MemberAsks = Rate{100, time.Second} })
		hour := time.Now().UTC().Truncate(time.Hour)
		asked := func(guild, question string, options ...string) {
			ev := inServer(ask(question, options...))
			ev.GuildID = guild
			b.Handle(t.Context(), ev)
			synctest.Wait()
		}
		asked("10", "Did the zebra give Putin 7 zebras and 3.5 x1y "+strings.Repeat("z", 41)+"?")
		asked("10", "a Zebra again")
		asked("11", "zebra")
		asked("", "zebra")
		asked("10", "limosine")                // read as limousine
		asked("10", "dogs", "source", "dayfr") // there
		asked("10", "peninsula", "source", "arynews")
		asked("10", "summitbot zebra")
		b.Handle(t.Context(), find("what is a giraffe?"))
		time.Sleep(time.Hour)
		asked("10", "zebras")
		b.Close()
		asked("10", "giraffes")
		var got []string
		servers := map[string]int{}
		for _, r := range kept.records {
			if _, known := servers[r.Server]; !known {
				servers[r.Server] = len(servers)
			}
			if r.Text != "" || r.Asker != "" || r.Kind != GapRecord || r.Corpus != "summit" || r.Version != 1 || strings.Contains(r.Server, "10") && len(r.Server) != 22 {
				t.Errorf("record %+v", r)
			}
			got = append(got, fmt.Sprintf("%s/%s/%d/%v", r.Word, r.Stem, servers[r.Server], r.Hour.Sub(hour)))
		}
		want := "[zebra/zebra/0/0s zebra/zebra/1/0s zebra/zebra/2/0s zebras/zebra/0/1h0m0s]"
		if fmt.Sprint(got) != want {
			t.Errorf("got  %v\nwant %v", got, want)
		}
	})
}

func TestKeptQuestions(t *testing.T) {
	for _, tt := range []struct {
		keep KeepQuestions
		want string
	}{
		{KeepNone, ""},
		{KeepMisses, "what did Putin say to the zebra? not_covered"},
		{KeepAll, "what did Putin give Kim? source:dayfr quoted|what did Putin say to the zebra? not_covered"},
	} {
		b, kept := limited(t, func(cfg *Config) { cfg.KeepQuestions = tt.keep })
		b.Handle(t.Context(), ask("what did Putin give Kim?", "source", "dayfr"))
		b.Handle(t.Context(), ask("what did Putin say to the zebra?"))
		b.Handle(t.Context(), find("what did Putin give Kim?"))
		b.Close()
		rs, _ := kept.Records(t.Context(), QuestionRecord)
		var got []string
		for _, r := range rs {
			got = append(got, r.Text+" "+r.Verdict)
			if r.Asker != b.asker(User{ID: "2"}) || r.Asker == "" {
				t.Errorf("asker %q", r.Asker)
			}
		}
		if got := strings.Join(got, "|"); got != tt.want {
			t.Errorf("keep %q: got %s, want %s", tt.keep, got, tt.want)
		}
	}
}

// A slowStore takes no record until it is let.
type slowStore struct {
	*memory
	let chan struct{}
}

func (s slowStore) Append(ctx context.Context, rs ...Record) error {
	<-s.let
	return s.memory.Append(ctx, rs...)
}

// TestRecorderSlow: a store that hangs delays nobody; what is too much is dropped
// and counted, the rest is written before the end.
func TestRecorderSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept := slowStore{newMemory(), make(chan struct{})}
		r := newRecorder(slog.New(slog.DiscardHandler), kept, kept)
		r.add([]pendingRecord{{}})
		synctest.Wait() // until the store has the first one
		for range maxRecords + 5 {
			r.add([]pendingRecord{{}})
		}
		if got := r.lostSoFar(); got != 5 {
			t.Errorf("%d lost, want 5", got)
		}
		close(kept.let)
		r.close()
		if got := len(kept.records); got != 1+maxRecords {
			t.Errorf("%d written, want %d", got, 1+maxRecords)
		}
	})
}

// TestRecorderOutage: an outage is told when it begins and when it ends.
func TestRecorderOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		kept := newMemory()
		r := newRecorder(slog.New(slog.NewTextHandler(&log, nil)), kept, kept)
		write := func(broken error) {
			kept.broken = broken
			r.add([]pendingRecord{{}})
			synctest.Wait()
		}
		away := errors.New("away")
		for _, err := range []error{nil, away, away, away, nil, nil} {
			write(err)
		}
		r.close()
		if n := strings.Count(log.String(), "\n"); n != 2 || !strings.Contains(log.String(), "err=away") || !strings.Contains(log.String(), "lost=3") {
			t.Errorf("logged:\n%s", log.String())
		}
	})
}
