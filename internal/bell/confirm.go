package bell

import (
	"context"
	"errors"
	"slices"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// maxConfirmed bounds how many alerts one confirmation may name: what a screen shows at once.
const maxConfirmed = 500

// Confirm takes in what a device did about rings: it showed them, sounded them, or its owner reacted. That a frame or a
// push arrived is none of these. An alert counts as heard by those only whom it called: whoever else sees it in a list
// is no proof that it rang. What is confirmed late counts for the device all the same. Alerts that are not the person's
// to see are passed over; where none is left, nothing is found.
func (b *Bell) Confirm(ctx context.Context, p desk.Person, deviceID string, kind store.ConfirmationKind, alertIDs ...string) error {
	if !slices.Contains([]store.ConfirmationKind{store.ConfirmShown, store.ConfirmSounded, store.ConfirmReacted}, kind) {
		return desk.Refuse(desk.CodeInvalid, "A device confirms that it showed or sounded a ring, or that somebody reacted.")
	}
	if !validDevice(deviceID) || len(alertIDs) > maxConfirmed || !slices.ContainsFunc(alertIDs, desk.Storable) {
		return desk.Refuse(desk.CodeInvalid, "A confirmation names its device, of 1 to 64 characters, and at most %d rings.", maxConfirmed)
	}
	for {
		err := b.store.Write(ctx, func(tx store.Tx) error {
			return b.confirm(tx, p, store.Confirmation{PersonID: p.ID, DeviceID: deviceID, Kind: kind, At: tx.Now()}, alertIDs)
		})
		if !errors.Is(err, desk.ErrChanged) {
			return err
		}
	}
}

func validDevice(id string) bool { return id != "" && len(id) <= 64 && desk.Storable(id) }

func (b *Bell) confirm(tx store.Tx, p desk.Person, c store.Confirmation, ids []string) error {
	seen := p.PropertyIDs
	if p.Role == desk.RoleOperator {
		seen = nil
	} else if seen == nil {
		seen = []string{}
	}
	fresh, err := tx.Confirm(c, seen, ids...)
	if err != nil {
		return err
	}
	if fresh == 0 {
		return b.confirmAgain(tx, p, c, ids)
	}
	// A hundred screens confirm each ring; what the alert itself says changes with the first, and with who reacts.
	load := tx.UnheardAlerts
	if c.Kind == store.ConfirmReacted {
		load = tx.Alerts
	}
	alerts, err := load(ids)
	if err != nil || len(alerts) == 0 {
		return err
	}
	ids = ids[:0:0]
	for _, a := range alerts {
		if p.Sees(a.PropertyID) {
			ids = append(ids, a.ID)
		}
	}
	called, err := tx.Called(p.ID, ids)
	if err != nil {
		return err
	}
	for _, a := range alerts {
		if slices.Contains(called, a.ID) {
			if err := b.heard(tx, a, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// confirmAgain is a confirmation that was nothing new at the person's properties: a repeated one, of a test, or of what
// is not theirs to see.
func (b *Bell) confirmAgain(tx store.Tx, p desk.Person, c store.Confirmation, ids []string) error {
	found, err := tx.Alerts(ids)
	if err != nil {
		return err
	}
	var tests []string
	seen := false
	for _, a := range found {
		if a.Kind == store.AlertTest && a.Doc.By == p.ID {
			tests = append(tests, a.ID)
		}
		seen = seen || a.PropertyID != "" && p.Sees(a.PropertyID)
	}
	if len(tests) > 0 {
		_, err = tx.Confirm(c, []string{""}, tests...)
		return err
	}
	if !seen {
		return desk.ErrNotFound
	}
	return nil
}

// heard notes on the alert what its row says about being heard, where that is news.
func (b *Bell) heard(tx store.Tx, a store.Alert, c store.Confirmation) error {
	if a.Kind == store.AlertTest || a.Kind == store.AlertDrill {
		return nil
	}
	chain, err := b.chain(tx, a.PropertyID)
	if err != nil {
		return err
	}
	was := a
	cleared := hear(&a, chain, c.At) // who reacts has noticed it, too
	if c.Kind == store.ConfirmReacted {
		a.ReactedAt = earlier(a.ReactedAt, c.At)
		if a.Kind == store.AlertAlarm && a.Open() {
			end(&a, store.EndConfirmed, c.PersonID, c.At)
		}
	}
	if a == was {
		return nil
	}
	if err := tx.UpdateAlert(a); err != nil {
		return err
	}
	if cleared {
		b.tellAdmins(tx, a, ToldCleared)
	}
	if cleared || a.Open() != was.Open() {
		b.after(tx, a, nil, summons{})
	}
	return nil
}
