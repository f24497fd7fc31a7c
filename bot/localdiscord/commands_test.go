package localdiscord_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"summitbot/bot/localdiscord"
)

const commandsPath = "/api/v10/applications/1100000000000000011/commands"

// option returns a command option; further fields may follow.
func option(name, more string) string {
	return `{"type":3,"name":"` + name + `","description":"d"` + more + `}`
}

// options returns n options with distinct names.
func options(n int, more string) string {
	var list []string
	for i := range n {
		list = append(list, option(fmt.Sprintf("o%d", i), more))
	}
	return strings.Join(list, ",")
}

// choices returns n choices with names of a length.
func choices(n, length int) string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf(`{"name":"%0*d","value":"v"}`, length, i))
	}
	return `,"choices":[` + strings.Join(list, ",") + `]`
}

func TestCommandRules(t *testing.T) {
	ask := func(options string) string {
		return `[{"name":"ask","description":"d","options":[` + options + `]}]`
	}
	named := func(name string) string { return `[{"name":"` + name + `","description":"d"}]` }
	tests := []struct {
		name, body, want string
	}{
		{"none", `[]`, "200"},
		{"one", named("ask"), "200"},
		{"no list", `{"name":"ask"}`, "400 50035; _ LIST_TYPE_CONVERT"},
		{"another script", named("спроси"), "200"},
		{"upper case", named("Ask"), "400 50035; 0.name APPLICATION_COMMAND_INVALID_NAME"},
		{"a space", named("ask me"), "400 50035; 0.name APPLICATION_COMMAND_INVALID_NAME"},
		{"punctuation", named("ask!"), "400 50035; 0.name APPLICATION_COMMAND_INVALID_NAME"},
		{"33 characters", named(strings.Repeat("a", 33)), "400 50035; 0.name BASE_TYPE_BAD_LENGTH APPLICATION_COMMAND_INVALID_NAME"},
		{"no name", `[{"description":"d"}]`, "400 50035; 0.name BASE_TYPE_REQUIRED"},
		{"no description", `[{"name":"ask"}]`, "400 50035; 0.description BASE_TYPE_REQUIRED"},
		{"description of 101", `[{"name":"ask","description":"` + strings.Repeat("x", 101) + `"}]`, "400 50035; 0.description BASE_TYPE_BAD_LENGTH"},
		{"one name twice", `[{"name":"ask","description":"d"},{"name":"ask","description":"e"}]`, "400 50035; 1.name APPLICATION_COMMANDS_DUPLICATE_NAME"},
		{"one name of two types", `[{"name":"ask","description":"d"},{"name":"ask","type":3}]`, "200"},
		{"a menu with a description", `[{"name":"Find in coverage","type":3,"description":"d"}]`, "400 50035; 0.description APPLICATION_COMMAND_DESCRIPTION_INVALID"},
		{"a menu", `[{"name":"Find in coverage","type":3}]`, "200"},
		{"unknown type", `[{"name":"ask","type":9}]`, "400 50035; 0.type BASE_TYPE_CHOICES"},
		{"25 options", ask(options(25, "")), "200"},
		{"26 options", ask(options(26, "")), "400 50035; 0.options BASE_TYPE_BAD_LENGTH"},
		{"an option twice", ask(option("q", "") + "," + option("q", "")), "400 50035; 0.options.1.name APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"},
		{"required after optional", ask(option("a", "") + "," + option("b", `,"required":true`)), "400 50035; 0.options.1 APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"},
		{"max_length", ask(option("a", `,"max_length":300`)), "200"},
		{"max_length of 6,001", ask(option("a", `,"max_length":6001`)), "400 50035; 0.options.0.max_length NUMBER_TYPE_MAX"},
		{"25 choices", ask(option("a", choices(25, 1))), "200"},
		{"26 choices", ask(option("a", choices(26, 1))), "400 50035; 0.options.0.choices BASE_TYPE_BAD_LENGTH"},
		{"choice name of 101", ask(option("a", choices(1, 101))), "400 50035; 0.options.0.choices.0.name BASE_TYPE_BAD_LENGTH"},
		{"choices and autocomplete", ask(option("a", `,"autocomplete":true`+choices(1, 1))), "400 50035; 0.options.0 APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE"},
		// 3 (ask) + 1 (d) and 3 options of 2 + 1, each with 25 choices of 100 + 1:
		// 4 + 3 × (3 + 2,525) = 7,588; a fourth option makes 10,116.
		{"7,588 characters", ask(options(3, choices(25, 100))), "200"},
		{"10,116 characters", ask(options(4, choices(25, 100))), "400 50035; 0 APPLICATION_COMMAND_TOO_LARGE"},
		{"contexts", `[{"name":"ask","description":"d","contexts":[0,1,2],"integration_types":[0,1]}]`, "200"},
		{"an unknown context", `[{"name":"ask","description":"d","contexts":[3]}]`, "400 50035; 0.contexts BASE_TYPE_CHOICES"},
		{"a context twice", `[{"name":"ask","description":"d","contexts":[0,0]}]`, "400 50035; 0.contexts SET_TYPE_CONTAINS_DUPLICATE"},
		{"no context", `[{"name":"ask","description":"d","contexts":[]}]`, "400 50035; 0.contexts BASE_TYPE_BAD_LENGTH"},
		{"a language", `[{"name":"ask","description":"d","name_localizations":{"de":"frag"}}]`, "200"},
		{"an unknown language", `[{"name":"ask","description":"d","name_localizations":{"xx":"frag"}}]`, "400 50035; 0.name_localizations.xx ENUM_TYPE_COERCE"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newServer(t, localdiscord.Config{})
			if got := outcome(t, do(s, call{"PUT", commandsPath, tt.body, nil})); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestPutReplacesAndKeepsIDs(t *testing.T) {
	s := newServer(t, localdiscord.Config{})
	put := func(body string) map[string]localdiscord.Command {
		t.Helper()
		var list []localdiscord.Command
		decode(t, do(s, call{"PUT", commandsPath, body, nil}), &list)
		byName := map[string]localdiscord.Command{}
		for _, c := range list {
			byName[c.Name] = c
		}
		return byName
	}
	first := put(`[{"name":"ask","description":"d"},{"name":"help","description":"d"}]`)
	second := put(`[{"name":"ask","description":"d"},{"name":"help","description":"other"},{"name":"doctor","description":"d"}]`)
	third := put(`[{"name":"ask","description":"d"}]`)
	if first["ask"].ID != second["ask"].ID || first["ask"].Version != second["ask"].Version {
		t.Error("an equal command changed its id or version")
	}
	if first["help"].ID != second["help"].ID || first["help"].Version == second["help"].Version {
		t.Error("a changed command must keep its id and get another version")
	}
	if len(third) != 1 || len(s.Commands()) != 1 {
		t.Errorf("%d commands are left, want 1", len(third))
	}
	if diff := cmp.Diff([]int{0}, third["ask"].IntegrationTypes); diff != "" {
		t.Errorf("integration types without any given: %s", diff)
	}
}

func TestListsLocalizationsWhenAsked(t *testing.T) {
	s := newServer(t, localdiscord.Config{})
	do(s, call{"PUT", commandsPath, `[{"name":"ask","description":"d","name_localizations":{"de":"frag"}}]`, nil})
	for query, want := range map[string]map[string]string{"": nil, "?with_localizations=true": {"de": "frag"}} {
		var list []localdiscord.Command
		decode(t, do(s, call{method: "GET", path: commandsPath + query}), &list)
		if diff := cmp.Diff(want, list[0].NameLocalizations); diff != "" {
			t.Errorf("%q: %s", query, diff)
		}
	}
}

func TestGuildCommandsStandApart(t *testing.T) {
	s := newServer(t, localdiscord.Config{})
	guildPath := "/api/v10/applications/1100000000000000011/guilds/" + s.GuildID() + "/commands"
	do(s, call{"PUT", commandsPath, `[{"name":"ask","description":"everywhere"}]`, nil})
	do(s, call{"PUT", guildPath, `[{"name":"test","description":"here"}]`, nil})
	do(s, call{"PUT", commandsPath, `[]`, nil})
	var names []string
	for _, c := range s.Commands() {
		names = append(names, c.Name)
	}
	if diff := cmp.Diff([]string{"test"}, names); diff != "" {
		t.Error(diff)
	}
}

func TestDailyCreates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t, localdiscord.Config{})
		put := func(body, want string) {
			t.Helper()
			time.Sleep(time.Second) // past the rate limit
			if got := outcome(t, do(s, call{"PUT", commandsPath, body, nil})); got != want {
				t.Fatalf("%s: got %q, want %q", body, got, want)
			}
		}
		// Two creates at a time, 100 times, are the 200 that a day has.
		for i := range 100 {
			put(fmt.Sprintf(`[{"name":"a%d","description":"d"},{"name":"b%d","description":"d"}]`, i, i), "200")
		}
		put(`[{"name":"c","description":"d"}]`, "400 30034")
		put(`[{"name":"a99","description":"another"}]`, "200") // creates nothing
		time.Sleep(24 * time.Hour)
		put(`[{"name":"c","description":"d"}]`, "200")
	})
}

func TestSlashChecksLikeAClient(t *testing.T) {
	const body = `[{"name":"ask","description":"d","options":[
		{"type":3,"name":"question","description":"What to ask","required":true,"max_length":10},
		{"type":4,"name":"limit","description":"d","min_value":1,"max_value":5},
		{"type":5,"name":"private","description":"d"},
		{"type":3,"name":"layout","description":"d","choices":[{"name":"Cards","value":"cards"}]}]}]`
	tests := []struct {
		name, user, command string
		options             map[string]string
		want                string
	}{
		{"unknown command", "", "tell", nil, `there is no /tell; there is /ask`},
		{"required option", "", "ask", nil, `/ask needs "question": What to ask`},
		{"empty required option", "", "ask", map[string]string{"question": "  "}, `/ask question: 0 characters; it takes 1 to 10`},
		{"too long", "", "ask", map[string]string{"question": "12345678901"}, `/ask question: 11 characters; it takes 1 to 10`},
		{"unknown option", "", "ask", map[string]string{"question": "q", "since": "x"}, `/ask has no option "since"`},
		{"no number", "", "ask", map[string]string{"question": "q", "limit": "x"}, `/ask limit: "x" is not a number that fits`},
		{"out of range", "", "ask", map[string]string{"question": "q", "limit": "6"}, `/ask limit: 6 is out of range`},
		{"no truth", "", "ask", map[string]string{"question": "q", "private": "x"}, `/ask private: "x" is neither true nor false`},
		{"no choice", "", "ask", map[string]string{"question": "q", "layout": "x"}, `/ask layout: "x" is none of its choices: Cards`},
		{"unknown person", "eve", "ask", map[string]string{"question": "q"}, `nobody here is called "eve"; here are ann, bob, cleo, dan`},
		{"bot away", "bob", "/ask", map[string]string{"question": "1234567890", "limit": "5", "private": "true", "layout": "Cards"}, `bot is not connected`},
	}
	s := newServer(t, localdiscord.Config{})
	if _, err := s.Slash("", "", "ask", nil); err == nil || err.Error() != "there is no /ask: bot has registered no commands yet" {
		t.Errorf("without commands: %v", err)
	}
	do(s, call{"PUT", commandsPath, body, nil})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := s.Slash(tt.user, "", tt.command, tt.options)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
