package bell

import (
	"context"
	"slices"
	"sync"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Screens show people what the bell does. Its methods must not wait for anybody's connection.
type Screens interface {
	// Rings shows how alerts stand now to everyone who may see them; ended ones stop.
	Rings(list []store.Ringing)
	// Admins tells a property's admins what the bell noticed there; alertID is "" where no alert is behind it.
	Admins(propertyID, what, alertID string)
	// DutyOver tells a person, and the colleagues, that the duty ended by itself.
	DutyOver(personID string)
}

// What admins are told.
const (
	ToldUnheard           = "unheard"            // no device has confirmed a ring within HearWithin
	ToldCleared           = "cleared"            // one has, late
	ToldNobodyReachable   = "nobody_reachable"   // the last one on duty whom a ring would have reached is silent
	ToldSomebodyReachable = "somebody_reachable" // there is one again
	ToldDrill             = "drill"              // a drill found what would not ring
)

// Ring is what is told of an alert beyond the house: no word of the guest's.
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

// outbox is what screens and phones are to be told once it is stored. It names alerts and nothing of them: whoever
// tells reads how they stand by then, so however much happens to one, it is told as often as there is time for.
type outbox struct {
	mu    sync.Mutex
	shows map[string]bool
	// pushes are people to be called, by alert; stops are alerts whose phones are told that they have ended.
	pushes map[string][]string
	stops  map[string]bool
	notes  []note
	wake   chan struct{}
}

// note is a word to a property's admins or, of a duty that is over, to a person.
type note struct {
	propertyID, what, alertID string
	dutyOver                  string
}

// maxTold bounds what is remembered of what was told; whatever is forgotten may be told once more.
const maxTold = 10_000

// maxNotes bounds the words that wait: they are hints, and what they are about is stored.
const maxNotes = 1000

func newOutbox() *outbox {
	return &outbox{shows: map[string]bool{}, pushes: map[string][]string{}, stops: map[string]bool{}, wake: make(chan struct{}, 1)}
}

func (o *outbox) change(fn func()) {
	o.mu.Lock()
	fn()
	o.mu.Unlock()
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// show shows an alert as it stands.
func (o *outbox) show(id string) { o.change(func() { o.shows[id] = true }) }

// ring shows an alert and calls the phones of the people.
func (o *outbox) ring(id string, people []string) {
	o.change(func() {
		o.shows[id] = true
		if len(people) > 0 {
			o.pushes[id] = append(o.pushes[id], people...)
		}
	})
}

// stop tells the phones of all who were called that it is over.
func (o *outbox) stop(id string) {
	o.change(func() {
		delete(o.pushes, id)
		o.stops[id] = true
	})
}

func (o *outbox) note(n note) {
	o.change(func() {
		if len(o.notes) < maxNotes {
			o.notes = append(o.notes, n)
		}
	})
}

// news is what an outbox held.
type news struct {
	notes  []note
	shows  map[string]bool
	pushes map[string][]string
	stops  map[string]bool
}

func (o *outbox) take() news {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := news{notes: o.notes, shows: o.shows, pushes: o.pushes, stops: o.stops}
	o.notes, o.shows, o.pushes, o.stops = nil, map[string]bool{}, map[string][]string{}, map[string]bool{}
	return n
}

// putBack keeps what could not be told for the next time.
func (o *outbox) putBack(n news) {
	o.change(func() {
		for id := range n.shows {
			o.shows[id] = true
		}
		for id, people := range n.pushes {
			o.pushes[id] = append(o.pushes[id], people...)
		}
		for id := range n.stops {
			o.stops[id] = true
		}
	})
}

// tell empties the outbox until ctx is done.
func (b *Bell) tell(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-b.out.wake:
		}
		n := b.out.take()
		b.pass(n.notes)
		if err := b.tellNow(ctx, n); err != nil && ctx.Err() == nil {
			b.log.Warn("what rings is not told", "err", err)
			b.out.putBack(n)
			pause(ctx, time.Second)
		}
	}
}

func (b *Bell) pass(notes []note) {
	for _, n := range notes {
		if n.dutyOver != "" {
			b.screens.DutyOver(n.dutyOver)
			continue
		}
		b.screens.Admins(n.propertyID, n.what, n.alertID)
	}
}

func (b *Bell) tellNow(ctx context.Context, n news) error {
	ids := make([]string, 0, len(n.shows))
	for id := range n.shows {
		ids = append(ids, id)
	}
	for id := range n.stops {
		if !n.shows[id] {
			ids = append(ids, id)
		}
	}
	for id := range n.pushes {
		if !n.shows[id] && !n.stops[id] {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var list []store.Ringing
	var rings []Ring
	err := b.store.Read(ctx, func(tx store.Tx) error {
		alerts, err := tx.Alerts(ids)
		if err != nil {
			return err
		}
		if list, err = b.Look(tx, alerts); err != nil {
			return err
		}
		rings = rings[:0]
		for _, r := range list {
			ring, err := b.ringOf(tx, r)
			if err != nil {
				return err
			}
			rings = append(rings, ring)
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(x, y store.Ringing) int { return x.Alert.OpenedAt.Compare(y.Alert.OpenedAt) })
	b.screens.Rings(b.news(list, n.shows))
	for _, ring := range rings {
		b.callPhones(ctx, n, list, ring)
	}
	return nil
}

// news are those of the alerts that are to be shown. That one has ended is shown once.
func (b *Bell) news(list []store.Ringing, shows map[string]bool) []store.Ringing {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.told) > maxTold {
		clear(b.told)
	}
	var show []store.Ringing
	for _, r := range list {
		version, told := b.told[r.Alert.ID]
		if shows[r.Alert.ID] && (r.Alert.Open() || !told || version != r.Alert.Version) {
			show = append(show, r)
			b.told[r.Alert.ID] = r.Alert.Version
		}
	}
	return show
}

// callPhones pushes a ring, or its end, to those whom it concerns.
func (b *Bell) callPhones(ctx context.Context, n news, list []store.Ringing, ring Ring) {
	at := slices.IndexFunc(list, func(r store.Ringing) bool { return r.Alert.ID == ring.ID })
	r := list[at]
	people := n.pushes[ring.ID]
	switch {
	case n.stops[ring.ID]:
		people = r.Rung
	case !r.Alert.Open() || r.Alert.Doc.Promised:
		return
	case slices.Contains(people, everybody):
		people = slices.DeleteFunc(slices.Clone(r.Rung), func(id string) bool {
			return r.State.Request != nil && r.State.Request.ID == ring.ID && slices.Contains(r.State.Request.Declined, id)
		})
	}
	if len(people) == 0 {
		return
	}
	if err := b.pusher.Push(ctx, people, ring); err != nil && ctx.Err() == nil {
		b.log.Warn("phones were not called", "alert_id", ring.ID, "err", err)
	}
}

// everybody stands among those to be called for all who are rung and have not said Can't now.
const everybody = "*"

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

// pause waits, or until ctx is done.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// nobody is told: the parts of a bell that stands alone.
type nobody struct{}

func (nobody) Rings([]store.Ringing)                      {}
func (nobody) Admins(string, string, string)              {}
func (nobody) DutyOver(string)                            {}
func (nobody) Push(context.Context, []string, Ring) error { return nil }
func (nobody) Call(context.Context, Call) error           { return errNoCaller }
