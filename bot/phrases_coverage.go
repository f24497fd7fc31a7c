package bot

// coveragePhrases are what /coverage and /doctor say.
var coveragePhrases = struct {
	statusLine, gapsLine, notOperator                   phrase
	passages, undated, linkOnly                         counted
	languages, english, well, degraded, keeping, hash   phrase
	keepsNone, keepsMisses, keepsAll, gapsHead, noGaps  phrase
	asked, below                                        counted
	lastHour, threshold, unread                         phrase
	doctorLine, unreachable, allFine, slashWorks        phrase
	fine, broken                                        counted
	lacks, whyView, whySend, whyHistory, whyReact       phrase
	view, send, history, react, click, goneChannels     phrase
	goneLog, mutedLog, goneRole, roleNotCalled, roleFix phrase
}{
	statusLine:  phrase{en: "%s asked how the coverage is", de: "%s fragt nach dem Stand der Artikel", es: "%s pregunta por el estado de la cobertura", fr: "%s demande l’état de la couverture"},
	gapsLine:    phrase{en: "%s asked what the coverage lacks", de: "%s fragt, was den Artikeln fehlt", es: "%s pregunta qué le falta a la cobertura", fr: "%s demande ce qui manque à la couverture"},
	notOperator: phrase{en: "That is for the operators of this bot. `%s` shows what I quote from.", de: "Das ist für die Betreiber dieses Bots. `%s` zeigt, woraus ich zitiere.", es: "Eso es para los operadores de este bot. `%s` muestra de qué cito.", fr: "C’est pour les opérateurs de ce bot. `%s` montre ce que je cite."},
	passages:    counted{phrase{en: "%d passage", de: "%d Abschnitt", es: "%d pasaje", fr: "%d passage"}, phrase{en: "%d passages", de: "%d Abschnitte", es: "%d pasajes", fr: "%d passages"}},
	undated: counted{
		phrase{en: "%d article has no date: `since` leaves it out.", de: "%d Artikel hat kein Datum: `since` lässt ihn aus.", es: "%d artículo no tiene fecha: `since` lo omite.", fr: "%d article n’a pas de date : `since` l’écarte."},
		phrase{en: "%d articles have no date: `since` leaves them out.", de: "%d Artikel haben kein Datum: `since` lässt sie aus.", es: "%d artículos no tienen fecha: `since` los omite.", fr: "%d articles n’ont pas de date : `since` les écarte."},
	},
	linkOnly: counted{
		phrase{en: "%d article is linked only, never quoted.", de: "%d Artikel wird nur verlinkt, nie zitiert.", es: "%d artículo solo se enlaza, nunca se cita.", fr: "%d article est seulement en lien, jamais cité."},
		phrase{en: "%d articles are linked only, never quoted.", de: "%d Artikel werden nur verlinkt, nie zitiert.", es: "%d artículos solo se enlazan, nunca se citan.", fr: "%d articles sont seulement en lien, jamais cités."},
	},
	languages:   phrase{en: "Languages: %s", de: "Sprachen: %s", es: "Idiomas: %s", fr: "Langues : %s"},
	english:     phrase{en: "In English articles I also understand what kind of thing is asked for, related words, dates and who speaks, and I compare. In other languages I search, quote and count.", de: "In englischen Artikeln verstehe ich auch, wonach gefragt wird, verwandte Wörter, Daten und wer spricht, und ich vergleiche. In anderen Sprachen suche, zitiere und zähle ich.", es: "En artículos en inglés entiendo también qué clase de cosa se pregunta, las palabras afines, las fechas y quién habla, y comparo. En otros idiomas busco, cito y cuento.", fr: "Dans les articles en anglais, je comprends aussi le genre de chose demandée, les mots apparentés, les dates et qui parle, et je compare. Dans les autres langues, je cherche, cite et compte."},
	well:        phrase{en: "All is well.", de: "Alles ist in Ordnung.", es: "Todo va bien.", fr: "Tout va bien."},
	degraded:    phrase{en: "**Not as it should be:** %s", de: "**Nicht, wie es sein sollte:** %s", es: "**No está como debería:** %s", fr: "**Pas comme il faudrait :** %s"},
	keeping:     phrase{en: "Questions whose text is kept: %s", de: "Fragen, deren Text gespeichert wird: %s", es: "Preguntas cuyo texto se guarda: %s", fr: "Questions dont le texte est gardé : %s"},
	keepsNone:   phrase{en: "none", de: "keine", es: "ninguna", fr: "aucune"},
	keepsMisses: phrase{en: "those without an answer", de: "die ohne Antwort", es: "las que no tienen respuesta", fr: "celles sans réponse"},
	keepsAll:    phrase{en: "all", de: "alle", es: "todas", fr: "toutes"},
	hash:        phrase{en: "Hash: `%s`", de: "Hash: `%s`", es: "Hash: `%s`", fr: "Hachage : `%s`"},
	gapsHead:    phrase{en: "**Words that are asked for and stand in no article**", de: "**Wörter, nach denen gefragt wird und die in keinem Artikel stehen**", es: "**Palabras que se piden y que no están en ningún artículo**", fr: "**Mots demandés qui ne sont dans aucun article**"},
	noGaps:      phrase{en: "No word has been asked for often enough yet.", de: "Nach keinem Wort wurde bisher oft genug gefragt.", es: "Todavía no se ha pedido ninguna lo bastante.", fr: "Aucun mot n’a encore été demandé assez souvent."},
	asked: counted{
		phrase{en: "asked at least %d time", de: "mindestens %d-mal gefragt", es: "pedida al menos %d vez", fr: "demandé au moins %d fois"},
		phrase{en: "asked at least %d times", de: "mindestens %d-mal gefragt", es: "pedida al menos %d veces", fr: "demandé au moins %d fois"},
	},
	below: counted{
		phrase{en: "%d more word has been asked for less often.", de: "Nach %d weiterem Wort wurde seltener gefragt.", es: "%d palabra más se ha pedido menos veces.", fr: "%d autre mot a été demandé moins souvent."},
		phrase{en: "%d more words have been asked for less often.", de: "Nach %d weiteren Wörtern wurde seltener gefragt.", es: "%d palabras más se han pedido menos veces.", fr: "%d autres mots ont été demandés moins souvent."},
	},
	lastHour:  phrase{en: "last %s", de: "zuletzt %s", es: "la última vez %s", fr: "la dernière fois %s"},
	threshold: phrase{en: "A word is shown once it was asked for in %d different hours or by %d servers.", de: "Ein Wort wird gezeigt, sobald in %d verschiedenen Stunden oder von %d Servern danach gefragt wurde.", es: "Una palabra se muestra cuando se ha pedido en %d horas distintas o desde %d servidores.", fr: "Un mot est montré dès qu’il a été demandé à %d heures différentes ou par %d serveurs."},
	unread:    phrase{en: "I could not read them just now. Please try again in a minute.", de: "Ich konnte sie gerade nicht lesen. Versuch es in einer Minute noch einmal.", es: "No he podido leerlas ahora. Inténtalo de nuevo en un minuto.", fr: "Je n’ai pas pu les lire à l’instant. Réessaie dans une minute."},

	doctorLine:  phrase{en: "%s asked what I lack here", de: "%s fragt, was mir hier fehlt", es: "%s pregunta qué me falta aquí", fr: "%s demande ce qui me manque ici"},
	unreachable: phrase{en: "I could not ask Discord about this server just now. Please try again in a minute.", de: "Ich konnte Discord gerade nicht nach diesem Server fragen. Versuch es in einer Minute noch einmal.", es: "No he podido preguntar a Discord por este servidor ahora. Inténtalo de nuevo en un minuto.", fr: "Je n’ai pas pu interroger Discord sur ce serveur à l’instant. Réessaie dans une minute."},
	allFine:     phrase{en: "**I have all I need.**", de: "**Ich habe alles, was ich brauche.**", es: "**Tengo todo lo que necesito.**", fr: "**J’ai tout ce qu’il me faut.**"},
	slashWorks:  phrase{en: "Slash commands need none of this: their answers come through everywhere.", de: "Slash-Befehle brauchen nichts davon: Ihre Antworten kommen überall an.", es: "Los comandos de barra no necesitan nada de esto: sus respuestas llegan a todas partes.", fr: "Les commandes slash n’ont besoin de rien de cela : leurs réponses arrivent partout."},
	fine: counted{
		phrase{en: "%d channel is fine.", de: "%d Kanal ist in Ordnung.", es: "%d canal está bien.", fr: "%d salon va bien."},
		phrase{en: "%d channels are fine.", de: "%d Kanäle sind in Ordnung.", es: "%d canales están bien.", fr: "%d salons vont bien."},
	},
	broken: counted{
		phrase{en: "**Something is missing in %d channel.**", de: "**In %d Kanal fehlt etwas.**", es: "**Falta algo en %d canal.**", fr: "**Il manque quelque chose dans %d salon.**"},
		phrase{en: "**Something is missing in %d channels.**", de: "**In %d Kanälen fehlt etwas.**", es: "**Falta algo en %d canales.**", fr: "**Il manque quelque chose dans %d salons.**"},
	},
	lacks:      phrase{en: "%s lacks %s", de: "In %s fehlt %s", es: "En %s falta %s", fr: "Dans %s, il manque %s"},
	view:       phrase{en: "View Channel", de: "Kanal anzeigen", es: "Ver canal", fr: "Voir le salon"},
	send:       phrase{en: "Send Messages", de: "Nachrichten senden", es: "Enviar mensajes", fr: "Envoyer des messages"},
	history:    phrase{en: "Read Message History", de: "Nachrichtenverlauf lesen", es: "Leer el historial de mensajes", fr: "Voir les anciens messages"},
	react:      phrase{en: "Add Reactions", de: "Reaktionen hinzufügen", es: "Añadir reacciones", fr: "Ajouter des réactions"},
	whyView:    phrase{en: "to see that somebody mentions me", de: "um zu sehen, dass mich jemand erwähnt", es: "para ver que alguien me menciona", fr: "pour voir qu’on me mentionne"},
	whySend:    phrase{en: "to answer a mention", de: "um auf eine Erwähnung zu antworten", es: "para responder a una mención", fr: "pour répondre à une mention"},
	whyHistory: phrase{en: "to reply to a message", de: "um auf eine Nachricht zu antworten", es: "para responder a un mensaje", fr: "pour répondre à un message"},
	whyReact:   phrase{en: "to put ⏳ under a question that came too fast", de: "um ⏳ unter eine Frage zu setzen, die zu schnell kam", es: "para poner ⏳ bajo una pregunta que llega demasiado pronto", fr: "pour mettre ⏳ sous une question arrivée trop vite"},
	click: phrase{
		en: "To fix it: Edit Channel → Permissions → add or pick summitbot → allow what is named.",
		de: "So behebst du es: Kanal bearbeiten → Berechtigungen → summitbot hinzufügen oder wählen → das Genannte erlauben.",
		es: "Para arreglarlo: Editar canal → Permisos → añade o elige summitbot → permite lo que se nombra.",
		fr: "Pour y remédier : Modifier le salon → Permissions → ajoute ou choisis summitbot → autorise ce qui est nommé.",
	},
	goneChannels: phrase{
		en: "A channel in which I should answer no longer exists. `%s` → choose the channels again.",
		de: "Einen Kanal, in dem ich antworten soll, gibt es nicht mehr. `%s` → wähle die Kanäle neu.",
		es: "Un canal en el que debo responder ya no existe. `%s` → elige de nuevo los canales.",
		fr: "Un salon où je dois répondre n’existe plus. `%s` → choisis de nouveau les salons.",
	},
	goneLog: phrase{
		en: "The channel in which changes are announced no longer exists. `%s` → choose another.",
		de: "Den Kanal, in dem Änderungen gemeldet werden, gibt es nicht mehr. `%s` → wähle einen anderen.",
		es: "El canal en el que se anuncian los cambios ya no existe. `%s` → elige otro.",
		fr: "Le salon où les changements sont annoncés n’existe plus. `%s` → choisis-en un autre.",
	},
	mutedLog: phrase{
		en: "I cannot announce changes in %s: there I lack View Channel or Send Messages.",
		de: "In %s kann ich Änderungen nicht melden: Dort fehlt mir Kanal anzeigen oder Nachrichten senden.",
		es: "No puedo anunciar los cambios en %s: allí me falta Ver canal o Enviar mensajes.",
		fr: "Je ne peux pas annoncer les changements dans %s : il m’y manque Voir le salon ou Envoyer des messages.",
	},
	goneRole: phrase{
		en: "The role that “Ask a human” calls no longer exists. `%s` → choose another.",
		de: "Die Rolle, die „Einen Menschen fragen“ ruft, gibt es nicht mehr. `%s` → wähle eine andere.",
		es: "El rol al que llama «Preguntar a una persona» ya no existe. `%s` → elige otro.",
		fr: "Le rôle qu’appelle « Demander à un humain » n’existe plus. `%s` → choisis-en un autre.",
	},
	roleNotCalled: phrase{
		en: "“Ask a human” cannot call %s in %s.",
		de: "„Einen Menschen fragen“ kann %s nicht rufen in %s.",
		es: "«Preguntar a una persona» no puede llamar a %s en %s.",
		fr: "« Demander à un humain » ne peut pas appeler %s dans %s.",
	},
	roleFix: phrase{
		en: "To fix it: Server Settings → Roles → that role → Allow anyone to @mention this role.",
		de: "So behebst du es: Servereinstellungen → Rollen → diese Rolle → Jedem erlauben, diese Rolle zu @erwähnen.",
		es: "Para arreglarlo: Ajustes del servidor → Roles → ese rol → Permitir que cualquiera @mencione este rol.",
		fr: "Pour y remédier : Paramètres du serveur → Rôles → ce rôle → Permettre à tout le monde de @mentionner ce rôle.",
	},
}
