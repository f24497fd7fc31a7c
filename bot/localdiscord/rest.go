package localdiscord

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// maxBody is the greatest request body without files, in bytes.
const maxBody = 1 << 20

// userAgent is the form that Discord asks of a bot's User-Agent.
var userAgent = regexp.MustCompile(`^DiscordBot \(\S+, \S+\)`)

// A request is one REST call, read and matched to its route.
type request struct {
	method   string
	path     map[string]string // values of the route's {names}
	query    url.Values
	body     []byte
	boundary string // between the parts of body; "" if it is JSON
	host     string // that the client called
}

// A reply is what a request is answered with: a status and the JSON under it;
// a nil body sends none.
type reply struct {
	status int
	body   any
}

// A route is one REST call that the local Discord knows.
type route struct {
	method  string
	pattern string // as Discord writes it, without the version
	auth    bool   // needs the bot's token
	limit   int    // calls per stretch; 0 is 50
	per     time.Duration
	handle  func(*Server, request) (reply, *apiError) // called with s.mu held
}

// restRoutes returns every route. Of two that match, the first is taken.
func restRoutes() []route {
	const second = time.Second
	return []route{
		{"GET", "/gateway", false, 0, 0, (*Server).getGateway},
		{"GET", "/gateway/bot", true, 0, 0, (*Server).getGatewayBot},
		{"GET", "/users/@me", true, 0, 0, (*Server).getMe},
		{"GET", "/users/@me/guilds", true, 0, 0, (*Server).getMyGuilds},
		{"POST", "/users/@me/channels", true, 0, 0, (*Server).postDM},
		{"GET", "/users/{user}", true, 0, 0, (*Server).getUser},
		{"GET", "/applications/@me", true, 0, 0, (*Server).getApplication},
		{"GET", "/oauth2/applications/@me", true, 0, 0, (*Server).getApplication},
		{"GET", "/applications/{app}/commands", true, 0, 0, (*Server).getCommands},
		{"POST", "/applications/{app}/commands", true, 0, 0, (*Server).postCommand},
		{"PUT", "/applications/{app}/commands", true, 0, 0, (*Server).putCommands},
		{"GET", "/applications/{app}/commands/{command}", true, 0, 0, (*Server).getCommand},
		{"PATCH", "/applications/{app}/commands/{command}", true, 0, 0, (*Server).patchCommand},
		{"DELETE", "/applications/{app}/commands/{command}", true, 0, 0, (*Server).deleteCommand},
		{"GET", "/applications/{app}/guilds/{guild}/commands", true, 0, 0, (*Server).getCommands},
		{"POST", "/applications/{app}/guilds/{guild}/commands", true, 0, 0, (*Server).postCommand},
		{"PUT", "/applications/{app}/guilds/{guild}/commands", true, 0, 0, (*Server).putCommands},
		{"GET", "/applications/{app}/guilds/{guild}/commands/{command}", true, 0, 0, (*Server).getCommand},
		{"PATCH", "/applications/{app}/guilds/{guild}/commands/{command}", true, 0, 0, (*Server).patchCommand},
		{"DELETE", "/applications/{app}/guilds/{guild}/commands/{command}", true, 0, 0, (*Server).deleteCommand},
		{"POST", "/interactions/{id}/{token}/callback", false, 0, 0, (*Server).postCallback},
		{"POST", "/webhooks/{app}/{token}", false, 5, 2 * second, (*Server).postFollowUp},
		{"GET", "/webhooks/{app}/{token}/messages/{message}", false, 5, 2 * second, (*Server).getAnswer},
		{"PATCH", "/webhooks/{app}/{token}/messages/{message}", false, 5, 2 * second, (*Server).patchAnswer},
		{"DELETE", "/webhooks/{app}/{token}/messages/{message}", false, 5, 2 * second, (*Server).deleteAnswer},
		{"GET", "/channels/{channel}", true, 0, 0, (*Server).getChannel},
		{"GET", "/channels/{channel}/messages", true, 0, 0, (*Server).getMessages},
		{"POST", "/channels/{channel}/messages", true, 5, 5 * second, (*Server).postMessage},
		{"GET", "/channels/{channel}/messages/{message}", true, 0, 0, (*Server).getMessage},
		{"PATCH", "/channels/{channel}/messages/{message}", true, 5, 5 * second, (*Server).patchMessage},
		{"DELETE", "/channels/{channel}/messages/{message}", true, 5, 5 * second, (*Server).deleteMessage},
		{"PUT", "/channels/{channel}/messages/{message}/reactions/{emoji}/@me", true, 0, 0, (*Server).putReaction},
		{"DELETE", "/channels/{channel}/messages/{message}/reactions/{emoji}/@me", true, 0, 0, (*Server).deleteReaction},
		{"POST", "/channels/{channel}/typing", true, 5, 5 * second, (*Server).postTyping},
		{"GET", "/guilds/{guild}", true, 0, 0, (*Server).getGuild},
		{"GET", "/guilds/{guild}/channels", true, 0, 0, (*Server).getGuildChannels},
		{"GET", "/guilds/{guild}/roles", true, 0, 0, (*Server).getRoles},
		{"GET", "/guilds/{guild}/members/{user}", true, 0, 0, (*Server).getMember},
	}
}

// serveREST answers one call of the REST API.
func (s *Server) serveREST(w http.ResponseWriter, r *http.Request) {
	body, tooLarge := readBody(w, r)
	fault := s.restFault(w.Header(), r)
	if fault.before(s, w, r) {
		return
	}
	status, answer := s.reply(w.Header(), r, body, tooLarge)
	status, answer = fault.after(s, r, status, answer)
	if answer != nil {
		// A 204 must have no content type: clients would parse the empty body.
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(status)
	w.Write(answer)
}

// reply returns the status and JSON of an answer; nil is no body. The JSON is
// made while nobody can change what it tells.
func (s *Server) reply(h http.Header, r *http.Request, body []byte, tooLarge bool) (status int, answer []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() { s.observeCall(r, body, status, answer) }()
	rep, refused := s.call(h, r, body, tooLarge)
	if refused != nil {
		rep = reply{refused.status, refused}
	}
	if rep.body == nil {
		return rep.status, nil
	}
	answer, err := json.Marshal(rep.body)
	if err != nil {
		// Unreachable: every body is made of plain structs, maps and strings.
		s.lg.Error("local discord: encode answer", "method", r.Method, "err", err)
		return http.StatusInternalServerError, nil
	}
	return rep.status, answer
}

// readBody returns the body, or that it is larger than allowed.
func readBody(w http.ResponseWriter, r *http.Request) (body []byte, tooLarge bool) {
	limit := int64(maxBody)
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil && kind == "multipart/form-data" {
		limit = maxUploads
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	return body, err != nil
}

// call checks a request in the order in which Discord does, and handles it.
// The caller holds s.mu.
func (s *Server) call(h http.Header, r *http.Request, body []byte, tooLarge bool) (reply, *apiError) {
	if s.closed {
		return reply{}, &apiError{status: 503, Message: "503: Service Unavailable"}
	}
	if !userAgent.MatchString(r.UserAgent()) {
		return reply{}, errUserAgent()
	}
	rt, values, refused := s.match(r)
	if refused != nil {
		s.setLimits(h, r.Method+" unknown", &window{used: 1, ends: s.now().Add(time.Second)}, 50)
		return reply{}, refused
	}
	s.calls[rt.method+" "+rt.pattern]++
	if refused := s.limit(h, rt, values); refused != nil {
		return reply{}, refused
	}
	boundary, badType := checkContentType(r, body)
	req := request{r.Method, values, r.URL.Query(), body, boundary, r.Host}
	if refused := s.refuseByFault(h, rt, req); refused != nil {
		return reply{}, refused
	}
	if rt.auth && r.Header.Get("Authorization") != "Bot "+s.token {
		return reply{}, errUnauthorized()
	}
	if tooLarge {
		return reply{}, errTooLarge()
	}
	if badType != nil {
		return reply{}, badType
	}
	s.host = r.Host
	return rt.handle(s, req)
}

// match finds the route of a request.
func (s *Server) match(r *http.Request) (rt route, values map[string]string, refused *apiError) {
	// The escaped path is split first: clients may send "%40original".
	parts := strings.Split(strings.TrimPrefix(r.URL.EscapedPath(), "/api/"), "/")
	for i, p := range parts {
		if plain, err := url.PathUnescape(p); err == nil {
			parts[i] = plain
		}
	}
	if v, found := strings.CutPrefix(parts[0], "v"); found {
		if _, err := strconv.Atoi(v); err == nil {
			if v != "9" && v != "10" {
				return route{}, nil, errVersion()
			}
			parts = parts[1:]
		}
	}
	refused = errNotFound()
	for _, rt := range s.routes {
		values, ok := matchPattern(rt.pattern, parts)
		if ok && rt.method == r.Method {
			return rt, values, nil
		}
		if ok {
			refused = errMethod()
		}
	}
	return route{}, nil, refused
}

// matchPattern returns the values of pattern's {names} in the parts of a path.
func matchPattern(pattern string, parts []string) (values map[string]string, ok bool) {
	want := strings.Split(pattern[1:], "/")
	if len(want) != len(parts) {
		return nil, false
	}
	values = map[string]string{}
	for i, w := range want {
		switch name, isName := strings.CutPrefix(w, "{"); {
		case isName && parts[i] != "":
			values[strings.TrimSuffix(name, "}")] = parts[i]
		case w != parts[i]:
			return nil, false
		}
	}
	return values, true
}

// checkContentType refuses a body that is not declared as JSON or as a form with
// files, and a declaration without a body. It returns what stands between the
// parts of such a form.
func checkContentType(r *http.Request, body []byte) (boundary string, refused *apiError) {
	given := r.Header.Get("Content-Type")
	if given == "" && len(body) == 0 {
		return "", nil
	}
	kind, params, err := mime.ParseMediaType(given)
	switch {
	case err != nil || len(body) == 0:
	case kind == "application/json":
		return "", nil
	case kind == "multipart/form-data" && params["boundary"] != "":
		return params["boundary"], nil
	}
	return "", errForm("_", "CONTENT_TYPE_INVALID",
		`Expected "Content-Type" header to be one of {"application/json", "multipart/form-data"}, and only with a body.`)
}

// maxPerSecond is how many calls a bot may make in a second over all routes that
// need its token; those of interactions do not count. (Discord's documentation
// of rate limits.)
const maxPerSecond = 50

// limit counts a call against its bucket, writes the headers that every answer
// has, and refuses what is over the limit. Discord publishes no numbers; these
// are of the size that is seen there.
func (s *Server) limit(h http.Header, rt route, values map[string]string) *apiError {
	limit, per := rt.limit, rt.per
	if limit == 0 {
		limit, per = 50, time.Second
	}
	if s.pruned.take(s.now(), 1, time.Second) { // all of them at each call would be slow
		maps.DeleteFunc(s.buckets, func(_ string, b *window) bool { return !s.now().Before(b.ends) })
	}
	hash := rt.method + " " + rt.pattern
	// The counter belongs to the route and its major parameters.
	key := strings.Join([]string{hash, values["channel"], values["guild"], values["app"], values["token"]}, " ")
	b := s.buckets[key]
	if b == nil {
		b = &window{}
		s.buckets[key] = b
	}
	taken := b.take(s.now(), limit, per)
	s.setLimits(h, hash, b, limit)
	switch {
	case rt.auth && !s.everything.take(s.now(), maxPerSecond, time.Second):
		return rateLimited(h, "global", s.everything.ends.Sub(s.now()).Seconds())
	case !taken:
		return rateLimited(h, "user", b.ends.Sub(s.now()).Seconds())
	}
	return nil
}

// setLimits writes a bucket's state.
func (s *Server) setLimits(h http.Header, hash string, b *window, limit int) {
	sum := sha256.Sum256([]byte(hash))
	h.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(max(0, limit-b.used)))
	h.Set("X-RateLimit-Reset", strconv.FormatFloat(float64(b.ends.Add(s.ids.ahead).UnixMilli())/1000, 'f', 3, 64))
	h.Set("X-RateLimit-Reset-After", strconv.FormatFloat(b.ends.Sub(s.now()).Seconds(), 'f', 3, 64))
	h.Set("X-RateLimit-Bucket", hex.EncodeToString(sum[:16]))
}

// rateLimited returns the refusal 429 by a limit of a scope, "user" (or ""),
// "shared" or "global", and writes what only this answer has. The global limit
// has no bucket, so nothing but Retry-After says when it ends. after is in
// seconds.
func rateLimited(h http.Header, scope string, after float64) *apiError {
	global := scope == "global"
	refused := &apiError{status: 429, Message: "You are being rate limited.", RetryAfter: after, Global: &global}
	switch scope {
	case "":
		scope = "user"
	case "shared":
		refused.Message = "The resource is being rate limited."
	}
	// The header has whole seconds, rounded up; the body has the fraction.
	h.Set("Retry-After", strconv.Itoa(int(after+0.999)))
	h.Set("X-RateLimit-Scope", scope)
	h.Set("X-RateLimit-Remaining", "0")
	if global {
		for _, name := range []string{"Limit", "Remaining", "Reset", "Reset-After", "Bucket"} {
			h.Del("X-RateLimit-" + name)
		}
		h.Set("X-RateLimit-Global", "true")
	}
	return refused
}
