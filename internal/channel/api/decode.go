package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"deskbell/internal/channel"
)

// eventsMost is how many events a body may hold. A million empty ones fit into it, and would be gigabytes once decoded.
const eventsMost = 1000

var (
	errShape = errors.New("api: the body is neither an event nor a list of events")
	errMany  = fmt.Errorf("api: the body holds more than %d events", eventsMost)
)

// anyAccount stands for the account of a body that names none: where a token has one account only, it is that.
const anyAccount = "default"

// Decode implements channel.Adapter. A body is one event, or an object with a list of events; an account that stands
// beside the list is that of all events that name none.
func (*Adapter) Decode(raw []byte) ([]channel.Event, error) {
	var b body
	if err := json.Unmarshal(raw, &b); err != nil {
		return nil, errShape
	}
	if b.Events == nil {
		if b.Type == "" {
			return nil, errShape
		}
		return []channel.Event{decode("", raw)}, nil
	}
	if len(b.Events) > eventsMost {
		return nil, errMany
	}
	events := make([]channel.Event, 0, len(b.Events))
	for _, raw := range b.Events {
		events = append(events, decode(string(b.Account), raw))
	}
	return events, nil
}

// kinds read what happened, by its name. They report whether it says what it must.
var kinds = map[string]func(h *happening, ev *channel.Event) bool{
	"message":  (*happening).message,
	"echo":     (*happening).echo,
	"status":   (*happening).status,
	"read":     (*happening).read,
	"typing":   (*happening).typing,
	"reaction": (*happening).reaction,
	"edit":     (*happening).edit,
	"unsend":   (*happening).unsend,
	"test":     (*happening).test,
}

// decode reads one event. What is not understood, or names no guest, is kept.
func decode(account string, raw json.RawMessage) channel.Event {
	var h happening
	err := json.Unmarshal(raw, &h)
	if h.Account != "" {
		account = string(h.Account)
	}
	if account == "" {
		account = anyAccount
	}
	unknown := channel.Event{Kind: channel.EventUnknown, Account: account, Raw: raw}
	read := kinds[h.Type]
	if err != nil || read == nil || h.tooLong() {
		return unknown
	}
	ev := channel.Event{Account: account, At: h.At.Time, Raw: raw}
	if h.Guest.ID != "" {
		ev.Guest = channel.Guest{IDs: []string{string(h.Guest.ID)}, Name: h.Guest.Name, Username: h.Guest.Username,
			Phone: string(h.Guest.Phone), Picture: h.Guest.Picture}
	}
	if !read(&h, &ev) || ev.Kind != channel.EventTest && ev.Key == "" {
		return unknown
	}
	if len(ev.Guest.IDs) == 0 && ev.Kind != channel.EventTest && ev.Kind != channel.EventStatus {
		return unknown
	}
	return ev
}

// Whoever posts may be anybody's program: ids are no longer than this, and a message has at most so many of each thing
// that is attached.
const (
	idMax     = 200
	attachMax = 30
)

func (h *happening) tooLong() bool {
	for _, id := range []word{h.Account, h.ID, h.Guest.ID, h.Message, h.Delivery, h.ReplyTo, h.Choice} {
		if len(id) > idMax {
			return true
		}
	}
	return len(h.Media) > attachMax || len(h.Cards) > attachMax || len(h.Shared) > attachMax
}

// key tells an event from others of its kind; it is empty if nothing does.
func key(ev *channel.Event, parts ...string) string {
	if strings.Join(parts, "") == "" {
		return ""
	}
	if !ev.At.IsZero() {
		parts = append(parts, ev.At.Format(time.RFC3339Nano))
	}
	return string(ev.Kind) + ":" + strings.Join(parts, ":")
}

func (h *happening) message(ev *channel.Event) bool {
	ev.Kind, ev.ID, ev.Key = channel.EventMessage, string(h.ID), string(h.ID)
	ev.Text, ev.Choice, ev.ReplyTo, ev.Old = h.Text, string(h.Choice), string(h.ReplyTo), h.Old
	for _, m := range h.Media {
		if m.URL != "" {
			ev.Media = append(ev.Media, m.read())
		}
	}
	for _, c := range h.Cards {
		if phones, mails := words(c.Phones), words(c.Mails); c.Name != "" || len(phones)+len(mails) > 0 {
			ev.Cards = append(ev.Cards, channel.Card{Name: c.Name, Phones: phones, Mails: mails})
		}
	}
	for _, s := range h.Shared {
		if s.Title == "" && s.URL == "" && s.ID == "" {
			continue
		}
		ev.Shared = append(ev.Shared, channel.Shared{Kind: sharedKind(s.Kind), Title: s.Title, URL: s.URL, ID: string(s.ID)})
	}
	if p := h.Place; p != nil {
		ev.Place = p.read()
	}
	return ev.ID != ""
}

// echo is what somebody or something else answered to the guest: it says the same as a message, and whether a program
// wrote it.
func (h *happening) echo(ev *channel.Event) bool {
	ok := h.message(ev)
	ev.Kind, ev.Choice, ev.Echo = channel.EventEcho, "", &channel.Echo{Ours: string(h.Delivery), Automatic: h.Automatic}
	return ok
}

var states = map[string]channel.State{
	"sent": channel.StateSent, "delivered": channel.StateDelivered, "read": channel.StateRead, "played": channel.StatePlayed, "failed": channel.StateFailed,
}

func (h *happening) status(ev *channel.Event) bool {
	ev.Kind, ev.ID = channel.EventStatus, string(h.Message)
	ev.Status = &channel.Status{State: states[h.State], Ours: string(h.Delivery)}
	if ev.Status.State == channel.StateFailed {
		f := h.Error.failure()
		ev.Status.Failure = &f
	}
	if ev.ID == "" && ev.Status.Ours == "" {
		return false
	}
	ev.Key = "status:" + ev.ID + ":" + ev.Status.Ours + ":" + h.State
	return ev.Status.State != 0
}

// read names the newest message that the guest has read, or until when all are.
func (h *happening) read(ev *channel.Event) bool {
	ev.Kind, ev.ID = channel.EventRead, string(h.Message)
	if !h.Before.IsZero() {
		ev.Status = &channel.Status{State: channel.StateRead, Before: h.Before.Time}
		ev.Key = key(ev, string(h.Guest.ID), h.Before.Format(time.RFC3339Nano))
		return true
	}
	ev.Key = key(ev, ev.ID)
	return ev.ID != ""
}

func (h *happening) typing(ev *channel.Event) bool {
	ev.Kind = channel.EventTyping
	ev.Key = key(ev, string(h.Guest.ID))
	return true
}

func (h *happening) reaction(ev *channel.Event) bool {
	ev.Kind, ev.ID, ev.Emoji = channel.EventReaction, string(h.Message), h.Emoji
	ev.Key = key(ev, ev.ID, string(h.Guest.ID), h.Emoji)
	return ev.ID != ""
}

func (h *happening) edit(ev *channel.Event) bool {
	ev.Kind, ev.ID, ev.Text, ev.Revision = channel.EventEdit, string(h.Message), h.Text, int(h.Revision.number())
	ev.Key = key(ev, ev.ID, strconv.Itoa(ev.Revision))
	return ev.ID != ""
}

func (h *happening) unsend(ev *channel.Event) bool {
	ev.Kind, ev.ID = channel.EventUnsend, string(h.Message)
	ev.Key = "unsend:" + ev.ID
	return ev.ID != ""
}

func (h *happening) test(ev *channel.Event) bool {
	ev.Kind, ev.Text = channel.EventTest, h.Text
	return true
}

var mediaKinds = map[string]channel.MediaKind{
	"image": channel.MediaImage, "audio": channel.MediaAudio, "video": channel.MediaVideo, "file": channel.MediaFile, "sticker": channel.MediaSticker,
}

// read takes what no kind is named of by its type.
func (m *media) read() channel.Media {
	kind, ok := mediaKinds[m.Kind]
	if !ok {
		family, _, _ := strings.Cut(m.Type, "/")
		if kind, ok = mediaKinds[family]; !ok {
			kind = channel.MediaFile
		}
	}
	return channel.Media{URL: m.URL, Kind: kind, Type: m.Type, Name: m.Name, Size: max(0, m.Size.number()), Voice: m.Voice, LinkOnly: m.Link}
}

func (p *place) read() *channel.Place {
	lat, err := p.Latitude.Float64()
	long, err2 := p.Longitude.Float64()
	if err != nil || err2 != nil || lat < -90 || lat > 90 || long < -180 || long > 180 {
		return nil
	}
	return &channel.Place{Latitude: lat, Longitude: long, Name: p.Name, Address: p.Address, URL: p.URL}
}

// sharedKind is a kind that screens know; what is none is a link.
func sharedKind(kind string) string {
	switch kind {
	case "story", "story_mention", "story_reply", "post", "reel", "product", "order", "booking", "form":
		return kind
	}
	return "link"
}

func words(list []word) []string {
	var out []string
	for _, w := range list {
		if w != "" {
			out = append(out, string(w))
		}
	}
	return out
}
