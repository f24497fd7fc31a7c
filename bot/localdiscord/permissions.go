package localdiscord

import (
	"fmt"
	"slices"
	"strconv"
)

// Permissions is a set of Discord's permission bits.
type Permissions uint64

// The permissions that something here depends on, from Discord's documentation.
const (
	Administrator          Permissions = 1 << 3
	ManageChannels         Permissions = 1 << 4
	ManageGuild            Permissions = 1 << 5
	AddReactions           Permissions = 1 << 6
	ViewChannel            Permissions = 1 << 10
	SendMessages           Permissions = 1 << 11
	ManageMessages         Permissions = 1 << 13
	EmbedLinks             Permissions = 1 << 14
	AttachFiles            Permissions = 1 << 15
	ReadMessageHistory     Permissions = 1 << 16
	MentionEveryone        Permissions = 1 << 17
	UseExternalEmojis      Permissions = 1 << 18
	ManageRoles            Permissions = 1 << 28
	UseApplicationCommands Permissions = 1 << 31
	UseExternalApps        Permissions = 1 << 50
)

// allPermissions are those of an owner or administrator: every bit that Discord
// documents, 0 to 52 but 47 and 48.
const allPermissions Permissions = 1<<53 - 1 - 1<<47 - 1<<48

// permissionNames are the permissions that can be given by name.
var permissionNames = []struct {
	name string
	bit  Permissions
}{
	{"ADMINISTRATOR", Administrator}, {"MANAGE_CHANNELS", ManageChannels}, {"MANAGE_GUILD", ManageGuild},
	{"ADD_REACTIONS", AddReactions}, {"VIEW_CHANNEL", ViewChannel}, {"SEND_MESSAGES", SendMessages},
	{"MANAGE_MESSAGES", ManageMessages}, {"EMBED_LINKS", EmbedLinks}, {"ATTACH_FILES", AttachFiles},
	{"READ_MESSAGE_HISTORY", ReadMessageHistory}, {"MENTION_EVERYONE", MentionEveryone},
	{"USE_EXTERNAL_EMOJIS", UseExternalEmojis}, {"MANAGE_ROLES", ManageRoles},
	{"USE_APPLICATION_COMMANDS", UseApplicationCommands}, {"USE_EXTERNAL_APPS", UseExternalApps},
}

// PermissionNames returns the permissions that [Server.SetPermission] and
// [Server.SetOverwrite] know, as Discord's documentation writes them.
func PermissionNames() []string {
	var names []string
	for _, p := range permissionNames {
		names = append(names, p.name)
	}
	return names
}

// permissionNamed returns the bit with this name.
func permissionNamed(name string) (Permissions, error) {
	for _, p := range permissionNames {
		if p.name == name {
			return p.bit, nil
		}
	}
	return 0, fmt.Errorf("no permission is called %q; there are %s", name, listed(PermissionNames()))
}

// Has reports whether every one of want is in p.
func (p Permissions) Has(want Permissions) bool { return p&want == want }

// Names returns those of the permissions in p that have a name here.
func (p Permissions) Names() []string {
	var names []string
	for _, n := range permissionNames {
		if p.Has(n.bit) {
			names = append(names, n.name)
		}
	}
	return names
}

// String returns p as Discord sends it: a decimal number.
func (p Permissions) String() string { return strconv.FormatUint(uint64(p), 10) }

// MarshalText makes p a string in JSON.
func (p Permissions) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// An overwrite changes permissions in one channel, for a role or an account.
type overwrite struct {
	ID    string      `json:"id"`
	Type  int         `json:"type"` // 0 role, 1 account
	Allow Permissions `json:"allow"`
	Deny  Permissions `json:"deny"`
}

// permissions returns what an account may do in a channel of the server, by the
// algorithm of Discord's documentation (topics, permissions, "permission
// overwrites"): everyone's and the roles' permissions; then the channel's
// overwrites for everyone, for all roles together, and for the account. Who is
// no member may do nothing.
func (s *Server) permissions(userID string, c *channel) Permissions {
	m := s.memberNamed(userID)
	if m == nil || !m.Member {
		return 0
	}
	if userID == ownerID {
		return allPermissions
	}
	p := s.role(guildID).Permissions
	for _, id := range m.Roles {
		p |= s.role(id).Permissions
	}
	if p.Has(Administrator) {
		return allPermissions
	}
	if c == nil {
		return p
	}
	var roles overwrite
	for _, o := range c.Overwrites {
		switch {
		case o.ID == guildID:
			p = p&^o.Deny | o.Allow
		case o.Type == 0 && slices.Contains(m.Roles, o.ID):
			roles.Deny |= o.Deny
			roles.Allow |= o.Allow
		}
	}
	p = p&^roles.Deny | roles.Allow
	for _, o := range c.Overwrites {
		if o.Type == 1 && o.ID == userID {
			p = p&^o.Deny | o.Allow
		}
	}
	return p.implied()
}

// implied takes away what Discord says cannot be used without another
// permission.
func (p Permissions) implied() Permissions {
	if !p.Has(ViewChannel) {
		return 0
	}
	if !p.Has(SendMessages) {
		const sendTTS = 1 << 12
		p &^= MentionEveryone | sendTTS | AttachFiles | EmbedLinks
	}
	return p
}

// botPermissions returns what the bot may do in a channel.
func (s *Server) botPermissions(c *channel) Permissions {
	switch {
	case c.Type == channelGuild:
		return s.permissions(applicationID, c)
	case c.has(applicationID):
		return ViewChannel | SendMessages | ReadMessageHistory | AddReactions | dmPermissions | UseExternalEmojis
	}
	return 0 // a conversation of others
}

// dmPermissions are the app_permissions of an interaction outside servers, by
// Discord's documentation of the interaction object; with the bot itself
// UseExternalEmojis comes to them.
const dmPermissions = AttachFiles | EmbedLinks | MentionEveryone

// appPermissions returns the app_permissions of an interaction in a channel.
func (s *Server) appPermissions(c *channel) Permissions {
	switch {
	case c.Type == channelGuild:
		return s.permissions(applicationID, c)
	case c.has(applicationID):
		return dmPermissions | UseExternalEmojis
	}
	return dmPermissions
}
