package bot

import "maps"

// The actions of commands other than /ask: of settings, privacy, gaps and doctor
// from 40, of timeline, sources and compare from 70, of help from 80.
const (
	actionSettingsPage action = 40 + iota
	actionSetChannels
	actionSetHumanRole
	actionSetLogChannel
	actionSetLanguage
	actionSetQuotes
	actionSetLayout
	actionSetPrivacy
	actionShowKept
	actionLaterKept
	actionEarlierKept
	actionAskDelete
	actionDelete
	actionKeep
	actionLaterChannels
	actionEarlierChannels
	actionLaterGaps
	actionEarlierGaps
)

const (
	actionLaterDates action = 70 + iota
	actionEarlierDates
	actionLaterSources
	actionEarlierSources
	actionChooseSource
	actionCiteCompared
	actionComparedPlain
	actionComparedMarkdown
	actionComparedBibTeX
)

const actionExample action = 80

// moreCommands returns the commands other than /ask.
func (b *Bot) moreCommands() []command {
	return []command{
		b.compareCommand(), b.timelineCommand(), b.sourcesCommand(), b.helpCommand(), b.privacyCommand(),
		b.settingsCommand(), b.coverageCommand(), b.doctorCommand(),
	}
}

// commandActions returns what the buttons and selects of these commands do.
func (b *Bot) commandActions() map[action]actionFunc {
	all := map[action]actionFunc{
		actionLaterDates:     ahead(b.turnTimeline),
		actionEarlierDates:   back(b.turnTimeline),
		actionLaterSources:   ahead(b.turnSources),
		actionEarlierSources: back(b.turnSources),
		actionChooseSource:   {do: b.chooseSource},

		actionCiteCompared:  {do: b.citeCompared},
		actionComparedPlain: {do: b.citeCompared}, actionComparedMarkdown: {do: b.citeCompared}, actionComparedBibTeX: {do: b.citeCompared},

		actionExample: {do: b.askExample},

		actionShowKept:    ahead(b.turnKept),
		actionLaterKept:   ahead(b.turnKept),
		actionEarlierKept: back(b.turnKept),
		actionAskDelete:   {do: b.askDelete},
		actionDelete:      {do: b.deleteKept, changes: true},
		actionKeep:        {do: b.privacyAgain},

		actionLaterGaps:       ahead(b.turnGaps),
		actionEarlierGaps:     back(b.turnGaps),
		actionLaterChannels:   ahead(b.turnDoctor),
		actionEarlierChannels: back(b.turnDoctor),
	}
	maps.Copy(all, b.settingsActions())
	return all
}
