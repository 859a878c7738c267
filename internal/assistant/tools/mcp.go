package tools

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"deskbell/internal/desk"
	"deskbell/internal/outward"
)

// The limits of what is read from an MCP server.
const (
	maxMessage = 512 << 10 // of one answer, the list of its tools too
	maxListed  = 100
	lookWithin = 8 * time.Second
)

// The ways in which an MCP server does not answer.
var (
	errChanged = errors.New("the tool is not what was kept")
	errGone    = errors.New("the server has no such tool")
	errTool    = errors.New("the tool has no answer to what was asked")
)

// Found is a tool that an MCP server tells of, as it would be kept.
type Found struct {
	desk.Tool
	// SaysReads says that the server calls it one that changes nothing. It is the server's word, and no more.
	SaysReads bool
	// Unusable is why it cannot be kept; "" for most.
	Unusable string
}

// Look asks an MCP server which tools it has. Nothing of it is kept. fault is why it did not answer, as a stable word.
func (b *Box) Look(ctx context.Context, s Service) (found []Found, fault string) {
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	list, err := b.listed(ctx, s)
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, because(ctx.Err())
	case err != nil:
		return nil, because(err)
	}
	for _, t := range list {
		f := Found{Tool: desk.Tool{Name: t.Name, Description: strings.TrimSpace(visible(t.Description)), Seen: seen(t)}, SaysReads: t.Annotations != nil && t.Annotations.ReadOnlyHint}
		if text, err := json.Marshal(t.InputSchema); err == nil {
			f.Arguments = string(text)
		}
		if r := []rune(f.Description); len(r) > maxDescription {
			f.Description = string(r[:maxDescription])
		}
		if !toolName.MatchString(f.Name) {
			f.Unusable = "name"
		} else if _, err := compile(f.Tool); err != nil {
			f.Unusable = "schema"
		}
		found = append(found, f)
	}
	return found, ""
}

func (b *Box) listed(ctx context.Context, s Service) ([]*mcp.Tool, error) {
	c, err := b.connect(ctx, s)
	if err != nil {
		return nil, err
	}
	defer c.leave()
	return c.list(ctx)
}

// seen is a tool as a server tells of it, in short: whatever is changed of it changes that.
func seen(t *mcp.Tool) string {
	doc, err := json.Marshal(map[string]any{"name": t.Name, "title": t.Title, "description": t.Description, "in": t.InputSchema, "out": t.OutputSchema, "hints": t.Annotations})
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(doc)
	return base64.RawURLEncoding.EncodeToString(sum[:18])
}

// callMCP asks a tool of an MCP server, in a session of its own. The server is asked for its tools first: one that is not
// what somebody read and switched on is not asked.
func (b *Box) callMCP(ctx context.Context, o Offer, args map[string]any) (raw []byte, plain bool, err error) {
	c, err := b.connect(ctx, o.service)
	if err != nil {
		return nil, false, err
	}
	defer c.leave()
	list, err := c.list(ctx)
	if err != nil {
		return nil, false, err
	}
	err = errGone
	for _, t := range list {
		if t.Name == o.tool.Name {
			if err = errChanged; seen(t) == o.tool.Seen {
				err = nil
			}
		}
	}
	if err != nil {
		return nil, false, err
	}
	result, err := c.session.CallTool(ctx, &mcp.CallToolParams{Name: o.tool.Name, Arguments: args})
	if err != nil {
		return nil, false, c.fault(err)
	}
	switch {
	case result.IsError:
		return nil, false, errTool
	case result.StructuredContent != nil:
		raw, err := json.Marshal(result.StructuredContent)
		if err != nil {
			return nil, false, errUnreadable
		}
		return raw, false, nil
	}
	var text []string
	for _, part := range result.Content { // pictures, sounds and links are nothing that could be said
		if t, ok := part.(*mcp.TextContent); ok {
			text = append(text, t.Text)
		}
	}
	raw = []byte(strings.Join(text, "\n"))
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, false, errNothing
	}
	if len(raw) > maxAnswer {
		return nil, false, errLong
	}
	return raw, true, nil
}

// client is one session with an MCP server.
type client struct {
	session *mcp.ClientSession
	way     *way
}

func (b *Box) connect(ctx context.Context, s Service) (*client, error) {
	w := &way{client: b.cfg.Client, header: s.Header, secret: s.Secret}
	// Nothing is offered to the server: no roots, no sampling, no questions to people.
	c := mcp.NewClient(&mcp.Implementation{Name: "Deskbell", Version: "1"}, &mcp.ClientOptions{Capabilities: &mcp.ClientCapabilities{}})
	session, err := c.Connect(ctx, &mcp.StreamableClientTransport{Endpoint: s.URL, MaxRetries: -1, DisableStandaloneSSE: true, MaxEventSize: maxMessage,
		// A redirect is an answer like others, and none that is read.
		HTTPClient: &http.Client{Transport: w, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}, nil)
	if err != nil {
		return nil, w.fault(err)
	}
	return &client{session, w}, nil
}

func (c *client) fault(err error) error { return c.way.fault(err) }

// leave ends the session without making the guest wait for it; each of its requests is bounded in time.
func (c *client) leave() { go func() { _ = c.session.Close() }() }

func (c *client) list(ctx context.Context) ([]*mcp.Tool, error) {
	var out []*mcp.Tool
	for t, err := range c.session.Tools(ctx, nil) {
		if err != nil {
			return nil, c.fault(err)
		}
		if out = append(out, t); len(out) > maxListed {
			return nil, errLong
		}
	}
	return out, nil
}

// way is how a session reaches its server: as everything that is asked outside, with the service's secret, each answer
// bounded in time and size.
type way struct {
	client         *outward.Client
	header, secret string

	mu  sync.Mutex
	err error // the first fault of the line, which the protocol's own errors hide
}

// RoundTrip implements http.RoundTripper.
func (w *way) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(r.Context(), lookWithin)
	r = r.Clone(ctx)
	r.Header.Set("User-Agent", "Deskbell")
	if w.secret != "" {
		r.Header.Set(w.header, w.secret)
	}
	resp, err := w.client.Stream(r, maxMessage)
	if err != nil {
		cancel()
		w.note(err)
		return nil, err
	}
	// What a server of another protocol, or of an older version of this one, answers is the protocol's to read.
	if resp.StatusCode >= 300 && resp.StatusCode < 400 || resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden ||
		resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= 500 {
		w.note(fmt.Errorf("%w: HTTP %d", errStatus, resp.StatusCode))
	}
	resp.Body = &ending{resp.Body, cancel}
	return resp, nil
}

func (w *way) note(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		w.err = err
	}
}

// fault is what went wrong: on the line, or in what was said on it.
func (w *way) fault(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.err != nil:
		return w.err
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return err
	}
	return errUnreadable
}

// ending ends a request with its answer.
type ending struct {
	io.ReadCloser
	done context.CancelFunc
}

// Close implements io.Closer.
func (e *ending) Close() error {
	defer e.done()
	return e.ReadCloser.Close()
}
