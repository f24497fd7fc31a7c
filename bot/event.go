package bot

// An Event is something a person did in Discord that the bot may answer,
// already freed of Discord's wire format by bot/gateway.
// Every field may be empty: Discord leaves out what does not apply.
type Event struct {
	ID        string            // snowflake of the interaction, unique
	Command   string            // name of the slash command: "ask"
	Options   map[string]string // option name → value as typed
	User      User              // who did it
	GuildID   string            // "" in a direct message
	ChannelID string
	Locale    string // of the user, e.g. "en-US"
}

// A User is the person an [Event] comes from.
type User struct {
	ID   string // snowflake
	Name string // display name, untrusted text
}

// A Command is one slash command as it is registered with Discord.
type Command struct {
	Name        string // 1–32 characters, lower case
	Description string // 1–100 characters
	Options     []Option
}

// An Option is one typed value (always a string here) of a [Command].
type Option struct {
	Name        string   // 1–32 characters, lower case
	Description string   // 1–100 characters
	Required    bool     // required options stand before optional ones
	MaxLength   int      // characters; 0 is Discord's own maximum
	Choices     []Choice // at most 25; nil lets anything be typed
}

// A Choice is one fixed value of an [Option].
type Choice struct {
	Name, Value string // each 1–100 characters
}
