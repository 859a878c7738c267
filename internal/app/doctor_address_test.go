package app_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"deskbell/internal/app"
	"deskbell/internal/mail"
	"deskbell/internal/outward"
	"deskbell/internal/store"
	"deskbell/internal/store/sqlstore"
)

// told are the doctor's lines about one thing.
func told(t *testing.T, cfg app.Config, a app.Address, what string) string {
	t.Helper()
	var lines []string
	for _, f := range app.Examine(t.Context(), cfg, a) {
		if f.What == what {
			lines = append(lines, string(f.Health)+" "+f.Told)
		}
	}
	return strings.Join(lines, "\n")
}

func house(t *testing.T) app.Config {
	t.Helper()
	return app.Config{Dir: t.TempDir(), Outward: outward.Config{Allow: outward.Inside{netip.MustParsePrefix("127.0.0.0/8")}}}
}

// desk is an https server that answers as Deskbell does behind a proxy that it believes.
func desk(t *testing.T, answer http.HandlerFunc) (string, *x509.CertPool) {
	t.Helper()
	if answer == nil {
		answer = func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Strict-Transport-Security", "max-age=31536000")
			_, _ = w.Write([]byte("ok\n"))
		}
	}
	s := httptest.NewTLSServer(answer)
	t.Cleanup(s.Close)
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return s.URL, roots
}

func TestDoctor_Address(t *testing.T) {
	t.Parallel()
	good, roots := desk(t, nil)
	silent, silentRoots := desk(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	other, otherRoots := desk(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("Welcome to nginx!")) })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone := "https://" + l.Addr().String()
	_ = l.Close()
	none := []string{}
	for _, c := range []struct {
		name string
		at   app.Address
		what string
		want string
	}{
		{"Local", app.Address{Local: true}, "address", "WARN only this machine"},
		{"PlainHTTP", app.Address{BaseURL: "http://desk.hotel.example"}, "address", "WARN http://desk.hotel.example is not secure"},
		{"Secure", app.Address{BaseURL: good, Roots: roots, PushHosts: none}, "address", "OK"},
		{"NoName", app.Address{BaseURL: good, Roots: roots, PushHosts: none}, "name", "WARN 127.0.0.1 is no name"},
		{"UnknownName", app.Address{BaseURL: "https://desk.hotel.invalid", PushHosts: none}, "name", "BAD desk.hotel.invalid is not found in DNS"},
		{"NameInside", app.Address{BaseURL: "https://localhost", Domains: []string{"localhost"}, PushHosts: none}, "name", "WARN localhost points to"},
		{"Answers", app.Address{BaseURL: good, Roots: roots, PushHosts: none, Proxied: true}, "reachable", "OK"},
		{"Believed", app.Address{BaseURL: good, Roots: roots, PushHosts: none, Proxied: true}, "proxy", "OK"},
		{"NotTrusted", app.Address{BaseURL: silent, Roots: silentRoots, PushHosts: none}, "proxy", "WARN it is not believed, so every guest seems to come from one address, and limits count them together; name the proxy's address with --trusted-proxy"},
		{"TrustedAndSilent", app.Address{BaseURL: silent, Roots: silentRoots, PushHosts: none, Proxied: true}, "proxy", "WARN it is not believed, so every guest seems to come from one address, and limits count them together; let the proxy send"},
		{"SomethingElse", app.Address{BaseURL: other, Roots: otherRoots, PushHosts: none}, "reachable", "BAD something else answers"},
		{"NotBelieved", app.Address{BaseURL: good, PushHosts: none}, "reachable", "BAD 127.0.0.1"},
		{"Nobody", app.Address{BaseURL: gone, Roots: roots, PushHosts: none}, "reachable", "BAD " + strings.TrimPrefix(gone, "https://") + " refuses connections"},
		{"NoCertificateYet", app.Address{BaseURL: good, Roots: roots, Domains: []string{"127.0.0.1"}, PushHosts: none}, "certificate", "WARN there is none yet"},
		{"PlainPortClosed", app.Address{BaseURL: good, Roots: roots, Domains: []string{"127.0.0.1"}, PushHosts: none}, "port 80", ""},
		{"PushLeaves", app.Address{BaseURL: good, Roots: roots, PushHosts: []string{strings.TrimPrefix(good, "https://")}}, "push", "OK"},
		{"PushIsStuck", app.Address{BaseURL: good, Roots: roots, PushHosts: []string{strings.TrimPrefix(gone, "https://"), strings.TrimPrefix(good, "https://")}}, "push", "WARN 1 of 2 push services cannot be reached (127.0.0.1)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := told(t, house(t), c.at, c.what)
			if got == "" || !strings.HasPrefix(got, c.want) {
				t.Errorf("%s: told %q, want %q", c.what, got, c.want)
			}
		})
	}
}

// own writes a certificate for the name with so many of its days behind and before it.
func own(t *testing.T, name string, behind, before int) app.Address {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	day := 24 * time.Hour
	leaf := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{name}, NotBefore: time.Now().Add(-time.Duration(behind) * day),
		NotAfter: time.Now().Add(time.Duration(before)*day + time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, leaf, leaf, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	a := app.Address{BaseURL: "https://localhost:1", TLSCert: filepath.Join(t.TempDir(), "cert.pem"), TLSKey: filepath.Join(t.TempDir(), "key.pem"), PushHosts: []string{}, Roots: x509.NewCertPool()}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	a.Roots.AddCert(parsed)
	for path, block := range map[string]*pem.Block{a.TLSCert: {Type: "CERTIFICATE", Bytes: der}, a.TLSKey: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

func TestDoctor_Certificate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name           string
		host           string
		behind, before int
		want           string
	}{
		{"Fine", "localhost", 10, 80, "OK 80 days are left"},
		{"Short", "localhost", 2, 4, "OK 4 days are left"}, // one of six days, as there are by now
		{"Ending", "localhost", 85, 5, "WARN 5 days are left"},
		{"Ended", "localhost", 100, -3, "BAD it ended"},
		{"ForAnother", "other.example", 10, 80, "BAD it is not for localhost but for other.example"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := told(t, house(t), own(t, c.host, c.behind, c.before), "certificate"); !strings.HasPrefix(got, c.want) {
				t.Errorf("told %q, want %q", got, c.want)
			}
		})
	}
	t.Run("NotBelieved", func(t *testing.T) {
		t.Parallel()
		a := own(t, "localhost", 10, 80)
		a.Roots = x509.NewCertPool()
		if got := told(t, house(t), a, "certificate"); !strings.Contains(got, "WARN browsers will not believe it") {
			t.Errorf("told %q", got)
		}
	})
	t.Run("NoPair", func(t *testing.T) {
		t.Parallel()
		a := own(t, "localhost", 10, 80)
		a.TLSKey = own(t, "localhost", 10, 80).TLSKey
		if got := told(t, house(t), a, "certificate"); !strings.HasPrefix(got, "BAD") {
			t.Errorf("told %q", got)
		}
	})
}

func TestDoctor_Mail(t *testing.T) {
	t.Parallel()
	serve := func(greeting string) int {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				_, _ = c.Write([]byte(greeting))
				_ = c.Close()
			}
		}()
		return l.Addr().(*net.TCPAddr).Port
	}
	good, web := serve("220 mail.hotel.example ESMTP\r\n"), serve("HTTP/1.1 400 Bad Request\r\n")
	for _, c := range []struct {
		port int
		want string
	}{{0, "WARN no mail server is set"}, {good, "OK"}, {web, fmt.Sprintf("BAD 127.0.0.1:%d: what answers is no mail server", web)}} {
		cfg := house(t)
		db, err := sqlstore.Open(t.Context(), sqlstore.Options{Dir: cfg.Dir})
		if err != nil {
			t.Fatal(err)
		}
		if c.port != 0 {
			doc, err := json.Marshal(mail.Settings{Server: mail.Server{Host: "127.0.0.1", Port: c.port, Security: mail.StartTLS, Password: "s3cret"}, From: "desk@hotel.example"})
			if err != nil {
				t.Fatal(err)
			}
			if err := db.Write(context.Background(), func(tx store.Tx) error { return tx.SetSetting("mail", string(doc)) }); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		got := told(t, cfg, app.Address{Local: true}, "mail")
		if !strings.HasPrefix(got, c.want) || bytes.Contains([]byte(got), []byte("s3cret")) {
			t.Errorf("told %q, want %q", got, c.want)
		}
	}
}
