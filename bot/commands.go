package bot

import "maps"

// The actions of commands other than /ask.
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
		actionLaterDates:     {do: b.turnTimeline(false)},
		actionEarlierDates:   {do: b.turnTimeline(true)},
		actionLaterSources:   {do: b.turnSources(false)},
		actionEarlierSources: {do: b.turnSources(true)},
		actionChooseSource:   {do: b.chooseSource},

		actionExample: {do: b.askExample},

		actionShowKept:    {do: b.turnKept(false)},
		actionLaterKept:   {do: b.turnKept(false)},
		actionEarlierKept: {do: b.turnKept(true)},
		actionAskDelete:   {do: b.askDelete},
		actionDelete:      {do: b.deleteKept, changes: true},
		actionKeep:        {do: b.privacyAgain},

		actionLaterGaps:       {do: b.turnGaps(false)},
		actionEarlierGaps:     {do: b.turnGaps(true)},
		actionLaterChannels:   {do: b.turnDoctor(false)},
		actionEarlierChannels: {do: b.turnDoctor(true)},
	}
	maps.Copy(all, b.settingsActions())
	return all
}
