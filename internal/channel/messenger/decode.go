package messenger

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/channel/meta"
)

var errShape = errors.New("messenger: the body is not what Messenger sends")

// Decode implements channel.Adapter. Events come as entry[].messaging[], entry[].standby[] (another app has the thread)
// and entry[].changes[]; the test button of Meta's dashboard sends a bare change.
func (*Adapter) Decode(body []byte) ([]channel.Event, error) {
	var top struct {
		Object meta.Text       `json:"object"`
		Entry  json.RawMessage `json:"entry"`
		Field  meta.Text       `json:"field"`
	}
	if json.Unmarshal(body, &top) != nil {
		return nil, errShape
	}
	if top.Object == "" && top.Field != "" {
		return []channel.Event{ofChange("", time.Time{}, body)}, nil
	}
	if top.Object != object {
		return nil, errShape
	}
	var events []channel.Event
	for _, raw := range meta.Elements(top.Entry) {
		var e entry
		if json.Unmarshal(raw, &e) != nil {
			events = append(events, channel.Event{Kind: channel.EventUnknown, Raw: raw})
			continue
		}
		account, at, before := string(e.ID), e.Time.Millis(), len(events)
		for _, raw := range meta.Elements(e.Messaging) {
			events = append(events, ofIncoming(account, at, false, raw)...)
		}
		for _, raw := range meta.Elements(e.Standby) {
			events = append(events, ofIncoming(account, at, true, raw)...)
		}
		for _, raw := range meta.Elements(e.Changes) {
			events = append(events, ofChange(account, at, raw))
		}
		if len(events) == before {
			events = append(events, channel.Event{Kind: channel.EventUnknown, Account: account, At: at, Raw: raw})
		}
	}
	return events, nil
}

// ofChange reads what comes in another shape: fields of the Page that are not messages, and messages that the dashboard's
// test button makes up.
func ofChange(account string, at time.Time, raw json.RawMessage) channel.Event {
	e := channel.Event{Kind: channel.EventUnknown, Account: account, At: at, Raw: raw}
	var c struct {
		Field meta.Text `json:"field"`
	}
	if json.Unmarshal(raw, &c) != nil {
		return e
	}
	for _, f := range Fields {
		if string(c.Field) == f {
			e.Kind = channel.EventTest
		}
	}
	return e
}

// ofIncoming reads one element. A message that came by a referral is two events: how the guest came, and what they said.
func ofIncoming(account string, at time.Time, standby bool, raw json.RawMessage) []channel.Event {
	e := channel.Event{Kind: channel.EventUnknown, Account: account, At: at, Standby: standby, Raw: raw}
	var in incoming
	if json.Unmarshal(raw, &in) != nil {
		return []channel.Event{e}
	}
	if t := in.Timestamp.Millis(); !t.IsZero() {
		e.At = t
	}
	// What the Page itself did names the guest as its recipient.
	guest := in.Sender.ID
	if in.Message != nil && in.Message.Echo || account != "" && string(guest) == account {
		guest = in.Recipient.ID
	}
	if guest != "" {
		e.Guest.IDs = []string{string(guest)}
	}
	in.read(&e)
	// Without a key it could not be told from its repeat, and without a guest it belongs nowhere.
	if e.Key == "" || e.Account == "" || len(e.Guest.IDs) == 0 && e.Kind != channel.EventAccount {
		return []channel.Event{{Kind: channel.EventUnknown, Account: account, Guest: e.Guest, At: e.At, Standby: standby, Raw: raw}}
	}
	if e.Referral == nil || e.Kind == channel.EventReferral {
		return []channel.Event{e}
	}
	came := channel.Event{Kind: channel.EventReferral, Account: account, Guest: e.Guest, Key: "referral:" + e.Key, At: e.At,
		Standby: standby, ID: e.ID, Referral: e.Referral, Raw: raw}
	e.Referral = nil
	return []channel.Event{came, e}
}

// read fills in what happened, if it is known.
func (in *incoming) read(e *channel.Event) {
	guest := string(in.Sender.ID)
	switch {
	case in.Message != nil:
		in.Message.read(e)
	case in.Postback != nil:
		p := in.Postback
		e.Kind, e.ID, e.Text, e.Choice, e.Referral = channel.EventMessage, string(p.MID), string(p.Title), string(p.Payload), p.Referral.event()
		if e.Key = e.ID; e.Key == "" && !e.At.IsZero() {
			e.Key = join("postback", guest, stamp(e.At), e.Choice)
		}
	case in.Reaction != nil && in.Reaction.MID != "":
		e.Kind, e.ID, e.Emoji = channel.EventReaction, string(in.Reaction.MID), in.Reaction.sign()
		e.Key = join("reaction", e.ID, guest, string(in.Reaction.Action), stamp(e.At))
	case in.Edit != nil && in.Edit.MID != "":
		e.Kind, e.ID, e.Text, e.Revision = channel.EventEdit, string(in.Edit.MID), string(in.Edit.Text), int(in.Edit.Num)
		e.Key = join("edit", e.ID, strconv.Itoa(e.Revision))
	case in.Delivery != nil:
		in.delivered(e)
	case in.Read != nil && in.Read.Watermark != 0:
		e.Kind = channel.EventRead
		e.Status = &channel.Status{State: channel.StateRead, Before: in.Read.Watermark.Millis()}
		if !e.Status.Before.IsZero() {
			e.Key = join("read", guest, stamp(e.Status.Before))
		}
	case in.Referral != nil:
		e.Kind, e.Referral = channel.EventReferral, in.Referral.event()
		e.Key = join("referral", guest, e.Referral.Ref, e.Referral.AdID, stamp(e.At))
	case in.Pass != nil:
		in.Pass.read(e, "pass", guest)
	case in.Take != nil:
		in.Take.read(e, "take", guest)
	case in.Request != nil:
		in.Request.read(e, "request", guest)
	case in.Policy != nil:
		e.Kind = channel.EventAccount
		e.Notice = &channel.Notice{Kind: "policy_" + string(in.Policy.Action), Text: string(in.Policy.Reason)}
		e.Key = join("policy", string(in.Policy.Action), stamp(e.At))
	case in.Roles != nil:
		e.Kind, e.Notice, e.Key = channel.EventAccount, &channel.Notice{Kind: "app_roles"}, join("roles", stamp(e.At))
	}
}

// delivered: everything up to the watermark arrived, and the messages that are named, if any are.
func (in *incoming) delivered(e *channel.Event) {
	s := &channel.Status{State: channel.StateDelivered, Before: in.Delivery.Watermark.Millis()}
	for _, raw := range meta.Elements(in.Delivery.MIDs) {
		var id meta.ID
		if json.Unmarshal(raw, &id) == nil && id != "" {
			s.IDs = append(s.IDs, string(id))
		}
	}
	if s.Before.IsZero() && len(s.IDs) == 0 {
		return
	}
	e.Kind, e.Status = channel.EventStatus, s
	e.Key = join("delivered", string(in.Sender.ID), stamp(s.Before), strings.Join(s.IDs, ","))
	if len(s.IDs) > 0 {
		e.ID = s.IDs[0]
	}
}

func (m *message) read(e *channel.Event) {
	e.ID, e.Key = string(m.MID), string(m.MID)
	if m.Deleted {
		e.Kind = channel.EventUnsend
		if e.Key != "" {
			e.Key = join("unsend", e.ID)
		}
		return
	}
	e.Kind, e.Text, e.Unsupported, e.Referral = channel.EventMessage, string(m.Text), m.Unsupported, m.Referral.event()
	if m.QuickReply != nil {
		e.Choice = string(m.QuickReply.Payload)
	}
	if m.ReplyTo != nil {
		e.ReplyTo = string(m.ReplyTo.MID)
	}
	attach(e, m.Attachments)
	if m.Echo {
		e.Kind, e.Referral = channel.EventEcho, nil
		e.Echo = &channel.Echo{App: string(m.App), Ours: string(m.Metadata), Automatic: m.automatic()}
	}
}

// inbox is the app under which people answer in Meta's own Page Inbox.
const inbox = "263902037430900"

// automatic reports whether an echo shows by itself that no person wrote it. Meta marks its instant replies and away
// messages in no way; but menus and cards are something that nobody can send from the inbox by hand.
func (m *message) automatic() bool {
	if m.App != "" && m.App != inbox || m.Text != "" || len(m.Attachments) == 0 {
		return false
	}
	for _, a := range m.Attachments {
		if a.Type != "template" && (a.Type != "fallback" || a.Payload.URL != "") {
			return false
		}
	}
	return true
}

func (r *referral) event() *channel.Referral {
	if r == nil {
		return nil
	}
	out := &channel.Referral{Source: string(r.Source), Ref: string(r.Ref), AdID: string(r.AdID), URL: string(r.Referer)}
	if r.Ad != nil {
		out.Title = string(r.Ad.Title)
	}
	return out
}

func (c *control) read(e *channel.Event, how, guest string) {
	e.Kind, e.Thread = channel.EventThread, &channel.Thread{Owner: string(c.After)}
	if how == "request" {
		e.Thread = &channel.Thread{Owner: string(c.Wants), Asked: true}
	}
	e.Key = join("thread", how, guest, e.Thread.Owner, stamp(e.At))
}

func join(parts ...string) string { return strings.Join(parts, ":") }

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return strconv.FormatInt(t.UnixMilli(), 10)
}
