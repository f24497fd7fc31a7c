package bot

import "summitbot/bot/answer"

// answerPhrases are those of the answer card. What articles print stands between
// them as it is.
var answerPhrases = struct {
	and, or, date, updated, dateUnknown       phrase
	months                                    [12]phrase
	oneArticle                                phrase
	passages                                  counted
	notIn, asked, carried, readAs, read       phrase
	nothingIn, corpus, changed, gone, kept    phrase
	undated, nothingInSome                    counted
	headline, before, after, asPrinted        phrase
	openSentence, openArticle                 phrase
	spelled, onlyIn                           phrase
	spelledIn, printedIn                      counted
	unfaithful, notAsked, sourceGone, noQuote phrase
}{
	and:         phrase{en: "and", de: "und", es: "y", fr: "et"},
	or:          phrase{en: "or", de: "oder", es: "o", fr: "ou"},
	date:        phrase{en: "%[1]d %[2]s %[3]d", de: "%[1]d. %[2]s %[3]d", es: "%[1]d de %[2]s de %[3]d", fr: "%[1]d %[2]s %[3]d"},
	updated:     phrase{en: "updated %s", de: "aktualisiert am %s", es: "actualizado el %s", fr: "mis à jour le %s"},
	asPrinted:   phrase{en: "as printed", de: "so gedruckt", es: "tal como se imprimió", fr: "tel qu’imprimé"},
	dateUnknown: phrase{en: "date unknown", de: "Datum unbekannt", es: "fecha desconocida", fr: "date inconnue"},
	months: [12]phrase{
		{"January", "Januar", "enero", "janvier"}, {"February", "Februar", "febrero", "février"}, {"March", "März", "marzo", "mars"},
		{"April", "April", "abril", "avril"}, {"May", "Mai", "mayo", "mai"}, {"June", "Juni", "junio", "juin"},
		{"July", "Juli", "julio", "juillet"}, {"August", "August", "agosto", "août"}, {"September", "September", "septiembre", "septembre"},
		{"October", "Oktober", "octubre", "octobre"}, {"November", "November", "noviembre", "novembre"}, {"December", "Dezember", "diciembre", "décembre"},
	},
	oneArticle: phrase{
		en: "The one article searched has a passage on this", de: "Der eine durchsuchte Artikel hat eine Stelle dazu",
		es: "El único artículo consultado tiene un pasaje sobre esto", fr: "Le seul article consulté a un passage à ce sujet",
	},
	passages: counted{
		one:   phrase{en: "%d of %d articles has a passage on this", de: "%d von %d Artikeln hat eine Stelle dazu", es: "%d de %d artículos tiene un pasaje sobre esto", fr: "%d article sur %d a un passage à ce sujet"},
		other: phrase{en: "%d of %d articles have a passage on this", de: "%d von %d Artikeln haben eine Stelle dazu", es: "%d de %d artículos tienen un pasaje sobre esto", fr: "%d articles sur %d ont un passage à ce sujet"},
	},
	notIn:   phrase{en: "not in any article: %s", de: "in keinem Artikel: %s", es: "en ningún artículo: %s", fr: "dans aucun article : %s"},
	asked:   phrase{en: "Ask me with a name or a thing in your question.", de: "Frag mich mit einem Namen oder einer Sache in der Frage.", es: "Pregúntame con un nombre o una cosa en la pregunta.", fr: "Pose-moi une question avec un nom ou une chose dedans."},
	carried: phrase{en: "taken over from the question before: %s", de: "übernommen aus der Frage davor: %s", es: "tomado de la pregunta anterior: %s", fr: "repris de la question précédente : %s"},
	readAs:  phrase{en: "%s as %s", de: "%s als %s", es: "%s como %s", fr: "%s comme %s"},
	read:    phrase{en: "read %s", de: "gelesen: %s", es: "leído: %s", fr: "lu : %s"},

	nothingIn: phrase{en: "Nothing found in: %s", de: "Nichts gefunden in: %s", es: "Nada encontrado en: %s", fr: "Rien trouvé dans : %s"},
	nothingInSome: counted{
		one:   phrase{en: "Nothing found in %d article", de: "Nichts gefunden in %d Artikel", es: "Nada encontrado en %d artículo", fr: "Rien trouvé dans %d article"},
		other: phrase{en: "Nothing found in %d articles", de: "Nichts gefunden in %d Artikeln", es: "Nada encontrado en %d artículos", fr: "Rien trouvé dans %d articles"},
	},
	undated: counted{
		one:   phrase{en: "%d article without a date left out", de: "%d Artikel ohne Datum ausgelassen", es: "%d artículo sin fecha omitido", fr: "%d article sans date laissé de côté"},
		other: phrase{en: "%d articles without a date left out", de: "%d Artikel ohne Datum ausgelassen", es: "%d artículos sin fecha omitidos", fr: "%d articles sans date laissés de côté"},
	},
	corpus:  phrase{en: "corpus %d", de: "Korpus %d", es: "corpus %d", fr: "corpus %d"},
	changed: phrase{en: "The coverage has changed since: version %d, was %d.", de: "Die Artikel haben sich seitdem geändert: Version %d, war %d.", es: "La cobertura ha cambiado desde entonces: versión %d, era %d.", fr: "Les articles ont changé depuis : version %d, c’était %d."},
	gone:    phrase{en: "The quote you were at is no longer here; these are the first ones.", de: "Das Zitat, bei dem du warst, gibt es nicht mehr; das sind die ersten.", es: "La cita en la que estabas ya no está; estas son las primeras.", fr: "La citation où tu étais n’est plus là ; voici les premières."},
	kept:    phrase{en: "questions are kept for %d days, see /privacy", de: "Fragen werden %d Tage aufbewahrt, siehe /datenschutz", es: "las preguntas se guardan %d días, mira /privacidad", fr: "les questions sont gardées %d jours, voir /confidentialité"},

	headline:     phrase{en: "headline: “%s”", de: "Überschrift: „%s“", es: "titular: «%s»", fr: "titre : « %s »"},
	before:       phrase{en: "before: “%s”", de: "davor: „%s“", es: "antes: «%s»", fr: "avant : « %s »"},
	after:        phrase{en: "after: “%s”", de: "danach: „%s“", es: "después: «%s»", fr: "après : « %s »"},
	openSentence: phrase{en: "Open at this sentence", de: "An diesem Satz öffnen", es: "Abrir en esta frase", fr: "Ouvrir à cette phrase"},
	openArticle:  phrase{en: "Open the article", de: "Artikel öffnen", es: "Abrir el artículo", fr: "Ouvrir l’article"},

	spelled: phrase{en: "spelled %s", de: "geschrieben %s", es: "escrito %s", fr: "écrit %s"},
	spelledIn: counted{
		one:   phrase{en: "%s (%d article)", de: "%s (%d Artikel)", es: "%s (%d artículo)", fr: "%s (%d article)"},
		other: phrase{en: "%s (%d articles)", de: "%s (%d Artikel)", es: "%s (%d artículos)", fr: "%s (%d articles)"},
	},
	onlyIn: phrase{en: "“%s” only in %s", de: "„%s“ nur in %s", es: "«%s» solo en %s", fr: "« %s » seulement dans %s"},
	printedIn: counted{
		one:   phrase{en: "“%s” in %d article", de: "„%s“ in %d Artikel", es: "«%s» en %d artículo", fr: "« %s » dans %d article"},
		other: phrase{en: "“%s” in %d articles", de: "„%s“ in %d Artikeln", es: "«%s» en %d artículos", fr: "« %s » dans %d articles"},
	},

	unfaithful: phrase{
		en: "I could not write that answer down faithfully, so I leave it out. The operator has been told.",
		de: "Ich konnte diese Antwort nicht getreu wiedergeben, also lasse ich es. Der Betreiber weiß Bescheid.",
		es: "No pude escribir esa respuesta fielmente, así que la dejo. El operador está avisado.",
		fr: "Je n’ai pas pu écrire cette réponse fidèlement, alors je m’abstiens. L’opérateur est prévenu.",
	},
	notAsked: phrase{
		en: "I could not look that up just now. Please try again in a minute.",
		de: "Ich konnte das gerade nicht nachsehen. Bitte versuch es in einer Minute noch einmal.",
		es: "Ahora mismo no he podido mirarlo. Vuelve a intentarlo en un minuto.",
		fr: "Je n’ai pas pu chercher à l’instant. Réessaie dans une minute.",
	},
	sourceGone: phrase{
		en: "The source that this question names is no longer in the coverage. Please ask again with `/ask`.",
		de: "Die Quelle, die diese Frage nennt, gehört nicht mehr zu den Artikeln. Bitte frag noch einmal mit `/fragen`.",
		es: "La fuente que nombra esta pregunta ya no está en la cobertura. Vuelve a preguntar con `/preguntar`.",
		fr: "La source que cette question nomme n’est plus dans les articles. Repose ta question avec `/demander`.",
	},
	noQuote: phrase{
		en: "The coverage has changed, and there is no quote on this any more.",
		de: "Die Artikel haben sich geändert, und es gibt kein Zitat mehr dazu.",
		es: "La cobertura ha cambiado y ya no hay ninguna cita sobre esto.",
		fr: "Les articles ont changé, et il n’y a plus de citation à ce sujet.",
	},
}

// missPhrases say that the coverage does not say. They are facts about words that
// are printed.
var missPhrases = struct {
	none, noneOfOne, headed phrase
	filtered, apart, found  counted
	lacking                 phrase // of which words, and what is lacking as in lacks
	lacks                   map[answer.Miss]phrase
	nearest, premise, named phrase
	language, askIn         phrase
	languages               map[string]phrase
}{
	none:      phrase{en: "None of the %d articles contains %s.", de: "Keiner der %d Artikel enthält %s.", es: "Ninguno de los %d artículos contiene %s.", fr: "Aucun des %d articles ne contient %s."},
	noneOfOne: phrase{en: "The article does not contain %s.", de: "Im Artikel fehlt: %s.", es: "El artículo no contiene %s.", fr: "L’article ne contient pas %s."},
	headed:    phrase{en: "Only headlines or captions contain %s.", de: "Nur Überschriften oder Bildunterschriften enthalten %s.", es: "Solo titulares o pies de foto contienen %s.", fr: "Seuls des titres ou des légendes contiennent %s."},
	filtered: counted{
		one: phrase{
			en: "%s is in the coverage, but not in the articles that `source` and `since` leave.", de: "%s steht in der Berichterstattung, aber nicht in den Artikeln, die `source` und `since` übrig lassen.",
			es: "%s está en la cobertura, pero no en los artículos que dejan `source` y `since`.", fr: "%s est dans la couverture, mais pas dans les articles que `source` et `since` laissent.",
		},
		other: phrase{
			en: "%s are in the coverage, but not in the articles that `source` and `since` leave.", de: "%s stehen in der Berichterstattung, aber nicht in den Artikeln, die `source` und `since` übrig lassen.",
			es: "%s están en la cobertura, pero no en los artículos que dejan `source` y `since`.", fr: "%s sont dans la couverture, mais pas dans les articles que `source` et `since` laissent.",
		},
	},
	apart: counted{
		one:   phrase{en: "%s is in the articles, not in one passage.", de: "%s steht in den Artikeln, nicht in einer Stelle.", es: "%s está en los artículos, no en un mismo pasaje.", fr: "%s est dans les articles, pas dans un même passage."},
		other: phrase{en: "%s are in the articles, not in one passage.", de: "%s stehen in den Artikeln, nicht in ein und derselben Stelle.", es: "%s están en los artículos, no en un mismo pasaje.", fr: "%s sont dans les articles, pas dans un même passage."},
	},
	found: counted{
		one:   phrase{en: "%s is in the articles.", de: "%s steht in den Artikeln.", es: "%s está en los artículos.", fr: "%s est dans les articles."},
		other: phrase{en: "%s are in the articles.", de: "%s stehen in den Artikeln.", es: "%s están en los artículos.", fr: "%s sont dans les articles."},
	},
	lacking: phrase{en: "Passages speak of %s; none of those found %s.", de: "Es gibt Stellen zu %s; keine der gefundenen %s.", es: "Hay pasajes sobre %s; ninguno de los encontrados %s.", fr: "Des passages parlent de %s ; aucun de ceux trouvés %s."},
	lacks: map[answer.Miss]phrase{
		answer.NoPhrase: {"has what is in quotation marks", "hat, was in Anführungszeichen steht", "tiene lo que está entre comillas", "n’a ce qui est entre guillemets"},
		answer.NoNumber: {"prints a number for this", "enthält eine Zahl dazu", "trae un número para esto", "ne donne un nombre pour cela"},
		answer.NoDate:   {"prints a date for this", "enthält ein Datum dazu", "trae una fecha para esto", "ne donne une date pour cela"},
		answer.NoPlace:  {"names a place for this", "nennt einen Ort dazu", "nombra un lugar para esto", "ne nomme un lieu pour cela"},
		answer.NoPerson: {"names a person for this", "nennt eine Person dazu", "nombra a una persona para esto", "ne nomme une personne pour cela"},
		answer.Loose:    {"answers this", "beantwortet das", "responde a esto", "ne répond à cela"},
	},
	nearest: phrase{en: "The coverage does not say. Nearest to it:", de: "Die Artikel sagen es nicht. Am nächsten kommt:", es: "La cobertura no lo dice. Lo más cercano:", fr: "Les articles ne le disent pas. Le plus proche :"},
	premise: phrase{
		en: "The coverage does not say. Sentences with words that were found:", de: "Die Artikel sagen es nicht. Sätze mit gefundenen Wörtern:",
		es: "La cobertura no lo dice. Frases con palabras encontradas:", fr: "Les articles ne le disent pas. Phrases avec des mots trouvés :",
	},
	named:    phrase{en: "Sentences with these names or words:", de: "Sätze mit diesen Namen oder Wörtern:", es: "Frases con estos nombres o palabras:", fr: "Phrases avec ces noms ou ces mots :"},
	language: phrase{en: "The coverage is in %s.", de: "Die Artikel sind auf %s.", es: "La cobertura está en %s.", fr: "Les articles sont en %s."},
	askIn:    phrase{en: "Ask in that language, or with names.", de: "Frag in dieser Sprache oder mit Namen.", es: "Pregunta en ese idioma o con nombres.", fr: "Demande dans cette langue, ou avec des noms."},
	languages: map[string]phrase{
		"en": {"English", "Englisch", "inglés", "anglais"},
		"de": {"German", "Deutsch", "alemán", "allemand"},
		"es": {"Spanish", "Spanisch", "español", "espagnol"},
		"fr": {"French", "Französisch", "francés", "français"},
		"it": {"Italian", "Italienisch", "italiano", "italien"},
		"nl": {"Dutch", "Niederländisch", "neerlandés", "néerlandais"},
		"pt": {"Portuguese", "Portugiesisch", "portugués", "portugais"},
	},
}

// cardPhrases stand on buttons, and in what these lead to.
var cardPhrases = struct {
	more, first, compare, context, noContext, cite, notHelpful, remove, share phrase
	nearest, human, try, moreCitations                                        phrase

	notYours, noChannel, nobody, unsure phrase
	notWriter                           phrase

	retrieved, noDate, bodyHash phrase
	forms                       [forms]phrase // of citations

	reasons                                      [5]phrase
	whatIsWrong, voteKept, thanks, told, notKept phrase

	humanAsked, humanText, humanWait, humanRefused, humanNobody phrase
}{
	more:       phrase{en: "More quotes (%d)", de: "Mehr Zitate (%d)", es: "Más citas (%d)", fr: "Plus de citations (%d)"},
	first:      phrase{en: "First quotes", de: "Erste Zitate", es: "Primeras citas", fr: "Premières citations"},
	compare:    phrase{en: "Compare", de: "Vergleichen", es: "Comparar", fr: "Comparer"},
	context:    phrase{en: "Context", de: "Kontext", es: "Contexto", fr: "Contexte"},
	noContext:  phrase{en: "Hide context", de: "Kontext ausblenden", es: "Ocultar contexto", fr: "Masquer le contexte"},
	cite:       phrase{en: "Copy as citation", de: "Als Beleg kopieren", es: "Copiar como referencia", fr: "Copier la référence"},
	notHelpful: phrase{en: "👎 Not helpful", de: "👎 Nicht hilfreich", es: "👎 No me sirve", fr: "👎 Pas utile"},
	remove:     phrase{en: "Delete", de: "Löschen", es: "Borrar", fr: "Supprimer"},
	share:      phrase{en: "Share", de: "Teilen", es: "Compartir", fr: "Partager"},
	nearest:    phrase{en: "Show nearest", de: "Ähnliches zeigen", es: "Mostrar lo más cercano", fr: "Voir le plus proche"},
	human:      phrase{en: "Ask a human", de: "Einen Menschen fragen", es: "Preguntar a una persona", fr: "Demander à un humain"},
	try:        phrase{en: "Try: %s", de: "Versuch: %s", es: "Prueba: %s", fr: "Essaie : %s"},
	forms: [forms]phrase{
		plainText:    {en: "Plain text", de: "Text", es: "Texto", fr: "Texte"},
		markdownText: {en: "Markdown", de: "Markdown", es: "Markdown", fr: "Markdown"},
		bibTeX:       {en: "BibTeX", de: "BibTeX", es: "BibTeX", fr: "BibTeX"},
	},
	moreCitations: phrase{en: "More citations (%d)", de: "Weitere Belege (%d)", es: "Más referencias (%d)", fr: "Plus de références (%d)"},

	notYours: phrase{
		en: "Only the one who asked, or somebody who may manage messages here, can delete this answer.",
		de: "Diese Antwort kann nur löschen, wer gefragt hat oder hier Nachrichten verwalten darf.",
		es: "Solo puede borrar esta respuesta quien preguntó o quien puede gestionar mensajes aquí.",
		fr: "Seule la personne qui a demandé, ou quelqu’un qui peut gérer les messages ici, peut supprimer cette réponse.",
	},
	noChannel: phrase{
		en: "On this server I do not answer in this channel, so I cannot share it here.",
		de: "Auf diesem Server antworte ich in diesem Kanal nicht, also kann ich sie hier nicht teilen.",
		es: "En este servidor no respondo en este canal, así que no puedo compartirla aquí.",
		fr: "Sur ce serveur, je ne réponds pas dans ce salon ; je ne peux donc pas la partager ici.",
	},
	nobody: phrase{
		en: "There is nobody else here to share it with.",
		de: "Hier ist sonst niemand, mit dem du sie teilen könntest.",
		es: "Aquí no hay nadie más con quien compartirla.",
		fr: "Il n’y a personne d’autre ici avec qui la partager.",
	},
	notWriter: phrase{
		en: "You may not write in this channel, so I do not do it for you here.",
		de: "Du darfst in diesem Kanal nicht schreiben, also tue ich es hier nicht für dich.",
		es: "No puedes escribir en este canal, así que aquí no lo hago por ti.",
		fr: "Tu ne peux pas écrire dans ce salon, je ne le fais donc pas ici pour toi.",
	},
	unsure: phrase{
		en: "I cannot tell just now whether I may share answers here. Please try again in a minute.",
		de: "Ich kann gerade nicht feststellen, ob ich hier Antworten teilen darf. Bitte versuch es in einer Minute noch einmal.",
		es: "Ahora mismo no sé si puedo compartir respuestas aquí. Vuelve a intentarlo en un minuto.",
		fr: "Je ne sais pas à l’instant si je peux partager des réponses ici. Réessaie dans une minute.",
	},

	retrieved: phrase{en: "retrieved %s", de: "abgerufen am %s", es: "consultado el %s", fr: "consulté le %s"},
	noDate:    phrase{en: "n.d.", de: "o. D.", es: "s. f.", fr: "s. d."},
	bodyHash:  phrase{en: "SHA-256 of the text %s, corpus %s %d", de: "SHA-256 des Textes %s, Korpus %s %d", es: "SHA-256 del texto %s, corpus %s %d", fr: "SHA-256 du texte %s, corpus %s %d"},

	reasons: [5]phrase{
		{"Wrong sentence", "Falscher Satz", "Frase equivocada", "Mauvaise phrase"},
		{"Does not answer", "Beantwortet es nicht", "No responde", "Ne répond pas"},
		{"Misses an article", "Ein Artikel fehlt", "Falta un artículo", "Il manque un article"},
		{"Hard to understand", "Schwer zu verstehen", "Difícil de entender", "Difficile à comprendre"},
		{"Outdated", "Veraltet", "Desactualizado", "Dépassé"},
	},
	whatIsWrong: phrase{
		en: "What is wrong with this answer?",
		de: "Was stimmt mit dieser Antwort nicht?",
		es: "¿Qué falla en esta respuesta?",
		fr: "Qu’est-ce qui ne va pas dans cette réponse ?",
	},
	voteKept: phrase{
		en: "I keep the hour, the coverage’s version, an unreadable code of the question, which sentence came first, and your reason. Nothing says who or where you are.",
		de: "Ich behalte die Stunde, die Version der Artikel, einen unlesbaren Code der Frage, welcher Satz der erste war, und deinen Grund. Nichts davon sagt, wer oder wo du bist.",
		es: "Guardo la hora, la versión de la cobertura, un código ilegible de la pregunta, qué frase fue la primera y tu motivo. Nada dice quién eres ni dónde estás.",
		fr: "Je garde l’heure, la version des articles, un code illisible de la question, quelle phrase venait en premier et ta raison. Rien ne dit qui tu es ni où tu es.",
	},
	thanks:  phrase{en: "Thank you, I have noted: %s.", de: "Danke, ich habe notiert: %s.", es: "Gracias, anotado: %s.", fr: "Merci, c’est noté : %s."},
	told:    phrase{en: "You have already told me about this answer. Thank you! The first reason stays.", de: "Zu dieser Antwort hast du mir schon etwas gesagt. Danke! Der erste Grund bleibt.", es: "Ya me has dicho algo sobre esta respuesta. ¡Gracias! El primer motivo se mantiene.", fr: "Tu m’as déjà parlé de cette réponse. Merci ! La première raison reste."},
	notKept: phrase{en: "Thank you. I could not write that down just now, so nothing was kept.", de: "Danke. Ich konnte das gerade nicht festhalten, es wurde also nichts behalten.", es: "Gracias. Ahora mismo no he podido anotarlo, así que no se ha guardado nada.", fr: "Merci. Je n’ai pas pu le noter à l’instant, rien n’a donc été gardé."},

	humanAsked: phrase{en: "I have asked %s, here in the channel.", de: "Ich habe %s gefragt, hier im Kanal.", es: "He preguntado a %s, aquí en el canal.", fr: "J’ai demandé à %s, ici dans le salon."},
	humanText:  phrase{en: "%s asks: %s\nThe coverage does not say.", de: "%s fragt: %s\nDie Artikel sagen dazu nichts.", es: "%s pregunta: %s\nLa cobertura no lo dice.", fr: "%s demande : %s\nLes articles ne le disent pas."},
	humanWait:  phrase{en: "You asked a human a moment ago. You can ask again in %s.", de: "Du hast gerade erst einen Menschen gefragt. In %s kannst du wieder fragen.", es: "Acabas de preguntar a una persona. Podrás volver a hacerlo en %s.", fr: "Tu viens de demander à un humain. Tu pourras redemander dans %s."},
	humanRefused: phrase{
		en: "I could not ask: I may not write in this channel. Whoever manages the server can see with `/doctor` what is missing.",
		de: "Ich konnte nicht fragen: Ich darf in diesem Kanal nicht schreiben. Wer den Server verwaltet, sieht mit `/diagnose`, was fehlt.",
		es: "No he podido preguntar: no puedo escribir en este canal. Quien gestiona el servidor ve con `/diagnóstico` qué falta.",
		fr: "Je n’ai pas pu demander : je ne peux pas écrire dans ce salon. La personne qui gère le serveur voit avec `/diagnostic` ce qui manque.",
	},
	humanNobody: phrase{
		en: "Nobody is chosen to be asked here. Whoever manages the server can choose a role with `/settings`.",
		de: "Hier ist niemand zum Fragen ausgewählt. Wer den Server verwaltet, kann mit `/einstellungen` eine Rolle wählen.",
		es: "Aquí no se ha elegido a nadie a quien preguntar. Quien gestiona el servidor puede elegir un rol con `/ajustes`.",
		fr: "Personne n’est choisi ici pour être interrogé. La personne qui gère le serveur peut choisir un rôle avec `/réglages`.",
	},
}
