package localdiscord

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The one application and server, its channels and roles, and the people. The
// ids are fixed: nothing secret is in them, and scripts and goldens may name
// them.
const (
	applicationID = "1100000000000000011" // of the application and its bot user
	guildID       = "1100000000000000022" // and of the role @everyone
	channelID     = "1100000000000000033" // of the channel where people are by default
	ownerID       = "1100000000000000044"
	guildName     = "Newsroom"
	channelName   = "news"
	joined        = "2023-04-24T08:00:00.000000+00:00"
	locale        = "en-US"
)

// everyonePermissions are those of an ordinary member. Discord gives new servers
// more; what is here is what a bot can notice.
const everyonePermissions = ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadMessageHistory | AddReactions |
	MentionEveryone | UseApplicationCommands | UseExternalApps

// A Member is an account and what the server and the application know of it.
type Member struct {
	User
	Locale     string   // of the person's client, such as "de"
	Member     bool     // in the server; who is not can still install the application and write to the bot
	Roles      []string // ids, without @everyone
	Installed  bool     // the person has installed the application for themselves
	RefusesDMs bool     // what the bot writes to the person is refused with 50007
}

// A role of the server, as Discord describes it.
type role struct {
	ID           string      `json:"id"`
	Name         string      `json:"name"`
	Permissions  Permissions `json:"permissions"`
	Position     int         `json:"position"`
	Color        int         `json:"color"`
	Colors       object      `json:"colors"`
	Hoist        bool        `json:"hoist"`
	Managed      bool        `json:"managed"` // it is the bot's own
	Mentionable  bool        `json:"mentionable"`
	Icon         *string     `json:"icon"`
	UnicodeEmoji *string     `json:"unicode_emoji"`
	Tags         object      `json:"tags,omitempty"`
	Flags        int         `json:"flags"`
}

// Channel types.
const (
	channelGuild = 0 // text channel of the server
	channelDM    = 1
)

// A channel of the server, or a conversation of two.
type channel struct {
	ID         string
	Type       int
	Name       string // "" in a conversation
	Topic      string
	Overwrites []overwrite
	Recipients []string // ids of the two in a conversation
	typing     *timer   // ends the bot's typing; nil if it does not type
}

// has reports whether c is a conversation with this account.
func (c *channel) has(userID string) bool { return slices.Contains(c.Recipients, userID) }

// account returns a User as Discord describes it.
func account(id, name string, bot bool) User {
	return User{ID: id, Username: name, Discriminator: "0", Bot: bot}
}

// Ids of roles and of further channels.
const (
	adminRole     = "1100000000000000110"
	moderatorRole = "1100000000000000121"
	botRole       = "1100000000000000132"
	generalID     = "1100000000000000066"
	noticesID     = "1100000000000000077"
	privateID     = "1100000000000000088" // dan and bob, without the bot
)

// settle makes the world as it is in the beginning. The first person is the
// default one.
func (s *Server) settle() {
	bot := account(applicationID, s.cfg.BotName, true)
	s.people = []*Member{
		{User: account(ownerID, "ann", false), Locale: locale, Member: true, Roles: []string{adminRole}},
		{User: account("1100000000000000055", "bob", false), Locale: locale, Member: true},
		{User: account("1100000000000000099", "cleo", false), Locale: "de", Member: true, Roles: []string{moderatorRole}},
		{User: account("1100000000000000143", "dan", false), Locale: locale, Installed: true},
	}
	s.bot = bot
	s.botMember = &Member{User: bot, Locale: locale, Member: true, Roles: []string{botRole}}
	s.roles = []*role{
		newRole(guildID, "@everyone", 0, everyonePermissions),
		newRole(moderatorRole, "moderator", 1, ManageMessages),
		newRole(adminRole, "admin", 2, Administrator),
		newRole(botRole, s.cfg.BotName, 3, everyonePermissions),
	}
	s.roles[1].Mentionable = true
	s.roles[3].Managed, s.roles[3].Tags = true, object{"bot_id": applicationID}
	s.channels = []*channel{
		{ID: channelID, Name: channelName},
		{ID: generalID, Name: "general"},
		{ID: noticesID, Name: "notices", Topic: "Bots may read here, not write",
			Overwrites: []overwrite{{ID: botRole, Deny: SendMessages}}},
		{ID: privateID, Type: channelDM, Recipients: []string{s.people[3].ID, s.people[1].ID}},
	}
	for _, m := range s.people {
		// The conversation with the bot is there from the beginning, so that its
		// id is fixed; people see it from the first message on.
		s.channels = append(s.channels, &channel{ID: dmOf(m.ID), Type: channelDM, Recipients: []string{applicationID, m.ID}})
	}
}

// dmOf returns the id of a person's conversation with the bot.
func dmOf(userID string) string { return "12" + userID[2:] }

func newRole(id, name string, position int, p Permissions) *role {
	return &role{ID: id, Name: name, Position: position, Permissions: p,
		Colors: object{"primary_color": 0, "secondary_color": nil, "tertiary_color": nil}}
}

// ApplicationID returns the id of the application and of its bot user.
func (s *Server) ApplicationID() string { return applicationID }

// GuildID returns the id of the one server.
func (s *Server) GuildID() string { return guildID }

// GuildName returns the name of the one server.
func (s *Server) GuildName() string { return guildName }

// ChannelID returns the id of the channel where people are by default.
func (s *Server) ChannelID() string { return channelID }

// ChannelName returns the name of that channel, without "#".
func (s *Server) ChannelName() string { return channelName }

// People returns the people, in the server or not; the first is the default
// person.
func (s *Server) People() []User {
	s.mu.Lock()
	defer s.mu.Unlock()
	var us []User
	for _, m := range s.people {
		us = append(us, m.User)
	}
	return us
}

// Person returns the person with this id or name; "" is the default person.
func (s *Server) Person(idOrName string) (User, error) {
	m, err := s.Member(idOrName)
	return m.User, err
}

// Member returns what is known of the person with this id or name; "" is the
// default person.
func (s *Server) Member(idOrName string) (Member, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.person(idOrName)
	if err != nil {
		return Member{}, err
	}
	copied := *m
	copied.Roles = slices.Clone(m.Roles)
	return copied, nil
}

// person is Member for callers that hold s.mu.
func (s *Server) person(idOrName string) (*Member, error) {
	var known []string
	for _, m := range s.people {
		if idOrName == "" || idOrName == m.ID || idOrName == m.Username {
			return m, nil
		}
		known = append(known, m.Username)
	}
	return nil, fmt.Errorf("nobody here is called %q; here are %s", idOrName, listed(known))
}

// memberNamed returns the account with this id, the bot's among them, or nil.
func (s *Server) memberNamed(id string) *Member {
	if id == applicationID {
		return s.botMember
	}
	for _, m := range s.people {
		if m.ID == id {
			return m
		}
	}
	return nil
}

// role returns the role with this id; without one, a role that may do nothing.
func (s *Server) role(id string) *role {
	for _, r := range s.roles {
		if r.ID == id {
			return r
		}
	}
	return &role{}
}

// roleNamed returns the role with this id or name.
func (s *Server) roleNamed(idOrName string) (*role, error) {
	var known []string
	for _, r := range s.roles {
		if idOrName == r.ID || idOrName == r.Name {
			return r, nil
		}
		known = append(known, r.Name)
	}
	return nil, fmt.Errorf("no role is called %q; there are %s", idOrName, listed(known))
}

// listed writes names in a row.
func listed(names []string) string { return strings.Join(names, ", ") }

// A Channel is a channel as a person sees it.
type Channel struct {
	ID   string `json:"id"`
	Name string `json:"name"` // of the channel, without "#"; in a conversation, of the other one
	DM   bool   `json:"dm"`   // a conversation of two
	Bot  bool   `json:"bot"`  // that with the bot
}

// Channels returns the channels that a person sees, those of the server first.
// viewer is an id or a name; "" is the default person, and an unknown one sees
// none.
func (s *Server) Channels(viewer string) []Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.person(viewer)
	if err != nil {
		return nil
	}
	var seen []Channel
	for _, c := range s.channels {
		if !s.sees(m, c) {
			continue
		}
		seen = append(seen, s.channelFor(c, m.ID))
	}
	return seen
}

// channelFor returns c as an account sees it.
func (s *Server) channelFor(c *channel, userID string) Channel {
	ch := Channel{ID: c.ID, Name: c.Name, DM: c.Type == channelDM, Bot: c.has(applicationID)}
	for _, id := range c.Recipients {
		if id != userID {
			ch.Name = s.memberNamed(id).Username
		}
	}
	return ch
}

// sees reports whether a person can open a channel.
func (s *Server) sees(m *Member, c *channel) bool {
	return c.has(m.ID) || (c.Type == channelGuild && s.permissions(m.ID, c).Has(ViewChannel))
}

// channel returns the channel with this id, or nil.
func (s *Server) channel(id string) *channel {
	for _, c := range s.channels {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// channelNamed returns the channel that a person means: by its id, by its name
// with or without "#", "dm" for the conversation with the bot, "" for the
// default channel.
func (s *Server) channelNamed(m *Member, idOrName string) (*channel, error) {
	switch idOrName {
	case "":
		idOrName = channelID
		if !m.Member {
			idOrName = dmOf(m.ID)
		}
	case "dm":
		idOrName = dmOf(m.ID)
	}
	var known []string
	for _, c := range s.channels {
		if !s.sees(m, c) {
			continue
		}
		if c.ID == idOrName || (c.Name != "" && c.Name == strings.TrimPrefix(idOrName, "#")) {
			return c, nil
		}
		if c.Name != "" {
			known = append(known, c.Name)
		}
	}
	return nil, fmt.Errorf("%s sees no channel %q; there are %s", m.Username, idOrName, listed(append(known, "dm")))
}

// object is a JSON object that is only ever sent.
type object map[string]any

// ofGuild adds the server's id to an object.
func (s *Server) ofGuild(o object) object {
	o["guild_id"] = guildID
	return o
}

// members returns the members of the server, the bot first if it is one.
func (s *Server) members() []*Member {
	var ms []*Member
	for _, m := range append([]*Member{s.botMember}, s.people...) {
		if m.Member {
			ms = append(ms, m)
		}
	}
	return ms
}

// guild returns the server as GUILD_CREATE sends it.
func (s *Server) guild() object {
	members := []object{}
	for _, m := range s.members() {
		members = append(members, s.member(m))
	}
	g := s.guildObject()
	for k, v := range (object{
		"unavailable": false, "large": false, "member_count": len(members), "members": members, "joined_at": joined,
		"channels": s.guildChannels(), "threads": []object{}, "presences": []object{}, "voice_states": []object{},
		"stage_instances": []object{}, "guild_scheduled_events": []object{}, "soundboard_sounds": []object{},
	}) {
		g[k] = v
	}
	return g
}

// guildObject returns the server as REST describes it.
func (s *Server) guildObject() object {
	g := object{
		"id": guildID, "name": guildName, "owner_id": ownerID, "features": []string{}, "roles": s.roles,
		"preferred_locale": locale, "emojis": []object{}, "stickers": []object{}, "afk_timeout": 300,
		"widget_enabled": false, "premium_progress_bar_enabled": false, "nsfw": false,
		"max_members": 500000, "max_video_channel_users": 25, "max_stage_video_channel_users": 50,
	}
	for _, key := range []string{"verification_level", "default_message_notifications", "explicit_content_filter",
		"mfa_level", "nsfw_level", "premium_tier", "premium_subscription_count", "system_channel_flags"} {
		g[key] = 0
	}
	for _, key := range []string{"icon", "description", "home_header", "splash", "discovery_splash", "banner",
		"application_id", "afk_channel_id", "system_channel_id", "widget_channel_id", "max_presences", "vanity_url_code",
		"rules_channel_id", "safety_alerts_channel_id", "public_updates_channel_id", "incidents_data"} {
		g[key] = nil
	}
	g["region"] = "deprecated"
	return g
}

// guildChannels returns the channels of the server as Discord describes them.
func (s *Server) guildChannels() []object {
	list := []object{}
	for _, c := range s.channels {
		if c.Type == channelGuild {
			list = append(list, s.channelObject(c))
		}
	}
	return list
}

// channelObject returns a channel as Discord describes it to the bot.
func (s *Server) channelObject(c *channel) object {
	o := object{"id": c.ID, "type": c.Type, "last_message_id": nil, "flags": 0}
	for _, m := range slices.Backward(s.messages) {
		if m.ChannelID == c.ID && isPublic(m) {
			o["last_message_id"] = m.ID
			break
		}
	}
	if c.Type == channelDM {
		recipients := []User{}
		for _, id := range c.Recipients {
			if id != applicationID {
				recipients = append(recipients, s.memberNamed(id).User)
			}
		}
		o["recipients"] = recipients
		return o
	}
	for k, v := range (object{
		"guild_id": guildID, "name": c.Name, "position": s.position(c), "topic": nil, "nsfw": false,
		"permission_overwrites": append([]overwrite{}, c.Overwrites...), "rate_limit_per_user": 0, "parent_id": nil,
	}) {
		o[k] = v
	}
	if c.Topic != "" {
		o["topic"] = c.Topic
	}
	return o
}

// position returns where a channel stands in the server's list.
func (s *Server) position(c *channel) int { return slices.Index(s.channels, c) }

// member returns m as a member of the server.
func (s *Server) member(m *Member) object {
	o := s.messageMember(m)
	o["user"] = m.User
	return o
}

// messageMember returns m as the author of a message, without the account.
func (s *Server) messageMember(m *Member) object {
	return object{
		"nick": nil, "avatar": nil, "banner": nil, "roles": append([]string{}, m.Roles...), "joined_at": joined,
		"premium_since": nil, "deaf": false, "mute": false, "flags": 0, "pending": false,
		"communication_disabled_until": nil,
	}
}

// memberIn returns m as an interaction has it: with what m may do in c.
func (s *Server) memberIn(m *Member, c *channel) object {
	o := s.member(m)
	o["permissions"] = s.permissions(m.ID, c)
	return o
}

// applicationFlags tell which privileged intents the application may use, by
// Discord's documentation of the application object.
func (s *Server) applicationFlags() int {
	const presence, members, content = 1 << 12, 1 << 14, 1 << 18
	flags := 0
	for bit, flag := range map[int]int{intentGuildMembers: members, intentPresences: presence, intentMessageContent: content} {
		if s.cfg.PrivilegedIntents&bit != 0 {
			flags |= flag
		}
	}
	return flags
}

// application returns the application as its own bot may read it.
func (s *Server) application() object {
	var endpoint any
	if s.endpoint != "" {
		endpoint = s.endpoint
	}
	installs := 0
	for _, m := range s.people {
		if m.Installed {
			installs++
		}
	}
	return object{
		"id": applicationID, "name": s.bot.Username, "icon": nil, "description": "", "type": nil,
		"bot": s.bot, "owner": s.people[0].User, "team": nil, "verify_key": s.PublicKey(),
		"flags": s.applicationFlags(), "flags_new": strconv.Itoa(s.applicationFlags()), "bot_public": true, "bot_require_code_grant": false,
		"redirect_uris": []string{}, "interactions_endpoint_url": endpoint,
		"role_connections_verification_url": nil, "approximate_guild_count": 1,
		"approximate_user_install_count": installs, "approximate_user_authorization_count": 0,
		"explicit_content_filter": 0, "eligible_oauth2_scopes": []string{},
		"integration_types_config": object{"0": object{}, "1": object{}},
	}
}
