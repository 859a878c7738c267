package reports

import (
	"math"
	"slices"
	"time"
)

// Tally counts guests who asked. The zero value is ready to use.
type Tally struct {
	Requests  int
	Accepted  int
	Missed    int
	Cancelled int
	Closed    int
	Open      int
	// Causes are why the missed ones were; they add up to Missed.
	Causes map[Cause]int
	// Promised are all to whom a time was promised: kept, broken, and those for whom it needed no keeping.
	Promised int
	Kept     int
	Broken   int

	waits  []time.Duration // from ring to accept
	sorted bool
}

func (t *Tally) add(a Asked) {
	t.Requests++
	switch a.Outcome {
	case Accepted:
		t.Accepted++
		t.waits, t.sorted = append(t.waits, a.Wait), false
	case Missed:
		t.Missed++
		if t.Causes == nil {
			t.Causes = map[Cause]int{}
		}
		t.Causes[a.Cause]++
	case Cancelled:
		t.Cancelled++
	case Closed:
		t.Closed++
	case Open:
		t.Open++
	}
	switch a.Promise {
	case "":
		return
	case PromiseKept:
		t.Kept++
	case PromiseBroke:
		t.Broken++
	}
	t.Promised++
}

// Wait is the time from ring to accept within which the given part (0 to 1) of the accepted had a person: the smallest
// real one for which that is so. It is false where none was accepted.
func (t *Tally) Wait(part float64) (time.Duration, bool) {
	if len(t.waits) == 0 {
		return 0, false
	}
	if !t.sorted {
		slices.Sort(t.waits)
		t.sorted = true
	}
	rank := int(math.Ceil(part * float64(len(t.waits))))
	return t.waits[min(max(rank, 1), len(t.waits))-1], true
}
