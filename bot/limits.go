package bot

import "time"

// A Rate allows so many events in any time as long as Per.
type Rate struct {
	Events int
	Per    time.Duration
}

// How often may be asked, unless the operator says otherwise.
var (
	defaultMemberAsks  = Rate{3, 20 * time.Second}
	defaultChannelAsks = Rate{20, time.Minute}
)

// KeepQuestions says which questions' texts are kept.
type KeepQuestions string

// What can be kept.
const (
	KeepNone   KeepQuestions = ""       // none
	KeepMisses KeepQuestions = "misses" // of questions that the coverage does not answer
	KeepAll    KeepQuestions = "all"
)
