package bot

// corePhrases are those that do not belong to one command.
var corePhrases = struct {
	asked, unknownCommand, oldButton, foreignButton, expiredButton phrase
}{
	asked: phrase{en: "%s asked: %s", de: "%s fragt: %s", es: "%s pregunta: %s", fr: "%s demande : %s"},
	unknownCommand: phrase{
		en: "I do not know that command. Try `/ask`.",
		de: "Diesen Befehl kenne ich nicht. Versuche `/fragen`.",
		es: "No conozco ese comando. Prueba con `/preguntar`.",
		fr: "Je ne connais pas cette commande. Essaie `/demander`.",
	},
	oldButton: phrase{
		en: "That button is from an older version of me. Please ask again with `/ask`.",
		de: "Dieser Knopf stammt von einer älteren Version von mir. Bitte frag noch einmal mit `/fragen`.",
		es: "Ese botón es de una versión anterior de mí. Vuelve a preguntar con `/preguntar`.",
		fr: "Ce bouton vient d’une version plus ancienne de moi. Repose ta question avec `/demander`.",
	},
	foreignButton: phrase{
		en: "I cannot follow that button: it is not one of mine, or the message was changed. Please ask again with `/ask`.",
		de: "Diesem Knopf kann ich nicht folgen: Er ist nicht von mir, oder die Nachricht wurde verändert. Bitte frag noch einmal mit `/fragen`.",
		es: "No puedo seguir ese botón: no es mío o el mensaje ha cambiado. Vuelve a preguntar con `/preguntar`.",
		fr: "Je ne peux pas suivre ce bouton : il n’est pas de moi, ou le message a été modifié. Repose ta question avec `/demander`.",
	},
	expiredButton: phrase{
		en: "That button has expired; nothing was changed. Please start again.",
		de: "Dieser Knopf ist abgelaufen; es wurde nichts geändert. Bitte fang noch einmal an.",
		es: "Ese botón ha caducado; no se ha cambiado nada. Empieza de nuevo.",
		fr: "Ce bouton a expiré ; rien n’a été modifié. Recommence, s’il te plaît.",
	},
}
