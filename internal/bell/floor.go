package bell

import (
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// PhoneFor is how long a phone, or a browser that can be woken, is in reach after it last confirmed a ring or a test.
const PhoneFor = 7 * 24 * time.Hour

// Means is how a ring reaches a person.
type Means string

// The means.
const (
	MeansScreen Means = "screen" // a tab that was heard lately and may sound
	MeansPhone  Means = "phone"  // a browser that can be woken, and has proved it lately
	MeansNone   Means = "none"
)

// Reasons why a person would not be rung now.
const (
	WhyAway   = "away"   // they say so
	WhyDND    = "dnd"    // do not disturb
	WhyLimit  = "limit"  // they hold as many chats as the property allows
	WhySound  = "sound"  // a screen is there, and may not sound yet
	WhyDevice = "device" // no screen is there, and no phone that proved itself
	WhyRole   = "role"   // their role answers no chats
)

// Floor is the people on duty at a property, as a deciding transaction asks about them.
func (b *Bell) Floor(tx store.Tx, propertyID string, _ desk.Channel, lc desk.LiveChat) desk.Floor {
	return &floor{bell: b, tx: tx, propertyID: propertyID, lc: lc}
}

// floor looks only when it is asked, because most decisions do not, and once, because some ask twice.
type floor struct {
	bell       *Bell
	tx         store.Tx
	propertyID string
	lc         desk.LiveChat
	looked     bool
	eligible   []string
}

// Eligible are those who would be rung: on duty, in reach of a screen or a phone, allowed to converse at the property,
// and below the limit. Whoever cannot be read is not rung; the save that follows meets the same database and tells.
func (f *floor) Eligible() []string {
	if f.looked {
		return f.eligible
	}
	f.looked = true
	people, err := f.bell.roster(f.tx, f.propertyID)
	if err == nil {
		var means map[string]Means
		if means, err = f.bell.means(f.tx, people, false); err == nil {
			for _, p := range people {
				if len(f.bell.whyNot(p, means[p.ID], f.propertyID, f.lc, f.tx.Now())) == 0 {
					f.eligible = append(f.eligible, p.ID)
				}
			}
		}
	}
	if err != nil {
		f.bell.log.Error("who is on duty cannot be read", "property_id", f.propertyID, "err", err)
	}
	return f.eligible
}

// rosterFor is how long the people of a property are known by heart. It is too short for anybody to notice, and spares
// reading a hundred people for each of a hundred guests who ask at once. What changes on this node is seen at once.
const rosterFor = 50 * time.Millisecond

type roster struct {
	people []desk.Person
	until  time.Time
}

// roster are the people of a property. Nobody changes the list.
func (b *Bell) roster(tx store.Tx, propertyID string) ([]desk.Person, error) {
	b.mu.Lock()
	r, ok := b.rosters[propertyID]
	b.mu.Unlock()
	if ok && b.now().Before(r.until) {
		return r.people, nil
	}
	people, err := tx.PeopleOf(propertyID)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rosters[propertyID] = roster{people, b.now().Add(rosterFor)}
	return people, nil
}

// changed forgets the rosters: now for whoever asks in the same commit, and after it for those who read meanwhile.
func (b *Bell) changed(tx store.Tx) {
	forget := func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		clear(b.rosters)
	}
	forget()
	tx.AfterCommit(forget)
}

// InHours reports whether live chat is on and within its hours.
func (f *floor) InHours() bool {
	return f.lc.Enabled && (f.lc.Hours == nil || f.lc.Hours.Open(f.tx.Now(), f.lc.Zone))
}

func (f *floor) Reach(agentID string) desk.Reach { return f.bell.Reach(agentID) }

// whyNot tells what keeps a person, whom a ring reaches by the given means, from being rung at a property.
func (b *Bell) whyNot(p desk.Person, m Means, propertyID string, lc desk.LiveChat, now time.Time) []string {
	var why []string
	if desk.Allow(p, desk.ActConverse, propertyID) != nil {
		why = append(why, WhyRole)
	}
	switch {
	case p.Duty == desk.DutyDND:
		why = append(why, WhyDND)
	case !onDuty(p, now):
		why = append(why, WhyAway)
	}
	switch {
	case m == MeansScreen || m == MeansPhone:
	case b.Screen(p.ID):
		why = append(why, WhySound)
	default:
		why = append(why, WhyDevice)
	}
	if lc.HeldLimit > 0 && p.Held >= lc.HeldLimit {
		why = append(why, WhyLimit)
	}
	return why
}

// means tells how a ring would reach each of the people now. The phones of those off duty are looked for only where all
// are asked about.
func (b *Bell) means(tx store.Tx, people []desk.Person, all bool) (map[string]Means, error) {
	means := make(map[string]Means, len(people))
	silent := false
	now := b.now()
	b.mu.Lock()
	for _, p := range people {
		if b.rings(b.people[p.ID], now) {
			means[p.ID] = MeansScreen
		} else {
			means[p.ID] = MeansNone
			silent = silent || all || onDuty(p, now)
		}
	}
	b.mu.Unlock()
	if !silent {
		return means, nil
	}
	phones, err := tx.Phones(tx.Now().Add(-PhoneFor))
	for id, m := range means {
		if m == MeansNone && phones[id] {
			means[id] = MeansPhone
		}
	}
	return means, err
}
