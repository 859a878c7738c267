package realtime

import (
	"context"
	"errors"
	"maps"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// offersEvery is how long a guest may go on seeing what is no longer offered: somebody went home, the hours ended.
const offersEvery = 2 * time.Second

// offers is all that a guest's page shows of a property whatever was said in the conversation.
type offers struct {
	offered       desk.Offered
	enabled, open bool
	opens         time.Time
	zone, phone   string
}

// WatchOffers tells guests who have a page open when what they are offered changes by settings, by the hour or by who is
// there, until ctx is done. It asks once for each property that has a guest here, however many there are.
func (f *Fanout) WatchOffers(ctx context.Context) error {
	tick := time.NewTicker(offersEvery)
	defer tick.Stop()
	last := map[string]offers{}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		case <-f.dir.settled:
		}
		houses := f.guests.properties()
		for id := range last {
			if _, in := houses[id]; !in {
				delete(last, id)
			}
		}
		for id := range houses {
			// A property whose first guest has just come is told of too: what that guest was given may be older.
			if now, ok := f.dir.offersOf(id); ok && now != last[id] {
				last[id] = now
				f.tellOffers(ctx, id)
			}
		}
	}
}

// offersOf is what guests of a property's website are shown now.
func (d *Directory) offersOf(propertyID string) (offers, bool) {
	prop, err := d.Property(context.Background(), propertyID)
	if err != nil {
		return offers{}, false
	}
	now, lc := d.now(), prop.Settings.LiveChatFor(desk.ChannelWeb)
	o := offers{offered: d.Offered(propertyID, desk.ChannelWeb), enabled: lc.Enabled, open: lc.Hours.Open(now, lc.Zone),
		zone: lc.Zone, phone: prop.Settings.Phone}
	o.opens, _ = lc.Opens(now)
	return o, true
}

// tellOffers sends each guest of a property how the conversation stands.
func (f *Fanout) tellOffers(ctx context.Context, propertyID string) {
	prop, err := f.dir.Property(ctx, propertyID)
	if err != nil {
		return
	}
	for _, contactID := range f.guests.contacts(propertyID) {
		if ctx.Err() != nil {
			return
		}
		s, err := read(ctx, f.dir, func(tx store.Tx) (desk.State, error) { return tx.StateOfContact(contactID) })
		if err != nil && !errors.Is(err, desk.ErrNotFound) {
			f.dir.unknown("conversation", err)
			continue
		}
		f.guests.send(contactID, stateFrame(f.dir.GuestStateAt(s, prop), s.LastSeq))
	}
}

// properties are those with a guest who listens here.
func (g *Guests) properties() map[string]int {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return maps.Clone(g.houses)
}

// contacts are the guests of a property who listen here.
func (g *Guests) contacts(propertyID string) []string {
	g.mu.RLock()
	defer g.mu.RUnlock()
	var ids []string
	for id, list := range g.by {
		if len(list) > 0 && list[0].house == propertyID {
			ids = append(ids, id)
		}
	}
	return ids
}
