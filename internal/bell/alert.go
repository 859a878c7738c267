package bell

import (
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// The bell's own times. Those of a property's chain are its settings.
const (
	// HearWithin is how long devices have to confirm a ring before that itself raises the next alarm.
	HearWithin = 5 * time.Second
	// pushAgain is how often phones are called again while it rings; pushSlowly after pushLong of it.
	pushAgain  = 20 * time.Second
	pushSlowly = time.Minute
	pushLong   = 3 * time.Minute
)

// todo is what follows when an alert's time has come.
type todo struct {
	// unheard says that nobody's device has confirmed it in time: the admins are told.
	unheard bool
	// climb is how many further steps of the chain are called.
	climb int
	// push calls the phones of all who are rung again.
	push bool
	// end says that a look, a test or a drill is over.
	end bool
}

// climbs reports whether the alert calls the property's chain. A transfer does not: its guest has an agent. Nor does a
// look, for which no guest waits, but for one at an opportunity of the property's figure, which rings like a request.
func climbs(a store.Alert) bool {
	switch a.Kind {
	case store.AlertPerson, store.AlertEmergency, store.AlertAlarm:
		return true
	case store.AlertAttention:
		return a.Doc.Why == desk.AttentionOpportunity
	}
	return false
}

// everything reports whether the alert calls everyone of the property and the whole chain at once.
func everything(k store.AlertKind) bool { return k == store.AlertEmergency || k == store.AlertAlarm }

// begin starts a round of ringing.
func begin(a *store.Alert, round int, now time.Time) {
	a.Round, a.RoundAt, a.UnheardAt, a.RoundHeardAt = round, now, time.Time{}, time.Time{}
	a.Doc.Promised, a.Doc.PushAt = false, now.Add(pushAgain)
}

// promise silences the alert: nothing is due until the promise is broken, which is a new round.
func promise(a *store.Alert) {
	a.Doc.Promised, a.Doc.PushAt, a.NextAt = true, time.Time{}, time.Time{}
}

// end ends the alert; what it still had to do is not due any more.
func end(a *store.Alert, how, by string, now time.Time) {
	a.EndedAt, a.End, a.NextAt, a.Doc.By = now, how, time.Time{}, by
}

// next is when the alert has something to do, given the chain it calls.
func next(a store.Alert, chain []desk.ChainStep) time.Time {
	switch {
	case !a.Open() || a.Doc.Promised:
		return time.Time{}
	case a.Kind == store.AlertTest || a.Kind == store.AlertDrill:
		return a.NextAt
	}
	at := a.Doc.PushAt
	if a.Kind == store.AlertAttention {
		at = earlier(at, a.RoundAt.Add(store.AttentionFor))
	}
	if a.UnheardAt.IsZero() && a.RoundHeardAt.IsZero() {
		at = earlier(at, a.RoundAt.Add(HearWithin))
	}
	if climbs(a) && a.Step < len(chain) {
		at = earlier(at, a.RoundAt.Add(chain[a.Step].After))
	}
	return at
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// isDue reports whether the alert's time has come.
func isDue(a store.Alert, now time.Time) bool {
	return a.Open() && !a.NextAt.IsZero() && !now.Before(a.NextAt)
}

// due is what an alert whose time has come does. It counts the steps it climbs and notes what it did, so that asked
// again it does nothing more. What fell due while nobody was there is done at once, in its order.
func due(a *store.Alert, chain []desk.ChainStep, now time.Time) (do todo) {
	if a.Kind == store.AlertTest || a.Kind == store.AlertDrill || a.Kind == store.AlertAttention && !now.Before(a.RoundAt.Add(store.AttentionFor)) {
		return todo{end: true}
	}
	from := a.Step
	if a.UnheardAt.IsZero() && a.RoundHeardAt.IsZero() && !now.Before(a.RoundAt.Add(HearWithin)) {
		a.UnheardAt, do.unheard = now, true
		climb(a, chain, 1)
	}
	for climbs(*a) && a.Step < len(chain) && !now.Before(a.RoundAt.Add(chain[a.Step].After)) {
		a.Step++
	}
	if !a.Doc.PushAt.IsZero() && !now.Before(a.Doc.PushAt) {
		do.push = true
		a.Doc.PushAt = now.Add(pushAgain)
		if now.Sub(a.RoundAt) >= pushLong {
			a.Doc.PushAt = now.Add(pushSlowly)
		}
	}
	do.climb = a.Step - from
	a.NextAt = next(*a, chain)
	return do
}

// climb calls the next steps of the chain ahead of their time, as many as are left.
func climb(a *store.Alert, chain []desk.ChainStep, steps int) {
	if climbs(*a) {
		a.Step = min(a.Step+steps, max(len(chain), a.Step))
	}
}

// hear notes that a device showed or sounded the alert in this round. It reports whether that was in doubt and is not
// any more.
func hear(a *store.Alert, chain []desk.ChainStep, now time.Time) (cleared bool) {
	if a.HeardAt.IsZero() {
		a.HeardAt = now
	}
	if !a.Open() || !a.RoundHeardAt.IsZero() {
		return false
	}
	a.RoundHeardAt = now
	a.NextAt = next(*a, chain)
	return !a.UnheardAt.IsZero()
}
