package conversation

import (
	"context"
	"errors"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// errIdle says inside this package that there is nothing to do.
var errIdle = errors.New("nothing to do")

// Expire brings a clock that is due. One that does not run any more (what it was armed for is over, it was armed
// anew for later, the conversation is gone) is dropped, which is no error.
func (d *Desk) Expire(ctx context.Context, due store.Due) error {
	_, err := d.run(ctx, act{
		load:  byID(due.ConversationID),
		event: desk.Event{Kind: desk.EventTimer, Timer: due.Timer},
		idle:  func(store.Tx) error { return errIdle },
	})
	var refusal *desk.Error
	refused := errors.As(err, &refusal) && refusal.Code != desk.CodeUnavailable && refusal.Code != desk.CodeInternal
	if !refused && !errors.Is(err, errIdle) {
		return err
	}
	return d.store.Write(ctx, func(tx store.Tx) error {
		err := tx.DropTimer(due.ConversationID, due.Timer)
		if errors.Is(err, desk.ErrNotFound) {
			return nil
		}
		return err
	})
}
