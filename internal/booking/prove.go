package booking

import (
	"context"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// ErrNoProof is what every attempt hears that proves nothing, whatever was wrong with it.
var ErrNoProof = desk.Refuse(desk.CodeInvalid, "We could not find a booking with these details. Please check them, or ask our team.")

// Form is what a guest says of their booking.
type Form struct {
	Number  string
	Surname string
	Arrival string // 2006-01-02
}

// unknown is compared with where there is no booking, so that it takes as long as where there is one.
var unknown = desk.Booking{Number: "0", Surname: "Nobody at all", Arrival: "0001-01-01", Departure: "0001-01-02"}

// ProveByForm proves a guest's booking by what stands on its confirmation. All three have to fit.
func (d *Desk) ProveByForm(ctx context.Context, contactID string, f Form) (desk.Proof, error) {
	return d.prove(ctx, contactID, func(tx store.Tx, pr desk.Property) (desk.Proof, error) {
		b, err := tx.Booking(pr.ID, desk.BookingKey(f.Number))
		found := err == nil
		if !found {
			if desk.CodeOf(err) != desk.CodeNotFound {
				return desk.Proof{}, err
			}
			b = unknown
		}
		named, arrives := sameName(f.Surname, b.Surname), sameText(f.Arrival, b.Arrival) == 1
		until := b.ProvesUntil(zone(pr))
		if !(found && named && arrives) {
			return desk.Proof{}, ErrNoProof
		}
		return desk.Proof{By: desk.ProofByForm, Booking: b.Number, Until: until}, nil
	})
}

// ProveByLink proves a guest's booking by the token of a link that the property signed.
func (d *Desk) ProveByLink(ctx context.Context, contactID, token string) (desk.Proof, error) {
	return d.prove(ctx, contactID, func(tx store.Tx, pr desk.Property) (desk.Proof, error) {
		return d.linked(tx, pr, token)
	})
}

// Linked is what a link proves to a guest of a property who comes by it, inside the caller's transaction.
func (d *Desk) Linked(tx store.Tx, pr desk.Property, token string) (desk.Proof, error) {
	p, err := d.linked(tx, pr, token)
	if err == nil && !p.Holds(tx.Now()) {
		return desk.Proof{}, ErrNoProof
	}
	return p, err
}

func (d *Desk) linked(tx store.Tx, pr desk.Property, token string) (desk.Proof, error) {
	key, err := d.key(pr)
	if err != nil {
		return desk.Proof{}, err
	}
	if key == nil {
		return desk.Proof{}, ErrNoProof
	}
	number, ok := read(key, pr.Key, token, tx.Now())
	if !ok {
		return desk.Proof{}, ErrNoProof
	}
	b, err := tx.Booking(pr.ID, desk.BookingKey(number))
	if desk.CodeOf(err) == desk.CodeNotFound {
		return desk.Proof{}, ErrNoProof
	}
	return desk.Proof{By: desk.ProofByLink, Booking: b.Number, Until: b.ProvesUntil(zone(pr))}, err
}

// prove keeps with a guest what was found to hold. A guest who is proven for longer stays so.
func (d *Desk) prove(ctx context.Context, contactID string, find func(store.Tx, desk.Property) (desk.Proof, error)) (desk.Proof, error) {
	var proof desk.Proof
	changed := false
	err := d.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) error {
		changed = false
		c, err := tx.Contact(contactID)
		if err != nil {
			return err
		}
		pr, err := tx.Property(c.PropertyID)
		if err != nil {
			return err
		}
		if proof, err = find(tx, pr); err != nil {
			return err
		}
		if !proof.Holds(tx.Now()) {
			return ErrNoProof
		}
		fresh := c.Proof.Longer(proof)
		if fresh == c.Proof {
			proof = c.Proof
			return nil
		}
		changed, proof, c.Proof = true, fresh, fresh
		if err := tx.UpdateContact(c); err != nil {
			return err
		}
		return Noted(tx, c)
	})
	if err == nil && changed {
		d.cfg.Changed(contactID)
	}
	return proof, err
}

// Noted writes into the audit by what a guest's booking was proven.
func Noted(tx store.Tx, c desk.Contact) error {
	return audit(tx, desk.Person{}, c.PropertyID, "booking_proven", c.ID,
		map[string]any{"by": string(c.Proof.By), "booking": c.Proof.Booking, "until": c.Proof.Until.UTC().Format(time.RFC3339)})
}
