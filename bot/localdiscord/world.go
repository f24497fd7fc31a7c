package localdiscord

import (
	"fmt"
	"strings"
)

// The one application, server and channel, and the people in it. The ids are
// fixed: nothing secret is in them, and scripts and goldens may name them.
const (
	applicationID = "1100000000000000011" // of the application and its bot user
	guildID       = "1100000000000000022"
	channelID     = "1100000000000000033"
	guildName     = "Newsroom"
	channelName   = "news"
	joined        = "2023-04-24T08:00:00.000000+00:00"
	locale        = "en-US"
)

// memberPermissions are those of an ordinary member: view, send, embed links,
// attach files, history, reactions, application commands. Discord sends such
// numbers as strings.
const memberPermissions = "2147601472"

// account returns a User as Discord describes it.
func account(id, name string, bot bool) User {
	return User{ID: id, Username: name, Discriminator: "0", Bot: bot}
}

// people returns the members; the first is the default person.
func people() []User {
	return []User{
		account("1100000000000000044", "ann", false),
		account("1100000000000000055", "bob", false),
	}
}

// ApplicationID returns the id of the application and of its bot user.
func (s *Server) ApplicationID() string { return applicationID }

// GuildID returns the id of the one server.
func (s *Server) GuildID() string { return guildID }

// GuildName returns the name of the one server.
func (s *Server) GuildName() string { return guildName }

// ChannelID returns the id of its one channel.
func (s *Server) ChannelID() string { return channelID }

// ChannelName returns the name of its one channel, without "#".
func (s *Server) ChannelName() string { return channelName }

// People returns the members that are no bots; the first is the default person.
func (s *Server) People() []User { return people() }

// Person returns the member with this id or name; "" is the default person.
func (s *Server) Person(idOrName string) (User, error) {
	var known []string
	for _, u := range people() {
		if idOrName == "" || idOrName == u.ID || idOrName == u.Username {
			return u, nil
		}
		known = append(known, u.Username)
	}
	return User{}, fmt.Errorf("nobody here is called %q; here are %s", idOrName, strings.Join(known, ", "))
}

// object is a JSON object that is only ever sent.
type object map[string]any

// guild returns the server as GUILD_CREATE sends it.
func (s *Server) guild() object {
	members := []object{s.member(s.bot)}
	for _, u := range people() {
		members = append(members, s.member(u))
	}
	g := object{
		"id": guildID, "name": guildName, "owner_id": people()[0].ID, "unavailable": false,
		"large": false, "member_count": len(members), "members": members, "joined_at": joined,
		"channels": []object{channelObject()}, "threads": []object{}, "emojis": []object{},
		"stickers": []object{}, "presences": []object{}, "voice_states": []object{},
		"stage_instances": []object{}, "guild_scheduled_events": []object{}, "features": []string{},
		"preferred_locale": locale, "verification_level": 0, "default_message_notifications": 0,
		"explicit_content_filter": 0, "mfa_level": 0, "nsfw_level": 0, "premium_tier": 0,
		"roles": []object{{"id": guildID, "name": "@everyone", "permissions": memberPermissions,
			"position": 0, "color": 0, "hoist": false, "managed": false, "mentionable": false, "icon": nil, "unicode_emoji": nil,
			"flags": 0, "colors": object{"primary_color": 0, "secondary_color": nil, "tertiary_color": nil}}},
		"soundboard_sounds": []object{}, "region": "deprecated", "afk_timeout": 300, "widget_enabled": false, "nsfw": false,
		"max_members": 500000, "max_video_channel_users": 25, "max_stage_video_channel_users": 50,
		"premium_subscription_count": 0, "premium_progress_bar_enabled": false, "system_channel_flags": 0,
	}
	for _, key := range []string{"icon", "description", "home_header", "splash", "discovery_splash", "banner",
		"application_id", "afk_channel_id", "system_channel_id", "widget_channel_id", "max_presences", "vanity_url_code",
		"rules_channel_id", "safety_alerts_channel_id", "public_updates_channel_id", "incidents_data"} {
		g[key] = nil
	}
	return g
}

// channelObject returns the channel as Discord describes it.
func channelObject() object {
	return object{
		"id": channelID, "type": 0, "guild_id": guildID, "name": channelName, "position": 0,
		"permission_overwrites": []object{}, "topic": nil, "nsfw": false, "last_message_id": nil,
		"rate_limit_per_user": 0, "parent_id": nil, "flags": 0,
	}
}

// member returns u as a member of the server.
func (s *Server) member(u User) object {
	return object{
		"user": u, "nick": nil, "avatar": nil, "banner": nil, "roles": []string{}, "joined_at": joined,
		"premium_since": nil, "deaf": false, "mute": false, "flags": 0, "pending": false,
		"communication_disabled_until": nil, "permissions": memberPermissions,
	}
}

// application returns the application as its own bot may read it.
func (s *Server) application() object {
	return object{
		"id": applicationID, "name": s.bot.Username, "icon": nil, "description": "", "type": nil,
		"bot": s.bot, "owner": people()[0], "team": nil, "verify_key": strings.Repeat("0", 64),
		"flags": 0, "flags_new": "0", "bot_public": true, "bot_require_code_grant": false,
		"redirect_uris": []string{}, "interactions_endpoint_url": nil,
		"role_connections_verification_url": nil, "approximate_guild_count": 1,
		"approximate_user_install_count": 0, "approximate_user_authorization_count": 0,
		"explicit_content_filter": 0, "eligible_oauth2_scopes": []string{},
		"integration_types_config": object{"0": object{}, "1": object{}},
	}
}
