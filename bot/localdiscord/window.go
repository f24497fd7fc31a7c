package localdiscord

import "time"

// A window counts events in stretches of time that begin with the first event
// after the stretch before.
type window struct {
	used int
	ends time.Time
}

// take counts one event and reports whether it is among the first limit of
// its stretch of length per.
func (w *window) take(now time.Time, limit int, per time.Duration) bool {
	w.look(now, per)
	w.used++
	return w.used <= limit
}

// look begins a new stretch if the last one is over.
func (w *window) look(now time.Time, per time.Duration) {
	if !now.Before(w.ends) {
		w.used, w.ends = 0, now.Add(per)
	}
}
