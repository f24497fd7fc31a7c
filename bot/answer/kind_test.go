package answer

import (
	"testing"

	"summitbot/retrieval"
)

func TestKindOf(t *testing.T) {
	an := retrieval.English()
	for text, want := range map[string]kind{
		"how many dogs":          aNumber,
		"how long was he away":   aTime,
		"when did he land":       aTime,
		"what year was it":       aTime,
		"where's the horse":      aPlace,
		"which city":             aPlace,
		"who gave the dogs":      aPerson,
		"list his cars":          aList,
		"a list of who was when": aPerson, // the first question word counts
		"what did he say":        anything,
		"how":                    anything,
		"":                       anything,
	} {
		if got := kindOf(words(an, text)); got != want {
			t.Errorf("kindOf(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestCues(t *testing.T) {
	an := retrieval.English()
	for _, tt := range []struct {
		text string
		want []kind
	}{
		{"He came alone.", nil},
		{"He came with two dogs.", []kind{aNumber}},
		{"He came with 24 dogs.", []kind{aNumber}},
		{"He came in 2018.", []kind{aNumber, aTime}},
		{"He came on Wednesday.", []kind{aTime}},
		{"He landed in Hanoi.", []kind{aPlace}},
		{"He met Yuri Ushakov.", []kind{aPerson}},
		{"He has a car, a dog and a horse.", []kind{aList}},
	} {
		want := holds{anything: true}
		for _, k := range tt.want {
			want[k] = true
		}
		if got := cues(tt.text, an.Tokens(nil, tt.text)); got != want {
			t.Errorf("cues(%q) = %v, want %v", tt.text, got, want)
		}
	}
}
