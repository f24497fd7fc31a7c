package localdiscord

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Gateway intents that matter here. The documentation of the Gateway lists
// which events each of them brings.
const (
	intentGuilds          = 1 << 0
	intentGuildMembers    = 1 << 1
	intentPresences       = 1 << 8
	intentGuildMessages   = 1 << 9
	intentGuildReactions  = 1 << 10
	intentGuildTyping     = 1 << 11
	intentDirectMessages  = 1 << 12
	intentDirectReactions = 1 << 13
	intentDirectTyping    = 1 << 14
	intentMessageContent  = 1 << 15
	// allIntents are those that Discord knows: bits 0–16, 20, 21, 24 and 25.
	allIntents = 1<<17 - 1 | 1<<20 | 1<<21 | 1<<24 | 1<<25
	// privilegedIntents are those that an application must be allowed.
	privilegedIntents = intentGuildMembers | intentPresences | intentMessageContent
)

// PrivilegedIntents returns the privileged intents with these names, as
// Discord's documentation writes them, for [Config.PrivilegedIntents].
func PrivilegedIntents(names []string) (intents int, err error) {
	for _, name := range names {
		switch name {
		case "GUILD_MEMBERS":
			intents |= intentGuildMembers
		case "GUILD_PRESENCES":
			intents |= intentPresences
		case "MESSAGE_CONTENT":
			intents |= intentMessageContent
		default:
			return 0, fmt.Errorf("no privileged intent is called %q; there are GUILD_MEMBERS, GUILD_PRESENCES, MESSAGE_CONTENT", name)
		}
	}
	return intents, nil
}

// maxGuilds is how many servers one shard may have.
const maxGuilds = 2500

// A shard is the part of a bot's servers that a session is for: id of n. The
// zero shard has them all. As with Discord, any number of sessions may have the
// same one, and each gets all of its events.
type shard struct{ id, n int }

// parseShard reads the field shard of IDENTIFY, [id, n] with id < n.
func parseShard(f form) (sh shard, ok bool) {
	if !f.has("shard") {
		return shard{}, true
	}
	list, _ := f.m["shard"].([]any)
	if len(list) != 2 {
		return shard{}, false
	}
	pair := form{m: map[string]any{"id": list[0], "n": list[1]}, bad: &formErrors{}}
	id, n := pair.whole("id", 0, 1<<20), pair.whole("n", 1, 1<<20)
	if pair.bad.err() != nil || id == nil || n == nil || *id >= *n {
		return shard{}, false
	}
	return shard{*id, *n}, true
}

// of returns how many shards there are.
func (sh shard) of() int { return max(1, sh.n) }

// has reports whether the events of a server belong to sh. What has no server,
// such as a direct message, belongs to shard 0.
func (sh shard) has(guild string) bool {
	id, _ := strconv.ParseUint(guild, 10, 64) // 0 without a server
	return int((id>>22)%uint64(sh.of())) == sh.id
}

// dispatch sends an event to every session that has the intent (0 needs none),
// the shard of the server named in data, or shard 0 if none is. Sessions whose
// client is away keep it. Those without MESSAGE_CONTENT get messages as
// [Server.withoutContent] leaves them. The caller holds s.mu.
func (s *Server) dispatch(intent int, event string, data any) {
	if !s.wanted(intent) {
		return
	}
	whole, err := json.Marshal(data)
	if err != nil {
		// Unreachable: events are plain structs, maps and strings.
		s.lg.Error("local discord: encode event", "event", event, "err", err)
		return
	}
	if event == "INTERACTION_CREATE" {
		s.delayReplay()
	}
	guild := guildOf(event, whole)
	if guild != "" && !s.botMember.Member && event != "INTERACTION_CREATE" {
		return // the bot hears nothing of a server that it is not in
	}
	less := whole
	if event == "MESSAGE_CREATE" || event == "MESSAGE_UPDATE" {
		less = s.withoutContent(whole, guild)
	}
	for _, sess := range s.sessions {
		switch {
		case (intent != 0 && sess.intents&intent == 0) || !sess.shard.has(guild):
		case sess.intents&intentMessageContent == 0:
			s.dispatchTo(sess, event, json.RawMessage(less))
		default:
			s.dispatchTo(sess, event, json.RawMessage(whole))
		}
	}
}

// wanted reports whether a session has the intent.
func (s *Server) wanted(intent int) bool {
	for _, sess := range s.sessions {
		if intent == 0 || sess.intents&intent != 0 {
			return true
		}
	}
	return false
}

// guildOf returns the id of the server that an event belongs to, or "".
func guildOf(event string, data []byte) string {
	var d struct {
		ID      string `json:"id"`
		GuildID string `json:"guild_id"`
	}
	json.Unmarshal(data, &d) // what has another form belongs to no server
	if event == "GUILD_CREATE" || event == "GUILD_UPDATE" || event == "GUILD_DELETE" {
		return d.ID
	}
	return d.GuildID
}

// withoutContent returns a message without what only MESSAGE_CONTENT shows:
// content, embeds, attachments, components and poll. A direct message, one of
// the bot's own and one that mentions the bot keep it; so does the message that
// it replies to, by the same rule. Discord's documentation of the Gateway,
// "Message Content Intent".
func (s *Server) withoutContent(data []byte, guild string) []byte {
	var m map[string]json.RawMessage
	var who struct {
		Author   User
		Mentions []User
	}
	if guild == "" || json.Unmarshal(data, &m) != nil || m == nil || json.Unmarshal(data, &who) != nil {
		return data
	}
	isBot := func(u User) bool { return u.ID == s.bot.ID }
	if !isBot(who.Author) && !slices.ContainsFunc(who.Mentions, isBot) {
		for _, key := range []string{"content", "embeds", "attachments", "components"} {
			if _, ok := m[key]; ok {
				m[key] = json.RawMessage("[]")
			}
		}
		m["content"] = json.RawMessage(`""`)
		delete(m, "poll")
	}
	if to, ok := m["referenced_message"]; ok {
		m["referenced_message"] = s.withoutContent(to, guild)
	}
	less, _ := json.Marshal(m) // parts of what was JSON: never fails
	return less
}

// typed tells the bot that somebody types, as a person's client does before it
// sends a message.
func (s *Server) typed(p *Member, c *channel) {
	ev := s.inGuild(c, object{"channel_id": c.ID, "user_id": p.ID, "timestamp": s.now().Unix()})
	if c.Type == channelGuild {
		ev["member"] = s.member(p)
	}
	s.tell(c, intentGuildTyping, intentDirectTyping, "TYPING_START", ev)
}

// requestMembers answers opcode 8 with one GUILD_MEMBERS_CHUNK. Like Discord it
// wants GUILD_MEMBERS for the whole list and says nothing without it.
func (s *Server) requestMembers(sess *session, data []byte) (code int) {
	f, refused := parseForm(data)
	if refused != nil {
		return closeDecode
	}
	f.need("guild_id")
	guild := f.snowflake("guild_id")
	query, limit := f.text("query", 0, 100), f.whole("limit", 0, 1<<20)
	ids, nonce := f.idList("user_ids"), f.text("nonce", 0, 32)
	if f.bad.err() != nil || (!f.has("query") && len(ids) == 0) {
		return closeDecode
	}
	all := query == "" && len(ids) == 0
	if guild != guildID || !sess.shard.has(guild) || (all && sess.intents&intentGuildMembers == 0) {
		return 0
	}
	found := []object{}
	members, _ := s.guild()["members"].([]object)
	for _, m := range members {
		u, _ := m["user"].(User)
		i := slices.Index(ids, u.ID)
		if i >= 0 {
			ids = slices.Delete(ids, i, i+1)
		}
		full := limit != nil && *limit > 0 && len(found) == *limit
		if i >= 0 || (f.has("query") && !full && strings.HasPrefix(u.Username, strings.ToLower(query))) {
			found = append(found, m)
		}
	}
	chunk := object{"guild_id": guild, "members": found, "chunk_index": 0, "chunk_count": 1}
	if f.has("user_ids") {
		chunk["not_found"] = ids
	}
	if nonce != "" {
		chunk["nonce"] = nonce
	}
	s.dispatchTo(sess, "GUILD_MEMBERS_CHUNK", chunk)
	return 0
}
