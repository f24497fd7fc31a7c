package localdiscord

import (
	"container/heap"
	"fmt"
	"time"
)

// A clock is the time of a Server, which every rule about time reads: real time
// and what was added to it, or an instant that moves only when it is told to.
// It is guarded by Server.mu, which is held while a timer does its work.
type clock struct {
	frozen bool
	at     time.Time     // the time, if frozen or while timers fall due
	ahead  time.Duration // else what is added to real time
	timers timers
	alarm  *time.Timer // real; rings when the first timer is due
	ring   func()
}

// A timer does something once, when the clock has reached due.
type timer struct {
	due   time.Time
	do    func()
	index int // in timers; negative if it is not waiting
}

// now returns the time. The caller holds s.mu.
func (s *Server) now() time.Time { return s.clock.now() }

func (c *clock) now() time.Time {
	if !c.at.IsZero() {
		return c.at
	}
	return time.Now().Add(c.ahead)
}

// shifted reports whether it does not show real time.
func (c *clock) shifted() bool { return c.frozen || c.ahead != 0 }

// after has do called when d has passed, with s.mu held.
func (c *clock) after(d time.Duration, do func()) *timer {
	t := &timer{do: do, index: -1}
	c.reset(t, d)
	return t
}

// reset makes t wait for d from now, whether it waits or not.
func (c *clock) reset(t *timer, d time.Duration) {
	c.stop(t)
	t.due = c.now().Add(d)
	heap.Push(&c.timers, t)
	c.arm()
}

// stop takes t from those that wait.
func (c *clock) stop(t *timer) {
	if t.index >= 0 {
		heap.Remove(&c.timers, t.index)
	}
}

// arm sets the alarm for the first timer.
func (c *clock) arm() {
	if c.frozen || !c.at.IsZero() || len(c.timers) == 0 {
		return
	}
	wait := max(0, c.timers[0].due.Sub(c.now()))
	if c.alarm == nil {
		c.alarm = time.AfterFunc(wait, c.ring)
		return
	}
	c.alarm.Reset(wait)
}

// fire does what is due at now or before, in the order in which it falls due;
// meanwhile the time is that of each.
func (c *clock) fire(now time.Time) {
	for len(c.timers) > 0 && !c.timers[0].due.After(now) {
		t := heap.Pop(&c.timers).(*timer)
		c.at = t.due
		t.do()
	}
	c.at = time.Time{}
	if c.frozen {
		c.at = now
	}
	c.arm()
}

// end stops the alarm.
func (c *clock) end() {
	c.timers = nil
	if c.alarm != nil {
		c.alarm.Stop()
	}
}

// timers is a heap.
type timers []*timer

func (h timers) Len() int           { return len(h) }
func (h timers) Less(i, j int) bool { return h[i].due.Before(h[j].due) }
func (h timers) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *timers) Push(x any) {
	t := x.(*timer)
	t.index = len(*h)
	*h = append(*h, t)
}

func (h *timers) Pop() any {
	last := len(*h) - 1
	t := (*h)[last]
	t.index = -1
	*h = (*h)[:last]
	return t
}

// rung does what the alarm rang for.
func (s *Server) rung() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.clock.fire(s.clock.now())
	}
}

// Now returns the time that people see: real time and what [Server.Advance]
// added, or the instant at which the clock stands.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

// Advance lets d pass at once. What falls due meanwhile happens in order, each
// at its own time: interactions fail, tokens end. Connections live in real time
// and do not notice.
func (s *Server) Advance(d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("the clock cannot go back: %s", d)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errClosed
	}
	now := s.now().Add(d)
	if !s.clock.frozen {
		s.clock.ahead += d
	}
	s.clock.fire(now)
	s.changed()
	return nil
}
