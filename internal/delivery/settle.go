package delivery

import (
	"context"
	"strings"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// states are the contract's in the store's words.
var states = map[channel.State]store.DeliveryState{
	channel.StateSent: store.DeliverySent, channel.StateDelivered: store.DeliveryDelivered, channel.StateRead: store.DeliveryRead,
	channel.StatePlayed: store.DeliveryPlayed, channel.StateFailed: store.DeliveryFailed,
}

// Settle applies what a channel says became of our messages, in whatever order it says so. It reports whether any was
// meant.
func (o *Outbox) Settle(ctx context.Context, a channel.Account, contactID string, ev channel.Event) (found bool, err error) {
	s := ev.Status
	if s == nil || states[s.State] == "" {
		return true, nil
	}
	status := store.DeliveryStatus{State: states[s.State], At: ev.At, ProviderID: ev.ID}
	if s.Failure != nil {
		status.Reason, status.Code = s.Failure.Reason, s.Failure.Code
	}
	err = o.cfg.Store.Write(ctx, func(tx store.Tx) error {
		found = false
		var changed []store.Delivery
		if s.Ours != "" {
			list, err := tx.SettleByOurs(a.ID, s.Ours, status)
			if err != nil {
				return err
			}
			changed = append(changed, list...)
			if d, err := tx.Delivery(s.Ours); err == nil {
				found = d.AccountID == a.ID
			} else if desk.CodeOf(err) != desk.CodeNotFound {
				return err
			}
		}
		if ids := named(ev); !found && len(ids) > 0 {
			list, err := tx.SettleByProvider(a.ID, ids, status)
			if err != nil {
				return err
			}
			changed = append(changed, list...)
			for _, id := range ids {
				if _, err := tx.DeliveryByProvider(a.ID, id); err == nil {
					found = true
				} else if desk.CodeOf(err) != desk.CodeNotFound {
					return err
				}
			}
		}
		if !s.Before.IsZero() {
			found = true // whatever was sent by then: nothing more will come of it
			if contactID != "" {
				guest, err := present(tx, contactID)
				if err != nil {
					return err
				}
				list, err := tx.SettleBefore(guest, s.Before, status)
				if err != nil {
					return err
				}
				changed = append(changed, list...)
			}
		}
		if err := o.count(tx, a, ev, found); err != nil {
			return err
		}
		if contactID != "" && found && len(s.Recipient) > 0 {
			guest, err := present(tx, contactID)
			if err != nil {
				return err
			}
			if err := link(tx, store.Delivery{AccountID: a.ID, ContactID: guest}, s.Recipient); err != nil {
				return err
			}
		}
		if len(changed) > 0 {
			tx.AfterCommit(func() { o.cfg.Changed(changed) })
		}
		return nil
	})
	if err == nil && s.Failure != nil && found {
		o.cfg.Accounts.Failed(a.ID, *s.Failure)
	}
	return found, err
}

// named are the channel's ids of the messages that an event is about.
func named(ev channel.Event) []string {
	var ids []string
	if ev.ID != "" {
		ids = append(ids, ev.ID)
	}
	return append(ids, ev.Status.IDs...)
}

// count adds a message to its month's bill, once: of the statuses that name a price the first one counts.
func (o *Outbox) count(tx store.Tx, a channel.Account, ev channel.Event, ours bool) error {
	if !ours || !ev.Status.Billable || ev.ID == "" {
		return nil
	}
	fresh, err := tx.SeenEvent(a.ID, "billed "+ev.ID)
	if err != nil || !fresh {
		return err
	}
	at := ev.At
	if at.IsZero() {
		at = tx.Now()
	}
	return tx.CountLine(a.ID, at.UTC().Format("2006-01"), ev.Status.Category)
}

// Echoed reports whether an echo is of one of our own messages, and notes that it left: by the id that we gave it, by the
// channel's, and where the channel gives nothing back, by what it says.
func (o *Outbox) Echoed(ctx context.Context, a channel.Account, contactID string, ev channel.Event) (ours bool, err error) {
	status := store.DeliveryStatus{State: store.DeliverySent, At: ev.At, ProviderID: ev.ID}
	err = o.cfg.Store.Write(ctx, func(tx store.Tx) error {
		d, err := o.echoed(tx, a, contactID, ev)
		ours = err == nil
		if err != nil {
			if desk.CodeOf(err) == desk.CodeNotFound {
				return nil
			}
			return err
		}
		changed, err := tx.SettleByOurs(a.ID, d.ID, status)
		if err == nil && len(changed) > 0 {
			tx.AfterCommit(func() { o.cfg.Changed(changed) })
		}
		return err
	})
	if ours {
		o.Wake() // its lane may go on
	}
	return ours, err
}

// echoed finds the delivery that an echo is of; desk.ErrNotFound if it is none of ours.
func (o *Outbox) echoed(tx store.Tx, a channel.Account, contactID string, ev channel.Event) (store.Delivery, error) {
	if ev.Echo != nil && ev.Echo.Ours != "" {
		// Another account's is a foreign id, and those are not found.
		if d, err := tx.Delivery(ev.Echo.Ours); desk.CodeOf(err) != desk.CodeNotFound && (err != nil || d.AccountID == a.ID) {
			return d, err
		}
	}
	if d, err := tx.DeliveryByProvider(a.ID, ev.ID); desk.CodeOf(err) != desk.CodeNotFound {
		return d, err
	}
	guest, err := present(tx, contactID)
	if err != nil {
		return store.Delivery{}, err
	}
	st, err := tx.StateOfContact(guest)
	if err != nil {
		return store.Delivery{}, err
	}
	open, err := tx.OpenDeliveries(st.ID)
	if err != nil {
		return store.Delivery{}, err
	}
	for _, d := range open {
		// One that waits to be sent again may have arrived the first time.
		left := d.State != store.DeliveryWaiting || !d.UncertainAt.IsZero()
		if left && d.ProviderID == "" && says(d, ev) {
			return d, nil
		}
	}
	// The first time may show after the second has gone. What was written since nobody knew of the first is another's.
	doubted, err := tx.DoubtedDeliveries(st.ID, tx.Now().Add(-store.DeliveryKeeps))
	if err != nil {
		return store.Delivery{}, err
	}
	for _, d := range doubted {
		if !ev.At.IsZero() && !ev.At.After(d.UncertainAt.Add(clocksDiffer)) && says(d, ev) {
			return d, nil
		}
	}
	return store.Delivery{}, desk.ErrNotFound
}

// clocksDiffer is by how much a channel's clock may be ahead of ours.
const clocksDiffer = 5 * time.Second

// present is the contact that somebody turned out to be. Who brings an event may not have heard of it yet: another node made
// two contacts one.
func present(tx store.Tx, contactID string) (string, error) {
	for {
		c, err := tx.Contact(contactID)
		if desk.CodeOf(err) == desk.CodeNotFound {
			return contactID, nil
		}
		if err != nil || c.MergedInto == "" {
			return contactID, err
		}
		contactID = c.MergedInto
	}
}

// says reports whether an echo says what a delivery does.
func says(d store.Delivery, ev channel.Event) bool {
	if f := d.Doc.File; f != nil {
		return len(ev.Media) > 0 && (ev.Media[0].Kind == kindOf(f.Type) || ev.Media[0].Kind == channel.MediaFile) // some go as documents
	}
	return d.Doc.Text != "" && strings.TrimSpace(d.Doc.Text) == strings.TrimSpace(ev.Text)
}

// Retry sends a message again that failed, or of which nobody knows.
func (o *Outbox) Retry(ctx context.Context, id string) (store.Delivery, error) {
	var d store.Delivery
	err := o.cfg.Store.Write(ctx, func(tx store.Tx) (err error) {
		if d, err = tx.RetryDelivery(id, tx.Now()); err != nil {
			return err
		}
		tx.AfterCommit(func() {
			o.cfg.Changed([]store.Delivery{d})
			o.Wake()
		})
		return nil
	})
	return d, err
}

// kindOf is how a file of a type is sent.
func kindOf(mime string) channel.MediaKind {
	switch kind, _, _ := strings.Cut(mime, "/"); kind {
	case "image":
		return channel.MediaImage
	case "audio":
		return channel.MediaAudio
	case "video":
		return channel.MediaVideo
	}
	return channel.MediaFile
}
