package app

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"deskbell/internal/certificate"
	"deskbell/internal/mail"
	"deskbell/internal/outward"
)

// Address is what the doctor is told about the address that people use.
type Address struct {
	// BaseURL is what people use, https where this process makes it secure; Local where it is only this machine's.
	BaseURL string
	Local   bool
	// Domains are obtained by ACME; TLSCert and TLSKey are files of somebody else's. Both empty: plain, or a proxy.
	Domains         []string
	TLSCert, TLSKey string
	// Proxied says that some proxy is trusted.
	Proxied bool
	// Roots are who is believed about certificates; the system's if nil.
	Roots *x509.CertPool
	// PushHosts are asked whether pushes can leave; the browser makers' if nil.
	PushHosts []string
}

// pushHosts are the push services of the browsers, and what rings by them.
var pushHosts = []string{
	"fcm.googleapis.com:443",                // Chrome, Edge on Android, Opera, Samsung Internet
	"updates.push.services.mozilla.com:443", // Firefox
	"web.push.apple.com:443",                // Safari, iPhone
	"wns2-par02p.notify.windows.com:443",    // Edge on Windows
}

// soon is from when a certificate that is not renewed yet is worth a word: ACME renews with a third of its time left.
const soon = 14 * 24 * time.Hour

// address looks at the whole way from a browser to here, and from here to a phone.
func (x *examination) address(ctx context.Context, a Address) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	u, err := url.Parse(a.BaseURL)
	switch {
	case a.BaseURL == "" || err != nil || a.Local:
		x.note(Warn, "address", "only this machine reaches Deskbell; give it an address with --domain, or --base-url and a proxy (deskbell serve --help)")
		return
	case u.Scheme != "https":
		x.note(Warn, "address", "%s is not secure: no notifications, no push, no Meta channels (sign-in, rings on screen and sound work); use --domain, --tls-cert or a proxy (deskbell serve --help)", a.BaseURL)
		return
	}
	x.note(Fine, "address", "%s is secure by name: notifications and push are possible", a.BaseURL)
	if !x.resolves(ctx, u.Hostname(), len(a.Domains) > 0) {
		return
	}
	x.certificates(ctx, a, u.Hostname())
	x.answers(ctx, a, u)
	if len(a.Domains) > 0 {
		x.plainPort(ctx, u.Hostname())
	}
	x.push(ctx, a)
}

func (x *examination) resolves(ctx context.Context, host string, acme bool) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		x.note(Warn, "name", "%s is no name: certificates are for names; let one point to it", host)
		return true
	}
	addrs, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil || len(addrs) == 0 {
		x.note(Bad, "name", "%s is not found in DNS; make an A record (and AAAA for IPv6) that points to this machine", host)
		return false
	}
	var list []string
	public := false
	for _, a := range addrs {
		list = append(list, a.Unmap().String())
		public = public || outward.Public(a)
	}
	if acme && !public {
		x.note(Warn, "name", "%s points to %s, inside a network: Let's Encrypt cannot reach it there; use an own ACME server (--acme-url) or a certificate of yours", host, strings.Join(list, ", "))
		return true
	}
	x.note(Fine, "name", "%s points to %s", host, strings.Join(list, ", "))
	return true
}

// certificates looks at what this process would serve with.
func (x *examination) certificates(ctx context.Context, a Address, host string) {
	switch {
	case len(a.Domains) > 0:
		leaf, err := x.keptCertificate(ctx, a.Domains[0])
		switch {
		case errors.Is(err, fs.ErrNotExist):
			x.note(Warn, "certificate", "there is none yet; deskbell serve obtains it within a minute and logs why where it cannot")
		case err != nil:
			x.note(Bad, "certificate", "%v; remove the folder %s, and deskbell serve obtains another", err, certificate.Dir)
		default:
			x.valid(leaf, host, "deskbell serve renews it; see its log for why it does not")
		}
	case a.TLSCert != "":
		pair, err := tls.LoadX509KeyPair(a.TLSCert, a.TLSKey)
		if err != nil {
			x.note(Bad, "certificate", "%v; name the certificate with its chain and the key that belongs to it", err)
			return
		}
		x.valid(pair.Leaf, host, "renew it; Deskbell takes up the new files by itself")
		between := x509.NewCertPool()
		for _, der := range pair.Certificate[1:] {
			if c, err := x509.ParseCertificate(der); err == nil {
				between.AddCert(c)
			}
		}
		if _, err := pair.Leaf.Verify(x509.VerifyOptions{Roots: a.Roots, Intermediates: between}); err != nil {
			x.note(Warn, "certificate", "browsers will not believe it: %v; put the whole chain into the file, the own certificate first", err)
		}
	}
}

// valid says how long a certificate lasts, and whether it is for the name.
func (x *examination) valid(leaf *x509.Certificate, host, cure string) {
	left := time.Until(leaf.NotAfter)
	days := int(left.Hours() / 24)
	switch err := leaf.VerifyHostname(host); {
	case err != nil:
		x.note(Bad, "certificate", "it is not for %s but for %s", host, strings.Join(leaf.DNSNames, ", "))
	case left <= 0:
		x.note(Bad, "certificate", "it ended %d days ago; %s", -days, cure)
	case left < soon && left < leaf.NotAfter.Sub(leaf.NotBefore)/4:
		x.note(Warn, "certificate", "%d days are left; %s", days, cure)
	default:
		x.note(Fine, "certificate", "%d days are left", days)
	}
}

// answers asks the address as a browser would.
func (x *examination) answers(ctx context.Context, a Address, u *url.URL) {
	at := net.JoinHostPort(u.Hostname(), portOf(u))
	client := &http.Client{Timeout: 8 * time.Second, Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: a.Roots}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, a.BaseURL+"/healthz", nil)
	if err != nil {
		x.note(Bad, "reachable", "%v", err)
		return
	}
	res, err := client.Do(r)
	var cert *tls.CertificateVerificationError
	switch {
	case errors.As(err, &cert):
		x.note(Bad, "reachable", "%s answers, and browsers do not believe its certificate: %v", at, cert.Err)
		return
	case err != nil:
		x.unreachable(at, err)
		return
	}
	defer res.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(res.Body, 100))
	if res.StatusCode != http.StatusOK || !bytes.Equal(bytes.TrimSpace(said), []byte("ok")) {
		x.note(Bad, "reachable", "something else answers at %s (status %d); the proxy must pass every request on to Deskbell", at, res.StatusCode)
		return
	}
	x.note(Fine, "reachable", "%s answers from here; a phone without the house's Wi-Fi shows whether the internet reaches it too", at)
	if len(a.Domains)+len(a.TLSCert) > 0 {
		return
	}
	if res.TLS != nil && len(res.TLS.PeerCertificates) > 0 {
		x.valid(res.TLS.PeerCertificates[0], u.Hostname(), "the proxy has to renew it")
	}
	// Deskbell sends this header only where it knows that the browser spoke https.
	if res.Header.Get("Strict-Transport-Security") == "" {
		cure := "let the proxy send X-Forwarded-For and X-Forwarded-Proto"
		if !a.Proxied {
			cure = "name the proxy's address with --trusted-proxy, and " + cure
		}
		x.note(Warn, "proxy", "it is not believed, so every guest seems to come from one address, and limits count them together; %s", cure)
		return
	}
	x.note(Fine, "proxy", "it tells who asks")
}

func portOf(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	return "443"
}

// unreachable tells why nobody answers, and whether that is because nobody serves.
func (x *examination) unreachable(at string, err error) {
	why, cure := "does not answer", "open the port in the firewall, and forward it in the router"
	var op *net.OpError
	if errors.Is(err, syscall.ECONNREFUSED) {
		why, cure = "refuses connections", "is deskbell serve, or the proxy, running?"
	} else if errors.As(err, &op) && op.Op == "dial" && !op.Timeout() {
		why = "cannot be reached: " + op.Err.Error()
	}
	x.note(Bad, "reachable", "%s %s; %s", at, why, cure)
}

// plainPort looks at port 80, which leads people who type no https:// to the right place.
func (x *examination) plainPort(ctx context.Context, host string) {
	d := net.Dialer{Timeout: 5 * time.Second}
	conn, err := d.DialContext(ctx, "tcp", net.JoinHostPort(host, "80"))
	if err != nil {
		x.note(Warn, "port 80", "%s:80 does not answer: who types no https:// comes to nothing, and a certificate is obtained by port 443 alone", host)
		return
	}
	_ = conn.Close()
	x.note(Fine, "port 80", "%s:80 answers", host)
}

// push looks whether a push can leave this machine.
func (x *examination) push(ctx context.Context, a Address) {
	hosts := a.PushHosts
	if hosts == nil {
		hosts = pushHosts
	}
	client := outward.New(x.cfg.Outward)
	defer client.Close()
	faults := make([]string, len(hosts))
	var all sync.WaitGroup
	for i, at := range hosts {
		all.Go(func() {
			host, port, err := net.SplitHostPort(at)
			if err == nil {
				err = client.Reach(ctx, host, port)
			}
			if err != nil {
				faults[i] = host
			}
		})
	}
	all.Wait()
	faults = strings.Fields(strings.Join(faults, " "))
	if len(faults) > 0 {
		x.note(Warn, "push", "%d of %d push services cannot be reached (%s): phones and closed tabs of those browsers will not ring; allow connections out to port 443",
			len(faults), len(hosts), strings.Join(faults, ", "))
		return
	}
	x.note(Fine, "push", "the browser makers' push services can be reached")
}

// mailServer looks whether the mail server answers, where one is set.
func (x *examination) mailServer(ctx context.Context, db *sql.DB) {
	var doc string
	var s mail.Settings
	err := db.QueryRowContext(ctx, "SELECT value FROM settings WHERE key = 'mail'").Scan(&doc)
	if errors.Is(err, sql.ErrNoRows) || err == nil && (doc == "" || json.Unmarshal([]byte(doc), &s) == nil && !s.Set()) {
		x.note(Warn, "mail", "no mail server is set: guests who left get no e-mail, and no step of a chain sends one; an operator sets it under Settings")
		return
	}
	if err != nil {
		return // an older schema, or a broken one: told by schema
	}
	at := net.JoinHostPort(s.Host, strconv.Itoa(s.Port))
	if err := greet(ctx, s); err != nil {
		x.note(Bad, "mail", "%s: %v; look at the settings of e-mail", at, err)
		return
	}
	x.note(Fine, "mail", "%s answers", at)
}

// greet connects and waits for what a mail server says first. It does not sign in: the Test button does.
func greet(ctx context.Context, s mail.Settings) error {
	ctx, cancel := context.WithTimeout(ctx, 8*time.Second)
	defer cancel()
	at := net.JoinHostPort(s.Host, strconv.Itoa(s.Port))
	var conn net.Conn
	var err error
	if s.Security == mail.TLS {
		conn, err = (&tls.Dialer{Config: &tls.Config{ServerName: s.Host}}).DialContext(ctx, "tcp", at)
	} else {
		conn, err = (&net.Dialer{}).DialContext(ctx, "tcp", at)
	}
	if err != nil {
		return fmt.Errorf("it cannot be reached (%w)", err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(8 * time.Second))
	said := make([]byte, 3)
	if _, err := io.ReadFull(conn, said); err != nil || string(said) != "220" {
		return errors.New("what answers is no mail server")
	}
	return nil
}
