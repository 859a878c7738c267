package whatsapp

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"deskbell/internal/channel"
)

// envelope is a webhook's body. https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
type envelope struct {
	Object text `json:"object"`
	Entry  list `json:"entry"`
}

type entry struct {
	ID      text `json:"id"` // of the WhatsApp Business Account
	Time    text `json:"time"`
	Changes list `json:"changes"`
}

type change struct {
	Field text            `json:"field"`
	Value json.RawMessage `json:"value"`
}

// value is what a change holds of messages; of the further fields only some are set.
type value struct {
	Metadata struct {
		Number  text `json:"display_phone_number"`
		PhoneID text `json:"phone_number_id"`
	} `json:"metadata"`
	Contacts list `json:"contacts"`
	Messages list `json:"messages"`
	Echoes   list `json:"message_echoes"`
	Statuses list `json:"statuses"`
	Errors   list `json:"errors"`
	History  list `json:"history"`

	Standby *struct {
		Contacts list `json:"contacts"`
		Messages list `json:"messages"`
		Echoes   list `json:"message_echoes"`
		Statuses list `json:"statuses"`
		Errors   list `json:"errors"`
	} `json:"standby"`
}

// Decode reads a webhook's body. It is an error only where the body is no JSON object, or one of another of Meta's
// products; everything inside is taken piece by piece.
func (a *Adapter) Decode(body []byte) ([]channel.Event, error) { return decode(body) }

func decode(body []byte) ([]channel.Event, error) {
	if !json.Valid(body) {
		return nil, errors.New("whatsapp: the body is no JSON")
	}
	var env struct {
		envelope
		change
	}
	if err := json.Unmarshal(body, &env); err != nil {
		return nil, fmt.Errorf("whatsapp: the body is no JSON object: %w", err)
	}
	var d decoder
	switch {
	case env.Object == object || env.Object == "" && env.Entry != nil:
		for _, raw := range env.Entry {
			d.entry(raw)
		}
	case env.Object == "" && env.Field != "": // a dashboard's sample, without its envelope
		d.test = true
		d.change(entry{}, body)
	default:
		return nil, fmt.Errorf("whatsapp: the body is of the object %q", cut(string(env.Object), 50))
	}
	return d.events, nil
}

const object = "whatsapp_business_account"

// decoder collects the events of one body. Its further fields say what is being read.
type decoder struct {
	events []channel.Event

	test    bool   // sent by a dashboard's button
	account string // phone number id, else that of the WhatsApp Business Account
	number  string // the account's own, digits only
	standby bool
	old     bool
	people  []channel.Guest
}

func (d *decoder) add(e channel.Event) {
	if e.Account == "" {
		e.Account = d.account
	}
	e.Standby, e.Old = d.standby, d.old
	if e.Account == "" && e.Kind != channel.EventUnknown {
		e = channel.Event{Kind: channel.EventUnknown, Key: fingerprint(e.Raw), Raw: e.Raw} // nobody's
	}
	if d.test && e.Kind != channel.EventUnknown {
		e = channel.Event{Kind: channel.EventTest, Account: e.Account, Key: e.Key, At: e.At, Raw: e.Raw}
	}
	d.events = append(d.events, e)
}

func (d *decoder) unknown(raw json.RawMessage) {
	d.add(channel.Event{Kind: channel.EventUnknown, Key: fingerprint(raw), Raw: raw})
}

func (d *decoder) entry(raw json.RawMessage) {
	e := read[entry](raw)
	if e.Changes == nil {
		d.account = e.ID.id()
		d.unknown(raw)
		return
	}
	for _, c := range e.Changes {
		// The dashboard's button sends a real shape from an account that is none.
		d.test = e.ID == "0"
		d.change(e, c)
	}
}

// change reads one change by its field.
func (d *decoder) change(e entry, raw json.RawMessage) {
	c := read[change](raw)
	v := read[value](c.Value)
	d.account, d.number = v.Metadata.PhoneID.id(), digits(string(v.Metadata.Number))
	if d.account == "" {
		d.account = e.ID.id()
	}
	d.standby, d.old = false, false
	before := len(d.events)
	switch c.Field {
	case "messages", "message_echoes", "smb_message_echoes":
		d.people = guests(v.Contacts)
		d.messages(v.Messages)
		d.echoes(v.Echoes)
		d.statuses(v.Statuses)
		d.errors(v.Errors)
	case "standby":
		if s := v.Standby; s != nil {
			d.standby, d.people = true, guests(s.Contacts)
			d.messages(s.Messages)
			d.standbyEchoes(s.Echoes)
			d.statuses(s.Statuses)
			d.errors(s.Errors)
		}
	case "history":
		d.old, d.people = true, guests(v.Contacts)
		d.history(v.History)
		d.messages(v.Messages) // the files of a history come after it
		d.echoes(v.Echoes)
		d.errors(v.Errors)
	case "messaging_handovers":
		d.handover(c.Value)
	default:
		if notice := accountNotice(string(c.Field), c.Value); notice != nil {
			// Such a change names no number: it is about all of the business account, or says which in its own way. Without a
			// time nothing tells a repeat from the same thing happening again.
			key := ""
			notice.Shared = v.Metadata.PhoneID == ""
			if e.Time != "" {
				key = fingerprint(raw, []byte(e.Time))
			}
			d.add(channel.Event{Kind: channel.EventAccount, Key: key, At: e.Time.seconds(), Notice: notice, Raw: raw})
		}
	}
	if len(d.events) == before {
		d.unknown(raw)
	}
}

// person is one of contacts[].
type person struct {
	WaID    text `json:"wa_id"`
	UserID  text `json:"user_id"`
	Parent  text `json:"parent_user_id"`
	Profile struct {
		Name     text `json:"name"`
		Username text `json:"username"`
	} `json:"profile"`
}

func guests(contacts list) []channel.Guest {
	var all []channel.Guest
	for _, raw := range contacts {
		p := read[person](raw)
		g := guest(p.UserID, p.Parent, p.WaID)
		g.Name, g.Username = p.Profile.Name.short(), p.Profile.Username.short()
		all = append(all, g)
	}
	return all
}

// guest is somebody by the ids that a payload names. The business-scoped id comes first: a person who took a username has
// no other, and it does not change its form as numbers do.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
func guest(userID, parent, waID text) channel.Guest {
	var g channel.Guest
	number := waID.id()
	if n := digits(number); n != "" {
		number, g.Phone = n, "+"+n
	}
	for _, id := range []string{userID.id(), parent.id(), number} {
		if id != "" {
			g.IDs = append(g.IDs, id)
		}
	}
	return g
}

// digits are those of a number; "" where it holds something that no number is written with, for an id must not turn
// into another one.
func digits(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case strings.ContainsRune("+-() .\u00a0\u202f", r):
		default:
			return ""
		}
	}
	return b.String()
}

// named is g with what contacts[] say of the same person. Where the payload's one message names nobody, its one contact
// is who wrote it.
func (d *decoder) named(g channel.Guest, alone bool) channel.Guest {
	for _, p := range d.people {
		if len(g.IDs) > 0 && !meet(g.IDs, p.IDs) || len(g.IDs) == 0 && !(alone && len(d.people) == 1) {
			continue
		}
		p.IDs = steadiest(g.IDs, p.IDs)
		if p.Phone == "" {
			p.Phone = g.Phone
		}
		return p
	}
	return g
}

func meet(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

// steadiest joins ids without repeats: those with letters or dots (business-scoped ones) before numbers.
func steadiest(lists ...[]string) []string {
	var scoped, numbers []string
	seen := map[string]bool{}
	for _, l := range lists {
		for _, id := range l {
			switch {
			case seen[id]:
			case digits(id) == id:
				numbers = append(numbers, id)
			default:
				scoped = append(scoped, id)
			}
			seen[id] = true
		}
	}
	return append(scoped, numbers...)
}
