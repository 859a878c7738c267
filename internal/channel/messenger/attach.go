package messenger

import (
	"net/url"
	"path"
	"strings"
	"time"

	"deskbell/internal/channel"
)

var kinds = map[string]channel.MediaKind{
	"image": channel.MediaImage, "audio": channel.MediaAudio, "video": channel.MediaVideo, "file": channel.MediaFile, "sticker": channel.MediaSticker,
}

// shares are attachments that show something of somebody else's: a link is kept and no copy.
var shares = map[string]string{
	"fallback": "link", "share": "link", "reel": "reel", "ig_reel": "reel", "post": "post", "ig_post": "post", "story_mention": "story_mention",
}

// attach brings attachments into an event.
func attach(e *channel.Event, all []attachment) {
	// Until August 2026 a sticker came as an image too; the sticker of that id stands for both.
	stickers := map[string]bool{}
	for _, a := range all {
		if id := string(a.Payload.StickerID); id != "" {
			if stickers[id] {
				continue
			}
			stickers[id] = true
			a.Type = "sticker"
		}
		one(e, a)
	}
}

func one(e *channel.Event, a attachment) {
	kind := string(a.Type)
	switch {
	case kinds[kind] != "" && a.link() != "":
		m := channel.Media{Kind: kinds[kind], URL: a.link(), ID: string(a.Payload.AttachmentID), Name: fileName(a.link())}
		if m.Kind == channel.MediaSticker {
			m.ID = string(a.Payload.StickerID)
		}
		// What is recorded in Messenger has this name; an audio file that was attached has its own.
		m.Voice = m.Kind == channel.MediaAudio && strings.HasPrefix(m.Name, "audioclip")
		e.Media = append(e.Media, m)
	case shares[kind] != "":
		id := a.Payload.ID
		if a.Payload.ReelID != "" {
			id = a.Payload.ReelID
		}
		e.Shared = append(e.Shared, channel.Shared{Kind: shares[kind], Title: a.name(), URL: a.link(), ID: string(id)})
	case kind == "appointment_booking":
		e.Shared = append(e.Shared, channel.Shared{Kind: "booking", Title: a.Payload.appointment(), ID: string(a.Payload.Booking)})
	case a.Payload.Product != nil:
		for _, p := range a.Payload.Product.Elements {
			title := strings.Trim(string(p.Title)+" · "+string(p.Subtitle), " ·")
			e.Shared = append(e.Shared, channel.Shared{Kind: "product", Title: title, URL: string(p.Image), ID: string(p.ID)})
		}
	case kind == "location" && a.Payload.Coordinates != nil:
		c := a.Payload.Coordinates
		e.Place = &channel.Place{Latitude: c.Lat, Longitude: c.Long, Name: a.name(), URL: a.link()}
	case kind == "template":
		e.Shared = append(e.Shared, channel.Shared{Kind: "link", Title: a.name(), URL: a.link()})
	default:
		e.Unsupported = true
		if a.link() != "" {
			e.Shared = append(e.Shared, channel.Shared{Kind: "link", Title: a.name(), URL: a.link()})
		}
	}
}

// fileName is the last part of an address, if it is a name of a file.
func fileName(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	if name := path.Base(u.Path); strings.Contains(strings.Trim(name, "."), ".") {
		return name
	}
	return ""
}

// appointment says in one line what was asked for. Booked times are in seconds, unlike all others of Messenger.
func (p payload) appointment() string {
	parts := []string{string(p.Status)}
	zone, err := time.LoadLocation(string(p.Zone))
	if err != nil {
		zone = time.UTC
	}
	if from := p.Start.Seconds(); !from.IsZero() {
		when := from.In(zone).Format("2006-01-02 15:04")
		if to := p.End.Seconds(); !to.IsZero() {
			when += "–" + to.In(zone).Format("15:04")
		}
		parts = append(parts, when+" "+zone.String())
	}
	return strings.Trim(strings.Join(parts, " · "), " ·")
}
