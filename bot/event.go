package bot

import (
	"context"
	"strings"
)

// A Kind says what a person did.
type Kind int

// The kinds of events.
const (
	Slash  Kind = iota // used a slash command
	Menu               // used a command of a message's menu
	Press              // pressed a button, or chose in a select
	Said               // wrote to the bot: a mention, a direct message, or a reply that pings
	Typing             // is typing an option of a slash command and wants choices
)

// An Event is something a person did in Discord that the bot may answer,
// already freed of Discord's wire format by bot/gateway.
// Every field may be empty: Discord leaves out what does not apply.
type Event struct {
	ID   string // snowflake of the interaction or, for Said, of the message; unique
	Kind Kind

	Command string            // name of the command with its subcommand: "ask", "coverage gaps", "Find in coverage"
	Options map[string]string // option name → value as typed
	Focused string            // option being typed, for Typing

	CustomID string   // of the button or select, for Press
	Values   []string // chosen in the select, for Press

	Text    string   // what was written, without the mention of the bot, for Said
	Message *Written // on which the button or select stands, the menu was opened, or, for Said, itself
	ReplyTo *Written // what a message of kind Said replies to

	User           User        // who did it
	Permissions    Permissions // of the user in the channel; none in direct messages
	BotPermissions Permissions // of the bot in the channel
	Owner          bool        // the user owns the application, or is in the team that does

	ApplicationID string
	GuildID       string // "" outside of servers
	ChannelID     string
	ParentID      string // of the channel that ChannelID is a thread of; "" if it is none
	Locale        string // of the user, such as "en-US"; "" for Said
	GuildLocale   string // that the server prefers; may be ""
	Installed     bool   // the server has the bot; false where a user brought it along, and in direct messages

	Discord Discord // looks things up; nil where nothing can
}

// A User is the person an [Event] comes from.
type User struct {
	ID   string // snowflake
	Name string // display name, untrusted text
}

// A Written is a message that is there already.
type Written struct {
	ID     string // snowflake
	Mine   bool   // this bot wrote it
	Author string // id of who wrote it
	Text   string // what it says, its texts joined by line feeds; untrusted unless Mine
	Plain  bool   // it is ordinary text, not a card, and stays so when it is changed
	Hidden bool   // only one person sees it (ephemeral)
	Other  bool   // it has something that is not text: a picture, a file, an embed
}

// FirstLine returns the first line of the message's text.
func (w *Written) FirstLine() string {
	if w == nil {
		return ""
	}
	line, _, _ := strings.Cut(w.Text, "\n")
	return line
}

// hidden reports whether only the person sees the message.
func (w *Written) hidden() bool { return w != nil && w.Hidden }

// Permissions are a set of Discord's permissions, by its bits.
type Permissions uint64

// The permissions that make a difference here.
const (
	Administrator         Permissions = 1 << 3
	ManageServer          Permissions = 1 << 5
	AddReactions          Permissions = 1 << 6
	ViewChannel           Permissions = 1 << 10
	SendMessages          Permissions = 1 << 11
	ManageMessages        Permissions = 1 << 13
	ReadMessageHistory    Permissions = 1 << 16
	MentionEveryone       Permissions = 1 << 17
	SendMessagesInThreads Permissions = 1 << 38
)

// Has reports whether all of want are in p. An administrator has all.
func (p Permissions) Has(want Permissions) bool { return p&Administrator != 0 || p&want == want }

// Discord looks things up. It is safe for concurrent use.
type Discord interface {
	// Server returns a server as the bot sees it.
	Server(ctx context.Context, guildID string) (*Server, error)
}

// A Server is a Discord server, as far as permissions in it are concerned.
type Server struct {
	ID, Name string
	OwnerID  string
	BotID    string    // the bot's user id
	BotRoles []string  // ids of the bot's roles, without @everyone
	Roles    []Role    // all, @everyone (which has the server's id) among them
	Channels []Channel // those in which people write, as the server orders them
}

// A Role gives permissions to those who have it.
type Role struct {
	ID, Name    string
	Permissions Permissions
	Mentionable bool // anyone may ping it
}

// A Channel is a channel of a server.
type Channel struct {
	ID, Name   string
	Overwrites []Overwrite
}

// An Overwrite changes permissions in one channel, of a role or of one member.
type Overwrite struct {
	ID          string // of the role or member
	Member      bool
	Allow, Deny Permissions
}

// A Command is one command as it is registered with Discord.
type Command struct {
	Menu         bool              // of a message's menu; else a slash command
	Name         string            // 1–32 characters; lower case unless Menu
	Names        map[string]string // Discord's locale → name
	Description  string            // 1–100 characters; "" if Menu
	Descriptions map[string]string // Discord's locale → description
	Options      []Option
	Subcommands  []Command   // if any, there are no Options
	Needs        Permissions // that a member must have for Discord to show it; 0 is none
	ServerOnly   bool        // not in direct messages, and only where the server has the bot
}

// An Option is one typed value (always a string here) of a [Command].
type Option struct {
	Name         string            // 1–32 characters, lower case
	Names        map[string]string // Discord's locale → name
	Description  string            // 1–100 characters
	Descriptions map[string]string // Discord's locale → description
	Required     bool              // required options stand before optional ones
	Yes          bool              // it is a truth value, which comes as "true" or "false"
	Completed    bool              // choices are asked for while it is being typed
	MaxLength    int               // characters; 0 is Discord's own maximum
	Choices      []Choice          // at most 25; nil lets anything be typed
}

// A Choice is one value of an [Option].
type Choice struct {
	Name, Value string // each 1–100 characters
}
