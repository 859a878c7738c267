package realtime

import (
	"context"
	"encoding/json"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// Rings shows how alerts stand now to everyone connected here who may see them: those who are called, and those who see
// them in their lists. However many changed at once, each person is sent one frame of them, and an alert is encoded
// once for all who see it alike.
func (s *Staff) Rings(list []store.Ringing) {
	people := s.people()
	if len(people) == 0 || len(list) == 0 {
		return
	}
	shown := make([]*shownRing, 0, len(list))
	for _, r := range list {
		shown = append(shown, s.shown(r))
	}
	for id, p := range people {
		var rings []json.RawMessage
		for _, r := range shown {
			if !r.seenBy(p) {
				continue
			}
			if r.end != nil {
				s.send(userChannel(id), r.end)
				continue
			}
			rings = append(rings, r.as(id))
		}
		if len(rings) > 0 {
			s.send(userChannel(id), ringFrame(rings))
		}
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

// as is the alert as a person sees it, encoded.
func (r *shownRing) as(id string) json.RawMessage {
	key := [2]bool{r.rung[id], r.declined[id]}
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
