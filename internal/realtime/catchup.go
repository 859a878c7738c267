package realtime

import (
	"context"
	"errors"
	"slices"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// Bounds of one look for what other nodes did and nobody told.
const (
	// catchMost is how many conversations are read anew; where more have changed, everybody reads again what they see.
	catchMost = 500
	// catchEntries is how many entries of each are told; readers of an older gap ask for it.
	catchEntries = 50
)

// CatchUp tells those who are connected here of what other nodes did, as far as they were not told yet. It reads what
// has changed from the database. Hints of other things than conversations and notices are passed over.
func (f *Fanout) CatchUp(ctx context.Context, hints []store.Hint) error {
	seqs := map[string]int64{} // the first that was not told
	var notices []caughtNotice
	for _, h := range hints {
		switch h.Kind {
		case store.HintConversation:
			if !f.toldOf(h.ID).of(h.Seq) {
				if first, ok := seqs[h.ID]; !ok || h.Seq < first {
					seqs[h.ID] = h.Seq
				}
			}
		case conversation.HintNotice:
			n, ok := conversation.NoticeOf(h)
			if ok && !f.toldOf(n.ConversationID).of(h.Seq) {
				notices = append(notices, caughtNotice{n, h.Seq})
			}
		}
	}
	if len(seqs) > catchMost {
		f.Again()
		return nil
	}
	var changes []*conversation.Change
	err := f.dir.store.Read(ctx, func(tx store.Tx) error {
		changes = changes[:0]
		for id, seq := range seqs {
			c, err := f.catch(tx, id, seq)
			if errors.Is(err, desk.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			changes = append(changes, c)
		}
		return nil
	})
	if err != nil {
		return err
	}
	select {
	case f.caught <- caught{changes, notices}:
	case <-ctx.Done():
	}
	return nil
}

type caught struct {
	changes []*conversation.Change
	notices []caughtNotice
}

type caughtNotice struct {
	desk.Notice
	seq int64
}

// catch reads a conversation and what was not told of it. Where nothing was told yet, its newest entries are.
func (f *Fanout) catch(tx store.Tx, id string, seq int64) (*conversation.Change, error) {
	s, err := tx.State(id)
	if err != nil {
		return nil, err
	}
	if !f.staff.listening(s.PropertyID) && !f.guests.Listening(s.ContactID) {
		return &conversation.Change{After: s}, nil
	}
	from := f.toldOf(id).seq
	if from == 0 {
		from = seq - firstEntries
	}
	entries, err := tx.Entries(id, store.EntryFilter{After: max(from, s.LastSeq-catchEntries, 0), Limit: catchEntries})
	return &conversation.Change{After: s, Entries: entries}, err
}

// firstEntries is how many entries before the hinted one are told of a conversation that is new to this node: a change
// may have written more than one.
const firstEntries = 4

// tellCaught tells what was read. Only the goroutine that tells uses it.
func (f *Fanout) tellCaught(c caught) {
	notices := slices.DeleteFunc(c.notices, func(n caughtNotice) bool { return f.toldOf(n.ConversationID).of(n.seq) })
	for _, c := range c.changes {
		t := f.toldOf(c.After.ID)
		if t.seq >= c.After.LastSeq {
			continue // somebody told it meanwhile
		}
		c.Entries = slices.DeleteFunc(c.Entries, func(e desk.Entry) bool { return t.of(e.Seq) })
		f.tell(c)
		t = t.with(t.seq+1, c.After.LastSeq) // all of it is told now, or nobody here needs it
		t.asked = c.After.LastSeq
		f.told.Put(c.After.ID, t)
	}
	for _, n := range notices {
		f.staff.publish(userChannel(n.AgentID), wire.NoticeFrame(n.Notice, n.seq, f.dir))
	}
}

// Again lets everybody who is connected here read again what they see.
func (f *Fanout) Again() {
	f.guests.ResetAll()
	f.staff.Resync()
}

// Forget drops all that is kept and that other nodes may have changed.
func (f *Fanout) Forget() { f.dir.forget() }

// ForgetPerson and ForgetContact drop what is kept of one that another node changed.
func (f *Fanout) ForgetPerson(id string) { f.dir.ForgetPerson(id) }

// ForgetContact drops what is kept of a guest.
func (f *Fanout) ForgetContact(id string) { f.dir.ForgetContact(id) }

// ShowContact shows a guest who was changed anew to those who see their conversation here; false where nobody may.
func (f *Fanout) ShowContact(id string) bool {
	current, ok := f.dir.currents.Get(id)
	if !ok {
		return false
	}
	place, ok := f.dir.places.Get(current)
	if !ok || !f.staff.listening(place.PropertyID) {
		return false
	}
	if f.heard == nil { // alone: there is no queue of what others tell
		f.staff.cardHere(current)
		return true
	}
	return f.Hear(tellCard, []byte(current))
}
