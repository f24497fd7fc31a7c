package bot

// An optionPhrases names and describes a command or one of its options.
type optionPhrases struct{ name, description phrase }

// askPhrases are those of every way to ask.
var askPhrases = struct {
	command, question, source, since, private optionPhrases
	find                                      phrase // 1–32 characters, as all names of commands
	searched                                  phrase // as corePhrases.asked

	tooLong, unreadable                              phrase
	badSource, badSince, have                        phrase
	nothingAsked, shortHelp, directHelp, privateOnly phrase
	tooFast, askedBefore                             phrase
	noText, nothingKnown                             phrase
}{
	command: optionPhrases{
		name: phrase{en: "ask", de: "fragen", es: "preguntar", fr: "demander"},
		description: phrase{
			en: "Ask about the news coverage and get quotes from it",
			de: "Stell eine Frage zur Berichterstattung und erhalte Zitate daraus",
			es: "Pregunta por la cobertura y recibe citas de ella",
			fr: "Pose une question sur les articles et reçois des citations",
		},
	},
	question: optionPhrases{
		name:        phrase{en: "question", de: "frage", es: "pregunta", fr: "question"},
		description: phrase{en: "What you want to know", de: "Was du wissen willst", es: "Lo que quieres saber", fr: "Ce que tu veux savoir"},
	},
	source: optionPhrases{
		name:        phrase{en: "source", de: "quelle", es: "fuente", fr: "source"},
		description: phrase{en: "Quote one source only", de: "Nur eine Quelle zitieren", es: "Citar una sola fuente", fr: "Ne citer qu’une source"},
	},
	since: optionPhrases{
		name: phrase{en: "since", de: "seit", es: "desde", fr: "depuis"},
		description: phrase{
			en: "Only articles from this day on, like 2024-06-20",
			de: "Nur Artikel ab diesem Tag, etwa 2024-06-20",
			es: "Solo artículos desde este día, como 2024-06-20",
			fr: "Seulement les articles à partir de ce jour, comme 2024-06-20",
		},
	},
	private: optionPhrases{
		name:        phrase{en: "private", de: "privat", es: "privado", fr: "privé"},
		description: phrase{en: "Only you see the answer", de: "Nur du siehst die Antwort", es: "Solo tú ves la respuesta", fr: "La réponse n’est visible que pour toi"},
	},
	find:     phrase{en: "Find in coverage", de: "In den Artikeln suchen", es: "Buscar en la cobertura", fr: "Chercher dans les articles"},
	searched: phrase{en: "%s searched: %s", de: "%s sucht: %s", es: "%s busca: %s", fr: "%s cherche : %s"},

	tooLong: phrase{
		en: "That question has %d characters and I read at most %d. Please ask a shorter one.",
		de: "Diese Frage hat %d Zeichen, ich lese höchstens %d. Bitte frag kürzer.",
		es: "Esa pregunta tiene %d caracteres y leo como mucho %d. Haz una más corta.",
		fr: "Cette question a %d caractères et j’en lis au plus %d. Pose-la plus court, s’il te plaît.",
	},
	unreadable: phrase{
		en: "I could not read that question. Please ask it in other words.",
		de: "Diese Frage konnte ich nicht lesen. Bitte stell sie mit anderen Worten.",
		es: "No pude leer esa pregunta. Hazla con otras palabras.",
		fr: "Je n’ai pas pu lire cette question. Pose-la autrement, s’il te plaît.",
	},
	badSource: phrase{
		en: "No source here is called %s.",
		de: "Hier heißt keine Quelle %s.",
		es: "Aquí ninguna fuente se llama %s.",
		fr: "Ici, aucune source ne s’appelle %s.",
	},
	badSince: phrase{
		en: "`since` takes a day like 2024-06-20, not %s.",
		de: "`since` (seit) braucht einen Tag wie 2024-06-20, nicht %s.",
		es: "`since` (desde) necesita un día como 2024-06-20, no %s.",
		fr: "`since` (depuis) demande un jour comme 2024-06-20, pas %s.",
	},
	have: phrase{en: "Choose from %s.", de: "Zur Wahl stehen %s.", es: "Puedes elegir entre %s.", fr: "Au choix : %s."},
	nothingAsked: phrase{
		en: "Ask me about the news coverage with a name or a thing in your question, like `/ask %s`",
		de: "Frag mich etwas zur Berichterstattung, mit einem Namen oder einer Sache in der Frage, etwa `/fragen %s`",
		es: "Pregúntame por la cobertura con un nombre o una cosa en la pregunta, como `/preguntar %s`",
		fr: "Pose-moi une question sur les articles avec un nom ou une chose dedans, comme `/demander %s`",
	},
	shortHelp: phrase{
		en: "Mention me with a question about the news coverage, and I answer with quotes from it. Or use `/ask %s` · `/help` says more.",
		de: "Erwähne mich mit einer Frage zur Berichterstattung, und ich antworte mit Zitaten daraus. Oder nimm `/fragen %s` · Mehr sagt `/hilfe`.",
		es: "Mencióname con una pregunta sobre la cobertura y respondo con citas de ella. O usa `/preguntar %s` · `/ayuda` dice más.",
		fr: "Mentionne-moi avec une question sur les articles, et je réponds par des citations. Ou utilise `/demander %s` · `/aide` en dit plus.",
	},
	directHelp: phrase{
		en: "Write me a question about the news coverage, and I answer with quotes from it, like: `%s` · `/help` says more.",
		de: "Schreib mir eine Frage zur Berichterstattung, und ich antworte mit Zitaten daraus, etwa: `%s` · Mehr sagt `/hilfe`.",
		es: "Escríbeme una pregunta sobre la cobertura y respondo con citas de ella, por ejemplo: `%s` · `/ayuda` dice más.",
		fr: "Écris-moi une question sur les articles, et je réponds par des citations, par exemple : `%s` · `/aide` en dit plus.",
	},
	privateOnly: phrase{
		en: "On this server only the asker sees my answers. Please ask with `/ask`.",
		de: "Auf diesem Server sieht nur, wer fragt, meine Antworten. Bitte frag mit `/fragen`.",
		es: "En este servidor solo quien pregunta ve mis respuestas. Pregunta con `/preguntar`.",
		fr: "Sur ce serveur, seule la personne qui demande voit mes réponses. Passe par `/demander`.",
	},
	tooFast: phrase{
		en: "That is a little fast for me. You can ask again in %d s.",
		de: "Das geht mir etwas zu schnell. In %d s kannst du wieder fragen.",
		es: "Vas un poco rápido para mí. Puedes volver a preguntar en %d s.",
		fr: "C’est un peu rapide pour moi. Tu pourras redemander dans %d s.",
	},
	askedBefore: phrase{
		en: "That was asked here a moment ago. The answer is already there: %s",
		de: "Das wurde hier eben gefragt. Die Antwort steht schon da: %s",
		es: "Eso se preguntó aquí hace un momento. La respuesta ya está: %s",
		fr: "On vient de le demander ici. La réponse est déjà là : %s",
	},
	noText: phrase{
		en: "There is no text in that message that I could search for. I need words, and a picture, a link or an emoji has none that I can read.",
		de: "In dieser Nachricht steht kein Text, nach dem ich suchen könnte. Ich brauche Wörter; ein Bild, ein Link oder ein Emoji hat keine, die ich lesen kann.",
		es: "En ese mensaje no hay texto que pueda buscar. Necesito palabras, y una imagen, un enlace o un emoji no tienen ninguna que pueda leer.",
		fr: "Il n’y a pas de texte à chercher dans ce message. Il me faut des mots, et une image, un lien ou un emoji n’en ont pas que je puisse lire.",
	},
	nothingKnown: phrase{
		en: "That message asks no question, and no word of it was found in the coverage.",
		de: "Diese Nachricht stellt keine Frage, und keines ihrer Wörter wurde in der Berichterstattung gefunden.",
		es: "Ese mensaje no hace ninguna pregunta y ninguna de sus palabras se encontró en la cobertura.",
		fr: "Ce message ne pose pas de question, et aucun de ses mots n’a été trouvé dans les articles.",
	},
}

// smallTalk are things that people say to a bot which are no questions about the
// coverage, folded as [answer.Service.Folds] does. What is said is small talk if it is
// made of these alone: "hi, what can you do".
var smallTalk = [languages][]string{
	en: {
		"hi", "hello", "hey", "yo", "hiya", "howdy", "good morning", "good evening", "good afternoon", "good night", "bye", "goodbye", "sup", "what up", "whats up",
		"thanks", "thank you", "thx", "ty", "cheers", "thanks a lot", "thank you very much", "thank you so much", "ok", "okay", "good bot", "well done",
		"help", "help me", "what can you do", "what can i ask", "what can i ask you", "what do you do", "who are you", "what are you", "how do you work", "how does this work", "how are you",
		"there", "bot", "summitbot", "everyone", "everybody", "all", "you", "please", "again",
	},
	de: {
		"hallo", "moin", "servus", "guten tag", "guten morgen", "guten abend", "gruss dich", "gruß dich", "tschuss", "danke", "danke schon", "dankeschon", "vielen dank", "danke dir", "hilfe",
		"was kannst du", "was kann ich fragen", "wer bist du", "was bist du", "wie geht", "wie gehts", "wie geht es dir", "wie funktionierst du", "wie funktioniert das", "bitte",
	},
	es: {
		"hola", "buenas", "buenos dias", "buenas tardes", "buenas noches", "adios", "gracias", "muchas gracias", "mil gracias", "ayuda", "vale", "que tal",
		"que puedes hacer", "que sabes hacer", "que puedo preguntar", "quien eres", "que eres", "como estas", "como funcionas", "como funciona esto", "por favor",
	},
	fr: {
		"bonjour", "bonsoir", "salut", "coucou", "au revoir", "merci", "merci beaucoup", "merci bien", "aide", "aide moi", "ca va",
		"que peux tu faire", "tu peux faire quoi", "qu'est ce que tu peux faire", "que sais tu faire", "qui es tu", "comment ca marche", "comment vas tu", "s'il te plait",
	},
}
