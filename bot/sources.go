package bot

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"summitbot/corpus"
)

// Limits of what is said of an article.
const (
	maxSourceName = 100 // what is looked for
	maxShownTitle = 120 // of a headline in a list
	maxFact       = 200 // of an author or licence
)

// sourcesCommand returns /sources.
func (b *Bot) sourcesCommand() command {
	c := commandOf(commandPhrases.sources)
	name := optionOf(commandPhrases.sourcesName)
	name.Completed, name.MaxLength = true, maxSourceName
	c.Options = []Option{name}
	return command{Command: c, do: b.sources, complete: func(_ context.Context, ev Event) []Choice {
		service, _ := b.coverage(ev)
		return sourceChoices(service, ev.Options["name"])
	}}
}

// sourcesNamed returns the articles that a name is the id of; failing that, those
// whose publisher or headline it is a part of, in any case. All articles have "".
func sourcesNamed(c *corpus.Corpus, name string) []*corpus.Article {
	if a := c.Article(name); a != nil {
		return []*corpus.Article{a}
	}
	name = fold(name)
	var named []*corpus.Article
	for _, a := range c.Articles() {
		if strings.Contains(fold(a.Publisher()), name) || strings.Contains(fold(a.Title()), name) {
			named = append(named, a)
		}
	}
	return named
}

// fold returns text in lower case, with one space between words.
func fold(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }

func (b *Bot) sources(ctx context.Context, ev Event) Message {
	kept, _ := b.settings(ctx, ev)
	if no, ok := b.allowed(ev, kept); !ok {
		return no
	}
	service, _ := b.coverage(ev)
	name := truncate(strings.Join(strings.Fields(visible(ev.Options["name"])), " "), maxSourceName)
	named := sourcesNamed(service.Corpus(), name)
	r := request{Event: ev, settings: kept, private: kept.Private || len(named) == 0} // nobody else needs to see a miss
	l := b.languageFor(r)
	line := actLine(l, listPhrases.sources, ev.User.Name)
	if name != "" {
		line = questionLine(l, listPhrases.sourcesOn, ev.User.Name, name)
	}
	var m Message
	if len(named) == 1 && name != "" {
		m = b.source(r, l, line, name, named[0], cursor{})
	} else {
		m = b.sourcesPage(r, l, line, name, position{})
	}
	return laidOut(m, r)
}

// turnSources turns the page of a list of sources.
func (b *Bot) turnSources(ctx context.Context, p press, at position) Message {
	kept, _ := b.settings(ctx, p.Event)
	return b.sourcesPage(request{Event: p.Event}, b.languageUnder(p, kept), p.Message.FirstLine(), p.question, at)
}

// chooseSource shows the article that was chosen below a list.
func (b *Bot) chooseSource(ctx context.Context, p press) Message {
	service, _ := b.coverage(p.Event)
	var a *corpus.Article
	if len(p.Values) == 1 {
		a = service.Corpus().Article(p.Values[0])
	}
	if a == nil {
		return note(b.private(p.Event).say(listPhrases.articleGone))
	}
	kept, _ := b.settings(ctx, p.Event)
	return b.source(request{Event: p.Event}, b.languageUnder(p, kept), p.Message.FirstLine(), p.question, a, p.id.cursor)
}

// sourcesPage lists the articles that a name is of.
func (b *Bot) sourcesPage(r request, l language, line, name string, at position) Message {
	ev := r.Event
	service, _ := b.coverage(ev)
	c := service.Corpus()
	articles, head := sourcesNamed(c, name), corpusLine(l, c)
	if len(articles) == 0 {
		articles, head = c.Articles(), head+"\n"+l.say(listPhrases.noSource)
	}
	list := listing{
		language: l, line: line, question: name, n: len(articles), public: !r.private && !ev.Message.hidden(),
		earlier: actionEarlierSources, later: actionLaterSources, labels: turning{listPhrases.earlierOnes, listPhrases.laterOnes},
		head: func(int) string { return head },
		part: func(i, tight int) string { return sourcePart(l, articles[i], tight) },
		foot: changedSince(l, at, c.Version()),
	}
	p := list.page(at)
	choose := Select{ID: b.seal(ev, name, actionChooseSource, cursor{sentence: uint16(min(p.first, 0xffff))}), Placeholder: l.say(listPhrases.choose), Min: 1, Max: 1}
	for _, a := range articles[p.first:p.end] {
		if len(a.ID()) <= 100 {
			choose.Options = append(choose.Options, SelectOption{
				Label: cmp.Or(truncate(visible(a.Publisher()), 100), a.ID()), Value: a.ID(), Description: truncate(visible(a.Title()), 100),
			})
		}
	}
	if len(choose.Options) > 0 {
		list.rows = []Row{{Select: &choose}}
	}
	return b.list(ev, list, p)
}

// corpusLine names a corpus, its version and its articles.
func corpusLine(l language, c *corpus.Corpus) string {
	return l.say(listPhrases.corpus, Escape(c.Name()), c.Version(), c.Hash()[:min(12, len(c.Hash()))]) + " · " + l.count(listPhrases.articles, len(c.Articles()), len(c.Articles()))
}

// sourcePart writes one article of a list.
func sourcePart(l language, a *corpus.Article, tight int) string {
	title := l.say(listPhrases.noTitle)
	if a.Title() != "" {
		title = Escape(truncate(a.Title(), maxShownTitle))
	}
	facts := []string{l.date(a.Date()), l.count(listPhrases.sentences, len(a.Sentences()), len(a.Sentences())), l.tongue(a.Language())}
	if a.LinkOnly() {
		facts = append(facts, l.say(listPhrases.linkOnly))
	}
	if address := articleLinkOf(l, a); address != "" && tight < tightest {
		facts = append(facts, address)
	}
	return fmt.Sprintf("**%s** · %s\n-# %s", publisher(a), title, strings.Join(facts, " · "))
}

// articleLinkOf returns a link to an article, "" if there is none that fits.
func articleLinkOf(l language, a *corpus.Article) string {
	if len(a.Sentences()) == 0 {
		return ""
	}
	address, label := link(l, a.Sentences()[0].Excerpt(), articleLink)
	if len(address) > maxLink {
		return ""
	}
	return fmt.Sprintf("[%s](%s)", label, address)
}

// source shows all that is known of one article, and leads back to the page of the
// list that begins at a cursor.
func (b *Bot) source(r request, l language, line, name string, a *corpus.Article, from cursor) Message {
	ev := r.Event
	service, _ := b.coverage(ev)
	c := service.Corpus()
	words := len(strings.Fields(a.Body()))
	fact := func(what phrase, text string) string {
		if text = Escape(truncate(text, maxFact)); text == "" {
			text = l.say(listPhrases.unstated)
		}
		return l.say(listPhrases.values, l.say(what), text)
	}
	retrieved := ""
	if a.Retrieved() != "" {
		retrieved = l.day(a.Retrieved())
	}
	facts := []string{
		fact(listPhrases.author, a.Author()),
		fact(listPhrases.licence, a.Licence()),
		fact(listPhrases.retrieved, retrieved),
		l.say(listPhrases.values, l.say(listPhrases.language), l.tongue(a.Language())),
		l.say(listPhrases.values, l.say(listPhrases.size), l.count(listPhrases.words, words, words)+", "+l.count(listPhrases.sentences, len(a.Sentences()), len(a.Sentences()))),
	}
	list := listing{
		language: l, line: line, question: name, n: 1, public: !r.private && !ev.Message.hidden(),
		part: func(_, tight int) string {
			return joined(sourcePart(l, a, tight), strings.Join(facts, "\n"))
		},
		foot: "-# " + corpusLine(l, c),
	}
	if among := sourcesNamed(c, name); len(among) > 1 || len(among) == 0 && len(c.Articles()) > 1 {
		list.rows = []Row{{Buttons: []Button{b.button(ev, name, actionLaterSources, from, l.say(listPhrases.all))}}}
	}
	return b.list(ev, list, list.ahead(0))
}
