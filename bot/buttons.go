package bot

import (
	"slices"

	"summitbot/bot/answer"
)

// The actions of the buttons under an answer.
const (
	actPage      action = 1 + iota // shows the page that begins at the cursor
	actContext                     // the same, with the sentences around each quote
	actCite                        // citations of the quotes from the cursor on, for the presser alone
	actCitePlain                   // the same, in place
	actCompare
	actNotHelpful
	actReason0 // the five reasons, one after the other; the cursor is the first quote
	actReason1
	actReason2
	actReason3
	actReason4
	actRemove
	actShare   // shows the page at the cursor to everybody
	actNearest // shows what is nearest
	actHuman
	actTry // answers the starter question at the cursor
	actCiteMarkdown
	actCiteBibTeX
)

// cardActions returns what the buttons under an answer do.
func (b *Bot) cardActions() map[action]actionFunc {
	all := map[action]actionFunc{
		actPage:      {do: b.page},
		actContext:   {do: b.page},
		actCite:      {do: b.cite},
		actCitePlain: {do: b.cite}, actCiteMarkdown: {do: b.cite}, actCiteBibTeX: {do: b.cite},
		actCompare:    {do: b.compareAnswer},
		actNotHelpful: {do: b.notHelpful},
		// Deleting does not expire: it does no harm late, and an answer that should
		// never have been there is often found late.
		actRemove:  {do: b.remove},
		actShare:   {do: b.share},
		actNearest: {do: b.page},
		actHuman:   {do: b.human, changes: true},
		actTry:     {do: b.try},
	}
	for i := range cardPhrases.reasons {
		all[actReason0+action(i)] = actionFunc{do: b.reason, changes: true}
	}
	return all
}

// rows returns the buttons under an answer of which so many quotes are shown.
func (b *Bot) rows(c *card, quotes int) []Row {
	if c.answer.Verdict != answer.Quoted {
		return b.missRows(c, quotes)
	}
	here, next := cursor{}, c.from+quotes
	if c.from > 0 {
		here = cursorAt(c.shown[c.from].Excerpt)
	}
	paging := actPage
	if c.context {
		paging = actContext
	}
	var first, second []Button
	if rest := len(c.shown) - next; rest > 0 && quotes > 0 {
		if at := cursorAt(c.shown[next].Excerpt); at != (cursor{}) {
			first = append(first, b.cardButton(c, paging, at, c.l.say(cardPhrases.more, rest)))
		}
	}
	if c.answer.Asked() > 1 {
		first = append(first, b.cardButton(c, actCompare, cursor{}, c.l.say(cardPhrases.compare)))
	}
	if c.context {
		first = append(first, b.cardButton(c, actPage, here, c.l.say(cardPhrases.noContext)))
	} else {
		first = append(first, b.cardButton(c, actContext, here, c.l.say(cardPhrases.context)))
	}
	first = append(first, b.cardButton(c, actCite, here, c.l.say(cardPhrases.cite)),
		b.cardButton(c, actNotHelpful, cursorAt(c.shown[c.from].Excerpt), c.l.say(cardPhrases.notHelpful)))
	if c.from > 0 {
		second = append(second, b.cardButton(c, paging, cursor{}, c.l.say(cardPhrases.first)))
	}
	second = append(second, b.removal(c)...)
	if c.GuildID != "" {
		share := b.cardButton(c, actShare, here, c.l.say(cardPhrases.share))
		share.WhenPrivate = true
		second = append(second, share)
	}
	return rowsOf(first, second)
}

// missRows returns the buttons under an answer that quotes nothing, of which so many
// nearest quotes are shown.
func (b *Bot) missRows(c *card, quotes int) []Row {
	var first []Button
	if !c.nearest && quotes < len(c.answer.Nearest) {
		first = append(first, b.cardButton(c, actNearest, cursor{}, c.l.say(cardPhrases.nearest)))
	}
	if c.settings.HumanRole != "" && c.GuildID != "" && c.Installed {
		first = append(first, b.cardButton(c, actHuman, cursor{}, c.l.say(cardPhrases.human)))
	}
	var last []Button
	if len(first) > 0 {
		first = append(first, b.removal(c)...)
	} else {
		last = b.removal(c) // what to try is what to look at
	}
	rows := rowsOf(first)
	for _, s := range b.tries(c.question) { // one under the other, as they are long
		rows = append(rows, Row{Buttons: []Button{b.cardButton(c, actTry, s.at, truncate(c.l.say(cardPhrases.try, s.text), maxLabel))}})
	}
	return append(rows, rowsOf(last)...)
}

// maxLabel is Discord's limit of a button's label, in characters.
const maxLabel = 80

// removal returns the button that deletes the answer, if it is not private anyway.
func (b *Bot) removal(c *card) []Button {
	if c.private {
		return nil
	}
	return []Button{b.cardButton(c, actRemove, cursor{}, c.l.say(cardPhrases.remove))}
}

// cardButton returns a button under an answer.
func (b *Bot) cardButton(c *card, do action, at cursor, label string) Button {
	id := customID{action: do, version: c.answer.Corpus.Version(), owner: c.owner, cursor: at}
	return Button{ID: b.keys.seal(id, c.ApplicationID, questionIn(c.draft.line)), Label: label}
}

// rowsOf returns rows of buttons without the empty ones.
func rowsOf(rows ...[]Button) []Row {
	var all []Row
	for _, buttons := range slices.DeleteFunc(rows, func(r []Button) bool { return len(r) == 0 }) {
		all = append(all, Row{Buttons: buttons})
	}
	return all
}
