// Package chain calls the steps of a property's chain that are no device: a request to somebody else's service (an SMS
// gateway, a telephone robot, Telegram, ntfy), and an e-mail.
//
// What goes out names the house and that somebody waits, never what a guest wrote. What comes back is looked at for its
// status only. Addresses and header values hold secrets, so neither is logged or told.
package chain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"deskbell/internal/desk"
	"deskbell/internal/outward"
	"deskbell/internal/store"
)

// Client sends requests; internal/outward's does it safely.
type Client interface {
	Do(r *http.Request) (*http.Response, error)
}

// Mailer sends an e-mail of plain text. Where the installation has no mail it answers CodeUnavailable.
type Mailer interface {
	Mail(ctx context.Context, to []string, subject, text string) error
}

// Subject is what a call is about: the values of the placeholders.
type Subject struct {
	Property, Language, Channel, Kind, Text, URL, Ring string
	// Key names the call, whatever attempt it is; "" of a test. It is no placeholder: requests carry it in a header.
	Key string
	// words are those of the house's own language; Language is the guest's.
	words words
}

// About makes the Subject of an alert at a property. Base is the address that people use.
func About(kind store.AlertKind, ring string, p desk.Property, channel desk.Channel, language, base string) Subject {
	link := base + "/requests"
	if ring != "" {
		link += "?ring=" + ring
	}
	w := wordsIn(p.Settings.DefaultLanguage)
	return Subject{Property: p.Name, Language: language, Channel: string(channel), Kind: string(kind), Text: w.say(kind, p.Name),
		URL: link, Ring: ring, words: w}
}

// Result is what came of a call, for people: it names no address and no secret.
type Result struct {
	OK bool
	// Status is the HTTP status; 0 where none was answered.
	Status int
	Detail string
	// Again says that trying later may succeed.
	Again bool
}

// Caller calls steps.
type Caller struct {
	Client Client
	// Mailer may be nil: then there is no mail.
	Mailer Mailer
}

// Try makes one attempt at a step.
func (c *Caller) Try(ctx context.Context, s desk.ChainStep, of Subject) Result {
	switch s.Kind {
	case desk.ChainRequest:
		return c.request(ctx, s, of)
	case desk.ChainEmail:
		return c.email(ctx, s, of)
	}
	return Result{Detail: "People are called on their devices: nothing is sent for this step."}
}

func (c *Caller) request(ctx context.Context, s desk.ChainStep, of Subject) Result {
	if faults := Check(s); len(faults) > 0 {
		return Result{Detail: faults[0].Message}
	}
	method := s.Method
	if method == "" {
		method = http.MethodPost
	}
	var body io.Reader
	text, kind := renderBody(s, of)
	if text != "" {
		body = strings.NewReader(text)
	}
	r, err := http.NewRequestWithContext(ctx, method, renderURL(s.URL, of), body)
	if err != nil {
		return Result{Detail: "This address cannot be asked."} // the error would repeat it
	}
	if text != "" {
		r.Header.Set("Content-Type", kind+"; charset=utf-8")
	}
	r.Header.Set("User-Agent", "Deskbell")
	if of.Key != "" {
		// A call whose answer was lost, or whose server was killed, is made again: a receiver that knows one of these two
		// does nothing twice (https://github.com/standard-webhooks/standard-webhooks and the draft of Idempotency-Key).
		r.Header.Set("Webhook-Id", of.Key)
		r.Header.Set("Idempotency-Key", of.Key)
	}
	for name, value := range s.Header {
		r.Header.Set(name, renderHeader(value, of))
	}
	resp, err := c.Client.Do(r)
	if err != nil {
		return Result{Detail: "No answer: " + strings.TrimSuffix(err.Error(), ".") + ".", Again: !errors.Is(err, outward.ErrInside)}
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body) // so that the connection can be used again; its text is nobody's business
	res := Result{Status: resp.StatusCode, OK: resp.StatusCode >= 200 && resp.StatusCode < 300}
	switch {
	case res.OK:
		res.Detail = fmt.Sprintf("%s answered %s.", r.URL.Host, status(resp.StatusCode))
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		res.Detail = fmt.Sprintf("%s redirects elsewhere (%s); enter the address that it redirects to.", r.URL.Host, status(resp.StatusCode))
	case resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden:
		res.Detail = fmt.Sprintf("%s does not accept the sign-in (%s); check the headers, or the token in the address.", r.URL.Host, status(resp.StatusCode))
	default:
		res.Detail = fmt.Sprintf("%s answered %s.", r.URL.Host, status(resp.StatusCode))
		res.Again = resp.StatusCode >= 500 || resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusRequestTimeout
	}
	return res
}

func (c *Caller) email(ctx context.Context, s desk.ChainStep, of Subject) Result {
	if c.Mailer == nil {
		return Result{Detail: "This installation sends no e-mail yet: an operator sets it up in Settings."}
	}
	text := of.Text + "\n\n" + of.words.more + " " + of.URL + "\n\n-- \n" + of.words.why + "\n"
	err := c.Mailer.Mail(ctx, s.Emails, of.Text, text)
	switch desk.CodeOf(err) {
	case "":
		return Result{OK: true, Detail: "The mail server took the message."}
	case desk.CodeUnavailable, desk.CodeInvalid:
		var e *desk.Error
		errors.As(err, &e)
		return Result{Detail: e.Message, Again: e.Code == desk.CodeUnavailable}
	}
	return Result{Detail: "The mail server did not take the message.", Again: true}
}

func status(code int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", code, http.StatusText(code)))
}
