package localdiscord

// NotEmulated returns what Discord has and the local one has not, a line for
// each kind. A call of it answers 404.
func NotEmulated() []string {
	return []string{
		"voice, video, stage channels, soundboard and activities",
		"threads, forums and announcement channels",
		"polls, stickers, pins, invites, scheduled events, audit log, automatic moderation",
		"making, changing and deleting servers, channels, roles and emojis by the bot",
		"bans, kicks and timeouts",
		"webhooks other than those of interactions",
		"OAuth2, entitlements, purchases and linked roles",
		"looking at links: no embed and no image is made of them",
		"transport compression (compress=zlib-stream, zstd-stream) and ETF on the Gateway",
		"several bots or several servers in one local Discord",
	}
}
