package bot

import (
	"fmt"
	"strings"
)

// A language is one that the bot's own phrases exist in. What articles print is
// never translated.
type language int

// The languages.
const (
	en language = iota
	de
	es
	fr
	languages // how many
)

// locales are Discord's names of the languages that its clients can be set to;
// English needs none, it is what everybody else gets.
var locales = [languages][]string{de: {"de"}, es: {"es-ES", "es-419"}, fr: {"fr"}}

// languageOf returns the language of a locale such as "de" or "es-419"; English
// if there is no better one.
func languageOf(locale string) language {
	tag, _, _ := strings.Cut(strings.ToLower(locale), "-")
	switch tag {
	case "de":
		return de
	case "es":
		return es
	case "fr":
		return fr
	}
	return en
}

// A phrase is one of the bot's own sentences in every language, in the form of
// fmt: text{en: "again in %d s", de: …}. Where the order of values differs, they
// are numbered: %[2]s.
type phrase [languages]string

// A counted is a phrase that differs between one and several.
type counted struct{ one, other phrase }

// say returns p in a language, with values put in.
func (l language) say(p phrase, values ...any) string {
	if len(values) == 0 {
		return p[l]
	}
	return fmt.Sprintf(p[l], values...)
}

// count returns p for n in a language, with values put in. French uses the form
// for one for none as well (Unicode CLDR, plural rules).
func (l language) count(p counted, n int, values ...any) string {
	if n == 1 || n == 0 && l == fr {
		return l.say(p.one, values...)
	}
	return l.say(p.other, values...)
}

// tongue returns what a language is called that has a tag such as "en" or "es-419",
// or the tag itself where that is not known.
func (l language) tongue(tag string) string {
	if name, ok := missPhrases.languages[strings.ToLower(tag)]; ok {
		return l.say(name)
	}
	return Escape(truncate(tag, 20))
}

// localised returns p by Discord's locales, as commands have it.
func localised(p phrase) map[string]string {
	by := map[string]string{}
	for l, names := range locales {
		for _, name := range names {
			by[name] = p[l]
		}
	}
	return by
}
