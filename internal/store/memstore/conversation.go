package memstore

import (
	"fmt"
	"slices"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// State implements store.Conversations.
func (t *tx) State(conversationID string) (desk.State, error) {
	s, ok := t.d.states[conversationID]
	if !ok {
		return desk.State{}, desk.ErrNotFound
	}
	return cloneState(s), nil
}

// StateOfContact implements store.Conversations.
func (t *tx) StateOfContact(contactID string) (desk.State, error) {
	ids := t.newestOf(contactID)
	if len(ids) == 0 {
		return desk.State{}, desk.ErrNotFound
	}
	return t.State(ids[0])
}

// newestOf lists a contact's conversations, the newest first. Those that are part of another are left out.
func (t *tx) newestOf(contactID string) []string {
	ids := slices.DeleteFunc(slices.Clone(t.d.ofContact[contactID]), func(id string) bool { return t.d.states[id].MergedInto != "" })
	slices.SortFunc(ids, func(a, b string) int {
		x, y := t.d.states[a], t.d.states[b]
		if c := y.StartedAt.Compare(x.StartedAt); c != 0 {
			return c
		}
		return compare(b, a)
	})
	return ids
}

// CreateConversation implements store.Conversations.
func (t *tx) CreateConversation(c desk.Conversation) error {
	if err := t.writable(); err != nil {
		return err
	}
	owner, ok := t.d.contacts[c.ContactID]
	if !ok || owner.PropertyID != c.PropertyID {
		return desk.ErrNotFound
	}
	if _, taken := t.d.states[c.ID]; taken {
		return desk.Refuse(desk.CodeConflict, "This conversation exists already.")
	}
	for _, id := range t.d.ofContact[c.ContactID] {
		if c.Status == desk.StatusOpen && t.d.states[id].Status == desk.StatusOpen {
			return desk.Refuse(desk.CodeConflict, "The guest has an open conversation already.")
		}
	}
	s := desk.State{Conversation: c}
	if err := t.check(s); err != nil {
		return err
	}
	put(t, t.d.states, c.ID, s)
	put(t, t.d.ofContact, c.ContactID, append(slices.Clone(t.d.ofContact[c.ContactID]), c.ID))
	if owner.ReadSeq != 0 {
		owner.ReadSeq = 0
		put(t, t.d.contacts, owner.ID, owner)
	}
	return nil
}

// check repeats the constraints of the databases, so that a state they would refuse is found without them.
func (t *tx) check(s desk.State) error {
	broken := ""
	switch r, u := s.Request, s.Turn; {
	case s.Status != desk.StatusOpen && s.Status != desk.StatusResolved:
		broken = "status"
	case (s.Controller.Kind == desk.ControllerAgent) != (s.Controller.AgentID != ""):
		broken = "controller"
	case s.Status == desk.StatusResolved && s.Controller.Kind != desk.ControllerAssistant:
		broken = "controller of a resolved conversation"
	case s.LastPublicSeq > s.LastSeq:
		broken = "last_public_seq"
	case r != nil && (r.End == "") != r.EndedAt.IsZero():
		broken = "end of the request"
	case u != nil && (u.End == "") != u.EndedAt.IsZero():
		broken = "end of the turn"
	default:
		return nil
	}
	t.failed = fmt.Errorf("conversation %s: constraint on the %s", s.ID, broken)
	return t.failed
}

// Save implements store.Conversations.
func (t *tx) Save(before desk.State, out desk.Outcome, entries []desk.Entry, lease ...store.Lease) error {
	if err := t.writable(); err != nil {
		return err
	}
	if err := store.CheckSave(before, out, entries); err != nil {
		return err
	}
	stored, ok := t.d.states[before.ID]
	if !ok || stored.LastSeq != before.LastSeq {
		return desk.ErrChanged
	}
	if len(entries) == 0 {
		put(t, t.d.states, before.ID, store.Rearmed(cloneState(stored), *out.Rearm))
		return nil
	}
	if err := t.check(out.State); err != nil {
		return err
	}
	for _, h := range out.Held {
		if err := t.hold(h); err != nil {
			return err
		}
	}
	for _, e := range entries {
		if err := t.append(before.AccountID, e); err != nil {
			return err
		}
	}
	after := cloneState(out.State)
	if out.Rearm != nil {
		after = store.Rearmed(after, *out.Rearm)
	}
	put(t, t.d.states, before.ID, after)
	t.keepRequests(out)
	if created := after.Turn; len(lease) > 0 && created.Open() && (before.Turn == nil || before.Turn.ID != created.ID) {
		put(t, t.d.leases, created.ID, lease[0])
	}
	return nil
}

func (t *tx) hold(h desk.HeldChange) error {
	p, ok := t.d.people[h.AgentID]
	if !ok {
		return desk.ErrNotFound
	}
	if h.By > 0 && h.Limited && h.Limit > 0 && p.Held+h.By > h.Limit {
		return store.ErrLimit
	}
	p.Held = max(0, p.Held+h.By)
	put(t, t.d.people, h.AgentID, p)
	return nil
}

func (t *tx) append(accountID string, e desk.Entry) error {
	if e.ClientID != "" {
		k := pair{store.Sender(e), e.ClientID}
		if _, taken := t.d.byClientID[k]; taken {
			return store.ErrRepeated
		}
		put(t, t.d.byClientID, k, cloneEntry(e))
	}
	if e.ProviderID != "" {
		k := pair{accountID, e.ProviderID}
		if _, taken := t.d.byProviderID[k]; taken {
			return store.ErrRepeated
		}
		put(t, t.d.byProviderID, k, cloneEntry(e))
	}
	put(t, t.d.entries, e.ConversationID, append(slices.Clip(t.d.entries[e.ConversationID]), cloneEntry(e)))
	return nil
}

// EntryByClientID implements store.Conversations.
func (t *tx) EntryByClientID(senderID, clientID string) (desk.Entry, error) {
	e, ok := t.d.byClientID[pair{senderID, clientID}]
	if !ok {
		return desk.Entry{}, desk.ErrNotFound
	}
	return cloneEntry(e), nil
}

// Entries implements store.Conversations.
func (t *tx) Entries(conversationID string, f store.EntryFilter) ([]desk.Entry, error) {
	limit := store.Clamp(f.Limit, 200, 500)
	var out []desk.Entry
	for _, e := range t.d.entries[conversationID] {
		if e.Seq <= f.After || (f.Before > 0 && e.Seq >= f.Before) || (f.PublicOnly && !e.Public) {
			continue
		}
		out = append(out, cloneEntry(e))
	}
	switch {
	case len(out) <= limit:
		return out, nil
	case f.Before > 0 && f.After == 0:
		return out[len(out)-limit:], nil
	}
	return out[:limit], nil
}
