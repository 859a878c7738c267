// Package instagram speaks Instagram's messaging API by both of its routes: through the Page that a professional account
// is linked to (graph.facebook.com, a Page's token, signed with the Meta app's secret), and through Instagram Login
// (graph.instagram.com, a token of 60 days that is prolonged, signed with the Instagram app's own secret).
//
// Instagram tells when a guest has read a message and never when it was delivered. Its limit on text is in bytes. What
// guests show of others, such as stories and posts, is kept as a link: it stops working when its owner wants it to.
package instagram

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/channel/meta"
	"deskbell/internal/desk"
)

// The routes to an account, as channel.Account.Route names them. Any other is taken for RoutePage.
const (
	RoutePage  = "page"
	RouteLogin = "login"
)

// Limits that Instagram sets. A message has at most TextMax bytes.
const (
	TextMax   = 1000
	titleMax  = 20
	repliesAt = 13
	imageMax  = 8 << 20
	mediaMax  = 25 << 20
)

// Adapter is Instagram's. It may be used concurrently.
type Adapter struct {
	graph *meta.Graph
	now   func() time.Time
}

// New makes an adapter that asks Meta by graph. Until when a prolonged token is good counts from now.
func New(graph *meta.Graph, now func() time.Time) *Adapter { return &Adapter{graph: graph, now: now} }

// Channel implements channel.Adapter.
func (*Adapter) Channel() desk.Channel { return desk.ChannelInstagram }

// Handshake implements channel.Adapter.
func (*Adapter) Handshake(w http.ResponseWriter, r *http.Request, app channel.App) bool {
	return meta.Handshake(w, r, app)
}

// Authentic implements channel.Adapter. An app with Instagram Login has two secrets, and either may have signed.
func (*Adapter) Authentic(app channel.App, header http.Header, body []byte) bool {
	return meta.Authentic(app, header, body)
}

// Capabilities implements channel.Adapter.
func (*Adapter) Capabilities(a channel.Account) channel.Capabilities {
	c := channel.Capabilities{
		Answers: true, TextMax: TextMax, TextUnit: channel.Bytes,
		ButtonsMax: repliesAt, ButtonTitleMax: titleMax, ChoiceTextMax: TextMax,
		Media: map[channel.MediaKind]channel.MediaLimit{
			channel.MediaImage: {Types: []string{"image/png", "image/jpeg", "image/gif"}, Max: imageMax},
			channel.MediaAudio: {Types: []string{"audio/aac", "audio/mp4", "audio/wav"}, Max: mediaMax},
			channel.MediaVideo: {Types: []string{"video/mp4", "video/ogg", "video/x-msvideo", "video/quicktime", "video/webm"}, Max: mediaMax},
			channel.MediaFile:  {Types: []string{"application/pdf"}, Max: mediaMax},
		},
		Typing: true, Read: true, Reactions: true, Edits: true, Unsends: true, Replies: true, Profile: true,
		Window:    24 * time.Hour,
		PerSecond: 300, MediaPerSecond: 10,
	}
	if a.Route == RouteLogin {
		c.PerSecond = 100
	}
	if a.HumanAgent {
		c.HumanWindow = 7 * 24 * time.Hour
	}
	return c
}

// call is a request about an account, on its route: below the Page, with a proof that its token is in the hands of the
// app, or below whoever the token belongs to. The id that webhooks name is not always the one that Instagram Login takes in
// addresses.
func (*Adapter) call(a channel.Account, path string) meta.Call {
	c := meta.Call{Product: meta.Instagram, Token: a.Token}
	if a.Route == RouteLogin {
		c.Host, c.Path = meta.HostInstagram, "/me"+path
		return c
	}
	c.Host, c.Path, c.Secret = meta.HostFacebook, "/me"+path, a.Secret
	if a.Parent != "" {
		c.Path = "/" + url.PathEscape(a.Parent) + path
	}
	return c
}

// Profile implements channel.Profiler. A guest who only commented has not agreed to be known: then there is nothing.
func (ad *Adapter) Profile(ctx context.Context, a channel.Account, id string) (channel.Guest, error) {
	c := ad.call(a, "")
	c.Path = "/" + url.PathEscape(id)
	c.Query = url.Values{"fields": {"name,username,profile_pic"}}
	var p struct {
		Name     meta.Text `json:"name"`
		Username meta.Text `json:"username"`
		Picture  meta.Text `json:"profile_pic"`
	}
	if _, err := ad.graph.Do(ctx, c, &p); err != nil {
		return channel.Guest{}, err
	}
	return channel.Guest{IDs: []string{id}, Name: string(p.Name), Username: string(p.Username), Picture: string(p.Picture)}, nil
}

// Fetch implements channel.Fetcher. Instagram's addresses are signed by themselves: no token travels.
func (ad *Adapter) Fetch(ctx context.Context, _ channel.Account, m channel.Media) (channel.Content, error) {
	if m.LinkOnly {
		return channel.Content{}, &channel.Failure{Kind: channel.FailureRefused, Reason: channel.ReasonMediaRefused, Detail: "of this no copy may be kept"}
	}
	return ad.graph.Fetch(ctx, m.URL, "")
}
