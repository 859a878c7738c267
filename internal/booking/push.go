package booking

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/webhook"
)

// maxPushed is how many bookings a property's own system brings at once: one transaction takes them in.
const maxPushed = 500

// Pushed is what came of a list that a property's own system brought.
type Pushed struct {
	Tally
	// Repeated says that this very list was taken in before: nothing was done again.
	Repeated bool `json:"repeated,omitempty"`
}

// errPush is what everybody hears who has not the secret of the property they name, whether there is one or not.
var errPush = desk.Refuse(desk.CodeUnauthorized, "The signature is missing, wrong or too old. Sign the body with the secret under Bookings, Your own system.")

// nobodys is compared with where there is no secret, so that it takes as long as where there is one.
var nobodys = func() string {
	var random [32]byte
	_, _ = rand.Read(random[:]) // never fails: crypto/rand ends the process instead
	return pushPrefix + coded.EncodeToString(random[:])
}()

// Push takes in a list of bookings that the property's own system signed: all of it or, where a row is broken, nothing.
// The same list brought again, as systems do that have not heard the answer, does nothing: neither can somebody who has
// seen it undo with it what came later.
func (d *Desk) Push(ctx context.Context, propertyID string, sig webhook.Signature, body []byte) (Pushed, error) {
	if err := d.signed(ctx, propertyID, sig, body); err != nil {
		return Pushed{}, err
	}
	rows, err := listed(body)
	if err != nil {
		return Pushed{}, err
	}
	var out Pushed
	var moved []string
	err = d.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) error {
		out, moved = Pushed{}, nil
		mark := pushMark(propertyID, sig.ID)
		before, err := tx.Mark(mark)
		if err != nil {
			return err
		}
		if out.Repeated = !before.IsZero(); out.Repeated {
			return nil
		}
		zone, err := zoneOf(tx, propertyID)
		if err != nil {
			return err
		}
		for _, b := range rows {
			b.PropertyID, b.UpdatedAt = propertyID, tx.Now()
			what, guests, err := put(tx, b, zone)
			if err != nil {
				return err
			}
			out.count(what)
			moved = append(moved, guests...)
		}
		// It is remembered for longer than its signature counts, by whichever of the clocks.
		if err := tx.SetMark(mark, tx.Now().Add(2*webhook.Skew+time.Minute)); err != nil || out.Added+out.Changed == 0 {
			return err
		}
		return audit(tx, desk.Person{}, propertyID, "bookings_pushed", propertyID, map[string]any{"added": out.Added, "changed": out.Changed, "same": out.Same})
	})
	if err != nil {
		return Pushed{}, err
	}
	d.tell(moved)
	return out, nil
}

// signed refuses what was not signed with the property's secret.
func (d *Desk) signed(ctx context.Context, propertyID string, sig webhook.Signature, body []byte) error {
	key, known := nobodys, false
	var now time.Time
	err := d.cfg.Store.Read(ctx, func(tx store.Tx) error {
		now = tx.Now()
		pr, err := tx.Property(propertyID)
		if desk.CodeOf(err) == desk.CodeNotFound {
			return nil
		}
		if err != nil || len(pr.Settings.Bookings.PushSealed) == 0 {
			return err
		}
		plain, err := d.cfg.Sealer.Open(pushPlace(pr.ID), pr.Settings.Bookings.PushSealed)
		if err != nil {
			return err
		}
		key, known = string(plain), true
		return nil
	})
	if err != nil {
		return err
	}
	if !sig.Signs(key, now, body) || !known || len(sig.ID) > maxPushID {
		return errPush
	}
	return nil
}

// maxPushID is how long the id of a list may be.
const maxPushID = 200

// pushMark is the name under which a list is remembered.
func pushMark(propertyID, id string) string {
	sum := sha256.Sum256([]byte(propertyID + "\x00" + id))
	return "bookings " + hex.EncodeToString(sum[:16])
}

// listed reads a list that was brought. Its broken rows are named by their place in it, from 1.
func listed(body []byte) ([]desk.Booking, error) {
	text := strings.TrimSpace(string(body))
	if !utf8.ValidString(text) {
		return nil, desk.Refuse(desk.CodeInvalid, "This is no JSON in UTF-8.")
	}
	f := &file{}
	if err := f.readJSON(text); err != nil {
		return nil, err
	}
	if n := len(f.rows) + f.failed; n > maxPushed {
		return nil, desk.Refuse(desk.CodeTooLarge, "These are %d bookings. Bring %d at once at most.", n, maxPushed)
	}
	if f.failed == 0 {
		return f.rows, nil
	}
	wrong := make([]desk.FieldError, len(f.broken))
	for i, b := range f.broken {
		wrong[i] = desk.FieldError{Location: fmt.Sprintf("body.bookings[%d]", b.Row-1), Message: fmt.Sprintf("Row %d: %s", b.Row, b.Reason)}
	}
	return nil, desk.Wrong(wrong)
}
