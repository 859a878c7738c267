// Package messenger speaks Facebook Messenger's API: the threads of a Page, with the token of that Page. Guests are known
// by ids that hold for one Page only; a wide echo tells of everything that anybody sends in the Page's name, and our own
// messages are known in it by their metadata.
package messenger

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/channel/meta"
	"deskbell/internal/desk"
)

const object = "page"

// Limits that Messenger sets: a text has to stay under 2000 characters.
const (
	TextMax    = 1999
	titleMax   = 20
	repliesMax = 13
	payloadMax = 1000
	mediaMax   = 25 << 20
)

// Adapter is Messenger's. It may be used concurrently.
type Adapter struct {
	graph *meta.Graph
}

// New makes an adapter that asks Meta by graph.
func New(graph *meta.Graph) *Adapter { return &Adapter{graph: graph} }

// Channel implements channel.Adapter.
func (*Adapter) Channel() desk.Channel { return desk.ChannelMessenger }

// Handshake implements channel.Adapter.
func (*Adapter) Handshake(w http.ResponseWriter, r *http.Request, app channel.App) bool {
	return meta.Handshake(w, r, app)
}

// Authentic implements channel.Adapter.
func (*Adapter) Authentic(app channel.App, header http.Header, body []byte) bool {
	return meta.Authentic(app, header, body)
}

// Capabilities implements channel.Adapter. Meta takes 300 messages a second of a Page, but counts it as one of high volume
// from 40 on, whose inbox it may limit.
func (*Adapter) Capabilities(a channel.Account) channel.Capabilities {
	c := channel.Capabilities{
		Answers: true, TextMax: TextMax, TextUnit: channel.Characters,
		ButtonsMax: repliesMax, ButtonTitleMax: titleMax, ChoiceTextMax: TextMax,
		Media: map[channel.MediaKind]channel.MediaLimit{
			channel.MediaImage: {Types: []string{"image/png", "image/jpeg", "image/gif"}, Max: mediaMax},
			channel.MediaAudio: {Types: []string{"audio/mpeg", "audio/mp4", "audio/aac", "audio/wav", "audio/ogg"}, Max: mediaMax},
			channel.MediaVideo: {Types: []string{"video/mp4", "video/ogg", "video/x-msvideo", "video/quicktime", "video/webm"}, Max: mediaMax},
			channel.MediaFile:  {Types: []string{"*/*"}, Max: mediaMax},
		},
		Typing: true, Delivered: true, Read: true, Reactions: true, Edits: true, Replies: true, Profile: true,
		Window:    24 * time.Hour,
		PerSecond: 40, MediaPerSecond: 10,
	}
	if a.HumanAgent {
		c.HumanWindow = 7 * 24 * time.Hour
	}
	return c
}

// call is a request below the Page.
func call(a channel.Account, path string) meta.Call {
	return meta.Call{Product: meta.Messenger, Path: "/" + url.PathEscape(a.Key) + path, Token: a.Token, Secret: a.Secret}
}

// Profile implements channel.Profiler. Without Meta's leave to see profiles, or the guest's, there is nothing.
func (ad *Adapter) Profile(ctx context.Context, a channel.Account, id string) (channel.Guest, error) {
	c := call(a, "")
	c.Path = "/" + url.PathEscape(id)
	c.Query = url.Values{"fields": {"name,first_name,last_name,profile_pic"}}
	var p struct {
		Name    meta.Text `json:"name"`
		First   meta.Text `json:"first_name"`
		Last    meta.Text `json:"last_name"`
		Picture meta.Text `json:"profile_pic"`
	}
	if _, err := ad.graph.Do(ctx, c, &p); err != nil {
		var f *channel.Failure
		if errors.As(err, &f) {
			switch f.Kind {
			case channel.FailureGone, channel.FailureRefused, channel.FailureAccount, channel.FailureDoubtful:
				return channel.Guest{}, nil
			}
		}
		return channel.Guest{}, err
	}
	g := channel.Guest{IDs: []string{id}, Name: string(p.Name), Picture: string(p.Picture)}
	if g.Name == "" {
		g.Name = strings.TrimSpace(string(p.First) + " " + string(p.Last))
	}
	if g.Name == "" && g.Picture == "" {
		return channel.Guest{}, nil
	}
	return g, nil
}

// Fetch implements channel.Fetcher. What Messenger links to needs no token, and ends.
func (ad *Adapter) Fetch(ctx context.Context, _ channel.Account, m channel.Media) (channel.Content, error) {
	if m.LinkOnly || m.URL == "" {
		return channel.Content{}, &channel.Failure{Kind: channel.FailureRefused, Reason: channel.ReasonMediaRefused, Detail: "there is nothing that may be fetched"}
	}
	return ad.graph.Fetch(ctx, m.URL, "")
}
