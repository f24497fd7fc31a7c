package answer

import (
	"strings"
	"unicode"
)

// foreign reports whether a folded word is written in a script that is read by
// its sound: Cyrillic, Greek or Hangul.
func foreign(exact string) bool {
	for _, r := range exact {
		return unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Hangul)
	}
	return false
}

// A cut is one way to part a word into names: each in Latin letters, in one or
// more ways.
type cut [][]string

// cuts returns how a folded word in another script may be parted and spelled in
// Latin letters. A Korean name is written as one word, its family name first,
// mostly of one syllable.
func cuts(exact string) []cut {
	if strings.ContainsFunc(exact, func(r rune) bool { return unicode.Is(unicode.Hangul, r) }) {
		return hangulCuts([]rune(exact))
	}
	if s := stripEnding(exact); s != exact {
		return []cut{{{latin(exact), latin(s)}}}
	}
	return []cut{{{latin(exact)}}}
}

func hangulCuts(syllables []rune) []cut {
	all := []cut{{syllableSpellings(syllables)}}
	if len(syllables) > 1 && len(syllables) <= 5 {
		all = append(all, cut{syllableSpellings(syllables[:1]), syllableSpellings(syllables[1:])})
	}
	if len(syllables) > 2 && len(syllables) <= 4 {
		var each cut
		for i := range syllables {
			each = append(each, syllableSpellings(syllables[i:i+1]))
		}
		all = append(all, each)
	}
	return all
}

// syllableSpellings returns the Revised Romanisation of Hangul syllables, and
// for a family name how most people who have it spell it.
func syllableSpellings(syllables []rune) []string {
	var b strings.Builder
	for _, r := range syllables {
		b.WriteString(syllable(r))
	}
	spellings := []string{b.String()}
	if usual := familyNames[string(syllables)]; usual != "" {
		spellings = append(spellings, usual)
	}
	return spellings
}

// familyNames are the Korean family names whose usual spelling is far from their
// sound.
var familyNames = map[string]string{
	"이": "lee", "리": "ri", "박": "park", "최": "choi", "노": "roh", "유": "yoo", "임": "lim", "류": "ryu", "우": "woo", "오": "oh",
}

// syllable returns the Revised Romanisation of a Hangul syllable by itself, or
// "" for anything else. Unicode orders syllables by their initial, vowel and
// final letters (The Unicode Standard, section 3.12).
func syllable(r rune) string {
	const first, last, vowels, finals = 0xAC00, 0xD7A3, 21, 28
	if r < first || last < r {
		return ""
	}
	n := int(r - first)
	return initials[n/(vowels*finals)] + middles[n/finals%vowels] + endings[n%finals]
}

var (
	initials = strings.Split("g kk n d tt r m b pp s ss  j jj ch k t p h", " ")
	middles  = strings.Split("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i", " ")
	endings  = strings.Split(" k k k n n n t l k m l l l p l m p p t t ng t t k t p t", " ")
)

// latin spells a folded word in Latin letters, as English newspapers do; what is
// not in the table is left out.
func latin(exact string) string {
	var b strings.Builder
	for _, r := range exact {
		b.WriteString(letters[r])
	}
	return b.String()
}

// letters are those of Russian, Ukrainian, Belarusian, Bulgarian and Serbian,
// and of Greek.
var letters = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "yo", 'ж': "zh", 'з': "z", 'и': "i", 'й': "y",
	'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f",
	'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ы': "y", 'э': "e", 'ю': "yu", 'я': "ya",
	'є': "ye", 'і': "i", 'ї': "yi", 'ґ': "g", 'ў': "u", 'ђ': "j", 'ј': "y", 'љ': "l", 'њ': "n", 'ћ': "c", 'џ': "j",
	'α': "a", 'ά': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'έ': "e", 'ζ': "z", 'η': "i", 'ή': "i", 'θ': "th",
	'ι': "i", 'ί': "i", 'κ': "k", 'λ': "l", 'μ': "m", 'ν': "n", 'ξ': "x", 'ο': "o", 'ό': "o", 'π': "p", 'ρ': "r",
	'σ': "s", 'ς': "s", 'τ': "t", 'υ': "y", 'ύ': "y", 'φ': "f", 'χ': "h", 'ψ': "ps", 'ω': "o", 'ώ': "o",
}

// stripEnding takes the case ending from a folded Cyrillic word (Путиным,
// Россией) and the particle from a Hangul one (푸틴은, 평양에서), if enough is
// left; other words stay as they are.
func stripEnding(exact string) string {
	if exact == "" || exact[0] < 0x80 {
		return exact
	}
	all, least := cyrillicEndings, 3
	switch first := []rune(exact)[0]; {
	case unicode.Is(unicode.Hangul, first):
		all, least = particles, 2
	case !unicode.Is(unicode.Cyrillic, first):
		return exact
	}
	for _, end := range all {
		if s, ok := strings.CutSuffix(exact, end); ok && len([]rune(s)) >= least {
			return s
		}
	}
	return exact
}

var (
	cyrillicEndings = strings.Fields("ами ями ого его ому ему ыми ими ою ею ой ей ом ем ым им ах ях ую юю ая яя ое ее ые ие ый ий ій а е и о у ы э ю я ь й і ї є")
	particles       = strings.Fields("에서 에게 께서 한테 으로 은 는 이 가 을 를 의 에 와 과 도 로")
)
