package bot

// A commandWords is what a command or an option is called and does.
type commandWords struct{ name, description phrase }

// commandOf returns a command with these words.
func commandOf(words commandWords) Command {
	return Command{
		Name: words.name[en], Names: localised(words.name),
		Description: words.description[en], Descriptions: localised(words.description),
	}
}

// optionOf returns an option with these words.
func optionOf(words commandWords) Option {
	return Option{
		Name: words.name[en], Names: localised(words.name),
		Description: words.description[en], Descriptions: localised(words.description),
	}
}

// commandPhrases are the words of commands and of their options.
var commandPhrases = struct {
	compare, compareTopic, timeline, timelineTopic, sources, sourcesName    commandWords
	help, privacy, settings, coverage, coverageStatus, coverageGaps, doctor commandWords
}{
	compare: commandWords{
		phrase{en: "compare", de: "vergleichen", es: "comparar", fr: "comparer"},
		phrase{en: "What each article prints on a topic, side by side", de: "Was jeder Artikel zu einem Thema schreibt, nebeneinander", es: "Lo que cada artículo publica sobre un tema, lado a lado", fr: "Ce que chaque article publie sur un sujet, côte à côte"},
	},
	compareTopic: commandWords{
		phrase{en: "topic", de: "thema", es: "tema", fr: "sujet"},
		phrase{en: "What to compare, like: last visit to Pyongyang", de: "Was verglichen wird, etwa: last visit to Pyongyang", es: "Qué comparar, por ejemplo: last visit to Pyongyang", fr: "Quoi comparer, par exemple : last visit to Pyongyang"},
	},
	timeline: commandWords{
		phrase{en: "timeline", de: "zeitleiste", es: "cronología", fr: "chronologie"},
		phrase{en: "The dates that the articles print, in order", de: "Die Daten, die in den Artikeln stehen, der Reihe nach", es: "Las fechas que publican los artículos, en orden", fr: "Les dates que les articles publient, dans l’ordre"},
	},
	timelineTopic: commandWords{
		phrase{en: "topic", de: "thema", es: "tema", fr: "sujet"},
		phrase{en: "Only dates on this topic", de: "Nur Daten zu diesem Thema", es: "Solo fechas sobre este tema", fr: "Seulement les dates sur ce sujet"},
	},
	sources: commandWords{
		phrase{en: "sources", de: "quellen", es: "fuentes", fr: "sources"},
		phrase{en: "The articles that I quote from", de: "Die Artikel, aus denen ich zitiere", es: "Los artículos de los que cito", fr: "Les articles que je cite"},
	},
	sourcesName: commandWords{
		phrase{en: "name", de: "name", es: "nombre", fr: "nom"},
		phrase{en: "Part of a publisher’s name or of a headline", de: "Ein Teil eines Mediennamens oder einer Überschrift", es: "Parte del nombre de un medio o de un titular", fr: "Une partie du nom d’un média ou d’un titre"},
	},
	help: commandWords{
		phrase{en: "help", de: "hilfe", es: "ayuda", fr: "aide"},
		phrase{en: "How to ask me, with examples", de: "Wie du mich fragst, mit Beispielen", es: "Cómo preguntarme, con ejemplos", fr: "Comment me poser une question, avec des exemples"},
	},
	privacy: commandWords{
		phrase{en: "privacy", de: "datenschutz", es: "privacidad", fr: "confidentialité"},
		phrase{en: "What I keep, and how to see and delete it", de: "Was ich speichere und wie du es siehst und löschst", es: "Qué guardo, y cómo verlo y borrarlo", fr: "Ce que je garde, et comment le voir et l’effacer"},
	},
	settings: commandWords{
		phrase{en: "settings", de: "einstellungen", es: "ajustes", fr: "réglages"},
		phrase{en: "How I answer on this server", de: "Wie ich auf diesem Server antworte", es: "Cómo respondo en este servidor", fr: "Comment je réponds sur ce serveur"},
	},
	coverage: commandWords{
		phrase{en: "coverage", de: "artikel", es: "cobertura", fr: "couverture"},
		phrase{en: "The coverage that I answer from", de: "Die Artikel, aus denen ich antworte", es: "La cobertura con la que respondo", fr: "La couverture dont je tire mes réponses"},
	},
	coverageStatus: commandWords{
		phrase{en: "status", de: "stand", es: "estado", fr: "état"},
		phrase{en: "What the coverage holds, and whether all is well", de: "Was die Artikel enthalten und ob alles in Ordnung ist", es: "Qué contiene la cobertura y si todo va bien", fr: "Ce que contient la couverture, et si tout va bien"},
	},
	coverageGaps: commandWords{
		phrase{en: "gaps", de: "lücken", es: "huecos", fr: "lacunes"},
		phrase{en: "Words that are asked for and stand in no article", de: "Wörter, nach denen gefragt wird und die in keinem Artikel stehen", es: "Palabras que se piden y que no están en ningún artículo", fr: "Les mots demandés qui ne sont dans aucun article"},
	},
	doctor: commandWords{
		phrase{en: "doctor", de: "diagnose", es: "diagnóstico", fr: "diagnostic"},
		phrase{en: "What I lack on this server, and the click that fixes it", de: "Was mir auf diesem Server fehlt und welcher Klick es behebt", es: "Qué me falta en este servidor y el clic que lo arregla", fr: "Ce qui me manque sur ce serveur, et le clic qui y remédie"},
	},
}

// listPhrases are what /compare, /timeline and /sources say.
var listPhrases = struct {
	compared, timeline, timelineOn, sources, sourcesOn phrase // first lines

	tooLong, notRead, articleGone phrase
	elsewhere                     counted

	prints                                               counted
	noPoints, judges, also, more1                        phrase
	more                                                 counted
	quoted, values                                       phrase
	spelled, numbers, dates, names, titles, differs      phrase
	moments                                              counted
	undated, onlyEnglish, noDates, noDatesAtAll          phrase
	earlierDates, laterDates, earlierOnes, laterOnes     phrase
	corpus                                               phrase
	articles, sentences, words                           counted
	noSource, noTitle, linkOnly, choose, all             phrase
	author, licence, retrieved, size, language, unstated phrase
}{
	compared:   phrase{en: "%s compared: %s", de: "%s vergleicht: %s", es: "%s compara: %s", fr: "%s compare : %s"},
	timeline:   phrase{en: "%s asked for the dates", de: "%s fragt nach den Daten", es: "%s pide las fechas", fr: "%s demande les dates"},
	timelineOn: phrase{en: "%s asked for dates on: %s", de: "%s fragt nach Daten zu: %s", es: "%s pide fechas sobre: %s", fr: "%s demande les dates sur : %s"},
	sources:    phrase{en: "%s asked for the sources", de: "%s fragt nach den Quellen", es: "%s pide las fuentes", fr: "%s demande les sources"},
	sourcesOn:  phrase{en: "%s looked for the source: %s", de: "%s sucht die Quelle: %s", es: "%s busca la fuente: %s", fr: "%s cherche la source : %s"},

	tooLong:     phrase{en: "That topic has %d characters and I read at most %d. Please make it shorter.", de: "Dieses Thema hat %d Zeichen, ich lese höchstens %d. Bitte kürze es.", es: "Ese tema tiene %d caracteres y leo como máximo %d. Hazlo más corto.", fr: "Ce sujet a %d caractères et j’en lis au plus %d. Raccourcis-le, s’il te plaît."},
	notRead:     phrase{en: "Give me a name or a thing to look for, like `last visit to Pyongyang`.", de: "Nenn mir einen Namen oder eine Sache, etwa `last visit to Pyongyang`.", es: "Dime un nombre o una cosa, por ejemplo `last visit to Pyongyang`.", fr: "Donne-moi un nom ou une chose, par exemple `last visit to Pyongyang`."},
	articleGone: phrase{en: "That article is no longer in the coverage.", de: "Dieser Artikel gehört nicht mehr dazu.", es: "Ese artículo ya no está en la cobertura.", fr: "Cet article n’est plus dans la couverture."},
	elsewhere: counted{
		phrase{en: "On this server I answer only in %s. Please ask me there.", de: "Auf diesem Server antworte ich nur in %s. Bitte frag mich dort.", es: "En este servidor solo respondo en %s. Pregúntame allí.", fr: "Sur ce serveur, je réponds seulement dans %s. Pose-moi ta question là-bas."},
		phrase{en: "On this server I answer only in these channels: %s. Please ask me there.", de: "Auf diesem Server antworte ich nur in diesen Kanälen: %s. Bitte frag mich dort.", es: "En este servidor solo respondo en estos canales: %s. Pregúntame allí.", fr: "Sur ce serveur, je réponds seulement dans ces salons : %s. Pose-moi ta question là-bas."},
	},

	prints: counted{
		phrase{en: "What %d of %d articles prints on this:", de: "Was %d von %d Artikeln dazu schreibt:", es: "Lo que publica %d de %d artículos sobre esto:", fr: "Ce que %d article sur %d publie à ce sujet :"},
		phrase{en: "What %d of %d articles print on this:", de: "Was %d von %d Artikeln dazu schreiben:", es: "Lo que publican %d de %d artículos sobre esto:", fr: "Ce que %d articles sur %d publient à ce sujet :"},
	},
	noPoints: phrase{en: "I found nothing here that articles print in different ways. One quote of each:", de: "Ich habe hier nichts gefunden, was Artikel verschieden angeben. Je ein Zitat:", es: "No he encontrado aquí nada que los artículos publiquen de forma distinta. Una cita de cada uno:", fr: "Je n’ai rien trouvé ici que les articles publient différemment. Une citation de chacun :"},
	judges:   phrase{en: "The bot does not judge: it shows who prints what.", de: "Der Bot urteilt nicht: Er zeigt, wer was schreibt.", es: "El bot no juzga: muestra quién publica qué.", fr: "Le bot ne juge pas : il montre qui publie quoi."},
	also:     phrase{en: "the same text in: %s", de: "derselbe Text in: %s", es: "el mismo texto en: %s", fr: "le même texte dans : %s"},
	more1:    phrase{en: "%s +%d", de: "%s +%d", es: "%s +%d", fr: "%s +%d"},
	more: counted{
		phrase{en: "%d more article has a passage on this", de: "%d weiterer Artikel hat eine Stelle dazu", es: "%d artículo más tiene un pasaje sobre esto", fr: "%d autre article a un passage à ce sujet"},
		phrase{en: "%d more articles have a passage on this", de: "%d weitere Artikel haben eine Stelle dazu", es: "%d artículos más tienen un pasaje sobre esto", fr: "%d autres articles ont un passage à ce sujet"},
	},
	quoted:  phrase{en: "“%s”", de: "„%s“", es: "«%s»", fr: "« %s »"},
	values:  phrase{en: "%s: %s", de: "%s: %s", es: "%s: %s", fr: "%s : %s"},
	spelled: phrase{en: "Spelled", de: "Geschrieben", es: "Escrito", fr: "Écrit"},
	numbers: phrase{en: "Numbers printed", de: "Zahlen im Text", es: "Cifras publicadas", fr: "Nombres publiés"},
	dates:   phrase{en: "Dates printed", de: "Daten im Text", es: "Fechas publicadas", fr: "Dates publiées"},
	names:   phrase{en: "Named", de: "Genannt", es: "Nombrado", fr: "Nommé"},
	titles:  phrase{en: "Called", de: "Bezeichnet als", es: "Llamado", fr: "Appelé"},
	differs: phrase{en: "%s, and they differ", de: "%s, und sie unterscheiden sich", es: "%s, y difieren", fr: "%s, et ils diffèrent"},

	moments: counted{
		phrase{en: "%d sentence with a date; with the exact day: %d", de: "%d Satz mit einem Datum; mit genauem Tag: %d", es: "%d frase con una fecha; con el día exacto: %d", fr: "%d phrase avec une date ; avec le jour exact : %d"},
		phrase{en: "%d sentences with a date; with the exact day: %d", de: "%d Sätze mit einem Datum; mit genauem Tag: %d", es: "%d frases con una fecha; con el día exacto: %d", fr: "%d phrases avec une date ; avec le jour exact : %d"},
	},
	undated:      phrase{en: "As printed – the articles do not say which day:", de: "Wie es dasteht – die Artikel sagen nicht, welcher Tag:", es: "Tal como se publica – los artículos no dicen qué día:", fr: "Tel que publié – les articles ne disent pas quel jour :"},
	onlyEnglish:  phrase{en: "dates are read in English articles only", de: "Daten werden nur in englischen Artikeln gelesen", es: "solo se leen fechas en artículos en inglés", fr: "les dates ne sont lues que dans les articles en anglais"},
	noDates:      phrase{en: "I found no date that an article prints on this. Without a topic, %s shows all dates.", de: "Ich habe kein Datum gefunden, das in einem Artikel dazu steht. Ohne Thema zeigt %s alle Daten.", es: "No he encontrado ninguna fecha que un artículo publique sobre esto. Sin tema, %s muestra todas las fechas.", fr: "Je n’ai trouvé aucune date qu’un article publie à ce sujet. Sans sujet, %s montre toutes les dates."},
	noDatesAtAll: phrase{en: "I found no date that an article prints.", de: "Ich habe kein Datum gefunden, das in einem Artikel steht.", es: "No he encontrado ninguna fecha que publique un artículo.", fr: "Je n’ai trouvé aucune date qu’un article publie."},
	earlierDates: phrase{en: "Earlier dates", de: "Frühere Daten", es: "Fechas anteriores", fr: "Dates précédentes"},
	laterDates:   phrase{en: "Later dates", de: "Spätere Daten", es: "Fechas posteriores", fr: "Dates suivantes"},
	earlierOnes:  phrase{en: "Back", de: "Zurück", es: "Atrás", fr: "Précédent"},
	laterOnes:    phrase{en: "More", de: "Weiter", es: "Más", fr: "Suivant"},

	corpus:    phrase{en: "Coverage *%s* · version %d · `%s`", de: "Artikel *%s* · Version %d · `%s`", es: "Cobertura *%s* · versión %d · `%s`", fr: "Couverture *%s* · version %d · `%s`"},
	articles:  counted{phrase{en: "%d article", de: "%d Artikel", es: "%d artículo", fr: "%d article"}, phrase{en: "%d articles", de: "%d Artikel", es: "%d artículos", fr: "%d articles"}},
	sentences: counted{phrase{en: "%d sentence", de: "%d Satz", es: "%d frase", fr: "%d phrase"}, phrase{en: "%d sentences", de: "%d Sätze", es: "%d frases", fr: "%d phrases"}},
	words:     counted{phrase{en: "%d word", de: "%d Wort", es: "%d palabra", fr: "%d mot"}, phrase{en: "%d words", de: "%d Wörter", es: "%d palabras", fr: "%d mots"}},
	noSource:  phrase{en: "No source is called that. These are all:", de: "So heißt keine Quelle. Das sind alle:", es: "Ninguna fuente se llama así. Estas son todas:", fr: "Aucune source ne s’appelle ainsi. Les voici toutes :"},
	noTitle:   phrase{en: "no headline", de: "keine Überschrift", es: "sin titular", fr: "pas de titre"},
	linkOnly:  phrase{en: "linked only, never quoted", de: "nur verlinkt, nie zitiert", es: "solo enlazado, nunca citado", fr: "seulement en lien, jamais cité"},
	choose:    phrase{en: "Show one of these sources", de: "Eine dieser Quellen zeigen", es: "Mostrar una de estas fuentes", fr: "Montrer une de ces sources"},
	all:       phrase{en: "Back to the list", de: "Zurück zur Liste", es: "Volver a la lista", fr: "Retour à la liste"},
	author:    phrase{en: "Author", de: "Autor", es: "Autor", fr: "Auteur"},
	licence:   phrase{en: "Licence", de: "Lizenz", es: "Licencia", fr: "Licence"},
	retrieved: phrase{en: "Retrieved", de: "Abgerufen", es: "Consultado", fr: "Consulté"},
	size:      phrase{en: "Size", de: "Umfang", es: "Extensión", fr: "Longueur"},
	language:  phrase{en: "Language", de: "Sprache", es: "Idioma", fr: "Langue"},
	unstated:  phrase{en: "not stated", de: "nicht angegeben", es: "no consta", fr: "non précisé"},
}
