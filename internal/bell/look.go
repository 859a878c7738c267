package bell

import (
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

const (
	// missedFor is how long a missed request leads the list while its guest is there.
	missedFor = 10 * time.Minute
	// lookBack is how many entries back the guest's last question is looked for.
	lookBack = 30
)

// Look completes alerts by what screens show of them.
func (b *Bell) Look(tx store.Tx, alerts []store.Alert) ([]store.Ringing, error) {
	ids := make([]string, len(alerts))
	for i, a := range alerts {
		ids[i] = a.ID
	}
	rings, err := tx.Rings(ids)
	if err != nil {
		return nil, err
	}
	list := make([]store.Ringing, 0, len(alerts))
	for _, a := range alerts {
		r := store.Ringing{Alert: a}
		for _, ring := range rings {
			if ring.AlertID == a.ID && ring.Round == a.Round {
				r.Rung = append(r.Rung, ring.People...)
			}
		}
		if a.ConversationID != "" {
			if err := b.lookAt(tx, &r); err != nil {
				return nil, err
			}
		}
		list = append(list, r)
	}
	return list, nil
}

// lookAt reads the conversation behind an alert.
func (b *Bell) lookAt(tx store.Tx, r *store.Ringing) (err error) {
	if r.State, err = tx.State(r.Alert.ConversationID); err != nil {
		return err
	}
	if r.Contact, err = tx.Contact(r.State.ContactID); err != nil {
		return err
	}
	r.GuestLeft = b.away(r.State.ContactID)
	entries, err := tx.Entries(r.State.ID, store.EntryFilter{Before: r.State.LastSeq + 1, Limit: lookBack, PublicOnly: true})
	r.Question, r.Missing = asked(entries)
	return err
}

// asked is what the guest last wrote, and what the assistant last had no answer to: "" where what it said last helped.
func asked(entries []desk.Entry) (question, missing string) {
	failed := false
	for _, e := range slices.Backward(entries) {
		switch {
		case e.Code == desk.LineCannotHelp, e.Author.Kind == desk.AuthorAssistant && e.Answer != nil && e.Answer.Decision == "cannot_help":
			failed = true
		case e.Author.Kind == desk.AuthorAssistant:
			if question != "" && !failed {
				return question, ""
			}
		case e.Kind == desk.EntryMessage && e.Author.Kind == desk.AuthorGuest:
			text := e.Text
			if text == "" && len(e.Files) > 0 {
				text = e.Files[0].Name
			}
			if question == "" {
				question = text
			}
			if failed {
				return question, text
			}
		}
	}
	return question, ""
}

// Rings are the open alerts of the properties, and the requests that were missed lately while their guests are still
// there and nobody has come since.
func (b *Bell) Rings(tx store.Tx, propertyIDs []string) (open, missed []store.Ringing, err error) {
	alerts, err := tx.OpenAlerts(propertyIDs)
	if err != nil {
		return nil, nil, err
	}
	if open, err = b.Look(tx, alerts); err != nil {
		return nil, nil, err
	}
	ended, err := tx.EndedAlerts(propertyIDs, tx.Now().Add(-missedFor))
	if err != nil {
		return nil, nil, err
	}
	ended = slices.DeleteFunc(ended, func(a store.Alert) bool { return a.End != string(desk.EndExpired) || !a.Kind.OfRequest() })
	if missed, err = b.Look(tx, ended); err != nil {
		return nil, nil, err
	}
	missed = slices.DeleteFunc(missed, func(r store.Ringing) bool { return !missedStill(r) })
	return open, missed, nil
}

// missedStill reports whether the guest of an expired request is there, and nobody has come.
func missedStill(r store.Ringing) bool {
	s := r.State
	return s.Status == desk.StatusOpen && s.Controller.Kind == desk.ControllerAssistant && !r.GuestLeft &&
		s.Request != nil && s.Request.ID == r.Alert.ID
}
