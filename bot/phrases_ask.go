package bot

// An optionPhrases names and describes a command or one of its options.
type optionPhrases struct{ name, description phrase }

// askPhrases are those of every way to ask.
var askPhrases = struct {
	command, question, source, since, private optionPhrases
	find                                      phrase // 1–32 characters, as all names of commands
	searched                                  phrase // as corePhrases.asked

	tooLong, unreadable                  phrase
	badSource, badSince, have            phrase
	nothingAsked, shortHelp, privateOnly phrase
	tooFast, askedBefore                 phrase
	noText, nothingKnown                 phrase
}{
	command: optionPhrases{
		name: phrase{en: "ask", de: "fragen", es: "preguntar", fr: "demander"},
		description: phrase{
			en: "Ask about the news coverage and get quotes from it",
			de: "Frag nach der Berichterstattung und bekomm Zitate daraus",
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
		description: phrase{en: "Only you see the answer", de: "Nur du siehst die Antwort", es: "Solo tú ves la respuesta", fr: "Toi seul vois la réponse"},
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
		en: "`source` should be a source of this coverage, not %s.",
		de: "`source` soll eine Quelle dieser Berichterstattung sein, nicht %s.",
		es: "`source` debe ser una fuente de esta cobertura, no %s.",
		fr: "`source` doit être une source de ces articles, pas %s.",
	},
	badSince: phrase{
		en: "`since` should be a day like 2024-06-20, not %s.",
		de: "`since` soll ein Tag wie 2024-06-20 sein, nicht %s.",
		es: "`since` debe ser un día como 2024-06-20, no %s.",
		fr: "`since` doit être un jour comme 2024-06-20, pas %s.",
	},
	have: phrase{en: "I have %s.", de: "Ich habe %s.", es: "Tengo %s.", fr: "J’ai %s."},
	nothingAsked: phrase{
		en: "Ask me about the news coverage, with a name or a thing in it, like `/ask %s`",
		de: "Frag mich nach der Berichterstattung, mit einem Namen oder einer Sache darin, etwa `/ask %s`",
		es: "Pregúntame por la cobertura, con un nombre o una cosa, como `/ask %s`",
		fr: "Pose-moi une question sur les articles, avec un nom ou une chose, comme `/ask %s`",
	},
	shortHelp: phrase{
		en: "Mention me with a question about the news coverage, and I answer with quotes from it. Or use `/ask %s` · `/help` says more.",
		de: "Erwähne mich mit einer Frage zur Berichterstattung, und ich antworte mit Zitaten daraus. Oder nimm `/ask %s` · Mehr sagt `/help`.",
		es: "Mencióname con una pregunta sobre la cobertura y respondo con citas de ella. O usa `/ask %s` · `/help` dice más.",
		fr: "Mentionne-moi avec une question sur les articles, et je réponds par des citations. Ou utilise `/ask %s` · `/help` en dit plus.",
	},
	privateOnly: phrase{
		en: "Here only you should see the answer, so please ask with `/ask`.",
		de: "Hier sollst nur du die Antwort sehen; bitte frag mit `/ask`.",
		es: "Aquí solo tú debes ver la respuesta; pregunta con `/ask`.",
		fr: "Ici, toi seul dois voir la réponse ; demande avec `/ask`.",
	},
	tooFast: phrase{
		en: "That is a little fast for me: again in %d s.",
		de: "Das geht mir etwas zu schnell: wieder in %d s.",
		es: "Vas un poco rápido para mí: otra vez en %d s.",
		fr: "C’est un peu rapide pour moi : à nouveau dans %d s.",
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
var smallTalk = []string{
	"hi", "hello", "hey", "yo", "hiya", "howdy", "good morning", "good evening", "good afternoon", "good night", "bye", "goodbye", "sup", "what up", "whats up",
	"thanks", "thank you", "thx", "ty", "cheers", "thanks a lot", "thank you very much", "thank you so much", "ok", "okay", "good bot", "well done",
	"help", "help me", "what can you do", "what can i ask", "what can i ask you", "what do you do", "who are you", "what are you", "how do you work", "how does this work", "how are you",
	"there", "bot", "summitbot", "everyone", "everybody", "all", "you", "please", "again",

	"hallo", "moin", "servus", "guten tag", "guten morgen", "guten abend", "gruss dich", "gruß dich", "tschuss", "danke", "danke schon", "dankeschon", "vielen dank", "danke dir", "hilfe",
	"was kannst du", "was kann ich fragen", "wer bist du", "was bist du", "wie geht", "wie gehts", "wie geht es dir", "wie funktionierst du", "wie funktioniert das", "bitte",

	"hola", "buenas", "buenos dias", "buenas tardes", "buenas noches", "adios", "gracias", "muchas gracias", "mil gracias", "ayuda", "vale", "que tal",
	"que puedes hacer", "que sabes hacer", "que puedo preguntar", "quien eres", "que eres", "como estas", "como funcionas", "como funciona esto", "por favor",

	"bonjour", "bonsoir", "salut", "coucou", "au revoir", "merci", "merci beaucoup", "merci bien", "aide", "aide moi", "ca va",
	"que peux tu faire", "tu peux faire quoi", "qu'est ce que tu peux faire", "que sais tu faire", "qui es tu", "comment ca marche", "comment vas tu", "s'il te plait",
}
