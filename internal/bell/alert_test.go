package bell

import (
	"testing"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// The state table of an alert: what each thing that happens makes of it, and when there is something to do next. Times
// are seconds since it began to ring; the chain has steps at 10, 30 and 30 s.
func TestAlert_StateTable(t *testing.T) {
	t.Parallel()
	zero := time.Date(2026, 3, 1, 22, 0, 0, 0, time.UTC)
	at := func(s int) time.Time { return zero.Add(time.Duration(s) * time.Second) }
	chain := []desk.ChainStep{{After: 10 * time.Second}, {After: 30 * time.Second}, {After: 30 * time.Second}}
	ringing := func(kind store.AlertKind, change ...func(*store.Alert)) store.Alert {
		a := store.Alert{Kind: kind, OpenedAt: zero}
		begin(&a, 1, zero)
		if everything(kind) {
			climb(&a, chain, len(chain))
		}
		for _, c := range change {
			c(&a)
		}
		a.NextAt = next(a, chain)
		return a
	}
	heard := func(s int) func(*store.Alert) { return func(a *store.Alert) { hear(a, chain, at(s)) } }
	unheard := func(a *store.Alert) { due(a, chain, at(5)) }
	promised := func(a *store.Alert) { promise(a) }
	ended := func(a *store.Alert) { end(a, "accepted", "ana", at(3)) }
	short := func(a *store.Alert) { a.NextAt = at(20) }
	const never = -1
	rows := []struct {
		name string
		a    store.Alert
		now  int // what is due is done then; never: nothing is
		do   todo
		step int
		next int // seconds, or never
	}{
		{"begins", ringing(store.AlertPerson), never, todo{}, 0, 5},
		{"is unheard", ringing(store.AlertPerson), 5, todo{unheard: true, climb: 1}, 1, 20},
		{"is unheard, and was heard late", ringing(store.AlertPerson, unheard, heard(7)), never, todo{}, 1, 20},
		{"was heard in time", ringing(store.AlertPerson, heard(1)), never, todo{}, 0, 10},
		{"climbs where it was heard", ringing(store.AlertPerson, heard(1)), 10, todo{climb: 1}, 1, 20},
		{"calls phones again", ringing(store.AlertPerson, heard(1)), 20, todo{climb: 1, push: true}, 1, 30},
		{"two steps at one time", ringing(store.AlertPerson, heard(1)), 30, todo{climb: 3, push: true}, 3, 50},
		{"everything fell due while nobody was there", ringing(store.AlertPerson), 100, todo{unheard: true, climb: 3, push: true}, 3, 120},
		{"after three minutes phones are called by the minute", ringing(store.AlertEmergency, heard(1)), 200, todo{push: true}, 3, 260},
		{"is promised", ringing(store.AlertPerson, promised), never, todo{}, 0, never},
		{"is promised after it was unheard", ringing(store.AlertPerson, unheard, promised), never, todo{}, 1, never},
		{"has ended", ringing(store.AlertPerson, unheard, ended), never, todo{}, 1, never},
		{"a transfer is unheard", ringing(store.AlertTransfer), 5, todo{unheard: true}, 0, 20},
		{"a transfer climbs no chain", ringing(store.AlertTransfer, heard(1)), 100, todo{push: true}, 0, 120},
		{"an emergency has called all", ringing(store.AlertEmergency), never, todo{}, 3, 5},
		{"an emergency is unheard", ringing(store.AlertEmergency), 5, todo{unheard: true}, 3, 20},
		{"an alarm is as an emergency", ringing(store.AlertAlarm, heard(1)), 20, todo{push: true}, 3, 40},
		{"a test is over", ringing(store.AlertTest, short), 20, todo{end: true}, 0, 20},
		{"a drill is over", ringing(store.AlertDrill, short), 20, todo{end: true}, 0, 20},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			a := r.a
			if r.now != never {
				if !isDue(a, at(r.now)) || isDue(a, a.NextAt.Add(-time.Millisecond)) {
					t.Fatalf("due at %s, and is asked at %d s", a.NextAt, r.now)
				}
				if got := due(&a, chain, at(r.now)); got != r.do {
					t.Errorf("does %+v, want %+v", got, r.do)
				}
				if a.Kind != store.AlertTest && a.Kind != store.AlertDrill && isDue(a, at(r.now)) {
					t.Error("is due again at once")
				}
			}
			want := time.Time{}
			if r.next != never {
				want = at(r.next)
			}
			if a.Step != r.step || !a.NextAt.Equal(want) {
				t.Errorf("step %d, next at %s, want step %d at %s", a.Step, a.NextAt, r.step, want)
			}
			if !a.Open() && (isDue(a, at(1000)) || a.End == "") {
				t.Error("what has ended is due")
			}
		})
	}
}

func TestHear_ClearsOnlyWhatWasInDoubt(t *testing.T) {
	t.Parallel()
	zero := time.Unix(1_800_000_000, 0)
	a := store.Alert{Kind: store.AlertPerson}
	begin(&a, 1, zero)
	a.NextAt = next(a, nil)
	if hear(&a, nil, zero.Add(time.Second)) || !a.HeardAt.Equal(zero.Add(time.Second)) {
		t.Error("heard in time, nothing was in doubt")
	}
	begin(&a, 2, zero.Add(time.Minute)) // a new round is heard anew
	a.NextAt = next(a, nil)
	if do := due(&a, nil, zero.Add(time.Minute+5*time.Second)); !do.unheard {
		t.Errorf("a round that nobody heard: %+v", do)
	}
	if !hear(&a, nil, zero.Add(70*time.Second)) || hear(&a, nil, zero.Add(71*time.Second)) || !a.HeardAt.Equal(zero.Add(time.Second)) {
		t.Error("a late confirmation clears once, and the first of all stays known")
	}
}

// Settings may shorten a chain while it is climbed.
func TestClimb_AChainThatGotShorter(t *testing.T) {
	t.Parallel()
	a := store.Alert{Kind: store.AlertPerson, Step: 3}
	begin(&a, 1, time.Unix(1_800_000_000, 0))
	climb(&a, make([]desk.ChainStep, 1), 1)
	if a.Step != 3 {
		t.Errorf("step %d", a.Step)
	}
	a.NextAt = next(a, nil)
	due(&a, nil, a.NextAt)
	if a.Step != 3 {
		t.Errorf("step %d", a.Step)
	}
}
