package cache_test

import (
	"fmt"
	"testing"
	"time"

	"summitbot/bot/answer"
	"summitbot/bot/cache"
	"summitbot/bot/redisconn/redistest"
	"summitbot/corpus"
)

func BenchmarkLoad(b *testing.B) {
	s := redistest.Start(b)
	c, err := corpus.Summit()
	if err != nil {
		b.Fatal(err)
	}
	a := &answer.Answer{Verdict: answer.Quoted, Articles: 4, Corpus: c}
	for _, article := range c.Articles()[:3] {
		a.Quotes = append(a.Quotes, answer.Quote{Excerpt: article.Sentences()[3].Excerpt()})
	}
	do := (&compute{a: a}).do
	key := answer.Key{Corpus: c, Scope: "public", Question: "what breed of dogs did kim give putin"}
	client := dial(b, s, patient)
	ctx := b.Context()

	b.Run("process hit", func(b *testing.B) {
		c := process(b, client, waiting)
		b.ReportAllocs()
		for b.Loop() {
			c.Load(ctx, key, do)
		}
		if got := c.Stats(); got.Misses+got.RedisHits != 1 {
			b.Errorf("stats %+v, want one load that was no process hit", got)
		}
	})
	b.Run("redis hit", func(b *testing.B) {
		const n = 200 // fewer than the queue holds
		keys := make([]answer.Key, n)
		first := process(b, client, waiting)
		for i := range keys {
			keys[i] = answer.Key{Corpus: c, Scope: "public", Question: fmt.Sprint(key.Question, i)}
			first.Load(ctx, keys[i], do)
		}
		first.Close()
		var c *cache.RedisCache
		hits := uint64(0)
		b.ReportAllocs()
		i := 0
		for ; b.Loop(); i++ {
			if i%n == 0 {
				b.StopTimer()
				if c != nil {
					hits += c.Stats().RedisHits
				}
				c = process(b, client, waiting) // it has nothing yet
				b.StartTimer()
			}
			c.Load(ctx, keys[i%n], never(b))
		}
		if hits += c.Stats().RedisHits; hits != uint64(i) {
			b.Errorf("%d of %d loads were Redis hits", hits, i)
		}
	})
	b.Run("miss", func(b *testing.B) {
		c := process(b, client, waiting)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			c.Load(ctx, answer.Key{Corpus: key.Corpus, Scope: "public", Question: fmt.Sprint("question ", i)}, do)
		}
	})
	b.Run("miss, no redis", func(b *testing.B) {
		c := cache.Process(0)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			c.Load(ctx, answer.Key{Corpus: key.Corpus, Scope: "public", Question: fmt.Sprint("question ", i)}, do)
		}
	})
}

// BenchmarkOutage prints what a frozen Redis costs: how many loads waited before
// the breaker opened, the longest of them, and a load after that.
func BenchmarkOutage(b *testing.B) {
	s := redistest.Start(b)
	client := dial(b, s, oneTry)
	c := process(b, client, cache.Config{Secret: secret})
	tea := tea(b, "tea", 1, body)
	do := (&compute{a: newAnswer(tea, 1)}).do
	i := 0
	ask := func() {
		i++
		c.Load(b.Context(), answer.Key{Corpus: tea, Scope: "public", Question: fmt.Sprint(i)}, do)
	}
	ask() // connects
	s.Freeze()
	var longest time.Duration
	for client.Stats().Up {
		start := time.Now()
		ask()
		longest = max(longest, time.Since(start))
	}
	b.ReportAllocs()
	for b.Loop() {
		ask()
	}
	b.ReportMetric(float64(c.Stats().Waited), "waited")
	b.ReportMetric(float64(longest.Microseconds())/1000, "longest-ms")
}
