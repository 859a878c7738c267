package instagram

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/channel/meta"
)

var errShape = errors.New("instagram: the body is not what Instagram sends")

// Decode implements channel.Adapter. Events come as entry[].messaging[], entry[].standby[] (another app has the thread)
// and entry[].changes[]; the test button of Meta's dashboard sends a bare change.
func (*Adapter) Decode(raw []byte) ([]channel.Event, error) {
	var b body
	if err := json.Unmarshal(raw, &b); err != nil {
		return nil, errShape
	}
	if b.Object == "" && b.Field != "" {
		return []channel.Event{ofChange("", raw)}, nil
	}
	if b.Object != "instagram" {
		return nil, errShape
	}
	var events []channel.Event
	for _, raw := range b.Entry {
		var e entry
		if err := json.Unmarshal(raw, &e); err != nil {
			events = append(events, unknown("", raw))
			continue
		}
		account, before := string(e.ID), len(events)
		for _, raw := range e.Messaging {
			events = append(events, ofHappening(account, raw))
		}
		for _, raw := range e.Standby {
			ev := ofHappening(account, raw)
			ev.Standby = true
			events = append(events, ev)
		}
		for _, raw := range e.Changes {
			events = append(events, ofChange(account, raw))
		}
		if len(events) == before {
			events = append(events, unknown(account, raw))
		}
	}
	return events, nil
}

// unknown is what is kept and not understood.
func unknown(account string, raw json.RawMessage) channel.Event {
	return channel.Event{Kind: channel.EventUnknown, Account: account, Raw: raw}
}

// ofChange reads an event in the shape of the dashboard's tests, which is also that of comments. A message in it is read
// like any other, but that a test names the account 0, or none.
func ofChange(account string, raw json.RawMessage) channel.Event {
	var c change
	if err := json.Unmarshal(raw, &c); err != nil || c.Field != "messages" {
		return unknown(account, raw)
	}
	ev := ofHappening(account, c.Value)
	ev.Raw = raw
	if account == "" || account == "0" {
		return channel.Event{Kind: channel.EventTest, Account: account, Key: ev.Key, At: ev.At, Text: ev.Text, Raw: raw}
	}
	return ev
}

// ofHappening reads one event. Whoever is not the account is the guest: what the account itself does, in Instagram's app
// or by us, names the guest as its recipient, and is an echo whatever it is.
func ofHappening(account string, raw json.RawMessage) channel.Event {
	var h happening
	if err := json.Unmarshal(raw, &h); err != nil {
		return unknown(account, raw)
	}
	echo := h.Message != nil && h.Message.Echo
	if account == "" {
		if account = string(h.Recipient.ID); echo {
			account = string(h.Sender.ID)
		}
	}
	if account == "" {
		return unknown("", raw)
	}
	ev := channel.Event{Account: account, At: moment(h.Timestamp), Raw: raw}
	guest := h.Sender
	if echo || string(h.Sender.ID) == account {
		guest = h.Recipient
		ev.Echo = &channel.Echo{}
	}
	if guest.ID != "" {
		ev.Guest = channel.Guest{IDs: []string{string(guest.ID)}, Username: string(guest.Username)}
	}
	if !h.read(&ev) {
		return unknown(account, raw)
	}
	// Without a guest there is nobody whose conversation it could be.
	if len(ev.Guest.IDs) == 0 && ev.Kind != channel.EventAccount && ev.Kind != channel.EventTest {
		return unknown(account, raw)
	}
	return ev
}

// moment is a time in milliseconds, or in seconds as the dashboard's tests write it.
func moment(t meta.Int) time.Time {
	if t < 100_000_000_000 {
		return t.Seconds()
	}
	return t.Millis()
}

// read fills in what happened; it reports whether anything known did.
func (h *happening) read(ev *channel.Event) bool {
	switch {
	case h.Message != nil:
		return h.Message.read(ev)
	case h.Postback != nil:
		return h.Postback.read(ev)
	case h.Reaction != nil:
		return h.Reaction.read(ev)
	case h.Edit != nil && h.Edit.MID != "":
		ev.Kind, ev.ID, ev.Text, ev.Revision = channel.EventEdit, string(h.Edit.MID), string(h.Edit.Text), int(h.Edit.Revision)
		ev.Key = fmt.Sprintf("edit:%s:%d", ev.ID, ev.Revision)
	case h.Read != nil && h.Read.MID != "":
		ev.Kind, ev.ID, ev.Key = channel.EventRead, string(h.Read.MID), "read:"+string(h.Read.MID)
	case h.Referral != nil:
		ev.Kind = channel.EventReferral
		h.Referral.read(ev)
		ev.Key = join("referral", guestOf(ev), stampOf(ev), ev.Referral.Ref)
	case h.Policy != nil:
		ev.Kind = channel.EventAccount
		ev.Notice = &channel.Notice{Kind: "policy_" + string(h.Policy.Action), Text: string(h.Policy.Reason)}
		ev.Key = join("policy", stampOf(ev), string(h.Policy.Action))
	case h.Pass != nil:
		return h.Pass.read(ev, "pass")
	case h.Take != nil:
		return h.Take.read(ev, "take")
	case h.Request != nil:
		return h.Request.read(ev, "request")
	default:
		return false
	}
	return true
}

func guestOf(ev *channel.Event) string { return strings.Join(ev.Guest.IDs, ",") }

func stampOf(ev *channel.Event) string {
	if ev.At.IsZero() {
		return ""
	}
	return fmt.Sprint(ev.At.UnixMilli())
}

func join(parts ...string) string { return strings.Join(parts, ":") }

func (m *message) read(ev *channel.Event) bool {
	if m.MID == "" {
		return false
	}
	ev.ID, ev.Key = string(m.MID), string(m.MID)
	switch {
	case m.Self:
		// The account wrote to itself: Meta's own way of trying out a webhook.
		ev.Kind, ev.Guest, ev.Echo = channel.EventTest, channel.Guest{}, nil
		return true
	case m.Deleted:
		ev.Kind, ev.Key = channel.EventUnsend, "unsend:"+ev.ID
		return true
	}
	ev.Kind, ev.Text = channel.EventMessage, string(m.Text)
	if ev.Echo != nil {
		ev.Kind = channel.EventEcho
		ev.Echo.App, ev.Echo.Ours = string(m.App), string(m.Metadata)
	}
	ev.Unsupported = m.Unsupported
	if m.QuickReply != nil {
		ev.Choice = string(m.QuickReply.Payload)
	}
	if r := m.ReplyTo; r != nil {
		ev.ReplyTo = string(r.MID)
		if r.Story != nil {
			ev.Shared = append(ev.Shared, channel.Shared{Kind: "story_reply", URL: string(r.Story.URL), ID: string(r.Story.ID)})
		}
	}
	if m.Referral != nil {
		m.Referral.read(ev)
	}
	attach(ev, m.Attachments)
	return true
}

func (p *postback) read(ev *channel.Event) bool {
	ev.Kind, ev.ID, ev.Text, ev.Choice = channel.EventMessage, string(p.MID), string(p.Title), string(p.Payload)
	if ev.Key = ev.ID; ev.Key == "" {
		ev.Key = join("postback", guestOf(ev), stampOf(ev), ev.Choice)
	}
	if p.Referral != nil {
		p.Referral.read(ev)
	}
	return true
}

func (r *reaction) read(ev *channel.Event) bool {
	if r.MID == "" || r.Action != "react" && r.Action != "unreact" {
		return false
	}
	ev.Kind, ev.ID = channel.EventReaction, string(r.MID)
	if r.Action == "react" {
		if ev.Emoji = string(r.Emoji); ev.Emoji == "" {
			ev.Emoji = emoji(string(r.Name))
		}
	}
	by := "guest"
	if ev.Echo != nil {
		by = "account"
	}
	ev.Key = join("reaction", ev.ID, by, r.Action, stampOf(ev), ev.Emoji)
	return true
}

// emoji is the sign of a reaction that came with its name alone.
func emoji(name string) string {
	signs := map[string]string{"smile": "😆", "angry": "😠", "sad": "😢", "wow": "😮", "love": "❤️", "like": "👍", "dislike": "👎"}
	if sign, ok := signs[name]; ok {
		return sign
	}
	return "❤️"
}

func (r *referral) read(ev *channel.Event) {
	ev.Referral = &channel.Referral{Source: string(r.Source), Ref: string(r.Ref), AdID: string(r.AdID), Title: string(r.Ad.Title), URL: string(r.Address)}
	if r.Product.ID != "" {
		ev.Shared = append(ev.Shared, channel.Shared{Kind: "product", ID: string(r.Product.ID)})
	}
}

func (c *control) read(ev *channel.Event, how string) bool {
	ev.Kind = channel.EventThread
	ev.Thread = &channel.Thread{Owner: string(c.Owner)}
	if how == "request" {
		ev.Thread = &channel.Thread{Owner: string(c.Asks), Asked: true}
	}
	ev.Key = join("thread", guestOf(ev), how, stampOf(ev), ev.Thread.Owner)
	return true
}
