package localdiscord_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"summitbot/bot/localdiscord"
)

// Intents, by Discord's documentation of the Gateway.
const (
	guilds         = 1 << 0
	guildMembers   = 1 << 1
	guildMessages  = 1 << 9
	guildTyping    = 1 << 11
	directMessages = 1 << 12
	messageContent = 1 << 15
)

// written returns a message of ann's in the server, as the Gateway sends it.
func written(s *localdiscord.Server) map[string]any {
	return map[string]any{
		"id": "9", "channel_id": s.ChannelID(), "channel_type": 0, "guild_id": s.GuildID(), "type": 0, "author": account("44", "ann"),
		"content": "hello", "embeds": []any{map[string]any{"type": "rich", "title": "t"}},
		"attachments": []any{map[string]any{"id": "1", "filename": "f", "size": 1, "url": "https://example.com/f", "proxy_url": "https://example.com/f"}},
		"components":  []any{map[string]any{"type": 1, "id": 1, "components": []any{}}},
		"mentions":    []any{}, "mention_roles": []any{}, "mention_everyone": false, "pinned": false, "tts": false, "flags": 0,
		"timestamp": "2026-01-01T00:00:00Z", "edited_timestamp": nil,
		"poll": map[string]any{"question": map[string]any{"text": "q"}, "answers": []any{}, "expiry": "2026-01-02T00:00:00Z",
			"allow_multiselect": false, "layout_type": 1, "results": map[string]any{"answer_counts": []any{}, "is_finalized": false}},
	}
}

// account returns an account as Discord describes it.
func account(id, name string) map[string]any {
	return map[string]any{"id": id, "username": name, "discriminator": "0", "global_name": nil, "avatar": nil,
		"public_flags": 0, "flags": 0, "primary_guild": nil}
}

func TestContentIntent(t *testing.T) {
	bot := func(s *localdiscord.Server) map[string]any {
		return account(s.Bot().ID, "bot")
	}
	tests := []struct {
		name    string
		intents int
		change  func(s *localdiscord.Server, m map[string]any)
		hidden  bool
	}{
		{"somebody's", guildMessages, func(*localdiscord.Server, map[string]any) {}, true},
		{"with the intent", guildMessages | messageContent, func(*localdiscord.Server, map[string]any) {}, false},
		{"the bot's own", guildMessages, func(s *localdiscord.Server, m map[string]any) { m["author"] = bot(s) }, false},
		{"mentions the bot", guildMessages, func(s *localdiscord.Server, m map[string]any) { m["mentions"] = []any{bot(s)} }, false},
		{"mentions another", guildMessages, func(s *localdiscord.Server, m map[string]any) { m["mentions"] = []any{m["author"]} }, true},
		{"mentions everyone", guildMessages, func(s *localdiscord.Server, m map[string]any) { m["mention_everyone"] = true }, true},
		{"direct", directMessages, func(s *localdiscord.Server, m map[string]any) { delete(m, "guild_id") }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, localdiscord.Config{PrivilegedIntents: messageContent}, func(w *world) {
				c := w.ready(tt.intents, "")
				defer c.ws.Close()
				for _, event := range []string{"MESSAGE_CREATE", "MESSAGE_UPDATE"} {
					m := written(w.s)
					tt.change(w.s, m)
					w.s.Dispatch(tt.intents&(guildMessages|directMessages), event, m)
					check(t, "event", c.next(), event)
					var got map[string]any
					if err := json.Unmarshal(c.data, &got); err != nil {
						t.Fatal(err)
					}
					if tt.hidden {
						delete(m, "poll")
						m["content"], m["embeds"], m["attachments"], m["components"] = "", []any{}, []any{}, []any{}
					}
					if diff := cmp.Diff(plainJSON(t, m), plainJSON(t, got)); diff != "" {
						t.Errorf("%s (-want +got):\n%s", event, diff)
					}
				}
			})
		})
	}
}

// plainJSON returns v as it is after a way through JSON.
func plainJSON(t *testing.T, v any) (plain any) {
	t.Helper()
	b, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(b, &plain)
	}
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

// TestContentOfAReply: a reply that pings the bot shows its text, and the
// message it replies to is hidden or not by the same rule.
func TestContentOfAReply(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		c := w.ready(guildMessages, "")
		defer c.ws.Close()
		for _, author := range []string{w.s.Bot().ID, "55"} {
			to := written(w.s)
			delete(to, "guild_id") // Discord gives it with the outer message only
			to["author"] = account(author, "x")
			m := written(w.s)
			m["mentions"], m["referenced_message"] = []any{to["author"]}, to
			w.s.Dispatch(guildMessages, "MESSAGE_CREATE", m)
			check(t, "event", c.next(), "MESSAGE_CREATE")
			var got struct {
				Content    string
				Referenced struct{ Content string } `json:"referenced_message"`
			}
			if err := json.Unmarshal(c.data, &got); err != nil {
				t.Fatal(err)
			}
			want := ""
			if author == w.s.Bot().ID {
				want = "hello"
			}
			if got.Content != want || got.Referenced.Content != want {
				t.Errorf("reply to %s: %q to %q, want %q for both", author, got.Content, got.Referenced.Content, want)
			}
		}
	})
}

// TestWhatPeopleSay: without MESSAGE_CONTENT the bot reads what is written to it
// in a conversation, by a mention, or by a reply that pings it.
func TestWhatPeopleSay(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		c := w.ready(guildMessages|guildTyping|directMessages, "")
		defer c.ws.Close()
		do(w.s, call{"POST", "/api/v10/channels/" + w.s.ChannelID() + "/messages", `{"content":"mine"}`, nil})
		check(t, "the bot's own", c.next(), "MESSAGE_CREATE")
		own := w.s.Messages(w.s.ChannelID(), "")[0].ID
		tests := []struct {
			name, channel string
			saying        localdiscord.Saying
			want          string // events, content
		}{
			{"to all", "", localdiscord.Saying{Content: "hello"}, `TYPING_START, MESSAGE_CREATE: ""`},
			{"a mention", "", localdiscord.Saying{Content: "hello", Mention: true}, `TYPING_START, MESSAGE_CREATE: "<@` + w.s.Bot().ID + `> hello"`},
			{"a reply", "", localdiscord.Saying{Content: "hello", ReplyTo: own}, `TYPING_START, MESSAGE_CREATE: "hello"`},
			{"a reply without a ping", "", localdiscord.Saying{Content: "hello", ReplyTo: own, NoPing: true}, `TYPING_START, MESSAGE_CREATE: ""`},
			{"to the bot alone", "dm", localdiscord.Saying{Content: "hello"}, `MESSAGE_CREATE: "hello"`}, // typing there is another intent
		}
		for _, tt := range tests {
			if _, err := w.s.Say("ann", tt.channel, tt.saying); err != nil {
				t.Fatal(err)
			}
			events := c.upTo("MESSAGE_CREATE")
			var got struct{ Content string }
			if err := json.Unmarshal(c.data, &got); err != nil {
				t.Fatal(err)
			}
			check(t, tt.name, fmt.Sprintf("%s: %q", events, got.Content), tt.want)
		}
	})
}

func TestIntentsBringEvents(t *testing.T) {
	inBubble(t, localdiscord.Config{}, func(w *world) {
		c := w.ready(directMessages, "") // no GUILDS: no GUILD_CREATE
		defer c.ws.Close()
		w.s.Dispatch(guildMessages, "MESSAGE_CREATE", written(w.s))
		w.s.Dispatch(directMessages, "MESSAGE_DELETE", map[string]any{"id": "9", "channel_id": "8"})
		check(t, "the first event", c.next(), "MESSAGE_DELETE")
	})
}

// TestShards: an event goes to shard (guild id >> 22) % n, and to shard 0 if it
// has no server.
func TestShards(t *testing.T) {
	inBubble(t, localdiscord.Config{MaxConcurrency: 3}, func(w *world) {
		const n = 3
		id, err := strconv.ParseUint(w.s.GuildID(), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		home := int((id >> 22) % n)
		do(w.s, call{"PUT", commandsPath, `[{"name":"ask","description":"d"}]`, nil})
		for i := range n {
			c := w.ready(guilds|guildMessages, fmt.Sprintf(`,"shard":[%d,%d]`, i, n)) // all at once, as max_concurrency allows
			defer c.ws.Close()
			var ready struct {
				Shard  []int
				Guilds []struct{ ID string }
			}
			if err := json.Unmarshal(c.data, &ready); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]int{i, n}, ready.Shard); diff != "" || (len(ready.Guilds) == 1) != (i == home) {
				t.Errorf("READY of shard %d has %+v", i, ready)
			}
			w.s.Dispatch(guildMessages, "MESSAGE_CREATE", written(w.s))
			if _, err := w.s.Slash("", "", "ask", nil); err != nil {
				t.Fatal(err)
			}
			w.s.Dispatch(0, "MESSAGE_DELETE", map[string]any{"id": "9", "channel_id": "8"}) // a direct one
			c.send(`{"op":1}`)
			var want []string
			if i == home {
				want = append(want, "GUILD_CREATE", "MESSAGE_CREATE", "INTERACTION_CREATE")
			}
			if i == 0 {
				want = append(want, "MESSAGE_DELETE")
			}
			check(t, fmt.Sprintf("shard %d", i), c.upTo("op 11"), strings.Join(append(want, "op 11"), ", "))
		}
	})
}

func TestMaxConcurrency(t *testing.T) {
	inBubble(t, localdiscord.Config{MaxConcurrency: 2}, func(w *world) {
		for i, want := range []string{"READY", "READY", "op 9 false", "op 9 false"} {
			c := w.connect("v=10")
			defer c.ws.Close()
			c.next()
			c.send(identify(w.s.Token(), 0, fmt.Sprintf(`,"shard":[%d,4]`, i)))
			check(t, fmt.Sprintf("shard %d", i), c.next(), want)
		}
		time.Sleep(5 * time.Second)
		c := w.ready(0, `,"shard":[2,4]`)
		c.ws.Close()
	})
}

func TestShardingRequired(t *testing.T) {
	for _, tt := range []struct {
		guilds int
		shard  string
		want   string
	}{
		{2500, "", "READY"},
		{2501, "", "closed 4011"},
		{2501, `,"shard":[0,1]`, "closed 4011"},
		{2501, `,"shard":[0,2]`, "READY"},
	} {
		inBubble(t, localdiscord.Config{Guilds: tt.guilds}, func(w *world) {
			var advice struct{ Shards int }
			decode(t, do(w.s, call{method: "GET", path: "/api/v10/gateway/bot"}), &advice)
			if advice.Shards != 3 { // one for 1,000
				t.Errorf("advised are %d shards for %d servers", advice.Shards, tt.guilds)
			}
			c := w.connect("v=10")
			defer c.ws.Close()
			c.next()
			c.send(identify(w.s.Token(), 0, tt.shard))
			check(t, fmt.Sprintf("%d servers%s", tt.guilds, tt.shard), c.next(), tt.want)
		})
	}
}

func TestRequestMembers(t *testing.T) {
	inBubble(t, localdiscord.Config{PrivilegedIntents: guildMembers}, func(w *world) {
		c := w.ready(guildMembers, "")
		defer c.ws.Close()
		ann := w.s.People()[0]
		tests := []struct{ name, ask, want string }{
			{"by name", `"query":"An","limit":5`, "ann; not found []"},
			{"by id", `"user_ids":["` + ann.ID + `","7"]`, "ann; not found [7]"},
			{"one of all", `"query":"","limit":1`, "bot; not found []"},
		}
		for _, tt := range tests {
			c.send(`{"op":8,"d":{"guild_id":"` + w.s.GuildID() + `","nonce":"n",` + tt.ask + `}}`)
			check(t, "answer", c.next(), "GUILD_MEMBERS_CHUNK")
			var got struct {
				Members []struct{ User struct{ Username string } }
				Missing []string `json:"not_found"`
				Count   int      `json:"chunk_count"`
				Nonce   string
			}
			if err := json.Unmarshal(c.data, &got); err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, m := range got.Members {
				names = append(names, m.User.Username)
			}
			check(t, tt.name, fmt.Sprintf("%s; not found %v", strings.Join(names, ", "), got.Missing), tt.want)
			if got.Count != 1 || got.Nonce != "n" {
				t.Errorf("%d chunks, nonce %q", got.Count, got.Nonce)
			}
		}
	})
}
