package bot

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"pgregory.net/rapid"

	"summitbot/bot/answer"
	"summitbot/corpus"
)

// words are what articles, names and questions of the law are made of.
var words = rapid.OneOf(rapid.StringMatching(`[a-z]{1,12}`), rapid.StringMatching(`[\x{AC00}-\x{AC40}]{1,12}`),
	rapid.StringMatching(`[а-я]{1,12}`), rapid.StringMatching(`[א-ת]{1,8}`), rapid.StringMatching("[*_~|<>#\\[\\](`\\\\]{1,20}"),
	rapid.SampledFrom([]string{"**", "(", strings.Repeat("*_~|", 40), "@everyone", "👩‍👧", "🇰🇷", "#", "word,", "end.", "“", "”", "said", "Ann", "Kim", "the", "wer ist", "```", "\u202eabc", ": ", "-#", "{}", "source:", strings.Repeat("long", 50)}))

// TestCardLaws: whatever articles, settings, names and questions there are, and
// whichever buttons are pressed, one after the other,
//
//   - a message stays within Discord's limits and quotes what is printed,
//   - its buttons are different ones of this bot, for the question in its first line,
//   - each works in another process with the same secret and corpus, and in none
//     with another secret.
func TestCardLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := func(label string, most int) string {
			switch rapid.SampledFrom([]string{"some", "much", "worst"}).Draw(t, "how much") {
			case "much":
				return strings.Join(rapid.SliceOfN(words, most, most).Draw(t, label), " ")
			case "worst": // every other character needs another before it
				return "Kim said " + strings.Repeat("*~`|<_ ", 8*most)
			}
			return strings.Join(rapid.SliceOfN(words, 1, most).Draw(t, label), " ")
		}
		c := lawCorpus(t, text)
		s := Settings{
			Quotes: rapid.IntRange(0, 3).Draw(t, "quotes"), Plain: rapid.Bool().Draw(t, "plain"), Private: rapid.Bool().Draw(t, "private"),
			Language: rapid.SampledFrom([]string{"", "en", "de", "es", "fr"}).Draw(t, "language"), HumanRole: rapid.SampledFrom([]string{"", "5"}).Draw(t, "human role"),
		}
		degraded, keep := text("degraded", 20), rapid.SampledFrom([]KeepQuestions{KeepNone, KeepMisses, KeepAll}).Draw(t, "keep")
		process := func(secret string) *Bot {
			b := newBot(t, c)
			b.keys, b.cfg.KeepQuestions, b.cfg.Degraded = testKeys(t, secret), keep, func() string { return degraded }
			if err := b.cfg.Store.SetSettings(t.Context(), "10", s); err != nil {
				t.Fatal(err)
			}
			return b
		}
		question := truncate(rapid.SampledFrom([]string{"", "headline ", "Kim said "}).Draw(t, "of the coverage")+text("question", 60), answer.MaxQuestion)
		ev := ask(question)
		if rapid.Bool().Draw(t, "in a server") {
			ev = inServer(ev)
		}
		ev.Locale, ev.User.Name = rapid.SampledFrom([]string{"", "de", "es-419", "fr"}).Draw(t, "locale"), text("name", 10)
		m := process("one").Handle(t.Context(), ev)
		checkMessage(t, c, m)
		for range rapid.IntRange(0, 5).Draw(t, "presses") {
			buttons := buttonsOf(m)
			if len(buttons) == 0 {
				return
			}
			b := process("one")
			checkButtons(t, b, process("another"), m, ev)
			ev.Kind, ev.Message = Press, written(m)
			ev.CustomID = rapid.SampledFrom(buttons).Draw(t, "button").ID
			m = b.Handle(t.Context(), ev)
			checkMessage(t, c, m)
		}
	})
}

// lawCorpus returns random coverage.
func lawCorpus(t *rapid.T, text func(string, int) string) *corpus.Corpus {
	files := fstest.MapFS{}
	for i := range rapid.IntRange(1, 4).Draw(t, "articles") {
		front := fmt.Sprintf("url: https://example.com/%s\npublisher: %q\n", strings.Repeat("long-(path)/", rapid.SampledFrom([]int{0, 1, 30, 60, 400}).Draw(t, "url")), text("publisher", 8))
		if rapid.Bool().Draw(t, "with more") {
			front += fmt.Sprintf("title: %q\nauthor: %q\nretrieved: 2024-06-24\nupdated: 2024-06-22\nquestions: [%q]\n", "The headline "+text("title", 20), text("author", 8), text("starter", 20))
		}
		files[fmt.Sprintf("a%d.md", i)] = &fstest.MapFile{Data: []byte("---\n" + front + "---\nKim said a " + text("body", 300) + "\n")}
	}
	c, err := corpus.Open(files, "test", 1)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func buttonsOf(m Message) (all []Button) {
	for _, row := range m.Rows {
		all = append(all, row.Buttons...)
	}
	return all
}

// checkMessage checks a message against Discord's limits and the articles.
func checkMessage(t *rapid.T, c *corpus.Corpus, m Message) {
	if m.Remove {
		return
	}
	runes, bytes := size(m.Card)
	if runes > 4000 || bytes > 10_000 || len(m.Card) > 0 && runes == 0 {
		t.Fatalf("card of %d characters and %d bytes", runes, bytes)
	}
	if n := utf8.RuneCountInString(m.Plain); n == 0 || n > 2000 {
		t.Fatalf("plain message of %d characters:\n%s", n, m.Plain)
	}
	if len(m.Rows) > 5 || slices.ContainsFunc(m.Rows, func(r Row) bool { return len(r.Buttons) == 0 || len(r.Buttons) > 5 }) {
		t.Fatalf("rows %+v", m.Rows)
	}
	if m.Call != nil && utf8.RuneCountInString(m.Call.Text) > 1900 {
		t.Fatalf("call of %d characters", utf8.RuneCountInString(m.Call.Text))
	}
	for l := range languages {
		if text := l.say(answerPhrases.unfaithful); strings.Contains(m.Plain, text) || strings.Contains(m.Plain, l.say(corePhrases.foreignButton)) {
			t.Fatalf("a failure: %s", m.Plain)
		}
	}
	if strings.Contains(m.Plain, "```") {
		if n := strings.Count(m.Plain, "```"); n%2 != 0 {
			t.Fatalf("%d fences in\n%s", n, m.Plain)
		}
		return // what stands in blocks of code is read by TestCitation
	}
	for _, quote := range quotations(m) {
		if shown := reads(quote); !slices.ContainsFunc(c.Articles(), func(a *corpus.Article) bool { return strings.Contains(visible(a.Body()), shown) }) {
			t.Fatalf("no article prints %q", shown)
		}
	}
}

// checkButtons checks the buttons of a message. A bot with another secret must
// refuse them all.
func checkButtons(t *rapid.T, b, other *Bot, m Message, ev Event) {
	seen := map[string]bool{}
	line := written(m).FirstLine()
	for _, button := range buttonsOf(m) {
		if n := utf8.RuneCountInString(button.Label); n == 0 || n > 80 || seen[button.ID] {
			t.Fatalf("button %+v, %d characters, among %+v", button, n, m.Rows)
		}
		seen[button.ID] = true
		id, err := b.keys.open(button.ID, ev.ApplicationID, questionIn(line))
		if _, ok := b.actions[id.action]; err != nil || !ok {
			t.Fatalf("button %q under %q: %+v, %v", button.Label, line, id, err)
		}
		if n := utf8.RuneCountInString(button.Label); id.action != actTry && n > 30 {
			t.Fatalf("label %q of %d characters", button.Label, n)
		}
		ev.Kind, ev.Message, ev.CustomID = Press, written(m), button.ID
		if got := other.Handle(t.Context(), ev); !got.Private || !strings.Contains(got.Plain, other.private(ev).say(corePhrases.foreignButton)) {
			t.Fatalf("with another secret %q does\n%s", button.Label, print(got))
		}
	}
}

// Labels of buttons fit on a phone in every language.
func TestLabels(t *testing.T) {
	p := cardPhrases
	for l := range languages {
		labels := []string{
			l.say(p.more, 25), l.say(p.first), l.say(p.compare), l.say(p.context), l.say(p.noContext), l.say(p.cite), l.say(p.notHelpful),
			l.say(p.remove), l.say(p.share), l.say(p.nearest), l.say(p.human), l.say(p.moreCitations, 25),
		}
		for _, r := range p.reasons {
			labels = append(labels, l.say(r))
		}
		for _, label := range labels {
			if n := utf8.RuneCountInString(label); n > 30 {
				t.Errorf("%q has %d characters", label, n)
			}
		}
	}
}
