package realtime

import (
	"context"
	"slices"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// How long a person is taken to look or to type who says nothing more about it.
const (
	viewLease = 30 * time.Second
	typeLease = 6 * time.Second
	maxRooms  = 20_000
)

// room is who looks at a conversation and who types in it right now. It exists only while somebody does.
type room struct {
	propertyID string
	people     map[string]*presence
	guest      time.Time // the guest types until then
}

type presence struct {
	name   string
	views  time.Time // until
	types  time.Time // until
	viewed bool      // others were told
	typed  bool
	author wire.Author
}

// room finds or makes one; nil where there are too many already. The caller holds the lock.
func (s *Staff) room(propertyID, conversationID string) *room {
	r, ok := s.rooms[conversationID]
	if !ok && len(s.rooms) < maxRooms {
		r = &room{propertyID: propertyID, people: map[string]*presence{}}
		s.rooms[conversationID] = r
	}
	return r
}

// watcher is who looks or types: what colleagues and the guest see of them.
type watcher struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	GuestName string `json:"guest_name"`
}

func watcherOf(p desk.Person) watcher { return watcher{p.ID, p.Name, p.GuestName()} }

func (r *room) person(p watcher) *presence {
	w, ok := r.people[p.ID]
	if !ok {
		w = &presence{name: p.Name, author: wire.Author{Kind: string(desk.AuthorAgent), ID: p.ID, Name: p.GuestName}}
		r.people[p.ID] = w
	}
	return w
}

// until is the end of a lease that begins now; zero where it ends now.
func (s *Staff) until(lease time.Duration, on bool) time.Time {
	if !on {
		return time.Time{}
	}
	return s.cfg.Now().Add(lease)
}

// View says that a person has a conversation open, or left it. The caller has checked that they may see it.
func (s *Staff) View(p desk.Person, propertyID, conversationID string, on bool) {
	w := watcherOf(p)
	s.tellLooks(looks{What: looksAt, Property: propertyID, Conversation: conversationID, Who: w, On: on})
	s.viewHere(w, propertyID, conversationID, on)
}

func (s *Staff) viewHere(p watcher, propertyID, conversationID string, on bool) {
	s.mu.Lock()
	if r := s.room(propertyID, conversationID); r != nil {
		r.person(p).views = s.until(viewLease, on)
	}
	s.mu.Unlock()
	s.settle(conversationID)
}

// Typing says that a person types in a conversation, or stopped. The guest is told of the agent in control only.
func (s *Staff) Typing(p desk.Person, propertyID, conversationID string, on bool) {
	w := watcherOf(p)
	s.tellLooks(looks{What: looksTyping, Property: propertyID, Conversation: conversationID, Who: w, On: on})
	s.typingHere(w, propertyID, conversationID, on)
	if on && s.cfg.Typing != nil {
		s.cfg.Typing(conversationID, p.ID)
	}
}

func (s *Staff) typingHere(p watcher, propertyID, conversationID string, on bool) {
	s.mu.Lock()
	if r := s.room(propertyID, conversationID); r != nil {
		r.person(p).types = s.until(typeLease, on)
	}
	s.mu.Unlock()
	s.settle(conversationID)
}

// GuestTyping says that the guest types, or stopped.
func (s *Staff) GuestTyping(propertyID, conversationID string, on bool) {
	s.tellLooks(looks{What: looksGuest, Property: propertyID, Conversation: conversationID, On: on})
	s.guestTypingHere(propertyID, conversationID, on)
}

func (s *Staff) guestTypingHere(propertyID, conversationID string, on bool) {
	s.mu.Lock()
	r := s.room(propertyID, conversationID)
	if r == nil {
		s.mu.Unlock()
		return
	}
	was := !r.guest.IsZero()
	r.guest = s.until(typeLease, on)
	s.tidy(conversationID, r)
	s.mu.Unlock()
	if was != on {
		s.tellTyping(propertyID, conversationID, wire.Author{Kind: string(desk.AuthorGuest)}, on)
	}
}

// AssistantTyping shows the guest, and who watches, that the assistant is writing an answer, or stopped.
func (s *Staff) AssistantTyping(c desk.Conversation, on bool) {
	s.tellLooks(looks{What: looksAssistant, Property: c.PropertyID, Conversation: c.ID, Contact: c.ContactID, On: on})
	s.assistantTypingHere(c.PropertyID, c.ID, c.ContactID, on)
}

func (s *Staff) assistantTypingHere(propertyID, conversationID, contactID string, on bool) {
	by := wire.Author{Kind: string(desk.AuthorAssistant)}
	s.tellTyping(propertyID, conversationID, by, on)
	s.cfg.Guests.Typing(contactID, by, on)
}

// Viewers are who has the conversation open, by name.
func (s *Staff) Viewers(conversationID string) []wire.Viewer {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.rooms[conversationID]
	if !ok {
		return nil
	}
	return r.viewers(s.cfg.Now())
}

func (r *room) viewers(now time.Time) []wire.Viewer {
	list := []wire.Viewer{}
	for id, w := range r.people {
		if w.views.After(now) {
			list = append(list, wire.Viewer{ID: id, Name: w.name, Typing: w.types.After(now)})
		}
	}
	slices.SortFunc(list, func(a, b wire.Viewer) int { return strings.Compare(a.Name+a.ID, b.Name+b.ID) })
	return list
}

// settle tells everyone what changed in a conversation since they were last told.
func (s *Staff) settle(conversationID string) {
	now := s.cfg.Now()
	s.mu.Lock()
	r, ok := s.rooms[conversationID]
	if !ok {
		s.mu.Unlock()
		return
	}
	changed := false
	type typing struct {
		by wire.Author
		on bool
	}
	var tells []typing
	for _, w := range r.people {
		views, types := w.views.After(now), w.types.After(now)
		if types != w.typed {
			tells = append(tells, typing{w.author, types})
		}
		changed = changed || views != w.viewed || types != w.typed && views
		w.viewed, w.typed = views, types
	}
	guestStopped := !r.guest.IsZero() && !r.guest.After(now)
	if guestStopped {
		r.guest = time.Time{}
	}
	viewers, propertyID := r.viewers(now), r.propertyID
	s.tidy(conversationID, r)
	s.mu.Unlock()

	for _, t := range tells {
		s.tellTyping(propertyID, conversationID, t.by, t.on)
		s.tellGuest(conversationID, t.by, t.on)
	}
	if guestStopped {
		s.tellTyping(propertyID, conversationID, wire.Author{Kind: string(desk.AuthorGuest)}, false)
	}
	if changed {
		s.publish(propertyChannel(propertyID), wire.Frame{T: "viewers", ConversationID: conversationID, Viewers: &viewers})
	}
}

// tidy forgets who neither looks nor types. The caller holds the lock.
func (s *Staff) tidy(conversationID string, r *room) {
	for id, w := range r.people {
		if !w.viewed && !w.typed && w.views.IsZero() && w.types.IsZero() {
			delete(r.people, id)
		}
	}
	if len(r.people) == 0 && r.guest.IsZero() {
		delete(s.rooms, conversationID)
	}
}

func (s *Staff) tellTyping(propertyID, conversationID string, by wire.Author, on bool) {
	s.publish(propertyChannel(propertyID), wire.Frame{T: "typing", ConversationID: conversationID, Author: &by, On: &on})
}

func (s *Staff) tellGuest(conversationID string, by wire.Author, on bool) {
	place, err := s.cfg.Directory.Place(conversationID)
	if err != nil || place.Controller.AgentID != by.ID {
		return
	}
	s.cfg.Guests.Typing(place.ContactID, by, on)
}

// sweep settles the conversations in which a lease has run out.
func (s *Staff) sweep() {
	now := s.cfg.Now()
	var due []string
	s.mu.Lock()
	for id, r := range s.rooms {
		over := !r.guest.IsZero() && !r.guest.After(now)
		for _, w := range r.people {
			if !w.views.IsZero() && !w.views.After(now) {
				w.views, over = time.Time{}, true
			}
			if !w.types.IsZero() && !w.types.After(now) {
				w.types, over = time.Time{}, true
			}
		}
		if over {
			due = append(due, id)
		}
	}
	s.mu.Unlock()
	for _, id := range due {
		s.settle(id)
	}
}

// Read tells the guest how far the desk has read, if that is news.
func (s *Staff) Read(conversationID string, seq int64) {
	if place, err := s.cfg.Directory.Place(conversationID); err == nil && s.readHere(conversationID, place.ContactID, seq) {
		s.tellLooks(looks{What: looksRead, Conversation: conversationID, Contact: place.ContactID, Seq: seq})
	}
}

func (s *Staff) readHere(conversationID, contactID string, seq int64) (news bool) {
	if news = s.cfg.Directory.raiseRead(conversationID, seq); news {
		s.cfg.Guests.Read(contactID, seq)
	}
	return news
}

// GuestRead tells the desk how far the guest has read.
func (s *Staff) GuestRead(propertyID, conversationID string, seq int64) {
	s.publishAll(propertyChannel(propertyID), wire.Frame{T: "read", ConversationID: conversationID, Seq: seq})
}

// Duty tells the colleagues what a person says about being at work.
func (s *Staff) Duty(p desk.Person) {
	s.tellID(TellsDuty, p.ID)
	s.dutyOf(p)
}

// dutyHere is what another node told: the person is read anew.
func (s *Staff) dutyHere(personID string) {
	s.cfg.Directory.ForgetPerson(personID)
	if p, ok := s.cfg.Directory.Person(personID); ok {
		s.dutyOf(p)
	}
}

func (s *Staff) dutyOf(p desk.Person) {
	ctx, cancel := context.WithTimeout(context.Background(), lookup)
	defer cancel()
	s.cfg.Directory.ForgetPerson(p.ID)
	channels, err := s.channels(ctx, p)
	if err != nil {
		return
	}
	for ch := range channels {
		s.publish(ch, wire.DutyFrame(p))
	}
}

// Settings tells a property's people to read its settings and knowledge again.
func (s *Staff) Settings(propertyID string) {
	s.tellID(TellsHouse, propertyID)
	s.settingsHere(propertyID)
}

func (s *Staff) settingsHere(propertyID string) {
	s.cfg.Directory.ForgetProperties()
	s.publish(propertyChannel(propertyID), wire.Frame{T: "settings"})
}

// Me tells a person's screens to ask again who they are, and lets them hear what they may hear by now.
func (s *Staff) Me(personID string) {
	s.tellID(TellsMe, personID)
	s.meHere(personID)
}

func (s *Staff) meHere(personID string) {
	ctx, cancel := context.WithTimeout(context.Background(), lookup)
	defer cancel()
	s.cfg.Directory.ForgetPerson(personID)
	s.cfg.Directory.ForgetProperties()
	s.Recheck(ctx, personID)
	s.publish(userChannel(personID), wire.Frame{T: "me"})
}

// AdminsAgain lets the screens here of those who look after properties ask again who they are, and what they must know.
func (s *Staff) AdminsAgain() {
	for id, p := range s.people() {
		if p.Role == desk.RoleAdmin || p.Role == desk.RoleOperator {
			s.publish(userChannel(id), wire.Frame{T: "me"})
		}
	}
}

// Card tells that something beside the entries of a conversation changed: its guest's name, or that its agent fell
// silent.
func (s *Staff) Card(conversationID string) {
	s.tellID(tellCard, conversationID)
	s.cardHere(conversationID)
}

func (s *Staff) cardHere(conversationID string) {
	d := s.cfg.Directory
	sum, err := read(context.Background(), d, func(tx store.Tx) (desk.State, error) { return tx.State(conversationID) })
	if err != nil {
		d.unknown("card", err)
		return
	}
	d.ForgetContact(sum.ContactID)
	s.publish(propertyChannel(sum.PropertyID), wire.Frame{T: "card", Card: wire.FrameCard(s.card(sum))})
}

// Silent tells that the devices of an agent fell silent, or were heard again: the cards of what the agent holds show it.
func (s *Staff) Silent(personID string) {
	d := s.cfg.Directory
	held, err := read(context.Background(), d, func(tx store.Tx) (ids []string, err error) {
		props, err := tx.ListProperties()
		if err != nil {
			return nil, err
		}
		f := store.ListFilter{View: store.ViewMine, PersonID: personID, Limit: 500} // far more than anybody may hold
		for _, p := range props {
			f.PropertyIDs = append(f.PropertyIDs, p.ID)
		}
		page, _, err := tx.List(f)
		for _, sum := range page {
			ids = append(ids, sum.State.ID)
		}
		return ids, err
	})
	if err != nil {
		d.unknown("held", err)
	}
	for _, id := range held { // every node notices it for itself
		s.cardHere(id)
	}
}

// card is the part of a card that all who may see it share.
func (s *Staff) card(state desk.State) wire.Card {
	d := s.cfg.Directory
	v := wire.CardView{Now: s.cfg.Now(), People: d}
	if prop, err := d.Property(context.Background(), state.PropertyID); err == nil {
		v.LiveChat = prop.Settings.LiveChatFor(state.Channel)
	}
	if state.Controller.Kind == desk.ControllerAgent {
		v.Reach = s.cfg.Reach(state.Controller.AgentID)
	}
	if d.Accounts != nil && state.Channel != desk.ChannelWeb {
		v.Account, _ = d.Accounts.Account(context.Background(), state.AccountID)
	}
	return wire.CardOf(state, d.Contact(state.ContactID), v)
}
