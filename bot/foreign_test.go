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

// TestLanguageWritten: a direct message is answered in the language it is written in.
func TestLanguageWritten(t *testing.T) {
	s := newBot(t, summit(t)).service
	for text, want := range map[string]language{
		"Was hat Putin Kim geschenkt?": de, "Wer ist Kim?": de, "Hallo": de, "danke dir": de,
		"¿Qué es un Aurus?": es, "¿Quién es Zinoviev?": es, "hola": es,
		"Quand est-ce que Poutine a visité la Corée ?": fr, "Où est Kim ?": fr, "Qu’a offert Poutine à Kim ?": fr, "Merci beaucoup": fr,
		"": en, "hi": en, "What did Putin give Kim?": en, "Was Kim in Russia?": en, "Aurus": en, "Is la Casa de Papel in it?": en,
		"dogs": en, "Kim Hunde": en, "Что подарил Путин?": en,
	} {
		if got := languageWritten(text, s.Folds(text)); got != want {
			t.Errorf("%q is in language %d, want %d", text, got, want)
		}
	}
}
