package bot

// A Message is one answer to one [Event]: a Components V2 card, and the same
// quotes as plain text for when Discord refuses the card. It pings nobody:
// bot/gateway sends every Message with empty allowed_mentions.
type Message struct {
	Private bool        // only the asker sees it (ephemeral)
	Card    []Component // at most 40 with nesting
	Plain   string      // at most 2,000 code points
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
