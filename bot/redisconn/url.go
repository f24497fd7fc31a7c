package redisconn

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// What is wrong with an address. The texts are fixed: any part of a mistyped
// address may be part of its password.
var (
	errURL = errors.New(`REDIS_URL is not an address like "redis://user:password@host:6379/0"
hint: write the characters : / ? # @ % of a password as %3A %2F %3F %23 %40 %25`)
	errScheme = errors.New(`REDIS_URL begins with none of redis:, rediss:, unix:, redis+sentinel:, rediss+sentinel:, redis+cluster:, rediss+cluster:`)
	errParam  = errors.New(`REDIS_URL has a parameter other than db, skip_verify, addr, master_name, username, password
hint: limits and pool sizes are fixed; remove the parameter`)
	errMaster = errors.New(`REDIS_URL names no master for Sentinel
hint: add "?master_name=NAME", the name in "sentinel monitor NAME ..."`)
)

// params are what may stand behind the question mark of an address. go-redis
// knows more, which would undo the limits set here.
var params = []string{"db", "skip_verify", "addr", "master_name", "username", "password"}

// connect returns a tuned client of go-redis for an address.
func connect(address string, timeout time.Duration) (redis.UniversalClient, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errURL
	}
	for name := range u.Query() {
		if !slices.Contains(params, name) {
			return nil, errParam
		}
	}
	o := tuned(timeout)
	var kind string
	u.Scheme, kind, _ = strings.Cut(u.Scheme, "+")
	switch {
	case kind == "" && (u.Scheme == "redis" || u.Scheme == "rediss" || u.Scheme == "unix"):
		return single(u.String(), o)
	case kind == "sentinel" && (u.Scheme == "redis" || u.Scheme == "rediss"):
		return sentinel(u.String(), o)
	case kind == "cluster" && (u.Scheme == "redis" || u.Scheme == "rediss"):
		return cluster(u.String(), o)
	}
	return nil, errScheme
}

// tuned returns the options that all clients share. With a frozen server a call
// with go-redis's own options blocks for 10 s, with these for timeout.
func tuned(timeout time.Duration) *redis.UniversalOptions {
	return &redis.UniversalOptions{
		DialTimeout:           5 * timeout,
		ReadTimeout:           timeout,
		WriteTimeout:          timeout,
		PoolTimeout:           timeout / 2,
		PoolSize:              16,
		ContextTimeoutEnabled: true, // otherwise a caller's deadline is ignored
		MaxRetries:            -1,   // none; 0 means three
		DialerRetries:         1,    // one try; 0 means five

		// Commands that servers before 7.2, and other makes, refuse.
		DisableIdentity:          true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}
}

// single returns a client for one server.
func single(address string, tuned *redis.UniversalOptions) (redis.UniversalClient, error) {
	from, err := redis.ParseURL(address)
	if err != nil {
		return nil, errURL
	}
	o := tuned.Simple()
	o.Network, o.Addr, o.DB = from.Network, from.Addr, from.DB
	o.Username, o.Password, o.TLSConfig = from.Username, from.Password, from.TLSConfig
	return redis.NewClient(o), nil
}

// sentinel returns a client for the server that Sentinel says is the master.
func sentinel(address string, tuned *redis.UniversalOptions) (redis.UniversalClient, error) {
	from, err := redis.ParseFailoverURL(address)
	if err != nil {
		return nil, errURL
	}
	if from.MasterName == "" {
		return nil, errMaster
	}
	o := tuned.Failover()
	o.MasterName, o.SentinelAddrs, o.DB = from.MasterName, from.SentinelAddrs, from.DB
	o.SentinelUsername, o.SentinelPassword = from.SentinelUsername, from.SentinelPassword
	o.Username, o.Password, o.TLSConfig = from.Username, from.Password, from.TLSConfig
	return redis.NewFailoverClient(o), nil
}

// cluster returns a client for a Cluster.
func cluster(address string, tuned *redis.UniversalOptions) (redis.UniversalClient, error) {
	from, err := redis.ParseClusterURL(address)
	if err != nil {
		return nil, errURL
	}
	o := tuned.Cluster()
	o.Addrs, o.Username, o.Password, o.TLSConfig = from.Addrs, from.Username, from.Password, from.TLSConfig
	// A refused connection does not make go-redis look for the new master, so
	// with its own interval of 60 s a failover would be noticed that late.
	o.ClusterStateReloadInterval = 5 * time.Second
	return redis.NewClusterClient(o), nil
}
