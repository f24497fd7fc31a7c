package localdiscord

import (
	"encoding/json"
	"time"
)

// The structs of this file are Discord's own JSON objects, written from the
// published API description (version 10), with the fields that this server
// keeps. What only the page and the tests need is tagged "-" and never sent.

// A User is an account: a person or the bot.
type User struct {
	ID            string  `json:"id"` // snowflake
	Username      string  `json:"username"`
	Discriminator string  `json:"discriminator"` // "0", since names are unique
	GlobalName    *string `json:"global_name"`   // display name; nil shows Username
	Avatar        *string `json:"avatar"`        // always nil here: no image is served
	Bot           bool    `json:"bot,omitempty"`
	PublicFlags   int     `json:"public_flags"`
	Flags         int     `json:"flags"`
	PrimaryGuild  *string `json:"primary_guild"` // always nil here
}

// Name returns the name that Discord shows for u.
func (u User) Name() string {
	if u.GlobalName != nil {
		return *u.GlobalName
	}
	return u.Username
}

// Message types.
const (
	TypeDefault = 0  // an ordinary message
	TypeReply   = 19 // a reply to a message, or a follow-up
	TypeSlash   = 20 // the answer to a slash command
	TypeMenu    = 23 // the answer to a command of a menu
)

// Message flags.
const (
	FlagSuppressEmbeds        = 1 << 2
	FlagEphemeral             = 1 << 6 // only the invoking person sees it
	FlagLoading               = 1 << 7 // deferred: "thinking…"
	FlagSuppressNotifications = 1 << 12
	FlagComponentsV2          = 1 << 15 // a card: components only, no content
)

// A Message is an entry of a channel: a message, or an interaction that waits
// for its answer or never got one.
type Message struct {
	ID                  string               `json:"id"`
	ChannelID           string               `json:"channel_id"`
	Type                int                  `json:"type"`
	Author              User                 `json:"author"`
	Content             string               `json:"content"`
	Components          []Component          `json:"components"`
	Embeds              []Embed              `json:"embeds"`
	Attachments         []Attachment         `json:"attachments"`
	Mentions            []User               `json:"mentions"` // people it pings
	MentionRoles        []string             `json:"mention_roles"`
	MentionEveryone     bool                 `json:"mention_everyone"`
	Pinned              bool                 `json:"pinned"`
	TTS                 bool                 `json:"tts"`
	Flags               int                  `json:"flags"`
	Timestamp           time.Time            `json:"timestamp"`
	EditedTimestamp     *time.Time           `json:"edited_timestamp"` // nil if never edited
	ApplicationID       string               `json:"application_id,omitempty"`
	WebhookID           string               `json:"webhook_id,omitempty"`
	Nonce               string               `json:"nonce,omitempty"`
	Interaction         *MessageInteraction  `json:"interaction,omitempty"` // nil unless it answers an interaction
	InteractionMetadata *InteractionMetadata `json:"interaction_metadata,omitempty"`
	Reference           *MessageReference    `json:"message_reference,omitempty"`  // nil unless it replies
	Referenced          *Message             `json:"referenced_message,omitempty"` // the message at Reference, as it was
	Reactions           []Reaction           `json:"reactions,omitempty"`

	// VisibleTo is the id of the only person who sees the entry; "" is everybody.
	VisibleTo string `json:"-"`
	// Pending reports whether the interaction waits: "thinking…".
	Pending bool `json:"-"`
	// Failed reports whether the interaction was not answered in time: "The
	// application did not respond".
	Failed bool `json:"-"`
	// Pings names whom the message notifies: ids of people and roles, and
	// "everyone" or "here". Nil is nobody.
	Pings []string `json:"-"`
}

// Ephemeral reports whether only one person sees m.
func (m Message) Ephemeral() bool { return m.Flags&FlagEphemeral != 0 }

// IsCard reports whether m is made of components only.
func (m Message) IsCard() bool { return m.Flags&FlagComponentsV2 != 0 }

// A MessageInteraction says which command of whom a message answers.
type MessageInteraction struct {
	ID   string `json:"id"`
	Type int    `json:"type"`
	Name string `json:"name"` // of the command, without the slash
	User User   `json:"user"` // who used it
}

// InteractionMetadata is the newer form of [MessageInteraction], as Discord
// sends both.
type InteractionMetadata struct {
	ID                string               `json:"id"`
	Type              int                  `json:"type"`
	User              User                 `json:"user"`
	Owners            map[string]string    `json:"authorizing_integration_owners"`
	OriginalResponse  string               `json:"original_response_message_id,omitempty"`    // in follow-ups
	InteractedMessage string               `json:"interacted_message_id,omitempty"`           // of a component
	TargetUser        *User                `json:"target_user,omitempty"`                     // of a user command
	TargetMessage     string               `json:"target_message_id,omitempty"`               // of a message command
	Opener            *InteractionMetadata `json:"triggering_interaction_metadata,omitempty"` // of a modal
}

// An Attachment is a file of a message, or of an option.
type Attachment struct {
	ID          string `json:"id"`
	Filename    string `json:"filename"`
	Size        int    `json:"size"` // bytes
	URL         string `json:"url"`
	ProxyURL    string `json:"proxy_url"`
	ContentType string `json:"content_type,omitempty"`
	Description string `json:"description,omitempty"`
	Ephemeral   bool   `json:"ephemeral,omitempty"`
}

// A Reaction is an emoji under a message and how many put it there.
type Reaction struct {
	Emoji        ReactionEmoji `json:"emoji"`
	Count        int           `json:"count"`
	CountDetails object        `json:"count_details"`
	BurstColors  []string      `json:"burst_colors"`
	Me           bool          `json:"me"` // the bot is among them
	MeBurst      bool          `json:"me_burst"`

	by []string // ids
}

// A ReactionEmoji is an [Emoji] as reactions have it: with an id that is null for
// a symbol of Unicode.
type ReactionEmoji Emoji

// MarshalJSON implements [json.Marshaler].
func (e ReactionEmoji) MarshalJSON() ([]byte, error) {
	o := object{"id": nil, "name": e.Name}
	if e.ID != "" {
		o["id"] = e.ID
	}
	return json.Marshal(o)
}

// A MessageReference points to the message that another one replies to.
type MessageReference struct {
	Type      int    `json:"type"` // always 0: a reply
	MessageID string `json:"message_id"`
	ChannelID string `json:"channel_id"`
	GuildID   string `json:"guild_id,omitempty"`
}

// An Embed is the older kind of card.
type Embed struct {
	Type        string       `json:"type"` // always "rich"
	Title       string       `json:"title,omitempty"`
	Description string       `json:"description,omitempty"`
	URL         string       `json:"url,omitempty"`
	Color       *int         `json:"color,omitempty"`
	Footer      *EmbedFooter `json:"footer,omitempty"`
	Fields      []EmbedField `json:"fields,omitempty"`
}

// An EmbedFooter is the small line under an [Embed].
type EmbedFooter struct {
	Text string `json:"text"`
}

// An EmbedField is a titled paragraph of an [Embed].
type EmbedField struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Inline bool   `json:"inline"`
}

// Component types.
const (
	ActionRow         = 1
	Button            = 2
	StringSelect      = 3
	TextInput         = 4
	UserSelect        = 5
	RoleSelect        = 6
	MentionableSelect = 7
	ChannelSelect     = 8
	Section           = 9
	TextDisplay       = 10
	Thumbnail         = 11
	MediaGallery      = 12
	File              = 13
	Separator         = 14
	Container         = 17
	Label             = 18
	FileUpload        = 19
	RadioGroup        = 21
	CheckboxGroup     = 22
	Checkbox          = 23
)

// Button styles.
const (
	StylePrimary   = 1
	StyleSecondary = 2
	StyleSuccess   = 3
	StyleDanger    = 4
	StyleLink      = 5
)

// Text input styles.
const (
	InputShort     = 1
	InputParagraph = 2
)

// A Component is one part of a message or modal. Its Type says which fields mean
// something; the others are zero.
type Component struct {
	Type          int            `json:"type"`
	ID            int            `json:"id,omitempty"`             // numbered from 1 where the bot gave none
	Content       string         `json:"content,omitempty"`        // text display: markdown
	Components    []Component    `json:"components,omitempty"`     // action row, section, container
	Accessory     *Component     `json:"accessory,omitempty"`      // section: a button or thumbnail
	Child         *Component     `json:"component,omitempty"`      // label: what it names
	AccentColor   *int           `json:"accent_color,omitempty"`   // container: 0xRRGGBB; nil is no bar
	Spoiler       bool           `json:"spoiler,omitempty"`        // container, thumbnail, file
	Divider       *bool          `json:"divider,omitempty"`        // separator: a visible line; nil is true
	Spacing       int            `json:"spacing,omitempty"`        // separator: 1 small, 2 large; 0 is small
	Style         int            `json:"style,omitempty"`          // button, text input
	Label         string         `json:"label,omitempty"`          // button, text input, label
	Emoji         *Emoji         `json:"emoji,omitempty"`          // button
	URL           string         `json:"url,omitempty"`            // link button
	CustomID      string         `json:"custom_id,omitempty"`      // button, select, text input and the like
	Disabled      bool           `json:"disabled,omitempty"`       // button, select
	Placeholder   string         `json:"placeholder,omitempty"`    // select, text input
	MinValues     *int           `json:"min_values,omitempty"`     // select, checkbox group, file upload; nil is 1
	MaxValues     *int           `json:"max_values,omitempty"`     // select, checkbox group, file upload; nil is 1
	Options       []SelectOption `json:"options,omitempty"`        // string select, radio group, checkbox group
	DefaultValues []DefaultValue `json:"default_values,omitempty"` // the other selects: what is chosen at first
	ChannelTypes  []int          `json:"channel_types,omitempty"`  // channel select: nil is every type
	Media         *Media         `json:"media,omitempty"`          // thumbnail
	File          *Media         `json:"file,omitempty"`           // file
	Name          string         `json:"name,omitempty"`           // file
	Size          int            `json:"size,omitempty"`           // file: bytes
	Description   string         `json:"description,omitempty"`    // thumbnail: alternative text; label
	Items         []MediaItem    `json:"items,omitempty"`          // media gallery
	Value         string         `json:"value,omitempty"`          // text input: what stands in it at first
	MinLength     *int           `json:"min_length,omitempty"`     // text input: code points
	MaxLength     *int           `json:"max_length,omitempty"`     // text input: code points
	Required      *bool          `json:"required,omitempty"`       // in modals; nil is true
	Default       bool           `json:"default,omitempty"`        // checkbox: checked at first
}

// A DefaultValue is a user, role or channel that is chosen in a select at first.
type DefaultValue struct {
	ID   string `json:"id"`
	Type string `json:"type"` // "user", "role" or "channel"
}

// An Emoji is the small picture of a button or option.
type Emoji struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

// A SelectOption is one choice of a string select.
type SelectOption struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description,omitempty"`
	Emoji       *Emoji `json:"emoji,omitempty"`
	Default     bool   `json:"default,omitempty"`
}

// Media is where an image lies.
type Media struct {
	ID       string `json:"id"`
	URL      string `json:"url"`
	ProxyURL string `json:"proxy_url"`
}

// A MediaItem is one image of a gallery.
type MediaItem struct {
	Media       Media  `json:"media"`
	Description string `json:"description,omitempty"`
	Spoiler     bool   `json:"spoiler,omitempty"`
}

// A Command is an application command as Discord keeps it.
type Command struct {
	ID                       string            `json:"id"`
	ApplicationID            string            `json:"application_id"`
	GuildID                  string            `json:"guild_id,omitempty"` // "" is global
	Version                  string            `json:"version"`            // snowflake, new at each change
	Type                     int               `json:"type"`               // 1 slash, 2 user, 3 message
	Name                     string            `json:"name"`
	NameLocalizations        map[string]string `json:"name_localizations"`
	Description              string            `json:"description"`
	DescriptionLocalizations map[string]string `json:"description_localizations"`
	Options                  []CommandOption   `json:"options,omitempty"`
	DefaultMemberPermissions *Permissions      `json:"default_member_permissions"`
	DMPermission             bool              `json:"dm_permission"`
	Contexts                 []int             `json:"contexts"`          // nil is not said
	IntegrationTypes         []int             `json:"integration_types"` // never nil
	NSFW                     bool              `json:"nsfw"`
}

// Command types.
const (
	CommandSlash   = 1
	CommandUser    = 2 // in the menu of a person
	CommandMessage = 3 // in the menu of a message
)

// Command option types.
const (
	OptionSubcommand  = 1
	OptionGroup       = 2 // of subcommands
	OptionString      = 3
	OptionInteger     = 4
	OptionBoolean     = 5
	OptionUser        = 6
	OptionChannel     = 7
	OptionRole        = 8
	OptionMentionable = 9 // a user or a role
	OptionNumber      = 10
	OptionAttachment  = 11
)

// A CommandOption is one value that a [Command] asks for, or a subcommand or a
// group of them.
type CommandOption struct {
	Type                     int               `json:"type"`
	Name                     string            `json:"name"`
	NameLocalizations        map[string]string `json:"name_localizations,omitempty"`
	Description              string            `json:"description"`
	DescriptionLocalizations map[string]string `json:"description_localizations,omitempty"`
	Required                 bool              `json:"required,omitempty"`
	Autocomplete             bool              `json:"autocomplete,omitempty"`
	MinLength                *int              `json:"min_length,omitempty"` // string: code points
	MaxLength                *int              `json:"max_length,omitempty"` // string: code points; nil is 6000
	MinValue                 *float64          `json:"min_value,omitempty"`  // integer, number
	MaxValue                 *float64          `json:"max_value,omitempty"`  // integer, number
	Choices                  []CommandChoice   `json:"choices,omitempty"`
	ChannelTypes             []int             `json:"channel_types,omitempty"` // channel; nil is every type
	Options                  []CommandOption   `json:"options,omitempty"`       // subcommand, group
}

// A CommandChoice is one fixed value of a [CommandOption].
type CommandChoice struct {
	Name              string            `json:"name"`
	NameLocalizations map[string]string `json:"name_localizations,omitempty"`
	Value             any               `json:"value"` // string, or json.Number for integer and number
}
