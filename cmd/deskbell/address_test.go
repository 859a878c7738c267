package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"deskbell/internal/certificate/acmetest"
)

func TestAddress_Refusals(t *testing.T) {
	t.Parallel()
	for args, says := range map[string]string{
		"serve --domain https://desk.hotel.com":                            "no name",
		"serve --domain Desk":                                              "no name",
		"serve --domain desk.hotel.com:443":                                "no name",
		"serve --domain desk.hotel.com --tls-cert c --tls-key k":           "one of the two",
		"serve --tls-cert c":                                               "belong together",
		"serve --tls-key k":                                                "belong together",
		"serve --acme-url https://x/dir":                                   "belong to --domain",
		"serve --http-addr :80":                                            "belong to --domain",
		"serve --domain desk.hotel.com --acme-url http://x/dir":            "https://",
		"serve --domain desk.hotel.com --http-addr here":                   "host:port",
		"serve --domain desk.hotel.com --base-url http://desk.hotel.com":   "https://",
		"serve --domain desk.hotel.com --base-url https://other.hotel.com": "none of the domains",
		"serve --allow-inside ntfy.local":                                  "--allow-inside",
		"service install --domain x":                                       "no name",
		"doctor --domain x":                                                "no name",
		"serve --tls-cert /nowhere/c.pem --tls-key /nowhere/k.pem --addr 127.0.0.1:0 --data " + t.TempDir(): "/nowhere/c.pem",
	} {
		var out, errs bytes.Buffer
		code := run(t.Context(), strings.Fields(args), &out, &errs)
		want := exitUsage
		if strings.Contains(args, "/nowhere") {
			want = exitFailed
		}
		if line := errs.String(); code != want || strings.Count(line, "\n") != 1 || !strings.Contains(line, says) {
			t.Errorf("%s: status %d, said %q, want one line with %q", args, code, line, says)
		}
	}
}

// port is one that is free now.
func port(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// The command alone makes a secure address, with an ACME server on this machine: it obtains the certificate, keeps it in
// the data folder, leads plain http to https, and serves the desk there.
func TestServe_Domain(t *testing.T) {
	const name = "desk.hotel.example"
	tlsPort, httpPort := port(t), port(t)
	authority := acmetest.New(t, httpPort, tlsPort)
	dir := t.TempDir()
	root := filepath.Join(dir, "root.pem")
	if err := os.WriteFile(root, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: authority.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var out, errs bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "--data", dir + "/data", "--domain", name, "--addr", fmt.Sprintf("127.0.0.1:%d", tlsPort),
			"--http-addr", fmt.Sprintf("127.0.0.1:%d", httpPort), "--acme-url", authority.Directory(), "--acme-root", root}, &out, &errs)
	}()
	d := &net.Dialer{}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: authority.Issued, ServerName: name},
		DialContext: func(ctx context.Context, _, addr string) (net.Conn, error) {
			_, p, _ := net.SplitHostPort(addr)
			if p == "80" {
				p = fmt.Sprint(httpPort)
			}
			return d.DialContext(ctx, "tcp", "127.0.0.1:"+p)
		}}}
	get := func() (*http.Response, error) {
		r, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+name+"/healthz", nil)
		if err != nil {
			t.Fatal(err)
		}
		return client.Do(r) // it follows to https
	}
	var res *http.Response
	var err error
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(time.Minute); ; <-tick.C {
		if res, err = get(); err == nil || time.Now().After(deadline) {
			break
		}
	}
	if err != nil {
		t.Fatalf("%v\n%s%s", err, &out, &errs)
	}
	said, _ := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if want := fmt.Sprintf("https://%s:%d/healthz", name, tlsPort); res.Request.URL.String() != want || string(said) != "ok\n" {
		t.Errorf("%s says %q, want %s", res.Request.URL, said, want)
	}
	stop()
	if code := <-ended; code != 0 {
		t.Errorf("status %d: %s", code, &errs)
	}
	if !strings.Contains(out.String(), fmt.Sprintf("Open https://%s:%d/ ", name, tlsPort)) {
		t.Errorf("said %s", &out)
	}
	if _, err := os.Stat(dir + "/data/certificates/" + name); err != nil {
		t.Error(err)
	}
}
