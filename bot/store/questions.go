package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A questionFile is what the name of a file of questions says.
type questionFile struct {
	hour  time.Time
	asker string // keyed hash
}

const hourLayout = "2006-01-02T15"

func (q questionFile) name() string { return q.hour.Format(hourLayout) + "-" + q.asker + ".jsonl" }

// readQuestionFile reads a name; ok is false if it is none of ours.
func readQuestionFile(name string) (q questionFile, ok bool) {
	rest, ok := strings.CutSuffix(name, ".jsonl")
	if !ok || len(rest) <= len(hourLayout) || rest[len(hourLayout)] != '-' {
		return q, false
	}
	hour, err := time.Parse(hourLayout, rest[:len(hourLayout)])
	q = questionFile{hour, rest[len(hourLayout)+1:]}
	return q, err == nil && checkAsker(q.asker) == nil
}

// keptQuestions returns the files of questions that are wanted, oldest first.
func (f *FileStore) keptQuestions(wanted func(questionFile) bool) (names []string, err error) {
	entries, err := os.ReadDir(f.questions())
	for _, e := range entries { // sorted by name, so by hour
		if q, ok := readQuestionFile(e.Name()); ok && wanted(q) {
			names = append(names, filepath.Join(f.questions(), e.Name()))
		}
	}
	return names, err
}

// DeleteQuestions implements [bot.RecordStore].
func (f *FileStore) DeleteQuestions(_ context.Context, asker string) (n int, err error) {
	return f.deleteQuestions(func(q questionFile) bool { return q.asker == asker })
}

// deleteQuestions removes the files that are wanted, and returns how many
// questions there were in them. A file that cannot be read goes as well.
func (f *FileStore) deleteQuestions(wanted func(questionFile) bool) (n int, err error) {
	names, err := f.keptQuestions(wanted)
	for _, name := range names {
		rs, _ := f.read(name)
		removed := os.Remove(name)
		if errors.Is(removed, fs.ErrNotExist) {
			continue // somebody else was faster
		}
		n += len(rs)
		err = errors.Join(err, removed)
	}
	if len(names) > 0 {
		err = errors.Join(err, syncDir(f.questions()))
	}
	return n, err
}

// Sweep deletes questions that are older than [bot.KeepQuestionsFor], and what a
// crash left half written. It is to be called about once an hour.
func (f *FileStore) Sweep(context.Context) error {
	now := time.Now()
	_, err := f.deleteQuestions(func(q questionFile) bool { return old(q.hour, now) })
	entries, listed := os.ReadDir(f.servers())
	err = errors.Join(err, listed)
	for _, e := range entries {
		info, gone := e.Info()
		if !temporary(e.Name()) || gone != nil || now.Sub(info.ModTime()) < time.Hour {
			continue
		}
		err = errors.Join(err, os.Remove(filepath.Join(f.servers(), e.Name())))
	}
	return err
}
