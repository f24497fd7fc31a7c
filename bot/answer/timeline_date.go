package answer

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A printedDate is a date in a text, bytes [start, end), and what is printed of it.
type printedDate struct {
	start, end int
	year       int          // 0 if not printed
	month      time.Month   // 0 if not printed
	dayOfMonth int          // 0 if not printed
	weekday    time.Weekday // -1 if not printed
	yesterday  bool
	relative   bool // it depends on another date: last, next, every, ago
}

const (
	weekdayPattern = `Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday`
	monthPattern   = `January|February|March|April|May|June|July|August|September|October|November|December`
	monthShort     = `Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?`
	someMonth      = `(?P<month>` + monthPattern + `|` + monthShort + `)`
	dayNumber      = `(?P<day>[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?`
	fourDigits     = `(?P<year>1[5-9][0-9]{2}|20[0-9]{2})`
	partOfDay      = `(?: (?:morning|afternoon|evening|night))?`
	spacePattern   = `[ \x{a0}]`
	howMany        = `(?:[0-9]{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|several|a few|many)`
)

// datePatterns are the ways to print a date; at a place the first that matches
// counts. The groups are the parts of [printedDate].
var datePatterns = compile(
	`(?P<year>[12][0-9]{3})-(?P<nmonth>[01][0-9])-(?P<day>[0-3][0-9])`,
	`(?:(?P<weekday>`+weekdayPattern+`),? )?`+someMonth+` `+dayNumber+`(?:,? `+fourDigits+`)?(?P<rel> (?:last|this|next) year)?`,
	`(?:(?P<weekday>`+weekdayPattern+`),? )?`+dayNumber+` (?:of )?`+someMonth+`(?:,? `+fourDigits+`)?(?P<rel> (?:last|this|next) year)?`,
	someMonth+`,? (?:of )?`+fourDigits,
	`(?P<rel>(?:(?i:early |late |mid-)?(?i:last|next|this|every|each) )?)(?P<weekday>`+weekdayPattern+`)`+partOfDay+`(?P<rel2> (?:last|next|this) week)?`,
	`(?P<rel>(?i:last|next|this|every|each|early|late) )(?P<month>`+monthPattern+`)`,
	`(?P<month>`+monthPattern+`) (?P<rel>(?:last|this|next|of this|of last|of next|of that|the same) year)`,
	`(?P<bare>`+monthPattern+`)`,
	`(?P<rel>(?i:`+howMany+`) (?:days|weeks|months|years|decades)(?: (?:to the day|ago|earlier|later)))`,
	`(?P<rel>(?i:a|one) (?:day|week|month|year|decade|century) (?:ago|earlier|later))`,
	`(?P<rel>(?i:last|this|next|earlier this|later this|earlier that) (?:week|weekend|month|year|spring|summer|autumn|fall|winter|decade|century))`,
	`(?P<rel>(?i:early |late |mid-)?(?:1[5-9][0-9]0|20[0-9]0)s)`,
	`(?P<yesterday>yesterday|Yesterday)`+partOfDay,
	`(?P<rel>today|tomorrow|tonight|Today|Tomorrow|Tonight|last night|Last night)`,
	`(?P<bareyear>1[5-9][0-9]{2}|20[0-9]{2})`,
)

func compile(patterns ...string) []*regexp.Regexp {
	var all []*regexp.Regexp
	for _, p := range patterns {
		p = strings.ReplaceAll(p, " ", spacePattern)
		all = append(all, regexp.MustCompile(`^(?:`+p+`)`))
	}
	return all
}

// dates returns the dates of a text in order. They do not overlap.
func dates(text string) []printedDate {
	var all []printedDate
	for at := 0; at < len(text); {
		if at > 0 && isWordByte(text[at-1]) || !isWordByte(text[at]) {
			at++
			continue
		}
		d, ok := dateAt(text, at)
		if !ok {
			at++
			continue
		}
		all = append(all, d)
		at = d.end
	}
	return all
}

// isWordByte reports whether a byte belongs to a word or a number. Bytes of
// other alphabets do, so that no date begins within a word.
func isWordByte(c byte) bool {
	return c >= 0x80 && c != 0xa0 || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '.' || c == '$'
}

// dateAt returns the date that begins at byte at.
func dateAt(text string, at int) (printedDate, bool) {
	word := text[at:wordEnd(text, at, len(text))]
	word, _, _ = strings.Cut(strings.ToLower(word), "-")
	if (word == "" || word[0] < '0' || word[0] > '9') && !dateStarts.has(word) {
		return printedDate{}, false
	}
	for _, p := range datePatterns {
		m := p.FindStringSubmatchIndex(text[at:])
		if m == nil || endsInWord(text, at+m[1]) {
			continue
		}
		d := printedDate{start: at, end: at + m[1], weekday: -1}
		ok := true
		for i, name := range p.SubexpNames() {
			if i > 0 && m[2*i] >= 0 && m[2*i+1] > m[2*i] {
				ok = d.part(name, text[at+m[2*i]:at+m[2*i+1]], text) && ok
			}
		}
		if ok {
			return d, true
		}
	}
	return printedDate{}, false
}

// endsInWord reports whether a word or number goes on behind byte end.
func endsInWord(text string, end int) bool {
	if end >= len(text) {
		return false
	}
	c := text[end]
	next := byte(' ')
	if end+1 < len(text) {
		next = text[end+1]
	}
	return isWordByte(c) && c != '.' && c < 0x80 || (c == '.' || c == ',') && next >= '0' && next <= '9' || c == '-' && next >= '0' && next <= '9' || c == '%'
}

// part fills in one part of a date; it is false if that part, where it stands
// in text, is none.
func (d *printedDate) part(name, word, text string) bool {
	switch name {
	case "year":
		d.year, _ = strconv.Atoi(word)
	case "bareyear":
		d.year, _ = strconv.Atoi(word)
		return isYearHere(text[:d.start], text[d.end:])
	case "month":
		d.month = monthOf(word)
	case "bare":
		d.month = monthOf(word)
		return afterDateWord(text[:d.start])
	case "nmonth":
		n, _ := strconv.Atoi(word)
		d.month = time.Month(n)
		return n >= 1 && n <= 12
	case "day":
		d.dayOfMonth, _ = strconv.Atoi(word)
	case "weekday":
		for w := time.Sunday; w <= time.Saturday; w++ {
			if w.String() == word {
				d.weekday = w
			}
		}
		return !namedDay(text[:d.start], text[d.end:])
	case "yesterday":
		d.yesterday = true
	case "rel", "rel2":
		d.relative = true
	}
	return true
}

// monthOf returns the month that a word names, in full or short.
func monthOf(word string) time.Month {
	for m := time.January; m <= time.December; m++ {
		if strings.HasPrefix(word, m.String()[:3]) {
			return m
		}
	}
	return 0 // unreachable: the patterns have only these words
}

// afterDateWord reports whether the word before a lone month or year makes it a
// date: May is also a verb and a name, and 1500 may be a number of anything.
func afterDateWord(before string) bool {
	words := strings.Fields(before)
	return len(words) > 0 && dateWords.has(strings.ToLower(words[len(words)-1]))
}

// isYearHere reports whether four digits between these texts are a year.
func isYearHere(before, behind string) bool {
	words := strings.Fields(behind)
	if len(words) > 0 && counted.has(strings.Trim(words[0], ".,;:")) && strings.HasPrefix(behind, " ") {
		return false
	}
	return afterDateWord(before) || strings.HasSuffix(before, "(")
}

// namedDay reports whether a weekday belongs to a name: Good Friday, the Sunday
// Times.
func namedDay(before, behind string) bool {
	first, last := strings.Fields(before), strings.Fields(behind)
	return len(first) > 0 && dayNames.has(strings.ToLower(first[len(first)-1])) && startsUpper(first[len(first)-1]) ||
		len(last) > 0 && strings.HasPrefix(behind, " ") && papers.has(strings.ToLower(last[0])) && startsUpper(last[0])
}

// hasHappened reports whether a sentence tells what has happened: it has a verb
// in the past and no word that looks ahead. A weekday in it is then a past one.
func hasHappened(sentence string) bool {
	past := false
	for w := range strings.FieldsSeq(sentence) {
		w = strings.ToLower(bareWord(w))
		if ahead.has(w) {
			return false
		}
		past = past || pastVerbs.has(w) || len(w) > 4 && strings.HasSuffix(w, "ed") && !notPast.has(w)
	}
	return past
}

// The words that tell dates from other words and numbers.
var (
	// dateStarts are the words that a date may begin with, besides numbers: only
	// there are the patterns tried.
	dateStarts = set(strings.ToLower(strings.NewReplacer("|", " ", `\.?`, "", "?", "").Replace(weekdayPattern+"|"+monthPattern+"|"+monthShort)) +
		` sep a an one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty several many
		early late mid last next this every each earlier later yesterday today tomorrow tonight`)
	// dateWords come before a lone month or year.
	// dateWords come before a lone month or year.
	dateWords = set(`in since until till by before after around during of early late mid from to through between and or the their its his her
		year circa for last next this`)
	// counted follow a number that is no year.
	// counted follow a number that is no year.
	counted = set(`people men women children soldiers troops workers jobs times metres meters kilometres kilometers km miles m dollars euros
		pounds yuan roubles rubles tons tonnes kg hours minutes seconds votes seats cases deaths points pages homes houses cars shares students companies`)
	// dayNames and papers make a name of a weekday, before and behind it.
	dayNames = set("good black bloody easter ash cyber palm super holy maundy shrove boxing")
	papers   = set("times post herald telegraph mirror express mail sun independent night league")
	// ahead are words of a sentence about what is to come; pastVerbs, and words in
	// -ed that are not notPast, of one about what was.
	ahead     = set("will would shall due expected scheduled planned plans plan planning next upcoming coming tomorrow later going set likely hopes hope")
	pastVerbs = set(`was were had did said told met gave took went came left began saw made held won lost found got sent spoke wrote
		ran fell rose led shot struck broke brought bought kept put set sat stood flew drove ate sold caught built became hit showed`)
	notPast = set("united armed indeed speed exceed proceed hundred sacred naked wicked succeed")
)
