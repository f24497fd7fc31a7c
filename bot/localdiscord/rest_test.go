package localdiscord_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"summitbot/bot/localdiscord"
	"summitbot/bot/localdiscord/schematest"
)

// newServer returns a local Discord that nothing is connected to.
func newServer(t *testing.T, cfg localdiscord.Config) *localdiscord.Server {
	t.Helper()
	if cfg.Seed == 0 {
		cfg.Seed = 1
	}
	if cfg.Observe == nil {
		cfg.Observe = schematest.Observer(t)
	}
	s := localdiscord.New(discard(), cfg)
	t.Cleanup(func() { s.Close() })
	return s
}

// A call is one REST request as a bot makes it; header lines replace or, when
// empty, remove those that every bot sends.
type call struct {
	method, path, body string
	header             map[string]string
}

// do makes the call and returns the answer.
func do(s *localdiscord.Server, c call) *http.Response {
	r := httptest.NewRequest(c.method, "http://"+host+c.path, strings.NewReader(c.body))
	r.Header.Set("User-Agent", "DiscordBot (https://example.com, 1.0)")
	r.Header.Set("Authorization", "Bot "+s.Token())
	if c.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for k, v := range c.header {
		r.Header.Set(k, v)
		if v == "" {
			r.Header.Del(k)
		}
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

// outcome writes an answer for comparing: the status, Discord's code, and every
// faulty field as "path CODE…".
func outcome(t *testing.T, res *http.Response) string {
	t.Helper()
	out := fmt.Sprint(res.StatusCode)
	if res.StatusCode == http.StatusNoContent {
		return out
	}
	var body struct {
		Code   *int
		Errors map[string]any
	}
	raw := json.NewDecoder(res.Body)
	var v any
	if err := raw.Decode(&v); err != nil {
		t.Fatalf("the body is not JSON: %v", err)
	}
	again, _ := json.Marshal(v)
	if json.Unmarshal(again, &body) != nil || body.Code == nil {
		return out // a list, or an object that is no error
	}
	return strings.Join(append([]string{fmt.Sprintf("%s %d", out, *body.Code)}, fieldErrors("", body.Errors)...), "; ")
}

// fieldErrors lists nested errors; the fields of one object are few here, and
// only one of them has errors in most cases.
func fieldErrors(path string, errs map[string]any) []string {
	var list []string
	if leaf, ok := errs["_errors"].([]any); ok {
		line := path
		for _, e := range leaf {
			line += " " + e.(map[string]any)["code"].(string)
		}
		list = append(list, line)
	}
	for _, key := range slices.Sorted(maps.Keys(errs)) {
		if sub, ok := errs[key].(map[string]any); ok {
			list = append(list, fieldErrors(strings.TrimPrefix(path+"."+key, "."), sub)...)
		}
	}
	return list
}

func TestRefusals(t *testing.T) {
	const channel = "/api/v10/channels/1100000000000000033/messages"
	const webhook = "/api/v10/webhooks/1100000000000000011/wrong/messages/@original"
	json := `{"content":"x"}`
	tests := []struct {
		name string
		call call
		want string
	}{
		{"gateway needs no token", call{"GET", "/api/v9/gateway", "", map[string]string{"Authorization": ""}}, "200"},
		{"without a version", call{"GET", "/api/gateway", "", nil}, "200"},
		{"old version", call{"GET", "/api/v6/gateway", "", nil}, "400 50041"},
		{"no token", call{"GET", "/api/v10/users/@me", "", map[string]string{"Authorization": ""}}, "401 0"},
		{"wrong token", call{"GET", "/api/v10/users/@me", "", map[string]string{"Authorization": "Bot x"}}, "401 0"},
		{"token without Bot", call{"GET", "/api/v10/users/@me", "", map[string]string{"Authorization": "Bearer x"}}, "401 0"},
		{"escaped path", call{"GET", "/api/v10/users/%40me", "", nil}, "200"},
		{"application", call{"GET", "/api/v10/applications/@me", "", nil}, "200"},
		{"application by its old path", call{"GET", "/api/v10/oauth2/applications/@me", "", nil}, "200"},
		{"no User-Agent", call{"GET", "/api/v10/users/@me", "", map[string]string{"User-Agent": ""}}, "403 40333"},
		{"a browser's User-Agent", call{"GET", "/api/v10/users/@me", "", map[string]string{"User-Agent": "Mozilla/5.0"}}, "403 40333"},
		{"unknown route", call{"GET", "/api/v10/voice/regions", "", nil}, "404 0"},
		{"the API itself", call{"GET", "/api", "", nil}, "404 0"},
		{"wrong method", call{"DELETE", "/api/v10/gateway", "", nil}, "405 0"},
		{"body without a type", call{"POST", channel, json, map[string]string{"Content-Type": ""}}, "400 50035; _ CONTENT_TYPE_INVALID"},
		{"body of another type", call{"POST", channel, json, map[string]string{"Content-Type": "text/plain"}}, "400 50035; _ CONTENT_TYPE_INVALID"},
		{"type without a body", call{"GET", "/api/v10/users/@me", "", map[string]string{"Content-Type": "application/json"}}, "400 50035; _ CONTENT_TYPE_INVALID"},
		{"broken JSON", call{"POST", channel, `{"content":`, nil}, "400 50109"},
		{"JSON that is no object", call{"POST", channel, `[]`, nil}, "400 50035; _ DICT_TYPE_CONVERT"},
		{"too large", call{"POST", channel, `{"content":"` + strings.Repeat("x", 1<<20) + `"}`, nil}, "413 40005"},
		{"another channel", call{"POST", "/api/v10/channels/1/messages", json, nil}, "404 10003"},
		{"another channel's messages", call{"GET", "/api/v10/channels/1/messages", "", nil}, "404 10003"},
		{"a message that is not there", call{"GET", channel + "/1", "", nil}, "404 10008"},
		{"too many messages", call{"GET", channel + "?limit=101", "", nil}, "400 50035; limit NUMBER_TYPE_RANGE"},
		{"the channel", call{"GET", "/api/v10/channels/1100000000000000033", "", nil}, "200"},
		{"another channel itself", call{"GET", "/api/v10/channels/1", "", nil}, "404 10003"},
		{"the server", call{"GET", "/api/v10/guilds/1100000000000000022", "", nil}, "200"},
		{"another server", call{"GET", "/api/v10/guilds/1", "", nil}, "403 50001"},
		{"another application's commands", call{"GET", "/api/v10/applications/1/commands", "", nil}, "403 20012"},
		{"another server's commands", call{"GET", "/api/v10/applications/1100000000000000011/guilds/1/commands", "", nil}, "403 50001"},
		{"an interaction that is not there", call{"POST", "/api/v10/interactions/1/x/callback", `{"type":5}`, nil}, "404 10062"},
		{"a webhook's wrong token", call{"PATCH", webhook, json, nil}, "401 50027"},
		{"another application's webhook", call{"PATCH", "/api/v10/webhooks/1/x/messages/@original", json, nil}, "404 10015"},
		{"a reply to nothing", call{"POST", channel, `{"content":"x","message_reference":{"message_id":"1"}}`, nil}, "400 50035; message_reference REPLIES_UNKNOWN_MESSAGE"},
		{"a reply to nothing, if allowed", call{"POST", channel, `{"content":"x","message_reference":{"message_id":"1","fail_if_not_exists":false}}`, nil}, "200"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := outcome(t, do(newServer(t, localdiscord.Config{}), tt.call)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestGatewayAddress(t *testing.T) {
	for _, tt := range []struct{ configured, want string }{
		{"", "ws://" + host + "/gateway"},
		{"ws://127.0.0.1:8080/gateway", "ws://127.0.0.1:8080/gateway"},
	} {
		s := newServer(t, localdiscord.Config{GatewayURL: tt.configured})
		var got struct{ URL string }
		decode(t, do(s, call{method: "GET", path: "/api/v10/gateway"}), &got)
		if got.URL != tt.want {
			t.Errorf("configured %q: got %q, want %q", tt.configured, got.URL, tt.want)
		}
	}
}

func TestRateLimit(t *testing.T) {
	// Five messages in five seconds; the sixth waits. Nothing here takes as long.
	s := newServer(t, localdiscord.Config{})
	post := call{"POST", "/api/v10/channels/" + s.ChannelID() + "/messages", `{"content":"x"}`, nil}
	for left := 4; left >= 0; left-- {
		res := do(s, post)
		if got := res.Header.Get("X-RateLimit-Remaining"); res.StatusCode != 200 || got != fmt.Sprint(left) {
			t.Fatalf("status %d with %s left, want 200 with %d left", res.StatusCode, got, left)
		}
		for _, h := range []string{"Limit", "Reset", "Reset-After", "Bucket"} {
			if res.Header.Get("X-RateLimit-"+h) == "" {
				t.Errorf("no header X-RateLimit-%s", h)
			}
		}
	}
	res := do(s, post)
	var body struct {
		RetryAfter float64 `json:"retry_after"`
		Global     *bool
	}
	decode(t, res, &body)
	if res.StatusCode != 429 || body.RetryAfter <= 0 || body.RetryAfter > 5 || body.Global == nil || *body.Global {
		t.Errorf("sixth: status %d, body %+v; want 429, at most 5 s, not global", res.StatusCode, body)
	}
	if got := res.Header.Get("Retry-After"); got == "" || got == "0" {
		t.Errorf("Retry-After is %q, want whole seconds", got)
	}
	if other := do(s, call{method: "GET", path: "/api/v10/users/@me"}); other.StatusCode != 200 {
		t.Errorf("another route answers %d, want 200", other.StatusCode)
	}
	if got := s.Calls("POST", "/channels/{channel}/messages"); got != 6 {
		t.Errorf("counted %d calls, want 6", got)
	}
}

func TestNonceIsEnforced(t *testing.T) {
	s := newServer(t, localdiscord.Config{})
	var ids [3]struct{ ID string }
	for i, body := range []string{
		`{"content":"x","nonce":"a","enforce_nonce":true}`,
		`{"content":"x","nonce":"a","enforce_nonce":true}`,
		`{"content":"x","nonce":"b","enforce_nonce":true}`,
	} {
		decode(t, do(s, call{"POST", "/api/v10/channels/" + s.ChannelID() + "/messages", body, nil}), &ids[i])
	}
	if ids[0] != ids[1] || ids[0] == ids[2] {
		t.Errorf("ids %v, want the first two equal, the third another", ids)
	}
}

func TestListsMessagesNewestFirst(t *testing.T) {
	s := newServer(t, localdiscord.Config{})
	for _, text := range []string{"one", "two", "three"} {
		do(s, call{"POST", "/api/v10/channels/" + s.ChannelID() + "/messages", `{"content":"` + text + `"}`, nil})
	}
	var got []struct{ Content string }
	decode(t, do(s, call{method: "GET", path: "/api/v10/channels/" + s.ChannelID() + "/messages?limit=2"}), &got)
	want := []struct{ Content string }{{"three"}, {"two"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestClosedServerAnswers503(t *testing.T) {
	s := newServer(t, localdiscord.Config{})
	changes := s.Watch(t.Context())
	s.Close()
	if _, ok := <-changes; ok {
		t.Error("Watch gave a change, want its channel closed")
	}
	if res := do(s, call{method: "GET", path: "/api/v10/gateway"}); res.StatusCode != 503 {
		t.Errorf("status %d, want 503", res.StatusCode)
	}
	if _, err := s.Slash("", "", "ask", nil); err == nil {
		t.Error("Slash worked on a closed server")
	}
}

// decode reads the JSON body of an answer.
func decode(t *testing.T, res *http.Response, into any) {
	t.Helper()
	if err := json.NewDecoder(res.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}
