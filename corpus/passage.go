package corpus

import "unicode"

// passageWords is the number of words from which on a passage is closed. It is
// about two newspaper paragraphs: short ones are found together with the one
// that says whom they are about, long ones stay alone. To be settled by
// measuring; 40 is where it begins.
const passageWords = 40

// cutPassages joins whole paragraphs, in order, until a passage holds
// passageWords words. Only the last passage may hold fewer.
func cutPassages(a *Article) []Passage {
	var all []Passage
	first, words := 0, 0
	for i, s := range a.sentences {
		words += countWords(s.Excerpt().Text())
		last := i+1 == len(a.sentences)
		if !last && (words < passageWords || a.sentences[i+1].paragraph == s.paragraph) {
			continue
		}
		all = append(all, Passage{article: a, index: len(all), first: first, last: i + 1})
		first, words = i+1, 0
	}
	return all
}

// countWords returns the number of stretches of letters and digits between white
// space, and of ideographs and kana, which are written without any between them.
func countWords(s string) int {
	n := 0
	inWord := false
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai):
			n++
			inWord = false
		case unicode.IsSpace(r):
			inWord = false
		case !inWord && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			n++
			inWord = true
		}
	}
	return n
}
