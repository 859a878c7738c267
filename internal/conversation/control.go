package conversation

import (
	"context"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// All methods of this file act for a person who is signed in. A conversation of a property that the person does not
// see is not found; a role that does not converse is forbidden.

// TakeControl gives the conversation to the person. Somebody else's is CodeTaken, with who and since when.
func (d *Desk) TakeControl(ctx context.Context, by desk.Person, conversationID string) (desk.State, error) {
	return d.byAgent(ctx, by, conversationID, desk.Event{Kind: desk.EventTakeControl, Epoch: -1})
}

// Accept answers the open request. One that has ended is CodeClosed, with the way it ended.
func (d *Desk) Accept(ctx context.Context, by desk.Person, conversationID string) (desk.State, error) {
	return d.byAgent(ctx, by, conversationID, desk.Event{Kind: desk.EventAccept, Epoch: -1})
}

// HandBack gives the conversation back to the assistant.
func (d *Desk) HandBack(ctx context.Context, by desk.Person, conversationID string) (desk.State, error) {
	return d.byAgent(ctx, by, conversationID, desk.Event{Kind: desk.EventHandBack})
}

// Reopen opens a resolved conversation under the assistant.
func (d *Desk) Reopen(ctx context.Context, by desk.Person, conversationID string) (desk.State, error) {
	return d.byAgent(ctx, by, conversationID, desk.Event{Kind: desk.EventReopen})
}

// Resolve ends the conversation. With something unanswered it asks to be confirmed: CodeConfirmNeeded.
func (d *Desk) Resolve(ctx context.Context, by desk.Person, conversationID string, confirmed bool) (desk.State, error) {
	return d.byAgent(ctx, by, conversationID, desk.Event{Kind: desk.EventResolve, Confirmed: confirmed})
}

// TakeOver takes the conversation from a colleague: an Admin always may, anybody while the colleague is gone or past
// the reminder. It has to be confirmed, and it is written into the audit.
func (d *Desk) TakeOver(ctx context.Context, by desk.Person, conversationID string, confirmed bool) (desk.State, error) {
	var from string
	return d.state(ctx, act{
		load: byID(conversationID), by: &by, event: desk.Event{Kind: desk.EventTakeOver, Confirmed: confirmed},
		check: func(_ store.Tx, s desk.State) error {
			from = s.Controller.AgentID
			return nil
		},
		then: func(tx store.Tx, after desk.State) error {
			return tx.Audit(store.AuditLine{
				At: tx.Now(), PersonID: by.ID, PropertyID: after.PropertyID,
				Action: "take_over", Subject: after.ID, Detail: `{"from":"` + from + `"}`,
			})
		},
	})
}

// Transfer rings a colleague (target) or, with an empty target, everyone eligible for the conversation.
func (d *Desk) Transfer(ctx context.Context, by desk.Person, conversationID, target, note string) (desk.State, error) {
	return d.state(ctx, act{
		load: byID(conversationID), by: &by,
		event: desk.Event{Kind: desk.EventTransfer, Target: target, Note: desk.CleanLine(note, 1000)},
		check: func(tx store.Tx, s desk.State) error {
			if target == "" {
				return nil
			}
			p, err := tx.Person(target)
			if err != nil || desk.Allow(p, desk.ActConverse, s.PropertyID) != nil {
				return desk.Refuse(desk.CodeInvalid, "This colleague does not answer chats of this property.")
			}
			return nil
		},
	})
}

// TakeBack ends the transfer that the person began.
func (d *Desk) TakeBack(ctx context.Context, by desk.Person, conversationID string) (desk.State, error) {
	return d.byAgent(ctx, by, conversationID, desk.Event{Kind: desk.EventTakeBack})
}

// Promise tells the guest that the person will be there in some minutes; 0 is the default. It names the request,
// because a promise for an older one does not count.
func (d *Desk) Promise(ctx context.Context, by desk.Person, conversationID, requestID string, minutes int) (desk.State, error) {
	if minutes == 0 {
		minutes = int(desk.DefaultPromise / time.Minute)
	}
	if m := time.Duration(minutes) * time.Minute; m < desk.PromiseMin || m > desk.PromiseMax {
		return desk.State{}, desk.Refuse(desk.CodeInvalid, "Promise 1 to 15 minutes.")
	}
	return d.byAgent(ctx, by, conversationID, desk.Event{Kind: desk.EventPromise, RequestID: requestID, Minutes: minutes})
}

// CannotNow says that the person will not answer the request.
func (d *Desk) CannotNow(ctx context.Context, by desk.Person, conversationID, requestID string) (desk.State, error) {
	return d.byAgent(ctx, by, conversationID, desk.Event{Kind: desk.EventCannotNow, RequestID: requestID})
}

func (d *Desk) byAgent(ctx context.Context, by desk.Person, conversationID string, ev desk.Event) (desk.State, error) {
	return d.state(ctx, act{load: byID(conversationID), by: &by, event: ev})
}

// byID loads a conversation, or the one that it is a part of by now.
func byID(conversationID string) func(store.Tx) (desk.State, error) {
	return func(tx store.Tx) (desk.State, error) {
		s, err := tx.State(conversationID)
		for err == nil && s.MergedInto != "" {
			s, err = tx.State(s.MergedInto)
		}
		return s, err
	}
}
