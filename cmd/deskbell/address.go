package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"deskbell/internal/app"
	"deskbell/internal/certificate"
	"deskbell/internal/limit"
	"deskbell/internal/outward"
)

// addressFlags say at which address people reach Deskbell, and what makes it secure. The doctor looks at the same.
type addressFlags struct {
	Addr         string   `group:"Address" help:"Where to listen, as host:port (default 127.0.0.1:8080; with --domain or --tls-cert :443)." placeholder:"HOST:PORT"`
	BaseURL      string   `group:"Address" help:"The address that people use, for links and cookies; absent: that of --domain or --addr." placeholder:"URL"`
	Domain       []string `group:"Secure by itself" help:"Obtain and renew a certificate for this name and serve https with it. It must point to this machine." placeholder:"NAME"`
	HTTPAddr     string   `group:"Secure by itself" help:"With --domain: where plain http is answered, with the secure address (default :80); off for nowhere." placeholder:"HOST:PORT"`
	ACMEURL      string   `group:"Secure by itself" name:"acme-url" help:"Directory of the ACME server that gives certificates (default Let's Encrypt's)." placeholder:"URL"`
	ACMERoot     string   `group:"Secure by itself" name:"acme-root" help:"Certificate authority, as a PEM file, that an own ACME server is believed by." type:"path" placeholder:"FILE"`
	ACMEEmail    string   `group:"Secure by itself" name:"acme-email" help:"Whom the ACME server may write to." placeholder:"ADDRESS"`
	TLSCert      string   `group:"Secure with your own certificate" name:"tls-cert" help:"Certificate with its chain, as a PEM file; read again when it changes." type:"path" placeholder:"FILE"`
	TLSKey       string   `group:"Secure with your own certificate" name:"tls-key" help:"Its key, as a PEM file." type:"path" placeholder:"FILE"`
	TrustedProxy string   `group:"Behind a reverse proxy" help:"Addresses or prefixes, separated by commas, whose X-Forwarded-For and X-Forwarded-Proto are believed." placeholder:"CIDR,…"`
}

// addressHelp is what --help teaches beyond the flags.
const addressHelp = `Phones, notifications and Meta's channels need an address that begins with https. There are three ways to one:

  deskbell serve --domain desk.hotel.com
      on a machine that the internet reaches on ports 443 and 80: it obtains its certificate and renews it

  deskbell serve --tls-cert cert.pem --tls-key key.pem --base-url https://desk.hotel.com
      with a certificate of yours; a renewed one is taken up without a restart

  deskbell serve --base-url https://desk.hotel.com --trusted-proxy 127.0.0.1
      behind nginx, Caddy or a cloud's load balancer that speaks https for it

deskbell doctor, with the same flags, looks whether it works and says what to do. deskbell service install makes it start
with the machine. Every flag is also an environment variable: --base-url is DESKBELL_BASE_URL.`

var hostName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// secure reports whether this process speaks https itself.
func (f addressFlags) secure() bool { return len(f.Domain) > 0 || f.TLSCert != "" }

// addr is where to listen.
func (f addressFlags) addr() string {
	switch {
	case f.Addr != "":
		return f.Addr
	case f.secure():
		return ":443"
	}
	return "127.0.0.1:8080"
}

// check refuses what makes no sense, and returns the proxies and the base URL ("" follows from the listener).
func (f addressFlags) check() (base string, proxies limit.Proxies, err error) {
	if _, port, err := net.SplitHostPort(f.addr()); err != nil || !portNumber(port) {
		return "", nil, usage("--addr %q is no host:port, such as 127.0.0.1:8080", f.Addr)
	}
	if f.BaseURL != "" {
		u, err := url.Parse(f.BaseURL)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
			return "", nil, usage("--base-url %q is no address such as https://chat.hotel.com (without a path)", f.BaseURL)
		}
		if f.secure() && u.Scheme != "https" {
			return "", nil, usage("--base-url %q: with --domain or --tls-cert it begins with https://", f.BaseURL)
		}
		base = u.Scheme + "://" + u.Host
	}
	if err := f.checkSecure(base); err != nil {
		return "", nil, err
	}
	if base == "" && len(f.Domain) > 0 {
		base = "https://" + f.Domain[0]
		if _, port, _ := net.SplitHostPort(f.addr()); port != "443" && port != "0" {
			base += ":" + port
		}
	}
	proxies, err = limit.ParseProxies(f.TrustedProxy)
	if err != nil {
		return "", nil, usage("--trusted-proxy: %v", err)
	}
	return base, proxies, nil
}

func (f addressFlags) checkSecure(base string) error {
	for _, d := range f.Domain {
		if !hostName.MatchString(d) {
			return usage("--domain %q is no name such as desk.hotel.com (without https://, in small letters)", d)
		}
	}
	if host := strings.TrimPrefix(base, "https://"); len(f.Domain) > 0 && base != "" {
		name, _, err := net.SplitHostPort(host)
		if err != nil {
			name = host
		}
		if !slices.Contains(f.Domain, name) {
			return usage("--base-url %q names none of the domains of --domain", f.BaseURL)
		}
	}
	switch {
	case len(f.Domain) > 0 && f.TLSCert != "":
		return usage("--domain obtains a certificate, --tls-cert has one: give one of the two")
	case (f.TLSCert == "") != (f.TLSKey == ""):
		return usage("--tls-cert and --tls-key belong together")
	case len(f.Domain) == 0 && (f.ACMEURL != "" || f.ACMERoot != "" || f.ACMEEmail != "" || f.HTTPAddr != ""):
		return usage("--acme-url, --acme-root, --acme-email and --http-addr belong to --domain")
	case f.ACMEURL != "" && !strings.HasPrefix(f.ACMEURL, "https://"):
		return usage("--acme-url %q does not begin with https://", f.ACMEURL)
	}
	if f.HTTPAddr != "" && f.HTTPAddr != "off" {
		if _, port, err := net.SplitHostPort(f.HTTPAddr); err != nil || !portNumber(port) {
			return usage("--http-addr %q is no host:port, such as :80", f.HTTPAddr)
		}
	}
	return nil
}

// open makes the address secure, as the flags say. What it returns must be closed where it is not run.
func (f addressFlags) open(ctx context.Context, dir, base string, log *slog.Logger) (app.Secure, error) {
	switch {
	case len(f.Domain) > 0:
		return f.obtain(ctx, dir, base, log)
	case f.TLSCert != "":
		files, err := certificate.Open(f.TLSCert, f.TLSKey, log)
		if err != nil {
			return app.Secure{}, err
		}
		return app.Secure{TLS: files.TLS(), Keep: files.Run, Expires: files.Expires}, nil
	}
	return app.Secure{}, nil
}

func (f addressFlags) obtain(ctx context.Context, dir, base string, log *slog.Logger) (app.Secure, error) {
	cfg := certificate.Config{Dir: filepath.Join(dir, certificate.Dir), Domains: f.Domain, Directory: f.ACMEURL, Email: f.ACMEEmail, Log: log}
	if f.ACMERoot != "" {
		roots, err := certificate.Roots(f.ACMERoot)
		if err != nil {
			return app.Secure{}, fmt.Errorf("--acme-root: %w", err)
		}
		cfg.Roots = roots
	}
	acme := certificate.New(cfg)
	s := app.Secure{TLS: acme.TLS(), Keep: acme.Run, Expires: acme.Expires, Share: acme.Share}
	if f.HTTPAddr == "off" {
		return s, nil
	}
	at := f.HTTPAddr
	if at == "" {
		host, _, _ := net.SplitHostPort(f.addr())
		at = net.JoinHostPort(host, "80")
	}
	l, err := listen(ctx, at, "--http-addr")
	if err != nil {
		return app.Secure{}, fmt.Errorf("plain http, which leads to the secure address: %w (--http-addr off does without)", err)
	}
	s.Plain, s.PlainHandler = l, http.Handler(acme.Plain(base))
	return s, nil
}

// outwardFlags say what Deskbell may ask.
type outwardFlags struct {
	AllowInside string `help:"Networks inside that the bell's requests may ask, separated by commas: for an own ntfy. All others inside are refused." placeholder:"CIDR,…"`
}

func (f outwardFlags) config() (outward.Config, error) {
	in, err := outward.ParseInside(f.AllowInside)
	if err != nil {
		return outward.Config{}, usage("--allow-inside: %v", err)
	}
	return outward.Config{Allow: in}, nil
}
