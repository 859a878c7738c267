package realtime

import (
	"context"
	"sync"

	"deskbell/internal/conversation"
	"deskbell/internal/wire"
)

// backlog is how many changes may wait to be told: about a second's worth at full load.
const backlog = 8192

// Fanout tells guests and agents what the use cases did. It implements conversation.Publisher.
type Fanout struct {
	guests *Guests
	staff  *Staff
	dir    *Directory

	queue chan *conversation.Change // pointers: room for so many values would be 10 MB that the idle server holds
	mu    sync.Mutex
	lost  bool
}

// NewFanout makes it. Nothing is told before Run.
func NewFanout(guests *Guests, staff *Staff, dir *Directory) *Fanout {
	return &Fanout{guests: guests, staff: staff, dir: dir, queue: make(chan *conversation.Change, backlog)}
}

// Publish takes a change in. It never waits, because the store's writer calls it: where too many changes wait already,
// this one is not told, and everybody is told to read again.
func (f *Fanout) Publish(c conversation.Change) {
	select {
	case f.queue <- &c:
	default:
		f.mu.Lock()
		f.lost = true
		f.mu.Unlock()
	}
}

// Run tells the changes, in order, until ctx is done; what was taken in by then is still told.
func (f *Fanout) Run(ctx context.Context) error {
	for {
		select {
		case c := <-f.queue:
			f.tell(c)
		case <-ctx.Done():
			for {
				select {
				case c := <-f.queue:
					f.tell(c)
				default:
					return nil
				}
			}
		}
		if len(f.queue) == 0 {
			f.makeGood()
		}
	}
}

// makeGood lets everybody read again after changes were lost. It waits for a moment in which nothing is waiting: to
// send them to the database while it cannot keep up would make it worse.
func (f *Fanout) makeGood() {
	f.mu.Lock()
	lost := f.lost
	f.lost = false
	f.mu.Unlock()
	if lost {
		f.guests.ResetAll()
		f.staff.Resync()
	}
}

func (f *Fanout) tell(c *conversation.Change) {
	f.dir.note(c.After)
	if len(c.Entries) == 0 {
		f.dir.ForgetContact(c.After.ContactID) // the page that the guest looks at
	}
	if c.After.MergedInto != "" {
		f.guests.Again(c.After.ContactID)
	} else {
		f.dir.currents.Put(c.After.ContactID, c.After.ID)
		if f.guests.Listening(c.After.ContactID) {
			f.tellGuest(c)
		}
	}
	if f.staff.listening(c.After.PropertyID) {
		f.tellStaff(c)
	}
	for _, n := range c.Notices {
		if n.ConversationID == "" {
			n.ConversationID = c.After.ID
		}
		f.staff.publish(userChannel(n.AgentID), wire.NoticeFrame(n, c.After.LastSeq, f.dir))
	}
}

func (f *Fanout) tellGuest(c *conversation.Change) {
	frames := make([]frame, 0, len(c.Entries)+1)
	for _, e := range c.Entries {
		if e.Public {
			frames = append(frames, entryFrame(c.After.ID, wire.GuestEntry(e)))
		}
	}
	if !wire.SameForGuest(c.Before, c.After) {
		frames = append(frames, stateFrame(f.dir.GuestState(c.After), c.After.LastSeq))
	}
	f.guests.send(c.After.ContactID, frames...)
}

func (f *Fanout) tellStaff(c *conversation.Change) {
	channel := propertyChannel(c.After.PropertyID)
	card := wire.FrameCard(f.staff.card(c.After))
	if len(c.Entries) == 0 {
		f.staff.publish(channel, wire.Frame{T: "card", Card: card})
		return
	}
	for _, e := range c.Entries {
		entry := wire.StaffEntry(e)
		f.staff.publish(channel, wire.Frame{T: "entry", ConversationID: c.After.ID, Entry: &entry, Card: card})
	}
}

// raiseRead keeps how far the desk has read a conversation, and reports whether that is news.
func (d *Directory) raiseRead(conversationID string, seq int64) bool {
	if was, _ := d.reads.Get(conversationID); seq <= was {
		return false
	}
	d.reads.Put(conversationID, seq)
	return true
}
