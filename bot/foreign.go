package bot

import (
	"slices"
	"strings"
	"unicode"

	"summitbot/bot/answer"
	"summitbot/corpus"
)

// stopWords are words that every text of a language is full of, and that questions
// begin with.
var stopWords = map[string]string{
	"en": " who what when where why how which whose did does do is are was were be has have had the a an and or not with of for on at by to in from about his her its their that this can could will would ",
	"de": " wer was wann wo warum wieso wie welche welcher welches welchen hat haben hatte ist sind war waren wurde gab der die das den dem ein eine einen einem und oder nicht mit von für auf bei nach über aus sein ihr zu zum zur im am ",
	"es": " qué que quién quien cuándo cuando dónde donde por cómo como cuál cual cuántos cuántas el la los las un una y o no con de del en para se su fue es son ha han al le sobre ",
	"fr": " que quoi qui quand où pourquoi comment quel quelle quels quelles combien le la les un une des du et ou de dans pour avec est sont a-t a-t-il a-t-elle il elle ce cette au aux sur ses son qu'est-ce est-ce à ",
	"it": " che chi cosa quando dove perché come quale quali il lo la gli i un una e di del della con per è sono ha nel ",
	"nl": " wie wat wanneer waar waarom hoe welke heeft is zijn was de het een en niet met van voor op bij naar aan ",
	"pt": " o que quem quando onde porque como qual os as um uma e de do da com para é são foi não em no na ",
}

// askers are words that questions begin with in other languages than English. None of
// them begins much in English, as the first one of "Los Angeles" does.
const askers = " wer wann warum wieso weshalb wie wieviel wo wohin woher welche welcher welches welchen" +
	" qué que quién quien quiénes cuándo cuando dónde cómo cuál cuáles cuánto cuántos cuántas" +
	" qui quand où pourquoi comment quel quelle quels quelles combien cosa perché quale quali quanti" +
	" wanneer waar waarom welke hoeveel quem onde qual quais quantos "

// otherLanguage returns the language of the coverage, such as "en", if a question is
// in another one: most of its words are in another script, or it has at least two
// words that another language is full of (a word that asks, at the beginning, counts
// twice), and fewer of the coverage's. It is "" where that is not so or cannot be told.
func otherLanguage(q answer.Question, c *corpus.Corpus) string {
	own := languageOfCoverage(c)
	if stopWords[own] == "" {
		return ""
	}
	scripts, asks := 0, 0
	hits := map[string]int{}
	for i, w := range q.Words {
		if strings.ContainsFunc(w.Text, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) {
			scripts++
		}
		for tag := range stopWords {
			if frequent(tag, w.Text) {
				hits[tag]++
			}
		}
		if i == 0 && !frequent(own, w.Text) && strings.Contains(askers, " "+strings.ToLower(w.Text)+" ") {
			asks = 2
		}
	}
	if 2*scripts > len(q.Words) {
		return own
	}
	most := asks
	for _, n := range hits {
		most = max(most, n)
	}
	if most >= 2 && most > hits[own] {
		return own
	}
	return ""
}

// languageOfCoverage returns the language that all articles are in, without its
// region; "" if there is no such one.
func languageOfCoverage(c *corpus.Corpus) string {
	base := func(a *corpus.Article) string {
		tag, _, _ := strings.Cut(strings.ToLower(a.Language()), "-")
		return tag
	}
	if len(c.Articles()) == 0 {
		return ""
	}
	first := base(c.Articles()[0])
	if slices.ContainsFunc(c.Articles(), func(a *corpus.Article) bool { return base(a) != first }) {
		return ""
	}
	return first
}

// otherLanguage says which language the coverage is in and which words of a question
// in another one are in it all the same.
func (l language) otherLanguage(q answer.Question, a *answer.Answer, own string) string {
	s := l.coverageIn(own)
	found := slices.DeleteFunc(slices.Clone(a.Found), func(place int) bool { return stops(q.Words[place].Text) })
	named := slices.ContainsFunc(a.Readings, func(r answer.Reading) bool { return r.Why != "spelling" })
	if len(found) == 0 && !named {
		return s + " " + l.say(missPhrases.askIn)
	}
	return s + l.found(q, found)
}

// languageWritten returns the language that text, folded beside it, is written in: that
// of the small talk it begins with, if it is no more than that; else the one that
// most of its words are frequent in, if there are two and English has fewer.
func languageWritten(text, folded string) language {
	if isSmallTalk(folded) {
		for l, said := range smallTalk {
			if slices.ContainsFunc(said, func(said string) bool { _, ok := afterWords(folded, said); return ok }) {
				return language(l)
			}
		}
	}
	tags := [languages]string{en: "en", de: "de", es: "es", fr: "fr"}
	var hits [languages]int
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune("-'’", r) }) {
		for l, tag := range tags {
			if frequent(tag, word) {
				hits[l]++
			}
		}
	}
	best := en
	for l, n := range hits {
		if n >= 2 && n > hits[best] {
			best = language(l)
		}
	}
	return best
}

// stops reports whether a word is one that some language is full of.
func stops(word string) bool {
	for tag := range stopWords {
		if frequent(tag, word) {
			return true
		}
	}
	return false
}

// frequent reports whether a language is full of a word, as French also is of those
// that begin as "qu’a" and "l’aide" do.
func frequent(tag, word string) bool {
	word = strings.ReplaceAll(strings.ToLower(word), "’", "'")
	head, _, cut := strings.Cut(word, "'")
	return strings.Contains(stopWords[tag], " "+word+" ") || tag == "fr" && cut && slices.Contains([]string{"qu", "l", "d", "s", "n", "c", "j"}, head)
}

// coverageIn says which language the coverage is in.
func (l language) coverageIn(own string) string {
	return l.say(missPhrases.language, l.say(missPhrases.languages[own]))
}
