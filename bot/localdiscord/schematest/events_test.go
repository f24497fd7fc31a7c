package schematest_test

import (
	"strings"
	"testing"

	"summitbot/bot/localdiscord"
	"summitbot/bot/localdiscord/schematest"
)

// TestEvents breaks an event in several ways; each must be found.
func TestEvents(t *testing.T) {
	const whole = `{"id":"1","application_id":"2","type":2,"token":"t","version":1,"app_permissions":"0","locale":"en-US",
		"entitlements":[],"authorizing_integration_owners":{"1":"3"},"context":1,"attachment_size_limit":1,
		"channel_id":"4","channel":{"id":"4","type":1},
		"user":{"id":"3","username":"ann","discriminator":"0","global_name":null,"avatar":null,"public_flags":0,"flags":0,"primary_guild":null},
		"data":{"id":"5","name":"ask","type":1,"options":[{"name":"q","type":3,"value":"x"}]}}`
	for _, tt := range []struct{ name, old, new, want string }{
		{"whole", "", "", ""},
		{"permissions as a number", `"app_permissions":"0"`, `"app_permissions":0`, "/app_permissions: got number, want string"},
		{"no owner", `{"1":"3"}`, `{}`, "/authorizing_integration_owners: minProperties: got 0, want 1"},
		{"an account lacks a key", `"avatar":null,`, ``, "/user: missing property 'avatar'"},
		{"neither user nor member", `"user":`, `"users":`, "missing property 'user'"},
		{"an option without a value", `,"value":"x"`, ``, "/data/options/0: missing property 'value'"},
		{"a menu command without a target", `"type":1,"options":[{"name":"q","type":3,"value":"x"}]`, `"type":3`, "/data: missing properties 'target_id', 'resolved'"},
		{"an invented key", `"name":"ask",`, `"name":"ask","nom":"x",`, "/data: additional properties 'nom' not allowed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := schematest.Event(t, localdiscord.Exchange{Event: "INTERACTION_CREATE", Answer: []byte(strings.Replace(whole, tt.old, tt.new, 1))})
			if (err == nil) != (tt.want == "") || (err != nil && !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
