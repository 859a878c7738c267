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

// accountFields are changes about the account, each with the part of its value that says what changed. None but these
// mean anything to an admin; the others are kept raw.
var accountFields = map[string][]string{
	"account_update":                     {"event", "ban_info", "restriction_info", "violation_info"},
	"account_alerts":                     {"alert_severity", "alert_type", "alert_description", "alert_info"},
	"account_review_update":              {"decision"},
	"account_settings_update":            {"type"},
	"business_capability_update":         {"max_daily_conversation_per_phone", "max_daily_conversations_per_business", "max_phone_numbers_per_business"},
	"business_username_updates":          {"status", "username"},
	"message_template_status_update":     {"event", "message_template_name", "message_template_language", "reason"},
	"message_template_quality_update":    {"new_quality_score", "message_template_name", "message_template_language"},
	"message_template_components_update": {"message_template_name", "message_template_language"},
	"phone_number_name_update":           {"decision", "requested_verified_name", "rejection_reason"},
	"phone_number_quality_update":        {"event", "current_limit", "display_phone_number"},
	"security":                           {"event", "requester"},
	"template_category_update":           {"new_category", "message_template_name", "message_template_language"},
}

// accountNotice words a change of the account; nil where the field is none of them.
func accountNotice(field string, raw json.RawMessage) *channel.Notice {
	keys, ok := accountFields[field]
	if !ok {
		return nil
	}
	v := read[map[string]json.RawMessage](raw)
	n := &channel.Notice{Kind: field}
	for _, k := range keys {
		said := read[text](v[k]).short()
		if said == "" && len(v[k]) > 0 && (v[k][0] == '{' || v[k][0] == '[') {
			said = cut(string(v[k]), 300)
		}
		if said == "" || said == "NONE" {
			continue
		}
		if n.Text != "" {
			n.Text += " · "
		}
		n.Text += said
	}
	return n
}

// failure reads an error out of a webhook.
func failure(raw json.RawMessage) *channel.Failure {
	return read[meta.Error](raw).Failure(meta.WhatsApp, 0)
}
