package realtime

import (
	"context"
	"sync"

	"deskbell/internal/conversation"
	"deskbell/internal/recent"
	"deskbell/internal/wire"
)

// backlog is how many changes may wait to be told: about a second's worth at full load.
const backlog = 8192

// Fanout tells guests and agents what the use cases did, on this node and on others. It implements
// conversation.Publisher.
type Fanout struct {
	guests *Guests
	staff  *Staff
	dir    *Directory
	others Others // nil where this node is the only one

	// Dropped hears of turns that another node's changes ended; nil is nobody. It is set before Run.
	Dropped func(turnID string)

	queue  chan *conversation.Change // pointers: room for so many values would be 10 MB that the idle server holds
	heard  chan heard
	caught chan caught
	told   *recent.Map[string, told] // by conversation; nil where this node is the only one
	mu     sync.Mutex
	lost   bool
}

// NewFanout makes it. Nothing is told before Run.
func NewFanout(guests *Guests, staff *Staff, dir *Directory) *Fanout {
	return &Fanout{guests: guests, staff: staff, dir: dir, others: staff.cfg.Others, queue: make(chan *conversation.Change, backlog)}
}

// Share lets it hear of what other nodes do, by Hear and Tell. It is called before the first use, where there may be
// others.
func (f *Fanout) Share() {
	f.heard = make(chan heard, backlog)
	f.caught = make(chan caught)
	f.told = recent.New[string, told](keptPlaces)
}

// Publish takes a change in. It never waits, because the store's writer calls it: where too many changes wait already,
// this one is not told, and everybody is told to read again.
func (f *Fanout) Publish(c conversation.Change) {
	if f.others != nil {
		f.others.Tell(tellChange, func(b []byte) []byte { return appendChange(b, &c) })
	}
	select {
	case f.queue <- &c:
	default:
		f.overrun()
	}
}

// overrun notes that something is not told.
func (f *Fanout) overrun() {
	f.mu.Lock()
	f.lost = true
	f.mu.Unlock()
}

// Run tells the changes, in order, until ctx is done; what was taken in by then is still told.
func (f *Fanout) Run(ctx context.Context) error {
	for {
		select {
		case c := <-f.queue:
			f.tell(c)
		case h := <-f.heard:
			f.pass(h)
		case c := <-f.caught:
			f.tellCaught(c)
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
		if len(f.queue) == 0 && len(f.heard) == 0 {
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
		f.Again()
	}
}

func (f *Fanout) tell(c *conversation.Change) {
	f.dir.note(c.After)
	f.noteTold(c.After.ID, c.After.LastSeq, int64(len(c.Entries)))
	if len(c.Entries) == 0 {
		f.dir.ForgetContact(c.After.ContactID) // the page that the guest looks at
	}
	if c.After.MergedInto != "" {
		f.guests.Again(c.After.ContactID)
	} else {
		f.dir.noteCurrent(c.After.ContactID, c.After.ID)
		if f.guests.Listening(c.After.ContactID) {
			f.tellGuest(c, wire.SameForGuest(c.Before, c.After))
		}
	}
	if f.staff.listening(c.After.PropertyID) {
		f.tellStaff(c)
	}
	f.tellNotices(c)
}

func (f *Fanout) tellNotices(c *conversation.Change) {
	for _, n := range c.Notices {
		if n.ConversationID == "" {
			n.ConversationID = c.After.ID
		}
		f.staff.publish(userChannel(n.AgentID), wire.NoticeFrame(n, c.After.LastSeq, f.dir))
	}
}

// tellGuest tells a guest's pages; same says that nothing of what they show of the state has changed.
func (f *Fanout) tellGuest(c *conversation.Change, same bool) {
	frames := make([]frame, 0, len(c.Entries)+1)
	for _, e := range c.Entries {
		if e.Public {
			frames = append(frames, entryFrame(c.After.ID, wire.GuestEntry(e)))
		}
	}
	if !same {
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

// told is how far the people connected here were told of a conversation: all up to seq and, beyond a gap that another
// node's change may fill, from one to another.
type told struct {
	seq       int64
	from, end int64
	asked     int64 // up to where it was read from the database because nobody had told it
}

// of reports whether an entry was told.
func (t told) of(seq int64) bool { return seq <= t.seq || t.from <= seq && seq <= t.end }

// with is what was told once the entries from one to another were, too. Of a conversation that is new here, what was
// before counts as told: whoever looks at it has read it.
func (t told) with(from, end int64) told {
	switch {
	case t.seq == 0, from <= t.seq+1:
		t.seq = max(t.seq, end)
	case t.end == 0 || from > t.end+1:
		t.from, t.end = from, end
	default:
		t.from, t.end = min(t.from, from), max(t.end, end)
	}
	if t.end > 0 && t.from <= t.seq+1 {
		t.seq = max(t.seq, t.end)
		t.from, t.end = 0, 0
	}
	return t
}

func (f *Fanout) toldOf(conversationID string) told {
	t, _ := f.told.Get(conversationID)
	return t
}

// noteTold notes that the newest entries of a conversation are told, so many of them. Only the goroutine that tells
// uses it.
func (f *Fanout) noteTold(conversationID string, seq, entries int64) {
	if f.told != nil && entries > 0 {
		f.told.Put(conversationID, f.toldOf(conversationID).with(seq-entries+1, seq))
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
