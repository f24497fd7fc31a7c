package answer

import (
	"slices"
	"strings"

	"summitbot/corpus"
)

// A titled is a mention of a person by an office or trade.
type titled struct {
	mention // the words of the title; its key is the role's name
	role    role
	state   string // the state that the title names, ""
	person  string
	name    nameRun // the words of the name, where the title stands in front of it
}

// A roster is who is who in a coverage.
type roster struct {
	full   map[string][]fullName // word of a name → full names with it
	titled []titled              // in the order of the articles
}

// A fullName is a name of several words, with how often it is printed where.
type fullName struct {
	name    string
	article map[*corpus.Article]int
	count   int
}

// roleAt reads the office that begins at word i: its last word and the role.
func (cp *comparer) roleAt(ws []printedWord, i int) (to int, r role, plural, ok bool) {
	for long := 3; long >= 1; long-- {
		if i+long > len(ws) {
			continue
		}
		name := make([]string, long)
		whole := true
		for k := range long {
			name[k] = ws[i+k].exact
			whole = whole && (k == 0 || ws[i+k].gap <= hyphen)
		}
		joined := strings.Join(name, "-")
		if r, ok := cp.roles[joined]; ok && whole {
			return i + long, r, cp.plural[joined], true
		}
	}
	if w := ws[i].exact; strings.HasSuffix(w, "woman") && len(w) > 6 {
		return i + 1, role{w, "-"}, false, true
	}
	return i, role{}, false, false
}

// personName cuts a run of capitalised words into a title and a name: the name
// begins behind the last office and the states at its head.
func (cp *comparer) personName(st *statement, run nameRun) nameRun {
	from := run.from
	for i := run.from; i < run.to; i++ {
		if to, _, _, ok := cp.roleAt(st.words, i); ok && to <= run.to {
			from = to
		} else if i == from && strings.HasPrefix(st.words[i].kin, "state ") {
			from++
		}
	}
	return nameRun{from, run.to}
}

// spelledAs returns the words of a name, each in the spelling that came first.
func (cp *comparer) spelledAs(st *statement, n nameRun) []string {
	var words []string
	for _, w := range st.words[n.from:n.to] {
		e := w.exact
		if first, ok := cp.spelled[e]; ok {
			e = first
		}
		words = append(words, e)
	}
	return words
}

// newRoster collects full names and everything that people are called.
func (cp *comparer) newRoster() *roster {
	r := &roster{full: map[string][]fullName{}}
	for i := range cp.statements {
		st := &cp.statements[i]
		for _, run := range st.names {
			n := cp.personName(st, run)
			if n.to-n.from < 2 || n.to-n.from > 4 {
				continue
			}
			words := cp.spelledAs(st, n)
			for _, w := range words {
				r.add(w, strings.Join(words, " "), st.article)
			}
		}
	}
	for i := range cp.statements {
		st := &cp.statements[i]
		for _, run := range st.names {
			n := cp.personName(st, run)
			if n.from == n.to {
				continue
			}
			person := r.person(cp.spelledAs(st, n), st.article)
			r.titled = append(r.titled, cp.before(st, n, person)...)
			r.titled = append(r.titled, cp.behind(st, n, person)...)
		}
	}
	return r
}

func (r *roster) add(word, name string, a *corpus.Article) {
	i := slices.IndexFunc(r.full[word], func(f fullName) bool { return f.name == name })
	if i < 0 {
		i = len(r.full[word])
		r.full[word] = append(r.full[word], fullName{name: name, article: map[*corpus.Article]int{}})
	}
	r.full[word][i].count++
	r.full[word][i].article[a]++
}

// person returns the full name that a name stands for: the one that the article
// prints most, else the one that all print most, else the name itself.
func (r *roster) person(words []string, a *corpus.Article) string {
	if len(words) > 1 {
		return strings.Join(words, " ")
	}
	best := fullName{}
	for _, f := range r.full[words[0]] {
		if f.article[a] > best.article[a] || f.article[a] == best.article[a] && f.count > best.count {
			best = f
		}
	}
	if best.name == "" {
		return words[0]
	}
	return best.name
}

// before reads the title in front of a name: Kremlin spokesman Dmitry Peskov;
// the interior minister, Jana Holub.
func (cp *comparer) before(st *statement, n nameRun, person string) []titled {
	ws := st.words
	if n.from == 0 || ws[n.from].gap != space && ws[n.from].gap != comma {
		return nil
	}
	for i := max(0, n.from-3); i < n.from; i++ {
		to, r, plural, ok := cp.roleAt(ws, i)
		if !ok || plural || to != n.from {
			continue
		}
		from := cp.modifiers(ws, i)
		if ws[n.from].gap == comma && ws[from].gap != possessive && (from == 0 || ws[from-1].exact != "the" && ws[from-1].exact != "his" && ws[from-1].exact != "its" && ws[from-1].exact != "their") {
			return nil
		}
		t := cp.title(st, from, to, r, person)
		t.name = n
		return []titled{t}
	}
	return nil
}

// modifiers returns where the words before an office begin that belong to it:
// names, and common words where the group of words begins right behind a word
// of grammar or a mark.
func (cp *comparer) modifiers(ws []printedWord, i int) int {
	from := i
	for from > 0 && ws[from].gap <= hyphen && ws[from-1].upper && ws[from-1].kin != "" {
		from--
	}
	for k := from; k > max(0, from-3) && ws[k].gap <= hyphen; k-- {
		w := ws[k-1]
		if w.kin == "" {
			return k
		}
		if w.upper || strings.HasSuffix(w.exact, "ing") || strings.HasSuffix(w.exact, "ed") {
			break
		}
		if k-1 > 0 && ws[k-1].gap == stop || k-1 == 0 {
			return k - 1
		}
	}
	return from
}

// behind reads the title behind a name and a comma: Matthew Miller, a US state
// department spokesperson.
func (cp *comparer) behind(st *statement, n nameRun, person string) []titled {
	ws := st.words
	const reach = 6
	if n.to >= len(ws) || ws[n.to].gap != comma {
		return nil
	}
	from := n.to
	if e := ws[from].exact; (e == "the" || e == "a" || e == "an" || e == "his" || e == "her" || e == "its") && from+1 < len(ws) {
		from++
	}
	for i := from; i < len(ws) && i < from+reach; i++ {
		if i > from && ws[i].gap > possessive || i > n.to && functionWords.has(ws[i].exact) && ws[i].kin == "" {
			return nil
		}
		to, r, plural, ok := cp.roleAt(ws, i)
		if !ok || to < len(ws) && ws[to].gap == possessive || to < len(ws) && ws[to].gap <= hyphen && ws[to].upper {
			continue
		}
		if plural || to < len(ws) && ws[to].gap <= hyphen && !slices.Contains([]string{"of", "with", "from", "at", "for", "in", "who", "and", "said", "says"}, ws[to].exact) {
			continue
		}
		return []titled{cp.title(st, from, cp.tail(ws, to), r, person)}
	}
	return nil
}

// tail returns where the words behind an office end that belong to it: "of" or
// "with", and what follows up to the next mark or word of grammar.
func (cp *comparer) tail(ws []printedWord, to int) int {
	const reach = 6
	if to >= len(ws) || ws[to].gap != space || ws[to].exact != "of" && ws[to].exact != "with" && ws[to].exact != "at" {
		return to
	}
	for i := to + 1; i < len(ws) && i <= to+reach; i++ {
		if ws[i].gap > hyphen || ws[i].exact != "the" && ws[i].kin == "" {
			return i
		}
	}
	return to
}

func (cp *comparer) title(st *statement, from, to int, r role, person string) titled {
	t := titled{mention: mention{st: st, from: from, to: to, key: r.name}, role: r, person: person}
	for _, w := range st.words[from:to] {
		if state, ok := strings.CutPrefix(w.kin, "state "); ok {
			t.state = state
		}
	}
	return t
}

// holders returns the points on who holds an office of a state that one person
// holds at a time. An article that gives it to two persons tells of its history,
// and then nothing is compared.
func (cp *comparer) holders(r *roster) []foundPoint {
	by := map[string][]mention{}
	var offices []string
	holder := map[string]map[*corpus.Article]string{}
	history := map[string]bool{}
	for _, t := range r.titled {
		if !unique.has(t.role.name) || t.state == "" || t.name.from == t.name.to {
			continue
		}
		office := t.state + " " + t.role.name
		if by[office] == nil {
			offices = append(offices, office)
			holder[office] = map[*corpus.Article]string{}
		}
		if before := holder[office][t.st.article]; before != "" && before != t.person {
			history[office] = true
		}
		holder[office][t.st.article] = t.person
		by[office] = append(by[office], mention{st: t.st, from: t.name.from, to: t.name.to, key: t.person})
	}
	var points []foundPoint
	for _, office := range offices {
		if p, ok := cp.point(Name, by[office]); ok && !history[office] {
			p.Differ = true
			points = append(points, p)
		}
	}
	return points
}

// titles returns the points on who holds an office, and on what people are called.
func (cp *comparer) titles() []foundPoint {
	r := cp.newRoster()
	all := append(slices.Clone(r.titled), cp.references(r)...)
	var people []string
	by := map[string][]mention{}
	for _, t := range all {
		if by[t.person] == nil {
			people = append(people, t.person)
		}
		by[t.person] = append(by[t.person], t.mention)
	}
	points := cp.holders(r)
	for _, person := range people {
		if p, ok := cp.point(Title, by[person]); ok {
			for _, word := range strings.Fields(person) {
				p.about[word] = 1
			}
			points = append(points, p)
		}
	}
	return points
}

// references reads the titles that stand for a person without the name: the
// Kremlin leader, the governor; the two leaders.
func (cp *comparer) references(r *roster) []titled {
	var out []titled
	recent := []string{} // persons of the article so far, the latest last
	var article *corpus.Article
	for i := range cp.statements {
		st := &cp.statements[i]
		if st.article != article {
			article, recent = st.article, nil
		}
		ws := st.words
		run := 0
		for k := range ws {
			for run < len(st.names) && st.names[run].to <= k {
				recent = r.note(recent, cp, st, st.names[run])
				run++
			}
			to, role, plural, ok := cp.roleAt(ws, k)
			if !ok {
				continue
			}
			if plural && k > 0 && (ws[k-1].exact == "two" || ws[k-1].exact == "both") && ws[k].gap == space {
				for _, person := range recent[max(0, len(recent)-2):] {
					if len(recent) >= 2 {
						t := cp.title(st, k, to, role, person)
						t.indirect = true
						out = append(out, t)
					}
				}
				continue
			}
			if t, ok := cp.definite(r, st, k, to, role); ok && !plural {
				out = append(out, t)
			}
		}
		for ; run < len(st.names); run++ {
			recent = r.note(recent, cp, st, st.names[run])
		}
	}
	return out
}

// note moves the person that a run names to the end of recent, if it is one who
// has a title somewhere.
func (r *roster) note(recent []string, cp *comparer, st *statement, run nameRun) []string {
	n := cp.personName(st, run)
	if n.from == n.to {
		return recent
	}
	person := r.person(cp.spelledAs(st, n), st.article)
	if !slices.ContainsFunc(r.titled, func(t titled) bool { return t.person == person }) {
		return recent
	}
	recent = slices.DeleteFunc(recent, func(p string) bool { return p == person })
	return append(recent, person)
}

// definite reads "the", words and an office, with no name behind it. The person
// is the only one of that class and state, or without a state the only one of
// that very office in the article.
func (cp *comparer) definite(r *roster, st *statement, k, to int, role role) (titled, bool) {
	ws := st.words
	from := k
	for from > 0 && ws[from].gap <= hyphen && k-from < 4 && ws[from-1].kin != "" {
		from--
	}
	if from == 0 || ws[from-1].exact != "the" || ws[from].gap != space {
		return titled{}, false
	}
	if to < len(ws) && (ws[to].upper && ws[to].gap <= hyphen || ws[to].gap == possessive || ws[to].gap == comma && ws[to].upper) {
		return titled{}, false
	}
	t := cp.title(st, from, to, role, "")
	for _, o := range r.titled {
		same := t.state == "" && o.st.article == st.article && o.role.name == role.name ||
			t.state != "" && o.state == t.state && o.role.class == role.class && role.class != "-" ||
			t.state != "" && o.state == t.state && o.role.name == role.name
		if !same || o.person == t.person {
			continue
		}
		if t.person != "" {
			return titled{}, false // two could be meant
		}
		t.person = o.person
	}
	return t, t.person != ""
}
