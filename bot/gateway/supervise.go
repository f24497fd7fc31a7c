package gateway

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"
)

// Limits on connecting. Discord resets the token of a bot that identifies more
// than 1,000 times in a day, counted over all its processes.
const (
	maxDials      = 3               // a minute
	maxIdentifies = 500             // a day, in this process
	identifyGap   = 5 * time.Second // Discord answers op 9 to one that comes sooner
	spareStarts   = 50              // of the 1,000, left for people who restart the bot by hand
	maxResumes    = 2               // failed ones of one session, before a new one is begun

	// settle is how long discordgo's goroutines of the last connection get to
	// end; one that is late closes the next connection.
	settle     = 1500 * time.Millisecond
	maxBackoff = time.Minute
	longLife   = time.Minute // a session that lived this long was no failure
)

// supervise keeps a session open until ctx ends, and then returns the session
// if it is still open. It returns a *FatalError if Discord refuses the bot.
func (g *Gateway) supervise(ctx context.Context) (open *session, err error) {
	dials := window{limit: maxDials, per: time.Minute}
	gap := window{limit: 1, per: identifyGap}
	day := window{limit: maxIdentifies, per: 24 * time.Hour}
	var s *session
	failures, resumes := 0, 0
	known := false // Discord has begun s: until then, opening it again would identify again
	for first := true; ; first = false {
		if !first {
			if err := sleep(ctx, backoff(failures)); err != nil {
				return nil, nil
			}
		}
		budgets := []*window{&dials}
		if s == nil {
			budgets = append(budgets, &gap, &day)
		}
		if err := g.grant(ctx, budgets, s == nil); err != nil {
			return nil, fatalOrNil(err)
		}
		if s == nil {
			if s, err = g.newSession(); err != nil {
				return nil, err
			}
			resumes, known = 0, false
		}
		began := time.Now()
		begun, err := s.run(ctx, g.handler.Presence)
		if ctx.Err() != nil {
			if begun && !errors.Is(err, errHung) {
				return s, nil
			}
			return nil, nil
		}
		if f := fatal(err); f != nil {
			return nil, f
		}
		failures++
		if begun && time.Since(began) >= longLife {
			failures = 0
		}
		resumes++
		if begun {
			resumes, known = 0, true
		}
		if !known || endsSession(err) || resumes > maxResumes {
			s = nil
		}
		g.lg.Warn("disconnected from Discord, trying again", "why", err, "failures", failures, "resume", s != nil)
	}
}

// backoff returns how long to wait before connecting again, after so many
// failures in a row: what discordgo needs to settle, and a random part of a
// time that doubles from one second to one minute.
func backoff(failures int) time.Duration {
	most := maxBackoff
	if failures < 6 {
		most = time.Second << failures
	}
	return settle + rand.N(min(most, maxBackoff))
}

// grant waits until all budgets allow to connect, and counts that in them;
// identify says that this would begin a new session. It returns an error if ctx
// ends or Discord says no.
func (g *Gateway) grant(ctx context.Context, budgets []*window, identify bool) error {
	for {
		var wait time.Duration
		for _, w := range budgets {
			wait = max(wait, w.wait(time.Now()))
		}
		if wait == 0 && identify {
			var err error
			if wait, err = g.startsLeft(ctx); err != nil {
				return err
			}
		}
		if wait == 0 {
			break
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, w := range budgets {
		w.take(time.Now())
	}
	return nil
}

// startsLeft asks Discord how many sessions may still be begun today, by all
// processes together, and returns how long to wait if there are too few. When
// Discord does not say, our own budget has to do.
func (g *Gateway) startsLeft(ctx context.Context) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	var answer struct {
		Limit *struct {
			Remaining  int   `json:"remaining"`
			ResetAfter int64 `json:"reset_after"` // milliseconds
		} `json:"session_start_limit"`
	}
	err := g.rest.call(ctx, http.MethodGet, "/gateway/bot", nil, &answer)
	if f := fatal(err); f != nil {
		return 0, f
	}
	if err != nil || answer.Limit == nil || answer.Limit.Remaining > spareStarts {
		return 0, nil
	}
	wait := max(time.Duration(answer.Limit.ResetAfter)*time.Millisecond, time.Minute)
	g.lg.Error("too few session starts are left for today, waiting", "left", answer.Limit.Remaining, "wait", wait)
	return wait, nil
}

// fatalOrNil returns the FatalError in err, or nil without one.
func fatalOrNil(err error) error {
	if f := fatal(err); f != nil {
		return f
	}
	return nil
}
