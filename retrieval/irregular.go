package retrieval

import "strings"

// regular maps the forms of irregular English verbs and nouns, which no stemmer
// for endings can join, to their base form: gave and given to give, children to
// child. Forms that are as often another word are missing: left, found, rose, lay,
// bore, wound, ground.
var regular = forms(`
	arise arose arisen
	awake awoke awoken
	beat beaten
	become became
	begin began begun
	bend bent
	bite bitten
	bleed bled
	blow blew blown
	break broke broken
	breed bred
	bring brought
	build built
	buy bought
	catch caught
	child children
	choose chose chosen
	cling clung
	come came
	creep crept
	deal dealt
	dig dug
	draw drew drawn
	drink drank drunk
	drive drove driven
	eat ate eaten
	fall fell fallen
	feed fed
	feel felt
	fight fought
	flee fled
	fly flew flown
	foot feet
	forbid forbade forbidden
	forget forgot forgotten
	forgive forgave forgiven
	freeze froze frozen
	get got gotten
	give gave given
	go went gone
	grow grew grown
	hang hung
	hear heard
	hide hid hidden
	hold held
	keep kept
	know knew known
	lead led
	lend lent
	light lit
	lose lost
	make made
	man men
	mean meant
	meet met
	mouse mice
	overcome overcame
	overthrow overthrew overthrown
	oversee oversaw overseen
	overtake overtook overtaken
	pay paid
	prove proven
	ride rode ridden
	ring rang rung
	rise risen
	run ran
	say said
	see saw seen
	seek sought
	sell sold
	send sent
	shake shook shaken
	shine shone
	shoot shot
	show shown
	shrink shrank shrunk
	sing sang sung
	sink sank sunk
	sit sat
	sleep slept
	slide slid
	speak spoke spoken
	spend spent
	spin spun
	stand stood
	steal stole stolen
	stick stuck
	strike struck stricken
	swear swore sworn
	sweep swept
	swell swollen
	swim swam swum
	swing swung
	take took taken
	teach taught
	tear tore torn
	tell told
	think thought
	throw threw thrown
	tooth teeth
	undergo underwent undergone
	understand understood
	undertake undertook undertaken
	undo undid undone
	uphold upheld
	wear wore worn
	weep wept
	win won
	withdraw withdrew withdrawn
	withhold withheld
	withstand withstood
	woman women
	write wrote written
`)

// forms reads lines of a base form and the forms that belong to it.
func forms(lines string) map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(lines) {
		words := strings.Fields(line)
		for i, w := range words {
			if i > 0 {
				m[w] = words[0]
			}
		}
	}
	return m
}
