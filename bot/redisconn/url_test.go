package redisconn_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"summitbot/bot/redisconn"
	"summitbot/bot/redisconn/redistest"
)

// An address that is wrong is named by its variable. Nothing of it is shown: it
// holds the password, and where in it is unknown if it is mistyped.
func TestOpenRefusesAddress(t *testing.T) {
	for _, c := range []struct{ name, url, want string }{
		{"empty", "", "begins with none of"},
		{"no scheme", "localhost:6379", "begins with none of"},
		{"other scheme", "http://:hunter2@localhost", "begins with none of"},
		{"unknown kind", "redis+ring://:hunter2@localhost", "begins with none of"},
		{"unix with a kind", "unix+cluster:///hunter2", "begins with none of"},
		{"slash in password", "redis://:hunter2/x@localhost", "not an address"},
		{"number before a slash in password", "redis://localhost:1/hunter2@localhost", "not an address"},
		{"question mark in password", "redis://localhost:1?hunter2@localhost", "a parameter other than"},
		{"percent in password", "redis://:hunter2%zz@localhost", "not an address"},
		{"control character", "redis://:hunter2\n@localhost", "not an address"},
		{"database is no number", "redis://:hunter2@localhost/hunter2", "not an address"},
		{"own limits", "redis://:hunter2@localhost?read_timeout=9s", "a parameter other than"},
		{"sentinel without master", "redis+sentinel://:hunter2@localhost", "names no master"},
		{"cluster with a database", "redis+cluster://:hunter2@localhost?db=1", "not an address"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := redisconn.Open(slog.New(slog.DiscardHandler), c.url, redisconn.Config{})
			if err == nil {
				t.Fatal("no error")
			}
			got := err.Error()
			if !strings.HasPrefix(got, "REDIS_URL ") || !strings.Contains(got, c.want) {
				t.Errorf("error %q: want REDIS_URL and %q", got, c.want)
			}
			if strings.Contains(got, "hunter2") {
				t.Errorf("error %q shows the password", got)
			}
		})
	}
}

// TestOpenForms stores and reads through every form of address, on real servers.
func TestOpenForms(t *testing.T) {
	for name, start := range map[string]func(t *testing.T) (url string){
		"tcp, database 3": func(t *testing.T) string { return redistest.Start(t).URL + "/3" },
		"password": func(t *testing.T) string {
			s := redistest.Start(t, "--requirepass", "p:/w")
			return "redis://:p%3A%2Fw@" + s.Addr
		},
		"user who may do three things": func(t *testing.T) string {
			s := redistest.Start(t)
			rules := []string{"on", ">secret", "~k", "-@all", "+get", "+set", "+del", "+hello"}
			if err := raw(t, s).ACLSetUser(t.Context(), "bot", rules...).Err(); err != nil {
				t.Fatal(err)
			}
			return "redis://bot:secret@" + s.Addr
		},
		"unix socket": func(t *testing.T) string {
			socket := filepath.Join(t.TempDir(), "r.sock")
			redistest.Start(t, "--unixsocket", socket)
			return "unix://" + socket
		},
		"tls":      tlsServer,
		"sentinel": sentinelServer,
		"cluster": func(t *testing.T) string {
			s := redistest.Start(t, "--cluster-enabled", "yes")
			direct := raw(t, s)
			if err := direct.ClusterAddSlotsRange(t.Context(), 0, 16383).Err(); err != nil {
				t.Fatal(err)
			}
			until(t, "the cluster is up", func() bool {
				return strings.Contains(direct.ClusterInfo(t.Context()).Val(), "cluster_state:ok")
			})
			return strings.Replace(s.URL, "redis:", "redis+cluster:", 1)
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := open(t, start(t), patient)
			roundTrip(t, c)
			if name != "user who may do three things" {
				commandTrip(t, c)
			}
		})
	}
}

// sentinelServer starts a server and a Sentinel that watches it.
func sentinelServer(t *testing.T) string {
	host, port, err := net.SplitHostPort(redistest.Start(t).Addr)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "sentinel.conf")
	config := fmt.Sprintf("sentinel monitor mymaster %s %s 1\n", host, port)
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	s := redistest.Start(t, file, "--sentinel")
	return "redis+sentinel://" + s.Addr + "?master_name=mymaster"
}

// tlsServer starts a server that speaks TLS with a certificate made now.
func tlsServer(t *testing.T) string {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "both.pem")
	both := append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})...)
	if err := os.WriteFile(file, both, 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	l.Close() // free again, for the server's second port
	redistest.Start(t, "--tls-cert-file", file, "--tls-key-file", file, "--tls-ca-cert-file", file,
		"--tls-auth-clients", "no", "--tls-port", port)
	return "rediss://127.0.0.1:" + port + "?skip_verify=true"
}
