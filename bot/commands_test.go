package bot

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"summitbot/corpus"
)

// use makes an event of a command, in a server that has the bot.
func use(command string, options ...string) Event {
	ev := ask("", options...)
	delete(ev.Options, "question")
	ev.Command = command
	return inServer(ev)
}

// managing makes an event come from somebody who may manage the server.
func managing(ev Event) Event {
	ev.Permissions = ManageServer
	return ev
}

// in makes an event come in another language.
func in(locale string, ev Event) Event {
	ev.Locale, ev.GuildLocale = locale, locale
	return ev
}

// chosenIn chooses in the select of a message whose placeholder begins so.
func chosenIn(t fatal, b *Bot, m Message, placeholder string, by Event, values ...string) Message {
	for _, row := range m.Rows {
		if row.Select != nil && strings.HasPrefix(row.Select.Placeholder, placeholder) {
			by.Kind, by.Message, by.CustomID, by.Values = Press, written(m), row.Select.ID, values
			return b.Handle(context.Background(), by)
		}
	}
	t.Fatal("no select " + placeholder + " in\n" + print(m))
	return Message{}
}

// stored returns the memory that a bot of newBot keeps things in.
func stored(b *Bot) *memory { return b.cfg.Store.(*memory) }

// What the commands say, as it is seen.
func TestCommandMessages(t *testing.T) {
	b := summitBot(t)
	hour := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	for i := range 3 {
		at := hour.Add(time.Duration(i) * time.Hour)
		stored(b).records = append(stored(b).records,
			Record{Kind: GapRecord, Hour: at, Corpus: "summit", Version: 1, Word: "treaties", Stem: "treati"},
			Record{Kind: QuestionRecord, Hour: at, Text: "what <@1> did **they** eat?", Asker: b.asker(User{ID: "2"})})
	}
	stored(b).records = append(stored(b).records, Record{Kind: GapRecord, Hour: hour, Corpus: "summit", Version: 1, Word: "xi", Stem: "xi"})
	stored(b).settings["10"] = Settings{LogChannel: "21", HumanRole: "40"}
	operator := func(ev Event) Event { ev.Owner = true; return ev }
	timeline, sources := b.Handle(t.Context(), use("timeline")), b.Handle(t.Context(), use("sources"))
	privacy := b.Handle(t.Context(), use("privacy"))
	sick := managing(use("doctor"))
	sick.Discord = fakeDiscord{server: sickServer()}
	for name, m := range map[string]Message{
		"compare":            b.Handle(t.Context(), use("compare", "topic", "last visit to Pyongyang")),
		"compare-de":         b.Handle(t.Context(), in("de", use("compare", "topic", "which car did Putin give Kim?"))),
		"compare-one-source": b.Handle(t.Context(), use("compare", "topic", "dogs source:dayfr")),
		"compare-nothing":    b.Handle(t.Context(), use("compare", "topic", "Xi Jinping")),
		"compare-no-words":   b.Handle(t.Context(), use("compare", "topic", "what is it?")),
		"timeline":           timeline,
		"timeline-later":     pressed(t, b, timeline, "Later dates", use("")),
		"timeline-fr":        b.Handle(t.Context(), in("fr", use("timeline", "topic", "dogs"))),
		"timeline-nothing":   b.Handle(t.Context(), use("timeline", "topic", "zeppelin")),
		"sources":            sources,
		"sources-chosen":     chosenIn(t, b, sources, "Show", use(""), "asiandiplomacy"),
		"source":             b.Handle(t.Context(), in("es-ES", use("sources", "name", "dayfr"))),
		"sources-unknown":    b.Handle(t.Context(), use("sources", "name", "bbc @everyone")),
		"help":               b.Handle(t.Context(), use("help")),
		"help-manager-de":    b.Handle(t.Context(), in("de", managing(use("help")))),
		"privacy":            privacy,
		"privacy-kept":       pressed(t, b, privacy, "Show what", use("")),
		"privacy-delete":     pressed(t, b, privacy, "Delete it", use("")),
		"settings":           b.Handle(t.Context(), managing(use("settings"))),
		"settings-look":      pressed(t, b, b.Handle(t.Context(), managing(use("settings"))), "How", managing(use(""))),
		"coverage-status":    b.Handle(t.Context(), operator(use("coverage status"))),
		"coverage-gaps":      b.Handle(t.Context(), operator(use("coverage gaps"))),
		"doctor":             b.Handle(t.Context(), sick),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, print(m)) })
	}
}

// Whatever articles, names and topics there are, what the commands say and what
// their buttons lead to stays within Discord's limits, and no text in it acts.
func TestCommandsFit(t *testing.T) {
	word := rapid.OneOf(rapid.StringMatching(`[a-z]{1,12}`), rapid.StringMatching(`[\x{AC00}-\x{AC40}]{1,12}`),
		rapid.StringMatching(`[*_~|<>#\[\](]{1,20}`),
		rapid.SampledFrom([]string{"June 19, 2024", "on Friday", "24 years", "three dogs", "five dogs", "Kim", "Putin", "**", "@everyone", "<@&10>", "👩‍👧", "end.", "“", "”", ", "}))
	rapid.Check(t, func(t *rapid.T) {
		text := func(label string, most int) string {
			return strings.Join(rapid.SliceOfN(word, 1, most).Draw(t, label), " ")
		}
		files := fstest.MapFS{}
		for i := range rapid.IntRange(1, 9).Draw(t, "articles") {
			body := fmt.Sprintf("---\nurl: https://example.com/%s\npublisher: %q\ntitle: %q\nquestions: [%q]\n---\n%s\n",
				strings.Repeat("long-(path)/", rapid.IntRange(0, 60).Draw(t, "url")), text("publisher", 8), "The headline "+text("title", 20),
				"What "+text("starter", 30), "A "+text("body", 60))
			files[fmt.Sprintf("a%d.md", i)] = &fstest.MapFile{Data: []byte(body)}
		}
		c, err := corpus.Open(files, "test", 1)
		if err != nil {
			t.Fatal(err)
		}
		b := newBot(t, c)
		topic, name := truncate("dogs "+text("topic", 60), 300), text("name", 10)
		for _, ev := range []Event{
			use("compare", "topic", topic), use("compare", "topic", "dogs"), use("timeline"), use("timeline", "topic", topic), use("sources"),
			use("sources", "name", truncate(topic, 100)), use("help"), use("privacy"), managing(use("settings")),
		} {
			ev.User.Name = name
			ev = in(rapid.SampledFrom([]string{"en-US", "de", "es-ES", "fr"}).Draw(t, "locale"), ev)
			m := b.Handle(t.Context(), ev)
			fits(t, m)
			for _, row := range m.Rows {
				for _, button := range row.Buttons {
					press := managing(ev)
					press.Kind, press.CustomID, press.Message = Press, button.ID, written(m)
					fits(t, b.Handle(t.Context(), press))
				}
			}
		}
	})
}

func fits(t *rapid.T, m Message) {
	if m.Remove {
		return
	}
	runes, bytes := size(m.Card)
	if runes == 0 || runes > 4000 || bytes > 10_000 {
		t.Fatalf("card of %d characters and %d bytes", runes, bytes)
	}
	if n := utf8.RuneCountInString(m.Plain); n == 0 || n > 2000 {
		t.Fatalf("text of %d characters", n)
	}
	if n := components(m.Card) + len(m.Rows); n+buttons(m) > 40 || len(m.Rows) > 5 {
		t.Fatalf("%d components, %d rows", n+buttons(m), len(m.Rows))
	}
	for _, ping := range []string{"@everyone", "<@&10>"} {
		if strings.Contains(strings.ReplaceAll(code.ReplaceAllString(m.Plain, ""), "\\"+ping, ""), ping) {
			t.Fatalf("%s in\n%s", ping, m.Plain)
		}
	}
	ids := map[string]bool{}
	for _, row := range m.Rows {
		for _, button := range row.Buttons {
			if n := utf8.RuneCountInString(button.Label); ids[button.ID] || n == 0 || n > maxLabel {
				t.Fatalf("button %q of %d characters", button.Label, n)
			}
			ids[button.ID] = true
		}
	}
}

// code finds what is shown as code, in which nothing acts.
var code = regexp.MustCompile("`[^`]*`")

func components(cs []Component) (n int) {
	for _, c := range cs {
		n++
		if c, ok := c.(Container); ok {
			n += components(c.Children)
		}
	}
	return n
}

func buttons(m Message) (n int) {
	for _, row := range m.Rows {
		if n += len(row.Buttons); row.Select != nil {
			n++
		}
	}
	return n
}

// Every page of the timeline leads to the next and back, on another replica too,
// and together they have all sentences once.
func TestTimelineTurns(t *testing.T) {
	b, other := summitBot(t), summitBot(t)
	m := b.Handle(t.Context(), use("timeline"))
	all, pages := printedIn(m), []Message{m}
	for hasButton(m, "Later dates") {
		m = pressed(t, other, m, "Later dates", use(""))
		if !m.Update || m.Private || !strings.HasPrefix(m.Plain, "-# ann asked for the dates\n") {
			t.Fatalf("not a page in the message's place:\n%s", print(m))
		}
		all, pages = append(all, printedIn(m)...), append(pages, m)
	}
	want := 17
	if len(all) != want || len(slices.Compact(slices.Sorted(slices.Values(all)))) != want {
		t.Errorf("%d sentences on %d pages, want %d", len(all), len(pages), want)
	}
	for hasButton(m, "Earlier dates") {
		m = pressed(t, b, m, "Earlier dates", use(""))
	}
	if m.Plain != pages[0].Plain {
		t.Errorf("back on the first page:\n%s", m.Plain)
	}
}

// printedIn returns the quotations of a message.
func printedIn(m Message) (all []string) {
	for line := range strings.Lines(m.Plain) {
		if strings.HasPrefix(line, "> ") {
			all = append(all, line)
		}
	}
	return all
}

func hasButton(m Message, label string) bool {
	return slices.ContainsFunc(m.Rows, func(r Row) bool {
		return slices.ContainsFunc(r.Buttons, func(b Button) bool { return b.Label == label })
	})
}

// A page turned under a message of an older version of the corpus is one of the
// present version, near the same article, and says so.
func TestTimelineOfOlderVersion(t *testing.T) {
	version := func(n int, gone ...string) *Bot {
		files := fstest.MapFS{}
		for _, id := range []string{"a", "b", "c"} {
			if !slices.Contains(gone, id) {
				body := "---\nurl: https://example.com/" + id + "\npublisher: " + strings.ToUpper(id) + "\nlanguage: en\n---\n"
				for day := 10; day < 15; day++ {
					body += fmt.Sprintf("\nThing %s %d of the many was opened with a long speech in the big hall on June %d, 2024.\n", id, day, day)
				}
				files[id+".md"] = &fstest.MapFile{Data: []byte(body)}
			}
		}
		c, err := corpus.Open(files, "test", n)
		if err != nil {
			t.Fatal(err)
		}
		return newBot(t, c)
	}
	m := version(1).Handle(t.Context(), use("timeline"))
	for _, now := range []*Bot{version(2, "a"), version(2, "a", "b")} {
		got := pressed(t, now, m, "Later dates", use(""))
		if len(printedIn(got)) == 0 || !strings.Contains(got.Plain, "The coverage has changed since: version 2, was 1.") {
			t.Errorf("got\n%s", print(got))
		}
	}
}

// An example is answered, privately as the help is.
func TestExample(t *testing.T) {
	b := summitBot(t)
	help := b.Handle(t.Context(), use("help"))
	got := pressed(t, b, help, "What did Putin give Kim?", use(""))
	if !got.Private || got.Update || !strings.Contains(got.Plain, "-# ann asked: What did Putin give Kim?\n") || len(printedIn(got)) == 0 {
		t.Errorf("got\n%s", print(got))
	}
}

// Where the server chose channels, asking elsewhere says where, to the asker alone.
func TestAllowed(t *testing.T) {
	b := summitBot(t)
	stored(b).settings["10"] = Settings{Channels: []string{"21", "22"}}
	thread := use("timeline")
	thread.ChannelID, thread.ParentID = "99", "22"
	brought := use("timeline")
	brought.Installed = false
	there := use("timeline")
	there.ChannelID = "21"
	for name, tt := range map[string]struct {
		ev Event
		ok bool
	}{"elsewhere": {use("timeline"), false}, "there": {there, true}, "in a thread": {thread, true}, "not installed": {brought, true}} {
		m := b.Handle(t.Context(), tt.ev)
		told := m.Private && strings.Contains(m.Plain, "<#21>, <#22>") && len(printedIn(m)) == 0
		if told == tt.ok || tt.ok && len(printedIn(m)) == 0 {
			t.Errorf("%s: %s", name, print(m))
		}
	}
}

// Who sees what the commands say, and how, follows the settings; if these cannot
// be read, the asker alone.
func TestCommandsFollowSettings(t *testing.T) {
	b := summitBot(t)
	for _, command := range []string{"timeline", "sources", "compare"} {
		ev := use(command, "topic", "dogs")
		stored(b).settings["10"] = Settings{Plain: true, Language: "de"}
		if m := b.Handle(t.Context(), ev); m.Private || len(m.Card) > 0 || !strings.HasPrefix(m.Plain, "-# ann fragt") && !strings.HasPrefix(m.Plain, "-# ann vergleicht") {
			t.Errorf("%s, plain and German: %s", command, print(m))
		}
		stored(b).settings["10"] = Settings{Private: true, Language: "de"}
		if m := b.Handle(t.Context(), ev); !m.Private || !strings.HasPrefix(m.Plain, "-# ann asked") && !strings.HasPrefix(m.Plain, "-# ann compared") {
			t.Errorf("%s, private: %s", command, print(m))
		}
		stored(b).settings["10"], stored(b).broken = Settings{}, errors.New("away")
		if m := b.Handle(t.Context(), ev); !m.Private {
			t.Errorf("%s, store away: %s", command, print(m))
		}
		stored(b).broken = nil
	}
}

// Commands and options have names and descriptions that Discord takes, in all
// languages.
func TestCommandNames(t *testing.T) {
	b := summitBot(t)
	for _, c := range b.moreCommands() {
		for _, part := range append([]Command{c.Command}, c.Subcommands...) {
			for locale, name := range part.Names {
				takes(t, locale, name, part.Descriptions[locale])
			}
			takes(t, "en", part.Name, part.Description)
			for _, o := range part.Options {
				for locale, name := range o.Names {
					takes(t, locale, name, o.Descriptions[locale])
				}
			}
		}
	}
	if n := len(slices.Collect(maps.Keys(b.actions))); n != len(b.cardActions())+len(b.commandActions()) {
		t.Errorf("%d actions: two have the same number", n)
	}
}

func takes(t *testing.T, locale, name, description string) {
	t.Helper()
	if n := utf8.RuneCountInString(name); n == 0 || n > 32 || strings.ToLower(name) != name || strings.ContainsAny(name, " ’.") {
		t.Errorf("%s: name %q", locale, name)
	}
	if n := utf8.RuneCountInString(description); n == 0 || n > 100 {
		t.Errorf("%s: description %q of %d characters", locale, description, n)
	}
}

func TestCompleteSources(t *testing.T) {
	b := summitBot(t)
	for typed, want := range map[string]int{"": 5, "aSiAn": 1, "dayfr": 1, "bbc": 0} {
		ev := use("sources", "name", typed)
		ev.Kind, ev.Focused = Typing, "name"
		if got := b.Complete(t.Context(), ev); len(got) != want {
			t.Errorf("%q: %v, want %d", typed, got, want)
		}
	}
}
