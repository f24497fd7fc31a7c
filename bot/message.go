package bot

// A Message is one answer to one [Event]: a Components V2 card, and the same
// quotes as plain text for when Discord refuses the card or nobody wants it. It
// pings nobody: bot/gateway sends every Message with empty allowed_mentions.
//
// The zero Message says nothing, which only a [Said] event may be answered with.
type Message struct {
	Private bool        // only the asker sees it (ephemeral); where nothing private exists it is not sent
	Card    []Component // at most 40 with nesting and Rows; empty sends Plain
	Plain   string      // at most 2,000 code points
	Rows    []Row       // under the card or the text, at most 5

	Update bool   // it takes the place of the message whose button was pressed, and is as private as that
	Remove bool   // instead of all this, the message whose button was pressed goes away
	React  string // instead of all this, this emoji is put under the message that was said

	// Call is made first. If Discord does not let it through, Otherwise is sent
	// in this message's place.
	Call      *HumanCall
	Otherwise *Message

	Log *Post // is posted after it; whether that works does not matter

	// Sent, if not nil, is told the id of the message once it is there for
	// everybody; it is not called for a private one.
	Sent func(messageID string)
}

// Empty reports whether m says and does nothing.
func (m Message) Empty() bool {
	return len(m.Card) == 0 && m.Plain == "" && !m.Remove && m.React == ""
}

// A Post is an ordinary message in a channel. It pings nobody.
type Post struct {
	ChannelID string
	Text      string // 1–2,000 code points
}

// A HumanCall is an ordinary message in a channel that pings one role: whom the
// server chose to be asked when the coverage does not say. Nothing else pings.
type HumanCall struct {
	ChannelID string
	RoleID    string
	Text      string // 1–1,900 code points, without the ping
}

// A Component is one part of a card: [Text], [Separator] or [Container].
type Component interface{ component() }

// Text is a text display in Discord markdown, 1–4,000 code points.
type Text struct{ Content string }

// A Separator is a thin line with some space around it.
type Separator struct{}

// A Container groups parts of a card behind a coloured bar.
type Container struct {
	Accent   int // 0xRRGGBB; 0 is no bar
	Children []Component
}

func (Text) component()      {}
func (Separator) component() {}
func (Container) component() {}

// A Row stands under a message: up to five buttons, or one select.
type Row struct {
	Buttons []Button
	Select  *Select
}

// A Button is pressed to make an [Event] of kind [Press], or opens a page.
type Button struct {
	ID          string // custom ID, unique in its message; "" if URL is set
	Label       string // 1–80 characters; more than about 30 do not fit on a phone
	URL         string // at most 512 characters
	Style       ButtonStyle
	WhenPrivate bool // shown only if the message turns out to be private
}

// A ButtonStyle is what a button looks like. It says nothing that its label does not.
type ButtonStyle int

// The styles of buttons.
const (
	Grey ButtonStyle = iota
	Blue
	Red
)

// A Select lets one or more of its options be chosen.
type Select struct {
	ID          string // custom ID, unique in its message
	Of          SelectOf
	Placeholder string         // 1–150 characters
	Options     []SelectOption // 1–25, for Strings only
	Chosen      []string       // ids that are chosen, for Roles and Channels
	Min, Max    int            // how many may be chosen, 0–25
}

// A SelectOf says what a select is a choice of.
type SelectOf int

// What can be chosen.
const (
	Strings  SelectOf = iota // the options given
	Roles                    // roles of the server
	Channels                 // text channels of the server
)

// A SelectOption is one line of a [Select].
type SelectOption struct {
	Label, Value string // each 1–100 characters
	Description  string // at most 100 characters
	Chosen       bool
}
