package whatsapp

import (
	"encoding/json"
	"slices"

	"deskbell/internal/channel"
)

// message is one of messages[] and message_echoes[], of any type.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
type message struct {
	ID         text `json:"id"`
	From       text `json:"from"`
	FromUser   text `json:"from_user_id"`
	FromParent text `json:"from_parent_user_id"`
	To         text `json:"to"`
	ToUser     text `json:"to_user_id"`
	ToParent   text `json:"to_parent_user_id"`
	Group      text `json:"group_id"`
	Timestamp  text `json:"timestamp"`
	content

	Context *struct {
		ID      text `json:"id"`
		Product *struct {
			Catalog text `json:"catalog_id"`
			ID      text `json:"product_retailer_id"`
		} `json:"referred_product"`
	} `json:"context"`
	Referral *struct {
		URL      text `json:"source_url"`
		ID       text `json:"source_id"`
		Type     text `json:"source_type"`
		Headline text `json:"headline"`
		Click    text `json:"ctwa_clid"`
	} `json:"referral"`
	Errors list `json:"errors"`
}

func (d *decoder) messages(all list) {
	for _, raw := range all {
		m := read[message](raw)
		g := d.named(guest(m.FromUser, m.FromParent, m.From), len(all) == 1)
		d.message(m, g, raw, nil)
	}
}

// echoes are what was written on the owner's phone (coexistence).
func (d *decoder) echoes(all list) {
	for _, raw := range all {
		m := read[message](raw)
		g := d.named(guest(m.ToUser, m.ToParent, m.To), len(all) == 1)
		d.message(m, g, raw, &channel.Echo{})
	}
}

// standbyEchoes are what Meta's own agent, which holds the thread, sent: the request's body as it was.
func (d *decoder) standbyEchoes(all list) {
	for _, raw := range all {
		outer := read[struct {
			ID        text            `json:"id"`
			Timestamp text            `json:"timestamp"`
			Message   json.RawMessage `json:"message"`
		}](raw)
		m := read[message](outer.Message)
		m.ID, m.Timestamp = outer.ID, outer.Timestamp
		recipient := read[struct {
			ID text `json:"recipient"`
		}](outer.Message)
		d.message(m, d.named(guest(recipient.ID, "", m.To), len(all) == 1), raw, &channel.Echo{Automatic: true})
	}
}

// history is what was said before the number was connected, handed over once.
func (d *decoder) history(all list) {
	for _, raw := range all {
		chunk := read[struct {
			Threads list `json:"threads"`
			Errors  list `json:"errors"`
		}](raw)
		d.errors(chunk.Errors) // the owner declined to share it
		for _, t := range chunk.Threads {
			thread := read[struct {
				ID       text `json:"id"`
				UserID   text `json:"user_id"`
				Messages list `json:"messages"`
			}](t)
			g := d.named(guest(thread.UserID, "", thread.ID), false)
			for _, raw := range thread.Messages {
				m := read[message](raw)
				if from := digits(string(m.From)); from != "" && from == d.number {
					d.message(m, g, raw, &channel.Echo{})
				} else {
					d.message(m, g, raw, nil)
				}
			}
		}
	}
}

// message makes the event of one message; echo is set where it is one of the account's own.
func (d *decoder) message(m message, g channel.Guest, raw json.RawMessage, echo *channel.Echo) {
	e := channel.Event{Kind: channel.EventMessage, Guest: g, Key: m.ID.id(), ID: m.ID.id(), At: m.Timestamp.seconds(), Echo: echo, Raw: raw}
	if echo != nil {
		e.Kind = channel.EventEcho
	}
	if e.Key == "" {
		e.Key = fingerprint(raw)
	}
	switch {
	case m.Type == "system":
		d.system(m, e)
		return
	case len(g.IDs) == 0, m.ID.id() == "", m.Group != "", slices.Contains(silent, string(m.Type)):
		// Nobody to answer; or no way to tell its repeat; or a group, which is no conversation with a guest.
		d.unknown(raw)
		return
	}
	if c := m.Context; c != nil {
		e.ReplyTo = c.ID.id()
		if p := c.Product; p != nil {
			e.Shared = append(e.Shared, channel.Shared{Kind: "product", ID: p.ID.id(), Title: p.ID.short()})
		}
	}
	if r := m.Referral; r != nil {
		e.Referral = &channel.Referral{Source: r.Type.short(), Ref: r.Click.id(), AdID: r.ID.id(), Title: r.Headline.short(), URL: string(r.URL)}
	}
	shared := e.Shared
	if !m.fill(&e) {
		// A guest wrote: that there is something which WhatsApp does not hand over is shown, not swallowed.
		e.Unsupported, e.Text = true, m.what()
	}
	if len(shared) > 0 && len(e.Shared) > 0 && e.Shared[0] != shared[0] {
		e.Shared = append(shared, e.Shared...)
	}
	for _, raw := range m.Errors {
		e.Notice = &channel.Notice{Kind: "message", Failure: failure(raw)}
		break
	}
	d.add(e)
}

// silent are types that say nothing of the guest's.
var silent = []string{"request_welcome", "errors"}

// what names an unsupported message.
func (m message) what() string {
	switch {
	case m.Unsupported != nil && m.Unsupported.Type != "" && m.Unsupported.Type != "unknown":
		return m.Unsupported.Type.short()
	case m.Type != "unsupported" && m.Type != "unknown":
		return m.Type.short()
	}
	return ""
}

// system is a change of who the guest is: the number that a person moved to, and the business-scoped id with it.
func (d *decoder) system(m message, e channel.Event) {
	s := m.System
	if s == nil || s.WaID == "" && s.UserID == "" {
		d.unknown(e.Raw)
		return
	}
	now := guest(s.UserID, s.Parent, s.WaID)
	e.Kind = channel.EventIdentity
	e.Guest.IDs = steadiest(e.Guest.IDs, now.IDs) // what became known last is last
	if now.Phone != "" {
		e.Guest.Phone = now.Phone
	}
	if len(e.Guest.IDs) < 2 {
		d.unknown(e.Raw)
		return
	}
	d.add(e)
}

// handover is a thread that changed hands between Meta's own agent and us.
func (d *decoder) handover(raw json.RawMessage) {
	v := read[struct {
		Recipient struct {
			PhoneID text `json:"phone_number_id"`
		} `json:"recipient"`
		Sender struct {
			Phone  text `json:"phone_number"`
			WaID   text `json:"wa_id"`
			UserID text `json:"user_id"`
		} `json:"sender"`
		Timestamp text            `json:"timestamp"`
		Passed    json.RawMessage `json:"control_passed"`
		Taken     json.RawMessage `json:"control_taken"`
		Requested json.RawMessage `json:"control_requested"`
	}](raw)
	who := v.Sender.WaID
	if who == "" {
		who = v.Sender.Phone
	}
	g := guest(v.Sender.UserID, "", who)
	e := channel.Event{Kind: channel.EventThread, Account: v.Recipient.PhoneID.id(), Guest: g, Key: fingerprint(raw), At: v.Timestamp.seconds(), Raw: raw}
	switch {
	case len(g.IDs) == 0:
		d.unknown(raw)
		return
	case v.Passed != nil: // to the app that is told
		e.Thread = &channel.Thread{Ours: true}
	case v.Taken != nil: // from the app that is told
		e.Thread = &channel.Thread{Owner: owner(v.Taken)}
	case v.Requested != nil:
		e.Thread = &channel.Thread{Owner: owner(v.Requested), Asked: true}
	default:
		d.unknown(raw)
		return
	}
	d.add(e)
}

func owner(raw json.RawMessage) string {
	v := read[struct {
		New text `json:"new_owner_app_id"`
		App text `json:"app_id"`
	}](raw)
	switch {
	case v.New.id() != "":
		return v.New.id()
	case v.App.id() != "":
		return v.App.id()
	}
	return "meta" // WhatsApp knows no other holder than Meta's agent
}
