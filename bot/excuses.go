package bot

// Busy returns what somebody is told whose event cannot be handled now.
func Busy(locale string) Message { return note(languageOf(locale).say(excusePhrases.busy)) }

// Broken returns what somebody is told whose event could not be answered through
// no fault of theirs. id is in the log line that says why; "" is none.
func Broken(locale, id string) Message {
	l := languageOf(locale)
	if id == "" {
		return note(l.say(excusePhrases.broken))
	}
	return note(l.say(excusePhrases.brokenWith, id))
}

// excusePhrases are said where there is no answer.
var excusePhrases = struct{ busy, broken, brokenWith phrase }{
	busy: phrase{
		en: "I have more questions than I can answer right now. Please ask again in a few seconds.",
		de: "Ich habe gerade mehr Fragen, als ich beantworten kann. Bitte frag in ein paar Sekunden noch einmal.",
		es: "Ahora mismo tengo más preguntas de las que puedo responder. Vuelve a preguntar en unos segundos.",
		fr: "J’ai plus de questions que je ne peux en traiter pour le moment. Repose la tienne dans quelques secondes.",
	},
	broken: phrase{
		en: "Something went wrong here, and it is not your question's fault. Please ask again in a minute.",
		de: "Hier ist etwas schiefgegangen, und es liegt nicht an deiner Frage. Bitte frag in einer Minute noch einmal.",
		es: "Algo ha fallado aquí, y no es culpa de tu pregunta. Vuelve a preguntar en un minuto.",
		fr: "Quelque chose s’est mal passé ici, et ta question n’y est pour rien. Repose-la dans une minute.",
	},
	brokenWith: phrase{
		en: "Something went wrong here, and it is not your question's fault. Please ask again in a minute (error %s).",
		de: "Hier ist etwas schiefgegangen, und es liegt nicht an deiner Frage. Bitte frag in einer Minute noch einmal (Fehler %s).",
		es: "Algo ha fallado aquí, y no es culpa de tu pregunta. Vuelve a preguntar en un minuto (error %s).",
		fr: "Quelque chose s’est mal passé ici, et ta question n’y est pour rien. Repose-la dans une minute (erreur %s).",
	},
}
