package app

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"deskbell/internal/metrics"
	"deskbell/internal/store"
)

// readFor is how long a reading of what waits is good for: however often and by however many it is asked, the database
// is asked this rarely.
const readFor = 5 * time.Second

// lookIn is how long that reading may take; a scrape must end.
const lookIn = 2 * time.Second

// waiting is what waits for somebody, read from the database: alike on every node of an installation.
type waiting struct {
	store store.Store
	now   func() time.Time
	log   *slog.Logger

	mu   sync.Mutex
	at   time.Time
	last reading
}

type reading struct {
	ringing, unheard, mails, troubled int
	oldest                            time.Time
	arrivals                          store.ArrivalCounts
	deliveries                        store.DeliveryCounts
}

// register adds the numbers that tell whether guests are looked after, and not only whether the process runs.
func (w *waiting) register(numbers *metrics.Metrics) {
	numbers.Gauge("requests_open", "Guests' requests for a person, transfers and emergencies that ring or are promised now.",
		func() float64 { return float64(w.look().ringing) })
	numbers.Gauge("requests_unheard", "Those of them that no device has confirmed in this round.", func() float64 { return float64(w.look().unheard) })
	numbers.Gauge("requests_oldest_seconds", "Since when the oldest of them has been open.", func() float64 {
		if oldest := w.look().oldest; !oldest.IsZero() {
			return max(0, w.now().Sub(oldest).Seconds())
		}
		return 0
	})
	since := func(at time.Time) float64 {
		if at.IsZero() {
			return 0
		}
		return max(0, w.now().Sub(at).Seconds())
	}
	numbers.Gauge("arrivals_waiting", "Bodies that channels brought and that are not worked off.", func() float64 { return float64(w.look().arrivals.Waiting) })
	numbers.Gauge("arrivals_oldest_seconds", "Since when the oldest of them has been waiting.", func() float64 { return since(w.look().arrivals.Oldest) })
	numbers.Gauge("arrivals_failed", "Bodies of the last 30 days that were not taken in whole, and can be replayed.", func() float64 { return float64(w.look().arrivals.Failed) })
	numbers.Gauge("deliveries_waiting", "Messages that wait to go out by a channel.", func() float64 { return float64(w.look().deliveries.Waiting) })
	numbers.Gauge("deliveries_oldest_seconds", "Since when the oldest of them has been waiting.", func() float64 { return since(w.look().deliveries.Oldest) })
	numbers.Gauge("deliveries_uncertain", "Messages of which it is not known whether they reached the channel.", func() float64 { return float64(w.look().deliveries.Uncertain) })
	numbers.Gauge("mails_queued", "E-mails that wait to be sent.", func() float64 { return float64(w.look().mails) })
	numbers.Gauge("mails_troubled", "E-mails that failed, or of which it is not known whether they arrived.", func() float64 { return float64(w.look().troubled) })
}

// look is the newest reading; the one before where the database does not answer.
func (w *waiting) look() reading {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.now()
	if now.Sub(w.at) < readFor {
		return w.last
	}
	w.at = now // also where it fails: a database in trouble is not asked by every scrape
	ctx, cancel := context.WithTimeout(context.Background(), lookIn)
	defer cancel()
	var seen reading
	err := w.store.Read(ctx, func(tx store.Tx) error {
		seen = reading{}
		props, err := tx.ListProperties()
		if err != nil {
			return err
		}
		ids := make([]string, len(props))
		for i, p := range props {
			ids[i] = p.ID
		}
		open, err := tx.OpenAlerts(ids)
		if err != nil {
			return err
		}
		for _, a := range open {
			seen.ringing++
			if !a.UnheardAt.IsZero() && a.RoundHeardAt.IsZero() {
				seen.unheard++
			}
			if seen.oldest.IsZero() || a.OpenedAt.Before(seen.oldest) {
				seen.oldest = a.OpenedAt
			}
		}
		if seen.arrivals, err = tx.CountArrivals(); err != nil {
			return err
		}
		if seen.deliveries, err = tx.CountDeliveries(""); err != nil {
			return err
		}
		counts, err := tx.CountMails()
		seen.mails, seen.troubled = counts.Queued, counts.Uncertain+counts.Failed
		return err
	})
	if err != nil {
		w.log.Warn("what waits is not known", "err", err)
		return w.last
	}
	w.last = seen
	return seen
}
