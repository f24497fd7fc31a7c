package bot_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"summitbot/bot"
	"summitbot/bot/answer"
	"summitbot/bot/gateway"
	"summitbot/bot/localdiscord"
	"summitbot/bot/store"
	"summitbot/corpus"
	"summitbot/retrieval"
)

// A timed is a bot that notes how long it took over each event.
type timed struct {
	*bot.Bot
	mu   sync.Mutex
	took []time.Duration
}

func (b *timed) Handle(ctx context.Context, ev bot.Event) bot.Message {
	began := time.Now()
	defer func() { b.note(time.Since(began)) }()
	return b.Bot.Handle(ctx, ev)
}

func (b *timed) Complete(ctx context.Context, ev bot.Event) []bot.Choice {
	began := time.Now()
	defer func() { b.note(time.Since(began)) }()
	return b.Bot.Complete(ctx, ev)
}

func (b *timed) note(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.took = append(b.took, d)
}

// p99 returns the time under which 99 of 100 events were handled.
func (b *timed) p99() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	slices.Sort(b.took)
	return b.took[len(b.took)*99/100]
}

// TestLoad lets people ask, press buttons and type for as long as LOAD says, such
// as 60s, 500 times a second in a local Discord over loopback, and looks that all
// is answered in time and nothing grows. Without LOAD it does so for 200
// interactions as fast as they go, and looks only that all are answered.
func TestLoad(t *testing.T) {
	l := newLoad(t)
	length, _ := time.ParseDuration(os.Getenv("LOAD"))
	if length == 0 {
		for i := range 200 {
			l.act(i)
		}
		l.answered(200)
		return
	}
	const perSecond, parts = 500, 6
	var heaps, goroutines []int
	done := 0
	for range parts {
		began := time.Now()
		for n := range int(perSecond * length.Seconds() / parts) {
			due := time.NewTimer(time.Until(began.Add(time.Duration(n) * time.Second / perSecond)))
			<-due.C // at once if it is late
			l.act(done)
			done++
		}
		l.answered(done)
		if err := l.discord.Advance(16 * time.Minute); err != nil { // every token dies
			t.Fatal(err)
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		heaps, goroutines = append(heaps, int(m.HeapAlloc>>10)), append(goroutines, runtime.NumGoroutine())
	}
	t.Logf("%d interactions in %s, all answered within 3 s; p99 in the bot %s; after each sixth: heap %v kB, goroutines %v",
		done, length, l.bot.p99().Round(10*time.Microsecond), heaps, goroutines)
	if p99 := l.bot.p99(); p99 > 50*time.Millisecond {
		t.Errorf("p99 in the bot is %s, of at most 50 ms", p99)
	}
	if first, last := heaps[parts/2], heaps[parts-1]; last > first+first/5+2048 {
		t.Errorf("the heap has grown from %d kB to %d kB", first, last)
	}
	if first, last := goroutines[parts/2], goroutines[parts-1]; last > first+16 {
		t.Errorf("the goroutines have grown from %d to %d", first, last)
	}
}

// A load is a local Discord with a bot in it, over TCP.
type load struct {
	*testing.T
	discord   *localdiscord.Server
	bot       *timed
	questions []string
	asked     []string // interactions since answered was last called
}

func newLoad(t *testing.T) *load {
	lg := slog.New(slog.DiscardHandler)
	l := &load{T: t, discord: localdiscord.New(lg, localdiscord.Config{BotName: "summitbot"}), questions: devQuestions(t)}
	web := httptest.NewServer(l.discord)
	c, err := corpus.Summit()
	must(t, err)
	an := retrieval.English()
	index, err := answer.Index(c, an)
	must(t, err)
	kept, err := store.Files(lg, t.TempDir())
	must(t, err)
	unlimited := bot.Rate{Events: 1 << 20, Per: time.Second}
	b, err := bot.New(lg, answer.New(lg, c, an, index, answer.Config{}), bot.Config{
		Secret: []byte("a secret for tests"), Store: kept, Limits: store.Process(), MemberAsks: unlimited, ChannelAsks: unlimited,
	})
	must(t, err)
	l.bot = &timed{Bot: b}
	g, err := gateway.New(lg, l.bot, gateway.Config{Token: l.discord.Token(), APIURL: web.URL + "/api"})
	must(t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- g.Run(ctx) }() // until the cleanup below
	t.Cleanup(func() {
		stop()
		must(t, <-ended)
		l.discord.Close()
		web.Close()
	})
	<-g.Registered()
	return l
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// devQuestions returns the questions that the coverage is developed with.
func devQuestions(t *testing.T) (qs []string) {
	f, err := os.Open("answer/testdata/summit-dev.jsonl")
	must(t, err)
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var q struct{ Question string }
		must(t, json.Unmarshal(lines.Bytes(), &q))
		qs = append(qs, q.Question)
	}
	return qs
}

// act lets somebody do the n-th thing: of ten, six ask for themselves, one asks
// in the channel, one types, and two press a button.
func (l *load) act(n int) {
	people := []string{"ann", "bob", "cleo"}
	who, question := people[n%len(people)], l.questions[n%len(l.questions)]
	var id string
	var err error
	switch n % 10 {
	case 3:
		id, err = l.discord.Slash(who, "", "ask", map[string]string{"question": fmt.Sprintf("%s %d", question, n)})
	case 6:
		id, err = l.discord.Autocomplete(who, "", "ask", map[string]string{"question": question[:min(len(question), 12)]}, "question")
	case 8, 9:
		id, err = l.press(who)
	default:
		id, err = l.discord.Slash(who, "general", "ask", map[string]string{"question": question, "private": "true"})
	}
	if err != nil {
		l.Fatalf("%d: %v", n, err)
	}
	l.asked = append(l.asked, id)
}

// press presses the first button of the newest message that has one and turns a page.
func (l *load) press(who string) (string, error) {
	ms := l.discord.Messages(l.discord.ChannelID(), who)
	for _, m := range slices.Backward(ms) {
		c, ok := within(m.Components, func(c localdiscord.Component) bool {
			return c.Label == "Context" || c.Label == "More quotes" || c.Label == "Copy as citation"
		})
		if ok {
			return l.discord.Press(who, m.ID, c.CustomID)
		}
	}
	return l.discord.Slash(who, "", "help", nil)
}

// answered waits until nothing is open, and fails for each interaction that was
// not answered in time.
func (l *load) answered(n int) {
	ctx, stop := context.WithCancel(l.Context())
	defer stop()
	changes, failed := l.discord.Watch(ctx), 0
	for _, id := range l.asked {
		o, ok := l.discord.Outcome(id)
		for ; o.State == "waiting"; o, ok = l.discord.Outcome(id) {
			<-changes // Discord itself fails it after 3 s
		}
		if !ok || o.State != "answered" {
			failed++
		}
	}
	l.asked = nil
	if failed > 0 {
		l.Errorf("%d interactions up to the %d-th were not answered in time", failed, n)
	}
}
