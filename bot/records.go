package bot

import (
	"cmp"
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"summitbot/bot/answer"
)

// Bounds of what is recorded.
const (
	maxGaps     = 8   // words of one question
	maxGap      = 40  // characters of a word
	maxRecords  = 512 // waiting to be written
	recordLimit = 2 * time.Second
)

// botNames are words for the bot itself, folded: who writes one is not asking for
// coverage of it.
var botNames = map[string]bool{"summitbot": true, "bot": true}

// record notes what an answer teaches: the words that no article has and, if the
// operator wants it, the question. It never waits.
func (b *Bot) record(ev Event, q answer.Question, a *answer.Answer) {
	base := Record{Hour: time.Now().UTC().Truncate(time.Hour), Corpus: a.Corpus.Name(), Version: a.Corpus.Version()}
	var all []pendingRecord
	for _, w := range lacking(q, a) {
		r := base
		r.Kind, r.Word, r.Stem, r.Server = GapRecord, w.Exact, w.Term, b.keys.hash("server", cmp.Or(ev.GuildID, "dm"))
		// A flood of the same question must not fill the disk.
		once := strings.Join([]string{"gap", r.Stem, r.Server, r.Hour.Format(time.RFC3339), r.Corpus}, "\x00")
		all = append(all, pendingRecord{r, once})
	}
	if keep := b.cfg.KeepQuestions; keep == KeepAll || keep == KeepMisses && a.Verdict == answer.NotCovered {
		r := base
		r.Kind, r.Text, r.Asker, r.Verdict = QuestionRecord, q.String(), b.asker(ev.User), string(a.Verdict)
		all = append(all, pendingRecord{r, ""})
	}
	b.records.add(all)
}

// lacking returns the words of a question that no article has and that were not
// read as others, if they are words of the coverage's language and not too many.
func lacking(q answer.Question, a *answer.Answer) (words []answer.Word) {
	switch {
	case a.Miss == answer.Headed, a.Miss == answer.Filtered: // an article has them
		return nil
	case otherLanguage(q, a.Corpus) != "":
		return nil
	}
	for _, place := range a.Unread() {
		w := q.Words[place]
		isWord := utf8.RuneCountInString(w.Exact) <= maxGap && !strings.ContainsFunc(w.Exact, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
		if isWord && !botNames[w.Exact] && len(words) < maxGaps {
			words = append(words, w)
		}
	}
	return words
}

// Close waits until what was to be recorded is written, some seconds at most. Events
// that are handled later are answered, and nothing of them is recorded.
func (b *Bot) Close() { b.records.close() }

// LostRecords returns how many records could not be written, because the store did
// not take them or because too many came at once. It is safe for concurrent use.
func (b *Bot) LostRecords() int { return b.records.lostSoFar() }

// A recorder writes records behind the back of those who are answered.
type recorder struct {
	lg     *slog.Logger
	store  RecordStore
	limits Limits

	failing bool // the last write failed; of the one goroutine that writes

	mu      sync.Mutex
	waiting []pendingRecord
	writing bool // a goroutine writes
	closed  bool
	lost    int
	under   sync.WaitGroup
}

// A pendingRecord is written if it is the first one of its key in an hour.
type pendingRecord struct {
	Record
	once string // "" always writes it
}

func newRecorder(lg *slog.Logger, store RecordStore, limits Limits) *recorder {
	return &recorder{lg: lg, store: store, limits: limits}
}

// add has records written soon. It drops them if too many wait already.
func (r *recorder) add(all []pendingRecord) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(all) == 0 || r.closed {
		return
	}
	if len(r.waiting)+len(all) > maxRecords {
		r.lost += len(all)
		return
	}
	r.waiting = append(r.waiting, all...)
	if !r.writing {
		r.writing = true
		r.under.Go(r.write) // until nothing waits; close waits for that
	}
}

// write writes what waits until nothing does. At most one runs at a time.
func (r *recorder) write() {
	for {
		r.mu.Lock()
		all := r.waiting
		r.waiting = nil
		r.writing = len(all) > 0
		r.mu.Unlock()
		if len(all) == 0 {
			return
		}
		r.append(all)
	}
}

// append writes records, once if they want that. An outage of the store is told
// when it begins and when it ends.
func (r *recorder) append(all []pendingRecord) {
	// The events that these come from are answered by now, and their contexts over.
	ctx, cancel := context.WithTimeout(context.Background(), recordLimit)
	defer cancel()
	var rs []Record
	for _, p := range all {
		if p.once == "" || r.limits.Once(ctx, p.once, time.Hour) {
			rs = append(rs, p.Record)
		}
	}
	if len(rs) == 0 {
		return
	}
	err := r.store.Append(ctx, rs...)
	if err != nil {
		r.mu.Lock()
		r.lost += len(rs)
		r.mu.Unlock()
	}
	switch failed := err != nil; {
	case failed && !r.failing:
		r.lg.Error("nothing can be recorded; answers go on", "err", err)
	case !failed && r.failing:
		r.lg.Info("records are kept again", "lost", r.lostSoFar())
	}
	r.failing = err != nil
}

func (r *recorder) lostSoFar() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.lost
}

// close waits until all is written and takes nothing more.
func (r *recorder) close() {
	r.mu.Lock()
	r.closed = true
	r.mu.Unlock()
	r.under.Wait()
}
