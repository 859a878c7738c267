package app

import (
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/metrics"
	"deskbell/internal/store"
)

// shop is a store of which only what waits is asked.
type shop struct {
	store.Store
	store.Tx
	asked int
	open  []store.Alert
	err   error
}

func (s *shop) Read(_ context.Context, fn func(store.Tx) error) error {
	s.asked++
	if s.err != nil {
		return s.err
	}
	return fn(s)
}
func (*shop) ListProperties() ([]desk.Property, error) { return []desk.Property{{ID: "harbour"}}, nil }
func (s *shop) OpenAlerts(of []string) ([]store.Alert, error) {
	return s.open[:len(of)*len(s.open)], nil
}
func (*shop) CountArrivals() (store.ArrivalCounts, error) {
	return store.ArrivalCounts{Waiting: 2, Failed: 1}, nil
}
func (*shop) CountDeliveries(accountID string) (store.DeliveryCounts, error) {
	return store.DeliveryCounts{Waiting: 5, Uncertain: 1}, nil
}
func (*shop) CountMails() (store.MailCounts, error) {
	return store.MailCounts{Queued: 3, Uncertain: 1, Failed: 1}, nil
}

func TestWaiting_TellsWhetherGuestsAreLookedAfter(t *testing.T) {
	t.Parallel()
	now := time.UnixMilli(1_000_000)
	s := &shop{open: []store.Alert{
		{OpenedAt: now.Add(-90 * time.Second), UnheardAt: now.Add(-85 * time.Second)},
		{OpenedAt: now.Add(-20 * time.Second), UnheardAt: now.Add(-15 * time.Second), RoundHeardAt: now.Add(-time.Second)}, // heard late
		{OpenedAt: now.Add(-10 * time.Second), RoundHeardAt: now.Add(-9 * time.Second)},
	}}
	numbers := metrics.New("test")
	(&waiting{store: s, now: func() time.Time { return now }, log: slog.New(slog.DiscardHandler)}).register(numbers)
	tells := func(want ...string) {
		t.Helper()
		w := httptest.NewRecorder()
		numbers.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
		for _, line := range want {
			if !strings.Contains(w.Body.String(), "\ndeskbell_"+line+"\n") {
				t.Errorf("no %s", line)
			}
		}
	}
	tells("requests_open 3", "requests_unheard 1", "requests_oldest_seconds 90", "mails_queued 3", "mails_troubled 2",
		"arrivals_waiting 2", "arrivals_failed 1", "deliveries_waiting 5", "deliveries_uncertain 1")
	tells("requests_open 3")
	if s.asked != 1 {
		t.Errorf("two looks within a moment asked the database %d times", s.asked)
	}
	now = now.Add(readFor)
	s.err = errors.New("gone")
	tells("requests_open 3", "requests_unheard 1") // the last that was known
	now = now.Add(readFor)
	s.err, s.open = nil, nil
	tells("requests_open 0", "requests_oldest_seconds 0")
}
