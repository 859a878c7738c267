package push

import (
	"context"
	"time"

	"deskbell/internal/bell"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// How long a push is worth being delivered. The bell calls phones again while it rings, so one that came late has been
// replaced by then; the end of a ring is told for longer, to take the notification away.
const (
	ringFor = 90 * time.Second
	endFor  = 10 * time.Minute
)

var _ bell.Pusher = (*Service)(nil)

// Push implements bell.Pusher.
func (s *Service) Push(ctx context.Context, personIDs []string, r bell.Ring) error {
	if r.End != "" && (r.Kind == store.AlertTest || r.Kind == store.AlertDrill) {
		return nil // nobody waited, so nobody need hear that it is over
	}
	n := Notice{Ring: r.ID, Kind: r.Kind, ConversationID: r.ConversationID, Property: r.Property.Name, Question: r.Question, Until: s.cfg.Now().Add(ringFor)}
	if r.End != "" {
		n.Ended, n.Until = true, s.cfg.Now().Add(endFor)
		if r.End == string(desk.EndAccepted) {
			n.By = r.EndedBy.GuestName()
		}
	}
	return s.Tell(ctx, personIDs, r.Device, n)
}
