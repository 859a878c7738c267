package realtime

import (
	"context"
	"encoding/json"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// Rings shows how alerts stand now to everyone connected here who may see them: those who are called, and those who see
// them in their lists. What all who see it see alike goes out once, to everybody of its property: that a ring has ended,
// and mostly the ring itself, because all who are on duty are called. So a ring on a hundred screens is encoded once, and
// not a hundred times. However many changed at once, they are one frame of that kind, and one for each of those to whom
// something is said that is theirs alone.
func (s *Staff) Rings(list []store.Ringing) {
	people := s.people()
	if len(people) == 0 || len(list) == 0 {
		return
	}
	all := map[string][]json.RawMessage{} // by property
	own := map[string][]json.RawMessage{} // by person
	for _, alert := range list {
		r := s.shown(alert)
		var seers []string
		alike := r.Alert.ConversationID != ""
		for id, p := range people {
			if r.seenBy(p) {
				seers = append(seers, id)
				alike = alike && r.key(id) == r.key(seers[0])
			}
		}
		switch {
		case len(seers) == 0:
		case r.end != nil && alike:
			s.send(propertyChannel(r.Alert.PropertyID), r.end)
		case r.end != nil:
			for _, id := range seers {
				s.send(userChannel(id), r.end)
			}
		case alike:
			all[r.Alert.PropertyID] = append(all[r.Alert.PropertyID], r.as(seers[0]))
		default:
			for _, id := range seers {
				own[id] = append(own[id], r.as(id))
			}
		}
	}
	for id, rings := range all {
		s.send(propertyChannel(id), ringFrame(rings))
	}
	for id, rings := range own {
		s.send(userChannel(id), ringFrame(rings))
	}
}

// people are those connected here, by id.
func (s *Staff) people() map[string]desk.Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	people := make(map[string]desk.Person, len(s.members))
	for _, m := range s.members {
		p := m.person.Load()
		people[p.ID] = *p
	}
	return people
}

// shownRing is one alert on its way to many screens.
type shownRing struct {
	store.Ringing
	base     wire.Ring
	rung     map[string]bool
	declined map[string]bool
	end      []byte // its last frame, where it has ended
	variants map[[2]bool]json.RawMessage
}

func (s *Staff) shown(r store.Ringing) *shownRing {
	d := s.cfg.Directory
	v := wire.RingView{Now: s.cfg.Now(), People: d}
	if prop, err := d.Property(context.Background(), r.Alert.PropertyID); err == nil {
		v.LiveChat = prop.Settings.LiveChatFor(r.State.Channel)
	}
	w := &shownRing{Ringing: r, rung: set(r.Rung), variants: map[[2]bool]json.RawMessage{}}
	if !r.Alert.Open() {
		w.end = wire.RingEnd(r, d).Encode()
		return w
	}
	if r.Contact.ID == "" && r.State.ContactID != "" {
		r.Contact = d.Contact(r.State.ContactID)
	}
	w.base = wire.RingOf(r, v)
	if q := r.State.Request; q != nil && q.ID == r.Alert.ID {
		w.declined = set(q.Declined)
	}
	return w
}

func set(ids []string) map[string]bool {
	m := make(map[string]bool, len(ids))
	for _, id := range ids {
		m[id] = true
	}
	return m
}

// seenBy reports whether a person may see it. Tests and drills are for those alone whom they ring.
func (r *shownRing) seenBy(p desk.Person) bool {
	if r.Alert.ConversationID == "" {
		return r.rung[p.ID]
	}
	return desk.Allow(p, desk.ActConverse, r.Alert.PropertyID) == nil
}

// key is what a person's view of the alert depends on: whether it calls them, and whether they said Can't now. Of an
// ended one all see the same.
func (r *shownRing) key(id string) [2]bool {
	if r.end != nil {
		return [2]bool{}
	}
	return [2]bool{r.rung[id], r.declined[id]}
}

// as is the alert as a person sees it, encoded.
func (r *shownRing) as(id string) json.RawMessage {
	key := r.key(id)
	b, ok := r.variants[key]
	if !ok {
		w := r.base
		w.ForMe, w.Declined = key[0], key[1]
		b = wire.Encode(w)
		r.variants[key] = b
	}
	return b
}

// ringFrame is a frame of one ring, or of several.
func ringFrame(rings []json.RawMessage) []byte {
	if len(rings) == 1 {
		return append(append([]byte(`{"t":"ring","ring":`), rings[0]...), '}')
	}
	size := len(`{"t":"rings","rings":[]}`)
	for _, r := range rings {
		size += len(r) + 1
	}
	b := append(make([]byte, 0, size), `{"t":"rings","rings":[`...)
	for i, r := range rings {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, r...)
	}
	return append(b, "]}"...)
}

// Admins tells a property's admins who are connected here what the bell noticed there.
func (s *Staff) Admins(propertyID, what, alertID string) {
	f := wire.Frame{T: "bell", What: what, PropertyID: propertyID, RingID: alertID}.Encode()
	for id, p := range s.people() {
		if desk.Allow(p, desk.ActManageTeam, propertyID) == nil {
			s.send(userChannel(id), f)
		}
	}
}

// DutyOver tells a person that the duty ended by itself, and the colleagues that the person is Away.
func (s *Staff) DutyOver(personID string) {
	s.cfg.Directory.ForgetPerson(personID)
	p, ok := s.cfg.Directory.Person(personID)
	if !ok {
		return
	}
	s.publish(userChannel(personID), wire.Frame{T: "duty_over"})
	s.Duty(p)
}

// send publishes what is encoded already.
func (s *Staff) send(channel string, data []byte) {
	if s.node.Hub().NumSubscribers(channel) == 0 {
		return
	}
	if _, err := s.node.Publish(channel, data); err != nil {
		s.cfg.Log.Warn("cannot publish", "err", err)
	}
}
