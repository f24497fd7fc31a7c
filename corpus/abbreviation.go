package corpus

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// openers are the marks that a sentence or a word may begin with.
const openers = `“‘„«‹"'([{¿¡「『（【《`

// abbreviates reports whether the full stop between before and after belongs to
// an abbreviation and not to the end of a sentence. after begins with the next
// word and is not empty.
func abbreviates(before, after string) bool {
	word := lastWord(before)
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(after, openers))
	bare := word[strings.LastIndexByte(word, '-')+1:] // then-Gen.
	switch {
	case titles[bare]:
		return true // a name follows, which may look like any other word
	case numbered[bare]:
		return unicode.IsDigit(next)
	case isNumber(word):
		start := strings.TrimRight(before[:len(before)-len(word)], openers+" ")
		last, size := utf8.DecodeLastRuneInString(start)
		return start == "" || // "1. The list", but not "on Jan. 7. Then"
			isTerminator(last) && !numbered[lastWord(start[:len(start)-size])]
	case abbreviations[bare], isInitials(bare):
		return !startsNew(after)
	}
	return false
}

// lastWord returns what stands between the last space or opening mark and the
// end of the text.
func lastWord(s string) string {
	at := strings.LastIndexFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(openers+"–—/", r)
	})
	if at < 0 {
		return s
	}
	_, size := utf8.DecodeRuneInString(s[at:])
	return s[at+size:]
}

// isInitials reports whether a word, which a full stop follows, is a single
// capital or has full stops inside: J, U.N, D.P.R.K, a.m, Ph.D.
func isInitials(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	if size == len(word) {
		return unicode.IsUpper(r)
	}
	for part := range strings.SplitSeq(word, ".") {
		if n := utf8.RuneCountInString(part); n < 1 || n > 2 || strings.ContainsFunc(part, isNotLetter) {
			return false
		}
	}
	return strings.Contains(word, ".")
}

func isNotLetter(r rune) bool { return !unicode.IsLetter(r) }

func isNumber(word string) bool {
	return word != "" && !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsDigit(r) })
}

// startsNew reports whether a text, which follows an abbreviation, begins as
// only a new sentence does: with a quotation or a word that is written with a
// capital there alone.
func startsNew(after string) bool {
	if strings.HasPrefix(after, "“") || strings.HasPrefix(after, `"`) {
		return true
	}
	end := strings.IndexFunc(after, func(r rune) bool { return !unicode.IsLetter(r) && r != '’' && r != '\'' })
	if end < 0 {
		end = len(after)
	}
	return starters[after[:end]] && !strings.HasPrefix(after[end:], ".")
}

// set returns the words of a text as a set.
func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// The lists of words below are never changed. They are of English, the language
// of the coverage; other languages lose little by them.
var (
	// titles stand before a name or another word and never end a sentence.
	titles = set(`Mr Mrs Ms Mx Dr Prof Messrs Mme Mlle Hon Rev Fr St Ste Pres Gov Sen Sens Rep Reps
		Amb Sec Min Gen Lt Col Maj Capt Cmdr Cdr Adm Brig Sgt Cpl Pvt Supt Insp Det Atty Asst Dep Mt Ft
		v vs cf viz ca approx e.g i.e`)

	// numbered are abbreviations only before a number: "No. 5", but "No. Never."
	numbered = set(`No Nos no nos Art Arts Fig Figs Vol Ch Para Sect p pp
		Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec`)

	// abbreviations may end a sentence; the word that follows decides.
	abbreviations = set(`Jr Sr Bros Inc Corp Co Cos Ltd Plc LLC Ave Blvd Rd Sq Dept Univ Assn Intl Nat’l
		Natl Gov’t Govt Mfg etc al lb lbs oz ft mi km approx est
		Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev
		Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo`)

	// starters are written with a capital only where a sentence begins.
	starters = set(`A An The This That These Those He She It They We You I His Her Its Their Our My There
		Here In On At By For From With Without After Before During When While Where As If But And Or So Yet
		However Meanwhile Then Now Some Many Most Both Each Every All Not Since Until Although Though
		According What Who Why How Is Are Was Were Did Does Do Has Have Had Another Other Others One Two
		Three Several Such No Nobody None Neither Still Also Only Later Earlier Under Over Between Among`)

	// speechVerbs say that the words before them were spoken.
	speechVerbs = set(`said says asked asks told tells added adds replied shouted cried exclaimed wrote
		writes answered tweeted posted yelled insisted joked wondered quipped`)
)
