package answer

import "strings"

// The tables of comparing: words that news use for the same thing, offices,
// numbers and units. They are facts about English and the world; none is about an
// event.

// kinWords are words that news use for the same thing, one group a line. Two
// contexts that hold words of one group share it. A word stands in one group.
const kinWords = `
	sign signed signing inked ink initialled concluded sealed
	deal pact treaty agreement accord
	visit visited visiting trip arrived arrive arrival landed lands travelled
	give gave given giving gift gifted gifts present presented handed donated
	car cars limousine limousines limo vehicle vehicles automobile suv sedan
	video footage clip film images recording
	released published broadcast aired
	talks negotiations
	alliance partnership
	weapon weapons arms munitions
	pledge promise pledging pledged promised vowed vow
	rescued rescue freed saved evacuated
	overhauled overhaul modernised renovated refurbished upgraded
	opened inaugurated built founded established completed
	stopped halted stalled stuck stranded stop halt
	inquiry investigation probe report
	warned warning warnings
	closed shut closure
	compensation payment damages
	hospital hospitals clinic hospitalised treated
	killed dead died deaths fatalities
	injured hurt wounded injuries
	passenger passengers traveller travellers tourist tourists visitor visitors
	children pupils students
	soldiers troops
	workers employees staff
	residents inhabitants
	attack strike raid assault
	fire blaze
	storm hurricane cyclone typhoon
	earthquake quake tremor
	elections election vote poll
	court tribunal
	arrested detained held
	company firm group holding corporation
	profit profits earnings
	bought acquired purchased buys
	sold sale sells
	price cost costs worth
	match game
	won win beat defeated victory
	goal goals
	house home building
	safe safely safety
	wheel driving drove drive driven
	ship vessel boat ferry
	plane aircraft jet airliner
	road street motorway highway
	river stream
	bridge viaduct
	banned ban prohibit prohibited forbidden
	urged urge called
	concern concerns worry worried
	launched launch launches
	resigned resign resignation quit
	meeting summit met talks
	collection range fleet
	owns owned possesses
`

// roleWords are what a person may be by office or trade, with the class in
// which two of them can mean the same person, or "-".
const roleWords = `
	chief: president leader ruler autocrat dictator strongman king queen emperor monarch head-of-state head-of-government chancellor premier prime-minister
	envoy: ambassador envoy diplomat consul
	voice: spokesman spokeswoman spokesperson
	boss: director chairman chairwoman chairperson owner businessman businesswoman entrepreneur founder executive manager boss
	-: minister secretary governor mayor senator congressman congresswoman lawmaker deputy chief head commander general colonel captain admiral inspector detective sergeant superintendent
	-: aide adviser advisor assistant officer official judge prosecutor lawyer attorney engineer teacher professor doctor scientist researcher
	-: journalist reporter author writer actor actress singer artist coach trainer player striker goalkeeper pilot driver bishop pope priest
	-: analyst expert economist historian activist campaigner candidate politician
	-: conductor composer architect curator biologist geologist
`

// unique are offices of a state or place that one person holds at a time.
var unique = set("president king queen emperor chancellor premier prime-minister governor mayor pope")

// smallNumbers are number words by value; tens count in tens.
var smallNumbers = numbersOf("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 1)
var tens = numbersOf("- - twenty thirty forty fifty sixty seventy eighty ninety", 10)

// scales multiply a number before them, or stand for "some" alone: thousands of.
var scales = map[string]float64{
	"hundred": 100, "hundreds": 100, "thousand": 1e3, "thousands": 1e3, "million": 1e6, "millions": 1e6,
	"billion": 1e9, "billions": 1e9, "dozen": 12, "dozens": 12,
}

// days are units of time in days; metres units of length in metres.
var (
	days = map[string]float64{
		"minute": 1. / 1440, "hour": 1. / 24, "day": 1, "night": 1, "week": 7, "month": 30.44, "year": 365.25,
		"decade": 3652.5, "century": 36525,
	}
	metres = map[string]float64{
		"metre": 1, "meter": 1, "kilometre": 1e3, "kilometer": 1e3, "km": 1e3, "mile": 1609.344, "foot": .3048, "feet": .3048,
		"centimetre": .01, "centimeter": .01,
	}
)

// people are nouns that count anybody, someKind those that count some kind of
// people.
var (
	people   = set("people person persons men women man woman others")
	someKind = set("passengers travellers tourists visitors children pupils students soldiers troops workers employees residents inhabitants victims " +
		"survivors rescuers firefighters police guests fans spectators migrants refugees protesters demonstrators members patients players voters")
)

// determiners open the group of words that a name may stand in.
var determiners = set("a an the this that his her its their our several some many few two three four another each")

// happenings are events during which something else can happen.
var happenings = set("visit trip talks negotiations meeting summit match game election campaign ceremony war raid storm concert festival conference session trial")

// irregularPlurals are plurals without an s.
var irregularPlurals = set("people children men women feet police mice geese")

// roughly, atLeast and atMost are words before a number.
var (
	roughly = set("about around nearly almost some roughly approximately circa close")
	atLeast = set("least more over exceeding")
	atMost  = set("under below fewer less up high much many most")
)

// A role is what a person may be.
type role struct{ name, class string }

// tables are the tables above, ready for looking up.
type tables struct {
	kin    map[string]string // folded word → the first of its group
	roles  map[string]role   // singular or plural, hyphens for spaces
	plural map[string]bool   // of roles
	days   map[string]string // weekdays and months → their kind
}

func newTables() *tables {
	t := &tables{map[string]string{}, map[string]role{}, map[string]bool{}, map[string]string{}}
	for line := range strings.Lines(kinWords) {
		for _, w := range strings.Fields(line) {
			if _, known := t.kin[w]; !known {
				t.kin[w] = strings.Fields(line)[0]
			}
		}
	}
	for line := range strings.Lines(roleWords) {
		class, names, _ := strings.Cut(strings.TrimSpace(line), ":")
		for _, w := range strings.Fields(names) {
			r := role{w, class}
			t.roles[w] = r
			t.roles[pluralOf(w)], t.plural[pluralOf(w)] = r, true
		}
	}
	for w := range strings.SplitSeq(strings.ToLower(weekdayPattern), "|") {
		t.days[w] = "weekday"
	}
	for w := range strings.SplitSeq(strings.ToLower(monthPattern), "|") {
		t.days[w] = "month"
	}
	return t
}

// pluralOf returns the plural of the name of a role.
func pluralOf(w string) string {
	head, rest, _ := strings.Cut(w, "-of-")
	switch {
	case strings.HasSuffix(head, "man"):
		head = strings.TrimSuffix(head, "man") + "men"
	case strings.HasSuffix(head, "ss"):
		head += "es"
	default:
		head += "s"
	}
	if rest != "" {
		head += "-of-" + rest
	}
	return head
}

func numbersOf(words string, step float64) map[string]float64 {
	m := map[string]float64{}
	for i, w := range strings.Fields(words) {
		if w != "-" {
			m[w] = float64(i) * step
		}
	}
	return m
}
