package localdiscord_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"summitbot/bot/localdiscord"
)

// inFlight is how many interactions wait for their answer at once under load:
// enough to keep two cores busy; more only wait for each other.
const inFlight = 8

// A load is a bot over TCP that does nothing but answer, and the people who ask.
type load struct {
	testing.TB
	local *localdiscord.Server
	http  *http.Client
	api   string
	ws    *websocket.Conn
	work  sync.WaitGroup // ends when ws is closed
	asked chan asking
	free  chan int // people, by number, who may ask

	mu    sync.Mutex
	began []time.Time     // by person: when the question was asked
	took  []time.Duration // from the question to the answer's 204
}

// An asking is an interaction as the bot gets it.
type asking struct{ ID, Token, Word string }

// newLoad starts a local Discord without checks and a bot in it.
func newLoad(tb testing.TB) *load {
	tb.Helper()
	s := localdiscord.New(discard(), localdiscord.Config{})
	web := httptest.NewServer(s)
	l := &load{TB: tb, local: s, api: web.URL + "/api/v10", asked: make(chan asking, inFlight), free: make(chan int, inFlight),
		began: make([]time.Time, inFlight),
		http:  &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: inFlight}}}
	for i := range inFlight {
		l.free <- i
	}
	ws, _, err := websocket.DefaultDialer.DialContext(tb.Context(), "ws"+strings.TrimPrefix(web.URL, "http")+"/gateway?v=10&encoding=json", nil)
	if err != nil {
		tb.Fatal(err)
	}
	l.ws = ws
	command := `[{"name":"ask","description":"x","options":[{"type":3,"name":"word","description":"x"}]}]`
	if status := l.call("PUT", "/applications/"+s.ApplicationID()+"/commands", command); status != http.StatusOK {
		tb.Fatalf("commands: status %d", status)
	}
	if err := ws.WriteJSON(map[string]any{"op": 2, "d": map[string]any{"token": s.Token(), "intents": 0, "properties": map[string]any{}}}); err != nil {
		tb.Fatal(err)
	}
	ready := make(chan struct{})
	l.work.Go(func() { l.read(ready) })
	for range inFlight {
		l.work.Go(l.answer)
	}
	<-ready
	tb.Cleanup(func() {
		s.Close()
		ws.Close()
		l.work.Wait()
		l.http.CloseIdleConnections()
		web.Close()
	})
	return l
}

// read hands on the interactions until the connection ends.
func (l *load) read(ready chan struct{}) {
	defer close(l.asked)
	for {
		var p struct {
			Type string `json:"t"`
			Data struct {
				ID, Token string
				Data      struct{ Options []struct{ Value string } }
			} `json:"d"`
		}
		if l.ws.ReadJSON(&p) != nil {
			return
		}
		switch p.Type {
		case "READY":
			close(ready)
		case "INTERACTION_CREATE":
			l.asked <- asking{p.Data.ID, p.Data.Token, p.Data.Data.Options[0].Value}
		}
	}
}

// answer answers interactions until there are no more.
func (l *load) answer() {
	for a := range l.asked {
		status := l.call("POST", "/interactions/"+a.ID+"/"+a.Token+"/callback", `{"type":4,"data":{"content":"an answer of usual size, `+a.Word+`"}}`)
		if status != http.StatusNoContent {
			l.Errorf("callback: status %d", status)
		}
		var person int
		fmt.Sscan(a.Word, &person)
		l.mu.Lock()
		l.took = append(l.took, time.Since(l.began[person]))
		l.mu.Unlock()
		l.free <- person
	}
}

// call makes a REST call as the bot and returns the status.
func (l *load) call(method, path, body string) int {
	req, err := http.NewRequestWithContext(l.Context(), method, l.api+path, strings.NewReader(body))
	if err != nil {
		l.Error(err)
		return 0
	}
	req.Header.Set("Authorization", "Bot "+l.local.Token())
	req.Header.Set("User-Agent", "DiscordBot (https://example.com, 1.0)")
	req.Header.Set("Content-Type", "application/json")
	resp, err := l.http.Do(req)
	if err != nil {
		l.Error(err)
		return 0
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
	return resp.StatusCode
}

// ask lets the next free person use the command.
func (l *load) ask() {
	person := <-l.free
	l.mu.Lock()
	l.began[person] = time.Now()
	l.mu.Unlock()
	if _, err := l.local.Slash("", "", "ask", map[string]string{"word": fmt.Sprint(person)}); err != nil {
		l.Fatal(err)
	}
}

// drain waits until every question has its answer, and returns how long each
// took, sorted.
func (l *load) drain() []time.Duration {
	for range inFlight {
		<-l.free
	}
	for i := range inFlight {
		l.free <- i
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	took := l.took
	l.took = nil
	slices.Sort(took)
	return took
}

// BenchmarkInteractions lets people use a command, which the bot gets by the
// Gateway and answers by REST, both over loopback TCP.
func BenchmarkInteractions(b *testing.B) {
	l := newLoad(b)
	for b.Loop() {
		l.ask()
	}
	took := l.drain()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "interactions/s")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// TestSoak asks and answers 100,000 times. Neither memory nor goroutines may
// grow. It takes a minute and runs if SOAK is set.
func TestSoak(t *testing.T) {
	if os.Getenv("SOAK") == "" {
		t.Skip("SOAK is not set")
	}
	l := newLoad(t)
	const rounds, each = 10, 10_000
	var heaps, goroutines []int
	began := time.Now()
	for range rounds {
		for range each {
			l.ask()
		}
		l.drain()
		if err := l.local.Advance(16 * time.Minute); err != nil { // every token dies
			t.Fatal(err)
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		heaps = append(heaps, int(m.HeapAlloc>>10))
		goroutines = append(goroutines, runtime.NumGoroutine())
	}
	t.Logf("%d interactions in %s; after each tenth: heap %v kB, goroutines %v", rounds*each, time.Since(began).Round(time.Second), heaps, goroutines)
	if first, last := heaps[1], heaps[rounds-1]; last > first+first/5+1024 {
		t.Errorf("the heap has grown from %d kB to %d kB", first, last)
	}
	if first, last := goroutines[1], goroutines[rounds-1]; last > first+inFlight {
		t.Errorf("the goroutines have grown from %d to %d", first, last)
	}
}
