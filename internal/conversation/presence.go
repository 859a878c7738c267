package conversation

import (
	"context"
	"errors"
	"maps"
	"slices"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// AgentLost says that no device of a person gave a sign of life for 45 seconds. It reaches every conversation that
// the person controls and every request that the person promised to answer. Saying it again changes nothing.
func (d *Desk) AgentLost(ctx context.Context, personID string) error {
	return d.gone(ctx, personID, desk.EventAgentLost)
}

// ShiftEnds says that a person ended the shift or signed out: what they hold is handed on.
func (d *Desk) ShiftEnds(ctx context.Context, personID string) error {
	return d.gone(ctx, personID, desk.EventShiftEnds)
}

func (d *Desk) gone(ctx context.Context, personID string, kind desk.EventKind) error {
	return d.each(ctx, desk.Event{Kind: kind, Agent: personID}, func(s desk.State) bool {
		promised := s.Request.Open() && s.Request.Stage == desk.StagePromised && s.Request.PromisedBy == personID
		return s.Controller.AgentID == personID || promised || lostFrom(s, personID) && kind == desk.EventShiftEnds
	})
}

// AgentReturned says that a device of a person is heard again. Conversations that still wait because the person was
// lost come back, whatever else they hold.
func (d *Desk) AgentReturned(ctx context.Context, personID string) error {
	return d.each(ctx, desk.Event{Kind: desk.EventAgentReturns, Agent: personID}, func(s desk.State) bool {
		return s.Facts.LostAgentID == personID || lostFrom(s, personID)
	})
}

func lostFrom(s desk.State, personID string) bool {
	return s.Request.Open() && s.Request.LostFrom == personID
}

// each brings an event about a person to those of the conversations that the person controls, or whose request is
// open, that it concerns. Each is a transaction of its own; the rules look again inside it, so what moved on meanwhile
// is left alone.
func (d *Desk) each(ctx context.Context, ev desk.Event, concerns func(desk.State) bool) error {
	found := map[string]bool{}
	err := d.store.Read(ctx, func(tx store.Tx) error {
		props, err := tx.ListProperties()
		if err != nil {
			return err
		}
		f := store.ListFilter{PersonID: ev.Agent, Limit: 500}
		for _, p := range props {
			f.PropertyIDs = append(f.PropertyIDs, p.ID)
		}
		for _, f.View = range []store.View{store.ViewMine, store.ViewRequests} {
			for f.Cursor = ""; ; {
				page, next, err := tx.List(f)
				if err != nil {
					return err
				}
				for _, s := range page {
					if concerns(s.State) {
						found[s.State.ID] = true
					}
				}
				if f.Cursor = next; next == "" {
					break
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	var failed error
	for _, id := range slices.Sorted(maps.Keys(found)) {
		_, err := d.run(ctx, act{load: byID(id), event: ev})
		var refusal *desk.Error
		if errors.As(err, &refusal) && refusal.Code != desk.CodeUnavailable {
			err = nil // it moved on meanwhile
		}
		failed = errors.Join(failed, err)
	}
	return failed
}
