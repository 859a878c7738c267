package realtime

import (
	"context"
	"errors"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// The honest wait: the median of those that were, where enough of them back it.
const (
	typicalOf   = 30 * 24 * time.Hour
	typicalFrom = 20
	typicalFor  = 5 * time.Minute // how long it is kept
)

// GuestState is how a conversation stands, for its guest. The zero State is a guest of no property who has not written.
func (d *Directory) GuestState(s desk.State) wire.GuestState {
	prop, _ := d.Property(context.Background(), s.PropertyID)
	return d.GuestStateAt(s, prop)
}

// GuestStateAt is GuestState for a guest of the given property, who may not have written yet.
func (d *Directory) GuestStateAt(s desk.State, prop desk.Property) wire.GuestState {
	seq, _ := d.reads.Get(s.ID)
	channel := s.Channel
	if channel == "" {
		channel = desk.ChannelWeb
	}
	v := wire.GuestView{Now: d.now(), Property: prop, People: d, Offered: d.Offered(prop.ID, channel), ReadSeq: seq}
	if wire.Decides(s, v.Offered) && s.ContactID != "" {
		c := d.Contact(s.ContactID)
		v.Reachable = c.Email != "" || c.Phone != "" || c.NoAddress
		v.Form = d.form(c, s.Facts.FormID)
	}
	if s.Request.Open() {
		v.Typical = d.typical(prop.ID)
	}
	v.Transcript = s.Status == desk.StatusResolved && d.transcripts()
	return wire.GuestStateOf(s, v)
}

// form is what is known for a message to be left: what is half written and was not sent, else who the guest said they are.
func (d *Directory) form(c desk.Contact, sent string) wire.GuestForm {
	k, ok := d.forms.Get(c.ID)
	if !ok || !d.now().Before(k.until) {
		draft, err := read(context.Background(), d, func(tx store.Tx) (store.FormDraft, error) {
			f, err := tx.Form(c.ID)
			if errors.Is(err, desk.ErrNotFound) {
				return store.FormDraft{}, nil
			}
			return f, err
		})
		if err != nil {
			d.unknown("form", err)
		} else {
			k = kept[store.FormDraft]{draft, d.now().Add(othersFor)}
			d.forms.Put(c.ID, k)
		}
	}
	if f := k.value; !f.ChangedAt.IsZero() && (f.FormID == "" || f.FormID != sent) {
		return wire.GuestForm{FormID: f.FormID, Name: f.Name, Email: f.Email, Phone: f.Phone, Text: f.Text}
	}
	return wire.GuestForm{Name: c.Name, Email: c.Email, Phone: c.Phone}
}

// typical is how long guests of a property really wait for a person; 0 where too few waits back a figure. It changes by
// the day, so one that is minutes old is as good.
func (d *Directory) typical(propertyID string) time.Duration {
	d.mu.Lock()
	k, ok := d.waits[propertyID]
	d.mu.Unlock()
	now := d.now()
	if ok && now.Before(k.until) {
		return k.value
	}
	waits, err := read(context.Background(), d, func(tx store.Tx) ([]time.Duration, error) {
		return tx.AcceptedWaits(propertyID, now.Add(-typicalOf), 0)
	})
	if err != nil {
		d.unknown("waits", err)
		return k.value
	}
	k = kept[time.Duration]{until: now.Add(typicalFor)}
	if n := len(waits); n >= typicalFrom {
		slices.Sort(waits)
		k.value = waits[n/2]
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.waits[propertyID] = k
	return k.value
}

// transcripts reports whether this installation sends e-mail. Somebody may set that up at any time.
func (d *Directory) transcripts() bool {
	if d.Transcripts == nil {
		return false
	}
	d.mu.Lock()
	k := d.mails
	d.mu.Unlock()
	if d.now().Before(k.until) {
		return k.value
	}
	ctx, cancel := context.WithTimeout(context.Background(), lookup)
	defer cancel()
	k = kept[bool]{d.Transcripts(ctx), d.now().Add(othersFor)}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.mails = k
	return k.value
}
