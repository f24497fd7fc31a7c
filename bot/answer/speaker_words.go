package answer

import "strings"

// A verbFrame says what must stand around a verb before its subject counts as
// the speaker of a sentence.
type verbFrame uint8

const (
	noFrame     verbFrame = iota
	frameSay              // a clause, a quotation or nothing: said
	frameState            // "that", a quotation, or an aside: announced
	frameTell             // somebody, then what is said: told
	frameAsk              // a quotation: asked
	frameJudge            // something, in quoted words: hailed
	frameQuoted           // "as saying": quoted
)

// speechVerbs are the verbs of saying of English news, each with what it needs.
// Forms that also are common nouns ("claims", "states", "calls") are left out.
var speechVerbs = frames(map[verbFrame]string{
	frameSay: "said says say saying",
	frameState: `added adds stated announced insisted insists argued argues claimed warned warns explained explains
		noted declared confirmed confirms revealed admitted stressed acknowledged wrote writes replied responded
		reported reports tweeted concluded remarked testified estimated predicted alleged emphasised emphasized
		recalled conceded boasted complained joked quipped maintained asserted observed cautioned reiterated
		continued countered shouted whispered muttered believes thinks`,
	frameTell: "told tells informed reassured assured",
	frameAsk:  "asked asks wondered cried exclaimed",
	frameJudge: `voiced hailed urged urges called praised condemned described denied vowed pledged promised
		demanded welcomed slammed blasted criticised criticized dismissed rejected likened accused expressed
		branded labelled labeled denounced lauded blamed thanked congratulated spoke referred`,
	frameQuoted: "quoted cited",
})

func frames(verbs map[verbFrame]string) map[string]verbFrame {
	m := map[string]verbFrame{}
	for frame, words := range verbs {
		for _, w := range strings.Fields(words) {
			m[w] = frame
		}
	}
	return m
}

// The classes of words that [clause] tells apart. They are closed classes of
// English grammar, and the offices and bodies that speak in the news.
var (
	personalPronouns = set("he she it they")

	// notSaid follow "said" where nothing is said: said goodbye, is said to be.
	notSaid = set("to nothing goodbye hello little so no yes sorry thank thanks prayers grace farewell enough much more anything something")

	// between stand between a subject and its verb.
	between = set("has have had already also then later again once now still even further himself herself itself themselves today yesterday since thus instead all both")

	// hedges look like such words, but make it another's statement.
	hedges = set("reportedly allegedly supposedly hardly barely scarcely")

	// openings join a sentence to what was said before.
	openings = set("but and yet so still then later meanwhile however moreover also now today yesterday earlier while whereas though although again nevertheless nonetheless afterwards instead separately additionally finally indeed")

	// turns join another's words to a clause of the same sentence.
	turns = set("but and yet while whereas though although")

	// insertions begin what is put between a subject and its verb.
	insertions = set("who which whose whom for speaking in on at when asked after before citing like unlike as during while though although writing meanwhile however too")

	// neverInNames end or begin a clause, or are verbs.
	neverInNames = set(`is was were are am be been being isn’t wasn’t weren’t aren’t has have had having do does did done don’t doesn’t didn’t
		will would can could may might must should shall won’t wouldn’t can’t couldn’t cannot not never no nor
		that which who whom whose what where when why how if because although though while whereas since as than but or so yet
		after before until unless despite during without between into onto upon
		i you we it they he she them him us me himself herself itself themselves there here this these those such
		according saying adding asked went came met gave took got made left became began saw knew seemed remained stayed visited
		arrived agreed signed refused declined wants want wanted also only just
		january february april june july august september october november december monday tuesday wednesday thursday friday saturday sunday`)

	// vague words before a noun, or alone, name nobody.
	vague = set(`some many most several few all both each every other others another everyone everybody nobody none someone somebody
		anyone anybody one ones two three people more less in on at by with from to for under over of nothing anything something everything media it’s
		little much half part`)

	// hearsay are heads that nobody stands behind: documents and rumours.
	hearsay = set(`report reports source sources rumour rumours rumor rumors study studies survey surveys poll polls data figures
		statistics statement statements article articles post posts message messages letter letters document documents video
		videos footage indictment text texts note notes headline headlines law laws rule rules plan plans map maps tradition legend
		letter memo email emails estimate estimates investigation research records record account accounts version
		analysis review census forecast transcript book paper papers sign signs caption images image it things news claims`)

	nounStarters = set("the a an his her its their our my your")

	// attaching words tie an office to what it is of; "of" always does.
	attaching = set("for at from to with")

	// stops end a name behind a verb: said S in a statement.
	stops = set("in on during after before while when as via by through about last this late early since amid following adding who whose which where outside inside near who’s until over earlier yesterday today tonight because and but if")

	// placeWords come before places and bodies, not before another speaker.
	placeWords = set("in at from the near to of on for by into outside inside across late early last this")

	calendar = set(`monday tuesday wednesday thursday friday saturday sunday january february march april june july august
		september october november december yesterday today tonight earlier`)

	honorifics  = set("mr mrs ms miss mx dr prof sir dame lord lady rev fr gen lt col maj capt sgt cmdr adm gov sen rep st jr sr")
	femaleWords = set("mrs ms miss dame lady spokeswoman chairwoman woman queen princess mother sister daughter wife widow actress businesswoman congresswoman policewoman girl her")
	maleWords   = set("mr sir lord chairman king prince father brother son husband widower actor businessman congressman policeman fisherman boy")

	lands = set(`korea states kingdom nations union house america europe asia africa russia ukraine china japan france germany
		britain england scotland wales ireland india pakistan israel iran iraq syria turkey egypt brazil canada australia mexico
		spain italy poland sweden norway finland moscow washington beijing tokyo seoul pyongyang london paris berlin brussels kyiv
		kremlin pentagon vatican islands republic city east west north south new street bank times post herald tribune guardian
		telegraph journal news network airlines motors watch`)

	// humans are offices and trades.
	humans = set(`spokesman spokeswoman spokesperson spokespeople spokesmen official officials minister ministers president presidents premier
		chancellor king queen prince princess emperor pope bishop archbishop priest imam rabbi pastor governor mayor senator senators
		congressman congresswoman lawmaker lawmakers deputy deputies mp mps ambassador envoy envoys diplomat diplomats consul secretary
		aide aides adviser advisers advisor advisors assistant chief chiefs head leader leaders chair chairman chairwoman chairperson
		director directors manager executive executives ceo founder owner boss bosses commissioner inspector detective officer officers
		sheriff policeman policewoman soldier soldiers general colonel major captain commander commanders admiral sergeant
		judge judges justice prosecutor prosecutors lawyer lawyers attorney solicitor barrister
		doctor doctors nurse nurses surgeon surgeons physician psychologist scientist scientists researcher researchers professor
		professors economist economists analyst analysts historian expert experts engineer engineers astronomer biologist
		teacher teachers student students pupil farmer farmers fisherman fishermen worker workers driver pilot pilots captain sailor
		journalist journalists reporter correspondent editor author writer poet artist actor actress singer musician designer
		coach trainer player striker goalkeeper midfielder referee champion athlete runner
		resident residents neighbour neighbours neighbor neighbors villagers witness witnesses survivor survivors victim victims
		passenger passengers protester protesters activist activists campaigner campaigners critic critics supporter supporters opponents
		mother father brother sister son daughter wife husband widow uncle aunt cousin friend friends relative relatives
		man woman boy girl baker butcher shopkeeper businessman businesswoman trader traders investors organiser organisers organizer organizers
		candidate candidates politician politicians councillor councilor veteran veterans prisoner hostage refugee refugees
		technician mechanic firefighter firefighters paramedic paramedics lecturer counterpart counterparts successor predecessor member members`)

	// bodies are what speaks as one.
	bodies = set(`government ministry department agency agencies police court company firm bank party parliament congress senate
		council commission committee union army navy military force forces office kremlin embassy university institute
		organisation organization association group charity regulator watchdog authority authorities airline airport hospital
		school club federation league newspaper magazine broadcaster channel television tv radio bbc cnn reuters
		administration cabinet opposition coalition alliance nato un eu board bureau service foundation church
		prosecution defence defense corporation manufacturer carrier operator publisher kcna yonhap`)
)
