package instagram

import (
	"encoding/json"
	"slices"

	"deskbell/internal/channel"
)

// uploads are what a guest sent of their own. Everything else that is attached belongs to somebody, and stops working
// when its owner deletes it or a story ends: of that a link is kept, never a copy, as Meta's reviewers demand.
var uploads = map[string]channel.MediaKind{
	"image": channel.MediaImage, "video": channel.MediaVideo, "audio": channel.MediaAudio, "file": channel.MediaFile,
	"sticker": channel.MediaSticker, "like_heart": channel.MediaSticker,
}

var shares = map[string]string{
	"story_mention": "story_mention", "story": "story", "ig_story": "story",
	"share": "post", "ig_post": "post", "post": "post", "media": "post",
	"reel": "reel", "ig_reel": "reel",
}

// attach reads the attachments of a message. What has no address, such as a picture that may be seen once, cannot be had.
func attach(ev *channel.Event, list []json.RawMessage) {
	var all []attachment
	for _, raw := range list {
		var a attachment
		if err := json.Unmarshal(raw, &a); err != nil {
			ev.Unsupported = true
			continue
		}
		all = append(all, a)
	}
	for _, a := range withoutTwins(all) {
		url, title := string(a.Payload.URL), string(a.Payload.Title)
		kind, own := uploads[a.Type]
		shared, known := shares[a.Type]
		switch {
		case url == "":
			ev.Unsupported = true
		case own:
			ev.Media = append(ev.Media, channel.Media{URL: url, Kind: kind, Name: title, Voice: kind == channel.MediaAudio})
		case known:
			ev.Shared = append(ev.Shared, channel.Shared{Kind: shared, Title: title, URL: url, ID: a.id()})
		default:
			ev.Shared = append(ev.Shared, channel.Shared{Kind: "link", Title: title, URL: url, ID: a.id()})
		}
	}
}

func (a *attachment) id() string {
	for _, id := range []string{string(a.Payload.Post), string(a.Payload.Reel), string(a.Payload.Story)} {
		if id != "" {
			return id
		}
	}
	return string(a.Payload.ID)
}

// withoutTwins drops the older form of a shared post, share, for each newer one, ig_post: since November 2025 both come,
// and the older one goes.
func withoutTwins(list []attachment) []attachment {
	out := slices.Clone(list)
	for _, a := range list {
		if a.Type != "ig_post" {
			continue
		}
		twin := slices.IndexFunc(out, func(b attachment) bool { return b.Type == "share" && b.Payload.URL == a.Payload.URL })
		if twin < 0 {
			twin = slices.IndexFunc(out, func(b attachment) bool { return b.Type == "share" })
		}
		if twin >= 0 {
			out = slices.Delete(out, twin, twin+1)
		}
	}
	return out
}
