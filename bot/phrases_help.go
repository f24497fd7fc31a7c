package bot

// helpPhrases are what /help and /privacy say.
var helpPhrases = struct {
	line, whatIAm, how, filters, ways, replies, commands, examples phrase
	menu                                                           phrase

	privacyLine, keptHead, votes, gaps, limits, servers                phrase
	keepNone, keepMisses, keepAll                                      phrase
	show, delete, really, yesDelete, keep, nothingKept, nothingDeleted phrase
	kept, deleted, askDelete                                           counted
	keptUntil, hash, newer, older                                      phrase
}{
	line: phrase{en: "%s asked for help", de: "%s bittet um Hilfe", es: "%s pide ayuda", fr: "%s demande de l’aide"},
	whatIAm: phrase{
		en: "**I answer with quotes, and with nothing else.**\nEvery word about the news is printed in one of my %d articles, with its source, date and link. I am not a language model. Where the coverage does not say, I tell you so.",
		de: "**Ich antworte mit Zitaten und mit sonst nichts.**\nJedes Wort zu den Nachrichten steht in einem meiner %d Artikel, mit Quelle, Datum und Link. Ich bin kein Sprachmodell; wo die Artikel nichts sagen, sage ich dir das.",
		es: "**Respondo con citas y con nada más.**\nCada palabra sobre las noticias está en uno de mis %d artículos, con su fuente, fecha y enlace. No soy un modelo de lenguaje; si la cobertura no lo dice, te lo digo.",
		fr: "**Je réponds par des citations, et rien d’autre.**\nChaque mot sur l’actualité est dans un de mes %d articles, avec sa source, sa date et son lien. Je ne suis pas un modèle de langage ; si les articles ne le disent pas, je te le dis.",
	},
	how: phrase{
		en: "**How to ask**\n`%s` and your question, with a name or a thing in it.",
		de: "**So fragst du**\n`%s` und deine Frage, mit einem Namen oder einer Sache darin.",
		es: "**Cómo preguntar**\n`%s` y tu pregunta, con un nombre o una cosa en ella.",
		fr: "**Comment demander**\n`%s` et ta question, avec un nom ou une chose dedans.",
	},
	filters: phrase{
		en: "Narrow it with `source:` and `since:2024-06-20`; \"quotation marks\" keep words together.",
		de: "Grenze sie mit `source:` und `since:2024-06-20` ein; \"Anführungszeichen\" halten Wörter zusammen.",
		es: "Acótala con `source:` y `since:2024-06-20`; las \"comillas\" mantienen juntas las palabras.",
		fr: "Précise avec `source:` et `since:2024-06-20` ; les \"guillemets\" gardent les mots ensemble.",
	},
	ways: phrase{
		en: "Mention me in a server that has me, or write to me in a direct message.",
		de: "Erwähne mich auf einem Server, der mich hat, oder schreib mir eine Direktnachricht.",
		es: "Mencióname en un servidor que me tenga o escríbeme un mensaje directo.",
		fr: "Mentionne-moi sur un serveur où je suis, ou écris-moi en message privé.",
	},
	replies: phrase{
		en: "Reply to me with the ping on. Without it, Discord does not show me what you wrote, and I stay still.",
		de: "Antworte mir mit eingeschaltetem Ping. Ohne ihn zeigt mir Discord deinen Text nicht, und ich bleibe still.",
		es: "Respóndeme con la mención activada. Sin ella, Discord no me muestra lo que escribes y me quedo quieto.",
		fr: "Réponds-moi avec la mention activée. Sans elle, Discord ne me montre pas ton texte et je me tais.",
	},
	menu: phrase{
		en: "Right-click a message (on a phone: hold it) → Apps → *%s*.",
		de: "Rechtsklick auf eine Nachricht (am Handy: gedrückt halten) → Apps → *%s*.",
		es: "Clic derecho en un mensaje (en el móvil: mantenlo pulsado) → Aplicaciones → *%s*.",
		fr: "Clic droit sur un message (sur téléphone : appui long) → Applications → *%s*.",
	},
	commands: phrase{en: "**Commands**", de: "**Befehle**", es: "**Comandos**", fr: "**Commandes**"},
	examples: phrase{en: "Press an example to try it:", de: "Drück auf ein Beispiel:", es: "Pulsa un ejemplo para probarlo:", fr: "Appuie sur un exemple pour essayer :"},

	privacyLine: phrase{en: "%s asked what is kept", de: "%s fragt, was gespeichert wird", es: "%s pregunta qué se guarda", fr: "%s demande ce qui est gardé"},
	keptHead:    phrase{en: "**What I keep**", de: "**Was ich speichere**", es: "**Qué guardo**", fr: "**Ce que je garde**"},
	keepNone: phrase{
		en: "**Questions:** none. The text of what you ask is not kept, and nothing about you.",
		de: "**Fragen:** keine. Der Text deiner Fragen wird nicht gespeichert, und nichts über dich.",
		es: "**Preguntas:** ninguna. No se guarda el texto de lo que preguntas ni nada sobre ti.",
		fr: "**Questions :** aucune. Le texte de tes questions n’est pas gardé, ni rien sur toi.",
	},
	keepMisses: phrase{
		en: "**Questions:** the operator of this bot keeps the text of questions that the coverage does not answer, for %d days. Beside it stands an unreadable code made from your id (a keyed hash), not your name.",
		de: "**Fragen:** Der Betreiber dieses Bots speichert den Text von Fragen, die die Artikel nicht beantworten, %d Tage lang. Daneben steht ein unlesbarer Code aus deiner Kennung (ein Hash mit Schlüssel), nicht dein Name.",
		es: "**Preguntas:** el operador de este bot guarda el texto de las preguntas que la cobertura no responde, durante %d días. Junto a él hay un código ilegible hecho con tu identificador (un hash con clave), no tu nombre.",
		fr: "**Questions :** l’opérateur de ce bot garde le texte des questions auxquelles les articles ne répondent pas, pendant %d jours. À côté, il y a un code illisible tiré de ton identifiant (un hachage à clé), pas ton nom.",
	},
	keepAll: phrase{
		en: "**Questions:** the operator of this bot keeps the text of all questions, for %d days. Beside it stands an unreadable code made from your id (a keyed hash), not your name.",
		de: "**Fragen:** Der Betreiber dieses Bots speichert den Text aller Fragen, %d Tage lang. Daneben steht ein unlesbarer Code aus deiner Kennung (ein Hash mit Schlüssel), nicht dein Name.",
		es: "**Preguntas:** el operador de este bot guarda el texto de todas las preguntas, durante %d días. Junto a él hay un código ilegible hecho con tu identificador (un hash con clave), no tu nombre.",
		fr: "**Questions :** l’opérateur de ce bot garde le texte de toutes les questions, pendant %d jours. À côté, il y a un code illisible tiré de ton identifiant (un hachage à clé), pas ton nom.",
	},
	votes: phrase{
		en: "**Votes** (Not helpful): the quote, the reason, the hour and an unreadable code of the question (a keyed hash). Nothing leads to who voted, so I can neither show nor delete yours.",
		de: "**Stimmen** (Nicht hilfreich): das Zitat, der Grund, die Stunde und ein unlesbarer Code der Frage (ein Hash mit Schlüssel). Nichts verrät, wer abgestimmt hat; darum kann ich deine weder zeigen noch löschen.",
		es: "**Votos** (No me sirve): la cita, el motivo, la hora y un código ilegible de la pregunta (un hash con clave). Nada lleva a quien votó, así que no puedo mostrar ni borrar los tuyos.",
		fr: "**Votes** (Pas utile) : la citation, la raison, l’heure et un code illisible de la question (un hachage à clé). Rien ne mène à la personne qui a voté ; je ne peux donc ni montrer ni effacer les tiens.",
	},
	gaps: phrase{
		en: "**Words that no article has:** the word, the hour and an unreadable code of the server. No name.",
		de: "**Wörter, die in keinem Artikel stehen:** das Wort, die Stunde und ein unlesbarer Code des Servers. Kein Name.",
		es: "**Palabras que no están en ningún artículo:** la palabra, la hora y un código ilegible del servidor. Ningún nombre.",
		fr: "**Mots qu’aucun article n’a :** le mot, l’heure et un code illisible du serveur. Aucun nom.",
	},
	limits: phrase{
		en: "**For a while, under an unreadable code:** how often somebody asks and which answer a channel just got (minutes); that somebody has voted on a question (%d days, so that a vote counts once).",
		de: "**Für eine Weile, unter einem unlesbaren Code:** wie oft jemand fragt und was in einem Kanal gerade beantwortet wurde (Minuten); dass jemand zu einer Frage abgestimmt hat (%d Tage, damit eine Stimme einmal zählt).",
		es: "**Por un tiempo, bajo un código ilegible:** cuántas veces pregunta alguien y qué se acaba de responder en un canal (minutos); que alguien ha votado sobre una pregunta (%d días, para que un voto cuente una vez).",
		fr: "**Un moment, sous un code illisible :** combien de fois quelqu’un demande et quelle réponse un salon vient de recevoir (quelques minutes) ; que quelqu’un a voté sur une question (%d jours, pour qu’un vote compte une fois).",
	},
	servers: phrase{
		en: "**Servers:** what was chosen in `%s`.",
		de: "**Server:** was in `%s` gewählt wurde.",
		es: "**Servidores:** lo elegido en `%s`.",
		fr: "**Serveurs :** ce qui a été choisi dans `%s`.",
	},
	show:           phrase{en: "Show what is kept about me", de: "Zeigen, was über mich gespeichert ist", es: "Mostrar qué se guarda sobre mí", fr: "Montrer ce qui est gardé sur moi"},
	delete:         phrase{en: "Delete it", de: "Löschen", es: "Borrarlo", fr: "L’effacer"},
	really:         phrase{en: "This cannot be undone.", de: "Das lässt sich nicht rückgängig machen.", es: "No se puede deshacer.", fr: "C’est irréversible."},
	yesDelete:      phrase{en: "Yes, delete", de: "Ja, löschen", es: "Sí, borrar", fr: "Oui, effacer"},
	keep:           phrase{en: "Back", de: "Zurück", es: "Atrás", fr: "Retour"},
	nothingKept:    phrase{en: "Nothing is kept about you.", de: "Über dich ist nichts gespeichert.", es: "No se guarda nada sobre ti.", fr: "Rien n’est gardé sur toi."},
	nothingDeleted: phrase{en: "I could not delete it just now; nothing was changed. Please try again in a minute.", de: "Das konnte ich gerade nicht löschen; es wurde nichts geändert. Versuch es in einer Minute noch einmal.", es: "No he podido borrarlo ahora; no se ha cambiado nada. Inténtalo de nuevo en un minuto.", fr: "Je n’ai pas pu l’effacer à l’instant ; rien n’a été modifié. Réessaie dans une minute."},
	kept: counted{
		phrase{en: "%d question of yours is kept:", de: "%d Frage von dir ist gespeichert:", es: "Se guarda %d pregunta tuya:", fr: "%d de tes questions est gardée :"},
		phrase{en: "%d questions of yours are kept:", de: "%d Fragen von dir sind gespeichert:", es: "Se guardan %d preguntas tuyas:", fr: "%d de tes questions sont gardées :"},
	},
	deleted: counted{
		phrase{en: "%d question of yours was deleted. Nothing is kept about you now.", de: "%d Frage von dir wurde gelöscht. Über dich ist jetzt nichts gespeichert.", es: "Se ha borrado %d pregunta tuya. Ya no se guarda nada sobre ti.", fr: "%d de tes questions a été effacée. Plus rien n’est gardé sur toi."},
		phrase{en: "%d questions of yours were deleted. Nothing is kept about you now.", de: "%d Fragen von dir wurden gelöscht. Über dich ist jetzt nichts gespeichert.", es: "Se han borrado %d preguntas tuyas. Ya no se guarda nada sobre ti.", fr: "%d de tes questions ont été effacées. Plus rien n’est gardé sur toi."},
	},
	askDelete: counted{
		phrase{en: "Delete %d question of yours?", de: "%d Frage von dir löschen?", es: "¿Borrar %d pregunta tuya?", fr: "Effacer %d de tes questions ?"},
		phrase{en: "Delete %d questions of yours?", de: "%d Fragen von dir löschen?", es: "¿Borrar %d preguntas tuyas?", fr: "Effacer %d de tes questions ?"},
	},
	keptUntil: phrase{en: "%s, kept until %s", de: "%s, gespeichert bis %s", es: "%s, se guarda hasta el %s", fr: "%s, gardée jusqu’au %s"},
	hash:      phrase{en: "I looked for the unreadable code made from your id. Votes are kept without any person, so they are not listed here.", de: "Gesucht habe ich nach dem unlesbaren Code aus deiner Kennung. Stimmen werden ohne Person gespeichert, darum stehen sie hier nicht.", es: "He buscado el código ilegible hecho con tu identificador. Los votos se guardan sin persona, por eso no aparecen aquí.", fr: "J’ai cherché le code illisible tiré de ton identifiant. Les votes sont gardés sans personne, ils ne figurent donc pas ici."},
	newer:     phrase{en: "Newer", de: "Neuere", es: "Más recientes", fr: "Plus récentes"},
	older:     phrase{en: "Older", de: "Ältere", es: "Más antiguas", fr: "Plus anciennes"},
}
