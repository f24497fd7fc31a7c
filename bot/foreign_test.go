package bot

import "testing"

func TestOtherLanguage(t *testing.T) {
	b := summitBot(t)
	for question, want := range map[string]bool{
		"what did Putin give Kim?":         false,
		"Putin Kim limousine":              false,
		"Los Angeles fires":                false,
		"who is Juan de la Rúa":            false,
		"did Kim die":                      false,
		"what was in the DIE ZEIT article": false,
		"Путин":                            true,
		"Какую машину Putin подарил Kim?":         true,
		"what does Путин drive":                   false,
		"김정은 푸틴 선물":                               true,
		"天気はどうですか":                                true,
		"Welches Auto schenkte Putin Kim?":        true,
		"Was hat Putin Kim geschenkt?":            true,
		"Wo ist der Hund?":                        true,
		"¿Qué coche regaló Putin a Kim?":          true,
		"Cuántos perros regaló Kim?":              true,
		"Quelle voiture Poutine a offerte à Kim?": true,
		"Dove sono i cani di Kim?":                true,
		"Waar zijn de honden van Kim?":            true,
		"":                                        false,
	} {
		q, err := b.service.Read(question)
		if err != nil {
			t.Fatal(err)
		}
		if got := otherLanguage(q, b.service.Corpus()) != ""; got != want {
			t.Errorf("%q in another language: %v, want %v", question, got, want)
		}
	}
}
