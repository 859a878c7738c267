package whatsapp

import (
	"encoding/json"

	"deskbell/internal/channel"
	"deskbell/internal/channel/meta"
)

// status is one of statuses[].
// https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
type status struct {
	ID              text     `json:"id"`
	Status          text     `json:"status"`
	Timestamp       text     `json:"timestamp"`
	Recipient       text     `json:"recipient_id"`
	RecipientUser   text     `json:"recipient_user_id"`
	RecipientParent text     `json:"recipient_parent_user_id"`
	RecipientType   text     `json:"recipient_type"`
	Ours            text     `json:"biz_opaque_callback_data"`
	Pricing         *pricing `json:"pricing"`
	Errors          list     `json:"errors"`
}

// pricing is how WhatsApp counts a message. https://developers.facebook.com/documentation/business-messaging/whatsapp/pricing
type pricing struct {
	Billable flag `json:"billable"` // deprecated: it may be true of what costs nothing
	Type     text `json:"type"`
	Category text `json:"category"`
}

// billed reports whether the message costs: by its type, where one is told.
func (p pricing) billed() bool {
	if p.Type != "" {
		return p.Type == "regular"
	}
	return bool(p.Billable)
}

var states = map[text]channel.State{
	"sent": channel.StateSent, "delivered": channel.StateDelivered, "read": channel.StateRead,
	"played": channel.StatePlayed, "failed": channel.StateFailed,
}

func (d *decoder) statuses(all list) {
	for _, raw := range all {
		s := read[status](raw)
		state, known := states[s.Status]
		if !known || s.ID.id() == "" || s.RecipientType == "group" {
			d.unknown(raw)
			continue
		}
		g := d.named(guest(s.RecipientUser, s.RecipientParent, s.Recipient), len(all) == 1)
		out := &channel.Status{State: state, IDs: []string{s.ID.id()}, Ours: s.Ours.id(), Recipient: g.IDs}
		if p := s.Pricing; p != nil {
			out.Category, out.Billable = p.Category.short(), p.billed()
		}
		if state == channel.StateFailed {
			out.Failure = &channel.Failure{Kind: channel.FailureRefused, Reason: channel.ReasonUnclear}
			for _, raw := range s.Errors {
				out.Failure = failure(raw)
				break
			}
		}
		d.add(channel.Event{Kind: channel.EventStatus, Guest: g, Key: s.ID.id() + ":" + string(s.Status), ID: s.ID.id(),
			At: s.Timestamp.seconds(), Status: out, Raw: raw})
	}
}

// errors are what the channel says about the account itself, outside of any message. Nothing tells their repeats.
func (d *decoder) errors(all list) {
	for _, raw := range all {
		d.add(channel.Event{Kind: channel.EventAccount, Notice: &channel.Notice{Kind: "error", Failure: failure(raw)}, Raw: raw})
	}
}

// failure reads an error out of a webhook.
func failure(raw json.RawMessage) *channel.Failure {
	return read[meta.Error](raw).Failure(meta.WhatsApp, 0)
}
