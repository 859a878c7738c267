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
	ToldDrill             = "drill"              // a drill is over that somebody ordered, or that found what would not ring
)

// mailbox is what somebody is to be told once it is stored, by alert. Whoever tells reads how things stand by then, so
// however much happens to one alert, it is told as often as there is time for.
type mailbox[V any] struct {
	mu   sync.Mutex
	held map[string]V
	wake chan struct{}
}

func newMailbox[V any]() *mailbox[V] {
	return &mailbox[V]{held: map[string]V{}, wake: make(chan struct{}, 1)}
}

// put changes what is held of an alert.
func (m *mailbox[V]) put(id string, change func(V) V) {
	m.mu.Lock()
	m.held[id] = change(m.held[id])
	m.mu.Unlock()
	poke(m.wake)
}

func (m *mailbox[V]) take() map[string]V {
	m.mu.Lock()
	defer m.mu.Unlock()
	held := m.held
	m.held = map[string]V{}
	return held
}

// look is what is known of an alert that is to be shown: itself and its conversation as of their last changes, where
// they are at hand.
type look struct {
	alert *store.Alert
	state *desk.State
}

// newer is what is known of both.
func (l look) newer(o look) look {
	if o.alert != nil && (l.alert == nil || l.alert.Version < o.alert.Version) {
		l.alert = o.alert
	}
	if o.state != nil && (l.state == nil || l.state.LastSeq < o.state.LastSeq) {
		l.state = o.state
	}
	return l
}

// show shows an alert as it stands. What is at hand spares reading it.
func (b *Bell) show(id string, known look) {
	b.shows.put(id, func(l look) look {
		if known.alert == nil { // it changed in a way that is not at hand
			l.alert = nil
		}
		return l.newer(known)
	})
}

// tell shows what is to be shown until ctx is done.
func (b *Bell) tell(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-b.shows.wake:
		}
		b.pass()
		shows := b.shows.take()
		if err := b.tellNow(ctx, shows); err != nil && ctx.Err() == nil {
			b.log.Warn("what rings is not told", "err", err)
			for id, l := range shows {
				b.show(id, l)
			}
			pause(ctx, time.Second)
		}
	}
}

func (b *Bell) tellNow(ctx context.Context, shows map[string]look) error {
	if len(shows) == 0 {
		return nil
	}
	var list []store.Ringing
	var rest []string
	var open []store.Alert
	for id, l := range shows {
		switch {
		case l.alert == nil || b.outdated(*l.alert):
			rest = append(rest, id)
		case l.alert.Open():
			open = append(open, *l.alert)
		default: // its end is all there is to say
			list = append(list, store.Ringing{Alert: *l.alert})
		}
	}
	if len(rest)+len(open) > 0 {
		err := b.store.Read(ctx, func(tx store.Tx) error {
			alerts, err := tx.Alerts(rest)
			if err != nil {
				return err
			}
			rings, err := b.lookAt(tx, append(alerts, open...), shows)
			list = append(list, rings...)
			return err
		})
		if err != nil {
			return err
		}
	}
	slices.SortFunc(list, func(x, y store.Ringing) int { return x.Alert.OpenedAt.Compare(y.Alert.OpenedAt) })
	b.screens.Rings(b.news(list))
	return nil
}

// outdated reports whether a newer version of an alert has been shown.
func (b *Bell) outdated(a store.Alert) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.told[a.ID] > a.Version
}

// maxTold bounds what is remembered of what was told; whatever is forgotten may be told once more.
const maxTold = 10_000

// news leaves out the alerts whose end was shown already.
func (b *Bell) news(list []store.Ringing) []store.Ringing {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.told) > maxTold {
		clear(b.told)
	}
	return slices.DeleteFunc(list, func(r store.Ringing) bool {
		version, told := b.told[r.Alert.ID]
		b.told[r.Alert.ID] = r.Alert.Version
		return !r.Alert.Open() && told && version == r.Alert.Version
	})
}

// note is a word to a property's admins or, of a duty that is over, to a person.
type note struct {
	propertyID, what, alertID string
	dutyOver                  string
}

// maxNotes bounds the words that wait: they are hints, and what they are about is stored.
const maxNotes = 1000

func (b *Bell) note(n note) {
	b.mu.Lock()
	if len(b.notes) < maxNotes {
		b.notes = append(b.notes, n)
	}
	b.mu.Unlock()
	poke(b.shows.wake)
}

// pass tells the notes.
func (b *Bell) pass() {
	b.mu.Lock()
	notes := b.notes
	b.notes = nil
	b.mu.Unlock()
	for _, n := range notes {
		if n.dutyOver != "" {
			b.screens.DutyOver(n.dutyOver)
			continue
		}
		b.screens.Admins(n.propertyID, n.what, n.alertID)
	}
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
