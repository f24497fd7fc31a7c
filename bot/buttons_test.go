package bot

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"summitbot/corpus"
)

// quotations returns the lines of a message that are quotations.
func quotations(m Message) (all []string) {
	for line := range strings.Lines(written(m).Text) {
		if quote, ok := strings.CutPrefix(line, "> "); ok {
			all = append(all, strings.TrimSpace(quote))
		}
	}
	return all
}

// has reports whether a message has a button whose label begins so.
func has(m Message, label string) bool {
	for _, row := range m.Rows {
		for _, button := range row.Buttons {
			if strings.HasPrefix(button.Label, label) {
				return true
			}
		}
	}
	return false
}

// Whoever pages sees every quote once, in order, however many there are at once.
func TestPages(t *testing.T) {
	b := summitBot(t)
	for _, s := range []Settings{{}, {Quotes: 1}, {Quotes: 2}, {Plain: true}} {
		b.cfg.Store.SetSettings(t.Context(), "10", s)
		ev := inServer(ask("what did Putin give Kim?"))
		first := b.Handle(t.Context(), ev)
		m, all := first, quotations(first)
		line := written(first).FirstLine()
		for pages := 1; has(m, "More quotes"); pages++ {
			m = pressed(t, b, m, "More quotes", inServer(by("bob", "3", ask(""))))
			all = append(all, quotations(m)...)
			if n := len(quotations(m)); !m.Update || n == 0 || n > quotesAtOnce(s) || pages > 30 {
				t.Fatalf("%+v: page of %d quotes, in place %v, after %d others", s, n, m.Update, pages)
			}
			if got := written(m).FirstLine(); got != line {
				t.Fatalf("first line %q, was %q", got, line)
			}
		}
		_, a := askedOf(t, b, ev, s, "what did Putin give Kim?")
		if len(all) != len(a.Quotes) {
			t.Errorf("%+v: %d quotes on the pages, %d in the answer", s, len(all), len(a.Quotes))
		}
		for i, q := range a.Quotes {
			if i < len(all) && reads(all[i]) != visible(q.Excerpt.Text()) {
				t.Errorf("%+v: quote %d is %q, want %q", s, i, all[i], q.Excerpt.Text())
			}
		}
		back := pressed(t, b, m, "First quotes", ev)
		if back.Update = false; print(back) != print(first) {
			t.Errorf("the first quotes are\n%s, were\n%s", print(back), print(first))
		}
	}
}

// valley is invented coverage in as many sentences as wanted.
func valley(t *testing.T, version int, sentences ...string) *corpus.Corpus {
	t.Helper()
	files := fstest.MapFS{"alpha.md": {Data: []byte("---\nurl: https://example.com/\npublisher: Alpha\nauthor: Ann Lee\nretrieved: 2024-06-24\n---\n" + strings.Join(sentences, " ") + "\n")}}
	c, err := corpus.Open(files, "valley", version)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A button of an older version of the coverage shows what there is now, and says so.
func TestOlderVersion(t *testing.T) {
	said := func(i int) string { return fmt.Sprintf("The bridge has stone number %d.", i) }
	var sentences []string
	for i := range 8 {
		sentences = append(sentences, said(i))
	}
	old := newBot(t, valley(t, 1, sentences...))
	ev := inServer(ask("bridge stone"))
	m := old.Handle(t.Context(), ev)
	for name, tt := range map[string]struct {
		now  []string
		want string
		gone bool
	}{
		"one more":     {append([]string{}, append(sentences, said(8))...), "The coverage has changed since: version 2, was 1.", false},
		"fewer":        {sentences[:2], "The quote you were at is no longer here; these are the first ones.", true},
		"another word": {[]string{"The market sold plums."}, "The article does not contain *bridge* or *stone*.", false},
	} {
		got := print(pressed(t, newBot(t, valley(t, 2, tt.now...)), m, "More quotes", ev))
		if !strings.Contains(got, tt.want) || !strings.Contains(got, "version 2, was 1") || strings.Contains(got, "no longer here") != tt.gone {
			t.Errorf("%s:\n%swant %s", name, got, tt.want)
		}
	}
	newer := newBot(t, valley(t, 2, sentences[:2]...))
	plain := pressed(t, newer, m, "Copy as citation", ev)
	cited := print(plain) + print(pressed(t, newer, plain, "BibTeX", ev))
	for _, want := range []string{"retrieved 24 June 2024", "author = {{Ann Lee}}", "urldate = {2024-06-24}", "corpus valley 2", "n.d."} {
		if !strings.Contains(cited, want) {
			t.Errorf("no %s in\n%s", want, cited)
		}
	}
	gone := inServer(ask("bridge stone source:alpha"))
	m = old.Handle(t.Context(), gone)
	if got := print(pressed(t, newBot(t, river(t)), m, "Context", gone)); strings.Contains(got, "no longer in the coverage") {
		t.Errorf("alpha is a source of the other coverage: %s", got)
	}
	if got := print(pressed(t, summitBot(t), m, "Context", gone)); !strings.Contains(got, "no longer in the coverage") {
		t.Errorf("a source that is gone: %s", got)
	}
}

func TestShare(t *testing.T) {
	b := summitBot(t)
	ev := inServer(ask("what did Putin give Kim?", "private", "true"))
	m := pressed(t, b, b.Handle(t.Context(), ev), "More quotes", ev)
	if !m.Private || !m.Update || has(m, "Delete") {
		t.Fatalf("private %v, in place %v:\n%s", m.Private, m.Update, print(m))
	}
	shared := pressed(t, b, m, "Share", ev)
	if shared.Private || shared.Update || fmt.Sprint(quotations(shared)) != fmt.Sprint(quotations(m)) || !has(shared, "Delete") {
		t.Errorf("shared:\n%s", print(shared))
	}
	reader := ev
	reader.Permissions = ViewChannel | SendMessagesInThreads
	if got := pressed(t, b, m, "Share", reader); !got.Private || !strings.Contains(got.Plain, "You may not write in this channel") {
		t.Errorf("by who may not write there:\n%s", print(got))
	}
	if reader.ParentID = "20"; pressed(t, b, m, "Share", reader).Private {
		t.Error("in a thread, by who may write in threads: not shared")
	}
	strict, _ := limited(t, nil)
	for i := range 2 * defaultMemberAsks.Events {
		if got := pressed(t, strict, m, "Share", ev); got.Private != (i >= defaultMemberAsks.Events) {
			t.Errorf("share number %d: %s", i+1, print(got))
		}
	}
	shared.Sent("77")
	if got := pressed(t, b, m, "Share", ev); !got.Private || !strings.Contains(print(got), "already there: https://discord.com/channels/10/20/77") {
		t.Errorf("shared twice:\n%s", print(got))
	}
	if got := pressed(t, b, shared, "Delete", ev); !got.Remove {
		t.Errorf("who shared cannot delete: %s", print(got))
	}
	b.cfg.Store.SetSettings(t.Context(), "10", Settings{Channels: []string{"21"}})
	if got := print(pressed(t, b, m, "Share", ev)); !strings.Contains(got, "I do not answer in this channel") {
		t.Errorf("in a forbidden channel: %s", got)
	}
	b.cfg.Store.(*memory).broken = errors.New("no disk")
	if got := print(pressed(t, b, m, "Share", ev)); !strings.Contains(got, "I cannot tell just now") {
		t.Errorf("with unknown settings: %s", got)
	}
	direct := ask("what did Putin give Kim?")
	if m := b.Handle(t.Context(), direct); has(m, "Share") {
		t.Errorf("a direct message can be shared: %s", print(m))
	}
}

func TestDelete(t *testing.T) {
	b := summitBot(t)
	m := b.Handle(t.Context(), inServer(ask("what did Putin give Kim?")))
	moderator := inServer(by("mo", "4", ask("")))
	moderator.Permissions = ManageMessages
	for name, tt := range map[string]struct {
		by   Event
		want bool
	}{
		"the asker":  {inServer(ask("")), true},
		"a stranger": {inServer(by("bob", "3", ask(""))), false},
		"a nobody":   {inServer(by("", "", ask(""))), false},
		"moderator":  {moderator, true},
	} {
		// It is the asker's on later pages too, whoever paged.
		page := pressed(t, b, m, "More quotes", inServer(by("bob", "3", ask(""))))
		for _, m := range []Message{m, page} {
			if got := pressed(t, b, m, "Delete", tt.by); got.Remove != tt.want || got.Remove == got.Private {
				t.Errorf("%s: removes %v, want %v; %s", name, got.Remove, tt.want, print(got))
			}
		}
	}
}

func TestNotHelpful(t *testing.T) {
	b := summitBot(t)
	kept := b.cfg.Store.(*memory)
	ev := inServer(ask("what did Putin give Kim?"))
	m := b.Handle(t.Context(), ev)
	form := pressed(t, b, m, "👎", inServer(by("bob", "3", ask(""))))
	for i, label := range []string{"Wrong sentence", "Wrong sentence", "Outdated"} {
		got := print(pressed(t, b, form, label, inServer(by("bob", "3", ask("")))))
		if strings.Contains(got, "Thank you, I have noted") != (i == 0) {
			t.Errorf("press %d: %s", i, got)
		}
	}
	pressed(t, b, pressed(t, b, pressed(t, b, m, "More quotes", ev), "👎", ev), "Hard", ev)
	if len(kept.records) != 2 {
		t.Fatalf("%d votes, want one for each person", len(kept.records))
	}
	_, a := askedOf(t, b, ev, Settings{}, "what did Putin give Kim?")
	for i, r := range kept.records {
		at := a.Quotes[3*i].Excerpt
		start, end := at.Span()
		want := Record{
			Kind: VoteRecord, Hour: r.Hour, Corpus: "summit", Version: 1, Question: kept.records[0].Question,
			Article: at.Article().ID(), Start: start, End: end, Vote: "not_helpful", Reason: []string{"wrong_sentence", "hard_to_understand"}[i],
		}
		if r != want || len(r.Question) != 22 || r.Hour.Minute() != 0 {
			t.Errorf("vote %+v, want %+v", r, want)
		}
	}
	kept.broken = errors.New("no disk")
	if got := print(pressed(t, b, form, "Outdated", inServer(by("cy", "4", ask(""))))); !strings.Contains(got, "nothing was kept") {
		t.Errorf("a vote that is not kept: %s", got)
	}
	kept.broken = nil
	again := inServer(by("cy", "4", ask("")))
	again.ID = "77"
	if got := print(pressed(t, b, form, "Outdated", again)); !strings.Contains(got, "Thank you, I have noted") {
		t.Errorf("the same vote when it can be kept: %s", got)
	}
	old := inServer(by("dan", "5", ask("")))
	old.Kind, old.CustomID, old.Message = Press, buttonOf(t, form, "Outdated").ID, written(form)
	old.Message.ID = "1"
	if got := print(b.Handle(t.Context(), old)); !strings.Contains(got, "expired") {
		t.Errorf("years later: %s", got)
	}
}

func TestAskAHuman(t *testing.T) {
	b := summitBot(t)
	ev := inServer(ask("who ate **dessert** @everyone"))
	ev.User.Name = "*ann*"
	if has(b.Handle(t.Context(), ev), "Ask a human") {
		t.Error("a human can be asked although nobody is chosen")
	}
	b.cfg.Store.SetSettings(t.Context(), "10", Settings{HumanRole: "5", Language: "de"})
	m := b.Handle(t.Context(), ev)
	silent := ev
	silent.BotPermissions = ViewChannel
	if got := pressed(t, b, m, "Ask a human", silent); got.Call != nil || !strings.Contains(print(got), "/doctor") {
		t.Errorf("without permission: %s, calls %+v", print(got), got.Call)
	}
	reader := ev
	reader.Permissions = ViewChannel | SendMessagesInThreads
	if got := pressed(t, b, m, "Ask a human", reader); got.Call != nil || !strings.Contains(print(got), "You may not write in this channel") {
		t.Errorf("by who may not write there: %s, calls %+v", print(got), got.Call)
	}
	silent.BotPermissions |= SendMessagesInThreads
	if got := pressed(t, b, m, "Ask a human", silent); got.Call != nil {
		t.Errorf("where the bot may write in threads only, it calls %+v", got.Call)
	}
	got := pressed(t, b, m, "Ask a human", ev)
	want := HumanCall{"20", "5", "\\*ann\\* fragt: who ate \\*\\*dessert\\*\\* \\@everyone\nDie Artikel sagen dazu nichts."}
	if got.Call == nil || *got.Call != want || got.Otherwise == nil || !got.Private || !strings.Contains(got.Plain, "I have asked <@&5>") {
		t.Fatalf("%s\ncalls %+v, want %+v", print(got), got.Call, want)
	}
	again := pressed(t, b, m, "Ask a human", ev)
	if again.Call != nil || !strings.Contains(print(again), "You can ask again in 10 min.") {
		t.Errorf("again: %s, calls %+v", print(again), again.Call)
	}
	for name, elsewhere := range map[string]func(*Event){
		"direct message": func(ev *Event) { ev.GuildID, ev.Installed = "", false },
		"user install":   func(ev *Event) { ev.Installed = false },
	} {
		there := ev
		elsewhere(&there)
		if has(b.Handle(t.Context(), there), "Ask a human") {
			t.Errorf("%s: a human can be asked", name)
		}
	}
}

// What the operator should know and what is kept stands under every answer.
func TestFooter(t *testing.T) {
	b := summitBot(t)
	b.cfg.Degraded = func() string { return "Redis is away" }
	b.cfg.KeepQuestions = KeepMisses
	for question, want := range map[string]string{
		"what did Putin give Kim?": "-# Nothing found in: Real Time India · corpus 1 · Redis is away",
		"who ate dessert":          "-# corpus 1 · Redis is away · questions are kept for 30 days, see /privacy",
	} {
		if got := print(b.Handle(t.Context(), inServer(ask(question)))); !strings.Contains(got, want+"\n") {
			t.Errorf("%s:\n%swant %s", question, got, want)
		}
	}
}

// A starter question that is offered is one of an article's, short, and the same for
// the same question.
func TestTries(t *testing.T) {
	b := summitBot(t)
	q, err := b.service.Read("which dogs ate dessert")
	if err != nil {
		t.Fatal(err)
	}
	got := b.tries(q)
	if len(got) != 3 || !strings.Contains(got[0].text, "dogs") {
		t.Errorf("tries %+v", got)
	}
	for _, s := range got[1:] {
		if len(s.text) > shortTry {
			t.Errorf("%q is long", s.text)
		}
	}
	if len(newBot(t, river(t)).tries(q)) != 0 {
		t.Error("questions that no article has")
	}
}

// What does not fit gives way in this order, a little at a time; the question never.
func TestGivesWay(t *testing.T) {
	q := quote{speaker: "Ann", head: "Headline"}
	d := draft{line: "line", small: "small", lead: "lead", quotes: []quote{q, q, q}, strip: "strip", foot: "long foot", shortFoot: "foot", context: 2}
	var got []string
	d.fit(func(d draft) bool {
		state := fmt.Sprintf("%s %d %d %d %d %s %s %s %s", d.line, d.context, d.links, len(d.quotes), d.cut, d.quotes[0].speaker, d.strip, d.foot, d.small)
		if len(got) == 0 || got[len(got)-1] != state {
			got = append(got, state)
		}
		return false
	})
	want := []string{
		"line 2 0 3 0 Ann strip long foot small",
		"line 1 0 3 0 Ann strip long foot small", // the sentences around the last quote
		"line 0 0 3 0 Ann strip long foot small",
		"line 0 1 3 0 Ann strip long foot small", // exact links
		"line 0 2 3 0 Ann strip long foot small", // links at the sentence
		"line 0 2 2 0 Ann strip long foot small", // the third quote
		"line 0 2 1 0 Ann strip long foot small",
		"line 0 2 1 0  strip long foot small", // speaker and headline
		"line 0 2 1 0   long foot small",      // the strip
		"line 0 2 1 1   long foot small",      // the quotation's length
		"line 0 2 1 2   long foot small",
		"line 0 2 1 2   foot small", // names in small print
		"line 0 2 1 2   foot ",      // readings
		"line 0 3 1 2   foot ",      // the link
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMinutes(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Millisecond: "1 s", 59*time.Second + 1: "60 s", time.Minute: "60 s", time.Minute + 1: "2 min", 10 * time.Minute: "10 min",
	} {
		if got := minutes(d); got != want {
			t.Errorf("%v: %s, want %s", d, got, want)
		}
	}
}
