package answer

import "strings"

// names returns the points on what things with the same name are called beside
// it: a Lexus SUV and a Lexus sports, Zeman group and Zeman Holding.
func (cp *comparer) names() []foundPoint {
	by := map[string][]mention{}
	var order []string
	for i := range cp.statements {
		st := &cp.statements[i]
		for _, run := range st.names {
			name, m, ok := cp.tailed(st, run)
			if !ok {
				continue
			}
			if by[name] == nil {
				order = append(order, name)
			}
			by[name] = append(by[name], m)
		}
	}
	never := func(a, b mention) bool { return false }
	var points []foundPoint
	for _, name := range order {
		shorten(by[name])
		points = append(points, pointsOf(cp, Name, by[name], func(m mention) mention { return m }, cp.sameThing, never, never)...)
	}
	return points
}

// shorten gives mentions that say more of the same thing the key of the one that
// says less: luxury car is car.
func shorten(ms []mention) {
	for i := range ms {
		for _, o := range ms {
			if strings.HasSuffix(ms[i].key, " "+o.key) {
				ms[i].key = o.key
			}
		}
	}
}

// tailed reads a name of a thing with the one or two words behind its first
// word: Aurus Senat, Lexus 570, Aurus luxury car. A person's name is none.
func (cp *comparer) tailed(st *statement, run nameRun) (name string, m mention, ok bool) {
	ws := st.words
	first := run.from
	for first < run.to && strings.HasPrefix(ws[first].kin, "state ") {
		first++
	}
	if first == run.to {
		return "", m, false
	}
	name = cp.spelledAs(st, nameRun{first, first + 1})[0]
	to := run.to
	before := first
	for before > 0 && ws[before].gap <= hyphen && (ws[before-1].kin != "" || ws[before-1].gap == hyphen) && !determiners.has(ws[before-1].exact) && first-before < 4 {
		before--
	}
	determined := before > 0 && ws[before].gap <= hyphen && determiners.has(ws[before-1].exact)
	for to < len(ws) && to < run.to+2 && ws[to].gap == space && ws[to].kin != "" && !ws[to].upper && (determined || to == run.to && isDigits(ws[to].exact)) {
		to++
	}
	// The group of words must end where a mark or a word of grammar stands.
	if to < len(ws) && ws[to].gap <= hyphen && ws[to].kin != "" || to == first+1 {
		return "", m, false
	}
	for i := first; i < to; i++ {
		if _, _, _, is := cp.roleAt(ws, i); is {
			return "", m, false
		}
	}
	m = mention{st: st, from: first, to: to, about: cp.contextOf(st, first, to)}
	m.key = exactOf(ws[first+1 : to])
	return name, m, true
}

// thingsJoin is the likeness of contexts in which two things of one name are on
// one matter. Found on invented articles in November 2026.
const thingsJoin = 2.0

// sameThing returns how like two mentions of a name are, 0 if too little: what
// they are called is of one kind, or they stand in much the same context.
func (cp *comparer) sameThing(a, b mention) float64 {
	if !cp.oneStory(a.st, b.st) {
		return 0
	}
	like, shared := cp.likeness(a.about, b.about)
	ka, kb := a.st.words[a.to-1].kin, b.st.words[b.to-1].kin
	if ka == kb && cp.kin[ka] == ka && shared >= 1 {
		return 1 + like
	}
	if shared >= 3 && like >= thingsJoin {
		return like
	}
	return 0
}

func isDigits(w string) bool { return strings.Trim(w, "0123456789") == "" }
