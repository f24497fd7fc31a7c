package localdiscord

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// maxExchanges is how many exchanges the page shows, and maxExchange how many
// bytes of each side of one.
const (
	maxExchanges = 20
	maxExchange  = 16 << 10
)

// An exchangeLog keeps the newest exchanges for the page.
type exchangeLog struct {
	mu    sync.Mutex
	list  []exchangeView // oldest first
	count int            // of all that there were
	more  chan struct{}  // closed when there is another
}

// An exchangeView is an exchange as the template "exchange" shows it.
type exchangeView struct {
	Number int
	Title  string // "POST /channels/… 200" or "INTERACTION_CREATE"
	Sent   bool   // by the bot
	raw    Exchange
}

func newExchangeLog() *exchangeLog { return &exchangeLog{more: make(chan struct{})} }

// add keeps an exchange. It is called with Server.mu held, or not.
func (l *exchangeLog) add(e Exchange) {
	title := e.Event
	if title == "" {
		title = e.Method + " " + shortPath(e.Path) + " " + strconv.Itoa(e.Status)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.count++
	l.list = append(l.list, exchangeView{Number: l.count, Title: title, Sent: e.Event == "", raw: e})
	if len(l.list) > maxExchanges {
		l.list = slices.Delete(l.list, 0, 1)
	}
	close(l.more)
	l.more = make(chan struct{})
}

// shortPath returns a path without the long tokens in it.
func shortPath(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if len(p) > 40 {
			parts[i] = "…"
		}
	}
	return strings.Join(parts, "/")
}

// next returns a channel that is closed at the next exchange.
func (l *exchangeLog) next() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.more
}

// views returns the exchanges, newest first.
func (l *exchangeLog) views() []exchangeView {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := slices.Clone(l.list)
	slices.Reverse(list)
	return list
}

// Body returns what the bot sent, "" for nothing.
func (e exchangeView) Body() string { return indented(e.raw.Body) }

// Answer returns what it got.
func (e exchangeView) Answer() string { return indented(e.raw.Answer) }

// indented returns JSON for reading; what is none stays as it is.
func indented(text []byte) string {
	var b bytes.Buffer
	if json.Indent(&b, text, "", "  ") != nil {
		b.Reset()
		b.Write(text)
	}
	if b.Len() > maxExchange {
		b.Truncate(maxExchange)
		b.WriteString("…")
	}
	return cleanText(b.String())
}
