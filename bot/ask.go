package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"summitbot/bot/answer"
)

// askCommand returns /ask.
func (b *Bot) askCommand() command {
	option := func(name string, of optionPhrases) Option {
		return Option{Name: name, Names: localised(of.name), Description: of.description[en], Descriptions: localised(of.description)}
	}
	question := option("question", askPhrases.question)
	question.Required, question.Completed, question.MaxLength = true, true, answer.MaxQuestion
	source := option("source", askPhrases.source)
	source.Completed, source.MaxLength = true, maxChoice
	since := option("since", askPhrases.since)
	since.MaxLength = len("2024-06-20")
	private := option("private", askPhrases.private)
	private.Yes = true
	return command{
		Command: Command{
			Name: "ask", Names: localised(askPhrases.command.name),
			Description: askPhrases.command.description[en], Descriptions: localised(askPhrases.command.description),
			Options: []Option{question, source, since, private},
		},
		do:       b.ask,
		complete: b.completeAsk,
	}
}

// ask answers /ask.
func (b *Bot) ask(ctx context.Context, ev Event) Message {
	return b.answer(ctx, asking{
		Event: ev, text: ev.Options["question"], filters: ev.Options, what: corePhrases.asked, private: ev.Options["private"] == "true",
	})
}

// An asking is what somebody asks, in whichever way, before it is read.
type asking struct {
	Event
	text    string            // the question as typed
	filters map[string]string // "source" and "since" beside it
	what    phrase            // as in request
	private bool              // only the asker may see the answer
	before  string            // the question that is replied to, as it could be typed; "" if none
	theirs  bool              // the words are somebody else's: nothing of them is recorded
}

// A request is a question on its way to an answer, from wherever it came.
type request struct {
	Event
	question answer.Question
	what     phrase   // the first line of the answer: who did what, and the question
	carried  []string // words that were taken over from the question that is replied to
	private  bool     // the asker or the server wants answers private
	settings Settings // of the server
}

// answer is the one way from what is asked to what is answered. It counts as a
// question for the limits.
func (b *Bot) answer(ctx context.Context, a asking) Message {
	kept, _ := b.settings(ctx, a.Event)
	if m, ok := b.allowed(a.Event, kept); !ok {
		if a.Kind == Said {
			return Message{} // talk that happens to mention the bot goes on undisturbed
		}
		return m
	}
	if m, too := b.tooFast(ctx, a.Event); too {
		return m
	}
	l := b.voice(a.Event, kept)
	if a.Kind == Said && kept.Private {
		// The server wants answers that only the asker sees, and Discord has none for
		// what is written in a channel. To say nothing would look broken.
		return b.say(a.Event, l.say(askPhrases.privateOnly))
	}
	q, carried, no := b.question(ctx, a, l)
	if !no.Empty() {
		return no
	}
	r := request{Event: a.Event, question: q, what: a.what, carried: carried, private: a.private || kept.Private, settings: kept}
	if !r.private {
		if link := b.answered(ctx, a.Event, q); link != "" {
			return b.say(a.Event, l.say(askPhrases.askedBefore, link))
		}
	}
	s, scope := b.coverage(a.Event)
	found, err := s.Ask(ctx, scope, q)
	if err != nil {
		b.lg.Error("question not answered", "err", err)
		return b.say(a.Event, l.say(answerPhrases.notAsked))
	}
	if !a.theirs {
		b.record(a.Event, q, found)
	}
	return b.reply(ctx, r, found)
}

// question reads what is asked. If that is no question about the coverage, no says
// what to do; else it is empty.
func (b *Bot) question(ctx context.Context, a asking, l language) (q answer.Question, carried []string, no Message) {
	s, _ := b.coverage(a.Event)
	if noQuestion(s, a.text) {
		if a.Kind == Said {
			help := askPhrases.shortHelp
			if a.GuildID == "" {
				help = askPhrases.directHelp
			}
			return q, nil, b.say(a.Event, l.say(help, example(s)))
		}
		return q, nil, b.help(ctx, a.Event)
	}
	q, err := readIn(s, a.text, a.filters)
	if err != nil {
		return q, nil, b.say(a.Event, badFilter(l, err))
	}
	if n := utf8.RuneCountInString(q.Text); n > answer.MaxQuestion {
		return q, nil, b.say(a.Event, l.say(askPhrases.tooLong, n, answer.MaxQuestion))
	}
	q, carried = followUp(s, q, a.before)
	if len(q.Content()) == 0 {
		no = b.say(a.Event, l.say(askPhrases.nothingAsked, example(s)))
	}
	return q, carried, no
}

// reply renders the answer to a request, and sees to it that the same question is
// soon sent there.
func (b *Bot) reply(ctx context.Context, r request, a *answer.Answer) Message {
	m := b.render(r, a)
	if r.Kind == Said {
		m.Private = false
	}
	if !m.Private {
		ctx := context.WithoutCancel(ctx) // the message is sent when the handler is done
		m.Sent = func(id string) { b.rememberAnswer(ctx, r.Event, r.question, id) }
	}
	return m
}

// voice returns the language of what is said in answer to an event, where it is
// private if it can be.
func (b *Bot) voice(ev Event, s Settings) language {
	if ev.Kind == Said {
		return b.public(ev, s)
	}
	return b.private(ev)
}

// say is a sentence for the asker, who alone sees it unless nothing private exists.
func (b *Bot) say(ev Event, s string) Message {
	m := note(s)
	m.Private = ev.Kind != Said
	return m
}

// example returns a question that the coverage answers, to be shown as code, where
// nothing can be escaped: one that needs no escaping.
func example(s *answer.Service) string {
	for _, proposed := range s.Suggest("", maxChoices) {
		if text := proposed.Text; Escape(text) == text && utf8.RuneCountInString(text) <= maxChoice {
			return text
		}
	}
	return "…"
}

// noQuestion reports whether text has no words beside mentions of people and
// channels, or is small talk.
func noQuestion(s *answer.Service, text string) bool {
	const longest = 80 // of small talk; what is longer is not worth the parting into phrases
	folded := s.Folds(withoutMentions(visible(text)))
	return len(folded) <= longest && isSmallTalk(folded)
}

// isSmallTalk reports whether folded words, maybe none, are small talk and nothing
// else.
func isSmallTalk(folded string) bool {
	for _, said := range smallTalk {
		if slices.ContainsFunc(said, func(said string) bool {
			rest, ok := afterWords(folded, said)
			return ok && isSmallTalk(rest)
		}) {
			return true
		}
	}
	return folded == ""
}

// afterWords returns what stands behind words at the beginning of folded ones, if
// they are there.
func afterWords(folded, words string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(folded, words)
	if !ok || rest != "" && rest[0] != ' ' {
		return "", false
	}
	return strings.TrimPrefix(rest, " "), true
}

// read reads a question as [readIn] does, of the coverage that everybody may ask.
func (b *Bot) read(text string, filters map[string]string) (answer.Question, error) {
	return readIn(b.service, text, filters)
}

// readIn reads a question with the filters beside it. What cannot be seen of it
// is left out first, so that the line that shows the question reads the same.
func readIn(s *answer.Service, text string, filters map[string]string) (answer.Question, error) {
	q, err := s.Read(visible(text))
	if err == nil {
		q, err = q.WithSource(s.Corpus(), visible(sourceNamed(s, filters["source"])))
	}
	if err == nil {
		q, err = q.WithSince(strings.TrimSpace(filters["since"]))
	}
	return q, err
}

// followUp returns a question with the names and filters of the one before it, and
// what it took from there, if it has neither a name nor a filter of its own. If the
// one before has no name either, a question without any content word takes all of
// those. They stand behind the question, as they could have been typed.
func followUp(s *answer.Service, q answer.Question, before string) (answer.Question, []string) {
	if before == "" || q.Source != "" || q.Since != "" || len(s.Names(q)) > 0 {
		return q, nil
	}
	old, err := s.Read(before)
	if err != nil { // its source is gone
		return q, nil
	}
	words := s.Names(old)
	if len(words) == 0 && len(q.Content()) == 0 {
		for _, place := range old.Content() {
			words = append(words, old.Words[place].Text)
		}
	}
	text, carried := q.Text, []string(nil)
	for _, w := range words {
		if longer := text + " " + w; utf8.RuneCountInString(longer) <= answer.MaxQuestion {
			text, carried = longer, append(carried, w)
		}
	}
	whole, err := s.Read(text)
	if err != nil { // unreachable: the words of a question are no filters
		return q, nil
	}
	if whole.Source = old.Source; old.Source != "" {
		carried = append(carried, "source:"+old.Source)
	}
	if whole.Since = old.Since; old.Since != "" {
		carried = append(carried, "since:"+old.Since)
	}
	return whole, carried
}

// badFilter says which filter cannot be followed.
func badFilter(l language, err error) string {
	e, ok := errors.AsType[*answer.FilterError](err)
	if !ok {
		return l.say(askPhrases.unreadable)
	}
	value := Escape(truncate(e.Value, 100))
	if e.Name == "since" {
		return l.say(askPhrases.badSince, value)
	}
	s := l.say(askPhrases.badSource, value)
	if known := e.Known[:min(len(e.Known), maxChoices)]; len(known) > 0 {
		var names []string
		for _, name := range known {
			names = append(names, Escape(truncate(name, maxPublisher)))
		}
		s += " " + l.say(askPhrases.have, l.and(names))
	}
	return s
}
