package answer

import (
	"testing"

	"summitbot/retrieval"
)

func TestWantedIn(t *testing.T) {
	an := retrieval.English()
	for text, want := range map[string]wanted{
		"how many dogs did he get":              {aNumber, false, "dog"},
		"how much did it cost":                  {kind: aMoney},
		"how long was he away":                  {kind: aMeasure},
		"how come he left":                      {kind: aReason},
		"how did he react":                      {kind: aManner},
		"how":                                   {},
		"when did he land":                      {kind: aTime},
		"what year was it":                      {aTime, false, "year"},
		"In what year did he land ?":            {aTime, false, "year"},
		"where's the horse":                     {kind: aPlace},
		"which city":                            {aPlace, false, "citi"},
		"which cities did he see":               {aPlace, true, "citi"},
		"What is Crips ' gang color ?":          {kind: aDefinition}, // no "the": all of it names
		"what is the colour of the car":         {aColour, false, "colour"},
		"what is the name of the mayor of Rome": {aPerson, false, "mayor"},
		"what breed are the dogs":               {aThing, false, "breed"},
		"what kind of scenery was it":           {aThing, false, "sceneri"},
		"what did he say about the dogs":        {kind: aSaying},
		"what does AARP stand for":              {kind: aDefinition},
		"what is the aukus":                     {kind: aDefinition},
		"who is Yuri Ushakov":                   {kind: aDefinition},
		"whos matthew miller":                   {kind: aDefinition},
		"who is the mayor of Rome":              {kind: aPerson},
		"who gave the dogs":                     {kind: aPerson},
		"why did he come":                       {kind: aReason},
		"did he come":                           {kind: yesNo},
		"list his cars":                         {aThing, true, "car"},
		"name the first man in space":           {aPerson, false, "man"},
		"a list of who was when":                {kind: aPerson}, // the first question word counts
		"find the line about the soviet union and how it changes things": {},              // how does not ask
		"tell me about the soviet union and say how did it change":       {kind: aManner}, // how did asks
		"aukus": {},
		"":      {},
	} {
		if got := wantedIn(words(an, text)); got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

// Whatever is typed is read, and a noun named is one of its words.
func FuzzWantedIn(f *testing.F) {
	an := retrieval.English()
	for _, text := range []string{"what", "what is the", "who 's", "wat s", "how many of the of", "what is the name of", "list", "which the a"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ws := words(an, text)
		got := wantedIn(ws)
		if got.kind >= kinds {
			t.Errorf("%q: kind %d", text, got.kind)
		}
		found := got.head == ""
		for _, w := range ws {
			found = found || w.Term == got.head
		}
		if !found {
			t.Errorf("%q: %q is none of its words", text, got.head)
		}
	})
}
