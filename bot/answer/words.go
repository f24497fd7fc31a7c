package answer

import "strings"

// functionWords are the words of a question that say how it is asked, not what
// about, by the closed classes of English grammar and the small change of a
// chat. They are left out of the search and of the evidence: an article need
// not print "did" or "please" to answer. Folded as the analyzer folds.
var functionWords = set(`
	who whom whose what which when where why how
	whats whos wheres whens hows whys what's who's where's when's how's why's wat wot
	many much often
	is are was were be been being am isn't aren't wasn't weren't isnt arent wasnt werent
	do does did doing done don't doesn't didn't dont doesnt didnt
	has have had having hasn't haven't hadn't hasnt havent hadnt
	can could will would shall should may might must can't couldn't won't wouldn't shouldn't cant couldnt wont wouldnt shouldnt
	a an the this that these those some any no all both each either neither such other another same own
	i me my mine you your yours he him his she her hers it its we us our ours they them their theirs
	myself yourself himself herself itself ourselves themselves one ones anyone anybody someone somebody anything something everything nothing
	u ur im ive id ill youre hes shes theyre theyve i'm i've i'd you're he's she's it's they're they've we're that's thats there's theres
	of in on at by for from to into onto with without within about against between among through during before after above below under over up down out off
	as than like per via upon across around behind beside besides since until till toward towards despite except
	and or but nor so yet if because while whereas although though unless whether
	not only just also too very really quite rather ever even still already now then here there again once
	he'd she'd they'd we'd you'd i'll you'll he'll she'll it'll we'll they'll hed theyd wed youd
	else kind kinds sort sorts type types stuff thing things guy guys bit way actually basically apparently maybe perhaps
	article articles coverage story stories piece pieces read reading hear heard think thought wonder wondering
	go goes going went gone come comes coming came put puts putting want wants wanted try tries trying tried keep keeps keeping kept
	make makes making made take takes taking took taken let lets
	hey hi hello yo ok okay please pls plz thanks thank lol lmao well um uh hmm bot btw
	tell know find show explain remind say said says mean
	got get gets getting
	let's s n't
`)

// questionWords are the function words that a misspelt word may have been meant
// to be. The others would swallow words that the coverage lacks: tank is not
// thank, a boat not a bot.
var questionWords = []string{"who", "what", "which", "when", "where", "why", "whose", "many", "much"}

// interrogatives are the words that ask. An answer has no need of them: its
// "which" is another one.
var interrogatives = set("who whom whose what which when where why how whats whos wheres whens hows whys what's who's where's when's how's why's wat wot")

// measures are the words that belong to the question word after "how" alone:
// in "how old" the age is asked for, in "the old pledge" it is what is asked about.
var measures = set("long far old big large tall fast come")

// requests are the verbs that only ask when they come first: "list his cars".
var requests = set("list name describe summarize summarise give quote explain")

// A wordSet is a set of folded words.
type wordSet map[string]struct{}

func (s wordSet) has(word string) bool { _, ok := s[word]; return ok }

func set(words string) wordSet {
	m := wordSet{}
	for _, w := range strings.Fields(words) {
		m[w] = struct{}{}
	}
	return m
}
