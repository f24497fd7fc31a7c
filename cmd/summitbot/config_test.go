package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"summitbot/bot"
)

var update = flag.Bool("update", false, "rewrite what is generated: golden files and the README's table")

// flagsWith returns all settings' flags, some of them given.
func flagsWith(t *testing.T, args ...string) *pflag.FlagSet {
	t.Helper()
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	addSettings(flags)
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	return flags
}

// fileWith returns the name of a new file that holds text.
func fileWith(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestLoadDefaults(t *testing.T) {
	got, _, err := load(flagsWith(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := &config{
		apiURL: "https://discord.com/api", data: "./data", store: "files",
		cache: "redis", cacheTTL: 6 * time.Hour, logFormat: "text",
		memberAsks: bot.Rate{Events: 3, Per: 20 * time.Second}, channelAsks: bot.Rate{Events: 20, Per: time.Minute},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(config{})); diff != "" {
		t.Errorf("load without settings (-want +got):\n%s", diff)
	}
}

func TestLoadOrder(t *testing.T) {
	file := fileWith(t, "\n  from-file \r\n")
	for _, tc := range []struct {
		name       string
		args       []string
		env        map[string]string
		want, from string
	}{
		{"nothing", nil, nil, "", "default"},
		{"file", nil, map[string]string{"DISCORD_TOKEN_FILE": file}, "from-file", "file " + file},
		{"environment before file", nil, map[string]string{"DISCORD_TOKEN_FILE": file, "DISCORD_TOKEN": "from-env"}, "from-env", "environment"},
		{"empty variable is none", nil, map[string]string{"DISCORD_TOKEN_FILE": file, "DISCORD_TOKEN": ""}, "from-file", "file " + file},
		{"flag before all", []string{"--discord-token=from-flag"}, map[string]string{"DISCORD_TOKEN_FILE": file, "DISCORD_TOKEN": "from-env"}, "from-flag", "flag"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, values, err := load(flagsWith(t, tc.args...), tc.env)
			if err != nil {
				t.Fatal(err)
			}
			if c.token != tc.want || values[0].from != tc.from {
				t.Errorf("token %q from %q, want %q from %q", c.token, values[0].from, tc.want, tc.from)
			}
		})
	}
}

func TestLoadFaults(t *testing.T) {
	empty, gone := fileWith(t, " \n"), filepath.Join(t.TempDir(), "gone")
	for _, tc := range []struct{ name, variable, value, want string }{
		{"token with a space", "DISCORD_TOKEN", "abc def", "DISCORD_TOKEN (from environment): has white space in it; copy the token once more"},
		{"address without scheme", "DISCORD_API_URL", "discord.com", `DISCORD_API_URL (from environment): "discord.com" is not an address like https://discord.com/api`},
		{"redis password stays out", "REDIS_URL", "http://:hunter2@host", "REDIS_URL (from environment): is not an address like redis://host:6379/0 or rediss://user:password@host:6379/0"},
		{"unknown cache", "SUMMITBOT_CACHE", "disk", `SUMMITBOT_CACHE (from environment): "disk" is not one of redis, process`},
		{"number without unit", "SUMMITBOT_CACHE_TTL", "3600", `SUMMITBOT_CACHE_TTL (from environment): "3600" is not a duration like 90s, 30m or 6h`},
		{"negative time", "SUMMITBOT_CACHE_TTL", "-1h", `SUMMITBOT_CACHE_TTL (from environment): "-1h" is not between 1s and 720h`},
		{"short secret", "SUMMITBOT_SECRET", "hunter2", `SUMMITBOT_SECRET (from environment): is shorter than 16 bytes; "openssl rand -base64 32" makes a good one`},
		{"unknown store", "SUMMITBOT_STORE", "disk", `SUMMITBOT_STORE (from environment): "disk" is not one of files, redis`},
		{"store without Redis", "SUMMITBOT_STORE", "redis", "SUMMITBOT_STORE: is redis, and REDIS_URL is not set"},
		{"questions", "SUMMITBOT_KEEP_QUESTIONS", "some", `SUMMITBOT_KEEP_QUESTIONS (from environment): "some" is not one of none, misses, all`},
		{"operator by name", "SUMMITBOT_OPERATORS", "80351110224678912,ann", `SUMMITBOT_OPERATORS (from environment): "80351110224678912,ann" is not ids of users like 80351110224678912, with commas between; Discord's developer mode shows them (Copy User ID)`},
		{"operator missing", "SUMMITBOT_OPERATORS", "80351110224678912,", `SUMMITBOT_OPERATORS (from environment): "80351110224678912," is not ids of users like 80351110224678912, with commas between; Discord's developer mode shows them (Copy User ID)`},
		{"rate without time", "SUMMITBOT_MEMBER_ASKS", "3", `SUMMITBOT_MEMBER_ASKS (from environment): "3" is not a rate like 3/20s: 1 to 1000 in 1s to 24h`},
		{"rate of none", "SUMMITBOT_CHANNEL_ASKS", "0/1m", `SUMMITBOT_CHANNEL_ASKS (from environment): "0/1m" is not a rate like 3/20s: 1 to 1000 in 1s to 24h`},
		{"rate too fast", "SUMMITBOT_CHANNEL_ASKS", "5/1ms", `SUMMITBOT_CHANNEL_ASKS (from environment): "5/1ms" is not a rate like 3/20s: 1 to 1000 in 1s to 24h`},
		{"log level", "SUMMITBOT_LOG_LEVEL", "loud", `SUMMITBOT_LOG_LEVEL (from environment): "loud" is not one of debug, info, warn, error`},
		{"slip in a name", "SUMMITBOT_CACHE_TLL", "6h", "SUMMITBOT_CACHE_TLL: there is no such setting; did you mean SUMMITBOT_CACHE_TTL?"},
		{"no such name", "SUMMITBOT_GOLD_PLATING", "yes", "SUMMITBOT_GOLD_PLATING: there is no such setting"},
		{"file of what is no secret", "SUMMITBOT_LOG_FORMAT_FILE", "x", "SUMMITBOT_LOG_FORMAT_FILE: there is no such setting; did you mean SUMMITBOT_LOG_FORMAT?"},
		{"empty file", "DISCORD_TOKEN_FILE", empty, "DISCORD_TOKEN_FILE: " + empty + " is empty"},
		{"no file", "REDIS_URL_FILE", gone, "REDIS_URL_FILE: open " + gone + ": no such file or directory"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, _, err := load(flagsWith(t), map[string]string{tc.variable: tc.value})
			if err == nil || err.Error() != tc.want {
				t.Errorf("load with %s=%q:\n got %v\nwant %s", tc.variable, tc.value, err, tc.want)
			}
			if code := report(t.Output(), err); code != exitConfig {
				t.Errorf("exit code %d, want %d", code, exitConfig)
			}
		})
	}
}

func TestLoadTellsAllFaultsAtOnce(t *testing.T) {
	_, _, err := load(flagsWith(t, "--cache=disk"), map[string]string{"SUMMITBOT_LOG_LEVL": "info", "SUMMITBOT_LOG_FORMAT": "xml"})
	if err == nil {
		t.Fatal("no error")
	}
	got := strings.Split(err.Error(), "\n")
	want := []string{
		"SUMMITBOT_LOG_LEVL: there is no such setting; did you mean SUMMITBOT_LOG_LEVEL?",
		`SUMMITBOT_CACHE (from flag): "disk" is not one of redis, process`,
		`SUMMITBOT_LOG_FORMAT (from environment): "xml" is not one of text, json`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

func TestSecretsAreNotShown(t *testing.T) {
	env := map[string]string{
		"DISCORD_TOKEN":    "canary-token",
		"SUMMITBOT_SECRET": "https://canary.example/canary",
		"REDIS_URL":        "rediss://canary:canary@redis.example:6379/2?password=canary",
	}
	_, values, err := load(flagsWith(t), env)
	if err != nil {
		t.Fatal(err)
	}
	var text, asJSON strings.Builder
	if err := printSettings(&text, values); err != nil {
		t.Fatal(err)
	}
	if err := printSettingsJSON(&asJSON, values); err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{text.String(), asJSON.String()} {
		if strings.Contains(out, "canary") {
			t.Errorf("a secret is shown:\n%s", out)
		}
		if !strings.Contains(out, "rediss://redis.example:6379/2") {
			t.Errorf("the address of Redis is not shown:\n%s", out)
		}
	}
}

// TestDefaultsAreValid keeps a default from being one that load refuses.
func TestDefaultsAreValid(t *testing.T) {
	for _, s := range settings {
		if s.def == "" {
			continue
		}
		if err := s.set(new(config), s.def); err != nil {
			t.Errorf("%s: default %q %v", s.env, s.def, err)
		}
	}
}

// A password with a separator in it makes an address that reads otherwise than
// it is meant; no part of it may show.
func TestWithoutPassword(t *testing.T) {
	for address, want := range map[string]string{
		"redis://host:6379/0":                  "redis://host:6379/0",
		"redis://user:secret@host:6379/0?db=1": "redis://host:6379/0",
		"redis://user:12/34secret@host:6379/0": "(hidden)",
		"redis://user:12?secret@host:6379/0":   "(hidden)",
		"redis://user:12#secret@host:6379/0":   "(hidden)",
		"redis://user:sec@ret@host:6379/0":     "(hidden)",
		"not an address":                       "(hidden)",
	} {
		if got := withoutPassword(address); got != want {
			t.Errorf("withoutPassword(%q) = %q, want %q", address, got, want)
		}
	}
}
