package answer

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A quantity is a number with what it counts, where it is printed.
type quantity struct {
	mention
	value  float64
	loose  bool   // about, nearly, thousands of
	bound  int8   // +1 for at least or more than, -1 for less than
	unit   string // "duration" in days, "length" in metres, "people", "age", or the kin of the noun
	noun   string // kin of the noun that is counted
	digits bool   // ten or more of the unit, as printed
	since  bool   // a date from which on time is counted; value is 0 if it cannot be counted
}

// A numeral is a number as it is read: words [from, to), and its value.
type numeral struct {
	from, to int
	value    float64
	loose    bool
}

// numeralAt reads the number that begins at word i, if one does.
func (cp *comparer) numeralAt(ws []printedWord, i int) (n numeral, ok bool) {
	if n, ok = fraction(ws, i); ok {
		return n, true
	}
	n.from = i
	n.value, n.to, ok = oneNumber(ws, i)
	if _, scale := scales[ws[i].exact]; !ok && scale {
		n.value, n.to, n.loose, ok = 1, i, true, true
	}
	for ok && n.to < len(ws) && (n.to == i || ws[n.to].gap == space) {
		scale, is := scales[ws[n.to].exact]
		if !is {
			break
		}
		n.value *= scale
		n.to++
	}
	return n, ok
}

// oneNumber reads a number in digits, or in words up to ninety-nine, and where it
// ends.
func oneNumber(ws []printedWord, i int) (value float64, to int, ok bool) {
	w := ws[i].exact
	if v, err := strconv.ParseFloat(w, 64); err == nil && w[0] >= '0' && w[0] <= '9' {
		return v, i + 1, true
	}
	if v, ok := tens[w]; ok {
		if i+1 < len(ws) && ws[i+1].gap == hyphen {
			if one, ok := smallNumbers[ws[i+1].exact]; ok {
				return v + one, i + 2, true
			}
		}
		return v, i + 1, true
	}
	v, ok := smallNumbers[w]
	return v, i + 1, ok
}

// fraction reads "a pair of", "a quarter of", "half a".
func fraction(ws []printedWord, i int) (numeral, bool) {
	next := ""
	if i+1 < len(ws) && ws[i+1].gap == space {
		next = ws[i+1].exact
	}
	switch w := ws[i].exact; {
	case i > 0 && (w == "pair" || w == "couple") && next == "of":
		return numeral{from: i, to: i + 1, value: 2}, true
	case w == "quarter" && next == "of":
		return numeral{from: i, to: i + 1, value: .25}, true
	case w == "half" && next == "a":
		return numeral{from: i, to: i + 1, value: .5}, true
	}
	return numeral{}, false
}

// quantities returns the quantities of a statement.
func (cp *comparer) quantities(st *statement) []quantity {
	var qs []quantity
	ws := st.words
	for i := 0; i < len(ws); i++ {
		if m, ok := cp.sinceAt(st, i); ok {
			qs = append(qs, m)
			continue
		}
		n, ok := cp.numeralAt(ws, i)
		if !ok {
			continue
		}
		if q, ok := cp.quantity(st, n); ok {
			qs = append(qs, q)
		}
		i = max(i, n.to-1)
	}
	return qs
}

// quantity reads what a number counts, and the words before it that bound it. It
// is none if nothing is counted: a year, a part of a name, a day of a month.
func (cp *comparer) quantity(st *statement, n numeral) (quantity, bool) {
	ws := st.words
	head, ok := cp.counted(ws, n)
	if !ok || head+1 < len(ws) && ws[head+1].exact == "ago" { // a date
		return quantity{}, false
	}
	q := quantity{value: n.value, loose: n.loose, digits: n.value >= 10}
	from, to := q.bounds(ws, n.from), head+1
	switch word := singular(ws[head].exact); {
	case head+1 < len(ws) && ws[head+1].gap <= hyphen && ws[head+1].exact == "old":
		q.unit, q.noun, to = "age", "age", head+2
	case days[word] > 0:
		q.value *= days[word]
		q.unit, q.noun = "duration", "duration"
	case metres[word] > 0:
		q.value *= metres[word]
		q.unit, q.noun = "length", "length"
	case people.has(ws[head].exact):
		q.unit, q.noun = "people", "people"
	case someKind.has(ws[head].exact):
		q.unit, q.noun = "people", ws[head].kin
	default:
		q.unit, q.noun = ws[head].kin, ws[head].kin
	}
	q.mention = mention{st: st, from: from, to: to, about: cp.contextOf(st, from, to)}
	q.key = fmt.Sprintf("%+d %.4g", q.bound, q.value)
	return q, q.noun != ""
}

// bounds reads the words before a number, nearly, at least, as high as, and
// returns where they begin.
func (q *quantity) bounds(ws []printedWord, from int) int {
	for ; from > 0 && ws[from].gap == space; from-- {
		w, before := ws[from-1].exact, ""
		if from > 1 {
			before = ws[from-2].exact
		}
		switch {
		case roughly.has(w):
			q.loose = true
		case atLeast.has(w):
			q.bound = 1
		case atMost.has(w):
			q.bound = -1
		case w == "than" && (atLeast.has(before) || atMost.has(before)), w == "to" && before == "up", w == "as" && atMost.has(before):
		case w == "a", w == "an", (w == "at" || w == "as") && q.bound != 0:
		default:
			return from
		}
	}
	return from
}

// counted returns the noun that a number counts: the unit right behind it, or
// the first plural among the next words that are not cut off.
func (cp *comparer) counted(ws []printedWord, n numeral) (int, bool) {
	const reach = 5
	of := false
	for i := n.to; i < len(ws) && i < n.to+reach; i++ {
		w := ws[i]
		if w.gap > hyphen {
			return 0, false
		}
		if (w.exact == "of" || of && (w.exact == "the" || w.exact == "a" || w.exact == "his" || w.exact == "her")) && i < n.to+3 {
			of = true
			continue
		}
		if n.value < 1 && w.exact == "a" {
			continue
		}
		word := singular(w.exact)
		if days[word] > 0 || metres[word] > 0 || w.exact == "percent" {
			return i, true
		}
		if w.exact == "per" && i+1 < len(ws) && ws[i+1].exact == "cent" {
			return i + 1, true
		}
		if functionWords.has(w.exact) || cp.days[w.exact] != "" {
			return 0, false
		}
		if plural(w.exact) && !w.upper || n.value == 1 && !w.upper {
			return i, true
		}
	}
	return 0, false
}

func plural(w string) bool {
	return irregularPlurals.has(w) || people.has(w) || len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us")
}

// singular drops the ending of a regular plural.
func singular(w string) string {
	switch {
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
		return w[:len(w)-1]
	}
	return w
}

// sinceAt reads a day from which on time is counted: since July 2000, since
// 1998. It is a stretch of time that ends on the day of the article.
func (cp *comparer) sinceAt(st *statement, i int) (quantity, bool) {
	ws := st.words
	if ws[i].exact != "since" || i+1 >= len(ws) || ws[i+1].gap != space {
		return quantity{}, false
	}
	to := i + 1
	month := 0
	if cp.days[ws[to].exact] == "month" {
		month = 1 + slices.Index(strings.Split(strings.ToLower(monthPattern), "|"), ws[to].exact)
		to++
	}
	if to >= len(ws) || ws[to].gap != space || !isYear(ws[to].exact) {
		return quantity{}, false
	}
	year, _ := strconv.Atoi(ws[to].exact) // isYear
	q := quantity{since: true, loose: true, unit: "duration", noun: "duration"}
	if day := st.article.Date().Day; len(day) >= 7 {
		y, _ := strconv.Atoi(day[:4])
		m, _ := strconv.Atoi(day[5:7])
		if month == 0 {
			month = 7
		}
		q.value = float64((y-year)*12+m-month) * days["month"]
	}
	q.mention = mention{st: st, from: i, to: to + 1, about: cp.contextOf(st, i, to+1)}
	q.key = "since " + exactOf(ws[i:to+1])
	return q, true
}

func isYear(w string) bool {
	return len(w) == 4 && (w[0] == '1' && w[1] >= '5' || w[0] == '2' && w[1] == '0') && isDigits(w)
}

// The likenesses that join two numbers, and that let them differ. Found on
// invented articles in November 2026.
const (
	numbersJoin   = .95
	numbersDiffer = 1.5
	// equalJoin is enough where the same number of two digits or more counts the
	// same: seldom is that chance in a few articles on one event.
	equalJoin = .2
	// lead is added for two numbers of first sentences: these tell what happened.
	lead = .3
)

// alike returns how much speaks for two quantities being on one matter, 0 if it
// is too little: the likeness of their contexts, the noun that both count, and
// that both stand in the first sentence of an article.
func (cp *comparer) alike(a, b quantity) float64 {
	if !comparable(a, b) || !cp.oneStory(a.st, b.st) {
		return 0
	}
	like, shared := cp.likeness(a.about, b.about)
	if equal := a.digits && b.digits && a.value == b.value; equal && like >= equalJoin {
		return numbersJoin + like
	}
	if shared == 0 {
		return 0
	}
	if a.noun == b.noun && a.noun == a.st.words[a.to-1].kin {
		more, _ := cp.likeness(map[string]float64{a.noun: 1}, map[string]float64{a.noun: 1})
		like, shared = like+more, shared+1
	}
	if a.st.first && b.st.first {
		like += lead
	}
	if shared < 2 || like < numbersJoin {
		return 0
	}
	return like
}

// numbers returns the points on which articles print numbers.
func (cp *comparer) numbers() []foundPoint {
	var qs []quantity
	for i := range cp.statements {
		qs = append(qs, cp.quantities(&cp.statements[i])...)
	}
	clash := func(a, b quantity) bool { // of one article, and not on one matter
		return a.st.article == b.st.article && a.key != b.key && !(a.unit == "duration" && b.unit == "duration" && close(a, b))
	}
	cannot := func(a, b quantity) bool {
		return a.st.article != b.st.article && cp.alike(a, b) >= numbersDiffer && cp.shareName(a.st, b.st) && differ(a, b)
	}
	return pointsOf(cp, Number, qs, func(q quantity) mention { return q.mention }, cp.alike, clash, cannot)
}

// pointsOf joins items into points, as cluster does; cannot reports whether two
// of them cannot stand together.
func pointsOf[T any](cp *comparer, kind PointKind, items []T, mentionOf func(T) mention, join func(a, b T) float64, clash, cannot func(a, b T) bool) []foundPoint {
	var points []foundPoint
	for _, group := range cluster(items, join, clash) {
		ms := make([]mention, len(group))
		for i, item := range group {
			ms[i] = mentionOf(item)
		}
		p, ok := cp.point(kind, ms)
		if !ok {
			continue
		}
		for i, a := range group {
			p.Differ = p.Differ || slices.ContainsFunc(group[:i], func(b T) bool { return cannot(a, b) })
		}
		points = append(points, p)
	}
	return points
}

// comparable reports whether two quantities count the same: the same unit, or
// people and some kind of people.
func comparable(a, b quantity) bool {
	if a.unit != b.unit {
		return false
	}
	apart := 4. // times as many: on something else
	if a.unit == "duration" {
		apart = 20 // "two years" may be wrong for 24
	}
	if max(a.value, b.value) > apart*min(a.value, b.value) && !a.since && !b.since {
		return false
	}
	const far = 2 // times as many people as of some kind of people: not the same people
	return a.noun == b.noun || (a.noun == "people" || b.noun == "people") && max(a.value, b.value) <= far*min(a.value, b.value)
}

// close reports whether two quantities may be the same: within a tenth, or a
// fifth if one of them is loose.
func close(a, b quantity) bool {
	if a.since && a.value == 0 || b.since && b.value == 0 {
		return true
	}
	most := .1
	if a.loose || b.loose {
		most = .2
	}
	return math.Abs(a.value-b.value) <= most*max(a.value, b.value)
}

// differ reports whether two quantities cannot both be right.
func differ(a, b quantity) bool {
	if close(a, b) && (a.loose || b.loose || a.unit == "duration") || a.value == b.value {
		return false
	}
	if a.bound == 0 && b.bound == 0 {
		return true
	}
	if a.bound != 0 && b.bound != 0 {
		return a.bound != b.bound && (a.value-b.value)*float64(a.bound) > 0
	}
	if b.bound != 0 {
		a, b = b, a
	}
	return (a.value-b.value)*float64(a.bound) > 0 // "more than 70" and 61
}

// cluster joins items, the likest first, unless their groups hold two that clash.
// Join is 0 for items that have nothing to do with each other. Groups come in
// the order of their first item.
func cluster[T any](items []T, join func(a, b T) float64, clash func(a, b T) bool) [][]T {
	type link struct {
		a, b int
		like float64
	}
	var links []link
	group := make([]int, len(items))
	members := make([][]int, len(items))
	for i := range items {
		group[i], members[i] = i, []int{i}
		for j := range i {
			if like := join(items[j], items[i]); like > 0 {
				links = append(links, link{j, i, like})
			}
		}
	}
	slices.SortStableFunc(links, func(x, y link) int {
		switch {
		case x.like > y.like:
			return -1
		case x.like < y.like:
			return 1
		}
		return 0
	})
	for _, l := range links {
		a, b := min(group[l.a], group[l.b]), max(group[l.a], group[l.b])
		if a == b || slices.ContainsFunc(members[a], func(i int) bool {
			return slices.ContainsFunc(members[b], func(j int) bool { return clash(items[i], items[j]) })
		}) {
			continue
		}
		members[a] = append(members[a], members[b]...)
		for _, j := range members[b] {
			group[j] = a
		}
		members[b] = nil
	}
	var out [][]T
	for _, m := range members {
		if len(m) < 2 {
			continue
		}
		slices.Sort(m)
		g := make([]T, len(m))
		for i, j := range m {
			g[i] = items[j]
		}
		out = append(out, g)
	}
	return out
}
