package bot_test

// What people do in a script, and what they see.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing/synctest"
	"time"

	"summitbot/bot"
	"summitbot/bot/localdiscord"
)

// who returns a person and the channel that they are in, and notes that they did
// something.
func (w *world) who(arg string) (user, where string) {
	w.asker = arg
	user, where, _ = strings.Cut(arg, "@")
	if where == "bob" { // dan's conversation with bob has no name
		for _, c := range w.discord.Channels(user) {
			if c.DM && c.Name == where {
				where = c.ID
			}
		}
	}
	return user, where
}

func (w *world) ask(args []string) (string, error) {
	return w.use(append([]string{args[0], "ask", "question=" + args[1]}, args[2:]...))
}

func (w *world) use(args []string) (string, error) {
	options := map[string]string{}
	for _, arg := range args[2:] {
		name, value, ok := strings.Cut(arg, "=")
		if !ok {
			return "", fmt.Errorf("%q is not like option=value", arg)
		}
		options[name] = value
	}
	user, where := w.who(args[0])
	_, err := w.discord.Slash(user, where, args[1], options)
	synctest.Wait()
	return "", err
}

func (w *world) typing(args []string) (string, error) {
	user, where := w.who(args[0])
	id, err := w.discord.Autocomplete(user, where, args[1], map[string]string{args[2]: args[3]}, args[2])
	if err != nil {
		return "", err
	}
	synctest.Wait()
	o, _ := w.discord.Outcome(id)
	if o.State != "answered" {
		return "", fmt.Errorf("no choices came: %s", o.State)
	}
	var b strings.Builder
	for _, c := range o.Choices {
		b.WriteString(c.Name)
		if value := fmt.Sprint(c.Value); value != c.Name {
			b.WriteString(" → " + value)
		}
		b.WriteString("\n")
	}
	return b.String(), nil
}

func (w *world) press(args []string) (string, error) {
	if err := w.between(); err != nil {
		return "", err
	}
	user, where := w.who(args[0])
	m, c, err := w.component(user, where, func(c localdiscord.Component) bool {
		return c.Type == localdiscord.Button && strings.HasPrefix(c.Label, args[1])
	})
	if err != nil {
		return "", fmt.Errorf("no button %q", args[1])
	}
	_, err = w.discord.Press(user, m.ID, c.CustomID)
	synctest.Wait()
	return "", err
}

func (w *world) choose(args []string) (string, error) {
	if err := w.between(); err != nil {
		return "", err
	}
	user, where := w.who(args[0])
	m, c, err := w.component(user, where, func(c localdiscord.Component) bool {
		return c.CustomID != "" && c.Type != localdiscord.Button && strings.HasPrefix(c.Placeholder, args[1])
	})
	if err != nil {
		return "", fmt.Errorf("no select %q", args[1])
	}
	values := args[2:]
	for i, v := range values { // a label will do
		for _, o := range c.Options {
			if o.Label == v {
				values[i] = o.Value
			}
		}
	}
	_, err = w.discord.Select(user, m.ID, c.CustomID, values)
	synctest.Wait()
	return "", err
}

// component returns the newest component of which is holds, as a person sees it.
func (w *world) component(user, where string, is func(localdiscord.Component) bool) (localdiscord.Message, localdiscord.Component, error) {
	ms := w.messages(user, where)
	for _, m := range slices.Backward(ms) {
		if c, ok := within(m.Components, is); ok {
			return m, c, nil
		}
	}
	return localdiscord.Message{}, localdiscord.Component{}, errors.New("none")
}

// within returns the first component of which is holds, of those given and what
// is in them.
func within(cs []localdiscord.Component, is func(localdiscord.Component) bool) (localdiscord.Component, bool) {
	for _, c := range cs {
		if is(c) {
			return c, true
		}
		if c, ok := within(c.Components, is); ok {
			return c, true
		}
	}
	return localdiscord.Component{}, false
}

// messages returns what a person sees in a channel, "" being the default one.
func (w *world) messages(user, where string) []localdiscord.Message {
	id := w.discord.ChannelID()
	for _, c := range w.discord.Channels(user) {
		if where == c.Name || where == c.ID || where == "dm" && c.Bot {
			id = c.ID
		}
	}
	return w.discord.Messages(id, user)
}

func (w *world) mention(args []string) (string, error) {
	return w.write(args[0], localdiscord.Saying{Content: strings.Join(args[1:], " "), Mention: true})
}

func (w *world) say(args []string) (string, error) {
	return w.write(args[0], localdiscord.Saying{Content: args[1]})
}

func (w *world) answer(args []string) (string, error) {
	return w.write(args[0], localdiscord.Saying{Content: args[1], ReplyTo: w.newest(args[0])})
}

func (w *world) murmur(args []string) (string, error) {
	return w.write(args[0], localdiscord.Saying{Content: args[1], ReplyTo: w.newest(args[0]), NoPing: true})
}

// newest returns the id of the bot's newest message that a person can reply to.
func (w *world) newest(who string) string {
	user, where := w.who(who)
	ms := w.messages(user, where)
	for _, m := range slices.Backward(ms) {
		if m.Author.ID == w.discord.Bot().ID && !m.Ephemeral() {
			return m.ID
		}
	}
	return "none"
}

// write writes a message, which reply then does not print.
func (w *world) write(who string, saying localdiscord.Saying) (string, error) {
	user, where := w.who(who)
	id, err := w.discord.Say(user, where, saying)
	for _, p := range w.discord.People() {
		w.shown[p.Username+" "+id] = time.Time{}
	}
	synctest.Wait()
	return "", err
}

func (w *world) find(args []string) (string, error) {
	user, where := w.who(args[0])
	writer := "bob"
	if where == "dm" {
		writer = user
	}
	id, err := w.discord.Say(writer, where, localdiscord.Saying{Content: args[1]})
	if err != nil {
		return "", err
	}
	for _, p := range w.discord.People() {
		w.shown[p.Username+" "+id] = time.Time{}
	}
	_, err = w.discord.MessageCommand(user, where, "Find in coverage", id)
	synctest.Wait()
	return "", err
}

func (w *world) reply(args []string) (string, error) {
	viewer := w.asker
	if len(args) == 1 {
		viewer = args[0]
	}
	user, where := w.who(viewer)
	if _, err := w.discord.Person(user); err != nil {
		return "", err
	}
	time.Sleep(time.Second) // for a second try
	var news []localdiscord.Message
	for _, m := range w.messages(user, where) {
		var edited time.Time
		if m.EditedTimestamp != nil {
			edited = *m.EditedTimestamp
		}
		key := user + " " + m.ID
		before, shown := w.shown[key]
		if !shown || before != edited || len(m.Reactions) > 0 {
			news = append(news, m)
		}
		if !m.Pending {
			w.shown[key] = edited
		}
	}
	if len(news) == 0 {
		return "(nothing)\n", nil
	}
	return w.discord.Print(news), nil
}

func (w *world) presence([]string) (string, error) {
	synctest.Wait()
	return w.discord.Doing() + "\n", nil
}

// stored prints the settings of servers and all records but their hashes.
func (w *world) stored([]string) (string, error) {
	kept, err := w.store()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	ctx := context.Background()
	ids, err := kept.Servers(ctx)
	if err != nil {
		return "", err
	}
	for _, id := range ids {
		s, err := kept.Settings(ctx, id)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "server %s: %+v\n", id, s)
	}
	for _, kind := range []bot.RecordKind{bot.VoteRecord, bot.GapRecord, bot.QuestionRecord} {
		rs, err := kept.Records(ctx, kind)
		if err != nil {
			return "", err
		}
		for _, r := range rs {
			for _, hash := range []*string{&r.Question, &r.Server, &r.Asker} {
				if *hash != "" {
					*hash = "#"
				}
			}
			line, err := json.Marshal(r)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&b, "%s\n", line)
		}
	}
	if b.Len() == 0 {
		return "(nothing)\n", nil
	}
	return b.String(), nil
}
