package memstore

import (
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// AcceptedWaits implements store.Waits.
func (t *tx) AcceptedWaits(propertyID string, since time.Time, limit int) ([]time.Duration, error) {
	var list []desk.Request
	for _, o := range t.d.requests {
		s, r := t.d.states[o.conversationID], o.request
		if s.PropertyID == propertyID && !s.Test && r.Kind == desk.RequestPerson && r.End == desk.EndAccepted && !r.OpenedAt.Before(since) {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b desk.Request) int {
		return -places(store.ReportPlace{At: a.OpenedAt, ID: a.ID}, store.ReportPlace{At: b.OpenedAt, ID: b.ID})
	})
	var waits []time.Duration
	for _, r := range list[:min(len(list), store.Clamp(limit, 1000, 1000))] {
		if r.Cause == desk.CauseGuest {
			waits = append(waits, r.EndedAt.Sub(r.OpenedAt))
		}
	}
	return waits, nil
}
