package conversation

import (
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// How what Meta answers by itself (instant replies, away messages, the greeting of the WhatsApp Business app) is told from
// what a person wrote: it carries no mark, but nobody has read and answered within instantAfter, by the channel's clock, the
// first message of a guest who had said nothing for instantPause.
const (
	instantAfter = 3 * time.Second
	instantPause = 10 * time.Minute
	// instantLook is how far back is looked for what the guest said before.
	instantLook = 20
)

// instant reports whether an echo is such an answer: the assistant has the conversation, and the guest's words are the last
// in it. It is shown, and silences nobody.
func (in Incoming) instant(tx store.Tx, s desk.State) (bool, error) {
	if in.At.IsZero() || in.Standby || in.Old || s.Channel == desk.ChannelAPI || s.Controller.Kind != desk.ControllerAssistant {
		return false, nil
	}
	list, err := tx.Entries(s.ID, store.EntryFilter{After: max(0, s.LastSeq-instantLook), Limit: instantLook})
	if err != nil {
		return false, err
	}
	var first time.Time
	for i := len(list) - 1; i >= 0; i-- {
		e := list[i]
		if e.Kind != desk.EntryMessage {
			continue
		}
		said := e.At
		if e.Carried != nil && !e.Carried.SaidAt.IsZero() {
			said = e.Carried.SaidAt
		}
		switch {
		case first.IsZero():
			wait := in.At.Sub(said)
			if e.Author.Kind != desk.AuthorGuest || wait < 0 || wait > instantAfter {
				return false, nil
			}
			first = said
		case e.Author.Kind == desk.AuthorGuest:
			return first.Sub(said) > instantPause, nil
		}
	}
	return !first.IsZero(), nil
}
