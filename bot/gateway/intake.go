package gateway

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"summitbot/bot"
)

// Limits of answering.
const (
	// answerLimit is counted from when an event comes in; Discord's own is 3 s from when it sends.
	answerLimit = 2500 * time.Millisecond
	// handleLimit leaves time to send what the handler returns.
	handleLimit = 2 * time.Second
	// maxShedding is how many people are told at once that the bot is busy; others get no answer.
	maxShedding = 16
	// remembered is how many ids are kept to answer none twice.
	remembered = 4096
)

// What a person gets when there is no answer.
const (
	busyText  = "I have more questions than I can answer right now. Please ask again in a few seconds."
	emptyText = "Something went wrong here, and it is not your question's fault. Please ask again in a minute."
	panicText = "Something went wrong here, and it is not your question's fault. Please ask again in a minute (error %s)."
)

// An intake takes interactions in and answers them: so many at once, some more
// waiting, the rest turned away. Each runs in the goroutine that brings it.
type intake struct {
	lg      *slog.Logger
	handler Handler
	rest    *client
	now     func() (time.Time, bool) // Discord's time, if known
	workers chan struct{}            // a token for each event being handled

	base context.Context // of the handlers; ends when draining has taken too long
	stop context.CancelFunc

	mu       sync.Mutex
	closed   bool
	open     int // events being handled or waiting
	most     int // of open
	shedding int
	complain window // of log lines about that
	seen     map[string]bool
	order    []string // of seen, oldest first
	under    sync.WaitGroup
}

// newIntake returns an intake that answers with h.
func newIntake(lg *slog.Logger, h Handler, rest *client, now func() (time.Time, bool), cfg Config) *intake {
	t := &intake{
		lg: lg, handler: h, rest: rest, now: now,
		workers: make(chan struct{}, cfg.Workers), most: cfg.Workers + cfg.Queue,
		seen: make(map[string]bool, remembered), complain: window{limit: 1, per: time.Minute},
	}
	t.base, t.stop = context.WithCancel(context.Background())
	return t
}

// take answers an interaction, given as the JSON of INTERACTION_CREATE. It
// returns when that is done, after 2.5 seconds unless the handler takes longer.
func (t *intake) take(data []byte) {
	ctx, cancel := context.WithTimeout(t.base, answerLimit)
	defer cancel()
	var in interaction
	if err := json.Unmarshal(data, &in); err != nil {
		t.lg.Error("an interaction is not readable", "err", err)
		return
	}
	if !in.slashCommand() {
		t.lg.Debug("an interaction of a kind that is not answered", "id", in.ID, "type", in.Type)
		return
	}
	if now, known := t.now(); known && in.staleAt(now) {
		t.lg.Warn("dropped an interaction that is too old to answer", "id", in.ID)
		return
	}
	done, busy, ok := t.admit(in.ID)
	if !ok {
		return
	}
	defer done()
	if busy {
		t.send(ctx, &in, notice(busyText))
		return
	}
	select {
	case t.workers <- struct{}{}:
	case <-ctx.Done():
		t.lg.Warn("an interaction waited too long to be answered", "id", in.ID)
		return
	}
	defer func() { <-t.workers }()
	t.send(ctx, &in, t.handle(ctx, in.event()))
}

// admit decides whether an event is answered (ok), and whether only by saying
// that the bot is busy. done must be called if it is.
func (t *intake) admit(id string) (done func(), busy, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed || t.seen[id] {
		return nil, false, false
	}
	t.remember(id)
	count := &t.open
	if busy = t.open >= t.most; busy {
		if t.complain.take(time.Now()) {
			t.lg.Warn("more questions than can be answered, turning people away", "open", t.open)
		}
		if t.shedding >= maxShedding {
			return nil, true, false
		}
		count = &t.shedding
	}
	*count++
	t.under.Add(1)
	return func() {
		t.mu.Lock()
		*count--
		t.mu.Unlock()
		t.under.Done()
	}, busy, true
}

// remember keeps id, and forgets the oldest one when there are too many.
func (t *intake) remember(id string) {
	if len(t.order) == remembered {
		delete(t.seen, t.order[0])
		t.order = t.order[1:]
	}
	t.seen[id] = true
	t.order = append(t.order, id)
}

// handle returns the handler's answer, or an excuse if the handler panics.
func (t *intake) handle(ctx context.Context, ev bot.Event) (m bot.Message) {
	ctx, cancel := context.WithTimeout(ctx, handleLimit)
	defer cancel()
	defer func() {
		if v := recover(); v != nil {
			id := rand.Text()[:8]
			t.lg.Error("a handler panicked", "error", id, "command", ev.Command,
				"panic", fmt.Sprint(v), "stack", string(debug.Stack()))
			m = notice(fmt.Sprintf(panicText, id))
		}
	}()
	return t.handler.Handle(ctx, ev)
}

// send sends m and logs what becomes of it.
func (t *intake) send(ctx context.Context, in *interaction, m bot.Message) {
	err := t.rest.reply(ctx, t.lg, in, m)
	switch {
	case err == nil:
	case tooLate(err) || ctx.Err() != nil:
		t.lg.Warn("an answer came too late", "id", in.ID, "err", err)
	default:
		t.lg.Error("an answer could not be sent", "id", in.ID, "err", err)
	}
}

// drain takes no more events and waits until those under way are answered, or
// for so long at most.
func (t *intake) drain(limit time.Duration) {
	t.mu.Lock()
	t.closed = true
	t.mu.Unlock()
	idle := make(chan struct{})
	go func() { // ends with the last event under way
		t.under.Wait()
		close(idle)
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-idle:
	case <-timer.C:
		t.lg.Error("stopped while questions were still being answered")
	}
	t.stop()
}

// notice returns a message that only the asker sees.
func notice(text string) bot.Message {
	return bot.Message{Private: true, Card: []bot.Component{bot.Text{Content: text}}, Plain: text}
}
