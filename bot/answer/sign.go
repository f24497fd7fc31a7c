package answer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"summitbot/retrieval"
)

// Signs are what a word of a sentence is, as far as its form, its class and the
// marks before it tell.
type signs uint32

const (
	isFunction signs = 1 << iota // in functionWords
	isName                       // capitalised where a common word would not be
	isNumber                     // digits, or a number word
	isAYear                      // four digits that may be a year
	isDate                       // a month or weekday
	isTime                       // another word of time: yesterday, decade
	isMoney                      // a currency, or a number behind its sign
	isUnit                       // what is measured in: miles, years, per
	isRole                       // what a person is: president, aide, Mr
	isColour                     // black
	isPlace                      // what a place is: city, province
	isCause                      // because, due, so
	isSaying                     // said, told, according
	isBe                         // is, was, called
	isWhere                      // in, at, near
	isPronoun                    // he, it, they
	isArticle                    // a, an, the
	afterMark                    // a comma, bracket, dash or colon stands before it
	afterQuote                   // a quotation mark stands before it
)

// signWords are the words that have a sign by themselves.
var signWords = signTable([]struct {
	sign  signs
	words string
}{
	{isNumber, `one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
		twenty thirty forty fifty sixty seventy eighty ninety dozen dozens hundred hundreds thousand thousands million millions billion billions trillion
		pair couple both several half twice once single double triple quarter third zero none`},
	{isDate, `monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
		jan feb mar apr jun jul aug sept oct nov dec`},
	{isTime, `today yesterday tomorrow tonight ago year years month months week weeks day days hour hours minute minutes morning afternoon evening night
		decade decades century centuries era early late earlier later recently since until during summer winter spring autumn`},
	{isMoney, `dollar dollars pound pounds euro euros yen rouble roubles ruble rubles cent cents usd pence franc francs mark marks won yuan rupee rupees
		million billion trillion cost costs price paid worth`},
	{isUnit, `mile miles kilometer kilometers kilometre kilometres km mph kph meter meters metre metres foot feet ft inch inches yard yards acre acres hectare hectares
		square cubic ton tons tonne tonnes kilogram kilograms kg gram grams pound pounds ounce ounces litre litres liter liters gallon gallons degrees percent pct
		second seconds minute minutes hour hours day days week weeks month months year years decade decades century centuries old aged age times per light`},
	{isRole, `mr mrs ms dr sir president minister secretary chairman chairwoman director leader spokesman spokeswoman spokesperson aide adviser ambassador envoy
		mayor governor king queen prince princess general doctor professor actor actress singer author founder chief officer coach captain designer writer
		player politician lawyer judge senator congressman pope editor analyst expert scientist inventor artist musician composer boss head wife husband son daughter
		brother sister father mother friend rapper lord emperor commander owner manager executive ceo deputy diplomat official reporter poet novelist star guitarist drummer founders`},
	{isColour, `black white red blue green yellow brown grey gray orange purple pink gold golden silver dark beige navy crimson scarlet violet maroon tan cream`},
	{isPlace, `city cities country countries state states county counties town towns place village province region continent capital island islands river street
		location headquarters district nation nations north south east west northern southern eastern western located based`},
	{isCause, `because due so cause caused causes causing reason reasons order since thus therefore owing thanks result fear avoid prevent aim aimed purpose hope intended meant allow enable why violation violate for`},
	{isSaying, `said says say told tell tells stated states announced added according called calls described hailed praised warned insisted vowed urged claimed declared
		quoted wrote reported expressed voiced stressed noted praising saying calling`},
	{isBe, `is are was were be been being am became becomes become called known named means refers named remains`},
	{isWhere, `in at near from to of on outside inside around across through north south east west`},
	{isPronoun, `he she it they this these that those his her its their him them such both there`},
	{isArticle, `a an the`},
})

func signTable(rows []struct {
	sign  signs
	words string
}) map[string]signs {
	table := map[string]signs{}
	for _, row := range rows {
		for w := range set(row.words) {
			table[w] |= row.sign
		}
	}
	for w := range functionWords {
		table[w] |= isFunction
	}
	return table
}

// signsOf returns the signs of each word of a sentence.
func signsOf(text string, tokens []retrieval.Token) []signs {
	all := make([]signs, len(tokens))
	end := 0
	for i, t := range tokens {
		word, gap := text[t.Start:t.End], text[end:t.Start]
		end = t.End
		s := signWords[t.Exact]
		if digit, _ := utf8.DecodeRuneInString(word); unicode.IsDigit(digit) {
			s |= isNumber
			if len(word) == 4 && (word[0] == '1' || word[0] == '2') && strings.Trim(word, "0123456789") == "" {
				s |= isAYear
			}
			if strings.ContainsAny(gap, "$£€¥") {
				s |= isMoney
			}
		}
		if strings.ContainsAny(gap, ",;:()–—") {
			s |= afterMark
		}
		if strings.ContainsAny(gap, "\"“”") || strings.Contains(gap, "``") || strings.Contains(gap, "''") {
			s |= afterQuote
		}
		all[i] = s
	}
	for i, t := range tokens {
		capital := capitalised(text[t.Start:t.End])
		if i == 0 { // any word begins a sentence with a capital; in a name the next has one too
			capital = capital && len(tokens) > 1 && capitalised(text[tokens[1].Start:tokens[1].End])
		}
		if capital && all[i]&(isFunction|isDate) == 0 {
			all[i] |= isName
		}
	}
	return all
}

// capitalised reports whether a word begins with a capital letter.
func capitalised(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(first)
}
