package staff

import (
	"context"
	"maps"
	"time"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// Contact is a guest's identity on one channel. What guests say of themselves is not verified; an agent who has seen the
// booking says so, and then the assistant tells what is for guests with a booking.
type Contact struct {
	ID            string            `json:"id"`
	PropertyID    string            `json:"property_id"`
	Name          string            `json:"name,omitempty"`
	Email         string            `json:"email,omitempty"`
	Phone         string            `json:"phone,omitempty"`
	Language      string            `json:"language,omitempty"`
	Verified      bool              `json:"verified" doc:"The guest's booking is proven now."`
	Proof         *Proof            `json:"proof,omitempty" doc:"How, and until when."`
	FirstSeen     string            `json:"first_seen" format:"date-time"`
	LastSeen      string            `json:"last_seen,omitempty" format:"date-time"`
	Conversations []PastTalk        `json:"conversations"`
	Attributes    map[string]string `json:"attributes"`
	PageTrail     []PageSeen        `json:"page_trail" doc:"The newest last."`
	Device        string            `json:"device,omitempty"`
	Blocked       bool              `json:"blocked"`
	TimeZone      string            `json:"time_zone,omitempty"`
	LocalTime     string            `json:"local_time,omitempty" doc:"What the guest's clock shows now, with its offset."`
	Notes         string            `json:"notes,omitempty"`
}

// Proof is how it is proven that a guest has a booking, and until when that counts.
type Proof struct {
	By      string `json:"by" enum:"agent,link,form" doc:"Somebody at the desk has seen it; a link that the property signed; the guest named number, surname and arrival."`
	Booking string `json:"booking,omitempty" doc:"Its number."`
	Until   string `json:"until" format:"date-time"`
}

// PastTalk is one of a guest's conversations.
type PastTalk struct {
	ID        string `json:"id"`
	StartedAt string `json:"started_at" format:"date-time"`
	Status    string `json:"status" enum:"open,resolved"`
	Preview   string `json:"preview,omitempty"`
}

// PageSeen is a page that the guest looked at.
type PageSeen struct {
	URL   string `json:"url"`
	Title string `json:"title,omitempty"`
	At    string `json:"at" format:"date-time"`
}

const notesLimit = 4000

func (a *API) contactRoutes() {
	add(a, route{method: "PATCH", path: "/contacts/{id}", name: "change-contact", tag: "Guests", summary: "Change what is known of a guest, or block one"}, a.changeContact)
}

func (a *API) contact(tx store.Tx, c desk.Contact) (Contact, error) {
	out := Contact{ID: c.ID, PropertyID: c.PropertyID, Name: c.Name, Email: c.Email, Phone: c.Phone, Language: c.Language,
		Verified: c.Verified(tx.Now()), FirstSeen: wire.Time(c.CreatedAt), Conversations: []PastTalk{}, Attributes: map[string]string{},
		PageTrail: []PageSeen{}, Device: c.Device, Blocked: c.Blocked, TimeZone: c.TimeZone, Notes: c.Notes}
	if out.Verified {
		out.Proof = &Proof{By: string(c.Proof.By), Booking: c.Proof.Booking, Until: wire.Time(c.Proof.Until)}
	}
	if !c.SeenAt.IsZero() {
		out.LastSeen = wire.Time(c.SeenAt)
	}
	maps.Copy(out.Attributes, c.Attributes)
	for _, p := range c.Pages {
		out.PageTrail = append(out.PageTrail, PageSeen{URL: p.URL, Title: p.Title, At: wire.Time(p.At)})
	}
	if c.TimeZone != "" {
		if zone, err := time.LoadLocation(c.TimeZone); err == nil {
			out.LocalTime = tx.Now().In(zone).Format(time.RFC3339)
		}
	}
	past, err := tx.ConversationsOfContact(c.ID, 20)
	if err != nil {
		return out, err
	}
	for _, sum := range past {
		talk := PastTalk{ID: sum.State.ID, StartedAt: wire.Time(sum.State.StartedAt), Status: string(sum.State.Status)}
		if n := len(sum.Last); n > 0 {
			talk.Preview = desk.CleanLine(sum.Last[n-1].Text, 120)
		}
		out.Conversations = append(out.Conversations, talk)
	}
	return out, nil
}

func (a *API) changeContact(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	Body struct {
		Name    *string `json:"name,omitempty" maxLength:"200"`
		Email   *string `json:"email,omitempty" maxLength:"254"`
		Phone   *string `json:"phone,omitempty" maxLength:"60"`
		Notes   *string `json:"notes,omitempty" maxLength:"8000"`
		Blocked *bool   `json:"blocked,omitempty"`

		Verified *bool `json:"verified,omitempty" doc:"You have seen the guest's booking: the assistant tells this guest what is for guests with a booking, for 30 days."`
	}
}) (*body[Contact], error) {
	var out Contact
	current := ""
	err := a.write(ctx, func(tx store.Tx) error {
		c, err := tx.Contact(in.ID)
		if err != nil {
			return err
		}
		if err := desk.Allow(v.Person, desk.ActConverse, c.PropertyID); err != nil {
			return err
		}
		b, blocked, verified := in.Body, c.Blocked, c.Verified(tx.Now())
		set(&c.Name, b.Name, 80)
		set(&c.Email, b.Email, 254)
		set(&c.Phone, b.Phone, 60)
		if b.Notes != nil {
			c.Notes = cut(storable(*b.Notes), notesLimit)
		}
		if b.Blocked != nil {
			c.Blocked = *b.Blocked
		}
		if b.Verified != nil {
			// Pressed again it counts from now; what was proven otherwise and counts longer stays.
			if c.Proof = c.Proof.Longer(desk.PressProof(tx.Now())); !*b.Verified {
				c.Proof = desk.Proof{}
			}
		}
		if err := tx.UpdateContact(c); err != nil {
			return err
		}
		for _, change := range []struct {
			was, is   bool
			done, not string
		}{{blocked, c.Blocked, "guest_blocked", "guest_unblocked"}, {verified, c.Verified(tx.Now()), "booking_seen", "booking_not_seen"}} {
			if change.was == change.is {
				continue
			}
			line := store.AuditLine{At: tx.Now(), PersonID: v.Person.ID, PropertyID: c.PropertyID, Action: change.done, Subject: c.ID}
			if !change.is {
				line.Action = change.not
			}
			if err := tx.Audit(line); err != nil {
				return err
			}
		}
		if s, err := tx.StateOfContact(c.ID); err == nil {
			current = s.ID
		}
		out, err = a.contact(tx, c)
		return err
	})
	if err != nil {
		return nil, err
	}
	a.cfg.GuestChanged(in.ID)
	if current != "" {
		a.cfg.Live.Card(current)
	}
	if in.Body.Verified != nil && *in.Body.Verified {
		if err := a.cfg.Desk.Proven(context.WithoutCancel(ctx), in.ID); err != nil {
			// It is proven all the same; the guest asks again.
			a.cfg.Log.Warn("what a guest asked before the proof is not asked again", "contact_id", in.ID, "err", err)
		}
	}
	return answer(out), nil
}

// set takes a line of a form over where it was sent.
func set(field *string, sent *string, limit int) {
	if sent != nil {
		*field = clean(*sent, limit)
	}
}
