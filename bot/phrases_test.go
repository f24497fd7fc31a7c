package bot

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"testing"
)

// allPhrases are all tables of phrases, by name.
var allPhrases = map[string]any{
	"core": corePhrases, "ask": askPhrases, "answer": answerPhrases, "miss": missPhrases, "card": cardPhrases,
	"commands": commandPhrases, "list": listPhrases, "help": helpPhrases, "settings": settingsPhrases, "coverage": coveragePhrases,
	"excuse": excusePhrases,
}

// verbs finds what fmt puts values in for.
var verbs = regexp.MustCompile(`%(\[\d+\])?[a-z]`)

// TestPhrases: every phrase exists in every language, and takes the same values
// there.
func TestPhrases(t *testing.T) {
	for table, phrases := range allPhrases {
		v := reflect.ValueOf(phrases)
		for i := range v.NumField() {
			checkPhrases(t, table+"."+v.Type().Field(i).Name, v.Field(i))
		}
	}
}

// checkPhrases checks a phrase, or what is made of phrases.
func checkPhrases(t *testing.T, name string, v reflect.Value) {
	t.Helper()
	switch {
	case v.Type() == reflect.TypeFor[phrase]():
		var want []string
		for l := range languages {
			text := v.Index(int(l)).String()
			if text == "" {
				t.Errorf("%s: not in language %d", name, l)
			}
			got := values(text)
			if l == en {
				want = got
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q takes %v, in English %v", name, text, got, want)
			}
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			checkPhrases(t, name+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case v.Kind() == reflect.Slice || v.Kind() == reflect.Array:
		for i := range v.Len() {
			checkPhrases(t, fmt.Sprintf("%s[%d]", name, i), v.Index(i))
		}
	case v.Kind() == reflect.Map:
		for _, key := range v.MapKeys() {
			checkPhrases(t, fmt.Sprintf("%s[%v]", name, key), v.MapIndex(key))
		}
	default:
		t.Errorf("%s is a %v, neither a phrase nor made of phrases", name, v.Type())
	}
}

// values returns what a phrase takes, by place: "1s", "2d".
func values(text string) (all []string) {
	for i, m := range verbs.FindAllStringSubmatch(text, -1) {
		place := fmt.Sprintf("[%d]", i+1)
		if m[1] != "" {
			place = m[1]
		}
		all = append(all, place+m[0][len(m[0])-1:])
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// slashes finds commands in a phrase.
var slashes = regexp.MustCompile(`(?:^|[ \x60])/([\p{L}-]+)`)

// TestPhrasesNameCommands: a command stands in what the bot says as Discord shows it in
// that language.
func TestPhrasesNameCommands(t *testing.T) {
	b := summitBot(t)
	found := 0
	var check func(v reflect.Value)
	check = func(v reflect.Value) {
		for i := 0; v.Kind() == reflect.Struct && i < v.NumField(); i++ {
			check(v.Field(i))
		}
		for i := 0; v.Kind() == reflect.Array && i < v.Len(); i++ {
			if v.Type() != reflect.TypeFor[phrase]() {
				check(v.Index(i))
				continue
			}
			for _, m := range slashes.FindAllStringSubmatch(v.Index(i).String(), -1) {
				found++
				if !slices.ContainsFunc(b.commands, func(c command) bool { return c.named(language(i)) == m[1] }) {
					t.Errorf("no command is called %q in language %d: %s", m[1], i, v.Index(i))
				}
			}
		}
	}
	for _, table := range allPhrases {
		check(reflect.ValueOf(table))
	}
	if found < 4*int(languages) {
		t.Errorf("%d commands in phrases", found)
	}
}
