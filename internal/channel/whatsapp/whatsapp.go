// Package whatsapp is the adapter of the WhatsApp Cloud API: what it brings by webhook becomes events, and what Deskbell
// says goes out by the Graph API.
//
// Three things are WhatsApp's own. People may hide their number, so a guest is known by a business-scoped id first and a
// number second. A reply goes out within a day of the guest's last message, after that only a template that Meta
// approved. And a number may be used on the owner's phone at the same time (coexistence): what is written there arrives
// as an echo, what was written before it was connected as a history.
package whatsapp

import (
	"net/http"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/channel/meta"
	"deskbell/internal/desk"
)

// Adapter speaks WhatsApp's wire.
type Adapter struct {
	graph    *meta.Graph
	uploaded uploads
}

// New makes one that asks the Graph API by way of graph.
func New(graph *meta.Graph) *Adapter { return &Adapter{graph: graph} }

var (
	_ channel.Adapter    = (*Adapter)(nil)
	_ channel.Typer      = (*Adapter)(nil)
	_ channel.Reader     = (*Adapter)(nil)
	_ channel.Fetcher    = (*Adapter)(nil)
	_ channel.Subscriber = (*Adapter)(nil)
	_ channel.Templater  = (*Adapter)(nil)
	_ channel.Threads    = (*Adapter)(nil)
)

// Channel implements channel.Adapter.
func (a *Adapter) Channel() desk.Channel { return desk.ChannelWhatsApp }

// Handshake implements channel.Adapter.
func (a *Adapter) Handshake(w http.ResponseWriter, r *http.Request, app channel.App) bool {
	return meta.Handshake(w, r, app)
}

// Authentic implements channel.Adapter.
func (a *Adapter) Authentic(app channel.App, header http.Header, body []byte) bool {
	return meta.Authentic(app, header, body)
}

// The limits of messages. https://developers.facebook.com/documentation/business-messaging/whatsapp/messages
const (
	textMax        = 4096
	captionMax     = 1024
	choiceTextMax  = 1024 // of a list too: Meta's pages differ, and the lower is always right
	buttonsMax     = 3
	buttonTitleMax = 20
	rowsMax        = 10
	rowTitleMax    = 24
	rowDetailMax   = 72

	mib = 1 << 20
)

// kinds are what may be sent as what. A file takes any type: what does not fit its own kind goes as one.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
var kinds = map[channel.MediaKind]channel.MediaLimit{
	channel.MediaImage:   {Types: []string{"image/jpeg", "image/png"}, Max: 5 * mib},
	channel.MediaAudio:   {Types: []string{"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}, Max: 16 * mib},
	channel.MediaVideo:   {Types: []string{"video/mp4", "video/3gpp"}, Max: 16 * mib},
	channel.MediaSticker: {Types: []string{"image/webp"}, Max: 500 << 10},
	channel.MediaFile:    {Types: []string{"*/*"}, Max: 100 * mib},
}

// Messages a second, of a number and of one that a phone uses too.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput
const (
	perSecond     = 80
	perSecondBoth = 20
	routeBoth     = "both"
)

// Capabilities implements channel.Adapter.
func (a *Adapter) Capabilities(acc channel.Account) channel.Capabilities {
	most := perSecond
	if acc.Route == routeBoth {
		most = perSecondBoth
	}
	return channel.Capabilities{
		Answers: true,
		TextMax: textMax, TextUnit: channel.Characters,
		ButtonsMax: buttonsMax, ButtonTitleMax: buttonTitleMax, ListMax: rowsMax, ListTitleMax: rowTitleMax, ChoiceTextMax: choiceTextMax,
		Media: kinds, CaptionMax: captionMax,
		Typing: true, Delivered: true, Read: true, Reactions: true, Edits: true, Unsends: true, Replies: true,
		Window: 24 * time.Hour, Templates: true, Billed: true,
		PerSecond: float64(most), PairEvery: 6 * time.Second, PairBurst: 45,
	}
}
