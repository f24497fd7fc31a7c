// Package store keeps what must last, the settings of servers and what is learnt
// from use, and counts what is limited. Both either on this machine or in a Redis
// that several processes share.
//
// Start with [Files] or [Redis] for what lasts, a [bot.Store] each, and with
// [Process] or [Shared] for limits, [bot.Limits] each.
package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"summitbot/bot"
)

// checkID returns an error unless id is one that Discord gives: digits, which
// mean nothing in a file's name or a key.
func checkID(id string) error {
	if id == "" || len(id) > 20 || strings.Trim(id, "0123456789") != "" {
		return fmt.Errorf("server %q: an id is 1 to 20 digits", id)
	}
	return nil
}

// checkAsker returns an error unless asker can be a keyed hash in base64url.
func checkAsker(asker string) error {
	const base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	if asker == "" || len(asker) > 64 || strings.Trim(asker, base64url) != "" {
		return errors.New("a kept question has no keyed hash of who asked it, so that it could not be deleted")
	}
	return nil
}

// checked returns r as it may be kept, its time cut to the hour.
func checked(r bot.Record) (bot.Record, error) {
	r.Hour = r.Hour.UTC().Truncate(time.Hour)
	switch r.Kind {
	case bot.VoteRecord, bot.GapRecord:
		return r, nil
	case bot.QuestionRecord:
		return r, checkAsker(r.Asker)
	}
	return r, fmt.Errorf("there is no kind of records %q", r.Kind)
}

// old reports whether a question of that hour must not be kept any longer.
func old(hour, now time.Time) bool { return now.Sub(hour) >= bot.KeepQuestionsFor }

// byHour puts records in the order of their hours, and within an hour leaves the
// order as it is.
func byHour(rs []bot.Record) []bot.Record {
	slices.SortStableFunc(rs, func(a, b bot.Record) int { return a.Hour.Compare(b.Hour) })
	return rs
}

// replaceBy returns the change that puts s in the place of what is there.
func replaceBy(s bot.Settings) func(*bot.Settings) bool {
	return func(there *bot.Settings) bool {
		*there = s
		return true
	}
}
