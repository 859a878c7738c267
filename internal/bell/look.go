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

// Look completes alerts by what lists show of them.
func (b *Bell) Look(tx store.Tx, alerts []store.Alert) ([]store.Ringing, error) {
	list, err := b.lookAt(tx, alerts, nil)
	if err != nil {
		return nil, err
	}
	for i := range list {
		r := &list[i]
		if r.State.ID == "" && r.Alert.ConversationID != "" { // one that has ended
			if err := b.conversation(tx, r, nil); err != nil {
				return nil, err
			}
		}
		if r.State.ID != "" {
			if r.Contact, err = tx.Contact(r.State.ContactID); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

// lookAt completes alerts by what screens are told of them: of one that has ended no more than that. Whoever is told
// knows the guest's name.
func (b *Bell) lookAt(tx store.Tx, alerts []store.Alert, at map[string]look) ([]store.Ringing, error) {
	ids := make([]string, len(alerts))
	for i, a := range alerts {
		ids[i] = a.ID
	}
	rings, err := tx.Rings(ids)
	if err != nil {
		return nil, err
	}
	of := map[string]int{}
	list := make([]store.Ringing, len(alerts))
	for i, a := range alerts {
		list[i].Alert, of[a.ID] = a, i
	}
	for _, ring := range rings {
		if r := &list[of[ring.AlertID]]; ring.Round == r.Alert.Round {
			r.Rung = append(r.Rung, ring.People...)
		}
	}
	for i := range list {
		if r := &list[i]; r.Alert.Open() && r.Alert.ConversationID != "" {
			if err := b.conversation(tx, r, at[r.Alert.ID].state); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

// conversation reads the conversation behind an alert, as far as it is not at hand.
func (b *Bell) conversation(tx store.Tx, r *store.Ringing, known *desk.State) (err error) {
	if known != nil {
		r.State = *known
	} else if r.State, err = tx.State(r.Alert.ConversationID); err != nil {
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
