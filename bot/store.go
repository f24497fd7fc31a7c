package bot

import (
	"context"
	"time"
)

// Settings are what a server has chosen. The zero Settings are the default.
type Settings struct {
	Channels   []string `json:"channels,omitempty"`    // ids of those in which the bot answers; none is everywhere
	Private    bool     `json:"private,omitempty"`     // only the asker sees an answer, unless shared
	Quotes     int      `json:"quotes,omitempty"`      // most at once, 1–3; 0 is 3
	Plain      bool     `json:"plain,omitempty"`       // ordinary text instead of cards
	Language   string   `json:"language,omitempty"`    // of what everybody sees: "en", "de", "es" or "fr"; "" is the server's own
	HumanRole  string   `json:"human_role,omitempty"`  // id of the role that "Ask a human" calls; "" is none
	LogChannel string   `json:"log_channel,omitempty"` // id of the channel that changes are told in; "" is none
	Corpus     string   `json:"corpus,omitempty"`      // name of the corpus that is asked; "" is the default one

	Left time.Time `json:"left,omitzero"` // when the bot left the server; zero while it is there
}

// A Record is one line of what is learnt from use. Which fields it has depends on
// its kind; the others are zero.
type Record struct {
	Kind RecordKind `json:"kind"`
	Hour time.Time  `json:"hour"` // UTC, cut to the hour

	Corpus  string `json:"corpus"`
	Version int    `json:"version"` // of the corpus

	// Votes. Nothing in them leads to who voted.
	Question string `json:"question,omitempty"` // keyed hash of the question
	Article  string `json:"article,omitempty"`  // of the first quote shown
	Start    int    `json:"start,omitempty"`    // its byte range
	End      int    `json:"end,omitempty"`
	Vote     string `json:"vote,omitempty"`   // "not_helpful"
	Reason   string `json:"reason,omitempty"` // one of a fixed set

	// Gaps: words that were asked for and that no article has.
	Word   string `json:"word,omitempty"`   // folded
	Stem   string `json:"stem,omitempty"`   // by which words are counted together
	Server string `json:"server,omitempty"` // keyed hash of where it was asked

	// Questions, kept only if the operator says so.
	Text    string `json:"text,omitempty"`
	Asker   string `json:"asker,omitempty"`   // keyed hash of who asked
	Verdict string `json:"verdict,omitempty"` // as in answer.Verdict
}

// A RecordKind says what a [Record] is about.
type RecordKind string

// The kinds of records.
const (
	VoteRecord     RecordKind = "vote"
	GapRecord      RecordKind = "gap"
	QuestionRecord RecordKind = "question"
)

// KeepQuestionsFor is how long a question's text is kept at most, where the
// operator lets it be kept at all.
const KeepQuestionsFor = 30 * 24 * time.Hour

// A Store keeps what must last. It is safe for concurrent use, also by several
// processes. Errors are for the operator.
type Store interface {
	SettingsStore
	RecordStore
}

// A SettingsStore keeps the settings of servers. An id that is not 1 to 20 digits
// is an error.
type SettingsStore interface {
	// Settings returns the settings of a server; the zero Settings if it has none.
	Settings(ctx context.Context, guildID string) (Settings, error)
	// SetSettings replaces them. What it has accepted is there after a crash. It
	// replaces nothing that Settings cannot read.
	SetSettings(ctx context.Context, guildID string, s Settings) error
	// ChangeSettings lets change alter the settings as they are stored, not as a
	// process remembers them, and stores and returns what it makes of them, unless it
	// says that it has altered nothing. Changes of one process come one after the
	// other; of two processes that change a server in the same milliseconds, one wins.
	ChangeSettings(ctx context.Context, guildID string, change func(*Settings) (altered bool)) (Settings, error)
	// DeleteSettings forgets a server; it is no error if nothing is known of it.
	DeleteSettings(ctx context.Context, guildID string) error
	// Servers returns the ids of all servers that have settings, also zero ones.
	Servers(ctx context.Context) ([]string, error)
}

// A RecordStore keeps records. Questions older than [KeepQuestionsFor] are never
// returned, and deleted in time.
type RecordStore interface {
	// Append adds records, their time cut to the hour. A question must have an
	// Asker, 1 to 64 characters of base64url, or it is an error.
	Append(ctx context.Context, rs ...Record) error
	// Records returns all records of a kind, oldest first.
	Records(ctx context.Context, kind RecordKind) ([]Record, error)
	// DeleteQuestions deletes the questions of an asker, by keyed hash, and
	// returns how many there were.
	DeleteQuestions(ctx context.Context, asker string) (int, error)
}

// Limits count and remember for minutes, shared by all processes of the bot where
// there is a Redis and by those who ask this process where there is none. They
// never fail: without Redis they go on with what the process knows. Keys may name
// people; they are hashed before they leave the process. Safe for concurrent use.
type Limits interface {
	// Take allows limit events under key in any time as long as per. It counts
	// one and returns 0, or counts none and returns how long to wait.
	Take(ctx context.Context, key string, limit int, per time.Duration) (wait time.Duration)
	// Once reports whether it is the first call with key within that time.
	Once(ctx context.Context, key string, within time.Duration) bool
	// Remember keeps a short value under key for so long, "" forgets it.
	Remember(ctx context.Context, key, value string, keep time.Duration)
	// Recall returns what is kept under key, "" if nothing is.
	Recall(ctx context.Context, key string) string
}
