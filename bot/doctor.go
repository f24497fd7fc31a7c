package bot

import (
	"context"
	"slices"
	"strings"
)

// doctorCommand returns /doctor.
func (b *Bot) doctorCommand() command {
	c := commandOf(commandPhrases.doctor)
	c.Needs, c.ServerOnly = ManageServer, true
	return command{Command: c, do: func(ctx context.Context, ev Event) Message {
		return b.doctorPage(ctx, ev, actLine(b.private(ev), coveragePhrases.doctorLine, ev.User.Name), position{})
	}}
}

// turnDoctor turns the page of what is missing.
func (b *Bot) turnDoctor(ctx context.Context, p press, at position) Message {
	return b.doctorPage(ctx, p.Event, p.Message.FirstLine(), at)
}

// A need is a permission that answering in a channel takes.
type need struct {
	permission Permissions
	name, why  phrase
}

// needs are all of them.
func needs() []need {
	p := &coveragePhrases
	return []need{
		{ViewChannel, p.view, p.whyView},
		{SendMessages, p.send, p.whySend},
		{ReadMessageHistory, p.history, p.whyHistory},
		{AddReactions, p.react, p.whyReact},
	}
}

// effective returns what the bot may do in a channel, by the algorithm of
// Discord's documentation (topics, permissions, "permission overwrites"): what
// everyone and its roles may do in the server; then the channel's overwrites for
// everyone, for all its roles together, where allowing wins, and for itself. The
// owner and an administrator may do everything. What is of no use without another
// permission is not taken away, so that each one that is missing can be named.
func effective(s *Server, c Channel) Permissions {
	const all = ^Permissions(0)
	if s.OwnerID == s.BotID {
		return all
	}
	mine := func(id string) bool { return id == s.ID || slices.Contains(s.BotRoles, id) }
	var p Permissions
	for _, r := range s.Roles {
		if mine(r.ID) {
			p |= r.Permissions
		}
	}
	if p.Has(Administrator) {
		return all
	}
	var everyone, roles, itself Overwrite
	for _, o := range c.Overwrites {
		switch {
		case o.Member && o.ID == s.BotID:
			itself = o
		case o.Member:
		case o.ID == s.ID:
			everyone = o
		case mine(o.ID):
			roles.Allow |= o.Allow
			roles.Deny |= o.Deny
		}
	}
	for _, o := range []Overwrite{everyone, roles, itself} {
		p = p&^o.Deny | o.Allow
	}
	return p
}

// A finding is what the bot lacks in one channel.
type finding struct {
	channel Channel
	lacks   []need
}

// examine returns what the bot lacks, channel by channel, in those in which it
// answers, and how many of these are fine.
func examine(server *Server, s Settings) (found []finding, fine int) {
	for _, c := range server.Channels {
		if !answersIn(s, c) {
			continue
		}
		f := finding{channel: c}
		for _, n := range needs() {
			if !effective(server, c).Has(n.permission) {
				f.lacks = append(f.lacks, n)
			}
		}
		if f.lacks == nil {
			fine++
			continue
		}
		found = append(found, f)
	}
	return found, fine
}

// answersIn reports whether the settings let the bot answer in a channel.
func answersIn(s Settings, c Channel) bool {
	return len(s.Channels) == 0 || slices.Contains(s.Channels, c.ID)
}

// doctorPage says what the bot lacks in a server.
func (b *Bot) doctorPage(ctx context.Context, ev Event, line string, at position) Message {
	s, no, ok := b.manage(ctx, ev)
	if !ok {
		return no
	}
	l := b.private(ev)
	if ev.Discord == nil {
		return note(l.say(coveragePhrases.unreachable))
	}
	server, err := ev.Discord.Server(ctx, ev.GuildID)
	if err != nil {
		b.lg.Error("server not looked up", "guild", ev.GuildID, "err", err)
		return note(l.say(coveragePhrases.unreachable))
	}
	found, fine := examine(server, s)
	parts := b.settingFindings(l, server, s)
	if len(parts) == 0 && len(found) == 0 {
		parts = []string{l.say(coveragePhrases.allFine)}
	}
	for _, f := range found {
		var names []string
		for _, n := range f.lacks {
			names = append(names, "**"+l.say(n.name)+"**")
		}
		parts = append(parts, l.say(coveragePhrases.lacks, channelList([]string{f.channel.ID}), strings.Join(names, ", ")))
	}
	list := listing{
		language: l, line: line, n: len(parts),
		earlier: actionEarlierChannels, later: actionLaterChannels, labels: turning{listPhrases.earlierOnes, listPhrases.laterOnes},
		head: func(int) string { return doctorHead(l, found) },
		part: func(i, _ int) string { return parts[i] },
		foot: "-# " + l.count(coveragePhrases.fine, fine, fine) + "\n-# " + l.say(coveragePhrases.slashWorks),
	}
	m := b.list(ev, list, list.page(at))
	m.Private = true
	return m
}

// doctorHead says in how many channels something is missing, what each of the
// permissions is for, and how they are given; "" if nothing is missing.
func doctorHead(l language, found []finding) string {
	if len(found) == 0 {
		return ""
	}
	lines := []string{l.count(coveragePhrases.broken, len(found), len(found))}
	for _, n := range needs() {
		lacked := func(f finding) bool {
			return slices.ContainsFunc(f.lacks, func(m need) bool { return m.permission == n.permission })
		}
		if slices.ContainsFunc(found, lacked) {
			lines = append(lines, "- "+l.say(listPhrases.values, l.say(n.name), l.say(n.why)))
		}
	}
	return joined(append(lines, l.say(coveragePhrases.click))...)
}

// settingFindings says which channels and roles of the settings are gone, or
// cannot be used.
func (b *Bot) settingFindings(l language, server *Server, s Settings) []string {
	p, command := &coveragePhrases, b.slash(l, "settings")
	channel := func(id string) (Channel, bool) {
		i := slices.IndexFunc(server.Channels, func(c Channel) bool { return c.ID == id })
		if i < 0 {
			return Channel{}, false
		}
		return server.Channels[i], true
	}
	var parts []string
	if slices.ContainsFunc(s.Channels, func(id string) bool { _, ok := channel(id); return !ok }) {
		parts = append(parts, l.say(p.goneChannels, command))
	}
	if c, ok := channel(s.LogChannel); s.LogChannel != "" && !ok {
		parts = append(parts, l.say(p.goneLog, command))
	} else if ok && !effective(server, c).Has(ViewChannel|SendMessages) {
		parts = append(parts, l.say(p.mutedLog, channelList([]string{c.ID})))
	}
	if s.HumanRole == "" {
		return parts
	}
	i := slices.IndexFunc(server.Roles, func(r Role) bool { return r.ID == s.HumanRole })
	if i < 0 {
		return append(parts, l.say(p.goneRole, command))
	}
	var deaf []string
	for _, c := range server.Channels {
		if answersIn(s, c) && !server.Roles[i].Mentionable && !effective(server, c).Has(MentionEveryone) {
			deaf = append(deaf, c.ID)
		}
	}
	if len(deaf) > 0 {
		parts = append(parts, l.say(p.roleNotCalled, Escape("@"+truncate(server.Roles[i].Name, maxPublisher)), channelList(deaf))+"\n"+l.say(p.roleFix))
	}
	return parts
}
