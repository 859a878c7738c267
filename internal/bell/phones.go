package bell

import (
	"context"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Ring is what is told of an alert beyond the house: no word of the guest's but Question.
type Ring struct {
	ID             string
	ConversationID string
	Property       desk.Property
	Kind           store.AlertKind
	Channel        desk.Channel
	Language       string // the guest's
	// From is who transferred, was lost, was relieved or ended the shift; the zero Person where nobody did.
	From desk.Person
	// Device is the only one that a test is for.
	Device string
	// Question is what the guest asked, for phones, and only where the property lets them show it.
	Question string
	// Until is when nobody needs to be told any more.
	Until time.Time
	// End says that the ring is over, and how; EndedBy who has the guest, the zero Person where nobody has.
	End     string
	EndedBy desk.Person
}

// Pusher calls people by the devices that no page is open on. Push only takes the call in: it must not wait for the
// network, and tells nobody whether it arrives, because the devices confirm that themselves.
type Pusher interface {
	Push(ctx context.Context, personIDs []string, r Ring) error
}

// summons are those whose phones are to be called by an alert, or told that it is over.
type summons struct {
	people []string
	all    bool // everybody who is rung and has not said Can't now
	over   bool
}

// phoneAll empties the mailbox of phones until ctx is done.
func (b *Bell) phoneAll(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-b.phones.wake:
		}
		summoned := b.phones.take()
		if none, err := b.nobodysPhone(ctx); err == nil && none {
			continue
		}
		for id, s := range summoned {
			if err := b.phone(ctx, id, s); err != nil && ctx.Err() == nil {
				b.log.Warn("phones were not called", "alert_id", id, "err", err)
			}
		}
	}
}

// nobodysPhone reports whether there is no phone at all to be called.
func (b *Bell) nobodysPhone(ctx context.Context) (none bool, err error) {
	err = b.store.Read(ctx, func(tx store.Tx) error {
		subs, err := tx.PushSubscriptions()
		none = len(subs) == 0
		return err
	})
	return none, err
}

// phone pushes a ring, or its end, to those whom it concerns.
func (b *Bell) phone(ctx context.Context, id string, s summons) error {
	var people []string
	var ring Ring
	err := b.store.Read(ctx, func(tx store.Tx) error {
		a, err := tx.Alert(id)
		if err != nil {
			return err
		}
		r := store.Ringing{Alert: a}
		if r.Rung, err = rungNow(tx, a); err != nil {
			return err
		}
		if a.ConversationID != "" {
			if r.State, err = tx.State(a.ConversationID); err != nil {
				return err
			}
		}
		people = s.whom(r)
		if ring, err = b.ringOf(tx, r); err != nil || !ring.Property.Settings.PushGuestText || !a.Open() || a.ConversationID == "" {
			return err
		}
		err = b.conversation(tx, &r, &r.State)
		ring.Question = r.Question
		return err
	})
	if err != nil || len(people) == 0 {
		return err
	}
	return b.pusher.Push(ctx, people, ring)
}

// whom are the people who are told.
func (s summons) whom(r store.Ringing) []string {
	switch {
	case !r.Alert.Open():
		if s.over {
			return r.Rung
		}
		return nil
	case r.Alert.Doc.Promised:
		return nil
	case s.all:
		return slices.DeleteFunc(slices.Clone(r.Rung), func(id string) bool {
			q := r.State.Request
			return q != nil && q.ID == r.Alert.ID && slices.Contains(q.Declined, id)
		})
	}
	return s.people
}

// ringOf is what is told of an alert beyond the house.
func (b *Bell) ringOf(tx store.Tx, r store.Ringing) (Ring, error) {
	a := r.Alert
	ring := Ring{ID: a.ID, ConversationID: a.ConversationID, Kind: a.Kind, Channel: r.State.Channel, Language: r.State.Language,
		Device: a.Doc.Device, Until: until(r, tx.Now()), End: a.End}
	var err error
	if a.PropertyID != "" {
		if ring.Property, err = b.props.In(tx, a.PropertyID); err != nil {
			return ring, err
		}
	}
	if q := r.State.Request; q != nil && q.ID == a.ID && q.FromAgentID != "" {
		if ring.From, err = tx.Person(q.FromAgentID); err != nil {
			return ring, err
		}
	}
	if !a.Open() && a.Doc.By != "" {
		ring.EndedBy, err = tx.Person(a.Doc.By)
	}
	return ring, err
}

// until is when what is told of an alert is worth nothing any more: when it ends by itself; of one that does not, and of
// an end, after a while.
func until(r store.Ringing, now time.Time) time.Time {
	switch {
	case !r.Alert.Open():
		return now.Add(2 * time.Minute)
	case r.Alert.Kind == store.AlertTest || r.Alert.Kind == store.AlertDrill:
		return r.Alert.NextAt
	}
	var last time.Time
	if !everything(r.Alert.Kind) {
		for _, t := range r.State.Timers {
			if (t.Kind == desk.TimerSecondWait || t.Kind == desk.TimerTransferWait) && t.DueAt.After(last) {
				last = t.DueAt
			}
		}
	}
	if last.IsZero() {
		return now.Add(time.Hour)
	}
	return last
}
