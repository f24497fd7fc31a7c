package bot

// settingsPhrases are what /settings says.
var settingsPhrases = struct {
	line, head, notHere, notAllowed, notRead, notStored, notOffered, changed phrase

	everywhere, nowhereElse, private, public       phrase
	quotes                                         counted
	cards, plain, language, ownLanguage            phrase
	human, nobody, logged, unlogged, corpus        phrase
	chooseChannels, chooseHuman, chooseLog         phrase
	chooseLanguage, chooseQuotes, chooseLayout     phrase
	choosePrivacy, own, asCards, asText            phrase
	forAll, forAsker, toPage1, toPage2, everyone   phrase
	quotesOption                                   counted
	forAllMore, forAskerMore, cardsMore, plainMore phrase
}{
	line:       phrase{en: "%s opened the settings", de: "%s hat die Einstellungen geöffnet", es: "%s ha abierto los ajustes", fr: "%s a ouvert les réglages"},
	head:       phrase{en: "**How I answer here**", de: "**So antworte ich hier**", es: "**Cómo respondo aquí**", fr: "**Comment je réponds ici**"},
	notHere:    phrase{en: "That works only in a server that has me as a member.", de: "Das geht nur auf einem Server, auf dem ich Mitglied bin.", es: "Eso solo funciona en un servidor del que soy miembro.", fr: "Cela ne marche que sur un serveur dont je suis membre."},
	notAllowed: phrase{en: "For that you need the permission **Manage Server** here. Nothing was changed.", de: "Dafür brauchst du hier die Berechtigung **Server verwalten**. Es wurde nichts geändert.", es: "Para eso necesitas aquí el permiso **Gestionar servidor**. No se ha cambiado nada.", fr: "Pour cela, il te faut ici la permission **Gérer le serveur**. Rien n’a été modifié."},
	notRead:    phrase{en: "I could not read the settings just now. Nothing was changed; please try again in a minute.", de: "Ich konnte die Einstellungen gerade nicht lesen. Es wurde nichts geändert; versuch es in einer Minute noch einmal.", es: "No he podido leer los ajustes ahora. No se ha cambiado nada; inténtalo de nuevo en un minuto.", fr: "Je n’ai pas pu lire les réglages à l’instant. Rien n’a été modifié ; réessaie dans une minute."},
	notStored:  phrase{en: "I could not store that just now. Nothing was changed; please try again in a minute.", de: "Das konnte ich gerade nicht speichern. Es wurde nichts geändert; versuch es in einer Minute noch einmal.", es: "No he podido guardarlo ahora. No se ha cambiado nada; inténtalo de nuevo en un minuto.", fr: "Je n’ai pas pu l’enregistrer à l’instant. Rien n’a été modifié ; réessaie dans une minute."},
	notOffered: phrase{en: "That cannot be chosen here. Nothing was changed.", de: "Das kann hier nicht gewählt werden. Es wurde nichts geändert.", es: "Eso no se puede elegir aquí. No se ha cambiado nada.", fr: "Cela ne peut pas être choisi ici. Rien n’a été modifié."},
	changed:    phrase{en: "%s changed the settings: %s", de: "%s hat die Einstellungen geändert: %s", es: "%s ha cambiado los ajustes: %s", fr: "%s a changé les réglages : %s"},

	everywhere:  phrase{en: "I answer in every channel.", de: "Ich antworte in jedem Kanal.", es: "Respondo en todos los canales.", fr: "Je réponds dans tous les salons."},
	nowhereElse: phrase{en: "I answer only in %s.", de: "Ich antworte nur in %s.", es: "Respondo solo en %s.", fr: "Je réponds seulement dans %s."},
	private:     phrase{en: "Only the asker sees an answer, until they share it.", de: "Nur wer fragt, sieht die Antwort, bis sie geteilt wird.", es: "Solo quien pregunta ve la respuesta, hasta que la comparte.", fr: "Seule la personne qui demande voit la réponse, jusqu’à ce qu’elle la partage."},
	public:      phrase{en: "Everybody sees an answer; when nothing is found, only the asker is told.", de: "Alle sehen eine Antwort; wird nichts gefunden, sieht das nur, wer fragt.", es: "Todos ven la respuesta; si no se encuentra nada, solo lo ve quien pregunta.", fr: "Tout le monde voit la réponse ; si rien n’est trouvé, seule la personne qui demande le voit."},
	quotes: counted{
		phrase{en: "%d quote at once.", de: "%d Zitat auf einmal.", es: "%d cita a la vez.", fr: "%d citation à la fois."},
		phrase{en: "Up to %d quotes at once.", de: "Bis zu %d Zitate auf einmal.", es: "Hasta %d citas a la vez.", fr: "Jusqu’à %d citations à la fois."},
	},
	cards:       phrase{en: "Answers are cards.", de: "Antworten sind Karten.", es: "Las respuestas son tarjetas.", fr: "Les réponses sont des cartes."},
	plain:       phrase{en: "Answers are plain text.", de: "Antworten sind einfacher Text.", es: "Las respuestas son texto simple.", fr: "Les réponses sont du texte simple."},
	language:    phrase{en: "I speak %s here.", de: "Ich spreche hier %s.", es: "Aquí hablo %s.", fr: "Ici, je parle %s."},
	ownLanguage: phrase{en: "I speak the language that this server is set to: %s.", de: "Ich spreche die Sprache, die dieser Server eingestellt hat: %s.", es: "Hablo el idioma que tiene configurado este servidor: %s.", fr: "Je parle la langue de ce serveur : %s."},
	human:       phrase{en: "“Ask a human” calls %s.", de: "„Einen Menschen fragen“ ruft %s.", es: "«Preguntar a una persona» llama a %s.", fr: "« Demander à un humain » appelle %s."},
	nobody:      phrase{en: "“Ask a human” is not offered: nobody is chosen to be called.", de: "„Einen Menschen fragen“ wird nicht angeboten: Es ist niemand gewählt, der gerufen wird.", es: "«Preguntar a una persona» no se ofrece: no se ha elegido a quién llamar.", fr: "« Demander à un humain » n’est pas proposé : personne n’est choisi pour être appelé."},
	logged:      phrase{en: "Changes to these settings are announced in %s.", de: "Änderungen dieser Einstellungen werden in %s gemeldet.", es: "Los cambios en estos ajustes se anuncian en %s.", fr: "Les changements de ces réglages sont annoncés dans %s."},
	unlogged:    phrase{en: "Changes to these settings are not announced.", de: "Änderungen dieser Einstellungen werden nicht gemeldet.", es: "Los cambios en estos ajustes no se anuncian.", fr: "Les changements de ces réglages ne sont pas annoncés."},
	corpus:      phrase{en: "I answer from the coverage *%s*, version %d; there is no other to choose.", de: "Ich antworte aus den Artikeln *%s*, Version %d; andere gibt es nicht zur Wahl.", es: "Respondo con la cobertura *%s*, versión %d; no hay otra para elegir.", fr: "Je réponds avec la couverture *%s*, version %d ; il n’y en a pas d’autre à choisir."},

	chooseChannels: phrase{en: "Channels in which I answer (none: all)", de: "Kanäle, in denen ich antworte (keiner: alle)", es: "Canales en los que respondo (ninguno: todos)", fr: "Salons où je réponds (aucun : tous)"},
	chooseHuman:    phrase{en: "Who is called by “Ask a human”", de: "Wen „Einen Menschen fragen“ ruft", es: "A quién llama «Preguntar a una persona»", fr: "Qui est appelé par « Demander à un humain »"},
	chooseLog:      phrase{en: "Channel in which changes are announced", de: "Kanal, in dem Änderungen gemeldet werden", es: "Canal en el que se anuncian los cambios", fr: "Salon où les changements sont annoncés"},
	chooseLanguage: phrase{en: "Language", de: "Sprache", es: "Idioma", fr: "Langue"},
	chooseQuotes:   phrase{en: "Quotes at once", de: "Zitate auf einmal", es: "Citas a la vez", fr: "Citations à la fois"},
	chooseLayout:   phrase{en: "Cards or plain text", de: "Karten oder einfacher Text", es: "Tarjetas o texto simple", fr: "Cartes ou texte simple"},
	choosePrivacy:  phrase{en: "Who sees an answer", de: "Wer eine Antwort sieht", es: "Quién ve una respuesta", fr: "Qui voit une réponse"},
	own:            phrase{en: "The server’s own", de: "Die des Servers", es: "El del servidor", fr: "Celle du serveur"},
	asCards:        phrase{en: "Cards", de: "Karten", es: "Tarjetas", fr: "Cartes"},
	asText:         phrase{en: "Plain text", de: "Einfacher Text", es: "Texto simple", fr: "Texte simple"},
	forAll:         phrase{en: "Everybody", de: "Alle", es: "Todos", fr: "Tout le monde"},
	forAsker:       phrase{en: "Only the asker", de: "Nur wer fragt", es: "Solo quien pregunta", fr: "Seule la personne qui demande"},
	toPage1:        phrase{en: "◂ Where and who", de: "◂ Wo und wer", es: "◂ Dónde y quién", fr: "◂ Où et qui"},
	toPage2:        phrase{en: "How answers look ▸", de: "Wie Antworten aussehen ▸", es: "Aspecto de las respuestas ▸", fr: "Aspect des réponses ▸"},
	everyone:       phrase{en: "`@everyone` cannot be called by me. Please choose another role; nothing was changed.", de: "`@everyone` kann ich nicht rufen. Bitte wähle eine andere Rolle; es wurde nichts geändert.", es: "No puedo llamar a `@everyone`. Elige otro rol; no se ha cambiado nada.", fr: "Je ne peux pas appeler `@everyone`. Choisis un autre rôle ; rien n’a été modifié."},
	quotesOption: counted{
		phrase{en: "%d quote", de: "%d Zitat", es: "%d cita", fr: "%d citation"},
		phrase{en: "%d quotes", de: "%d Zitate", es: "%d citas", fr: "%d citations"},
	},
	forAllMore:   phrase{en: "The asker can still ask privately", de: "Wer fragt, kann trotzdem privat fragen", es: "Aun así se puede preguntar en privado", fr: "On peut toujours demander en privé"},
	forAskerMore: phrase{en: "With a button to share it", de: "Mit einem Knopf zum Teilen", es: "Con un botón para compartirla", fr: "Avec un bouton pour la partager"},
	cardsMore:    phrase{en: "With a coloured bar", de: "Mit einem farbigen Balken", es: "Con una barra de color", fr: "Avec une barre de couleur"},
	plainMore:    phrase{en: "Ordinary messages, without a frame", de: "Gewöhnliche Nachrichten ohne Rahmen", es: "Mensajes normales, sin marco", fr: "Des messages ordinaires, sans cadre"},
}
