package gateway

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"

	"summitbot/bot"
)

// A lookup asks Discord about servers. It implements [bot.Discord].
type lookup struct {
	rest *client
	self string // the bot's user id
}

// Types of channels.
const (
	textChannel         = 0
	category            = 4
	announcementChannel = 5
	forumChannel        = 15
)

type wireChannel struct {
	ID         string  `json:"id"`
	Type       int     `json:"type"`
	Name       string  `json:"name"`
	Position   int     `json:"position"`
	ParentID   *string `json:"parent_id"` // of its category
	Overwrites []struct {
		ID    string      `json:"id"`
		Type  int         `json:"type"` // 1 is a member
		Allow permissions `json:"allow"`
		Deny  permissions `json:"deny"`
	} `json:"permission_overwrites"`
}

// Server returns a server as the bot sees it. The error is Discord's refusal, such
// as that the bot is not there, or that Discord does not answer.
func (l lookup) Server(ctx context.Context, guildID string) (*bot.Server, error) {
	if !isSnowflake(guildID) || !isSnowflake(l.self) {
		return nil, fmt.Errorf("server %q is none, or the bot %q is not known yet", guildID, l.self)
	}
	var guild struct {
		Name    string `json:"name"`
		OwnerID string `json:"owner_id"`
		Roles   []struct {
			ID          string      `json:"id"`
			Name        string      `json:"name"`
			Permissions permissions `json:"permissions"`
			Mentionable bool        `json:"mentionable"`
		} `json:"roles"`
	}
	var channels []wireChannel
	var me struct {
		Roles []string `json:"roles"`
	}
	path := "/guilds/" + guildID
	for _, ask := range []struct {
		path string
		out  any
	}{{path, &guild}, {path + "/channels", &channels}, {path + "/members/" + l.self, &me}} {
		if err := l.get(ctx, ask.path, ask.out); err != nil {
			return nil, err
		}
	}
	s := &bot.Server{ID: guildID, Name: guild.Name, OwnerID: guild.OwnerID, BotID: l.self, BotRoles: me.Roles, Channels: listed(channels)}
	for _, r := range guild.Roles {
		s.Roles = append(s.Roles, bot.Role{ID: r.ID, Name: r.Name, Permissions: bot.Permissions(r.Permissions), Mentionable: r.Mentionable})
	}
	return s, nil
}

// get makes one call, and again once if that may help.
func (l lookup) get(ctx context.Context, path string, out any) error {
	for try := 1; ; try++ {
		attempt, cancel := context.WithTimeout(ctx, slowTry)
		err := l.rest.call(attempt, http.MethodGet, path, nil, out)
		cancel()
		if err == nil || try == maxTries {
			return err
		}
		wait, again := retryable(err)
		if !again || !fits(ctx, wait) || sleep(ctx, wait) != nil {
			return err
		}
	}
}

// listed returns the channels in which people write, in the order in which Discord
// lists them: those without a category, then category by category.
func listed(channels []wireChannel) []bot.Channel {
	categories := map[string]int{} // id → position, from 1
	for _, c := range channels {
		if c.Type == category {
			categories[c.ID] = c.Position + 1
		}
	}
	under := func(c wireChannel) int {
		if c.ParentID == nil {
			return 0
		}
		return categories[*c.ParentID]
	}
	slices.SortStableFunc(channels, func(a, b wireChannel) int {
		return cmp.Or(cmp.Compare(under(a), under(b)), cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	var list []bot.Channel
	for _, c := range channels {
		if c.Type != textChannel && c.Type != announcementChannel && c.Type != forumChannel {
			continue
		}
		listed := bot.Channel{ID: c.ID, Name: c.Name}
		for _, o := range c.Overwrites {
			listed.Overwrites = append(listed.Overwrites, bot.Overwrite{
				ID: o.ID, Member: o.Type == 1, Allow: bot.Permissions(o.Allow), Deny: bot.Permissions(o.Deny),
			})
		}
		list = append(list, listed)
	}
	return list
}
