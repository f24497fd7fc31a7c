package bot

import (
	"context"
	"reflect"
	"slices"
	"time"
)

// keepLeft is how long the settings of a server are kept after the bot has left
// it: who removes a bot by mistake, or to repair its permissions, finds everything
// as it was, and a month later nothing is known any more.
const keepLeft = 30 * 24 * time.Hour

// Joined notes that the bot is in a server, again or still.
func (b *Bot) Joined(ctx context.Context, guildID string) { b.setLeft(ctx, guildID, false) }

// Left notes that the bot is no longer in a server. Its settings are deleted 30
// days later, by [Bot.Sweep], unless the bot comes back.
func (b *Bot) Left(ctx context.Context, guildID string) { b.setLeft(ctx, guildID, true) }

// Present notes which servers the bot is in: these and no others. So the bot
// learns where it was removed while it was away.
func (b *Bot) Present(ctx context.Context, guildIDs []string) {
	known, err := b.cfg.Store.Servers(ctx)
	if err != nil {
		b.lg.Error("servers not read", "err", err)
		return
	}
	for _, id := range known {
		b.setLeft(ctx, id, !slices.Contains(guildIDs, id))
	}
}

// Sweep deletes the settings of servers that the bot has left more than 30 days
// ago.
func (b *Bot) Sweep(ctx context.Context) {
	known, err := b.cfg.Store.Servers(ctx)
	if err != nil {
		b.lg.Error("servers not read", "err", err)
		return
	}
	for _, id := range known {
		s, err := b.cfg.Store.Settings(ctx, id)
		if err == nil && !s.Left.IsZero() && time.Since(s.Left) > keepLeft {
			err = b.cfg.Store.DeleteSettings(ctx, id)
		}
		if err != nil {
			b.lg.Error("settings of a server that was left not deleted", "guild", id, "err", err)
		}
	}
}

// setLeft notes whether the bot has left a server, if anything is kept of it.
func (b *Bot) setLeft(ctx context.Context, guildID string, left bool) {
	_, err := b.cfg.Store.ChangeSettings(ctx, guildID, func(s *Settings) bool {
		if reflect.DeepEqual(*s, Settings{}) || left != s.Left.IsZero() {
			return false // nothing is kept, or nothing has changed
		}
		s.Left = time.Time{}
		if left {
			s.Left = time.Now().UTC()
		}
		return true
	})
	if err != nil {
		b.lg.Error("not noted whether the bot is in a server", "guild", guildID, "left", left, "err", err)
	}
}
