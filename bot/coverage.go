package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// coverageCommand returns /coverage. Discord shows it to those who manage the
// server; who may use it, the bot decides.
func (b *Bot) coverageCommand() command {
	c := commandOf(commandPhrases.coverage)
	c.Needs = ManageServer
	c.Subcommands = []Command{commandOf(commandPhrases.coverageStatus), commandOf(commandPhrases.coverageGaps)}
	return command{Command: c, do: func(ctx context.Context, ev Event) Message {
		l := b.private(ev)
		switch {
		case !b.operator(ev):
			return b.notOperator(ev)
		case ev.Command == c.Name+" gaps":
			return b.gapsPage(ctx, ev, actLine(l, coveragePhrases.gapsLine, ev.User.Name), position{})
		}
		return b.status(ev)
	}}
}

// operator reports whether somebody runs this bot.
func (b *Bot) operator(ev Event) bool {
	return ev.Owner || ev.User.ID != "" && slices.Contains(b.cfg.Operators, ev.User.ID)
}

func (b *Bot) notOperator(ev Event) Message {
	l := b.private(ev)
	return note(l.say(coveragePhrases.notOperator, b.slash(l, "sources")))
}

// status says what the coverage holds, and what is not as it should be.
func (b *Bot) status(ev Event) Message {
	l := b.private(ev)
	c := b.service.Corpus()
	var passages, sentences, undated, linkOnly int
	speaks := map[string]int{} // language → articles
	for _, a := range c.Articles() {
		passages += len(a.Passages())
		sentences += len(a.Sentences())
		speaks[a.Language()]++
		if a.Date().Day == "" {
			undated++
		}
		if a.LinkOnly() {
			linkOnly++
		}
	}
	var tongues []string
	for tag, n := range speaks {
		tongues = append(tongues, fmt.Sprintf("%s (%d)", l.tongue(tag), n))
	}
	slices.Sort(tongues)
	if more := len(tongues) - maxNamedChannels; more > 0 {
		tongues = append(tongues[:maxNamedChannels], fmt.Sprintf("+%d", more))
	}
	lines := []string{
		actLine(l, coveragePhrases.statusLine, ev.User.Name), "**" + corpusLine(l, c) + "**",
		"- " + l.count(coveragePhrases.passages, passages, passages) + ", " + l.count(listPhrases.sentences, sentences, sentences),
		"- " + l.say(coveragePhrases.languages, strings.Join(tongues, ", ")),
	}
	if undated > 0 {
		lines = append(lines, "- "+l.count(coveragePhrases.undated, undated, undated))
	}
	if linkOnly > 0 {
		lines = append(lines, "- "+l.count(coveragePhrases.linkOnly, linkOnly, linkOnly))
	}
	keeps := map[KeepQuestions]phrase{KeepNone: coveragePhrases.keepsNone, KeepMisses: coveragePhrases.keepsMisses, KeepAll: coveragePhrases.keepsAll}
	lines = append(lines, "- "+l.say(coveragePhrases.english), "- "+l.say(coveragePhrases.keeping, l.say(keeps[b.cfg.KeepQuestions])))
	state := l.say(coveragePhrases.well)
	if d := b.cfg.Degraded(); d != "" {
		state = l.say(coveragePhrases.degraded, Escape(d))
	}
	return note(joined(append(lines, state, "-# "+l.say(coveragePhrases.hash, c.Hash()))...))
}

// gapThreshold is in how many different hours, or by how many servers, a word
// must have been asked for before it is shown, so that nobody is found by it.
const gapThreshold = 3

// A gap is a word that people ask for and no article has.
type gap struct {
	word    string // as it is asked for most often
	count   int
	last    time.Time // hour
	version int       // of the corpus that it was last missed in
}

// A tally counts what is recorded of one gap.
type tally struct {
	gap
	words          map[string]int // how often each form is asked for
	hours, servers map[string]bool
}

func (t *tally) add(r Record) {
	t.count++
	t.words[r.Word]++
	t.hours[r.Hour.UTC().Truncate(time.Hour).String()] = true
	if r.Server != "" {
		t.servers[r.Server] = true
	}
	if r.Hour.After(t.last) {
		t.last = r.Hour
	}
	t.version = max(t.version, r.Version)
	if most := t.words[t.word]; t.words[r.Word] > most || t.words[r.Word] == most && r.Word < t.word {
		t.word = r.Word
	}
}

// gapsOf counts words that are missed in a corpus, by stem. Those asked for in
// enough hours or by enough servers are returned, most asked first, then the
// latest; below is how many there are beside these.
func gapsOf(records []Record, corpus string) (shown []gap, below int) {
	byStem := map[string]*tally{}
	for _, r := range records {
		if r.Kind != GapRecord || r.Corpus != corpus || r.Word == "" {
			continue
		}
		if byStem[r.Stem] == nil {
			byStem[r.Stem] = &tally{words: map[string]int{}, hours: map[string]bool{}, servers: map[string]bool{}}
		}
		byStem[r.Stem].add(r)
	}
	for _, t := range byStem {
		if len(t.hours) < gapThreshold && len(t.servers) < gapThreshold {
			below++
			continue
		}
		shown = append(shown, t.gap)
	}
	slices.SortFunc(shown, func(a, b gap) int {
		return cmp.Or(cmp.Compare(b.count, a.count), b.last.Compare(a.last), cmp.Compare(a.word, b.word))
	})
	return shown, below
}

// closed reports whether a gap is none any more: a later version has the word.
func (b *Bot) closed(ctx context.Context, ev Event, g gap) bool {
	service, scope := b.coverage(ev)
	if g.version >= service.Corpus().Version() {
		return false
	}
	q, err := service.Read(g.word)
	if err != nil {
		return false
	}
	a, err := service.Ask(ctx, scope, q)
	return err == nil && len(a.Missing) == 0
}

// turnGaps turns the page of the gaps.
func (b *Bot) turnGaps(ctx context.Context, p press, at position) Message {
	if !b.operator(p.Event) {
		return b.notOperator(p.Event)
	}
	return b.gapsPage(ctx, p.Event, p.Message.FirstLine(), at)
}

// gapsPage lists what the coverage lacks.
func (b *Bot) gapsPage(ctx context.Context, ev Event, line string, at position) Message {
	l := b.private(ev)
	records, err := b.cfg.Store.Records(ctx, GapRecord)
	if err != nil {
		b.lg.Error("gaps not read", "err", err)
		return note(l.say(coveragePhrases.unread))
	}
	gaps, below := gapsOf(records, b.service.Corpus().Name())
	gaps = slices.DeleteFunc(gaps, func(g gap) bool { return b.closed(ctx, ev, g) })
	foot := "-# " + l.say(coveragePhrases.threshold, gapThreshold, gapThreshold)
	if below > 0 {
		foot += "\n-# " + l.count(coveragePhrases.below, below, below)
	}
	list := listing{
		language: l, line: line, n: len(gaps), foot: foot,
		earlier: actionEarlierGaps, later: actionLaterGaps, labels: turning{listPhrases.earlierOnes, listPhrases.laterOnes},
		head: func(int) string {
			if len(gaps) == 0 {
				return l.say(coveragePhrases.gapsHead) + "\n" + l.say(coveragePhrases.noGaps)
			}
			return l.say(coveragePhrases.gapsHead)
		},
		part: func(i, _ int) string {
			g := gaps[i]
			hour := l.day(g.last.UTC().Format(time.DateOnly)) + g.last.UTC().Format(", 15:04 UTC")
			return "*" + Escape(truncate(g.word, maxWord)) + "* · " + l.count(coveragePhrases.asked, g.count, g.count) + " · " + l.say(coveragePhrases.lastHour, hour)
		},
	}
	m := b.list(ev, list, list.page(at))
	m.Private = true
	return m
}
