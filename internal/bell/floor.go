package bell

import (
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Floor is the people on duty at a property, as a deciding transaction asks about them.
func (b *Bell) Floor(tx store.Tx, propertyID string, _ desk.Channel, lc desk.LiveChat) desk.Floor {
	return floor{bell: b, tx: tx, propertyID: propertyID, lc: lc}
}

// floor looks only when it is asked: most decisions do not.
type floor struct {
	bell       *Bell
	tx         store.Tx
	propertyID string
	lc         desk.LiveChat
}

// Eligible are those who would be rung: they chose Online, a screen of theirs can sound, they may converse at the
// property and hold fewer chats than the limit. Whoever cannot be read is not rung; the save that follows meets the
// same database and tells.
func (f floor) Eligible() []string {
	people, err := f.tx.ListPeople()
	if err != nil {
		f.bell.log.Error("who is on duty cannot be read", "property_id", f.propertyID, "err", err)
		return nil
	}
	f.bell.mu.Lock()
	defer f.bell.mu.Unlock()
	now := f.bell.now()
	var ids []string
	for _, p := range people {
		full := f.lc.HeldLimit > 0 && p.Held >= f.lc.HeldLimit
		if p.Duty != desk.DutyOnline || full || desk.Allow(p, desk.ActConverse, f.propertyID) != nil {
			continue
		}
		if f.bell.rings(f.bell.people[p.ID], now) {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// InHours reports whether live chat is on and within its hours.
func (f floor) InHours() bool {
	return f.lc.Enabled && (f.lc.Hours == nil || f.lc.Hours.Open(f.tx.Now(), f.lc.Zone))
}

func (f floor) Reach(agentID string) desk.Reach { return f.bell.Reach(agentID) }
