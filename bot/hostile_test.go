package bot_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"summitbot/bot"
	"summitbot/bot/localdiscord"
	"summitbot/corpus"
)

// hostile is what people write who want a bot to ping, to link, to look like
// somebody else, or to break.
var hostile = []string{
	"@everyone", "@here", "<@&1100000000000000121>", "<@1100000000000000044>", "<@!1100000000000000044>", "<#1100000000000000033>",
	"[free](https://evil.example)", "<https://evil.example>", "https://evil.example/a_b*c", "discord.gg/evil", "</ask:1>", "<t:0:R>", "<a:x:1100000000000000044>",
	"**bold**", "__under__", "~~gone~~", "||spoiler||", "`code`", "```\nblock\n```", "> quote", ">>> all", "# head", "-# small", "- item", "1. item", "\\", "\\\\@everyone",
	"\u202egnp.exe", "\u2066x\u2069", "\u200b@\u200beveryone", "\u00ad", "\u0000", "\x1b[31m", "\r\n-# corpus 1", "\n\n**ann** asked: x", "﷽", "e\u0301\u0301\u0301\u0301",
	"👩‍👩‍👧‍👦", "김정은", "Путин", "𝕬𝖚𝖗𝖚𝖘", "א ב ג", "source:arynews", "since:2024-06-20", "source:@everyone", ":", ": ", "asked: ", "\"", "“", "''", "%s%n%d", "{{.}}", "$(id)", "'; DROP TABLE", "\xff\xfe",
}

// TestHostile says 1,000 hostile things in every way that there is, of articles
// that are as hostile. Nobody is pinged, nothing is refused for its size or form,
// and everything is answered.
func TestHostile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)))
		rnd := rand.New(rand.NewPCG(1, 2))
		some := func(n int) string {
			var parts []string
			for range 1 + rnd.IntN(n) {
				parts = append(parts, hostile[rnd.IntN(len(hostile))], []string{"Putin", "Kim", "limousine", "dogs", "horse", "treaty", "zebra"}[rnd.IntN(7)])
			}
			return strings.Join(parts, " ")
		}
		w, err := newWorld(t, true)
		if err != nil {
			t.Fatal(err)
		}
		w.lg = slog.New(complaining{slog.NewTextHandler(t.Output(), nil), t})
		w.asks = bot.Rate{Events: 1 << 20, Per: time.Second}
		w.corpus = hostileCorpus(t, func() string { return some(6) })
		if err := w.start(); err != nil {
			t.Fatal(err)
		}
		defer w.close()
		for i := range 1000 {
			text := strings.ToValidUTF8(some(5), "�")
			text = string([]rune(text)[:min(300, len([]rune(text)))])
			who := []string{"ann", "bob", "cleo"}[i%3]
			switch i % 6 {
			case 3:
				runes := []rune(text)
				_, err = w.use([]string{who, "ask", "question=Putin and Kim", "source=" + string(runes[:min(100, len(runes))]), "since=" + string(runes[:min(10, len(runes))])})
			case 0:
				_, err = w.mention([]string{who, text})
			case 1:
				_, err = w.find([]string{who, "x " + text})
			case 2:
				_, err = w.use([]string{who, "compare", "topic=" + text})
			default:
				_, err = w.ask([]string{who, text})
			}
			if err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			if i%50 == 0 {
				time.Sleep(time.Minute)
			}
		}
		synctest.Wait()
		for _, m := range w.messages("ann", "") {
			if m.Failed || m.Pending {
				t.Errorf("a question was not answered")
			}
		}
	})
}

// hostileCorpus returns articles whose titles, publishers, authors and bodies are
// what text returns, among words that can be found.
func hostileCorpus(t *testing.T, text func() string) *corpus.Corpus {
	files := fstest.MapFS{}
	clean := func(s string) string {
		return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
			if r < ' ' || r == 0xfffd {
				return ' '
			}
			return r
		}, s)), " ")
	}
	for i := range 6 {
		var body []string
		for range 8 {
			body = append(body, clean("Putin and Kim met. "+text()+" was said of the limousine and the dogs. "+text()+"."))
		}
		files[fmt.Sprintf("a%d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil,
			"---\ntitle: %q\nurl: https://example.com/%d\npublisher: %q\nauthor: %q\nlanguage: en\nquestions: [%q]\n---\n%s\n",
			clean(text()), i, clean(text()), clean(text()), clean(text()), strings.Join(body, "\n\n"))}
	}
	c, err := corpus.Open(files, "hostile", 1)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// complaining fails the test for every line of level error.
type complaining struct {
	slog.Handler
	t *testing.T
}

func (c complaining) Handle(ctx context.Context, r slog.Record) error {
	if r.Level >= slog.LevelError {
		var all []string
		r.Attrs(func(a slog.Attr) bool { all = append(all, a.String()); return true })
		c.t.Errorf("%s: %s", r.Message, strings.Join(all, " "))
	}
	return c.Handler.Handle(ctx, r)
}

// noPings fails the test for every message of the bot that pings anybody but the
// role that the server has set to be asked.
func (w *world) noPings(t *testing.T) {
	for _, p := range w.discord.People() {
		for _, c := range w.discord.Channels(p.Username) {
			for _, m := range w.discord.Messages(c.ID, p.ID) {
				if m.Author.ID == w.discord.Bot().ID && len(m.Pings) > 0 && !w.calledRole(m) {
					t.Errorf("a message pings %v:\n%s", m.Pings, w.discord.Print([]localdiscord.Message{m}))
				}
			}
		}
	}
}

// calledRole reports whether all that a message pings is the server's role.
func (w *world) calledRole(m localdiscord.Message) bool {
	kept, err := w.store()
	if err != nil {
		return false
	}
	s, err := kept.Settings(context.Background(), w.discord.GuildID())
	return err == nil && s.HumanRole != "" && len(m.Pings) == 1 && m.Pings[0] == s.HumanRole && m.Interaction == nil && !m.IsCard()
}
