// Package api is the channel for everything that has no adapter of its own: any system that can post JSON shows Deskbell
// the conversations that it has. Without a callback an account is watched only; with one, answers are posted there,
// signed as Standard Webhooks are (https://www.standardwebhooks.com). docs/api-channel.md describes the wire.
package api

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/outward"
)

// Limits of what an account with a callback is given. Whoever receives it may cut it as its own channel needs.
const (
	TextMax    = 4000
	choicesMax = 10
	titleMax   = 40
	captionMax = 1000
	mediaMax   = 25 << 20
	perSecond  = 20
)

// Adapter is the API channel's. It may be used concurrently.
type Adapter struct {
	client *outward.Client
	now    func() time.Time
}

// New makes an adapter. It asks callbacks by client, and fetches attachments by it: neither leads inside a network.
func New(client *outward.Client, now func() time.Time) *Adapter {
	return &Adapter{client: client, now: now}
}

// Channel implements channel.Adapter.
func (*Adapter) Channel() desk.Channel { return desk.ChannelAPI }

// Handshake implements channel.Adapter: there is none, the token is the proof.
func (*Adapter) Handshake(http.ResponseWriter, *http.Request, channel.App) bool { return false }

// Authentic implements channel.Adapter: the app's token is shown as a bearer token.
func (*Adapter) Authentic(app channel.App, header http.Header, _ []byte) bool {
	token, ok := strings.CutPrefix(header.Get("Authorization"), "Bearer ")
	if !ok || token == "" {
		return false
	}
	given, found := sha256.Sum256([]byte(token)), false
	for _, secret := range app.Secrets {
		want := sha256.Sum256([]byte(secret))
		if subtle.ConstantTimeCompare(given[:], want[:]) == 1 && secret != "" {
			found = true
		}
	}
	return found
}

// Capabilities implements channel.Adapter.
func (*Adapter) Capabilities(a channel.Account) channel.Capabilities {
	c := channel.Capabilities{Reactions: true, Edits: true, Unsends: true, Replies: true}
	if a.Callback == "" {
		return c
	}
	c.Answers, c.Delivered, c.Read = true, true, true
	c.TextMax, c.TextUnit = TextMax, channel.Characters
	c.ButtonsMax, c.ButtonTitleMax, c.ChoiceTextMax = choicesMax, titleMax, TextMax
	c.CaptionMax = captionMax
	c.PerSecond, c.MediaPerSecond = perSecond, perSecond
	c.Media = map[channel.MediaKind]channel.MediaLimit{
		channel.MediaImage: {Types: []string{"image/jpeg", "image/png", "image/gif"}, Max: mediaMax},
		channel.MediaAudio: {Types: []string{"audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/wav", "audio/webm"}, Max: mediaMax},
		channel.MediaVideo: {Types: []string{"video/mp4", "video/webm", "video/quicktime"}, Max: mediaMax},
		channel.MediaFile:  {Types: []string{"application/pdf"}, Max: mediaMax},
	}
	return c
}

// Fetch implements channel.Fetcher. Where an attachment lies must be said whole: no token is shown, no redirect followed.
func (ad *Adapter) Fetch(ctx context.Context, _ channel.Account, m channel.Media) (channel.Content, error) {
	refused := &channel.Failure{Kind: channel.FailureRefused, Reason: channel.ReasonMediaRefused}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, m.URL, nil)
	if err != nil || m.LinkOnly {
		refused.Err = err
		return channel.Content{}, refused
	}
	resp, err := ad.client.Stream(r, mediaMost)
	if err != nil {
		return channel.Content{}, unasked(err)
	}
	if resp.StatusCode == http.StatusOK {
		return channel.Content{ReadCloser: resp.Body, Type: resp.Header.Get("Content-Type"), Name: nameOf(r, resp), Size: resp.ContentLength}, nil
	}
	_ = resp.Body.Close()
	switch s := resp.StatusCode; {
	case s >= 500 || s == http.StatusTooManyRequests:
		return channel.Content{}, &channel.Failure{Kind: channel.FailureTransient, Reason: channel.ReasonUnavailable, Code: status(s)}
	case s == http.StatusNotFound || s == http.StatusGone || s == http.StatusForbidden:
		refused.Reason = channel.ReasonMediaGone
	}
	refused.Code = status(resp.StatusCode)
	return channel.Content{}, refused
}

// mediaMost is how much of an attachment is ever read: as much as the largest that is kept, and a byte that shows it is larger.
const mediaMost = 100<<20 + 1

func nameOf(r *http.Request, resp *http.Response) string {
	if _, p, err := mime.ParseMediaType(resp.Header.Get("Content-Disposition")); err == nil && p["filename"] != "" {
		return p["filename"]
	}
	if name := path.Base(r.URL.Path); strings.Contains(name, ".") {
		return name
	}
	return ""
}
