package meta

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"

	"deskbell/internal/channel"
	"deskbell/internal/outward"
)

// MostMedia is how much of one attachment is ever read: WhatsApp's documents have up to 100 MB.
const MostMedia = 100 << 20

const mostRedirects = 3

// tokenHosts are the only ones that are shown a token, whatever a body or a redirect says.
var tokenHosts = map[string]bool{HostFacebook: true, HostInstagram: true, "lookaside.fbsbx.com": true}

// metaHosts end the names of Meta's own.
var metaHosts = []string{"facebook.com", "instagram.com", "fbsbx.com", "fbcdn.net", "cdninstagram.com", "whatsapp.net"}

// OwnHost reports whether a host is one of Meta's.
func OwnHost(host string) bool {
	host = strings.ToLower(host)
	for _, h := range metaHosts {
		if host == h || strings.HasSuffix(host, "."+h) {
			return true
		}
	}
	return false
}

// Fetch opens what lies at an address that Meta handed out. The token, if any, is shown to Meta's media hosts alone, also
// after a redirect. The context has to outlast the reading and should have an end. The error is a *channel.Failure.
func (g *Graph) Fetch(ctx context.Context, address, token string) (channel.Content, error) {
	u, err := url.Parse(address)
	for range mostRedirects + 1 {
		if err != nil || u.Host == "" {
			return channel.Content{}, &channel.Failure{Kind: channel.FailureRefused, Reason: channel.ReasonMediaRefused, Detail: "the address is none"}
		}
		resp, err := g.get(ctx, u, token)
		if err != nil {
			return channel.Content{}, unfetched(err)
		}
		switch resp.StatusCode {
		case http.StatusOK:
			return content(u, resp), nil
		case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
			next, err := u.Parse(resp.Header.Get("Location"))
			_ = resp.Body.Close()
			if err != nil {
				return channel.Content{}, &channel.Failure{Kind: channel.FailureRefused, Reason: channel.ReasonMediaRefused, Detail: "the redirect leads nowhere"}
			}
			u = next
			continue
		}
		_ = resp.Body.Close()
		return channel.Content{}, unfetchable(resp, token != "")
	}
	return channel.Content{}, &channel.Failure{Kind: channel.FailureRefused, Reason: channel.ReasonMediaRefused, Detail: "too many redirects"}
}

func (g *Graph) get(ctx context.Context, u *url.URL, token string) (*http.Response, error) {
	host := strings.ToLower(u.Hostname())
	at := u.String()
	plain := u.Scheme == "https" && u.Port() == "" // a host of Meta's on another port is somebody else
	client := g.client
	if g.base != "" {
		if within(u, g.base) {
			// A link of the simulator's own: its first element is the host that it stands for.
			rest := strings.TrimPrefix(at, g.base+"/")
			host, _, _ = strings.Cut(rest, "/")
			plain = true
		} else if OwnHost(host) && plain {
			at = g.under(host) + u.EscapedPath()
			if u.RawQuery != "" {
				at += "?" + u.RawQuery
			}
		} else {
			client = g.outside // what the operator named stands for Meta's hosts, and for nothing beside them
		}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return nil, errAddress
	}
	r.Header.Set("User-Agent", agent)
	if token != "" && plain && tokenHosts[host] {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return client.Stream(r, MostMedia+1)
}

// within reports whether an address lies below base, without a way out of it.
func within(u *url.URL, base string) bool {
	return u.User == nil && strings.HasPrefix(u.String(), base+"/") && !strings.Contains(u.Path, "..")
}

func unfetched(err error) *channel.Failure {
	if errors.Is(err, outward.ErrInside) || errors.Is(err, outward.ErrScheme) {
		return &channel.Failure{Kind: channel.FailureRefused, Reason: channel.ReasonMediaRefused, Err: err}
	}
	return &channel.Failure{Kind: channel.FailureTransient, Reason: channel.ReasonUnavailable, Err: err}
}

func unfetchable(resp *http.Response, withToken bool) *channel.Failure {
	f := &channel.Failure{Code: fmt.Sprintf("http/%d", resp.StatusCode)}
	switch s := resp.StatusCode; {
	case s == http.StatusTooManyRequests:
		f.Kind, f.Reason, f.After = channel.FailureThrottled, channel.ReasonRateLimited, retryAfter(resp.Header)
	case s >= 500:
		f.Kind, f.Reason = channel.FailureTransient, channel.ReasonUnavailable
	case s == http.StatusUnauthorized && withToken:
		f.Kind, f.Reason = channel.FailureToken, channel.ReasonToken
	default:
		// 403 is how the content network says that a signed address has run out.
		f.Kind, f.Reason = channel.FailureRefused, channel.ReasonMediaGone
	}
	return f
}

func content(u *url.URL, resp *http.Response) channel.Content {
	c := channel.Content{ReadCloser: resp.Body, Type: resp.Header.Get("Content-Type"), Size: resp.ContentLength}
	if _, p, err := mime.ParseMediaType(resp.Header.Get("Content-Disposition")); err == nil {
		c.Name = p["filename"]
	}
	if c.Name == "" && strings.Contains(path.Base(u.Path), ".") {
		c.Name = path.Base(u.Path)
	}
	return c
}
