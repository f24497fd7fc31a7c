package gateway

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"summitbot/bot"
)

// Limits of taking in.
const (
	// handleLimit is how long an event waits and is handled, together.
	handleLimit = 10 * time.Second
	// completeLimit is that of what cannot be deferred; it leaves time to send the choices.
	completeLimit = 2 * time.Second
	// maxShedding is how many people are told at once that the bot is busy; others get no answer.
	maxShedding = 16
	// maxAside is how much is done at once in the background.
	maxAside = 4
	// remembered is how many ids are kept to answer none twice.
	remembered = 4096
)

// An intake takes interactions and messages in and answers them: so many at once,
// some more waiting, the rest turned away. Each runs in the goroutine that brings it.
type intake struct {
	lg      *slog.Logger
	handler Handler
	rest    *client
	now     func() (time.Time, bool) // Discord's time, if known
	once    func(ctx context.Context, id string) bool
	workers chan struct{} // a token for each event being handled
	aside   chan struct{} // one for each thing being done in the background

	self   atomic.Pointer[identity]
	owners atomic.Pointer[map[string]bool] // ids of users who own the application

	locales sync.Map // id of a server → the locale that it prefers
	parents sync.Map // id of a thread → the channel that it is in

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
		lg: lg, handler: h, rest: rest, now: now, once: cfg.Once,
		workers: make(chan struct{}, cfg.Workers), aside: make(chan struct{}, maxAside), most: cfg.Workers + cfg.Queue,
		seen: make(map[string]bool, remembered), complain: window{limit: 1, per: time.Minute},
	}
	t.self.Store(&identity{})
	t.owners.Store(&map[string]bool{})
	t.base, t.stop = context.WithCancel(context.Background())
	return t
}

// take answers an interaction, given as the JSON of INTERACTION_CREATE. It
// returns when that is done.
func (t *intake) take(data []byte) {
	came := time.Now()
	var in interaction
	if err := json.Unmarshal(data, &in); err != nil {
		t.lg.Error("an interaction is not readable", "err", err)
		return
	}
	ev, ok := in.event()
	if !ok {
		t.lg.Debug("an interaction of a kind that is not answered", "id", in.ID, "type", in.Type)
		return
	}
	if now, known := t.now(); known && staleAt(in.ID, stale, now) {
		t.lg.Warn("dropped an interaction that is too old to answer", "id", in.ID)
		return
	}
	done, busy, ok := t.admit(in.ID)
	if !ok {
		return
	}
	defer done()
	t.identify(&ev)
	if ev.Kind == bot.Typing {
		if !busy {
			t.complete(&in, ev, came)
		}
		return
	}
	if !t.first(ev.ID) {
		return
	}
	r := t.rest.reply(t.base, t.lg, &in, ev.Kind == bot.Press, came)
	m := bot.Busy(ev.Locale)
	if !busy {
		m = t.answer(ev, came)
	}
	r.settle()
	t.sent(ev, m, r.send(m))
}

// hear answers a message, given as the JSON of MESSAGE_CREATE, if it is to the bot.
// It returns when that is done.
func (t *intake) hear(data []byte) {
	came := time.Now()
	var w wireWritten
	if err := json.Unmarshal(data, &w); err != nil {
		t.lg.Debug("a message is not readable", "err", err)
		return
	}
	ev, ok := w.said(*t.self.Load())
	if !ok {
		return
	}
	if now, known := t.now(); known && staleAt(ev.ID, staleSaid, now) {
		return
	}
	done, busy, ok := t.admit(ev.ID)
	if !ok {
		return
	}
	defer done()
	if busy || !t.first(ev.ID) {
		return
	}
	t.identify(&ev)
	t.situate(&ev)
	m := t.answer(ev, came)
	t.sent(ev, m, t.rest.answerSaid(t.base, t.lg, ev, m))
}

// identify fills in what only the intake knows of an event.
func (t *intake) identify(ev *bot.Event) {
	ev.Owner = (*t.owners.Load())[ev.User.ID]
	ev.Discord = lookup{t.rest, t.self.Load().user}
}

// first reports whether no other process has taken the event. It waits no longer
// than a first response can.
func (t *intake) first(id string) bool {
	if t.once == nil {
		return true
	}
	ctx, cancel := context.WithTimeout(t.base, time.Second)
	defer cancel()
	return t.once(ctx, id)
}

// answer waits for a worker and returns the handler's answer, after the call that
// it may begin with.
func (t *intake) answer(ev bot.Event, came time.Time) bot.Message {
	ctx, cancel := context.WithDeadline(t.base, came.Add(handleLimit))
	defer cancel()
	select {
	case t.workers <- struct{}{}:
	case <-ctx.Done():
		t.lg.Warn("an event waited too long to be answered", "id", ev.ID)
		return bot.Busy(ev.Locale)
	}
	defer func() { <-t.workers }()
	return t.rest.summon(t.base, t.lg, ev, t.handle(ctx, ev))
}

// complete answers with choices for the option being typed; with none if anything
// fails. It is never deferred: Discord has no way to.
func (t *intake) complete(in *interaction, ev bot.Event, came time.Time) {
	ctx, cancel := context.WithDeadline(t.base, came.Add(answerLimit))
	defer cancel()
	var list []wireChoice
	select {
	case t.workers <- struct{}{}:
		list = t.choices(ctx, ev, came)
		<-t.workers
	case <-ctx.Done():
		return
	}
	data := struct {
		Choices []wireChoice `json:"choices"`
	}{list}
	to := route{method: http.MethodPost, path: "/interactions/" + in.ID + "/" + in.Token + "/callback", callback: showChoices}
	if err := t.rest.persist(ctx, to, wireCallback{showChoices, data}, nil); err != nil {
		t.lg.Debug("choices could not be sent", "id", in.ID, "err", err)
	}
}

// choices returns the handler's choices as Discord takes them: at most 25 of 1 to
// 100 characters each.
func (t *intake) choices(ctx context.Context, ev bot.Event, came time.Time) (list []wireChoice) {
	ctx, cancel := context.WithDeadline(ctx, came.Add(completeLimit))
	defer cancel()
	list = []wireChoice{} // not null, also if the handler panics
	defer func() {
		if v := recover(); v != nil {
			t.lg.Error("a handler panicked", "command", ev.Command, "option", ev.Focused,
				"panic", fmt.Sprint(v), "stack", string(debug.Stack()))
		}
	}()
	for _, c := range t.handler.Complete(ctx, ev) {
		name, value := utf8.RuneCountInString(c.Name), utf8.RuneCountInString(c.Value)
		if min(name, value) > 0 && max(name, value) <= maxOption && len(list) < maxOptions {
			list = append(list, wireChoice{Name: c.Name, Value: c.Value})
		}
	}
	return list
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
	defer func() {
		if v := recover(); v != nil {
			id := rand.Text()[:8]
			t.lg.Error("a handler panicked", "error", id, "command", ev.Command,
				"panic", fmt.Sprint(v), "stack", string(debug.Stack()))
			m = bot.Broken(ev.Locale, id)
		}
	}()
	return t.handler.Handle(ctx, ev)
}

// sent logs what became of an answer, and tells what is to be told elsewhere if
// it was this process's.
func (t *intake) sent(ev bot.Event, m bot.Message, err error) {
	refused := (*apiError)(nil)
	switch {
	case err == nil:
		t.rest.log(t.base, t.lg, ev, m.Log)
	case errors.Is(err, errTaken):
	case tooLate(err) || errors.Is(err, context.DeadlineExceeded) || t.base.Err() != nil:
		t.lg.Warn("an answer came too late", "id", ev.ID, "err", err)
	case ev.Kind == bot.Said && errors.As(err, &refused) && refused.Status == http.StatusForbidden:
		t.lg.Warn("the bot may not answer there", "guild", ev.GuildID, "channel", ev.ChannelID, "err", err)
	default:
		t.lg.Error("an answer could not be sent", "id", ev.ID, "err", err)
	}
}

// background runs do, which belongs to no answer, if the intake still takes
// anything in. It waits for its turn: few run at once.
func (t *intake) background(do func(ctx context.Context)) {
	t.mu.Lock()
	if t.closed {
		t.mu.Unlock()
		return
	}
	t.under.Add(1)
	t.mu.Unlock()
	defer t.under.Done()
	select {
	case t.aside <- struct{}{}:
	case <-t.base.Done():
		return
	}
	defer func() { <-t.aside }()
	ctx, cancel := context.WithTimeout(t.base, time.Minute)
	defer cancel()
	do(ctx)
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
