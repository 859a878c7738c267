package api

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync/atomic"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/outward"
)

// posted is an answer as the callback gets it.
type posted struct {
	Type     string    `json:"type"` // message
	Delivery string    `json:"delivery"`
	Account  string    `json:"account"`
	Guest    addressed `json:"guest"`
	Text     string    `json:"text,omitempty"`
	Choices  []choice  `json:"choices,omitempty"`
	Media    *file     `json:"media,omitempty"`
	ReplyTo  string    `json:"reply_to,omitempty"`
}

type addressed struct {
	ID    string `json:"id"`
	Phone string `json:"phone,omitempty"`
}

type choice struct {
	Title       string `json:"title"`
	Payload     string `json:"payload"`
	Description string `json:"description,omitempty"`
}

type file struct {
	URL     string `json:"url"`
	Kind    string `json:"kind"`
	Type    string `json:"type"`
	Name    string `json:"name"`
	Size    int64  `json:"size"`
	Voice   bool   `json:"voice,omitempty"`
	Caption string `json:"caption,omitempty"`
}

// Send implements channel.Adapter: it posts the message to the account's callback. The delivery's id travels as the id of
// the webhook, so whoever is told twice can tell.
func (ad *Adapter) Send(ctx context.Context, app channel.App, a channel.Account, out channel.Outgoing) (channel.Sent, error) {
	p, f := post(a, out)
	if f != nil {
		return channel.Sent{}, f
	}
	body, err := json.Marshal(p)
	if err != nil {
		return channel.Sent{}, &channel.Failure{Kind: channel.FailureRefused, Reason: channel.ReasonInvalid, Err: err}
	}
	// Until a connection is there nothing can have been sent.
	var connected atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected.Store(true) }})
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, a.Callback, bytes.NewReader(body))
	if err != nil {
		return channel.Sent{}, &channel.Failure{Kind: channel.FailureAccount, Reason: channel.ReasonGone, Detail: "the callback is no address"}
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Deskbell")
	at := strconv.FormatInt(ad.now().Unix(), 10)
	r.Header.Set("Webhook-Id", out.Ours)
	r.Header.Set("Webhook-Timestamp", at)
	r.Header.Set("Webhook-Signature", Sign(signing(app, a), out.Ours, at, body))
	resp, err := ad.client.Do(r)
	if err != nil {
		switch {
		case errors.Is(err, outward.ErrInside) || errors.Is(err, outward.ErrScheme):
			return channel.Sent{}, &channel.Failure{Kind: channel.FailureAccount, Reason: channel.ReasonGone, Err: err}
		case connected.Load():
			return channel.Sent{}, &channel.Failure{Kind: channel.FailureUnknown, Reason: channel.ReasonNoAnswer, Err: err}
		}
		return channel.Sent{}, unasked(err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return channel.Sent{}, &channel.Failure{Kind: channel.FailureUnknown, Reason: channel.ReasonNoAnswer, Err: err}
	}
	return judge(resp, answer)
}

// post is the message as it is written; what the channel does not take is refused here.
func post(a channel.Account, out channel.Outgoing) (posted, *channel.Failure) {
	refused := func(reason string) (posted, *channel.Failure) {
		return posted{}, &channel.Failure{Kind: channel.FailureRefused, Reason: reason}
	}
	switch {
	case a.Callback == "":
		return posted{}, &channel.Failure{Kind: channel.FailureAccount, Reason: channel.ReasonPermission, Detail: "the account is only watched"}
	case len(out.To) == 0 || out.Ours == "":
		return refused(channel.ReasonInvalid)
	case out.Template != nil:
		return refused(channel.ReasonUnsupported)
	case out.Media != nil && out.Media.URL == "":
		return posted{}, &channel.Failure{Kind: channel.FailureRefused, Reason: channel.ReasonMediaRefused, Detail: "the file has no public address"}
	case out.Media == nil && out.Text == "":
		return refused(channel.ReasonInvalid)
	case channel.Length(out.Text, channel.Characters) > TextMax:
		return refused(channel.ReasonTooLong)
	}
	p := posted{Type: "message", Delivery: out.Ours, Account: a.Key, Guest: addressed{out.To[0], out.Phone}, Text: out.Text, ReplyTo: out.ReplyTo}
	for _, c := range out.Choices {
		p.Choices = append(p.Choices, choice{c.Title, c.Payload, c.Description})
	}
	if m := out.Media; m != nil {
		p.Media = &file{URL: m.URL, Kind: string(m.Kind), Type: m.Type, Name: m.Name, Size: m.Size, Voice: m.Voice, Caption: m.Caption}
	}
	return p, nil
}

// signing is the secret that callbacks are signed with: the account's own, or the app's token where it has none.
func signing(app channel.App, a channel.Account) string {
	if a.Token != "" {
		return a.Token
	}
	for _, s := range app.Secrets {
		if s != "" {
			return s
		}
	}
	return ""
}

// Sign is the Webhook-Signature of a callback: base64 of HMAC-SHA256 over id, timestamp and body, with dots between.
func Sign(secret, id, timestamp string, body []byte) string {
	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte(id + "." + timestamp + "."))
	m.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(m.Sum(nil))
}

// judge reads the callback's answer: 2xx with the id that the message has there. Anything else surely was not taken,
// but for a server that broke down over it.
func judge(resp *http.Response, body []byte) (channel.Sent, error) {
	var a struct {
		ID    word   `json:"id"`
		Error *fault `json:"error"`
	}
	err := json.Unmarshal(body, &a)
	f := a.Error.failure()
	f.Code = status(resp.StatusCode)
	switch s := resp.StatusCode; {
	case s < 300 && err == nil && a.Error == nil && a.ID != "":
		return channel.Sent{ID: string(a.ID)}, nil
	case s < 300 && a.Error == nil:
		f = channel.Failure{Kind: channel.FailureUnknown, Reason: channel.ReasonNoAnswer, Code: f.Code, Detail: "the answer names no message"}
	case s == http.StatusTooManyRequests:
		f.Kind, f.Reason, f.After = channel.FailureThrottled, channel.ReasonRateLimited, retryAfter(resp.Header)
	case a.Error != nil && err == nil && s < 500:
	case s >= 500:
		f.Kind, f.Reason = channel.FailureUnknown, channel.ReasonNoAnswer
	case s == http.StatusUnauthorized || s == http.StatusForbidden:
		f.Kind, f.Reason = channel.FailureAccount, channel.ReasonPermission
	case s == http.StatusNotFound || s < 400:
		f.Kind, f.Reason = channel.FailureAccount, channel.ReasonGone
	case s == http.StatusGone:
		f.Kind, f.Reason = channel.FailureGone, channel.ReasonUnreachable
	default:
		f.Kind, f.Reason = channel.FailureRefused, channel.ReasonInvalid
	}
	return channel.Sent{}, &f
}

// failure says what is to be done about what stood against a message.
func (f *fault) failure() channel.Failure {
	out := channel.Failure{Kind: channel.FailureRefused, Reason: channel.ReasonUnclear}
	if f == nil {
		return out
	}
	out.Detail = channel.Cut(f.Detail, 300, channel.Characters)
	switch f.Kind {
	case "guest":
		out.Kind, out.Reason = channel.FailureGone, channel.ReasonUnreachable
	case "message":
		out.Reason = channel.ReasonInvalid
	case "account":
		out.Kind, out.Reason = channel.FailureAccount, channel.ReasonPermission
	case "later":
		out.Kind, out.Reason = channel.FailureTransient, channel.ReasonUnavailable
	}
	return out
}

// unasked is the failure where nobody was reached: what lies where nobody may ask is never had, the rest may pass.
func unasked(err error) *channel.Failure {
	if errors.Is(err, outward.ErrInside) || errors.Is(err, outward.ErrScheme) {
		return &channel.Failure{Kind: channel.FailureRefused, Reason: channel.ReasonMediaRefused, Err: err}
	}
	return &channel.Failure{Kind: channel.FailureTransient, Reason: channel.ReasonUnavailable, Err: err}
}

func status(code int) string { return "http/" + strconv.Itoa(code) }

// retryAfter is how long a callback asks for; a minute if it does not say.
func retryAfter(h http.Header) time.Duration {
	if n, err := strconv.Atoi(h.Get("Retry-After")); err == nil && n > 0 && n <= 24*3600 {
		return time.Duration(n) * time.Second
	}
	return time.Minute
}
