package main

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"summitbot/bot"
)

// A config holds what the settings say, checked and ready for use.
type config struct {
	token    string // of the bot's Discord account
	apiURL   string // without a slash at its end
	redisURL string // "" is no Redis
	data     string
	store    string // "files" or "redis"
	cache    string // "redis" or "process"
	cacheTTL time.Duration
	secret   string // "" means that keys come from the token

	keepQuestions bot.KeepQuestions
	operators     []string // ids of users
	memberAsks    bot.Rate
	channelAsks   bot.Rate

	exitDelay time.Duration
	logLevel  slog.Level
	logFormat string // "text" or "json"
}

// A setting is one thing an operator can set. Flags, environment, help texts,
// "summitbot config" and the README's table all come from here.
type setting struct {
	env     string // variable; the flag's name is made from it
	def     string // default, "" is none
	meaning string // one sentence without full stop
	secret  bool   // never shown, and also read from the file that env+"_FILE" names

	// show returns what of a secret may be printed; nil hides all of it.
	show func(value string) string

	// set checks a value and puts it into c. Its error says what is expected
	// and does not repeat the value.
	set func(c *config, value string) error
}

// settings are all settings, in the order in which they are shown.
var settings = []setting{
	{
		env: "DISCORD_TOKEN", secret: true,
		meaning: "token of the bot's Discord account",
		set:     func(c *config, v string) error { return oneWord(&c.token, v) },
	},
	{
		env: "DISCORD_API_URL", def: "https://discord.com/api",
		meaning: "where Discord's API is",
		set:     setAPIURL,
	},
	{
		env: "REDIS_URL", secret: true, show: withoutPassword,
		meaning: "Redis that keeps answers and counts limits for all replicas, such as redis://user:password@host:6379/0; without it both are the process's own",
		set:     setRedisURL,
	},
	{
		env: "SUMMITBOT_DATA", def: "./data",
		meaning: "directory for everything that lasts",
		set:     func(c *config, v string) error { c.data = v; return nil },
	},
	{
		env: "SUMMITBOT_STORE", def: "files",
		meaning: "where settings of servers and feedback are kept: files (in SUMMITBOT_DATA) or redis (needed for more than one replica)",
		set:     func(c *config, v string) error { return oneOf(&c.store, v, "files", "redis") },
	},
	{
		env: "SUMMITBOT_CACHE", def: "redis",
		meaning: "where answers are kept: redis (used if REDIS_URL is set) or process (never ask Redis)",
		set:     func(c *config, v string) error { return oneOf(&c.cache, v, "redis", "process") },
	},
	{
		env: "SUMMITBOT_CACHE_TTL", def: "6h",
		meaning: "how long Redis keeps an answer",
		set: func(c *config, v string) (err error) {
			c.cacheTTL, err = duration(v, time.Second, 30*24*time.Hour)
			return err
		},
	},
	{
		env: "SUMMITBOT_SECRET", secret: true,
		meaning: "what keys and hashes are derived from; without it, the token",
		set:     setSecret,
	},
	{
		env: "SUMMITBOT_KEEP_QUESTIONS", def: "none",
		meaning: "which questions' texts are kept for 30 days: none, misses (what the coverage does not answer) or all",
		set:     setKeepQuestions,
	},
	{
		env:     "SUMMITBOT_OPERATORS",
		meaning: "ids of users, with commas between, who may use /coverage beside the application's owners",
		set:     setOperators,
	},
	{
		env: "SUMMITBOT_MEMBER_ASKS", def: "3/20s",
		meaning: "how often one member may ask, in any time that long",
		set:     func(c *config, v string) error { return setRate(&c.memberAsks, v) },
	},
	{
		env: "SUMMITBOT_CHANNEL_ASKS", def: "20/1m",
		meaning: "how often may be asked in one channel, in any time that long",
		set:     func(c *config, v string) error { return setRate(&c.channelAsks, v) },
	},
	{
		env: "SUMMITBOT_EXIT_DELAY", def: "0s",
		meaning: "how long to wait before leaving with exit code 78; the image sets 60s, so that restarts use up no logins",
		set: func(c *config, v string) (err error) {
			c.exitDelay, err = duration(v, 0, time.Hour)
			return err
		},
	},
	{
		env: "SUMMITBOT_LOG_LEVEL", def: "info",
		meaning: "least important log lines to write: debug, info, warn or error",
		set: func(c *config, v string) error {
			if err := oneOf(&v, v, "debug", "info", "warn", "error"); err != nil {
				return err
			}
			return c.logLevel.UnmarshalText([]byte(v))
		},
	},
	{
		env: "SUMMITBOT_LOG_FORMAT", def: "text",
		meaning: "how log lines are written: text or json",
		set:     func(c *config, v string) error { return oneOf(&c.logFormat, v, "text", "json") },
	},
}

// flag returns the name of the setting's flag: "redis-url" for REDIS_URL.
func (s setting) flag() string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(s.env, "SUMMITBOT_")), "_", "-")
}

// variables returns the environment variables that are read, most important first.
func (s setting) variables() []string {
	if s.secret {
		return []string{s.env, s.env + "_FILE"}
	}
	return []string{s.env}
}

// addSettings gives flags those of the named settings, all of them if none is named.
func addSettings(flags *pflag.FlagSet, envs ...string) {
	for _, s := range settings {
		if len(envs) == 0 || slices.Contains(envs, s.env) {
			flags.String(s.flag(), s.def, fmt.Sprintf("%s (env %s)", s.meaning, strings.Join(s.variables(), " or ")))
		}
	}
}

// A value is what a setting turned out to be.
type value struct {
	setting
	text string
	from string // "flag", "environment", "file PATH" or "default"
}

// shown returns the value as it may be printed.
func (v value) shown() string {
	if !v.secret || v.text == "" {
		return v.text
	}
	if v.show == nil {
		return "(hidden)"
	}
	return v.show(v.text)
}

// withoutPassword returns an address without its user, password and options. A
// password with a "/", "?" or "#" in it reads like a host or a path, so that of
// those no more is shown than cannot be a secret.
func withoutPassword(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || strings.Count(address, "@") > 1 || u.User == nil && strings.Contains(address, "@") {
		return "(hidden)"
	}
	return u.Scheme + "://" + u.Host + u.Path
}

// load finds out the settings that flags has: a flag given goes before the
// environment, that before the file that a secret's _FILE variable names, and
// that before the default. An empty variable counts as one that is not there.
// It reports all mistakes at once; the values are right even then.
func load(flags *pflag.FlagSet, env map[string]string) (*config, []value, error) {
	c, values, errs := &config{}, []value(nil), unknownVariables(env)
	for _, s := range settings {
		f := flags.Lookup(s.flag())
		if f == nil {
			continue
		}
		v, err := s.find(f, env)
		if err == nil && v.text != "" {
			err = v.check(c)
		}
		values = append(values, v)
		errs = append(errs, err)
	}
	if c.store == "redis" && c.redisURL == "" && errors.Join(errs...) == nil {
		return c, values, configFailure(errors.New("SUMMITBOT_STORE: is redis, and REDIS_URL is not set"),
			"set REDIS_URL to the address of a Redis, such as redis://host:6379/0, or SUMMITBOT_STORE to files")
	}
	if err := errors.Join(errs...); err != nil {
		return c, values, configFailure(err, `"summitbot config" shows every setting and where it comes from`)
	}
	return c, values, nil
}

// find returns the setting's value and where it comes from.
func (s setting) find(f *pflag.Flag, env map[string]string) (value, error) {
	if f.Changed {
		return value{s, f.Value.String(), "flag"}, nil
	}
	if text := env[s.env]; text != "" {
		return value{s, text, "environment"}, nil
	}
	file := env[s.env+"_FILE"]
	if !s.secret || file == "" {
		return value{s, s.def, "default"}, nil
	}
	data, err := os.ReadFile(file)
	v := value{s, strings.TrimSpace(string(data)), "file " + file}
	if err != nil {
		return v, fmt.Errorf("%s_FILE: %w", s.env, err)
	}
	if v.text == "" {
		return v, fmt.Errorf("%s_FILE: %s is empty", s.env, file)
	}
	return v, nil
}

// check puts the value into c. The error names the variable and, unless it is
// a secret, the value.
func (v value) check(c *config) error {
	err := v.set(c, v.text)
	switch {
	case err == nil:
		return nil
	case v.secret:
		return fmt.Errorf("%s (from %s): %w", v.env, v.from, err)
	}
	return fmt.Errorf("%s (from %s): %q %w", v.env, v.from, v.text, err)
}

// unknownVariables returns an error for each SUMMITBOT_ variable that is none
// of ours: most likely a setting with a slip in its name, and so not in force.
func unknownVariables(env map[string]string) []error {
	var known []string
	for _, s := range settings {
		known = append(known, s.variables()...)
	}
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(env)) {
		if !strings.HasPrefix(name, "SUMMITBOT_") || slices.Contains(known, name) {
			continue
		}
		if near := nearest(name, known); near != "" {
			errs = append(errs, fmt.Errorf("%s: there is no such setting; did you mean %s?", name, near))
			continue
		}
		errs = append(errs, fmt.Errorf("%s: there is no such setting", name))
	}
	return errs
}

// environment turns "NAME=value" strings into a map.
func environment(env []string) map[string]string {
	m := make(map[string]string, len(env))
	for _, e := range env {
		if name, text, ok := strings.Cut(e, "="); ok {
			m[name] = text
		}
	}
	return m
}

// oneWord sets to to v unless it has white space in it, which a token never has.
func oneWord(to *string, v string) error {
	if len(strings.Fields(v)) != 1 || strings.TrimSpace(v) != v {
		return errors.New("has white space in it; copy the token once more")
	}
	*to = v
	return nil
}

// oneOf sets to to v if v is one of words.
func oneOf(to *string, v string, words ...string) error {
	if !slices.Contains(words, v) {
		return fmt.Errorf("is not one of %s", strings.Join(words, ", "))
	}
	*to = v
	return nil
}

// duration reads v as a duration between least and most.
func duration(v string, least, most time.Duration) (time.Duration, error) {
	d, err := time.ParseDuration(v)
	if err != nil {
		return 0, errors.New("is not a duration like 90s, 30m or 6h")
	}
	if d < least || d > most {
		return 0, fmt.Errorf("is not between %s and %s", hours(least), hours(most))
	}
	return d, nil
}

func setAPIURL(c *config, v string) error {
	u, err := url.Parse(v)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" {
		return errors.New("is not an address like https://discord.com/api")
	}
	c.apiURL = strings.TrimRight(v, "/")
	return nil
}

func setRedisURL(c *config, v string) error {
	u, err := url.Parse(v)
	if err != nil || !strings.HasPrefix(u.Scheme, "redis") && u.Scheme != "unix" || u.Host == "" && u.Path == "" {
		return errors.New("is not an address like redis://host:6379/0 or rediss://user:password@host:6379/0")
	}
	c.redisURL = v
	return nil
}

func setSecret(c *config, v string) error {
	if len(v) < 16 {
		return errors.New(`is shorter than 16 bytes; "openssl rand -base64 32" makes a good one`)
	}
	c.secret = v
	return nil
}

func setKeepQuestions(c *config, v string) error {
	if err := oneOf(&v, v, "none", string(bot.KeepMisses), string(bot.KeepAll)); err != nil {
		return err
	}
	if c.keepQuestions = bot.KeepQuestions(v); v == "none" {
		c.keepQuestions = bot.KeepNone
	}
	return nil
}

func setOperators(c *config, v string) error {
	for id := range strings.SplitSeq(v, ",") {
		id = strings.TrimSpace(id)
		if _, err := strconv.ParseUint(id, 10, 64); err != nil || len(id) < 17 {
			return errors.New("is not ids of users like 80351110224678912, with commas between; Discord's developer mode shows them (Copy User ID)")
		}
		c.operators = append(c.operators, id)
	}
	return nil
}

// setRate sets to to a rate written as "3/20s". More than 1,000 events are not
// worth counting one by one, which is what limits do.
func setRate(to *bot.Rate, v string) error {
	events, per, _ := strings.Cut(v, "/")
	n, err := strconv.Atoi(events)
	d, wrong := duration(per, time.Second, 24*time.Hour)
	if err != nil || wrong != nil || n < 1 || n > 1000 {
		return errors.New("is not a rate like 3/20s: 1 to 1000 in 1s to 24h")
	}
	*to = bot.Rate{Events: n, Per: d}
	return nil
}

// hours writes a time of whole hours as "720h", any other as usual.
func hours(d time.Duration) string {
	if d > 0 && d%time.Hour == 0 {
		return fmt.Sprintf("%dh", d/time.Hour)
	}
	return d.String()
}
