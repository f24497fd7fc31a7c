package gateway

import (
	"context"
	"crypto/x509"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"summitbot/bot/localdiscord"
	"summitbot/bot/localdiscord/schematest"
)

// TestTCP lets the gateway run on real TCP, plain and with TLS, against the
// local Discord: registering, answering, leaving.
func TestTCP(t *testing.T) {
	for _, scheme := range []string{"http", "https"} {
		t.Run(scheme, func(t *testing.T) {
			t.Parallel()
			lg := slog.New(slog.NewTextHandler(t.Output(), nil))
			// The server's address is known only once it serves, its Discord's gateway address before.
			var discord *localdiscord.Server
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { discord.ServeHTTP(w, r) }))
			address := server.Listener.Addr().String()
			discord = localdiscord.New(lg, localdiscord.Config{
				GatewayURL: strings.Replace(scheme, "http", "ws", 1) + "://" + address + "/gateway",
				Observe:    schematest.Observer(t),
			})
			if scheme == "https" {
				server.StartTLS()
			} else {
				server.Start()
			}
			defer server.Close()
			defer discord.Close()

			d := &fake{t: t, handler: &scripted{}, logs: &syncBuffer{}}
			cfg := Config{Token: discord.Token(), APIURL: scheme + "://" + address + "/api"}
			g, err := New(d.logger(), d.handler, cfg)
			if err != nil {
				t.Fatal(err)
			}
			if scheme == "https" {
				g.net.TLSClientConfig.RootCAs = x509.NewCertPool()
				g.net.TLSClientConfig.RootCAs.AddCert(server.Certificate())
			}
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			go func() { ended <- g.Run(ctx) }()
			<-g.Registered()
			asks(t, discord, "who met?")
			if scheme == "https" {
				// Only the guard sees the code: it must lie above TLS.
				discord.CloseGateway(4004)
				var f *FatalError
				if err := <-ended; !errors.As(err, &f) || f.Code != 4004 {
					t.Errorf("Run: %v", err)
				}
			}
			cancel()
			if scheme == "http" {
				if err := <-ended; err != nil {
					t.Errorf("Run: %v", err)
				}
			}
			if n := discord.Identifies(); n != 1 {
				t.Errorf("%d identifies, want 1", n)
			}
			if strings.Contains(d.logs.String(), discord.Token()) {
				t.Error("the log holds the token")
			}
		})
	}
}

// asks asks and waits until the answer is there.
func asks(t *testing.T, discord *localdiscord.Server, question string) {
	t.Helper()
	changes := discord.Watch(t.Context())
	if _, err := discord.Slash("ann", discord.ChannelID(), "ask", map[string]string{"question": question, "source": "arynews"}); err != nil {
		t.Fatal(err)
	}
	for range changes {
		if strings.Contains(discord.Transcript(), "answer to "+question) {
			return
		}
	}
}
