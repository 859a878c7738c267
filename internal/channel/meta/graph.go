// Package meta is what Messenger, Instagram and WhatsApp share: how Meta asks for and signs webhooks, its ids, its errors
// and what to do about each, and Graph, the one client of its API. The channels' own folders hold what differs.
package meta

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/outward"
)

// Meta's hosts.
const (
	HostFacebook  = "graph.facebook.com"
	HostInstagram = "graph.instagram.com"
	HostExchange  = "api.instagram.com" // exchanges Instagram's codes
	HostThreads   = "api.facebook.com"  // WhatsApp's thread control
)

// Version is the newest version of the Graph API that this package was written against. Meta serves each for two years.
const Version = "v26.0"

const (
	callWithin   = 15 * time.Second
	uploadWithin = 3 * time.Minute
	mostAnswer   = 4 << 20
)

// Config is what a Graph is made of.
type Config struct {
	Client *outward.Client
	// Base is an address below which each of Meta's hosts is a path element, as in the simulator; "" are the hosts
	// themselves. It may lie inside and in the clear: the operator entered it.
	Base string
	// Version is the API's; the constant of that name if "".
	Version string
}

// Graph asks Meta's API. It may be used concurrently.
type Graph struct {
	client  *outward.Client
	outside *outward.Client // asks nothing that the operator named
	base    string
	version string
}

// New makes a client. It fails where the base is no address.
func New(cfg Config) (*Graph, error) {
	g := &Graph{client: cfg.Client, outside: cfg.Client, base: strings.TrimRight(cfg.Base, "/"), version: cfg.Version}
	if g.version == "" {
		g.version = Version
	}
	if g.base != "" {
		if u, err := url.Parse(g.base); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return nil, fmt.Errorf("the base of the Graph API is no address: %q", cfg.Base)
		}
		g.client = cfg.Client.Naming(g.base)
	}
	return g, nil
}

// Call is one request to the API.
type Call struct {
	Product Product
	Method  string // POST if there is something to say, else GET, if ""
	Host    string // HostFacebook if ""
	Path    string // below the version, with a leading slash
	Bare    bool   // the path stands without a version
	Query   url.Values
	Header  http.Header
	// Token goes into the header; with Secret it is proven to be in the hands of the app.
	Token, Secret string
	// Body is written as JSON, Form as multipart; at most one is set.
	Body any
	Form *Form
	// Once says that the call does something that must not be done twice, such as sending: if it is not known whether it
	// came through, the failure says so rather than to try again.
	Once bool
}

// Answer is what came with an answer beside its content. Slow is for how long the account should hold back, because its
// share of calls is nearly used up.
type Answer struct {
	Slow time.Duration
}

// Do asks, and decodes the answer into into unless that is nil. The error is always a *channel.Failure, and holds neither
// token nor secret.
func (g *Graph) Do(ctx context.Context, c Call, into any) (Answer, error) {
	within := callWithin
	if c.Form != nil {
		within = uploadWithin
	}
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	// Until a connection is there nothing can have been sent.
	var connected atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected.Store(true) }})
	req, err := g.request(ctx, c)
	if err != nil {
		return Answer{}, &channel.Failure{Kind: channel.FailureRefused, Reason: channel.ReasonInvalid, Err: err}
	}
	resp, err := g.client.Stream(req, mostAnswer)
	if err != nil {
		return Answer{}, c.unanswered(connected.Load(), err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return Answer{}, c.unanswered(true, err)
	}
	answer := Answer{Slow: usage(resp.Header)}
	if f := c.judge(resp, body); f != nil {
		if f.Kind == channel.FailureThrottled {
			f.After = max(f.After, answer.Slow, retryAfter(resp.Header))
		}
		return answer, f
	}
	if into != nil {
		if err := json.Unmarshal(body, into); err != nil {
			return answer, c.garbled(resp.StatusCode)
		}
	}
	return answer, nil
}

func (g *Graph) request(ctx context.Context, c Call) (*http.Request, error) {
	method := c.Method
	if method == "" {
		method = http.MethodGet
		if c.Body != nil || c.Form != nil {
			method = http.MethodPost
		}
	}
	var body io.Reader
	kind := ""
	size := int64(-1)
	switch {
	case c.Form != nil:
		f, err := c.Form.open()
		if err != nil {
			return nil, err
		}
		body, kind, size = f, f.kind, f.size
	case c.Body != nil:
		b, err := json.Marshal(c.Body)
		if err != nil {
			return nil, err
		}
		body, kind = bytes.NewReader(b), "application/json"
	}
	r, err := http.NewRequestWithContext(ctx, method, g.address(c), body)
	if err != nil {
		return nil, errAddress
	}
	if size >= 0 {
		r.ContentLength = size
	}
	for k, v := range c.Header {
		r.Header[k] = v
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if c.Token != "" {
		r.Header.Set("Authorization", "Bearer "+c.Token)
	}
	r.Header.Set("User-Agent", agent)
	return r, nil
}

const agent = "Deskbell"

// errAddress stands for what net/url says of an address: that holds all of it, and with it proofs and tokens.
var errAddress = errors.New("the path makes no address")

// address is where a call goes.
func (g *Graph) address(c Call) string {
	host := c.Host
	if host == "" {
		host = HostFacebook
	}
	path := c.Path
	if !c.Bare {
		path = "/" + g.version + path
	}
	q := url.Values{}
	for k, v := range c.Query {
		q[k] = v
	}
	if c.Token != "" && c.Secret != "" {
		q.Set("appsecret_proof", Proof(c.Secret, c.Token))
	}
	at := g.under(host) + path
	if len(q) > 0 {
		at += "?" + q.Encode()
	}
	return at
}

// under is where a host of Meta's is.
func (g *Graph) under(host string) string {
	if g.base == "" {
		return "https://" + host
	}
	return g.base + "/" + host
}

// unanswered is a failure without an answer.
func (c Call) unanswered(connected bool, err error) *channel.Failure {
	if errors.Is(err, outward.ErrInside) || errors.Is(err, outward.ErrScheme) {
		connected = false
	}
	if c.Once && connected {
		return &channel.Failure{Kind: channel.FailureUnknown, Reason: channel.ReasonNoAnswer, Err: err}
	}
	return &channel.Failure{Kind: channel.FailureTransient, Reason: channel.ReasonUnavailable, Err: err}
}

// garbled is the failure of an answer that is none of Meta's: of a server on the way, perhaps.
func (c Call) garbled(status int) *channel.Failure {
	f := &channel.Failure{Code: fmt.Sprintf("http/%d", status), Detail: "the answer is not one of the Graph API"}
	switch {
	case status == http.StatusTooManyRequests:
		f.Kind, f.Reason, f.After = channel.FailureThrottled, channel.ReasonRateLimited, time.Minute
	case c.Once && (status < 300 || status >= 500):
		f.Kind, f.Reason = channel.FailureUnknown, channel.ReasonNoAnswer
	case status < 300 || status >= 500:
		f.Kind, f.Reason = channel.FailureTransient, channel.ReasonUnavailable
	default:
		f.Kind, f.Reason = channel.FailureDoubtful, channel.ReasonUnclear
	}
	return f
}

// judge finds the failure in an answer, whatever its status says; nil if there is none.
func (c Call) judge(resp *http.Response, body []byte) *channel.Failure {
	var a struct {
		Error json.RawMessage `json:"error"`
	}
	if json.Unmarshal(body, &a) != nil {
		return c.garbled(resp.StatusCode)
	}
	if len(a.Error) == 0 || string(a.Error) == "null" {
		if resp.StatusCode >= 300 {
			return c.garbled(resp.StatusCode)
		}
		return nil
	}
	var e Error
	if json.Unmarshal(a.Error, &e) != nil || e == (Error{}) {
		return c.garbled(resp.StatusCode)
	}
	// Meta repeats a malformed token in its words.
	for _, s := range []string{c.Token, c.Secret, c.Query.Get("access_token"), c.Query.Get("client_secret")} {
		if s != "" {
			e.Message = Text(strings.ReplaceAll(string(e.Message), s, "…"))
			e.Data.Details = Text(strings.ReplaceAll(string(e.Data.Details), s, "…"))
		}
	}
	return e.Failure(c.Product, resp.StatusCode)
}
