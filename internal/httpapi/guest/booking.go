package guest

import (
	"context"
	"errors"
	"time"

	"deskbell/internal/booking"
	"deskbell/internal/desk"
	"deskbell/internal/limit"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// How often somebody may say of which booking they are, at all servers together: by guest, by address and by the booking
// that they name, whether there is one or not. What fits is given back.
var (
	proofRule     = limit.Rule{Name: "proof", Burst: 6, Every: 2 * time.Minute}
	proofsAtRule  = limit.Rule{Name: "proof-address", Burst: 30, Every: 30 * time.Second}
	proofsOfRule  = limit.Rule{Name: "proof-booking", Burst: 10, Every: 10 * time.Minute}
	proofLinkRule = limit.Rule{Name: "proof-link", Burst: 10, Every: 30 * time.Second}
)

// missTakes is how long an attempt takes that proves nothing: longer than looking takes, so that nobody learns from a
// watch what was there to compare with.
const missTakes = 400 * time.Millisecond

// BookingProof tells a guest until when their booking counts as proven. Of the booking nothing is told.
type BookingProof struct {
	Until string `json:"until" format:"date-time"`
}

func (a *API) bookingRoutes() {
	type output struct{ Body BookingProof }
	type formInput struct {
		Body struct {
			Number  string `json:"number" maxLength:"200" doc:"As it stands on the confirmation; case, spaces and dashes do not matter."`
			Surname string `json:"surname" maxLength:"400" doc:"Accents, case and the order of its parts do not matter."`
			Arrival string `json:"arrival" maxLength:"10" doc:"2026-12-31"`
		}
	}
	add(a, route{method: "POST", path: "/booking", name: "prove-booking", summary: "Say of which booking one is; whatever is wrong, the answer is the same"},
		func(ctx context.Context, c *call, in *formInput) (*output, error) {
			f := booking.Form{Number: in.Body.Number, Surname: in.Body.Surname, Arrival: in.Body.Arrival}
			tried := []limit.Part{{Rule: proofRule, Key: c.guest.contactID}, {Rule: proofsAtRule, Key: c.addr},
				{Rule: proofsOfRule, Key: c.guest.propertyID + " " + desk.BookingKey(f.Number)}}
			if wait, ok := a.cfg.Guesses.Begin(tried...); !ok {
				return nil, tooFast(wait)
			}
			out, err := a.proves(ctx, c, func() (desk.Proof, error) { return a.cfg.Bookings.ProveByForm(ctx, c.guest.contactID, f) })
			if err != nil {
				return nil, err
			}
			a.cfg.Guesses.Succeeded(tried...)
			return &output{out}, nil
		})
	type linkInput struct {
		Body struct {
			Token string `json:"token" minLength:"1" maxLength:"2000" doc:"What the property's link carries as booking."`
		}
	}
	add(a, route{method: "POST", path: "/booking-link", name: "prove-booking-by-link", summary: "Prove a booking by a link that the property signed", rule: proofLinkRule},
		func(ctx context.Context, c *call, in *linkInput) (*output, error) {
			if err := a.limited(proofsAtRule, c.addr); err != nil {
				return nil, err
			}
			out, err := a.proves(ctx, c, func() (desk.Proof, error) { return a.cfg.Bookings.ProveByLink(ctx, c.guest.contactID, in.Body.Token) })
			return &output{out}, err
		})
}

// proves answers an attempt. After one that proves something, what the guest had asked is answered.
func (a *API) proves(ctx context.Context, c *call, try func() (desk.Proof, error)) (BookingProof, error) {
	begun := time.Now()
	proof, err := try()
	if errors.Is(err, booking.ErrNoProof) {
		rest := time.NewTimer(missTakes - time.Since(begun))
		defer rest.Stop()
		select {
		case <-rest.C:
		case <-ctx.Done():
		}
	}
	if err != nil {
		return BookingProof{}, err
	}
	if err := a.cfg.Desk.Proven(context.WithoutCancel(ctx), c.guest.contactID); err != nil {
		// It is proven all the same; the guest asks again.
		a.cfg.Log.Warn("what a guest asked before the proof is not asked again", "contact_id", c.guest.contactID, "err", err)
	}
	return BookingProof{wire.Time(proof.Until)}, nil
}

// arrives lets a guest begin with the proof that the link carries by which they came. One that proves nothing does not keep
// anybody from the chat.
func (a *API) arrives(tx store.Tx, prop desk.Property, token string, c *desk.Contact) error {
	if token == "" {
		return nil
	}
	pr, err := tx.Property(prop.ID) // its secret as it is now
	if err != nil {
		return err
	}
	proof, err := a.cfg.Bookings.Linked(tx, pr, token)
	if errors.Is(err, booking.ErrNoProof) {
		return nil
	}
	c.Proof = proof
	return err
}
