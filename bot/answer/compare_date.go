package answer

import (
	"slices"
	"strconv"
	"strings"
)

// A dated is a date where it is printed.
type dated struct {
	mention
	kind  string // weekday, day, month, season, year, clock, event
	event string // kin of the word that the date belongs to, "" if that is not clear
}

// dateAt reads the date that begins at word i, if one does: its last word, kind
// and key.
func (cp *comparer) dateAt(ws []printedWord, i int) (to int, kind, key string) {
	at := func(j int) string {
		if j < len(ws) && (j == i || ws[j].gap <= hyphen || ws[j].gap == comma && isYear(ws[j].exact)) {
			return ws[j].exact
		}
		return ""
	}
	w := ws[i].exact
	switch {
	case cp.days[w] == "weekday" && ws[i].upper:
		return i + 1, "weekday", w
	case cp.days[w] == "month" && ws[i].upper:
		if d, err := strconv.Atoi(at(i + 1)); err == nil && d >= 1 && d <= 31 {
			if isYear(at(i + 2)) {
				return i + 3, "day", w + " " + at(i+1)
			}
			return i + 2, "day", w + " " + at(i+1)
		}
		if isYear(at(i + 1)) {
			return i + 2, "month", w
		}
		if next := at(i + 1); (next == "this" || next == "last") && at(i+2) == "year" {
			return i + 3, "month", w
		}
		return i + 1, "month", w
	case slices.Contains([]string{"spring", "summer", "autumn", "winter"}, w) && i > 0 && (ws[i-1].exact == "last" || ws[i-1].exact == "this"):
		return i + 1, "season", w
	case isYear(w) && i > 0 && ws[i].gap == space && slices.Contains([]string{"in", "since", "of", "early", "late", "by"}, ws[i-1].exact):
		return i + 1, "year", w
	case w != "" && w[0] >= '0' && w[0] <= '9':
		if d, err := strconv.Atoi(w); err == nil && d >= 1 && d <= 31 && cp.days[at(i+1)] == "month" && ws[i+1].upper {
			return i + 2, "day", at(i+1) + " " + w
		}
		if p := at(i + 1); p == "pm" || p == "am" {
			return i + 2, "clock", w + p[:1]
		}
	case w == "half" && at(i+1) == "past" || w == "quarter" && (at(i+1) == "past" || at(i+1) == "to"):
		return min(i+3, len(ws)), "clock", w + at(i+1) + at(i+2)
	case w == "during" && i+2 < len(ws) && slices.Contains([]string{"the", "his", "her", "their", "a"}, at(i+1)) && ws[i+2].gap == space &&
		happenings.has(at(i+2)):
		return i + 3, "event", "during " + at(i+2)
	}
	return i, "", ""
}

// datesOf returns the dates of a statement.
func (cp *comparer) datesOf(st *statement) []dated {
	var ds []dated
	ws := st.words
	for i := 0; i < len(ws); i++ {
		if n, ok := cp.numeralAt(ws, i); ok && n.to+1 < len(ws) && days[singular(ws[n.to].exact)] > 0 && ws[n.to+1].exact == "ago" {
			kind := "weekday" // as fine as one
			if days[singular(ws[n.to].exact)] > 31 {
				kind = "year"
			}
			to := n.to + 2
			ds = append(ds, dated{mention{st: st, from: i, to: to, key: exactOf(ws[i:to]), about: cp.contextOf(st, i, to)}, "ago " + kind, cp.eventOf(ws, i)})
			i = to - 1
			continue
		}
		if i > 0 && ws[i].upper && functionWords.has(ws[i].exact) {
			continue
		}
		to, kind, key := cp.dateAt(ws, i)
		if kind == "" {
			continue
		}
		from := i
		if from > 0 && ws[from].gap == space && slices.Contains([]string{"last", "this", "next"}, ws[from-1].exact) {
			from--
		}
		d := dated{mention: mention{st: st, from: from, to: to, key: key, about: cp.contextOf(st, from, to)}, kind: kind, event: cp.eventOf(ws, from)}
		ds = append(ds, d)
		i = to - 1
	}
	return ds
}

// fine are kinds of dates that news use for what has just happened; a bare month,
// a season and a year are of what is longer ago. A fine date and a coarse one are
// on different matters, as far as words can tell.
func fine(kind string) bool {
	return kind == "weekday" || kind == "day" || kind == "event" || kind == "ago weekday"
}

// exactKind reports whether two dates of this kind that are not the same cannot
// be the same day or year.
func exactKind(kind string) bool {
	return kind == "weekday" || kind == "day" || kind == "month" || kind == "year"
}

// datesJoin is the likeness of contexts that joins two dates, datesDiffer that
// which lets them differ. Found on invented articles in November 2026.
const (
	datesJoin   = 1.2
	datesDiffer = 2.2
	// governed is added for two dates right behind words of one group: opened in
	// 1987, built in 1986.
	governed = .6
)

// dates returns the points on which articles print dates.
func (cp *comparer) dates() []foundPoint {
	var ds []dated
	for i := range cp.statements {
		ds = append(ds, cp.datesOf(&cp.statements[i])...)
	}
	join := func(a, b dated) float64 {
		if !cp.oneStory(a.st, b.st) || a.kind == "clock" != (b.kind == "clock") || fine(a.kind) != fine(b.kind) {
			return 0
		}
		if !cp.sameEvent(a.about, b.about) {
			return 0
		}
		like, shared := cp.likeness(a.about, b.about)
		if a.event != "" && a.event == b.event {
			like, shared = like+governed, shared+1
		}
		if shared < 2 || like < datesJoin {
			return 0
		}
		return like
	}
	clash := func(a, b dated) bool { return a.st.article == b.st.article && a.key != b.key }
	cannot := func(a, b dated) bool {
		return a.kind == b.kind && exactKind(a.kind) && a.key != b.key && join(a, b) >= datesDiffer && cp.shareName(a.st, b.st)
	}
	return pointsOf(cp, Date, ds, func(d dated) mention { return d.mention }, join, clash, cannot)
}

// sameEvent reports whether two contexts share a word of a group of [kinWords]:
// what happened must be one of the things that news tell by many words, for a
// common name alone dates nothing.
func (cp *comparer) sameEvent(a, b map[string]float64) bool {
	for k := range a {
		if b[k] > 0 && cp.kin[k] != "" && !strings.HasPrefix(k, "state ") {
			return true
		}
	}
	return false
}

// eventOf returns the kin of the word that a date at word i follows, over a
// preposition at most, if it is of a group of [kinWords].
func (cp *comparer) eventOf(ws []printedWord, i int) string {
	for k := i; k > 0 && k > i-2 && ws[k].gap == space; k-- {
		if kin := ws[k-1].kin; kin != "" {
			if _, ok := cp.kin[kin]; ok {
				return kin
			}
			return ""
		}
	}
	return ""
}
