package bot

import "context"

// comparison stands here until the command /compare has its own.
func (b *Bot) comparison(context.Context, request) Message { return note("/compare") }
