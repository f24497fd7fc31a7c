package answer

import (
	"strings"
	"testing"

	"summitbot/retrieval"
)

// names of the signs, in their order.
var signNames = []string{"function", "name", "number", "year", "date", "time", "money", "unit", "role", "colour", "place", "cause", "saying", "be", "where", "pronoun", "article", "mark", "quote"}

// show prints the words that have signs other than those of function words.
func show(text string, tokens []retrieval.Token, all []signs) string {
	var b strings.Builder
	for i, s := range all {
		var has []string
		for bit, name := range signNames {
			if s&(1<<bit) != 0 {
				has = append(has, name)
			}
		}
		if len(has) > 0 {
			b.WriteString(text[tokens[i].Start:tokens[i].End] + ":" + strings.Join(has, ",") + " ")
		}
	}
	return strings.TrimSpace(b.String())
}

func TestSignsOf(t *testing.T) {
	an := retrieval.English()
	for text, want := range map[string]string{
		"Dogs bark.":               "",
		"Yuri Ushakov barks.":      "Yuri:name Ushakov:name",
		"Later Yuri, aide, barked": "Later:name,time Yuri:name aide:role,mark barked:mark",
		"dogs, 24, in 2018":        "24:number,mark in:function,where,mark 2018:number,year",
		"dogs cost $ 1,200":        "cost:money 1,200:number,money",
		"on Wednesday they ran":    "on:function,where Wednesday:date they:function,pronoun",
		"`` black , '' said Ann":   "black:colour,quote said:function,saying,mark,quote Ann:name",
		"the “black” (dog":         "the:function,article black:colour,quote dog:mark,quote",
	} {
		tokens := an.Tokens(nil, text)
		if got := show(text, tokens, signsOf(text, tokens)); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}
