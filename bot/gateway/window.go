package gateway

import "time"

// A window allows at most limit events in any stretch of time as long as per.
type window struct {
	limit int
	per   time.Duration
	past  []time.Time // of the events that still count, oldest first
}

// wait returns how long after now the next event is allowed; 0 is at once.
func (w *window) wait(now time.Time) time.Duration {
	for len(w.past) > 0 && now.Sub(w.past[0]) >= w.per {
		w.past = w.past[1:]
	}
	if len(w.past) < w.limit {
		return 0
	}
	return w.past[0].Add(w.per).Sub(now)
}

// take counts an event at now and reports true, if it is allowed.
func (w *window) take(now time.Time) bool {
	if w.wait(now) > 0 {
		return false
	}
	w.past = append(w.past, now)
	return true
}
