package gateway

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// A network is how everything here reaches Discord, discordgo included. It is
// an http.RoundTripper that says who we are and learns Discord's time.
type network struct {
	*http.Transport
	api       *url.URL
	userAgent string
	dial      func(ctx context.Context, network, addr string) (net.Conn, error)

	mu     sync.Mutex
	date   time.Time // as Discord's last answer said; zero if none did
	dateAt time.Time // when that answer came, for the monotonic clock in it
}

// newNetwork returns a network for Discord's API at that address.
func newNetwork(api *url.URL, cfg Config) *network {
	n := &network{api: api, dial: cfg.Dial, userAgent: "DiscordBot (summitbot, " + cfg.Version + ")"}
	if n.dial == nil {
		n.dial = (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 15 * time.Second}).DialContext
	}
	n.Transport = &http.Transport{
		DialContext:         n.dial,
		TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout: 5 * time.Second,
		MaxIdleConnsPerHost: 16, // callbacks come in bursts
		IdleConnTimeout:     90 * time.Second,
		ForceAttemptHTTP2:   true,
	}
	return n
}

// RoundTrip sends r with our User-Agent. A request for the address that is
// built into discordgo goes to the configured one instead, and to version 10.
func (n *network) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("User-Agent", n.userAgent)
	if rest, ok := strings.CutPrefix(r.URL.Path, "/api/v9/"); ok && r.URL.Host == "discord.com" {
		to := n.api.JoinPath("v10", rest)
		to.RawQuery = r.URL.RawQuery
		r.URL, r.Host = to, to.Host
	}
	resp, err := n.Transport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		n.mu.Lock()
		n.date, n.dateAt = date, time.Now()
		n.mu.Unlock()
	}
	return resp, nil
}

// now returns Discord's time, at most a second and a round trip too early, and
// false if Discord has not told it. This machine's clock may be wrong or be
// set at any moment; only its monotonic part is used.
func (n *network) now() (time.Time, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.date.Add(time.Since(n.dateAt)), !n.date.IsZero()
}

// dialTLS opens a connection for wss. The handshake is done here and not by
// gorilla/websocket, so that the guard lies above it and sees the frames.
func (n *network) dialTLS(ctx context.Context, network, addr string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	raw, err := n.dial(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	cfg := n.TLSClientConfig.Clone()
	cfg.ServerName = host
	cfg.NextProtos = nil // a WebSocket upgrade is HTTP/1.1
	secure := tls.Client(raw, cfg)
	if err := secure.HandshakeContext(ctx); err != nil {
		raw.Close()
		return nil, fmt.Errorf("tls handshake with %s: %w", addr, err)
	}
	return secure, nil
}
