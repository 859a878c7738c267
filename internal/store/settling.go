package store

import (
	"slices"
	"time"

	"deskbell/internal/desk"
)

// What follows for a delivery from what is heard of it. The stores load, ask here and save, so that they cannot differ.

// Settled is the delivery after a status, and whether anything changed.
func (d Delivery) Settled(s DeliveryStatus, now time.Time) (Delivery, bool) {
	learned := s.ProviderID != "" && d.ProviderID == "" && d.State != DeliveryWaiting && d.State != DeliveryWithdrawn
	if learned {
		d.ProviderID = s.ProviderID
	}
	if s.State.Rank() <= d.State.Rank() || s.State == DeliveryFailed && d.State == DeliveryWaiting {
		return d, learned
	}
	if d.ProviderID == "" {
		d.ProviderID = s.ProviderID
	}
	d.State, d.Reason, d.Code, d.Until, d.ChangedAt = s.State, s.Reason, s.Code, time.Time{}, now
	if d.SentAt.IsZero() {
		d.SentAt = now
	}
	return d, true
}

// Finished is the delivery after its owner said what became of an attempt. held is false for anybody else.
func (d Delivery) Finished(owner string, r DeliveryResult, now time.Time) (after Delivery, held bool) {
	if owner == "" || d.Owner != owner || d.State == DeliveryWaiting || d.State == DeliveryWithdrawn {
		return d, false
	}
	if r.ProviderID != "" {
		d.ProviderID = r.ProviderID
	}
	switch {
	case d.State != DeliverySending && d.State != DeliveryUncertain: // a status or an echo was faster
		return d, true
	case d.State == DeliveryUncertain && (r.State == DeliveryWaiting || r.State == DeliveryUncertain):
		return d, true // states only move forward
	}
	d.State, d.Reason, d.Code, d.Until, d.ChangedAt = r.State, r.Reason, r.Code, time.Time{}, now
	switch r.State {
	case DeliveryWaiting:
		d.Owner, d.NotBefore = "", r.NotBefore
		if r.Untried {
			d.Attempts--
		}
	case DeliveryUncertain:
		d.UncertainAt = now
	}
	return d, true
}

// Retried is the delivery as it is sent again.
func (d Delivery) Retried(epoch int64, now time.Time) (Delivery, error) {
	if d.State != DeliveryUncertain && d.State != DeliveryFailed {
		return d, ErrDeliveryUnderWay
	}
	if d.State == DeliveryFailed {
		d.UncertainAt = time.Time{} // it surely did not arrive; of the other the echo may still come
	}
	d.State, d.Reason, d.Code, d.ProviderID, d.Owner, d.Attempts = DeliveryWaiting, "", "", "", "", 0
	d.CreatedAt, d.NotBefore, d.ChangedAt, d.Epoch = now, now, now, epoch
	d.Until, d.SentAt = time.Time{}, time.Time{}
	return d, nil
}

// Withdrawn is a waiting delivery that is taken back.
func (d Delivery) Withdrawn(reason string, now time.Time) Delivery {
	d.State, d.Reason, d.Owner, d.ChangedAt = DeliveryWithdrawn, reason, "", now
	return d
}

// Later merges a note of what happened at an app's address into what is known.
func (a ChannelApp) Later(verified, tested, forged time.Time, badSignatures int64) ChannelApp {
	a.VerifiedAt, a.TestedAt = newer(a.VerifiedAt, verified), newer(a.TestedAt, tested)
	a.BadSignatureAt = newer(a.BadSignatureAt, forged)
	a.BadSignatures += badSignatures
	return a
}

func newer(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// InOrder puts contacts found by their ids into the order of these, each once.
func InOrder(ids []string, byID map[string]desk.Contact) []desk.Contact {
	var out []desk.Contact
	for _, id := range ids {
		c, ok := byID[id]
		if ok && !slices.ContainsFunc(out, func(o desk.Contact) bool { return o.ID == c.ID }) {
			out = append(out, c)
		}
	}
	return out
}

// AllKeys are the ids under which the account arrives, each once.
func (a ChannelAccount) AllKeys() []string {
	keys := []string{a.Key}
	for _, k := range a.Keys {
		if k != "" && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	return keys
}
