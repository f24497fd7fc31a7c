package bot

import (
	"context"
	"slices"
	"strings"

	"summitbot/bot/answer"
	"summitbot/corpus"
)

// timelineCommand returns /timeline.
func (b *Bot) timelineCommand() command {
	c := commandOf(commandPhrases.timeline)
	topic := optionOf(commandPhrases.timelineTopic)
	topic.MaxLength = answer.MaxQuestion
	c.Options = []Option{topic}
	return command{Command: c, do: func(ctx context.Context, ev Event) Message {
		r, no, ok := b.topic(ctx, ev)
		if !ok {
			return no
		}
		l, line := b.languageFor(r), ""
		if asked := r.question.String(); asked != "" {
			line = questionLine(l, listPhrases.timelineOn, ev.User.Name, asked)
		} else {
			line = actLine(l, listPhrases.timeline, ev.User.Name)
		}
		return laidOut(b.timelinePage(ctx, r, l, line, position{}), r)
	}}
}

// turnTimeline turns the page of a timeline.
func (b *Bot) turnTimeline(ctx context.Context, p press, at position) Message {
	q, err := b.read(p.question, nil)
	if err != nil { // its source is no longer there
		return note(b.private(p.Event).say(answerPhrases.sourceGone))
	}
	kept, _ := b.settings(ctx, p.Event)
	r := request{Event: p.Event, question: q, settings: kept}
	return b.timelinePage(ctx, r, b.languageUnder(p, kept), p.Message.FirstLine(), at)
}

// An entry is one sentence of a timeline with its dates of one day.
type entry struct {
	day      string // such as "2024-06-19"; "" is not certain
	sentence corpus.Excerpt
	marks    []answer.Mark // the dates
}

// entries puts the dates of one sentence that are of the same day together.
func entries(moments []answer.Moment) []entry {
	var all []entry
	for _, m := range moments {
		begin, _ := m.Sentence.Span()
		from, to := m.Date.Span()
		mark := answer.Mark{Start: from - begin, End: to - begin}
		same := func(e entry) bool { return e.day == m.ISO && e.sentence == m.Sentence }
		if i := slices.IndexFunc(all, same); i >= 0 {
			all[i].marks = append(all[i].marks, mark)
			continue
		}
		all = append(all, entry{m.ISO, m.Sentence, []answer.Mark{mark}})
	}
	return all
}

// among returns a position of now: in another version of the corpus, it is the entry
// of the same article that is nearest to its number, or the first of all.
func (at position) among(all []entry, version int) position {
	if at.version == 0 || at.version == version {
		return at
	}
	nearest := -1
	for i, e := range all {
		if articleHash(e.sentence.Article().ID()) == at.article && (nearest < 0 || abs(i-int(at.sentence)) < abs(nearest-int(at.sentence))) {
			nearest = i
		}
	}
	at.sentence = uint16(min(max(0, nearest), 0xffff))
	return at
}

func abs(n int) int { return max(n, -n) }

// timelinePage shows a page of the dates on a request's question.
func (b *Bot) timelinePage(ctx context.Context, r request, l language, line string, at position) Message {
	service, _ := b.coverage(r.Event)
	moments, err := service.Timeline(ctx, r.question)
	if err != nil {
		b.lg.Error("no timeline", "err", err)
		return note(b.private(r.Event).say(answerPhrases.notAsked))
	}
	all := entries(moments)
	if len(all) == 0 {
		if len(r.question.Words) > 0 {
			return note(b.private(r.Event).say(listPhrases.noDates, "`"+b.slash(b.private(r.Event), "timeline")+"`"))
		}
		return note(b.private(r.Event).say(listPhrases.noDatesAtAll))
	}
	var unfaithful error
	list := b.timelineListing(l, line, r, all, &unfaithful)
	version := service.Corpus().Version()
	list.foot = joined(changedSince(l, at, version), list.foot)
	m := b.list(r.Event, list, list.page(at.among(all, version)))
	if unfaithful != nil {
		b.lg.Error("timeline not shown", "err", unfaithful)
		return note(b.private(r.Event).say(answerPhrases.unfaithful))
	}
	return m
}

// changedSince says that a button was made for another version of the corpus, ""
// if it was not.
func changedSince(l language, at position, version int) string {
	if at.version == 0 || at.version == version {
		return ""
	}
	return "-# " + l.say(answerPhrases.changed, version, at.version)
}

// timelineListing lists entries. What cannot be shown faithfully is told in err.
func (b *Bot) timelineListing(l language, line string, r request, all []entry, err *error) listing {
	service, _ := b.coverage(r.Event)
	certain := slices.IndexFunc(all, func(e entry) bool { return e.day == "" })
	if certain < 0 {
		certain = len(all)
	}
	foot := []string{l.say(answerPhrases.corpus, service.Corpus().Version())}
	if slices.ContainsFunc(service.Corpus().Articles(), func(a *corpus.Article) bool { return !strings.HasPrefix(a.Language(), "en") }) {
		foot = append(foot, l.say(listPhrases.onlyEnglish))
	}
	return listing{
		language: l, line: line, question: r.question.String(), n: len(all),
		earlier: actionEarlierDates, later: actionLaterDates, labels: turning{listPhrases.earlierDates, listPhrases.laterDates},
		head: func(first int) string {
			s := l.count(listPhrases.moments, len(all), len(all), certain)
			if first > certain {
				s += "\n**" + l.say(listPhrases.undated) + "**"
			}
			return s
		},
		part: func(i, tight int) string {
			s, e := quotation(l, all[i].sentence, all[i].marks, tight)
			if e != nil {
				*err = e
			}
			switch {
			case i == certain:
				s = "**" + l.say(listPhrases.undated) + "**\n" + s
			case i < certain:
				s = "**" + l.day(all[i].day) + "**\n" + s
			}
			return s
		},
		foot:    "-# " + strings.Join(foot, " · "),
		article: func(i int) uint32 { return articleHash(all[i].sentence.Article().ID()) },
	}
}
